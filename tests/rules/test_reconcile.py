"""Offers of talks: when they are made, who answers them, and with what chance they are accepted."""

import math
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import draws
from sim.rules.moves import MEET, OFFER_TALKS, REFUSE_TALKS
from sim.rules.parameters import WORLD_PARAMETERS
from sim.rules.reconcile import acceptance, logistic, rate_of_offers
from sim.rules.world import INTENTS, NONE, STATUSES
from tests.rules.conftest import NEVER_ANSWERS

from .acts import act

# two offers of one side may follow each other at once; a test says otherwise where that is its subject
OFTEN = {"talks_least_days": 0}
WILLING, UNWILLING = {"talks_intercept": 50.0}, {"talks_intercept": -50.0}


@pytest.fixture(name="build")
def build_fixture(build):
    """The builder of small worlds, in which two offers need no days between them."""

    def build_talkative(parameters=None, **other):
        return build(parameters={**OFTEN, **(parameters or {})}, **other)

    return build_talkative


def talks(rate=1.0, **relation):
    """Arden offers Belmora talks at a rate a day; nobody else offers any."""
    return {"neighbours": {"between": ["arden", "belmora"], "talks_per_day": {"arden": rate}, **relation}}


def exchanges(world):
    """Day, actor and kind of every move."""
    return [(day, actor, kind) for day, actor, _, kind, _, _ in world.moves()]


# acceptance ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "probability"),
    [
        pytest.param(0.0, 0.5, id="even odds"),
        pytest.param(math.log(3), 0.75, id="three to one"),
        pytest.param(-math.log(3), 0.25, id="one to three"),
        pytest.param(1e6, 1.0, id="odds beyond all bounds"),
        pytest.param(-1e6, math.exp(-700), id="odds below all bounds stay a number"),
    ],
)
def test_log_odds_become_a_probability(x, probability):
    assert logistic(x) == pytest.approx(probability, abs=0)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
def test_better_odds_never_lower_the_probability(x, other):
    worse, better = sorted((x, other))
    assert 0.0 < logistic(worse) <= logistic(better) <= 1.0


@pytest.fixture
def october_2021(build):
    """The posts of the alliance and its neighbour, and the grievance on the day after the cut."""
    last_met = build().scenario.start - timedelta(days=825)  # 5 July 2019
    channels = {
        "mission": {"kind": "mission", "sender": "belmora", "host": "league", "accredited": 10, "reference_staff": 70},
        "liaison": {
            "kind": "liaison_mission", "sender": "league", "host": "belmora", "accredited": 6, "reference_staff": 13,
        },
        "office": {"kind": "office", "sender": "league", "host": "belmora"},
        "council": {
            "kind": "council", "between": ["belmora", "league"], "last_meeting": last_met,
        },
    }  # fmt: skip
    relation = {"between": ["belmora", "league"], "grievance": {"belmora": 18.16}}
    return build(channels=channels, relations={"neighbours": relation})


@pytest.mark.parametrize(
    ("days_later", "status", "probability"),
    [
        pytest.param(0, "open", 0.108, id="the day after the cut"),
        pytest.param(13, "open", 0.109, id="a fortnight after it"),
        pytest.param(25, "closed", 0.053, id="once every channel is gone"),
    ],
)
def test_chance_that_the_neighbour_accepts(october_2021, days_later, status, probability):
    world = october_2021
    world.state.posts.status[:] = STATUSES.index(status)
    ij = world.ij("belmora", "league")
    assert acceptance(world.tables, world.state, ij, days_later) == pytest.approx(probability, abs=0.0005)


def test_the_chance_is_that_of_the_side_that_answers(october_2021):
    world = october_2021
    # the alliance holds no grievance: 2 + 2 (1 - 0.603) = 2.79
    chance = acceptance(world.tables, world.state, world.ij("league", "belmora"), 0)
    assert chance == pytest.approx(1 / (1 + math.exp(-2.79)), abs=0.0005)


