"""Who takes the side of a member of its alliance that an act on ties, or words, hit.

Belmora bans the trade of Arden on day 1, and Arden calls its ambassador home.  Arden and its allies, called ally_0,
ally_1 and so on, are members of the League; each keeps an embassy of its own in Belmora, and Belmora one with each.
"""

import math
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.engine.trajectory import with_room
from sim.rules import draws
from sim.rules.join import readiness
from sim.rules.world import INTENTS, NONE

from .acts import act
from .conftest import START

ALWAYS, NEVER = {"join_over_act": 50.0}, {"join_over_act": -50.0}
SILENT = {"silence_tie": 1.0, "silence_first": 1.0, "silence_recall": 1.0, "recovery_tie_per_day": 0.0}
GOODS = {"goods": {"kind": "trade", "between": ["arden", "belmora"]}}
BAN = {"ban": act(1, "belmora", "arden", "ban_trade", "goods")}
OWN = {"own": act(1, "arden", "belmora", "recall_ambassador", "arden_in_belmora")}


@pytest.fixture
def league(build):
    """Let a league of Arden and some allies live through what Belmora does; the world after some days."""

    def make(
        allies=2,
        days=5,
        over=("ties", "words"),
        timeline=BAN,
        own=OWN,
        numbers=ALWAYS,
        left_out=(),
        channels=(),
        **other,
    ):
        names = ["arden", *(f"ally_{n}" for n in range(allies))]
        given = {
            f"{a}_in_{b}": {"kind": "embassy", "sender": a, "host": b, "accredited": 10}
            for pair in ((name, "belmora") for name in names if name not in left_out)
            for a, b in (pair, pair[::-1])
        }
        world = build(
            **{
                "channels": given | dict(channels),
                "ties": GOODS,
                "alliances": {"league": {"members": names, "joins_over": list(over)}},
                "states": {name: {} for name in (*names, "belmora")},
                "timeline": timeline | own,
                "parameters": SILENT | numbers,
            }
            | other
        )
        for _ in range(days):
            world.state = with_room(world.tables, world.state)
            world.play(1)
        return world

    return make


def sides(world):
    """Day, party and kind of every move by which somebody takes a side."""
    log = world.state.log
    return [
        (day, who, kind)
        for m, (day, who, _, kind, _, _) in enumerate(world.moves())
        if INTENTS[log.intent[m]] == "joining"
    ]


# over what ---------------------------------------------------------------------------------------------


def test_members_recall_their_ambassadors_over_an_act_on_ties(league):
    assert sides(league()) == [(1, "ally_0", "recall_ambassador"), (1, "ally_1", "recall_ambassador")]


MISSION = {"m": {"kind": "mission", "sender": "belmora", "host": "league", "accredited": 3}}


@pytest.mark.parametrize(
    "own",
    [
        pytest.param({}, id="silence"),
        pytest.param({"own": act(1, "arden", "belmora", "denounce")}, id="words"),
        pytest.param({"own": act(0, "arden", "belmora", "recall_ambassador", "arden_in_belmora")}, id="before the act"),
    ],
)
def test_without_a_measure_of_the_victim_the_alliance_speaks_and_no_member_goes_ahead(league, own):
    # as over Lithuania in 2021 and Spain in 2022: the Union spoke, none of twice 26 members took a step
    assert sides(league(own=own, channels=MISSION)) == [(1, "league", "criticise")]


def test_members_follow_the_victim_when_it_takes_its_measure_later(league):
    # as over Belarus in 2020: asked on 2 October, Poland recalled its ambassador on the 5th, others from then on
    later = {"own": act(4, "arden", "belmora", "recall_ambassador", "arden_in_belmora")}
    found = sides(league(own=later, days=8, channels=MISSION))
    assert found == [(1, "league", "criticise"), (4, "ally_0", "recall_ambassador"), (4, "ally_1", "recall_ambassador")]


@pytest.mark.parametrize(("after", "n"), [(365, 2), (366, 0)])
def test_a_measure_that_comes_more_than_a_year_after_the_act_moves_nobody(league, after, n):
    later = {"own": act(1 + after, "arden", "belmora", "recall_ambassador", "arden_in_belmora")}
    assert len(sides(league(own=later, days=370, end=START + timedelta(400)))) == n


