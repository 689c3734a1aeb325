"""Rules of thumb that a forecast has to beat, each as a full distribution.

All of them know the other cases alone: whatever is forecast, nothing of its own case is in their frequencies.  They
count within one record, because the two records differ in how silence was searched for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log
from typing import Any, NamedTuple

import numpy as np

from sim.documented.words import CLOSED

from .distributions import Chance, Distribution, Forecasts, spread
from .packages import ADDED, ANSWERED_60, ANSWERED_365, CLOSES, FURTHER, LAG, PEOPLE, QUESTIONS, Documented

LEAST_KNOWN = 8  # exchanges in other cases from which a replier has frequencies of its own
PULL = 2.0  # exchanges that the frequency of everybody counts as beside those of a cell
ASKED_OF_AN_ANSWER = (LAG, PEOPLE, ADDED, CLOSES)


class Rule(NamedTuple):
    """A rule of thumb: its name in tables, at the head of a column and in sentences, and what it forecasts."""

    name: str
    short: str
    words: str
    forecast: Callable[["Known", Documented, str, int], Distribution | None]


class Known:
    """What the record says of all packages, question by question, so that a case can be left out quickly.

    Parameters
    ----------
    packages : all documented packages that frequencies may be counted in
    """

    def __init__(self, packages: Sequence[Documented]) -> None:
        self._codes: dict[str, int] = {}  # numbers are compared sooner than names
        self.cases = self._coded(given.case for given in packages)
        self.likes = self._coded(given.like for given in packages)
        self.repliers = self._coded(given.row.replier for given in packages)
        self.cells = self._coded(_cell(given) for given in packages)
        self.happened = {name: _happened(packages, name) for name in QUESTIONS}

    def _coded(self, names: Iterable[str]) -> Any:
        return np.array([self._codes.setdefault(name, len(self._codes)) for name in names], dtype=np.int64)

    def _code(self, name: str) -> int:
        return self._codes.get(name, -1)

    def others(self, given: Documented, question: str) -> Any:
        """(P,) bool, packages of other cases of the same record of which an answer to the question is known."""
        is_other = (self.likes == self._code(given.like)) & (self.cases != self._code(given.case))
        return is_other & ~np.isnan(self.happened[question])

    def alike(self, given: Documented, question: str) -> Any:
        """(P,) bool, those of them by the same replier, or by one of the others, that were hit in the same way."""
        known = self.others(given, question)
        return known & (self.cells == self._code(_cell(given))) & self._is_by(given, known)

    def _is_by(self, given: Documented, known: Any) -> Any:
        """(P,) bool, packages answered, or not, by whom the table counts together with the replier."""
        times = np.bincount(self.repliers[known], minlength=len(self._codes))
        has_own, replier = times >= LEAST_KNOWN, self._code(given.row.replier)
        return self.repliers == replier if replier >= 0 and has_own[replier] else ~has_own[self.repliers]


def _cell(given: Documented) -> str:
    """How a replier was hit: by people sent home or not, by a first move or by an answer."""
    package = given.exchange.package
    return f"{'people' if package.persons else 'none'} {'first' if package.is_first else 'answer'}"


def _happened(packages: Sequence[Documented], question: str) -> Any:
    """(P,) what happened, as numbers that can be pooled: of people the logarithm of their ratio; NaN if unknown."""
    found = [(given, QUESTIONS[question].happened(given)) for given in packages]
    return np.array([np.nan if value is None else value - _offset(given, question) for given, value in found])


def _offset(given: Documented, question: str) -> float:
    """What is added to a pooled number: of people the logarithm of those that the package sends home."""
    return log(given.exchange.package.expelled or 1) if question == PEOPLE else 0.0


def _pooled(values: Any, weights: Any, given: Documented, question: str, n: int) -> Distribution | None:
    """Distribution of weighted values of other cases; None where there are none."""
    if not values.size:
        return Chance(n / 2, n) if QUESTIONS[question].is_chance else None
    if QUESTIONS[question].is_chance:
        return Chance(n * float(np.average(values, weights=weights)), n)
    return spread(values + _offset(given, question), weights, n)


def _climatology(known: Known, given: Documented, question: str, n: int) -> Distribution | None:
    values = known.happened[question][known.others(given, question)]
    return _pooled(values, np.ones(values.size), given, question, n)


def _fine_climatology(known: Known, given: Documented, question: str, n: int) -> Distribution | None:
    others, alike = known.others(given, question), known.alike(given, question)
    weights = alike[others] + PULL / max(1, others.sum())
    return _pooled(known.happened[question][others], weights, given, question, n)


def _exact_mirror(known: Known, given: Documented, question: str, n: int) -> Distribution | None:
    package = given.exchange.package
    if question == LAG:
        return _climatology(known, given, question, n)
    if question == PEOPLE:
        return spread([_offset(given, question)], [1.0], n)
    happens = {ANSWERED_60: 1, ANSWERED_365: 1, FURTHER: 1, ADDED: 0}
    happens[CLOSES] = any(event.group == CLOSED for event in package.measures)
    return Chance(n * happens[question], n)


def _no_answer(known: Known, given: Documented, question: str, n: int) -> Distribution | None:
    return None if question in ASKED_OF_AN_ANSWER else Chance(0, n)


EXACT_MIRROR, CLIMATOLOGY, FINE_CLIMATOLOGY, NO_ANSWER = (
    "exact_mirror",
    "climatology",
    "fine_climatology",
    "no_answer",
)
RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(EXACT_MIRROR, "Mirror", "an exact mirror", _exact_mirror),
        Rule(CLIMATOLOGY, "Frequency", "one frequency", _climatology),
        Rule(FINE_CLIMATOLOGY, "Table", "a table of frequencies", _fine_climatology),
        Rule(NO_ANSWER, "Silence", "no answer ever", _no_answer),
    )
}


def forecasts_by(rule: str, known: Known, given: Documented, n: int) -> Forecasts:
    """What a rule of thumb forecasts for a package, question by question; without those that it has no answer to.

    Parameters
    ----------
    n : histories that its forecast stands for, so that it is as sure as a model that plays so many
    """
    asked = {name: RULES[rule].forecast(known, given, name, n) for name in QUESTIONS}
    return {name: found for name, found in asked.items() if found is not None}
