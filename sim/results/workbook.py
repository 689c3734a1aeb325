"""The tables of a result as one workbook, a sheet a table, for spreadsheet programs of any country."""

import io
import math
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from .checksums import add_sum
from .files import as_output_error
from .groups import without_groups
from .whole_files import write_whole

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter.workbook import Workbook

WORKBOOK = "tables.xlsx"
MOST_ROWS = 1_048_576  # of a sheet, that of the names of columns among them
LONGEST = 32_767  # characters of a cell
FIRST_YEAR = 1900  # that a spreadsheet knows
WRITTEN_ON = datetime(2000, 1, 1)  # noqa: DTZ001 - whatever the day, so that the bytes are the same


def write_workbook(tables: "Mapping[str, pd.DataFrame]", folder: Path) -> tuple[Path, dict[str, int]]:
    """Write the tables of a result as a workbook beside them; texts stay texts, days are days.

    Parameters
    ----------
    tables : by name, a sheet each
    folder : of the result

    Returns
    -------
    Path, of the file
    dict of int by str, rows of each table that is too long for a sheet and left out

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    left_out = {name: len(table) for name, table in tables.items() if len(table) >= MOST_ROWS}
    content = _workbook({name: without_groups(table) for name, table in tables.items() if name not in left_out})
    with as_output_error(folder, "choose another with --out"):
        write_whole(folder / WORKBOOK, lambda stream: stream.write(content))
        add_sum(folder, WORKBOOK)
    return folder / WORKBOOK, left_out


def _workbook(tables: "dict[str, pd.DataFrame]") -> bytes:
    from xlsxwriter import Workbook

    stream: IO[bytes] = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(stream, {"constant_memory": True, **options}) as workbook:
        workbook.set_properties({"created": WRITTEN_ON})
        for name, table in tables.items():
            _add_sheet(workbook, name, table)
    stream.seek(0)
    return stream.read()


def _add_sheet(workbook: "Workbook", name: str, table: "pd.DataFrame") -> None:
    bold, day = workbook.add_format({"bold": True}), workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet = workbook.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(map(str, table.columns)):
        sheet.set_column(place, place, max(11, min(40, len(column) + 2)))  # in characters; a day needs 11
        sheet.write_string(0, place, column, bold)
    for row, cells in enumerate(zip(*(_cells(table[column]) for column in table), strict=True), 1):
        for place, cell in enumerate(cells):
            if isinstance(cell, datetime):
                sheet.write_datetime(row, place, cell, day)
            elif isinstance(cell, bool):
                sheet.write_boolean(row, place, cell)
            elif isinstance(cell, str):
                sheet.write_string(row, place, cell)
            elif cell is not None:
                sheet.write_number(row, place, cell)


def _cells(column: "pd.Series[Any]") -> list[Any]:
    """Cells of a column: numbers to six digits as in the CSV, nothing where nothing is known."""
    return [None if is_empty else _cell(value) for value, is_empty in zip(column, column.isna(), strict=True)]


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return value if len(value) <= LONGEST else f"{value[: LONGEST - 1]}…"
    if isinstance(value, datetime):
        day = value.replace(tzinfo=None)
        return day if day.year >= FIRST_YEAR else day.strftime("%Y-%m-%d")
    if isinstance(value, float):
        return float(f"{value:.6g}") if math.isfinite(value) else str(value)
    return value.item() if hasattr(value, "item") else value
