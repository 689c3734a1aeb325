"""Who answers whom, guessed by days: no codebook says it."""

from collections.abc import Iterable, Iterator

from sim.documented.events import Event, days_between
from sim.documented.words import COUNTER, FIRST_ROLES, GROUPS, INITIAL, REPLY

from .coded import Found


def with_answers(found: Iterable[Found], within_days: int) -> Iterator[Found]:
    """The same events by day; a measure counts as the answer to the last measure of its target within so many days.

    What the target did on the same day is not answered: nobody can say which came first.  Rows that say themselves
    what they answer, and rows of several parties, stay as they are.
    """
    last: dict[tuple[str, str], list[Event]] = {}  # measures of one party against another, by day
    for one in sorted(found, key=lambda one: (one.event.date, one.event.line)):
        event = one.event
        if event.role != INITIAL or event.answers != event.date or len(event.actor) + len(event.target) > 2:
            yield one
            continue
        (actor,), (target,) = event.actor, event.target
        if act := _last_before(event, last.get((target, actor), []), within_days):
            role = REPLY if act.role in FIRST_ROLES else COUNTER
            one = one._replace(event=event._replace(role=role, answers=act.date))
        if event.group in GROUPS:
            last.setdefault((actor, target), []).append(one.event)
        yield one


def _last_before(event: Event, acts: list[Event], within_days: int) -> Event | None:
    """Last act of an earlier day within so many days."""
    for act in reversed(acts):
        days = days_between(act.date, event.date)
        if days:
            return act if days <= within_days else None
    return None
