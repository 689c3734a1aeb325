"""From a severity to a lawful package: mirror first, then substitute; a party that breaks leaves.

Unless a test says otherwise Belmora acts on day 0, and Arden has to answer on day 3.
"""

import math
from copy import deepcopy

import numpy as np
import pytest

from sim.rules.curves import record
from sim.rules.day import play_day
from sim.rules.draws import STREAM_NUMBER, STREAM_SURCHARGE, normal, unit, words
from sim.rules.moves import ADDED as WEIGHTS
from sim.rules.moves import CUT_CEILING, EXPEL, FAMILIES, KINDS, RECALL_AMBASSADOR, RESTRICT_ACCESS
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.reaction import most_of_staff
from sim.rules.substitute import chance_of_another_kind, closest_package, count_for, drawn_candidate, share_for
from sim.rules.world import CLOSING, INTENTS, LONG_AGO, NONE, VERDICTS, Candidates
from sim.scenario.pack import KIND_NUMBER
from tests.rules.acts import act
from tests.rules.conftest import CHANNELS, NEVER_ANSWERS

MUTE = {
    "preset": "tit_for_tat",
    **NEVER_ANSWERS,
}  # never answers
AT_ONCE = {"delay_days": 0, "delay_median_log": -2, "delay_sd_log": 0}  # before anything has faded
ADDED = [("downgrade_relations", "", 0), ("recall_ambassador", "a_embassy", 0)]  # the most Arden can add to a reply


def embassy(sender, host, staff, **more):
    return {"kind": "embassy", "sender": sender, "host": host, "accredited": staff, **more}


def posts(ours=40, theirs=24):
    """One embassy each: Arden's in Belmora, Belmora's in Arden."""
    return {"a_embassy": embassy("arden", "belmora", ours), "b_embassy": embassy("belmora", "arden", theirs)}


def consulate(sender, host, staff=5):
    return {"kind": "consulate", "sender": sender, "host": host, "accredited": staff}


def blow(move, channel=None, count=0, date=0, source="belmora", target="arden", **more):
    """What Belmora does to Arden on day 0, unless told otherwise."""
    return act(date, source, target, move, channel, count=count, **more)


@pytest.fixture
def reply(build):
    """Let Belmora act, and return what Arden does about it: kind, channel and count of each move."""

    def answer(*acts, policy=None, days=4, **other):
        world = build(
            timeline={f"act{n}": one for n, one in enumerate(acts)},
            policies={"arden": policy or {"preset": "tit_for_tat"}, "belmora": MUTE},
            **other,
        ).play(days)
        answer.world = world
        return of_arden(world)

    return answer


def of_arden(world, actor="arden"):
    return [(kind, channel, count) for _, i, _, kind, channel, count in world.moves() if i == actor]


def intents(world, actor="arden"):
    log = world.state.log
    return [INTENTS[log.intent[m]] for m in range(log.n[0]) if world.tables.actor[log.ij[m]] == world.party(actor)]


def verdict(world, p=0):
    return VERDICTS[world.state.provocations.verdict[p]]


# mirror ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "hit", "answered_on", "count"),
    [
        pytest.param("expel", "a_embassy", "b_embassy", 3, id="three expelled by three expelled"),
        pytest.param("expel", "a_embassy", "b_embassy", 1, id="one expelled by one"),
        pytest.param("expel", "a_consulate", "b_consulate", 2, id="consuls by consuls"),
        pytest.param("cut_ceiling", "a_embassy", "b_embassy", 10, id="a ceiling by a ceiling"),
        pytest.param("refuse_accreditation", "a_embassy", "b_embassy", 2, id="vacancies by vacancies"),
        pytest.param("close_consulate", "a_consulate", "b_consulate", 0, id="a consulate by a consulate"),
        pytest.param("expel_ambassador", "a_embassy", "b_embassy", 0, id="an ambassador by an ambassador"),
        pytest.param("recall_ambassador", "b_embassy", "a_embassy", 0, id="a recall by a recall"),
        pytest.param("restrict_access", "a_embassy", "b_embassy", 0, id="closed doors by closed doors"),
        pytest.param("ban_local_staff", "a_embassy", "b_embassy", 0, id="local staff by local staff"),
        pytest.param("suspend_council", "commission", "commission", 0, id="absence by absence"),
        pytest.param("suspend_cooperation", "science", "science", 0, id="the end of joint work by the same"),
        pytest.param("cancel_meeting", None, "", 0, id="a cancelled meeting by another"),
        pytest.param("ultimatum", None, "", 0, id="an ultimatum by an ultimatum"),
        pytest.param("close_mission", "a_embassy", "b_embassy", 0, id="a closed embassy by a closed embassy"),
        pytest.param("suspend_mission", "b_embassy", "a_embassy", 0, id="a departure by a departure"),
    ],
)
def test_answered_in_kind_and_in_number_is(reply, move, hit, answered_on, count):
    assert reply(blow(move, hit, count)) == [(move, answered_on, count)]
    assert intents(reply.world) == ["mirror"]


def test_a_package_is_answered_by_one_package_the_gravest_move_first(reply):
    answer = reply(
        blow("restrict_access", "a_embassy"), blow("expel", "a_embassy", 10), blow("close_consulate", "a_consulate")
    )
    assert answer == [
        ("close_consulate", "b_consulate", 0),
        ("expel", "b_embassy", 10),
        ("restrict_access", "b_embassy", 0),
    ]
    log = reply.world.state.log
    assert log.parent[3:6].tolist() == [0, 0, 0]  # the first move of what is answered
    assert log.package[3:6].tolist() == [3, 3, 3]


def test_of_two_moves_alike_the_earlier_is_answered_first(reply):
    channels = {**posts(), "a_west": consulate("arden", "belmora"), "a_east": consulate("arden", "belmora"),
                "b_west": consulate("belmora", "arden", 8)}  # fmt: skip
    acts = blow("ban_local_staff", "a_west"), blow("cancel_meeting"), blow("ban_local_staff", "a_embassy")
    assert reply(*acts, channels=channels) == [
        ("ban_local_staff", "b_west", 0), ("ban_local_staff", "b_embassy", 0), ("cancel_meeting", "", 0)
    ]  # fmt: skip


def test_a_reply_carries_the_numbers_that_decided_it(reply):
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 4}}}
    reply(blow("expel", "a_embassy", 10), channels=posts(), relations=relations, parameters={"half_life_days": 1e12})
    log = reply.world.state.log
    assert log.asked[1] == pytest.approx(5.25)
    assert log.grievance[1] == pytest.approx(9.25)
    assert log.loss[1] == pytest.approx(0.0875)
    assert log.breaking_point[1] == pytest.approx(3 + 34 * 0.9125)
    assert math.isnan(log.probability[1])


def test_people_are_given_the_time_to_leave_that_their_host_allows(reply):
    reply(blow("expel", "a_embassy", 3), policy={"preset": "tit_for_tat", "leave_days": 9})
    log = reply.world.state.log
    assert (log.announced[1], log.effective[1]) == (3, 12)


class TestWhatIsLikeWhat:
    def test_of_several_posts_of_the_kind_the_one_that_allows_most_answers(self, reply):
        channels = {**posts(), "a_west": consulate("arden", "belmora"),
                    "b_east": consulate("belmora", "arden", 4), "b_north": consulate("belmora", "arden", 8),
                    "b_south": consulate("belmora", "arden", 6)}  # fmt: skip
        assert reply(blow("expel", "a_west", 3), channels=channels) == [("expel", "b_north", 3)]

    def test_persons_may_be_taken_from_any_post_where_the_kind_is_missing(self, reply):
        channels = {**posts(theirs=24), "a_west": consulate("arden", "belmora")}
        assert reply(blow("expel", "a_west", 3), channels=channels) == [("expel", "b_embassy", 3)]

    def test_yet_the_smaller_post_of_the_kind_comes_before_a_larger_one_of_another(self, reply):
        channels = {
            **posts(theirs=90),
            "a_west": consulate("arden", "belmora"),
            "b_west": consulate("belmora", "arden", 6),
        }
        assert reply(blow("expel", "a_west", 3), channels=channels) == [("expel", "b_west", 3)]

    def test_of_equal_posts_the_first_by_name_answers(self, reply):
        channels = {
            **posts(),
            "a_west": consulate("arden", "belmora"),
            "b_east": consulate("belmora", "arden"),
            "b_west": consulate("belmora", "arden"),
        }
        assert reply(blow("expel", "a_west", 2), channels=channels) == [("expel", "b_east", 2)]

    def test_a_post_of_one_person_will_do_where_there_is_no_other(self, reply):
        channels = {"a_west": consulate("arden", "belmora"), "b_embassy": embassy("belmora", "arden", 1)}
        assert reply(blow("expel", "a_west", 1), channels=channels) == [("expel", "b_embassy", 1)]

    def test_a_closure_is_answered_by_its_kind_or_not_in_kind_at_all(self, reply):
        channels = {**posts(), "a_west": consulate("arden", "belmora"),
                    "b_office": {"kind": "office", "sender": "belmora", "host": "arden"}}  # fmt: skip
        reply(blow("close_consulate", "a_west"), channels=channels)
        assert "mirror" not in intents(reply.world)


