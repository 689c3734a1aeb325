"""Parties of the record: the members of alliances, and whose habits a party answers by."""

from collections.abc import Iterable
from typing import NamedTuple

from sim.scenario.usual_staff import SIZE_OF

from .events import Event


class Membership(NamedTuple):
    """States that belong to an alliance, with the year from which and the year from which no longer."""

    founders: str
    joined: dict[int, str]
    left: dict[int, str]

    def in_year(self, year: int) -> set[str]:
        """Members in a year, those that joined in it included."""
        names = {*_names(self.founders), *(n for y, joined in self.joined.items() if y <= year for n in _names(joined))}
        return names - {n for y, left in self.left.items() if y <= year for n in _names(left)}


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(";")]


ALLIANCES = {
    "NATO": Membership(
        """Belgium; Canada; Denmark; France; Germany; Greece; Iceland; Italy; Luxembourg; Netherlands; Norway; Portugal;
        Spain; Turkey; United Kingdom; United States""",
        {
            1999: "Czech Republic; Hungary; Poland",
            2004: "Bulgaria; Estonia; Latvia; Lithuania; Romania; Slovakia; Slovenia",
            2009: "Albania; Croatia",
            2017: "Montenegro",
            2020: "North Macedonia",
            2023: "Finland",
            2024: "Sweden",
        },
        {},
    ),
    "European Union": Membership(
        """Belgium; Denmark; France; Germany; Greece; Ireland; Italy; Luxembourg; Netherlands; Portugal; Spain;
        United Kingdom""",
        {
            1995: "Austria; Finland; Sweden",
            2004: """Cyprus; Czech Republic; Estonia; Hungary; Latvia; Lithuania; Malta; Poland; Slovakia; Slovenia""",
            2007: "Bulgaria; Romania",
            2013: "Croatia",
        },
        {2020: "United Kingdom"},
    ),
    "United Nations": Membership("", {}, {}),  # its secretariat alone is a party: every state is a member
}

_MEMBERS = {name for alliance in ALLIANCES.values() for year in (1990, 9999) for name in alliance.in_year(year)}
_MOSCOW = ("Russia", "USSR")


def alliances_of(events: Iterable[Event]) -> frozenset[str]:
    """Names of alliances and organisations, which keep no embassies: those known here, and those that rows name.

    A row names one where a single actor decides at the level of an alliance.  A state that is known here stays a state.
    """
    named = {event.actor[0] for event in events if event.level == "alliance" and len(event.actor) == 1}
    return frozenset({*ALLIANCES, *(named - SIZE_OF.keys() - _MEMBERS)})


def habits_of(replier: str, *opponents: str) -> str:
    """Name of the habits by which a party answers its opponents, a row of :data:`sim.rules.habits.HABITS`.

    Examples
    --------
    >>> habits_of("Russia", "NATO"), habits_of("NATO", "Russia"), habits_of("Mali", "France", "Algeria")
    ('moscow', 'facing_moscow', 'world')
    """
    if replier in _MOSCOW:
        return "moscow"
    return "facing_moscow" if any(opponent in _MOSCOW for opponent in opponents) else "world"
