"""Acts and silences of a record, one for each pair of parties, each on a day."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from itertools import product
from typing import NamedTuple

from .events import Event, day_of
from .kinds import KIND_OF_MOVE
from .words import ACT, COUNTER, FIRST_ROLES, GROUPS, NO_RESPONSE, REPLY

MIDDLE_OF_MONTH = 15

Pair = tuple[str, str]


class Act(NamedTuple):
    """What one party did to another by one row, or did not do."""

    event: Event
    actor: str
    target: str
    day: date

    @property
    def is_silence(self) -> bool:
        """Whether the row says that nobody moved."""
        return self.event.role == NO_RESPONSE

    @property
    def is_first(self) -> bool:
        """Whether it answers no move."""
        return self.event.role in FIRST_ROLES

    @property
    def pair(self) -> Pair:
        """Names of the two parties, sorted."""
        return (self.actor, self.target) if self.actor < self.target else (self.target, self.actor)


def day_in(text: str, earliest: str = "") -> date | None:
    """Day of a date: of a month the 15th, or a later day of that month that it must not precede; None for no date.

    Examples
    --------
    >>> day_in("2018-11"), day_in("2018-11", "2018-11-21")
    (datetime.date(2018, 11, 15), datetime.date(2018, 11, 21))
    """
    if not text or day_of(text):
        return day_of(text)
    middle = date.fromisoformat(f"{text}-{MIDDLE_OF_MONTH}")
    bound = day_of(earliest)
    return max(middle, bound) if bound and earliest.startswith(text) else middle


def acts_of(events: Iterable[Event], parties: Collection[str] | None = None) -> list[Act]:
    """Acts and silences in the order in which they happened.

    A row of several parties is one act for each pair of them.  Rows that repeat another are left out.

    Parameters
    ----------
    events : rows of a record
    parties : names of the parties whose acts towards each other are wanted; all if absent
    """
    found = [
        Act(event, actor, target, day_in(event.date, event.answers) or date.min)
        for event in events
        if event.uncounted != ACT
        for actor, target in product(event.actor, event.target)
        if parties is None or (actor in parties and target in parties)
    ]
    return sorted(found, key=lambda act: (act.day, _step(act.event), act.event.line))


def _step(event: Event) -> int:
    """Place of a row among those of its day: first moves, replies, counters."""
    return {REPLY: 1, COUNTER: 2}.get(event.role, 0)


def first_acts(acts: Iterable[Act]) -> list[Act]:
    """First measures of the first day that has any: what begins a case.  Where nobody takes a measure, its first words.

    Empty where there are silences alone.
    """
    done = [act for act in acts if not act.is_silence]
    begins = [act for act in done if act.is_first and act.event.group in GROUPS] or done
    return [act for act in begins if act.day == begins[0].day]


def left_out(events: Iterable[Event]) -> Counter[str]:
    """Words of rows that become no move because the model has no kind for them, with the number of rows of each."""
    return Counter(act.event.move for act in acts_of(events) if not act.is_silence and not KIND_OF_MOVE[act.event.move])
