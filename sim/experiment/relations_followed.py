"""Which relations are followed over many runs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sim.engine.compiled.ensemble import Ensemble
from sim.rules.moves import is_hostile_kind
from sim.scenario.arguments import one_of, texts
from sim.scenario.pack import names_of
from sim.scenario.relations import pair_of, place_of, relations_of, sorted_pair
from sim.scenario.schema import Relation, Scenario

MOST_RELATIONS = 3  # followed where neither the user nor the scenario names any
PILOTS = 8  # runs by which the busiest relations are found


class First(NamedTuple):
    """Relations to follow before others, where nobody has asked for any.

    Attributes
    ----------
    changed : of two worlds those that a change is about; they come first
    needed : of which one at least is to be followed
    """

    changed: Sequence[str] = ()
    needed: Sequence[str] = ()


NONE_FIRST = First()


def relations_followed(
    scenario: Scenario,
    seed: int,
    asked: Sequence[str] | None,
    most: int = MOST_RELATIONS,
    first: First = NONE_FIRST,
) -> tuple[str, ...]:
    """Relations asked for, those of the scenario's plots, or the ones with most hostile moves in a few runs.

    Parameters
    ----------
    most : int, relations at most where neither the user nor the scenario names any
    first : what comes before others where the user names none

    Raises
    ------
    ArgumentError
        If one of them is not in the scenario.
    """
    if named := texts("relations", asked):
        check_followed(scenario, named)
        return tuple(dict.fromkeys(named))
    drawn = scenario.plots.dyads
    check_followed(scenario, drawn)
    changed = [name for name in first.changed if not drawn or len(first.changed) <= most]
    ranked = [*changed, *drawn] if drawn else _busiest(scenario, seed, names_of(scenario).dyads, changed)
    known = [name for name in first.needed if name in names_of(scenario).dyads]
    led = next((name for name in ranked if name in known), next(iter(known), None))
    found = dict.fromkeys([*([] if led is None else [led]), *ranked])
    return tuple(found)[: None if drawn else most]


def check_followed(scenario: Scenario, names: Sequence[str]) -> None:
    """Raise ArgumentError where a relation is not in the scenario."""
    one_of("relations", names, names_of(scenario).dyads)


def _busiest(scenario: Scenario, seed: int, known: Sequence[str], before: Sequence[str]) -> list[str]:
    """All relations, those before others first, and of either the ones with most hostile moves."""
    if len(known) < 2:
        return list(known)
    hostile: Counter[int] = Counter()
    for state in Ensemble(scenario, seed, n_threads=1, n_runs=PILOTS).states(range(PILOTS)):
        log = state.log
        hostile.update(int(log.ij[m]) >> 1 for m in range(int(log.n[0])) if is_hostile_kind(log.kind[m]))
    ranked = sorted(range(len(known)), key=lambda dyad: (known[dyad] not in before, -hostile[dyad]))
    return [known[dyad] for dyad in ranked]


def changed_relations(a: Scenario, b: Scenario, settings: Sequence[str]) -> tuple[str, ...]:
    """Ids of the relations of both worlds that a change between them is about, in the order of its paths.

    A change of a relation, a channel, a tie, a move of the timeline or of the record, or a harm is about two parties;
    one of a policy or of a party is about none.

    Parameters
    ----------
    settings : ``path=value``, as :func:`sim.scenario.changes.change_between` gives them
    """
    in_a, in_b = relations_of(a), relations_of(b)
    by_pair = {_pair(relation): name for name, relation in in_a.items()}
    pairs = [_pair_of(setting, a, in_a) or _pair_of(setting, b, in_b) for setting in settings]
    found = dict.fromkeys(by_pair[pair] for pair in pairs if pair in by_pair)
    return tuple(name for name in found if name in in_b and _pair(in_b[name]) == _pair(in_a[name]))


def _pair(relation: Relation) -> tuple[str, str]:
    return sorted_pair(relation.between)


def _pair_of(setting: str, scenario: Scenario, relations: Mapping[str, Relation]) -> tuple[str, str] | None:
    """The two parties, sorted, that a changed path is about; None where it is about no two, or they are not there."""
    section, _, rest = setting.partition("=")[0].partition(".")
    id_ = rest.partition(".")[0]
    if section == "relations" and id_ in relations:
        return _pair(relations[id_])
    if section in ("channels", "ties") and (place := place_of(scenario, id_)):
        return pair_of(place)
    if section in ("timeline", "record") and (move := getattr(scenario, section).get(id_)):
        return sorted_pair((move.from_, move.to))
    if section == "triggers" and (harm := scenario.triggers.get(id_)):
        return sorted_pair((harm.author, harm.victim))
    return None
