"""The world of a documented package: what its two parties had done to each other by that day, and the package."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sim.documented.acts import day_in
from sim.documented.case_mapping import Span, case_of, mapping_of
from sim.documented.events import Event
from sim.documented.pairing import WITHIN_DAYS
from sim.documented.words import ANSWER_ROLES, NO_RESPONSE
from sim.scenario.countries import party_id
from sim.scenario.load import scenario_from
from sim.scenario.schema import Scenario

from .learning import Habits
from .packages import Documented

WAVE, OTHERS = "wave", "others_of_the_wave"


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
    day = day_of_package(given)
    end = day + timedelta(days=WITHIN_DAYS)
    case = case_of(known_rows(given, events), end, (given.row.actor, given.row.replier))
    mapping = mapping_of(case, Span(day, end, lambda act: act.day == day), "hindcast", "", habits)
    for move in mapping.get("timeline", {}).values():
        if move["from"] == party_id(given.row.replier):  # which answers no package that is still to be answered
            move.pop("answers", None)
    if not given.row.is_wave:
        return scenario_from(mapping)
    return _of_wave(scenario_from(_with_harm(mapping, party_id(given.row.replier), day)), party_id(given.row.actor))


def _with_harm(mapping: dict[str, Any], author: str, day: date) -> dict[str, Any]:
    """Add the cause of a wave: a harm done to others on the day before, which changes nothing by itself."""
    before = day - timedelta(days=1)
    return mapping | {
        "start": min(mapping["start"], before),
        "states": mapping.get("states", {}) | {OTHERS: {"name": "Others"}},
        "relations": {WAVE: {"between": sorted([OTHERS, author])}},
        "triggers": {WAVE: {"date": before, "victim": OTHERS, "author": author, "severity": 0}},
    }


def _of_wave(world: Scenario, actor: str) -> Scenario:
    """Let the first moves of a party take the side of those others; a file may say so of the victim alone."""
    timeline = {
        name: move.model_copy(update={"answers": WAVE}) if move.from_ == actor and move.answers is None else move
        for name, move in world.timeline.items()
    }
    return world.model_copy(update={"timeline": timeline})


def known_rows(given: Documented, events: Sequence[Event]) -> Iterator[Event]:
    """Rows that were known when the package came: earlier ones, and of its own day all but what answers or ignores it.

    Of its own day the package itself, what it answers and the first moves of its target are known; of other acts of
    that day nobody says which came first.
    """
    day, own = day_of_package(given), {*given.exchange.package.measures, *_answered_on_its_day(given, events)}
    for event in events:
        if event.role == NO_RESPONSE:
            continue
        is_before = _day(event) < day
        if is_before or event in own or (_day(event) == day and event.role not in ANSWER_ROLES):
            yield event


def _answered_on_its_day(given: Documented, events: Sequence[Event]) -> Iterator[Event]:
    """Rows of the target that a package answers on the very day."""
    package = given.exchange.package
    if any(event.answers == package.date and not package.is_first for event in package.measures):
        for event in events:
            is_of_target = package.target in event.actor and package.actor in event.target
            if is_of_target and event.date == package.date and event not in given.exchange.answers:
                yield event


def _day(event: Event) -> date:
    return day_in(event.date, event.answers) or date.min
