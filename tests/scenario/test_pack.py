"""A scenario as arrays: who is packed where, and how the world stands on the first morning."""

import pytest

from sim.rules.log import deciding_ministry
from sim.rules.moves import FAMILIES, FAMILY, KINDS, SUSPEND_COUNCIL
from sim.rules.world import NONE
from sim.scenario.defaults import normal_thresholds
from sim.scenario.initial import initial_state
from sim.scenario.load import load_scenario
from sim.scenario.pack import names_of, pack
from sim.scenario.packed import packed
from sim.scenario.problems import ScenarioError

TWO = """\
schema: 1
name: two
title: Two
start: 2030-01-01
end: 2030-02-01
states: {a: {}, b: {}, a_b: {}, c: {}, b_c: {}}
"""


def read(tmp_path, text):
    path = tmp_path / "two.yaml"
    path.write_text(TWO + text, encoding="utf-8")
    return load_scenario(path)


@pytest.mark.parametrize(
    ("kind", "status", "rung"),
    [
        ("embassy", "suspended", 8),
        ("embassy", "closed", 8),
        ("liaison_mission", "closed", 7),
        ("consulate", "closed", 6),
        ("office", "closed", 6),
        ("office", "open", 0),
    ],
)
def test_what_is_shut_at_the_start_stands_on_the_rung_of_the_move_that_shuts_it(tmp_path, kind, status, rung):
    case = read(
        tmp_path, f"channels: {{post: {{kind: {kind}, sender: a, host: b, accredited: 3, status: {status}}}}}\n"
    )
    state = initial_state(packed(case), 1)
    assert (state.posts.rung[0], state.rung_highest[0]) == (rung, rung)


@pytest.mark.parametrize(("kind", "rung"), [("council", 7), ("cooperation", 6)])
def test_a_joint_institution_that_one_side_stays_away_from_is_suspended(tmp_path, kind, rung):
    case = read(tmp_path, f"channels: {{joint: {{kind: {kind}, between: [b, a], suspended_by: [b]}}}}\n")
    posts = initial_state(packed(case), 1).posts
    assert posts.withheld.tolist() == [[False, True]]
    assert posts.rung.tolist() == [rung]


@pytest.mark.parametrize("order", ["a, b", "b, a"])
def test_the_ministry_that_owns_a_joint_institution_is_that_of_the_side_named(tmp_path, order):
    side = "sender_ministry" if order == "b, a" else "host_ministry"
    case = read(tmp_path, f"channels: {{council: {{kind: council, between: [{order}], {side}: defence}}}}\n")
    names, tables = names_of(case), pack(case)
    owners = {p: names.ministries[deciding_ministry(tables, names.party(p), SUSPEND_COUNCIL, 0)] for p in "ab"}
    assert owners == {"a": ("a", "foreign"), "b": ("b", "defence")}


@pytest.mark.parametrize(
    ("council", "rhythm"),
    [
        ("", 2 / 3),
        (", last_meeting: 2029-07-05", 1 / 3),
        (", meetings: [2029-07-05], last_meeting: 2030-01-01", 2 / 3),
        (", meetings: [2030-01-01, 2029-01-06]", 7 / 12),
        (", status: planned", 0.0),
    ],
    ids=["as usual", "as usual until it ended", "in its rhythm", "a year apart", "not yet founded"],
)
def test_a_council_has_the_rhythm_of_its_meetings_before_the_start(tmp_path, council, rhythm):
    """Meetings give half of what lacks, half fades in 180 days, and so often it meets: ½ / (1 − ½ · ½) = ⅔ as usual.

    180 days after a usual meeting ⅓ is left, and the next brings back ⅔; 360 days after it ⅙, and ⅙ + ½ · ⅚ = 7/12.
    """
    numbers = "parameters: {council_gain: 0.5, council_rhythm_days: 180, council_half_life_days: 180}\nbuilding: true\n"
    case = read(tmp_path, f"{numbers}channels: {{joint: {{kind: council, between: [a, b]{council}}}}}\n")
    assert initial_state(packed(case), 1).posts.rhythm.tolist() == [pytest.approx(rhythm)]


