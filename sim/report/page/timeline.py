"""The timeline of a run: a lane for each party, a mark for each move, a line from an act to its answer."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from .axes import Scale, date_ticks
from .curves import LEFT, RIGHT, WIDTH, across_texts
from .element import Element, element
from .look import COLOURS

NAME, ROW, MARK, FOOT = 16.0, 12.0, 4.5, 24.0  # of a lane: its name, a row of marks; the mark; the dates below
APART, DIGIT = 11.0, 7.0  # between the middles of two marks of a row; width of a digit of a number
MOST_LANES, MOST_NUMBERED = 24, 40
OTHERS = "other parties"


class Mark(NamedTuple):
    """A move as it is drawn."""

    number: int
    answers: int | None
    day: date
    lane: str
    is_hostile: bool


class Spot(NamedTuple):
    """What is drawn as one mark: a move, or where there are many all moves of a party and a day."""

    numbers: tuple[int, ...]
    answers: frozenset[int]
    day: date
    lane: str
    is_hostile: bool
    label: str


class Placed(NamedTuple):
    """A spot with its place."""

    spot: Spot
    x: float
    y: float
    colour: int


def is_grouped(marks: Sequence[Mark]) -> bool:
    """Whether one mark stands for all moves of a party and a day."""
    return len(marks) > MOST_NUMBERED


def drawn_timeline(marks: Sequence[Mark], days: tuple[date, date], says: str) -> Element:
    """Draw marks in lanes, the lanes in the order in which the parties first move.

    Parameters
    ----------
    marks : one or more, in the order of their days
    days : first and last that the axis shows
    """
    across = Scale(days[0].toordinal(), max(days[1], days[0]).toordinal(), LEFT - 32, WIDTH - RIGHT)
    placed, names, height = _placed(_spots(marks), _lanes(marks), across)
    spot_of = {number: each for each in placed for number in each.spot.numbers}
    joined = dict.fromkeys((spot_of[act], each) for each in placed for act in sorted(each.spot.answers & {*spot_of}))
    ticks = [(float(day.toordinal()), text) for day, text in date_ticks(*days)]
    dates = across_texts(across, ticks, height + 16)
    shapes = [shape for each in placed for shape in _mark(each)]
    joins = element("g", *(_join(*pair) for pair in joined), class_="faint" if is_grouped(marks) else None)
    size = f"0 0 {WIDTH:g} {height + FOOT:g}"
    return element("svg", joins, *names, *shapes, *dates, viewBox=size, role="img", aria_label=says)


def _spots(marks: Sequence[Mark]) -> list[Spot]:
    """One spot a move, or where there are many one for each party and day, with how many moves it stands for."""
    if not is_grouped(marks):
        return [_spot([mark], str(mark.number) if mark.is_hostile else "") for mark in marks]
    groups: dict[tuple[str, date, bool], list[Mark]] = {}
    for mark in marks:
        groups.setdefault((mark.lane, mark.day, mark.is_hostile), []).append(mark)
    return [_spot(group, f"×{len(group)}" if len(group) > 1 else "") for group in groups.values()]


def _spot(group: Sequence[Mark], label: str) -> Spot:
    first, answers = group[0], frozenset(mark.answers for mark in group if mark.answers is not None)
    return Spot(tuple(mark.number for mark in group), answers, first.day, first.lane, first.is_hostile, label)


def _lanes(marks: Sequence[Mark]) -> dict[str, str]:
    """Lane of each party: its own, or that of all others where there are too many."""
    names = list(dict.fromkeys(mark.lane for mark in marks))
    own = names if len(names) <= MOST_LANES else names[: MOST_LANES - 1]
    return {name: name if name in own else OTHERS for name in names}


def _placed(
    spots: Sequence[Spot], lanes: Mapping[str, str], across: Scale
) -> tuple[list[Placed], list[Element], float]:
    """Spots with their places, names and lines of the lanes, and the height of all."""
    found: list[Placed] = []
    names: list[Element] = []
    top = 0.0
    for n, lane in enumerate(dict.fromkeys(lanes.values())):
        own = [spot for spot in spots if lanes[spot.lane] == lane]
        rows = _rows([across(spot.day.toordinal()) for spot in own], [DIGIT * len(spot.label) for spot in own])
        names.append(element("line", x1=0, x2=WIDTH, y1=top, y2=top, class_="lane"))
        names.append(element("text", lane, x=0, y=top + 13))
        for spot, row in zip(own, rows, strict=True):
            place = across(spot.day.toordinal()), top + NAME + ROW * (row + 0.5)
            found.append(Placed(spot, *place, n % len(COLOURS)))
        top += NAME + ROW * (1 + max(rows, default=0)) + 4
    return found, [*names, element("line", x1=0, x2=WIDTH, y1=top, y2=top, class_="axis")], top


def _rows(places: Sequence[float], widths: Sequence[float]) -> list[int]:
    """Row of each mark, the first in which it covers no other and no number beside one."""
    ends: list[float] = []
    rows = []
    for place, width in zip(places, widths, strict=True):
        free = next((row for row, end in enumerate(ends) if place >= end), len(ends))
        ends[free : free + 1] = [place + APART + width]
        rows.append(free)
    return rows


def _join(act: Placed, answer: Placed) -> Element:
    """A line from an act to its answer, bent so that lines between the same lanes can be told apart."""
    bend = (act.x + answer.x) / 2, min(act.y, answer.y) + abs(act.y - answer.y) * 0.35
    places: list[Any] = [f"{x:.1f} {y:.1f}" for x, y in ((act.x, act.y), bend, (answer.x, answer.y))]
    return element("path", d=f"M{places[0]}Q{places[1]} {places[2]}", class_="join")


def _mark(each: Placed) -> list[Element]:
    look = f"{'f' if each.spot.is_hostile else 'o'}{each.colour}"
    mark = element("circle", cx=each.x, cy=each.y, r=MARK, class_=look)
    if not each.spot.label:
        return [mark]
    is_late = each.x > WIDTH - 30
    anchor, x = ("end", each.x - MARK - 2) if is_late else ("start", each.x + MARK + 2)
    return [mark, element("text", each.spot.label, x=x, y=each.y + 4, text_anchor=anchor, class_="extra")]
