"""How a choice is read: whether it is lawful as things stand, and what it answers."""

from typing import Any

from sim.engine import lawful
from sim.rules.by_hand import act_answered, answers_an_offer
from sim.rules.world import NONE
from sim.scenario.pack import KIND_NUMBER
from sim.scenario.schema import TimelineMove

from .news import questions
from .table import Table


def most_of(table: Table, move: TimelineMove) -> int:
    """Largest count of a move that is lawful today; 0 where the move is not."""
    kind, channel = KIND_NUMBER[move.move], NONE if move.channel is None else table.model.names.channel(move.channel)
    return lawful.most_lawful(
        table.free(move.from_), table.morning(move.from_), _direction(table, move), table.day, kind, channel
    )


def check_lawful(table: Table, move: TimelineMove) -> None:
    """Raise ValueError where the law and the posts do not allow a move today, or not with its count or severity."""
    kind, channel = KIND_NUMBER[move.move], NONE if move.channel is None else table.model.names.channel(move.channel)
    lawful.check_lawful(
        table.model.names,
        table.free(move.from_),
        table.morning(move.from_),
        _direction(table, move),
        table.day,
        kind,
        channel,
        count=move.count,
        severity=move.severity,
    )


def answered(table: Table, move: TimelineMove, answers: bool | str) -> dict[str, Any]:
    """What a move answers, in the words of a timeline.

    Parameters
    ----------
    answers : as :meth:`sim.play.Seat.choose` takes it

    Raises
    ------
    ValueError
        If it names a harm that its target has not done by then.
    """
    kind = KIND_NUMBER[move.move]
    if isinstance(answers, str):
        return {"answers": _harm(table, answers, move)}
    if answers_an_offer(kind):
        return {"in_answer": True}
    waiting = [question for question in questions(table, move.from_) if question.actor == move.to] if answers else []
    harms = [question.harm for question in waiting[-1:] if question.harm is not None]
    if harms:
        return {"answers": harms[0]}
    at = table.morning(move.from_), _direction(table, move), table.day
    act = act_answered(table.model.tables, *at, kind) if answers else NONE
    return {"in_answer": bool(act != NONE)}


def _harm(table: Table, name: str, move: TimelineMove) -> str:
    """A harm that a move may answer: done by its target, by that day."""
    known = [harm for harm, it in table.base.triggers.items() if it.author == move.to and it.date <= move.date]
    if name not in known:
        expected = f"; expected one of {', '.join(known)}" if known else ""
        raise ValueError(f"answers {name!r}: no harm that {move.to} has done by then{expected}")
    return name


def _direction(table: Table, move: TimelineMove) -> int:
    try:
        return table.model.names.direction(move.from_, move.to)
    except KeyError as unknown:
        raise ValueError(unknown.args[0]) from None
