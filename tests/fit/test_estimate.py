"""Estimates: frequencies where nothing draws them, and where they are drawn to."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.special import expit, logit

from sim.fit.blocks import Block, Pull
from sim.fit.counts import DELAY
from sim.fit.estimate import estimate
from sim.fit.habits import fit_habits
from sim.fit.yes_or_no import ANSWERED
from tests.fit.acts import acts_of

FIRST = ANSWERED.names.index("silence_first")
# the world lets 6 of 8 lie, Moscow 2 of 8: together 8 of 16
ROWS = [
    *acts_of("a", [False] * 6 + [True] * 2),
    *acts_of("b", [False] * 2 + [True] * 6, side="moscow"),
]


def drawn(block: Block, to_centre: float, to_pool: float, case_power: float = 0.0) -> Block:
    return replace(block, pull=Pull(to_centre, to_pool, case_power))


def silence(block: Block, rows=ROWS, **asked) -> dict[str, float]:
    """Silence about one person sent home, of the pool and of each side."""
    found = estimate(block, block.data(rows), free=["silence_first"], **asked)
    return {"pool": expit(found.pool[FIRST])} | {side: expit(theta[FIRST]) for side, theta in found.sides.items()}


def test_what_nothing_draws_is_a_frequency() -> None:
    found = silence(drawn(ANSWERED, 0.0, 1e-9))
    assert found == pytest.approx({"pool": 0.5, "world": 0.75, "moscow": 0.25, "facing_moscow": 0.5}, abs=1e-6)


def test_sides_that_are_drawn_hard_are_the_pool() -> None:
    found = silence(drawn(ANSWERED, 0.0, 1e9))
    assert found == pytest.approx(dict.fromkeys(found, 0.5), abs=1e-6)


def test_sides_lie_between_their_frequency_and_the_pool() -> None:
    found = silence(drawn(ANSWERED, 0.0, 10.0))
    assert 0.5 < found["world"] < 0.75
    assert 0.25 < found["moscow"] < 0.5


def test_a_pool_that_is_drawn_hard_is_what_was_expected() -> None:
    centre = np.zeros(len(ANSWERED.numbers))
    centre[FIRST] = logit(0.9)
    assert silence(drawn(ANSWERED, 1e9, 1.0), centre=centre)["pool"] == pytest.approx(0.9, abs=1e-6)


def test_the_weight_of_a_side_with_one_drawn_number_worked_by_hand() -> None:
    """One act without answer, drawn to even odds with a variance of 1: 1 - p is theta, p is 1 / (1 + e^-theta)."""
    block = replace(
        drawn(ANSWERED, 1.0, 1.0), numbers=tuple(n._replace(centre=0.0, spread=1.0) for n in ANSWERED.numbers)
    )
    rows = acts_of("a", [False])
    theta = logit(silence(block, rows)["pool"])
    assert theta == pytest.approx(1.0 - expit(theta))
    assert theta == pytest.approx(0.4011, abs=1e-4)  # 1 - 1 / (1 + e^-0.4011) is 0.4010


def test_rows_of_one_case_weigh_less_where_they_are_many() -> None:
    """A case with four silences and one with one answer count the same: even odds, where it were four to one."""
    rows = [*acts_of("a", [False] * 4), *acts_of("b", [True])]
    assert silence(drawn(ANSWERED, 0.0, 1.0), rows)["pool"] == pytest.approx(0.8, abs=1e-6)
    assert silence(drawn(ANSWERED, 0.0, 1.0, case_power=1.0), rows)["pool"] == pytest.approx(0.5, abs=1e-6)


def test_numbers_that_are_not_free_stay_where_they_were() -> None:
    found = estimate(ANSWERED, ANSWERED.data(ROWS), free=["silence_first"])
    assert found.pool[ANSWERED.names.index("silence_wave")] == 0.0
    assert found.pool[ANSWERED.names.index("silence_reply")] == 1.4


def test_an_actor_of_ones_own_choice_is_a_side() -> None:
    rows = [*ROWS, *acts_of("c", [True] * 8, side="Sudan")]
    found = silence(drawn(ANSWERED, 0.0, 10.0), rows)
    assert found["Sudan"] < found["pool"] < found["world"]


def test_the_median_of_prompt_answers_is_found() -> None:
    """Sixty answers after two days, and none of them late."""
    rows = [row._replace(lag_days=2, case=f"case {n}") for n, row in enumerate(acts_of("a", [True] * 60))]
    found = estimate(drawn(DELAY, 1e-3, 1.0), DELAY.data(rows))
    assert np.exp(found.pool[0]) == pytest.approx(2.0, abs=0.15)


def test_habits_have_a_number_of_each_name_for_each_side() -> None:
    found = fit_habits(ROWS)
    assert list(found) == ["world", "moscow", "facing_moscow"]
    assert found["moscow"]["silence_first"] < found["world"]["silence_first"]
    assert {name: value for name, value in found["world"].items() if name == "silence_size"} == {"silence_size": 0.0}


def test_nothing_to_learn_from_leaves_what_was_expected() -> None:
    assert fit_habits([])["world"]["delay_median_log"] == 1.0
