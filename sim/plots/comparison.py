"""The figure of a comparison: what a change makes different, day by day and in the end."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.analysis.labels import Labels, capital, percent
from sim.analysis.near_limits import near_limits
from sim.analysis.rounding import decimals_of, top_of_shares
from sim.analysis.what_if import names_of_worlds, relation_shown
from sim.analysis.where_defined import in_pairs
from sim.results.manifest import title_of
from sim.results.measures import (
    ANY_BREAK,
    FIRST_BREAK,
    OWN,
    REGIMES,
    RUPTURE_AT_ANY_TIME,
    SIDE_MEASURES,
    breaking_party,
    event_of,
)

from .bars import write_beside
from .relations import LONGEST
from .style import (
    INK,
    MUTED,
    PARTY_COLOURS,
    WIDTH,
    date_axis,
    detail_lines,
    details_of,
    limits_of,
    period_of,
    sheet,
    styled,
    wrapped,
)

if TYPE_CHECKING:
    from sim.results.comparison import Comparison

CURVES = {"loss": "share of worth\nlost", "tension": "tension\n(severity)"}
# the two worlds: (colour, line style)
LINES: tuple[tuple[str, Any], tuple[str, Any]] = ((MUTED, (0, (4, 1.5))), (PARTY_COLOURS[0], "-"))
MARGINS = (0.95, 5.95, 0.6)  # inches beside and below the curves
DOTS = (7.5, 2.3)  # inches from the left edge of the page to the outcomes, and their width
TITLE, SUBJECT = 46, 30  # characters of a line of the title of a panel, and of the name above outcomes
ORDER = (*(event.words for event in (*REGIMES, RUPTURE_AT_ANY_TIME, FIRST_BREAK, ANY_BREAK)), *SIDE_MEASURES)


@styled
def difference(comparison: "Comparison") -> Figure:
    """Draw what a change makes different: medians of both worlds, the mean difference, and how else it ends.

    Drawn are loss and tension of the relation that the sentence is about, or the first one followed, and differences of
    its outcomes, of what its sides lose of their ties, of the theatre and of the whole run.

    Parameters
    ----------
    comparison : Comparison

    Returns
    -------
    Figure, four panels of curves and one of outcomes beside them
    """
    curves = comparison.curves
    name = relation_shown(comparison)
    limits, titles = limits_of(curves["date"]), _names(comparison)
    figure, rows = sheet(*heading_of(comparison), [1.45, 0.95] * len(CURVES), margins=MARGINS)
    for row, curve in enumerate(CURVES):
        own = curves[(curves["name"] == name) & (curves["curve"] == curve)]
        above, below = rows[2 * row : 2 * row + 2]
        _draw_medians(above, own, curve, titles)
        above.set_title(wrapped(_title(comparison, name, curve), TITLE, 2))
        _draw_difference(below, own, curve)
    for axes in rows:
        date_axis(axes, limits, axes is rows[-1], most=8)
    _draw_outcomes(_beside(figure, rows), comparison, name)
    return figure


def heading_of(comparison: "Comparison") -> tuple[str, str]:
    """Return the answer as the title, and below it what it comes from."""
    manifest = comparison.manifest
    subject = title_of(manifest)
    days = [manifest["scenario_a"][day] for day in ("start", "end")]
    period = period_of(pd.Series(np.array(days, dtype="datetime64[s]")))
    pairs = f"{int(manifest['runs']):,} pairs of histories"
    details = details_of(manifest, subject, period, pairs, f"seed {manifest['seed']}", "95 % intervals")
    said = [detail_lines(line) for line in near_limits(comparison)]
    said += [detail_lines(each.sentence) for each in in_pairs(manifest)]
    return comparison.sentence or subject, "\n".join([details, *said])


def _names(comparison: "Comparison") -> tuple[str, str]:
    """Name the two worlds, in few words."""
    manifest = comparison.manifest
    is_unnamed = not manifest.get("label") and manifest["title_a"] == manifest["title_b"]
    return ("as it is", "changed") if is_unnamed else names_of_worlds(manifest)


def _title(comparison: "Comparison", name: str, curve: str) -> str:
    """Name a curve and whose it is."""
    subject = _labels(comparison).followed(name)
    return f"{'Institutional loss' if curve == 'loss' else 'Tension'}, {subject}: median of histories"


def _draw_medians(axes: Axes, rows: pd.DataFrame, curve: str, names: tuple[str, str]) -> None:
    """Draw the medians of both worlds, each named where it ends."""
    days, worlds = rows["date"].to_numpy(), ("a", "b")
    for world, (colour, line) in zip(worlds, LINES, strict=True):
        axes.step(days, rows[world], where="post", c=colour, ls=line, lw=1.9, label=f"median {world}")
    most = float(rows[["a", "b"]].max().max())
    top = top_of_shares(most) if curve == "loss" else 1.04 * max(1.0, most)
    axes.set_ylim(0, 1.04 * top)
    axes.set_ylabel(CURVES[curve])
    ends = rows[["a", "b"]].iloc[-1].to_numpy()
    said = [f"median, {wrapped(name, 17, 2)}\n{end:.2f}" for name, end in zip(names, ends, strict=True)]
    n_lines = 2 + sum(text.count("\n") for text in said)
    for text, place, (colour, _) in zip(said, _apart(ends, 0.055 * n_lines * top), LINES, strict=True):
        write_beside(axes, text, place, colour)


def _apart(ends: Any, least: float) -> tuple[float, float]:
    """Places of two labels: at their ends, or as far apart as they need."""
    middle, half = float(np.mean(ends)), max(least, abs(float(ends[1] - ends[0]))) / 2
    middle = max(middle, half + least / 3)  # not among the dates
    return (middle - half, middle + half) if ends[0] < ends[1] else (middle + half, middle - half)


def _draw_difference(axes: Axes, rows: pd.DataFrame, curve: str) -> None:
    """Draw the mean over pairs of what the change adds, with its interval."""
    days = rows["date"].to_numpy()
    axes.fill_between(days, rows["low"], rows["high"], step="post", color=LINES[1][0], alpha=0.25, lw=0, gid="interval")
    axes.axhline(0, color=INK, lw=0.9, zorder=1.5)
    axes.step(days, rows["difference"], where="post", c=LINES[1][0], lw=1.5, label="mean difference")
    furthest = max(0.02 if curve == "loss" else 1.0, float(rows[["low", "high"]].abs().max().max()))
    axes.set_ylim(-1.1 * furthest, 1.1 * furthest)
    axes.yaxis.set_major_locator(MaxNLocator(4, symmetric=True))
    axes.yaxis.set_major_formatter(FuncFormatter(_signed))
    axes.set_ylabel("mean\ndifference")
    end = rows.iloc[-1]
    digits = decimals_of(float(end["low"]), float(end["high"]), 2)
    middle, low, high = (_signed_alike(end[column], digits) for column in ("difference", "low", "high"))
    write_beside(axes, f"mean {middle}\n({low} to {high})", end["difference"], LINES[1][0])


def _signed_alike(value: float, digits: int) -> str:
    """Write a number with its sign and so many decimals; nothing has no sign."""
    text = f"{value:+.{digits}f}".replace("-", "−")
    return text if float(f"{value:.{digits}f}") else f"{0:.{digits}f}"


def _signed(value: float, _: int | None = None) -> str:
    """Write a number with its sign."""
    value = round(value, 3)
    return f"{value:+.3g}".replace("-", "−") if value else "0"


def _beside(figure: Figure, rows: list[Axes]) -> Axes:
    """Add a panel beside a column of others, as high as all of them."""
    bottom, top = rows[-1].get_position().y0, rows[0].get_position().y1
    return figure.add_axes((DOTS[0] / WIDTH, bottom, DOTS[1] / WIDTH, top - bottom))


def _draw_outcomes(axes: Axes, comparison: "Comparison", name: str) -> None:
    """Draw the difference that the change makes to the probability of each outcome, as dots with intervals."""
    labels = _labels(comparison)
    rows = _outcomes(comparison.differences, name, is_only=len(labels.relations) == 1)
    y, beside = 0.0, axes.get_yaxis_transform()
    ticks: dict[float, str] = {}
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    for subject, group in rows.groupby("name", sort=False):
        said = capital(labels.followed(str(subject)))
        look: dict[str, Any] = {"weight": "bold", "va": "center", "bbox": box, "zorder": 4, "gid": "subject"}
        axes.text(-0.52, y, wrapped(said, SUBJECT, 2), transform=beside, **look)
        places = y + 1 + np.arange(len(group))
        _draw_dots(axes, group, places)
        ticks |= dict(
            zip(places, (_event_name(labels, event, str(subject)) for event in group["measure"]), strict=True)
        )
        y = places[-1] + 1.5
    axes.set_yticks(list(ticks), list(ticks.values()))
    axes.set_ylim(y - 0.8, -0.6)
    axes.spines["left"].set_visible(False)  # it would cross the names above; what counts is the line at zero
    axes.set_title("Difference in how it ends")
    axes.set_xlabel("percentage points; hollow: the interval holds 0")


def _labels(comparison: "Comparison") -> Labels:
    """Names of the first world, cut so that they fit into a title."""
    return Labels(comparison.manifest["scenario_a"], LONGEST)


def _event_name(labels: Labels, event: str, subject: str) -> str:
    """Name an event, or what a side loses of its ties, on two short lines."""
    if party := breaking_party(event):
        return f"{wrapped(labels.party(party).removeprefix('the '), 20, 1)}\n{FIRST_BREAK.says}"
    if event in SIDE_MEASURES:
        return wrapped(labels.measure(event, subject).removeprefix("worth of ").removesuffix(" at the end"), 20, 2)
    return wrapped(labels.measure(event, subject).replace(" with somebody", ""), 20, 2)


def _outcomes(differences: pd.DataFrame, name: str, *, is_only: bool) -> pd.DataFrame:
    """Choose outcomes that happen in either world, and ties lost: of the relation, of others together, of the run."""
    event = differences["measure"].map(lambda each: FIRST_BREAK.words if breaking_party(each) else each)
    theatre = list(differences.loc[differences["level"] == "theatre", "name"].unique())
    order = list(dict.fromkeys([name, *theatre, "run", OWN]))
    is_own = (
        (differences["level"] == OWN) & event.map(lambda each: event_of(each) is not None) & differences["a"].notna()
    )
    rows = differences[differences["name"].isin(order) & (event.isin(ORDER) | is_own)]
    rows = rows[(rows["a"] != 0) | (rows["b"] != 0)]
    if is_only:
        rows = rows[~rows["name"].isin(theatre)]
    rank = rows["name"].map(order.index) * len(ORDER) + event[rows.index].map(_rank)
    return rows.loc[rank.sort_values(kind="stable").index]


def _rank(event: str) -> int:
    """Place of an event; own measures come last."""
    return ORDER.index(event) if event in ORDER else len(ORDER) - 1


def _draw_dots(axes: Axes, rows: pd.DataFrame, places: Any) -> None:
    """Draw differences of probabilities, in percentage points; hollow where they may be none."""
    low, high, middle = (100 * rows[column].to_numpy() for column in ("low", "high", "difference"))
    colour, is_none = LINES[1][0], (low <= 0) & (high >= 0)
    axes.hlines(places, low, high, color=colour, lw=1.6, zorder=2, gid="intervals")
    dots = axes.scatter(middle, places, s=30, c=np.where(is_none, "white", colour), edgecolor=colour, zorder=3)
    dots.set_gid("differences")
    axes.axvline(0, color=INK, lw=0.9, zorder=1.5)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    for place, a, b in zip(places, rows["a"], rows["b"], strict=True):
        write_beside(axes, f"{percent(a)} → {percent(b)}", place)
    furthest = max(5.0, 1.1 * float(np.abs([low, high]).max()), *axes.get_xlim())
    axes.set_xlim(-furthest, furthest)
    axes.xaxis.set_major_locator(MaxNLocator(4, symmetric=True, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(_signed))
