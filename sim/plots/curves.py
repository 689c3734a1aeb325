"""Escalation curves: grievance, loss and rungs over time, below the moves that drove them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.analysis.breaks import left_to_break
from sim.analysis.labels import spaced
from sim.rules.moves import FAMILIES, TIE_FAMILIES

from .calendar_days import draw_calendar
from .lanes import Lanes, Relations, draw_lanes, families_key, in_lanes, marks_of
from .relations import LONGEST, chosen_relations, labels_of, note_on
from .style import (
    HAIRLINE,
    INK,
    RELATION_LINES,
    colours_of,
    date_axis,
    date_limits,
    key,
    label_outside,
    page,
    styled,
    wrapped,
)

if TYPE_CHECKING:
    from sim.results.run_result import RunResult

TIE_FAMILY_NAMES = [FAMILIES[family] for family in TIE_FAMILIES]
Pair = tuple[str, str]
Colours = dict[str, str]
GUIDES = 12  # days of moves that are still drawn through the curves
TENSION = "#dcdcdc"
DOTTED = ((0, (1, 1)), (0, (3, 1, 1, 1)))  # line styles of the two breaking points


@styled
def escalation(result: "RunResult", relations: Sequence[str] | None = None) -> Figure:
    """Draw the course of one or a few relations: moves, grievance, institutional loss, rungs.

    Documented moves, if the run has any, stand in lanes of their own below the simulated ones.  A relation
    in which military posture is kept has a panel for it.

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
    limits, colours, held = date_limits(result), colours_of(drawn), _held(result, drawn)
    lanes = _lanes(result, drawn, limits)
    armed = [relation for relation in drawn if held[relation]["posture_ab"].notna().any()]
    tied = [relation for relation in drawn if _has_ties(result, relation)]
    heights = [each.height for each in lanes.values()]
    heights += [1.75] * len(drawn) + [1.5] * len(armed) + [1.2] * len(tied) + [1.2, 1.5]
    figure, panels = page(result, heights, note=note_on(result, drawn))
    for axes in panels:
        date_axis(axes, limits, is_labelled=axes is panels[-1])
        label_outside(axes)
    for axes, (name, each) in zip(panels, lanes.items(), strict=False):
        axes.set_title(f"Moves, {name}")
        axes.set_ylabel("party")
        draw_lanes(axes, each, colours, name)
    families_key(panels[0], pd.concat([each.marks for each in lanes.values()]), has_documented=len(lanes) > 1)
    curves = panels[len(lanes) :]
    for axes, relation in zip(curves, drawn, strict=False):
        _draw_grievance(axes, result, held[relation], drawn[relation], colours)
    for axes, relation in zip(curves[len(drawn) :], armed, strict=False):
        _draw_posture(axes, result, held[relation], drawn[relation], colours)
    for axes, relation in zip(curves[len(drawn) + len(armed) :], tied, strict=False):
        _draw_ties_lost(axes, result, held[relation], drawn[relation], colours)
    _draw_loss(curves[-2], result, held, drawn)
    _draw_rungs(curves[-1], result, held, drawn)
    _draw_guides(curves, lanes["simulated"])
    draw_calendar(panels, result, drawn.values(), named=curves[-2])
    return figure


def _lanes(result: "RunResult", drawn: Relations, limits: tuple[float, float]) -> dict[str, Lanes]:
    """Set simulated and documented moves in lanes, one a party."""
    parties = {party: wrapped(labels_of(result).party(party), 22, 2) for party in colours_of(drawn)}
    lanes = {}
    for name, moves in (("simulated", result.moves), ("documented", result.observed)):
        marks = marks_of(result, moves, drawn)
        marks = marks[marks["day"].between(*limits)]
        if name == "simulated" or len(marks):
            lanes[name] = in_lanes(marks.assign(lane=marks["party"]), parties, limits, 24)
    return lanes


def _held(result: "RunResult", relations: Iterable[str]) -> dict[str, pd.DataFrame]:
    """Return the days of each relation, the last value held until that day ends."""
    days, held = result.trajectory, {}
    for relation in relations:
        rows = days[(days["level"] == "relation") & (days["name"] == relation)]
        held[relation] = pd.concat([rows, rows.tail(1).assign(date=rows["date"].max() + pd.Timedelta(days=1))])
    return held


