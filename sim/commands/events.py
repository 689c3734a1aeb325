"""detente events: event files of others in, simulated moves as an event file out."""

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .console import Choices, Number, UsageError, check_choices, console_for, fail, remark, say, usage_checked
from .exit_codes import USAGE

if TYPE_CHECKING:
    from rich.table import Table

    from sim.events.reading import Reading

Flag = Annotated[bool, Parameter(negative="")]
MOST_LISTED = 20  # rows of a table of the summary
LONGEST_ANSWER = 3650  # days


def events(
    file: Path,
    /,
    *,
    mapping: str | None = None,
    as_: Annotated[Path | None, Parameter(name="--as")] = None,
    coding: str | None = None,
    between: Choices = None,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    until: str | None = None,
    answers_within: Number = 0,
    all_actors: Flag = False,
    strict: Flag = False,
) -> int:
    """Read a file of events that others coded, or write the moves of a history as one.

    A file of GDELT, ICEWS or POLECAT, or a table of your own, becomes rows of the documented record. The folder of a
    result of `detente run` becomes an event file.

    Parameters
    ----------
    file
        A table with commas, semicolons or tabs; or the folder of a result.
    mapping
        What the columns are: detente, plover, gdelt or icews, or a mapping file. If absent, the columns decide.
    as_
        File to write: a table for NAME.csv, a scenario for NAME.yaml. If absent, only the summary is printed.
    coding
        Of the moves of a result: plover (if absent) or cameo.
    between
        Parties whose events with each other are wanted, such as `--between Russia "United Kingdom"`.
    from_
        First day, such as 2018-03-01.
    until
        Last day.
    answers_within
        Take a measure as the answer to the last one of its target within so many days. No codebook says who answers.
    all_actors
        Count others than governments for their country, too.
    strict
        Refuse the file if a row is broken.
    """
    if file.is_dir():
        return _write_result(file, as_, coding)
    if coding is not None:
        raise UsageError(f"--coding {coding}: expected the folder of a result before it")
    _check_ending(as_)
    if not 0 <= answers_within <= LONGEST_ANSWER:
        raise UsageError(f"--answers-within {answers_within}: expected a whole number from 0 to {LONGEST_ANSWER}")
    from sim.events.reading import read_events

    with usage_checked():
        reading = read_events(
            file, mapping=mapping, between=between or (), first=_day("from", from_), last=_day("until", until),
            all_actors=all_actors, strict=strict, answers_within=answers_within,
        )  # fmt: skip
    text = _scenario(reading, as_) if as_ and as_.suffix == ".yaml" else ""
    _print_summary(reading)
    if as_:
        from sim.events.writing import write_table, write_text

        say(f"\nwritten: {write_text(text, as_) if text else write_table(reading, as_)}")
    return 0


def _write_result(folder: Path, file: Path | None, coding: str | None) -> int:
    """Write the moves of a result as an event file."""
    from sim.events.writing import WRITTEN, write_events

    if file is None or file.suffix != ".csv":
        return fail(f"{folder}: expected --as NAME.csv, the event file to write", USAGE)
    check_choices("--coding", [coding] if coding else None, WRITTEN)
    with usage_checked():
        written = write_events(folder, file, coding=coding or "plover")
    say(f"written: {written}")
    return 0


def _check_ending(file: Path | None) -> None:
    if file and file.suffix not in (".csv", ".yaml"):
        raise UsageError(f"--as {file}: expected NAME.csv for a table, or NAME.yaml for a scenario")


def _day(option: str, written: str | None) -> str:
    """A day that was typed, as ISO text."""
    from sim.scenario import arguments

    return arguments.day(option, written).isoformat() if written else ""


def _scenario(reading: "Reading", file: Path) -> str:
    """Text of a scenario that plays the events; raises UsageError where they give none."""
    from sim.documented.cases import case_text
    from sim.scenario.countries import party_id

    try:
        return case_text(reading.events, party_id(file.stem))
    except ValueError as problem:
        raise UsageError(f"{reading.file}: {problem}") from None


def _print_summary(reading: "Reading") -> None:
    """Print what was read and what was not, and what is wrong with the first broken rows."""
    from sim.events.reading import MOST_NAMED

    for note in reading.notes:
        remark(f"{reading.file}: {note}")
    for problem in reading.problems[:MOST_NAMED]:
        remark(str(problem))
    if (n_more := sum(reading.broken.values()) - MOST_NAMED) > 0:
        remark(f"{reading.file}: {n_more:,} more broken rows")
    say(_sentence(reading))
    events = reading.events
    counts = {
        "Left out": reading.broken + reading.left_out,
        "Move": Counter(event.move for event in events),
        "Party": Counter(party for event in events for party in dict.fromkeys(event.actor + event.target)),
    }
    console = console_for(sys.stdout)
    for what, count in counts.items():
        if count:
            console.print()
            console.print(_table(what, "Rows" if what == "Left out" else "Events", count))


def _sentence(reading: "Reading") -> str:
    """Rows read and events kept, with the first and the last day."""
    days = [event.date for event in reading.events]
    span = f", {min(days)} to {max(days)}" if days else ""
    return f"{reading.file}: rows read: {reading.rows:,}; events kept: {len(days):,}{span}."


def _table(what: str, unit: str, counts: Counter[str]) -> "Table":
    """Counts from the most common on; those beyond the longest table in one line."""
    from sim.report.tables import add_row, plain_table

    table = plain_table(what, unit)
    common = counts.most_common()
    for name, n in common[:MOST_LISTED]:
        add_row(table, name, f"{n:,}")
    if rest := common[MOST_LISTED:]:
        add_row(table, f"{len(rest)} others", f"{sum(n for _, n in rest):,}")
    return table
