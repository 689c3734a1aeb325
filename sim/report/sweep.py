"""The report of a sweep on the console: what varies against how it ends."""

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis.labels import percent
from sim.analysis.sweep_table import SweepTable, paths_of, table_of
from sim.experiment.design import typed

from .tables import add_row, plain_table, share_text, title_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiment.sweep_result import SweepResult

MOST_TOLD = 40  # points or rows
MOST_ACROSS = 12  # values of the second path beside each other


def print_sweep(result: "SweepResult", console: Console, replay: str) -> None:
    """Print a sweep: share of rupture and mean loss by the values of one or two paths, and what cannot be played.

    Parameters
    ----------
    replay : how to tell one history in full
    """
    manifest, paths = result.manifest, paths_of(result)
    console.print(Text(manifest["title"], style="bold"))
    said = f"{len(result.points):,} points, {manifest['runs']:,} histories each; varied: {', '.join(paths)}."
    console.print(Text(said))
    console.print()
    if len(paths) <= 2:
        _print_values(result, console)
    else:
        _print_extent(result, console)
    if len(result.failed):
        first = result.failed.iloc[0]
        console.print(
            Text(f"{len(result.failed):,} points cannot be played; the first, {first['point']}: {first['problem']}")
        )
    console.print(Text(replay), soft_wrap=True)


def _print_values(result: "SweepResult", console: Console) -> None:
    """Print what is told comes to, by point or, for a grid of two paths, by row and column."""
    title, told, paths = _title(result), _table(result).frame, paths_of(result)
    if len(paths) == 2 and result.manifest["design"] == "grid" and told[paths[1]].nunique() <= MOST_ACROSS:
        for column, what in (("rupture", "share of histories that end in rupture"), ("loss_at_end", "mean loss")):
            console.print(Text(f"{title}: {what}, {paths[0]} by row, {paths[1]} by column"))
            console.print(_matrix(told, paths, column))
            console.print()
        return
    what = "share of histories that end in rupture, and mean loss at the end, with 95 % intervals"
    console.print(Text(f"{title}: {what}"))
    console.print(_list(told.head(MOST_TOLD), paths))
    if len(told) > MOST_TOLD:
        console.print(Text(f"… and {len(told) - MOST_TOLD:,} more points in summary.parquet"))
    console.print()


def _print_extent(result: "SweepResult", console: Console) -> None:
    """Print how far apart the points are."""
    told = _table(result).frame
    rupture, loss = told["rupture"], told["loss_at_end"]
    ends = f"{percent(rupture.min())} to {percent(rupture.max())} of histories end in rupture"
    said = f"{ends}, with a mean loss of {loss.min():.2f} to {loss.max():.2f}, by point"
    console.print(Text(f"{_title(result)}: {said if rupture.notna().any() else 'no point can be played'}"))
    console.print()


def _table(result: "SweepResult") -> SweepTable:
    """What is drawn is printed, too; of the run as a whole, which ends as no regime, the first relation followed."""
    table = table_of(result)
    return table if table.level != "run" else table_of(result, next(iter(result.manifest["relations"]), "theatre"))


def _title(result: "SweepResult") -> str:
    table = _table(result)
    return title_of(table.level, table.name, result.manifest["scenario"])


def _list(told: "pd.DataFrame", paths: list[str]) -> Table:
    table = plain_table(*paths, "Rupture", "Loss", numbers=(*paths, "Rupture", "Loss"))
    for row in told.to_dict("records"):
        values = [_short(row[path]) for path in paths]
        if row["runs"] > 0:
            add_row(table, *values, share_text(row["rupture"], row["rupture_low"], row["rupture_high"]), _loss(row))
        else:
            add_row(table, *values, "–", "–")
    return table


def _loss(row: dict[Any, Any]) -> str:
    half = 1.96 * row["loss_at_end_se"]
    return f"{row['loss_at_end']:.2f}" + (f" (± {half:.2f})" if half == half else "")


def _matrix(told: "pd.DataFrame", paths: list[str], column: str) -> Table:
    """Numbers of one column, a row a value of the first path and a column a value of the second."""
    across = list(dict.fromkeys(told[paths[1]]))
    heads = tuple(map(_short, across))
    table = plain_table("", *heads, numbers=("", *heads))
    for value, part in list(told.groupby(paths[0], sort=False))[:MOST_TOLD]:
        found = dict(zip(part[paths[1]], part[column], strict=True))
        add_row(table, _short(value), *(_cell(found[other], column) for other in across))
    return table


def _cell(value: float, column: str) -> str:
    if value != value:  # not played
        return "–"
    return percent(value) if column == "rupture" else f"{value:.2f}"


def _short(value: Any) -> str:
    """Value of a path with as many digits as are read."""
    plain = value.item() if hasattr(value, "item") else value
    return f"{plain:.6g}" if isinstance(plain, float) else typed(plain)
