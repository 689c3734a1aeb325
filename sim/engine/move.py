"""A move made by hand, checked as one in a scenario file is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from sim.rules.world import NONE
from sim.scenario import arguments
from sim.scenario.check_moves import check_by_hand
from sim.scenario.pack import KIND_NUMBER, Names
from sim.scenario.schema import Scenario, TimelineMove


@dataclass(frozen=True)
class Move:
    """A move to be made by hand: ``Move("expel", "nato", "russia", channel="russian_mission", count=2)``.

    ``deadline`` is the date by which people leave or a closure takes effect, also as an ISO text or a
    timestamp; a time to leave is drawn where it is absent.  ``answers`` is the number of the move that it
    answers, as in the account: the actor then decides about that move no more.
    """

    kind: str
    actor: str
    target: str
    channel: str | None = None
    count: int = 0
    deadline: date | None = None
    answers: int | None = None


def as_read(move: Move) -> Move:
    """Read the numbers and the day of a move, which may come from numpy or pandas.

    Raises
    ------
    ValueError
        If one of them is not a number, or not a day.
    """
    if not isinstance(move, Move):
        raise ValueError(f"move {arguments.shown(move)}: expected a Move")
    return replace(
        move,
        count=arguments.whole_number("count", move.count, 0),
        deadline=None if move.deadline is None else arguments.day("deadline", move.deadline),
        answers=None if move.answers is None else arguments.whole_number("answers", move.answers, 1),
    )


def decoded(move: Move, today: date, scenario: Scenario, names: Names) -> tuple[int, int, int, int]:
    """Kind, direction, channel and day of the deadline of a move, as the rules want them.

    Raises
    ------
    ValueError
        If the move names what does not exist, or does not fit together.
    """
    _check(move, today, scenario)
    try:
        ij = names.direction(move.actor, move.target)
    except KeyError as unknown:
        raise ValueError(unknown.args[0]) from None
    channel = NONE if move.channel is None else names.channel(move.channel)
    deadline = NONE if move.deadline is None else (move.deadline - scenario.start).days
    return KIND_NUMBER[move.kind], ij, channel, deadline


def _check(move: Move, today: date, scenario: Scenario) -> None:
    given = {"date": today, "from": move.actor, "to": move.target, "move": move.kind, "channel": move.channel}
    scripted_move({**given, "count": move.count, "deadline": move.deadline}, scenario)


def scripted_move(given: Mapping[str, Any], scenario: Scenario) -> TimelineMove:
    """Read a move that is made by hand, in the words of a timeline.

    Raises
    ------
    ValueError
        If it names what does not exist, or does not fit together.
    """
    try:
        scripted = TimelineMove.model_validate(given)
    except ValidationError as mistakes:
        first = mistakes.errors()[0]
        raise ValueError(f"{first['loc'][0]}: {first['input']!r} does not fit; {first['msg'].lower()}") from None
    for finding in check_by_hand(scripted, scenario):
        expected = f"; expected {finding.expected}" if finding.expected else ""
        raise ValueError(f"{'.'.join(finding.path[1:])}: {finding.problem}{expected}")
    return scripted
