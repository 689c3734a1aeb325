"""The command line: run a scenario, draw its figures again, check a file, look things up."""

import io
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, CycloptsError, Parameter
from rich.console import Console
from rich.text import Text

from sim import __version__

if TYPE_CHECKING:
    from sim.experiment.store import RunResult
    from sim.scenario.load import ScenarioFile

USAGE, RESOURCES, OUTPUT, INTERRUPTED = 2, 3, 4, 130
PLAIN_WIDTH = 160  # columns where no terminal says otherwise

LARGEST_SEED = 2**64 - 1
Settings = Annotated[list[str] | None, Parameter(name="--set", negative="")]
Choices = Annotated[list[str] | None, Parameter(negative="", consume_multiple=True)]

app = App(
    name="detente",
    version=__version__,
    help="Simulate tit-for-tat diplomacy: who answers what, how, when, and what is left in the end.",
    help_format="markdown",
)


def console_for(stream: Any) -> Console:
    """Console as wide as the terminal, or wide enough for one move a line where there is none."""
    width = None if stream.isatty() or "COLUMNS" in os.environ else PLAIN_WIDTH
    return Console(file=stream, width=width, highlight=False, soft_wrap=False)


def say(text: str) -> None:
    """Print a line of plain text."""
    console_for(sys.stdout).print(Text(text), soft_wrap=True)


def fail(text: str, code: int) -> int:
    """Print what is wrong, and return the exit code."""
    console_for(sys.stderr).print(Text(text), soft_wrap=True)
    return code


@app.command
def run(
    scenario: str,
    /,
    *,
    seed: str = "1",
    set_: Settings = None,
    until: str | None = None,
    out: Path = Path("results"),
    figures: bool = True,
    all_: Annotated[bool, Parameter(name="--all", negative="")] = False,
) -> int:
    """Play a scenario: an account of every move, an outcome table, tables and figures in a folder.

    Parameters
    ----------
    scenario
        Name of a scenario that ships (see `detente list`), or path of a scenario file.
    seed
        Number that the dice are thrown by: a whole number. The same number gives the same run.
    set_
        Another value for one entry, PATH=VALUE, such as `policies.russia.k=1.4`; may be repeated.
    until
        Last day to play, YYYY-MM-DD; the end of the scenario if absent.
    out
        Folder for results; the run goes into OUT/SCENARIO/ID.
    figures
        Draw the figures (about two seconds).
    all_
        List the moves of relations without any hostile move, too.
    """
    from sim.api import result_of
    from sim.engine.model import EscalationModel
    from sim.experiment.store import write_result
    from sim.report.account import print_account
    from sim.scenario.load import load_scenario

    if not (seed.isascii() and seed.isdigit() and int(seed) <= LARGEST_SEED):
        return fail(f"--seed {seed}: expected a whole number from 0 to {LARGEST_SEED}", USAGE)
    case = load_scenario(scenario, set_ or [])
    last = _last_day(until, case)
    if isinstance(last, str):
        return fail(last, USAGE)
    result = result_of(EscalationModel(case, seed=int(seed)).run_until(last).trajectory)
    result.manifest["command"] = shlex.join(["detente", *sys.argv[1:]])
    folder = out / case.name / result_id(result)
    written = write_result(result, folder)  # before the account: a pipe that closes early loses nothing
    print_account(result, console_for(sys.stdout), is_complete=all_)
    if figures:
        written += draw(result, folder)
    say(f"\n{len(written)} files in {folder}: {', '.join(path.name for path in written)}")
    return 0


def _last_day(until: str | None, case: Any) -> Any:
    from datetime import date

    if until is None:
        return None
    try:
        last = date.fromisoformat(until)
    except ValueError:
        return f"--until {until}: not a date; expected YYYY-MM-DD"
    if not case.start <= last <= case.end:
        return f"--until {until}: outside the scenario; expected {case.start} to {case.end}"
    return last


