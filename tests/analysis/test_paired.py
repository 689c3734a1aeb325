"""Means of paired differences and what they are known to."""

import math

import numpy as np
import pytest

from sim.analysis.paired import LOT, Lots, paired, together


def test_an_interval_worked_by_hand():
    # differences 0, 0, 1, 1: mean 1/2, standard deviation sqrt(1/3), of the mean sqrt(1/12); 1.96 of these each way
    found = paired([0, 0, 0, 0], [0, 0, 1, 1])
    low, high = found.interval
    assert (found.a, found.b, found.difference) == (0, 0.5, 0.5)
    assert (low, high) == (pytest.approx(0.5 - 0.565793, abs=1e-6), pytest.approx(0.5 + 0.565793, abs=1e-6))


def test_four_times_as_many_runs_halve_the_interval():
    few, many = [0.0, 1.0, 3.0] * 100, [0.0, 1.0, 3.0] * 400
    widths = []
    for values in (few, many):
        low, high = paired(np.zeros(len(values)), values).interval
        widths.append(high - low)
    assert widths[0] / widths[1] == pytest.approx(math.sqrt(4), rel=2e-3)


def test_equal_differences_leave_no_doubt():
    found = paired([0.5] * 7, [0.6] * 7)  # 0.1 has no exact binary form, and the mean of seven is rounded
    assert found.interval == (found.difference, found.difference)


def test_the_other_way_round_is_the_same_with_the_other_sign():
    a, b = np.array([0.1, 0.7, 0.3]), np.array([0.2, 0.1, 0.9])
    forth, back = paired(a, b), paired(b, a)
    assert forth.difference == -back.difference
    assert forth.interval == tuple(-bound for bound in back.interval[::-1])


def test_lots_put_together_are_one_lot():
    draws = np.random.default_rng(3).normal(size=(2, 50, 4))
    whole = paired(*draws)
    parts = together(together(paired(*draws[:, :7]), paired(*draws[:, 7:8])), paired(*draws[:, 8:]))
    for one, other in zip(parts, whole, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12)


@pytest.mark.parametrize("sizes", [[LOT], [1] * 70, [69, 1], [LOT, LOT, 6], [5, 60, 5]], ids=str)
def test_the_chunks_in_which_runs_come_change_no_digit(sizes):
    draws = np.random.default_rng(4).normal(size=(2, sum(sizes), 3, 2))
    lots, first = Lots(), 0
    for size in sizes:
        lots, first = lots.and_then(*draws[:, first : first + size]), first + size
    at_once = Lots().and_then(*draws).sum()
    assert lots.sum().n == sum(sizes)
    for one, other in zip(lots.sum(), at_once, strict=True):
        np.testing.assert_array_equal(one, other)
    np.testing.assert_allclose(at_once.difference, (draws[1] - draws[0]).mean(axis=0))
