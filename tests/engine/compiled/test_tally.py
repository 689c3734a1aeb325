"""Runs counted in fixed bins: which value falls where, what stands for a bin, and sums that never overflow."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.compiled.tally import (
    COARSE,
    FINE,
    MOST,
    UNIT,
    bin_of,
    bin_values,
    bin_widths,
    count_measure,
    empty_tally,
    n_bins,
)

SHARES = {0.0: 0.0, 0.0025: 0.00125, 0.6: 0.59875, 0.999: 0.99875, 1.0: 1.0}  # a share, and what stands for it
SEVERITIES = {0.0: 0.0, 0.005: 0.0, 1.0: 1 + 1 / 64, 1.02: 1 + 1 / 64, 1.04: 1 + 3 / 64, 6.0: 6 + 1 / 16}


@pytest.mark.parametrize(("share", "expected"), SHARES.items())
def test_a_share_is_counted_to_a_quarter_of_a_percent(share, expected):
    assert bin_values(True, COARSE)[bin_of(share, True, COARSE)] == pytest.approx(min(1.0, expected))


@pytest.mark.parametrize(("severity", "expected"), SEVERITIES.items())
def test_a_severity_is_counted_in_thirty_two_steps_a_doubling(severity, expected):
    assert bin_values(False, COARSE)[bin_of(severity, False, COARSE)] == pytest.approx(expected)


@given(st.floats(min_value=2.0**-7, max_value=2.0**13, exclude_max=True))
def test_what_stands_for_a_severity_is_within_two_percent_of_it(severity):
    assert bin_values(False, COARSE)[bin_of(severity, False, COARSE)] == pytest.approx(severity, rel=1 / 64)


@given(st.floats(min_value=0.0, max_value=1.0))
def test_what_stands_for_a_share_is_within_an_eighth_of_a_percent_of_it(share):
    assert bin_values(True, COARSE)[bin_of(share, True, COARSE)] == pytest.approx(share, abs=0.00125 + 1e-12)


@given(st.lists(st.floats(min_value=0.0), min_size=2, max_size=2).map(sorted), st.booleans())
def test_a_larger_value_is_in_no_lower_bin(values, is_share):
    low, high = (min(value, 1.0) if is_share else value for value in values)
    assert 0 <= bin_of(low, is_share, COARSE) <= bin_of(high, is_share, COARSE) < n_bins(COARSE)


@pytest.mark.parametrize("severity", [2.0**13, 1e300, math.inf])
def test_whatever_is_beyond_all_measure_is_in_the_last_bin(severity):
    assert bin_of(severity, False, COARSE) == n_bins(COARSE) - 1


def test_bins_ascend():
    for is_share in (False, True):
        values = bin_values(is_share, COARSE)[: 402 if is_share else None]
        assert values[0] == 0.0
        assert (np.diff(values) > 0).all()


def test_a_sum_is_exact_to_its_unit_and_stays_finite_where_severities_do_not():
    tally = empty_tally(1, 1, 1, 0)
    for value in (0.25, 5.5, math.inf):
        count_measure(tally, 0, 0, value, False)
    assert tally.sums[0, 0] == round(5.75 * UNIT) + MOST * UNIT
    assert tally.measures[0, 0].sum() == 3


def test_the_largest_sums_there_can_be_fit_into_sixty_four_bits():
    assert MOST * UNIT * 2**32 < 2**63  # as many runs as have numbers


@given(st.floats(min_value=2.0**-7, max_value=2.0**13, exclude_max=True))
def test_a_value_is_within_half_a_width_of_what_stands_for_it(severity):
    n = bin_of(severity, False, COARSE)
    assert abs(severity - bin_values(False, COARSE)[n]) <= bin_widths(False, COARSE)[n] / 2 * (1 + 1e-12)


@given(st.floats(min_value=2.0**-7, max_value=2.0**13, exclude_max=True))
def test_what_stands_for_a_measure_is_within_a_twentieth_of_a_percent_of_it(severity):
    assert bin_values(False, FINE)[bin_of(severity, False, FINE)] == pytest.approx(severity, rel=1 / 2048)


def test_fine_bins_divide_the_coarse_ones():
    for severity in (0.3, 1.0, 16.54, 8191.9):
        assert (bin_of(severity, False, FINE) - 1) // FINE == bin_of(severity, False, COARSE) - 1
