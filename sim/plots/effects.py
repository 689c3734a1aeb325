"""Elementary effects of a sweep: how far each path moves a measure, and how unequally."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.labels import percent
from sim.analysis.sweep_words import change_words, unit_of

from .bars import BAR, write_beside
from .sensitivity_panels import Drawn, can_be_drawn, draw_intervals, drawn_of, figure_of, measure_axis
from .style import INK, MUTED, styled

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

ONE_WAY = 0.9  # of mu* that mu is at least where a path nearly always acts in one direction


def has_effects(result: "SweepResult", of: str | None = None) -> bool:
    """Whether :func:`effects` can be drawn of a sweep."""
    return can_be_drawn(result, of, "morris")


@styled
def effects(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw elementary effects: how far each path moves a measure, and how unequally.

    Parameters
    ----------
    result : SweepResult of design "morris"
    of : as for :func:`sim.plots.indices.indices`

    Returns
    -------
    Figure, a panel a measure that varies, the paths from the largest mean effect down

    Raises
    ------
    ValueError
        As for :func:`sim.plots.indices.indices`.
    """
    drawn = drawn_of(result, of, "morris")
    key = [
        Patch(facecolor=BAR, edgecolor=MUTED, label="mean size of the effect (μ*)"),
        Line2D([], [], color=INK, lw=1.2, label="95 % interval"),
        _diamond("spread of the effect (σ): large where it depends on the place or on other paths"),
        Line2D([], [], ls="", label="↑ ↓ one way   ↕ either way"),
    ]
    said = "moves it most, by {} on average, reckoned for its whole range"
    return figure_of(drawn, "mu_star", said, change_words, _draw_effects, key)


def _diamond(label: str) -> Line2D:
    return Line2D([], [], ls="", marker="D", ms=5, mfc="white", mec=INK, label=label)


def _draw_effects(axes: Axes, rows: "pd.DataFrame", measure: str, drawn: Drawn) -> None:
    places = np.arange(len(rows))
    axes.barh(places, rows["mu_star"], 0.5, color=BAR, edgecolor=MUTED, linewidth=0.5, zorder=2, gid="mu_star")
    draw_intervals(axes, rows, "mu_star", places)
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
    measure_axis(axes, measure)
    axes.set_xlabel(f"{unit_of(measure)}{_noise_words(rows)}")
    for place, row in enumerate(rows.to_dict("records")):
        write_beside(axes, f"{change_words(measure, row['mu_star'])} {_direction(row, drawn)}", place)


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
