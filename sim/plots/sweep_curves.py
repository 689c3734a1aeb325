"""Curves of a sweep over one path: how it ends and what it costs, with 95 % intervals."""

from collections.abc import Sequence
from itertools import cycle
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullLocator

from sim.analysis.labels import Labels
from sim.analysis.sweep_sentences import extent_sentence, headline_column
from sim.analysis.sweep_table import SweepTable, interval_of, is_share, table_of
from sim.analysis.sweep_words import number_words, quantity_words, unit_of
from sim.results.measures import EVENT_OF, MEASURE_OF, OWN, event_of

from .bars import share_axis, write_beside
from .line_ends import LINE_HEIGHT, OUT, SIZE, LineEnd, last_number, write_ends
from .regimes import REGIME_TONES
from .style import INK, MUTED, PARTY_COLOURS, TEXT_SIZE, WIDTH, fitted, sheet, split, styled, text_width, wrapped
from .sweep_axis import PathAxis
from .sweep_heading import sweep_details
from .sweep_lines import HATCH, Part, own_note, parts_of, prepare_across
from .tournament import SHADES

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

COLUMNS = 3  # panels beside each other
LEFT, BETWEEN = 0.95, 0.75  # inches left of the first panel, and between panels
LABELS = 1.35  # inches for labels at the ends of lines
AIR = 0.05  # inches between a label and the edge of the page
HIGH, LOW = 2.6, 1.6  # inches of the panel of all regimes, and of each other one
MANY = 30  # values, beyond which points are not marked
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.5)), (0, (1, 1)), (0, (5, 1.5, 1, 1.5)), (0, (2.5, 1)), (0, (8, 2)))
ORDERS = 1000.0  # largest mean over the smallest, from which on an axis is logarithmic


class Look(NamedTuple):
    """What a line is called and how it looks."""

    label: str
    colour: str
    dashes: Any


