"""Every policy against every other: two parties of a scenario play each named policy in turn."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.compiled.ensemble import Ensemble, Wanted, n_threads_of
from sim.results.manifest import manifest_of
from sim.results.measures import REGIMES_BY_NUMBER
from sim.results.tournament import Tournament
from sim.rules.policies import PRESETS
from sim.scenario.arguments import LARGEST_SEED, text, texts, whole_number
from sim.scenario.canonical import document_of
from sim.scenario.check import check_references
from sim.scenario.own_rule import RuleFile
from sim.scenario.own_rule_code import OwnRules
from sim.scenario.pack import pack
from sim.scenario.relations import relations_of, sorted_pair
from sim.scenario.schema import Policy, Scenario

from .interrupted import Interrupted
from .many_runs import refuse_too_many, until_interrupted

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 64  # runs
MEANS = ("loss_at_end", "tension_peak", "hostile_moves")  # of the relation, beside how it ends


def tournament(
    scenario: Scenario,
    relation: str | None = None,
    policies: Sequence[str] | None = None,
    seed: int = 1,
    runs: int = 200,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Tournament:
    """Let the governments of a relation follow each named policy against each, and count how it ends.

    A government follows the policy as it is named, with nothing of the scenario's own changes to it; a ministry
    that has a policy of its own keeps it, and so does everybody else.

    Parameters
    ----------
    scenario : Scenario
    relation : id; the first of the scenario's plots, else its first relation
    policies : names of policies, as :data:`sim.rules.policies.PRESETS` has them; all of them if absent
    seed : int in [0, 2**64)
    runs : int, histories of each pair
    threads : int, one a core if absent; changes no result
    progress : called with the pairs of policies done and all of them

    Returns
    -------
    Tournament

    Raises
    ------
    ValueError
        If there are no runs, or there is no such relation or policy.
    TooLargeError
        If the runs of a pair do not fit into memory.
    Interrupted
        By Ctrl-C; its ``partial`` is the Tournament of the pairs that were finished, or None where none was.
    """
    runs, seed = whole_number("runs", runs, 1), whole_number("seed", seed, 0, LARGEST_SEED)
    threads = n_threads_of(threads)
    chosen = _policies(policies)
    name, (a, b) = relation_played(scenario, relation)
    refuse_too_many(cell_ensemble(scenario, name, seed, threads), runs)
    rows: list[dict[str, Any]] = []
    with until_interrupted() as stop, suppress(KeyboardInterrupt):
        for one, other in _pairs(chosen):
            world = with_policies(scenario, {a: one, b: other})
            cell = _cell(world, name, seed, runs, threads, stop)
            if stop.is_set():  # this pair may have been given up
                break
            rows.append({"a_policy": one, "b_policy": other, **cell})
            if progress is not None:
                progress(len(rows), len(chosen) ** 2)
    if not rows:
        raise Interrupted(None)
    result = Tournament(_frame(rows), _manifest(scenario, name, (a, b), chosen, seed, runs, len(rows)))
    if len(rows) < len(chosen) ** 2:
        raise Interrupted(result)
    return result


def with_policies(scenario: Scenario, followed: dict[str, str]) -> Scenario:
    """The same scenario, in which some governments follow named policies as they are named.

    Parameters
    ----------
    scenario : Scenario
    followed : name of a policy by party id

    Raises
    ------
    ValueError
        If the scenario is not sound with it.
    """
    own = {preset: _free_id(scenario, preset) for preset in followed.values()}
    policies = {**scenario.policies, **{id_: Policy(preset=preset) for preset, id_ in own.items()}}
    sections = {
        key: {
            id_: party.model_copy(update={"policy": own[followed[id_]]}) if id_ in followed else party
            for id_, party in getattr(scenario, key).items()
        }
        for key in ("states", "alliances")
    }
    world = scenario.model_copy(update={"policies": policies, **sections})
    if findings := check_references(world):
        raise ValueError(f"{'.'.join(findings[0].path)}: {findings[0].problem}")
    return world


def _free_id(scenario: Scenario, preset: str) -> str:
    """Id of a policy that the scenario does not use: the name itself may stand for something changed there."""
    name = preset
    while name in scenario.policies:
        name += "_as_named"
    return name


def _policies(asked: Sequence[str] | None) -> list[str]:
    chosen = list(dict.fromkeys(PRESETS if asked is None else texts("policies", asked)))
    for name in chosen:
        if name not in PRESETS:
            raise ValueError(f"no policy {name!r}; expected any of {', '.join(PRESETS)}")
    if not chosen:
        raise ValueError("no policies to play")
    return chosen


def relation_played(scenario: Scenario, asked: str | None) -> tuple[str, tuple[str, str]]:
    """Relation whose parties play, and the two; raises ValueError where there is no such relation."""
    known = relations_of(scenario)
    name = next(iter([*scenario.plots.dyads, *known])) if asked is None else text("relation", asked)
    if name not in known:
        raise ValueError(f"no relation {name!r} in this scenario; expected any of {', '.join(sorted(known))}")
    return name, sorted_pair(known[name].between)


def rules_followed(scenario: Scenario, players: tuple[str, str]) -> tuple[RuleFile, ...]:
    """Own rules that others follow: the players play named policies."""
    world = with_policies(scenario, dict.fromkeys(players, next(iter(PRESETS))))
    rules: OwnRules = pack(world).own_rule
    return rules.rules


def _pairs(policies: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in policies for other in policies)


def cell_ensemble(world: Scenario, relation: str, seed: int, threads: int | None) -> Ensemble:
    """Make the driver for one pair of policies ready; it keeps the outcomes of all runs of the pair."""
    return Ensemble(world, seed, Wanted((relation,), rows=True), n_threads=threads)


def _cell(world: Scenario, relation: str, seed: int, runs: int, threads: int | None, stop: Event) -> dict[str, Any]:
    """Outcome of a pair of policies in the relation, over all runs; empty once ``stop`` is set."""
    rows = [chunk.rows for chunk in cell_ensemble(world, relation, seed, threads).chunks(runs, CHUNK, 0, stop)]
    if stop.is_set():
        return {}

    def of_all(name: str) -> Any:
        return np.concatenate([getattr(row, name)[:, 0] for row in rows])

    regime = of_all("regime")
    return {
        "runs": runs,
        **{end.name: float((regime == number).mean()) for number, end in enumerate(REGIMES_BY_NUMBER)},
        **{name: float(of_all(name).mean()) for name in MEANS},
    }


def _frame(rows: list[dict[str, Any]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows)


def _manifest(
    scenario: Scenario, relation: str, parties: tuple[str, str], policies: list[str], seed: int, runs: int, pairs: int
) -> dict[str, Any]:
    return manifest_of(
        document_of(scenario),
        rules=rules_followed(scenario, parties),
        relation=relation,
        a=parties[0],
        b=parties[1],
        policies=policies,
        pairs=pairs,
        pairs_asked=len(policies) ** 2,
        seed=seed,
        runs=runs,
    )
