"""Rows of a table of any size, with the line of each: tabs, commas or semicolons between the cells."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from sim.scenario.problems import Origin, Problem, ScenarioError
from sim.scenario.text_tables import separator_of

_ENCODINGS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_PACKED = {b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "a gzip archive"}
_LONGEST_LINE = 1_000_000  # characters of the first line that are looked at

Row = tuple[int, list[str]]  # line, from 1 on, and cells without the blanks around them


@contextmanager
def rows_of(file: Path) -> Iterator[Iterator[Row]]:
    """Rows of a file that have a cell, one after the other: a file may be larger than the memory.

    What is no UTF-8 stays as half a surrogate pair, so that only the cells that have it can suffer.

    Raises
    ------
    ScenarioError
        If the file cannot be read, or is an archive.
    """
    try:
        with file.open("rb") as stream:
            begins = stream.read(4)
        for mark, what in _PACKED.items():
            if begins.startswith(mark):
                raise ScenarioError([Problem(Origin(file), (), what, "the file in it: unpack it first")])
        encoding = _ENCODINGS.get(begins[:2], "utf-8-sig")
        errors = "replace" if encoding == "utf-16" else "surrogateescape"
        with file.open(encoding=encoding, errors=errors) as text:
            yield _rows(text)
    except (OSError, UnicodeError) as problem:
        why = getattr(problem, "strerror", None) or "no text"
        raise ScenarioError([Problem(Origin(file), (), f"cannot be read ({why})", "a table as text")]) from None


def _rows(text: TextIO) -> Iterator[Row]:
    """Rows of a text, a line each: a quotation mark that is never closed spoils its own line alone."""
    sign = separator_of(text.readline(_LONGEST_LINE))
    text.seek(0)
    for line, written in enumerate(text, start=1):
        cells = [cell.strip() for cell in _cells(written.rstrip("\n"), sign)]
        if any(cells) or written.strip():
            yield line, cells


def _cells(written: str, sign: str) -> list[str]:
    """Cells of a line; none where a quotation mark is out of place."""
    if '"' not in written:
        return written.split(sign)
    if sign == "\t":  # such tables quote nothing, and a sign of inches is no quotation mark
        return [_unquoted(cell) for cell in written.split(sign)]
    try:
        return next(csv.reader([written], delimiter=sign, strict=True), [])
    except csv.Error:
        return []


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell
