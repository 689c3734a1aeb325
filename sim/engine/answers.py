"""Acts that an agent of a user's own decides: by the usual rule, by its own moves, or not at all."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.rules import bargain, policies, realise
from sim.rules.moves import COUNTED, KINDS, MEASURE, REOPEN, TAKES_TIME
from sim.rules.world import ANSWERED, NONE, PENDING, UNANSWERED, State, is_due
from sim.scenario.arguments import shown

from .acts import Act
from .move import Move
from .orders import ROOM, Order, check, freed, ordered, play
from .trajectory import copied, with_room

if TYPE_CHECKING:
    from .agents import MinistryAgent, PartyAgent
    from .hand import Hand
    from .model import EscalationModel


def answer(hand: "Hand", agent: "PartyAgent", act: Act, moves: Sequence[Move] | None) -> None:
    """Let an agent decide an act; see :meth:`sim.engine.agents.PartyAgent.answer`."""
    model, day = hand.model, hand.model.day
    p = _open_row(hand, agent, act)
    tables, given = model.tables, model.state.provocations
    if moves is None:
        _check_due(model, act, p)
        bargain.decide_on(tables, model.state, p, day)
        return
    orders = _checked(hand, agent, act, p, moves)
    hand.deciders[p] = hand.maker
    if not orders:
        hands = tables.by_hand.copy()
        hands[agent.index] = True
        bargain.decide_on(tables._replace(by_hand=hands), model.state, p, day)
        return
    bargain.weigh(tables, model.state, p, day)
    given.decided[p], given.verdict[p] = day, ANSWERED
    hand.answers += orders


def usual_answer(hand: "Hand", agent: "PartyAgent", act: Act) -> list[Move]:
    """Moves by which the usual rule would answer; see :meth:`sim.engine.agents.PartyAgent.usual_answer`."""
    model, day = hand.model, hand.model.day
    p = _open_row(hand, agent, act)
    _check_due(model, act, p)
    state: State = with_room(model.tables, copied(model.state), ROOM)
    state.provocations.decided[:] = NONE  # that nothing else is realised
    tables, first = freed(model, agent.index), int(state.log.n[0])
    bargain.decide_on(tables, state, p, day)
    realise.realise(tables, state, agent.index, day)
    moves = [_as_move(model, state, m) for m in range(first, int(state.log.n[0]))]
    return [move for move in moves if _is_lawful_today(hand, move)]


def _is_lawful_today(hand: "Hand", move: Move) -> bool:
    """Whether a move can be made by hand as things stand: a declaration that changes nothing cannot."""
    try:
        check(hand.model, hand.model.state, ordered(hand.model, move, hand.model.day, hand.maker))
    except ValueError:
        return False
    return True


def _as_move(model: "EscalationModel", state: State, m: int) -> Move:
    log = state.log
    kind, channel = int(log.kind[m]), int(log.channel[m])
    effective = model.case.start + timedelta(days=int(log.effective[m]))
    return Move(
        kind=KINDS[kind].name,
        actor=model.names.parties[model.tables.actor[log.ij[m]]],
        target=model.names.parties[model.tables.target[log.ij[m]]],
        channel=None if channel == NONE else model.names.channels[channel],
        count=int(log.count[m]) if COUNTED[kind] or kind == REOPEN else 0,
        deadline=effective if TAKES_TIME[kind] else None,
        severity=float(log.severity[m]) if kind == MEASURE else None,
    )


def _open_row(hand: "Hand", agent: "PartyAgent", act: Any) -> int:
    """Provocation that an act has opened and that an agent may decide now."""
    if hand.turn is None or hand.turn[0] is not agent or hand.turn[1] != "decide":
        raise ValueError(f"{agent.id} decides about acts in its own phase decide, and there alone")
    if not isinstance(act, Act):
        raise ValueError(f"{act!r}: expected an act of self.due or self.open_acts")
    if act.is_offer:
        raise ValueError(f"no. {act.number} is an offer; offers are answered in the phase answer_offers")
    given, tables = hand.model.state.provocations, hand.model.tables
    called = f"no. {act.number}" if act.number else str(act.harm)
    if act.row == NONE or tables.actor[given.ij[act.row]] != agent.index:
        raise ValueError(f"{called} has not been perceived by {agent.id}, or was too slight for an answer")
    if given.verdict[act.row] not in (PENDING, UNANSWERED):
        raise ValueError(f"{called} is decided already")
    return act.row


def _check_due(model: "EscalationModel", act: Act, p: int) -> None:
    if not is_due(model.state, p, model.day):
        raise ValueError(f"{act.number or act.harm}: not due today; the usual rule decides acts of self.due alone")


def _checked(hand: "Hand", agent: "PartyAgent", act: Act, p: int, moves: Iterable[Move]) -> list[Order]:
    """Orders that answer an act today, each lawful after those before it."""
    model, day, given = hand.model, hand.model.day, hand.model.state.provocations
    moves = list(moves)
    own = [order for order in hand.answers if model.tables.actor[order.ij] == agent.index]
    state: State = with_room(model.tables, copied(model.state), ROOM + 2 * len(own) + 2 * len(moves))
    for order in own:
        play(model.tables, state, order, day)
    found = []
    for move in moves:
        if isinstance(move, Move) and (move.actor, move.target) != (agent.id, act.actor):
            raise ValueError(f"{move.kind}: an answer to it goes from {agent.id} to {act.actor}")
        if isinstance(move, Move) and move.answers not in (None, act.number, act.harm):
            raise ValueError(f"answers {move.answers!r}: expected the act itself, or nothing")
        order = replace(
            ordered(model, move, day, hand.maker),
            parent=int(given.first_move[p]),
            trigger=int(given.trigger[p]),
            act=p,
        )
        check(model, state, order)
        play(model.tables, state, order, day)
        found.append(order)
    return found


def ask(hand: "Hand", ministry: "MinistryAgent", act: Act, severity: Any) -> None:
    """Let a ministry propose a severity; see :meth:`sim.engine.agents.MinistryAgent.ask`."""
    model = hand.model
    if hand.turn is None or hand.turn[0] is not ministry or hand.turn[1] != "propose":
        raise ValueError(f"{ministry!r} asks for a severity in its own phase propose, and there alone")
    if act not in ministry.due:
        raise ValueError(f"{act!r}: expected an act of self.due")
    if not isinstance(severity, Real) or not 0 <= float(severity) < math.inf:
        raise ValueError(f"severity {shown(severity)}: expected a number, 0 or more")
    tables = model.tables
    by_it = np.full_like(tables.how_much, policies.OWN_RULE)  # the usual rule, but for how much
    asking = tables._replace(how_much=by_it, own_rule=lambda *_: float(severity))
    bargain.propose_for(asking, model.state, ministry.index, act.row, model.day)