# offers -------------------------------------------------------------------------------------------


def test_a_clock_that_rings_daily_offers_daily_from_the_first_autonomous_day(build):
    world = build(relations=talks(), parameters=WILLING).play(3)
    each_day = [("arden", "offer_talks"), ("belmora", "meet")]
    assert exchanges(world) == [(day, *move) for day in range(3) for move in each_day]


def test_nobody_offers_before_anybody_decides(build):
    start = build().scenario.start
    world = build(relations=talks(), parameters=WILLING, autonomous_from=start.replace(day=4)).play(5)
    assert [day for day, _, kind in exchanges(world) if kind == "offer_talks"] == [3, 4]


def test_nobody_offers_without_a_rate(build):
    assert build(relations=talks(0.0)).play(30).moves() == []


def test_each_offer_draws_the_day_of_the_next(build):
    world = build(relations=talks(0.2), parameters=WILLING).play(40)
    offered = [day for day, _, kind in exchanges(world) if kind == "offer_talks"]
    expected, drawn_on = [], 0
    for number in range(100):
        arden, belmora = world.party("arden"), world.party("belmora")
        drawn = draws.words(world.tables, world.state, arden, belmora, drawn_on, draws.STREAM_OFFER_CLOCK, number)
        u = draws.unit(drawn[1])  # the first is that of an offer after a grave act
        wait = math.ceil(math.log(u) / math.log(0.8))  # first day with (1 - 0.2)^days <= u
        drawn_on = drawn_on + wait - (number == 0)  # the first clock may ring on the first day
        expected.append(drawn_on)
    assert offered == [day for day in expected if day < 40]
    assert len(offered) > 2


def test_a_clock_beyond_the_last_day_never_rings(build):
    world = build(relations=talks(1e-9)).play(1)
    assert world.state.next_offer[world.ij("arden", "belmora")] == -1 + world.tables.n_days + 1


@pytest.mark.parametrize(
    ("least", "days"),
    [
        pytest.param(0, list(range(15)), id="none: daily, where the clock rings daily"),
        pytest.param(1, list(range(15)), id="one is what a daily clock leaves anyhow"),
        pytest.param(3, [0, 3, 6, 9, 12], id="three"),
        pytest.param(7, [0, 7, 14], id="a week"),
    ],
)
def test_between_two_offers_of_one_side_there_are_at_least_so_many_days(build, least, days):
    world = build(relations=talks(), parameters={**WILLING, "talks_least_days": least}).play(15)
    assert offered(world) == days


def test_a_week_lies_between_two_offers_unless_a_scenario_says_otherwise():
    assert {p.name: p.default for p in WORLD_PARAMETERS}["talks_least_days"] == 7


def test_the_days_between_offers_are_those_of_each_side_by_itself(build):
    both = talks(talks_per_day={"arden": 1.0, "belmora": 1.0})
    parameters = {**WILLING, "talks_least_days": 7}
    world = build(relations=both, parameters=parameters, policies=SILENT, timeline={"blow": blow(5)}).play(16)
    # on day 7 Arden has yet to decide on the blow, on day 8 it does not answer; its next offer follows a week later
    assert (offered(world), offered(world, "belmora")) == ([0, 8, 15], [0, 7, 14])


def test_a_grave_act_hastens_no_offer_into_the_days_after_the_last(build):
    reacts = {**REACTS, "talks_least_days": 7}
    world = build(relations=talks(RARE), parameters=reacts, policies=SILENT, timeline={"blow": blow(5)})
    world.state.last_offer[world.ij("arden", "belmora")] = 4
    # no answer on day 8; the first offer comes on day 11, a week after the last, and then one a week until day 35, the
    # last day of the faster rate; the clock then set is due on day 39
    assert offered(world.play(42)) == [11, 18, 25, 32, 39]


