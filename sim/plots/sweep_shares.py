"""How a sweep ends, as parts of a whole: the regimes against the one path that varies."""

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.analysis.labels import percent, value_text
from sim.analysis.sweep_sentences import likeliest_sentence
from sim.analysis.sweep_table import table_of
from sim.results.measures import EVENT_OF, OF_RUNS

from .bars import share_axis
from .regimes import REGIME_TONES
from .style import INK, MUTED, inches_of, key, sheet, styled, text_width, wrapped
from .sweep_axis import Floats, PathAxis
from .sweep_heading import sweep_details
from .sweep_lines import HATCH, Part, own_note, parts_of, prepare_across

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

AREAS_FROM = 6  # numbers across, from which on areas are drawn instead of bars
WRITTEN_FROM = 0.07  # share of a bar that has its number
THICK = 0.74  # of the room of a bar
KEY_ROOM = 1.55  # inches
ROOM_OF_NAME = 0.17  # inches that an area is thick where its name stands


@styled
def shares(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw the shares of the regimes on top of each other, the worst at the bottom or on the left.

    Parameters
    ----------
    result : SweepResult of a grid over one path, or over two of which one has few values: a panel each
    of : what is drawn: a relation, "theatre", ...; what the experiment names, or the first relation, if absent

    Returns
    -------
    Figure, areas over many numbers, or bars over few or over names

    Raises
    ------
    ValueError
        If the sweep is none of these, has no row of that name, or that is the run, which ends as no regime.
    """
    table = table_of(result, of)
    if table.level in OF_RUNS:
        raise ValueError("shares: the run as a whole ends as no regime; expected a relation, a pair of blocs, theatre")
    axis, other, parts = parts_of(result, table)
    is_area = axis.is_number and len(axis.values) >= AREAS_FROM
    _, names = axis.ticks(0) if not axis.is_number else ([], [])
    left = 0.95 if axis.is_number else 0.7 + max(text_width(line) for name in names for line in name.split("\n"))
    height = (2.8 if len(parts) == 1 else 1.35) if is_area else 0.2 + 0.3 * len(axis.values)
    heading = likeliest_sentence(result, table), sweep_details(result, *(own_note(axis) if is_area else []))
    figure, rows = sheet(
        *heading, [height] * len(parts), gap=0.62, first_gap=0.44 if other else 0.28, margins=(left, KEY_ROOM, 0.62)
    )
    for axes, part in zip(rows, parts, strict=True):
        stacks = stacked(part, table.regimes)
        if is_area:
            prepare_across(axes, axis, [part], is_lowest=axes is rows[-1])
            _draw_areas(axes, part, table.regimes, stacks)
        else:
            _draw_bars(axes, axis, part, table.regimes, stacks, is_lowest=axes is rows[-1])
        if other is not None:
            axes.set_title(wrapped(f"{other.words}: {part.said}", 90, 1), pad=9)
    order = table.regimes[::-1] if is_area else table.regimes
    tones = [(EVENT_OF[regime].called, REGIME_TONES[regime].fill) for regime in order]
    key(rows[0], [Patch(fc=fill, ec=MUTED, lw=0.5, label=name) for name, fill in tones], "ends")
    return figure


def stacked(part: Part, regimes: list[str]) -> Floats:
    """Where each regime begins and ends, (regimes + 1, points): sums of shares from the worst on."""
    each = np.array([part.numbers(regime) for regime in regimes])
    return np.concatenate([np.zeros((1, len(part.x))), each.cumsum(axis=0)]) if len(each) else np.zeros((1, 0))


def _draw_areas(axes: Axes, part: Part, regimes: list[str], stacks: Floats) -> None:
    for regime, low, high in zip(regimes, stacks[:-1], stacks[1:], strict=True):
        fill = REGIME_TONES[regime].fill
        axes.fill_between(part.x, low, high, fc=fill, ec="white", lw=0.8, zorder=2, gid=regime)
        _write_in_area(axes, part.x, low, high, regime)
    share_axis(axes, "y")
    axes.set_ylim(0, 1)
    axes.set_ylabel("share of\nhistories")


def _write_in_area(axes: Axes, x: Floats, low: Floats, high: Floats, regime: str) -> None:
    """Name an area where it is thickest, if it is thick enough and the name has room on both sides."""
    width, height = inches_of(axes)
    left, right = axes.get_xlim()
    half = (0.5 * text_width(EVENT_OF[regime].called) + 0.05) / width * (right - left)
    ends = x + np.array([[-half], [0.0], [half]])
    floor = np.interp(ends, x, low, left=np.nan, right=np.nan).max(axis=0)
    ceiling = np.interp(ends, x, high, left=np.nan, right=np.nan).min(axis=0)
    thick = np.nan_to_num(ceiling - floor)
    best = int(thick.argmax())
    if thick[best] * height < ROOM_OF_NAME:
        return
    colour = "white" if REGIME_TONES[regime].is_dark else INK
    middle = float(floor[best] + ceiling[best]) / 2
    axes.text(float(x[best]), middle, EVENT_OF[regime].called, ha="center", va="center", color=colour, zorder=4)


def _draw_bars(axes: Axes, axis: PathAxis, part: Part, regimes: list[str], stacks: Floats, *, is_lowest: bool) -> None:
    """Draw a bar a value from top to bottom, divided into regimes."""
    at = np.arange(len(part.x))
    for regime, low, high in zip(regimes, stacks[:-1], stacks[1:], strict=True):
        tone = REGIME_TONES[regime]
        bars = axes.barh(at, high - low, THICK, left=low, color=tone.fill, edgecolor="white", lw=0.8, zorder=2)
        for bar in bars:
            bar.set_gid(regime)
        for place, a, b in zip(at, low, high, strict=True):
            if b - a >= WRITTEN_FROM:
                colour = "white" if tone.is_dark else INK
                said = percent(float(b - a))
                axes.text(
                    float(a + b) / 2, float(place), said, ha="center", va="center", size=7.5, color=colour, zorder=4
                )
    for place in at[~np.isfinite(stacks[-1])]:
        axes.barh(place, 1, THICK, fc="white", ec=MUTED, hatch=HATCH, lw=0, gid="failed")
    _name_bars(axes, axis, part, is_lowest)


def _name_bars(axes: Axes, axis: PathAxis, part: Part, is_lowest: bool) -> None:
    names = [wrapped(value_text(value), 22, 2) for value in part.rows[axis.path]]
    axes.set_yticks(range(len(names)), names)
    for label, place in zip(axes.get_yticklabels(), part.x, strict=True):
        label.set_fontweight("bold" if place == axis.own else "normal")
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.tick_params(axis="x", labelbottom=is_lowest)
    axes.set_ylabel(wrapped(axis.label, 40, 1))
    share_axis(axes, "x")
    if is_lowest:
        axes.set_xlabel("share of histories")
