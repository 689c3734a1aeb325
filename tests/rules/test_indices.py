"""What is measured: worth and loss of institutions, breaking points, flow, rungs and regimes."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.indices import (
    REGIMES,
    breaking_point_of,
    breaking_scale,
    closing_window,
    default_weight,
    dyad_scale,
    flow,
    has_ambassadors,
    is_ruptured,
    loss,
    pairs_bound,
    regime,
    rhythm_after,
    rung_in_force,
    staffed_worth,
    tension,
    usual_rhythm,
    weighted_mean,
    worth,
)
from sim.rules.moves import CHANNEL_KINDS, CONTACT, EXERCISE, EXPEL, MEET, REFUSE_TALKS
from sim.rules.parameters import WORLD_PARAMETERS
from sim.rules.represent import DIRECT, contact_of
from sim.rules.world import LEVELS, NONE, STATUSES
from tests.rules.acts import act
from tests.rules.conftest import NEVER_ANSWERS

WORLD = np.array([p.default for p in WORLD_PARAMETERS])
SHARES = st.floats(0, 1)
START = date(2030, 1, 1)  # first day of the small world

# worth and loss -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "weight"),
    [
        ("embassy", 4.0),
        ("mission", 4.0),
        ("council", 3.0),
        ("liaison_mission", 2.0),
        ("consulate", 1.0),
        ("office", 1.0),
        ("cooperation", 0.0),
    ],
)
def test_weight_of_an_intact(kind, weight):
    assert default_weight(WORLD, CHANNEL_KINDS.index(kind)) == weight


def test_every_kind_of_channel_has_a_weight_of_its_own():
    first = [p.name for p in WORLD_PARAMETERS].index("weight_embassy")
    names = ["embassy", "mission", "council", "liaison_mission", "consulate", "office", "cooperation"]
    world = np.zeros(len(WORLD_PARAMETERS))
    world[first : first + 7] = range(1, 8)
    assert [default_weight(world, CHANNEL_KINDS.index(name)) for name in names] == list(range(1, 8))


@pytest.mark.parametrize(
    ("staff", "reference", "share"),
    [
        pytest.param(70, 70, 1.0, id="a post at reference strength is intact"),
        pytest.param(35, 70, 0.65, id="half the staff leave the shell and half of the rest"),
        pytest.param(10, 70, 0.40, id="ten of seventy"),
        pytest.param(0, 70, 0.30, id="an empty post is worth its shell"),
        pytest.param(90, 70, 1.0, id="more staff than the reference add nothing"),
        pytest.param(0, 1, 0.30, id="the smallest post too has a shell"),
        pytest.param(0, 0, 1.0, id="a post whose staff is unknown counts as intact"),
    ],
)
def test_worth_of_a_post_by_its_staff(staff, reference, share):
    assert staffed_worth(staff, reference, 0.3) == pytest.approx(share)


def league_posts(staff=70, liaison=13, met_days_ago=0, council="open"):
    """Belmora's posts with the League and the League's in Belmora: weights 4, 3, 2 and 1."""
    return {
        "b_mission": {
            "kind": "mission", "sender": "belmora", "host": "league", "accredited": staff, "reference_staff": 70,
        },
        "l_liaison": {
            "kind": "liaison_mission", "sender": "league", "host": "belmora", "accredited": liaison,
            "reference_staff": 13,
        },
        "l_office": {"kind": "office", "sender": "league", "host": "belmora"},
        "l_council": {
            "kind": "council", "between": ["belmora", "league"], "status": council,
            "last_meeting": START - timedelta(days=met_days_ago),
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("posts", "lost"),
    [
        pytest.param({}, 0.0, id="intact"),
        pytest.param({"council": "suspended"}, 0.300, id="19 August 2008: council suspended"),
        pytest.param({"staff": 68}, 0.008, id="29 April 2009: two expelled, the council meets"),
        pytest.param({"met_days_ago": 27}, 0.030, id="1 April 2014: met on 5 March"),
        pytest.param({"met_days_ago": 33}, 0.036, id="7 April 2014: met on 5 March"),
        pytest.param({"staff": 30, "liaison": 10, "met_days_ago": 317}, 0.404, id="15 April 2015"),
        pytest.param({"staff": 20, "liaison": 6, "met_days_ago": 152}, 0.408, id="27 March 2018"),
        pytest.param({"staff": 10, "liaison": 6, "met_days_ago": 824}, 0.603, id="6 October 2021"),
    ],
)
def test_institutional_loss(build, posts, lost):
    world = build(channels=league_posts(**posts))
    assert loss(world.tables, world.state, world.ij("league", "belmora") >> 1, 0) == pytest.approx(lost, abs=0.0005)


def test_once_both_missions_are_gone_the_council_is_worth_nothing_and_only_the_office_is_left(build):
    world = build(channels=league_posts())
    for mission in ("b_mission", "l_liaison"):
        world.state.posts.status[world.channel(mission)] = STATUSES.index("closed")
    assert loss(world.tables, world.state, world.ij("league", "belmora") >> 1, 0) == pytest.approx(0.9)


def test_a_dyad_without_channels_that_count_has_lost_nothing(build):
    cooperation = {"kind": "cooperation", "between": ["arden", "belmora"]}  # weight 0
    relations = {"capitals": {"between": ["belmora", "cordia"]}}
    world = build(channels={"science": cooperation}, relations=relations)
    for pair in (("arden", "belmora"), ("belmora", "cordia")):
        assert loss(world.tables, world.state, world.ij(*pair) >> 1, 0) == 0.0


def test_each_channel_counts_for_its_own_dyad_by_its_own_weight(build):
    embassy = {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 10}
    channels = {
        "one": {**embassy, "weight": 1.0},
        "three": {**embassy, "weight": 3.0, "status": "closed"},
        "other": {**embassy, "host": "cordia", "status": "closed", "weight": 0.5},
    }
    world = build(channels=channels)
    assert loss(world.tables, world.state, world.ij("arden", "belmora") >> 1, 0) == 0.75
    assert loss(world.tables, world.state, world.ij("arden", "cordia") >> 1, 0) == 1.0


@pytest.mark.parametrize(
    ("status", "share"),
    [
        pytest.param("open", 0.475, id="open: shell and a quarter of the rest"),
        pytest.param("closing", 0.475, id="ordered closed, but still there"),
        pytest.param("suspended", 0.0, id="suspended"),
        pytest.param("closed", 0.0, id="closed"),
    ],
)
def test_worth_of_an_embassy_with_a_quarter_of_its_staff(build, status, share):
    world = build()
    embassy = world.channel("a_embassy")
    world.state.posts.status[embassy] = STATUSES.index(status)
    world.state.posts.accredited[embassy] = 10  # of 40
    assert worth(world.tables, world.state, embassy, 0) == pytest.approx(share)


# a meeting gives back .3 of what a council lacks, and half is forgotten in 180 days: after fifteen of them, the usual
# time between two meetings, 2^(-1/12) = .944 is left
KEPT = 2 ** (-1 / 12)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(0.0, 0.3, id="a first meeting"),
        pytest.param(0.5, 0.65, id="half of the way: .15 more"),
        pytest.param(0.8, 0.8, id="more often than usual is no more"),
    ],
)
def test_rhythm_after_a_meeting(before, after):
    assert rhythm_after(before, 0.3, 0.8) == pytest.approx(after)


def test_the_usual_rhythm_is_the_one_that_lasts():
    usual = usual_rhythm(WORLD)
    assert usual == pytest.approx(0.3 / (1 - 0.7 * KEPT))  # .884
    assert rhythm_after(usual * KEPT, 0.3, 1.0) == pytest.approx(usual)


def convening(days_ago):
    """A council that was founded long ago and has met on some days before the start since its rhythm ended."""
    met = [START - timedelta(days=days) for days in days_ago]
    return {"commission": {"kind": "council", "between": ["arden", "belmora"], "meetings": met}}


USUAL = 0.3 / (1 - 0.7 * KEPT)


@pytest.mark.parametrize(
    ("days_ago", "share"),
    [
        pytest.param([0], 1.0, id="just now, and as usual until then"),
        pytest.param([180], 0.5, id="half a year ago"),
        pytest.param([15, 0], 1.0, id="twice at the usual distance"),
        pytest.param([180, 0], 0.5 * 0.7 + 0.3 / USUAL, id="after half a year without: .69"),
        pytest.param([360, 180], (0.5 * 0.7 + 0.3 / USUAL) / 2, id="and half of that half a year later"),
        pytest.param([1, 0], 1.0, id="more often than usual is worth no more than all"),
    ],
)
def test_a_council_is_worth_as_much_as_it_meets(build, days_ago, share):
    world = build(channels={**convening(days_ago), **league_posts(), "a_embassy": EMBASSY})
    assert worth(world.tables, world.state, world.channel("commission"), 0) == pytest.approx(share)


EMBASSY = {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 10}


def test_one_meeting_after_years_gives_back_a_third_of_a_councils_worth(build):
    meet = {"date": 0, "from": "arden", "to": "belmora", "move": "meet"}
    world = build(timeline={"meet": meet}, channels={**convening([36000]), "a_embassy": EMBASSY}).play(1)
    assert worth(world.tables, world.state, world.channel("commission"), 0) == pytest.approx(0.3 / USUAL)


def test_cooperation_is_worth_all_while_both_sides_keep_it_whatever_its_staff(build):
    world = build(channels={"science": {"kind": "cooperation", "between": ["arden", "belmora"], "reference_staff": 9}})
    science = world.channel("science")
    assert worth(world.tables, world.state, science, 9999) == 1.0
    world.state.posts.status[science] = STATUSES.index("suspended")
    assert worth(world.tables, world.state, science, 0) == 0.0


# breaking point and tension -----------------------------------------------------------------------


def test_each_side_has_the_breaking_point_of_its_own_policy(build):
    policies = {
        "arden": {"breaking_floor": 3.0, "breaking_hollowing": 34.0},
        "belmora": {"breaking_floor": 10.0, "breaking_hollowing": 0.0},
    }
    world = build(policies=policies)
    arden, belmora = world.ij("arden", "belmora"), world.ij("belmora", "arden")
    assert breaking_point_of(world.tables, world.state, arden, 0.5) == 20.0
    assert breaking_point_of(world.tables, world.state, belmora, 0.5) == 10.0
    assert [breaking_scale(world.tables, world.state, ij) for ij in (arden, belmora)] == [37.0, 10.0]


def test_a_breaking_scale_of_nothing_is_held_above_nothing(build):
    world = build(policies={"arden": {"breaking_floor": 0.0, "breaking_hollowing": 0.0}})
    assert breaking_scale(world.tables, world.state, world.ij("arden", "belmora")) == 1e-6


def test_tension_is_the_mean_of_both_grievances():
    assert tension(6.0, 9.0) == 7.5


# flow ---------------------------------------------------------------------------------------------


def _note(world, announced, actor, target, severity, kind=None):
    """Write what the flow reads of a move into the log: an expulsion or, below zero, a meeting."""
    log = world.state.log
    m = log.n[0]
    log.announced[m], log.ij[m], log.severity[m] = announced, world.ij(actor, target), severity
    log.kind[m] = (EXPEL if severity > 0 else MEET) if kind is None else kind
    log.n[0] = m + 1


@pytest.mark.parametrize(
    ("day", "is_net", "per_day"),
    [
        pytest.param(9, False, 0.0, id="nothing before the first move"),
        pytest.param(10, False, 0.2, id="gross: 6 on the day itself, over 30 days"),
        pytest.param(12, False, 0.5, id="both sides' moves count: 6 + 9"),
        pytest.param(14, False, 0.5, id="goodwill does not count gross"),
        pytest.param(14, True, 0.4, id="but does net: 6 + 9 - 3"),
        pytest.param(39, False, 0.5, id="a move counts for 30 days"),
        pytest.param(40, False, 0.3, id="and then no more"),
        pytest.param(44, True, 0.0, id="until nothing is left"),
    ],
)
def test_flow_of_severity(build, day, is_net, per_day):
    world = build()
    notes = [
        (10, "league", "belmora", 6.0),
        (10, "arden", "belmora", 100.0),
        (12, "belmora", "league", 9.0),
        (14, "league", "belmora", -3.0),
    ]
    for announced, actor, target, severity in notes:
        if announced <= day:
            _note(world, announced, actor, target, severity)
    found = flow(world.tables, world.state, world.ij("league", "belmora") >> 1, day, 30, is_net)
    assert found == pytest.approx(per_day)


@pytest.mark.parametrize("kind", [REFUSE_TALKS, EXERCISE], ids=["words", "posture"])
@pytest.mark.parametrize("is_net", [False, True], ids=["gross", "net"])
def test_what_is_no_diplomatic_measure_does_not_flow(build, kind, is_net):
    world = build()
    _note(world, 0, "league", "belmora", 5.5, kind)
    assert flow(world.tables, world.state, world.ij("league", "belmora") >> 1, 0, 1, is_net) == 0.0


def test_a_contact_counts_net(build):
    world = build()
    _note(world, 0, "league", "belmora", -1.0, CONTACT)
    assert flow(world.tables, world.state, world.ij("league", "belmora") >> 1, 0, 1, True) == -1.0


def test_the_first_move_of_the_log_counts(build):
    world = build()
    _note(world, 0, "league", "belmora", 6.0)
    assert flow(world.tables, world.state, world.ij("league", "belmora") >> 1, 0, 1, False) == 6.0


def test_the_slightest_goodwill_does_not_count_gross(build):
    world = build()
    _note(world, 0, "league", "belmora", 0.5)
    _note(world, 0, "league", "belmora", -0.1)
    assert flow(world.tables, world.state, world.ij("league", "belmora") >> 1, 0, 1, False) == 0.5


# rungs and contact --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "rung"),
    [
        pytest.param("full", 0, id="full relations"),
        pytest.param("charge", 6, id="relations at the level of a chargé d'affaires"),
        pytest.param("suspended", 8, id="suspended relations"),
        pytest.param("severed", 9, id="severed relations"),
    ],
)
def test_rung_in_force_by_the_level_of_relations(build, level, rung):
    world = build()
    dyad = world.ij("arden", "belmora") >> 1
    world.state.level[dyad] = LEVELS.index(level)
    assert rung_in_force(world.tables, world.state, dyad) == rung


@pytest.mark.parametrize(
    ("rungs", "rung"),
    [
        pytest.param({"a_embassy": 5}, 5, id="that of a measure in force"),
        pytest.param({"a_embassy": 5, "commission": 7, "science": 6}, 7, id="that of the highest measure"),
        pytest.param({"b_mission": 8, "b_embassy_abroad": 8}, 0, id="none, where the measures are in other dyads"),
    ],
)
def test_rung_in_force_by_the_channels(build, rungs, rung):
    world = build()
    for channel, measure in rungs.items():
        world.state.posts.rung[world.channel(channel)] = measure
    assert rung_in_force(world.tables, world.state, world.ij("arden", "belmora") >> 1) == rung


def test_no_rung_is_in_force_between_parties_without_channels(build):
    world = build(channels={}, relations={"neighbours": {"between": ["arden", "belmora"]}})
    assert rung_in_force(world.tables, world.state, 0) == 0


@pytest.mark.parametrize(
    ("gone", "through"),
    [
        pytest.param([], DIRECT, id="direct, while the mission is open"),
        pytest.param(["l_liaison"], DIRECT, id="direct, though the other side's mission is gone"),
        pytest.param(["b_mission"], DIRECT, id="direct, though one's own mission is gone"),
        pytest.param(["b_mission", "l_liaison"], "b_embassy_abroad", id="the named embassy, once both are gone"),
        pytest.param(["b_mission", "l_liaison", "b_embassy_abroad"], NONE, id="nothing, once that is gone too"),
    ],
)
def test_contact_runs_through(build, gone, through):
    relation = {"between": ["belmora", "league"], "contact": {"belmora": "b_embassy_abroad"}}
    world = build(relations={"r": relation})
    for channel in gone:
        world.state.posts.status[world.channel(channel)] = STATUSES.index("closed")
    found = contact_of(world.tables, world.state, world.ij("belmora", "league"))
    assert found == (world.channel(through) if isinstance(through, str) else through)


def test_a_party_that_named_no_embassy_has_no_contact(build):
    world = build()
    world.state.posts.status[:] = STATUSES.index("closed")
    world.state.posts.status[-1] = STATUSES.index("open")
    assert contact_of(world.tables, world.state, world.ij("league", "belmora")) == NONE


def test_the_scale_of_a_dyad_is_the_mean_of_its_parties(build):
    world = build(policies={"arden": {"breaking_floor": 1.0, "breaking_hollowing": 19.0}})
    assert dyad_scale(world.tables, world.ij("arden", "belmora") >> 1) == pytest.approx((20 + 37) / 2)


# regimes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rung", "has_channels", "lost", "ruptured"),
    [
        pytest.param(9, True, 0.2, True, id="severed relations"),
        pytest.param(10, True, 0.2, True, id="hostilities"),
        pytest.param(8, True, 0.9, False, id="a closed mission, something left"),
        pytest.param(8, True, 1.0, True, id="nothing left"),
        pytest.param(0, False, 1.0, False, id="no channels that could be lost"),
    ],
)
def test_a_relation_is_broken_by(rung, has_channels, lost, ruptured):
    assert is_ruptured(rung, has_channels, lost) == ruptured


# loss at the end, highest loss, tension, flow; breaking scale 40
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param((0.05, 0.05, 0.0, 0.0, True), "rupture", id="rupture comes before all others"),
        pytest.param((0.10, 0.20, 9.9, 0.0), "recovered", id="half of a loss of a fifth regained, calm"),
        pytest.param((0.10, 0.19, 9.9, 0.0), "strained", id="a loss below a fifth is nothing to recover from"),
        pytest.param((0.11, 0.20, 9.9, 0.0), "strained", id="less than half regained"),
        pytest.param((0.10, 0.20, 10.0, 0.0), "strained", id="half regained, but tension at a quarter of the scale"),
        pytest.param((0.45, 0.90, 9.9, 0.0), "recovered", id="recovered comes before cold"),
        pytest.param((0.05, 0.20, 9.9, 0.0), "recovered", id="recovered comes before cooperative"),
        pytest.param((0.40, 0.50, 9.9, 0.019), "cold standoff", id="two fifths lost and hardly a move"),
        pytest.param((0.40, 0.50, 99.0, 0.019), "cold standoff", id="whatever the tension"),
        pytest.param((0.39, 0.50, 9.9, 0.019), "strained", id="less than two fifths lost"),
        pytest.param((0.40, 0.50, 9.9, 0.020), "strained", id="two fifths lost and moves exchanged"),
        pytest.param((0.09, 0.10, 9.9, 9.0), "cooperative", id="less than a tenth lost, calm"),
        pytest.param((0.10, 0.10, 9.9, 0.0), "strained", id="a tenth lost"),
        pytest.param((0.09, 0.10, 10.0, 0.0), "strained", id="less than a tenth lost, but tense"),
        pytest.param((0.00, 0.00, 0.0, 0.0), "cooperative", id="nothing ever happened"),
    ],
)
def test_regime(given, expected):
    last, highest, tense, closing_flow, *ended = given
    assert REGIMES[regime(WORLD, bool(ended), True, last, highest, tense, closing_flow, 40.0)] == expected


# China and Lithuania: hardly anything is lost, nobody moves, and no ambassador has been back for years
@pytest.mark.parametrize(
    ("last", "highest", "expected"),
    [
        pytest.param(0.00, 0.10, "strained", id="not intact"),
        pytest.param(0.10, 0.20, "strained", id="not recovered"),
        pytest.param(0.40, 0.50, "cold standoff", id="cold as before"),
    ],
)
def test_without_ambassadors_a_relation_is(last, highest, expected):
    assert REGIMES[regime(WORLD, False, False, last, highest, 0.0, 0.0, 40.0)] == expected


@pytest.mark.parametrize(
    ("move", "after", "at_post"),
    [
        pytest.param(None, None, True, id="as it begins"),
        pytest.param(act(1, "arden", "belmora", "recall_ambassador", "a_embassy"), None, False, id="a recall"),
        pytest.param(act(1, "belmora", "arden", "recall_ambassador", "b_embassy"), None, False, id="of the other side"),
        pytest.param(act(1, "belmora", "arden", "expel_ambassador", "a_embassy"), None, False, id="sent home"),
        pytest.param(act(1, "arden", "belmora", "downgrade_relations"), None, False, id="a lower level"),
        pytest.param(act(1, "belmora", "league", "recall_ambassador", "b_mission"), None, True, id="of another dyad"),
        pytest.param(act(1, "belmora", "arden", "expel", "a_embassy", count=20), None, True, id="people"),
        pytest.param(act(1, "belmora", "arden", "close_consulate", "a_consulate"), None, True, id="a consulate"),
        pytest.param(
            act(1, "arden", "belmora", "recall_ambassador", "a_embassy"),
            act(3, "arden", "belmora", "return_ambassador", "a_embassy"),
            True,
            id="back again",
        ),
    ],
)
def test_ambassadors_are_at_post_unless(build, move, after, at_post):
    timeline = {f"m{n}": given for n, given in enumerate((move, after)) if given}
    world = build(timeline=timeline, parameters=NEVER_ANSWERS | {"recall_median_log": 20.0})
    world.play(5)
    assert has_ambassadors(world.tables, world.state, world.ij("arden", "belmora") >> 1) is at_post


@pytest.mark.parametrize(
    ("n_days", "window"),
    [
        pytest.param(1000, 180, id="half a year of a long run"),
        pytest.param(360, 180, id="half a year of a run of two halves"),
        pytest.param(359, 179, id="half of a shorter run"),
        pytest.param(4, 2, id="half of a very short one"),
        pytest.param(1, 1, id="but at least a day"),
    ],
)
def test_a_regime_is_judged_by(n_days, window):
    assert closing_window(180, n_days) == window


# means --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "weights", "mean"),
    [
        pytest.param([1.0, 4.0], [1.0, 1.0], 2.5, id="equal weights"),
        pytest.param([1.0, 4.0], [1.0, 3.0], 3.25, id="three to one"),
        pytest.param([1.0, 4.0], [0.0, 0.2], 4.0, id="what has no weight does not count"),
        pytest.param([1.0, 4.0], [0.0, 0.0], 0.0, id="nothing where no weight counts"),
        pytest.param([], [], 0.0, id="nothing of nothing"),
    ],
)
def test_weighted_mean(values, weights, mean):
    assert weighted_mean(np.array(values), np.array(weights)) == pytest.approx(mean)


@given(st.lists(st.tuples(st.floats(-100, 100), st.floats(0.01, 10)), min_size=1))
def test_a_mean_lies_between_its_values(pairs):
    values, weights = np.array(pairs).T
    assert values.min() - 1e-9 <= weighted_mean(values, weights) <= values.max() + 1e-9


@given(st.integers(0, 200), st.integers(1, 200), SHARES)
def test_a_post_is_worth_between_its_shell_and_all(staff, reference, shell):
    assert shell <= staffed_worth(staff, reference, shell) <= 1.0


@pytest.mark.parametrize(
    ("members", "pairs"),
    [
        pytest.param((1, 1), 1.0, id="two states are one pair"),
        pytest.param((30, 1), 30.0, id="thirty members and a state are thirty"),
        pytest.param((30, 6), 180.0, id="thirty and six are a hundred and eighty"),
        pytest.param((0, 1), 1.0, id="an alliance without members counts as one"),
    ],
)
def test_pairs_of_states_that_a_dyad_binds(members, pairs):
    assert pairs_bound(*members) == pairs
