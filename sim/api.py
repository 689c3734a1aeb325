"""One call for one run: scenario in, tables, outcome and account out."""

import hashlib
import json
import platform
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario.schema import ObservedMove, Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.trajectory import Trajectory
    from sim.experiment.store import RunResult


def run(scenario: Scenario | str | Path, seed: int = 1, until: str | None = None) -> "RunResult":
    """Play a scenario once.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    seed : int in [0, 2**64); the same seed gives the same run
    until : ISO date, last day to play; the scenario's end if absent

    Returns
    -------
    RunResult

    Raises
    ------
    ScenarioError
        If the file has mistakes; all of them are named.

    Examples
    --------
    >>> from sim import run
    >>> run("two_states", until="2030-03-02").outcome["moves"]["scripted"]
    1
    """
    from sim.engine.model import EscalationModel
    from sim.scenario.load import load_scenario

    case = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
    return result_of(EscalationModel(case, seed=seed).run_until(until).trajectory)


def result_of(trajectory: "Trajectory") -> "RunResult":
    """Tables, outcome and manifest of a run."""
    from sim.analysis.exchanges import exchange_frame
    from sim.analysis.headline import headline
    from sim.analysis.outcomes import outcome_of
    from sim.analysis.reasons import reasons_of_decisions, reasons_of_moves, severity_answered
    from sim.analysis.scales import scale_frame
    from sim.experiment.store import RunResult

    whole = trajectory.scenario.model_copy(update={"observed_from": None})  # its rows are among the observed moves
    scenario = in_canonical_order(whole.model_dump(mode="json", by_alias=True))
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
        manifest=manifest_of(trajectory, scenario),
    )


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


def manifest_of(trajectory: "Trajectory", scenario: dict[str, Any]) -> dict[str, Any]:
    """What a run was made from, so that it can be made again."""
    from importlib.metadata import version

    from sim import __version__

    libraries = ("mesa", "numpy", "numba", "pandas")
    return {
        "name": scenario["name"],
        "title": scenario["title"],
        "seed": int(trajectory.state.seed[0]) | int(trajectory.state.seed[1]) << 32,
        "run": int(trajectory.state.run[0]),
        "until": trajectory.end.isoformat(),
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
