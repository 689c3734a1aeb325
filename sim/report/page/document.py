"""What a report consists of, before it is written as HTML or as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from .element import Element

if TYPE_CHECKING:
    from rich.table import Table as ConsoleTable


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    caption : what it holds
    heads : of the columns
    rows : a text a column each
    numbers : columns of numbers, which stand to the right
    is_folded : whether a reader opens it; else it is open
    shares : by row, a value in [0, 1] for each cell to shade it by, or None; empty where nothing is shaded
    anchors : by row, a name by which a link finds it, or none; empty where no row has one
    links : by row, the anchor that each cell leads to, or none; empty where no cell leads anywhere
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    is_folded: bool = False
    shares: tuple[tuple[float | None, ...], ...] = ()
    anchors: tuple[str, ...] = ()
    links: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Chart:
    """A drawing, and the table that says the same.

    Attributes
    ----------
    title : what is drawn, with its unit
    says : what can be seen, for those who cannot see it
    drawing : SVG
    table : the same numbers; None where a table of the same section has them
    key : what the colours and lines mean: class of the sample and words
    """

    title: str
    says: str
    drawing: Element
    table: Table | None = None
    key: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Terms:
    """Names and what is said of each."""

    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Code:
    """A command to type."""

    text: str


@dataclass(frozen=True)
class Explorer:
    """Controls that choose a row of a table.

    Attributes
    ----------
    controls : a name and the texts of the values each, from the first column of the table on
    start : the value that each begins with, by its place
    table : one row for each combination, the values of the last control changing fastest
    """

    controls: tuple[tuple[str, tuple[str, ...]], ...]
    start: tuple[int, ...]
    table: Table


Block: TypeAlias = "str | Table | Chart | Terms | Code | Explorer"


@dataclass(frozen=True)
class Section:
    """A part of a report with a heading; one without blocks is left out."""

    name: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """A report.

    Attributes
    ----------
    kind : of the result, in words
    title : of the scenario
    headline : what came out
    details : what was played, in a line
    sections : in their order
    """

    kind: str
    title: str
    headline: str
    details: str
    sections: tuple[Section, ...]


def from_console(table: "ConsoleTable", caption: str, *, is_folded: bool = False) -> Table:
    """A table of the console as a table of a page: the same heads and cells.

    Columns without a head are named after what they hold, for a reader who hears one cell at a time.
    """
    heads = tuple(" ".join(str(column.header).split()) for column in table.columns)
    columns = [[str(cell) for cell in column.cells] for column in table.columns]
    numbers = frozenset(n for n, column in enumerate(table.columns) if column.justify == "right")
    return Table(caption, heads, tuple(zip(*columns, strict=True)), numbers, is_folded)


def filled(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows whose first cell, where it is empty, says again what the one above says."""
    found: list[tuple[str, ...]] = []
    for row in rows:
        first = row[0] or (found[-1][0] if found else "")
        found.append((first, *row[1:]))
    return tuple(found)
