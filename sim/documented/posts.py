"""Posts of a case: what two parties are assumed to keep with each other, and the posts that its rows name.

The record says how many people left a mission, and seldom how many had been there.  What it does not say comes from the
tables of :mod:`sim.scenario.usual_staff` and is marked ``assumed``.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sim.rules.moves import TIE_KINDS
from sim.scenario.countries import party_id, with_article
from sim.scenario.usual_staff import GREAT, LARGE, SMALL, size_of

from .events import Event
from .kinds import KIND_OF_MOVE, TIE_OF_KIND
from .parties import ALLIANCES

# Ties that any two parties are assumed to have; others only where a row names them.
TIES_OF_STATES = ("trade", "visas", "flights", "persons")
TIES_WITH_ALLIANCE = ("trade", "persons")

_OF_SEVERAL = re.compile(r"\(([0-9]+)\)|\b([0-9]+) of ([0-9]+)\b")
_LISTED = re.compile(r"\(([^()0-9]*,[^()]*)\)")


class Post(NamedTuple):
    """A post, joint institution or tie of a case; ``sender`` and ``host`` are names of parties, of posts in order."""

    id: str
    kind: str
    sender: str
    host: str
    name: str
    city: str = ""

    @property
    def is_joint(self) -> bool:
        """Whether both sides keep it."""
        return self.kind in ("council", "cooperation")

    @property
    def is_tie(self) -> bool:
        """Whether it is a tie, which has no people: trade, visas, flights."""
        return self.kind in TIE_KINDS

    @property
    def is_resident(self) -> bool:
        """Whether it is a resident mission."""
        return self.kind in ("embassy", "mission", "liaison_mission")


def places_of(event: Event) -> list[str]:
    """Posts that one row closes, each by its place; an empty text where the place is not known.

    Examples
    --------
    Of "Russian consulates Daugavpils and Liepaja (2)" at Daugavpils/Liepaja the two cities; of "3 of 4 consulates" in
    Germany three empty texts.
    """
    counted, listed = _OF_SEVERAL.search(event.facilities), _LISTED.search(event.facilities)
    n = int(counted[1] or counted[2]) if counted else 1
    places = [place.strip() for place in (listed[1].split(",") if listed else event.location.split("/"))]
    if len(places) == n or n == 1:
        return places[:n]
    return [""] * n


def kept_in_all(event: Event) -> int:
    """Posts of the kind that a row closes, those that stay open included."""
    counted = _OF_SEVERAL.search(event.facilities)
    return int(counted[3]) if counted and counted[3] else len(places_of(event))


def posts_between(
    a: str, b: str, closed: Iterable[tuple[str, Event]], alliances: Collection[str] = tuple(ALLIANCES)
) -> list[Post]:
    """Posts that two parties keep with each other.

    Two states keep embassies, a cooperation, and, unless one of them is small, a consulate each; great and large ones
    also an office.  A state and an alliance keep missions with each other, and NATO its liaison mission and office in
    Moscow.  Where rows close more consulates or offices, both sides have as many; where one suspends a council, there
    is one.

    Parameters
    ----------
    a, b : str, names of the parties
    closed : (sender, row) of each row that closes consulates or offices, suspends a council or withholds a tie
    alliances : names of the parties that are alliances
    """
    closed = list(closed)
    found = [Post(f"{party_id(a)}_{party_id(b)}_cooperation"[:64], "cooperation", a, b, _joint("cooperation", a, b))]
    if {a, b} == {"NATO", "Russia"}:
        found.append(Post("nato_russia_council", "council", "NATO", "Russia", "NATO-Russia Council"))
    elif any(event.move == "suspend_council" for _, event in closed):
        found.append(Post(f"{party_id(a)}_{party_id(b)}_council"[:64], "council", a, b, _joint("council", a, b)))
    is_among_states = a not in alliances and b not in alliances
    for sender, host in ((a, b), (b, a)):
        found.append(_seat(sender, host, alliances))
        found += _consulates(sender, host, closed) if is_among_states else []
        found += _offices(sender, host, closed, is_among_states)
    return [*found, *_ties(a, b, closed, is_among_states)]


def _ties(a: str, b: str, closed: Iterable[tuple[str, Event]], is_among_states: bool) -> list[Post]:
    """Ties of two parties: the usual ones, and those that rows withhold."""
    named = {TIE_OF_KIND.get(str(KIND_OF_MOVE[event.move])) for _, event in closed}
    usual = TIES_OF_STATES if is_among_states else TIES_WITH_ALLIANCE
    kinds = [kind for kind in TIE_KINDS if kind in usual or kind in named]
    return [Post(f"{party_id(a)}_{party_id(b)}_{kind}"[:64], kind, a, b, _tie_name(kind, a, b)) for kind in kinds]


def _tie_name(kind: str, a: str, b: str) -> str:
    """What a tie is called."""
    both = f"{with_article(a)} and {with_article(b)}"
    return f"named persons of {both}" if kind == "persons" else f"{kind.replace('_', ' ')} between {both}"


def _joint(what: str, a: str, b: str) -> str:
    return f"{what} of {with_article(a)} and {with_article(b)}"


def _seat(sender: str, host: str, alliances: Collection[str]) -> Post:
    """Resident mission: an embassy, a mission at or of an alliance, NATO's liaison mission in Moscow."""
    if sender == "NATO":
        return _post("liaison_mission", sender, host)
    kind = "mission" if sender in alliances or host in alliances else "embassy"
    return _post(kind, sender, host, to="to" if host in alliances else "in")


def _post(kind: str, sender: str, host: str, place: str = "", number: int = 0, to: str = "in") -> Post:
    where = party_id(place) if place else party_id(host)
    again = f"_{number}" if number else ""
    name = f"{kind.replace('_', ' ')} of {with_article(sender)} {to} {place or with_article(host)}"
    id_ = f"{party_id(sender)}_{kind}_{to}_{where}"[:60] + again
    return Post(id_, kind, sender, host, f"{name} ({number})" if number else name, place)


def _consulates(sender: str, host: str, closed: list[tuple[str, Event]]) -> list[Post]:
    """Consulates of one side: those that rows name, and as many in all as the other side has."""
    usual = 0 if SMALL in (size_of(sender), size_of(host)) else 1
    return _of_kind("consulate", "close_consulate", sender, host, closed, usual)


def _offices(sender: str, host: str, closed: list[tuple[str, Event]], is_among_states: bool) -> list[Post]:
    """Offices, cultural centres and other houses of one side."""
    usual = 1 if sender == "NATO" or (is_among_states and size_of(sender) in (GREAT, LARGE)) else 0
    return _of_kind("office", "close_office", sender, host, closed, usual)


def _of_kind(kind: str, word: str, sender: str, host: str, closed: list[tuple[str, Event]], usual: int) -> list[Post]:
    """Posts of a kind: one for each place that rows name, and others without a place until both sides have as many."""
    rows = [(whose, event) for whose, event in closed if event.move == word]
    places = Counter(place for whose, event in rows if whose == sender for place in places_of(event) if place)
    most = max(usual, *(sum(kept_in_all(event) for whose, event in rows if whose == side) for side in (sender, host)))
    unnamed = max(0, most - places.total())
    found = [_post(kind, sender, host, place, n) for place, times in places.items() for n in _numbers(times)]
    return [*found, *(_post(kind, sender, host, number=n) for n in _numbers(unnamed))]


def _numbers(n: int) -> range:
    """Numbers of n posts that have the same name; one alone has none."""
    return range(1, n + 1) if n > 1 else range(n)
