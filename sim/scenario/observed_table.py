"""Documented moves from a table beside the scenario: a text with a column for each key of ``observed``.

What R, pandas and spreadsheets leave in a table, and can mean one thing only, is read: a column of row numbers without
a name, ``NA`` and ``NaN`` where nothing is, ``NULL``, ``None`` and ``nan`` instead of a number or a day, semicolons or
tabs between the columns, days with a time of midnight, whole numbers with a decimal point, decimal commas.  What can
mean two things is refused.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice, takewhile, zip_longest
from pathlib import Path
from typing import Any, NamedTuple

from .cells import unguarded
from .document import Node
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
from .limits import MOST_ENTRIES
from .problems import Origin, Problem, one_of, shown, unknown_name
from .syntax import scalar
from .text_tables import separator_of
from .wording import shape_at

REQUIRED = ("id", "date", "from", "to", "move")
MAX_COLUMNS = 100
MAX_ROWS = MOST_ENTRIES["observed"]

_SECTION = ("observed",)
_OTHER_NAMES = {"kind": "move", "announced": "date"}  # of columns in other tables of a run
_QUOTED = r'"((?:[^"]++|"")*+)"'
_CLOSED = re.compile(_QUOTED)
_SAID_TO_BE = re.compile(r"sep=([,;\t|])\n", re.IGNORECASE)  # a first line that tells a spreadsheet the separator
_CALLED = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}  # signs between columns
_NUMBERED = re.compile(r"Unnamed: [0-9]{1,4}|")  # how pandas calls a column without a name


class Cell(NamedTuple):
    """Text of a cell, without the blanks around it, where it begins, and whether it stood in quotes."""

    text: str
    origin: Origin
    is_quoted: bool = False


class Column(NamedTuple):
    """What may stand in a column: texts of any look, numbers, days or names."""

    is_text: bool
    kind: str  # "integer", "number", "date" or ""


@cache
def columns() -> dict[str, Column]:
    """Columns that a table may have."""
    keys = shape_at((*_SECTION, "any"))["properties"]
    return {"id": Column(True, "")} | {key: _column(shape_at((*_SECTION, "any", key))) for key in keys}


def _column(shape: dict[str, Any]) -> Column:
    kind = str(shape.get("type"))
    is_date = shape.get("format") == "date"
    return Column(
        kind == "string" and not is_date, "date" if is_date else kind if kind in ("integer", "number") else ""
    )


def read_table(text: str, file: Path, problems: list[Problem]) -> dict[str, Node]:
    """Entries of a table by id, each value with its line and column.

    Parameters
    ----------
    text : str
        rows of cells separated by commas, semicolons or tabs, the first row the names of the columns; an empty cell is
        no value
    file : Path
        where the text comes from
    problems : list of Problem
        gains what is wrong with the table; what is wrong with a value, the schema finds

    Returns
    -------
    dict of str to Node
        empty where a column that every move needs is missing.
    """
    table = _Table(text, file, problems)
    rows = (row for row in table.rows() if any(cell.text for cell in row))
    header = next(rows, [Cell("", Origin(file, 1, 1))])
    body = list(islice(rows, MAX_ROWS + 1))
    header = table.header(header, body)
    if not _is_complete(header, _CALLED[table.separator], problems):
        return {}
    if len(body) > MAX_ROWS:
        problems.append(Problem(body[-1][0].origin, _SECTION, "one row too many", f"at most {MAX_ROWS}"))
        return {}
    entries: dict[str, Node] = {}
    for row in body:
        table.enter(entries, header, row)
    return entries


class _Table:
    """A text taken apart; what is wrong with it is noted."""

    def __init__(self, text: str, file: Path, problems: list[Problem]) -> None:
        said = _SAID_TO_BE.match(text)
        self.separator = said[1] if said else separator_of(text)
        self.begins = said.end() if said else 0
        self.text, self.file, self.problems = text, file, problems

    def rows(self) -> Iterator[list[Cell]]:
        """Rows of the text; a quotation mark out of place or a row without end ends them."""
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
                self.problems.append(_misplaced(text, begins, origin, _CALLED[self.separator]))
                return
            if len(row) == MAX_COLUMNS:
                self.problems.append(Problem(origin, _SECTION, "one column too many", f"at most {MAX_COLUMNS}"))
                return
            bare = found[2] if found[1] is None else found[1].replace('""', '"')
            row.append(Cell(bare.strip(), origin, found[1] is not None))
            if found[3] != self.separator:
                yield row
                row = []

    def header(self, names: list[Cell], body: Sequence[list[Cell]]) -> list[Cell]:
        """Names of the columns; what counts the rows has none, and R writes no cell above it."""
        is_shifted = all(len(row) == len(names) + 1 and WHOLE.fullmatch(row[0].text) for row in body)
        names = [Cell("", names[0].origin), *names] if body and is_shifted else names
        names = [cell._replace(text=_OTHER_NAMES.get(cell.text, cell.text)) for cell in names]
        counting = len([*takewhile(_NUMBERED.fullmatch, (cell.text for cell in names))])
        return [*(Cell("", cell.origin) for cell in names[:counting]), *names[counting:]]

    def enter(self, entries: dict[str, Node], header: list[Cell], row: list[Cell]) -> None:
        """Add the entry of one row."""
        place = [cell.text for cell in header].index("id")
        id_ = row[place] if place < len(row) else Cell("", row[0].origin)
        id_ = id_._replace(text=unguarded(id_.text))
        path = (*_SECTION, id_.text) if id_.text else _SECTION
        if nameless := self._nameless(header, row):
            expected = "quotes around a text with a comma" if self.separator == "," else "a name above each column"
            self.problems.append(Problem(nameless[0].origin, path, "a cell in a column without a name", expected))
        if not id_.text:
            self.problems.append(Problem(id_.origin, path, "a row without an id", "an id of its own for each move"))
        elif id_.text in entries:
            first = entries[id_.text].key
            self.problems.append(Problem(id_.origin, path, f"given twice, first in line {first.line}", "each id once"))
        else:
            entries[id_.text] = Node(self._values(header, row, path), id_.origin, id_.origin)

    @staticmethod
    def _nameless(header: list[Cell], row: list[Cell]) -> list[Cell]:
        """Cells in columns without a name, but for the numbers of the rows, which stand in the first of all."""
        pairs = [*zip_longest(header, row)]
        counting = [*takewhile(lambda pair: pair[0] and not pair[0].text, pairs)]
        found = [*(pair for pair in counting if pair[1] and not WHOLE.fullmatch(pair[1].text))]
        found += pairs[len(counting) :]
        return [cell for name, cell in found if cell and cell.text and not (name and name.text)]

    def _values(self, header: list[Cell], row: list[Cell], path: tuple[str, ...]) -> dict[str, Node]:
        """Values of a row by column: texts as they stand, numbers and dates as a scenario file has them."""
        known = columns()
        named = [(name.text, cell) for name, cell in zip(header, row, strict=False) if name.text in known]
        return {
            name: Node(self._value(known[name], cell, (*path, name)), cell.origin, cell.origin)
            for name, cell in named
            if name != "id" and not _is_nothing(known[name], cell)
        }

    def _value(self, column: Column, cell: Cell, path: tuple[str, ...]) -> Any:
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


def _is_nothing(column: Column, cell: Cell) -> bool:
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


def _is_complete(header: list[Cell], sign_between: str, problems: list[Problem]) -> bool:
    """Whether every column that a move needs is there; what else is wrong with the names is noted, too."""
    names = [cell.text for cell in header]
    expected = f"a first row with {', '.join(REQUIRED)}, separated by {sign_between}s"
    separator = next((sign for sign in "|" if len(names) == 1 and sign in names[0]), "")
    if separator:
        problems.append(Problem(header[0].origin, _SECTION, f"columns separated by {shown(separator)}", expected))
        return False
    for place, (name, origin, _) in enumerate(header):
        if name and name not in columns():
            problems.append(unknown_name(origin, _SECTION, f"unknown column {shown(name)}", name, columns()))
        elif name and name in names[:place]:
            problems.append(Problem(origin, _SECTION, f"a second column {shown(name)}", "each column once"))
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        problems.append(Problem(header[0].origin, _SECTION, f"no column {one_of(missing)}", expected))
    return not missing


def _misplaced(text: str, begins: int, origin: Origin, sign_between: str) -> Problem:
    """Problem of a cell that begins with a quotation mark and does not end with one."""
    if _CLOSED.match(text, begins):
        expected = f"a {sign_between} after it, or two quotation marks for one within a text"
        return Problem(origin, _SECTION, "a text goes on after its closing quotation mark", expected)
    return Problem(origin, _SECTION, "a quotation mark is never closed")
