"""How many people are sent home in answer to how many, and whom an act counts as sent home."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.numbers import another_number, chance_of_another_number, people_answered, people_in
from sim.rules.parameters import POLICY_PARAMETERS
from tests.rules.acts import act

NUMBERS = np.array([p.default for p in POLICY_PARAMETERS])


def policy(**numbers):
    """Default numbers of a policy, with some of its own."""
    names = [p.name for p in POLICY_PARAMETERS]
    own = NUMBERS.copy()
    for name, value in numbers.items():
        own[names.index(name)] = value
    return own


# whether ------------------------------------------------------------------------------------------

ONE_IN_FIVE = policy(inexact_one=0.2, inexact_size=0.5, number_median_log=0.0, number_size=-0.5, number_sd_log=1.0)


@pytest.mark.parametrize(
    ("people", "chance"),
    [
        pytest.param(0, 0.0, id="nobody sent home: there is no number"),
        pytest.param(1, 0.2, id="one: as given"),
        pytest.param(4, 1 / 3, id="four: odds of 1 to 4 times the root of 4 are 1 to 2"),
        pytest.param(16, 0.5, id="sixteen: odds of 1 to 1"),
        pytest.param(144, 0.75, id="a gross: odds of 3 to 1"),
    ],
)
def test_chance_that_another_number_is_sent_home_for(people, chance):
    assert chance_of_another_number(ONE_IN_FIVE, people) == pytest.approx(chance)


@pytest.mark.parametrize("certain", [0.0, 1.0])
def test_what_is_certain_of_one_is_certain_of_many(certain):
    assert chance_of_another_number(policy(inexact_one=certain, inexact_size=3.0), 500) == certain


# which --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "z", "number"),
    [
        pytest.param(16, 0.0, 4, id="the median: sixteen to the power of one half"),
        pytest.param(16, math.log(2.0), 8, id="twice the median at its logarithm"),
        pytest.param(16, -2.0, 1, id="at least one: 4 / e squared is .54"),
        pytest.param(16, -9.0, 1, id="however far below"),
        pytest.param(100, 1.0, 27, id="rounded: 10 e is 27.2"),
    ],
)
def test_another_number_is_log_normal_and_whole(people, z, number):
    assert another_number(ONE_IN_FIVE, people, z) * people == pytest.approx(number)


@given(st.integers(1, 500), st.floats(-5, 5), st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 2))
def test_another_number_is_a_whole_number_of_people(people, z, median, size, sd):
    own = policy(number_median_log=median, number_size=size, number_sd_log=sd)
    number = another_number(own, people, z) * people
    assert number >= 1 - 1e-9
    assert number == pytest.approx(round(number))


# whom an act sends home ---------------------------------------------------------------------------


def on(post, move, count=0):
    """An act of Belmora's against Arden on day 0."""
    return act(0, "belmora", "arden", move, post, count=count)


@pytest.mark.parametrize(
    ("moves", "people"),
    [
        pytest.param([on("a_embassy", "expel", 3)], 3, id="people sent home"),
        pytest.param([on("a_embassy", "expel", 3), on("a_consulate", "expel", 2)], 5, id="from all posts"),
        pytest.param([on("a_embassy", "cut_ceiling", 10)], 10, id="posts cut"),
        pytest.param([on("a_embassy", "refuse_accreditation", 4)], 0, id="nobody by abolishing vacant posts"),
        pytest.param([on("a_embassy", "expel_ambassador")], 1, id="the head of a mission"),
        pytest.param([on("a_consulate", "close_consulate")], 0, id="nobody by a closure, whoever has to leave"),
        pytest.param([on("a_embassy", "expel", 3), on("a_consulate", "close_consulate")], 3, id="nor beside others"),
        pytest.param([on("a_embassy", "ban_local_staff")], 0, id="nobody by barring local staff"),
    ],
)
def test_an_act_sends_home(build, moves, people):
    world = build(timeline={f"m{n}": move for n, move in enumerate(moves)}, parameters={"delay_days": 9}).play(1)
    assert people_in(world.state, 0) == people


def test_people_of_packages_that_join_count_together(build):
    moves = {"one": on("a_embassy", "expel", 3), "two": {**on("a_embassy", "expel", 4), "date": 2}}
    world = build(timeline=moves, parameters={"delay_days": 9}).play(3)
    assert (world.state.provocations.n[0], people_in(world.state, 0)) == (1, 7)


def test_an_answer_to_packages_that_joined_answers_the_people_of_all(build):
    moves = {
        "one": on("a_embassy", "expel", 2),
        "two": {**on("a_embassy", "expel", 2), "date": 2},
        "four": act(5, "arden", "belmora", "expel", "b_embassy", count=4, in_answer=True),
    }
    world = build(timeline=moves, parameters={"delay_days": 9}, by_hand=["arden"]).play(7)
    given = world.state.provocations
    (answer,) = (p for p in range(given.n[0]) if given.ij[p] == world.ij("belmora", "arden"))
    assert (people_in(world.state, answer), people_answered(world.state, answer)) == (4, 4)


def test_what_others_do_between_them_does_not_count(build):
    between = act(1, "cordia", "belmora", "expel", "b_embassy_abroad", count=5)
    moves = {"one": on("a_embassy", "expel", 3), "other": between, "two": {**on("a_embassy", "expel", 4), "date": 2}}
    world = build(timeline=moves, parameters={"delay_days": 9}).play(3)
    assert people_in(world.state, 0) == 7


def test_a_harm_sends_nobody_home(build):
    harm = {"harm": {"date": 0, "author": "belmora", "victim": "arden", "severity": 9}}
    assert people_in(build(triggers=harm).play(1).state, 0) == 0
