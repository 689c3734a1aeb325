"""Frequencies in a documented record: how often, how soon, by how many and in which kinds acts were answered."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import quantiles
from typing import NamedTuple

from .events import Event, days_between
from .pairing import ANSWERED, NOT_FOUND, ONLY_WORDS, SILENT, UNVERIFIED, Exchange, chain_length
from .words import ACT, GROUPS, PEOPLE

SIZES = ((1, 3), (4, 10), (11, 24), (25, 10**6))
LONGEST_CHAIN = 4

_VISAS = ("visa_ban", "visa_suspension", "visa_requirement")
_SKIES = ("airspace_closure", "flight_suspension")
_TRADE = ("trade_ban", "import_ban", "export_ban")
KINDS_ASKED = {
    "expulsion": ("expel",),
    "ceiling cut": ("cut_ceiling",),
    "own recall": ("recall_for_consultations",),
    "severance": ("sever_relations",),
    "downgrade": ("downgrade_relations",),
    "suspended cooperation": ("suspend_cooperation",),
    "closed consulate": ("close_consulate",),
    "closed office": ("close_office",),
    "asset freeze": ("asset_freeze",),
    "visas": _VISAS,
    "airspace and flights": _SKIES,
    "trade, import, export": _TRADE,
    "border": ("border_closure",),
}


class Outcomes(NamedTuple):
    """How many packages of one sort were answered, and what is known of the others.

    ``sure_answered`` and ``sure_silent`` leave out what rests on rows of low confidence alone.
    """

    what: str
    n: int
    answered: int
    silent: int  # documented, at medium or high confidence
    nothing_left: int  # of these, by a side that had nothing left to answer with
    unverified: int  # silence at low confidence, or marked as unverified
    only_words: int
    not_found: int  # no row says what followed
    sure_answered: int
    sure_silent: int

    @property
    def share(self) -> float:
        """Share answered if what no row speaks of was not answered; what is unverified is left out."""
        return _share(self.answered, self.n - self.unverified)

    @property
    def documented_share(self) -> float:
        """Share answered among those whose answer or silence is documented at medium or high confidence."""
        return _share(self.sure_answered, self.sure_answered + self.sure_silent)


class Quartiles(NamedTuple):
    """Spread of a number of days."""

    what: str
    n: int
    same_day: int
    lower: float
    median: float
    upper: float
    least: int | None
    most: int | None


class Ratios(NamedTuple):
    """People sent home in answer to people sent home, both numbers known."""

    what: str
    n: int
    exact: int
    below: int
    above: int
    received: int
    returned: int


class Added(NamedTuple):
    """Answers by whether they repeat a kind of what they answer, and whether they add one."""

    what: str
    n: int
    reusing: int
    adding: int


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")


def outcomes(what: str, paired: Iterable[Exchange]) -> Outcomes:
    """Count what became of packages of one sort."""
    paired = tuple(paired)
    counts = Counter(exchange.outcome for exchange in paired)
    sure = Counter(exchange.outcome for exchange in paired if exchange.is_sure)
    return Outcomes(
        what,
        n=len(paired),
        answered=counts[ANSWERED],
        silent=counts[SILENT],
        nothing_left=sum(exchange.has_nothing_left for exchange in paired if exchange.outcome == SILENT),
        unverified=counts[UNVERIFIED],
        only_words=counts[ONLY_WORDS],
        not_found=counts[NOT_FOUND],
        sure_answered=sure[ANSWERED],
        sure_silent=sure[SILENT],
    )


def by_group(paired: Sequence[Exchange]) -> list[Outcomes]:
    """Outcomes by the group that names a package."""
    return [outcomes(group, (e for e in paired if e.package.group == group)) for group in GROUPS]


def by_kind(paired: Sequence[Exchange]) -> list[Outcomes]:
    """Outcomes of packages that have a kind; one of several kinds counts for each."""
    return [
        outcomes(what, (e for e in paired if not e.package.kinds.isdisjoint(kinds)))
        for what, kinds in KINDS_ASKED.items()
    ]


def by_size(paired: Sequence[Exchange]) -> list[Outcomes]:
    """Outcomes of people sent home, by how many; ceilings and local staff count."""
    people = [e for e in paired if e.package.group == PEOPLE]
    return [outcomes(what, chosen) for what, chosen in _sized(people, lambda e: e.package.persons)]


def quartiles_of(what: str, days: Iterable[int | None]) -> Quartiles:
    """Quartiles of what is known, by linear interpolation; not a number below two values."""
    known = sorted(day for day in days if day is not None)
    lower, middle, upper = quantiles(known, n=4, method="inclusive") if len(known) > 1 else [float("nan")] * 3
    least, most = (known[0], known[-1]) if known else (None, None)
    return Quartiles(what, len(known), known.count(0), lower, middle, upper, least, most)


def lag_quartiles(what: str, paired: Iterable[Exchange]) -> Quartiles:
    """Quartiles of the days to the first answer."""
    return quartiles_of(what, (exchange.lag_days for exchange in paired))


def leave_quartiles(events: Iterable[Event]) -> Quartiles:
    """Quartiles of the days that people who are sent home by name have to leave."""
    sent = (event for event in events if event.move == "expel" and event.uncounted != ACT)
    return quartiles_of("time to leave", (days_between(event.date, event.deadline) for event in sent))


def ratios_by_size(paired: Sequence[Exchange]) -> list[Ratios]:
    """Answers that send home as many, fewer or more by name, by how many were received; the last row sums up."""
    both = in_persons(paired)
    sized = _sized(both, lambda e: e.package.expelled)[:-1]
    return [_ratios(what, chosen) for what, chosen in (*sized, ("all", both))]


def in_persons(paired: Sequence[Exchange]) -> list[Exchange]:
    """Exchanges of people for people, both numbers known."""
    return [exchange for exchange in paired if exchange.package.expelled and exchange.answered_expelled]


def _ratios(what: str, both: Sequence[Exchange]) -> Ratios:
    pairs = [(exchange.package.expelled or 0, exchange.answered_expelled or 0) for exchange in both]
    signs = Counter((returned > received) - (returned < received) for received, returned in pairs)
    received, returned = (sum(pair[side] for pair in pairs) for side in (0, 1))
    return Ratios(what, len(pairs), signs[0], signs[-1], signs[1], received, returned)


def added_by_size(paired: Sequence[Exchange]) -> list[Added]:
    """Answers that repeat or add a kind, by how many people were taken away; the last row sums up."""
    answered = [exchange for exchange in paired if exchange.answers]
    nobody = [exchange for exchange in answered if not exchange.package.persons]
    parts = [("nobody, or no number", nobody), *_sized(answered, lambda e: e.package.persons)[:-1], ("all", answered)]
    return [
        Added(what, len(part), sum(e.reuses_a_kind for e in part), sum(bool(e.kinds_added) for e in part))
        for what, part in parts
    ]


def kinds_added(paired: Iterable[Exchange]) -> Counter[str]:
    """How many answers added each kind."""
    return Counter(kind for exchange in paired for kind in exchange.kinds_added)


def chains(paired: Sequence[Exchange], *, only_people: bool) -> Counter[int]:
    """First moves by the length of their chain of first answers; ``LONGEST_CHAIN`` stands for that and more."""
    begun = [n for n, exchange in enumerate(paired) if exchange.package.is_first]
    chosen = [n for n in begun if not only_people or paired[n].package.group == PEOPLE]
    return Counter(min(chain_length(n, paired), LONGEST_CHAIN) for n in chosen)


def _sized(paired: Sequence[Exchange], persons: Callable[[Exchange], int | None]) -> list[tuple[str, list[Exchange]]]:
    """Exchanges by size class, and those without a number last."""
    parts = [(f"{low} and more" if high == SIZES[-1][1] else f"{low} to {high}", low, high) for low, high in SIZES]
    sized = [(what, [e for e in paired if low <= (persons(e) or 0) <= high]) for what, low, high in parts]
    return [*sized, ("no number", [e for e in paired if not persons(e)])]
