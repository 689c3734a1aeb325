"""What a policy makes of one act, without playing: chances worked by hand from the numbers of a policy."""

from collections.abc import Collection
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from sim.analysis.expected_reply import ExpectedReply, expected_reply
from sim.rules.silences import PLAIN
from sim.scenario.load import load_scenario

SILENCES = "silence_recall: 0.79, silence_closure: 0.5, silence_level: 0.67, silence_forum: 0.83, silence_reply: 0.75"
DELAYS = "delay_median_log: 0.83, delay_sd_log: 1.2, wait_probability: 0.1, wait_median_log: 3.4, wait_sd_log: 0.8"
WORLD = f"{{preset: ledger, silence_first: 0.38, {SILENCES}, silence_reply_size: 0, further_step: 0.1, {DELAYS}}}"
MOSCOW = "{preset: ledger, silence_first: 0.16, silence_size: 0.25}"


def reply_of(policy: str, kinds: Collection[str] = ("expel",), **act: Any) -> ExpectedReply:
    """What Arden makes of an act of Belmora's, by a policy as a scenario gives it."""
    return expected_reply(load_scenario("two_states", settings=[f"policies.arden={policy}"]), "arden", kinds, **act)


ANSWERED = {
    "one expulsion, by the world": (WORLD, {"people": 1}, 0.62),
    "many, by the world, whom size does not impress": (WORLD, {"people": 16}, 0.62),
    "one, by Moscow": (MOSCOW, {"people": 1}, 0.84),
    # odds of silence 16 : 84 fall by the fourth root of 16, to 8 : 84
    "sixteen, by Moscow": (MOSCOW, {"people": 16}, 84 / 92),
    "a recall": (WORLD, {"kinds": ["recall_ambassador"]}, 0.21),
    "a recall and a closure, of which a closure is not answered less often": (
        WORLD,
        {"kinds": ["recall_ambassador", "close_consulate"]},
        0.5,
    ),
    "relations severed": (WORLD, {"kinds": ["sever_relations"]}, 0.33),
    "a council suspended": (WORLD, {"kinds": ["suspend_council"]}, 0.17),
    "an answer that leaves something owed": (WORLD, {"people": 3, "is_reply": True}, 0.25),
    "an answer that leaves nothing owed": (WORLD, {"people": 3, "is_reply": True, "is_owed": False}, 0.1),
    "such an answer, by whoever never answers one": (
        "{preset: ledger, silence_reply: 1}",
        {"people": 3, "is_reply": True, "is_owed": False},
        0.0,
    ),
    "a first act for which nothing is owed": (WORLD, {"people": 3, "is_owed": False}, 0.0),
    "one expulsion, forgiven once in four": (
        "{preset: ledger, silence_first: 0.38, generosity: 0.25}",
        {"people": 1},
        0.75 * 0.62,
    ),
    "a measure that is about no post": ("{preset: ledger, silence_measure: 0.6}", {"kinds": ["measure"]}, 0.4),
    # odds of silence 3 : 1 fall by the root of 9, to 1 : 1
    "an answer that sent nine home": (
        "{preset: ledger, silence_reply: 0.75, silence_reply_size: 0.5, silence_size: 5}",
        {"people": 9, "is_reply": True},
        0.5,
    ),
    "a measure, as a first act where nothing is said of it": (MOSCOW, {"kinds": ["measure"]}, 0.84),
    # odds of silence 2 : 1 fall by e to the power of ln 2 twice, for a wave and for a quarter of the staff
    "one of a wave that hits a quarter of the staff": (
        "{preset: ledger, silence_first: 2/3, silence_wave: 0.6931471806, silence_share: 1.3862943611}",
        {"people": 1, "features": PLAIN._replace(is_wave=True, share=0.25)},
        2 / 3,
    ),
    "an answer that comes just after the own act": (  # odds 3 : 1 become 3 : 2
        "{preset: ledger, silence_reply: 0.75, silence_reply_size: 0, silence_recent: 0.6931471806}",
        {"people": 3, "is_reply": True, "features": PLAIN._replace(recent=1.0)},
        0.4,
    ),
    "whatever there is, by the kind alone": (
        "{preset: ledger, silence_first: 0.38, silences: by_kind, silence_size: 1, silence_wave: 1}",
        {"people": 100, "features": PLAIN._replace(is_wave=True)},
        0.62,
    ),
    "everything that is owed, where nothing is not answered": (
        "{preset: ledger, silences: never, generosity: 0.25}",
        {"kinds": ["recall_ambassador"]},
        0.75,
    ),
}