def _draw_grievance(axes: Axes, result: "RunResult", rows: pd.DataFrame, parties: Pair, colours: Colours) -> None:
    """Draw what each side holds against the other, and the point at which it breaks."""
    days, names = rows["date"].to_numpy(), [labels_of(result).party(party) for party in parties]
    tension = rows["tension"].to_numpy()
    axes.fill_between(days, tension, step="post", color=TENSION, linewidth=0, label="tension (mean of both)")
    for party, name, side, line in zip(parties, names, ("ab", "ba"), ("-", (0, (5, 1.5))), strict=True):
        grievance = rows[f"grievance_{side}"].to_numpy()
        axes.step(days, grievance, where="post", c=colours[party], ls=line, lw=1.9, label=f"grievance of {name}")
    _draw_breaking_points(axes, rows, parties, names, colours)
    _mark_passed(axes, result, rows, parties, colours)
    axes.set_ylim(0, 1.08 * max(1.0, *axes.dataLim.intervaly))
    axes.set_title(f"Grievance, {labels_of(result, LONGEST).pair(*parties)}")
    axes.set_ylabel("severity")
    key(axes)


def _draw_breaking_points(
    axes: Axes, rows: pd.DataFrame, parties: Pair, names: Sequence[str], colours: Colours
) -> None:
    """Draw the breaking points, as one line where they are the same."""
    points = [rows[f"breaking_point_{side}"] for side in ("ab", "ba")]
    days = rows["date"].to_numpy()
    if points[0].equals(points[1]) and points[0].notna().any():
        axes.step(days, points[0], where="post", c=INK, ls=DOTTED[0], lw=1.4, label="breaking point of both")
    else:
        for party, name, point, line in zip(parties, names, points, DOTTED, strict=True):
            if point.notna().any():
                axes.step(
                    days, point, where="post", c=colours[party], ls=line, lw=1.4, label=f"breaking point of {name}"
                )


def _mark_passed(axes: Axes, result: "RunResult", rows: pd.DataFrame, parties: Pair, colours: Colours) -> None:
    """Mark each day from which a party is beyond its breaking point and has anything left to break."""
    style: dict[str, Any] = {"marker": "X", "markersize": 8, "ls": "", "mec": "white", "zorder": 5, "clip_on": False}
    for party, other, side in zip(parties, parties[::-1], ("ab", "ba"), strict=True):
        left = left_to_break(result.posts, result.manifest["scenario"], party, other)
        is_beyond = rows[f"grievance_{side}"] >= rows[f"breaking_point_{side}"]
        may_break = is_beyond & rows["date"].map(left).eq(True)  # also of the day after the last, which is none
        passed = rows[may_break & ~may_break.shift(fill_value=False)]
        if len(passed):
            label = f"breaking point passed by {labels_of(result).party(party)}"
            axes.plot(passed["date"].to_numpy(), passed[f"grievance_{side}"], c=colours[party], label=label, **style)


def _draw_posture(axes: Axes, result: "RunResult", rows: pd.DataFrame, parties: Pair, colours: Colours) -> None:
    """Draw the military posture of each side against the other, and what is seen of it at which height."""
    for party, side, line in zip(parties, ("ab", "ba"), ("-", (0, (5, 1.5))), strict=True):
        posture, label = rows[f"posture_{side}"], f"posture of {labels_of(result).party(party)}"
        axes.step(rows["date"].to_numpy(), posture, where="post", c=colours[party], ls=line, lw=1.9, label=label)
    axes.set_ylim(0, 1.15 * max(1.0, *axes.dataLim.intervaly))
    axes.set_title(f"Military posture, {labels_of(result, LONGEST).pair(*parties)}")
    axes.set_ylabel("posture")
    key(axes)


def _has_ties(result: "RunResult", relation: str) -> bool:
    """Whether there are ties that can be lost in a relation."""
    return "ties_lost_peak" in result.outcome.get("relations", {}).get(relation, {})


def _draw_ties_lost(axes: Axes, result: "RunResult", rows: pd.DataFrame, parties: Pair, colours: Colours) -> None:
    """Draw the share of the worth of its ties that each side has lost, by whoever withholds them."""
    for party, side, line in zip(parties, ("ab", "ba"), ("-", (0, (5, 1.5))), strict=True):
        lost, label = 100 * rows[f"ties_lost_{side}"], f"lost by {labels_of(result).party(party)}"
        axes.step(rows["date"].to_numpy(), lost, where="post", c=colours[party], ls=line, lw=1.9, label=label)
    axes.set_ylim(0, max(20.0, 1.15 * axes.dataLim.intervaly[1]))
    axes.set_title(f"Ties lost, {labels_of(result, LONGEST).pair(*parties)}")
    axes.set_ylabel("% of the worth\nof its ties")
    key(axes)


