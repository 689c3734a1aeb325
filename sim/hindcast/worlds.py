"""The world of a documented package: what its two parties had done to each other by that day, and the package."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sim.documented.acts import day_in
from sim.documented.cases import case_scenario
from sim.documented.events import Event
from sim.documented.pairing import WITHIN_DAYS
from sim.documented.words import ANSWER_ROLES, NO_RESPONSE
from sim.scenario.schema import Scenario

from .learning import Habits
from .packages import Documented


def day_of_package(given: Documented) -> date:
    """Day of a package; of one of which the month is known alone a day in its middle."""
    event = given.exchange.package.measures[0]
    return day_in(event.date, event.answers) or date.min


def world_of(given: Documented, events: Sequence[Event], habits: Habits) -> Scenario:
    """Scenario in which a package is given and its target decides.

    Parameters
    ----------
    events : rows of the case; what came after the package is not looked at
    habits : numbers of habits, where they are others than those that come with detente
    """
    package, day = given.exchange.package, day_of_package(given)
    known = [*known_rows(given, events)]
    return case_scenario(
        known,
        name="hindcast",
        autonomous_from=day,
        end=day + timedelta(days=WITHIN_DAYS),
        given=[event for event in known if _day(event) == day],
        parties=(package.actor, package.target),
        policies=habits,
    )


def known_rows(given: Documented, events: Sequence[Event]) -> Iterator[Event]:
    """Rows that were known when the package came: earlier ones, and of its own day all but what answers or ignores it.

    Of its own day the package itself and the first moves of its target are known; of other acts of that day nobody
    says which came first.
    """
    day, own = day_of_package(given), set(given.exchange.package.measures)
    for event in events:
        if event.role == NO_RESPONSE:
            continue
        is_before = _day(event) < day
        if is_before or event in own or (_day(event) == day and event.role not in ANSWER_ROLES):
            yield event


def _day(event: Event) -> date:
    return day_in(event.date, event.answers) or date.min
