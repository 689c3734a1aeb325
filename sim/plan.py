"""Experiments before they are played: the same calls as in :mod:`sim.api`, each of which gives a plan.

A plan has its ``cost()`` (seconds, bytes of memory and disk) and its ``folder_name``; ``play()`` gives the result.

>>> from sim import plan
>>> planned = plan.run("two_states", runs=100)
>>> planned.words
'100 histories, without tables and figures'
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, overload

from sim.scenario.arguments import ArgumentError, checked, day_of
from sim.scenario.played import FIRST_SEED, history_of
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.experiment.comparison import ComparisonPlan
    from sim.experiment.forecast import ForecastPlan
    from sim.experiment.history import HistoryPlan
    from sim.experiment.offramp import OfframpPlan
    from sim.experiment.tournament import TournamentPlan
    from sim.scenario.own_measure import Given, OwnMeasure
    from sim.sweeps.sweep_plan import SweepPlan
    from sim.sweeps.workers import Executor


@overload
def run(
    scenario: Scenario | str | Path,
    *,
    seed: int | None = None,
    settings: Sequence[str] = (),
    until: date | str | None = None,
    replay: int | None = None,
    trust: bool = False,
) -> "HistoryPlan": ...
@overload
def run(
    scenario: Scenario | str | Path,
    *,
    seed: int | None = None,
    settings: Sequence[str] = (),
    until: date | str | None = None,
    runs: int,
    relations: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    step: int | None = None,
    measures: "Given | None" = None,
    threads: int | None = None,
    trust: bool = False,
) -> "ForecastPlan": ...
@checked
def run(
    scenario: Scenario | str | Path,
    *,
    seed: int | None = None,
    settings: Sequence[str] = (),
    until: date | str | None = None,
    runs: int | None = None,
    replay: int | None = None,
    relations: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    step: int | None = None,
    measures: "Given | None" = None,
    threads: int | None = None,
    trust: bool = False,
) -> "HistoryPlan | ForecastPlan":
    """Plan :func:`sim.api.run`."""
    from sim.experiment.forecast import ForecastPlan
    from sim.experiment.history import HistoryPlan

    of_many: dict[str, object] = {
        "relations": relations,
        "keep": keep or None,
        "step": step,
        "measures": measures,
        "threads": threads,
    }
    _check_together(runs, replay, of_many)
    case = _loaded(scenario, settings, trust)
    last = case.end if until is None else day_of(case, "until", until)
    if runs is None:
        return HistoryPlan(case, *history_of(case, seed, replay), last)
    of_many_runs = last, runs, tuple(relations or ()), keep, threads, step, _own(measures, scenario)
    return ForecastPlan(case, FIRST_SEED if seed is None else seed, *of_many_runs)


def _check_together(runs: int | None, replay: int | None, of_many: dict[str, object]) -> None:
    """Raise ArgumentError where arguments of one history stand beside arguments of many."""
    if runs is not None and replay is not None:
        raise ArgumentError("replay", replay, "shows one history, and does not go with `runs`")
    for name, value in of_many.items() if runs is None else ():
        if value is not None:
            raise ArgumentError(name, value, "goes with `runs` only")


@checked
def compare(
    scenario: Scenario | str | Path,
    other: Scenario | str | Path | None = None,
    *,
    changes: Sequence[str] = (),
    label: str | None = None,
    measure: str | None = None,
    measures: "Given | None" = None,
    seed: int = 1,
    settings: Sequence[str] = (),
    runs: int = 2000,
    relations: Sequence[str] | None = None,
    step: int | None = None,
    threads: int | None = None,
    trust: bool = False,
) -> "ComparisonPlan":
    """Plan :func:`sim.api.compare`."""
    from sim.analysis.measure_words import rows_named
    from sim.experiment.comparison import ComparisonPlan
    from sim.experiment.relations_followed import check_followed
    from sim.scenario.canonical import document_of

    own = _own(measures, scenario)
    a = _loaded(scenario, settings, trust)
    b = _loaded(scenario if other is None else other, (*settings, *changes), trust)
    followed = tuple(relations or ())
    check_followed(a, followed)
    own_name = next((each.name for each in own if measure in (each.name, each.name.replace("_", " "))), "")
    rows = {}
    if measure is not None and not own_name:
        in_a, in_b = document_of(a), document_of(b)
        rows = rows_named(measure, in_a | {"ties": in_b["ties"] | in_a["ties"]}, followed)
    return ComparisonPlan(a, b, seed, runs, followed, threads, label or "", own_name, rows, step, own)


@checked
def tournament(
    scenario: Scenario | str | Path,
    *,
    relation: str | None = None,
    policies: Sequence[str] | None = None,
    seed: int = 1,
    settings: Sequence[str] = (),
    runs: int = 200,
    threads: int | None = None,
    trust: bool = False,
) -> "TournamentPlan":
    """Plan :func:`sim.api.tournament`."""
    from sim.experiment.tournament import TournamentPlan

    return TournamentPlan(_loaded(scenario, settings, trust), seed, runs, relation, policies, threads)


@checked
def offramp(
    scenario: Scenario | str | Path,
    change: Sequence[str] = (),
    *,
    experiment: str | None = None,
    end: str = "rupture",
    below: float = 0.5,
    relation: str | None = None,
    seed: int = 1,
    settings: Sequence[str] = (),
    runs: int = 2000,
    threads: int | None = None,
    trust: bool = False,
) -> "OfframpPlan":
    """Plan :func:`sim.api.offramp`."""
    from sim.analysis.rare_end import read_end
    from sim.experiment.named_policies import relation_played
    from sim.experiment.offramp import OfframpPlan
    from sim.scenario.canonical import document_of
    from sim.sweeps.plan import changes_of

    source = scenario if isinstance(scenario, Scenario) else str(scenario)
    base, variations = changes_of(source, change, settings, experiment, trust=trust)
    name, _ = relation_played(base.scenario, relation)
    rare = read_end(end, document_of(base.scenario), name)
    return OfframpPlan(base, variations, rare, below, name, seed, runs, threads)


@checked
def sweep(
    scenario: Scenario | str | Path,
    vary: Sequence[str] | str,
    folder: str | Path,
    *,
    experiment: str | None = None,
    design: str | None = None,
    points: int | None = None,
    seed: int = 1,
    settings: Sequence[str] = (),
    runs: int | None = None,
    relations: Sequence[str] | None = None,
    measures: "Given | None" = None,
    threads: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    executor: "Executor | None" = None,
    csv: bool = False,
    points_per_part: int | None = None,
    trust: bool = False,
) -> "SweepPlan":
    """Plan :func:`sim.api.sweep`."""
    from sim.sweeps.plan import plan_sweep
    from sim.sweeps.sweep_plan import SweepPlan

    names = [text for text in vary if "=" not in text]
    if experiment is None and len(names) == len(vary) == 1:
        experiment, vary = names[0], ()
    source = scenario if isinstance(scenario, Scenario) else str(scenario)
    chosen = source, vary, design, points, runs, seed, settings, relations, points_per_part, experiment
    own = _own(measures, scenario)
    return SweepPlan(plan_sweep(*chosen, own, trust=trust), Path(folder), threads, workers, cluster, executor, csv)


def _own(measures: "Given | None", scenario: Scenario | str | Path) -> "tuple[OwnMeasure, ...]":
    """Own measures; raises ArgumentError where one has the name of a measure that every result has."""
    from sim.results.measures import EVENT_OF, MEASURE_OF
    from sim.scenario.own_measure import read_measures

    file = None if isinstance(scenario, Scenario) else Path(scenario)
    found = read_measures(measures, file if file is not None and file.is_file() else None)
    for measure in found:
        if measure.name in EVENT_OF or measure.name in MEASURE_OF:
            raise ArgumentError("measures", measure.source, f"{measure.name} is in every result; expected another name")
    return found


def _loaded(scenario: Scenario | str | Path, settings: Sequence[str], trust: bool) -> Scenario:
    """Scenario of a file, or one that Python holds, with some values set."""
    from sim.scenario.base import BaseScenario
    from sim.scenario.load import load_scenario
    from sim.scenario.rules_of import with_rules_found

    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, settings=settings, trust=trust)
    if settings:
        return BaseScenario.read(scenario, settings, trust=trust).scenario
    return with_rules_found(scenario, trust)
