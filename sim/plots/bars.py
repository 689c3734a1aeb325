"""Bars of shares, each with its number beside it: the same bars wherever shares are shown."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.ticker import PercentFormatter

from sim.analysis.labels import percent
from sim.analysis.rounding import top_of_shares

from .style import INK, MUTED

Floats = npt.NDArray[np.float64]

BAR = "#9db4cf"  # light enough for a whisker to be seen on it, also in grey
THICK = 0.62  # of the room of a bar
TICKS = {1.0: 0.25, 0.5: 0.1, 0.25: 0.05, 0.1: 0.02}  # end of the axis: distance of its ticks


def share_axis(axes: Axes, which: str, most: float = 1.0, step: float = 0.0) -> None:
    """Give axes a scale of shares, in per cent, that ends at the least round number that holds the most."""
    end = top_of_shares(most)
    ticks = np.arange(0, end * 1.001, step or TICKS[end])
    axis = axes.xaxis if which == "x" else axes.yaxis
    axis.set_ticks(ticks)
    axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.set(**{f"{which}lim": (0, end * (1 if which == "x" else 1.04))})


def draw_bars(
    axes: Axes,
    names: Sequence[str],
    shares: Any,
    low: Any = None,
    high: Any = None,
    colour: str = BAR,
    digits: int | None = None,
) -> None:
    """Draw a bar a name from top to bottom, with its interval if it has one and its number.

    Parameters
    ----------
    names : said left of the bars
    shares, low, high : in [0, 1], one a name
    digits : decimals of the percentages; as :func:`sim.analysis.labels.percent` has them if None
    """
    _draw_all(axes, np.arange(len(names)), np.asarray(shares, dtype=float), THICK, colour)
    ends = np.asarray(shares if high is None else high, dtype=float)
    if high is not None:
        is_wide = ends > np.asarray(low, dtype=float)  # a number without an interval has no whisker
        places = np.arange(len(names))[is_wide]
        axes.hlines(places, np.asarray(low)[is_wide], ends[is_wide], color=INK, lw=1.2, zorder=3, gid="intervals")
        for edge in (np.asarray(low)[is_wide], ends[is_wide]):
            axes.scatter(edge, places, s=22, c=INK, marker="|", lw=1.2, zorder=3, clip_on=False)
    _write_shares(axes, np.arange(len(names)), ends, np.asarray(shares, dtype=float), digits)
    axes.set_yticks(range(len(names)), list(names))
    axes.set_ylim(len(names) - 0.45, -0.55)


def draw_named_bars(axes: Axes, names: Sequence[str], shares: Any, rows: int) -> None:
    """Draw a bar a name from top to bottom, with the name above it: for names too long to stand beside.

    Parameters
    ----------
    rows : bars there is room for; fewer are drawn no thicker
    """
    places = np.arange(len(names)) + 0.7
    _draw_all(axes, places, np.asarray(shares, dtype=float), 0.3, BAR)
    _write_shares(axes, places, np.asarray(shares, dtype=float), np.asarray(shares, dtype=float))
    for place, name in zip(places, names, strict=True):
        axes.text(0, place - 0.2, name, va="bottom", size=7.5, zorder=4)
    axes.set_yticks([])
    axes.set_ylim(max(rows, len(names)) + 0.1, 0)


def _draw_all(axes: Axes, places: Any, shares: Floats, thick: float, colour: str) -> None:
    """Draw the bars themselves, on a scale without lines across it."""
    axes.barh(places, shares, thick, color=colour, edgecolor=MUTED, linewidth=0.6, zorder=2)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)


def _write_shares(axes: Axes, places: Any, ends: Floats, shares: Floats, digits: int | None = None) -> None:
    """Write each share beside the end of its bar or interval."""
    for place, end, share in zip(places, ends, shares, strict=True):
        around: dict[str, Any] = {"textcoords": "offset points", "va": "center", "size": 7.5}
        axes.annotate(percent(float(share), digits), (end, place), (5, 0), annotation_clip=False, **around)


def write_beside(axes: Axes, said: str, place: float, colour: str = INK) -> None:
    """Write beside a panel, on its right, at a height of its scale."""
    around: dict[str, Any] = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center"}
    axes.annotate(said, (1, place), (7, 0), color=colour, annotation_clip=False, size=7.5, **around)


def write_none(axes: Axes, said: str) -> None:
    """Say in a panel why it is empty."""
    axes.text(0.02, 0.9, said, transform=axes.transAxes, va="top", color=MUTED)
    axes.set_yticks([])


def binned(values: Any, counts: Any, tops: Sequence[int]) -> tuple[list[str], Floats]:
    """Put whole numbers in bins that end at given tops; from the first bin that holds any to the last.

    Parameters
    ----------
    values, counts : how often each number occurs
    tops : largest number of each bin, ascending; larger numbers are put together

    Returns
    -------
    list of str, the bins ("3", "6–10", "over 50"); (bins,) float64, share of each
    """
    bottoms = [0, *(top + 1 for top in tops[:-1])]
    names = [str(top) if top == bottom else f"{bottom}–{top}" for bottom, top in zip(bottoms, tops, strict=True)]
    held = np.bincount(np.searchsorted(tops, values), weights=counts, minlength=len(tops) + 1)
    inside = np.flatnonzero(held)
    shown = slice(inside[0], inside[-1] + 1)
    return [*names, f"over {tops[-1]}"][shown], (held / held.sum())[shown]
