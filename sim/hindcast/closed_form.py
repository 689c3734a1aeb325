"""Forecasts by the closed forms of the rules, without playing: quick, and without what the posts allow."""

from math import log, log1p

import numpy as np

from sim.analysis.expected_reply import (
    chance_of_answer,
    chances_of_delay,
    chances_of_people,
)
from sim.documented.observations import Observation
from sim.documented.words import CLOSED
from sim.fit.yes_or_no import is_owed
from sim.rules.habits import HABITS
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.silences import MOST_ASYMMETRY, RECENT_DAYS, Features
from sim.rules.substitute import chance_of_another_kind
from sim.rules.world import Floats

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
    kinds_of,
)


def numbers_of_habits(name: str, learned: Habits) -> Floats:
    """Numbers of a policy of these habits, (n_policy,): those learned, else those that come with detente."""
    own = {**HABITS[name].numbers, **learned.get(name, {})}
    found: dict[str, float] = {}
    for row in POLICY_PARAMETERS:
        found[row.name] = own.get(row.name, found.get(row.follows, row.default))
    return np.array([*found.values()])


def features_of(row: Observation) -> Features:
    """What a government looks at beside the kind of an act; 0 where nothing is known."""
    asymmetry = min(MOST_ASYMMETRY, max(-MOST_ASYMMETRY, row.asymmetry or 0.0))
    recent = 0.0 if row.days_since is None else 2.0 ** (-row.days_since / RECENT_DAYS)
    return Features(row.people or 0, row.share or 0.0, row.is_wave, asymmetry, row.is_alliance, recent, row.is_reply)


def closed_form(given: Documented, learned: Habits, n: int) -> Forecasts:
    """Forecast the answer to a package.

    Parameters
    ----------
    learned : numbers of habits, where they are others than those that come with detente
    n : members of each distribution, and histories that its chances stand for
    """
    package, row = given.exchange.package, given.row
    numbers = numbers_of_habits(row.side, learned)
    kinds, people = sorted(filter(None, kinds_of(package.measures))), row.people or 0
    delays = chances_of_delay(numbers)
    answered = chance_of_answer(
        numbers, kinds, is_reply=row.is_reply, is_owed=not row.is_reply or is_owed(row), features=features_of(row)
    )
    forecasts: Forecasts = {
        ANSWERED_60: Chance(n * answered * float(delays[: SOON_DAYS + 1].sum()), n),
        ANSWERED_365: Chance(n * answered, n),
        LAG: spread([log1p(day) for day in range(delays.size)], delays, n),
        ADDED: Chance(n * float(chance_of_another_kind(numbers, people, row.is_wave)), n),
        CLOSES: Chance(n * any(event.group == CLOSED for event in package.measures), n),
        FURTHER: Chance(n * answered, n),
    }
    if package.expelled:
        forecasts[PEOPLE] = _people(numbers, package.expelled, n)
    return forecasts


def _people(numbers: Floats, expelled: int, n: int) -> Members:
    """Logarithm of the people sent home in answer, where anybody is."""
    chances = chances_of_people(numbers, expelled)
    return spread([log(count) for count in range(1, chances.size)], chances[1:], n)