# how many -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("policy", "count"),
    [
        pytest.param({"preset": "proportional", "k": 2}, 20, id="twice the severity by twice the number"),
        pytest.param({"preset": "proportional", "k": 0.5}, 5, id="half the severity by half the number"),
        pytest.param({"preset": "proportional", "k": 1, "c": 1.3}, 10, id="a quarter more is noise"),
        pytest.param({"preset": "proportional", "k": 1, "c": -1.3}, 10, id="a quarter less is noise"),
        pytest.param({"preset": "proportional", "k": 2, "c": 2.6}, 20, id="also a quarter more than twice as much"),
        pytest.param(
            {"preset": "proportional", "k": 1, "c": 5.25, "copy_tolerance": 1}, 10, id="twice as much where that is"
        ),
    ],
)
def test_ten_of_forty_sent_home_are_answered_with(reply, policy, count):
    policy = {**policy, **AT_ONCE}
    answer = reply(blow("expel", "a_embassy", 10), policy=policy, channels=posts(theirs=200))
    assert answer == [("expel", "b_embassy", count)]


@pytest.mark.parametrize(
    ("policy", "count"),
    [
        pytest.param({"preset": "proportional", "k": 1, "c": 5.25}, 10, id="twice the severity by design"),
        pytest.param({"preset": "proportional", "k": 2, "c": 10.5}, 20, id="and twice as many"),
    ],
)
def test_more_severity_than_people_are_worth_is_made_up_for_by_other_measures(reply, policy, count):
    # asked are 10.5, of which 5.25 are copied: (10.5^4 - 5.25^4)^1/4 = 10.3 are missing, or twice that; reduced
    # relations (5.5) and a recall (4.0) are together 5.9, and all there is
    policy = {**policy, **AT_ONCE}
    answer = reply(blow("expel", "a_embassy", 10), policy=policy, channels=posts(theirs=200))
    assert answer == [("expel", "b_embassy", count), *ADDED]
    assert intents(reply.world) == ["mirror", "substitute", "substitute"]


def test_what_makes_up_for_too_little_is_what_comes_closest(reply):
    # asked are 5.25 + 1.6 = 6.85; missing are (6.85^4 - 5.25^4)^1/4 = (2201.8 - 759.7)^1/4 = 6.16: nearest to it are
    # reduced relations and a recall, (915.1 + 256)^1/4 = 5.85
    policy = {"preset": "proportional", "k": 1, "c": 1.6, **AT_ONCE}
    answer = reply(blow("expel", "a_embassy", 10), policy=policy, channels=posts(theirs=200))
    assert answer == [("expel", "b_embassy", 10), *ADDED]


@pytest.mark.parametrize(
    ("k", "kinds"),
    [
        # what a further closure is worth is missing: 5.5, as reduced relations are
        pytest.param(2, ["close_consulate", "downgrade_relations"], id="two measures for one"),
        # two of them are worth 5.5 times the fourth root of 2, 6.54
        pytest.param(3, ["close_consulate", "downgrade_relations", "recall_ambassador"], id="three for one"),
    ],
)
def test_a_measure_is_answered_by_as_many_measures(reply, k, kinds):
    channels = {"a_embassy": embassy("arden", "belmora", 40), "a_west": consulate("arden", "belmora"),
                "b_west": consulate("belmora", "arden")}  # fmt: skip
    policy = {"preset": "proportional", "k": k}
    answer = reply(blow("close_consulate", "a_west"), policy=policy, channels=channels)
    assert [kind for kind, _, _ in answer] == kinds


@pytest.mark.parametrize(
    ("c", "answer"),
    [
        pytest.param(3.25, [("expel", "b_embassy", 40)], id="just as much more as is noise is an exact copy"),
        pytest.param(3.5, [("expel", "b_embassy", 40), ADDED[0]], id="more is made up for by another measure"),
        pytest.param(-3.25, [("expel", "b_embassy", 40)], id="just as much less as is noise is an exact copy"),
        pytest.param(-3.5, [("protest_note", "", 0)], id="less is too little for a copy"),
    ],
)
def test_where_half_as_much_is_noise(reply, c, answer):
    """The whole embassy sent home weighs 6.5; nobody is left there to be recalled."""
    policy = {"preset": "proportional", "k": 1, "c": c, "copy_tolerance": 0.5, **AT_ONCE}
    assert reply(blow("expel", "a_embassy", 40), policy=policy, channels=posts(theirs=400)) == answer


def replies_to(build, count, k, n, **channels):
    """Persons that Arden expels on day 3, over ``n`` seeds."""
    world = build(
        timeline={"act": blow("expel", "a_embassy", count)},
        policies={"arden": {"preset": "proportional", "k": k}, "belmora": MUTE},
        channels=posts(theirs=200),
    ).play(3)
    counts = []
    for seed in range(n):
        state = deepcopy(world.state)
        state.seed[0] = seed
        play_day(world.tables, state, 3)
        record(world.tables, state, world.curves, 3)
        expelled = [count for kind, count in zip(state.log.kind, state.log.count, strict=True) if kind == EXPEL][1:]
        assert 0 not in expelled  # nobody is expelled by no move at all
        counts.append(int(sum(expelled)))
    return np.array(counts)


class TestFractionsOfAPerson:
    def test_are_rounded_up_as_often_as_they_are_large(self, build):
        counts = replies_to(build, 3, 1.2, 1000)  # 3.6 persons
        assert set(counts) == {3, 4}
        assert counts.mean() == pytest.approx(3.6, abs=4 * math.sqrt(0.6 * 0.4 / 1000))

    def test_below_one_are_now_and_then_nobody(self, build):
        counts = replies_to(build, 1, 0.75, 400)
        assert set(counts) == {0, 1}
        assert counts.mean() == pytest.approx(0.75, abs=4 * math.sqrt(0.75 * 0.25 / 400))

    def test_are_rounded_for_each_move_by_itself(self, build):
        both = {"one": blow("expel", "a_embassy", 3), "two": blow("expel", "a_consulate", 3)}
        world = build(timeline=both, policies={"arden": {"preset": "proportional", "k": 1.5}, "belmora": MUTE},
                      channels={**posts(theirs=200), "a_consulate": consulate("arden", "belmora", 10),
                                "b_consulate": consulate("belmora", "arden", 10)}).play(3)  # fmt: skip
        seen = set()
        for seed in range(40):
            state = deepcopy(world.state)
            state.seed[0] = seed
            play_day(world.tables, state, 3)
            record(world.tables, state, world.curves, 3)
            seen.add(tuple(state.log.count[2:4].tolist()))
        assert seen == {(4, 4), (4, 5), (5, 4), (5, 5)}


# what cannot be copied and lacks nothing -------------------------------------------------------


@pytest.mark.parametrize("kind", ["downgrade_relations", "sever_relations"])
def test_relations_that_the_other_side_has_reduced_are_declared_reduced_in_return(reply, kind):
    assert reply(blow(kind), channels=posts()) == [(kind, "", 0)]
    levels = {"downgrade_relations": "charge", "sever_relations": "severed"}
    assert reply.world.state.level[0] == ["full", "charge", "suspended", "severed"].index(levels[kind])


def test_relations_with_an_alliance_are_not_declared_reduced(reply):
    never = {"never": ["downgrade_relations"]}
    answer = reply(blow("downgrade_relations"), channels=posts(), states=arden_with(**never))
    assert "downgrade_relations" not in {kind for kind, _, _ in answer}


