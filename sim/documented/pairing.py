"""Pairing: which documented package was answered, by what, and after how long.

A *package* is what one party did to another on one day.  Its *answers* are the measures of its target that name that
day as what they answer, within a year.  Words are no measures, so a note of protest is no answer.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import product
from typing import NamedTuple

from .events import Event, days_between
from .words import (
    ACT,
    ANSWER_ROLES,
    COUNTER,
    FIRST_ROLES,
    GROUPS,
    NO_RESPONSE,
    NOTHING_LEFT,
    ONLY_PEOPLE,
    PEOPLE,
    WORDS,
)

WITHIN_DAYS = 365

ANSWERED, SILENT, UNVERIFIED, ONLY_WORDS, NOT_FOUND = "answered", "silent", "unverified", "only_words", "not_found"
OUTCOMES = (ANSWERED, SILENT, UNVERIFIED, ONLY_WORDS, NOT_FOUND)


class Package(NamedTuple):
    """Measures of one party against another on one day, in the order of the table."""

    actor: str
    target: str
    date: str
    is_first: bool  # answers no move
    measures: tuple[Event, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """Kinds of its measures."""
        return frozenset(event.move for event in self.measures)

    @property
    def group(self) -> str:
        """Group that names it: the first of ``GROUPS`` that it has a measure of, so the last only where it is alone."""
        return next(group for group in GROUPS if any(event.group == group for event in self.measures))

    @property
    def persons(self) -> int | None:
        """People that it takes from a mission in any way; None where no number is known."""
        return persons_of(self.measures, (event.move for event in self.measures if event.group == PEOPLE))

    @property
    def expelled(self) -> int | None:
        """People sent home by name, without ceilings; None where no number is known."""
        return persons_of(self.measures, ("expel",))

    @property
    def mission_before(self) -> int | None:
        """People in the mission that it hits, where a row says so."""
        return next((event.before for event in self.measures if event.before is not None), None)

    @property
    def trigger_lag_days(self) -> int | None:
        """Days from its trigger; None for answers, for wars as a whole, and where no other day is given."""
        event = self.measures[0]
        lag = days_between(event.answers, self.date)
        return lag if self.is_first and not event.is_war_wide and event.answers != self.date else None


class Exchange(NamedTuple):
    """A package and what followed from its target."""

    package: Package
    outcome: str  # one of OUTCOMES
    answers: tuple[Event, ...]  # measures that answer it, by date; empty unless it was answered
    answered_by: int | None  # place of the package of the first of them in the list of exchanges
    has_nothing_left: bool  # silence of a side that had nothing left to answer with

    @property
    def lag_days(self) -> int | None:
        """Days to the first answer; None without one, and where either has only a month."""
        return days_between(self.package.date, self.answers[0].date) if self.answers else None

    @property
    def answered_expelled(self) -> int | None:
        """People whom the answers send home by name; None where no number is known."""
        return persons_of(self.answers, ("expel",))

    @property
    def kinds_added(self) -> tuple[str, ...]:
        """Kinds of the answers that the package has not, in alphabetical order."""
        return tuple(sorted({event.move for event in self.answers} - self.package.kinds))

    @property
    def reuses_a_kind(self) -> bool:
        """Whether the answers have a kind of the package."""
        return any(event.move in self.package.kinds for event in self.answers)

    @property
    def is_sure(self) -> bool:
        """Whether package and outcome are documented well enough to be counted."""
        rows = (self.package.measures, self.answers) if self.answers else (self.package.measures,)
        return self.outcome != UNVERIFIED and all(any(event.is_sure for event in events) for events in rows)


def persons_of(events: Sequence[Event], kinds: Iterator[str] | Sequence[str]) -> int | None:
    """Sum of the persons of some kinds of move; None where no number is known."""
    among = set(kinds)
    known = [event.persons for event in events if event.move in among and event.uncounted != ONLY_PEOPLE]
    return sum(number for number in known if number) or None


def exchanges(events: Sequence[Event]) -> tuple[Exchange, ...]:
    """Pair every package of measures with its answers.

    Parameters
    ----------
    events : sequence of Event
        rows of a record

    Returns
    -------
    tuple of Exchange
        first moves and answers, in the order of the table; a row of several parties counts for each pair of them.
    """
    packages = _packages(events)
    naming = _by_what_they_answer(events)
    place_of = {(p.actor, p.target, event): n for n, p in enumerate(packages) for event in p.measures}
    sides: dict[tuple[str, str, str], list[Package]] = defaultdict(list)
    for package in packages:
        sides[package.actor, package.target, package.date].append(package)
    return tuple(_exchange(package, sides, naming, place_of) for package in packages)


def _pairs(event: Event) -> Iterator[tuple[str, str]]:
    """Actor and target of a row, for each of several."""
    return product(event.actor, event.target)


def _packages(events: Sequence[Event]) -> list[Package]:
    """Packages in the order of their first row; rows that repeat another are left out."""
    found: dict[tuple[str, str, str, str], list[Event]] = defaultdict(list)
    for event in events:
        is_first = event.role in FIRST_ROLES
        if event.uncounted != ACT and event.group in GROUPS and (is_first or event.role in ANSWER_ROLES):
            for actor, target in _pairs(event):
                found[actor, target, event.date, "" if is_first else f"to {event.answers}"].append(event)
    return [Package(*key[:3], not key[3], tuple(measures)) for key, measures in found.items()]


_Answers = dict[tuple[str, str, str], list[Event]]


def _by_what_they_answer(events: Sequence[Event]) -> _Answers:
    """Rows that answer something, or say that nothing came, by whom and what they answer."""
    found: _Answers = defaultdict(list)
    for event in sorted(events, key=lambda event: event.date):
        if event.uncounted != ACT and event.role in (*ANSWER_ROLES, NO_RESPONSE):
            for actor, target in _pairs(event):
                found[actor, target, event.answers].append(event)
    return found


def _exchange(
    package: Package,
    sides: dict[tuple[str, str, str], list[Package]],
    naming: _Answers,
    place_of: dict[tuple[str, str, Event], int],
) -> Exchange:
    """Pair one package with its answers."""
    actor, target, date = package[:3]
    rows = _meant(package, sides[actor, target, date], naming.get((target, actor, date), []))
    answers = [event for event in rows if event.group in GROUPS]
    silences = [event for event in rows if event.role == NO_RESPONSE]
    first = place_of[target, actor, answers[0]] if answers else None
    nothing_left = any(event.silence == NOTHING_LEFT for event in silences)
    return Exchange(package, _outcome(answers, silences, rows), tuple(answers), first, nothing_left and not answers)


def _meant(package: Package, same_day: list[Package], rows: list[Event]) -> list[Event]:
    """Rows that answer this package within a year.

    Of two packages of one side on one day, replies answer the first, counters and silence the last.
    """
    if len(same_day) > 1:
        is_last = package is same_day[-1]
        rows = [row for row in rows if (row.role in (COUNTER, NO_RESPONSE)) == is_last]
    return [row for row in rows if (days_between(package.date, row.date) or 0) <= WITHIN_DAYS]


def _outcome(answers: list[Event], silences: list[Event], rows: list[Event]) -> str:
    """What is known of the answer to a package."""
    if answers:
        return ANSWERED
    if silences:
        return SILENT if any(event.is_sure for event in silences) else UNVERIFIED
    return ONLY_WORDS if any(event.group == WORDS and event.role in ANSWER_ROLES for event in rows) else NOT_FOUND


def chain_length(place: int, paired: Sequence[Exchange]) -> int:
    """Steps of the chain that begins at a place: the package, its first answer, the first answer to that."""
    steps: list[int] = []
    at: int | None = place
    while at is not None and at not in steps:  # two answers of one day may name each other
        steps.append(at)
        at = paired[at].answered_by
    return len(steps)
