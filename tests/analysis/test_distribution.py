"""What own measures gave in many histories is summed up alike however the histories are divided."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.distribution import LOT, Distribution

FEW = st.lists(st.one_of(st.just(math.nan), st.floats(-1e12, 1e12)), min_size=1, max_size=12)
VALUES = st.builds(lambda values, times: values * times, FEW, st.integers(1, 20))  # up to four lots


def of(values, sizes=(10**9,)):
    """Values added so many at a time, the last size for all the rest."""
    found, first = Distribution(), 0
    sizes = [*sizes, len(values)]
    for size in sizes:
        found.add(np.array(values[first : first + size], dtype=float))
        first += size
    return found


@given(VALUES, st.lists(st.integers(0, LOT + 1), max_size=8))
def test_the_sizes_in_which_values_come_change_no_digit(values, sizes):
    one, other = of(values), of(values, sizes)
    assert (one.n, one.n_defined) == (other.n, other.n_defined)
    assert [str(number) for number in one.moments] == [str(number) for number in other.moments]
    for a, b in zip(one.counts, other.counts, strict=True):
        np.testing.assert_array_equal(a, b)


@given(VALUES)
def test_mean_and_spread_are_those_of_the_values_that_are_defined(values):
    found, defined = of(values), np.array([value for value in values if not math.isnan(value)])
    assert (found.n, found.n_defined) == (len(values), len(defined))
    if not len(defined):
        assert math.isnan(found.moments.mean)
        return
    size = np.abs(defined).max() + 1e-300
    assert found.moments.mean == pytest.approx(defined.mean(), abs=1e-9 * size)
    assert math.sqrt(found.moments.squares) == pytest.approx(math.sqrt(((defined - defined.mean()) ** 2).sum()),
                                                             abs=1e-7 * size * len(defined))  # fmt: skip


def test_whole_numbers_up_to_2047_are_counted_exactly_and_larger_ones_to_a_twentieth_of_a_percent():
    numbers = [-3, -3, 0, 1, 2, 2, 2, 2046, 2047]
    counts, sizes = of(numbers).counts
    assert dict(zip(sizes.tolist(), counts.tolist(), strict=True)) == {-3: 2, 0: 1, 1: 1, 2: 3, 2046: 1, 2047: 1}
    (two,), (size,) = of([1e6, 1e6 + 400]).counts
    assert (two, size) == (2, 1e6 + 200)


def test_the_room_does_not_grow_with_the_number_of_histories():
    found = of(np.tile(np.arange(1000) / 7, 40))
    again = of(np.tile(np.arange(1000) / 7, 400))
    assert len(found.counts[0]) == len(again.counts[0])


def test_yes_is_counted_among_what_is_defined():
    found = of([1.0, 0.0, math.nan, 1.0])
    assert (found.n_true, found.n_defined, found.n) == (2, 3, 4)


def test_of_nothing_nothing_is_known():
    found = of([math.nan, math.nan])
    assert (found.n, found.n_defined, len(found.counts[0])) == (2, 0, 0)
