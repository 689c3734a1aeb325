"""A single run as a result: its tables with the reason for each move, its outcome, its manifest."""

from typing import TYPE_CHECKING

from sim.results.in_python import part_in_manifest
from sim.results.manifest import manifest_of
from sim.results.run_result import RunResult
from sim.scenario.canonical import document_of

from .against_record import decided, documented, of_history
from .exchanges import exchange_frame
from .headline import headline, postures_at_end
from .observed import observed_frame
from .outcomes import outcome_of
from .reasons import deciders_of, reasons_of_decisions, reasons_of_moves, severity_answered
from .scales import scale_frame

if TYPE_CHECKING:
    from sim.engine.trajectory import Trajectory


def result_of(trajectory: "Trajectory", is_sparse: bool = False) -> RunResult:
    """Tables, outcome and manifest of a run.

    Parameters
    ----------
    is_sparse : whether only relations that are recorded are in the tables, which the manifest then lists
    """
    recorded = {"relations": [trajectory.names.dyads[dyad] for dyad in trajectory.curves.dyads]} if is_sparse else {}
    outcome = outcome_of(trajectory)
    scales = scale_frame(trajectory)  # before the other tables: it takes most memory in between
    scenario = document_of(trajectory.scenario)
    moves, decisions = trajectory.moves(), trajectory.decisions()
    moves["answered"] = severity_answered(moves, decisions)
    own = trajectory.own
    moves["why"] = reasons_of_moves(moves, scenario, own.injected, trajectory.numbers_drawn())
    decisions["why"] = reasons_of_decisions(
        decisions, moves, scenario, deciders_of(trajectory), answered_as=trajectory.answered_as()
    )
    days = trajectory.trajectory()
    record = documented(trajectory.scenario, trajectory.end)
    said = headline(moves, decisions, outcome, scenario, postures_at_end(days), trajectory.end)
    return RunResult(
        moves=moves,
        trajectory=days,
        posts=trajectory.posts(),
        decisions=decisions,
        observed=observed_frame(trajectory.scenario),
        exchanges=exchange_frame(trajectory),
        scales=scales,
        outcome={"headline": said, **outcome},
        manifest=manifest_of(
            scenario,
            rules=trajectory.tables.own_rule.rules,
            settings=list(trajectory.scenario.settings),
            seed=trajectory.seed,
            run=int(trajectory.state.run[0]),
            until=trajectory.end.isoformat(),
            **part_in_manifest(own),
            **recorded,
        ),
        against_record=of_history(record, decided(moves)) if len(record) else None,
        ties=trajectory.ties() if trajectory.scenario.ties else None,
    )
