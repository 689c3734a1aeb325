"""The cases of the records that come with detente, by name."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from .acts import Act, acts_of
from .case_mapping import title_of, years_of
from .cases import case_text
from .events import RECORDS, Event, read_record
from .played import moves_of, posts_of


class Summary(NamedTuple):
    """What a list of cases says of one."""

    name: str
    record: str
    title: str
    years: str
    rows: int
    moves: int  # of the model
    silences: int
    parties: tuple[str, ...]  # from those that act most


@cache
def cases() -> dict[str, tuple[Event, ...]]:
    """Rows of every case, by name, in the order of the records."""
    return {name: rows for named in _of_records().values() for name, rows in named.items()}


@cache
def _of_records() -> dict[str, dict[str, tuple[Event, ...]]]:
    return {record: by_case(read_record(record)) for record in RECORDS}


def by_case(events: Iterable[Event]) -> dict[str, tuple[Event, ...]]:
    """Rows by case, in their order."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.case, []).append(event)
    return {name: tuple(rows) for name, rows in found.items()}


def case_names() -> list[str]:
    """Names of all cases, in alphabetical order."""
    return sorted(cases())


def text_of(name: str) -> str:
    """Text of the scenario of a case; raises KeyError if there is none of this name.

    The scenario is called ``history_NAME``, for some cases also stand under their own name as scenarios made by hand.
    """
    return case_text(cases()[name], f"history_{name}")


def summaries() -> list[Summary]:
    """What there is to say of each case, by name."""
    record_of = {name: record for record, named in _of_records().items() for name in named}
    return [summary_of(name, cases()[name], record_of[name]) for name in case_names()]


def summary_of(name: str, events: Iterable[Event], record: str) -> Summary:
    """What there is to say of one case."""
    events = tuple(events)
    acts = acts_of(events)
    moves, silences = moves_of(acts, posts_of(acts)), sum(act.is_silence for act in acts)
    return Summary(name, record, title_of(acts), years_of(acts), len(events), len(moves), silences, _busiest(acts))


def _busiest(acts: Iterable[Act]) -> tuple[str, ...]:
    """Parties of acts, those with most of them first."""
    named = [party for act in acts for party in act.pair]
    return tuple(sorted(dict.fromkeys(named), key=lambda party: (-named.count(party), party)))
