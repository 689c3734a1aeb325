"""Standard errors, worked by hand for one frequency, and what a record cannot tell apart."""

from dataclasses import replace

import numpy as np
import pytest

from sim.fit.blocks import Pull
from sim.fit.errors import Uncertain, confused, uncertain, unlearned
from sim.fit.estimate import Prior, estimate
from sim.fit.yes_or_no import ADDED, ANSWERED
from tests.fit.acts import act, acts_of

FIRST = ANSWERED.names.index("silence_first")
FREE = replace(ANSWERED, pull=Pull(0.0, 1.0, 0.0))


def error(rows, side: str = "") -> float:
    data = FREE.data(rows)
    return float(uncertain(FREE, data, estimate(FREE, data, free=["silence_first"]))[side].errors[FIRST])


def test_eight_cases_with_even_odds() -> None:
    """The curvature is 8 times 1/4, so the error one over the root of 2."""
    rows = [row for n in range(8) for row in acts_of(f"case {n}", [n % 2 == 0])]
    assert error(rows) == pytest.approx(1 / np.sqrt(2), rel=1e-3)


def test_two_cases_that_go_together_say_less() -> None:
    """Slopes add up to 2 in one case and -2 in the other: 8 over the curvature 2 on both sides, so the root of 2."""
    rows = [*acts_of("a", [True] * 4), *acts_of("b", [False] * 4)]
    assert error(rows) == pytest.approx(np.sqrt(2), rel=1e-3)


def test_a_side_without_rows_is_as_unsure_as_it_is_drawn_and_the_pool_is() -> None:
    """Drawn to the pool with the variance of its spread, 1.8 squared, to which that of the pool is added: 1/2."""
    rows = [row for n in range(8) for row in acts_of(f"case {n}", [n % 2 == 0])]
    assert error(rows, "moscow") == pytest.approx(np.sqrt(1.8**2 + 0.5), rel=1e-3)


def test_numbers_that_are_not_free_have_no_error() -> None:
    data = FREE.data(acts_of("a", [True, False]))
    found = uncertain(FREE, data, estimate(FREE, data, free=["silence_first"]))[""]
    assert np.flatnonzero(found.errors).tolist() == [FIRST]


def test_how_many_rows_and_cases_an_estimate_rests_on() -> None:
    data = FREE.data([*acts_of("a", [True, False]), *acts_of("b", [False])])
    found = uncertain(FREE, data, estimate(FREE, data, free=["silence_first"]))
    assert [(found[side].n, found[side].cases) for side in ("", "world", "moscow")] == [(3, 2), (3, 2), (0, 0)]


def test_numbers_whose_estimates_go_together_are_named() -> None:
    covariance = np.diag([1.0, 1.0, 4.0, 1.0])
    covariance[0, 2] = covariance[2, 0] = -1.9  # of 1 and 2: a correlation of -0.95
    found = Uncertain(np.zeros(4), covariance, 10, 5)
    assert confused(ADDED, found) == [("surcharge_without_people", "surcharge_size", -0.95)]


def test_numbers_that_the_rows_hardly_narrow_are_named() -> None:
    found = Uncertain(np.zeros(4), np.diag([0.04, 0.81, 0.04, 0.0]), 10, 5)
    prior = Prior(np.zeros(4), np.array([1.0, 1.0, 1.0, np.inf]))  # the last is held
    assert unlearned(ADDED, found, prior) == ["surcharge_people"]


def test_all_kinds_of_rows_have_errors() -> None:
    rows = [act(case=f"case {n}", people=1 + n % 3, is_wave=n % 2 == 0) for n in range(12)]
    data = ADDED.data(rows)
    assert np.isfinite(uncertain(ADDED, data, estimate(ADDED, data))[""].errors).all()
