"""Acts that wait for an answer: those that a party decides today, and all that it may still answer by hand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from sim.rules import by_hand
from sim.rules.accounts import provocation_on
from sim.rules.moves import ASK_RECOGNITION, OFFER_TALKS, is_hostile_kind
from sim.rules.perceive import LONGEST_DELAY_DAYS
from sim.rules.world import NONE, PENDING, UNANSWERED, State, is_due

if TYPE_CHECKING:
    from .model import EscalationModel


@dataclass(frozen=True)
class Act:
    """Something that was done to a party and waits for its answer.

    Attributes
    ----------
    number : int, of its first move, as in the account; None for a harm
    harm : id of the harm, or None
    actor : id of the party that did it
    moves : numbers of all its moves, which are answered together
    date : of the last of them, or of the harm
    severity : float, as the party perceives it today; NaN for an offer, and before it is perceived
    is_due : whether it is to be decided today; if not, later, or the day has passed without an answer
    is_offer : whether it is an offer of talks or a request, which the phase ``answer_offers`` answers
    """

    number: int | None
    harm: str | None
    actor: str
    moves: tuple[int, ...]
    date: date
    severity: float
    is_due: bool
    is_offer: bool = False
    row: int = field(default=NONE, repr=False)  # of the provocation; NONE where it has opened none


def due_today(model: "EscalationModel", party: int) -> list[Act]:
    """Acts that a party decides today, in the order in which they were perceived.

    Parameters
    ----------
    party : int, its row
    """
    tables, state, given = model.tables, model.state, model.state.provocations
    found, p = [], int(given.first_open[0])
    while p < given.n[0]:
        if tables.actor[given.ij[p]] == party and is_due(state, p, model.day):
            found.append(_of_provocation(model, state, p, model.day))
        p = int(given.later_open[p])
    return found


def waiting(model: "EscalationModel", party: int, state: State, day: int) -> list[Act]:
    """Acts towards a party that it may still answer by hand on a day, the oldest first.

    Parameters
    ----------
    party : int, its row
    state : State on that day, that of the model or one that goes on from it
    """
    found = [*_of_moves(model, party, state, day), *_of_harms(model, party, state, day)]
    return sorted(found, key=lambda act: (act.date, act.number or 0))


def _of_moves(model: "EscalationModel", party: int, state: State, day: int) -> Iterator[Act]:
    """Hostile acts, offers and requests; those that are answered together are one."""
    tables, log, together = model.tables, state.log, dict[int, list[int]]()
    n, oldest = int(model.state.log.n[0]), max(day - LONGEST_DELAY_DAYS, tables.autonomous_day)
    for m in range(int(np.searchsorted(log.announced[:n], oldest)), n):  # of another state, what it adds is not known
        asks = is_hostile_kind(log.kind[m]) or log.kind[m] in (OFFER_TALKS, ASK_RECOGNITION)
        if asks and tables.target[log.ij[m]] == party and by_hand.awaits_answer(tables, state, m, day):
            together.setdefault(int(by_hand.first_answered(state, m)), []).append(m)
    for first, moves in together.items():
        p, is_offer = int(log.provocation[first]), not is_hostile_kind(log.kind[first])
        yield Act(
            number=first + 1,
            harm=None,
            actor=model.names.parties[tables.actor[log.ij[first]]],
            moves=tuple(m + 1 for m in moves),
            date=_date(model, log.announced[moves[-1]]),
            severity=_perceived(model, state, p, day),
            is_due=is_offer or (p != NONE and bool(is_due(state, p, day))),
            is_offer=is_offer,
            row=p,
        )


def _of_harms(model: "EscalationModel", party: int, state: State, day: int) -> Iterator[Act]:
    given, tables = state.provocations, model.tables
    for p in range(int(given.n[0])):
        trigger, is_open = given.trigger[p], given.verdict[p] in (PENDING, UNANSWERED)
        if trigger == NONE or not is_open or tables.actor[given.ij[p]] != party:
            continue
        if day - tables.trigger_day[trigger] <= LONGEST_DELAY_DAYS:
            yield _of_provocation(model, state, p, day)


def _of_provocation(model: "EscalationModel", state: State, p: int, day: int) -> Act:
    """An act that has opened a provocation, also where an alliance handed it to its member."""
    given, log, tables = state.provocations, state.log, model.tables
    rows = range(int(given.first_move[p]), int(given.last_move[p]) + 1)
    moves = [m for m in rows if log.provocation[m] == given.source[p]]
    trigger = int(given.trigger[p])
    return Act(
        number=moves[0] + 1 if moves else None,
        harm=None if trigger == NONE else model.names.triggers[trigger],
        actor=model.names.parties[tables.target[given.ij[p]]],
        moves=tuple(m + 1 for m in moves),
        date=_date(model, log.announced[moves[-1]] if moves else tables.trigger_day[trigger]),
        severity=_perceived(model, state, p, day),
        is_due=bool(is_due(state, p, day)),
        row=p,
    )


def _perceived(model: "EscalationModel", state: State, p: int, day: int) -> float:
    return float("nan") if p == NONE else float(provocation_on(model.tables, state, p, day))


def _date(model: "EscalationModel", day: int) -> date:
    return model.case.start + timedelta(days=int(day))
