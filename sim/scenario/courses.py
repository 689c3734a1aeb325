"""Which policy each government follows on which days, as its own choice and the calendar say."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeAlias

from .schema import CalendarEntry, Policy, Scenario


@dataclass(frozen=True)
class Following:
    """A policy as a government follows it: its name, and what the calendar changes in it."""

    named: str
    changes: Mapping[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """Name of its row: that of the policy, and what is changed."""
        changed = ", ".join(f"{key}={value}" for key, value in sorted(self.changes.items()))
        return f"{self.named} with {changed}" if changed else self.named

    def after(self, change: "Change") -> "Following":
        """What is followed once a change is in force, too."""
        if change.policy:
            return Following(change.policy, change.changes)
        return Following(self.named, {**self.changes, **change.changes})


@dataclass(frozen=True)
class Change:
    """What an entry of the calendar changes in a policy, from when on and until when."""

    since: date
    until: date | None
    policy: str | None
    changes: Mapping[str, Any]

    def is_in_force(self, day: date) -> bool:
        """Whether it is on a day."""
        return self.since <= day and (self.until is None or day < self.until)


Course: TypeAlias = list[tuple[date, Following]]  # what is followed from which day on; the first from the start


def courses(scenario: Scenario) -> dict[str, Course]:
    """Course of each party, by its id; of two entries in force the later one counts."""
    policies = {id_: state.policy for id_, state in scenario.states.items()}
    policies |= {id_: alliance.policy for id_, alliance in scenario.alliances.items()}
    changes: dict[str, list[Change]] = {}
    for _, entry in sorted(scenario.calendar.items(), key=lambda item: (item[1].date, item[0])):
        if entry.of is not None and changes_policy(entry):
            change = Change(entry.date, entry.until, entry.policy, changes_of(entry))
            changes.setdefault(entry.of, []).append(change)
    return {id_: list(_course(scenario, Following(own), changes.get(id_, []))) for id_, own in policies.items()}


def _course(scenario: Scenario, own: Following, changes: list[Change]) -> Iterator[tuple[date, Following]]:
    """What a party follows, from the start and from each day on which that changes."""
    ends = {day for change in changes for day in (change.since, change.until) if day}
    before = None
    for day in [scenario.start, *sorted(day for day in ends if scenario.start < day <= scenario.end)]:
        now = own
        for change in changes:
            if change.is_in_force(day):
                now = now.after(change)
        if now != before:
            yield day, now
        before = now


def changes_of(entry: CalendarEntry) -> dict[str, Any]:
    """What an entry changes in a policy, by key."""
    changes: Any = entry.changes
    changed: dict[str, Any] = changes.model_dump(exclude_none=True)
    return changed


def changes_policy(entry: CalendarEntry) -> bool:
    """Whether an entry of the calendar changes a policy."""
    return entry.policy is not None or bool(changes_of(entry))


def changed_policy(scenario: Scenario, followed: Following) -> Any:
    """Policy with what the calendar changes in it."""
    policy = scenario.policies.get(followed.named) or Policy.model_validate({"preset": followed.named})
    return policy.model_copy(update=dict(followed.changes))
