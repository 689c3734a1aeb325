"""Documented moves from a table beside the scenario: a text with a column for each key of ``observed``."""

from functools import cache
from itertools import islice, takewhile, zip_longest
from pathlib import Path
from typing import Any

from .cells import unguarded
from .document import Node
from .foreign_cells import WHOLE
from .limits import MOST_ENTRIES
from .problems import Origin, Problem, one_of, shown, unknown_name
from .table_cells import Cell, Column, Table, is_nothing
from .wording import shape_at

REQUIRED = ("id", "date", "from", "to", "move")
MAX_ROWS = MOST_ENTRIES["observed"]

_SECTION = ("observed",)
_OTHER_NAMES = {"kind": "move", "announced": "date"}  # of columns in other tables of a run


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
    table = _Observed(text, file, _SECTION, problems)
    rows = (row for row in table.rows() if any(cell.text for cell in row))
    header = next(rows, [Cell("", Origin(file, 1, 1))])
    body = list(islice(rows, MAX_ROWS + 1))
    header = [cell._replace(text=_OTHER_NAMES.get(cell.text, cell.text)) for cell in table.header(header, body)]
    if not _is_complete(header, table.sign_between, problems):
        return {}
    if len(body) > MAX_ROWS:
        problems.append(Problem(body[-1][0].origin, _SECTION, "one row too many", f"at most {MAX_ROWS}"))
        return {}
    entries: dict[str, Node] = {}
    for row in body:
        table.enter(entries, header, row)
    return entries


class _Observed(Table):
    """A table whose rows are documented moves."""

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
            name: Node(self.value(known[name], cell, (*path, name)), cell.origin, cell.origin)
            for name, cell in named
            if name != "id" and not is_nothing(known[name], cell)
        }


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