def test_what_a_party_never_does_it_does_not_offer(build):
    states = {name: {"policy": "ledger"} for name in ("arden", "belmora", "cordia")}
    states["arden"] = {**states["arden"], "never": ["offer_talks"]}
    both = talks(talks_per_day={"arden": 1.0, "belmora": 1.0})
    world = build(relations=both, parameters=WILLING, states=states).play(3)
    assert (offered(world), offered(world, "belmora")) == ([], [0, 1, 2])


def offered(world, by="arden"):
    """Days on which a party offered talks."""
    return [day for day, actor, kind in exchanges(world) if (actor, kind) == (by, "offer_talks")]


def blow(day, move="expel", **more):
    """Belmora sends home ten of the forty at Arden's embassy, which weighs 5.25."""
    on = {"channel": "a_embassy"} if move in ("expel", "restrict_access") else {}
    return {"date": day, "from": "belmora", "to": "arden", "move": move, **on, "count": 10, **more}


SILENT = {"arden": NEVER_ANSWERS}
RARE = 0.001  # a day; a thousand times as often is daily
REACTS = {**WILLING, "talks_reaction": 1000.0}


def test_after_a_grave_act_talks_are_offered_more_often_for_a_month(build):
    world = build(relations=talks(RARE), parameters=REACTS, policies=SILENT, timeline={"blow": blow(5)}).play(60)
    # the act of day 5 is not answered on day 8; the faster rate lasts until day 35
    assert offered(world) == list(range(8, 36))


@pytest.mark.parametrize(
    ("move", "parameters", "days"),
    [
        pytest.param("restrict_access", {}, 0, id="an act of 3.5 is not grave"),
        pytest.param("restrict_access", {"talks_grave": 3.5}, 28, id="unless that is the measure of it"),
        pytest.param("criticise", {}, 0, id="nor are words"),
        pytest.param("expel", {"talks_reaction_days": 10}, 8, id="it lasts as long as the parameter says"),
        pytest.param("expel", {"talks_reaction": 1.0}, 0, id="and is as much as it says"),
    ],
)
def test_offers_after(build, move, parameters, days):
    given = {"relations": talks(RARE), "parameters": {**REACTS, **parameters}, "policies": SILENT}
    assert len(offered(build(timeline={"blow": blow(5, move)}, **given).play(60))) == days


def test_nobody_is_hastened_by_an_act_of_its_own(build):
    own = blow(5, **{"from": "arden", "to": "belmora", "channel": "b_embassy"})
    silent = {"belmora": NEVER_ANSWERS}
    world = build(relations=talks(RARE), parameters=REACTS, policies=silent, timeline={"own": own})
    assert offered(world.play(60)) == []


def test_nobody_offers_while_it_has_yet_to_answer(build):
    policies = {"arden": {**NEVER_ANSWERS, "delay_days": 6}}
    world = build(relations=talks(), parameters=WILLING, policies=policies, timeline={"blow": blow(2)}).play(12)
    assert offered(world) == [0, 1, 8, 9, 10, 11]  # perceived on day 2, decided on day 8


def test_nobody_offers_soon_after_it_has_broken_off(build):
    world = build(relations=talks(talks_per_day={"arden": 1.0, "belmora": 1.0}), parameters=WILLING)
    world.state.broke_day[world.ij("arden", "belmora")] = 3
    world.play(100)
    assert [offered(world)[0], offered(world, "belmora")[0]] == [93, 0]  # ninety days after; the other side may


def test_nobody_offers_soon_after_it_has_severed_relations(build):
    severed = {"end": act(3, "arden", "belmora", "sever_relations")}
    both = talks(talks_per_day={"arden": 1.0, "belmora": 1.0})
    world = build(relations=both, parameters=WILLING | NEVER_ANSWERS, timeline=severed).play(100)
    first = [next(day for day in offered(world, party) if day > 3) for party in ("arden", "belmora")]
    assert first[0] == 93
    assert first[1] < 10  # once it has let the break lie


