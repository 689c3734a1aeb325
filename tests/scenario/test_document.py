"""How a text is read: the plain part of YAML 1.2, and one line for everything else."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from sim.scenario.syntax import scalar

Lines = Callable[..., list[str]]

SCALARS = {
    "Norway is no denial": ("NO", "NO"),
    "true is true": ("true", True),
    "nothing is nothing": ("", None),
    "a whole number": ("-12", -12),
    "a decimal number": ("1.4", 1.4),
    "a number with an exponent": ("2.5e-1", 0.25),
    "a fraction is the number that it says": ("1/4000", 0.00025),
    "a fraction of decimals": ("-0.5/2", -0.25),
    "a division by nothing stays a text": ("1/0", "1/0"),
    "a day": ("2021-10-06", datetime.date(2021, 10, 6)),
    "a day that no calendar has stays a text": ("2021-02-30", "2021-02-30"),
    "a day with an hour stays a text": ("2021-10-06 10:00:00", "2021-10-06 10:00:00"),
    "grouped digits stay a text": ("1_000", "1_000"),
    "an hour stays a text": ("10:30", "10:30"),
}


@pytest.mark.parametrize(("text", "value"), SCALARS.values(), ids=SCALARS)
def test_an_unquoted_text_is_read_as_what_it_says(text: str, value: Any) -> None:
    assert scalar(text) == value
    assert type(scalar(text)) is type(value)


SHARED = "nothing can be referred to from elsewhere; write it out, or put what is shared into a file to extend"

UNFIT = "cannot stand in a text; expected letters and signs that can be seen"

REFUSED = {
    "an empty file": ("", "x.yaml:1:1: the file is empty; expected a scenario"),
    "a file of comments": ("# later\n", "x.yaml:1:1: the file is empty; expected a scenario"),
    "a list": ("- a\n", "x.yaml:1:1: no sections; expected 'name: …', 'title: …', 'start: …'"),
    "a text": ("hello", "x.yaml:1:1: no sections; expected 'name: …', 'title: …', 'start: …'"),
    "a tab": ("a:\n\tb: 1", "x.yaml:2:1: a tab; expected spaces"),
    "a second colon": (
        "a: b: c",
        "x.yaml:1:5: a ':' does not fit here; expected quotes around a text with ': ', or indentation",
    ),
    "a second colon in braces": (
        "a: {name: Electricity: 40 %, kind: energy}\n",
        "x.yaml:1:22: a ':' does not fit here; expected quotes around a text with ': ', or a comma before the key",
    ),
    "an open brace": (
        "a: {b: 1\nc: 3\n",
        "x.yaml:1:4: a bracket is never closed, or a comma is missing; expected ',' or '}'",
    ),
    "an open quotation mark": ("a: 'x\nb: 2\n", "x.yaml:1:4: a quotation mark is never closed"),
    "an open bracket": (
        "a: [1, 2\nb: 3\n",
        "x.yaml:1:4: a bracket is never closed, or a comma is missing; expected ',' or ']'",
    ),
    "a sign that begins no text": ("a: @x", "x.yaml:1:4: a text cannot begin with '@'; expected quotes around it"),
    "uneven indentation": (
        "a:\n  b: 1\n c: 2\n",
        "x.yaml:3:2: the indentation fits no section; expected entries of one section in the same column",
    ),
    "an escape beyond all characters": ('a: "\\U00110000"', "x.yaml:1:1: an escape that names no character"),
    "a bell": ("a: \x07", f"x.yaml:1:4: U+0007 (a control character) {UNFIT}"),
    "other encodings": (b"a: b\nc: \xe9\n", "x.yaml:2:4: not a UTF-8 text; expected a file saved as UTF-8"),
    "endless depth": ("[" * 40, "x.yaml:1:34: more than 32 levels deep"),
    "an endless file": (b"#" * 5_000_001, "x.yaml: too large; expected at most 5000000 bytes"),
}


@pytest.mark.parametrize(("text", "line"), REFUSED.values(), ids=REFUSED)
def test_a_text_that_cannot_be_read_says_so_in_one_line(text: str | bytes, line: str, lines_of: Lines) -> None:
    assert lines_of(text)[0] == line


# put into line 6, in place of Russia
REFUSED_WITHIN = {
    "an anchor": ("&r {}", [f"x.yaml:6:11: states.russia: '&r': {SHARED}"]),
    "a reference": ("*r", [f"x.yaml:6:11: states.russia: '*r': {SHARED}"]),
    "a merge key": ("{<<: {}}", [f"x.yaml:6:12: states.russia.<<: {SHARED}"]),
    "a tag": (
        "!!map {}",
        [
            (
                "x.yaml:6:11: states.russia: the tag 'tag:yaml.org,2002:map' is not used here; "
                "expected the value alone, or quotes around it"
            )
        ],
    ),
    "an escaped bell": (
        '{name: "\\x07"}',
        [f"x.yaml:6:18: states.russia.name: U+0007 (a control character) {UNFIT}"],
    ),
    "a mark that turns the direction of writing": (
        "{name: a\u202eb}",
        [f"x.yaml:6:18: states.russia.name: U+202E (right-to-left override) {UNFIT}"],
    ),
    "a name on two lines": (
        '{name: "a\\nb"}',
        [
            (
                "x.yaml:6:18: states.russia.name: more than one line; "
                "expected one line; in YAML, >- before a text over several lines"
            )
        ],
    ),
    "a name of blanks": (
        '{name: "  "}',
        ["x.yaml:6:18: states.russia.name: nothing but blanks; expected a name, or nothing"],
    ),
    "a key given twice": (
        "{name: a, name: b}",
        ["x.yaml:6:21: states.russia.name: given twice, first in line 6; expected each key once"],
    ),
    "a list for a key": (
        "{[a]: b}",
        [
            (
                "x.yaml:6:12: states.russia: a list, a section or a reference stands where a key should; "
                "expected a name and ':'"
            )
        ],
    ),
}


@pytest.mark.parametrize(("value", "lines"), REFUSED_WITHIN.values(), ids=REFUSED_WITHIN)
def test_what_plain_yaml_does_not_need_is_refused(value: str, lines: list[str], valid: str, lines_of: Lines) -> None:
    found = lines_of(valid.replace("{policy: stern}", value))
    assert [line for line in found if "unknown key" not in line] == lines


def test_one_file_holds_one_scenario(valid: str, lines_of: Lines) -> None:
    assert lines_of(valid + "---\na: b\n") == [
        "x.yaml:22:1: a second document begins; expected one scenario a file, without '---' or '...'"
    ]