def test_an_ambassador_who_is_away_is_not_recalled_and_beside_other_moves_not_made_up_for(reply):
    away = blow("recall_ambassador", "a_embassy", source="arden", target="belmora", date=0)
    acts = [away, blow("recall_ambassador", "b_embassy", date=1), blow("expel", "a_embassy", 2, date=1)]
    answer = reply(*acts, channels=posts(), days=6)
    assert answer[1:] == [("expel", "b_embassy", 2)]


def test_vacant_posts_that_the_other_side_has_not_are_not_made_up_for_beside_other_moves(reply):
    channels = {"a_embassy": embassy("arden", "belmora", 40, ceiling=43), "b_embassy": embassy("belmora", "arden", 24)}
    acts = [blow("refuse_accreditation", "a_embassy", 3), blow("expel", "a_embassy", 2)]
    assert reply(*acts, channels=channels) == [("expel", "b_embassy", 2)]


# another number -------------------------------------------------------------------------------


ROOT = {"inexact_one": 1, "number_median_log": 0, "number_size": -0.5, "number_sd_log": 0}  # of the people received


class TestAnotherNumber:
    """Now and then another number is sent home: of few people often more, of many mostly fewer."""

    @pytest.mark.parametrize(("people", "count"), [(1, 1), (4, 2), (40, 6)])
    def test_is_drawn_around_its_median(self, reply, people, count):
        policy = {"preset": "tit_for_tat", **ROOT}
        assert reply(blow("expel", "a_embassy", people), policy=policy, channels=posts()) == [
            ("expel", "b_embassy", count)
        ]

    def test_spreads_around_it(self, build):
        seen = self.numbers_answered(build, 40, 200, **ROOT | {"number_sd_log": 0.5})
        assert len(set(seen)) > 5
        assert sum(count < math.sqrt(40) for count in seen) / 200 == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(200))

    def test_is_drawn_once_a_provocation_with_a_probability_that_grows_with_the_number(self, build):
        # of forty at odds of 1 to 79 times forty, that is of 40 to 79
        numbers = ROOT | {"inexact_one": 1 / 80, "inexact_size": 1}
        n = 400
        seen = self.numbers_answered(build, 40, n, **numbers)
        chance = 40 / (40 + 79)
        assert set(seen) == {40, 6}
        assert seen.count(6) / n == pytest.approx(chance, abs=4 * math.sqrt(chance * (1 - chance) / n))

    def test_is_the_same_number_whatever_the_chance_of_it(self, build):
        world = build().play(1)
        drawn = words(world.tables, world.state, world.party("arden"), world.party("belmora"), 3, STREAM_NUMBER, 0)
        (count,) = self.numbers_answered(build, 40, 1, **ROOT | {"number_sd_log": 0.5})
        assert count == math.floor(math.sqrt(40) * math.exp(0.5 * normal(drawn[1], drawn[2])) + 0.5)

    def test_is_one_of_people_and_no_reason_to_leave_a_measure_out_or_to_take_two(self, reply):
        acts = blow("close_consulate", "a_consulate"), blow("expel", "a_embassy", 4)
        policy = {"preset": "tit_for_tat", **ROOT}
        assert reply(*acts, policy=policy) == [("close_consulate", "b_consulate", 0), ("expel", "b_embassy", 2)]

    def numbers_answered(self, build, people, n, **numbers):
        """People whom Arden sends home for so many, for ``n`` numbers of the provocation."""
        world = build(
            timeline={"act": blow("expel", "a_embassy", people)},
            policies={"arden": {"preset": "tit_for_tat", **numbers}, "belmora": MUTE},
            channels=posts(theirs=200),
        ).play(3)
        counts = []
        for number in range(n):
            state = deepcopy(world.state)
            state.provocations.number[0] = number
            play_day(world.tables, state, 3)
            counts.append(int(state.log.count[1]))
        return counts


# too little for a copy ------------------------------------------------------------------------

PACKAGE = (blow("restrict_access", "a_embassy"), blow("expel", "a_embassy", 10), blow("close_consulate", "a_consulate"))
SHUT, SENT, DOORS = (
    ("close_consulate", "b_consulate", 0),
    ("expel", "b_embassy", 10),
    ("restrict_access", "b_embassy", 0),
)
WEIGHT = (915.0625 + 759.69140625 + 150.0625) ** 0.25  # 5.5, 5.25 and 3.5, each to the power of 4: together 6.536


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        # a twentieth is noise: from 6.209 on the copy is exact
        pytest.param(6.21, [SHUT, SENT, DOORS], id="nearly all of it: all of it"),
        pytest.param(6.20, [SHUT, DOORS], id="less: not the two gravest, 6.40, but the gravest and the lightest"),
        pytest.param(5.72, [SHUT, DOORS], id="which are together 5.713"),
        pytest.param(5.71, [SHUT], id="less than that: the gravest alone"),
        pytest.param(5.495, [SENT, DOORS], id="where the gravest is too grave the two others, together 5.492"),
        pytest.param(5.49, [SENT], id="or the next one alone"),
        pytest.param(4.0, [DOORS], id="or the lightest"),
        pytest.param(3.4, [("protest_note", "", 0)], id="where none fits a protest note"),
        pytest.param(3.001, [("protest_note", "", 0)], id="down to the weight of a protest note"),
        pytest.param(2.9, [], id="and below it silence"),
    ],
)
def test_of_a_package_of_three_moves_a_government_that_wants_less_copies(reply, asked, answer):
    policy = {"preset": "proportional", "k": 1, "c": asked - WEIGHT, "copy_tolerance": 0.05, **AT_ONCE}
    assert reply(*PACKAGE, policy=policy) == answer
    if answer == []:
        assert verdict(reply.world) == "nothing_legal"


@pytest.mark.parametrize(
    ("asked", "copied"),
    [
        # k = 2: the moves count 11, 10.5 and 7; the first and the last together 11.43
        pytest.param(11.44, ["close_consulate", "restrict_access"], id="what fits"),
        pytest.param(11.42, ["close_consulate"], id="and no more"),
    ],
)
def test_what_is_taken_of_a_package_counts_at_the_ratio_that_the_policy_intends(reply, asked, copied):
    policy = {"preset": "proportional", "k": 2, "c": asked - 2 * WEIGHT, "copy_tolerance": 0.05, **AT_ONCE}
    kinds = [kind for kind, _, _ in reply(*PACKAGE, policy=policy)]
    assert [kind for kind, why in zip(kinds, intents(reply.world), strict=True) if why == "mirror"] == copied


def test_a_protest_note_is_a_word_of_the_day(reply):
    reply(blow("expel", "a_embassy", 40), policy={"preset": "proportional", "c": -3})
    log = reply.world.state.log
    assert intents(reply.world) == ["protest"]
    assert (log.announced[1], log.effective[1], log.parent[1]) == (3, 3, 0)
    assert verdict(reply.world) == "reply"


# no mission is emptied ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("staff", "most"),
    [(1, 1), (2, 1), (3, 2), (5, 3), (10, 5), (13, 7), (24, 12), (45, 23)],
    ids=lambda n: f"{n}",
)
def test_of_a_staff_of_so_many_a_reply_takes_at_most_half_and_at_least_one(reply, staff, most):
    assert most_of_staff(staff) == most
    answer = reply(blow("expel", "a_embassy", 60), channels=posts(80, staff))
    assert answer[0] == ("expel", "b_embassy", min(most, 60))


def test_of_an_empty_post_a_reply_may_still_abolish_one_vacancy(reply):
    channels = {"a_embassy": embassy("arden", "belmora", 40, ceiling=60),
                "b_embassy": embassy("belmora", "arden", 0, ceiling=5)}  # fmt: skip
    got = reply(blow("refuse_accreditation", "a_embassy", 9), channels=channels)
    assert got[0] == ("refuse_accreditation", "b_embassy", 1)


def test_of_a_ceiling_a_reply_takes_at_most_half_of_the_old_one(reply):
    channels = {"a_embassy": embassy("arden", "belmora", 80), "b_embassy": embassy("belmora", "arden", 8, ceiling=21)}
    assert reply(blow("cut_ceiling", "a_embassy", 60), channels=channels)[0] == ("cut_ceiling", "b_embassy", 11)


