"""The report of a sweep: what varies, and what comes out at each point."""

from collections.abc import Sequence
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.analysis.labels import Labels, capital, value_text
from sim.analysis.near_limits import jump_words
from sim.analysis.sensitivity import INDEXED, SensitivityError, sensitivity_of
from sim.analysis.sweep_sentences import extent_sentence, headline_column, likeliest_sentence
from sim.analysis.sweep_table import SweepTable, interval_of, is_share, table_of
from sim.analysis.sweep_words import number_words, quantity_words, unit_of
from sim.analysis.where_defined import at_points
from sim.report.sensitivity import COLUMNS, head_of, table_of_indices

from .common import Choice, days_of, labels_of
from .curves import Band, Line, drawn_over_numbers
from .document import Block, Chart, Explorer, Section, Table, from_console
from .look import COLOURS

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

MOST_QUANTITIES, MOST_CHARTS = 6, 4
MOST_CELLS = 2400  # of the table of points, which a page of 100 kB holds
MOST_POINTS = 120  # of a design that draws its points
LONGEST_PATH = 70  # characters of the name of a control


def headline(result: "SweepResult") -> str:
    """What comes out, in one sentence."""
    table = table_of(result)
    if not (result.summary["runs"] > 0).any():
        return "No point has been played."
    if len(table.paths) == 1:
        return f"{likeliest_sentence(result, table)}."
    return f"{extent_sentence(result, table, headline_column(result, table))}."


def details(result: "SweepResult") -> list[str]:
    """What was played."""
    manifest = result.manifest
    points = Labels.count(len(result.points), "point")
    histories = Labels.count(manifest["runs"], "history")
    return [f"{points} of a {design_words(manifest['design'])}, {histories} each", days_of(manifest["scenario"])]


def design_words(design: str) -> str:
    """What a design is called."""
    return {"grid": "grid", "oat": "design that changes one value at a time"}.get(design, f"{design} design")


def about(result: "SweepResult", choice: Choice) -> Section:
    """What is asked, and what varies."""
    labels = labels_of(result)
    experiment: dict[str, Any] = result.manifest.get("experiment") or {}
    rows = []
    for path in table_of(result).paths:
        values = sorted_values(result.points[path])
        many = f"{len(values)} from {values[0]} to {values[-1]}" if len(values) > 6 else ", ".join(values)
        rows.append((capital(labels.path(path)), path, many))
    said = [text for text in (experiment.get("about"),) if text]
    failed = result.failed
    if len(failed):
        first = failed.iloc[0]
        said.append(f"{Labels.count(len(failed), 'point')} cannot be played; the first, {first['point']}: "
                    f"{first['problem']}")  # fmt: skip
    said += [*jump_words(result, table_of(result)), *(each.sentence for each in at_points(result))]
    table = Table("Paths and their values", ("What", "Path", "Values"), tuple(rows))
    return Section("about", "What varies", (*said, table))


def sorted_values(column: "pd.Series[Any]") -> list[str]:
    """Values of a path as they are read, numbers in their order."""
    return [value_text(value) for value in own_values(column)]


def own_values(column: "pd.Series[Any]") -> list[Any]:
    """Different values of a path, numbers in their order."""
    values = list(dict.fromkeys(column.tolist()))
    return sorted(values) if pd.api.types.is_numeric_dtype(column) and column.dtype != bool else values


