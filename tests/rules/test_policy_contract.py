"""What every policy keeps to, whoever follows it: replay, bounds, peace where nobody strikes, no order in the file.

Everybody follows the policy at issue.  Noise, misses, silence, incidents and talks are all on, more of them than in
life; only the test of peace has no incidents.
"""

import math
from copy import deepcopy
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.rules.memory import DROPPED
from sim.rules.moves import CONCILIATORY, FAMILY, KINDS, is_hostile_kind
from sim.rules.policies import PRESETS
from sim.rules.world import INITIATIVE, NONE, TALKS
from sim.scenario.pack import KIND_NUMBER
from tests.rules.conftest import CHANNELS

PARTIES = ("arden", "belmora", "cordia", "league")
DAYS = 50
RESTLESS = {
    "perception_noise": 0.3,
    "miss_probability": 0.1,
    "silence_first": 0.1,
    "silence_recall": 0.2,
    "silence_reply": 0.3,
    "silence_size": 0.2,
    "further_step": 0.2,
    "wait_probability": 0.1,
    "inexact_one": 0.2,
    "surcharge_people": 0.4,
    "surcharge_without_people": 0.4,
    "override_probability": 0.5,
    "incidents_per_day": 0.02,
    "alliance_incidents_per_day": 0.02,
    "talks_per_day": 0.03,
    "initiative_per_day": 0.1,
    "breaking_hollowing": 20.0,
    "delay_days": 0.0,
    "leave_days": 0.0,
    "recovery_quiet_days": 5,
    "recovery_meetings": 1,
    "recovery_staff_per_day": 0.2,
}
POLICIES = {name: {"preset": name} for name in PRESETS} | {
    "mixture": {"mixture": {"bully": 1, "contrite_tit_for_tat": 2, "generous_tit_for_tat": 1}},
    "own_rule": {"own_rule": "tests.rules.own_rules_example:sore", "k": 1.3, "c": 5},
}
# seven weeks in which somebody acts now and then
SCRIPT = {
    "first": {"date": 1, "from": "belmora", "to": "arden", "move": "expel", "channel": "a_embassy", "count": 9},
    "second": {"date": 4, "from": "belmora", "to": "arden", "move": "close_consulate", "channel": "a_consulate"},
    "third": {"date": 9, "from": "league", "to": "belmora", "move": "cut_ceiling", "channel": "b_mission", "count": 5},
    "fourth": {"date": 20, "from": "arden", "to": "belmora", "move": "recall_ambassador", "channel": "a_embassy"},
    "fifth": {"date": 30, "from": "belmora", "to": "league", "move": "meet"},
    "sixth": {"date": 40, "from": "belmora", "to": "arden", "move": "expel", "channel": "a_embassy", "count": 20},
}

