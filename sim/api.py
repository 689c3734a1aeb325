"""One call for one run or for many: scenario in, tables, outcome and account out."""

import hashlib
import json
import platform
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

from sim.scenario.schema import ObservedMove, Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.ensemble import Ensemble
    from sim.engine.trajectory import Trajectory
    from sim.experiment.compare import Comparison
    from sim.experiment.forecast import Forecast, Played, Progress
    from sim.experiment.store import RunResult
    from sim.experiment.tournament import Tournament


READ_CLOSELY = 500  # runs whose moves are read for replies and chains
SINGLE_HISTORIES = 5  # runs whose curves are kept whole for the figure
MOST_RELATIONS = 3  # followed where the scenario names none
KEPT = ("outcomes", "curves", "moves")


@overload
def run(scenario: Scenario | str | Path, seed: int = 1, until: str | None = None) -> "RunResult": ...
@overload
def run(
    scenario: Scenario | str | Path,
    seed: int = 1,
    until: str | None = None,
    *,
    runs: int,
    relations: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    threads: int | None = None,
    progress: "Progress | None" = None,
) -> "Forecast": ...
def run(
    scenario: Scenario | str | Path,
    seed: int = 1,
    until: str | None = None,
    *,
    runs: int | None = None,
    relations: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    threads: int | None = None,
    progress: "Progress | None" = None,
) -> "RunResult | Forecast":
    """Play a scenario once, or many times.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    seed : int in [0, 2**64); the same seed gives the same run, or the same runs
    until : ISO date, last day to play; the scenario's end if absent
    runs : int, histories to play; one, told in full, if absent
    relations : ids of relations to follow over many runs; the scenario's ``plots``, else the busiest
    keep : any of "outcomes" (a row a run), "curves" (of every run) and "moves" (of the runs read closely)
    threads : int, one a core if absent; changes no result
    progress : called with the runs done and all of them

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
    from sim.engine.model import EscalationModel

    case = _loaded(scenario)
    if runs is None:
        return result_of(EscalationModel(case, seed=seed).run_until(until).trajectory)
    ensemble = ensemble_of(case, seed, until, relations, keep, threads)
    return forecast_of(ensemble, runs, keep, progress)


def ensemble_of(
    case: Scenario,
    seed: int = 1,
    until: str | None = None,
    relations: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    threads: int | None = None,
) -> "Ensemble":
    """Make the compiled driver for a forecast ready; arguments as for :func:`run`."""
    from datetime import date

    from sim.engine.ensemble import Ensemble, Wanted
    from sim.experiment.followed import relations_followed

    if unknown := set(keep) - set(KEPT):
        raise ValueError(f"keep: unknown {sorted(unknown)[0]!r}; expected any of {', '.join(KEPT)}")
    n_days = None
    if until is not None:
        last = date.fromisoformat(until)
        if not case.start <= last <= case.end:
            raise ValueError(f"{last} is outside the scenario, {case.start} to {case.end}")
        n_days = (last - case.start).days + 1
    wanted = Wanted(
        relations_followed(case, seed, relations, MOST_RELATIONS),
        bands=True,
        rows="outcomes" in keep or "curves" in keep,
        whole="curves" in keep,
    )
    return Ensemble(case, seed, wanted, n_days, threads)


def forecast_of(
    ensemble: "Ensemble", runs: int, keep: Sequence[str] = (), progress: "Progress | None" = None
) -> "Forecast":
    """Play many runs and sum them up; see :func:`run`."""
    from sim.experiment.forecast import play_all, until_interrupted
    from sim.experiment.interrupted import Interrupted

    if runs < 1:
        raise ValueError(f"runs {runs}: expected a whole number from 1 on")
    played = play_all(ensemble, runs, progress)
    if played.n_runs == 0:
        raise Interrupted(None)
    with until_interrupted():  # what was played is not lost while it is summed up
        forecast = _summed_up(ensemble, played, runs, keep)
    if not played.is_complete:
        raise Interrupted(forecast)
    return forecast


def _summed_up(ensemble: "Ensemble", played: "Played", asked: int, keep: Sequence[str]) -> "Forecast":
    from sim.analysis import forecast as made
    from sim.analysis.labels import Labels
    from sim.experiment.forecast import Forecast, curve_frame, outcome_frame

    tally, scenario = ensemble.tally(), scenario_document(ensemble.scenario)
    labels, closely = Labels(scenario), range(min(played.n_runs, READ_CLOSELY))
    read = made.exchanges_in(ensemble, closely)
    frame = made.probabilities(ensemble, tally)
    until = ensemble.scenario.start + timedelta(days=ensemble.n_days - 1)
    manifest = manifest_of(scenario, ensemble.seed, until.isoformat())
    return Forecast(
        probabilities=frame,
        measures=made.measures(ensemble, tally),
        survival=made.survival(ensemble, tally),
        bands=made.bands(ensemble, tally),
        histories=made.histories(ensemble, range(min(played.n_runs, SINGLE_HISTORIES))),
        replies=made.replies(read),
        chains=made.chains(read, labels),
        observed=observed_frame(ensemble.scenario),
        outcomes=outcome_frame(ensemble, played.rows) if "outcomes" in keep and played.rows else None,
        curves=curve_frame(ensemble, played.whole) if played.whole is not None else None,
        moves=made.moves_of(ensemble, closely) if "moves" in keep else None,
        manifest=manifest
        | {
            "runs": played.n_runs,
            "runs_asked": asked,
            "relations": list(ensemble.wanted.relations),
            "keep": [name for name in KEPT if name in keep],
            "read_closely": len(closely),
            "headline": made.headline(ensemble, frame, played.n_runs, labels),
        },
    )


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

    Raises
    ------
    ScenarioError
        If a file or a change has mistakes; all of them are named.
    ValueError
        If the two worlds cover different days, or a number or a relation is not one.
    Interrupted
        By Ctrl-C; its ``partial`` is the Comparison over the pairs that were finished.
    """
    from sim.analysis.parting import complete
    from sim.experiment.compare import compare as compare_pairs
    from sim.experiment.interrupted import Interrupted

    a, b = _loaded(scenario), _loaded(scenario if other is None else other, changes)
    try:
        return complete(compare_pairs(a, b, seed, runs, relations, threads, progress), a, b)
    except Interrupted as stopped:
        raise Interrupted(None if stopped.partial is None else complete(stopped.partial, a, b)) from None