def test_vacancies_are_taken_as_far_as_there_are_any(reply):
    channels = {"a_embassy": embassy("arden", "belmora", 40, ceiling=60),
                "b_embassy": embassy("belmora", "arden", 20, ceiling=24)}  # fmt: skip
    assert reply(blow("refuse_accreditation", "a_embassy", 9), channels=channels)[0] == (
        "refuse_accreditation", "b_embassy", 4
    )  # fmt: skip


# substitutes ----------------------------------------------------------------------------------


def table(*rows):
    """Candidates by hand: severity, rung and channel of each; kinds all different."""
    n = len(rows)
    return Candidates(
        n=np.array([n]),
        kind=np.arange(n + 1),
        channel=np.array([channel for _, _, channel in rows] + [99]),
        count=np.zeros(n + 1, dtype=np.int64),
        severity=np.array([severity for severity, _, _ in rows] + [7.0]),
        rung=np.array([rung for _, rung, _ in rows] + [0]),
    )


@pytest.mark.parametrize(
    ("rows", "missing", "choice"),
    [
        pytest.param([], 5.0, [], id="nothing where there is nothing to choose"),
        pytest.param([(5.0, 4, 0)], 5.0, [0], id="one move that fits"),
        pytest.param([(5.0, 4, 0)], 2.6, [0], id="one move that is nearer than none"),
        pytest.param([(5.0, 4, 0)], 2.4, [], id="none where none is nearer"),
        pytest.param([(5.0, 4, 0)], 2.5, [], id="none where one is no nearer than none: that is the lower rung"),
        pytest.param([(3.0, 4, 0), (4.0, 4, 1), (6.0, 4, 2)], 7.1, [0, 1], id="two that fit better than one"),
        pytest.param([(3.0, 4, 0), (4.0, 4, 1), (6.0, 4, 2)], 13.0, [0, 1, 2], id="three"),
        pytest.param([(3.0, 4, n) for n in range(5)], 15.0, [0, 1, 2], id="never more than three"),
        pytest.param([(3.0, 4, 0), (4.0, 4, 0)], 7.0, [1], id="not two on one channel"),
        pytest.param([(3.0, 4, 0), (4.0, 4, 1), (2.0, 4, 0)], 9.0, [0, 1], id="nor two of three on one channel"),
        pytest.param([(3.0, 4, 0), (4.0, 4, 1), (2.0, 4, 1)], 9.0, [0, 1], id="nor any other two of three"),
        pytest.param([(3.0, 4, NONE), (4.0, 4, NONE)], 7.0, [0, 1], id="but two on none, if they differ in kind"),
        pytest.param([(3.0, 4, NONE), (4.0, 4, 0)], 7.0, [0, 1], id="or one on a channel and one on none"),
        pytest.param([(3.0, 4, 0), (4.0, 4, NONE)], 7.0, [0, 1], id="in either order"),
        pytest.param([(5.0, 6, 0), (5.0, 4, 1), (5.0, 5, 2)], 5.0, [1], id="of equals the lower rung"),
        pytest.param([(6.0, 5, 0), (4.0, 4, 1)], 5.0, [1], id="of equally far ones too"),
        pytest.param([(4.0, 4, 0), (6.0, 5, 1)], 5.0, [0], id="wherever it stands"),
        pytest.param([(5.0, 4, 0), (5.0, 4, 1)], 5.0, [0], id="of equals in rung the first"),
        pytest.param([(6.0, 7, 0), (3.0, 3, 1), (3.0, 3, 2)], 6.0, [1, 2], id="two low rungs before a high one"),
        pytest.param([(6.0, 5, 0), (3.0, 3, 1), (3.0, 3, 2)], 6.0, [0], id="but their rungs add up"),
        pytest.param([(5.0 + 1e-12, 3, 0), (5.0, 4, 1)], 5.0, [0], id="what differs by a hair is a tie"),
        pytest.param([(5.0, 4, 0), (5.0 + 1e-12, 3, 1)], 5.0, [1], id="whichever comes first"),
        pytest.param([(5.01, 3, 0), (5.0, 4, 1)], 5.0, [1], id="what differs by a hundredth is none"),
    ],
)  # fmt: skip
def test_chosen_for_what_is_missing_where_severities_add_are(rows, missing, choice):
    got = [n for n in closest_package(table(*rows), 0.0, missing, 1.0) if n != NONE]
    assert sorted(got) == choice


@pytest.mark.parametrize(
    ("written", "missing", "choice"),
    [
        # to the power of 4 two moves of 4.0 and 3.0 are 256 and 81; what is written is 5.0, 625
        pytest.param(0.0, 4.0, [0], id="to nothing: what is just as grave"),
        pytest.param(5.0, 4.0, [0], id="to a package: what brings it to (625 + 256)^1/4 = 5.45"),
        pytest.param(0.0, 4.3, [0, 1], id="both, 337^1/4 = 4.28, where that is closer"),
        pytest.param(5.0, 4.3, [0, 1], id="also to a package: 5.57 of 5.58 wanted, 5.45 without the lighter"),
        # 3.0 missing beside 2.0 is (16 + 81)^1/4 = 3.14
        pytest.param(2.0, 3.0, [1], id="the lighter brings 2.0 to 3.14"),
        pytest.param(5.0, 2.4, [], id="nothing where 5.07 are wanted: 5.0 is nearer than 5.15"),
        pytest.param(0.0, 2.4, [1], id="to nothing the same 2.4 is nearer to 3.0"),
    ],
)
def test_chosen_beside_what_is_written_is(written, missing, choice):
    got = [n for n in closest_package(table((4.0, 4, 0), (3.0, 4, 1)), written, missing, 4.0) if n != NONE]
    assert sorted(got) == choice


@pytest.mark.parametrize(
    ("missing", "choice"),
    [
        # three moves of 5.0 on three channels: two of them are 5 · 2^1/4 = 5.95, three 5 · 3^1/4 = 6.58
        pytest.param(5.4, [0], id="one, nearer than two"),
        pytest.param(5.5, [0, 1], id="two, nearer than one"),
        pytest.param(6.2, [0, 1], id="two, nearer than three"),
        pytest.param(6.3, [0, 1, 2], id="three, nearer than two"),
        pytest.param(99.0, [0, 1, 2], id="all three, however much is missing"),
    ],
)
def test_chosen_of_like_moves_where_their_fourth_powers_add_are(missing, choice):
    alike = table((5.0, 4, 0), (5.0, 4, 1), (5.0, 4, 2))
    got = [n for n in closest_package(alike, 0.0, missing, 4.0) if n != NONE]
    assert sorted(got) == choice


def test_two_moves_on_no_channel_are_not_added_where_they_are_of_one_kind():
    twice = table((3.0, 4, NONE), (3.0, 4, NONE))
    twice.kind[:2] = 7
    assert closest_package(twice, 0.0, 6.0, 1.0) == (0, NONE, NONE)


@pytest.mark.parametrize(
    ("severity", "share"),
    [
        pytest.param(3.0, 0.0, id="less than anybody weighs"),
        pytest.param(4.0, 0.0, id="nobody"),
        pytest.param(5.25, 0.25, id="a quarter"),
        pytest.param(6.5, 1.0, id="everybody"),
        pytest.param(9.0, 1.0, id="never more than everybody"),
    ],
)
def test_the_share_of_a_staff_that_weighs_so_much_is(severity, share):
    assert share_for(severity, 4.0, 2.5) == pytest.approx(share)


def test_where_numbers_do_not_weigh_no_share_is_looked_for():
    assert share_for(5.0, 4.0, 0.0) == 0


def test_the_count_of_a_substitute_is_the_nearest_whole_number(build):
    world = build(channels={"a": embassy("arden", "belmora", 10), "b": embassy("belmora", "arden", 10, ceiling=30)})
    b = world.channel("b")
    # 4 + 2.5·√0.16 = 5.0 and 4 + 2.5·√0.25 = 5.25
    assert count_for(world.tables, world.state, EXPEL, b, 5.0) == 2  # 1.6 of the staff
    assert count_for(world.tables, world.state, CUT_CEILING, b, 5.0) == 5  # 4.8 of the ceiling
    assert count_for(world.tables, world.state, CUT_CEILING, b, 5.25) == 8  # 7.5 of it


