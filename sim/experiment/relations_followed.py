"""Which relations are followed over many runs."""

from collections import Counter
from collections.abc import Sequence

from sim.engine.compiled.ensemble import Ensemble
from sim.rules.moves import is_hostile_kind
from sim.scenario.arguments import one_of, texts
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
    ArgumentError
        If one of them is not in the scenario.
    """
    chosen = texts("relations", asked) or scenario.plots.dyads
    check_followed(scenario, chosen)
    return tuple(dict.fromkeys(chosen)) if chosen else _busiest(scenario, seed, names_of(scenario).dyads, most)


def check_followed(scenario: Scenario, names: Sequence[str]) -> None:
    """Raise ArgumentError where a relation is not in the scenario."""
    one_of("relations", names, names_of(scenario).dyads)


def _busiest(scenario: Scenario, seed: int, known: Sequence[str], most: int) -> tuple[str, ...]:
    hostile: Counter[int] = Counter()
    for state in Ensemble(scenario, seed, n_threads=1, n_runs=PILOTS).states(range(PILOTS)):
        log = state.log
        hostile.update(int(log.ij[m]) >> 1 for m in range(int(log.n[0])) if is_hostile_kind(log.kind[m]))
    ranked = sorted(range(len(known)), key=lambda dyad: -hostile[dyad])
    return tuple(known[dyad] for dyad in ranked[:most])
