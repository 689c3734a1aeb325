"""What the calendar brings on its days: waits, new policies, memory, summits and deals; worked by hand."""

from datetime import date
from typing import Any

import pytest

from sim.rules.accounts import grievance_on
from sim.rules.calendar import next_in_calendar
from sim.rules.day import next_due, room_needed
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.reconcile import acceptance
from sim.rules.world import BY_CALENDAR, FULL, OPEN, PENDING, policy_of, row_of_ministry

EXPULSION = {"from": "belmora", "to": "arden", "move": "expel", "channel": "a_embassy", "count": 4}
SEVERITY = 4 + 2.5 * (4 / 40) ** 0.5  # four of forty
K = [p.name for p in POLICY_PARAMETERS].index("k")


def day(number: int) -> date:
    return date.fromordinal(date(2030, 1, 1).toordinal() + number)


def answers(world: Any) -> list[int]:
    """Days on which Arden sends people home."""
    return [move[0] for move in world.moves() if move[1:4] == ("arden", "belmora", "expel")]


def government(on: int, **what: Any) -> dict[str, Any]:
    return {"government": {"kind": "inauguration", "of": "arden", "date": day(on), **what}}


def summit(on: int, **what: Any) -> dict[str, Any]:
    return {"summit": {"kind": "summit", "between": ["arden", "belmora"], "date": day(on), **what}}


# waits --------------------------------------------------------------------------------------------------------


WAITS = {
    "an answer waits for the day of the other side": ({"arden": day(1)}, "belmora", 20),
    "and for a day of its own": ({"arden": day(1)}, "arden", 20),
    "not for a day of somebody with whom the act has nothing to do": ({"arden": day(1)}, "league", 8),
    "not where the wait begins after the day on which it is due": ({"arden": day(9)}, "belmora", 8),
    "but where it begins on that day": ({"arden": day(8)}, "belmora", 20),
    "not where the other side waits": ({"belmora": day(1)}, "arden", 8),
}


@pytest.mark.parametrize(("waits", "of", "answered"), WAITS.values(), ids=WAITS)
def test_a_party_that_waits_answers_on_the_day_itself(build: Any, waits: Any, of: str, answered: int) -> None:
    # expelled on day 5, answered three days later
    states = {"arden": {}, "belmora": {}, "cordia": {}}
    relations = {"more": {"between": ["arden", "league"]}}
    calendar = {"day": {"kind": "other", "of": of, "date": day(20), "waits": waits}}
    world = build({"cut": {"date": 5, **EXPULSION}}, calendar=calendar, states=states, relations=relations)
    assert answers(world.play(30)) == [answered]


def test_one_wait_leads_into_the_next(build: Any) -> None:
    calendar = {
        "vote": {"kind": "election", "of": "belmora", "date": day(12), "waits": {"arden": day(6)}},
        "oath": {"kind": "inauguration", "of": "belmora", "date": day(25), "waits": {"arden": day(12)}},
    }
    assert answers(build({"cut": {"date": 5, **EXPULSION}}, calendar=calendar).play(30)) == [25]


def test_who_waits_is_not_hurried_by_an_incident(build: Any) -> None:
    calendar = {"day": {"kind": "other", "of": "belmora", "date": day(20), "waits": {"arden": day(1)}}}
    relations = {"home": {"between": ["arden", "belmora"], "incidents_per_day": {"arden": 1.0}}}
    world = build({"cut": {"date": 5, **EXPULSION}}, calendar=calendar, relations=relations).play(20)
    owed = world.state.provocations
    own = [p for p in range(owed.n[0]) if owed.ij[p] == world.ij("arden", "belmora")]
    assert own
    assert {int(owed.verdict[p]) for p in own} == {PENDING}


# new policies -------------------------------------------------------------------------------------------------


def k_of(world: Any) -> float:
    return float(policy_of(world.tables, world.state, world.ij("arden", "belmora"), K))


POLICIES = {"arden": {"k": 1.0}, "stern": {"k": 2.0}}


def test_a_government_follows_another_policy_from_its_day_on_and_until_a_day(build: Any) -> None:
    calendar = government(10, policy="stern", until=day(15))
    world, followed = build(policies=POLICIES, calendar=calendar), []
    for _ in range(20):
        followed.append(k_of(world.play(1)))
    assert followed == [1.0] * 10 + [2.0] * 5 + [1.0] * 5


def test_some_numbers_change_and_the_rest_stays(build: Any) -> None:
    policies = {"arden": {"k": 1.5, "half_life_days": 100.0}}
    world = build(policies=policies, calendar=government(3, changes={"half_life_days": 50.0})).play(4)
    half_life = [p.name for p in POLICY_PARAMETERS].index("half_life_days")
    ij = world.ij("arden", "belmora")
    assert [policy_of(world.tables, world.state, ij, column) for column in (K, half_life)] == [1.5, 50.0]


