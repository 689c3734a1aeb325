"""Figures of sensitivity: which of the paths that vary in a sweep matter, and how."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from sim.analysis.labels import Labels, percent, value_text
from sim.analysis.sensitivity import Sensitivity, SensitivityError, sensitivity_of
from sim.analysis.sweep_sentences import headline_column, points_played, subject_of
from sim.analysis.sweep_table import SweepTable, is_share, table_of
from sim.analysis.sweep_words import number_words, quantity_words, unit_of
from sim.results.measures import MEASURE_OF

from .bars import BAR, write_beside
from .style import INK, MUTED, PARTY_COLOURS, WIDTH, detail_lines, details_of, sheet, styled, text_width, wrapped

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

MOST_PANELS = 8
ROW = 0.4  # inches of a path
NAME = 30  # characters of a line of its name
MARGINS = (2.05, 0.92, 0.95)  # inches beside and below a panel
NOISE = "#f1e3c6"
ALONE = PARTY_COLOURS[0]
ONE_WAY = 0.9  # of mu* that mu is at least where a path nearly always acts in one direction
WIDEST = (-0.25, 1.25)  # that an axis of indices shows
MUCH_NOISE = 0.5  # of the variance; a title says so where sampling noise may be more
NO_SWING = "changes nothing"


class Drawn(NamedTuple):
    """What a figure of sensitivity shows."""

    result: "SweepResult"
    table: SweepTable
    found: Sensitivity

    def rows(self, measure: str, by: str) -> "pd.DataFrame":
        """Rows of a measure, the largest number first."""
        rows = self.found.table[self.found.table["measure"] == measure]
        return rows.sort_values(by, ascending=False, kind="stable")

    def words(self, path: str) -> str:
        """Name of a path, as a reader sees it."""
        return Labels(self.result.manifest["scenario"]).path(path)


def has_indices(result: "SweepResult", of: str | None = None) -> bool:
    """Whether :func:`indices` can be drawn of a sweep."""
    return _can_be_drawn(result, of, "sobol")


def has_effects(result: "SweepResult", of: str | None = None) -> bool:
    """Whether :func:`effects` can be drawn of a sweep."""
    return _can_be_drawn(result, of, "morris")


def has_tornado(result: "SweepResult", of: str | None = None) -> bool:
    """Whether :func:`tornado` can be drawn of a sweep."""
    return _can_be_drawn(result, of, "oat")


def _can_be_drawn(result: "SweepResult", of: str | None, design: str) -> bool:
    try:
        _drawn(result, of, design)
    except SensitivityError:
        return False
    return True


@styled
def indices(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw Sobol' indices: the share of the variance that each path explains, alone and with its interactions.

    Parameters
    ----------
    result : SweepResult of design "sobol"
    of : what is drawn: a relation, "theatre", ...; what the experiment names, or the first relation, if absent

    Returns
    -------
    Figure, a panel a measure that varies, the paths from the largest total index down

    Raises
    ------
    ValueError
        If the sweep is of another design, too few points were played, nothing varies, or there is no row of that name.
    """
    drawn = _drawn(result, of, "sobol")
    key: list[Any] = [
        Patch(facecolor=ALONE, label="alone (first order, S1)"),
        Patch(facecolor=BAR, edgecolor=MUTED, label="with all interactions (total order, ST)"),
        Line2D([], [], color=INK, lw=1.2, label="95 % interval"),
    ]
    if drawn.found.table["noise_share"].notna().any():
        key.append(Patch(facecolor=NOISE, label="the most that sampling noise may be"))
    said = "accounts for {} of the variance, alone and with others"
    return _figure(drawn, "ST", said, lambda _, share: percent(min(1.0, share)), _draw_indices, key)