@pytest.mark.parametrize(("policy", "act", "chance"), ANSWERED.values(), ids=ANSWERED)
def test_an_answer_comes_with_the_chance_that_silence_leaves(policy: str, act: dict[str, Any], chance: float) -> None:
    assert reply_of(policy, **act).answered == pytest.approx(chance)


ADDS = "{preset: ledger, surcharge_people: 0.2, surcharge_size: 0.5, surcharge_without_people: 0.25, surcharge_wave: W}"
ADDED = {0: 0.25, 1: 0.2, 4: 1 / 3, 16: 0.5}  # odds of 1 to 4 times the root of the people


@pytest.mark.parametrize("people", ADDED)
def test_a_further_kind_is_added_by_the_people_sent_home(people: int) -> None:
    assert reply_of(ADDS.replace("W", "0"), people=people).added == pytest.approx(ADDED[people])


def test_to_an_act_of_a_wave_a_further_kind_is_added_less_often() -> None:
    """A quarter of the odds: 1 to 1 become 1 to 4."""
    policy = ADDS.replace("W", "1.3862943611")
    assert reply_of(policy, people=16, features=PLAIN._replace(is_wave=True)).added == pytest.approx(0.2)


def test_a_fixed_delay_is_the_only_one() -> None:
    delay = reply_of("{preset: ledger, delay_days: 3.5}").delay
    assert (delay[4], delay.sum()) == (1.0, 1.0)


def test_delays_are_rounded_prompt_ones_and_now_and_then_long_ones() -> None:
    """Rounded to 2 are 1.5 to 2.5 days: of the prompt 85 in a hundred and of the late 15."""
    delay = reply_of(WORLD).delay
    prompt, late = NormalDist(0.83, 1.2), NormalDist(3.4, 0.8)
    low, high = np.log(1.5), np.log(2.5)
    expected = 0.9 * (prompt.cdf(high) - prompt.cdf(low)) + 0.1 * (late.cdf(high) - late.cdf(low))
    assert delay[2] == pytest.approx(expected)
    assert delay[0] == pytest.approx(0.9 * prompt.cdf(np.log(0.5)) + 0.1 * late.cdf(np.log(0.5)))
    assert delay.shape == (366,)
    assert delay.sum() == pytest.approx(1.0)


def test_nobody_sent_home_sends_nobody_home() -> None:
    assert reply_of(WORLD).people[0] == 1.0


def test_another_number_is_log_normal_rounded_and_at_least_one() -> None:
    """Sixteen are answered by another number with odds of 1 to 1; its median is 4, its logarithm's spread ln 2.

    Rounded to 1 is all below 1.5, rounded to 4 are 3.5 to 4.5; sixteen come one for one or by chance.
    """
    policy = (
        "{preset: ledger, inexact_one: 0.2, inexact_size: 0.5, number_median_log: 0, number_size: -0.5, "
        "number_sd_log: 0.6931471806}"
    )
    people, other = reply_of(policy, people=16).people, NormalDist(np.log(4.0), np.log(2.0))
    assert people[0] == 0.0
    assert people[1] == pytest.approx(0.5 * other.cdf(np.log(1.5)))
    assert people[4] == pytest.approx(0.5 * (other.cdf(np.log(4.5)) - other.cdf(np.log(3.5))))
    assert people[16] == pytest.approx(0.5 + 0.5 * (other.cdf(np.log(16.5)) - other.cdf(np.log(15.5))))
    assert people.sum() == pytest.approx(1.0)


def test_where_no_other_number_comes_there_is_one() -> None:
    assert reply_of("{preset: ledger, inexact_one: 0}", people=3).people[3] == pytest.approx(1.0)


def test_a_party_or_a_kind_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError, match="ruritania"):
        expected_reply(load_scenario("two_states"), "ruritania", ["expel"])
    with pytest.raises(KeyError, match="invade"):
        reply_of(WORLD, ["invade"])