def result_id(result: "RunResult") -> str:
    """Folder name of a run: its seed, and eight digits that stand for scenario, end and release."""
    import hashlib

    manifest = result.manifest
    what = f"{manifest['scenario_hash']} {manifest['until']} {manifest['version']}"
    return f"seed-{manifest['seed']}-{hashlib.sha256(what.encode()).hexdigest()[:8]}"


def draw(
    result: "RunResult", folder: Path, names: list[str] | None = None, formats: tuple[str, ...] = ("png", "svg")
) -> list[Path]:
    """Draw figures of a run into a folder; returns the files written."""
    from sim.plots import FIGURES
    from sim.plots.style import save

    return [path for name in names or FIGURES for path in save(FIGURES[name](result), folder, name, formats)]


@app.command
def plot(
    result: Path,
    /,
    *,
    figure: Choices = None,
    format_: Annotated[list[str] | None, Parameter(name="--format", negative="", consume_multiple=True)] = None,
    relation: Choices = None,
    channel: Choices = None,
    out: Path | None = None,
) -> int:
    """Draw the figures of a run again: other formats, another selection.

    Parameters
    ----------
    result
        Folder of a run, such as `results/nato_russia_2021/seed-1-…`.
    figure
        Which figures: escalation, posts, timeline; all if absent.
    format_
        png, svg or pdf; png and svg if absent.
    relation
        Relations to draw, by id; the scenario's choice if absent.
    channel
        Posts to draw, by id; the scenario's choice if absent.
    out
        Folder for the figures; the run's own if absent.
    """
    from sim.experiment.store import ResultError, read_result

    read = read_result(result)
    mistakes = _plot_mistakes(read, figure, format_, relation, channel)
    if mistakes:
        return fail("\n".join(mistakes), USAGE)
    plots = read.manifest["scenario"]["plots"]
    plots["dyads"] = relation or plots["dyads"]
    plots["channels"] = channel or plots["channels"]
    try:
        written = draw(read, out or result, figure, tuple(format_ or ("png", "svg")))
    except (KeyError, TypeError, ValueError) as problem:
        raise ResultError(f"{result}: damaged result ({problem}); run the scenario again") from None
    for path in written:
        say(str(path))
    return 0


def _plot_mistakes(read: "RunResult", figure: Any, format_: Any, relation: Any, channel: Any) -> list[str]:
    from sim.plots import FIGURES

    known = {
        "--figure": (figure, list(FIGURES)),
        "--format": (format_, ["png", "svg", "pdf"]),
        "--relation": (relation, list(read.outcome["relations"])),
        "--channel": (channel, list(read.manifest["scenario"]["channels"])),
    }
    return [
        f"{option} {value}: unknown; expected one of {', '.join(allowed)}"
        for option, (values, allowed) in known.items()
        for value in values or []
        if value not in allowed
    ]


@app.command
def check(scenario: str, /, *, set_: Settings = None, resolved: Annotated[bool, Parameter(negative="")] = False) -> int:
    """Check a scenario file; every mistake is named with its line and what was expected.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    set_
        Another value for one entry, PATH=VALUE; may be repeated.
    resolved
        Print every value in force, and where it comes from: a file and its line, --set, a preset, a default.
    """
    from sim.scenario.load import read_scenario
    from sim.scenario.relations import relations_of

    read = read_scenario(scenario, set_ or [])
    if resolved:
        return _print_resolved(read)
    case = read.scenario
    say(f"{case.name}: good. {case.title}; {case.start} to {case.end}.")
    say(
        f"alliances {len(case.alliances)}, states {len(case.states)}, channels {len(case.channels)}, "
        f"relations {len(relations_of(case))}, scripted moves {len(case.timeline)}, "
        f"documented moves {len(case.observed)}"
    )
    return 0