def test_of_two_days_the_later_one_counts_and_when_it_ends_the_earlier_one(build: Any) -> None:
    calendar = {
        "first": {"kind": "election", "of": "arden", "date": day(2), "policy": "stern"},
        "second": {"kind": "other", "of": "arden", "date": day(4), "until": day(6), "changes": {"k": 3.0}},
    }
    world, followed = build(policies=POLICIES, calendar=calendar), []
    for _ in range(8):
        followed.append(k_of(world.play(1)))
    assert followed == [1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 2.0, 2.0]


def test_a_policy_of_a_day_before_the_start_is_followed_from_the_start(build: Any) -> None:
    assert k_of(build(policies=POLICIES, calendar=government(-100, policy="stern"))) == 2.0


def test_the_new_government_decides_what_the_old_one_left(build: Any) -> None:
    # four sent home on day 5, to be answered on day 8; on day 7 comes a government that sends two home for one
    policies = {"arden": {"preset": "proportional", "k": 1.0}, "stern": {"preset": "proportional", "k": 2.0}}
    world = build({"cut": {"date": 5, **EXPULSION}}, policies=policies, calendar=government(7, policy="stern")).play(12)
    assert [move[5] for move in world.moves() if move[1] == "arden"] == [8]


def test_grievance_fades_by_the_old_half_life_up_to_the_day_and_by_the_new_one_after_it(build: Any) -> None:
    policies = {"arden": {"half_life_days": 10.0}}
    relations = {"home": {"between": ["arden", "belmora"], "grievance": {"arden": 8.0}}}
    calendar = government(20, changes={"half_life_days": 5.0})
    world = build(policies=policies, relations=relations, calendar=calendar).play(31)
    ij = world.ij("arden", "belmora")
    assert world.curves.grievance[19, ij] == pytest.approx(8 * 2**-1.9)
    assert world.curves.grievance[20, ij] == pytest.approx(2.0)  # two half-lives of ten days
    assert world.curves.grievance[30, ij] == pytest.approx(0.5)  # two of five


def test_a_ministry_with_a_policy_of_its_own_keeps_it(build: Any) -> None:
    cabinet = {"foreign": {"role": "foreign"}, "defence": {"role": "defence", "policy": "arden"}}
    states = {"arden": {"policy": "arden", "ministries": cabinet}, "belmora": {}, "cordia": {}}
    world = build(policies=POLICIES, states=states, calendar=government(1, policy="stern")).play(2)
    rows = [row_of_ministry(world.tables, world.state, m) for m in range(world.tables.ministry_party.size)]
    named = {name: world.tables.policy[row, K] for name, row in zip(world.names.ministries, rows, strict=True)}
    assert (named["arden", "foreign"], named["arden", "defence"]) == (2.0, 1.0)


def test_a_new_government_begins_the_steps_that_its_policy_takes(build: Any) -> None:
    policies = {"arden": {}, "soft": {"preset": "grit", "initiative_per_day": 1.0}}
    world = build(policies=policies, calendar=government(6, policy="soft")).play(9)
    assert [move[0] for move in world.moves() if move[1:4:2] == ("arden", "offer_talks")][:1] == [6]


# memory -------------------------------------------------------------------------------------------------------


def grievances(world: Any, holder: str, other: str) -> list[float]:
    return [round(float(g), 6) for g in world.curves.grievance[: world.day, world.ij(holder, other)]]


LASTING = {"half_life_days": 1e12}
HELD = {"home": {"between": ["arden", "belmora"], "grievance": {"arden": 8.0, "belmora": 3.0}}}


def test_an_anniversary_adds_to_what_one_holds_against_the_other(build: Any) -> None:
    calendar = {
        "day": {"kind": "anniversary", "between": ["arden", "belmora"], "date": day(2), "grievance": {"arden": 1.5}}
    }
    world = build(relations=HELD, parameters=LASTING, calendar=calendar).play(4)
    assert grievances(world, "arden", "belmora") == [8.0, 8.0, 9.5, 9.5]
    assert grievances(world, "belmora", "arden") == [3.0] * 4


def test_a_yearly_one_comes_back_until_its_end(build: Any) -> None:
    leap = {"kind": "anniversary", "between": ["arden", "belmora"], "date": date(2028, 2, 29), "yearly": True}
    calendar = {"day": {**leap, "grievance": {"arden": 1.0}, "until": date(2032, 2, 28)}}
    world = build(relations=HELD, parameters=LASTING, calendar=calendar, end=date(2032, 12, 31))
    assert world.tables.memory_day.tolist() == [58, 58 + 365]  # 28 February of 2030 and 2031


