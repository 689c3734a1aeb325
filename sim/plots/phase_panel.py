"""One panel of a phase diagram: cells of one shade a value, lines of equal value, and the key beside it."""

import math
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import ListedColormap, LogNorm, Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.ticker import LogLocator, MaxNLocator, PercentFormatter

from sim.analysis.labels import percent
from sim.analysis.sweep_table import is_share
from sim.analysis.sweep_words import number_words, quantity_words
from sim.results.measures import EVENT_OF

from .contours import draw_contours
from .phase_grid import Grid
from .regimes import REGIME_TONES
from .style import BAND, HAIRLINE, INK, MUTED, WIDTH, inches_of, wrapped
from .sweep_axis import CHARACTER, Floats, PathAxis
from .tournament import DARK, SHADES

KEY_GAP, KEY_WIDTH = 0.13, 0.1  # inches
WRITTEN = 8  # values a path, up to which each cell has its number
SMALLEST_WRITTEN = 0.24  # inches across a cell that has its number
MOST_VECTORS = 2500  # cells, beyond which they are drawn as a picture
HATCH = "////"
LEVELS = ((0.5, "50 %", 1.5), (0.25, "25 %", 0.8), (0.75, "75 %", 0.8))  # share, label, width in points
ORDERS = 3  # of magnitude, from which on a mean is shaded by its logarithm
MEAN_LEVELS = 4
MAJORITY = 0.5
PAD = 9  # points between a panel and its title, where the marks of the scenario stand


def prepare(axes: Axes, grid: Grid, is_left: bool, is_lowest: bool) -> None:
    """Give a panel its axes: ticks at values that were played; names at the left and at the foot of all panels."""
    inches = inches_of(axes)
    axes.set(xlim=grid.x.edges[[0, -1]], ylim=grid.y.edges[[0, -1]])
    if grid.x.is_number:
        axes.set_xticks(*grid.x.ticks(inches[0]))
    else:
        names, turned = grid.x.names_across(inches[0])
        axes.set_xticks(grid.x.places, names, rotation=turned)
    axes.set_yticks(*grid.y.ticks(inches[1], is_across=False))
    axes.tick_params(labelleft=is_left)
    if is_left:
        axes.set_ylabel(label_for(grid.y, inches[1]))
    if is_lowest:
        axes.set_xlabel(label_for(grid.x, inches[0]))
    axes.grid(visible=False)
    axes.spines[:].set(visible=True, color=HAIRLINE)
    _draw_missing(axes, grid)


def label_for(axis: PathAxis, inches: float) -> str:
    """Label of an axis of that length, on as many lines as it needs."""
    return wrapped(axis.label, int((inches + 0.3) / CHARACTER), 3)


def _draw_missing(axes: Axes, grid: Grid) -> None:
    """Hatch the cells that cannot be played; shade those that have not been."""
    across, up = grid.x.edges, grid.y.edges
    missing = grid.rows["runs"].fillna(0).to_numpy() == 0
    for point in np.flatnonzero(missing):
        i, j, is_failed = grid.column[point], grid.row[point], grid.is_failed[point]
        look: dict[str, Any] = {"fc": "white", "hatch": HATCH} if is_failed else {"fc": BAND}
        look["gid"] = "failed" if is_failed else "empty"
        corner, size = (across[i], up[j]), (across[i + 1] - across[i], up[j + 1] - up[j])
        axes.add_patch(Rectangle(corner, *size, ec=MUTED if is_failed else BAND, lw=0, zorder=1.5, **look))


