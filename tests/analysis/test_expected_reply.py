"""What a policy makes of one act, without playing: chances worked by hand from the defaults and the habits."""

from collections.abc import Collection
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from sim.analysis.expected_reply import ExpectedReply, expected_reply
from sim.rules.silences import PLAIN
from sim.scenario.load import load_scenario

WORLD = "{preset: ledger}"
MOSCOW = "{preset: ledger, habits: moscow}"


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
    "a recall and a closure, of which a closure is let lie less often": (
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
    "one expulsion, forgiven once in four": ("{preset: ledger, generosity: 0.25}", {"people": 1}, 0.75 * 0.62),
    "a measure that is about no post": ("{preset: ledger, silence_measure: 0.6}", {"kinds": ["measure"]}, 0.4),
    "a measure, as a first act where nothing is said of it": (MOSCOW, {"kinds": ["measure"]}, 0.84),
    # odds of silence 2 : 1 fall by e to the power of ln 2 twice, for a wave and for a quarter of the staff
    "one of a wave that hits a quarter of the staff": (
        "{preset: ledger, silence_first: 2/3, silence_wave: 0.6931471806, silence_share: 1.3862943611}",
        {"people": 1, "features": PLAIN._replace(is_wave=True, share=0.25)},
        2 / 3,
    ),
    "an answer that comes just after the own act": (  # odds 3 : 1 become 3 : 2
        "{preset: ledger, silence_reply: 0.75, silence_recent: 0.6931471806}",
        {"people": 3, "is_reply": True, "features": PLAIN._replace(recent=1.0)},
        0.4,
    ),
    "whatever there is, by the kind alone": (
        "{preset: ledger, silences: by_kind, silence_size: 1, silence_wave: 1}",
        {"people": 100, "features": PLAIN._replace(is_wave=True)},
        0.62,
    ),
    "everything that is owed, where nothing is let lie": (
        "{preset: ledger, silences: never, generosity: 0.25}",
        {"kinds": ["recall_ambassador"]},
        0.75,
    ),
}


@pytest.mark.parametrize(("policy", "act", "chance"), ANSWERED.values(), ids=ANSWERED)
def test_an_answer_comes_with_the_chance_that_silence_leaves(policy: str, act: dict[str, Any], chance: float) -> None:
    assert reply_of(policy, **act).answered == pytest.approx(chance)


ADDED = {0: 0.5, 1: 0.06, 3: 0.06, 4: 0.28, 100: 0.28}


@pytest.mark.parametrize("people", ADDED)
def test_a_further_kind_is_added_by_the_people_sent_home(people: int) -> None:
    assert reply_of(WORLD, people=people).added == ADDED[people]


def test_to_measures_alone_a_further_kind_is_added_as_to_few_people() -> None:
    added = [reply_of(WORLD, kinds).added for kinds in (["measure"], ["measure", "close_consulate"])]
    assert added == [0.06, 0.5]


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


def test_few_are_answered_one_for_one_or_by_one_more() -> None:
    assert reply_of(WORLD, people=3).people[[2, 3, 4]] == pytest.approx([0.0, 0.83, 0.17])


def test_nobody_sent_home_sends_nobody_home() -> None:
    assert reply_of(WORLD).people[0] == 1.0


def test_of_many_fewer_are_sent_home_or_a_little_more() -> None:
    """Of thirty another number with .26 ln 10 = .5987: of these .77 uniform from 6 to 30, .23 from 30 to 34.5.

    A number inside is one of 24 or of 4.5 alike; at an end rounding leaves half of the place that it has.
    """
    people = reply_of(WORLD, people=30).people
    other = 0.26 * np.log(10.0)
    assert people[[10, 20]] == pytest.approx([other * 0.77 / 24] * 2)
    assert people[[6, 32]] == pytest.approx([other * 0.77 / 48, other * 0.23 / 4.5])
    assert people[30] == pytest.approx(1.0 - other + other * 0.77 / 48 + other * 0.23 / 9)
    assert people.sum() == pytest.approx(1.0)


def test_a_party_or_a_kind_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError, match="ruritania"):
        expected_reply(load_scenario("two_states"), "ruritania", ["expel"])
    with pytest.raises(KeyError, match="invade"):
        reply_of(WORLD, ["invade"])
