"""A history played on from a state that it has reached, under other chance than its own, and how it ends."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sim.rules.accounts import grievance_on
from sim.rules.day import next_due, play_day
from sim.rules.indices import (
    closing_window,
    dyad_scale,
    flow,
    has_ambassadors,
    is_ruptured,
    loss,
    regime,
    rung_in_force,
    tension,
)
from sim.rules.law import is_declared_before
from sim.rules.moves import SEVER_RELATIONS
from sim.rules.parameters import REGIME_WINDOW_DAYS
from sim.rules.world import BREAK, State, Tables, dyad_of

from .compiled.history import is_own_accord
from .trajectory import copied, with_room


class Ending(NamedTuple):
    """How a relation ends in one history.

    Attributes
    ----------
    regime : int, one of REGIMES
    loss : float, institutional loss on the last day, in [0, 1]
    has_break : bool, whether a side broke with the other, of its own accord, from the day on which play went on
    """

    regime: int
    loss: float
    has_break: bool


def played_on(
    tables: Tables, state: State, day: int, run: int, dyads: Sequence[int], highest: Sequence[float]
) -> list[Ending]:
    """Play a state on to the last day, and say how some relations end.

    Parameters
    ----------
    tables : Tables, by which the history goes on
    state : State on the morning of a day; it stays as it is
    day : int, that day, since the start; the number of days where all have been played
    run : int, number under whose chance it goes on; what chance has already set stays
    dyads : relations that are asked about
    highest : float in [0, 1], largest loss of each before that day
    """
    state = copied(state)
    state.run[0] = run
    peaks, first = [*highest], day
    n_moves = int(state.log.n[0])
    while day < tables.n_days:
        state = with_room(tables, state)
        play_day(tables, state, day)
        day = min(int(next_due(tables, state, day)), tables.n_days)
        peaks = [max(peak, loss(tables, state, dyad, day - 1)) for dyad, peak in zip(dyads, peaks, strict=True)]
    return [
        Ending(
            _regime(tables, state, dyad, peak),
            float(loss(tables, state, dyad, tables.n_days - 1)),
            _has_break(tables, state, dyad, first, n_moves),
        )
        for dyad, peak in zip(dyads, peaks, strict=True)
    ]


def _regime(tables: Tables, state: State, dyad: int, highest: float) -> int:
    """How a relation ends, by the same rule as any history."""
    last, world = tables.n_days - 1, tables.world
    lost = loss(tables, state, dyad, last)
    first, end = tables.first_channel[dyad : dyad + 2]
    has_channels = bool(tables.weight[first:end].any())
    held: Any = [grievance_on(tables, state, ij, last) for ij in (2 * dyad, 2 * dyad + 1)]
    return int(
        regime(
            world,
            has_ended=is_ruptured(rung_in_force(tables, state, dyad), has_channels, lost),
            is_represented=has_ambassadors(tables, state, dyad),
            last_loss=lost,
            highest_loss=highest,
            last_tension=tension(*held),
            closing_flow=flow(
                tables, state, dyad, last, closing_window(int(world[REGIME_WINDOW_DAYS]), tables.n_days), False
            ),
            scale=dyad_scale(tables, dyad),
        )
    )


def _has_break(tables: Tables, state: State, dyad: int, since: int, first_move: int) -> bool:
    """Whether a side breaks in a relation from a day on: by decision, or by severing relations, not in return."""
    given, log = state.provocations, state.log
    n = int(given.n[0])
    broke = (given.verdict[:n] == BREAK) & (given.decided[:n] >= since) & (dyad_of(given.ij[:n]) == dyad)
    if broke.any():
        return True
    return any(
        dyad_of(log.ij[m]) == dyad
        and log.kind[m] == SEVER_RELATIONS
        and is_own_accord(tables, state, m)
        and not is_declared_before(state, m)
        for m in range(first_move, int(log.n[0]))
    )
