"""How a mapping is written as a scenario file: every value is read again as what it was."""

from datetime import date

import pytest

from sim.documented.file_text import file_text, written
from sim.scenario.document import read_document
from sim.scenario.problems import Origin

TEXTS = [
    "Foreign Ministry",
    "uawire.org; expats.cz",
    "yes: no",
    "a # b",
    "null",
    "true",
    "12",
    "1/2",
    "2018-03-26",
    "e5",
    "- a",
    "[a, b]",
    "{a}",
    "'quoted'",
    'a "daily"',
    "ends with a space ",
    "",
    "~",
    "*a",
    "&a",
    "!a",
    "%a",
    "a, b",
    "back\\slash",
    "Côte d'Ivoire 中国",
    "key:",
    "?",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_read_again_as_it_was(text: str) -> None:
    for where in (f"a: {written(text)}", f"a: {{b: {written(text)}, c: [{written(text)}]}}"):
        node = read_document(where, Origin(None, setting="a=b"), [], ("notes",))
        assert node is not None
        found = node.plain()["a"]
        assert found == text if isinstance(found, str) else found == {"b": text, "c": [text]}


@pytest.mark.parametrize("value", [0, 1.5, -2, True, False, date(2018, 3, 26), ["a", 1]])
def test_other_values_are_read_again_as_they_were(value: object) -> None:
    node = read_document(f"{{a: {written(value)}}}", Origin(None, setting="a=b"), [])
    assert node is not None
    assert node.plain() == {"a": value}


def test_short_entries_stand_in_braces_and_moves_on_a_line_a_key() -> None:
    text = file_text(
        ["A case", "", "with a remark"],
        {
            "name": "a_case",
            "states": {"mali": {"name": "Mali", "policy": "world"}},
            "timeline": {"act": {"date": date(2018, 3, 26), "from": "mali"}},
        },
    )
    assert text == (
        "# A case\n#\n# with a remark\n\n"
        "name: a_case\n\n"
        "states:\n"
        "  mali: {name: Mali, policy: world}\n\n"
        "# What is given: it happens in any case, and is answered.\n"
        "timeline:\n"
        "  act:\n"
        "    date: 2018-03-26\n"
        "    from: mali\n"
    )


def test_long_entries_are_broken_between_their_keys() -> None:
    text = '"a text of forty characters, in its quotes"'
    entry = {f"key_{n}": text.strip('"') for n in range(3)}
    first, second = file_text([], {"states": {"mali": entry}}).splitlines()[3:]
    assert first == f"  mali: {{key_0: {text}, key_1: {text},"
    assert second == f"    key_2: {text}}}"
