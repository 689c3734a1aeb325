"""Ties over time: a bar a tie, filled as far as it is withheld, above by its first side and below by its second."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim.analysis.labels import capital, spaced

from .relations import LONGEST, chosen_relations, labels_of, note_on
from .style import HAIRLINE, colours_of, date_axis, date_limits, key, page, styled, wrapped

if TYPE_CHECKING:
    from sim.results.run_result import RunResult

HALF, ROW, LETTERS = 0.4, 0.42, 30  # of a bar; inches a tie; letters a line of its name


@styled
def ties(result: "RunResult", relations: Sequence[str] | None = None) -> Figure:
    """Draw each tie as a bar over time; what either side withholds fills it from its middle.

    Parameters
    ----------
    result : RunResult
    relations : ids of relations; as for the other figures if absent

    Returns
    -------
    Figure, one panel a relation that has ties

    Raises
    ------
    ValueError : for a relation that the run does not have
    """
    drawn = chosen_relations(result, relations)
    frame = result.ties if result.ties is not None else pd.DataFrame(columns=["a", "b"])
    pairs = set(zip(frame["a"], frame["b"], strict=True))
    tied = {relation: parties for relation, parties in drawn.items() if tuple(parties) in pairs}
    rows = {relation: frame[(frame["a"] == a) & (frame["b"] == b)] for relation, (a, b) in tied.items()}
    heights = [max(1.0, ROW * own["tie"].nunique()) for own in rows.values()] or [1.0]
    figure, panels = page(result, heights, note=note_on(result, drawn))
    colours, limits = colours_of(drawn), date_limits(result)
    for axes in panels:
        date_axis(axes, limits, is_labelled=axes is panels[-1])
    for axes, (relation, own) in zip(panels, rows.items(), strict=False):
        _draw_relation(axes, result, own, tied[relation], colours)
    if not rows:
        panels[0].set_title("No ties between the parties drawn")
        panels[0].set_yticks([])
    return figure


def _draw_relation(
    axes: Axes, result: "RunResult", own: pd.DataFrame, parties: tuple[str, str], colours: dict[str, str]
) -> None:
    """Draw the ties of one relation, the first on top."""
    labels = labels_of(result)
    names = list(dict.fromkeys(own["tie"]))
    for place, name in enumerate(names):
        of_tie = own[own["tie"] == name]
        last = of_tie.tail(1).assign(date=of_tie["date"].max() + pd.Timedelta(days=1))
        held = pd.concat([of_tie, last])
        days = held["date"].to_numpy()
        axes.fill_between(days, place - HALF, place + HALF, color=HAIRLINE, alpha=0.35, lw=0)
        for party, column, way in zip(parties, ("withheld_ab", "withheld_ba"), (-1, 1), strict=True):
            end = place + way * HALF * held[column].to_numpy()
            axes.fill_between(days, np.full(len(days), place), end, step="post", color=colours[party], lw=0)
        axes.axhline(place, color="white", lw=0.8)
    named = {tie: result.manifest["scenario"]["ties"][tie]["name"] for tie in names}
    kinds = dict(zip(own["tie"], own["tie_kind"], strict=True))  # the panel says between whom
    words = [capital(wrapped(named[tie] or spaced(kinds[tie]), LETTERS, 2)) for tie in names]
    axes.set_yticks(range(len(names)), words)
    axes.set_ylim(len(names) - 0.45, -0.55)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_title(f"Ties, {labels_of(result, LONGEST).pair(*parties)}")
    handles = [
        Patch(facecolor=colours[party], label=f"withheld by {labels.party(party)}, {half} half")
        for party, half in zip(parties, ("upper", "lower"), strict=True)
    ]
    handles.append(Patch(facecolor=HAIRLINE, alpha=0.35, label="kept"))
    key(axes, handles)
