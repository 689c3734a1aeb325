"""One call for one history or for many: scenario in, tables, outcome and account out.

Arguments after the subject are given by name.  Those that several functions have mean the same in all of them.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from sim import plan
from sim.scenario.arguments import checked
from sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from sim.experiment.plan import Progress
    from sim.results.comparison import Comparison
    from sim.results.forecast import Forecast
    from sim.results.offramp import Offramp
    from sim.results.result import Result
    from sim.results.run_result import RunResult
    from sim.results.sweep_result import SweepResult
    from sim.results.tournament import Tournament
    from sim.scenario.own_measure import Given
    from sim.sweeps.workers import Executor


@overload
def run(
    scenario: Scenario | str | Path,
    *,
    seed: int | None = None,
    settings: Sequence[str] = (),
    until: date | str | None = None,
    replay: int | None = None,
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "RunResult": ...
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
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "Forecast": ...
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
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "RunResult | Forecast":
    """Play a scenario once, or many times.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    seed : int in [0, 2**64); the same seed gives the same histories; 1 if absent
    settings : other values, ``path=value`` each
    until : ISO text, date or timestamp, last day to play; the scenario's end if absent
    runs : int, histories to play; one, shown in full, if absent
    replay : int, number of one history of this seed, from 0 on, shown in full; 0 if absent.  The file of a game names
        its own seed and history, which are played once if none is given
    relations : ids of relations to follow over many runs; the scenario's ``plots``, else the busiest
    keep : any of "outcomes" (a row a run), "curves" (of every run), "moves" and "exchanges" (of the runs read closely)
    step : int, days between two on which curves are noted, 1 for every day; chosen for a figure if absent
    measures : functions of a :class:`~sim.analysis.history.History`, or texts ``module:function``; by name or in a list
    threads : int, one a core if absent; changes no result
    progress : called with the runs done and all of them; of one history, with the days
    trust : bool, whether a file may name own rules in any module; else beside it and in installed packages alone

    Returns
    -------
    RunResult, or for many runs Forecast.  Agents of your own class play one history at a time, in EscalationModel.

    Raises
    ------
    ScenarioError
        If the file or a setting has mistakes; all of them are named.
    ArgumentError
        A ValueError: if an argument cannot be used.
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
    asked: dict[str, Any] = {"runs": runs, "relations": relations, "keep": keep, "threads": threads}
    asked |= {"step": step, "measures": measures}
    planned = plan.run(scenario, seed=seed, settings=settings, until=until, replay=replay, trust=trust, **asked)
    return planned.play(progress)


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
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "Comparison":
    """Ask what if: the same histories in two worlds, and what differs.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    other : the second world, given likewise; the same scenario if absent
    changes : what differs in the second world, ``path=value`` each
    label : name of the change, for sentences and figures
    measure : what the sentence speaks of, such as "rupture", "tension_peak" or the name of an own measure; what differs
        most clearly if absent
    measures : own measures, as for ``run``
    seed : int in [0, 2**64), the same in both worlds
    settings : other values in both worlds, ``path=value`` each
    runs : int, 2 or more
    relations : ids of relations to follow; the scenario's ``plots``, else the busiest
    step : int, days between two on which curves are noted, as for ``run``
    threads : int, one a core if absent; changes no result
    progress : called with the pairs of runs done and all of them
    trust : bool, whether a file may name own rules in any module; else beside it and in installed packages alone

    Raises
    ------
    ScenarioError
        If a file, a setting or a change has mistakes; all of them are named.
    ValueError
        If the two worlds cover different days, or an argument cannot be used.
    TooLargeError
        If that many runs do not fit into memory.
    Interrupted
        By Ctrl-C; its ``partial`` is the Comparison over the pairs that were finished.
    """
    asked: dict[str, Any] = {"changes": changes, "label": label, "measure": measure}
    asked |= {"measures": measures, "relations": relations, "step": step, "threads": threads}
    planned = plan.compare(scenario, other, seed=seed, settings=settings, runs=runs, trust=trust, **asked)
    return planned.play(progress)


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
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "Tournament":
    """Let the parties of a relation follow each named policy against each, and count how it ends.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    relation : id of the relation whose two parties play; the first of the scenario's ``plots``, else its first
    policies : names of policies, as :data:`sim.rules.policies.PRESETS` has them; all if absent
    seed : int in [0, 2**64), the same for every pair of policies
    settings : other values, ``path=value`` each
    runs : int, histories of each pair of policies
    threads : int, one a core if absent; changes no result
    progress : called with the pairs of policies done and all of them
    trust : bool, whether a file may name own rules in any module; else beside it and in installed packages alone

    Raises
    ------
    ScenarioError
        If the file or a setting has mistakes; all of them are named.
    ArgumentError
        A ValueError: if an argument cannot be used.
    TooLargeError
        If the runs of a pair do not fit into memory.
    Interrupted
        By Ctrl-C; its ``partial`` is the Tournament of the pairs that were finished, or None where none was.
    """
    asked: dict[str, Any] = {"relation": relation, "policies": policies, "threads": threads}
    planned = plan.tournament(scenario, seed=seed, settings=settings, runs=runs, trust=trust, **asked)
    return planned.play(progress)


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
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "Offramp":
    """Find the smallest change, of those named, that keeps the chance of an end below a bound.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    change : what may be changed, ``PATH=A:B:N`` (N numbers), ``PATH=a,b,c`` (from the smallest change on) or
        ``PATH=value`` each; one at a time is changed
    experiment : name of one of the scenario's experiments, whose values may be changed; what else is given replaces
        what it says
    end : "rupture", "cold_standoff", "strained", "recovered", "cooperative", "rupture_at_any_time", or a measure of the
        relation above a number, such as "lost by Arden above 20 %"
    below : float in (0, 1]
    relation : id of the relation whose end counts; the first of the scenario's ``plots``, else its first
    seed : int in [0, 2**64), the same for all values
    settings : other values, ``path=value`` each
    runs : int, histories of a value that the search may spend; what is found is confirmed in as many others
    threads : int, one a core if absent; changes no result
    progress : called with the values tried and all of them
    trust : bool, whether a file may name own rules in any module; else beside it and in installed packages alone

    Returns
    -------
    Offramp.  The size of a change is its distance from the scenario, as a share of the furthest value of its path.

    Raises
    ------
    ScenarioError, ValueError
        If the scenario, what may be changed or another argument has mistakes.
    TooLargeError
        If the histories of a value do not fit into memory.
    Interrupted
        By Ctrl-C; nothing is known then.
    """
    asked: dict[str, Any] = {"experiment": experiment, "end": end, "below": below, "relation": relation}
    asked |= {"seed": seed, "settings": settings, "runs": runs, "threads": threads, "trust": trust}
    return plan.offramp(scenario, change, **asked).play(progress)


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
    progress: "Progress | None" = None,
    trust: bool = False,
) -> "SweepResult":
    """Play a scenario many times at each of many points, into a folder; the same call resumes where it was left.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    vary : what varies, ``PATH=A:B:N`` (N numbers), ``PATH=A:B`` (all numbers between) or ``PATH=a,b,c`` each;
        or one text, such a variation or the name of one of the scenario's experiments
    folder : where it is written
    experiment : name of one of the scenario's experiments; what else is given replaces what it says
    design : "grid", all combinations, if absent; "lhs", "sobol" or "morris", which draw points; "oat", one value
        after another
    points : int, how many points at most are drawn
    seed : int in [0, 2**64), of the histories and of the design
    settings : other values at all points, ``path=value`` each
    runs : int, histories at each point, 200 if absent; they have the same numbers at all, so that all share their draws
    relations : ids of relations to follow; the scenario's ``plots``, else the busiest
    measures : own measures, as for ``run``; with workers, a cluster or an executor as texts alone
    threads : int, points played at once, one a core if absent
    workers : int, processes of one thread each instead of threads; a script needs ``if __name__ == "__main__":``
    cluster : "local", or "HOST:PORT" of a Dask scheduler; needs the extra ``cluster``, and "local" the same ``if``
    executor : whose ``submit`` gives futures of concurrent.futures, instead of these; takes ``workers`` parts at once
    csv : whether the rows are written as CSV, too
    points_per_part : int, points that are kept together in a file; chosen if absent
    progress : called with the points done and all of them
    trust : bool, whether a file may name own rules in any module; else beside it and in installed packages alone

    Raises
    ------
    ScenarioError, ValueError
        If the scenario, what varies or another argument has mistakes.
    OutputError
        If the folder is in use, holds another sweep, or cannot be written.
    TooLargeError
        If the sweep does not fit disk or memory.
    Interrupted
        By Ctrl-C; its ``partial`` is the SweepResult of what was finished.
    """
    points_drawn: dict[str, Any] = {"experiment": experiment, "design": design, "points": points, "seed": seed}
    played: dict[str, Any] = {"settings": settings, "runs": runs, "relations": relations, "trust": trust}
    played |= {"measures": measures}
    by: dict[str, Any] = {"threads": threads, "workers": workers, "cluster": cluster, "executor": executor}
    files: dict[str, Any] = {"csv": csv, "points_per_part": points_per_part}
    return plan.sweep(scenario, vary, folder, **points_drawn, **played, **by, **files).play(progress)


@checked
def open_sweep(folder: str | Path) -> "SweepResult":
    """Read a sweep from its folder, also one that is not complete; raises ResultError if there is no sweep."""
    from sim.sweeps.reading import read_sweep

    return read_sweep(Path(folder))


def report(result: "Result", file: str | Path) -> Path:
    """Write a result as one page, as its own method ``report`` does; see :meth:`sim.results.result.Result.report`."""
    return result.report(file)