def explore(result: "SweepResult", choice: Choice) -> Section:
    """What comes out at each point: with controls where the points are a grid, as a table in any case."""
    table = table_of(result)
    columns = table.shown[:MOST_QUANTITIES]
    title = capital(labels_of(result).followed(table.name))
    if result.manifest["design"] != "grid" or not table.paths:
        return Section("points", "What comes out", (_listed(table, columns, title),))
    values = _values_shown(table, len(columns))
    is_whole = prod(map(len, values)) == len(table.frame)
    remark = "" if is_whole else "Some of the values stand here; summary.parquet has all points."
    labels = labels_of(result)
    names = [_short(capital(labels.path(path))) for path in table.paths]
    controls = tuple((name, tuple(map(value_text, own))) for name, own in zip(names, values, strict=True))
    rows, shares = _grid_rows(table, values, columns)
    heads = (*names, *(quantity_words(column) for column in columns))
    points = Table(f"{title}, at each point", heads, rows, shares=shares)
    start = tuple(len(own) // 2 for own in values)
    said = "Move a control to see what comes out at its value. The table below has the same numbers."
    return Section("points", "What comes out", tuple(filter(None, (said, remark, Explorer(controls, start, points)))))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_PATH else f"{text[: LONGEST_PATH - 1].rstrip()}…"


def _values_shown(table: SweepTable, n_columns: int) -> list[list[Any]]:
    """Values of each path that the page has room for, evenly apart, with the first and the last."""
    values = [own_values(table.frame[path]) for path in table.paths]
    most = MOST_CELLS / (n_columns + len(values))
    while prod(map(len, values)) > most:
        longest = max(range(len(values)), key=lambda n: len(values[n]))
        values[longest] = _evenly(values[longest], len(values[longest]) - 1)
    return values


def _evenly(values: list[Any], most: int) -> list[Any]:
    return [values[i] for i in np.unique(np.linspace(0, len(values) - 1, max(1, most)).round().astype(int))]


def _grid_rows(table: SweepTable, values: Sequence[list[Any]], columns: Sequence[str]) -> tuple[Any, Any]:
    """Texts and shares of each combination of the values shown, the last path changing fastest."""
    by_values = dict(zip(_keys(table), table.frame.to_dict("records"), strict=True))
    texts, shares = [], []
    for key in _combinations(values):
        row = by_values.get(key, {})
        texts.append((*map(value_text, key), *(_cell(row, column) for column in columns)))
        shares.append((*(None for _ in key), *(_share(row, column) for column in columns)))
    return tuple(texts), tuple(shares)


def _keys(table: SweepTable) -> list[tuple[Any, ...]]:
    return list(zip(*(table.frame[path].tolist() for path in table.paths), strict=True))


def _combinations(values: Sequence[list[Any]]) -> list[tuple[Any, ...]]:
    found: list[tuple[Any, ...]] = [()]
    for own in values:
        found = [(*before, value) for before in found for value in own]
    return found


def _cell(row: dict[Any, Any], column: str) -> str:
    value = row.get(column, float("nan"))
    return number_words(column, value) if value == value else "–"


def _share(row: dict[Any, Any], column: str) -> float | None:
    value = row.get(column, float("nan"))
    return float(value) if is_share(column) and value == value else None


def _listed(table: SweepTable, columns: Sequence[str], title: str) -> Table:
    """Points one by one, as many as there is room for."""
    frame = table.frame.iloc[_evenly(list(range(len(table.frame))), MOST_POINTS)] if len(table.frame) else table.frame
    heads = ("Point", *table.paths, *map(quantity_words, columns))
    rows = tuple(
        (str(row["point"]), *(value_text(row[path]) for path in table.paths), *(_cell(row, c) for c in columns))
        for row in frame.to_dict("records")
    )
    more = "" if len(frame) == len(table.frame) else "; summary.parquet has all"
    caption = f"{title}, at {Labels.count(len(frame), 'point')}{more}"
    return Table(caption, heads, rows, frozenset(range(len(heads))), is_folded=True)


def course(result: "SweepResult", choice: Choice) -> Section:
    """Curves over the one value that varies; or which of several matter, where the design says so."""
    table = table_of(result)
    if result.manifest["design"] in INDEXED:
        return Section("matters", "Which values matter", tuple(_sensitivity(result, table)))
    if len(table.paths) != 1 or not pd.api.types.is_numeric_dtype(table.frame[table.paths[0]]):
        return Section("course", "How it depends on the value", ())
    charts = [chart for column in table.shown[:MOST_CHARTS] if (chart := _curve(result, table, column))]
    return Section("course", "How it depends on the value", tuple(charts))


def _curve(result: "SweepResult", table: SweepTable, column: str) -> Chart | None:
    """A quantity over the one path that varies, with its interval."""
    path = table.paths[0]
    frame = table.frame[table.frame[column].notna()].sort_values(path, kind="stable").reset_index(drop=True)
    if len(frame) < 2:
        return None
    labels = labels_of(result)
    low, high = interval_of(frame, column)
    values = frame[column].to_numpy(dtype=float)
    top = 1.0 if is_share(column) else float(np.nanmax([np.nanmax(values), np.nanmax(np.nan_to_num(high))])) * 1.05
    least = 0.0 if is_share(column) else min(0.0, float(np.nanmin(values)))
    title = f"{capital(labels.followed(table.name))}: {quantity_words(column)} ({unit_of(column)}), "
    title += f"by {labels.path(path)}"
    said = [
        (value_text(at), number_words(column, value), _interval(column, a, b))
        for at, value, a, b in zip(frame[path].tolist(), values, low, high, strict=True)
    ]
    says = f"{title}: {said[0][1]} at {said[0][0]}, {said[-1][1]} at {said[-1][0]}."
    rows = tuple(said[i] for i in np.unique(np.linspace(0, len(said) - 1, min(len(said), 25)).round().astype(int)))
    heads = (capital(labels.path(path)), quantity_words(column), "95 % interval")
    kept = Table(title, heads, rows, frozenset((0, 1, 2)), is_folded=True)
    n = table.shown.index(column) % len(COLOURS)
    drawing = drawn_over_numbers(
        [float(at) for at in frame[path]], [Line(list(values), f"c{n}")], [Band(list(low), list(high), f"f{n}")], says,
        (least, top if top > least else least + 1),
    )  # fmt: skip
    key = ((f"line c{n}", quantity_words(column)), (f"band f{n}", "95 % interval"))
    return Chart(title, says, drawing, kept, key)


def _interval(column: str, low: float, high: float) -> str:
    return f"{number_words(column, low)} to {number_words(column, high)}" if low == low else "–"


def _sensitivity(result: "SweepResult", table: SweepTable) -> list[Block]:
    """Which of the paths that vary matter, a table a measure."""
    try:
        found = sensitivity_of(result, None, table.shown)
    except SensitivityError as problem:
        return [f"No sensitivity: {problem}"]
    columns = COLUMNS[found.design]
    blocks: list[Block] = [f"{capital(columns.said)}, with 95 % intervals."]
    for measure in found.measures:
        drawn = from_console(table_of_indices(found, measure, columns), head_of(found, measure))
        blocks.append(Table(drawn.caption, ("Path", *drawn.heads[1:]), drawn.rows, drawn.numbers))
    return [*blocks, *found.notes]
