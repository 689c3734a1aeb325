"""How often an act is not answered: by its kind, and by what else a government looks at."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.moves import CONCILIATORY, FAMILY, KINDS, is_hostile_kind
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.policies import BY_KIND, NEVER, SILENCES, WEIGHED
from sim.rules.silences import PLAIN, SILENCE_OF, Features, asymmetry, features_of, silence, weighed_silence

from .acts import act

OTHERS = {
    "silence_recall": {"recall_ambassador", "suspend_mission", "denounce"},
    "silence_closure": {"close_office", "close_consulate", "close_liaison_mission", "close_mission"},
    "silence_level": {"downgrade_relations", "sever_relations"},
    "silence_forum": {"suspend_council", "suspend_cooperation"},
    "silence_persons": {"ban_travel", "freeze_assets"},
    "silence_tie": {kind.name for kind in KINDS if kind.withholds > 0} - {"ban_travel", "freeze_assets"},
    "silence_measure": {"measure"},
}


@pytest.mark.parametrize("row", [k for k in range(len(KINDS)) if is_hostile_kind(k)], ids=lambda k: KINDS[k].name)
def test_each_kind_of_act_has_the_silence_of_its_like(row):
    expected = [name for name, kinds in OTHERS.items() if KINDS[row].name in kinds] or ["silence_first"]
    assert [POLICY_PARAMETERS[SILENCE_OF[row]].name] == expected


def test_every_kind_has_one():
    assert len(SILENCE_OF) == len(KINDS)
    assert {POLICY_PARAMETERS[SILENCE_OF[k]].name for k in range(len(KINDS)) if FAMILY[k] == CONCILIATORY} == {
        "silence_first"
    }


def test_of_several_kinds_one_names_the_act_in_the_order_of_the_record():
    ranked = (
        "expel downgrade_relations close_consulate suspend_council freeze_assets ban_trade measure recall_ambassador"
    )
    ranked = ranked.split()
    columns = {kind.name: SILENCE_OF[k] for k, kind in enumerate(KINDS)}
    assert sorted(ranked, key=lambda name: columns[name]) == ranked


# the rule -------------------------------------------------------------------------------------------


def numbers_with(**given):
    """The numbers of a policy row: the defaults without any weight of size, and what is given."""
    weightless = {"silence_size": 0.0, "silence_reply_size": 0.0} | given
    return np.array([weightless.get(p.name, p.default) for p in POLICY_PARAMETERS])


@pytest.mark.parametrize(
    ("of_one", "size", "people", "probability"),
    [
        pytest.param(0.38, 0.0, 1, 0.38, id="one person"),
        pytest.param(0.38, 0.0, 100, 0.38, id="a hundred, where size plays no part"),
        pytest.param(0.5, 1.0, 1, 0.5, id="one person, where it does"),
        pytest.param(0.5, 1.0, 0, 0.5, id="an act by which nobody is sent home is as one person"),
        pytest.param(0.5, 1.0, 4, 0.2, id="four people: the odds of one to one become one to four"),
        pytest.param(0.5, 0.5, 4, 1 / 3, id="or one to two, by the root"),
        pytest.param(0.75, 1.0, 3, 0.5, id="three to one become one to one"),
        pytest.param(0.16, 0.25, 16, 0.16 / (0.16 + 0.84 * 2), id="sixteen, as Moscow does: .087"),
    ],
)
def test_silence_by_the_people_sent_home(of_one, size, people, probability):
    numbers = numbers_with(silence_size=size)
    assert weighed_silence(of_one, numbers, PLAIN._replace(people=people)) == pytest.approx(probability)


LN2 = math.log(2)


@pytest.mark.parametrize(
    ("weights", "features", "probability"),
    [
        pytest.param({"silence_share": 2 * LN2}, {"share": 0.25}, 0.5, id="a quarter of a staff counts by its root"),
        pytest.param({"silence_share": LN2}, {"share": 1.0}, 0.5, id="a whole staff counts once"),
        pytest.param({"silence_wave": LN2}, {"is_wave": True}, 0.5, id="one act of many"),
        pytest.param({"silence_wave": LN2}, {}, 2 / 3, id="and one that comes alone"),
        pytest.param({"silence_asymmetry": 1.0}, {"asymmetry": LN2}, 0.5, id="who has twice the staff"),
        pytest.param({"silence_asymmetry": 1.0}, {"asymmetry": -LN2}, 0.8, id="who has half of it"),
        pytest.param({"silence_alliance": LN2}, {"is_with_alliance": True}, 0.5, id="with an alliance"),
        pytest.param({"silence_alliance": -LN2}, {"is_with_alliance": True}, 0.8, id="a weight below zero adds"),
        pytest.param({"silence_recent": LN2}, {"recent": 1.0}, 0.5, id="just after an own act"),
        pytest.param({"silence_recent": 2 * LN2}, {"recent": 0.5}, 0.5, id="ninety days after one"),
        pytest.param(
            {"silence_size": 1.0, "silence_wave": LN2, "silence_recent": LN2},
            {"people": 2, "is_wave": True, "recent": 1.0},
            0.2,
            id="weights add: odds of two to one, halved three times",
        ),
    ],
)
def test_odds_of_two_to_one_become(weights, features, probability):
    assert weighed_silence(2 / 3, numbers_with(**weights), PLAIN._replace(**features)) == pytest.approx(probability)


def test_the_example_of_the_page():
    """docs/odd.md, 7.7: 16 of 64 expelled, in a wave, of who has four times the staff and acted 90 days before."""
    weights = {"size": 0.25, "share": 1.0, "wave": 0.5, "asymmetry": 0.5, "alliance": 1.0, "recent": 0.4}
    numbers = numbers_with(**{f"silence_{name}": weight for name, weight in weights.items()})
    seen = Features(
        people=16, share=0.25, is_wave=True, asymmetry=math.log(4), is_with_alliance=False, recent=0.5, is_reply=False
    )
    # .6931 + .5 + .5 + .6931 + 0 + .2 = 2.5863, and ln(.38 / .62) = -.4895: together -3.0758
    assert weighed_silence(0.38, numbers, seen) == pytest.approx(0.0441, abs=5e-5)


WEIGHTS = st.fixed_dictionaries(
    {
        "silence_size": st.floats(0, 5),
        **{f"silence_{name}": st.floats(-5, 5) for name in ("share", "wave", "asymmetry", "alliance", "recent")},
    }
)
CHANCES = st.floats(0, 1)
ACTS = st.builds(
    Features,
    people=st.integers(0, 1_000_000),
    share=st.floats(0, 1),
    is_wave=st.booleans(),
    asymmetry=st.floats(-3, 3),
    is_with_alliance=st.booleans(),
    recent=st.floats(0, 1),
)


@given(CHANCES, WEIGHTS, ACTS)
def test_a_chance_of_silence_is_a_probability(of_kind, weights, seen):
    assert 0.0 <= weighed_silence(of_kind, numbers_with(**weights), seen) <= 1.0


@given(st.sampled_from([0.0, 1.0]), WEIGHTS, ACTS)
def test_who_never_keeps_silent_never_does_and_who_always_does_always_does(certain, weights, seen):
    assert weighed_silence(certain, numbers_with(**weights), seen) == certain


@given(CHANCES, WEIGHTS, ACTS)
def test_by_kind_nothing_but_the_kind_counts_and_never_is_never(of_kind, weights, seen):
    numbers = numbers_with(**weights)
    assert silence(BY_KIND, of_kind, numbers, seen) == of_kind
    assert silence(NEVER, of_kind, numbers, seen) == 0.0
    assert silence(WEIGHED, of_kind, numbers, seen) == weighed_silence(of_kind, numbers, seen)


@given(CHANCES, ACTS)
def test_without_weights_only_the_kind_counts(of_kind, seen):
    assert weighed_silence(of_kind, numbers_with(), seen) == of_kind


MORE = {  # what a weight is of, with more of it
    "silence_size": {"people": 1000},
    "silence_share": {"share": 1.0},
    "silence_wave": {"is_wave": True},
    "silence_asymmetry": {"asymmetry": 3.0},
    "silence_alliance": {"is_with_alliance": True},
    "silence_recent": {"recent": 1.0},
}


@pytest.mark.parametrize("name", MORE)
@given(of_kind=CHANCES, seen=ACTS, weight=st.floats(0, 5))
def test_a_weight_above_zero_takes_silence_away_and_one_below_adds_it(name, of_kind, seen, weight):
    """The more of its feature there is; of less staff than the other side has, the other way round."""
    more = seen._replace(**MORE[name])
    chances = [weighed_silence(of_kind, numbers_with(**{name: w}), more) for w in (weight, 0.0, -weight)]
    assert chances == sorted(chances)
    fewer = more._replace(asymmetry=-3.0)
    lesser = [weighed_silence(of_kind, numbers_with(silence_asymmetry=w), fewer) for w in (weight, 0.0, -weight)]
    assert lesser == sorted(lesser, reverse=True)


def test_the_codes_are_those_of_the_words():
    assert (SILENCES[WEIGHED], SILENCES[BY_KIND], SILENCES[NEVER]) == ("weighed", "by_kind", "never")


# the features -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        pytest.param(40, 10, math.log(4), id="four for one"),
        pytest.param(10, 40, -math.log(4), id="one for four"),
        pytest.param(7, 7, 0.0, id="as many"),
        pytest.param(500, 1, 3.0, id="at most three"),
        pytest.param(1, 500, -3.0, id="at least minus three"),
        pytest.param(0, 40, 0.0, id="none of its own"),
        pytest.param(40, 0, 0.0, id="none of the other side, or none known"),
    ],
)
def test_asymmetry_of_staffs(own, other, expected):
    assert asymmetry(own, other) == pytest.approx(expected)


def seen_in(world, party, p=None):
    """Features of a provocation, of the first that a party has to answer if none is named."""
    given = world.state.provocations
    rows = [q for q in range(given.n[0]) if world.tables.actor[given.ij[q]] == world.party(party)]
    return features_of(world.tables, world.state, rows[0] if p is None else p)


# Arden keeps forty at an embassy and seven at a consulate with Belmora, Belmora twenty-four and five with Arden
EXPELS = act(5, "belmora", "arden", "expel", "a_embassy", count=10)


def test_an_expulsion_has_its_people_and_their_share_of_the_staff_before_it(build):
    seen = seen_in(build(timeline={"act": EXPELS}).play(6), "arden")
    assert (seen.people, seen.share) == (10, 0.25)


@pytest.mark.parametrize(
    ("moves", "share"),
    [
        pytest.param([act(5, "belmora", "arden", "cut_ceiling", "a_embassy", count=9)], 0.2, id="nine posts of 45"),
        pytest.param([act(5, "belmora", "arden", "close_consulate", "a_consulate")], 0.0, id="of a closure none"),
        pytest.param([EXPELS, act(5, "belmora", "arden", "expel", "a_consulate", count=7)], 1.0,
                     id="of several the largest: all of a consulate"),
    ],
)  # fmt: skip
def test_the_share_of_a_staff_that_an_act_hits(build, moves, share):
    timeline = {f"m{n}": move for n, move in enumerate(moves)}
    assert seen_in(build(timeline=timeline).play(6), "arden").share == pytest.approx(share)


def test_staffs_are_compared_over_all_posts_once_those_sent_home_have_lost_their_accreditation(build):
    seen = seen_in(build(timeline={"act": EXPELS}).play(6), "arden")
    assert seen.asymmetry == pytest.approx(math.log(37 / 29))  # 47 less 10, and 29


@pytest.mark.parametrize(
    ("own", "days", "recent"),
    [
        pytest.param({}, 6, 0.0, id="no own act"),
        pytest.param({"own": act(5, "arden", "belmora", "restrict_access", "b_embassy")}, 6, 1.0, id="one of that day"),
        pytest.param({"own": act(3, "arden", "belmora", "offer_talks")}, 6, 0.0, id="an offer is no hostile act"),
        pytest.param({"own": act(1, "arden", "cordia", "ultimatum")}, 6, 0.0, id="nor is one against a third side"),
        pytest.param({"own": act(4, "arden", "belmora", "ultimatum"), "later": {**EXPELS, "date": 94}}, 95, 0.5,
                     id="ninety days before"),
        pytest.param({"own": act(6, "arden", "belmora", "ultimatum")}, 8, 0.0, id="what came after it does not count"),
    ],
)  # fmt: skip
def test_how_recent_the_last_own_act_is(build, own, days, recent):
    acts = own if "later" in own else {"act": EXPELS, **own}
    relations = {"abroad": {"between": ["arden", "cordia"]}}
    silent = {party: {"silence_first": 1.0} for party in ("belmora", "cordia")}
    world = build(timeline=acts, relations=relations, policies=silent).play(days)
    assert seen_in(world, "arden").recent == pytest.approx(recent)


def test_an_answer_is_recent_by_the_act_that_it_answers(build):
    blow = act(1, "arden", "belmora", "expel", "b_embassy", count=1)
    world = build(timeline={"blow": blow, "answer": {**EXPELS, "answers": "blow"}}).play(6)
    assert seen_in(world, "arden").recent == pytest.approx(2 ** (-4 / 90))


HARM = {"harm": {"date": 1, "author": "belmora", "victim": "arden", "severity": 5}}
OF_ARDEN = act(4, "arden", "belmora", "expel", "b_embassy", count=2, answers="harm")
OF_CORDIA = act(5, "cordia", "belmora", "expel", "b_embassy_abroad", count=2, answers="harm")


@pytest.mark.parametrize(
    ("timeline", "waves"),
    [
        pytest.param({"one": OF_ARDEN}, [False], id="the victim alone"),
        pytest.param({"one": OF_ARDEN, "two": OF_CORDIA}, [True, True], id="the victim and another: both"),
        pytest.param({"two": OF_CORDIA}, [True], id="who takes a victim's side, though alone"),
        pytest.param({"one": {**OF_ARDEN, "answers": None}, "two": {**OF_CORDIA, "answers": None}}, [False, False],
                     id="two without a cause"),
    ],
)  # fmt: skip
def test_which_acts_come_in_a_wave(build, timeline, waves):
    relations = {"abroad": {"between": ["belmora", "cordia"]}}
    silent = {"arden": {"silence_first": 1.0}}  # but for what the timeline has it do
    world = build(timeline=timeline, triggers=HARM, relations=relations, policies=silent).play(7)
    given, party = world.state.provocations, world.party("belmora")
    rows = [p for p in range(given.n[0]) if world.tables.actor[given.ij[p]] == party]
    assert [seen_in(world, "belmora", p).is_wave for p in rows] == waves


def test_an_alliance_on_either_side_counts(build):
    cut = act(5, "league", "belmora", "cut_ceiling", "b_mission", count=3)
    assert seen_in(build(timeline={"act": cut}).play(6), "belmora").is_with_alliance
    ends = act(5, "belmora", "league", "suspend_council", "l_council")
    assert seen_in(build(timeline={"act": ends}).play(6), "league").is_with_alliance
    assert not seen_in(build(timeline={"act": EXPELS}).play(6), "arden").is_with_alliance
