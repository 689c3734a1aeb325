"""Pressing on: further steps of a party whose own first act the other side does not answer."""

import pytest

from sim.rules import draws
from sim.rules.log import begin_package
from sim.rules.moves import EXPEL
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.press import (
    INSTITUTIONS,
    ODDS_AFTER,
    OWN,
    PEOPLE,
    RELATIONS,
    TIE_STEPS,
    TIES,
    chance_of_step,
    domain_of_kind,
    press,
)
from sim.rules.world import MIRROR, PRESSING
from sim.scenario.pack import KIND_NUMBER

from .acts import act
from .conftest import NEVER_ANSWERS

SURE = {"press_on": 1.0, "press_median_log": 0.0, "press_sd_log": 0.0}  # a day after each act
CALLED_BACK = {"recall": act(1, "arden", "belmora", "recall_ambassador", "a_embassy")}
TIES_OF_BOTH = {"goods": {"kind": "trade", "between": ["arden", "belmora"]}}


@pytest.fixture
def steps(build):
    """Let Arden make a first act that Belmora does not answer; the later moves of Arden, with their days."""

    def make(days=4, timeline=CALLED_BACK, **more):
        numbers = NEVER_ANSWERS | SURE | more.pop("parameters", {})
        made = build(timeline=timeline, parameters=numbers, **more).play(days)
        intents = made.state.log.intent
        moves = enumerate(made.moves())
        return [(day, kind) for m, (day, actor, _, kind, *_) in moves if (actor, intents[m]) == ("arden", PRESSING)]

    return make


def test_nothing_follows_where_nobody_presses(steps):
    assert steps(parameters={"press_on": 0.0}, days=60) == []


def test_a_step_follows_after_the_drawn_time_and_another_after_that(steps):
    assert [day for day, _ in steps(days=4)] == [2, 3]


def test_a_time_of_its_own(steps):
    # e² = 7.4 days, rounded
    assert steps(parameters={"press_median_log": 2.0}, days=12)[0][0] == 1 + 7


@pytest.mark.parametrize(
    ("kind", "domain"),
    [
        ("expel", PEOPLE),
        ("cut_ceiling", PEOPLE),
        ("expel_ambassador", PEOPLE),
        ("sever_relations", RELATIONS),
        ("downgrade_relations", RELATIONS),
        ("ban_trade", TIES),
        ("suspend_visas", TIES),
        ("close_consulate", INSTITUTIONS),
        ("suspend_council", INSTITUTIONS),
        ("recall_ambassador", OWN),
        ("suspend_mission", OWN),
    ],
)
def test_each_kind_has_a_domain(kind, domain):
    assert domain_of_kind(KIND_NUMBER[kind]) == domain


@pytest.mark.parametrize("seed", range(8))
def test_the_next_step_is_in_a_domain_drawn_by_the_record(build, seed):
    # people, relations, ties and institutions are open after the recall: 11, 7, 12 and 3 of 33
    sure = NEVER_ANSWERS | SURE | {"press_new_domain": 1.0}
    made = build(timeline=CALLED_BACK, parameters=sure, ties=TIES_OF_BOTH, seed=seed).play(3)
    who = made.party("arden"), made.party("belmora")
    _, w1, w2, _ = draws.words(made.tables, made.state, *who, 2, draws.STREAM_PRESS, 1)
    trade = "restrict_trade" if TIE_STEPS[int(draws.unit(w2) * 13)] < 5.25 else "ban_trade"
    ends = ((11 / 33, "expel"), (18 / 33, "downgrade_relations"), (30 / 33, trade), (1, "close_consulate"))
    expected = next(kind for end, kind in ends if draws.unit(w1) < end)
    kinds = [kind for day, actor, _, kind, *_ in made.moves() if (day, actor) == (2, "arden")]
    assert kinds == [expected]


def test_the_same_domain_where_no_new_one_is_drawn(steps):
    blow = {"blow": act(1, "arden", "belmora", "expel", "b_embassy", count=2)}
    assert {kind for _, kind in steps(days=5, timeline=blow, parameters={"press_new_domain": 0.0})} == {"expel"}


def test_what_the_other_side_does_in_between_ends_it(steps):
    after = {"blow": act(2, "belmora", "arden", "cancel_meeting")}
    slow = {"press_median_log": 1.6}  # five days
    assert steps(days=12, timeline=CALLED_BACK, parameters=slow) != []
    assert steps(days=12, timeline=CALLED_BACK | after, parameters=slow) == []


