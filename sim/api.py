"""One call for one run or for many: scenario in, tables, outcome and account out."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, overload

from sim.scenario import arguments
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.experiment.many_runs import Progress
    from sim.results.comparison import Comparison
    from sim.results.forecast import Forecast
    from sim.results.run_result import RunResult
    from sim.results.sweep_result import SweepResult
    from sim.results.tournament import Tournament
    from sim.sweeps.workers import Executor


@overload
def run(
    scenario: Scenario | str | Path, seed: int = 1, until: date | str | None = None, *, trust: bool = False
) -> "RunResult": ...
@overload
def run(
    scenario: Scenario | str | Path,
    seed: int = 1,
    until: date | str | None = None,
    *,
    runs: int,
    relations: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    threads: int | None = None,
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "Forecast": ...
def run(
    scenario: Scenario | str | Path,
    seed: int = 1,
    until: date | str | None = None,
    *,
    runs: int | None = None,
    relations: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    threads: int | None = None,
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "RunResult | Forecast":
    """Play a scenario once, or many times.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    seed : int in [0, 2**64); the same seed gives the same run, or the same runs
    until : ISO text, date or timestamp, last day to play; the scenario's end if absent
    runs : int, histories to play; one, told in full, if absent
    relations : ids of relations to follow over many runs; the scenario's ``plots``, else the busiest
    keep : any of "outcomes" (a row a run), "curves" (of every run) and "moves" (of the runs read closely)
    threads : int, one a core if absent; changes no result
    progress : called with the runs done and all of them
    trust : bool, whether a file may name own rules in any module; else beside it and in installed packages alone

    Returns
    -------
    RunResult, or for many runs Forecast.  Agents of your own class in place of the shipped ones run only one history
    at a time, in EscalationModel.

    Raises
    ------
    ScenarioError
        If the file has mistakes; all of them are named.
    ValueError
        If a number, a relation or what is to be kept is not one.
    TooLargeError
        If that many runs do not fit into memory.
    Interrupted
        By Ctrl-C; its ``partial`` is the Forecast over the runs that were finished.

    Examples
    --------
    >>> from sim import run
    >>> run("two_states", until="2030-03-02").outcome["moves"]["scripted"]
    1
    """
    from sim.analysis.run_result import result_of
    from sim.engine.model import EscalationModel
    from sim.experiment.forecast import ensemble_of, forecast_of

    case, keep = _loaded(scenario, trust=trust), arguments.texts("keep", keep)
    if runs is None:
        of_many = {"relations": relations, "keep": keep or None, "threads": threads}
        if alone := [name for name, value in of_many.items() if value is not None]:
            raise ValueError(f"{alone[0]}: goes with runs only")
        return result_of(EscalationModel(case, seed=seed).run_until(until).trajectory)
    ensemble = ensemble_of(case, seed, until, relations, keep, threads)
    return forecast_of(ensemble, runs, keep, progress)


def compare(
    scenario: Scenario | str | Path,
    other: Scenario | str | Path | None = None,
    seed: int = 1,
    runs: int = 2000,
    relations: Sequence[str] | None = None,
    threads: int | None = None,
    progress: "Progress | None" = None,
    *,
    changes: Sequence[str] = (),
    trust: bool = False,
) -> "Comparison":
    """Ask what if: the same runs in two worlds, and what differs.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    other : the other world, given likewise; the same file if absent
    seed : int in [0, 2**64), the same in both worlds
    runs : int, 2 or more
    relations : ids of relations to follow; the scenario's ``plots``, else the busiest
    threads : int, one a core if absent; changes no result
    progress : called with the pairs of runs done and all of them
    changes : what is otherwise in the other world, ``path=value`` each, where that is a file
    trust : bool, whether a file may name own rules in any module; else beside it and in installed packages alone

    Raises
    ------
    ScenarioError
        If a file or a change has mistakes; all of them are named.
    ValueError
        If the two worlds cover different days, or a number or a relation is not one.
    TooLargeError
        If that many runs do not fit into memory.
    Interrupted
        By Ctrl-C; its ``partial`` is the Comparison over the pairs that were finished.
    """
    from sim.experiment.compare import compare as compare_pairs

    a, b = _loaded(scenario, trust=trust), _loaded(scenario if other is None else other, changes, trust)
    return compare_pairs(a, b, seed, runs, relations, threads, progress)


def tournament(
    scenario: Scenario | str | Path,
    relation: str | None = None,
    policies: Sequence[str] | None = None,
    seed: int = 1,
    runs: int = 200,
    threads: int | None = None,
    progress: "Progress | None" = None,
    *,
    trust: bool = False,
) -> "Tournament":
    """Let the parties of a relation follow each named policy against each; see sim.experiment.tournament.

    Others may follow own rules; ``trust`` is as for :func:`run`.
    """
    from sim.experiment.tournament import tournament as play

    return play(_loaded(scenario, trust=trust), relation, policies, seed, runs, threads, progress)


def sweep(
    scenario: str | Path,
    vary: Sequence[str] | str,
    folder: str | Path,
    design: str | None = None,
    points: int | None = None,
    runs: int | None = None,
    seed: int = 1,
    settings: Sequence[str] = (),
    relations: Sequence[str] | None = None,
    threads: int | None = None,
    workers: int | None = None,
    executor: "Executor | None" = None,
    progress: "Progress | None" = None,
    *,
    cluster: str | None = None,
    csv: bool = False,
    points_per_part: int | None = None,
    trust: bool = False,
) -> "SweepResult":
    """Play a scenario many times at each of many points, into a folder; the same call goes on where it was left.

    Parameters
    ----------
    scenario : name or path of a scenario file
    vary : what varies, ``PATH=A:B:N`` (N numbers), ``PATH=A:B`` (all numbers between) or ``PATH=a,b,c`` each;
        or one text, such a variation or the name of one of the scenario's experiments
    folder : where it is written
    design : "grid", all combinations, if absent; "lhs", "sobol" or "morris", which draw points; "oat", one value
        after another
    points : int, how many points at most are drawn
    runs : int, histories at each point, 200 if absent; they have the same numbers at all, so that all share their draws
    seed : int in [0, 2**64), of the histories and of the design
    settings : what is otherwise at all points, ``path=value`` each
    relations : ids of relations to follow; the scenario's ``plots``, else the busiest
    threads : int, points played at once, one a core if absent
    workers : int, processes of one thread each in place of threads; a script needs ``if __name__ == "__main__":``
    executor : whose ``submit`` gives futures of concurrent.futures, in place of both; takes ``workers`` parts at once
    progress : called with the points done and all of them
    cluster : "local", or "HOST:PORT" of a Dask scheduler; needs the extra ``cluster``, and "local" the same ``if``
    csv : whether the rows are written as CSV, too
    points_per_part : int, points that are kept together in a file; chosen if absent
    trust : bool, whether a file may name own rules in any module; else beside it and in installed packages alone

    Raises
    ------
    ScenarioError, ValueError
        If the scenario or what varies has mistakes.
    OutputError
        If the folder is in use, was begun otherwise, or cannot be written.
    TooLargeError
        If the sweep does not fit disk or memory.
    Interrupted
        By Ctrl-C; its ``partial`` is the SweepResult of what was finished.
    """
    from sim.experiment.interrupted import Interrupted
    from sim.sweeps.plan import plan_sweep
    from sim.sweeps.run import complete

    experiment = str(vary) if isinstance(vary, str) and "=" not in vary else None
    varied = () if experiment is not None else arguments.texts("vary", vary)
    source, place = _source(scenario), arguments.path("folder", folder)
    plan = plan_sweep(
        source, varied, design, points, runs, seed, settings, relations, points_per_part, experiment, trust=trust
    )
    try:
        complete(plan, place, threads, workers, executor, progress, arguments.flag("csv", csv), cluster=cluster)
    except Interrupted:
        raise Interrupted(open_sweep(folder)) from None
    return open_sweep(folder)


def open_sweep(folder: str | Path) -> "SweepResult":
    """Read a sweep from its folder, also one that is not complete; raises ResultError where there is none."""
    from sim.sweeps.reading import read_sweep

    return read_sweep(arguments.path("folder", folder))


def _loaded(scenario: Scenario | str | Path, changes: Sequence[str] = (), trust: bool = False) -> Scenario:
    from sim.scenario.load import load_scenario
    from sim.scenario.rules_of import with_rules_found

    changes, trust = arguments.texts("changes", changes), arguments.flag("trust", trust)
    if not isinstance(scenario, Scenario):
        return load_scenario(_source(scenario), changes, trust=trust)
    if changes:
        raise ValueError("changes go with the name or the path of a scenario file")
    return with_rules_found(scenario, trust)


def _source(scenario: str | Path) -> str:
    """Name or path of a scenario file, as it was given."""
    if not isinstance(scenario, str | os.PathLike):
        raise ValueError(f"scenario {arguments.shown(scenario)}: expected the name or path of a scenario file")
    return str(os.fspath(scenario))
