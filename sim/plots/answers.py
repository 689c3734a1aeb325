"""How acts are answered, in small panels of bars, and the commonest chains of act and answer."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.analysis.labels import Labels, capital, percent, spaced

from .bars import binned, draw_bars, draw_named_bars, share_axis, write_none
from .relations import LONGEST, labels_of
from .style import INK, split, wrapped

if TYPE_CHECKING:
    from sim.results.forecast import Forecast

MOST_KINDS, MOST_CHAINS = 6, 10
# inches from the left edge of the page, and width, of the panels of a direction
SPANS = ((0.35, 3.0), (4.2, 1.35), (6.65, 1.35), (9.15, 1.3))
PERSONS = (0, 1, 2, 3, 4, 5, 10, 20, 50)  # largest number of each bin
DAYS = (0, 1, 2, 3, 4, 5, 7, 10, 14, 30, 60)


def draw_answers(row: Axes, forecast: "Forecast", direction: tuple[str, str]) -> None:
    """Draw how one side answers the other, in four panels in the place of one."""
    frame = forecast.replies
    own = frame[(frame["from"] == direction[0]) & (frame["to"] == direction[1])]
    panels = split(row, SPANS)
    for axes in panels:
        share_axis(axes, "x", step=0.5)
        axes.set_xlabel("share of answers")
    _name_direction(panels[0], forecast, direction, own[own["what"] == "answered"])
    _draw_kinds(panels[0], own[own["what"] == "kind"])
    _draw_numbers(panels[1], own[own["what"] == "number"], PERSONS, "How many people or posts")
    panels[1].set_xlabel("share of those with a number")
    _draw_numbers(panels[2], own[own["what"] == "lag_days"], DAYS, "After how many days")
    _draw_ratios(panels[3], own[own["what"] == "ratio"])


def _name_direction(axes: Axes, forecast: "Forecast", direction: tuple[str, str], answered: pd.DataFrame) -> None:
    """Say above a row who answers whom, and how often."""
    party, towards = map(labels_of(forecast, LONGEST).party, direction)
    acts, share = int(answered["replies"].sum()), float(answered.loc[answered["value"] == "yes", "share"].sum())
    said = f"How {party} answers {towards}: {percent(share)} of {Labels.count(acts, 'act')}"
    place: dict[str, Any] = {"xycoords": "axes fraction", "textcoords": "offset points", "annotation_clip": False}
    axes.annotate(said, (0, 1), (0, 27), size=9, weight="bold", color=INK, **place)


def _draw_kinds(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw with which kinds of move acts are answered; the rare ones together."""
    rows = rows.sort_values("replies", ascending=False, kind="stable")
    names = [wrapped(spaced(kind), 58, 1) for kind in rows["value"].head(MOST_KINDS)]
    shares = list(rows["share"].head(MOST_KINDS))
    if len(rows) > MOST_KINDS:
        names.append(f"{len(rows) - MOST_KINDS} others")
        shares.append(rows["share"].iloc[MOST_KINDS:].sum())
    draw_named_bars(axes, names, shares, MOST_KINDS + 1)
    axes.set_title("With what", fontweight="normal")


def _draw_numbers(axes: Axes, rows: pd.DataFrame, tops: tuple[int, ...], title: str) -> None:
    """Draw how often each number occurs, in bins."""
    axes.set_title(title, fontweight="normal")
    if rows.empty:
        write_none(axes, "nobody is sent home")
        return
    names, shares = binned(rows["value"].astype(int), rows["replies"], tops)
    draw_bars(axes, names, shares)
    axes.set_ylim(max(5, len(names)) - 0.45, -0.55)


def _draw_ratios(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw how the severity of the answer compares with that of the act."""
    edge = rows["value"].str.extract(r"([\d.]+)")[0].astype(float)
    order = np.lexsort((rows["value"].str.startswith("over"), edge))
    rows = rows.iloc[order]
    draw_bars(axes, [value.replace(" to ", "–") for value in rows["value"]], rows["share"])
    axes.set_ylim(max(5, len(rows)) - 0.45, -0.55)
    axes.set_title("How many times as grave", fontweight="normal")


def draw_chains(row: Axes, forecast: "Forecast") -> None:
    """List the commonest chains of act and answer, each with the share of the histories read that contain it."""
    chains = forecast.chains.head(MOST_CHAINS)
    (axes,) = split(row, [(0.35, 1.7)])
    axes.set_title("Commonest chains of act and answer, and the share of histories that contain them")
    share_axis(axes, "x")
    if chains.empty:
        write_none(axes, "Nobody acts against anybody in the histories read.")
        return
    draw_bars(axes, [""] * len(chains), chains["share"])
    for place, (chain, steps) in enumerate(zip(chains["chain"], chains["steps"], strict=True)):
        said = wrapped(capital(chain) + (" (unanswered)" if steps == 1 else ""), 122, 2)
        axes.text((2.65 - 0.35) / 1.7, place, said, transform=axes.get_yaxis_transform(), va="center", linespacing=1.1)