def tournament(
    scenario: Scenario | str | Path,
    relation: str | None = None,
    policies: Sequence[str] | None = None,
    seed: int = 1,
    runs: int = 200,
    threads: int | None = None,
    progress: "Progress | None" = None,
) -> "Tournament":
    """Let the parties of a relation follow each named policy against each; see sim.experiment.tournament."""
    from sim.experiment.tournament import tournament as play

    return play(_loaded(scenario), relation, policies, seed, runs, threads, progress)


def _loaded(scenario: Scenario | str | Path, changes: Sequence[str] = ()) -> Scenario:
    from sim.scenario.load import load_scenario

    if not isinstance(scenario, Scenario):
        return load_scenario(scenario, changes)
    if changes:
        raise ValueError("changes go with the name or the path of a scenario file")
    return scenario


def result_of(trajectory: "Trajectory") -> "RunResult":
    """Tables, outcome and manifest of a run."""
    from sim.analysis.exchanges import exchange_frame
    from sim.analysis.headline import headline
    from sim.analysis.outcomes import outcome_of
    from sim.analysis.reasons import reasons_of_decisions, reasons_of_moves, severity_answered
    from sim.analysis.scales import scale_frame
    from sim.experiment.store import RunResult

    scenario = scenario_document(trajectory.scenario)
    moves, decisions = trajectory.moves(), trajectory.decisions()
    moves["answered"] = severity_answered(moves, decisions)
    moves["why"] = reasons_of_moves(moves, scenario["triggers"])
    decisions["why"] = reasons_of_decisions(decisions)
    outcome = outcome_of(trajectory)
    return RunResult(
        moves=moves,
        trajectory=trajectory.trajectory(),
        posts=trajectory.posts(),
        decisions=decisions,
        observed=observed_frame(trajectory.scenario),
        exchanges=exchange_frame(trajectory),
        scales=scale_frame(trajectory),
        outcome={"headline": headline(moves, decisions, outcome, scenario), **outcome},
        manifest=manifest_of(scenario, trajectory.seed, trajectory.end.isoformat(), int(trajectory.state.run[0])),
    )


def scenario_document(scenario: Scenario) -> dict[str, Any]:
    """A resolved scenario as JSON; what was read from another file is among it."""
    whole = scenario.model_copy(update={"observed_from": None})  # its rows are among the observed moves
    document: dict[str, Any] = in_canonical_order(whole.model_dump(mode="json", by_alias=True))
    return document


def observed_frame(scenario: Scenario) -> "pd.DataFrame":
    """Documented moves of a scenario, those of the record among them, as a table by date."""
    import pandas as pd

    recorded = {name: move for name, move in scenario.record.items() if move.move is not None}
    ordered = sorted((recorded | scenario.observed).items(), key=lambda entry: (entry[1].date, entry[0]))
    rows = [_observed_row(name, move) for name, move in ordered]
    return pd.DataFrame(rows, columns=list(_OBSERVED)).astype({"date": "datetime64[s]"})


_OBSERVED = (
    "id",
    "date",
    "from",
    "to",
    "kind",
    "channel",
    "count",
    "ministry",
    "answers",
    "source",
    "confidence",
    "note",
)


def _observed_row(name: str, move: ObservedMove) -> dict[str, Any]:
    return {
        "id": name,
        "date": move.date.isoformat(),
        "from": move.from_,
        "to": move.to,
        "kind": move.move,
        "channel": move.channel or "",
        "count": move.count,
        "ministry": move.ministry,
        "answers": move.answers or "",
        "source": move.source or "",
        "confidence": move.confidence or "",
        "note": move.note,
    }


def manifest_of(scenario: dict[str, Any], seed: int, until: str, run: int | None = None) -> dict[str, Any]:
    """What a result was made from, so that it can be made again; the number of the run where it is a single one."""
    from importlib.metadata import version

    from sim import __version__

    libraries = ("mesa", "numpy", "numba", "pandas")
    return {
        "name": scenario["name"],
        "title": scenario["title"],
        "seed": seed,
        **({} if run is None else {"run": run}),
        "until": until,
        "version": __version__,
        "scenario_hash": scenario_hash(scenario),
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in libraries},
        "scenario": scenario,
    }


def in_canonical_order(document: Any) -> Any:
    """The same document with every mapping in the order of its keys."""
    return json.loads(json.dumps(document, sort_keys=True))


def scenario_hash(scenario: dict[str, Any]) -> str:
    """SHA-256 of a resolved scenario in canonical form: the order of entries in the file does not count."""
    text = json.dumps(scenario, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