def _draw_indices(axes: Axes, rows: "pd.DataFrame", measure: str, drawn: Drawn) -> None:
    places = np.arange(len(rows))
    noise = float(rows["noise_share"].iloc[0])
    if noise > 0:
        axes.axvspan(0, noise, color=NOISE, lw=0, zorder=0.5, gid="noise")
    for name, shifted, colour in (("S1", places - 0.17, ALONE), ("ST", places + 0.17, BAR)):
        axes.barh(shifted, rows[name], 0.32, color=colour, edgecolor=MUTED, linewidth=0.5, zorder=2, gid=name)
        _draw_intervals(axes, rows, name, shifted)
    low, high = rows[["S1_low", "ST_low"]].min().min(), rows[["S1_high", "ST_high"]].max().max()
    axes.set_xlim(max(WIDEST[0], min(0.0, low)), min(WIDEST[1], max(1.0, high)))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(_in_percent))
    axes.set_xlabel("share of the variance between points")
    for place, (first, total) in enumerate(zip(rows["S1"], rows["ST"], strict=True)):
        said = (f"{index:.2f}".replace("-0.00", "0.00").replace("-", "−") for index in (first, total))
        write_beside(axes, " / ".join(said), place)


@styled
def effects(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw elementary effects: how far each path moves a measure, and how unequally.

    Parameters
    ----------
    result : SweepResult of design "morris"
    of : as for :func:`indices`

    Returns
    -------
    Figure, a panel a measure that varies, the paths from the largest mean effect down

    Raises
    ------
    ValueError
        As for :func:`indices`.
    """
    drawn = _drawn(result, of, "morris")
    key = [
        Patch(facecolor=BAR, edgecolor=MUTED, label="mean size of the effect (μ*)"),
        Line2D([], [], color=INK, lw=1.2, label="95 % interval"),
        _diamond("spread of the effect (σ): large where it depends on the place or on other paths"),
        Line2D([], [], ls="", label="↑ ↓ one way   ↕ either way"),
    ]
    said = "moves it most, by {} on average, reckoned for its whole range"
    return _figure(drawn, "mu_star", said, _change_words, _draw_effects, key)


def _diamond(label: str) -> Line2D:
    return Line2D([], [], ls="", marker="D", ms=5, mfc="white", mec=INK, label=label)


def _draw_effects(axes: Axes, rows: "pd.DataFrame", measure: str, drawn: Drawn) -> None:
    places = np.arange(len(rows))
    axes.barh(places, rows["mu_star"], 0.5, color=BAR, edgecolor=MUTED, linewidth=0.5, zorder=2, gid="mu_star")
    _draw_intervals(axes, rows, "mu_star", places)
    axes.scatter(
        rows["sigma"],
        places,
        s=26,
        marker="D",
        c="white",
        edgecolor=INK,
        lw=0.9,
        zorder=4,
        gid="sigma",
        clip_on=False,
    )
    axes.set_xlim(0, 1.06 * float(rows[["mu_star_high", "sigma"]].max().max()))
    _measure_axis(axes, measure)
    axes.set_xlabel(f"{unit_of(measure)}{_noise_words(rows)}")
    for place, row in enumerate(rows.to_dict("records")):
        write_beside(axes, f"{_change_words(measure, row['mu_star'])} {_direction(row, drawn)}", place)


def _change_words(measure: str, change: float) -> str:
    """Write a change of a measure: of a share in percentage points."""
    return number_words(measure, change).replace(" %", " points")


def _in_percent(share: float, _: int | None = None) -> str:
    return f"{100 * share:.4g} %".replace("-", "−")


def _noise_words(rows: "pd.DataFrame") -> str:
    noise = float(rows["noise_share"].iloc[0])
    return f"; sampling noise at most {percent(noise)} of the variance" if noise == noise else ""


def _direction(row: dict[Any, Any], drawn: Drawn) -> str:
    """Arrow by which a measure moves where a path rises; none where its values have no order."""
    import pandas as pd

    values = drawn.result.points[row["path"]]
    has_order = pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values)
    if row["mu_star"] == 0 or not has_order:
        return ""
    if abs(row["mu"]) < ONE_WAY * row["mu_star"]:
        return "↕"
    return "↑" if row["mu"] > 0 else "↓"


@styled
def tornado(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw a tornado: how far each path alone takes a measure from where the scenario has it.

    Parameters
    ----------
    result : SweepResult of design "oat"
    of : as for :func:`indices`

    Returns
    -------
    Figure, a panel a measure that varies, the paths from the widest swing down; at the ends the values of the path

    Raises
    ------
    ValueError
        As for :func:`indices`.
    """
    drawn = _drawn(result, of, "oat")
    key = [
        Patch(facecolor=BAR, edgecolor=MUTED, label="range of the measure; at its ends the values of the path"),
        Line2D([], [], color=INK, lw=1.2, label="95 % interval of an end"),
        Line2D([], [], color=INK, lw=0.9, ls=(0, (4, 2)), label="the scenario as it is"),
    ]
    return _figure(drawn, "swing", "moves it most, by {}", _change_words, _draw_tornado, key)


def _draw_tornado(axes: Axes, rows: "pd.DataFrame", measure: str, drawn: Drawn) -> None:
    places, own = np.arange(len(rows)), float(rows["own"].iloc[0])
    axes.barh(
        places, rows["swing"], 0.5, left=rows["least"], color=BAR, edgecolor=MUTED, linewidth=0.5, zorder=2, gid="swing"
    )
    axes.axvline(own, color=INK, lw=0.9, ls=(0, (4, 2)), zorder=3.5)
    axes.set_xlim(*_limits(axes, rows))
    _measure_axis(axes, measure)
    ticks = MaxNLocator(5).tick_values(*axes.get_xlim())
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if tick >= 0 and _is_lawful(measure, tick)]))
    axes.set_xlabel(f"{unit_of(measure)}; the scenario as it is: {number_words(measure, own)}")
    for place, row in enumerate(rows.to_dict("records")):
        _draw_ends(axes, row, place, own)


