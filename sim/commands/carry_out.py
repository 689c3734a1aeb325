"""What every experiment goes through: checked, estimated, played with progress, written, reported and drawn."""

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from rich.console import Console

from .console import console_for, fail, remark, say, usage_checked
from .drawing import NOTHING_DRAWN, as_workbook, draw
from .exit_codes import RESOURCES
from .progress import prepare, progress
from .signals import stopped
from .trust import name_own_measures, name_own_rules

if TYPE_CHECKING:
    from sim.experiment.plan import Plan

NOTHING_FINISHED = "nothing was finished, and nothing is written"
Report = Callable[[Any, Console], None]


def carry_out(
    plan: "Plan", out: Path, report: Report, excel: bool, formats: Sequence[str], is_verbose: bool = False
) -> int:
    """Play what was planned into a folder below ``out``, and return the exit code.

    Parameters
    ----------
    report : prints the result on a console
    excel : whether the tables are written as a workbook, too
    formats : of the figures; none are drawn where it is empty
    is_verbose : whether it is said how the rules are run
    """
    from sim.experiment.memory import TooLargeError
    from sim.results.files import check_writable

    check_writable(out)
    try:
        result, is_whole = prepared_and_played(plan, is_verbose)
    except TooLargeError as problem:
        return fail(str(problem), RESOURCES)
    if result is None:
        return stopped(NOTHING_FINISHED)
    folder = out / plan.subject / name_of(result)
    code = finish(result, folder, report, excel, formats)
    done = f"{_done(result):,} of {plan.n_asked:,} {plan.unit}"
    return code if is_whole else stopped(f"{done} were finished, and all above is about these")


def prepared_and_played(plan: "Plan", is_verbose: bool = False) -> tuple[Any, bool]:
    """Name own rules, compile, refuse what does not fit, say the cost and play; as :func:`played` gives it."""
    from sim.scenario.own_measure import rules_in

    own = rules_in(plan.own_measures)
    name_own_rules(rule for rule in plan.rules if rule not in own)
    name_own_measures(plan.own_measures)
    for driver in plan.drivers():
        prepare(driver, is_verbose)
    with usage_checked():  # two worlds may not fit together
        plan.check_size()
    remark(f"{plan.words}: {plan.cost()}")
    return played(plan)


def played(plan: "Plan") -> tuple[Any, bool]:
    """Play with progress; returns the result, None if nothing was finished, and whether all of it was played."""
    from sim.experiment.interrupted import Interrupted

    try:
        with progress(plan.unit) as show:
            return plan.play(show), True
    except Interrupted as interrupted:
        return interrupted.partial, False


def name_of(result: Any) -> str:
    """Name for the folder of a result, which may hold less than was asked for."""
    from sim.results.folder_names import folder_name

    return folder_name(KINDS[type(result).__name__], result.manifest)


KINDS = {
    "RunResult": "run",
    "Forecast": "forecast",
    "Comparison": "comparison",
    "Tournament": "tournament",
    "Hindcast": "hindcast",
    "Fit": "fit",
    "Offramp": "offramp",
}


def _done(result: Any) -> int:
    """Units of a result that were finished."""
    manifest = result.manifest
    return int(next(manifest[unit] for unit in ("pairs", "steps", "packages", "runs") if unit in manifest))


def finish(
    result: Any,
    folder: Path,
    report: Report,
    excel: bool,
    formats: Sequence[str],
    beside: Mapping[str, str] = MappingProxyType({}),
) -> int:
    """Write a result, print it and draw it; returns the exit code.

    Parameters
    ----------
    beside : texts of further files, by name
    """
    from sim.results.files import add_file

    result.manifest["command"] = typed_command()
    written: list[Path] = result.save(folder)  # before the report: a pipe that closes early loses nothing
    written += [add_file(folder, name, text) for name, text in beside.items()]
    if excel:
        written += as_workbook(result, folder)
    report(result, console_for(sys.stdout))
    drawn = draw(result, folder, formats=formats) if formats else NOTHING_DRAWN
    written += drawn.files
    say(f"\n{len(written)} files in {folder}: {', '.join(path.name for path in written)}")
    return drawn.code


def typed_command() -> str:
    """The command as it was typed."""
    return shlex.join(["detente", *sys.argv[1:]])


def replay_line(
    scenario: str, seed: int, settings: Sequence[str], until: str | None, run: int, trust: bool = False
) -> str:
    """Return the command that shows one of many histories in full."""
    words = ["detente", "run", scenario, "--seed", str(seed)]
    words += [word for setting in settings for word in ("--set", setting)]
    words += ["--until", until] if until else []
    words += ["--trust"] if trust else []
    return shlex.join([*words, "--replay", str(run)])
