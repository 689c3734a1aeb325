"""The figure of a comparison for a memo: its sentence as the title, and below it two bars with their intervals."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.what_if import Outcome, names_of_worlds, shown_of

from .bars import THICK, draw_bars, share_axis
from .comparison import heading_of
from .style import INK, MUTED, sheet, styled, wrapped

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

HEIGHT, MARGINS = 1.5, (3.0, 1.2, 0.75)  # inches: of the panel; beside and below it
NAME, MOST_LINES = 34, 4  # characters of a line of the name of a world
COLOURS = ("#b9b9b9", "#8fadd0")  # light enough for a whisker to be seen on them, also in grey
OF_A_MEAN = "the whisker is the 95 % interval of the difference"


@styled
def memo(comparison: "Comparison") -> Figure:
    """Draw what the sentence says: its number in both worlds.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    Figure, one panel with a bar for each world
    """
    spoken, names = shown_of(comparison), names_of_worlds(comparison.manifest)
    figure, (axes,) = sheet(*heading_of(comparison), [HEIGHT], margins=MARGINS)
    said = [wrapped(name, NAME, MOST_LINES) for name in names]
    worlds = np.array(spoken.in_worlds(int(comparison.manifest["runs"]))).T
    if spoken.unit:
        _draw_means(axes, said, worlds, spoken)
    else:
        draw_bars(axes, said, worlds[0], worlds[1], worlds[2], digits=spoken.digits)
        share_axis(axes, "x", float(worlds.max()))
        what = "share of histories; whiskers are 95 % intervals" if spoken.is_event else f"share; {OF_A_MEAN}"
        axes.set_xlabel(what)
    for bar, colour in zip(axes.patches, COLOURS, strict=True):
        bar.set_facecolor(colour)
    axes.set_ylabel("world")
    axes.yaxis.set_label_coords(-0.36, 0.5)
    return figure


def _draw_means(axes: Axes, names: list[str], worlds: Any, spoken: Outcome) -> None:
    """Draw means as bars; the second has the interval of the difference."""
    means, low, high = worlds
    places = np.arange(len(names))
    axes.barh(places, means, THICK, edgecolor=MUTED, linewidth=0.6, zorder=2)
    axes.hlines(places[1:], low[1:], high[1:], color=INK, lw=1.2, zorder=3, gid="intervals")
    for place, mean, end in zip(places, means, high, strict=True):
        around: dict[str, Any] = {"textcoords": "offset points", "va": "center", "size": 7.5}
        said = f"{mean:.{spoken.digits}f}".replace("-", "−")
        axes.annotate(said, (max(mean, end), place), (5, 0), annotation_clip=False, **around)
    axes.set_yticks(places, names)
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.set_xlim(min(0.0, 1.1 * float(worlds.min())), max(1.0, 1.1 * float(worlds.max())))
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(f"{spoken.unit}; {OF_A_MEAN}")
