"""The calendar of a scenario: whom an entry is about, on which days, and the tables that the rules read of it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.rules.calendar import RESTORED
from sim.rules.draws import fnv1a

from .arrays import day_number, flags, floats, ints
from .courses import Course
from .relations import partners_of
from .schema import CalendarEntry, Scenario

if TYPE_CHECKING:
    from .pack import Names

JOINT = ("summit", "deal")  # kinds of entry by which two parties come together
Direction = tuple[str, str]  # who holds something against whom


def directions_of(entry: CalendarEntry, party: str, partners: Mapping[str, Sequence[str]]) -> list[Direction]:
    """Towards whom a party waits, remembers or forgets by an entry.

    It is the other of two, or the party whose day it is; whose day it is itself, it is everybody it deals with.

    Parameters
    ----------
    partners : as :func:`partners_of` returns
    """
    others = partners.get(party, ())
    if entry.of == party:
        return [(party, other) for other in others]
    named = [entry.of] if entry.of else [other for other in entry.between or () if other != party]
    return [(party, str(other)) for other in named if other in others]


def dates_of(entry: CalendarEntry, first: date, last: date) -> Iterator[date]:
    """Days of an entry within a run; of a yearly one the same day of each year, or else the 28th of February."""
    years = range(max(entry.date.year, first.year), last.year + 1) if entry.yearly else [entry.date.year]
    for year in years:
        is_leap_day = year > entry.date.year and (entry.date.month, entry.date.day) == (2, 29)
        day = entry.date.replace(year=year, day=28 if is_leap_day else entry.date.day)
        if first <= day <= last and (not entry.yearly or entry.until is None or day < entry.until):
            yield day


class Wait(NamedTuple):
    """A time in which a party answers nothing of another: from a day up to the day before the last."""

    until: int
    since: int
    direction: Direction


def waits_of(scenario: Scenario) -> list[Wait]:
    """Waits of the calendar, by the day that ends them."""
    partners = partners_of(scenario) if scenario.calendar else {}
    found = (
        Wait(day_number(scenario, entry.date), day_number(scenario, since), direction)
        for entry in scenario.calendar.values()
        for party, since in entry.waits.items()
        for direction in directions_of(entry, party, partners)
    )
    return sorted(found)


class Memory(NamedTuple):
    """A day on which a party holds more, or less, against another."""

    day: int
    name: str
    direction: Direction
    kept: float
    added: float


def memories_of(scenario: Scenario) -> list[Memory]:
    """Changes of grievances by the calendar, by day, and on one day by the id of the entry."""
    partners = partners_of(scenario) if scenario.calendar else {}
    return sorted(
        Memory(day_number(scenario, day), name, direction, 1.0 - entry.forgets.get(party, 0.0), added)
        for name, entry in scenario.calendar.items()
        for day in dates_of(entry, scenario.start, scenario.end)
        for party in sorted({*entry.grievance, *entry.forgets})
        for direction in directions_of(entry, party, partners)
        for added in [entry.grievance.get(party, 0.0)]
    )


def joint_acts_of(scenario: Scenario) -> list[tuple[int, str, CalendarEntry]]:
    """Summits and deals within a run, by day, and on one day by their ids."""
    found = [
        (day_number(scenario, entry.date), name, entry)
        for name, entry in scenario.calendar.items()
        if entry.kind in JOINT and scenario.start <= entry.date <= scenario.end
    ]
    return sorted(found, key=lambda act: act[:2])


def calendar_arrays(
    scenario: Scenario, names: "Names", row_of: Mapping[str, int], followed: Mapping[str, Course]
) -> dict[str, Any]:
    """Tables of the calendar."""
    changes = sorted(
        (day_number(scenario, day), names.party(party), row_of[now.label])
        for party, course in followed.items()
        for day, now in course[1:]
    )
    waits, memories, joint = waits_of(scenario), memories_of(scenario), joint_acts_of(scenario)
    return {
        "change_day": ints(day for day, _, _ in changes),
        "change_party": ints(party for _, party, _ in changes),
        "change_row": ints(row for _, _, row in changes),
        "wait_until": ints(wait.until for wait in waits),
        "wait_from": ints(wait.since for wait in waits),
        "wait_ij": ints(names.direction(*wait.direction) for wait in waits),
        "memory_day": ints(memory.day for memory in memories),
        "memory_ij": ints(names.direction(*memory.direction) for memory in memories),
        "memory_kept": floats(memory.kept for memory in memories),
        "memory_added": floats(memory.added for memory in memories),
        "joint_day": ints(day for day, _, _ in joint),
        "joint_ij": ints(names.direction(*sorted(entry.between or ())) for _, _, entry in joint),
        "joint_key": ints(fnv1a(name) for _, name, _ in joint),
        "needs_consent": flags(entry.consent for _, _, entry in joint),
        "joint_share": floats(entry.share for _, _, entry in joint),
        "restores": _table([[thing in entry.restores for thing in RESTORED] for _, _, entry in joint], len(RESTORED)),
        "restores_on": _table(
            [[not entry.channels or channel in entry.channels for channel in names.channels] for _, _, entry in joint],
            len(names.channels),
        ),
    }


def _table(rows: list[list[bool]], n_columns: int) -> Any:
    return np.array(rows, dtype=np.bool_).reshape(len(rows), n_columns)
