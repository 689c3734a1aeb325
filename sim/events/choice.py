"""Which events of a file are wanted."""

from collections.abc import Collection
from dataclasses import dataclass

from sim.documented.events import Event
from sim.scenario.countries import party_of

OTHER_PARTIES, TOO_EARLY, TOO_LATE = "between other parties", "before the first day", "after the last day"


@dataclass(frozen=True)
class Choice:
    """Parties and days that are wanted; all where nothing is given.

    Attributes
    ----------
    between : names of parties; an event is wanted whose actor and target are both among them
    first, last : ISO days
    all_actors : whether others than governments count
    """

    between: frozenset[str] = frozenset()
    first: str = ""
    last: str = ""
    all_actors: bool = False

    def against(self, event: Event) -> str:
        """Why an event is not wanted; an empty text where it is."""
        if self.between and not (self.between.intersection(event.actor) and self.between.intersection(event.target)):
            return OTHER_PARTIES
        day = event.date
        if self.first and day < self.first[: len(day)]:
            return TOO_EARLY
        return TOO_LATE if self.last and day > self.last else ""


def parties_named(names: Collection[str]) -> frozenset[str]:
    """Parties by the names that a user gives: as the record has them, and as they are written."""
    return frozenset(name for written in names for name in (written, party_of(written)) if name)