def draw_most_likely(axes: Axes, grid: Grid, regimes: list[str]) -> None:
    """Draw which regime is the most likely at each point, and how likely: its share, or a dot where it has no half."""
    shares = np.stack([grid.matrix(regime) for regime in regimes])
    is_played = ~np.isnan(shares).any(axis=0)
    leading = np.where(is_played, np.nan_to_num(shares).argmax(axis=0), 0)
    tones = [REGIME_TONES[regime] for regime in regimes]
    cmap = ListedColormap([tone.fill for tone in tones])
    colours = _draw_cells(axes, grid, np.ma.array(leading, mask=~is_played), cmap, Normalize(-0.5, len(tones) - 0.5))
    best = np.where(is_played, shares.max(axis=0), np.nan)
    ink = np.where([[tones[i].is_dark for i in row] for row in leading], "white", INK)
    has_numbers = is_written(axes, grid)
    if has_numbers:
        _write_cells(axes, grid, best, [[_per_cent(value) for value in row] for row in best], ink, colours)
    weak = np.argwhere(is_played & (best < MAJORITY)) if not has_numbers else np.empty((0, 2), dtype=int)
    axes.scatter(
        grid.x.places[weak[:, 1]],
        grid.y.places[weak[:, 0]],
        s=5,
        c=[ink[i, j] for i, j in weak],
        lw=0,
        zorder=2,
        gid="weak",
    )
    led = [n for n in range(len(regimes)) if np.any(is_played & (leading == n))]
    handles: list[Any] = [Patch(fc=tones[n].fill, ec=MUTED, lw=0.5, label=_broken(regimes[n])) for n in led]
    if len(weak):
        (dot,) = axes.plot([], [], "o", c=INK, ms=2.5, label="less than\nhalf of\nhistories")
        handles.append(dot)
    axes.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(1.03, 1.0), handlelength=0.8, handletextpad=0.5, fontsize=7
    )
    axes.set_title("Most likely end" + (", % of histories" if has_numbers else ""), pad=PAD)


def _broken(regime: str) -> str:
    """Name of a regime, in lines short enough to stand beside a panel."""
    return EVENT_OF[regime].called.replace(" ", "\n")


def draw_quantity(axes: Axes, grid: Grid, column: str, extent: tuple[float, float]) -> None:
    """Draw one quantity as shades, its number in each cell where there is room, and lines of equal value.

    Parameters
    ----------
    extent : least and largest number of all panels of the quantity; shares are shaded from 0 to 1 in any case
    """
    surface, scale = grid.surface(column), _scale_of(column, extent)
    colours = _draw_cells(axes, grid, np.ma.masked_invalid(surface.values), SHADES, scale)
    taken = _taken(axes, grid)
    if is_written(axes, grid):
        write = _per_cent if is_share(column) else partial(number_words, column)
        texts = [[write(value) for value in row] for row in surface.values]
        shade = np.ma.filled(scale(np.ma.masked_invalid(surface.values)), 0)
        _write_cells(axes, grid, surface.values, texts, np.where(shade > DARK, "white", INK), colours)
        taken += [(float(x), float(y)) for x in grid.x.places for y in grid.y.places]
    levels = LEVELS if is_share(column) else _levels_of(column, scale)
    if grid.has_contours and isinstance(scale, LogNorm):
        in_logs = tuple((math.log10(level), label, width) for level, label, width in levels)
        draw_contours(axes, surface.in_logs(), in_logs, taken)
    elif grid.has_contours:
        draw_contours(axes, surface, levels, taken)
    _draw_key(axes, column, scale, {level: said for level, said, _ in levels})
    axes.set_title(wrapped(quantity_words(column), 40, 1), pad=PAD)


def _taken(axes: Axes, grid: Grid) -> list[tuple[float, float]]:
    """Places that the label of a line should keep away from: the mark of the scenario, and frontiers."""
    frontiers = [line for line in axes.lines if line.get_gid() == "frontier"]
    along = [(float(x), float(y)) for line in frontiers for x, y in np.column_stack(line.get_data())[::10].tolist()]
    return [place for place in [(grid.x.own, grid.y.own), *along] if not np.isnan(place).any()]


def _scale_of(column: str, extent: tuple[float, float]) -> Normalize:
    """Scale of shades: of all shares the same, of a mean from the least to the largest."""
    least, most = extent
    if is_share(column):
        return Normalize(0, 1)
    if least > 0 and most > 10**ORDERS * least:
        return LogNorm(least, most)
    return Normalize(least, most if most > least else least + 1)


def _levels_of(column: str, scale: Normalize) -> tuple[tuple[float, str, float], ...]:
    """Round numbers between the least and the largest, those in the middle first."""
    least, most = float(scale.vmin or 0), float(scale.vmax or 0)
    locator: Any = LogLocator(numticks=MEAN_LEVELS + 1) if isinstance(scale, LogNorm) else MaxNLocator(MEAN_LEVELS)
    inside = [float(value) for value in locator.tick_values(least, most) if least < value < most]
    ordered = sorted(inside, key=lambda value: abs(inside.index(value) - (len(inside) - 1) / 2))
    words = [number_words(column, value) for value in ordered]
    if len({*words}) < len(words):  # of levels that are close together
        words = [f"{value:.3g}" for value in ordered]
    return tuple((value, said, 0.9) for value, said in zip(ordered, words, strict=True))


