"""Moves in lanes along a date axis: where each mark stands, and how it is drawn.

Marks that would cover each other are stacked in rows of their lane.  Where there is no room to name
every move, the gravest are named and a note says how many.
"""

from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.dates import date2num
from matplotlib.lines import Line2D

from sim.analysis.labels import spaced
from sim.rules.moves import FAMILIES, KINDS

from .relations import OfScenario, labels_of, pairs
from .style import BAND, INK, LEFT, MARKERS, MUTED, RIGHT, WIDTH, key, label_outside, text_width, wrapped

Floats = npt.NDArray[np.float64]
Relations = dict[str, tuple[str, str]]

TABLE = {kind.name: kind for kind in KINDS}
ROW = 0.2  # inches, height of a row of marks
MARK = 0.18  # inches, width of a mark with the head of the link that ends at it
HEAD_GAP = 0.1  # inches, from the middle of a mark to that head
TEXT_GAP = 0.105  # inches, from the middle of a mark to its name
MARK_AREA = 40.0  # square points
MANY = 60  # links from which on they are drawn faintly
FEWEST_ROWS = 4  # in each lane that needs them
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


def marks_of(result: OfScenario, moves: pd.DataFrame, relations: Relations) -> pd.DataFrame:
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
    announced, kinds = (moves[name] for name in (("date", "move") if is_documented else ("announced", "kind")))
    return pd.DataFrame(
        {
            "id": moves["id"],
            "answers": moves["answers"] if is_documented else moves["parent"],
            "day": date2num(pd.to_datetime(announced).to_numpy()),
            "until": np.nan if is_documented else date2num(pd.to_datetime(moves["effective"]).to_numpy()),
            "party": moves["from"],
            "ministry": moves["ministry"].fillna(""),
            "family": [FAMILIES[TABLE[kind].family] for kind in kinds],
            "text": _texts(result, moves.assign(kind=kinds), relations),
            "weight": [TABLE[kind].severity for kind in kinds] if is_documented else moves["severity"],
        }
    ).reset_index(drop=True)


def _texts(result: OfScenario, moves: pd.DataFrame, relations: Relations) -> list[str]:
    """Name each move: its kind, how many people, and towards whom if its author faces several."""
    faces = [party for pair in relations.values() for party in pair]
    texts = []
    for kind, count, party, to in zip(moves["kind"], moves["count"], moves["from"], moves["to"], strict=True):
        number = f" ({int(count)})" if pd.notna(count) and count > 0 else ""
        towards = f", {labels_of(result).party(to)}" if faces.count(party) > 1 else ""
        texts.append(wrapped(spaced(kind) + number + towards, 44, 1))
    return texts


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
    width = np.array([TEXT_GAP + text_width(text) + 0.06 for text in marks["text"]])
    is_left = (x + width > WIDTH - LEFT - RIGHT) & (x > width + HEAD_GAP)
    weight = marks["weight"].where(marks.index != 0, np.inf)  # the move that began it all is always named
    gravest = np.argsort(-weight.to_numpy(), kind="stable")

    def attempt(n_named: int) -> tuple[list[int], bool, npt.NDArray[np.bool_]]:
        is_named = np.isin(np.arange(len(marks)), gravest[:n_named])
        left = x - np.where(is_named & is_left, width + HEAD_GAP, MARK)
        right = np.maximum(x + np.where(is_named & ~is_left, width, MARK / 2), until)
        return *_stack(left, right, rows), is_named

    if attempt(0)[1]:  # bars are the first to go where there is no room
        until, marks = x, marks.assign(until=np.nan)
    low, high = 0, len(marks)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (low, middle - 1) if attempt(middle)[1] else (middle, high)
    chosen, _, is_named = attempt(low)
    return marks.assign(row=chosen, is_named=is_named, is_left=is_left)


