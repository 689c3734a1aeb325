"""Figures of a forecast: what may be expected, how likely a rupture is, how the other side answers."""

from collections.abc import Sequence
from itertools import cycle
from math import ceil
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.forecast import busiest_directions
from sim.analysis.forecast_headline import reply_sentence
from sim.analysis.labels import Labels, capital, day_text, percent
from sim.results.measures import REGIMES

from .answers import MOST_CHAINS, draw_answers, draw_chains
from .bars import draw_bars, share_axis, write_beside
from .calendar_days import draw_calendar
from .lanes import Lanes, draw_lanes, families_key, in_lanes, marks_of
from .relations import LONGEST, followed, labels_of
from .style import (
    MUTED,
    RELATION_LINES,
    colours_of,
    date_axis,
    details_of,
    key,
    label_outside,
    limits_of,
    period_of,
    sheet,
    split,
    styled,
    wrapped,
)

if TYPE_CHECKING:
    from sim.results.forecast import Forecast

CURVES = {"loss": "share of institutional\nworth lost", "tension": "tension (severity)"}
BANDS = {"90 %": ("q05", "q95", 0.16), "50 %": ("q25", "q75", 0.3)}  # lower and upper quantile, shade
LOWEST = 0.1  # of a panel, where two lines of text beside it stand above its floor
SINGLE: dict[str, Any] = {"c": MUTED, "lw": 0.7, "alpha": 0.75, "zorder": 2.1}


def _heading(forecast: "Forecast", note: str = "") -> tuple[str, str]:
    """Return the title, which says what may be expected, and the line below it."""
    manifest = forecast.manifest
    subject, runs = str(manifest.get("title") or manifest["name"]), Labels.count(int(manifest["runs"]), "history")
    period, seed = period_of(forecast.survival["date"]), f"seed {manifest['seed']}"
    return str(manifest.get("headline") or subject), details_of(manifest, subject, period, runs, seed, note)


@styled
def fan(forecast: "Forecast", relations: Sequence[str] | None = None) -> Figure:
    """Draw how loss and tension of a few relations may go: bands, median and some single histories.

    Documented moves, if the forecast has any in these relations, stand in lanes above.

    Parameters
    ----------
    forecast : Forecast
    relations : names in its bands; the relations of the scenario's ``plots``, else the first ones, if absent

    Returns
    -------
    Figure, two panels a relation

    Raises
    ------
    ValueError : for a relation that the forecast does not follow
    """
    drawn, limits = followed(forecast, relations), limits_of(forecast.survival["date"])
    lanes = _documented(forecast, drawn, limits)
    heights = [*(each.height for each in lanes), *[1.3] * (len(CURVES) * len(drawn))]
    figure, panels = sheet(*_heading(forecast), heights)
    for axes in panels:
        date_axis(axes, limits, is_labelled=axes is panels[-1])
        label_outside(axes)
    for axes, each in zip(panels, lanes, strict=False):
        axes.set_title("Documented moves")
        axes.set_ylabel("party")
        draw_lanes(axes, each, colours_of(_relations(forecast, drawn)), "documented")
        families_key(axes, each.marks)
    places = iter(panels[len(lanes) :])
    for (colour, _), name in zip(cycle(RELATION_LINES), drawn, strict=False):
        for curve in CURVES:
            _draw_fan(next(places), forecast, name, curve, colour)
    first = panels[len(lanes)]
    draw_calendar(panels, forecast, _relations(forecast, drawn).values(), named=first)
    return figure


