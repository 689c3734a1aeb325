"""Which characters a text may hold, and how a text that holds others is shown.

Refused are control characters, halves of surrogate pairs, noncharacters, and what cannot be seen: marks that turn the
direction of writing, blanks of no width, separators of lines.  A tab and a line break may stand in a text of several
lines.  The joiners U+200C and U+200D may follow a letter or sign beyond the Latin ones, for Persian, the scripts of
India and emoji need them; selectors of variants (U+FE00 to U+FE0F) may stand anywhere.
"""

import re
import unicodedata
from typing import NamedTuple

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # all but the tab and the line break
_NO_CHARACTER = r"\ud800-\udfff\ufdd0-\ufdef" + "".join(
    f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
)
_UNSEEN = (
    r"\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e007f"
)
_JOINERS = "\u200c\u200d"
_NOT_JOINED = r"\x00-\u02ff\u2000-\u206f\u3000"  # Latin letters, signs of punctuation, blanks: nothing follows these
_REFUSED = re.compile(f"[{_CONTROL}{_NO_CHARACTER}{_UNSEEN}]|(?:(?<=[{_NOT_JOINED}])|(?<![\\s\\S]))[{_JOINERS}]")
_SHOWN = {*_JOINERS, "\u3000"}  # though Python does not count them among what can be printed
_WORDS = {"Cc": "a control character", "Cs": "half of a surrogate pair", "Cn": "a noncharacter"}


class Fault(NamedTuple):
    """What is wrong with a text, and what was expected."""

    problem: str
    expected: str


def fault_in(text: str) -> Fault | None:
    r"""The first character of a text that is refused; None where there is none.

    Examples
    --------
    >>> fault_in("Arden"), fault_in("Ar\u202eden").problem
    (None, 'U+202E (right-to-left override) cannot stand in a text')
    """
    found = _REFUSED.search(text)
    if found is None:
        return None
    return Fault(f"{name_of(found[0])} cannot stand in a text", "letters and signs that can be seen")


def fault_in_line(text: str) -> Fault | None:
    """The same of a text on one line that an actor or a thing is called by."""
    fault = fault_in(text)
    if fault is None and "\n" in text:
        return Fault("more than one line", "one line; in YAML, >- before a text over several lines")
    if fault is None and "\t" in text:
        return Fault("a tab", "blanks")
    if fault is None and text and not text.strip():
        return Fault("nothing but blanks", "a name, or nothing")
    return fault


def is_utf8(text: str) -> bool:
    """Whether a text, such as the name of a file, can be written as UTF-8."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def name_of(character: str) -> str:
    """Name of a character: "U+202E (right-to-left override)"."""
    category = unicodedata.category(character)
    word = unicodedata.name(character, "").lower() or _WORDS.get(category, "no name")
    return f"U+{ord(character):04X} ({word})"


def escaped(text: str) -> str:
    r"""A text with every refused character as its escape; line breaks and tabs stay.

    Examples
    --------
    >>> escaped("two\nlines, a bell \x07 and \u202e")
    'two\nlines, a bell \\x07 and \\u202e'
    """
    return _REFUSED.sub(lambda found: _escape(found[0]), text)


def on_one_line(text: str) -> str:
    """A text with everything escaped that could not be seen, including line breaks and unusual blanks."""
    return "".join(c if c.isprintable() or c in _SHOWN else _escape(c) for c in escaped(text))


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode()
