"""detente check, list, moves and policies: looking things up."""

import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .console import Settings, UsageError, check_choices, console_for, say
from .trust import Trust

MOST_PARTIES = 3  # that a line of the list of cases names

if TYPE_CHECKING:
    from rich.table import Table

    from sim.scenario.load import ScenarioFile


def check(
    scenario: str,
    /,
    *,
    set_: Settings = None,
    resolved: Annotated[bool, Parameter(negative="")] = False,
    assumptions: Annotated[bool, Parameter(negative="")] = False,
    text: Annotated[bool, Parameter(negative="")] = False,
    trust: Trust = False,
) -> int:
    """Check a scenario file; every mistake is named with its line and what was expected.

    A file without mistakes is searched for what may surprise. Own rules are read, but not run.

    Parameters
    ----------
    scenario
        Name or path of a scenario file, or a documented case, history/NAME.
    set_
        Change one value of the scenario, PATH=VALUE; may be repeated.
    resolved
        Print every value in force, and where it comes from: a file and its line, --set, a preset, a default.
    assumptions
        Print the numbers that decide most about the relations of the scenario and rest on little evidence: rates at
        which acts come by chance, choices of the authors, and what is assumed where nothing is said. Each stands with
        a range for `--vary` of `detente sweep`, half to twice its value, to begin with.
    text
        Print the text of the file, to be kept under another name and changed.
    trust
        Let the scenario use own rules from any module. Without it, they must lie beside the file or in an installed
        package.
    """
    from sim.scenario.load import read_scenario
    from sim.scenario.relations import relations_of

    if text and (set_ or resolved or assumptions):
        raise UsageError("--text: prints the file as it is, and goes with no other option")
    if resolved and assumptions:
        raise UsageError("--assumptions: a part of --resolved; expected one of both")
    read = read_scenario(scenario, set_ or [], trust=trust)
    if text:
        say(read.text.rstrip("\n"))
        return 0
    if read.scenario.experiments:
        from sim.sweeps.check_named import check_experiments

        check_experiments(read, set_ or [])
    if resolved:
        return _print_resolved(read)
    if assumptions:
        return _print_assumptions(read, scenario)
    case = read.scenario
    say(f"{case.name}: good. {case.title}; {case.start} to {case.end}.")
    say(
        f"alliances {len(case.alliances)}, states {len(case.states)}, channels {len(case.channels)}, "
        f"{f'ties {len(case.ties)}, ' if case.ties else ''}relations {len(relations_of(case))}, "
        f"scripted moves {len(case.timeline)}, "
        f"documented moves {len(case.observed)}, experiments {len(case.experiments)}"
        + (f", days of the calendar {len(case.calendar)}" if case.calendar else "")
    )
    _print_surprises(read)
    return 0


def _print_surprises(read: "ScenarioFile") -> None:
    """Print a line for each thing that may surprise."""
    from sim.scenario.surprises import surprises

    if found := surprises(read):
        say("This may surprise:")
        say("\n".join(f"  {warning}" for warning in found))


def _print_resolved(read: "ScenarioFile") -> int:
    """Print a line a value, never cut short or broken, so that a search of the lines finds it."""
    from sim.scenario.resolved import resolved

    rows = [("Path", "Value", "Comes from"), *((v.path, v.written, v.origin) for v in resolved(read))]
    path, value = (min(60, max(len(row[column]) for row in rows)) for column in (0, 1))
    say("\n".join(f"{row[0]:{path}}  {row[1]:{value}}  {row[2]}" for row in rows))
    return 0


def _print_assumptions(read: "ScenarioFile", typed: str) -> int:
    """Print a line an assumption, which may be pasted behind `detente sweep NAME`; what it is stands after a #."""
    from sim.analysis.assumptions import assumed

    found = assumed(read)
    if not found:
        say("None of the numbers that decide most rests on little evidence; --resolved prints every value.")
        return 0
    width = max(len(each.variation) for each in found)
    for each in found:
        say(f"--vary {each.variation:{width}}  # {each.value:g}, {each.origin}: {each.words}")
    say("\nThese decide most, as far as we know: none is measured here. The ranges, half to twice each value, are to")
    say("begin with, and claim nothing. What else the file gives, or was fitted to the record, may decide as much.")
    say(f"What each does, the most first: detente sweep {typed} --design oat, with all these lines.")
    say(f"Which matter where others differ, too: detente sweep {typed} --design morris, with those that you doubt.")
    return 0


