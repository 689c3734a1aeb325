"""A forecast: many runs of one scenario, played and summed up."""

from collections.abc import Sequence
from datetime import date, timedelta

from sim.analysis import forecast as made
from sim.analysis.forecast_headline import headline
from sim.analysis.labels import Labels
from sim.analysis.observed import observed_frame
from sim.analysis.run_tables import curve_frame, outcome_frame
from sim.engine.compiled.ensemble import Ensemble, Wanted, n_threads_of
from sim.results.forecast import Forecast
from sim.results.manifest import manifest_of
from sim.scenario import arguments
from sim.scenario.canonical import document_of
from sim.scenario.schema import Scenario

from .interrupted import Interrupted
from .many_runs import Played, Progress, play_all, until_interrupted
from .relations_followed import relations_followed

READ_CLOSELY = 500  # runs whose moves are read for replies and chains
KEPT = ("outcomes", "curves", "moves")  # what may be kept beside the sums
SINGLE_HISTORIES = 5  # runs whose curves are kept whole for the figure


def ensemble_of(
    case: Scenario,
    seed: int = 1,
    until: date | str | None = None,
    relations: Sequence[str] | None = None,
    keep: Sequence[str] = (),
    threads: int | None = None,
) -> Ensemble:
    """Make the compiled driver for a forecast ready; arguments as for :func:`sim.api.run`."""
    keep = arguments.texts("keep", keep)
    if unknown := set(keep) - set(KEPT):
        raise ValueError(f"keep: unknown {sorted(unknown)[0]!r}; expected any of {', '.join(KEPT)}")
    n_days = None
    if until is not None:
        n_days = (arguments.day_of(case, "until", until) - case.start).days + 1
    wanted = Wanted(
        relations_followed(case, seed, relations),
        bands=True,
        rows="outcomes" in keep or "curves" in keep,
        whole="curves" in keep,
    )
    return Ensemble(case, seed, wanted, n_days, n_threads_of(threads))


def forecast_of(ensemble: Ensemble, runs: int, keep: Sequence[str] = (), progress: Progress | None = None) -> Forecast:
    """Play many runs and sum them up; see :func:`sim.api.run`."""
    runs, keep = arguments.whole_number("runs", runs, 1), arguments.texts("keep", keep)
    played = play_all(ensemble, runs, progress)
    if played.n_runs == 0:
        raise Interrupted(None)
    with until_interrupted():  # what was played is not lost while it is summed up
        forecast = _summed_up(ensemble, played, runs, keep)
    if not played.is_complete:
        raise Interrupted(forecast)
    return forecast


def _summed_up(ensemble: Ensemble, played: Played, asked: int, keep: Sequence[str]) -> Forecast:
    """Tables and manifest of many runs."""
    tally, scenario = ensemble.tally(), document_of(ensemble.scenario)
    labels, closely = Labels(scenario), range(min(played.n_runs, READ_CLOSELY))
    read = made.exchanges_in(ensemble, closely)
    frame = made.probabilities(ensemble, tally)
    until = ensemble.scenario.start + timedelta(days=ensemble.n_days - 1)
    manifest = manifest_of(
        scenario,
        rules=ensemble.tables.own_rule.rules,
        seed=ensemble.seed,
        until=until.isoformat(),
        runs=played.n_runs,
        runs_asked=asked,
        relations=list(ensemble.wanted.relations),
        keep=[name for name in KEPT if name in keep],
        read_closely=len(closely),
        headline=headline(ensemble, frame, played.n_runs, labels),
    )
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
        manifest=manifest,
    )
