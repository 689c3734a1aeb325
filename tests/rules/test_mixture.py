"""Mixtures: what is not known about an actor, drawn anew for each provocation."""

import math
from copy import deepcopy
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.draws import STREAM_MIXTURE, uniform
from sim.rules.mixture import drawn_row, row_at
from sim.rules.parameters import K
from sim.rules.world import INTENTS, VERDICTS

DOVE = {"preset": "proportional", "k": 0}
HAWK = {"preset": "proportional", "k": 2}
TORN = {"mixture": {"dove": 1, "hawk": 3}}
EXPULSION = {"act": {"date": 0, "from": "belmora", "to": "arden", "move": "expel", "channel": "a_embassy", "count": 10}}
ACT = 5.25  # ten of forty sent home
OWNS = ["verbal", "channel", "personnel", "institution", "conciliatory"]


def minister(role, policy=None):
    return {"role": role, "owns": OWNS, **({"policy": policy} if policy else {})}


@pytest.fixture
def torn(build):
    """A world in which Arden is a dove in one case of four and a hawk in three."""

    def make(days=0, policies=None, **other):
        given = {"arden": TORN, "dove": DOVE, "hawk": HAWK, **(policies or {})}
        return build(timeline=EXPULSION, policies=given, parameters={"half_life_days": 1e12}, **other).play(days)

    return make


def mixed_row(world):
    """Row of Arden's policy."""
    return world.tables.party_policy[world.party("arden")]


def row_named(world, k):
    """Row of the policy with a certain k."""
    return world.tables.policy[:, K].tolist().index(k)


# which row ----------------------------------------------------------------------------------------

THREE = SimpleNamespace(mixed_row=np.array([9, 7, 5, 3]), mixed_share=np.array([1.0, 0.25, 0.25, 0.5]))


@pytest.mark.parametrize(
    ("u", "row"),
    [
        pytest.param(0.001, 7, id="the first quarter is the first row's"),
        pytest.param(0.249, 7, id="to its end"),
        pytest.param(0.25, 5, id="at which the second's begins"),
        pytest.param(0.499, 5, id="up to one half"),
        pytest.param(0.5, 3, id="the other half is the third's"),
        pytest.param(0.999, 3, id="to the end"),
    ],
)
def test_a_number_falls_into_the_share_of_one_row(u, row):
    assert row_at(THREE, 1, 4, u) == row


def test_a_mixture_of_one_is_that_row_whatever_is_drawn():
    assert {row_at(THREE, 0, 1, u) for u in (0.001, 0.5, 0.999)} == {9}