class TestInARelationWithAnAlliance:
    """Rules that look for channels look at those of the relation at issue, wherever it stands in the file."""

    def belmora(self, build, move, channel, count=0):
        timeline = {"act": blow(move, channel, count, source="league", target="belmora")}
        policies = {"belmora": {"preset": "tit_for_tat"}, "league": MUTE}
        channels = {
            **posts(),
            "b_mission": {"kind": "mission", "sender": "belmora", "host": "league", "accredited": 18},
            "b_office": {"kind": "office", "sender": "belmora", "host": "league"},
            "l_liaison": {
                "kind": "liaison_mission",
                "sender": "league",
                "host": "belmora",
                "accredited": 6,
                "ceiling": 13,
            },
        }
        world = build(timeline=timeline, policies=policies, channels=channels).play(4)
        return of_arden(world, "belmora")

    def test_persons_are_answered_at_the_liaison_mission(self, build):
        # four of six would weigh 4 + 2.5·√(4/6) = 6.04, half of them, which the law allows, 5.77; with a recall (4.0)
        # it is (5.77^4 + 4^4)^1/4 = 6.08
        assert self.belmora(build, "expel", "b_mission", 4) == [
            ("expel", "l_liaison", 3),
            ("recall_ambassador", "b_mission", 0),
        ]

    def test_an_office_is_substituted_at_the_liaison_mission(self, build):
        # 5 of a ceiling of 13 weigh 5.55, two of six people 5.44, and 5.5 was asked for
        assert self.belmora(build, "close_office", "b_office") == [("cut_ceiling", "l_liaison", 5)]


OUR_OFFICE = {"kind": "office", "sender": "arden", "host": "belmora"}  # to close it weighs 5.5


class TestWhatCannotBeMirrored:
    """Belmora closes a post of Arden, which hosts no like post of Belmora."""

    def test_is_substituted_by_the_lawful_moves_closest_to_it(self, reply):
        channels = {"a_office": OUR_OFFICE, "b_embassy": embassy("belmora", "arden", 100)}
        answer = reply(blow("close_office", "a_office"), channels=channels, parameters={"half_life_days": 1e12})
        # 36 of 100 weigh 5.5 just as reduced relations do, and stand on a lower rung (5 to 6)
        assert answer == [("expel", "b_embassy", 36)]
        assert intents(reply.world) == ["substitute"]

    def test_is_substituted_by_no_tie_while_anything_else_is_left(self, reply):
        # a trade restricted weighs 5.0, suspended 5.5
        channels = {"a_office": OUR_OFFICE, "b_embassy": embassy("belmora", "arden", 100)}
        ties = {"goods": {"kind": "trade", "between": ["arden", "belmora"]}}
        long = {"half_life_days": 1e12}
        answer = reply(blow("close_office", "a_office"), channels=channels, ties=ties, parameters=long)
        assert answer == [("expel", "b_embassy", 36)]

    def test_is_substituted_by_a_tie_where_nothing_else_is_left(self, reply):
        ties = {"goods": {"kind": "trade", "between": ["arden", "belmora"]}}
        never = {"never": ["downgrade_relations"]}
        long = {"half_life_days": 1e12}
        act, states = blow("close_office", "a_office"), arden_with(**never)
        answer = reply(act, channels={"a_office": OUR_OFFICE}, ties=ties, states=states, parameters=long)
        assert answer == [("suspend_trade", "goods", 0)]  # 5.5 as the office

    def test_is_substituted_by_two_moves_where_they_come_as_close_on_lower_rungs(self, reply):
        channels = {
            "a_liaison": {"kind": "liaison_mission", "sender": "arden", "host": "belmora"},
            "b_office": {"kind": "office", "sender": "belmora", "host": "arden"},
            "b_bureau": {"kind": "office", "sender": "belmora", "host": "arden"},
            "council": {"kind": "council", "between": ["arden", "belmora"]},
        }
        policy = {"preset": "proportional", "k": 1, "c": 0.4, "copy_tolerance": 0}
        answer = reply(
            blow("close_liaison_mission", "a_liaison"),
            channels=channels,
            policy=policy,
            parameters={"package_exponent": 1.0},
        )
        # 6.4 is .6 off a suspended council (5.8, rung 7), and .6 off these two (7.0, rungs 3 and 3)
        assert sorted(answer) == [("restrict_access", "b_bureau", 0), ("restrict_access", "b_office", 0)]

    def test_is_substituted_on_posts_that_the_reply_does_not_hit_already(self, reply):
        channels = {**posts(ours=40, theirs=4), "b_office": {"kind": "office", "sender": "belmora", "host": "arden"}}
        policy = {"preset": "proportional", "k": 1, "c": 1.5, **AT_ONCE}
        answer = reply(blow("expel", "a_embassy", 10), channels=channels, policy=policy)
        # to the power of 4: 6.75 asked are 2075.9, 5.25 of it in kind 759.7, so 1316.2 are missing; of ten wanted the
        # law allows half of four, 5.77 instead of 6.5, so 1785.1 - 1106.7 = 678.4 are missing, too.  All should be
        # (1106.7 + 1316.2 + 678.4)^1/4 = 7.46: with a closed office (5.5), a recall (4.0) and reduced relations (5.5)
        # it is (1106.7 + 915.1 + 256 + 915.1)^1/4 = 7.52, without the recall 7.36
        assert answer[0] == ("expel", "b_embassy", 2)
        assert sorted(answer[1:]) == [
            ("close_office", "b_office", 0),
            ("downgrade_relations", "", 0),
            ("recall_ambassador", "a_embassy", 0),
        ]
        assert intents(reply.world) == ["mirror", *["substitute"] * 3]
        assert reply.world.state.log.package[1:5].tolist() == [1, 1, 1, 1]

    @pytest.mark.parametrize(
        ("people", "substitutes"),
        [
            # half of 24 weigh 5.77; with a recall (4.0) the package is (1106.7 + 256)^1/4 = 6.08, with reduced
            # relations (5.5) (1106.7 + 915.1)^1/4 = 6.71, with both 6.91
            pytest.param(13, [], id="5.84 wanted: nothing comes closer than nothing"),
            pytest.param(15, [ADDED[1]], id="5.98 wanted: a recall comes closer, 0.1 above it instead of 0.2 below"),
            pytest.param(30, [ADDED[0]], id="more than all of them, 6.5: reduced relations come closest"),
        ],
    )
    def test_of_more_people_than_half_a_staff_of_24_is_substituted_by(self, reply, people, substitutes):
        answer = reply(blow("expel", "a_embassy", people), channels=posts())
        assert answer == [("expel", "b_embassy", 12), *substitutes]

    def test_is_never_substituted_by_what_only_a_party_that_breaks_does(self, reply):
        # 6.5 is just the weight of a closed or suspended embassy, 7.0 of severed relations
        channels = {**posts(), "a_liaison": {"kind": "liaison_mission", "sender": "arden", "host": "belmora"}}
        for c in (0.5, 1.0):
            policy = {"preset": "proportional", "k": 1, "c": c, "copy_tolerance": 0}
            answer = reply(
                blow("close_liaison_mission", "a_liaison"),
                channels=channels,
                policy=policy,
                parameters={"package_exponent": 1.0},
            )
            kinds = {kind for kind, _, _ in answer}
            assert kinds
            assert not kinds & {"close_mission", "suspend_mission", "sever_relations"}

    def test_is_not_substituted_by_words_or_by_arms(self, reply):
        channels = {"a_office": OUR_OFFICE}
        # 5.5 is the weight of an exercise, 3.0 and 4.5 of protests and ultimatums; what is left is to reduce relations
        assert reply(blow("close_office", "a_office"), channels=channels) == [("downgrade_relations", "", 0)]


OFFICE_ABROAD = {"kind": "office", "sender": "belmora", "host": "league"}
LIAISON_ABROAD = {"kind": "liaison_mission", "sender": "belmora", "host": "league", "accredited": 3}