def _is_lawful(measure: str, value: float) -> bool:
    return value <= 1 or not (is_share(measure) or MEASURE_OF[measure].is_fraction)


def _limits(axes: Axes, rows: "pd.DataFrame") -> tuple[float, float]:
    """Ends of the axis that leave room for what is written beside each range."""
    width = axes.get_position().width * WIDTH
    low, high = (np.array([_beyond(row, side) for row in rows.to_dict("records")]) for side in (-1, 1))
    before, after = (
        np.array([text_width(value_text(value)) + 0.15 for value in rows[f"{end}_at"]]) for end in ("least", "most")
    )
    after[rows["swing"].to_numpy() == 0] = text_width(NO_SWING) + 0.2
    ends = float(low.min()), float(high.max())
    for _ in range(20):  # wider ends make the same room worth more
        inch = (ends[1] - ends[0]) / width
        ends = float((low - before * inch).min()), float((high + after * inch).max())
    return ends


def _draw_ends(axes: Axes, row: dict[Any, Any], place: float, own: float) -> None:
    """Draw the intervals of both ends, and write the values of the path there: that of the scenario, too, but paler."""
    around: dict[str, Any] = {"textcoords": "offset points", "va": "center", "size": 7.5}
    if row["swing"] == 0:
        axes.annotate(NO_SWING, (own, place), (6, 0), color=MUTED, **around)
        return
    for end, bound, side in (("least", "low", -1), ("most", "high", 1)):
        is_own = row[end] == own
        if not is_own:
            low, high = row[f"{end}_low"], row[f"{end}_high"]
            axes.hlines(place, low, high, color=INK, lw=1.2, zorder=3, gid=f"{end}_interval")
        outer = _beyond(row, side) if is_own else row[f"{end}_{bound}"]
        at = (outer if outer == outer else row[end], place)
        words, colour = value_text(row[f"{end}_at"]), MUTED if is_own else INK
        axes.annotate(words, at, (4 * side, 0), ha="right" if side < 0 else "left", zorder=5, c=colour, **around)


def _beyond(row: dict[Any, Any], side: int) -> float:
    """Outermost number of what is drawn of a range on one side; the interval of the scenario's own end is not."""
    end, other, bound = ("least", "most", "low") if side < 0 else ("most", "least", "high")
    drawn = [row[end]] + [row[f"{each}_{bound}"] for each in (end, other) if row[each] != row["own"]]
    return side * max(side * float(number) for number in drawn if number == number)


def _draw_intervals(axes: Axes, rows: "pd.DataFrame", name: str, places: Any) -> None:
    low, high = rows[f"{name}_low"], rows[f"{name}_high"]
    axes.hlines(places, low, high, color=INK, lw=1.2, zorder=3, gid=f"{name}_intervals")


def _measure_axis(axes: Axes, measure: str) -> None:
    """Give axes the scale of a measure."""
    axes.xaxis.set_major_locator(MaxNLocator(5))
    if is_share(measure):
        axes.xaxis.set_major_formatter(FuncFormatter(_in_percent))
    else:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.4g}".replace("-", "−")))