def test_a_new_government_forgets_a_share_of_what_it_holds_against_everybody(build: Any) -> None:
    relations = HELD | {"more": {"between": ["arden", "cordia"], "grievance": {"arden": 4.0, "cordia": 1.0}}}
    world = build(relations=relations, parameters=LASTING, calendar=government(1, forgets={"arden": 0.75})).play(2)
    assert grievances(world, "arden", "belmora") == [8.0, 2.0]
    assert grievances(world, "arden", "cordia") == [4.0, 1.0]
    assert grievances(world, "cordia", "arden") == [1.0, 1.0]


def test_others_may_forget_what_they_hold_against_it_and_first_forget_then_add(build: Any) -> None:
    calendar = government(1, forgets={"belmora": 0.5}, grievance={"belmora": 0.25})
    world = build(relations=HELD, parameters=LASTING, calendar=calendar).play(2)
    assert grievances(world, "belmora", "arden") == [3.0, 1.75]


def test_no_grievance_falls_below_nothing(build: Any) -> None:
    calendar = government(1, grievance={"belmora": -9.0})
    world = build(relations=HELD, parameters=LASTING, calendar=calendar).play(2)
    assert grievances(world, "belmora", "arden") == [3.0, 0.0]


# joint acts ---------------------------------------------------------------------------------------------------


def test_at_a_summit_the_two_meet_and_both_hold_less(build: Any) -> None:
    world = build(relations=HELD, parameters=LASTING, calendar=summit(2)).play(4)
    assert world.moves() == [(2, "arden", "belmora", "meet", "", 0)]
    assert world.state.log.intent[0] == BY_CALENDAR
    # a quarter of a meeting's severity of 3, as where talks were offered
    assert grievances(world, "arden", "belmora") == [8.0, 8.0, 7.25, 7.25]
    assert grievances(world, "belmora", "arden") == [3.0, 3.0, 2.25, 2.25]
    assert world.state.posts.last_meeting[world.channel("commission")] == 2


