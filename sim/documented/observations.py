"""Observations: one row for each package of a record, what is known of the act and what became of it.

Features are what a government that considers an answer can see on that day; outcomes are None where the record does
not know them.
"""

from collections.abc import Iterator, Sequence
from math import log
from pathlib import Path
from typing import NamedTuple

from .events import Event, days_between, read_record
from .pairing import ANSWERED, NOT_FOUND, SILENT, Exchange, Package, exchanges
from .parties import alliances_of
from .words import CLOSED, COOPERATION, OTHER, OWN, PEOPLE, SEVERED, SOLIDARITY

MOSCOW = ("Russia", "USSR")
SIDES = ("world", "moscow", "facing_moscow")
SEARCHED_FOR_ANSWERS = ("moscow",)  # records in which an answer that nobody found did not come

# the parameter of a policy that says how often it is silent about the acts of a group
SILENCE_OF_GROUP = {
    PEOPLE: "silence_first",
    SEVERED: "silence_level",
    CLOSED: "silence_closure",
    COOPERATION: "silence_forum",
    OTHER: "silence_measure",
    OWN: "silence_recall",
}
# alliances and organisations of the records
ALLIANCES = ("NATO", "European Union", "United Nations", "CSTO", "African Union", "ECOWAS", "EU", "UN")


class Observation(NamedTuple):
    """One package and its outcome.

    ``people`` counts who leaves a mission in any way, 0 for an act by which nobody does; ``expelled`` those sent home
    by name.  Both are None where people had to leave and no number is known.
    """

    record: str
    case: str
    date: str
    actor: str
    replier: str
    side: str  # of SIDES: "moscow" where it replies, "facing_moscow" where it acted
    group: str  # of words.GROUPS
    moves: frozenset[str]
    people: int | None
    expelled: int | None
    share: float | None  # of the mission that is hit, in [0, 1]
    is_reply: bool
    is_wave: bool  # others acted against the replier by that day, or the actor joined for the sake of another
    asymmetry: float | None  # ln of the replier's mission over the actor's
    is_alliance: bool  # actor or replier is one
    days_since: int | None  # since the replier's last act against the actor in the case
    people_before: int | None  # of a reply: how many the act that it answers sent home
    answered: bool | None
    lag_days: int | None
    people_back: int | None  # sent home by name in answer
    moves_back: frozenset[str]
    kinds_added: tuple[str, ...]
    further: bool | None  # whether the answer was answered in its turn
    place: int  # in the list of exchanges

    @property
    def silence(self) -> str:
        """Parameter that says how often a policy is silent about an act of its group."""
        return SILENCE_OF_GROUP[self.group]


def observations_of(record: str | Path) -> tuple[Observation, ...]:
    """Observations of a record, by its name or path; errors as those of :func:`sim.documented.events.read_record`."""
    return observations(exchanges(read_record(record)), Path(record).stem)


def observations(paired: Sequence[Exchange], record: str = "") -> tuple[Observation, ...]:
    """Give a row for each exchange, in the same order.

    Parameters
    ----------
    paired : sequence of Exchange
        all exchanges of a record: features of one also come from the others of its case
    record : str
        name of the record; in those of SEARCHED_FOR_ANSWERS, and for answers in any, what was not found did not come

    Returns
    -------
    tuple of Observation
    """
    answered_by = {exchange.answered_by: exchange for exchange in paired if exchange.answered_by is not None}
    alliances = {*ALLIANCES, *alliances_of(event for exchange in paired for event in exchange.package.measures)}
    packages: dict[tuple[str, str], list[Package]] = {}
    for exchange in paired:
        packages.setdefault((case_of(exchange.package), exchange.package.actor), []).append(exchange.package)
    return tuple(
        _observation(n, exchange, paired, packages, answered_by.get(n), record, alliances)
        for n, exchange in enumerate(paired)
    )


def case_of(package: Package) -> str:
    """Crisis of a package."""
    return package.measures[0].case


def side_of(replier: str, actor: str) -> str:
    """Habits by which a party answers another: of ``SIDES``.

    Examples
    --------
    >>> side_of("Russia", "Poland"), side_of("Poland", "Russia"), side_of("Chad", "Sudan")
    ('moscow', 'facing_moscow', 'world')
    """
    if replier in MOSCOW:
        return "moscow"
    return "facing_moscow" if actor in MOSCOW else "world"


