"""Policies: what each answers to an act, when an actor breaks, and where their exchanges end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.policies import (
    HOW_MUCH,
    PRESETS,
    breaking_point,
    ledger,
    proportional,
    ratio_of,
    severity_asked,
)

SEVERITIES = st.floats(0, 100)
RATIOS = st.floats(0, 10)


def asked(policy, perceived, balance=0.0, k=1.0, c=0.0):
    return severity_asked(HOW_MUCH.index(policy), perceived, balance, k, c)


@pytest.mark.parametrize(
    ("policy", "given", "severity"),
    [
        pytest.param("tit_for_tat", {"perceived": 5.0}, 5.0, id="tit for tat answers with what it received"),
        pytest.param("tit_for_tat", {"perceived": 5.0, "balance": -9.0}, 5.0, id="whatever the account"),
        pytest.param("tit_for_tat", {"perceived": 5.0, "k": 3.0, "c": 2.0}, 5.0, id="and knows no other measure"),
        pytest.param("proportional", {"perceived": 5.0, "k": 2.0}, 10.0, id="proportional doubles at k = 2"),
        pytest.param("proportional", {"perceived": 5.0, "k": 0.5}, 2.5, id="and halves at k = 1/2"),
        pytest.param("proportional", {"perceived": 5.0, "k": 2.0, "c": 1.5}, 11.5, id="and adds c"),
        pytest.param("proportional", {"perceived": 5.0, "c": -4.5}, 0.5, id="or takes it off"),
        pytest.param("proportional", {"perceived": 5.0, "c": -6.0}, 0.0, id="down to no reply"),
        pytest.param("proportional", {"perceived": 5.0, "balance": -9.0}, 5.0, id="whatever the account"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 5.0}, 5.0, id="the ledger mirrors a first act"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 12.0}, 5.0, id="answers the act, not the whole past"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 3.0}, 3.0, id="answers no more than is still owed"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 0.0}, 0.0, id="stops once the account is level"),
        pytest.param("ledger", {"perceived": 5.0, "balance": -2.0}, 0.0, id="and when it gave more than it got"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 3.0, "k": 1.5}, 4.5, id="over-matches what is owed"),
        pytest.param("ledger", {"perceived": 5.0, "balance": 9.0, "c": 2.0}, 5.0, id="and adds nothing"),
    ],
)
def test_severity_asked(policy, given, severity):
    assert asked(policy, **given) == pytest.approx(severity)


@pytest.mark.parametrize(
    ("policy", "k", "posts"),
    [
        pytest.param("tit_for_tat", 2.0, 1.0, id="tit for tat takes one post for one"),
        pytest.param("proportional", 2.0, 2.0, id="proportional takes k for one"),
        pytest.param("ledger", 0.5, 0.5, id="so does the ledger"),
    ],
)
def test_posts_taken_for_one_post_lost(policy, k, posts):
    assert ratio_of(HOW_MUCH.index(policy), k) == posts


@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        pytest.param("tit_for_tat", False, id="tit for tat never breaks"),
        pytest.param("proportional", False, id="proportional never breaks"),
        pytest.param("ledger", True, id="the ledger has a breaking point"),
    ],
)
def test_a_preset_asks_by_its_own_rule_and_says_whether_it_breaks(name, breaks):
    assert (HOW_MUCH[PRESETS[name].how_much], PRESETS[name].breaks) == (name, breaks)


@given(SEVERITIES, st.floats(-100, 100), RATIOS, st.floats(-20, 20))
def test_nobody_asks_for_less_than_nothing(perceived, balance, k, c):
    assert all(asked(policy, perceived, balance, k, c) >= 0.0 for policy in HOW_MUCH)


@given(SEVERITIES, st.floats(-100, 100), RATIOS)
def test_the_ledger_never_asks_for_more_than_proportional(perceived, balance, k):
    assert ledger(perceived, balance, k) <= proportional(perceived, k, 0.0)


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
        last = asked(policy, last, received[i] - sent[i], k[i])
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