def _relations(forecast: "Forecast", drawn: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return the relations among what is drawn, with their parties."""
    return {name: parties for name, parties in labels_of(forecast).relations.items() if name in drawn}


def _documented(forecast: "Forecast", drawn: Sequence[str], limits: tuple[float, float]) -> list[Lanes]:
    """Set the documented moves in lanes, one a party; none at all where nothing is documented."""
    relations = _relations(forecast, drawn)
    marks = marks_of(forecast, forecast.observed, relations)
    marks = marks[marks["day"].between(*limits)]
    parties = {party: wrapped(labels_of(forecast).party(party), 22, 2) for party in colours_of(relations)}
    return [in_lanes(marks.assign(lane=marks["party"]), parties, limits, 16)] if len(marks) else []


def _held(rows: pd.DataFrame, last: Any) -> pd.DataFrame:
    """Hold the last value until the last day ends."""
    return pd.concat([rows, rows.tail(1).assign(date=last + pd.Timedelta(days=1))])


def _draw_fan(axes: Axes, forecast: "Forecast", name: str, curve: str, colour: str) -> None:
    """Draw one curve of one relation: bands, a few single histories, the median; beside it where they end."""
    last = forecast.survival["date"].max()
    bands = forecast.bands[(forecast.bands["name"] == name) & (forecast.bands["curve"] == curve)]
    rows = _held(bands, last)
    days, top = rows["date"].to_numpy(), float(rows["q95"].max())
    end, handles = _at_the_end(forecast, name, curve), list[Any]()
    for share, (low, high, shade) in BANDS.items():
        axes.fill_between(days, rows[low], rows[high], step="post", color=colour, alpha=shade, lw=0, gid=share)
        label = f"{share} in {end[low]:.2f}–{end[high]:.2f}"
        handles.append(Patch(color=colour, alpha=shade + 0.06, lw=0, label=label))
    singles = forecast.histories[forecast.histories["name"] == name]
    for run, history in singles.groupby("run"):
        history = _held(history, last)
        axes.step(history["date"].to_numpy(), history[curve], where="post", label=f"history {run}", **SINGLE)
        top = max(top, float(history[curve].max()))
    axes.step(days, rows["q50"], where="post", c=colour, lw=1.9, zorder=3, label="median")
    handles.append(Line2D([], [], c=colour, lw=1.9, label=f"median {end['q50']:.2f}"))
    handles += [Line2D([], [], **SINGLE, label="single histories")] * (len(singles) > 0)
    axes.set_ylim(0, 1.04 if curve == "loss" else 1.08 * max(1.0, top))
    axes.set_title(
        f"{'Institutional loss' if curve == 'loss' else 'Tension'}, {labels_of(forecast, LONGEST).followed(name)}"
    )
    axes.set_ylabel(CURVES[curve])
    key(axes, handles, f"at the end, {day_text(last, is_short=True)}")


def _at_the_end(forecast: "Forecast", name: str, curve: str) -> "pd.Series[Any]":
    """Quantiles of a curve at the end as ``measures`` has them; those of the bands are of coarser bins."""
    found = forecast.measures
    return found[(found["name"] == name) & (found["measure"] == f"{curve}_at_end")].iloc[0]


@styled
def ruptures(forecast: "Forecast", relations: Sequence[str] | None = None) -> Figure:
    """Draw the share of histories in rupture by each day, after Kaplan and Meier, and beside it how they end.

    Parameters
    ----------
    forecast : Forecast
    relations : names in its bands; as for :func:`fan`, and the theatre, if absent

    Returns
    -------
    Figure, a row of two panels a relation

    Raises
    ------
    ValueError : for a relation that the forecast does not follow
    """
    drawn = followed(forecast, relations)
    theatre = forecast.bands.loc[forecast.bands["level"] == "theatre", "name"].unique()
    drawn = drawn if relations else list(dict.fromkeys([*drawn, *theatre]))
    survival = forecast.survival[forecast.survival["name"].isin(drawn)]
    limits, most = limits_of(survival["date"]), float(survival["high"].max())
    figure, panels = sheet(*_heading(forecast, "95 % intervals"), [1.45] * len(drawn), gap=0.52)
    for (colour, _), name, row in zip(cycle(RELATION_LINES), drawn, panels, strict=False):
        left, right = split(row, [(0.95, 4.6), (7.75, 2.35)])
        date_axis(left, limits, name == drawn[-1], most=8)
        _draw_ruptures(left, forecast, name, colour, most)
        _draw_regimes(right, forecast, name)
        if name == drawn[-1]:
            right.set_xlabel("share of histories")
        else:
            right.tick_params(labelbottom=False)
    return figure


def _draw_ruptures(axes: Axes, forecast: "Forecast", name: str, colour: str, most: float) -> None:
    """Draw the share of histories that have come to a rupture, with its interval; beside it how many in the end."""
    rows = forecast.survival[forecast.survival["name"] == name]
    rows = _held(rows, rows["date"].max())
    days, end = rows["date"].to_numpy(), rows.iloc[-1]
    axes.fill_between(days, rows["low"], rows["high"], step="post", color=colour, alpha=0.25, lw=0, gid="interval")
    axes.step(days, rows["share_ruptured"], where="post", c=colour, lw=1.9, label="rupture", clip_on=False, zorder=3)
    share_axis(axes, "y", most)
    axes.set_title(wrapped(capital(labels_of(forecast, LONGEST).followed(name)), 60, 1))
    axes.set_ylabel("histories with\na rupture so far")
    said = f"{percent(end['share_ruptured'])}\n({percent(end['low'])} to {percent(end['high'])})"
    if not end["share_ruptured"]:
        said = f"none\n(at most {ceil(1000 * end['high']) / 10:g} %)"
    # at the floor itself the text would stand beside the dates
    write_beside(axes, said, max(end["share_ruptured"], LOWEST * axes.get_ylim()[1]))


def _draw_regimes(axes: Axes, forecast: "Forecast", name: str) -> None:
    """Draw how probable each regime is at the end."""
    ends = [regime.words for regime in REGIMES]
    rows = forecast.probabilities[forecast.probabilities["name"] == name].set_index("event").loc[ends]
    draw_bars(axes, [regime.called for regime in REGIMES], rows["share"], rows["low"], rows["high"])
    share_axis(axes, "x")
    axes.set_title("How it ends")


@styled
def replies(forecast: "Forecast") -> Figure:
    """Draw how the other side answers: with what, with how many, how soon and how hard; and the commonest chains.

    Parameters
    ----------
    forecast : Forecast

    Returns
    -------
    Figure, a row of four panels for each of the one or two directions with most answers, and a list
    """
    directions, n_read = busiest_directions(forecast.replies), int(forecast.manifest["read_closely"])
    heights = [1.9] * len(directions) + [max(2, len(forecast.chains.head(MOST_CHAINS))) * 0.27]
    _, details = _heading(forecast, f"moves read in {n_read:,}")
    figure, panels = sheet(
        reply_sentence(forecast, labels_of(forecast)), details, heights, gap=1.0, margins=(0.35, 0.3, 0.5)
    )
    for row, direction in zip(panels, directions, strict=False):
        draw_answers(row, forecast, direction)
    draw_chains(panels[-1], forecast)
    return figure
