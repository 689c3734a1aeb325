"""The phase diagram of a sweep over two paths: how it ends, and what it costs, at every pair of values.

The first path stands across, the second up; each combination of further paths has a row of panels of its own.
"""

from collections.abc import Sequence
from math import ceil
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from sim.analysis.frontiers import frontiers_of
from sim.analysis.regions import regions_of
from sim.analysis.sweep_sentences import extent_sentence, headline_column
from sim.analysis.sweep_table import SweepTable, table_of

from .frontier_lines import draw_frontiers
from .phase_grid import Grid, grids_of, has_phases
from .phase_panel import draw_most_likely, draw_quantity, is_marked, label_for, mark_own, prepare
from .region_lines import NOTE, draw_region
from .style import WIDTH, sheet, split, styled, text_width, wrapped
from .sweep_axis import LINE
from .sweep_heading import sweep_details

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

COLUMNS = 3  # panels beside each other
KEY_ROOM = 0.95  # inches on the right of a panel
MOST_LIKELY = "most likely"  # the panel that shows no single column of the summary
WIDEST, HIGHEST = 7.0, 4.0  # inches of a panel
LOW_PANEL = 4  # values, below which a panel is lower than wide


@styled
def phase(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw what a grid over two paths comes to: the most likely regime, the share of each, what is lost.

    Shades are on one scale for all shares, white for none and the darkest for all; lines stand at 25, 50 and 75 %, and
    are dotted where the 95 % intervals leave them open by more than a step of the grid; of means over one history no
    interval is known, and their lines are plain.  Where theory knows a frontier, it is the dashed line.  Where a region
    of a share was found, see :mod:`sim.analysis.regions`, it has an outline.

    Parameters
    ----------
    result : SweepResult of a grid over two paths or more: the first across, the second up, a row a combination of
        the others
    of : what is drawn: a relation, "theatre", ...; what the experiment names, or the first relation, if absent

    Returns
    -------
    Figure, a panel a quantity and its key

    Raises
    ------
    ValueError
        If the sweep has no phase diagram, or no row of that name.
    """
    if not has_phases(result):
        raise ValueError("phase: expected a grid over two paths, and 6 combinations of any others at most")
    table = table_of(result, of)
    grids = dict(grids_of(result, table))
    kinds = _kinds(result, table, len(grids))
    figure, panels = _lay_out(result, table, grids, kinds)
    frontiers = frontiers_of(result)
    regions = {region.event: region for region in regions_of(result, of)}
    is_outlined = False
    for (said, grid), own in zip(grids.items(), panels, strict=True):
        if said:
            _caption(own[0], f"Where {said}")
        for n, (axes, kind) in enumerate(zip(own, kinds, strict=True)):
            prepare(axes, grid, is_left=n % COLUMNS == 0, is_lowest=n + COLUMNS >= len(kinds))
            draw_frontiers(axes, grid, frontiers, is_labelled=n == 0)
            _draw(axes, grid, table, kind)
            mark_own(axes, grid)
            is_outlined |= kind in regions and draw_region(axes, grid, regions[kind])
    drawn = [line for own in panels for axes in own for line in axes.lines]
    figure.texts[1].set_text(sweep_details(result, *_notes(grid, kinds, drawn), *[NOTE] * is_outlined))
    return figure


def _kinds(result: "SweepResult", table: SweepTable, n_grids: int) -> list[str]:
    """What each panel shows; of several grids only as much as stands in a row."""
    leading = table.frame[table.regimes].dropna().idxmax(axis=1).nunique() if table.regimes else 0
    first = [MOST_LIKELY] if leading > 1 else []
    if n_grids == 1:
        return [*first, *table.shown]
    head = headline_column(result, table)
    others = [column for column in (*table.means, *table.shares) if column != head]
    return [*first, head, *others][:COLUMNS]


def _lay_out(
    result: "SweepResult", table: SweepTable, grids: dict[str, Grid], kinds: list[str]
) -> tuple[Figure, list[list[Axes]]]:
    """Lay out the page: rows of panels at fixed places, those of each grid together."""
    grid = next(iter(grids.values()))
    n_kinds = len(kinds)
    names, n_y = [] if grid.y.is_number else grid.y.ticks(1)[1], len(grid.y.values)
    columns = min(COLUMNS, n_kinds)
    left = 0.78 + max([0.28, *(text_width(line) for name in names for line in name.split("\n"))])
    width = min(WIDEST, (WIDTH - left) / columns - KEY_ROOM)
    height = min(width, HIGHEST) if n_y > LOW_PANEL else 0.5 + 0.42 * n_y
    n_rows = ceil(n_kinds / columns)
    below = 0.42 + grid.x.room_across(width) + LINE * label_for(grid.x, width).count("\n")
    details = sweep_details(result, "…")  # a line for notes, which are known once all is drawn
    heading = extent_sentence(result, table, headline_column(result, table)), details
    above, margins = 0.34 if len(grids) == 1 else 0.54, (0.3, 0.3, below + 0.1)
    heights = [height] * (n_rows * len(grids))
    figure, rows = sheet(*heading, heights, margins=margins, gap=above + below, first_gap=above + 0.06)
    spans = [(left + column * (width + KEY_ROOM), width) for column in range(columns)]
    panels = []
    for first in range(0, len(rows), n_rows):
        places = [axes for row in rows[first : first + n_rows] for axes in split(row, spans)]
        for spare in places[n_kinds:]:
            spare.remove()
        panels.append(places[:n_kinds])
    return figure, panels


def _notes(grid: Grid, kinds: list[str], drawn: Sequence[Line2D]) -> list[str]:
    """Say how the lines and the marks are to be read that are drawn."""
    is_dotted = any(str(line.get_gid()).startswith("level") and line.is_dashed() for line in drawn)
    is_crossed = any(line.get_gid() == "own" and line.get_marker() == "x" for line in drawn)
    is_known = [grid.has_intervals(kind) for kind in kinds if kind != MOST_LIKELY]
    which = "the 95 % intervals" if all(is_known) else "the 95 % intervals, known of shares alone,"
    lines = f"dotted lines: {which} leave them open by more than a step of the grid"
    own = f"triangles at the edges{', and cross' if is_crossed else ''}: the scenario as it is"
    return [lines] * is_dotted + [own] * is_marked(grid.x, grid.y)


def _caption(axes: Axes, said: str) -> None:
    """Say above a row of panels what they have in common."""
    figure, box = axes.figure, axes.get_position()
    height = figure.get_size_inches()[1]  # type: ignore[union-attr]
    figure.text(0.3 / WIDTH, box.y1 + 0.36 / height, wrapped(said, 110, 1), size=10, weight="bold")


def _draw(axes: Axes, grid: Grid, table: SweepTable, kind: str) -> None:
    if kind == MOST_LIKELY:
        draw_most_likely(axes, grid, table.regimes)
        return
    values = table.frame[kind]
    draw_quantity(axes, grid, kind, (float(values.min()), float(values.max())))
