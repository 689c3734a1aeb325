"""Numbers that were planted are found again: 90 % intervals hold them about nine times of ten."""

import numpy as np
import pytest

from sim.documented.events import RECORDS
from sim.documented.observations import observations_of
from sim.fit.habits import BLOCKS, fit_block, free_of
from sim.fit.planted import planted, recovered
from sim.fit.yes_or_no import ANSWERED

RECORD = [row for record in RECORDS for row in observations_of(record)]
TIMES = 4  # of the twenty that tests/validation/fitted.py plants


def test_outcomes_are_drawn_as_often_as_their_chances_say() -> None:
    """With silence of one half about all, half of the first moves are not answered: 241 of 482, give or take 33."""
    data, even = ANSWERED.data(RECORD), np.zeros(len(ANSWERED.numbers))
    drawn = planted(ANSWERED, data, dict.fromkeys(("world", "moscow", "facing_moscow"), even), seed=1)
    assert drawn.outcome.sum() == pytest.approx(241, abs=33)  # three standard deviations, 11 each
    assert set(drawn.outcome) == {0.0, 1.0}


def test_intervals_hold_what_was_planted() -> None:
    held = [
        is_held
        for block in BLOCKS
        for data, theta in [(block.data(RECORD), fit_block(block, RECORD).sides)]
        for seed in range(TIMES)
        for is_held in recovered(block, data, theta, seed, free_of(block)).values()
    ]
    assert 0.85 <= np.mean(held) <= 0.97  # 4 of 20 records are few
