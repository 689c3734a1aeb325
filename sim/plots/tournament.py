"""The figure of a tournament: which policy does how well against which."""

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sim.analysis.labels import Labels, percent, spaced
from sim.analysis.sweep_words import quantity_words
from sim.analysis.tournament_headline import headline
from sim.results.measures import EVENT_OF, MEASURE_OF

from .relations import LONGEST, labels_of
from .style import INK, PARTY_COLOURS, WIDTH, details_of, sheet, split, styled, text_width, wrapped

if TYPE_CHECKING:
    from sim.results.tournament import Tournament

SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", "#9db4cf", PARTY_COLOURS[0], "#0a213b"])
DARK = 0.42  # of the way from white, from which on numbers are written in white
LARGEST_CELL = 0.5  # inches
NOT_DRAWN = ("tension_peak",)  # it goes with the loss
OVER, LINE = 0.3, 0.14  # inches that a label may be longer than its side, and of a line of it
SHORTEST, CHARACTER = 12, 0.07  # characters of a line of a label at least, and inches of one
BETWEEN = 0.25  # inches between what belongs to neighbouring panels


class Panel(NamedTuple):
    """What a panel shows: column of the table, title, decimals of a number, its unit, value of the darkest shade."""

    column: str
    title: str
    decimals: int
    unit: float = 1.0
    top: float | None = None  # the largest value where there is none


def panels_of(table: pd.DataFrame) -> list[Panel]:
    """Panels: how often it ends in rupture, and each measure of the table but the highest tension."""
    measures = [MEASURE_OF[column] for column in table if column in MEASURE_OF and column not in NOT_DRAWN]
    return [
        Panel("rupture", f"{quantity_words('rupture')}, % of histories", 0, 0.01, 100),
        *(
            Panel(each.name, quantity_words(each.name), max(1, each.digits), top=1.0 if each.is_fraction else None)
            for each in measures
        ),
    ]


@styled
def heat_map(tournament: "Tournament") -> Figure:
    """Draw policies against policies: how often they end in rupture, what is lost, how much is done.

    Parameters
    ----------
    tournament : Tournament

    Returns
    -------
    Figure, three panels: the policies of the one party from top to bottom, of the other from left to right
    """
    policies = list(tournament.manifest["policies"])
    label = max(text_width(spaced(policy)) for policy in policies) + 0.4
    up = _words(tournament, "a", min(LARGEST_CELL * len(policies), WIDTH / 2 - label - BETWEEN) + OVER)
    label += LINE * up.count("\n")
    cell = min(LARGEST_CELL, (WIDTH / 2 - label - BETWEEN) / len(policies))
    side = cell * len(policies)
    columns = 3 if 3 * (label + side + BETWEEN) <= WIDTH else 2
    across = _words(tournament, "b", WIDTH / columns - label - 0.1)
    panels = panels_of(tournament.table)
    heights = [side] * ceil(len(panels) / columns)
    gap = label + 0.55 + LINE * across.count("\n")
    figure, rows = sheet(headline(tournament), _details(tournament), heights, gap=gap, margins=(0.3, 0.3, 0.4))
    spans = [(WIDTH / columns * column + label + 0.1, side) for column in range(columns)]
    places = [axes for row in rows for axes in split(row, spans)]
    for axes, panel in zip(places, panels, strict=False):
        _draw_panel(axes, tournament, panel, cell)
        axes.set_ylabel(up)
        axes.set_xlabel(across, loc="left")
    for spare in places[len(panels) :]:
        spare.remove()
    return figure


def _details(tournament: "Tournament") -> str:
    """Write what the figure is made from."""
    manifest = tournament.manifest
    histories = f"{Labels.count(int(manifest['runs']), 'history')} a pair of policies"
    title = str(manifest["title"] or manifest["name"])
    return details_of(manifest, title, histories, f"seed {manifest['seed']}", "the darker, the more")


def _grid(tournament: "Tournament", panel: Panel) -> pd.DataFrame:
    """Set one column of the table out: a row a policy of the one, a column a policy of the other."""
    policies = tournament.manifest["policies"]
    table = tournament.table.pivot_table(panel.column, "a_policy", "b_policy")
    return table.reindex(index=policies, columns=policies) / panel.unit


def _words(tournament: "Tournament", side: str, inches: float) -> str:
    """Say whose policies stand along a side of so many inches, on as many lines as that takes."""
    party = labels_of(tournament, LONGEST).party(tournament.manifest[side])
    return wrapped(f"policy of {party}", max(SHORTEST, int(inches / CHARACTER)), 4)


def _number(value: float, panel: Panel) -> str:
    """Number of a cell: a share as tables have it, without the sign."""
    if np.isnan(value):
        return "–"
    if panel.column in EVENT_OF:
        return percent(value * panel.unit).removesuffix(" %")
    return f"{value:.{0 if value >= 100 else panel.decimals}f}"


def _draw_panel(axes: Axes, tournament: "Tournament", panel: Panel, cell: float) -> None:
    """Draw one measure as shades, with its number in each cell."""
    grid = _grid(tournament, panel)
    values, names = grid.to_numpy(dtype=float), [spaced(policy) for policy in grid.index]
    top = panel.top or max(1.0, float(np.nanmax(values)))
    axes.pcolormesh(np.ma.masked_invalid(values), cmap=SHADES, vmin=0, vmax=top, edgecolor="white", linewidth=0.8)
    for (i, j), value in np.ndenumerate(values):
        said = _number(value, panel)
        colour = "white" if value > DARK * top else INK
        axes.text(
            j + 0.5,
            i + 0.5,
            said,
            ha="center",
            va="center",
            size=min(8.0, 100 * cell / max(4, len(said))),
            color=colour,
        )
    middle = np.arange(len(names)) + 0.5
    axes.set_yticks(middle, names)
    axes.set_xticks(middle, names, rotation=90)
    axes.xaxis.set_ticks_position("top")
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.set(xlim=(0, len(names)), ylim=(len(names), 0))
    axes.grid(visible=False)
    axes.spines[:].set_visible(False)
    axes.set_title(panel.title)
