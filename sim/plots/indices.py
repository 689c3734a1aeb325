"""Sobol' indices of a sweep: how much of the variance each path explains."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.labels import percent

from .bars import BAR, write_beside
from .sensitivity_panels import Drawn, can_be_drawn, draw_intervals, drawn_of, figure_of, in_percent
from .style import INK, MUTED, PARTY_COLOURS, styled

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

NOISE = "#f1e3c6"
ALONE = PARTY_COLOURS[0]
WIDEST = (-0.25, 1.25)  # that an axis of indices shows


def has_indices(result: "SweepResult", of: str | None = None) -> bool:
    """Whether :func:`indices` can be drawn of a sweep."""
    return can_be_drawn(result, of, "sobol")


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
    drawn = drawn_of(result, of, "sobol")
    key: list[Any] = [
        Patch(facecolor=ALONE, label="alone (first order, S1)"),
        Patch(facecolor=BAR, edgecolor=MUTED, label="with all interactions (total order, ST)"),
        Line2D([], [], color=INK, lw=1.2, label="95 % interval"),
    ]
    if drawn.found.table["noise_share"].notna().any():
        key.append(Patch(facecolor=NOISE, label="the most that sampling noise may be"))
    said = "accounts for {} of the variance, alone and with others"
    return figure_of(drawn, "ST", said, lambda _, share: percent(min(1.0, share)), _draw_indices, key)


def _draw_indices(axes: Axes, rows: "pd.DataFrame", measure: str, drawn: Drawn) -> None:
    places = np.arange(len(rows))
    noise = float(rows["noise_share"].iloc[0])
    if noise > 0:
        axes.axvspan(0, noise, color=NOISE, lw=0, zorder=0.5, gid="noise")
    for name, shifted, colour in (("S1", places - 0.17, ALONE), ("ST", places + 0.17, BAR)):
        axes.barh(shifted, rows[name], 0.32, color=colour, edgecolor=MUTED, linewidth=0.5, zorder=2, gid=name)
        draw_intervals(axes, rows, name, shifted)
    low, high = rows[["S1_low", "ST_low"]].min().min(), rows[["S1_high", "ST_high"]].max().max()
    axes.set_xlim(max(WIDEST[0], min(0.0, low)), min(WIDEST[1], max(1.0, high)))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(in_percent))
    axes.set_xlabel("share of the variance between points")
    for place, (first, total) in enumerate(zip(rows["S1"], rows["ST"], strict=True)):
        said = (f"{index:.2f}".replace("-0.00", "0.00").replace("-", "−") for index in (first, total))
        write_beside(axes, " / ".join(said), place)