_Packages = dict[tuple[str, str], list[Package]]


def _observation(
    place: int,
    exchange: Exchange,
    paired: Sequence[Exchange],
    packages: _Packages,
    before: Exchange | None,
    record: str,
    alliances: set[str],
) -> Observation:
    """Row of one exchange; ``before`` is the one whose answer it is."""
    package, answers = exchange.package, exchange.answers
    actor, replier, case = package.actor, package.target, case_of(package)
    own = packages.get((case, replier), [])
    return Observation(
        record=record,
        case=case,
        date=package.date,
        actor=actor,
        replier=replier,
        side=side_of(replier, actor),
        group=package.group,
        moves=package.kinds,
        people=people_of(package),
        expelled=package.expelled if "expel" in package.kinds else 0,
        share=share_of(package),
        is_reply=not package.is_first,
        is_wave=is_wave(package, packages),
        asymmetry=_asymmetry(package, own, packages[case, actor]),
        is_alliance=actor in alliances or replier in alliances,
        days_since=_days_since(exchange, own),
        people_before=people_of(before.package) if before else None,
        answered=outcome_of(exchange, record),
        lag_days=exchange.lag_days,
        people_back=exchange.answered_expelled,
        moves_back=frozenset(event.move for event in answers),
        kinds_added=exchange.kinds_added,
        further=None if exchange.answered_by is None else outcome_of(paired[exchange.answered_by], record),
        place=place,
    )


def outcome_of(exchange: Exchange, record: str) -> bool | None:
    """Whether an act was answered; None where that is not known, or where nothing was left to answer with."""
    if exchange.outcome == ANSWERED:
        return True
    if exchange.outcome == SILENT:
        return None if exchange.has_nothing_left else False
    is_news = record in SEARCHED_FOR_ANSWERS or not exchange.package.is_first
    return False if exchange.outcome == NOT_FOUND and is_news else None


def people_of(package: Package) -> int | None:
    """People that a package takes from a mission; 0 if it takes none, None where no number is known."""
    return package.persons if package.group == PEOPLE else 0


def share_of(package: Package) -> float | None:
    """Share of the mission that leaves, in [0, 1]; None where either number is unknown."""
    people, mission = people_of(package), package.mission_before
    if people == 0:
        return 0.0
    return None if people is None or not mission else min(1.0, people / mission)


def is_wave(package: Package, packages: _Packages) -> bool:
    """Whether others of its crisis had acted against the same target by that day, or its actor joined another."""
    if any(event.role == SOLIDARITY for event in package.measures):
        return True
    case = case_of(package)
    others = (made for (of, actor), made in packages.items() if of == case and actor != package.actor)
    return any(p.target == package.target and p.date <= package.date for made in others for p in made)


def _days_since(exchange: Exchange, own: Sequence[Package]) -> int | None:
    """Days since the replier's last act against the actor, other than its answers to this package."""
    package = exchange.package
    earlier = [
        days
        for p in own
        if p.target == package.actor and not set(p.measures) & set(exchange.answers)
        for days in [days_between(p.date, package.date)]
        if days is not None and days >= 0
    ]
    return min(earlier, default=None)


def _asymmetry(package: Package, own: Sequence[Package], of_actor: Sequence[Package]) -> float | None:
    """Ln of the replier's mission over the actor's, as last documented by that day."""
    replier_has = package.mission_before or _mission(of_actor, package.target, package.date)
    actor_has = _mission(own, package.actor, package.date)
    return log(replier_has / actor_has) if replier_has and actor_has else None


def _mission(acted: Sequence[Package], target: str, date: str) -> int | None:
    """People in the mission of a target, as last documented by a day by acts against it."""
    known = [number for event in _events(acted, target, date) for number in (event.before, event.after) if number]
    return known[-1] if known else None


def _events(acted: Sequence[Package], target: str, date: str) -> Iterator[Event]:
    """Rows against a target before a day, in the order of their dates."""
    for package in sorted(acted, key=lambda package: package.date):
        if package.target == target and package.date < date:
            yield from package.measures
