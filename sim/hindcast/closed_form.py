"""Forecasts by the closed forms of the rules, without playing: quick, and without what the posts allow."""

from math import log, log1p

import numpy as np

from sim.analysis.expected_reply import chance_of_answer, chances_of_delay, chances_of_people
from sim.documented.events import Event
from sim.documented.words import CLOSED
from sim.documented.words import PEOPLE as PEOPLE_GROUP
from sim.rules.habits import HABITS
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.substitute import chance_of_another_kind
from sim.rules.world import Floats
from sim.scenario.pack import KIND_NUMBER

from .distributions import Chance, Forecasts, Members, spread
from .learning import Habits
from .packages import (
    ADDED,
    ANSWERED_60,
    ANSWERED_365,
    CLOSES,
    FURTHER,
    LAG,
    PEOPLE,
    SOON_DAYS,
    Documented,
)


def numbers_of_habits(name: str, learned: Habits) -> Floats:
    """Numbers of a policy of these habits, (n_policy,): those learned, else those that come with detente."""
    own = {**HABITS[name].numbers, **learned.get(name, {})}
    return np.array([own.get(row.name, row.default) for row in POLICY_PARAMETERS])


def closed_form(given: Documented, learned: Habits, n: int) -> Forecasts:
    """Forecast the answer to a package.

    Parameters
    ----------
    learned : numbers of habits, where they are others than those that come with detente
    n : members of each distribution, and histories that its chances stand for
    """
    package = given.exchange.package
    numbers = numbers_of_habits(given.row.side, learned)
    kinds, people = sorted({kind_of(event) for event in package.measures}), package.persons or 0
    delays = chances_of_delay(numbers)
    answered = chance_of_answer(numbers, kinds, people=people, is_reply=not package.is_first, is_owed=package.is_first)
    forecasts: Forecasts = {
        ANSWERED_60: Chance(n * answered * float(delays[: SOON_DAYS + 1].sum()), n),
        ANSWERED_365: Chance(n * answered, n),
        LAG: spread([log1p(day) for day in range(delays.size)], delays, n),
        ADDED: Chance(n * float(chance_of_another_kind(numbers, people)), n),
        CLOSES: Chance(n * any(event.group == CLOSED for event in package.measures), n),
        FURTHER: Chance(n * answered, n),
    }
    if package.expelled:
        forecasts[PEOPLE] = _people(numbers, package.expelled, n)
    return forecasts


def kind_of(event: Event) -> str:
    """Kind of move of the model that a measure is; "measure" for what is not about missions."""
    if event.move in KIND_NUMBER:
        return event.move
    return "expel" if event.group == PEOPLE_GROUP else "measure"


def _people(numbers: Floats, expelled: int, n: int) -> Members:
    """Logarithm of the people sent home in answer, where anybody is."""
    chances = chances_of_people(numbers, expelled)
    return spread([log(count) for count in range(1, chances.size)], chances[1:], n)
