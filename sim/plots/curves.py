"""Escalation curves: grievance, loss and rungs over time, below the moves that drove them."""

from collections.abc import Sequence
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.rules.moves import KINDS

from .style import (
    HAIRLINE,
    LEFT,
    RELATION_LINES,
    RIGHT,
    WIDTH,
    chosen_relations,
    colours_of,
    date_axis,
    date_limits,
    key,
    name_of,
    page,
    relation_name,
    note_on,
    styled,
    words,
)
from .timeline import Lanes, Relations, draw_lanes, families_key, in_lanes, marks_of

if TYPE_CHECKING:
    from sim.experiment.store import RunResult

GUIDES = 12  # days of moves that are still drawn through the curves
TENSION = "#dcdcdc"


@styled
def escalation(result: "RunResult", relations: Sequence[str] | None = None) -> Figure:
    """Draw the course of one or a few relations: moves, grievance, institutional loss, rungs.

    Documented moves, if the run has any, stand in lanes of their own below the simulated ones.

    Parameters
    ----------
    result : RunResult
    relations : ids of relations; those of the scenario's ``plots`` or the busiest if absent

    Returns
    -------
    Figure

    Raises
    ------
    ValueError : for a relation that the run does not have
    """
    drawn = chosen_relations(result, relations)
    limits, colours = date_limits(result), colours_of(drawn)
    lanes = _lanes(result, drawn, limits)
    heights = [each.height for each in lanes.values()] + [1.75] * len(drawn) + [1.2, 1.5]
    figure, panels = page(result, heights, note=note_on(result, drawn))
    for axes in panels:
        date_axis(axes, limits, is_labelled=axes is panels[-1])
    for axes, (name, each) in zip(panels, lanes.items(), strict=False):
        axes.set_title(f"Moves, {name}")
        draw_lanes(axes, each, colours, name, is_filled=name == "simulated")
        families_key(axes, each.marks)
    curves = panels[len(lanes) :]
    for axes, relation in zip(curves, drawn, strict=False):
        _draw_grievance(axes, result, relation, drawn, colours)
    _draw_loss(curves[-2], result, drawn)
    _draw_rungs(curves[-1], result, drawn)
    _draw_guides(curves, lanes["simulated"])
    return figure


def _lanes(result: "RunResult", drawn: Relations, limits: tuple[float, float]) -> dict[str, Lanes]:
    """Set simulated and documented moves in lanes, one a party."""
    parties = {party: name_of(result, party) for party in colours_of(drawn)}
    lanes = {}
    for name, moves in (("simulated", result.moves), ("documented", result.observed)):
        marks = marks_of(result, moves, drawn)
        marks = marks[marks["day"].between(*limits)]
        if name == "simulated" or len(marks):
            lanes[name] = in_lanes(marks.assign(lane=marks["party"]), parties, limits, 20)
    return lanes


def _held(result: "RunResult", relation: str) -> pd.DataFrame:
    """Return the days of a relation, the last value held until that day ends."""
    rows = result.trajectory[(result.trajectory["level"] == "dyad") & (result.trajectory["name"] == relation)]
    return pd.concat([rows, rows.tail(1).assign(date=rows["date"].max() + pd.Timedelta(days=1))])


