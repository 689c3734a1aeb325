"""Texts of tables: what spreadsheets and other programs save, and what is refused by line and column."""

import pytest

from sim.scenario.text_tables import TextTableError, separator_of, text_of

TEXT = "id,note\na,Zürich\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_is_read_in_every_encoding_that_says_which_it_is(encoding: str) -> None:
    assert text_of(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_line_ends_of_other_systems_are_line_ends(end: str) -> None:
    assert text_of(TEXT.replace("\n", end).encode()) == TEXT


REFUSED = {
    "a code page of Windows": (TEXT.encode("cp1252"), "line 2, column 4: not a UTF-8 text"),
    "half a letter": (TEXT.encode("utf-16")[:-1], "line 2, column 9: not a UTF-16 text"),
    "UTF-16 that does not say so": (
        TEXT.encode("utf-16-le").replace("ü".encode("utf-16-le"), b"u\0"),
        "line 1, column 2",
    ),
}


@pytest.mark.parametrize(("content", "found"), REFUSED.values(), ids=REFUSED)
def test_anything_else_is_refused_by_line_and_column(content: bytes, found: str) -> None:
    with pytest.raises(TextTableError) as error:
        text_of(content)
    assert str(error.value).startswith(found)
    assert str(error.value).endswith("expected a table saved as 'CSV UTF-8'")


@pytest.mark.parametrize(
    ("header", "sign"),
    [
        ("a,b,c", ","),
        ("a;b;c", ";"),
        ("a\tb", "\t"),
        ('"a;b";c', ";"),
        ('"a,b,c";d', ";"),
        ("a", ","),
        ("\n\na;b\n1,2,3", ";"),
    ],
)
def test_the_sign_between_columns_is_that_of_the_first_row(header: str, sign: str) -> None:
    assert separator_of(header) == sign
