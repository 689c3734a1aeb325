"""Other numbers of the record: times to leave, incidents, waves and returns, each in closed form from both records.

They are no habits of a side, so there is one estimate each.  Rows of one case count together in its standard error
where that makes it larger.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from math import log, sqrt
from statistics import fmean, median
from typing import NamedTuple

from sim.documented.acts import day_in
from sim.documented.events import RECORDS, Event, days_between, read_record
from sim.documented.observations import ALLIANCES, case_of
from sim.documented.pairing import Exchange, Package, exchanges
from sim.documented.words import ACT, PEOPLE, SOLIDARITY
from sim.rules.fitted import Fitted

WEIGHTIEST = "United States"  # as an ally it follows a rule of its own: see `join_match`
DIRECTIONS = 2  # of a pair
# what is lost, and the moves by either side that bring it back
LOST = {
    "recovery_staff_per_day": (("suspend_cooperation", "suspend_council"), ("restore_relations", "restore_posts")),
    "recovery_mission_per_day": (
        ("sever_relations", "close_embassy", "close_mission", "suspend_mission"),
        ("restore_relations", "reopen_mission"),
    ),
}
RECALLED = (("recall_for_consultations",), ("return_ambassador", "restore_relations"))
RECOVERY = "recovery"


class Seen(NamedTuple):
    """One row: a number and its case; of rates also the days it was watched for, while the number counts events."""

    case: str
    number: float
    days: float = 1.0


def others() -> dict[str, Fitted]:
    """Estimates by the name of the parameter, from both records."""
    records = {name: read_record(name) for name in RECORDS}
    paired = {name: exchanges(events) for name, events in records.items()}
    rows = [event for events in records.values() for event in events]
    packages = [exchange.package for found in paired.values() for exchange in found]
    sizes = [*incident_sizes(packages)]
    leave, waves, away = [*times_to_leave(rows)], [*times_to_join(packages)], [*times_away(rows)]
    pairs = [seen for name in RECORDS for seen in incidents(paired[name], days_of(records[name]))]
    return {
        "leave_median_log": mean_of(leave),
        "leave_sd_log": spread_of(leave),
        "incidents_per_day": rate_of(seen for seen, with_alliance in pairs if not with_alliance),
        "alliance_incidents_per_day": rate_of(seen for seen, with_alliance in pairs if with_alliance),
        "incident_median_log": mean_of(sizes),
        "incident_sd_log": spread_of(sizes),
        "join_one_more": one_more_of(numbers_of_joiners(packages)),
        "join_median_log": mean_of(waves),
        "join_sd_log": spread_of(waves),
        "recall_median_log": mean_of(away),
        "recall_sd_log": spread_of(away),
        **{name: rate_of(returns(rows, *LOST[name])) for name in LOST},
    }


# what the record shows ----------------------------------------------------------------------------


def times_to_leave(events: Iterable[Event]) -> Iterator[Seen]:
    """Ln days that people who are sent home by name have to leave; the day itself counts as one."""
    for event in events:
        days = days_between(event.date, event.deadline)
        if event.move == "expel" and event.uncounted != ACT and days is not None:
            yield Seen(event.case, log(max(1, days)))


def days_of(events: Sequence[Event]) -> int:
    """Days from the first row of a record to its last."""
    days = sorted(day for event in events if (day := day_in(event.date)))
    return (days[-1] - days[0]).days


def incidents(paired: Sequence[Exchange], days: int) -> Iterator[tuple[Seen, bool]]:
    """First expulsions by each pair of parties of a record, in all its years, and whether one is an alliance."""
    counts: Counter[frozenset[str]] = Counter()
    cases: dict[frozenset[str], str] = {}
    for package in (exchange.package for exchange in paired):
        pair = frozenset((package.actor, package.target))
        cases.setdefault(pair, case_of(package))
        counts[pair] += is_incident(package)
    for pair, case in cases.items():
        yield Seen(case, counts[pair], DIRECTIONS * days), not pair.isdisjoint(ALLIANCES)


def is_incident(package: Package) -> bool:
    """Whether it sends people home, answers nothing and takes nobody's side."""
    return package.is_first and package.group == PEOPLE and not is_solidarity(package)


def is_solidarity(package: Package) -> bool:
    """Whether it joins in for the sake of another party."""
    return any(event.role == SOLIDARITY for event in package.measures)