@pytest.mark.parametrize(("again", "n"), [pytest.param(None, 0, id="silence"), pytest.param(6, 2, id="acts again")])
def test_a_measure_against_an_earlier_act_counts_for_no_later_one(league, again, n):
    # the ban is settled on day 2, before anybody has joined; on day 4 Belmora denounces Arden
    timeline = BAN | {"talks": act(2, "arden", "belmora", "meet"), "words": act(4, "belmora", "arden", "denounce")}
    own = OWN | ({} if again is None else {"z": act(again, "arden", "belmora", "expel", "belmora_in_arden", count=1)})
    later = ALWAYS | {"join_median_log": math.log(3), "join_sd_log": 0.0}
    assert len(sides(league(timeline=timeline, own=own, days=12, numbers=later))) == n


@pytest.mark.parametrize(
    ("over", "move", "n"),
    [
        pytest.param(["ties"], BAN["ban"], 2, id="ties over ties"),
        pytest.param(["words"], BAN["ban"], 0, id="not words over ties"),
        pytest.param([], BAN["ban"], 0, id="nothing over ties"),
        pytest.param(["words"], act(1, "belmora", "arden", "denounce"), 2, id="words over words"),
        pytest.param(["ties"], act(1, "belmora", "arden", "denounce"), 0, id="not ties over words"),
        pytest.param(["ties", "words"], act(1, "belmora", "arden", "criticise"), 0, id="criticism is no act"),
        pytest.param(
            ["ties", "words"], act(1, "belmora", "arden", "expel", "arden_in_belmora", count=2), 0, id="people"
        ),
        pytest.param(
            ["ties", "words"], act(1, "arden", "belmora", "ban_trade", "goods"), 0, id="who acts is no victim"
        ),
    ],
)
def test_a_league_takes_sides_over_what_it_says(league, over, move, n):
    assert len(sides(league(over=over, timeline={"it": move}))) == n


def test_an_answer_is_no_first_act(league):
    answer = act(2, "belmora", "arden", "ban_trade", "goods", answers="first")
    first = act(1, "arden", "belmora", "recall_ambassador", "arden_in_belmora")
    assert sides(league(timeline={"first": first, "second": answer})) == []


def test_an_answer_to_words_is_a_first_act(league):
    # as China's customs stop over a name on a door: for the Union it is China that acted first
    answer = act(2, "belmora", "arden", "ban_trade", "goods", answers="words")
    words = act(1, "arden", "belmora", "denounce")
    own = {"own": act(3, "arden", "belmora", "recall_ambassador", "arden_in_belmora")}
    assert len(sides(league(timeline={"words": words, "ban": answer}, own=own, days=6))) == 2


def test_an_answer_to_a_harm_is_no_first_act(league):
    harm = {"date": 0, "victim": "belmora", "author": "arden", "severity": 1.0}
    ban = BAN["ban"] | {"answers": "harm"}
    assert sides(league(timeline={"ban": ban}, triggers={"harm": harm})) == []


# who ---------------------------------------------------------------------------------------------------


def test_nobody_takes_a_side_without_an_alliance_that_does(league):
    assert sides(league(alliances={"league": {"members": ["arden", "ally_0", "ally_1"]}})) == []


def test_who_has_no_embassy_there_says_it_in_words(league):
    relation = {"r": {"between": ["ally_0", "belmora"]}}
    found = sides(league(left_out=("ally_0",), relations=relation))
    assert sorted(found) == [(1, "ally_0", "criticise"), (1, "ally_1", "recall_ambassador")]


def test_who_does_not_deal_with_the_author_takes_no_side(league):
    assert [who for _, who, _ in sides(league(left_out=("ally_0",)))] == ["ally_1"]


def test_an_alliance_with_relations_speaks_itself_whether_or_not_its_members_do(league):
    assert sides(league(numbers=NEVER, channels=MISSION)) == [(1, "league", "criticise")]


def test_what_a_member_never_does_it_does_not_do_for_another(league):
    never = {"states": {"arden": {}, "belmora": {}, "ally_0": {"never": ["recall_ambassador"]},
                        "ally_1": {"never": ["recall_ambassador", "criticise"]}}}  # fmt: skip
    assert sides(league(**never)) == [(1, "ally_0", "criticise")]


# when and how often ----------------------------------------------------------------------------------------


def test_all_take_sides_on_one_day_some_days_later(league):
    found = sides(league(days=12, numbers=ALWAYS | {"join_median_log": math.log(8), "join_sd_log": 0.0}))
    assert [day for day, *_ in found] == [9, 9]


@pytest.mark.parametrize(("meets", "n"), [(6, 0), (9, 2)])
def test_a_meeting_in_between_ends_it(league, meets, n):
    timeline = BAN | {"talks": act(meets, "arden", "belmora", "meet")}
    later = ALWAYS | {"join_median_log": math.log(7), "join_sd_log": 0.0}
    assert len(sides(league(days=12, timeline=timeline, numbers=later))) == n


