"""Moves in lanes along a date axis, and the timeline of the ministries that made them.

Marks that would cover each other are stacked in rows of their lane.  Where there is no room to name
every move, the gravest are named and a note says how many.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.textpath import text_to_path

from .style import (
    BAND,
    INK,
    LEFT,
    MARKERS,
    MUTED,
    RIGHT,
    TEXT_SIZE,
    WIDTH,
    chosen_relations,
    colours_of,
    date_axis,
    date_limits,
    family_of,
    key,
    name_of,
    note_on,
    page,
    pairs,
    styled,
    words,
    wrapped,
)

if TYPE_CHECKING:
    from sim.experiment.store import RunResult

Floats = npt.NDArray[np.float64]
Relations = dict[str, tuple[str, str]]

ROW = 0.2  # inches, height of a row of marks
MARK = 0.17  # inches, width of a mark with the head of the link that ends at it
TEXT_GAP = 0.09  # inches, from the middle of a mark to its name
MARK_AREA = 40.0  # square points
LEAST_HEIGHT = 1.25  # inches, room for the key beside the lanes


class Lanes(NamedTuple):
    """Moves set in lanes.

    ``marks`` has one row a move: id, answers, day and until (days since 1970), party, family, text,
    weight (severity), lane, y, is_named, is_left (whether the name stands to the left of its mark).
    ``names`` and ``edges`` (top of each lane and the bottom of the last) belong to the lanes.
    """

    marks: pd.DataFrame
    names: list[str]
    edges: list[float]

    @property
    def height(self) -> float:
        """Height in inches."""
        return max(LEAST_HEIGHT, self.edges[-1] * ROW)


def marks_of(result: "RunResult", moves: pd.DataFrame, relations: Relations) -> pd.DataFrame:
    """Turn the moves of a run, or documented ones, into marks; only those between the parties drawn.

    Parameters
    ----------
    moves : ``result.moves`` or ``result.observed``

    Returns
    -------
    DataFrame as described in :class:`Lanes`, without the columns that say where
    """
    moves = moves[pairs(moves).isin(list(relations.values()))]
    is_documented = "announced" not in moves
    announced = moves["date"] if is_documented else moves["announced"]
    return pd.DataFrame(
        {
            "id": moves["id"],
            "answers": moves["answers"] if is_documented else moves["parent"],
            "day": date2num(pd.to_datetime(announced).to_numpy()),
            "until": np.nan if is_documented else date2num(pd.to_datetime(moves["effective"]).to_numpy()),
            "party": moves["from"],
            "ministry": moves["ministry"].fillna(""),
            "family": [family_of(kind) for kind in moves["kind"]],
            "text": _texts(result, moves, relations),
            "weight": 0.0 if is_documented else moves["severity"],
        }
    ).reset_index(drop=True)


def _texts(result: "RunResult", moves: pd.DataFrame, relations: Relations) -> list[str]:
    """Name each move: its kind, how many people, and towards whom if its author faces several."""
    faces = [party for pair in relations.values() for party in pair]
    texts = []
    for kind, count, party, to in zip(moves["kind"], moves["count"], moves["from"], moves["to"], strict=True):
        number = f" ({int(count)})" if pd.notna(count) and count > 0 else ""
        towards = f", {name_of(result, to)}" if faces.count(party) > 1 else ""
        texts.append(wrapped(words(kind) + number + towards, 44, 1))
    return texts


def _text_width(text: str) -> float:
    """Width of a name beside its mark, inches."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, FontProperties(size=TEXT_SIZE), False)
    return float(width) / 72


def _stack(left: Floats, right: Floats, rows: int) -> tuple[list[int], bool]:
    """Put boxes into the highest free row, the leftmost box first.

    Returns
    -------
    list of int, row of each box; bool, whether some box had to cover another
    """
    ends, chosen, is_crowded = [-np.inf] * rows, [0] * len(left), False
    for box in np.argsort(left, kind="stable"):
        row = next((row for row in range(rows) if ends[row] <= left[box]), None)
        is_crowded |= row is None
        chosen[box] = int(np.argmin(ends)) if row is None else row
        ends[chosen[box]] = float(right[box])
    return chosen, is_crowded


