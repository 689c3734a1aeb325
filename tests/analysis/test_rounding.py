"""Two numbers and their difference are written with as many decimals as the interval supports."""

import pytest

from sim.analysis.labels import percent
from sim.analysis.rounding import decimals_of
from sim.report.comparison import signed


@pytest.mark.parametrize(
    ("low", "high", "decimals"),
    [
        pytest.param(-63.0, -58.9, 0, id="a standard error of one point: whole points"),
        pytest.param(5.0, 7.2, 1, id="of half a point: one decimal"),
        pytest.param(6.849, 7.616, 1, id="of a fifth: one decimal"),
        pytest.param(0.0964, 0.1049, 3, id="of two thousandths: three decimals"),
        pytest.param(100.0, 100.0, 0, id="the same in every pair"),
        pytest.param(0.000009, 0.000011, 4, id="no more than four"),
        pytest.param(-40.0, 42.0, 0, id="never less than whole numbers"),
    ],
)
def test_decimals_follow_the_interval(low, high, decimals):
    assert decimals_of(low, high) == decimals


def test_an_interval_of_no_width_leaves_what_is_usual():
    assert decimals_of(0.0, 0.0, 2) == 2
    assert decimals_of(float("nan"), float("nan"), 2) == 2


@pytest.mark.parametrize("difference", [n / 997 for n in range(1, 400)])
def test_a_difference_as_written_lies_in_its_interval_as_written(difference):
    low, high = difference - 0.00425, difference + 0.00425
    digits = decimals_of(low, high)
    written = [float(signed(number, digits).replace("−", "-")) for number in (low, difference, high)]
    assert written == sorted(written)
    assert written[0] < written[2]


def test_a_percentage_just_below_one_is_one():
    assert [percent(share) for share in (0.0094, 0.0096, 0.01, 0.9906, 0.99)] == [
        "0.9 %",
        "1 %",
        "1 %",
        "99.1 %",
        "99 %",
    ]
    assert percent(0.9904) == "99 %"