def incident_sizes(packages: Iterable[Package]) -> Iterator[Seen]:
    """Ln people whom first expulsions between states send home by name."""
    for package in filter(is_incident, packages):
        if package.expelled and not {package.actor, package.target} & {*ALLIANCES}:
            yield Seen(case_of(package), log(package.expelled))


def joiners(packages: Iterable[Package]) -> Iterator[Package]:
    """Packages by which a state joins another and sends people home."""
    return (p for p in packages if is_solidarity(p) and "expel" in p.kinds and p.actor not in ALLIANCES)


def numbers_of_joiners(packages: Iterable[Package]) -> list[Seen]:
    """People whom each joiner but the weightiest sends home."""
    return [Seen(case_of(p), p.expelled) for p in joiners(packages) if p.expelled is not None and p.actor != WEIGHTIEST]


def times_to_join(packages: Sequence[Package]) -> Iterator[Seen]:
    """Ln of the median days of a wave from the first act against its target to the joiners' expulsions."""
    waves: dict[tuple[str, str], list[int]] = defaultdict(list)
    for joiner in joiners(packages):
        wave = (case_of(joiner), joiner.target)
        since = [
            days
            for p in packages
            if (case_of(p), p.target) == wave and p.is_first and not is_solidarity(p)
            if (days := days_between(p.date, joiner.date)) is not None and days >= 0
        ]
        waves[wave] += [max(since)] if since else []
    for (case, _), of_wave in waves.items():
        if of_wave:
            yield Seen(case, log(max(1.0, median(of_wave))))


def returns(events: Sequence[Event], lost: Sequence[str], back: Sequence[str]) -> Iterator[Seen]:
    """Whether each loss was made good, and the days until then, or until the last row of its case."""
    for loss in events:
        if loss.move not in lost or loss.uncounted == ACT or loss.role in ("background", "execution"):
            continue
        later = [event for event in events if event.case == loss.case and event.date >= loss.date]
        for pair in ({actor, target} for actor in loss.actor for target in loss.target):
            made = [e for e in later if e.role == RECOVERY and e.move in back and pair <= {*e.actor, *e.target}]
            ends = min(made, key=lambda event: event.date) if made else max(later, key=lambda event: event.date)
            begun, ended = day_in(loss.date), day_in(ends.date, loss.date)
            if begun and ended:
                yield Seen(loss.case, float(bool(made)), max(0, (ended - begun).days))


def times_away(events: Sequence[Event]) -> Iterator[Seen]:
    """Ln days that recalled ambassadors were away whose return is known; the day itself counts as one."""
    for seen in returns(events, *RECALLED):
        if seen.number:
            yield Seen(seen.case, log(max(1.0, seen.days)))


# estimates ----------------------------------------------------------------------------------------


def mean_of(seen: Iterable[Seen]) -> Fitted:
    """Mean."""
    rows = [*seen]
    mean = fmean(row.number for row in rows)
    return _fitted(mean, rows, [(row.number - mean) / len(rows) for row in rows])


def spread_of(seen: Iterable[Seen]) -> Fitted:
    """Standard deviation, as of a normal distribution that makes the rows most likely."""
    rows = [*seen]
    mean = fmean(row.number for row in rows)
    spread = sqrt(fmean((row.number - mean) ** 2 for row in rows))
    moved = [((row.number - mean) ** 2 - spread**2) / (2.0 * spread * len(rows)) for row in rows]
    return _fitted(spread, rows, moved)


def one_more_of(seen: Iterable[Seen]) -> Fitted:
    """Chance of one more and again, of numbers from 1 on: 1 − 1 / mean."""
    rows = [*seen]
    mean = fmean(row.number for row in rows)
    return _fitted(1.0 - 1.0 / mean, rows, [(row.number - mean) / (mean**2 * len(rows)) for row in rows])


def rate_of(seen: Iterable[Seen]) -> Fitted:
    """Events over the days watched."""
    rows = [*seen]
    days = sum(row.days for row in rows)
    rate = sum(row.number for row in rows) / days
    return _fitted(rate, rows, [(row.number - rate * row.days) / days for row in rows])


def _fitted(value: float, rows: Sequence[Seen], moved: Sequence[float]) -> Fitted:
    """An estimate with its standard error by what each row moves it, alone or with the others of its case."""
    together: dict[str, float] = defaultdict(float)
    for row, by in zip(rows, moved, strict=True):
        together[row.case] += by
    error = max(sqrt(sum(by**2 for by in some)) for some in (moved, together.values()))
    return Fitted(value, error, len(rows), len(together))
