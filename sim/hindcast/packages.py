"""The documented packages that are forecast: each with a name, and with what is known of its answer.

A package counts for a question only if the record knows what happened.  Answered, or documented as silent, is known.
Where no row says what followed, that counts as no answer in the record of Moscow, and everywhere for packages that
are answers themselves: a third step would have been reported.  An answer in words alone, a silence that nobody could
verify and the silence of a side that had nothing left to answer with are left out.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log, log1p
from typing import NamedTuple

from sim.documented.events import RECORDS, Event
from sim.documented.kinds import KIND_OF_MOVE, MEASURE, TIE_OF_KIND
from sim.documented.observations import Observation, observations
from sim.documented.pairing import Exchange, exchanges
from sim.documented.words import CLOSED

MOSCOW, WORLD = RECORDS
SOON_DAYS = 60


class Documented(NamedTuple):
    """A documented package, its name, and the record that it belongs to."""

    id: str  # case/date/actor, and where that names several also /target and a number
    record: str
    exchange: Exchange
    row: Observation  # what is known of it, and what became of it
    is_answer: bool  # the first answer to another package

    @property
    def case(self) -> str:
        """Case that it belongs to."""
        return self.row.case

    @property
    def like(self) -> str:
        """Shipped record that it is like: of a file of one's own "moscow" where Moscow takes part, else "world"."""
        if self.record in RECORDS:
            return self.record
        return WORLD if self.row.side == WORLD else MOSCOW


class Question(NamedTuple):
    """What is asked of the answer to a package.

    Attributes
    ----------
    name : in tables
    short : at the head of a row
    words : in sentences
    is_chance : whether it happens or not; else how much
    happened : what the record says, None where it says nothing: 1.0 or 0.0 of a chance
    """

    name: str
    short: str
    words: str
    is_chance: bool
    happened: Callable[[Documented], float | None]


def slug(name: str) -> str:
    """Name of a party as part of an id.

    Examples
    --------
    >>> slug("United States")
    'united_states'
    """
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def documented(record: str, events: Sequence[Event]) -> tuple[Documented, ...]:
    """All packages of a record, each with its id, in the order of the table."""
    paired = exchanges(events)
    ids = _numbered(_longer_where_shared([_names(exchange) for exchange in paired]))
    answers = {exchange.answered_by for exchange in paired}
    return tuple(
        Documented(name, record, exchange, row, row.place in answers)
        for name, exchange, row in zip(ids, paired, observations(paired, record), strict=True)
    )


def _names(exchange: Exchange) -> tuple[str, str]:
    """Short name of a package, and the longer one that also says whom it hits."""
    package = exchange.package
    short = f"{package.measures[0].case}/{package.date}/{slug(package.actor)}"
    return short, f"{short}/{slug(package.target)}"


def _longer_where_shared(names: Iterable[tuple[str, str]]) -> list[str]:
    names = list(names)
    times = Counter(short for short, _ in names)
    return [short if times[short] == 1 else longer for short, longer in names]


def _numbered(names: Sequence[str]) -> list[str]:
    """Names of which no two are alike: the second and later ones have a number."""
    seen: Counter[str] = Counter()
    unique = []
    for name in names:
        seen[name] += 1
        unique.append(name if seen[name] == 1 else f"{name}/{seen[name]}")
    return unique


# what happened ------------------------------------------------------------------------------------


def answered(given: Documented) -> float | None:
    """Whether a measure answered within 365 days."""
    return None if given.row.answered is None else float(given.row.answered)


def answered_soon(given: Documented) -> float | None:
    """Whether a measure answered within 60 days; unknown where only the month of either is known."""
    if not answered(given):
        return answered(given)
    days = given.exchange.lag_days
    return None if days is None else float(days <= SOON_DAYS)


def log_days(given: Documented) -> float | None:
    """Logarithm of one more than the days to the first answer."""
    days = given.exchange.lag_days
    return None if days is None else log1p(days)


def log_people(given: Documented) -> float | None:
    """Logarithm of the people sent home in answer to people sent home, where both numbers are known."""
    sent, returned = given.exchange.package.expelled, given.exchange.answered_expelled
    return log(returned) if sent and returned else None


def added(given: Documented) -> float | None:
    """Whether the answer has a kind that the package has not, as the model knows kinds: visas and trade are one."""
    answers = given.exchange.answers
    act = given.exchange.package.measures
    return float(not told_apart(kinds_of(answers)) <= told_apart(kinds_of(act))) if answers else None


def told_apart(kinds: Iterable[str | None]) -> set[str | None]:
    """Kinds of move, all that withholds a tie as one with abstract measures."""
    return {MEASURE if kind in TIE_OF_KIND else kind for kind in kinds}


def kinds_of(events: Iterable[Event]) -> set[str | None]:
    """Kinds of move of the model that measures are."""
    return {KIND_OF_MOVE[event.move] for event in events}


def closed(given: Documented) -> float | None:
    """Whether the answer closes a post of the other side."""
    answers = given.exchange.answers
    return float(any(event.group == CLOSED for event in answers)) if answers else None


def further(given: Documented) -> float | None:
    """Whether the first answer to an act was answered in turn; of no other package this is asked."""
    return answered(given) if given.is_answer else None


ANSWERED_60, ANSWERED_365, LAG, PEOPLE, ADDED, CLOSES, FURTHER = (
    "answered_60",
    "answered_365",
    "lag",
    "people",
    "added",
    "closes",
    "further",
)
QUESTIONS = {
    question.name: question
    for question in (
        Question(ANSWERED_60, "answered in 60 days", "answered within 60 days", True, answered_soon),
        Question(ANSWERED_365, "answered in a year", "answered within a year", True, answered),
        Question(LAG, "days", "days to the answer", False, log_days),
        Question(PEOPLE, "people", "people sent home in answer", False, log_people),
        Question(ADDED, "kind added", "the answer adds a kind of move", True, added),
        Question(CLOSES, "post closed", "the answer closes a post", True, closed),
        Question(FURTHER, "further step", "an answer is answered in turn", True, further),
    )
}
SCORE_OF = {True: "log", False: "crps"}  # the score by which chances, and numbers, are compared in words


def is_known(given: Documented) -> bool:
    """Whether the record knows the answer to any question about a package."""
    return any(question.happened(given) is not None for question in QUESTIONS.values())
