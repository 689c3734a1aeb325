"""Figures of a hindcast: whether chances came true, where the outcomes lay, and whole cases from their first act on."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from sim.analysis.labels import capital
from sim.hindcast.baselines import FINE_CLIMATOLOGY, RULES
from sim.hindcast.free_running import MOVES, SENT_HOME
from sim.hindcast.packages import QUESTIONS
from sim.hindcast.reliability import TENTHS, largest_cases, reliability_points, title_of
from sim.hindcast.tables import MODEL

from .style import BAND, INK, MUTED, PARTY_COLOURS, details_of, key, sheet, styled, wrapped

if TYPE_CHECKING:
    from sim.results.hindcast import Hindcast

SIDE = 2.3  # inches of a panel
MOST_CASES, ACROSS = 12, 4  # cases drawn, and how many of them in a row
SHOWN = {MODEL: ("the model", PARTY_COLOURS[0], "o"), FINE_CLIMATOLOGY: (RULES[FINE_CLIMATOLOGY].words, MUTED, "s")}


def _details(result: "Hindcast", note: str) -> str:
    """Say what a figure is made from."""
    manifest = result.manifest
    packages = f"{manifest['packages']:,} documented packages"
    runs = "closed forms" if manifest["quick"] else f"{manifest['runs']:,} histories each"
    return details_of(manifest, str(manifest["title"]), packages, runs, f"seed {manifest['seed']}", note)


def has_chances(result: "Hindcast") -> bool:
    """Whether any answer was forecast by a chance."""
    return bool(result.forecasts["chance"].notna().any())


def has_places(result: "Hindcast") -> bool:
    """Whether any number of days or people was forecast."""
    return bool(result.forecasts["place"].notna().any())


def was_played(result: "Hindcast") -> bool:
    """Whether whole cases were played."""
    return len(result.free_running) > 0


@styled
def reliability(result: "Hindcast") -> Figure:
    """Draw how often what was given a chance came true, one panel a question that is answered by yes or no.

    On the diagonal chances come true as often as they say; the larger the mark, the more forecasts it stands for.
    """
    forecasts = result.forecasts.dropna(subset=["chance"])
    names = [name for name in QUESTIONS if name in set(forecasts["question"])]
    title = "How often it came true, by the chance that was given to it"
    details = _details(result, "on the line a chance comes true as often as it says")
    figure, panels = sheet(
        title, details, [SIDE] * -(-len(names) // 3), columns=3, margins=(0.75, 0.35, 0.6), gap=0.75, first_gap=0.5
    )
    for axes, name in zip(panels, names, strict=False):
        _draw_reliability(axes, forecasts[forecasts["question"] == name])
        axes.set_title(capital(QUESTIONS[name].words))
    for spare in panels[len(names) :]:
        spare.remove()
    key(panels[len(names) - 1]) if len(names) % 3 else key(panels[0])
    return figure


def _draw_reliability(axes: Axes, forecasts: pd.DataFrame) -> None:
    axes.plot([0, 1], [0, 1], color=MUTED, lw=0.8, zorder=1)
    for name, (words, colour, marker) in SHOWN.items():
        points = reliability_points(forecasts[forecasts["forecaster"] == name])
        sizes = 12 + 3 * points["packages"]
        axes.scatter(points["chance"], points["share"], s=sizes, c=colour, marker=marker, alpha=0.75, lw=0, zorder=2)
        axes.plot(points["chance"], points["share"], color=colour, lw=1.0, zorder=2)
        axes.scatter([], [], s=24, c=colour, marker=marker, label=words)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), xlabel="chance given", ylabel="came true")


@styled
def places(result: "Hindcast") -> Figure:
    """Draw where what happened lay among the members of each forecast, one panel a question about a number.

    If forecasts are right, all bars are about as high: between the lines in nine cases of ten.
    """
    forecasts = result.forecasts.dropna(subset=["place"])
    names = [name for name in QUESTIONS if name in set(forecasts["question"])]
    title = "Where the outcomes lay among the members of the forecasts"
    details = _details(result, "even bars: right; high ends: too sure; high middle: too unsure")
    figure, panels = sheet(
        title, details, [SIDE] * len(names), columns=2, margins=(0.75, 0.4, 0.6), gap=0.75, first_gap=0.5
    )
    cells = [(question, forecaster) for question in names for forecaster in SHOWN]
    for axes, (question, forecaster) in zip(panels, cells, strict=True):
        rows = forecasts[(forecasts["question"] == question) & (forecasts["forecaster"] == forecaster)]
        _draw_places(axes, rows["place"].to_numpy(), SHOWN[forecaster][1])
        axes.set_title(f"{capital(QUESTIONS[question].words)}: {SHOWN[forecaster][0]}")
    return figure


def _draw_places(axes: Axes, found: Any, colour: str) -> None:
    """Draw a histogram, and the band that even bars stay in nine times in ten."""
    expected = found.size / TENTHS
    spread = 1.645 * np.sqrt(expected * (1 - 1 / TENTHS))
    axes.axhspan(max(0.0, expected - spread), expected + spread, color=BAND, zorder=0)
    axes.axhline(expected, color=MUTED, lw=0.8)
    axes.hist(found, bins=TENTHS, range=(0, 1), color=colour, alpha=0.75, edgecolor="white", lw=0.6, zorder=2)
    axes.set(xlim=(0, 1), xlabel="place among the members", ylabel="forecasts")


@styled
def fan_moves(result: "Hindcast") -> Figure:
    """Draw the hostile moves of whole cases from their first act on, and the record."""
    return _fans(result, MOVES)


@styled
def fan_people(result: "Hindcast") -> Figure:
    """Draw the people sent home in whole cases from their first act on, and the record."""
    return _fans(result, SENT_HOME)


def _fans(result: "Hindcast", measure: str) -> Figure:
    rows = result.free_running[result.free_running["measure"] == measure]
    cases = largest_cases(result.free_running, measure, MOST_CASES)
    details = _details(result, "black: the record; dark and pale: one in two and nine in ten histories")
    title = f"{capital(measure)} since the first act, in the largest cases"
    heights = [1.6] * -(-len(cases) // ACROSS)
    figure, panels = sheet(title, details, heights, columns=ACROSS, margins=(0.5, 0.15, 0.6), gap=0.85, first_gap=0.45)
    for axes, case in zip(panels, cases, strict=False):
        _draw_fan(axes, rows[rows["case"] == case])
        axes.set_title(wrapped(title_of(str(case)), 30, 2), size=8)
    for spare in panels[len(cases) :]:
        spare.remove()
    return figure


def _draw_fan(axes: Axes, rows: pd.DataFrame) -> None:
    days = np.log1p(rows["day"].to_numpy())
    for low, high, shade in (("q05", "q95", 0.18), ("q25", "q75", 0.35)):
        axes.fill_between(days, rows[low], rows[high], step="post", color=PARTY_COLOURS[0], alpha=shade, lw=0)
    axes.step(days, rows["q50"], where="post", color=PARTY_COLOURS[0], lw=1.0)
    axes.step(days, rows["happened"], where="post", color=INK, lw=1.2)
    ticks = [day for day in (0, 3, 10, 30, 90, 365) if day <= rows["day"].max()]
    axes.set_xticks(np.log1p(ticks), [str(day) for day in ticks])
    axes.set(xlabel="days since the first act", ylim=(0, None))
