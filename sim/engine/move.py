"""A move made by hand, checked as one in a scenario file is checked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import ValidationError

from sim.scenario import arguments
from sim.scenario.check_moves import check_by_hand
from sim.scenario.schema import Scenario, TimelineMove


@dataclass(frozen=True)
class Move:
    """A move to be made by hand: ``Move("expel", "nato", "russia", channel="russian_mission", count=2)``.

    Attributes
    ----------
    kind : kind of move, as ``detente moves`` lists them
    actor, target : ids of two parties that deal with each other
    channel : id of the post, institution or tie that it is made on, where the kind is made on one
    count : people or posts, where the kind counts them
    deadline : date by which people leave or a closure takes effect, also as an ISO text or a timestamp; a time to leave
        is drawn where it is absent
    answers : number of the move that it answers, as in the account, or the id of a harm: the actor then decides about
        that no more
    severity : above 0, of the kind ``measure``, which has none of its own
    ground : what is said for it, as accounts tell it
    """

    kind: str
    actor: str
    target: str
    channel: str | None = None
    count: int = 0
    deadline: date | None = None
    answers: int | str | None = None
    severity: float | None = None
    ground: str = ""


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
        answers=_answers(move.answers),
    )


def _answers(given: Any) -> int | str | None:
    is_harm = isinstance(given, str) and not given.strip().lstrip("+-").isdecimal()
    return given if given is None or is_harm else arguments.whole_number("answers", given, 1)


def check_move(move: Move, today: date, scenario: Scenario) -> None:
    """Raise ValueError where a move of a day names what does not exist, or does not fit together."""
    given = {"date": today, "from": move.actor, "to": move.target, "move": move.kind, "channel": move.channel}
    given |= {"count": move.count, "deadline": move.deadline, "severity": move.severity, "ground": move.ground}
    scripted_move(given, scenario)


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
