"""An experiment planned again from the manifest of its result: the same histories of the same scenario."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from sim import plan
from sim.documented.events import RECORDS
from sim.experiment.plan import Plan
from sim.results.files import ResultError
from sim.results.own_files import contents_in
from sim.results.provenance import PACKAGE
from sim.scenario.canonical import document_of, scenario_hash
from sim.scenario.own_measure import OwnMeasure, read_again, rules_in
from sim.scenario.own_rule import digests
from sim.scenario.schema import Scenario

from .original import Original
from .scenario_files import read_world, what_is_other, world_file


class Asked(NamedTuple):
    """What is to be played again, and how."""

    original: Original
    into: Path  # folder of a sweep
    trust: bool
    threads: int | None

    @property
    def manifest(self) -> dict[str, Any]:
        """What the result was made from."""
        return self.original.manifest

    def relations(self) -> dict[str, Any]:
        """Relations that were asked for; where none were, the same ones are found again."""
        return self.of_manifest("relations") if self.manifest.get("relations_asked") else {}

    def of_manifest(self, *names: str) -> dict[str, Any]:
        """Entries of the manifest; nothing where one says nothing."""
        return {name: self.manifest[name] if self.manifest[name] != "" else None for name in names}

    def world(self, end: str = "") -> Scenario:
        """Scenario of the result; raises ResultError where it is not the one of the manifest."""
        file = world_file(self.original.scenario, end)
        scenario = read_world(file, trust=self.trust)
        if scenario_hash(document_of(scenario)) != self.manifest[f"scenario_hash{end}"]:
            other = what_is_other(file, self.manifest[f"scenario{end}"])
            said = f"is not the scenario that manifest.json says was played{f': {other}' if other else ''}"
            raise ResultError(f"{file.name}: {said}")
        return scenario.set_beside(self.manifest.get("settings") or ())

    def measures(self, end: str = "") -> tuple[OwnMeasure, ...] | None:
        """Own measures that were asked of each history; None where there were none."""
        return read_again(self.manifest, world_file(self.original.scenario, end)) or None


def plan_again(original: Original, into: Path, *, trust: bool = False, threads: int | None = None) -> Plan:
    """The experiment that gave a result.

    Parameters
    ----------
    into : folder that a sweep is played into
    trust : whether own rules may be in any module
    threads : cores to use; all if None

    Raises
    ------
    ResultError
        If the manifest does not say what was asked for, or its scenario is another than that of the files.
    ScenarioError, ValueError
        If the scenario, or what was asked of it, cannot be used here.
    """
    try:
        return _PLANS[original.result.kind](Asked(original, into, trust, threads))
    except KeyError as problem:
        raise ResultError(f"manifest.json: {problem.args[0]!r} is missing; make the result again") from None


def own_rules_that_differ(manifest: Mapping[str, Any], plan: Plan) -> list[str]:
    """Names of own rules, and of files beside them, that are not those that a result was played with."""
    said, here = manifest.get("own_rules"), digests(plan.rules)
    then = said if isinstance(said, dict) else {}
    return [name for name in {**then, **here} if then.get(name) != here.get(name)]


def programs_of(plan: Plan) -> dict[str, list[str]]:
    """Users' programs that a plan runs, by what they are: "own rule", "own measure"."""
    measures = [rule.path for rule in rules_in(plan.own_measures)]
    rules = [rule.path for rule in plan.rules if rule.path not in measures]
    found = {"own rule": rules, "own measure": measures}
    return {what: list(dict.fromkeys(names)) for what, names in found.items() if names}


@contextmanager
def without_current_folder() -> Iterator[None]:
    """Have Python import nothing from the current folder for a while: it is not what was bundled.

    Where detente itself lies there, as in a working copy, it stays.
    """
    before, here = sys.path[:], Path.cwd().resolve()
    if here != PACKAGE.parent.resolve():
        sys.path[:] = [entry for entry in before if Path(entry).resolve() != here]
    try:
        yield
    finally:
        sys.path[:] = before


def _history(asked: Asked) -> Plan:
    number = asked.manifest.get("run") or None
    return plan.run(asked.world(), **asked.of_manifest("seed", "until"), replay=number, trust=asked.trust)


def _forecast(asked: Asked) -> Plan:
    given = asked.of_manifest("seed", "until", "runs", "keep") | {"step": asked.manifest.get("step")}
    given |= asked.relations()
    return plan.run(asked.world(), **given, measures=asked.measures(), threads=asked.threads, trust=asked.trust)


def _comparison(asked: Asked) -> Plan:
    worlds, said = [asked.world(end) for end in ("_a", "_b")], asked.manifest
    measure = f"{said.get('measure_of', '')} {said['measure']}".strip() if "measure" in said else None
    given = asked.of_manifest("seed", "runs", "label") | {"step": said.get("step")} | asked.relations()
    own = asked.measures("_a")
    return plan.compare(*worlds, **given, measure=measure, measures=own, threads=asked.threads, trust=asked.trust)


def _tournament(asked: Asked) -> Plan:
    given = asked.of_manifest("seed", "runs", "relation", "policies")
    return plan.tournament(asked.world(), **given, threads=asked.threads, trust=asked.trust)


def _offramp(asked: Asked) -> Plan:
    given = asked.of_manifest("end", "below", "relation", "seed", "runs")
    return plan.offramp(asked.world(), asked.manifest["changes"], **given, threads=asked.threads, trust=asked.trust)


def _sweep(asked: Asked) -> Plan:
    from sim.sweeps.again import sweep_again
    from sim.sweeps.store import SUMMARY_CSV
    from sim.sweeps.sweep_plan import SweepPlan

    asked.world()
    sweep = sweep_again(asked.manifest, world_file(asked.original.scenario), trust=asked.trust)
    has_csv, command = SUMMARY_CSV in asked.original.tables, str(asked.manifest.get("command", ""))
    return SweepPlan(sweep, asked.into, asked.threads, csv=has_csv, command=command)


def _hindcast(asked: Asked) -> Plan:
    from sim.hindcast import plan_hindcast

    given = asked.of_manifest("seed", "runs", "fit", "quick")
    return plan_hindcast(_cases(asked), **given, threads=asked.threads)


def _fit(asked: Asked) -> Plan:
    from sim.fit import plan_fit
    from sim.hindcast.objective import loss_of

    manifest, cases = asked.manifest, _cases(asked)
    searched = [f"{path}={low}:{high}" for path, low, high in manifest["ranges"]]
    free = [*manifest["free"], *searched] if manifest["drawn_to_defaults"] else []
    given = asked.of_manifest("actors", "base", "seed") | {"trials": manifest["trials"] or 1}
    loss = loss_of(cases, seed=manifest["seed"]) if searched else None
    return plan_fit(cases, free=free, **given, loss=loss, command=str(manifest.get("command", "")))


def _cases(asked: Asked) -> Sequence[str]:
    """Names of cases or records, or the table of somebody's own."""
    name = asked.manifest["name"]
    if name in contents_in(asked.manifest):
        return [str(asked.original.scenario / name)]
    return () if name == " and ".join(RECORDS) else name.split(", ")


_PLANS = {
    "run": _history,
    "forecast": _forecast,
    "comparison": _comparison,
    "tournament": _tournament,
    "offramp": _offramp,
    "sweep": _sweep,
    "hindcast": _hindcast,
    "fit": _fit,
}