def test_nobody_makes_a_move_that_it_rules_out_or_that_no_ministry_of_it_owns(tmp_path):
    sets = [
        "alliances.north.never=[expel]",
        "states.arden.never=[offer_talks]",
        "states.norrland.ministries={foreign: {role: foreign, owns: [personnel]}}",
    ]
    case = load_scenario("two_blocs", settings=sets)
    ruled_out = {
        party: {kind.name for kind, may in zip(KINDS, row, strict=True) if not may}
        for party, row in zip(names_of(case).parties, pack(case).repertoire, strict=True)
    }
    assert (ruled_out["north"], ruled_out["arden"], ruled_out["south"]) == ({"expel"}, {"offer_talks"}, set())
    left_to_foreign = {"personnel", "economic", "travel", "transport", "society"}  # ties that nobody owns
    assert ruled_out["norrland"] == {
        kind.name for kind, f in zip(KINDS, FAMILY, strict=True) if FAMILIES[f] not in left_to_foreign
    }


def test_an_invitation_and_a_breaking_point_are_packed_by_who_has_them(tmp_path):
    case = read(tmp_path, "relations: {a_b: {between: [b, a], invites: [b], breaks: {a: true, b: false}}}\n")
    names, tables = names_of(case), pack(case)
    forth, back = names.direction("a", "b"), names.direction("b", "a")
    assert (tables.invites[forth], tables.invites[back]) == (False, True)
    assert (tables.breaks_with[forth], tables.breaks_with[back]) == (1, 0)


def test_a_breaking_point_that_a_relation_does_not_give_is_left_to_the_policy(tmp_path):
    assert pack(read(tmp_path, "relations: {a_b: {between: [a, b]}}\n")).breaks_with.tolist() == [NONE, NONE]


def test_two_implied_relations_may_not_share_an_id(tmp_path):
    embassies = "one: {kind: embassy, sender: a_b, host: c}, two: {kind: embassy, sender: a, host: b_c}"
    with pytest.raises(ScenarioError, match="'a_b_c' is also what the relation of a and b_c would be called"):
        read(tmp_path, f"channels: {{{embassies}}}\n")


def test_a_given_relation_may_not_take_the_id_of_an_implied_one(tmp_path):
    text = "channels: {one: {kind: embassy, sender: a, host: b}}\nrelations: {a_b: {between: [a, c]}}\n"
    with pytest.raises(ScenarioError, match="'a_b' is also what the relation of a and b would be called"):
        read(tmp_path, text)


def test_severed_relations_leave_no_embassy_open(tmp_path):
    text = "channels: {one: {kind: embassy, sender: a, host: b}}\nrelations: {r: {between: [a, b], level: severed}}\n"
    with pytest.raises(
        ScenarioError, match=r"relations.r.level: severed, and 'one' is open; expected channels.one.status"
    ):
        read(tmp_path, text)


def test_thresholds_without_spread_are_all_the_mean():
    assert normal_thresholds(3, 0.25, 0.0) == [0.25, 0.25, 0.25]


def test_thresholds_of_a_crowd_are_the_middles_of_equally_likely_parts():
    # a sixth, a half and five sixths of a normal distribution lie below -0.967422, 0 and 0.967422 deviations
    assert normal_thresholds(3, 0.3, 0.1) == pytest.approx([0.2032578, 0.3, 0.3967422], abs=1e-7)


def test_thresholds_by_mean_and_spread_are_given_to_allies_in_the_order_of_their_ids():
    sets = ["triggers.harm.threshold_mean=0.5", "triggers.harm.threshold_spread=0.1"]
    case = load_scenario("cascade", settings=sets)
    found = dict(zip(names_of(case).parties, pack(case).threshold[0], strict=True))
    assert found["s00"] == pytest.approx(0.5 - 0.1 * 2.5758293, abs=1e-6)  # the lowest of a hundred, at 1/200
    assert found["s00"] < found["s01"] < found["s99"]
    assert [str(found[name]) for name in ("victim", "author", "league")] == ["nan"] * 3