def is_written(axes: Axes, grid: Grid) -> bool:
    """Whether each cell has its number."""
    if max(len(grid.x.values), len(grid.y.values)) > WRITTEN:
        return False
    edges = grid.x.edges
    return float(np.diff(edges).min() / (edges[-1] - edges[0])) * inches_of(axes)[0] >= SMALLEST_WRITTEN


def _per_cent(share: float) -> str:
    """Share in per cent as tables have it, without the sign."""
    return percent(share).removesuffix(" %")


def _draw_cells(axes: Axes, grid: Grid, values: Any, cmap: Any, norm: Normalize) -> Any:
    """Draw the cells; returns their colours, (values of y, values of x, 4)."""
    few = max(values.shape) <= 2 * WRITTEN
    mesh = axes.pcolormesh(grid.x.edges, grid.y.edges, values, cmap=cmap, norm=norm, zorder=1, gid="cells")
    mesh.set(edgecolor="white" if few else "face", linewidth=0.5 if few else 0.1)
    mesh.set_rasterized(values.size > MOST_VECTORS)
    return cmap(norm(values))


def _write_cells(axes: Axes, grid: Grid, values: Floats, texts: Any, ink: Any, around: Any) -> None:
    """Write a number in the middle of each cell, in a box of its colour that no line strikes through."""
    edges = grid.x.edges
    width = float(np.diff(edges).min() / (edges[-1] - edges[0])) * inches_of(axes)[0]
    for (i, j), value in np.ndenumerate(values):
        if not np.isnan(value):
            size = min(7.0, 105 * width / max(2, len(texts[i][j])))
            place = (float(grid.x.places[j]), float(grid.y.places[i]))
            box = {"facecolor": around[i, j], "edgecolor": "none", "pad": 1.5}
            axes.text(
                *place,
                texts[i][j],
                ha="center",
                va="center",
                size=size,
                color=ink[i, j],
                zorder=3.5,
                bbox=box,
            )


def _draw_key(axes: Axes, column: str, scale: Normalize, levels: dict[float, str]) -> None:
    """Draw the scale of shades on the right of a panel."""
    figure: Figure = axes.figure  # type: ignore[assignment]
    box = axes.get_position()
    place = (box.x1 + KEY_GAP / WIDTH, box.y0, KEY_WIDTH / WIDTH, box.height)
    beside = figure.add_axes(place, label=f"key of {column}")
    ends = [0.0, 1.0] if is_share(column) else []
    bar = figure.colorbar(ScalarMappable(scale, SHADES), cax=beside, ticks=sorted([*levels, *ends]))
    bar.outline.set(edgecolor=HAIRLINE, linewidth=0.8)
    if is_share(column):
        beside.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    else:
        ticks = sorted(levels)
        beside.set_yticks(ticks, [levels[tick] for tick in ticks])
    beside.minorticks_off()
    beside.tick_params(length=2, pad=2, labelsize=7)
    beside.grid(visible=False)
    for level in levels:
        beside.axhline(level, color=INK, lw=0.7)


def mark_own(axes: Axes, grid: Grid) -> None:
    """Mark the scenario's own values at the upper and the right edge, and with a cross where no number stands."""
    own = np.array([grid.x.own, grid.y.own])
    look: dict[str, Any] = {"c": INK, "ms": 4.5, "ls": "", "clip_on": False, "zorder": 6, "gid": "own"}
    if not np.isnan(own[0]):
        axes.plot(own[0], 1.012, marker="v", transform=axes.get_xaxis_transform(), **look)
    if not np.isnan(own[1]):
        axes.plot(1.012, own[1], marker="<", transform=axes.get_yaxis_transform(), **look)
    if not (np.isnan(own).any() or is_written(axes, grid)):
        effects = [withStroke(linewidth=3.6, foreground="white")]
        axes.plot(*own, marker="x", c=INK, ms=6, mew=1.6, ls="", path_effects=effects, zorder=6, gid="own")


def is_marked(*axes: PathAxis) -> bool:
    """Whether the scenario's own value of a path lies inside."""
    return any(not np.isnan(axis.own) for axis in axes)