def list_(*, history: Annotated[bool, Parameter(negative="")] = False) -> int:
    """List the scenarios that come with detente, and their sweeps, with the command for each.

    Parameters
    ----------
    history
        Instead list the documented cases. Each plays, too, from its first act on: `detente run history/NAME`.
    """
    if history:
        return _list_history()
    from sim.report.tables import plain_table
    from sim.scenario.load import load_scenario, shipped_scenarios

    cases = {path.stem: load_scenario(path) for path in shipped_scenarios()}
    scenarios = plain_table("Scenario", "Title", "From", "To", "Command")
    sweeps = plain_table("Sweep", "Title", "Command")
    for stem, case in cases.items():
        scenarios.add_row(case.name, case.title, str(case.start), str(case.end), f"detente run {stem}")
        for name, experiment in case.experiments.items():
            sweeps.add_row(name, experiment.title, f"detente sweep {stem} {name}")
    console = console_for(sys.stdout)
    console.print(scenarios)
    console.print()
    console.print(sweeps)
    return 0


def _list_history() -> int:
    """Print a line a documented case."""
    from sim.documented.history import summaries
    from sim.report.tables import plain_table

    table = plain_table("Scenario", "Title", "Moves", "Silences", "Parties", numbers=("Moves", "Silences"))
    for case in summaries():
        more = len(case.parties) - MOST_PARTIES
        parties = ", ".join(case.parties[:MOST_PARTIES]) + (f" and {more} more" if more > 0 else "")
        table.add_row(f"history/{case.name}", case.title, str(case.moves), str(case.silences), parties)
    console_for(sys.stdout).print(table)
    return 0


def moves() -> int:
    """Show the table of moves: severity, rung, family, and its code in three catalogues of events.

    An expulsion of a quarter of a staff or more stands a rung higher. The catalogues are CAMEO, Goldstein's scale and
    PLOVER.
    """
    from sim.analysis.labels import rung_words
    from sim.rules.moves import CUT_CEILING, EXPEL, FAMILIES, KINDS

    table = _bare_table("Move", "Severity", "Rung", "Family", "Undone", "CAMEO", "Goldstein", "PLOVER")
    for number, kind in enumerate(KINDS):
        by_share = " to 6.5, by share" if number in (EXPEL, CUT_CEILING) else ""
        family = FAMILIES[kind.family]
        table.add_row(
            kind.name, f"{kind.severity:g}{by_share}", rung_words(number), family, kind.reversible, kind.cameo,
            f"{kind.goldstein:g}", kind.plover,
        )  # fmt: skip
    console_for(sys.stdout).print(table)
    say("Rungs m2 to m7 stand on the ladder of posture. Undone: F freely, R by accreditation, A by a new agreement.")
    return 0


def policies(name: str | None = None, /) -> int:
    """Show the named policies with their sources, and every number that a policy can change.

    Parameters
    ----------
    name
        Show one policy: what its name changes in an actor, and what it leaves as the actor has it.
    """
    from sim.rules.policies import PRESETS, slots_of

    if name is not None:
        check_choices("NAME", [name], PRESETS)
        return _print_policy(name)
    console, table = console_for(sys.stdout), _bare_table("Policy", "What it does", "Its name changes", "Source")
    for each, preset in PRESETS.items():
        table.add_row(each, preset.says, ", ".join(slots_of(preset)), preset.source)
    console.print(table)
    say("All else stays as the actor has it. `detente policies NAME` shows what that is, if nobody says otherwise.\n")
    console.print(_table_of_habits())
    say("")
    console.print(_table_of_numbers())
    return 0


def _print_policy(name: str) -> int:
    """Print what a name changes and what it leaves, each with the value where nobody says otherwise."""
    from sim.rules.parameters import POLICY_PARAMETERS
    from sim.rules.policies import BASE, PRESETS, slots_of

    preset, table = PRESETS[name], _bare_table("Slot", "By this name", "Else")
    usual = slots_of(BASE) | {"habits": "world"} | {number.name: number.default for number in POLICY_PARAMETERS}
    for slot, value in usual.items():
        table.add_row(slot, _written(slots_of(preset).get(slot, "as the actor has it")), _written(value))
    say(f"{name}: {preset.says} ({preset.source}).\n")
    console_for(sys.stdout).print(table)
    return 0


def _written(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else f"{value:.4g}"


def _table_of_habits() -> "Table":
    from sim.rules.habits import HABITS

    table = _bare_table("Habits", "What they do", "They change", "Source")
    for name, habits in HABITS.items():
        table.add_row(name, habits.says, ", ".join(habits.numbers) or "nothing: the defaults", habits.source)
    return table


def _table_of_numbers() -> "Table":
    from sim.rules.fitted import in_record
    from sim.rules.parameters import POLICY_PARAMETERS

    numbers = _bare_table("Number", "Default", "Range", "Unit", "Mark", "Record", "Meaning")
    for p in POLICY_PARAMETERS:
        found = in_record(p.name)
        record = found.says if found else ""
        numbers.add_row(p.name, f"{p.default:.4g}", f"{p.low:g} to {p.high:g}", p.unit, p.mark, record, p.meaning)
    return numbers


def _bare_table(*columns: str) -> "Table":
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column)
    return table
