"""detente run: one history told in full, or many summed up."""

import shlex
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .console import LARGEST_SEED, N_RUN_NUMBERS, Choices, Settings, UsageError, console_for, say, whole_number
from .drawing import NOTHING_DRAWN, as_workbook, draw
from .trust import Trust, name_own_rules

if TYPE_CHECKING:
    from sim.results.run_result import RunResult
    from sim.scenario.schema import Scenario


def run(
    scenario: str,
    /,
    *,
    seed: str = "1",
    set_: Settings = None,
    until: str | None = None,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    all_: Annotated[bool, Parameter(name="--all", negative="")] = False,
    runs: str | None = None,
    replay: str | None = None,
    relation: Choices = None,
    keep: Choices = None,
    threads: str | None = None,
    trust: Trust = False,
) -> int:
    """Play a scenario: an account of every move, or with --runs how many histories end; tables and figures in a folder.

    Parameters
    ----------
    scenario
        Name of a scenario that ships (see `detente list`), or path of a scenario file.
    seed
        Random seed, a whole number. The same seed gives the same run.
    set_
        Another value for one entry, PATH=VALUE, such as `policies.russia.k=1.4`; may be repeated.
    until
        Last day to play, YYYY-MM-DD; the end of the scenario if absent.
    out
        Folder for results; the run goes into OUT/SCENARIO/ID.
    excel
        Write the tables as one workbook, too: tables.xlsx, a sheet a table.
    figures
        Draw the figures (about two seconds).
    all_
        List the moves of relations without any hostile move, too.
    runs
        How many histories to play and sum up: how likely each end is, and how acts are answered.
    replay
        Number of one of these histories, from 0 on, to be told in full.
    relation
        With --runs: relations to follow, by id; the scenario's choice or the busiest if absent.
    keep
        With --runs: write more than the sums: outcomes (a row a run), curves (of every run), moves (of the first 500).
    threads
        With --runs: cores to use; all if absent. The results are the same.
    trust
        Let the file name own rules in any module; else only beside it and in installed packages.
    """
    from sim.scenario.load import load_scenario
    from sim.scenario.pack import pack

    number = whole_number("--seed", seed, 0, LARGEST_SEED)
    _check_together(runs, {"--relation": relation, "--keep": keep, "--threads": threads}, replay, all_)
    case = load_scenario(scenario, set_ or [], trust=trust)
    last = _last_day(until, case)
    name_own_rules(pack(case).own_rule.rules)
    if runs is not None:
        from .many import Asked, run_many

        asked = Asked.read(scenario, number, set_, last, runs, relation, keep, threads, trust)
        return run_many(case, asked, out, excel, figures)
    history = whole_number("--replay", replay or "0", 0, N_RUN_NUMBERS - 1)
    return _run_one(case, number, history, last, out, excel, figures, all_)


def _check_together(runs: str | None, of_many: dict[str, object], replay: str | None, all_: bool) -> None:
    """Raise UsageError where options of one history stand beside options of many."""
    if runs is None and (alone := [option for option, value in of_many.items() if value is not None]):
        raise UsageError(f"{alone[0]}: goes with --runs only")
    if runs is not None and (replay is not None or all_):
        option = "--all" if replay is None else "--replay"
        raise UsageError(f"{option}: shows one history, and does not go with --runs")


def _run_one(
    case: "Scenario", seed: int, number: int, last: str | None, out: Path, excel: bool, figures: bool, all_: bool
) -> int:
    from sim.analysis.run_result import result_of
    from sim.engine.model import EscalationModel
    from sim.report.account import print_account
    from sim.results.files import check_writable

    from .progress import play

    check_writable(out)
    model = EscalationModel(case, seed=seed, run=number)
    play(model, None if last is None else date.fromisoformat(last))
    result = result_of(model.trajectory)
    result.manifest["command"] = shlex.join(["detente", *sys.argv[1:]])
    folder = out / case.name / result_id(result)
    written = result.save(folder)  # before the account: a pipe that closes early loses nothing
    if excel:
        written += as_workbook(result, folder)
    print_account(result, console_for(sys.stdout), is_complete=all_)
    drawn = draw(result, folder) if figures else NOTHING_DRAWN
    written += drawn.files
    say(f"\n{len(written)} files in {folder}: {', '.join(path.name for path in written)}")
    return drawn.code


def _last_day(until: str | None, case: "Scenario") -> str | None:
    """Last day to play as a text; raises UsageError where it is no day of the scenario."""
    from sim.scenario.arguments import day

    if until is None:
        return None
    try:
        last = day("--until", until)
    except ValueError:
        raise UsageError(f"--until {until}: not a date; expected YYYY-MM-DD") from None
    if not case.start <= last <= case.end:
        raise UsageError(f"--until {until}: outside the scenario; expected {case.start} to {case.end}")
    return last.isoformat()


def result_id(result: "RunResult") -> str:
    """Folder name of a run: its seed, its number, and eight digits that stand for scenario, end and release."""
    from .drawing import digits_of

    manifest = result.manifest
    number = f"-run-{manifest['run']}" if manifest["run"] else ""
    return f"seed-{manifest['seed']}{number}-{digits_of(manifest, 'scenario_hash', 'until', 'version')}"
