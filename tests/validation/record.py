"""What the documented record shows: how often, how soon, by how many and in which kinds acts were answered.

    python tests/validation/record.py [RECORD ...]

Prints every table in plain text, for both records that come with detente or for those named.  ``docs/record.md`` says
what the records are and which cautions go with them.
"""

import sys
from collections.abc import Iterable, Sequence
from math import isnan
from typing import Any

from sim.documented import frequencies
from sim.documented.events import RECORDS, Event, read_record
from sim.documented.pairing import Exchange, exchanges
from sim.documented.words import PEOPLE

MOSCOW = ("Russia", "USSR")
OUTCOMES = (
    "n answered silent nothing_left unverified only_words not_found share | sure_answered sure_silent documented_share"
)
QUARTILES = "n same_day lower median upper least most"


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print a table, its first column to the left."""
    cells = [[*map(_cell, row)] for row in (head, *rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    print(f"\n{title}\n{'-' * len(title)}")
    for first, *others in cells:
        print("  ".join([first.ljust(widths[0]), *(c.rjust(w) for c, w in zip(others, widths[1:], strict=True))]))


def _cell(value: Any) -> str:
    if isinstance(value, float):
        return "–" if isnan(value) else f"{value:.2f}".rstrip("0").rstrip(".")
    return "" if value is None else str(value)


def fields_of(rows: Iterable[Any], names: str) -> list[list[Any]]:
    """Fields of results by their names; a bar separates."""
    return [[row.what, *("|" if name == "|" else getattr(row, name) for name in names.split())] for row in rows]


def outcome_table(title: str, rows: Iterable[frequencies.Outcomes]) -> None:
    """Print what became of packages."""
    table(title, ["", *OUTCOMES.split()], fields_of(rows, OUTCOMES))


def by_replier(paired: Sequence[Exchange]) -> list[frequencies.Outcomes]:
    """Outcomes by whether Moscow is hit."""
    moscow = [e for e in paired if e.package.target in MOSCOW]
    others = [e for e in paired if e.package.target not in MOSCOW]
    return [frequencies.outcomes("Moscow is hit", moscow), frequencies.outcomes("others are hit", others)]


def lags(paired: Sequence[Exchange]) -> list[frequencies.Quartiles]:
    """Days to the first answer, of all and of parts."""
    waves = {"2018": ("2018",), "March and April 2022": ("2022-03", "2022-04")}
    parts = {what: [e for e in paired if e.package.date.startswith(starts)] for what, starts in waves.items()}
    in_waves = tuple(start for starts in waves.values() for start in starts)
    parts["the rest"] = [e for e in paired if not e.package.date.startswith(in_waves)]
    parts["answers of Moscow"] = [e for e in paired if e.package.target in MOSCOW]
    parts["answers of others"] = [e for e in paired if e.package.target not in MOSCOW]
    parts["to first moves"] = [e for e in paired if e.package.is_first]
    parts["to answers"] = [e for e in paired if not e.package.is_first]
    parts["to people sent home"] = [e for e in paired if e.package.group == PEOPLE]
    parts["to anything else"] = [e for e in paired if e.package.group != PEOPLE]
    return [frequencies.lag_quartiles(what, part) for what, part in {"all": paired, **parts}.items()]


def _relation(exchange: Exchange) -> str:
    return f"{exchange.package.actor} – {exchange.package.target}"


def show_answered(paired: Sequence[Exchange]) -> None:
    """Print how often packages were answered."""
    first = [e for e in paired if e.package.is_first]
    replies = [e for e in paired if not e.package.is_first]
    outcome_table("First moves, by group", [*frequencies.by_group(first), frequencies.outcomes("all", first)])
    outcome_table("First moves that send people home, by persons", frequencies.by_size(first))
    people = [e for e in first if e.package.group == PEOPLE]
    outcome_table("First moves that send people home, by who is hit", by_replier(people))
    outcome_table("First moves, by kind (a package of two kinds stands in both)", frequencies.by_kind(first))
    by_group = [*frequencies.by_group(replies), frequencies.outcomes("all", replies)]
    outcome_table("Answers: are they answered? by group", by_group)
    outcome_table("Answers that send people home: are they answered? by persons", frequencies.by_size(replies))


def show_days(events: Sequence[Event], paired: Sequence[Exchange]) -> None:
    """Print lags and times to leave."""
    table("Days to the first answer", ["", *QUARTILES.split()], fields_of(lags(paired), QUARTILES))
    since = frequencies.quartiles_of("from trigger to first move", (e.package.trigger_lag_days for e in paired))
    rows = [since, frequencies.leave_quartiles(events)]
    table("Other days", ["", *QUARTILES.split()], fields_of(rows, QUARTILES))


def show_numbers(paired: Sequence[Exchange]) -> None:
    """Print how many were sent home in answer."""
    names = "n exact below above received returned"
    table("People for people", ["received", *names.split()], fields_of(frequencies.ratios_by_size(paired), names))
    rows = [
        (_relation(e), e.package.date, received, returned, returned / received)
        for e in frequencies.in_persons(paired)
        if (received := e.package.expelled or 0) != (returned := e.answered_expelled or 0)
    ]
    head = ("relation", "date", "received", "returned", "ratio")
    table("Every inexact one", head, sorted(rows, key=lambda row: row[4]))


def show_kinds(paired: Sequence[Exchange]) -> None:
    """Print which kinds answers repeat and add."""
    names = "n reusing adding"
    rows = fields_of(frequencies.added_by_size(paired), names)
    table("Kinds of answers, by persons received", ["", *names.split()], rows)
    table("Kinds added", ["", "answers"], frequencies.kinds_added(paired).most_common())
    added = [
        (_relation(e), e.package.date, e.package.persons, " ".join(sorted(e.package.kinds)), " ".join(e.kinds_added))
        for e in paired
        if e.kinds_added
    ]
    table("Every answer that adds a kind", ("relation", "date", "persons", "received", "added"), added)


def show_chains(paired: Sequence[Exchange]) -> None:
    """Print how long chains of first answers are."""
    rows = [
        (what, *(found[n] for n in range(1, frequencies.LONGEST_CHAIN + 1)))
        for what, only in (("people sent home first", True), ("any first move", False))
        for found in (frequencies.chains(paired, only_people=only),)
    ]
    table("Chains of steps", ("", "1", "2", "3", "4 and more"), rows)


def show(name: str) -> None:
    """Print all tables of a record."""
    events = read_record(name)
    paired = exchanges(events)
    answered = sum(bool(e.answers) for e in paired)
    cases = len({event.case for event in events})
    print(f"\n\n{name}: {len(events)} rows, {cases} cases, {len(paired)} packages, {answered} answered")
    show_answered(paired)
    show_days(events, paired)
    show_numbers(paired)
    show_kinds(paired)
    show_chains(paired)


if __name__ == "__main__":
    for record in sys.argv[1:] or RECORDS:
        show(record)
