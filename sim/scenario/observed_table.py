"""Documented moves from a table beside the scenario: a CSV text with a column for each key of ``observed``."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import NamedTuple

from sim.scenario.document import Node
from sim.scenario.problems import Origin, Problem, one_of, shown, unknown_name
from sim.scenario.syntax import scalar
from sim.scenario.wording import shape_at

REQUIRED = ("id", "date", "from", "to", "move")
MAX_COLUMNS = 100
MAX_ROWS = 20_000

_SECTION = ("observed",)
_QUOTED = r'"((?:[^"]++|"")*+)"'
_CELL = re.compile(rf"[ \t]*+(?:{_QUOTED}[ \t]*+(?=[,\n]|\Z)|([^,\n]*+))(,|\n|\Z)")
_CLOSED = re.compile(_QUOTED)


class Cell(NamedTuple):
    """Text of a cell, without the blanks around it, and where it begins."""

    text: str
    origin: Origin


@cache
def columns() -> dict[str, bool]:
    """Columns that a table may have, and whether their cells are texts whatever they look like."""
    keys = shape_at((*_SECTION, "any"))["properties"]
    shapes = {key: shape_at((*_SECTION, "any", key)) for key in keys}
    texts = {key: shape.get("type") == "string" and "format" not in shape for key, shape in shapes.items()}
    return {"id": True, **texts}


def read_table(text: str, file: Path, problems: list[Problem]) -> dict[str, Node]:
    """Entries of a table by id, each value with its line and column.

    Parameters
    ----------
    text : str
        rows of cells separated by commas, the first row the names of the columns; an empty cell is no value
    file : Path
        where the text comes from
    problems : list of Problem
        gains what is wrong with the table; what is wrong with a value, the schema finds

    Returns
    -------
    dict of str to Node
        empty where a column that every move needs is missing.
    """
    rows = (row for row in _rows(text, file, problems) if any(cell.text for cell in row))
    header = next(rows, [Cell("", Origin(file, 1, 1))])
    if not _is_complete(header, problems):
        return {}
    entries: dict[str, Node] = {}
    for row in islice(rows, MAX_ROWS):
        _enter(entries, header, row, problems)
    if extra := next(rows, None):
        problems.append(Problem(extra[0].origin, _SECTION, "one row too many", f"at most {MAX_ROWS}"))
    return entries


def _rows(text: str, file: Path, problems: list[Problem]) -> Iterator[list[Cell]]:
    """Rows of a text; a quotation mark out of place or a row without end ends them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    newlines = [-1, *(found.start() for found in re.finditer("\n", text))]
    row: list[Cell] = []
    for found in _CELL.finditer(text):
        begins = found.start(2) if found[1] is None else found.start(1) - 1
        line = bisect_left(newlines, begins)
        origin = Origin(file, line, begins - newlines[line - 1])
        if found[1] is None and found[2].startswith('"'):
            problems.append(_misplaced(text, begins, origin))
            return
        if len(row) == MAX_COLUMNS:
            problems.append(Problem(origin, _SECTION, "one column too many", f"at most {MAX_COLUMNS}"))
            return
        row.append(Cell((found[2] if found[1] is None else found[1].replace('""', '"')).strip(), origin))
        if found[3] != ",":
            yield row
            row = []


def _misplaced(text: str, begins: int, origin: Origin) -> Problem:
    """Problem of a cell that begins with a quotation mark and does not end with one."""
    if _CLOSED.match(text, begins):
        expected = "a comma after it, or two quotation marks for one within a text"
        return Problem(origin, _SECTION, "a text goes on after its closing quotation mark", expected)
    return Problem(origin, _SECTION, "a quotation mark is never closed")


def _is_complete(header: list[Cell], problems: list[Problem]) -> bool:
    """Whether every column that a move needs is there; what else is wrong with the names is noted, too."""
    names = [cell.text for cell in header]
    expected = f"a first row with {', '.join(REQUIRED)}, separated by commas"
    separator = next((sign for sign in ";\t|" if len(names) == 1 and sign in names[0]), "")
    if separator:
        problems.append(Problem(header[0].origin, _SECTION, f"columns separated by {shown(separator)}", expected))
        return False
    for place, (name, origin) in enumerate(header):
        if name and name not in columns():
            problems.append(unknown_name(origin, _SECTION, f"unknown column {shown(name)}", name, columns()))
        elif name and name in names[:place]:
            problems.append(Problem(origin, _SECTION, f"a second column {shown(name)}", "each column once"))
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        problems.append(Problem(header[0].origin, _SECTION, f"no column {one_of(missing)}", expected))
    return not missing


def _enter(entries: dict[str, Node], header: list[Cell], row: list[Cell], problems: list[Problem]) -> None:
    """Add the entry of one row."""
    place = [cell.text for cell in header].index("id")
    id_ = row[place] if place < len(row) else Cell("", row[0].origin)
    path = (*_SECTION, id_.text) if id_.text else _SECTION
    nameless = [cell for name, cell in zip_longest(header, row) if cell and cell.text and not (name and name.text)]
    if nameless:
        expected = "quotes around a text with a comma"
        problems.append(Problem(nameless[0].origin, path, "a cell in a column without a name", expected))
    if not id_.text:
        problems.append(Problem(id_.origin, path, "a row without an id", "an id of its own for each move"))
    elif id_.text in entries:
        first = entries[id_.text].key
        problems.append(Problem(id_.origin, path, f"given twice, first in line {first.line}", "each id once"))
    else:
        entries[id_.text] = Node(_values(header, row), id_.origin, id_.origin)


def _values(header: list[Cell], row: list[Cell]) -> dict[str, Node]:
    """Values of a row by column: texts as they stand, numbers and dates as a scenario file has them."""
    known = columns()
    named = [(name.text, cell) for name, cell in zip(header, row, strict=False) if name.text in known and cell.text]
    return {
        name: Node(cell.text if known[name] else scalar(cell.text), cell.origin, cell.origin)
        for name, cell in named
        if name != "id"
    }