@styled
def curves(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw shares and means against the one path that varies, with 95 % intervals.

    Parameters
    ----------
    result : SweepResult of a grid over one path, or over two of which one has few values: a line each
    of : what is drawn: a relation, "theatre", ...; what the experiment names, or the first relation, if absent

    Returns
    -------
    Figure; of one path a panel of all shares, and one a mean; of two paths a panel a quantity; where the values are
    names, a panel a quantity with a dot a name

    Raises
    ------
    ValueError
        If the sweep is none of these, or has no row of that name.
    """
    table = table_of(result, of)
    axis, other, parts = parts_of(result, table)
    heading = extent_sentence(result, table, headline_column(result, table))
    shaded = f"{'shades' if axis.is_number else 'whiskers'}: 95 % intervals"
    details = sweep_details(result, *[shaded] * (result.manifest["runs"] > 1), *own_note(axis))
    if not axis.is_number:
        return _draw_names(heading, details, table, axis, parts[0])
    if other is not None:
        return _draw_quantities(heading, details, result, table, axis, other, parts)
    return _draw_one_path(heading, details, result, table, axis, parts[0])


def _means(result: "SweepResult", table: SweepTable) -> list[str]:
    """Means that are drawn: those asked for, or all that there are."""
    if table.level == OWN or (result.manifest.get("experiment") or {}).get("show"):
        return table.means
    return [name for name in MEASURE_OF if name in table.frame and table.frame[name].notna().any()]


def _draw_one_path(
    heading: str, details: str, result: "SweepResult", table: SweepTable, axis: PathAxis, part: Part
) -> Figure:
    """Draw all shares in one panel, and each mean in a panel of its own."""
    shares, means = table.shares, _means(result, table)
    labels = Labels(result.manifest["scenario"])
    heights = [HIGH] * bool(shares) + [LOW] * ceil(len(means) / COLUMNS)
    figure, rows = sheet(heading, details, heights, gap=0.78, first_gap=0.4, margins=(LEFT, LABELS, 0.55))
    if shares:
        looks = [_look_of(column) for column in shares]
        prepare_across(rows[0], axis, [part], is_lowest=True)
        _draw_lines(rows[0], [(part, column, look) for column, look in zip(shares, looks, strict=True)])
        rows[0].set_title("Shares of histories", pad=9)
    columns = min(COLUMNS, max(1, len(means)))
    places = _panels_of(rows[bool(shares) :], len(means), columns, BETWEEN, 0.3)
    for n, (axes, column) in enumerate(zip(places, means, strict=True)):
        prepare_across(axes, axis, [part], is_lowest=n + columns >= len(means))
        _draw_lines(axes, [(part, column, Look("", PARTY_COLOURS[0], "-"))])
        axes.set_title(wrapped(quantity_words(column, labels, table.name), 38, 1), pad=9)
    return figure


def _draw_quantities(
    heading: str,
    details: str,
    result: "SweepResult",
    table: SweepTable,
    axis: PathAxis,
    other: PathAxis,
    parts: list[Part],
) -> Figure:
    """Draw a panel a quantity, and in it a line a value of the other path."""
    columns, labels = min(2, len(table.shown)), Labels(result.manifest["scenario"])
    heights = [LOW + 0.2] * ceil(len(table.shown) / columns)
    said = fitted(other.words, LABELS - OUT - AIR, 4, SIZE)
    first_gap = max(0.4, 0.18 + LINE_HEIGHT * (1 + said.count("\n")))
    figure, rows = sheet(heading, details, heights, gap=0.78, first_gap=first_gap, margins=(LEFT, LABELS, 0.55))
    looks, most_share = _looks_of_values(other, parts), _most_share(table)
    for n, (axes, column) in enumerate(
        zip(_panels_of(rows, len(table.shown), columns, LABELS + BETWEEN, LABELS), table.shown, strict=True)
    ):
        prepare_across(axes, axis, parts, is_lowest=n + columns >= len(table.shown))
        _draw_lines(axes, [(part, column, look) for part, look in zip(parts, looks, strict=True)], most_share)
        axes.set_title(wrapped(quantity_words(column, labels, table.name), 40, 1), pad=9)
        axes.annotate(said, (1, 1), (7, 9), xycoords="axes fraction", textcoords="offset points", size=7.5, color=MUTED)
    return figure


def _panels_of(rows: Sequence[Axes], n: int, columns: int, between: float, right: float) -> list[Axes]:
    """Divide rows of a page into so many panels, with so many inches between them and on the right of the last."""
    width = (WIDTH - LEFT - right - between * (columns - 1)) / columns
    spans = [(LEFT + column * (width + between), width) for column in range(columns)]
    places = [axes for row in rows for axes in split(row, spans)]
    for spare in places[n:]:
        spare.remove()
    return places[:n]


def _most_share(table: SweepTable) -> float:
    """Upper end of all intervals of the shares that are shown, so that their panels can be compared."""
    return float(max((table.frame[f"{column}_high"].max() for column in table.shares), default=0.0))


def _look_of(column: str) -> Look:
    """Look of a share: a regime has its colour, whatever else is shown."""
    if column in REGIME_TONES:
        return Look(EVENT_OF[column].called, REGIME_TONES[column].line, DASHES[list(REGIME_TONES).index(column)])
    event = event_of(column)
    return Look(wrapped(event.called if event else column, 14, 2), INK, DASHES[-1])


def _looks_of_values(other: PathAxis, parts: Sequence[Part]) -> list[Look]:
    """Looks of lines, one a value: numbers the darker the larger, names by colour."""
    shades = np.linspace(0.45, 0.95, len(parts))
    colours = [to_hex(SHADES(shade)) for shade in shades] if other.is_number else PARTY_COLOURS
    return [
        Look(f"{part.said}:", colour, dashes)
        for part, colour, dashes in zip(parts, cycle(colours), cycle(DASHES), strict=False)
    ]


def _draw_lines(axes: Axes, lines: Sequence[tuple[Part, str, Look]], most_share: float = 0.0) -> None:
    """Draw lines with their intervals on one scale, and at the end of each what it is.

    Parameters
    ----------
    most_share : that a scale of shares has to hold in any case
    """
    _set_scale(axes, lines, most_share)
    ends = []
    for part, column, look in lines:
        numbers, (low, high) = part.numbers(column), interval_of(part.rows, column)
        axes.fill_between(part.x, low, high, color=look.colour, alpha=0.16, lw=0, gid=f"interval {column}")
        mark = "o" if len(part.x) <= MANY else ""
        axes.plot(part.x, numbers, c=look.colour, ls=look.dashes, lw=1.7, zorder=3, label=look.label or column)
        axes.plot(part.x, numbers, mark, c=look.colour, ms=2.6, zorder=3.1, clip_on=False)
        if look.label and (end := last_number(part.x, numbers)):
            ends.append(LineEnd(*end, _with_number(look.label, number_words(column, end[1])), look.colour))
    write_ends(axes, ends)
    axes.set_ylabel("share of\nhistories" if is_share(lines[0][1]) else unit_of(lines[0][1]))


def _with_number(label: str, number: str) -> str:
    """Write a number behind a label, or below it where there is no room."""
    room = LABELS - OUT - AIR
    broken, size = fitted(label, room, 2, SIZE), SIZE / TEXT_SIZE
    on_a_line = text_width(f"{broken.rpartition(chr(10))[2]} {number}") * size <= room
    return f"{broken}{' ' if on_a_line else chr(10)}{number}"


def _set_scale(axes: Axes, lines: Sequence[tuple[Part, str, Look]], most_share: float) -> None:
    """Give a panel the scale that holds all lines and intervals: shares in per cent, means from zero."""
    column = lines[0][1]
    seen = np.concatenate([x for part, name, _ in lines for x in (part.numbers(name), *interval_of(part.rows, name))])
    seen = seen[np.isfinite(seen)]
    least, most = (float(seen.min()), float(seen.max())) if len(seen) else (0.0, 1.0)
    if is_share(column):
        share_axis(axes, "y", max(most, most_share))
        return
    means = np.concatenate([part.numbers(name) for part, name, _ in lines])
    smallest = float(np.nanmin(means)) if np.isfinite(means).any() else 0.0
    if smallest > 0 and most > ORDERS * smallest:
        axes.set_yscale("log")
        axes.yaxis.set_major_locator(LogLocator(numticks=5))
        axes.yaxis.set_minor_locator(NullLocator())
    else:
        axes.set_ylim(min(0.0, 1.08 * least), 1.08 * most if most > 0 else 1.0)
        axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: number_words(column, value)))


def _draw_names(heading: str, details: str, table: SweepTable, axis: PathAxis, part: Part) -> Figure:
    """Draw a dot with its whisker a name, from top to bottom, in a panel a quantity."""
    _, names = axis.ticks(0)
    left = max(text_width(line) for name in names for line in name.split("\n")) + 0.75
    columns, most_share = min(COLUMNS, len(table.shown)), _most_share(table)
    width = (WIDTH - left) / columns - BETWEEN
    heights = [0.3 + 0.26 * len(names)] * ceil(len(table.shown) / columns)
    figure, rows = sheet(heading, details, heights, gap=0.8, first_gap=0.4, margins=(left, BETWEEN, 0.6))
    spans = [(left + column * (width + BETWEEN), width) for column in range(columns)]
    places = [axes for row in rows for axes in split(row, spans)]
    for n, (axes, column) in enumerate(zip(places, table.shown, strict=False)):
        _draw_dots(axes, part, column, most_share)
        axes.set_yticks(axis.places, names)
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0, labelleft=n % columns == 0)
        axes.set_title(wrapped(quantity_words(column), 40, 1))
        axes.set_xlabel(unit_of(column))
        if n % columns == 0:
            axes.set_ylabel(wrapped(axis.words, 40, 1))
            if axis.own == axis.own:
                axes.get_yticklabels()[int(axis.own)].set_fontweight("bold")
    for spare in places[len(table.shown) :]:
        spare.remove()
    return figure


def _draw_dots(axes: Axes, part: Part, column: str, most_share: float) -> None:
    """Draw the numbers of a column as dots with whiskers, each number beside its own."""
    numbers, (low, high) = part.numbers(column), interval_of(part.rows, column)
    axes.hlines(part.x, low, high, color=INK, lw=1.2, zorder=2, gid=f"interval {column}")
    axes.scatter(numbers, part.x, s=26, c=PARTY_COLOURS[0], zorder=3, gid=column, clip_on=False)
    most = float(np.nanmax([*high, *numbers, 0.0]))
    if is_share(column):
        share_axis(axes, "x", most_share)
    else:
        axes.set_xlim(min(0.0, float(np.nanmin([*low, 0.0]))), 1.05 * most or 1.0)
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: number_words(column, value)))
    for place, number in zip(part.x, numbers, strict=True):
        write_beside(axes, number_words(column, number) if number == number else "–", place)
    for place in part.x[~np.isfinite(numbers)]:
        axes.axhspan(place - 0.4, place + 0.4, fc="white", ec=MUTED, hatch=HATCH, lw=0, gid="failed")