def _draw_grievance(
    axes: Axes, result: "RunResult", relation: str, drawn: Relations, colours: dict[str, str]
) -> None:
    """Draw what each side holds against the other, and the point at which it breaks."""
    rows, parties = _held(result, relation), drawn[relation]
    days = rows["date"].to_numpy()
    axes.fill_between(days, rows["tension"].to_numpy(), color=TENSION, linewidth=0, label="tension (mean of both)")
    lines = (("ab", "-", (0, (1, 1))), ("ba", (0, (5, 1.5)), (0, (3, 1, 1, 1))))
    for party, (side, solid, dotted) in zip(parties, lines, strict=True):
        colour, name = colours[party], name_of(result, party)
        grievance = rows[f"grievance_{side}"].to_numpy(float)
        breaking = rows[f"breaking_point_{side}"].to_numpy(float)
        axes.plot(days, grievance, color=colour, linestyle=solid, linewidth=1.9, label=f"grievance of {name}")
        if np.isfinite(breaking).any():
            axes.plot(days, breaking, color=colour, linestyle=dotted, linewidth=1.3, label=f"breaking point of {name}")
        is_past = grievance >= breaking
        if is_past.any():
            over = axes.fill_between(days, grievance, breaking, where=is_past, facecolor="none", edgecolor=colour)
            over.set(hatch="////", linewidth=0.0, label=f"{name} past it")
    axes.set_ylim(0, 1.08 * max(1.0, np.nanmax(axes.dataLim.intervaly)))
    axes.set_title(f"Grievance, {relation_name(result, parties)}")
    axes.set_ylabel("severity")
    key(axes)


def _draw_loss(axes: Axes, result: "RunResult", drawn: Relations) -> None:
    """Draw the share of what the posts and institutions of a relation are worth that is lost."""
    for (colour, style), (relation, parties) in zip(cycle(RELATION_LINES), drawn.items(), strict=False):
        rows = _held(result, relation)
        label = relation_name(result, parties)
        axes.plot(rows["date"].to_numpy(), rows["loss"].to_numpy(), color=colour, linestyle=style, linewidth=1.9, label=label)
    axes.set_ylim(0, 1.04)
    axes.set_title("Institutional loss")
    axes.set_ylabel("share of institutional\nworth lost")
    key(axes)


def _draw_rungs(axes: Axes, result: "RunResult", drawn: Relations) -> None:
    """Draw the rung in force and the highest so far; steps of several relations stand a little apart."""
    reached = {0}
    for i, ((colour, style), (relation, parties)) in enumerate(zip(cycle(RELATION_LINES), drawn.items(), strict=False)):
        rows = _held(result, relation)
        days, prefix = rows["date"].to_numpy(), "" if len(drawn) == 1 else f"{relation_name(result, parties)}: "
        highest, in_force, posture = (rows[name].to_numpy() for name in ("rung_highest", "rung_in_force", "posture_rung"))
        reached |= {*highest, *in_force, *posture}
        axes.fill_between(days, in_force, step="post", color=colour, alpha=0.16, linewidth=0, label=f"{prefix}in force")
        axes.step(days, highest + 0.12 * i, where="post", color=colour, linestyle=style, linewidth=1.9, label=f"{prefix}highest so far")
        if posture.any():
            axes.step(days, posture - 0.12 * i, where="post", color=colour, linestyle=":", label=f"{prefix}posture")
    axes.set_ylim(0, 10.4)
    names = _rung_names(result)
    axes.set_yticks(sorted(reached), [f"{names.get(rung, '')}  {rung}" for rung in sorted(reached)])
    axes.set_title("Rung on the ladder")
    axes.set_ylabel("rung (0 to 10)")
    key(axes)


def _rung_names(result: "RunResult") -> dict[int, str]:
    """Name each diplomatic rung by a move that stands on it, by one of this run where there is one."""
    of_table = {kind.rung: words(kind.name) for kind in KINDS if kind.rung}
    return of_table | {rung: words(kind) for rung, kind in zip(result.moves["rung"], result.moves["kind"], strict=True) if rung}


def _draw_guides(curves: Sequence[Axes], lanes: Lanes) -> None:
    """Carry the days on which posts or relations were touched through the curves, if they are few."""
    touching = lanes.marks["family"].isin(["channel", "personnel", "institution"])
    days = lanes.marks.loc[touching, "day"].unique()
    for axes in curves if len(days) <= GUIDES else ():
        for day in days:
            axes.axvline(day, color=HAIRLINE, linewidth=0.8, linestyle=(0, (2, 2)), zorder=0.9)
