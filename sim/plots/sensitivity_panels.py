"""What the figures of sensitivity share: a panel a measure, the paths that vary from the most to the least."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.labels import Labels, percent
from sim.analysis.sensitivity import Sensitivity, SensitivityError, sensitivity_of
from sim.analysis.sweep_sentences import headline_column, points_played, subject_of
from sim.analysis.sweep_table import SweepTable, is_share, table_of
from sim.analysis.sweep_words import quantity_words

from .style import INK, WIDTH, detail_lines, details_of, sheet, wrapped

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

MOST_PANELS = 8
ROW = 0.4  # inches of a path
NAME, NAME_LINES = 30, 3  # characters of a line of its name, and such lines
MARGINS = (2.05, 0.92, 0.95)  # inches beside and below a panel
MUCH_NOISE = 0.5  # of the variance; a title says so where sampling noise may be more


class Drawn(NamedTuple):
    """What a figure of sensitivity shows."""

    result: "SweepResult"
    table: SweepTable
    found: Sensitivity

    def words(self, path: str) -> str:
        """Name of a path, as a reader sees it."""
        return Labels(self.result.manifest["scenario"]).path(path)


def can_be_drawn(result: "SweepResult", of: str | None, design: str) -> bool:
    """Whether the sensitivity of a sweep of some design can be drawn."""
    try:
        drawn_of(result, of, design)
    except SensitivityError:
        return False
    return True


def drawn_of(result: "SweepResult", of: str | None, design: str) -> Drawn:
    """Sensitivity of what is shown of a sweep."""
    if result.manifest["design"] != design:
        raise SensitivityError(f"this figure is of a sweep of design {design}, not {result.manifest['design']}")
    table = table_of(result, of)
    found = sensitivity_of(result, of, table.shown[:MOST_PANELS])
    if not found.measures:
        raise SensitivityError(f"nothing varies among {', '.join(found.constant)}, and so nothing can be drawn")
    return Drawn(result, table, found)


def figure_of(
    drawn: Drawn,
    by: str,
    said: str,
    number: Callable[[str, float], str],
    draw: Callable[[Axes, "pd.DataFrame", str, Drawn], None],
    key: Sequence[Any],
) -> Figure:
    """Lay out a panel a measure, the paths from the one that matters most down, and draw them."""
    measures = drawn.found.measures
    columns = min(2, len(measures))
    n_paths = drawn.found.table["path"].nunique()
    heights = [ROW * n_paths + 0.1] * ceil(len(measures) / columns)
    figure, panels = sheet(
        _title(drawn, by, said, number), _details(drawn), heights, columns=columns, margins=MARGINS, gap=0.78,
        first_gap=0.42,
    )  # fmt: skip
    for spare in panels[len(measures) :]:
        spare.remove()
    for axes, measure in zip(panels, measures, strict=False):
        rows = drawn.found.ranked(measure)
        _prepare(axes, [drawn.words(path) for path in rows["path"]], measure)
        draw(axes, rows, measure, drawn)
    height = figure.get_size_inches()[1]
    figure.legend(handles=key, loc="lower left", bbox_to_anchor=(0.3 / WIDTH, 0.14 / height), ncols=len(key))
    return figure


def _prepare(axes: Axes, names: Sequence[str], measure: str) -> None:
    axes.set_title(quantity_words(measure))
    axes.set_yticks(range(len(names)), [name_on_lines(name) for name in names])
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)


def name_on_lines(name: str) -> str:
    """Name of a path on a few lines; where it is long the middle is left out, never whose it is."""
    whole = wrapped(name, NAME, 2)
    if not whole.endswith("…"):
        return whole
    head, of, whose = name.rpartition(" of the policy of ") if " of the policy of " in name else name.rpartition(" of ")
    tail = wrapped(f"{of.strip()} {whose}", NAME, 2)
    return f"{wrapped(head, NAME, NAME_LINES - 1 - tail.count(chr(10)))}\n{tail}" if head else wrapped(name, NAME, 3)


def _title(drawn: Drawn, by: str, said: str, number: Callable[[str, float], str]) -> str:
    """Say which path matters most, for the measure that the sweep is about."""
    measures, asked = drawn.found.measures, headline_column(drawn.result, drawn.table)
    measure = asked if asked in measures else measures[0]
    top = drawn.found.ranked(measure).iloc[0]
    what = quantity_words(measure)
    subject = subject_of(drawn.result, drawn.table)
    whose = f"{subject}, {what[:1].lower()}{what[1:]}" if subject else what
    path, share = drawn.words(str(top["path"])), number(measure, float(top[by]))
    played = points_played(drawn.result, drawn.table.frame.dropna(subset=[measure]))
    sure = _how_sure(top, by, partial(number, measure))
    return f"{played}{whose}: {path} {said.format(share)}{sure}{_rivals(drawn, measure)}"


def _rivals(drawn: Drawn, measure: str) -> str:
    """Say so where another path may matter as much as the first."""
    rivals = drawn.found.rivals(measure)
    if not rivals:
        return ""
    named = drawn.words(rivals[0]) if len(rivals) == 1 else f"any of {len(rivals)} others"
    return f"; it may as well be {named}"


def _how_sure(top: "pd.Series[Any]", by: str, number: Callable[[float], str]) -> str:
    """Give the interval of the number in the title, and say so where noise may be most of what is explained."""
    low, high, noise = (top.get(column, math.nan) for column in (f"{by}_low", f"{by}_high", "noise_share"))
    said = []
    if low == low:
        least = number(low).removesuffix(" %").removesuffix(" points")
        said.append(f"95 % interval {least} to {number(high)}")
    if noise > MUCH_NOISE:
        said.append(f"sampling noise may be up to {percent(noise)} of the variance")
    return f" ({'; '.join(said)})" if said else ""


def _details(drawn: Drawn) -> str:
    """Write what the figure is made from, and what is to be known of it."""
    manifest = drawn.result.manifest
    histories = f"{Labels.count(int(manifest['runs']), 'history')} a point"
    points = f"design {manifest['design']}, {Labels.count(len(drawn.result.points), 'point')}"
    title = str(manifest["title"] or manifest["name"])
    first = details_of(manifest, title, points, histories, f"seed {manifest['seed']}")
    constant = f"Nothing varies: {', '.join(map(quantity_words, drawn.found.constant))}."
    notes = [constant if note.startswith("No index") else note for note in drawn.found.notes]
    return "\n".join([first, *map(detail_lines, notes)])


def in_percent(share: float, _: int | None = None) -> str:
    """Write a share on an axis."""
    return f"{100 * share:.4g} %".replace("-", "−")


def draw_intervals(axes: Axes, rows: "pd.DataFrame", name: str, places: Any) -> None:
    """Draw the 95 % intervals of a number beside its bars."""
    low, high = rows[f"{name}_low"], rows[f"{name}_high"]
    axes.hlines(places, low, high, color=INK, lw=1.2, zorder=3, gid=f"{name}_intervals")


def measure_axis(axes: Axes, measure: str) -> None:
    """Give axes the scale of a measure."""
    axes.xaxis.set_major_locator(MaxNLocator(5))
    if is_share(measure):
        axes.xaxis.set_major_formatter(FuncFormatter(in_percent))
    else:
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.4g}".replace("-", "−")))