def _place(marks: pd.DataFrame, limits: tuple[float, float], rows: int) -> pd.DataFrame:
    """Stack the marks of one lane and name as many of them as fit, the gravest first."""
    inches = (WIDTH - LEFT - RIGHT) / (limits[1] - limits[0])
    x = (marks["day"].to_numpy() - limits[0]) * inches
    until = (marks["until"].clip(upper=limits[1]).fillna(marks["day"]).to_numpy() - limits[0]) * inches
    width = np.array([TEXT_GAP + _text_width(text) + 0.06 for text in marks["text"]])
    is_left = (x + width > WIDTH - LEFT - RIGHT) & (x > width)
    gravest = np.argsort(-marks["weight"].to_numpy(), kind="stable")

    def attempt(n_named: int) -> tuple[list[int], bool, npt.NDArray[np.bool_]]:
        is_named = np.isin(np.arange(len(marks)), gravest[:n_named])
        left = x - np.where(is_named & is_left, width, MARK)
        right = np.maximum(x + np.where(is_named & ~is_left, width, MARK / 2), until)
        return *_stack(left, right, rows), is_named

    low, high = 0, len(marks)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (low, middle - 1) if attempt(middle)[1] else (middle, high)
    chosen, _, is_named = attempt(low)
    return marks.assign(row=chosen, is_named=is_named, is_left=is_left)


