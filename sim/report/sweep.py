"""The report of a sweep on the console: what varies against how it ends."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sim.analysis import where_defined
from sim.analysis.intervals import Z95
from sim.analysis.labels import Labels, capital, value_text
from sim.analysis.near_limits import jump_words
from sim.analysis.regions import main_region, region_sentence
from sim.analysis.scripted import at_points
from sim.analysis.sweep_table import SweepTable, is_share, table_of
from sim.analysis.sweep_words import number_words, quantity_words
from sim.results.measures import SIDE_MEASURES

from .sensitivity import print_sensitivity
from .tables import add_row, plain_table, print_heading, share_text

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

MOST_LISTED, MOST_ACROSS = 24, 12  # values of one path, and of each of two
MOST_QUANTITIES = 4


def print_sweep(result: "SweepResult", console: Console, replay: str, trust: bool = False) -> None:
    """Print a sweep: what is shown of it by the values of one or two paths, or which of many paths matter.

    Parameters
    ----------
    replay : how to tell one history in full
    trust : whether own rules may stand in any module
    """
    manifest, table = result.manifest, table_of(result)
    experiment = manifest.get("experiment")
    print_heading(manifest, console)
    if experiment and experiment["about"]:
        console.print(Text(experiment["about"]))
    labels = Labels(manifest["scenario"])
    histories = labels.count(manifest["runs"], "history")
    varied = ", ".join(f"{labels.path(path)} ({path})" for path in table.paths)
    console.print(Text(f"{labels.count(len(result.points), 'point')}, {histories} each; varied: {varied}."))
    for line in at_points(result, trust):
        console.print(Text(line))
    console.print()
    title = capital(labels.followed(table.name))
    if manifest["design"] == "grid" and len(table.paths) <= 2:
        _print_values(table, title, console, labels)
    else:
        _print_extents(table, title, console, labels)
        print_sensitivity(result, console)
    for line in (*jump_words(result, table), *(each.sentence for each in where_defined.at_points(result))):
        console.print(Text(line))
    if region := main_region(result):
        console.print(Text(f"{region_sentence(result, region)}."))
        console.print()
    if len(result.failed):
        first, failed = result.failed.iloc[0], labels.count(len(result.failed), "point")
        console.print(Text(f"{failed} cannot be played; the first, {first['point']}: {first['problem']}"))
    console.print(Text(replay), soft_wrap=True)


def _print_values(table: SweepTable, title: str, console: Console, labels: Labels) -> None:
    """Print what is shown by the values of one path, or by those of two as row and column."""
    rows = table.frame[table.frame[table.paths].isin(_some_values(table)).all(axis=1)]
    left_out = len(table.frame) - len(rows)
    if len(table.paths) == 1:
        console.print(Text(f"{title}, with 95 % intervals"))
        console.print(_list(rows, table, labels))
    for column in _printed(table) if len(table.paths) == 2 else ():
        where = f"{table.paths[0]} by row, {table.paths[1]} by column"
        console.print(Text(f"{title}: {_lower(quantity_words(column, labels, table.name))}; {where}"))
        console.print(_matrix(rows, table.paths, column))
        console.print()
    if left_out:
        console.print(Text(f"… and {left_out:,} more {'point' if left_out == 1 else 'points'} in summary.parquet"))
    console.print()


def _printed(table: SweepTable) -> list[str]:
    """Columns that are printed: the first of those shown, and what each side has lost of its ties."""
    of_sides = [column for column in table.shown if column in SIDE_MEASURES]
    return [*[column for column in table.shown if column not in of_sides][:MOST_QUANTITIES], *of_sides]


def _some_values(table: SweepTable) -> dict[str, list[Any]]:
    """Values of each path that there is room for, from the first to the last."""
    most = MOST_LISTED if len(table.paths) == 1 else MOST_ACROSS
    return {path: _evenly(list(dict.fromkeys(table.frame[path])), most) for path in table.paths}


def _evenly(values: list[Any], most: int) -> list[Any]:
    return [values[i] for i in np.unique(np.linspace(0, len(values) - 1, min(most, len(values))).round().astype(int))]


def _print_extents(table: SweepTable, title: str, console: Console, labels: Labels) -> None:
    """Print how far apart the points are."""
    for column in _printed(table):
        least, most = table.frame[column].min(), table.frame[column].max()
        said = f"{number_words(column, least)} to {number_words(column, most)}, by point"
        words = _lower(quantity_words(column, labels, table.name))
        console.print(Text(f"{title}: {words} {said if least == least else 'nowhere'}"))
    console.print()


def _list(rows: "pd.DataFrame", table: SweepTable, labels: Labels) -> Table:
    shown = _printed(table)
    heads = [*table.paths, *(quantity_words(column, labels, table.name) for column in shown)]
    printed = plain_table(*heads, numbers=tuple(heads))
    for row in rows.to_dict("records"):
        add_row(printed, value_text(row[table.paths[0]]), *(_with_interval(row, column) for column in shown))
    return printed


def _with_interval(row: dict[Any, Any], column: str) -> str:
    if row[column] != row[column]:  # not played
        return "–"
    if is_share(column):
        return share_text(row[column], row[f"{column}_low"], row[f"{column}_high"])
    half = Z95 * row[f"{column}_se"]
    return number_words(column, row[column]) + (f" (± {number_words(column, half)})" if half == half else "")


def _matrix(rows: "pd.DataFrame", paths: Sequence[str], column: str) -> Table:
    """Numbers of one column, a row a value of the first path and a column a value of the second."""
    heads = tuple(map(value_text, dict.fromkeys(rows[paths[1]])))
    printed = plain_table("", *heads, numbers=("", *heads))
    for value, row in rows.groupby(paths[0], sort=False):
        cells = (number_words(column, number) if number == number else "–" for number in row[column])
        add_row(printed, value_text(value), *cells)
    return printed


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
