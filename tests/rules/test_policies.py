"""Policies: what each answers to an act, when an actor breaks, and where their exchanges end."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.policies import (
    HOW_MUCH,
    OWN_RULE,
    PRESETS,
    Situation,
    breaking_point,
    is_cowed,
    ledger,
    optimal_generosity,
    parity,
    proportional,
    ratio_of,
    severity_asked,
    slots_of,
    standing_after,
)

SEVERITIES = st.floats(0, 100)
RATIOS = st.floats(0, 10)
RULES = HOW_MUCH[:OWN_RULE]  # those that need no module of a user

# a first act, neither sent nor received before it, by somebody who thereby stands ill
FIRST = {
    "balance": 0.0,
    "grievance": 0.0,
    "previous": 0.0,
    "last": 0.0,
    "hardest": 0.0,
    "is_good": True,
    "other_is_good": False,
}


def numbers_with(**given):
    """The numbers of a policy row: the defaults, and what is given."""
    return np.array([given.get(parameter.name, parameter.default) for parameter in POLICY_PARAMETERS])


def asked(policy, perceived, **given):
    """Severity that a policy asks for; what is no part of the situation is a number of the policy."""
    now = {name: given.pop(name, value) for name, value in FIRST.items()}
    now["hardest"] = max(perceived, now["hardest"])
    return severity_asked(HOW_MUCH.index(policy), Situation(perceived, **now), numbers_with(**given))


@pytest.mark.parametrize(
    ("policy", "given", "severity"),
    [
        pytest.param("tit_for_tat", {"perceived": 5.0}, 5.0, id="tit for tat answers with what it received"),
        pytest.param("tit_for_tat", {"perceived": 5.0, "balance": -9.0}, 5.0, id="whatever the account"),
        pytest.param("tit_for_tat", {"perceived": 5.0, "k": 3.0, "c": 2.0}, 5.0, id="and knows no other measure"),
        pytest.param("tit_for_two_tats", {"perceived": 5.0}, 0.0, id="tit for two tats bears a first act"),
        pytest.param("tit_for_two_tats", {"perceived": 5.0, "previous": 4.1}, 5.0, id="and answers the second"),
        pytest.param("tit_for_two_tats", {"perceived": 5.0, "previous": 40.0}, 5.0, id="by its own severity only"),
        pytest.param("contrite_tit_for_tat", {"perceived": 5.0}, 5.0, id="the contrite retaliates in good standing"),
        pytest.param("contrite_tit_for_tat", {"perceived": 5.0, "other_is_good": True}, 0.0,
                     id="not against one who retaliated with right"),
        pytest.param("contrite_tit_for_tat", {"perceived": 5.0, "is_good": False}, 0.0,
                     id="nor while in bad standing itself"),
        pytest.param("contrite_tit_for_tat", {"perceived": 5.0, "is_good": False, "other_is_good": True}, 0.0,
                     id="least of all both"),
        pytest.param("grim_trigger", {"perceived": 3.9}, 0.0, id="grim trigger bears what is below its threshold"),
        pytest.param("grim_trigger", {"perceived": 4.0}, 18.0, id="and answers what reaches it with the worst"),
        pytest.param("grim_trigger", {"perceived": 2.1, "hardest": 4.5}, 18.0, id="and from then on everything"),
        pytest.param("grim_trigger", {"perceived": 5.0, "grim_above": 6.0}, 0.0, id="a patient one bears more"),
        pytest.param("grim_trigger", {"perceived": 5.0, "grim_severity": 7.0}, 7.0, id="a mild one has less to give"),
        pytest.param("win_stay_lose_shift", {"perceived": 5.0}, 5.0, id="one who loses by restraint hits back"),
        pytest.param("win_stay_lose_shift", {"perceived": 5.0, "last": 4.1}, 0.0, id="one who loses by hitting stops"),
        pytest.param("win_stay_lose_shift", {"perceived": 2.0, "last": 4.1}, 4.1, id="one who is content hits again"),
        pytest.param("win_stay_lose_shift", {"perceived": 2.0}, 0.0, id="or again does not"),
        pytest.param("win_stay_lose_shift", {"perceived": 5.0, "aspiration": 5.0}, 0.0,
                     id="what just meets its aspiration contents it"),
        pytest.param("proportional", {"perceived": 5.0, "k": 2.0}, 10.0, id="proportional doubles at k = 2"),
        pytest.param("proportional", {"perceived": 5.0, "k": 0.5}, 2.5, id="and halves at k = 1/2"),
        pytest.param("proportional", {"perceived": 5.0, "k": 2.0, "c": 1.5}, 11.5, id="and adds c"),
        pytest.param("proportional", {"perceived": 5.0, "c": -4.5}, 0.5, id="or takes it off"),
        pytest.param("proportional", {"perceived": 5.0, "c": -6.0}, 0.0, id="down to no reply"),
        pytest.param("proportional", {"perceived": 5.0, "balance": -9.0}, 5.0, id="whatever the balance"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 5.0}, 5.0, id="the ledger mirrors a first act"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 12.0}, 5.0, id="answers the act, not the whole past"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 3.0}, 3.0, id="answers no more than is still owed"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 0.0}, 0.0, id="stops once the account is level"),
        pytest.param("ledger", {"perceived": 5.0, "balance": -2.0}, 0.0, id="and when it gave more than it got"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 3.0, "k": 1.5}, 4.5, id="over-matches what is owed"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 9.0, "c": 2.0}, 5.0, id="and adds nothing"),
        pytest.param("bully", {"perceived": 5.0, "k": 1.2}, 6.0, id="a bully over-matches"),
        pytest.param("bully", {"perceived": 9.9, "k": 1.0}, 9.9, id="also what almost cows it"),
        pytest.param("bully", {"perceived": 10.0, "k": 1.2}, 0.0, id="and gives way to what does"),
        pytest.param("bully", {"perceived": 4.0, "k": 1.2, "cow_above": 4.0}, 0.0, id="a timid one gives way to less"),
    ],
)  # fmt: skip
def test_severity_asked(policy, given, severity):
    assert asked(policy, **given) == pytest.approx(severity)


@pytest.mark.parametrize(
    ("policy", "k", "posts"),
    [
        pytest.param("tit_for_tat", 2.0, 1.0, id="tit for tat takes one post for one"),
        pytest.param("tit_for_two_tats", 2.0, 1.0, id="so does tit for two tats"),
        pytest.param("contrite_tit_for_tat", 2.0, 1.0, id="and the contrite"),
        pytest.param("grim_trigger", 2.0, 1.0, id="and grim trigger"),
        pytest.param("win_stay_lose_shift", 2.0, 1.0, id="and win stay, lose shift"),
        pytest.param("proportional", 2.0, 2.0, id="proportional takes k for one"),
        pytest.param("ledger", 0.5, 0.5, id="so does the ledger"),
        pytest.param("bully", 1.2, 1.2, id="and the bully"),
        pytest.param("own_rule", 2.0, 1.0, id="a rule of a user's own takes one for one"),
    ],
)
def test_posts_taken_for_one_post_lost(policy, k, posts):
    assert ratio_of(HOW_MUCH.index(policy), k) == posts


def test_every_own_rule_takes_one_post_for_one():
    assert [ratio_of(OWN_RULE + n, 3.0) for n in range(4)] == [1.0] * 4


ONE_THIRD = pytest.approx(1 / 3)
# what each name fills in; everything else stays as the actor has it
ROWS = {
    "tit_for_tat": {"how_much": "tit_for_tat"},
    "generous_tit_for_tat": {"how_much": "tit_for_tat", "generosity": ONE_THIRD},
    "tit_for_two_tats": {"how_much": "tit_for_two_tats"},
    "contrite_tit_for_tat": {"how_much": "contrite_tit_for_tat"},
    "grim_trigger": {"how_much": "grim_trigger"},
    "win_stay_lose_shift": {"how_much": "win_stay_lose_shift"},
    "proportional": {"how_much": "proportional"},
    "ledger": {"how_much": "ledger"},
    "parity": {"form": "parity"},
    "rupture_threshold": {"breaks": True},
    "salami": {"initiates": "salami"},
    "bully": {"how_much": "bully", "k": 1.2},
    "grit": {"initiates": "grit"},
    "strategic_delay": {"holds_for_another": True, "delay_days": 211},
}


@pytest.mark.parametrize("name", ROWS)
def test_a_name_fills_in_what_it_is_about_and_nothing_else(name):
    assert slots_of(PRESETS[name]) == ROWS[name]


def test_every_row_above_is_there_and_every_preset_names_its_source():
    assert set(ROWS) <= set(PRESETS)
    assert all(row.source for row in PRESETS.values())


@given(
    st.sampled_from(RULES),
    SEVERITIES,
    st.floats(-100, 100),
    st.tuples(SEVERITIES, SEVERITIES, SEVERITIES, SEVERITIES),
    st.tuples(st.booleans(), st.booleans()),
    RATIOS,
    st.floats(-20, 20),
)
def test_nobody_asks_for_less_than_nothing_or_without_bounds(policy, perceived, balance, past, standing, k, c):
    grievance, previous, last, hardest = past
    severity = asked(
        policy,
        perceived,
        balance=balance,
        grievance=grievance,
        previous=previous,
        last=last,
        hardest=hardest,
        is_good=standing[0],
        other_is_good=standing[1],
        k=k,
        c=c,
    )
    assert 0.0 <= severity < math.inf


@given(SEVERITIES, st.floats(-100, 100), RATIOS)
def test_the_ledger_never_asks_for_more_than_proportional(perceived, balance, k):
    assert ledger(perceived, balance, k) <= proportional(perceived, k, 0.0)


# standing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("is_hostile", "is_good", "other_is_good", "afterwards"),
    [
        pytest.param(False, True, True, True, id="restraint keeps a good standing"),
        pytest.param(False, True, False, True, id="also towards one who stands ill"),
        pytest.param(False, False, True, True, id="and restores a bad one"),
        pytest.param(False, False, False, True, id="whoever it is shown to"),
        pytest.param(True, True, True, False, id="a blow against one who stands well is held against one"),
        pytest.param(True, True, False, True, id="retaliation against one who stands ill is not"),
        pytest.param(True, False, False, False, id="but no retaliation mends a bad standing"),
        pytest.param(True, False, True, False, id="least of all a second blow"),
    ],
)
def test_standing(is_hostile, is_good, other_is_good, afterwards):
    assert standing_after(is_hostile, is_good, other_is_good) == afterwards


# other slots --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("theirs", "ours", "posts"),
    [
        pytest.param(1210, 455, 755, id="July 2017: 755 of 1210, to reach 455"),
        pytest.param(455, 455, 0, id="nothing between equals"),
        pytest.param(20, 455, 0, id="nothing from the smaller"),
    ],
)
def test_parity_cuts(theirs, ours, posts):
    assert parity(theirs, ours) == posts


@pytest.mark.parametrize(("severity", "cows"), [(9.99, False), (10.0, True), (18.0, True)])
def test_what_cows_a_bully(severity, cows):
    assert is_cowed(severity, 10.0) == cows


@pytest.mark.parametrize(
    ("payoffs", "share"),
    [
        pytest.param((5, 3, 1, 0), 1 / 3, id="one third in the usual dilemma: 1 - 2/3 is less than 2/4"),
        pytest.param((6, 5, 3, 0), 2 / 3, id="two thirds where punishment is mild: 2/3 is less than 1 - 1/5"),
        pytest.param((9, 4, 1, 0), 0.0, id="nothing where it pays more to be exploited in turn: 1 - 5/4 is negative"),
    ],
)
def test_optimal_generosity(payoffs, share):
    assert optimal_generosity(*payoffs) == pytest.approx(share)


# the breaking point -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("loss", "point"),
    [
        pytest.param(0.300, 26.80, id="19 August 2008: council suspended"),
        pytest.param(0.008, 36.73, id="29 April 2009: council restored"),
        pytest.param(0.030, 35.99, id="1 April 2014: cooperation ended"),
        pytest.param(0.036, 35.78, id="7 April 2014: access restricted"),
        pytest.param(0.404, 23.27, id="15 April 2015: ceiling 30"),
        pytest.param(0.408, 23.12, id="27 March 2018: ceiling 20"),
        pytest.param(0.603, 16.50, id="6 October 2021: ceiling 10"),
        pytest.param(0.0, 37.0, id="intact institutions"),
        pytest.param(1.0, 3.0, id="an empty shell"),
    ],
)
def test_breaking_point_by_the_institutions_lost(loss, point):
    assert breaking_point(3.0, 34.0, loss) == pytest.approx(point, abs=0.0005 * 34 + 0.005)  # losses have 3 digits


@given(SEVERITIES, SEVERITIES, st.floats(0, 1), st.floats(0, 1))
def test_the_emptier_the_shell_the_cheaper_it_is_to_leave(floor, hollowing, loss, other):
    fuller, emptier = sorted((loss, other))
    assert floor <= breaking_point(floor, hollowing, emptier) <= breaking_point(floor, hollowing, fuller)


# where exchanges end ------------------------------------------------------------------------------


def exchange(policy, act, k_a, k_b, replies=400):
    """Severity that A and B send in all after A's first act, each answering the other's last."""
    sent, received, k = [act, 0.0], [0.0, act], (k_a, k_b)
    last = act
    for n in range(replies):
        i = 1 - n % 2
        last = asked(policy, last, balance=received[i] - sent[i], k=k[i])
        sent[i] += last
        received[1 - i] += last
    return sent


@pytest.mark.parametrize(
    ("policy", "act", "k_a", "k_b", "sent"),
    [
        pytest.param("tit_for_tat", 5.0, 1, 1, (1005.0, 1000.0), id="tit for tat echoes for ever: 400 replies"),
        pytest.param("proportional", 5.0, 0.8, 0.9, (17.857, 16.071), id="proportional: S / (1 - k_A k_B)"),
        pytest.param("ledger", 4.0, 1, 1, (4.0, 4.0), id="the ledger stops after one mirror"),
        pytest.param("ledger", 4.0, 1.5, 1.5, (8.0, 8.0), id="over-matching ledgers end even, at twice the act"),
        pytest.param("ledger", 4.0, 1.4, 1.8, (10.588, 10.588), id="the ledger: S k_B / (1 - (k_A - 1)(k_B - 1))"),
    ],
)
def test_an_exchange_ends_with(policy, act, k_a, k_b, sent):
    assert exchange(policy, act, k_a, k_b) == pytest.approx(sent, abs=0.0005)


def test_proportional_over_matching_doubles_every_two_and_a_half_round_trips():
    first, later = (exchange("proportional", 5.0, 1.1, 1.2, replies) for replies in (10, 20))
    # per round trip 1.1 * 1.2 = 1.32; sums of a geometric series after 5 and 10 round trips
    assert (later[1] / first[1]) == pytest.approx(1 + 1.32**5)