every_policy = pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
a_few = settings(
    max_examples=2,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
SEEDS = st.integers(0, 2**64 - 1)


def followed_by_all(build, policy, seed=1, **other):
    """A restless world in which everybody follows one policy."""
    parameters = RESTLESS | other.pop("parameters", {})
    return build(
        policies=dict.fromkeys(PARTIES, policy), parameters=parameters, seed=seed, **{"timeline": SCRIPT, **other}
    )


def assert_same(one, other):
    """Assert that two (nested) tuples of arrays agree in every bit; NaN equals NaN."""
    for name, a, b in zip(one._fields, one, other, strict=True):
        if hasattr(a, "_fields"):
            assert_same(a, b)
        else:
            np.testing.assert_array_equal(a, b, err_msg=name, strict=True)


# replay -------------------------------------------------------------------------------------------


@every_policy
@a_few
@given(seed=SEEDS)
def test_the_same_seed_gives_the_same_bits(build, policy, seed):
    one, other = (followed_by_all(build, policy, seed).play(DAYS) for _ in range(2))
    assert_same(one.state, other.state)
    assert_same(one.curves, other.curves)


@every_policy
def test_what_a_policy_remembers_is_in_the_state_and_nowhere_else(build, policy):
    world = followed_by_all(build, policy).play(25)
    later = followed_by_all(build, policy)
    later.state, later.curves, later.day = deepcopy(world.state), deepcopy(world.curves), world.day
    assert_same(world.play(DAYS - 25).state, later.play(DAYS - 25).state)


@every_policy
def test_another_seed_gives_another_course(build, policy):
    one, other = (followed_by_all(build, policy, seed).play(DAYS).moves() for seed in (1, 2))
    assert one != other


# bounds -------------------------------------------------------------------------------------------


@every_policy
@a_few
@given(seed=SEEDS, k=st.floats(0, 10), c=st.floats(-20, 20))
def test_what_is_asked_for_and_what_is_done_is_finite_and_of_the_right_sign(build, policy, seed, k, c):
    world = followed_by_all(build, {"k": k, "c": c, **policy}, seed).play(DAYS)
    provocations, log = world.state.provocations, world.state.log
    asked = provocations.asked[: provocations.n[0]]
    decided = asked[~np.isnan(asked)]
    assert ((decided >= 0) & (decided < math.inf)).all()
    for m in range(log.n[0]):
        assert math.isfinite(log.severity[m])
        assert (log.severity[m] < 0) == (KINDS[log.kind[m]].severity < 0)
        assert not is_hostile_kind(log.kind[m]) or log.severity[m] > 0
    for accounts in (world.state.grievance, world.state.balance, world.curves.tension[:DAYS]):
        assert np.isfinite(accounts).all()
    assert (world.state.grievance >= 0).all()
    assert ((world.curves.loss[:DAYS] >= 0) & (world.curves.loss[:DAYS] <= 1)).all()


@every_policy
@a_few
@given(seed=SEEDS)
def test_nobody_takes_more_than_there_is(build, policy, seed):
    world = followed_by_all(build, policy, seed)
    for _ in range(DAYS):
        eve = deepcopy(world.state.posts)
        posts = world.play(1).state.posts
        there = eve.accredited + posts.arrived - eve.arrived
        limits = {
            "expel": there,
            "cut_ceiling": np.maximum(eve.ceiling, there),
            "refuse_accreditation": eve.ceiling - np.minimum(eve.accredited, posts.accredited),
            "restore_posts": eve.lost + taken(world, "expel", "cut_ceiling", "refuse_accreditation"),
        }
        for kind, limit in limits.items():
            assert (taken(world, kind) <= limit).all(), kind
        assert ((posts.accredited >= 0) & (posts.accredited <= posts.ceiling)).all()
        assert (posts.accredited <= posts.present).all()
        assert (posts.lost >= 0).all()


def taken(world, *kinds):
    """Persons or posts of each channel that the moves of the last day played count."""
    log, counts = world.state.log, np.zeros(world.tables.channel_kind.size, dtype=int)
    for m in range(log.first_today[0], log.n[0]):
        if log.channel[m] != NONE and log.kind[m] in {KIND_NUMBER[kind] for kind in kinds}:
            counts[log.channel[m]] += log.count[m]
    return counts


# peace --------------------------------------------------------------------------------------------

# old wounds: recorded before anybody decides, so that they provoke nobody, but may be healed
OLD_WOUNDS = {
    f"wound_{n}": {"date": n // 3, "from": actor, "to": other, "move": move, **more}
    for n, (actor, other, move, more) in enumerate(
        [
            ("arden", "belmora", "expel", {"channel": "b_embassy", "count": 12}),
            ("belmora", "arden", "expel", {"channel": "a_embassy", "count": 12}),
            ("arden", "belmora", "restrict_access", {"channel": "b_embassy"}),
            ("belmora", "arden", "recall_ambassador", {"channel": "b_embassy"}),
            ("league", "belmora", "cut_ceiling", {"channel": "b_mission", "count": 8}),
            ("belmora", "league", "suspend_council", {"channel": "l_council"}),
        ]
    )
}


def in_peace(build, policy, seed=1):
    """Four months after old wounds, without incidents, harms or acts."""
    no_incidents = {"incidents_per_day": 0.0, "alliance_incidents_per_day": 0.0}
    later = {"timeline": {}, "record": OLD_WOUNDS, "autonomous_from": date(2030, 1, 6)}
    return followed_by_all(build, policy, seed, parameters=no_incidents, **later).play(120)


def later_moves(world):
    """Kind, intent and move answered of every move since anybody decides."""
    log, first = world.state.log, len(OLD_WOUNDS)
    return [(int(log.kind[m]), int(log.intent[m]), int(log.parent[m])) for m in range(first, log.n[0])]


@pytest.mark.parametrize("policy", [pytest.param(POLICIES[name], id=name) for name in POLICIES if name != "salami"])
@a_few
@given(seed=SEEDS)
def test_who_is_not_provoked_strikes_nobody(build, policy, seed):
    """Old grievances alone move nobody; salami is left out, for it begins of its own accord."""
    moves = later_moves(in_peace(build, policy, seed))
    assert not [KINDS[kind].name for kind, _, _ in moves if is_hostile_kind(kind)]
    assert [intent for _, intent, _ in moves if intent == TALKS]  # something happens all the same


def test_salami_strikes_first_of_its_own_accord_and_never_above_its_slice(build):
    world = in_peace(build, POLICIES["salami"])
    hostile = [(intent, parent) for kind, intent, parent in later_moves(world) if is_hostile_kind(kind)]
    assert hostile[0] == (INITIATIVE, NONE)
    assert all(intent == INITIATIVE or parent != NONE for intent, parent in hostile)
    log = world.state.log
    slices = log.severity[: log.n[0]][log.intent[: log.n[0]] == INITIATIVE]
    assert 0 < slices.min() <= slices.max() <= 3.5


@every_policy
def test_of_those_who_begin_salami_alone_hurts_and_grit_alone_gives(build, policy):
    world = in_peace(build, policy)
    begun = {FAMILY[kind] == CONCILIATORY for kind, intent, _ in later_moves(world) if intent == INITIATIVE}
    assert begun == {"salami": {False}, "grit": {True}}.get(policy.get("preset"), set())
    made = world.state.n_concessions
    assert (made > 0).any() == (begun == {True})
    assert ((made <= 5) | (made == DROPPED)).all()  # of a series that goes on; or it is over


# the order of the file ----------------------------------------------------------------------------


def reordered(entries, order):
    """A section of a file in another order: the entries turned back to front, or rotated."""
    items = list(entries.items())
    return dict(items[::-1] if order == "back to front" else items[2:] + items[:2])


@every_policy
@pytest.mark.parametrize("order", ["back to front", "rotated"])
def test_the_order_of_the_file_changes_nothing(build, policy, order):
    ministries = {
        "foreign": {"role": "foreign", "owns": ["verbal", "channel", "conciliatory"]},
        "defence": {"role": "defence", "owns": ["posture", "personnel"], "policy": "ledger"},
        "interior": {"role": "other", "owns": ["personnel"], "influence": 0.3},
    }
    relations = {
        "arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 4.0, "belmora": 2.0}},
        "belmora_league": {"between": ["belmora", "league"], "balance": {"league": 3.0, "belmora": 1.0}},
        "neighbours": {"between": ["arden", "cordia"]},
    }
    states = {name: {"policy": name, "ministries": ministries} for name in ("arden", "belmora", "cordia")}
    alliances = {"entente": {"members": ["belmora"]}, "league": {"members": ["arden", "cordia"], "policy": "league"}}

    def played(turn):
        def turned(entries, key, part):
            return turn({name: {**entry, key: part(entry[key])} for name, entry in entries.items()})

        def turned_list(names):
            return list(turn(dict.fromkeys(names)))

        given = {**policy, "mixture": turn(policy["mixture"])} if "mixture" in policy else policy
        file = {
            "policies": turn(dict.fromkeys(PARTIES, given)),
            "channels": turn(CHANNELS),
            "relations": turned(relations, "between", turned_list),
            "states": turned(states, "ministries", turn),
            "alliances": turned(alliances, "members", turned_list),
            "timeline": turn(SCRIPT),
        }
        return build(parameters=RESTLESS, **file).play(DAYS)

    as_written, turned = played(dict), played(lambda entries: reordered(entries, order))
    assert as_written.names == turned.names
    assert_same(as_written.state, turned.state)
    assert_same(as_written.curves, turned.curves)
    assert len(as_written.moves()) > len(SCRIPT)