def _print_resolved(read: "ScenarioFile") -> int:
    """Print a line a value, never cut short or broken, so that a search of the lines finds it."""
    from sim.scenario.resolved import resolved

    rows = [("Path", "Value", "Comes from"), *((v.path, v.written, v.origin) for v in resolved(read))]
    path, value = (min(60, max(len(row[column]) for row in rows)) for column in (0, 1))
    say("\n".join(f"{row[0]:{path}}  {row[1]:{value}}  {row[2]}" for row in rows))
    return 0


@app.command(name="list")
def list_() -> int:
    """List the scenarios that ship, with the command that runs each."""
    from rich.table import Table

    from sim.scenario.load import load_scenario, shipped_scenarios

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("Scenario", "Title", "From", "To", "Command"):
        table.add_column(column)
    for path in shipped_scenarios():
        case = load_scenario(path)
        table.add_row(case.name, case.title, str(case.start), str(case.end), f"detente run {path.stem}")
    console_for(sys.stdout).print(table)
    return 0


@app.command
def moves() -> int:
    """Show the table of moves: severity, rung, family and the codes of CAMEO, Goldstein and PLOVER."""
    from rich.table import Table

    from sim.rules.moves import CUT_CEILING, EXPEL, FAMILIES, KINDS

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("Move", "Severity", "Rung", "Family", "Undone", "CAMEO", "Goldstein", "PLOVER"):
        table.add_column(column)
    for number, kind in enumerate(KINDS):
        by_share = " to 6.5, by share" if number in (EXPEL, CUT_CEILING) else ""
        rung = f"m{kind.posture_rung}" if kind.posture_rung else str(kind.rung)
        family = FAMILIES[kind.family]
        table.add_row(
            kind.name, f"{kind.severity:g}{by_share}", rung, family, kind.reversible, kind.cameo,
            f"{kind.goldstein:g}", kind.plover,
        )  # fmt: skip
    console_for(sys.stdout).print(table)
    say("Rungs m4 to m7 stand on the ladder of posture. Undone: F freely, R by accreditation, A by a new agreement.")
    return 0


@app.command
def policies() -> int:
    """Show the named policies with their sources, and every number that a policy can change."""
    from rich.table import Table

    from sim.rules.parameters import POLICY_PARAMETERS
    from sim.rules.policies import PRESETS

    console = console_for(sys.stdout)
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("Policy", "What it does", "Breaks", "Source"):
        table.add_column(column)
    for name, preset in PRESETS.items():
        table.add_row(name, preset.says, "yes" if preset.breaks else "no", preset.source)
    console.print(table)
    console.print()
    numbers = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in ("Number", "Default", "Range", "Unit", "Mark", "Meaning"):
        numbers.add_column(column)
    for p in POLICY_PARAMETERS:
        numbers.add_row(p.name, f"{p.default:.4g}", f"{p.low:g} to {p.high:g}", p.unit, p.mark, p.meaning)
    console.print(numbers)
    return 0


def main() -> None:
    """Entry point of the command `detente`; no traceback reaches the user."""
    from sim.experiment.store import OutputError, ResultError
    from sim.scenario.own_rule import OwnRuleError
    from sim.scenario.problems import ScenarioError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a letter shows a question mark for it
            stream.reconfigure(errors="replace")
    try:
        code = app(sys.argv[1:], exit_on_error=False, print_error=False) or 0
    except CycloptsError as mistake:
        code = fail(f"{mistake}\nSee: detente --help", USAGE)
    except (OwnRuleError, ScenarioError, ResultError) as mistakes:
        code = fail(str(mistakes), USAGE)
    except OutputError as problem:
        code = fail(str(problem), OUTPUT)
    except KeyboardInterrupt:
        code = fail("interrupted; what was finished is kept, and the same command completes it", INTERRUPTED)
    except MemoryError:
        code = fail("not enough memory for this scenario", RESOURCES)
    except OSError as problem:
        code = fail(f"{problem.filename or 'output'}: cannot be written ({problem.strerror})", OUTPUT)
    sys.exit(code)


if __name__ == "__main__":
    main()
