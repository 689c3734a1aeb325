"""Likelihoods: the chance of a documented outcome, worked by hand."""

from math import exp, log, sqrt

import numpy as np
import pytest
from scipy.stats import norm

from sim.documented.words import OTHER, OWN
from sim.fit.blocks import Block
from sim.fit.counts import DELAY, PEOPLE_BACK
from sim.fit.yes_or_no import ADDED, ANSWERED
from tests.fit.acts import act


def theta_of(block: Block, **numbers: float) -> np.ndarray:
    """Numbers as a policy has them, on the scale of the fit; others are one half, or 0."""
    usual = {"logit": 0.5, "log": 1.0, "plain": 0.0}
    return np.array([n.to_scale(numbers.get(n.name, usual[n.scale])) for n in block.numbers])


def chance(block: Block, row, **numbers: float) -> float:
    """Chance of the outcome of a row."""
    (found,) = block.log_likelihood(theta_of(block, **numbers), block.data([row]))
    return exp(found)


@pytest.mark.parametrize(
    ("row", "numbers", "expected"),
    [
        pytest.param(act(), {"silence_first": 0.4}, 0.6, id="one person is answered"),
        pytest.param(act(answered=False), {"silence_first": 0.4}, 0.4, id="one person is not answered"),
        pytest.param(act(group=OWN, people=0), {"silence_recall": 0.8}, 0.2, id="an own recall goes by its number"),
        pytest.param(act(group=OTHER, people=0), {"silence_measure": 0.7}, 0.3, id="and so does a measure"),
        # odds of silence of one person 4 to 1; of 25 people a fifth, as 25 to the power of one half is 5
        pytest.param(
            act(is_reply=True, people=25, people_before=10),
            {"silence_reply": 0.8, "silence_reply_size": 0.5},
            1 / (1 + 4 / 5),
            id="a harder answer goes by its size",
        ),
        pytest.param(
            act(is_reply=True, people=25, people_before=25),
            {"silence_reply": 0.8, "silence_reply_size": 0.5, "further_step": 0.05},
            0.05,
            id="an equal one is answered by a further step, whatever its size",
        ),
        # 3 to 2 for silence, of 16 people 3 to 8
        pytest.param(act(people=16), {"silence_first": 0.6, "silence_size": 0.5}, 8 / 11, id="a first act of 16"),
        # half of a mission: the odds 3 to 2 are divided by e to the square root of one half
        pytest.param(
            act(share=0.5, answered=False),
            {"silence_first": 0.6, "silence_share": 1.0},
            1.5 * exp(-sqrt(0.5)) / (1 + 1.5 * exp(-sqrt(0.5))),
            id="a share of the mission",
        ),
        # an own act 90 days ago counts half of the weight 2 ln 3, so the odds 3 to 1 become even
        pytest.param(
            act(days_since=90), {"silence_first": 0.75, "silence_recent": 2 * log(3)}, 0.5, id="a recent own act"
        ),
    ],
)
def test_whether_an_act_is_answered(row, numbers: dict[str, float], expected: float) -> None:
    assert chance(ANSWERED, row, **numbers) == pytest.approx(expected, abs=1e-9)


def test_only_known_outcomes_are_rows() -> None:
    unknown = act(answered=None, lag_days=None, people_back=None)
    assert [len(block.data([act(), unknown]).rows) for block in (ANSWERED, DELAY, PEOPLE_BACK, ADDED)] == [1, 1, 1, 1]