@pytest.mark.parametrize("words", ["denounce", "ultimatum"])
def test_words_of_the_other_side_do_not_end_it(steps, words):
    after = {"words": act(2, "belmora", "arden", words)}
    assert steps(days=12, timeline=CALLED_BACK | after, parameters={"press_median_log": 1.6})[0][0] == 1 + 5


def test_a_meeting_does_not_end_it(steps):
    after = {"talks": act(2, "belmora", "arden", "meet")}
    assert steps(days=12, timeline=CALLED_BACK | after, parameters={"press_median_log": 1.6})[0][0] == 1 + 5


def test_words_are_not_followed_up(steps):
    assert steps(days=12, timeline={"words": act(1, "arden", "belmora", "denounce")}) == []


@pytest.mark.parametrize(
    ("chance", "odds", "expected"),
    [(0.5, 1.0, 0.5), (0.5, 3.0, 0.75), (0.2, 4.0, 0.5), (0.0, 2.0, 0.0), (1.0, 0.2, 1.0)],
)
def test_odds_of_a_domain_go_on_top_of_the_chance(chance, odds, expected):
    assert chance_of_step(chance, odds) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("domain", "followed", "of"), [(OWN, 16, 40), (TIES, 5, 21), (PEOPLE, 7, 50), (RELATIONS, 1, 25)]
)
def test_the_chances_are_those_of_the_record(domain, followed, of):
    chance = next(number.default for number in POLICY_PARAMETERS if number.name == "press_on")
    chance = chance_of_step(chance, ODDS_AFTER[domain])
    assert chance == pytest.approx(followed / of, abs=0.02)


def test_a_step_into_ties_is_as_grave_as_a_documented_one(build):
    sure = NEVER_ANSWERS | SURE | {"press_new_domain": 1.0}
    kinds = set()
    for seed in range(40):
        made = build(timeline=CALLED_BACK, parameters=sure, ties=TIES_OF_BOTH, seed=seed).play(3)
        kinds |= {kind for _, actor, _, kind, *_ in made.moves() if actor == "arden"}
    assert {"restrict_trade", "ban_trade"} <= kinds


@pytest.mark.parametrize(("said", "n"), [({}, 1), ({"with": "cancel_meeting"}, 0)])
def test_an_answer_to_words_alone_is_a_first_act(steps, said, n):
    # as in the record: a recall over a speech answers no measure; one over a speech and a cancelled visit does
    words = {"a": act(1, "belmora", "arden", "denounce")}
    beside = {"b": act(1, "belmora", "arden", said["with"])} if said else {}
    recall = CALLED_BACK["recall"] | {"answers": "a", "date": act(2, "arden", "belmora", "meet")["date"]}
    found = steps(days=4, timeline=words | beside | {"recall": recall})
    assert [day for day, _ in found] == [3] * n


@pytest.mark.parametrize("breaks", [False, True])
def test_only_who_breaks_at_all_severs_relations(build, breaks):
    sure = NEVER_ANSWERS | SURE | {"press_new_domain": 0.0, "breaking_floor": 1000.0}
    reduced = {"reduced": act(1, "arden", "belmora", "downgrade_relations")}
    made = build(timeline=reduced, parameters=sure, policies={"arden": {"breaks": breaks}}).play(9)
    assert ("sever_relations" in {kind for *_, kind, _, _ in made.moves()}) is breaks


def test_an_answer_is_no_first_act(steps):
    both = CALLED_BACK | {"answer": act(1, "belmora", "arden", "cancel_meeting", answers="recall")}
    assert steps(days=12, timeline=both) == []


@pytest.mark.parametrize(("answers", "steps_taken"), [(False, 1), (True, 0)])
def test_who_answers_today_takes_no_further_step_today(build, answers, steps_taken):
    made = build(timeline=CALLED_BACK, parameters=NEVER_ANSWERS | SURE).play(2)
    ij, log = made.ij("arden", "belmora"), made.state.log
    made.state.next_press[ij] = 2  # the morning of the third day
    log.first_yesterday[0] = log.first_today[0] = log.n[0]
    if answers:
        embassy = made.channel("b_embassy")
        begin_package(made.tables, made.state, ij, 2, effective=2, kind=EXPEL, channel=embassy, count=1, intent=MIRROR)
    before = log.n[0]
    press(made.tables, made.state, made.party("arden"), 2)
    assert log.n[0] - before == steps_taken