class TestAPartyWithNothingLeftToCut:
    """The League closes Belmora's office; Belmora hosts nothing of the League's."""

    def answer(self, build, **channels):
        timeline = {"act": blow("close_office", "b_office", source="league", target="belmora")}
        policies = {"belmora": {"preset": "tit_for_tat"}, "league": MUTE}
        elsewhere = {"b_office": OFFICE_ABROAD, "b_embassy": embassy("belmora", "arden", 9), **channels}
        world = build(timeline=timeline, policies=policies, channels=elsewhere).play(4)
        return of_arden(world, "belmora")

    def test_suspends_its_own_mission(self, build):
        got = self.answer(build, b_liaison=LIAISON_ABROAD)
        assert got == [("suspend_mission", "b_liaison", 0)]

    def test_but_not_while_it_can_still_recall_an_ambassador(self, build):
        got = self.answer(build, b_mission={**LIAISON_ABROAD, "kind": "mission"})
        assert got == [("recall_ambassador", "b_mission", 0)]

    def test_or_hands_over_a_note_where_it_has_no_mission_either(self, build):
        assert self.answer(build) == [("protest_note", "", 0)]


# surcharge ------------------------------------------------------------------------------------


def certain(**more):
    """A policy that always adds a kind of move."""
    of = ("surcharge_people", "surcharge_without_people")
    return {"preset": "tit_for_tat", **dict.fromkeys(of, 1.0), **more}


def surcharges(world, n):
    """Kind, channel and count of what Arden adds on day 3, or None, for ``n`` numbers of the provocation."""
    names, added = world.names.channels, []
    for number in range(n):
        state = deepcopy(world.state)
        state.provocations.number[0] = number
        play_day(world.tables, state, 3)
        log, m = state.log, int(state.log.n[0]) - 1
        move = KINDS[log.kind[m]].name, "" if log.channel[m] == NONE else names[log.channel[m]], int(log.count[m])
        added.append(move if INTENTS[log.intent[m]] == "surcharge" else None)
    return added


def of_surcharge(world, number):
    """The two numbers drawn for what Arden may add on day 3: whether, and which."""
    arden, belmora = world.party("arden"), world.party("belmora")
    drawn = words(world.tables, world.state, arden, belmora, 3, STREAM_SURCHARGE, number)
    return unit(drawn[0]), unit(drawn[1])


# what Arden can add to three people sent home, in the order of the kinds, as often as the record has each; the
# embassy is hit already, but a cut of its ceiling sees to it that the three are not replaced
CAN_ADD = {
    ("restrict_access", "b_consulate", 0): 1,
    ("recall_ambassador", "a_embassy", 0): 1,
    ("ban_local_staff", "b_consulate", 0): 2,
    ("cut_ceiling", "b_embassy", 3): 6,
    ("close_consulate", "b_consulate", 0): 2,
    ("downgrade_relations", "", 0): 1,
    ("suspend_cooperation", "science", 0): 1,
}


# and what to the recall of an ambassador, by which nobody is sent home: of the largest post one person is
CAN_ADD_TO_A_RECALL = {
    ("expel", "b_embassy", 1): 7,
    ("close_consulate", "b_consulate", 0): 1,
    ("downgrade_relations", "", 0): 2,
    ("suspend_cooperation", "science", 0): 1,
}


class TestASurcharge:
    @pytest.mark.parametrize(
        ("act", "can_add", "total"),
        [
            pytest.param(blow("expel", "a_embassy", 3), CAN_ADD, 14, id="where people were sent home"),
            pytest.param(blow("recall_ambassador", "b_embassy"), CAN_ADD_TO_A_RECALL, 11, id="where nobody was"),
        ],
    )
    def test_is_one_further_kind_drawn_as_often_as_the_record_adds_it(self, build, act, can_add, total):
        policies = {"arden": certain(), "belmora": MUTE}
        world = build(timeline={"act": act}, policies=policies).play(3)
        n = 600
        added = surcharges(world, n)
        for move, weight in can_add.items():
            share = weight / total
            assert added.count(move) / n == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / n))
        assert set(added) == set(can_add)

    def test_stands_in_the_package_of_the_reply(self, reply):
        answer = reply(blow("expel", "a_embassy", 3), policy=certain())
        assert (answer[0], answer[1] in CAN_ADD) == (("expel", "b_embassy", 3), True)
        assert intents(reply.world) == ["mirror", "surcharge"]
        assert reply.world.state.log.package[1:3].tolist() == [1, 1]

    @pytest.mark.parametrize(
        ("u", "to_people", "to_measures"),
        [
            # restricted access, a recall and a cut are 1, 1 and 6 of the record's additions to people sent home; the
            # recall is 7 of those to other acts, and the two others none
            pytest.param(0.124, 0, 1, id="one in eight"),
            pytest.param(0.126, 1, 1, id="then one more"),
            pytest.param(0.249, 1, 1, id="up to two in eight"),
            pytest.param(0.251, 2, 1, id="and the rest"),
            pytest.param(1 - 1e-12, 2, 1, id="to the last"),
        ],
    )
    def test_is_drawn_by_the_weights_of_its_kinds(self, u, to_people, to_measures):
        candidates = table((3.5, 3, 0), (4.0, 3, 1), (4.0, 5, 2))
        candidates.kind[:3] = RESTRICT_ACCESS, RECALL_AMBASSADOR, CUT_CEILING
        assert [drawn_candidate(candidates, WEIGHTS[:, n], u) for n in (1, 0)] == [to_people, to_measures]

    def test_is_none_where_there_is_no_candidate(self):
        assert drawn_candidate(table(), WEIGHTS[:, 1], 0.5) == NONE

    @pytest.mark.parametrize(
        ("acts", "chance", "is_added"),
        [
            pytest.param([("expel", "a_embassy", 4)], "surcharge_people", True, id="people sent home"),
            pytest.param([("expel", "a_embassy", 4)], "surcharge_without_people", False, id="not by the other chance"),
            pytest.param([("expel", "a_embassy", 2), ("expel", "a_consulate", 2)], "surcharge_people", True,
                         id="people of all posts count"),
            pytest.param([("close_consulate", "a_consulate", 0)], "surcharge_without_people", True,
                         id="an act by which nobody is sent home by another"),
            pytest.param([("expel", "a_embassy", 1), ("close_consulate", "a_consulate", 0)],
                         "surcharge_without_people", False, id="not one by which somebody is"),
        ],
    )  # fmt: skip
    def test_is_added_with_a_chance_that_depends_on_the_people_of_the_act(self, reply, acts, chance, is_added):
        reply(*(blow(*one) for one in acts), policy={"preset": "tit_for_tat", chance: 1.0})
        assert ("surcharge" in intents(reply.world)) is is_added

    @pytest.mark.parametrize(
        ("of_one", "size", "wave", "people", "is_wave", "chance"),
        [
            pytest.param(0.2, 0.5, 1.0, 1, False, 0.2, id="one person: as given"),
            pytest.param(0.2, 0.5, 1.0, 16, False, 0.5, id="sixteen: odds of 1 to 4 times the root of 16"),
            pytest.param(0.2, 0.5, math.log(4), 16, True, 0.2, id="of a wave a quarter of the odds"),
            pytest.param(0.2, 0.5, math.log(4), 0, True, 1 / 13, id="nobody: 1 to 3, of a wave 1 to 12"),
            pytest.param(0.0, 5.0, -5.0, 99, True, 0.0, id="never stays never"),
            pytest.param(1.0, 0.0, 9.0, 1, True, 1.0, id="always stays always"),
        ],
    )  # fmt: skip
    def test_has_a_chance_by_the_people_and_whether_the_act_is_of_a_wave(
        self, of_one, size, wave, people, is_wave, chance
    ):
        names = [p.name for p in POLICY_PARAMETERS]
        numbers = np.zeros(len(names))
        own = {"people": of_one, "size": size, "wave": wave, "without_people": 0.25}
        for name, value in own.items():
            numbers[names.index(f"surcharge_{name}")] = value
        assert chance_of_another_kind(numbers, people, is_wave) == pytest.approx(chance)

    def test_is_not_of_a_kind_that_the_reply_has_already_nor_on_a_post_that_it_hits(self, build):
        channels = {**posts(), "a_west": consulate("arden", "belmora"), "b_west": consulate("belmora", "arden")}
        world = build(timeline={"act": blow("ban_local_staff", "a_embassy")}, channels=channels,
                      policies={"arden": certain(), "belmora": MUTE}).play(3)  # fmt: skip
        assert set(surcharges(world, 100)) == {
            ("recall_ambassador", "a_embassy", 0),
            ("expel", "b_west", 1),
            ("close_consulate", "b_west", 0),
            ("downgrade_relations", "", 0),
        }

    def test_cuts_a_ceiling_by_one_where_the_reply_expels_nobody_but_the_head(self, build):
        channels = {"a_embassy": embassy("arden", "belmora", 40, ceiling=45),
                    "b_embassy": embassy("belmora", "arden", 24, ceiling=30)}  # fmt: skip
        world = build(timeline={"act": blow("expel_ambassador", "a_embassy")}, channels=channels,
                      policies={"arden": certain(), "belmora": MUTE}).play(3)  # fmt: skip
        assert ("cut_ceiling", "b_embassy", 1) in surcharges(world, 40)

    def test_is_made_on_the_largest_post_of_its_kind(self, build):
        wests = {f"b_{name}": consulate("belmora", "arden", staff) for name, staff in (("east", 3), ("west", 8))}
        world = build(timeline={"act": blow("expel", "a_embassy", 3)}, channels={**posts(), **wests},
                      policies={"arden": certain(), "belmora": MUTE}).play(3)  # fmt: skip
        added = set(surcharges(world, 100))
        assert ("close_consulate", "b_west", 0) in added
        assert not [move for move in added if move[1] == "b_east"]

    def test_is_left_out_where_there_is_no_reply_to_add_to(self, reply):
        policy = certain(preset="proportional", k=1, c=-3)
        assert reply(blow("expel", "a_embassy", 40), policy=policy, channels=posts()) == [("protest_note", "", 0)]

    def test_is_left_out_where_nothing_else_is_lawful(self, build):
        timeline = {"act": blow("cancel_meeting", source="league", target="belmora")}
        policies = {"belmora": certain(), "league": MUTE}
        world = build(timeline=timeline, policies=policies, channels={"abroad": embassy("belmora", "cordia", 5)},
                      relations={"r": {"between": ["belmora", "league"]}}).play(4)  # fmt: skip
        assert of_arden(world, "belmora") == [("cancel_meeting", "", 0)]

    def test_is_drawn_once_a_provocation_with_the_probability_of_the_party(self, build):
        policies = {"arden": certain(surcharge_people=0.16, surcharge_size=0), "belmora": MUTE}
        world = build(timeline={"act": blow("expel", "a_embassy", 3)}, policies=policies).play(3)
        n = 400
        added = [move is not None for move in surcharges(world, n)]
        assert added == [of_surcharge(world, number)[0] < 0.16 for number in range(n)]
        assert sum(added) / n == pytest.approx(0.16, abs=4 * math.sqrt(0.16 * 0.84 / n))