@pytest.mark.parametrize(
    ("rate", "tiring", "refused", "left"),
    [
        pytest.param(0.1, 0.5, 0, 0.1, id="nothing refused: the rate as it is"),
        pytest.param(0.1, 0.5, 1, 0.05, id="one refusal: half as often"),
        pytest.param(0.1, 0.5, 3, 0.0125, id="three: an eighth"),
        pytest.param(0.1, 1.0, 9, 0.1, id="who does not tire"),
        pytest.param(0.1, 0.0, 0, 0.1, id="who tires at once"),
        pytest.param(0.1, 0.0, 1, 0.0, id="and offers no more"),
    ],
)
def test_refusals_in_a_row_make_offers_rarer(rate, tiring, refused, left):
    assert rate_of_offers(rate, tiring, refused) == pytest.approx(left)


def test_who_is_refused_counts_it_until_they_meet(build):
    meeting = {"meeting": {"date": 4, "from": "belmora", "to": "arden", "move": "meet"}}
    patient = {**UNWILLING, "talks_tiring": 1.0}
    world = build(relations=talks(), parameters=patient, timeline=meeting)
    ij = world.ij("arden", "belmora")
    refused = [int(world.play(1).state.n_refused[ij]) for _ in range(6)]
    assert refused == [1, 2, 3, 4, 1, 2]  # the meeting of day 4 comes before the offer of that day
    assert world.state.n_refused[ij ^ 1] == 0


def test_who_tires_at_once_makes_the_offer_that_was_planned_before_the_refusal_and_no_other(build):
    assert offered(build(relations=talks(), parameters={**UNWILLING, "talks_tiring": 0.0}).play(50)) == [0, 1]


# answers ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("invites", "answer"), [(["belmora"], "meet"), (["arden"], "refuse_talks")])
def test_who_has_a_standing_invitation_accepts_every_offer(build, invites, answer):
    world = build(relations=talks(invites=invites), parameters=UNWILLING).play(1)
    assert exchanges(world) == [(0, "arden", "offer_talks"), (0, "belmora", answer)]
    if answer == "meet":
        assert world.state.log.probability[1] == 1.0


@pytest.mark.parametrize(
    ("parameters", "answer"),
    [
        pytest.param(WILLING, "meet", id="a willing party meets"),
        pytest.param(UNWILLING, "refuse_talks", id="an unwilling one refuses"),
    ],
)
def test_an_offer_is_answered_on_its_day(build, parameters, answer):
    world = build(relations=talks(), parameters=parameters).play(1)
    assert exchanges(world) == [(0, "arden", "offer_talks"), (0, "belmora", answer)]


@pytest.mark.parametrize("above", [True, False], ids=["accepted below the chance", "refused from it on"])
def test_one_draw_of_the_answering_side_decides(build, above):
    world = build(relations=talks()).play(1)
    u = draws.uniform(
        world.tables, world.state, world.party("belmora"), world.party("arden"), 0, draws.STREAM_ACCEPT, 0
    )
    odds = math.log(u / (1 - u))
    chance = {"talks_institutions": 0.0, "talks_intercept": odds + (1e-6 if above else -1e-6)}
    world = build(relations=talks(), parameters=chance).play(1)
    assert exchanges(world)[1] == (0, "belmora", "meet" if above else "refuse_talks")


def test_the_draw_is_that_of_the_offers_number(build):
    even = {"talks_institutions": 0.0, "talks_intercept": 0.0, "talks_tiring": 1.0}
    world = build(relations=talks(), parameters=even).play(8)
    answers = [kind for _, actor, kind in exchanges(world) if actor == "belmora"]
    belmora, arden = world.party("belmora"), world.party("arden")
    us = [draws.uniform(world.tables, world.state, belmora, arden, n, draws.STREAM_ACCEPT, n) for n in range(8)]
    assert answers == ["meet" if u < 0.5 else "refuse_talks" for u in us]
    assert len(set(answers)) == 2


