"""Moves made by hand as the rules take them: read, held to the law together, played as an entry of a timeline is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from sim.rules import shock
from sim.rules.by_hand import answers_an_offer
from sim.rules.world import NONE, State, Tables, reverse
from sim.scenario.arrays import flags, floats, ints
from sim.scenario.pack import KIND_NUMBER, pack

from .lawful import check_lawful
from .move import Move, as_read, check_move

if TYPE_CHECKING:
    from .model import EscalationModel

ROOM = 64  # moves that a morning may add to the log beyond those of the rules


@dataclass(frozen=True)
class Order:
    """A move that will be made by hand.

    Attributes
    ----------
    move : Move, as it was asked for
    day : int, on which it is to be made
    maker : who makes it, in words
    kind, ij, channel, deadline : int, as the rules want them; channel and deadline may be NONE
    parent, trigger : int, move or harm that it answers, or NONE
    act : int, provocation that an agent answers by it, or NONE
    """

    move: Move
    day: int
    maker: str
    kind: int
    ij: int
    channel: int
    deadline: int
    parent: int
    trigger: int
    act: int = NONE


def ordered(model: "EscalationModel", move: Move, day: int, maker: str) -> Order:
    """Read a move that is to be made on a day.

    Raises
    ------
    ValueError
        If it names what does not exist, does not fit together, or answers what its target has not done.
    """
    move = as_read(move)
    case, names = model.case, model.names
    check_move(move, _date(model, day), case)
    try:
        ij = names.direction(move.actor, move.target)
    except KeyError as unknown:
        raise ValueError(unknown.args[0]) from None
    parent, trigger = _answered(model, move, ij, day)
    return Order(
        move=move,
        day=day,
        maker=maker,
        kind=KIND_NUMBER[move.kind],
        ij=ij,
        channel=NONE if move.channel is None else names.channel(move.channel),
        deadline=NONE if move.deadline is None else (move.deadline - case.start).days,
        parent=parent,
        trigger=trigger,
    )


def _date(model: "EscalationModel", day: int) -> date:
    return model.case.start + timedelta(days=day)


def _answered(model: "EscalationModel", move: Move, ij: int, day: int) -> tuple[int, int]:
    """Row of the move that is answered, and of the harm; NONE where there is none."""
    if move.answers is None:
        return NONE, NONE
    if isinstance(move.answers, str):
        harms = model.case.triggers
        known = [harm for harm, it in harms.items() if it.author == move.target and it.date <= _date(model, day)]
        if move.answers not in known:
            expected = f"; expected one of {', '.join(known)}" if known else ""
            raise ValueError(f"answers {move.answers!r}: no harm that {move.target} has done by then{expected}")
        return NONE, model.names.triggers.index(move.answers)
    log = model.state.log
    if not move.answers <= log.n[0] or log.ij[move.answers - 1] != reverse(ij):
        raise ValueError(f"answers: no. {move.answers} is not a move of {move.target} against {move.actor}")
    return move.answers - 1, NONE


def check(model: "EscalationModel", state: State, order: Order) -> None:
    """Raise ValueError where the law and the posts of a state do not allow a move, with what is missing.

    Parameters
    ----------
    state : State, with all that is made before it on that day
    """
    check_lawful(
        model.names,
        freed(model, int(model.tables.actor[order.ij])),
        state,
        order.ij,
        order.day,
        order.kind,
        order.channel,
        count=order.move.count,
        severity=order.move.severity,
    )


def freed(model: "EscalationModel", party: int) -> Tables:
    """Tables in which a party decides by its policy, though the scenario has it played by hand."""
    tables = model.tables
    if not tables.by_hand[party]:
        return tables
    return by_policy(tables, pack(model.case.model_copy(update={"by_hand": []})), party)


def by_policy(tables: Tables, own: Tables, party: int) -> Tables:
    """Tables in which one party decides by its policy; others by hand still do not.

    Parameters
    ----------
    own : of the same scenario with nobody by hand
    """
    hands, repertoire = tables.by_hand.copy(), tables.repertoire.copy()
    hands[party], repertoire[party] = False, own.repertoire[party]
    return tables._replace(by_hand=hands, repertoire=repertoire)


def play(tables: Tables, state: State, order: Order, day: int) -> int:
    """Make a move as an entry of the timeline is made; returns its row, or ``VOID`` where it cannot be made.

    A word to an offer answers the one that waits.  The entry stands second: the first is what it answers.
    """
    is_word = order.parent == NONE and bool(answers_an_offer(order.kind))
    entry = tables._replace(
        script_ij=ints([order.ij] * 2),
        script_kind=ints([order.kind] * 2),
        script_channel=ints([order.channel] * 2),
        script_count=ints([order.move.count] * 2),
        script_deadline=ints([order.deadline] * 2),
        script_answers=ints([NONE, NONE if order.parent == NONE else 0]),
        script_trigger=ints([NONE, order.trigger]),
        script_in_answer=flags([False, is_word]),
        script_severity=floats([order.move.severity or 0.0] * 2),
    )
    rows = ints([order.parent, NONE])
    shock.play_entry(entry, state._replace(script_row=rows), 1, day)
    return int(rows[1])
