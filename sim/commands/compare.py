"""detente compare: two worlds under the same chance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from rich.console import Console

from .console import LARGEST_SEED, MOST_THREADS, N_RUN_NUMBERS, Choices, Settings, UsageError, fail, whole_number
from .drawing import digits_of
from .exit_codes import RESOURCES
from .signals import stopped
from .trust import Trust, name_own_rules

if TYPE_CHECKING:
    from sim.results.comparison import Comparison
    from sim.scenario.schema import Scenario

With = Annotated[list[str] | None, Parameter(name="--with", negative="")]


def compare(
    scenario: str,
    other: str | None = None,
    /,
    *,
    with_: With = None,
    runs: str = "2000",
    seed: str = "1",
    set_: Settings = None,
    relation: Choices = None,
    threads: str | None = None,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    trust: Trust = False,
) -> int:
    """Ask what if: the same histories with and without a change, and what differs.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    other
        Another scenario to compare it with; the same one if absent.
    with_
        What is otherwise in the second world, PATH=VALUE, such as `timeline.nato_cut.count=4`; may be repeated.
    runs
        How many histories to play in each world.
    seed
        Random seed, the same in both worlds.
    set_
        Another value for one entry in both worlds, PATH=VALUE; may be repeated.
    relation
        Relations to follow, by id; the scenario's choice or the busiest if absent.
    threads
        Cores to use; all if absent. The results are the same.
    out
        Folder for results; the comparison goes into OUT/SCENARIO/ID.
    excel
        Write the tables as one workbook, too: tables.xlsx, a sheet a table.
    figures
        Draw the figure.
    trust
        Let the file name own rules in any module; else only beside it and in installed packages.
    """
    from sim.api import compare as compared
    from sim.engine.compiled.ensemble import Ensemble
    from sim.experiment.many_runs import TooLargeError
    from sim.report.comparison import print_comparison
    from sim.results.files import check_writable
    from sim.scenario.load import load_scenario
    from sim.scenario.pack import pack

    from .many import NOTHING_FINISHED, check_relations, finish, played, stopped_at
    from .progress import prepare

    number, n_runs = whole_number("--seed", seed, 0, LARGEST_SEED), whole_number("--runs", runs, 2, N_RUN_NUMBERS)
    n_threads = None if threads is None else whole_number("--threads", threads, 1, MOST_THREADS)
    if other is None and not with_:
        raise UsageError("nothing to compare with: name another scenario, or a change by --with PATH=VALUE")
    a = load_scenario(scenario, set_ or [], trust=trust)
    b = _changed(other or scenario, set_ or [], with_ or [], trust)
    if (a.start, a.end) != (b.start, b.end):
        raise UsageError(
            f"{other or scenario}: from {b.start} to {b.end}; expected {a.start} to {a.end}, as {scenario}"
        )
    check_relations(a, relation)
    check_writable(out)
    name_own_rules([*pack(a).own_rule.rules, *pack(b).own_rule.rules])
    for world in (a, b):
        prepare(Ensemble(world, number, n_threads=1))
    try:
        _say_estimate(a, b, number, n_runs, relation, n_threads)
        comparison, is_whole = played(
            lambda told: compared(a, b, number, n_runs, relation, n_threads, told), "pairs of histories"
        )
    except ValueError as problem:  # the worlds do not fit together
        raise UsageError(str(problem)) from None
    except TooLargeError as problem:
        return fail(str(problem), RESOURCES)
    if comparison is None:
        return stopped(NOTHING_FINISHED)

    def report(console: Console) -> None:
        print_comparison(comparison, console, _replays(scenario, other or scenario, number, set_, with_, trust))

    code = finish(comparison, out / a.name / _comparison_id(comparison), report, excel, figures)
    return code if is_whole else stopped_at(f"{comparison.manifest['runs']:,} of {n_runs:,} pairs of histories")


def _say_estimate(
    a: "Scenario", b: "Scenario", seed: int, n_runs: int, relations: Choices, n_threads: int | None
) -> None:
    """Say how long both worlds take and how much memory; raises TooLargeError where they do not fit."""
    from sim.experiment.compare import main_labels
    from sim.experiment.worlds import bytes_needed, chunk_size, ready, refuse_too_many

    from .progress import say_estimate

    pair = ready(a, b, seed, relations, n_threads)
    size, n_main = chunk_size(pair), len(main_labels(pair.a.wanted.relations))
    refuse_too_many(pair, size, n_main, n_runs)
    fixed, each = bytes_needed(pair, size, n_main)
    what, cores = f"{n_runs:,} histories in two worlds", 1 if pair.takes_turns else pair.a.n_threads + pair.b.n_threads
    say_estimate(pair.a, what, 2 * n_runs, n_bytes=fixed + each * n_runs, n_threads=cores)


def _changed(scenario: str, sets: list[str], changes: list[str], trust: bool) -> "Scenario":
    """Load the second world; a mistake in a change is told as it was typed."""
    from sim.scenario.load import load_scenario
    from sim.scenario.problems import ScenarioError, printable

    try:
        return load_scenario(scenario, [*sets, *changes], trust=trust)
    except ScenarioError as mistakes:
        text = str(mistakes)
        for change in changes:
            text = text.replace(f"--set {printable(change)}", f"--with {printable(change)}")
        raise UsageError(text) from None


def _comparison_id(comparison: "Comparison") -> str:
    manifest = comparison.manifest
    digits = digits_of(manifest, "scenario_a", "scenario_b", "relations", "version")
    return f"compare-runs-{manifest['runs']}-seed-{manifest['seed']}-{digits}"


def _replays(a: str, b: str, seed: int, sets: Settings, changes: With, trust: bool) -> Any:
    """Return the commands that tell a history of either world in full, by its number."""
    from .many import replay_line

    worlds = ((a, sets or []), (b, [*(sets or []), *(changes or [])]))
    return lambda run: tuple(replay_line(name, seed, settings, None, run, trust) for name, settings in worlds)
