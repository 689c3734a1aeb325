"""From what was played to the results that users read: tables, outcome, manifest."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sim.scenario.canonical import document_of, scenario_hash
from sim.scenario.schema import ObservedMove, Scenario

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.ensemble import Ensemble
    from sim.engine.trajectory import Trajectory
    from sim.experiment.forecast import Forecast, Played
    from sim.experiment.store import RunResult
    from sim.rules.world import Tables

READ_CLOSELY = 500  # runs whose moves are read for replies and chains
KEPT = ("outcomes", "curves", "moves")  # what may be kept beside the sums
SINGLE_HISTORIES = 5  # runs whose curves are kept whole for the figure


def result_of(trajectory: "Trajectory") -> "RunResult":
    """Tables, outcome and manifest of a run."""
    from sim.analysis.exchanges import exchange_frame
    from sim.analysis.headline import headline
    from sim.analysis.outcomes import outcome_of
    from sim.analysis.reasons import reasons_of_decisions, reasons_of_moves, severity_answered
    from sim.analysis.scales import scale_frame
    from sim.experiment.store import RunResult

    scenario = document_of(trajectory.scenario)
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
        manifest=manifest_of(
            scenario, trajectory.tables, trajectory.seed, trajectory.end.isoformat(), int(trajectory.state.run[0])
        ),
    )


def forecast_from(ensemble: "Ensemble", played: "Played", asked: int, keep: Sequence[str]) -> "Forecast":
    """Tables and manifest of many runs."""
    from sim.analysis import forecast as made
    from sim.analysis.forecast_headline import headline
    from sim.analysis.labels import Labels
    from sim.experiment.forecast import Forecast
    from sim.experiment.kept_runs import curve_frame, outcome_frame

    tally, scenario = ensemble.tally(), document_of(ensemble.scenario)
    labels, closely = Labels(scenario), range(min(played.n_runs, READ_CLOSELY))
    read = made.exchanges_in(ensemble, closely)
    frame = made.probabilities(ensemble, tally)
    until = ensemble.scenario.start + timedelta(days=ensemble.n_days - 1)
    manifest = manifest_of(scenario, ensemble.tables, ensemble.seed, until.isoformat())
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
            "headline": headline(ensemble, frame, played.n_runs, labels),
        },
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
    "move",
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
        "move": move.move,
        "channel": move.channel or "",
        "count": move.count,
        "ministry": move.ministry,
        "answers": move.answers or "",
        "source": move.source or "",
        "confidence": move.confidence or "",
        "note": move.note,
    }


def manifest_of(
    scenario: dict[str, Any], tables: "Tables", seed: int, until: str, run: int | None = None
) -> dict[str, Any]:
    """What a result was made from, so that it can be made again; the number of the run where it is a single one."""
    from sim.experiment.ingredients import made_with

    return {
        "name": scenario["name"],
        "title": scenario["title"],
        "seed": seed,
        **({} if run is None else {"run": run}),
        "until": until,
        **made_with(tables.own_rule.rules),
        "scenario_hash": scenario_hash(scenario),
        "scenario": scenario,
    }
