"""The figure of a way out: the chance of the end by the size of each change, and the bound."""

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.analysis.labels import Labels, capital, percent
from sim.analysis.offramp_headline import ladders, says_of, top_of

from .style import INK, MUTED, PARTY_COLOURS, details_of, sheet, styled, wrapped

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.offramp import Offramp

HEIGHT, MARGINS = 4.2, (0.9, 3.4, 0.7)  # inches
MOST_LINES = len(PARTY_COLOURS)
NAME = 40  # characters of a line of the key


@styled
def chances(result: "Offramp") -> Figure:
    """Draw the chance of the end by the size of each change, with intervals, the bound and the answers.

    Returns
    -------
    Figure, one panel; a line a ladder of values, the answers as diamonds
    """
    manifest = result.manifest
    histories = f"up to {Labels.count(manifest['runs'], 'history')} a value"
    details = details_of(
        manifest,
        str(manifest["title"]),
        histories,
        f"seed {manifest['seed']}",
        "whiskers: 95 % intervals over all looks",
    )
    figure, (axes,) = sheet(str(manifest["headline"]), details, [HEIGHT], margins=MARGINS, gap=0.3)
    as_it_is = manifest["as_it_is"]["share"]
    labels = Labels(manifest["scenario"])
    for n, rows in enumerate(ladders(result)[:MOST_LINES]):
        _draw_ladder(axes, rows, as_it_is, PARTY_COLOURS[n], labels)
        chosen = result.answers.merge(rows[["path", "value"]], on=["path", "value"])
        axes.plot(chosen["size"], chosen["share"], "D", c=PARTY_COLOURS[n], ms=8, mec="white", zorder=5, gid="answer")
    bound = f"the bound: {percent(manifest['below'])}"  # in the key, where it lies over no line
    axes.axhline(manifest["below"], color=INK, lw=1.0, ls=(0, (4, 2)), zorder=1, label=bound, gid="bound")
    axes.plot(0, as_it_is, "o", c=INK, ms=6, zorder=5, label="the scenario as it is", gid="as it is")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    top = top_of(result)
    axes.set(xlim=(-0.03, 1.04), ylim=(-0.02 * top, 1.02 * top))
    axes.set_xlabel("size of the change: share of the furthest value named")
    axes.set_ylabel(wrapped(f"{says_of(manifest)}, share of histories", NAME, 2))
    axes.legend(loc="upper left", bbox_to_anchor=(1.02, 1.0), title="Diamonds: the smallest that are below",
                title_fontsize=7.5, alignment="left")  # fmt: skip
    return figure


def _draw_ladder(axes: Axes, rows: "pd.DataFrame", as_it_is: float, colour: str, labels: Labels) -> None:
    played = rows[rows["share"].notna()]
    first, last = rows["value"].iloc[0], rows["value"].iloc[-1]
    values = str(first) if first == last else f"{first} to {last}"
    name = wrapped(f"{capital(labels.path(str(rows['path'].iloc[0])))}: {values}", NAME, 3)
    sizes, shares = np.r_[0.0, played["size"]], np.r_[as_it_is, played["share"]]
    look: dict[str, Any] = {"c": colour, "lw": 1.2, "zorder": 3}
    axes.plot(sizes, shares, marker="o", ms=3, label=name, gid="ladder", **look)
    axes.vlines(played["size"], played["low"], played["high"], color=colour, lw=0.8, alpha=0.7, zorder=2)
    if played.empty:
        axes.plot([], [], c=MUTED, label=name)
