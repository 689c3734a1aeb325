"""The calendar of a scenario as a reader is told of it: what its days are called, and what they bring."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sim.scenario.calendar import JOINT, dates_of
from sim.scenario.courses import changes_of
from sim.scenario.schema import CalendarEntry

from .labels import Labels, noun_of, percent, spaced, value_text


class Day(NamedTuple):
    """A day of the calendar, or that on which a wait for it begins or its policy ends: its title, and what it says."""

    date: date
    title: str
    says: str
    entry: CalendarEntry

    def concerns(self, pairs: set[Any]) -> bool:
        """Whether it is about any of some pairs of parties, each sorted."""
        if self.entry.between:
            return tuple(sorted(self.entry.between)) in pairs
        return any(self.entry.of in pair for pair in pairs)


def calendar_of(scenario: Mapping[str, Any]) -> dict[str, CalendarEntry]:
    """Entries of the calendar of a scenario as JSON; none in that of an older release."""
    entries = scenario.get("calendar", {})
    return {name: CalendarEntry.model_validate_json(json.dumps(entry)) for name, entry in entries.items()}


def title_of(name: str, entry: CalendarEntry) -> str:
    """What a day is called within a sentence: its title, or its id in words."""
    return entry.title or spaced(name)


def days_of(scenario: Mapping[str, Any], labels: Labels) -> list[Day]:
    """Days of the calendar within a run, in their order."""
    if not scenario.get("calendar"):
        return []
    first, last = (date.fromisoformat(str(scenario[end])[:10]) for end in ("start", "end"))
    found = (
        Day(day, title_of(name, entry), _brings(entry, labels), entry)
        for name, entry in calendar_of(scenario).items()
        for day in dates_of(entry, first, last)
    )
    return sorted(found, key=lambda day: (day.date, day.title))


def told(scenario: Mapping[str, Any], labels: Labels) -> list[Day]:
    """Days of the calendar that an account tells: those on which a wait begins or a policy ends, too."""
    if not scenario.get("calendar"):
        return []
    first, last = (date.fromisoformat(str(scenario[end])[:10]) for end in ("start", "end"))
    found = [*days_of(scenario, labels)]
    for name, entry in calendar_of(scenario).items():
        found += _waits(name, entry, labels, first)
        if entry.until and not entry.yearly:
            says = f"{labels.party(str(entry.of))} follows its policy of before again"
            found.append(Day(entry.until, f"the end of {title_of(name, entry)}", says, entry))
    found = [day for day in found if day.says]
    return sorted((day for day in found if first <= day.date <= last), key=lambda day: (day.date, day.title))


def _brings(entry: CalendarEntry, labels: Labels) -> str:
    """Say what a day brings; nothing of a joint act, which is a move."""
    says = "; ".join([*_policy(entry, labels), *_memories(entry, labels)])
    return says or ("" if entry.kind in JOINT else "it passes")


def _waits(name: str, entry: CalendarEntry, labels: Labels, first: date) -> Iterator[Day]:
    """Say from when on a party answers nothing, of whom, and for what it waits."""
    for party, since in entry.waits.items():
        if entry.date > first:
            other = "anybody" if entry.of == party else _other(entry, party, labels)
            says = f"{labels.party(party)} waits for it, and until then answers nothing of {other}"
            yield Day(max(since, first), title_of(name, entry), says, entry)


def _other(entry: CalendarEntry, party: str, labels: Labels) -> str:
    """Name of who is on the other side of what a party does by an entry."""
    if entry.of == party:
        return "everybody"
    return labels.party(str(entry.of or next(other for other in entry.between or () if other != party)))


def _policy(entry: CalendarEntry, labels: Labels) -> Iterator[str]:
    """Say what a party follows from that day on."""
    changed = ", ".join(f"{noun_of(key)} {value_text(value)}" for key, value in changes_of(entry).items())
    if entry.policy:
        named = f"{labels.party(str(entry.of))} follows the policy {spaced(entry.policy)}"
        yield f"{named}, with {changed}" if changed else named
    elif changed:
        yield f"{labels.party(str(entry.of))} changes its policy: {changed}"


def _memories(entry: CalendarEntry, labels: Labels) -> Iterator[str]:
    """Say what a party forgets, and what it holds more or less than before."""
    for party, share in entry.forgets.items():
        yield f"{labels.party(party)} forgets {percent(share)} of what it holds against {_other(entry, party, labels)}"
    for party, added in entry.grievance.items():
        more = "more" if added >= 0 else "less"
        yield f"{labels.party(party)} holds {abs(added):.2f} {more} against {_other(entry, party, labels)}"


Waits = list[tuple[str, CalendarEntry]]


def waited_for(scenario: Mapping[str, Any]) -> Waits:
    """Titles of the days for which somebody waits, with their entries."""
    return [(title_of(name, entry), entry) for name, entry in calendar_of(scenario).items() if entry.waits]


def wait_that_ended(waits: Waits, party: str, towards: str, acted: date, decided: date) -> str:
    """Title of the day for which a party had waited with an answer, or an empty text.

    Parameters
    ----------
    waits : as :func:`waited_for` returns
    acted, decided : days of the act and of the decision about it
    """
    for title, entry in waits:
        is_towards = entry.of in (party, towards) or {party, towards} == {*(entry.between or ())}
        if party in entry.waits and is_towards and entry.date == decided and acted < decided:
            return title
    return ""