NUMBERS_OF_ADDED = {"surcharge_without_people": 0.4, "surcharge_people": 0.2, "surcharge_size": 0.5}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(act(), 0.8, id="one person is answered by one"),
        pytest.param(act(moves_back=frozenset({"expel", "cut_ceiling"})), 0.2, id="and by a ceiling, too"),
        pytest.param(
            act(group=OWN, people=0, moves=frozenset({"recall_for_consultations"})), 0.4, id="nobody was sent home"
        ),
        # odds 1 to 4 for one person, doubled for four
        pytest.param(act(people=4, moves_back=frozenset({"close_office"})), 1 / 3, id="four were sent home"),
        # and divided by 3 in a wave
        pytest.param(act(people=4, is_wave=True), 6 / 7, id="four were sent home in a wave"),
        pytest.param(
            act(group=OTHER, people=0, moves=frozenset({"visa_ban"}), moves_back=frozenset({"tariff"})),
            0.6,
            id="all that is beyond staff is one kind",
        ),
    ],
)
def test_whether_an_answer_adds_a_kind(row, expected: float) -> None:
    assert chance(ADDED, row, **NUMBERS_OF_ADDED, surcharge_wave=log(3)) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        # a median of one day and a spread of one: below half a day, from there to a day and a half, and so on
        pytest.param(0, norm.cdf(log(0.5)), id="the same day"),
        pytest.param(1, norm.cdf(log(1.5)) - norm.cdf(log(0.5)), id="the next day"),
        pytest.param(400, norm.sf(log(364.5)), id="as late as a year, or later"),
    ],
)
def test_days_to_a_prompt_answer(days: int, expected: float) -> None:
    """Nobody waits here: the other half of the mixture has no weight to speak of."""
    numbers = {"delay_median_log": 0.0, "delay_sd_log": 1.0, "wait_probability": 0.0001}
    assert chance(DELAY, act(lag_days=days), **numbers) == pytest.approx(expected, abs=2e-4)


def test_half_of_the_answers_may_wait() -> None:
    """Both spreads are tiny: half of the answers come after 1 day, half after 30."""
    numbers = {"delay_median_log": 0.0, "delay_sd_log": 1e-3, "wait_median_log": log(30), "wait_sd_log": 1e-3}
    found = [chance(DELAY, act(lag_days=days), **numbers, wait_probability=0.5) for days in (1, 2, 30)]
    assert found == pytest.approx([0.5, 0.0, 0.5], abs=1e-9)


@pytest.mark.parametrize(
    ("received", "returned", "expected"),
    [
        # one in five is free: a lognormal number with the median received and a spread of one
        pytest.param(1, 1, 0.8 + 0.2 * norm.cdf(log(1.5)), id="one for one, or a free number below one and a half"),
        pytest.param(1, 2, 0.2 * (norm.cdf(log(2.5)) - norm.cdf(log(1.5))), id="two for one"),
        pytest.param(10, 5, 0.2 * (norm.cdf(log(0.55)) - norm.cdf(log(0.45))), id="five for ten"),
    ],
)
def test_people_sent_home_in_answer(received: int, returned: int, expected: float) -> None:
    row = act(expelled=received, people=received, people_back=returned)
    numbers = {"inexact_one": 0.2, "number_sd_log": 1.0}
    assert chance(PEOPLE_BACK, row, **numbers) == pytest.approx(expected, abs=1e-9)


def test_of_more_people_more_often_another_number_is_sent_home() -> None:
    """Odds 1 to 4 of another number for one person, and 1 to 1 for four with a weight of one."""
    row = act(expelled=4, people=4, people_back=4)
    numbers = {"inexact_one": 0.2, "inexact_size": 1.0, "number_median_log": 5.0, "number_sd_log": 0.1}
    assert chance(PEOPLE_BACK, row, **numbers) == pytest.approx(0.5)


@pytest.mark.parametrize("block", [ANSWERED, ADDED, DELAY, PEOPLE_BACK], ids=lambda block: block.name)
def test_chances_of_all_outcomes_are_whole_and_agree_with_the_likelihood(block: Block) -> None:
    rows = [act(), act(expelled=7, people=7, people_back=5, lag_days=20, answered=True, is_wave=True)]
    data, theta = block.data(rows), theta_of(block)
    chances = block.chances(theta, data)
    happened = chances[np.arange(2), data.outcome.astype(int)]
    assert chances.sum(axis=1) == pytest.approx([1.0, 1.0])
    assert happened == pytest.approx(np.exp(block.log_likelihood(theta, data)))