LOSSES = {
    "recall": {"date": 1, "from": "arden", "to": "belmora", "move": "recall_ambassador", "channel": "a_embassy"},
    "expulsion": {"date": 1, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": 4},
    "access": {"date": 1, "from": "arden", "to": "belmora", "move": "restrict_access", "channel": "b_embassy"},
    "forum": {"date": 1, "from": "arden", "to": "belmora", "move": "suspend_council", "channel": "commission"},
    "closure": {"date": 1, "from": "arden", "to": "belmora", "move": "close_consulate", "channel": "b_consulate",
                "deadline": 2},
}  # fmt: skip
QUIET = {f"silence_{of}": 1.0 for of in ("first", "recall", "closure", "forum", "measure", "reply")}
GIVEN = {
    "ambassadors": {("arden", "return_ambassador", "a_embassy", 0)},
    "posts": {("arden", "restore_posts", "b_embassy", 4)},
    "access": {("arden", "lift_restrictions", "b_embassy", 0)},
    "institutions": {("arden", "reopen", "commission", 0)},
    "consulates": {("belmora", "reopen", "b_consulate", 5)},
    "missions": set(),
}


@pytest.mark.parametrize("thing", GIVEN)
def test_a_deal_gives_back_what_it_lists_and_nothing_else(build: Any, thing: str) -> None:
    deal = {"deal": {"kind": "deal", "between": ["arden", "belmora"], "date": day(20), "restores": [thing]}}
    world = build(LOSSES, parameters=QUIET, calendar=deal).play(21)
    given = {(move[1], *move[3:]) for move in world.moves() if move[0] == 20}
    assert given == GIVEN[thing] | {("arden", "meet", "", 0)}


def test_all_of_it_on_some_channels_and_a_part_of_the_posts(build: Any) -> None:
    deal = {"kind": "deal", "between": ["arden", "belmora"], "date": day(20), "share": 0.3, "channels": ["b_embassy"]}
    world = build(LOSSES, parameters=QUIET, calendar={"deal": {**deal, "restores": [*GIVEN]}}).play(21)
    given = {(move[1], *move[3:]) for move in world.moves() if move[0] == 20}
    # three tenths of four posts, rounded up
    assert given == {("arden", "meet", "", 0), ("arden", "restore_posts", "b_embassy", 2), *GIVEN["access"]}


def test_missions_reopen_with_a_part_of_their_people_and_relations_are_full_again(build: Any) -> None:
    severed = {"end": {"date": 1, "from": "arden", "to": "belmora", "move": "sever_relations", "deadline": 3}}
    deal = {"kind": "deal", "between": ["arden", "belmora"], "date": day(20), "share": 0.5, "restores": ["missions"]}
    world = build(severed, parameters=QUIET | {"silence_level": 1.0}, calendar={"deal": deal}).play(21)
    embassies = [world.channel(name) for name in ("a_embassy", "b_embassy")]
    assert world.state.posts.status[embassies].tolist() == [OPEN, OPEN]
    assert world.state.posts.accredited[embassies].tolist() == [23, 14]  # half of the ceilings of 45 and 28, rounded up
    assert world.state.posts.lost[embassies].tolist() == [22, 14]  # who may follow, as people do
    assert world.state.level[world.ij("arden", "belmora") >> 1] == FULL


def test_without_consent_there_is_no_summit_and_who_refuses_says_so(build: Any) -> None:
    held = {"home": {"between": ["arden", "belmora"], "grievance": {"arden": 1000.0}}}
    world = build(relations=held, calendar=summit(2, consent=True, restores=["posts"])).play(4)
    assert world.moves() == [(2, "arden", "belmora", "refuse_talks", "", 0)]
    assert world.state.log.probability[0] == pytest.approx(0.0, abs=1e-9)


def test_both_consent_as_often_as_both_would_accept_an_offer(build: Any) -> None:
    held = {"home": {"between": ["arden", "belmora"], "grievance": {"arden": 11.0, "belmora": 14.0}}}
    met, chances = 0, [0.0, 0.0]
    for seed in range(200):
        world = build(relations=held, seed=seed, calendar=summit(1, consent=True)).play(1)
        chances = [acceptance(world.tables, world.state, world.ij(*way), 1) for way in WAYS]
        met += "meet" in [move[3] for move in world.play(1).moves()]
    expected = chances[0] * chances[1]
    assert 0.2 < expected < 0.8
    assert met / 200 == pytest.approx(expected, abs=3.3 * (expected * (1 - expected) / 200) ** 0.5)


WAYS = (("arden", "belmora"), ("belmora", "arden"))


def test_before_anybody_decides_nobody_is_asked(build: Any) -> None:
    held = {"home": {"between": ["arden", "belmora"], "grievance": {"arden": 1000.0}}}
    world = build(relations=held, calendar=summit(2, consent=True), autonomous_from=day(5)).play(4)
    assert [move[3] for move in world.moves()] == ["meet"]


# days on which something is due -------------------------------------------------------------------------------


def test_the_days_of_the_calendar_are_due(build: Any) -> None:
    calendar = government(40, policy="stern", until=day(50)) | summit(60)
    calendar |= {"memory": {"kind": "anniversary", "of": "arden", "date": day(70), "grievance": {"belmora": 1.0}}}
    world = build(policies=POLICIES, calendar=calendar).play(1)
    due, days = 0, []
    while (following := next_in_calendar(world.tables, due)) != due:
        days.append(due := following)
    assert days == [40, 50, 60, 70]
    assert next_due(world.tables, world.state, 0) <= 40


def test_a_joint_act_needs_room_for_two_refusals_or_three_moves_on_each_channel(build: Any) -> None:
    room = [room_needed(world.tables, world.state) for world in (build(), build(calendar=summit(2)))]
    assert room[1] - room[0] == 2 + 3 * 11


def test_an_entry_that_changes_nothing_changes_no_draw(build: Any) -> None:
    relations = {"home": {"between": ["arden", "belmora"], "talks_per_day": {"arden": 0.2}}}
    plain = build({"cut": {"date": 5, **EXPULSION}}, relations=relations).play(40)
    marked = build({"cut": {"date": 5, **EXPULSION}}, relations=relations, calendar=government(9)).play(40)
    assert plain.moves() == marked.moves()
    ij = plain.ij("arden", "belmora")
    assert grievance_on(plain.tables, plain.state, ij, 40) == grievance_on(marked.tables, marked.state, ij, 40)


def test_a_deal_gives_ties_back_by_each_side_that_withholds_them(build: Any) -> None:
    ties = {"trade": {"kind": "trade", "between": ["arden", "belmora"]}}
    stopped = {
        "by_arden": {"date": 1, "from": "arden", "to": "belmora", "move": "ban_trade", "channel": "trade"},
        "by_belmora": {"date": 2, "from": "belmora", "to": "arden", "move": "restrict_trade", "channel": "trade"},
    }
    deal = {"kind": "deal", "between": ["arden", "belmora"], "date": day(20), "restores": ["ties"]}
    world = build(stopped, ties=ties, policies=SILENT, calendar={"deal": deal}).play(21)
    given = {move[1:5:3] + move[3:4] for move in world.moves() if move[0] == 20 and move[3] != "meet"}
    assert given == {("arden", "trade", "restore_tie"), ("belmora", "trade", "restore_tie")}


SILENT = {party: {"silences": "by_kind", "silence_tie": 1.0, "press_on": 0.0} for party in ("arden", "belmora")}