def _draw_loss(axes: Axes, result: "RunResult", held: Mapping[str, pd.DataFrame], drawn: Relations) -> None:
    """Draw the share of what the posts and institutions of a relation are worth that is lost."""
    lines: list[Any] = []
    for (colour, style), (relation, parties) in zip(cycle(RELATION_LINES), drawn.items(), strict=False):
        rows = held[relation]
        label = labels_of(result, LONGEST).pair(*parties)
        lines += axes.step(rows["date"].to_numpy(), rows["loss"], where="post", c=colour, ls=style, lw=1.9, label=label)
    axes.set_ylim(0, 1.04)
    axes.set_title("Institutional loss")
    axes.set_ylabel("share of institutional\nworth lost")
    key(axes, lines)  # also of a relation whose name begins with "_", which a key of all lines leaves out


def _draw_rungs(axes: Axes, result: "RunResult", held: Mapping[str, pd.DataFrame], drawn: Relations) -> None:
    """Draw the rung in force and the highest so far; steps of several relations stand a little apart."""
    named, unnamed = {0}, {0}
    for i, ((colour, style), relation) in enumerate(zip(cycle(RELATION_LINES), drawn, strict=False)):
        rows = held[relation]
        days, apart = rows["date"].to_numpy(), 0.12 * i
        highest, in_force, posture = (rows[rung] for rung in ("rung_highest", "rung_in_force", "posture_rung"))
        named |= {*highest, *in_force}
        axes.fill_between(days, in_force + apart, step="post", color=colour, alpha=0.17 / len(drawn), lw=0)
        axes.step(days, in_force + apart, where="post", c=colour, ls=style, lw=0.8)
        axes.step(days, highest + apart, where="post", c=colour, ls=style, lw=1.9)
        if posture.any():
            unnamed |= {*posture}
            axes.step(days, posture - apart, where="post", c=colour, ls=DOTTED[0], lw=1.4)
    names = _rung_names(result, held)
    ticks = sorted(named | unnamed)
    axes.set_ylim(0, 10.4)
    axes.set_yticks(ticks, [f"{names.get(rung, '') if rung in named else ''}  {rung}" for rung in ticks])
    axes.set_title("Rung on the ladder")
    axes.set_ylabel("rung (0 to 10)")
    several = zip(cycle(RELATION_LINES), drawn.values(), strict=False) if len(drawn) > 1 else ()
    handles: list[Any] = [
        Line2D([], [], c=colour, ls=style, lw=1.9, label=labels_of(result, LONGEST).pair(*parties))
        for (colour, style), parties in several
    ]
    handles.append(Line2D([], [], c=INK, lw=1.9, label="highest so far"))
    handles.append(Patch(facecolor=TENSION, edgecolor=INK, lw=0.8, label="in force"))
    handles += [Line2D([], [], c=INK, ls=DOTTED[0], lw=1.4, label="on the ladder of posture")] * (len(unnamed) > 1)
    key(axes, handles)


def _rung_names(result: "RunResult", held: Mapping[str, pd.DataFrame]) -> dict[int, str]:
    """Name each diplomatic rung by a move of this run that stands on it, or as held before the run."""
    moves = result.moves.drop_duplicates("rung", keep="last")
    names = {rung: spaced(kind) for rung, kind in zip(moves["rung"], moves["kind"], strict=True) if rung}
    first_day = set(result.moves.loc[result.moves["announced"] == result.trajectory["date"].min(), "rung"])
    before = {int(rows["rung_in_force"].iloc[0]) for rows in held.values()} - first_day
    return names | dict.fromkeys(sorted(before - {0}), "before the run")


def _draw_guides(curves: Sequence[Axes], lanes: Lanes) -> None:
    """Carry the days on which posts or relations were touched through the curves, if they are few."""
    touching = lanes.marks["family"].isin(["channel", "personnel", "institution", *TIE_FAMILY_NAMES])
    days = np.unique(lanes.marks.loc[touching, ["day", "until"]])
    for axes in curves if len(days) <= GUIDES else ():
        for day in days:
            axes.axvline(day, color=HAIRLINE, linewidth=0.8, linestyle=(0, (2, 2)), zorder=0.9)