def test_a_further_act_within_a_year_moves_only_those_who_have_not_yet_taken_a_side(league):
    more = {"goods": GOODS["goods"], "flights": {"kind": "flights", "between": ["arden", "belmora"]}}
    timeline = BAN | {"again": act(4, "belmora", "arden", "suspend_flights", "flights")}
    assert [day for day, *_ in sides(league(days=8, ties=more, timeline=timeline))] == [1, 1]


def test_an_ally_whose_side_the_scenario_gives_does_not_take_it_again(league):
    timeline = BAN | {"z": act(1, "ally_0", "belmora", "criticise", answers="ban")}
    assert [who for _, who, _ in sides(league(timeline=timeline))] == ["ally_1"]


def test_nobody_takes_a_side_over_what_was_done_before_anybody_decides(league):
    assert sides(league(autonomous_from=START + timedelta(2))) == []


# by which chance ---------------------------------------------------------------------------------------------


def test_readiness_over_an_act_is_a_log_odds_of_its_own_and_of_who_has_joined(build):
    # 11 of 34 members in the record whose victim took a measure: 27 % before others have joined, 32 % in the end
    world = build().tables.world
    assert 1 / (1 + math.exp(1.0)) == pytest.approx(0.269, abs=5e-4)
    assert readiness(world, 0.5, 0.0, 0.0, 0.0) == pytest.approx(0.018, abs=5e-4)  # over a harm that nobody can see


@pytest.mark.parametrize("seed", range(6))
def test_each_is_asked_by_a_draw_of_its_own_until_nobody_more_joins(league, seed):
    world = league(allies=4, seed=seed, numbers={"join_over_act": -0.5, "join_joined": 1.0})
    belmora, arden = world.party("belmora"), world.party("arden")
    u = {}
    for name in ("ally_0", "ally_1", "ally_2", "ally_3"):
        key = int(world.tables.party_key[arden])
        u[name] = draws.uniform(world.tables, world.state, world.party(name), belmora, 1, draws.STREAM_STAND_BY, key)
    joined = set()
    while more := {n for n in u if n not in joined and u[n] < 1 / (1 + math.exp(0.5 - len(joined) / 4))}:
        joined |= more
    assert {who for _, who, _ in sides(world)} == joined


def test_it_is_written_with_its_chance_and_the_act_that_it_is_over(league):
    world = league(numbers={"join_over_act": 40.0})
    log = world.state.log
    assert [kind for _, _, _, kind, _, _ in world.moves()[:2]] == ["recall_ambassador", "ban_trade"]  # by id of actor
    assert log.parent[2:4].tolist() == [1, 1]
    assert log.cause[2:4].tolist() == [NONE, NONE]
    assert log.probability[2:4].tolist() == pytest.approx([1.0, 1.0])
    assert not world.state.provocations.is_reply[: int(world.state.provocations.n[0])].any()  # to Belmora a first act


# what always holds ------------------------------------------------------------------------------------------


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    odds=st.floats(-3, 3),
    over=st.sets(st.sampled_from(["ties", "words"])),
    acts=st.lists(st.tuples(st.integers(0, 20), st.sampled_from(["denounce", "restrict_trade"])), max_size=4),
)
def test_only_members_take_sides_only_over_what_the_league_says_and_once(league, seed, odds, over, acts):
    timeline = {
        f"act_{n}": act(day, "belmora", "arden", kind, *(["goods"] if kind == "restrict_trade" else []))
        for n, (day, kind) in enumerate(acts)
    }
    answering = {"join_over_act": odds, "join_median_log": 1.0, "join_sd_log": 1.0, "silence_recall": 0.5}
    world = league(allies=3, days=30, seed=seed, over=sorted(over), timeline=timeline, numbers=answering)
    log, moves = world.state.log, world.moves()
    joining = [m for m in range(int(log.n[0])) if INTENTS[log.intent[m]] == "joining"]
    assert {moves[m][1] for m in joining} <= {"ally_0", "ally_1", "ally_2"}
    assert len({moves[m][1] for m in joining}) == len(joining)
    own_days = [day for day, who, target, kind, *_ in moves if (who, target) == ("arden", "belmora") and kind != "meet"]
    for m in joining:
        day, _, target, kind, *_ = moves[m]
        over_day, author, victim, over_kind, *_ = moves[log.parent[m]]
        assert (target, kind, author, victim) == ("belmora", "recall_ambassador", "belmora", "arden")
        assert any(over_day <= own <= day for own in own_days)
        assert {"denounce": "words", "restrict_trade": "ties"}[over_kind] in over
