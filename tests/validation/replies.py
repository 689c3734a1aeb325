"""How the closed forms of a reply compare with the documented record, act by act.

    python tests/validation/replies.py

For every documented first act the model's chance of an answer is averaged over the acts of a kind; delays, numbers and
added kinds likewise over those that were answered.  Moscow has its own habits, its counterparts those of who faces it,
and everybody else the defaults.  The habits were fitted to these very records, each side drawn towards all: the table
shows how well few numbers hold the record, not that they foretell anything.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from statistics import fmean
from typing import NamedTuple

import numpy as np

from sim.analysis.expected_reply import chance_of_answer, chances_of_delay, chances_of_people
from sim.documented.events import RECORDS, read_record
from sim.documented.frequencies import chains
from sim.documented.observations import Observation, observations, side_of
from sim.documented.pairing import Exchange, exchanges
from sim.documented.words import PEOPLE
from sim.fit.yes_or_no import adds_a_kind
from sim.rules.habits import HABITS
from sim.rules.parameters import FURTHER_STEP, POLICY_PARAMETERS
from sim.rules.substitute import chance_of_another_kind
from sim.rules.world import Floats

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
RECALLED = "own ambassador recalled, alone"
ACTS = {  # groups of first acts whose answers are compared: the kinds that name a package
    "people sent home": ("expel", "cut_ceiling"),
    RECALLED: ("recall_for_consultations",),
    "relations severed or downgraded": ("sever_relations", "downgrade_relations"),
}
QUARTILES = {"lower quartile": 0.25, "median": 0.5, "upper quartile": 0.75}


class Row(NamedTuple):
    """One figure of the record beside the model's."""

    record: str
    what: str
    n: int
    documented: float
    model: float


def numbers_of(side: str) -> Floats:
    """Numbers of a policy with the habits of a side, (n_policy,)."""
    own = HABITS[side].numbers
    return np.array([own.get(p.name, p.default) for p in POLICY_PARAMETERS])


def named_by(act: Observation) -> str | None:
    """Which of ACTS names an act: the first whose kinds it has; a recall only where nothing stands beside it."""
    for what, named in ACTS.items():
        if act.moves & {*named} and (what != RECALLED or act.moves <= {*named}):
            return what
    return None


def mean_over(chosen: Sequence[Observation], of: Callable[[Floats, Observation], float]) -> float:
    """Mean of a figure of the model over documented acts, each answered by the habits of its side."""
    return fmean(of(numbers_of(act.side), act) for act in chosen)


def answered(record: str, acts: Sequence[Observation]) -> Iterator[Row]:
    """Share of first acts that are answered, by act, where the fit knows whether they were."""
    for what in ACTS:
        chosen = [a for a in acts if not a.is_reply and a.answered is not None and named_by(a) == what]
        documented = fmean(bool(act.answered) for act in chosen)
        yield Row(record, f"answered: {what}", len(chosen), documented, mean_over(chosen, _chance_of_answer))


def _chance_of_answer(numbers: Floats, act: Observation) -> float:
    return chance_of_answer(numbers, [KIND_OF[move] for move in act.moves if move in KIND_OF], people=act.people or 0)


def lags(record: str, acts: Sequence[Observation]) -> Iterator[Row]:
    """Quartiles of the days to the answer of acts that sent people home; the answers of a case weigh as one."""
    chosen = [act for act in acts if not act.is_reply and act.group == PEOPLE and act.lag_days is not None]
    answers = Counter(act.case for act in chosen)
    weights = np.array([1.0 / (answers[act.case] * len(answers)) for act in chosen])
    days = np.bincount([act.lag_days or 0 for act in chosen], weights).cumsum()
    mixed = np.array([chances_of_delay(numbers_of(act.side)) for act in chosen])
    model = (weights @ mixed).cumsum()
    for what, share in QUARTILES.items():
        documented, expected = (float(np.searchsorted(found, share)) for found in (days, model))
        yield Row(record, f"days to the answer: {what}", len(chosen), documented, expected)


def people(record: str, acts: Sequence[Observation]) -> Iterator[Row]:
    """Share of answers that send home exactly as many."""
    both = [act for act in acts if act.expelled and act.people_back]
    documented = fmean(act.expelled == act.people_back for act in both)
    yield Row(record, "exactly one for one", len(both), documented, mean_over(both, _chance_of_as_many))


def _chance_of_as_many(numbers: Floats, act: Observation) -> float:
    received = act.expelled or 0
    return float(chances_of_people(numbers, received)[received])


def added(record: str, acts: Sequence[Observation]) -> Iterator[Row]:
    """Share of answers that add a kind of move of the model, by the people received."""
    chosen = [act for act in acts if act.answered]
    few = [act for act in chosen if 1 <= (act.people or 0) <= 3]
    many = [act for act in chosen if (act.people or 0) > 3]
    for what, part in (("one to three people", few), ("four and more", many)):
        documented = fmean(adds_a_kind(act) for act in part)
        yield Row(record, f"a kind added: {what}", len(part), documented, mean_over(part, _chance_of_a_kind))


def _chance_of_a_kind(numbers: Floats, act: Observation) -> float:
    return float(chance_of_another_kind(numbers, act.people or 0, act.is_wave))


def lengths(record: str, paired: Sequence[Exchange]) -> Iterator[Row]:
    """Chains that begin with people sent home, by their steps; the model's answers level what was done."""
    found = chains(paired, only_people=True)
    first = [e for e in paired if e.package.is_first and e.package.group == PEOPLE]
    model = np.mean([_chances_of_length(e) for e in first], axis=0)
    for steps, of_model in enumerate(model, start=1):
        what = f"chains of {steps} step{'s' * (steps > 1)}{' and more' * (steps == 4)}"
        yield Row(record, what, len(first), found[steps] / len(first), float(of_model))


def _chances_of_length(exchange: Exchange) -> tuple[float, float, float, float]:
    """Chances of one step, two, three, and of more."""
    actor, target = exchange.package.actor, exchange.package.target
    beginner, replier = numbers_of(side_of(actor, target)), numbers_of(side_of(target, actor))
    answer = chance_of_answer(replier, ["expel"], people=exchange.package.persons or 0)
    third, fourth = float(beginner[FURTHER_STEP]), float(replier[FURTHER_STEP])
    return 1 - answer, answer * (1 - third), answer * third * (1 - fourth), answer * third * fourth


def rows() -> list[Row]:
    """Every row, of both records."""
    found: list[Row] = []
    for record in RECORDS:
        paired = exchanges(read_record(record))
        acts = observations(paired, record)
        for part in (answered, lags, people, added):
            found += part(record, acts)
        found += lengths(record, paired)
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
