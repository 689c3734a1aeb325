"""Moves that were made, read from the log a few at a time."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.rules.moves import KINDS
from sim.rules.world import NONE

if TYPE_CHECKING:
    from .model import EscalationModel


class Made(NamedTuple):
    """A move that was made.

    Attributes
    ----------
    number : int, as in the account
    date : on which it was announced
    actor, target : ids of the parties
    kind : kind of move
    channel : id, or None
    count : int, people or posts; 0 where it counts none
    severity : float
    answers : int, number of the move that it answers, or None
    """

    number: int
    date: date
    actor: str
    target: str
    kind: str
    channel: str | None
    count: int  # type: ignore[assignment]  # the tuple's own count is never called
    severity: float
    answers: int | None


def made_since(model: "EscalationModel", day: int) -> list[Made]:
    """Moves made on a day and after it, in order."""
    log = model.state.log
    n = int(log.n[0])
    return made_between(model, int(np.searchsorted(log.announced[:n], day)), n)


def received_today(model: "EscalationModel") -> list[Made]:
    """Moves that are taken in today: between two days, those that were taken in last."""
    log, turn = model.state.log, model.hand.turn
    is_before = turn is not None and turn[1] == "perceive"  # after it, all is heard that was there
    return made_between(model, model.first_heard, int(log.n[0] if is_before else log.first_new[0]))


def made_between(model: "EscalationModel", first: int, end: int) -> list[Made]:
    """Moves of some rows of the log, the last not among them."""
    log, names, tables = model.state.log, model.names, model.tables
    return [
        Made(
            number=m + 1,
            date=model.case.start + timedelta(days=int(log.announced[m])),
            actor=names.parties[tables.actor[log.ij[m]]],
            target=names.parties[tables.target[log.ij[m]]],
            kind=KINDS[log.kind[m]].name,
            channel=None if log.channel[m] == NONE else names.channels[log.channel[m]],
            count=int(log.count[m]),
            severity=float(log.severity[m]),
            answers=None if log.parent[m] == NONE else int(log.parent[m]) + 1,
        )
        for m in range(first, end)
    ]
