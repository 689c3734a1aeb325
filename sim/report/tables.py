"""What the printed reports share: tables without lines, shares with their intervals."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.labels import capital, percent
from sim.analysis.settings import settings_line
from sim.results.manifest import title_of


def print_heading(manifest: Mapping[str, Any], console: Console) -> None:
    """Print what a report is of: the title of the scenario, that of a named sweep, and what was set beside the file."""
    title, experiment = title_of(manifest), manifest.get("experiment")
    console.print(Text(f"{title}: {experiment['title']}" if experiment else title, style="bold"))
    if said := settings_line(manifest):
        console.print(Text(capital(said)))


def plain_table(*columns: str, numbers: tuple[str, ...] = ()) -> Table:
    """Table without lines; columns of numbers stand to the right."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left")
    return table


def add_row(table: Table, *cells: str) -> None:
    """Add a row of plain texts: brackets in a name are no markup."""
    table.add_row(*(Text(cell) for cell in cells))


def share_text(share: float, low: float, high: float, digits: int | None = None) -> str:
    """Write a share with its interval, with decimals as :func:`sim.analysis.labels.percent` has them.

    Examples
    --------
    >>> share_text(0.91, 0.89, 0.92)
    '91 % (89 to 92 %)'
    """
    return f"{percent(share, digits)} ({percent(low, digits).removesuffix(' %')} to {percent(high, digits)})"