def in_lanes(marks: pd.DataFrame, lanes: dict[Any, str], limits: tuple[float, float], rows: int) -> Lanes:
    """Set marks in lanes, none over another where that can be done.

    Parameters
    ----------
    marks : as :func:`marks_of` returns, with a column ``lane``
    lanes : lane: name, from top to bottom; a lane may be empty
    limits : ends of the date axis, days since 1970
    rows : rows of marks in all lanes together, at most (each lane has one at least)
    """
    placed, edges = [], [0.0]
    for lane in lanes:
        inside = _place(marks[marks["lane"] == lane], limits, max(1, rows // len(lanes)))
        n_rows = int(inside["row"].max()) + 1 if len(inside) else 1
        placed.append(inside.assign(y=edges[-1] + 0.8 + inside["row"]))
        edges.append(edges[-1] + max(n_rows + 0.6, 1.0 + lanes[lane].count("\n") * 0.8))
    return Lanes(pd.concat(placed), list(lanes.values()), edges)


def draw_lanes(axes: Axes, lanes: Lanes, colours: dict[str, str], name: str, is_filled: bool = True) -> None:
    """Draw lanes: bands, bars to the effective day, links from a move to its answers, marks, names.

    Parameters
    ----------
    colours : party: colour
    name : what the marks are, also the y label
    is_filled : filled marks for simulated moves, hollow ones for documented moves
    """
    axes.set_ylim(lanes.edges[-1], 0)
    axes.set_ylabel(name)
    axes.yaxis.set_label_coords(-1.75 / (WIDTH - LEFT - RIGHT), 0.5)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_yticks([(top + bottom) / 2 for top, bottom in zip(lanes.edges, lanes.edges[1:])], lanes.names)
    for top, bottom in list(zip(lanes.edges, lanes.edges[1:]))[::2]:
        axes.axhspan(top, bottom, color=BAND, zorder=0)
    marks = lanes.marks
    if marks.empty:
        axes.text(0.5, 0.5, "no moves", transform=axes.transAxes, ha="center", va="center", color=MUTED, size=10)
        return
    _draw_bars(axes, marks, colours, name)
    _draw_links(axes, marks, name)
    for (party, family), group in marks.groupby(["party", "family"], sort=False):
        face = colours[party] if is_filled else "white"
        dots = axes.scatter(group["day"], group["y"], s=MARK_AREA, c=face, marker=MARKERS[family], zorder=4)
        dots.set(edgecolor=colours[party], linewidth=1.1)
        dots.set_gid(f"{name}-moves-{party}-{family}")
    _draw_names(axes, marks)


def _draw_bars(axes: Axes, marks: pd.DataFrame, colours: dict[str, str], name: str) -> None:
    """Draw a bar from the day a move is announced to the day it takes effect."""
    lasting = marks[marks["until"] > marks["day"]]
    y = lasting["y"] + 0.4
    bars = axes.hlines(y, lasting["day"], lasting["until"], [colours[party] for party in lasting["party"]], alpha=0.75)
    bars.set_gid(f"{name}-until-effective")
    axes.scatter(lasting["until"], y, s=14, c=[colours[party] for party in lasting["party"]], marker="|", zorder=2)


def _draw_links(axes: Axes, marks: pd.DataFrame, name: str) -> None:
    """Join each reply to the move it answers: down or up from that move, then along to the reply."""
    place = {mark: (day, y) for mark, day, y in zip(marks["id"], marks["day"], marks["y"], strict=True)}
    inches = (WIDTH - LEFT - RIGHT) / np.ptp(axes.get_xlim())
    step = np.linspace(0, 1, 16)
    curves: list[Floats] = []
    heads: dict[str, list[tuple[float, float]]] = {">": [], "v": [], "^": []}
    for answered, day, y in zip(marks["answers"], marks["day"], marks["y"], strict=True):
        if answered not in place:
            continue
        day0, y0 = place[answered]
        curves.append(np.column_stack([day0 + (day - day0) * step**2, y0 + (y - y0) * (1 - (1 - step) ** 2)]))
        if day > day0:
            heads[">"].append((day - 0.1 / inches, y))
        else:
            heads["v" if y > y0 else "^"].append((day, y - 0.5 if y > y0 else y + 0.5))
    for head, points in heads.items():
        axes.scatter(*np.reshape(points, (-1, 2)).T, s=9, c=MUTED, marker=head, zorder=3)
    links = LineCollection(curves, colors=MUTED, linewidths=0.9, zorder=1.5)
    links.set_gid(f"{name}-answers")
    axes.add_collection(links, autolim=False)


def _draw_names(axes: Axes, marks: pd.DataFrame) -> None:
    """Write the names beside their marks, and say so where some found no room."""
    gap = TEXT_GAP / (WIDTH - LEFT - RIGHT) * np.ptp(axes.get_xlim())
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.75}
    for day, y, text, is_left in marks.loc[marks["is_named"], ["day", "y", "text", "is_left"]].itertuples(index=False):
        side = "right" if is_left else "left"
        axes.text(day + (-gap if is_left else gap), y, text, ha=side, va="center_baseline", zorder=3, bbox=box)
    named = int(marks["is_named"].sum())
    if named < len(marks):
        axes.set_title(f"{named} of {len(marks)} moves are named, the gravest first", loc="right", size=7.5, weight="normal", color=MUTED)


def families_key(axes: Axes, marks: pd.DataFrame, has_bars: bool = False) -> None:
    """Explain the marks beside the lanes."""
    families = [family for family in MARKERS if family in set(marks["family"])]
    handles = [Line2D([], [], color=INK, marker=MARKERS[f], linestyle="", label=f"{f} move") for f in families]
    if marks["answers"].isin(marks["id"]).any():
        handles.append(Line2D([], [], color=MUTED, linewidth=0.9, marker=">", markersize=3.2, label="is answered by"))
    if has_bars and (marks["until"] > marks["day"]).any():
        handles.append(Line2D([], [], color=MUTED, marker="|", label="announced to effective"))
    key(axes, handles)


@styled
def timeline(result: "RunResult", relations: Sequence[str] | None = None) -> Figure:
    """Draw which ministry of which party moved when, and who answered whom.

    Parameters
    ----------
    result : RunResult
    relations : ids of relations; those of the scenario's ``plots`` or the busiest if absent

    Returns
    -------
    Figure, one lane a ministry that moved

    Raises
    ------
    ValueError : for a relation that the run does not have
    """
    drawn = chosen_relations(result, relations)
    limits = date_limits(result)
    marks = marks_of(result, result.moves, drawn)
    lead = [ministry.split(",")[0] for ministry in marks["ministry"]]
    others = [ministry[len(first) :] for ministry, first in zip(marks["ministry"], lead, strict=True)]
    marks["text"] = [text + other for text, other in zip(marks["text"], others, strict=True)]
    marks["lane"] = list(zip(marks["party"], lead, strict=True))
    colours = colours_of(drawn)
    order = sorted(dict.fromkeys(marks["lane"]), key=lambda lane: list(colours).index(lane[0]))
    names = {lane: f"{wrapped(name_of(result, lane[0]), 22, 1)}\n{wrapped(lane[1], 24, 2)}" for lane in order}
    lanes = in_lanes(marks, names or {"": ""}, limits, 48)
    figure, (axes,) = page(result, [lanes.height], note=note_on(result, drawn))
    date_axis(axes, limits)
    draw_lanes(axes, lanes, colours, "simulated")
    families_key(axes, marks, has_bars=True)
    return figure