def in_lanes(marks: pd.DataFrame, lanes: dict[str, str], limits: tuple[float, float], rows: int) -> Lanes:
    """Set marks in lanes, none over another where that can be done.

    Parameters
    ----------
    marks : as :func:`marks_of` returns, with a column ``lane``
    lanes : lane: name, from top to bottom; a lane may be empty
    limits : ends of the date axis, days since 1970
    rows : rows of marks in all lanes together, shared out by how many moves each lane has
    """
    placed, edges = [], [0.0]
    for lane in lanes:
        inside = marks[marks["lane"] == lane]
        inside = _place(inside, limits, max(FEWEST_ROWS, rows * len(inside) // max(1, len(marks))))
        n_rows = int(inside["row"].max()) + 1 if len(inside) else 1
        placed.append(inside.assign(y=edges[-1] + 0.8 + inside["row"]))
        edges.append(edges[-1] + max(n_rows + 0.6, 1.0 + lanes[lane].count("\n") * 0.8))
    return Lanes(pd.concat(placed), list(lanes.values()), edges)


def draw_lanes(axes: Axes, lanes: Lanes, colours: dict[str, str], name: str) -> None:
    """Draw lanes: bands, bars to the effective day, links from a move to its answers, marks, names.

    Parameters
    ----------
    colours : party: colour
    name : "simulated" or "documented"; documented moves are hollow
    """
    axes.set_ylim(lanes.edges[-1], 0)
    label_outside(axes)
    axes.grid(visible=False, axis="y")
    axes.tick_params(axis="y", length=0)
    axes.set_yticks([(top + bottom) / 2 for top, bottom in pairwise(lanes.edges)], lanes.names)
    marks = lanes.marks
    if marks.empty:
        axes.text(0.5, 0.5, "no moves", transform=axes.transAxes, ha="center", va="center", color=MUTED, size=10)
        return
    for top, bottom in list(pairwise(lanes.edges))[::2]:
        axes.axhspan(top, bottom, color=BAND, zorder=0)
    _draw_bars(axes, marks, colours, name)
    _draw_links(axes, marks, name)
    groups: Any = marks.groupby(["party", "family"], sort=False)
    for (party, family), group in groups:
        face = "white" if name == "documented" else colours[party]
        dots = axes.scatter(group["day"], group["y"], s=MARK_AREA, c=face, marker=MARKERS[family], zorder=4)
        dots.set(edgecolor=colours[party], linewidth=1.1, gid=f"{name}-moves-{party}-{family}")
    _draw_names(axes, marks)


def days_per_inch(axes: Axes) -> float:
    """Days that an inch of the date axis stands for."""
    return float(np.ptp(axes.get_xlim())) / (WIDTH - LEFT - RIGHT)


def _is_lasting(axes: Axes, marks: pd.DataFrame) -> "pd.Series[bool]":
    """Whether a move takes effect so late that its bar can be seen beside its mark."""
    return marks["until"] > marks["day"] + MARK * days_per_inch(axes)


def _draw_bars(axes: Axes, marks: pd.DataFrame, colours: dict[str, str], name: str) -> None:
    """Draw a bar from the day a move is announced to the day it takes effect."""
    lasting = marks[_is_lasting(axes, marks)]
    y, shades = lasting["y"] + 0.43, [colours[party] for party in lasting["party"]]
    bars = axes.hlines(y, lasting["day"], lasting["until"], shades, alpha=0.75, zorder=3.5)
    bars.set_gid(f"{name}-until-effective")
    axes.scatter(lasting["until"], y, s=14, c=shades, marker="|", zorder=3.5)


def _draw_links(axes: Axes, marks: pd.DataFrame, name: str) -> None:
    """Join each reply to the move it answers: down or up from that move, then along to the reply."""
    place = {mark: (day, y) for mark, day, y in zip(marks["id"], marks["day"], marks["y"], strict=True)}
    per_inch = days_per_inch(axes)
    step = np.linspace(0, 1, 16)
    curves: list[Floats] = []
    heads: dict[str, list[tuple[float, float]]] = {">": [], "v": [], "^": []}
    for answered, day, y in zip(marks["answers"], marks["day"], marks["y"], strict=True):
        if answered not in place:
            continue
        day0, y0 = place[answered]
        is_later = day - day0 > HEAD_GAP * per_inch
        end = (day - HEAD_GAP * per_inch, y) if is_later else (day, y - 0.5 if y > y0 else y + 0.5)
        heads[">" if is_later else "v" if y > y0 else "^"].append(end)
        curves.append(np.column_stack([day0 + (end[0] - day0) * step**2, y0 + (end[1] - y0) * (1 - (1 - step) ** 2)]))
    for head, points in heads.items():
        x, y = np.reshape(points, (-1, 2)).T
        axes.scatter(x, y, s=15, c=MUTED, marker=head, zorder=3, linewidths=0)
    links = LineCollection(curves, colors=MUTED, linewidths=0.9, zorder=1.5, alpha=1.0 if len(curves) < MANY else 0.4)
    links.set_gid(f"{name}-answers")
    axes.add_collection(links, autolim=False)


def _draw_names(axes: Axes, marks: pd.DataFrame) -> None:
    """Write the names beside their marks, and say so where some found no room."""
    per_inch = days_per_inch(axes)
    box = {"facecolor": "white", "edgecolor": "none", "pad": 0.6}  # links pass below
    for day, y, text, is_left in marks.loc[marks["is_named"], ["day", "y", "text", "is_left"]].itertuples(index=False):
        side, gap = ("right", -TEXT_GAP - HEAD_GAP) if is_left else ("left", TEXT_GAP)
        axes.text(day + gap * per_inch, y, text, ha=side, va="center_baseline", zorder=3, bbox=box)
    named = int(marks["is_named"].sum())
    if named < len(marks):
        said = f"{named:,} of {len(marks):,} moves are named: the first, and the gravest"
        said = said if named else f"{len(marks):,} moves, too many to be named"
        axes.set_title(said, loc="right", size=7.5, weight="normal", color=MUTED)


def families_key(axes: Axes, marks: pd.DataFrame, has_documented: bool = False) -> None:
    """Explain marks, links and bars beside the lanes."""
    families = [family for family in MARKERS if family in set(marks["family"])]
    handles = [Line2D([], [], color=INK, marker=MARKERS[f], linestyle="", label=f"{f} move") for f in families]
    if has_documented:
        handles.append(Line2D([], [], color=INK, marker="s", mfc="white", linestyle="", label="hollow: documented"))
    if marks["answers"].isin(marks["id"]).any():
        handles.append(Line2D([], [], color=MUTED, linewidth=0.9, marker=">", markersize=3.2, label="leads to"))
    if _is_lasting(axes, marks).any():
        handles.append(Line2D([], [], color=MUTED, marker="|", label="announced to effective"))
    key(axes, handles)