def _drawn(result: "SweepResult", of: str | None, design: str) -> Drawn:
    """Sensitivity of what is shown of a sweep."""
    if result.manifest["design"] != design:
        raise SensitivityError(f"this figure is of a sweep of design {design}, not {result.manifest['design']}")
    table = table_of(result, of)
    found = sensitivity_of(result, of, table.shown[:MOST_PANELS])
    if not found.measures:
        raise SensitivityError(f"nothing varies among {', '.join(found.constant)}, and so nothing can be drawn")
    return Drawn(result, table, found)


def _figure(
    drawn: Drawn,
    by: str,
    said: str,
    number: Callable[[str, float], str],
    draw: Callable[[Axes, "pd.DataFrame", str, Drawn], None],
    key: Sequence[Any],
) -> Figure:
    """Lay out a panel a measure, the paths sorted by a column, and draw them."""
    measures = drawn.found.measures
    columns = min(2, len(measures))
    n_paths = drawn.found.table["path"].nunique()
    heights = [ROW * n_paths + 0.1] * ceil(len(measures) / columns)
    figure, panels = sheet(
        _title(drawn, by, said, number), _details(drawn), heights, columns=columns, margins=MARGINS, gap=0.78,
        first_gap=0.42,
    )  # fmt: skip
    for spare in panels[len(measures) :]:
        spare.remove()
    for axes, measure in zip(panels, measures, strict=False):
        rows = drawn.rows(measure, by)
        _prepare(axes, [drawn.words(path) for path in rows["path"]], measure)
        draw(axes, rows, measure, drawn)
    height = figure.get_size_inches()[1]
    figure.legend(handles=key, loc="lower left", bbox_to_anchor=(0.3 / WIDTH, 0.14 / height), ncols=len(key))
    return figure


def _prepare(axes: Axes, names: Sequence[str], measure: str) -> None:
    axes.set_title(quantity_words(measure))
    axes.set_yticks(range(len(names)), [wrapped(name, NAME, 2) for name in names])
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)


def _title(drawn: Drawn, by: str, said: str, number: Callable[[str, float], str]) -> str:
    """Say which path matters most, for the measure that the sweep is about."""
    measures, asked = drawn.found.measures, headline_column(drawn.result, drawn.table)
    measure = asked if asked in measures else measures[0]
    top = drawn.rows(measure, by).iloc[0]
    what = quantity_words(measure)
    subject = subject_of(drawn.result, drawn.table)
    whose = f"{subject}, {what[:1].lower()}{what[1:]}" if subject else what
    path, share = drawn.words(str(top["path"])), number(measure, float(top[by]))
    played = points_played(drawn.result, drawn.table.frame.dropna(subset=[measure]))
    return f"{played}{whose}: {path} {said.format(share)}{_how_sure(top, by, partial(number, measure))}"


def _how_sure(top: "pd.Series[Any]", by: str, number: Callable[[float], str]) -> str:
    """Give the interval of the number in the title, and say so where noise may be most of what is explained."""
    low, high, noise = (top.get(column, math.nan) for column in (f"{by}_low", f"{by}_high", "noise_share"))
    said = []
    if low == low:
        least = number(max(0.0, low)).removesuffix(" %").removesuffix(" points")
        said.append(f"95 % interval {least} to {number(high)}")
    if noise > MUCH_NOISE:
        said.append(f"sampling noise may be up to {percent(noise)} of the variance")
    return f" ({'; '.join(said)})" if said else ""


def _details(drawn: Drawn) -> str:
    """Write what the figure is made from, and what is to be known of it."""
    manifest = drawn.result.manifest
    histories = f"{Labels.count(int(manifest['runs']), 'history')} a point"
    points = f"design {manifest['design']}, {Labels.count(len(drawn.result.points), 'point')}"
    title = str(manifest["title"] or manifest["name"])
    first = details_of(manifest, title, points, histories, f"seed {manifest['seed']}")
    constant = f"Nothing varies: {', '.join(map(quantity_words, drawn.found.constant))}."
    notes = [constant if note.startswith("No index") else note for note in drawn.found.notes]
    return "\n".join([first, *map(detail_lines, notes)])
