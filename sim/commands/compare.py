"""detente compare: two worlds under the same chance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from rich.console import Console

from .console import INTERRUPTED, LARGEST_SEED, Choices, Settings, UsageError, fail, whole_number
from .drawing import digits_of

if TYPE_CHECKING:
    from sim.experiment.compare import Comparison
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
    figures: bool = True,
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
        Number that the dice are thrown by, the same in both worlds.
    set_
        Another value for one entry in both worlds, PATH=VALUE; may be repeated.
    relation
        Relations to follow, by id; the scenario's choice or the busiest if absent.
    threads
        Cores to use; all if absent. The results are the same.
    out
        Folder for results; the comparison goes into OUT/SCENARIO/ID.
    figures
        Draw the figure.
    """
    from sim.api import compare as compared
    from sim.engine.ensemble import Ensemble
    from sim.report.comparison import print_comparison
    from sim.scenario.load import load_scenario

    from .many import MOST_RUNS, MOST_THREADS, NOTHING_FINISHED, check_relations, finish, interrupted, played
    from .progress import prepare, say_estimate

    number, n_runs = whole_number("--seed", seed, 0, LARGEST_SEED), whole_number("--runs", runs, 2, MOST_RUNS)
    n_threads = None if threads is None else whole_number("--threads", threads, 1, MOST_THREADS)
    if other is None and not with_:
        raise UsageError("nothing to compare with: name another scenario, or a change by --with PATH=VALUE")
    a = load_scenario(scenario, set_ or [])
    b = _changed(other or scenario, set_ or [], with_ or [])
    if (a.start, a.end) != (b.start, b.end):
        raise UsageError(
            f"{other or scenario}: from {b.start} to {b.end}; expected {a.start} to {a.end}, as {scenario}"
        )
    check_relations(a, relation)
    ensemble = Ensemble(a, number, n_threads=n_threads)
    for world in (ensemble, Ensemble(b, number, n_threads=1)):
        prepare(world)
    say_estimate(ensemble, f"{n_runs:,} histories in two worlds", 2 * n_runs)
    try:
        comparison, is_whole = played(
            lambda told: compared(a, b, number, n_runs, relation, n_threads, told), "pairs of histories"
        )
    except ValueError as problem:  # the worlds do not fit together
        raise UsageError(str(problem)) from None
    if comparison is None:
        return fail(NOTHING_FINISHED, INTERRUPTED)

    def report(console: Console) -> None:
        print_comparison(comparison, console, _replays(scenario, other or scenario, number, set_, with_))

    code = finish(comparison, out / a.name / _comparison_id(comparison), report, figures)
    return code if is_whole else interrupted(f"{comparison.manifest['runs']:,} of {n_runs:,} pairs of histories")


def _changed(scenario: str, sets: list[str], changes: list[str]) -> "Scenario":
    """Load the second world; a mistake in a change is told as it was typed."""
    from sim.scenario.load import load_scenario
    from sim.scenario.problems import ScenarioError

    try:
        return load_scenario(scenario, [*sets, *changes])
    except ScenarioError as mistakes:
        text = str(mistakes)
        for change in changes:
            text = text.replace(f"--set {change}", f"--with {change}")
        raise UsageError(text) from None


def _comparison_id(comparison: "Comparison") -> str:
    manifest = comparison.manifest
    digits = digits_of(manifest, "scenario_a", "scenario_b", "relations", "version")
    return f"compare-runs-{manifest['runs']}-seed-{manifest['seed']}-{digits}"


def _replays(a: str, b: str, seed: int, sets: Settings, changes: With) -> Any:
    """Return the commands that tell a history of either world in full, by its number."""
    from .many import Asked

    worlds = ((a, sets or []), (b, [*(sets or []), *(changes or [])]))
    asked = [Asked(name, seed, settings, None, 1, None, [], None) for name, settings in worlds]
    return lambda run: tuple(world.replay(run) for world in asked)
