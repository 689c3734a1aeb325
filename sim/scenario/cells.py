"""Texts in the cells of a table: a spreadsheet takes some of them for formulas, unless an apostrophe stands before.

All that write a table guard its texts, and all that read one take the guard away again; so data stay data in a
spreadsheet, and nothing changes on the way from a file to a file.
"""

import re

_LOOKS_LIKE_A_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_IS_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    Examples
    --------
    >>> guarded("=1+1"), guarded("'=1+1"), guarded("a note"), guarded("'tis so")
    ("'=1+1", "''=1+1", 'a note', "'tis so")
    """
    return f"'{text}" if _LOOKS_LIKE_A_FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Text as it was before :func:`guarded`.

    Examples
    --------
    >>> unguarded("'=1+1"), unguarded("''=1+1"), unguarded("=1+1"), unguarded("'tis so")
    ('=1+1', "'=1+1", '=1+1', "'tis so")
    """
    return text[1:] if _IS_GUARDED.match(text) else text
