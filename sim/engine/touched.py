"""Relations in which something happened in a run, or was amiss from its start: in all others every index is 0.

In a world of two hundred states most relations see nothing but talks in a year.
"""

from typing import Any

import numpy as np

from sim.rules.indices import loss, rung_in_force
from sim.rules.law import is_tie
from sim.rules.moves import COUNCIL, MEET, OFFER_TALKS, REFUSE_TALKS
from sim.rules.world import State, dyad_of
from sim.scenario.packed import Packed

TALKS = (OFFER_TALKS, REFUSE_TALKS, MEET)
MOST_RELATION_DAYS = 100_000  # of which all relations are recorded; of more, those that were touched


def is_large_world(packed: Packed, n_days: int) -> bool:
    """Whether a scenario has so many relations and days that curves and tables leave out relations."""
    return len(packed.names.dyads) * n_days > MOST_RELATION_DAYS


def touched_dyads(packed: Packed, state: State, n_days: int) -> Any:
    """Dyads of which the curves are worth recording, ascending; those that the scenario draws are among them.

    All others have intact institutions, empty accounts and no measure in force on every day of the run: at its end
    they have, and their moves were talks alone, which take from accounts and add to none.

    Parameters
    ----------
    state : State, at the end of the last day
    n_days : int, days played

    Returns
    -------
    (N,) int64
    """
    tables, log, kinds = packed.tables, state.log, packed.tables.channel_kind
    acts = log.ij[: log.n[0]][~np.isin(log.kind[: log.n[0]], TALKS)]
    held = np.flatnonzero((state.grievance != 0.0) | (state.balance != 0.0))
    given = [dyad for dyad, relation in enumerate(packed.relations) if relation.grievance or relation.balance]
    fading = tables.channel_dyad[is_tie(kinds) | (kinds == COUNCIL)]  # a council may lose worth by itself
    drawn = [packed.names.dyad(name) for name in packed.scenario.plots.dyads]
    is_touched: Any = tables.has_posture | (state.rung_highest > 0) | (state.posture_rung > 0)
    for directions in (acts, tables.trigger_ij, tables.memory_ij, held):
        is_touched[dyad_of(directions)] = True
    for dyads in (given, fading, drawn):
        is_touched[dyads] = True
    for dyad in np.flatnonzero(~is_touched):
        lost = loss(tables, state, dyad, n_days - 1)
        is_touched[dyad] = lost > 0.0 or rung_in_force(tables, state, dyad) > 0
    return np.flatnonzero(is_touched)
