"""Figures that a reader subtracts give the difference that is written."""

import pytest

from sim.analysis.rounding import rounded_alike


@pytest.mark.parametrize(
    ("a", "b", "least", "decimals", "difference"),
    [
        pytest.param(92.1, 31.2, 0, 0, -60.9, id="whole numbers do: 92, 31 and 61"),
        pytest.param(10.34, 10.96, 1, 2, 0.62, id="one decimal more: 10.3 and 11.0 are 0.7 apart, not 0.6"),
        pytest.param(0.25, 0.75, 0, 2, 0.5, id="two decimals more: 0 and 1, 0.2 and 0.8 are not half apart"),
        pytest.param(0.4445, 0.5554, 0, 0, 1.0, id="none do, and so the rounded numbers are subtracted"),
        pytest.param(5.0, 5.0, 1, 1, 0.0, id="no difference"),
    ],
)
def test_two_numbers_and_their_difference_agree(a, b, least, decimals, difference):
    assert rounded_alike(a, b, least) == (decimals, pytest.approx(difference))
