"""What the printed reports share: tables without lines, names of what is followed, shares with their intervals."""

from typing import Any

from rich.table import Table
from rich.text import Text

from sim.analysis.labels import Labels, percent

MEASURES = {
    "moves": "moves of any kind",
    "tension_at_end": "tension at the end",
    "tension_peak": "highest tension",
    "loss_at_end": "loss at the end",
    "loss_peak": "highest loss",
    "flow_peak": "highest flow a day",
    "hostile_moves": "hostile moves",
}
COUNTS = ("moves", "hostile_moves")


def plain_table(*columns: str, numbers: tuple[str, ...] = ()) -> Table:
    """Table without lines; columns of numbers stand to the right."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column, justify="right" if column in numbers else "left")
    return table


def add_row(table: Table, *cells: str) -> None:
    """Add a row of plain texts: brackets in a name are no markup."""
    table.add_row(*(Text(cell) for cell in cells))


def share_text(share: float, low: float, high: float) -> str:
    """Write a share with its interval.

    Examples
    --------
    >>> share_text(0.91, 0.89, 0.92)
    '91 % (89 to 92 %)'
    """
    return f"{percent(share)} ({percent(low).removesuffix(' %')} to {percent(high)})"


def titles_of(scenario: dict[str, Any]) -> dict[str, str]:
    """Readable names of all relations of a scenario by id, also of those that only a channel makes."""
    labels = Labels(scenario)
    joined = [entry["between"] or [entry["sender"], entry["host"]] for entry in scenario["channels"].values()]
    pairs = {"_".join(sorted(pair)): sorted(pair) for pair in joined if all(pair)}
    pairs |= {name: sorted(entry["between"]) for name, entry in scenario["relations"].items()}
    return {name: labels.pair(*pair) for name, pair in pairs.items()}


def title_of(level: str, name: str, scenario: dict[str, Any]) -> str:
    """Readable name of what is followed."""
    if level == "blocs":
        labels = Labels(scenario)
        return "blocs of " + " and ".join(labels.party(party) for party in name.split("–"))
    return {"run": "anywhere", "theatre": "theatre"}.get(level) or titles_of(scenario).get(name, name)
