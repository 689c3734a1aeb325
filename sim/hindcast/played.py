"""Forecasts by playing: many histories from the day of a package on, and what its target did in each."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from sim.documented.events import Event
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.exchanges import Packages
from sim.rules.moves import CLOSE_CONSULATE, CLOSE_LIAISON_MISSION, CLOSE_MISSION, CLOSE_OFFICE
from sim.rules.world import Flags, Floats, Ints
from sim.scenario.countries import party_id
from sim.scenario.schema import Scenario

from .distributions import Chance, Forecasts, members
from .learning import Habits
from .packages import ADDED, ANSWERED_60, ANSWERED_365, CLOSES, FURTHER, LAG, PEOPLE, SOON_DAYS, Documented
from .worlds import day_of_package, world_of

CLOSING = sum(1 << kind for kind in (CLOSE_CONSULATE, CLOSE_OFFICE, CLOSE_LIAISON_MISSION, CLOSE_MISSION))
LEAST_MEMBERS = 20  # histories with an answer from which its days, people and kinds are forecast


class Answers(NamedTuple):
    """What a package was answered with in each of some histories."""

    days: Floats  # (R,) to the first answer, NaN where none came
    expelled: Ints  # (R,) people sent home by all that answers
    kinds: Ints  # (R,) kinds of move of all that answers, a bit each
    act_expelled: int  # people whom the package sends home in the model
    act_kinds: int


def played(
    given: Documented, events: Sequence[Event], habits: Habits, n: int, seed: int, n_in_all: int | None = None
) -> Forecasts:
    """Forecast the answer to a package by playing ``n`` histories.

    Parameters
    ----------
    n_in_all : int, about how many are played for all packages; very many if absent

    Returns
    -------
    dict of distributions by question; without what is asked of an answer where hardly any history has one, and empty
    where the model has no move for the package
    """
    return played_in(world_of(given, events, habits), given, n, seed, n_in_all)


def played_in(world: Scenario, given: Documented, n: int, seed: int, n_in_all: int | None = None) -> Forecasts:
    """Forecast the answer to a package by playing ``n`` histories of a world; as :func:`played`."""
    ensemble = Ensemble(world, seed, Wanted(packages=True), n_threads=1, n_runs=n_in_all)
    package, parties = given.exchange.package, ensemble.names.parties
    ends = parties.index(party_id(package.actor)), parties.index(party_id(package.target))
    day = (day_of_package(given) - world.start).days
    answers = answers_in(ensemble.play(range(n)).packages, direction(ensemble, *ends), day, n)
    return {} if answers is None else forecasts_from(answers, n)


def direction(ensemble: Ensemble, actor: int, target: int) -> int:
    """Direction from one party to another."""
    tables: Any = ensemble.tables
    return int(np.flatnonzero((tables.actor == actor) & (tables.target == target))[0])


def answers_in(packages: Packages, ij: int, day: int, n: int) -> Answers | None:
    """Answers to what the script did in a direction on a day, over all histories; None where it did nothing there.

    Parameters
    ----------
    packages : of histories 0 to n - 1
    """
    act: Any = (packages.ij == ij) & (packages.day == day) & packages.is_scripted
    if not act.any():
        return None
    key = packages.run * (packages.package.max() + 1)  # packages are numbered within a history
    is_answer: Any = (packages.ij == (ij ^ 1)) & np.isin(key + packages.answers, (key + packages.head)[act])
    is_answer &= packages.answers >= 0
    days, expelled, kinds = np.full(n, np.inf), np.zeros(n, np.int64), np.zeros(n, np.int64)
    runs = packages.run[is_answer]
    np.minimum.at(days, runs, packages.day[is_answer] - day)
    np.add.at(expelled, runs, packages.expelled[is_answer])
    np.bitwise_or.at(kinds, runs, packages.kinds[is_answer])
    first: Any = act & (packages.run == packages.run[act][0])
    act_expelled, act_kinds = int(packages.expelled[first].sum()), int(np.bitwise_or.reduce(packages.kinds[first]))
    return Answers(np.where(np.isinf(days), np.nan, days), expelled, kinds, act_expelled, act_kinds)


def forecasts_from(answers: Answers, n: int) -> Forecasts:
    """Distributions from the answers of all histories."""
    came: Flags = ~np.isnan(answers.days)
    n_came = int(came.sum())
    forecasts: Forecasts = {
        ANSWERED_60: Chance(int(np.sum(answers.days <= SOON_DAYS)), n),
        ANSWERED_365: Chance(n_came, n),
        FURTHER: Chance(n_came, n),
    }
    if n_came < LEAST_MEMBERS:
        return forecasts
    kinds = answers.kinds[came]
    forecasts |= {
        LAG: members(np.log1p(answers.days[came])),
        ADDED: Chance(int(np.sum((kinds & ~answers.act_kinds) != 0)), n_came),
        CLOSES: Chance(int(np.sum((kinds & CLOSING) != 0)), n_came),
    }
    in_people = answers.expelled[came & (answers.expelled > 0)]
    if answers.act_expelled and in_people.size >= LEAST_MEMBERS:
        forecasts[PEOPLE] = members(np.log(in_people))
    return forecasts
