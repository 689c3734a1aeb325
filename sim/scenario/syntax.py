"""How values are written in a scenario, and what a typing mistake means in plain words."""

import re
from datetime import date
from typing import Any

from .problems import shown

_NUMBER = r"[0-9]{1,300}(?:\.[0-9]{0,300})?"
_INTEGER = re.compile(r"[-+]?[0-9]{1,300}")
_FLOAT = re.compile(rf"[-+]?(?:\.[0-9]{{1,300}}|{_NUMBER})(?:[eE][-+]?[0-9]{{1,9}})?")
_FRACTION = re.compile(r"(-?[0-9]{1,300}(?:\.[0-9]{1,300})?)/([0-9]{1,300}(?:\.[0-9]{1,300})?)")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}

# within brackets that are closed in their line
SECOND_COLON = ("a ':' does not fit here", "quotes around a text with ': ', or a comma before the key")

# what the reader of YAML says, and what it means to the author of a scenario
_PLAIN_WORDS = (
    (r"'\\t' that cannot start", "a tab", "spaces"),
    (r"character ('.*') that cannot start", r"a text cannot begin with \1", "quotes around it"),
    ("mapping values are not allowed", "a ':' does not fit here", "quotes around a text with ': ', or indentation"),
    ("could not find expected ':'", "a key without ':'", "'key: value'"),
    ("found unexpected end of stream", "a quotation mark is never closed", ""),
    ("unexpected document", "a quotation mark is never closed", ""),
    (r"expected ',' or '(.)'", "a bracket is never closed, or a comma is missing", r"',' or '\1'"),
    ("unknown escape character", "an unknown escape after '\\\\'", "single quotes, in which '\\\\' is a plain sign"),
    ("expected alphabetic or numeric", "a text cannot begin with '&' or '*'", "quotes around it"),
    ("found '<block", "the indentation fits no section", "entries of one section in the same column"),
    ("'<document start>'", "something follows a complete value", "'key: value' lines in the same column"),
    ("expected the node content", "a bracket or comma where a value should stand", "a value, or quotes around a text"),
    ("expected chomping", "a text cannot begin with '|' or '>'", "quotes around it, or nothing after the sign"),
    ("sequence entries are not allowed", "a list item where none fits", "'- item' on lines of its own"),
    ("expected <block end>", "something follows a complete value", "quotes around a whole text, or other indentation"),
)  # fmt: skip


def scalar(text: str) -> Any:
    """Value of an unquoted text: nothing, true or false, a number, a date, or the text itself."""
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    if _DATE.fullmatch(text):
        return _date(text)
    return _fraction(text)


def _date(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:  # no day of the calendar: stays a text, which no date is read from
        return text


def _fraction(text: str) -> float | str:
    parts = _FRACTION.fullmatch(text)
    return float(parts[1]) / float(parts[2]) if parts and float(parts[2]) else text


def slip(said: str) -> tuple[str, str]:
    """Problem and what was expected, for what the reader of YAML says of a text that it cannot read."""
    for pattern, problem, expected in _PLAIN_WORDS:
        if found := re.search(pattern, said):
            return found.expand(problem), found.expand(expected)
    return f"this cannot be read as YAML ({shown(said)[1:-1]})", ""
