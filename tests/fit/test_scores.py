"""Scores worked by hand, and that a case is never forecast from itself."""

from dataclasses import replace
from math import log

import numpy as np
import pytest

from sim.fit.blocks import Pull
from sim.fit.counts import DELAY, PEOPLE_BACK
from sim.fit.rivals import table_left_out
from sim.fit.scores import Scored, in_sample, left_out
from sim.fit.yes_or_no import ANSWERED
from tests.fit.acts import act, acts_of

FREE = replace(ANSWERED, pull=Pull(0.0, 1e9, 0.0))
# silence: 3 of 4 in one case, 1 of 4 in another
ROWS = [*acts_of("a", [False] * 3 + [True]), *acts_of("b", [False] + [True] * 3)]


def scored(outcome: list[int], chances: list[list[float]]) -> Scored:
    """Chances of whole numbers, and what happened."""
    data = DELAY.data([act(lag_days=number) for number in outcome])
    return Scored(np.array(chances), data)


def test_a_case_is_forecast_from_all_others() -> None:
    found = left_out(FREE, ROWS, ["silence_first"])
    assert found.chances[:, 1] == pytest.approx([0.25] * 4 + [0.75] * 4, abs=1e-6)


def test_in_sample_every_case_helps_to_forecast_itself() -> None:
    assert in_sample(FREE, ROWS, ["silence_first"]).chances[:, 1] == pytest.approx([0.5] * 8, abs=1e-6)


def test_the_table_knows_the_other_cases_alone() -> None:
    """One row of all others counts beside the four of the same cell, and here all are in it."""
    found = table_left_out(FREE, FREE.data(ROWS))
    assert found.chances[:, 1] == pytest.approx([0.25] * 4 + [0.75] * 4)


def test_the_table_of_people_goes_by_ratios() -> None:
    """Others sent home half: of the four received here it makes two."""
    halved, here = act(case="a", expelled=10, people_back=5), act(case="b", expelled=4, people_back=4)
    found = table_left_out(PEOPLE_BACK, PEOPLE_BACK.data([halved, here]))
    assert found.chances[1, 2] == pytest.approx(1.0)


def test_scores_of_a_yes_or_no() -> None:
    data = FREE.data(acts_of("a", [False]))
    found = Scored(np.array([[0.25, 0.75]]), data)
    assert (found.log[0], found.brier[0]) == pytest.approx((-log(0.75), 0.0625))


def test_the_score_of_a_number_is_its_distance_in_logarithms() -> None:
    """Sure of one person, and three came: ln 4 less ln 2."""
    assert scored([3], [[0.0, 1.0, 0.0, 0.0]]).crps[0] == pytest.approx(log(2))
    assert scored([1], [[0.0, 1.0, 0.0, 0.0]]).crps[0] == pytest.approx(0.0)


def test_what_happened_lies_within_the_middle_half_as_far_as_its_chance_does() -> None:
    """Of four equal chances the middle two fill it; of one outcome that is sure half lies inside."""
    of_four = scored([0, 1, 2, 3], [[0.25] * 4] * 4)
    assert of_four.coverage(0.5) == pytest.approx(0.5)
    assert of_four.coverage(0.9) == pytest.approx((0.8 + 1 + 1 + 0.8) / 4)
    assert scored([1], [[0.0, 1.0]]).coverage(0.5) == pytest.approx(0.5)
