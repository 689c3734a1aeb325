"""Many histories: played with progress, kept where they are interrupted, written, told and drawn."""

import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from .console import MOST_THREADS, N_RUN_NUMBERS, check_choices, console_for, fail, say, whole_number
from .drawing import NOTHING_DRAWN, as_workbook, digits_of, draw
from .exit_codes import RESOURCES
from .progress import prepare, progress, say_estimate
from .signals import stopped

if TYPE_CHECKING:
    from sim.experiment.many_runs import Progress
    from sim.scenario.schema import Scenario

NOTHING_FINISHED = "nothing was finished, and nothing is written"


@dataclass(frozen=True)
class Asked:
    """What was typed for many histories of one scenario."""

    scenario: str
    seed: int
    sets: list[str]
    until: str | None
    runs: int
    relations: list[str] | None
    keep: list[str]
    threads: int | None
    trust: bool

    @classmethod
    def read(
        cls,
        scenario: str,
        seed: int,
        sets: list[str] | None,
        until: str | None,
        runs: str,
        relations: list[str] | None,
        keep: list[str] | None,
        threads: str | None,
        trust: bool,
    ) -> "Asked":
        """Read what was typed; raises UsageError where a number is none."""
        n_threads = None if threads is None else whole_number("--threads", threads, 1, MOST_THREADS)
        n_runs = whole_number("--runs", runs, 1, N_RUN_NUMBERS)
        return cls(scenario, seed, sets or [], until, n_runs, relations, keep or [], n_threads, trust)


def replay_line(scenario: str, seed: int, sets: Sequence[str], until: str | None, run: int, trust: bool = False) -> str:
    """Return the command that tells one of many histories in full."""
    words = ["detente", "run", scenario, "--seed", str(seed)]
    words += [word for setting in sets for word in ("--set", setting)]
    words += ["--until", until] if until else []
    words += ["--trust"] if trust else []
    return shlex.join([*words, "--replay", str(run)])


def run_many(case: "Scenario", asked: Asked, out: Path, excel: bool, figures: bool) -> int:
    """Play many histories of a scenario: a forecast."""
    from sim.engine.compiled.ensemble import Ensemble
    from sim.experiment.forecast import KEPT, READ_CLOSELY, ensemble_of, forecast_of
    from sim.experiment.many_runs import TooLargeError, refuse_too_many
    from sim.report.forecast import print_forecast
    from sim.results.files import check_writable

    check_choices("--keep", asked.keep, KEPT)
    check_writable(out)
    check_relations(case, asked.relations)
    has_to_play = not (asked.relations or case.plots.dyads)  # to find the busiest relations
    if has_to_play:
        prepare(Ensemble(case, asked.seed, n_threads=1))
    ensemble = ensemble_of(case, asked.seed, asked.until, asked.relations, asked.keep, asked.threads)
    try:
        refuse_too_many(ensemble, asked.runs)
    except TooLargeError as problem:
        return fail(str(problem), RESOURCES)
    if not has_to_play:
        prepare(ensemble)
    say_estimate(
        ensemble, f"{asked.runs:,} histories, without tables and figures", asked.runs, min(asked.runs, READ_CLOSELY)
    )
    forecast, is_whole = played(lambda told: forecast_of(ensemble, asked.runs, asked.keep, told), "histories")
    if forecast is None:
        return stopped(NOTHING_FINISHED)
    n_runs = forecast.manifest["runs"]
    name = f"runs-{n_runs}-seed-{asked.seed}-"
    name += digits_of(forecast.manifest, "scenario_hash", "until", "version", "relations", "keep")

    def report(console: Console) -> None:
        replay = replay_line(asked.scenario, asked.seed, asked.sets, asked.until, n_runs - 1, asked.trust)
        print_forecast(forecast, console, replay)

    code = finish(forecast, out / case.name / name, report, excel, figures)
    return code if is_whole else stopped_at(f"{n_runs:,} of {asked.runs:,} histories")


def check_relations(case: "Scenario", chosen: list[str] | None) -> None:
    """Raise UsageError where a relation is not in the scenario."""
    from sim.scenario.pack import names_of

    check_choices("--relation", chosen, names_of(case).dyads)


def played(play: "Callable[[Progress], Any]", unit: str) -> tuple[Any, bool]:
    """Play with progress; returns the result, None if there is none yet, and whether all of it was played."""
    from sim.experiment.interrupted import Interrupted

    try:
        with progress(unit) as told:
            return play(told), True
    except Interrupted as stopped:
        return stopped.partial, False


def finish(result: Any, folder: Path, report: Callable[[Console], None], excel: bool, figures: bool) -> int:
    """Write a result, print it and draw it."""
    result.manifest["command"] = shlex.join(["detente", *sys.argv[1:]])
    written: list[Path] = result.save(folder)  # before the report: a pipe that closes early loses nothing
    if excel:
        written += as_workbook(result, folder)
    report(console_for(sys.stdout))
    drawn = draw(result, folder) if figures else NOTHING_DRAWN
    written += drawn.files
    say(f"\n{len(written)} files in {folder}: {', '.join(path.name for path in written)}")
    return drawn.code


def stopped_at(what: str) -> int:
    """Say how much of what was asked for was finished, and return the exit code."""
    return stopped(f"{what} were finished, and all above is about these")
