"""A tornado of a sweep: how far each path alone takes a measure."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FixedLocator, MaxNLocator

from sim.analysis.labels import value_text
from sim.analysis.sweep_table import is_share
from sim.analysis.sweep_words import change_words, number_words, unit_of
from sim.results.measures import measure_of

from .bars import BAR, write_beside
from .sensitivity_panels import Drawn, can_be_drawn, drawn_of, figure_of, measure_axis
from .style import INK, MUTED, WIDTH, styled, text_width

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

NO_SWING = "changes nothing"


def has_tornado(result: "SweepResult", of: str | None = None) -> bool:
    """Whether :func:`tornado` can be drawn of a sweep."""
    return can_be_drawn(result, of, "oat")


@styled
def tornado(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw a tornado: how far each path alone takes a measure from where the scenario has it.

    Parameters
    ----------
    result : SweepResult of design "oat"
    of : as for :func:`sim.plots.indices.indices`

    Returns
    -------
    Figure, a panel a measure that varies, the paths from the widest difference down; at the ends the values of the
    path, on the right the difference with its interval, which is of the same histories at both ends

    Raises
    ------
    ValueError
        As for :func:`sim.plots.indices.indices`.
    """
    drawn = drawn_of(result, of, "oat")
    key = [
        Patch(
            facecolor=BAR,
            edgecolor=MUTED,
            label="range, with values of the path at its ends; beside it the difference",
        ),
        Patch(facecolor="white", edgecolor=MUTED, label="no clear difference"),
        Line2D([], [], color=INK, lw=1.2, label="95 % interval of an end"),
        Line2D([], [], color=INK, lw=0.9, ls=(0, (4, 2)), label="the scenario as it is"),
    ]
    return figure_of(drawn, "swing", "moves it most, by {}", change_words, _draw_tornado, key)


def _draw_tornado(axes: Axes, rows: "pd.DataFrame", measure: str, drawn: Drawn) -> None:
    places, own = np.arange(len(rows)), float(rows["own"].iloc[0])
    fill = ["white" if low <= 0 else BAR for low in rows["swing_low"]]
    around: dict[str, Any] = {"edgecolor": MUTED, "linewidth": 0.5, "zorder": 2, "gid": "swing"}
    axes.barh(places, rows["swing"], 0.5, left=rows["least"], color=fill, **around)
    axes.axvline(own, color=INK, lw=0.9, ls=(0, (4, 2)), zorder=3.5)
    axes.set_xlim(*_limits(axes, rows))
    measure_axis(axes, measure)
    ticks = MaxNLocator(5).tick_values(*axes.get_xlim())
    axes.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if tick >= 0 and _is_lawful(measure, tick)]))
    axes.set_xlabel(f"{unit_of(measure)}; the scenario as it is: {number_words(measure, own)}")
    for place, row in enumerate(rows.to_dict("records")):
        _draw_ends(axes, row, place, own)
        if row["swing"] > 0:
            write_beside(axes, _difference_words(measure, row), place)


def _difference_words(measure: str, row: dict[Any, Any]) -> str:
    """Difference between both ends, and below it the interval."""
    low, high = row["swing_low"], row["swing_high"]
    if low != low:
        return change_words(measure, row["swing"])
    ends = [change_words(measure, end).removesuffix(" points") for end in (low, high)]
    return f"{change_words(measure, row['swing'])}\n({ends[0]} to {ends[1]})"


def _is_lawful(measure: str, value: float) -> bool:
    return value <= 1 or not (is_share(measure) or measure_of(measure).is_fraction)


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
