"""How the closed forms of a reply compare with the documented record, act by act.

    python tests/validation/replies.py

For every documented first act the model's chance of an answer is averaged over the acts of a kind; delays, numbers and
added kinds likewise over those that were answered.  In the record of Moscow, Moscow has its own habits and its
counterparts those of who faces it; in the record of the world everybody has the defaults.  The habits were fitted to
these very records: the table shows that they hold them, not that they foretell anything.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

import numpy as np

from sim.analysis.expected_reply import chance_of_answer, chances_of_delay, chances_of_people
from sim.documented.events import read_record
from sim.documented.frequencies import chains, in_persons, lag_quartiles
from sim.documented.pairing import Exchange, exchanges
from sim.documented.words import PEOPLE, SOLIDARITY
from sim.rules.habits import HABITS
from sim.rules.parameters import FURTHER_STEP, POLICY_PARAMETERS
from sim.rules.substitute import chance_of_another_kind
from sim.rules.world import Floats

MOSCOW = ("Russia", "USSR")
KIND_OF = {  # of the record's words those that the model has
    "expel": "expel",
    "cut_ceiling": "cut_ceiling",
    "recall_for_consultations": "recall_ambassador",
    "sever_relations": "sever_relations",
    "downgrade_relations": "downgrade_relations",
    "suspend_cooperation": "suspend_cooperation",
    "close_consulate": "close_consulate",
    "close_office": "close_office",
}
ACTS = {  # groups of first acts whose answers are compared: the kinds that name a package
    "people sent home": ("expel", "cut_ceiling"),
    "own ambassador recalled, alone": ("recall_for_consultations",),
    "relations severed or downgraded": ("sever_relations", "downgrade_relations"),
}


class Row(NamedTuple):
    """One figure of the record beside the model's."""

    record: str
    what: str
    n: int
    documented: float
    model: float


def numbers_of(habits: str) -> Floats:
    """Numbers of a policy with some habits, (n_policy,)."""
    own = HABITS[habits].numbers
    return np.array([own.get(p.name, p.default) for p in POLICY_PARAMETERS])


def habits_of(record: str, replier: str) -> str:
    """Habits of who replies in a record."""
    if record == "world":
        return "world"
    return "moscow" if replier in MOSCOW else "facing_moscow"


def named_by(exchange: Exchange) -> str | None:
    """Which of ACTS names a package: the first whose kinds it has; a recall only where nothing stands beside it."""
    kinds = exchange.package.kinds
    for what, named in ACTS.items():
        if kinds & {*named} and (what != "own ambassador recalled, alone" or kinds <= {*named}):
            return what
    return None


def mean_over(record: str, chosen: Sequence[Exchange], of: Callable[[Floats, Exchange], float]) -> float:
    """Mean of a figure of the model over documented exchanges."""
    return fmean(of(numbers_of(habits_of(record, e.package.target)), e) for e in chosen)


def answered(record: str, paired: Sequence[Exchange]) -> Iterable[Row]:
    """Share of first acts that are answered, by act."""
    known = [e for e in paired if e.package.is_first and e.outcome != "unverified"]
    if record == "world":  # silence is stated there; what is not found is not known
        known = [e for e in known if e.outcome in ("answered", "silent") and e.is_sure]
    for what in ACTS:
        chosen = [e for e in known if named_by(e) == what]
        documented = fmean(e.outcome == "answered" for e in chosen)
        yield Row(record, f"answered: {what}", len(chosen), documented, mean_over(record, chosen, _chance_of_answer))


def _chance_of_answer(numbers: Floats, exchange: Exchange) -> float:
    kinds = [KIND_OF[kind] for kind in exchange.package.kinds if kind in KIND_OF]
    return chance_of_answer(numbers, kinds, people=exchange.package.persons or 0)


def lags(record: str, paired: Sequence[Exchange]) -> Iterable[Row]:
    """Quartiles of the days to the answer of first moves that sent people home."""
    chosen = [e for e in paired if e.package.is_first and e.package.group == PEOPLE and e.lag_days is not None]
    found = lag_quartiles("", chosen)
    mixed = np.mean(
        [chances_of_delay(numbers_of(habits_of(record, e.package.target))) for e in chosen], axis=0
    ).cumsum()
    for what, share, documented in (
        ("lower quartile", 0.25, found.lower),
        ("median", 0.5, found.median),
        ("upper quartile", 0.75, found.upper),
    ):
        yield Row(record, f"days to the answer: {what}", found.n, documented, float(np.searchsorted(mixed, share)))


def people(record: str, paired: Sequence[Exchange]) -> Iterable[Row]:
    """Share of answers that send home exactly as many."""
    both = in_persons(paired)
    documented = fmean(e.package.expelled == e.answered_expelled for e in both)
    yield Row(record, "exactly one for one", len(both), documented, mean_over(record, both, _chance_of_as_many))


def _chance_of_as_many(numbers: Floats, exchange: Exchange) -> float:
    received = exchange.package.expelled or 0
    return float(chances_of_people(numbers, received)[received])


def added(record: str, paired: Sequence[Exchange]) -> Iterable[Row]:
    """Share of answers that add a kind, by the people received."""
    chosen = [e for e in paired if e.answers]
    few = [e for e in chosen if 1 <= (e.package.persons or 0) <= 3]
    many = [e for e in chosen if (e.package.persons or 0) > 3]
    for what, part in (("one to three people", few), ("four and more", many)):
        documented = fmean(bool(e.kinds_added) for e in part)
        model = mean_over(record, part, _chance_of_a_kind)
        yield Row(record, f"a kind added: {what}", len(part), documented, model)


def _chance_of_a_kind(numbers: Floats, exchange: Exchange) -> float:
    is_wave = any(event.role == SOLIDARITY for event in exchange.package.measures)
    return float(chance_of_another_kind(numbers, exchange.package.persons or 0, is_wave))


def lengths(record: str, paired: Sequence[Exchange]) -> Iterable[Row]:
    """Chains that begin with people sent home, by their steps; the model's answers level what was done."""
    found = chains(paired, only_people=True)
    first = [e for e in paired if e.package.is_first and e.package.group == PEOPLE]
    share = mean_over(record, first, lambda n, e: chance_of_answer(n, ["expel"], people=e.package.persons or 0))
    further = numbers_of("world" if record == "world" else "moscow")[FURTHER_STEP]
    model = (1 - share, share * (1 - further), share * further * (1 - further), share * further**2)
    for steps, of_model in enumerate(model, start=1):
        yield Row(
            record,
            f"chains of {steps} step{'s' * (steps > 1)}{' and more' * (steps == 4)}",
            len(first),
            found[steps] / len(first),
            of_model,
        )


def rows() -> list[Row]:
    """Every row, of both records."""
    found: list[Row] = []
    for record in ("moscow", "world"):
        paired = exchanges(read_record(record))
        for part in (answered, lags, people, added, lengths):
            found += part(record, paired)
    return found


def parser() -> argparse.ArgumentParser:
    """What can be asked for: nothing but help."""
    return argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)


def main() -> None:
    """Print the rows as a table in Markdown."""
    parser().parse_args()
    print("| record | figure | n | documented | model |\n|-|-|-|-|-|")
    for row in rows():
        digits = 0 if row.what.startswith("days") else 2
        print(f"| {row.record} | {row.what} | {row.n} | {row.documented:.{digits}f} | {row.model:.{digits}f} |")


if __name__ == "__main__":
    main()
