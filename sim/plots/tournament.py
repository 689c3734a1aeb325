"""The figure of a tournament: which policy does how well against which."""

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from sim.analysis.labels import percent, spaced

from .shown import name_of
from .style import INK, PARTY_COLOURS, WIDTH, details_line, sheet, split, styled, text_width, wrapped

if TYPE_CHECKING:
    from sim.results.tournament import Tournament

SHADES = LinearSegmentedColormap.from_list("shades", ["#ffffff", "#9db4cf", PARTY_COLOURS[0], "#0a213b"])
DARK = 0.42  # of the way from white, from which on numbers are written in white
LARGEST_CELL = 0.5  # inches
BETWEEN = 0.25  # inches between what belongs to neighbouring panels


class Panel(NamedTuple):
    """What a panel shows: column of the table, title, decimals of a number, its unit, value of the darkest shade."""

    column: str
    title: str
    decimals: int
    unit: float
    top: float | None  # the largest value where there is none


PANELS = (
    Panel("rupture", "Ends in rupture, % of histories", 0, 0.01, 100),
    Panel("loss", "Institutional loss at the end, mean", 2, 1, 1),
    Panel("moves", "Hostile moves, mean", 1, 1, None),
)


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
    cell = min(LARGEST_CELL, (WIDTH / 2 - label - BETWEEN) / len(policies))
    side = cell * len(policies)
    columns = 3 if 3 * (label + side + BETWEEN) <= WIDTH else 2
    heights = [side] * ceil(len(PANELS) / columns)
    figure, rows = sheet(*_heading(tournament), heights, gap=label + 0.55, margins=(0.3, 0.3, 0.3))
    spans = [(WIDTH / columns * column + label + 0.1, side) for column in range(columns)]
    places = [axes for row in rows for axes in split(row, spans)]
    for axes, panel in zip(places, PANELS, strict=False):
        _draw_panel(axes, tournament, panel, cell)
    for spare in places[len(PANELS) :]:
        spare.remove()
    return figure


def _heading(tournament: "Tournament") -> tuple[str, str]:
    """Return the title, which says who fares how, and the line below it."""
    manifest, rupture = tournament.manifest, tournament.table["rupture"]
    n_runs, title = int(manifest["runs"]), str(manifest["title"] or manifest["name"])
    histories = f"{n_runs:,} {'history' if n_runs == 1 else 'histories'} a pair of policies"
    details = details_line(title, histories, f"seed {manifest['seed']}", "the darker, the more")
    least, most = percent(float(rupture.min())), percent(float(rupture.max()))
    pairs, asked = int(manifest["pairs"]), int(manifest["pairs_asked"])
    if pairs < asked:  # no word of what most ruptures come with: the rest may say otherwise
        shares = most if least == most else f"from {least} to {most}"
        return f"In the {pairs} of {asked} pairs of policies played, {shares} of histories end in rupture", details
    if least == most:
        return f"Whatever the policies, {most} of histories end in rupture", details
    return f"From {least} to {most} of histories end in rupture{_most_ruptures(tournament)}", details


def _most_ruptures(tournament: "Tournament") -> str:
    """Say with which policy of which party most ruptures come; nothing where several parties or policies do alike."""
    means = {side: tournament.table.groupby(f"{side}_policy")["rupture"].mean().round(9) for side in "ab"}
    most = max(mean.max() for mean in means.values())
    found = [(side, str(policy)) for side, mean in means.items() for policy in mean.index[mean == most]]
    if len({side for side, _ in found}) > 1 or len(found) > 2:
        return ""
    policies = " or ".join(spaced(policy) for _, policy in found)
    return f", most where {name_of(tournament, tournament.manifest[found[0][0]])} follows {policies}"


def _grid(tournament: "Tournament", panel: Panel) -> pd.DataFrame:
    """Set one column of the table out: a row a policy of the one, a column a policy of the other."""
    policies = tournament.manifest["policies"]
    table = tournament.table.pivot_table(panel.column, "a_policy", "b_policy")
    return table.reindex(index=policies, columns=policies) / panel.unit


def _draw_panel(axes: Axes, tournament: "Tournament", panel: Panel, cell: float) -> None:
    """Draw one measure as shades, with its number in each cell."""
    grid, manifest = _grid(tournament, panel), tournament.manifest
    values, names = grid.to_numpy(dtype=float), [spaced(policy) for policy in grid.index]
    top = panel.top or max(1.0, float(np.nanmax(values)))
    axes.pcolormesh(np.ma.masked_invalid(values), cmap=SHADES, vmin=0, vmax=top, edgecolor="white", linewidth=0.8)
    for (i, j), value in np.ndenumerate(values):
        said = "–" if np.isnan(value) else f"{value:.{0 if value >= 100 else panel.decimals}f}"
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
    axes.set_ylabel(f"policy of {wrapped(name_of(tournament, manifest['a']), 28, 1)}")
    axes.set_xlabel(f"policy of {wrapped(name_of(tournament, manifest['b']), 28, 1)}", loc="left")
    axes.set_title(panel.title)
