"""How many people are sent home in answer to how many, and whom an act counts as sent home."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.numbers import another_number, chance_of_another_number, people_in
from sim.rules.parameters import POLICY_PARAMETERS
from tests.rules.acts import act

NUMBERS = np.array([p.default for p in POLICY_PARAMETERS])
UNIFORM = st.floats(1e-9, 1 - 1e-9)


def policy(**numbers):
    """Default numbers of a policy, with some of its own."""
    names = [p.name for p in POLICY_PARAMETERS]
    own = NUMBERS.copy()
    for name, value in numbers.items():
        own[names.index(name)] = value
    return own


# whether ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("people", "chance"),
    [
        pytest.param(0, 0.0, id="nobody sent home: there is no number"),
        pytest.param(1, 0.17, id="one: as the record has few"),
        pytest.param(3, 0.17, id="three are few"),
        pytest.param(4, 0.0748, id="four: .26 ln(4/3)"),
        pytest.param(10, 0.3130, id="ten: .26 ln(10/3)"),
        pytest.param(60, 0.7789, id="sixty: .26 ln 20"),
        pytest.param(10**6, 1.0, id="never more than certain"),
    ],
)
def test_chance_that_another_number_is_sent_home_for(people, chance):
    assert chance_of_another_number(NUMBERS, people) == pytest.approx(chance, abs=5e-5)


def test_each_chance_is_a_parameter():
    numbers = policy(inexact_few=0.5, inexact_number=0.1)
    assert chance_of_another_number(numbers, 2) == 0.5
    assert chance_of_another_number(numbers, 30) == pytest.approx(0.1 * math.log(10))


# which --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("people", [1, 2, 3])
def test_few_are_answered_by_one_more(people):
    assert round(people * another_number(NUMBERS, people, 0.5, 0.5), 9) == people + 1


@pytest.mark.parametrize(
    ("side", "u", "share"),
    [
        pytest.param(0.5, 0.0, 0.2, id="a fifth at least"),
        pytest.param(0.5, 0.5, 0.6, id="any share up to all is as likely"),
        pytest.param(0.5, 1.0, 1.0, id="up to all"),
        pytest.param(0.22, 0.0, 1.0, id="in 23 of a hundred cases more than were received"),
        pytest.param(0.24, 0.0, 0.2, id="in the others fewer"),
        pytest.param(0.22, 0.5, 1.075, id="half of the way to the most"),
        pytest.param(0.22, 1.0, 1.15, id="a seventh more at most"),
    ],
)
def test_many_are_answered_by_the_share(side, u, share):
    assert another_number(NUMBERS, 50, side, u) == pytest.approx(share)


@given(st.integers(1, 500), UNIFORM, UNIFORM, st.floats(0, 1), st.floats(1, 10))
def test_a_share_lies_between_the_least_and_the_most(people, side, u, least, most):
    share = another_number(policy(inexact_least=least, inexact_most=most), people, side, u)
    assert least - 1e-12 <= share <= max(most, (people + 1) / people) + 1e-12


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


def test_what_others_do_between_them_does_not_count(build):
    between = act(1, "cordia", "belmora", "expel", "b_embassy_abroad", count=5)
    moves = {"one": on("a_embassy", "expel", 3), "other": between, "two": {**on("a_embassy", "expel", 4), "date": 2}}
    world = build(timeline=moves, parameters={"delay_days": 9}).play(3)
    assert people_in(world.state, 0) == 7


def test_a_harm_sends_nobody_home(build):
    harm = {"harm": {"date": 0, "author": "belmora", "victim": "arden", "severity": 9}}
    assert people_in(build(triggers=harm).play(1).state, 0) == 0