# what is never done ---------------------------------------------------------------------------


def arden_with(**more):
    """Three states; Arden with what is given."""
    return {"arden": {"policy": "arden", **more}, "belmora": {"policy": "belmora"}, "cordia": {}}


class TestWhatAPartyNeverDoes:
    def test_is_not_in_its_replies(self, reply):
        never = {"never": ["close_consulate", "downgrade_relations"]}
        answer = reply(blow("close_consulate", "a_consulate"), states=arden_with(**never))
        kinds = {kind for kind, _, _ in answer}
        assert kinds  # something else that comes close
        assert not kinds & {"close_consulate", "downgrade_relations"}

    def test_is_not_added_either(self, build):
        states = arden_with(never=["cut_ceiling", "recall_ambassador", "suspend_cooperation"])
        world = build(timeline={"act": blow("expel", "a_embassy", 3)}, states=states,
                      policies={"arden": certain(), "belmora": MUTE}).play(3)  # fmt: skip
        assert {move[0] for move in surcharges(world, 60)} == {
            "restrict_access", "ban_local_staff", "close_consulate", "downgrade_relations",
        }  # fmt: skip

    def test_may_still_be_scripted(self, build):
        act_by_hand = {"act": blow("recall_ambassador", "a_embassy", source="arden", target="belmora")}
        policies = {"arden": MUTE, "belmora": MUTE}
        world = build(timeline=act_by_hand, states=arden_with(never=["recall_ambassador"]), policies=policies).play(1)
        assert of_arden(world) == [("recall_ambassador", "a_embassy", 0)]

    def test_are_moves_of_a_family_that_none_of_its_ministries_owns(self, reply):
        foreign = {"role": "foreign", "owns": ["verbal", "channel", "conciliatory"]}
        answer = reply(blow("expel", "a_embassy", 3), states=arden_with(ministries={"foreign": foreign}))
        families = {FAMILIES[KINDS[KIND_NUMBER[kind]].family] for kind, _, _ in answer}
        assert families == {"channel"}

    def test_leaves_a_protest_where_nothing_else_is_left(self, reply):
        verbal = {"foreign": {"role": "foreign", "owns": ["verbal"]}}
        answer = reply(blow("expel", "a_embassy", 3), states=arden_with(ministries=verbal))
        assert answer == [("protest_note", "", 0)]

    def test_leaves_nothing_where_it_does_not_even_protest(self, reply):
        verbal = {"foreign": {"role": "foreign", "owns": ["verbal"]}}
        answer = reply(
            blow("expel", "a_embassy", 3), states=arden_with(ministries=verbal, never=["protest_note"]), days=9
        )
        assert (answer, verdict(reply.world)) == ([], "nothing_legal")

    def test_is_no_word_of_a_bully_that_is_cowed(self, reply):
        policy = {"preset": "bully", "cow_above": 5}
        got = reply(blow("expel", "a_embassy", 20), policy=policy, states=arden_with(never=["offer_talks"]), days=9)
        assert (got, verdict(reply.world)) == ([], "cowed")


# giving way ----------------------------------------------------------------------------------


class TestABullyThatIsCowed:
    """Belmora closes a consulate and sends home half of Arden's embassy: (5.5^4 + 5.77^4)^1/4 = 6.71, more than 6."""

    @pytest.fixture
    def cowed(self, reply):
        blows = blow("close_consulate", "a_consulate"), blow("expel", "a_embassy", 20)
        got = reply(*blows, policy=certain(preset="bully", cow_above=6))
        return got, reply.world

    def test_offers_talks_and_does_nothing_else(self, cowed):
        got, world = cowed
        assert got == [("offer_talks", "", 0)]
        assert intents(world) == ["conciliation"]
        assert verdict(world) == "cowed"

    def test_names_the_act_that_cowed_it(self, cowed):
        log = cowed[1].state.log
        assert (log.parent[2], log.announced[2]) == (0, 3)
        assert log.grievance[2] == pytest.approx(6.71, abs=0.01)

    def test_has_an_answer_on_the_same_day(self, cowed):
        world = cowed[1]
        day, actor, target, kind, _, _ = world.moves()[3]
        assert (day, actor, target) == (3, "belmora", "arden")
        assert kind in ("meet", "refuse_talks")
        assert world.state.log.parent[3] == 2


# breaking -------------------------------------------------------------------------------------

HOLLOW = {"preset": "ledger", "breaks": True, "breaking_floor": 1, "breaking_hollowing": 0}
CUT = blow("cut_ceiling", "b_mission", 10, source="league", target="belmora")


