"""Cells of a table beside a scenario, with their places, and what may stand in them.

What R, pandas and spreadsheets leave in a table, and can mean one thing only, is read: a column of row numbers without
a name, ``NA`` and ``NaN`` where nothing is, ``NULL``, ``None`` and ``nan`` instead of a number or a day, semicolons or
tabs between the columns, days with a time of midnight, whole numbers with a decimal point, decimal commas.  What can
mean two things is refused.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import Any, NamedTuple

from .cells import unguarded
from .foreign_cells import (
    DAY_AT_MIDNIGHT,
    DAY_WITH_POINTS,
    DAY_WITH_SLASHES,
    DECIMAL_COMMA,
    NO_NUMBER,
    NOTHING,
    POINT_ZERO,
    THREE_DIGITS,
    THREE_DIGITS_BY_COMMA,
    WHOLE,
    WITH_POINT,
)
from .problems import Origin, Problem, one_of, shown
from .syntax import scalar
from .text_tables import separator_of

MAX_COLUMNS = 100

_QUOTED = r'"((?:[^"]++|"")*+)"'
_CLOSED = re.compile(_QUOTED)
_SAID_TO_BE = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)  # a first line that tells a spreadsheet the separator
_CALLED = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}  # signs between columns
_NUMBERED = re.compile(r"Unnamed: [0-9]{1,4}|")  # how pandas calls a column without a name

Where = Callable[[Sequence[str]], bool]


class Cell(NamedTuple):
    """Text of a cell, without the blanks around it, where it begins, and whether it stood in quotes."""

    text: str
    origin: Origin
    is_quoted: bool = False


class Column(NamedTuple):
    """What may stand in a column: texts of any look, numbers, days or names."""

    is_text: bool
    kind: str  # "integer", "number", "date" or ""


class Table:
    """A text taken apart; what is wrong with it is noted.

    Parameters
    ----------
    text : str
        rows of cells separated by commas, semicolons or tabs
    file : Path
        where the text comes from
    path : tuple of str
        section of the scenario that the rows belong to, as problems name it
    problems : list of Problem
        gains what is wrong with the form of the table
    """

    def __init__(self, text: str, file: Path, path: tuple[str, ...], problems: list[Problem]) -> None:
        said = _SAID_TO_BE.match(text)
        self.separator = said[1] if said else separator_of(text)
        self.begins = said.end() if said else 0
        self.text, self.file, self.path, self.problems = text, file, path, problems

    @property
    def sign_between(self) -> str:
        """What the sign between two columns is called."""
        return _CALLED[self.separator]

    def rows(self, where: Where | None = None) -> Iterator[list[Cell]]:
        """Rows of the text, or those of a kind; a quotation mark out of place or a row without end ends them.

        Parameters
        ----------
        where : whether a row is wanted, by the texts of its cells, from which blanks around them may not be taken
        """
        if '"' not in self.text:
            yield from self._plain_rows(where)
            return
        for row in self._quoted_rows():
            if where is None or where([cell.text for cell in row]):
                yield row

    def _plain_rows(self, where: Where | None) -> Iterator[list[Cell]]:
        """Rows of a text without quotation marks: the same, in a tenth of the time."""
        blanks = " " if self.separator == "\t" else " \t"
        first = 1 + self.text.count("\n", 0, self.begins)
        for line, written in enumerate(self.text[self.begins :].split("\n"), first):
            texts = written.split(self.separator)
            if where is not None and not where(texts):
                continue
            row, begins = [], 1
            for text in texts[: MAX_COLUMNS + 1]:
                bare = text.lstrip(blanks)
                row.append(Cell(bare.strip(), Origin(self.file, line, begins + len(text) - len(bare))))
                begins += len(text) + 1
            if len(row) > MAX_COLUMNS:
                self._refuse_columns(row[-1].origin)
                return
            yield row

    def _refuse_columns(self, origin: Origin) -> None:
        self.problems.append(Problem(origin, self.path, "one column too many", f"at most {MAX_COLUMNS}"))

    def _quoted_rows(self) -> Iterator[list[Cell]]:
        text, sign = self.text, re.escape(self.separator)
        pattern = re.compile(rf"[ \t]*+(?:{_QUOTED}[ \t]*+(?=[{sign}\n]|\Z)|([^{sign}\n]*+))([{sign}\n]|\Z)")
        if self.separator == "\t":
            pattern = re.compile(rf" *+(?:{_QUOTED} *+(?=[\t\n]|\Z)|([^\t\n]*+))([\t\n]|\Z)")
        newlines = [-1, *(found.start() for found in re.finditer("\n", text))]
        row: list[Cell] = []
        for found in pattern.finditer(text, self.begins):
            begins = found.start(2) if found[1] is None else found.start(1) - 1
            line = bisect_left(newlines, begins)
            origin = Origin(self.file, line, begins - newlines[line - 1])
            if found[1] is None and found[2].startswith('"'):
                self.problems.append(self._misplaced(begins, origin))
                return
            if len(row) == MAX_COLUMNS:
                self._refuse_columns(origin)
                return
            bare = found[2] if found[1] is None else found[1].replace('""', '"')
            row.append(Cell(bare.strip(), origin, found[1] is not None))
            if found[3] != self.separator:
                yield row
                row = []

    def _misplaced(self, begins: int, origin: Origin) -> Problem:
        """Problem of a cell that begins with a quotation mark and does not end with one."""
        if _CLOSED.match(self.text, begins):
            expected = f"a {self.sign_between} after it, or two quotation marks for one within a text"
            return Problem(origin, self.path, "a text goes on after its closing quotation mark", expected)
        return Problem(origin, self.path, "a quotation mark is never closed")

    @staticmethod
    def header(names: list[Cell], body: Sequence[list[Cell]]) -> list[Cell]:
        """Names of the columns; what counts the rows has none, and R writes no cell above it.

        Parameters
        ----------
        names : the first row
        body : the rows below it, or some of them
        """
        is_shifted = all(len(row) == len(names) + 1 and WHOLE.fullmatch(row[0].text) for row in body)
        names = [Cell("", names[0].origin), *names] if body and is_shifted else names
        counting = len([*takewhile(_NUMBERED.fullmatch, (cell.text for cell in names))])
        return [*(Cell("", cell.origin) for cell in names[:counting]), *names[counting:]]

    def value(self, column: Column, cell: Cell, path: tuple[str, ...]) -> Any:
        """Value of a cell; what may mean two things is noted, and stays as it is written."""
        if column.is_text:
            return unguarded(cell.text)
        if two := _two_meanings(column, cell.text, self.separator):
            self.problems.append(Problem(cell.origin, path, *two))
            return cell.text
        if column.kind == "date":
            return scalar(DAY_AT_MIDNIGHT.sub(r"\1", cell.text) if DAY_AT_MIDNIGHT.fullmatch(cell.text) else cell.text)
        text = cell.text
        if column.kind in ("integer", "number") and (found := DECIMAL_COMMA.fullmatch(text)):
            text = found.expand(WITH_POINT)
        whole = POINT_ZERO.fullmatch(text) if column.kind == "integer" else None
        return scalar(whole[1] if whole else text)


def is_nothing(column: Column, cell: Cell) -> bool:
    """Whether a cell is empty, or holds what R and pandas write where nothing is; R has no quotes around that."""
    if column.kind and cell.text in NO_NUMBER:
        return True
    return not cell.text or (cell.text in NOTHING and not (column.is_text and cell.is_quoted))


def _two_meanings(column: Column, text: str, separator: str) -> tuple[str, str] | None:
    """Problem and what was expected, where a number or a day may mean two things, or has a form that is not read."""
    if column.kind == "date" and (found := DAY_WITH_SLASHES.fullmatch(text)):
        days = [_day(found[3], found[1], found[2]), _day(found[3], found[2], found[1])]
        as_meant = one_of([day for day in dict.fromkeys(days) if day] or ["a day such as 2021-10-06"])
        known = "an American date" if days[0] and not days[1] else "a date with slashes"
        return f"{shown(text)} is {known}", as_meant
    if column.kind == "date" and (found := DAY_WITH_POINTS.fullmatch(text)):
        return f"{shown(text)} is a date with points", _day(found[3], found[2], found[1]) or "a day such as 2021-10-06"
    may_be_thousands = THREE_DIGITS if column.kind == "integer" or separator != "," else THREE_DIGITS_BY_COMMA
    if column.kind in ("integer", "number") and may_be_thousands.fullmatch(text):
        digits, fraction = re.sub("[.,]", "", text), text.replace(",", ".")
        return f"{shown(text)} may be {digits} or {float(fraction):g}", "digits alone, and a decimal point if any"
    return None


def _day(year: str, month: str, day: str) -> str:
    """Day as a scenario has it; empty where the calendar has none."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