def test_an_answer_names_the_offer_and_the_numbers_that_decided_it(build):
    lies_between = talks(grievance={"belmora": 9.25})  # a quarter of the breaking scale of 37
    log = build(relations=lies_between, parameters={"talks_institutions": 3.0}).play(1).state.log
    offer, answer = 0, 1
    assert (log.kind[offer], log.parent[offer], INTENTS[log.intent[offer]]) == (OFFER_TALKS, NONE, "talks")
    assert log.kind[answer] in (MEET, REFUSE_TALKS)
    assert (log.parent[answer], log.count[answer], INTENTS[log.intent[answer]]) == (offer, 0, "talks")
    assert (log.channel[offer], log.channel[answer], log.count[offer]) == (NONE, NONE, 0)
    assert (log.grievance[answer], log.loss[answer]) == (pytest.approx(9.25), 0.0)
    assert log.probability[answer] == pytest.approx(1 / (1 + math.exp(-2.5)))  # 2 - 10/4 + 3
    assert math.isnan(log.asked[answer])
    assert math.isnan(log.breaking_point[answer])
    assert list(log.in_force[:2]) == [True, True]


def test_a_meeting_counts_for_the_council_and_a_refusal_does_not(build):
    for parameters, met in ((WILLING, 4), (UNWILLING, 0)):
        world = build(relations=talks(), parameters=parameters).play(5)
        assert world.state.posts.last_meeting[world.channel("commission")] == met


def offer(**changes):
    return {"date": 2, "from": "arden", "to": "belmora", "move": "offer_talks", **changes}


def test_a_scripted_offer_that_no_script_answers_is_answered_on_its_day(build):
    world = build(timeline={"offer": offer()}, parameters=WILLING).play(5)
    assert exchanges(world) == [(2, "arden", "offer_talks"), (2, "belmora", "meet")]


def test_a_scripted_offer_that_the_script_answers_is_answered_once(build):
    refusal = {"date": 2, "from": "belmora", "to": "arden", "move": "refuse_talks", "answers": "offer"}
    world = build(timeline={"offer": offer(), "refusal": refusal}, parameters=WILLING).play(5)
    assert exchanges(world) == [(2, "arden", "offer_talks"), (2, "belmora", "refuse_talks")]


def test_a_scripted_offer_of_the_record_waits_for_its_script(build):
    end = build().scenario.end
    assert exchanges(build(timeline={"offer": offer()}, autonomous_from=end).play(5)) == [(2, "arden", "offer_talks")]


def test_two_offers_of_a_day_are_both_answered(build):
    other = offer(**{"from": "belmora", "to": "arden"})
    world = build(timeline={"one": offer(), "other": other}, parameters=WILLING).play(3)
    assert sorted(exchanges(world)) == sorted(
        (2, who, what) for who in ("arden", "belmora") for what in ("offer_talks", "meet")
    )


def test_a_scripted_offer_that_the_script_answers_later_is_left_alone_until_then(build):
    refusal = {"date": 4, "from": "belmora", "to": "arden", "move": "refuse_talks", "answers": "offer"}
    world = build(timeline={"offer": offer(), "refusal": refusal}, parameters=WILLING).play(6)
    assert exchanges(world) == [(2, "arden", "offer_talks"), (4, "belmora", "refuse_talks")]


def test_an_offer_is_not_left_alone_because_the_script_answers_another(build):
    other = offer(**{"from": "belmora", "to": "arden"})
    refusal = {"date": 2, "from": "belmora", "to": "arden", "move": "refuse_talks", "answers": "offer"}
    world = build(timeline={"offer": offer(), "refusal": refusal, "other": other}, parameters=WILLING).play(3)
    assert sorted(exchanges(world)) == [
        (2, "arden", "meet"),
        (2, "arden", "offer_talks"),
        (2, "belmora", "offer_talks"),
        (2, "belmora", "refuse_talks"),
    ]
