"""Tables that another program saved: what is meant by each cell, as this program would have written it.

Spreadsheets and statistics packages change the sign between columns, the decimal sign, dates, the words for true and
false and for nothing.  What can only mean one thing is read; anything else is refused by its row and column.
"""

import csv
import io
import math
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import NamedTuple, NoReturn

from sim.scenario.foreign_cells import (
    DAY,
    MIDNIGHT,
    NO_NUMBER,
    NUMBER,
    NUMBER_WITH_COMMA,
    PERHAPS_THOUSANDS,
    WITH_SLASHES,
)
from sim.scenario.problems import shown
from sim.scenario.text_tables import separator_of, text_of

NOTHING = frozenset(("", *NO_NUMBER)) - {"NaT"}  # as programs write it among numbers
_WORDS = {  # for true and false, in capitals or not, as spreadsheets of many languages write them
    "true": "false",
    "t": "f",
    "wahr": "falsch",
    "vrai": "faux",
    "verdadero": "falso",
    "vero": "falso",
    "verdadeiro": "falso",
    "waar": "onwaar",
    "prawda": "fałsz",
    "истина": "ложь",
    "sant": "falskt",
    "sand": "falsk",
    "tosi": "epätosi",
}


class TableError(ValueError):
    """A table that cannot be read; says which cell, what was found and what was expected."""


class Rows(NamedTuple):
    """Cells of the columns wanted, by name, and the number of each row in the file."""

    cells: dict[str, Sequence[str]]
    numbers: Sequence[int]
    separator: str


def refuse(row: int, column: str, found: str, expected: str) -> NoReturn:
    """Raise TableError for a cell."""
    said = f"found {shown(found)}" if found else "found nothing"
    raise TableError(f"row {row}, column {shown(column)}: {said}; expected {expected}")


def foreign_cells(content: bytes, kinds: dict[str, str]) -> Rows:
    """Cells of a table that another program saved, as this one would have written them.

    Parameters
    ----------
    content : bytes
    kinds : types of the columns wanted, by name

    Raises
    ------
    TableError, TextTableError
        If anything cannot be read, or can mean more than one thing.
    """
    text = text_of(content)
    found = _rows(text, separator_of(text), list(kinds))
    numbers = [column for column, kind in kinds.items() if kind in ("int64", "Int64", "float64")]
    _say_numbers_with_points(found, numbers)
    for column, kind in kinds.items():
        meant = _MEANT.get(kind)
        if meant:
            found.cells[column] = [
                "" if cell in NOTHING else meant(cell, row, column)
                for cell, row in zip(map(str.strip, found.cells[column]), found.numbers, strict=True)
            ]
        else:
            found.cells[column] = ["" if cell == "NA" else cell for cell in found.cells[column]]
    return found


def _rows(text: str, separator: str, wanted: Sequence[str]) -> Rows:
    """Cells of the columns wanted; rows without any cell are left out, as are columns of nothing."""
    reader = csv.reader(io.StringIO(text, newline="\n"), delimiter=separator, strict=True)
    rows: Iterable[tuple[int, list[str]]] = enumerate(reader, 1)
    try:
        filled = [(number, row) for number, row in rows if any(row)]
    except csv.Error as problem:
        raise TableError(f"line {reader.line_num}: {problem}; expected cells as a spreadsheet quotes them") from None
    (_, header), *filled = filled or [(1, [""])]
    header = [name.strip() for name in header]
    for column in wanted:
        if header.count(column) != 1:
            raise TableError(f"{header.count(column) or 'no'} columns {shown(column)}; expected {', '.join(wanted)}")
    for number, row in filled:
        if len(row) > len(header) and any(row[len(header) :]):
            raise TableError(f"row {number}: has {len(row)} cells; expected {len(header)}, as in the first row")
        row += [""] * (len(header) - len(row))
    places = {column: header.index(column) for column in wanted}
    cells: dict[str, Sequence[str]] = {column: [row[place] for _, row in filled] for column, place in places.items()}
    return Rows(cells, [number for number, _ in filled], separator)


def _say_numbers_with_points(found: Rows, columns: Sequence[str]) -> None:
    """Write a point for the decimal comma of a table, if that is what its commas are.

    A comma between three digits and more may part thousands: but not where columns are parted by semicolons, which
    programs use where commas are taken, and not where another number of the table has a comma elsewhere.
    """
    cells = [(cell.strip(), row, c) for c in columns for cell, row in zip(found.cells[c], found.numbers, strict=True)]
    with_comma = [at for at in cells if "," in at[0]]
    if not with_comma:
        return
    expected = "a number with a decimal point, such as 0.25"
    if any("." in cell for cell, _, _ in cells):
        refuse(with_comma[0][1], with_comma[0][2], with_comma[0][0], f"{expected}, as in other cells")
    if found.separator != ";" and all(PERHAPS_THOUSANDS.fullmatch(cell) for cell, _, _ in with_comma):
        refuse(with_comma[0][1], with_comma[0][2], with_comma[0][0], f"{expected} (a comma may part thousands)")
    for cell, row, column in with_comma:
        if not NUMBER_WITH_COMMA.fullmatch(cell):
            refuse(row, column, cell, expected)
    for column in columns:
        found.cells[column] = [cell.replace(",", ".") for cell in found.cells[column]]


def _number(cell: str, row: int, column: str) -> str:
    is_number = NUMBER.fullmatch(cell) and math.isfinite(float(cell))
    return cell if is_number else refuse(row, column, cell, "a number such as 0.25")


def _whole_number(cell: str, row: int, column: str) -> str:
    value = float(cell) if NUMBER.fullmatch(cell) else 0.5
    is_whole = value.is_integer() and not PERHAPS_THOUSANDS.fullmatch(cell) and abs(value) < 2**53
    return str(int(value)) if is_whole else refuse(row, column, cell, "a whole number")


def _flag(cell: str, row: int, column: str) -> str:
    word = cell.casefold()
    is_known = word in _WORDS or word in _WORDS.values()
    return str(word in _WORDS) if is_known else refuse(row, column, cell, "True or False")


def _day(cell: str, row: int, column: str) -> str:
    if WITH_SLASHES.match(cell):
        refuse(row, column, cell, "a day such as 2030-01-31, for here day and month cannot be told apart")
    parts = DAY.fullmatch(MIDNIGHT.sub("", cell))
    try:
        if parts:
            year, month, day = (parts[1], parts[3], parts[4]) if parts[1] else (parts[7], parts[6], parts[5])
            return date(int(year), int(month), int(day)).isoformat()
    except ValueError:  # no day of the calendar
        pass
    refuse(row, column, cell, "a day such as 2030-01-31")


_MEANT: dict[str, Callable[[str, int, str], str]] = {
    "int64": _whole_number,
    "Int64": _whole_number,
    "float64": _number,
    "bool": _flag,
    "boolean": _flag,
    "datetime64[s]": _day,
}