class TestAPartyThatBreaks:
    """The League halves Belmora's mission; Belmora, whose patience is at an end, leaves [October 2021]."""

    @pytest.fixture
    def leave(self, build):
        def play(*acts, days=4, **other):
            other.setdefault("policies", {"belmora": HOLLOW, "league": MUTE})
            return build(timeline={f"act{n}": one for n, one in enumerate(acts)}, **other).play(days)

        return play

    def test_suspends_its_missions_and_closes_what_it_hosts_but_no_council(self, leave):
        world = leave({**CUT, "deadline": 26})
        assert of_arden(world, "belmora") == [
            ("suspend_mission", "b_mission", 0),
            ("close_liaison_mission", "l_liaison", 0),
            ("close_office", "l_office", 0),
        ]
        assert intents(world, "belmora") == ["rupture"] * 3
        assert verdict(world) == "rupture"
        assert sum(world.state.log.severity[1:4]) == pytest.approx(6.5 + 6.0 + 5.5)

    def test_leaves_by_the_deadline_that_it_was_given_where_that_lies_ahead(self, leave):
        world = leave({**CUT, "deadline": 26})
        log = world.state.log
        assert log.announced[1:4].tolist() == [3, 3, 3]
        assert log.effective[1:4].tolist() == [26, 26, 26]

    @pytest.mark.parametrize(("deadline", "effective"), [(4, 4), (3, 10), (2, 10)], ids=["ahead", "today", "past"])
    def test_and_else_in_the_time_to_leave_that_it_allows(self, leave, deadline, effective):
        world = leave({**CUT, "deadline": deadline})
        assert world.state.log.effective[1:4].tolist() == [effective] * 3

    def test_gives_up_missions_before_other_posts_and_its_own_first(self, leave):
        world = leave(blow("expel", "a_embassy", 10), policies={"arden": HOLLOW, "belmora": MUTE})
        assert of_arden(world) == [
            ("suspend_mission", "a_embassy", 0),
            ("close_mission", "b_embassy", 0),
            ("close_consulate", "b_consulate", 0),
        ]

    def test_notes_no_severity_asked_for_but_why_it_broke(self, leave):
        world = leave({**CUT, "deadline": 26}, parameters={"half_life_days": 1e12})
        log = world.state.log
        assert np.isnan(log.asked[1:4]).all()
        assert log.grievance[1] == pytest.approx(5.76776695)  # 4 + 2.5·√(10/20)
        assert log.breaking_point[1] == 1

    def test_is_in_one_package_that_answers_the_first_move(self, leave):
        log = leave({**CUT, "deadline": 26}).state.log
        assert log.parent[1:4].tolist() == [0, 0, 0]
        assert log.package[1:4].tolist() == [1, 1, 1]

    def test_remembers_the_day(self, leave):
        world = leave({**CUT, "deadline": 26})
        there, back = world.ij("belmora", "league"), world.ij("league", "belmora")
        assert (world.state.broke_day[there], world.state.broke_day[back]) == (3, LONG_AGO)

    def test_closes_nothing_that_is_closing_already(self, leave):
        own_order = blow("close_office", "l_office", source="belmora", target="league", date=1, deadline=60)
        world = leave({**CUT, "deadline": 26}, own_order)
        assert ("close_office", "l_office", 0) not in of_arden(world, "belmora")[1:]
        assert intents(world, "belmora") == ["scripted", "rupture", "rupture"]

    def test_keeps_silent_where_nothing_is_left_to_close(self, leave):
        channels = {"b_office": OFFICE_ABROAD}
        closure = blow("close_office", "b_office", source="league", target="belmora")
        world = leave(closure, channels=channels, days=30)
        assert of_arden(world, "belmora") == []
        assert verdict(world) == "nothing_left"

    def test_ends_what_it_leaves_on_the_day_of_the_word(self, leave):
        world = leave({**CUT, "deadline": 26}, parameters={"balance_half_life_days": 1e12})
        for channel in ("b_mission", "l_liaison", "l_office"):
            assert world.state.posts.status[world.channel(channel)] == CLOSING
        # 5.77 received; sent, and counted at once: a mission, a liaison mission and an office, together
        # (6.5^4 + 6^4 + 5.5^4)^1/4 = (1785.1 + 1296 + 915.1)^1/4 = 7.95
        balance = world.state.balance[world.ij("belmora", "league")]
        assert balance == pytest.approx(5.77 - 7.95, abs=0.01)

    @pytest.mark.parametrize(
        ("contact", "words"),
        [
            pytest.param({}, [], id="nothing, where no embassy is named"),
            pytest.param({"belmora": "b_embassy_abroad"},
                         [("contact", "b_embassy_abroad", 0), ("offer_contact", "", 0)],
                         id="through which embassy it keeps contact, and asks the other side for one"),
            pytest.param({"belmora": "b_embassy_abroad", "league": "c_embassy"}, [("contact", "b_embassy_abroad", 0)],
                         id="that alone, where the other side has one"),
            pytest.param({"league": "c_embassy"}, [], id="nothing, where only the other side has one"),
        ],
    )  # fmt: skip
    def test_says_in_the_same_package(self, leave, contact, words):
        relations = {"belmora_league": {"between": ["belmora", "league"], "contact": contact}}
        channels = {**CHANNELS, "c_embassy": embassy("cordia", "belmora", 5)}
        world = leave({**CUT, "deadline": 26}, relations=relations, channels=channels)
        assert of_arden(world, "belmora")[3:] == words
        assert set(intents(world, "belmora")) == {"rupture"}
        assert set(world.state.log.package[1 : 4 + len(words)].tolist()) == {1}

    def test_names_no_embassy_that_is_closed(self, leave):
        relations = {"belmora_league": {"between": ["belmora", "league"], "contact": {"belmora": "b_embassy_abroad"}}}
        closed = {**CHANNELS, "b_embassy_abroad": {**CHANNELS["b_embassy_abroad"], "status": "closed"}}
        world = leave({**CUT, "deadline": 26}, relations=relations, channels=closed)
        assert [kind for kind, _, _ in of_arden(world, "belmora")[3:]] == []

    def test_leaves_its_other_relations_as_they_are(self, leave):
        world = leave({**CUT, "deadline": 26}, days=40)
        posts_now = world.state.posts
        assert posts_now.status[world.channel("b_embassy")] == 0
        assert posts_now.status[world.channel("b_embassy_abroad")] == 0
        assert posts_now.accredited[world.channel("b_mission")] == 0


# one day, several provocations ----------------------------------------------------------------


class TestTwoProvocationsDueTheSameDay:
    def play(self, build, *acts, **other):
        policies = {"arden": {"preset": "tit_for_tat", "merge_days": 0, "delay_days": 9}, "belmora": MUTE}
        timeline = {f"act{n}": {**one, "date": 2 * n} for n, one in enumerate(acts)}
        world = build(timeline=timeline, policies=policies, **other).play(9)
        world.state.provocations.due[:2] = 9
        return world.play(1)

    def test_are_answered_by_a_package_each(self, build):
        world = self.play(build, blow("expel", "a_embassy", 3), blow("expel", "a_embassy", 4))
        assert of_arden(world) == [("expel", "b_embassy", 3), ("expel", "b_embassy", 4)]
        assert world.state.log.package[2:4].tolist() == [2, 3]
        assert world.state.log.number[2:4].tolist() == [0, 1]

    def test_never_take_more_than_half_a_staff_together(self, build):
        world = self.play(
            build, blow("expel", "a_embassy", 8), blow("expel", "a_embassy", 8), channels=posts(ours=40, theirs=20)
        )
        expelled = [count for kind, channel, count in of_arden(world) if (kind, channel) == ("expel", "b_embassy")]
        assert expelled == [8, 2]
        assert world.state.posts.accredited[world.channel("b_embassy")] == 10

    def test_close_a_consulate_once(self, build):
        channels = {**posts(), **{f"a_{n}": consulate("arden", "belmora") for n in ("east", "west")},
                    "b_west": consulate("belmora", "arden")}  # fmt: skip
        world = self.play(
            build, blow("close_consulate", "a_east"), blow("close_consulate", "a_west"), channels=channels
        )
        got = of_arden(world)
        assert got[0] == ("close_consulate", "b_west", 0)
        assert [kind for kind, _, _ in got].count("close_consulate") == 1


def test_a_reply_hits_posts_only_when_it_is_published(build):
    """The decisions of a day are all taken on the same posts, whoever comes first."""
    timeline = {
        "one": blow("expel", "a_embassy", 3),
        "other": blow("expel", "b_embassy", 3, source="arden", target="belmora"),
    }
    both = {"arden": {"preset": "tit_for_tat"}, "belmora": {"preset": "tit_for_tat"}}
    world = build(timeline=timeline, policies=both, channels=posts(ours=43, theirs=43)).play(4)
    log = world.state.log
    assert log.count[2:4].tolist() == [3, 3]
    assert log.severity[2] == log.severity[3] == pytest.approx(4 + 2.5 * math.sqrt(3 / 40))


def test_who_breaks_on_the_day_on_which_two_provocations_fall_due_leaves_once(build):
    policies = {"belmora": {**HOLLOW, "merge_days": 0, "delay_days": 9}, "league": MUTE}
    timeline = {"one": {**CUT, "deadline": 26}, "two": {**CUT, "count": 3, "date": 2, "deadline": 26}}
    world = build(timeline=timeline, policies=policies).play(9)
    world.state.provocations.due[:2] = 9
    world.play(1)
    assert of_arden(world, "belmora") == [
        ("suspend_mission", "b_mission", 0),
        ("close_liaison_mission", "l_liaison", 0),
        ("close_office", "l_office", 0),
    ]
    assert (verdict(world, 0), verdict(world, 1)) == ("rupture", "nothing_left")