@given(st.lists(st.floats(1e-3, 1e3), min_size=1, max_size=8), st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_every_number_finds_a_row(weights, u):
    shares = np.array(weights) / sum(weights)
    tables = SimpleNamespace(mixed_row=np.arange(len(weights)), mixed_share=shares)
    row = row_at(tables, 0, len(weights), u)
    assert shares[:row].sum() - 1e-9 <= u <= shares[: row + 1].sum() + 1e-9


def test_weights_become_shares_in_the_order_of_the_ids(torn):
    world = torn()
    mixed = mixed_row(world)
    first, end = world.tables.first_mixed[mixed : mixed + 2]
    assert world.tables.mixed_share[first:end].tolist() == [0.25, 0.75]  # dove, hawk
    assert world.tables.mixed_row[first:end].tolist() == [row_named(world, 0.0), row_named(world, 2.0)]


def test_a_row_that_is_no_mixture_is_itself(torn):
    world = torn()
    for row in range(world.tables.how_much.size):
        if row != mixed_row(world):
            assert drawn_row(world.tables, world.state, world.ij("arden", "belmora"), 0, row) == row


def test_rows_are_drawn_as_often_as_their_shares_say(torn):
    world, n = torn(), 2000
    ij, mixed = world.ij("arden", "belmora"), mixed_row(world)
    rows = [drawn_row(world.tables, world.state, ij, number, mixed) for number in range(n)]
    assert np.mean(np.array(rows) == row_named(world, 2.0)) == pytest.approx(0.75, abs=4 * math.sqrt(3 / 16 / n))


def test_one_draw_names_party_partner_and_number_of_the_provocation_and_no_day(torn):
    world = torn()
    tables, state, ij, mixed = world.tables, world.state, world.ij("arden", "belmora"), mixed_row(world)
    arden, belmora = world.party("arden"), world.party("belmora")
    for number in range(64):
        u = uniform(tables, state, arden, belmora, 0, STREAM_MIXTURE, number)
        assert drawn_row(tables, state, ij, number, mixed) == row_named(world, 0.0 if u < 0.25 else 2.0)


# what it decides ----------------------------------------------------------------------------------


def decided(world, seed):
    """What Arden asks for under another seed, from the morning of the first day on."""
    twin = deepcopy(world)
    twin.state.seed[0] = seed
    twin.play(4)
    asked, verdict = twin.state.provocations.asked[0], twin.state.provocations.verdict[0]
    return round(float(asked), 6), VERDICTS[verdict]


def test_a_government_is_one_or_the_other_never_something_between(torn):
    world = torn()
    assert {decided(world, seed) for seed in range(24)} == {(0.0, "nothing_owed"), (2 * ACT, "reply")}


def test_all_ministries_that_follow_the_government_share_its_draw(torn):
    cabinet = {"foreign": minister("foreign"), "interior": minister("other"), "trade": minister("other")}
    states = {"arden": {"policy": "arden", "ministries": cabinet}, "belmora": {}, "cordia": {}}
    world = torn(states=states)
    assert {decided(world, seed)[0] for seed in range(24)} == {0.0, 2 * ACT}


def test_a_ministry_torn_between_the_same_two_is_torn_the_same_way(torn):
    cabinet = {"foreign": minister("foreign", "plain"), "interior": minister("other", "torn")}
    states = {"arden": {"policy": "arden", "ministries": cabinet}, "belmora": {}, "cordia": {}}
    world = torn(states=states, policies={"torn": TORN, "plain": {"preset": "proportional", "k": 1}})
    # the mean of one who mirrors and of one who keeps still or doubles
    assert {decided(world, seed)[0] for seed in range(24)} == {ACT / 2, 1.5 * ACT}
    interior = world.names.ministries.index(("arden", "interior"))
    tables, state, ij = world.tables, world.state, world.ij("arden", "belmora")
    both = (mixed_row(world), tables.ministry_policy[interior])
    assert all(len({drawn_row(tables, state, ij, n, row) for row in both}) == 1 for n in range(32))


def test_what_holds_an_answer_and_what_breaks_is_the_row_that_was_drawn(torn):
    leaver = {"preset": "ledger", "breaks": True, "breaking_floor": 0, "breaking_hollowing": 0}
    waiter = {"preset": "tit_for_tat", "delay_days": 9}
    world = torn(2, policies={"arden": {"mixture": {"leaver": 1}}, "leaver": leaver})
    assert (world.play(2).state.provocations.due[0], VERDICTS[world.state.provocations.verdict[0]]) == (3, "rupture")
    world = torn(4, policies={"arden": {"mixture": {"waiter": 1}}, "waiter": waiter})
    assert (world.state.provocations.due[0], VERDICTS[world.state.provocations.verdict[0]]) == (9, "pending")


def test_the_form_and_the_surcharge_are_those_of_the_row_that_was_drawn(torn):
    one_more = {"preset": "tit_for_tat", "surcharge_people": 1.0}
    world = torn(4, policies={"arden": {"mixture": {"one_more": 1}}, "one_more": one_more})
    assert [INTENTS[intent] for intent in world.state.log.intent[1 : world.state.log.n[0]]] == ["mirror", "surcharge"]
    smaller = {"a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 40},
               "b_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden", "accredited": 90}}  # fmt: skip
    world = torn(4, policies={"arden": {"mixture": {"parity": 1}}}, channels=smaller)
    assert world.moves()[1][3:] == ("cut_ceiling", "b_embassy", 50)


# what moves nothing -------------------------------------------------------------------------------


def test_a_further_policy_in_the_file_moves_no_draw(torn):
    alone = [decided(torn(), seed) for seed in range(12)]
    beside = {name: {"preset": "tit_for_tat", "k": 5} for name in ("aaa", "middle", "zzz")}
    followed = {name: {"policy": name} for name in beside}
    crowd = {"arden": {"policy": "arden"}, "belmora": {}, "cordia": {}, **followed}
    assert [decided(torn(policies=beside, states=crowd), seed) for seed in range(12)] == alone


def test_a_mixture_moves_no_other_draw(build):
    """A government torn between two of a kind plays day by day what the one would play."""
    chance = {
        "perception_noise": 0.2,
        "silence_first": 0.3,
        "surcharge_people": 0.3,
        "incidents_per_day": 0.05,
        "talks_per_day": 0.05,
        "delay_days": 0.0,
        "leave_days": 0.0,
    }
    tit = {"preset": "tit_for_tat"}
    policies = {"plain": {"arden": tit}, "torn": {"arden": {"mixture": {"one": 1, "two": 2}}, "one": tit, "two": tit}}
    played = {name: build(policies=given, parameters=chance).play(90).moves() for name, given in policies.items()}
    assert played["plain"] == played["torn"]
    assert len(played["plain"]) > 20
