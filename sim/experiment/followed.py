"""Which relations are followed over many runs."""

from collections import Counter
from collections.abc import Sequence

from sim.engine.ensemble import Ensemble
from sim.rules.moves import is_hostile_kind
from sim.scenario.arguments import texts
from sim.scenario.pack import names_of
from sim.scenario.schema import Scenario

MOST_RELATIONS = 3  # followed where neither the user nor the scenario names any
PILOTS = 8  # runs by which the busiest relations are found


def relations_followed(
    scenario: Scenario, seed: int, asked: Sequence[str] | None, most: int = MOST_RELATIONS
) -> tuple[str, ...]:
    """Relations asked for, those of the scenario's plots, or the ones with most hostile moves in a few runs.

    Raises
    ------
    ValueError
        If one of them is not in the scenario.
    """
    known = names_of(scenario).dyads
    chosen = texts("relations", asked) or scenario.plots.dyads
    for name in chosen:
        if name not in known:
            raise ValueError(f"no relation {name!r} in this scenario; expected any of {', '.join(known)}")
    return tuple(dict.fromkeys(chosen)) if chosen else _busiest(scenario, seed, known, most)


def _busiest(scenario: Scenario, seed: int, known: Sequence[str], most: int) -> tuple[str, ...]:
    hostile: Counter[int] = Counter()
    for state in Ensemble(scenario, seed, n_threads=1).states(range(PILOTS)):
        log = state.log
        hostile.update(int(log.ij[m]) >> 1 for m in range(int(log.n[0])) if is_hostile_kind(log.kind[m]))
    ranked = sorted(range(len(known)), key=lambda dyad: -hostile[dyad])
    return tuple(known[dyad] for dyad in ranked[:most])
