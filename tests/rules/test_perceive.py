"""How a package reaches the accounts of its target, and what it opens.

In most of what follows Belmora sends home ten of the forty at Arden's embassy on day 0, which weighs
4 + 2.5·√(10/40) = 5.25; Arden takes it in on the same day and would answer on day 3.
"""

import math
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.rules import draws
from sim.rules.accounts import balance_on, decayed, enter, grievance_on, provocation_on
from sim.rules.moves import KINDS
from sim.rules.perceive import delay_of, is_concession, ministries_concerned, pending_provocation, perceived_factor
from sim.rules.world import ANSWERED, NONE, PENDING, VERDICTS
from tests.rules.acts import act

ACT = 5.25
NEVER_FADES = {"half_life_days": 1e12, "balance_half_life_days": 1e12}
DAYS, HALF_LIVES = st.integers(0, 10_000), st.floats(1, 10_000)


def expulsion(**changes):
    """Belmora sends home ten of the forty at Arden's embassy, on day 0 unless told otherwise."""
    return act(0, "belmora", "arden", "expel", "a_embassy", count=10) | changes


def word(move, **changes):
    """A move without a channel."""
    return act(0, "belmora", "arden", move) | changes


@pytest.fixture
def perceived(build):
    """Play a timeline for some days in a world in which nothing fades unless told to."""

    def play(*moves, days=2, parameters=None, **other):
        timeline = {f"m{n}": move for n, move in enumerate(moves)}
        return build(timeline=timeline, parameters={**NEVER_FADES, **(parameters or {})}, **other).play(days)

    return play


def grievance(world, holder="arden", against="belmora"):
    return grievance_on(world.tables, world.state, world.ij(holder, against), world.day - 1)


def balance(world, holder="arden", against="belmora"):
    return balance_on(world.tables, world.state, world.ij(holder, against), world.day - 1)


def provocations(world):
    """Direction of the answer, day perceived, day due and severity of every provocation."""
    p = world.state.provocations
    names, tables = world.names.parties, world.tables
    return [
        (names[tables.actor[p.ij[n]]], int(p.opened[n]), int(p.due[n]), pytest.approx(float(p.perceived[n])))
        for n in range(p.n[0])
    ]


# accounts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "left"),
    [
        pytest.param(0, 8.0, id="nothing fades at once"),
        pytest.param(100, 4.0, id="half is left after the half-life"),
        pytest.param(50, 8.0 / math.sqrt(2), id="the root of a half after half of it"),
        pytest.param(300, 1.0, id="an eighth after three"),
    ],
)
def test_an_account_fades(days, left):
    assert decayed(8.0, days, 100.0) == pytest.approx(left)


@given(st.floats(-1e3, 1e3), DAYS, DAYS, HALF_LIVES)
def test_fading_twice_is_fading_once_for_both_times(value, days, more, half_life):
    twice = decayed(decayed(value, days, half_life), more, half_life)
    assert twice == pytest.approx(decayed(value, days + more, half_life), abs=1e-9)


def test_grievance_and_balance_fade_each_by_a_half_life_of_its_holder(build):
    policies = {
        "arden": {"half_life_days": 100.0, "balance_half_life_days": 50.0},
        "belmora": {"half_life_days": 50.0, "balance_half_life_days": 100.0},
    }
    lies_between = {
        "between": ["arden", "belmora"],
        "grievance": {"arden": 8.0, "belmora": 8.0},
        "balance": {"arden": -6, "belmora": 6},
    }
    world = build(policies=policies, relations={"neighbours": lies_between})
    mine, theirs = world.ij("arden", "belmora"), world.ij("belmora", "arden")
    assert grievance_on(world.tables, world.state, mine, 100) == pytest.approx(4.0)
    assert balance_on(world.tables, world.state, mine, 100) == pytest.approx(-1.5)
    assert grievance_on(world.tables, world.state, theirs, 100) == pytest.approx(2.0)
    assert balance_on(world.tables, world.state, theirs, 100) == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("entries", "day", "grievance", "balance"),
    [
        pytest.param([(0, 8.0, 8.0)], 100, 4.0, 4.0, id="an entry fades from its day on"),
        pytest.param([(40, 8.0, 8.0)], 140, 4.0, 4.0, id="whichever day that is"),
        pytest.param([(0, 8.0, 8.0), (100, 1.0, 1.0)], 100, 5.0, 5.0, id="a later entry adds to what is left"),
        pytest.param([(0, 8.0, 8.0), (100, 2.0, 2.0)], 200, 3.0, 3.0, id="and fades with it"),
        pytest.param([(0, 3.0, 0.0), (0, -5.0, 0.0)], 0, 0.0, 0.0, id="a grievance never falls below nothing"),
        pytest.param([(0, 3.0, 0.0), (0, -2.5, 0.0)], 0, 0.5, 0.0, id="but down to it"),
        pytest.param([(0, 0.0, -8.0)], 100, 0.0, -4.0, id="a balance may be negative"),
    ],
)
def test_entries(build, entries, day, grievance, balance):
    world = build(parameters={"half_life_days": 100.0, "balance_half_life_days": 100.0})
    ij = world.ij("arden", "belmora")
    for on, g, b in entries:
        enter(world.tables, world.state, ij, on, g, b)
    assert grievance_on(world.tables, world.state, ij, day) == pytest.approx(grievance)
    assert balance_on(world.tables, world.state, ij, day) == pytest.approx(balance)
    assert grievance_on(world.tables, world.state, ij ^ 1, day) == 0.0


# noise --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sigma", [0.0, 0.17, 0.3, 1.0])
def test_misperception_is_unbiased_though_most_see_less_than_there_was(sigma):
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)  # exact mean over a standard normal
    mean = sum(w * perceived_factor(sigma, z) for z, w in zip(nodes, weights, strict=True)) / math.sqrt(2 * math.pi)
    assert mean == pytest.approx(1.0)
    assert perceived_factor(sigma, 0.0) == pytest.approx(math.exp(-(sigma**2) / 2))  # the median


def test_ten_round_trips_of_misperception():
    # k = 1.05 a round trip, two perceptions each: median 1.05 exp(-0.3^2) = 0.95963
    assert 1.05 * perceived_factor(0.3, 0.0) ** 2 == pytest.approx(0.95963, abs=5e-6)
    assert (1.05 * perceived_factor(0.3, 0.0) ** 2) ** 10 == pytest.approx(0.6623, abs=5e-5)


def test_a_draw_of_one_standard_deviation():
    assert perceived_factor(0.5, 1.0) == pytest.approx(math.exp(0.375))


def test_noise_is_drawn_by_the_target_for_the_day_and_number_of_the_package(perceived):
    world = perceived(expulsion(), parameters={"perception_noise": 0.17})
    z = draws.gaussian(
        world.tables, world.state, world.party("arden"), world.party("belmora"), 0, draws.STREAM_NOISE, 0
    )
    assert grievance(world) == pytest.approx(ACT * math.exp(0.17 * z - 0.17**2 / 2))
    assert grievance(world) != pytest.approx(ACT)


MEASURE = {"date": 0, "from": "belmora", "to": "arden", "move": "measure", "severity": ACT}


@pytest.mark.parametrize("above", [True, False], ids=["missed below the probability", "noticed from it on"])
def test_one_draw_decides_whether_an_abstract_measure_is_missed(perceived, above):
    world = perceived(MEASURE, days=1)
    u = draws.uniform(world.tables, world.state, world.party("arden"), world.party("belmora"), 0, draws.STREAM_MISS, 0)
    world = perceived(MEASURE, parameters={"miss_probability": u + 1e-9 if above else u})
    assert grievance(world) == pytest.approx(0.0 if above else ACT)


def test_a_missed_package_is_noted_with_nothing_and_provokes_nobody(perceived):
    world = perceived(MEASURE, parameters={"miss_probability": 1.0})
    assert world.state.log.perceived[0] == 0.0
    assert world.state.log.provocation[0] == NONE
    assert (grievance(world), balance(world), provocations(world)) == (0.0, 0.0, [])


@pytest.mark.parametrize("move", [expulsion(), word("ultimatum"), word("sever_relations")], ids=lambda m: m["move"])
def test_what_a_formal_note_tells_cannot_be_missed(perceived, move):
    assert len(provocations(perceived(move, parameters={"miss_probability": 1.0}))) == 1


# what is taken in ---------------------------------------------------------------------------------


def test_what_the_script_brings_is_taken_in_on_the_same_day(perceived):
    assert grievance(perceived(expulsion(), days=1)) == pytest.approx(ACT)
    assert grievance(perceived(expulsion(), days=2)) == pytest.approx(ACT)  # and only once


def test_so_is_an_incident(build):
    relations = {"neighbours": {"between": ["arden", "belmora"], "incidents_per_day": {"belmora": 1.0, "arden": 0.0}}}
    ten = {"incident_median_log": math.log(10), "incident_sd_log": 0.0}
    world = build(relations=relations, parameters={**NEVER_FADES, **ten}).play(1)
    assert grievance(world) == pytest.approx(ACT)


def test_what_others_decide_is_taken_in_the_day_after(perceived):
    # Arden answers on day 3 by ten of Belmora's 24; nobody else acts
    half = {"preset": "tit_for_tat"}
    at_sea = pytest.approx(4 + 2.5 * math.sqrt(10 / 24))
    assert grievance(perceived(expulsion(), days=4, policies={"arden": half}), "belmora", "arden") == 0.0
    assert grievance(perceived(expulsion(), days=5, policies={"arden": half}), "belmora", "arden") == at_sea
    assert grievance(perceived(expulsion(), days=6, policies={"arden": half}), "belmora", "arden") == at_sea


def test_an_answer_decided_on_the_day_of_the_act_is_taken_in_the_day_after(perceived):
    at_once = {"delay_days": 0.0, "delay_median_log": -2.0, "delay_sd_log": 0.0}
    world = perceived(expulsion(), days=2, parameters=at_once, policies={"arden": {"preset": "tit_for_tat"}})
    assert [move[:2] for move in world.moves()][:2] == [(0, "belmora"), (0, "arden")]
    assert provocations(world)[1][:2] == ("belmora", 1)


def test_a_morning_and_an_evening_package_of_one_sender_are_two(perceived):
    # Arden strikes first; Belmora cancels a meeting on the morning of the day on which it answers
    blow = act(0, "arden", "belmora", "expel", "b_embassy", count=6)
    world = perceived(blow, word("cancel_meeting", date=3), days=5, policies={"belmora": {"preset": "tit_for_tat"}})
    assert [move[3] for move in world.moves() if move[1] == "belmora"][:2] == ["cancel_meeting", "expel"]
    # six of Arden's forty weigh 4 + 2.5·√.15
    assert grievance(world) == pytest.approx(3.0 + 4 + 2.5 * math.sqrt(6 / 40))


def test_its_target_alone_takes_it_in_and_the_sender_books_what_it_sent(perceived):
    world = perceived(expulsion())
    assert (grievance(world), balance(world)) == (pytest.approx(ACT), pytest.approx(ACT))
    assert (grievance(world, "belmora", "arden"), balance(world, "belmora", "arden")) == (0.0, pytest.approx(-ACT))
    assert (grievance(world, "league", "belmora"), grievance(world, "cordia", "belmora")) == (0.0, 0.0)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 40), noise=st.floats(0, 0.3))
def test_what_is_perceived_adds_to_grievance_and_balance_alike(perceived, count, noise):
    world = perceived(expulsion(count=count), parameters={"perception_noise": noise})
    assert grievance(world) == pytest.approx(balance(world))
    assert grievance(world) == pytest.approx(float(world.state.log.perceived[0]))


@pytest.mark.parametrize(
    ("moves", "severity"),
    [
        pytest.param([word("criticise")], 0.0, id="criticism changes nothing"),
        pytest.param([word("protest_note")], 0.0, id="a protest note changes nothing"),
        pytest.param([word("refuse_talks")], 0.0, id="refused talks change nothing"),
        pytest.param([word("mobilise")], 0.0, id="posture changes nothing"),
        pytest.param([word("meet")], 0.0, id="a meeting changes nothing"),
        pytest.param([word("cancel_meeting")], 3.0, id="a cancelled meeting is an act"),
        pytest.param([word("ultimatum")], 4.5, id="so is an ultimatum"),
        pytest.param([expulsion(), word("ultimatum")], (5.25**4 + 4.5**4) ** 0.25,
                     id="of the moves of a package the fourth powers add up: 5.85"),
        pytest.param([expulsion(), word("criticise")], 5.25, id="words beside an act do not"),
        pytest.param([expulsion(), word("meet")], 5.25, id="nor does a meeting take off what is felt after it"),
    ],
)  # fmt: skip
def test_grievance_by(perceived, moves, severity):
    assert grievance(perceived(*moves)) == pytest.approx(severity)


def test_each_hostile_move_is_noted_as_perceived_and_words_are_not(perceived):
    log = perceived(expulsion(), word("criticise"), word("ultimatum")).state.log
    noted = {KINDS[log.kind[m]].name: float(log.perceived[m]) for m in range(3)}
    assert noted == {"expel": pytest.approx(ACT), "ultimatum": 4.5, "criticise": pytest.approx(math.nan, nan_ok=True)}


@pytest.mark.parametrize(
    ("threshold", "severity"),
    [
        pytest.param(5.24, ACT, id="what exceeds the threshold is hostile"),
        pytest.param(5.25, 0.0, id="what only reaches it is not"),
    ],
)
def test_a_package_below_the_threshold_is_seen_and_shrugged_off(perceived, threshold, severity):
    world = perceived(expulsion(), parameters={"hostile_above": threshold})
    assert grievance(world) == pytest.approx(severity)
    assert world.state.log.perceived[0] == pytest.approx(ACT)
    assert len(provocations(world)) == (severity > 0)


def test_the_slightest_act_counts_where_the_threshold_is_nothing(perceived):
    slight = {"personnel_severity_base": 0.0, "personnel_severity_slope": 1.0, "hostile_above": 0.0}
    assert grievance(perceived(expulsion(), parameters=slight)) == pytest.approx(0.5)  # the root of a quarter


def test_two_packages_of_one_day_are_perceived_each_by_its_target(perceived):
    on_league = expulsion(to="league", channel="l_liaison", count=3)  # 3 of 6: 4 + 2.5 / sqrt 2 = 5.768
    world = perceived(expulsion(), word("cancel_meeting"), on_league)
    assert grievance(world) == pytest.approx((ACT**4 + 3.0**4) ** 0.25)
    assert grievance(world, "league", "belmora") == pytest.approx(5.768, abs=5e-4)
    assert len(provocations(world)) == 2


def test_what_a_party_does_to_another_on_one_day_is_one_package(perceived):
    # criticism answers a cancelled meeting, and another one that: 3 each, 3 · 2^1/4 = 3.57 together, over 3.5
    first, answer = word("cancel_meeting"), {**word("criticise", answers="m0"), "from": "arden", "to": "belmora"}
    world = perceived(first, answer, word("cancel_meeting", answers="m1"), parameters={"hostile_above": 3.5})
    packages = world.state.log.package[:3].tolist()
    assert packages == [0, 1, 0]
    assert grievance(world) == pytest.approx(3 * 2**0.25)
    assert len(provocations(world)) == 1


def test_third_parties_do_not_split_a_package(perceived):
    between = {**word("criticise"), "from": "cordia", "to": "belmora"}
    other = {**word("cancel_meeting"), "from": "belmora", "to": "cordia"}
    alone = perceived(word("cancel_meeting"), expulsion())
    relations = {"r": {"between": ["belmora", "cordia"]}}
    crowded = perceived(word("cancel_meeting"), between, other, expulsion(), relations=relations)
    assert grievance(alone) == grievance(crowded) == pytest.approx((ACT**4 + 3.0**4) ** 0.25)


# answers by hand ----------------------------------------------------------------------------------


@pytest.mark.parametrize("days_later", [0, 1, 2], ids=["the same day", "the next day", "two days later"])
def test_a_scripted_answer_settles_the_provocation(build, days_later):
    answer = {**expulsion(), "from": "arden", "to": "belmora", "channel": "b_embassy", "answers": "first"}
    answer["date"] = days_later
    first = {**expulsion(), "date": 0}
    world = build(
        timeline={"first": first, "second": answer}, policies={"belmora": {"silence_first": 1.0, "silence_reply": 1.0}}
    )
    world.play(12)
    own = [kind for _, actor, _, kind, _, _ in world.moves() if actor == "arden"]
    assert own == ["expel"]  # and not another by the ledger
    assert VERDICTS[world.state.provocations.verdict[0]] == "scripted"
    assert math.isnan(world.state.provocations.grievance[0])


# concessions and names ----------------------------------------------------------------------------


@pytest.mark.parametrize("names", [("arden", "belmora"), ("belmora", "arden")], ids=["a reopens", "b reopens"])
def test_a_joint_act_and_a_blow_of_one_day_count_alike_whoever_comes_first_by_name(build, names):
    gives, strikes = names
    closed = {"kind": "council", "between": ["arden", "belmora"], "status": "suspended", "suspended_by": [gives]}
    target = {"arden": "a_embassy", "belmora": "b_embassy"}[gives]
    staff = {"kind": "embassy", "sender": gives, "host": strikes, "accredited": 40}
    world = build(
        channels={target: staff, "commission": closed},
        timeline={
            "gift": {"date": 0, "from": gives, "to": strikes, "move": "reopen", "channel": "commission"},
            "blow": {"date": 0, "from": strikes, "to": gives, "move": "expel", "channel": target, "count": 10},
        },
    ).play(2)
    assert grievance(world, gives, strikes) == pytest.approx(ACT, abs=0.01)


# the record ---------------------------------------------------------------------------------------


def test_the_record_is_perceived_as_it_was_and_asks_for_no_decision(perceived, build):
    parameters = {"perception_noise": 0.3, "miss_probability": 1.0}
    later = build().scenario.end
    world = perceived(expulsion(), parameters=parameters, autonomous_from=later)
    assert (grievance(world), balance(world)) == (pytest.approx(ACT), pytest.approx(ACT))
    assert provocations(world) == []


def test_an_act_of_the_first_autonomous_day_is_noisy_and_asks_for_a_decision(perceived, build):
    world = perceived(expulsion(), parameters={"perception_noise": 0.3}, autonomous_from=build().scenario.start)
    assert grievance(world) != pytest.approx(ACT)
    assert len(provocations(world)) == 1


# concessions --------------------------------------------------------------------------------------

SORE = {
    "neighbours": {
        "between": ["arden", "belmora"],
        "grievance": {"arden": 9.0, "belmora": 7.0},
        "balance": {"arden": 2.0, "belmora": -2.0},
    }
}


@pytest.mark.parametrize(
    ("move", "arden", "belmora"),
    [
        pytest.param(
            word("return_ambassador", channel="b_embassy"), 5.0, 7.0, id="a returned ambassador: 4 off theirs"
        ),
        pytest.param(word("lift_restrictions", channel="a_embassy"), 7.0, 7.0, id="lifted restrictions: 2 off theirs"),
        pytest.param(
            word("restore_posts", channel="a_embassy", count=8), 5.0, 7.0, id="all lost posts given back: 4 off theirs"
        ),
        pytest.param(
            word("restore_posts", channel="a_embassy", count=2), 8.0, 7.0, id="a quarter of them: a quarter of that"
        ),
        pytest.param(word("withdraw_forces"), 1.0, 7.0, id="withdrawn forces: 8 off theirs"),
        pytest.param(word("found_institution"), 2.5, 0.5, id="a founding act: 6.5 off both sides"),
        pytest.param(
            word("found_institution", **{"from": "arden", "to": "belmora"}), 2.5, 0.5, id="whoever announces it"
        ),
        pytest.param(word("meet"), 9.0, 7.0, id="a meeting that nobody offered: nothing off either side"),
        pytest.param(word("offer_talks"), 9.0, 7.0, id="an offer that is refused: nothing off either side"),
        pytest.param(word("contact"), 9.0, 7.0, id="contact: nothing off either side"),
    ],
)
def test_grievance_of_both_sides_after(build, move, arden, belmora):
    unwilling = {"talks_intercept": -50.0}
    world = build(timeline={"move": move}, relations=SORE, parameters={**NEVER_FADES, **unwilling})
    posts, ours, theirs = world.state.posts, world.channel("a_embassy"), world.channel("b_embassy")
    posts.head_present[theirs], posts.restricted[ours], posts.lost[ours] = False, True, 8
    posts.taken[ours] = 8
    world.play(2)
    assert grievance(world) == pytest.approx(arden)
    assert grievance(world, "belmora", "arden") == pytest.approx(belmora)
    assert (balance(world), balance(world, "belmora", "arden")) == pytest.approx((2.0, -2.0))


def test_a_meeting_that_was_offered_takes_a_quarter_of_three_off_both_sides(build):
    """Offers of talks are answered on their day, and a meeting is over in a day."""
    willing = {"talks_intercept": 50.0, "talks_grievance": 0.0}
    world = build(timeline={"offer": word("offer_talks")}, relations=SORE, parameters={**NEVER_FADES, **willing})
    world.play(2)
    assert [kind for _, _, _, kind, _, _ in world.moves()] == ["offer_talks", "meet"]
    assert [grievance(world), grievance(world, "belmora", "arden")] == pytest.approx([8.25, 6.25])
    assert (balance(world), balance(world, "belmora", "arden")) == pytest.approx((2.0, -2.0))


def test_a_reopened_council_takes_its_worth_off_both_sides_and_no_further_than_nothing(build):
    council = {"kind": "council", "between": ["arden", "belmora"], "suspended_by": ["belmora"]}
    sore = {"neighbours": {"between": ["arden", "belmora"], "grievance": {"arden": 9.0, "belmora": 5.0}}}
    world = build(
        timeline={"reopened": word("reopen", channel="council")},
        relations=sore,
        channels={"council": council},
        parameters=NEVER_FADES,
    ).play(2)
    assert grievance(world) == pytest.approx(3.6)
    assert grievance(world, "belmora", "arden") == 0.0
    assert world.state.log.perceived[0] == -5.4


def test_a_concession_beside_an_act_counts_first(perceived):
    world = perceived(expulsion(), word("withdraw_forces"))
    assert grievance(world) == pytest.approx(ACT)  # 8 off nothing is nothing, then 5.25
    assert balance(world) == pytest.approx(ACT)


@pytest.mark.parametrize("row", range(len(KINDS)), ids=lambda row: KINDS[row].name)
def test_concessions_are_seven(row):
    seven = {
        "return_ambassador", "restore_posts", "lift_restrictions", "reopen", "found_institution", "withdraw_forces",
        "restore_tie",
    }  # fmt: skip
    assert is_concession(row) == (KINDS[row].name in seven)


# provocations -------------------------------------------------------------------------------------


def test_a_hostile_package_opens_a_provocation_due_after_the_delay(perceived):
    world = perceived(expulsion(deadline=9))
    p, log = world.state.provocations, world.state.log
    assert provocations(world) == [("arden", 0, 3, ACT)]
    assert (p.first_move[0], p.last_move[0], p.deadline[0], p.number[0]) == (0, 0, 9, 0)
    assert (p.valued[0], p.verdict[0], bool(p.is_reply[0]), log.provocation[0]) == (0, PENDING, False, 0)


DRAWN = {"delay_days": 0.0, "delay_sd_log": 0.0}


@pytest.mark.parametrize(
    ("parameters", "due"),
    [
        pytest.param({"delay_days": 12.0}, 12, id="a fixed delay counts from the announcement"),
        pytest.param({"delay_days": 1.0}, 1, id="a delay of a day means the next day"),
        pytest.param({"delay_days": 0.5}, 1, id="so does a part of one"),
        pytest.param({**DRAWN, "delay_median_log": math.log(4.6)}, 5, id="a median, rounded"),
        pytest.param({**DRAWN, "delay_median_log": math.log(4.4)}, 4, id="up or down"),
        pytest.param({**DRAWN, "delay_median_log": -2.0}, 0, id="a seventh of a day is the same day"),
        pytest.param({**DRAWN, "delay_median_log": 6.0}, 365, id="a year at most"),
        pytest.param({**DRAWN, "delay_median_log": 1.0, "wait_probability": 1.0, "wait_median_log": math.log(30),
                      "wait_sd_log": 0.0}, 30, id="or the other side is kept waiting"),
    ],
)  # fmt: skip
def test_the_day_of_decision(perceived, parameters, due):
    assert provocations(perceived(expulsion(), days=1, parameters=parameters)) == [("arden", 0, due, ACT)]


def rounded(days):
    """Days to the nearest whole number."""
    return math.floor(days + 0.5)


def test_a_drawn_delay_is_the_targets_own_and_one_a_provocation(build):
    world = build(parameters={"delay_days": 0.0, "delay_median_log": 2.0, "delay_sd_log": 1.0})
    tables, state, arden, belmora = world.tables, world.state, world.party("arden"), world.party("belmora")
    row, ij = tables.party_policy[arden], world.ij("arden", "belmora")
    for day, number in ((0, 0), (0, 1), (5, 0)):
        z = draws.gaussian(tables, state, arden, belmora, day, draws.STREAM_DELAY, number)
        assert delay_of(tables, state, ij, day, row, number, NONE, False) == rounded(math.exp(2.0 + z))


def test_now_and_then_the_other_side_is_kept_waiting_by_the_same_draw(build):
    waits = {"wait_probability": 0.15, "wait_median_log": 4.0, "wait_sd_log": 0.5}
    world = build(parameters={"delay_days": 0.0, "delay_median_log": 2.0, "delay_sd_log": 1.0, **waits})
    tables, state, arden, belmora = world.tables, world.state, world.party("arden"), world.party("belmora")
    row, ij, kept, n = tables.party_policy[arden], world.ij("arden", "belmora"), 0, 1000
    for number in range(n):
        w0, w1, w2, _ = draws.words(tables, state, arden, belmora, 0, draws.STREAM_DELAY, number)
        is_kept, z = draws.unit(w2) < 0.15, draws.normal(w0, w1)
        days = rounded(math.exp(4.0 + 0.5 * z)) if is_kept else rounded(math.exp(2.0 + z))
        assert delay_of(tables, state, ij, 0, row, number, NONE, False) == min(days, 365)
        kept += is_kept
    assert kept / n == pytest.approx(0.15, abs=4 * math.sqrt(0.15 * 0.85 / n))


def test_all_who_take_a_side_in_one_affair_are_answered_after_one_delay(build):
    harm = {"harm": {"date": 4, "author": "belmora", "victim": "arden", "severity": 5}}
    spread = {"delay_days": 0.0, "delay_median_log": 2.0, "delay_sd_log": 1.0}
    world = build(triggers=harm, parameters=spread, relations={"abroad": {"between": ["belmora", "cordia"]}})
    tables, state = world.tables, world.state
    row, harm = tables.party_policy[world.party("belmora")], 0
    about = [
        delay_of(tables, state, world.ij("belmora", other), day, row, number, harm, False)
        for other, day, number in (("arden", 5, 0), ("arden", 9, 1), ("cordia", 13, 0))
    ]
    w0, w1, _, _ = draws.of_cause(tables, state, world.ij("belmora", "arden"), harm, draws.STREAM_DELAY)
    assert about == [rounded(math.exp(2.0 + draws.normal(w0, w1)))] * 3


def test_a_provocation_notes_the_affair_of_the_package_that_opened_it(build):
    harm = {"harm": {"date": 0, "author": "belmora", "victim": "arden", "severity": 5}}
    blow = act(1, "arden", "belmora", "expel", "b_embassy", count=2, answers="harm")
    other = act(1, "cordia", "belmora", "cancel_meeting")
    world = build(triggers=harm, timeline={"blow": blow, "other": other}).play(2)
    given = world.state.provocations
    causes = {int(given.ij[p]): int(given.cause[p]) for p in range(given.n[0]) if given.trigger[p] == NONE}
    assert causes == {world.ij("belmora", "arden"): 0, world.ij("belmora", "cordia"): NONE}


def test_each_policy_row_has_a_delay_of_its_own_on_the_same_draw(build):
    policies = {
        "arden": {"delay_days": 4.0},
        "belmora": {"delay_days": 2.5},
        "league": {"delay_median_log": 3.0},
    }
    world = build(policies=policies, parameters={"delay_days": 0.0, "delay_median_log": 2.0, "delay_sd_log": 0.0})
    ij = world.ij("arden", "belmora")

    def days(party):
        return delay_of(world.tables, world.state, ij, 0, world.tables.party_policy[world.party(party)], 0, NONE, False)

    # a fixed delay, one rounded up, e² = 7.4 and e³ = 20.1 days rounded
    assert [days(party) for party in ("arden", "belmora", "cordia", "league")] == [4, 3, 7, 20]


@pytest.mark.parametrize(
    ("hold_until", "due"),
    [
        pytest.param(40, 40, id="a date to come holds the answer"),
        pytest.param(2, 3, id="a date before the answer would come holds nothing"),
        pytest.param(date(2029, 6, 1), 3, id="nor does one before the start"),
    ],
)
def test_an_answer_may_be_held_until_a_date(perceived, hold_until, due):
    world = perceived(expulsion(), policies={"arden": {"hold_until": hold_until}})
    assert provocations(world) == [("arden", 0, due, ACT)]


def test_an_answer_held_for_another_act_is_given_on_the_day_on_which_that_is_perceived(perceived):
    holds = {"arden": {"holds_for_another": True, "delay_days": 211}}
    acts = expulsion(), word("ultimatum", date=60)  # long after packages would merge
    assert provocations(perceived(*acts, days=60, policies=holds)) == [("arden", 0, 211, ACT)]
    world = perceived(*acts, days=61, policies=holds)
    assert provocations(world) == [("arden", 0, 60, ACT + 4.5)]
    assert VERDICTS[world.state.provocations.verdict[0]] == "reply"


SLOW = {"delay_days": 20.0}


@pytest.mark.parametrize(
    ("day", "open_provocations"),
    [
        pytest.param(1, [("arden", 0, 20, 10.5)], id="the next day it joins"),
        pytest.param(7, [("arden", 0, 20, 10.5)], id="a week later it still joins"),
        pytest.param(8, [("arden", 0, 20, ACT), ("arden", 8, 28, ACT)], id="after more than a week it stands alone"),
    ],
)
def test_a_further_package_of_the_same_sender(perceived, day, open_provocations):
    twice_ten_of_forty = expulsion(channel="c", date=day), expulsion(channel="d")
    embassies = {
        name: {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 40} for name in ("c", "d")
    }
    world = perceived(*twice_ten_of_forty, days=day + 2, parameters=SLOW, channels=embassies)
    assert provocations(world) == open_provocations


def test_packages_that_join_keep_the_day_of_decision_the_first_move_and_the_latest_deadline(perceived):
    later = word("sever_relations", date=2, deadline=15)
    world = perceived(expulsion(deadline=9), later, days=4, parameters=SLOW)
    p = world.state.provocations
    assert (p.n[0], p.due[0], p.opened[0], p.valued[0]) == (1, 20, 0, 2)
    assert (p.first_move[0], p.last_move[0], p.deadline[0]) == (0, 1, 15)
    assert list(world.state.log.provocation[:2]) == [0, 0]


def test_an_earlier_deadline_that_joins_does_not_shorten_the_time(perceived):
    world = perceived(expulsion(deadline=15), expulsion(date=1, count=5, deadline=4), days=3, parameters=SLOW)
    assert world.state.provocations.deadline[0] == 15


def test_a_pending_provocation_fades_as_a_grievance_does(perceived):
    fades = {**SLOW, "half_life_days": 3.0}
    world = perceived(expulsion(), word("cancel_meeting", date=3), days=5, parameters=fades)
    # 5.25 of day 0 has halved by day 3, when 3 join it
    assert provocations(world) == [("arden", 0, 20, 5.625)]
    assert provocation_on(world.tables, world.state, 0, 6) == pytest.approx(5.625 / 2)


def test_after_the_decision_a_further_package_opens_a_new_provocation(perceived):
    world = perceived(expulsion(), word("ultimatum", date=4), days=6, parameters={"silence_first": 1.0})
    assert provocations(world) == [("arden", 0, 3, ACT), ("arden", 4, 7, 4.5)]
    p, log = world.state.provocations, world.state.log
    assert (list(p.number[:2]), list(p.first_move[:2]), list(log.provocation[:2])) == ([0, 1], [0, 1], [0, 1])


def test_acts_of_two_senders_do_not_join(perceived):
    other = {**word("cancel_meeting", date=1), "from": "arden", "to": "belmora"}
    world = perceived(expulsion(), other, days=3, parameters=SLOW)
    assert provocations(world) == [("arden", 0, 20, ACT), ("belmora", 1, 21, 3.0)]
    assert pending_provocation(world.tables, world.state, world.ij("belmora", "arden"), 3) == 1


def test_what_is_decided_is_joined_no_more(perceived):
    world = perceived(expulsion(), parameters=SLOW)
    ij = world.ij("arden", "belmora")
    assert pending_provocation(world.tables, world.state, ij, 2) == 0
    assert pending_provocation(world.tables, world.state, ij ^ 1, 2) == NONE
    world.state.provocations.verdict[0] = ANSWERED
    assert pending_provocation(world.tables, world.state, ij, 2) == NONE


def test_words_beside_an_act_belong_to_no_provocation(perceived):
    world = perceived(word("ultimatum"), word("criticise"), expulsion())
    log = world.state.log
    belongs = {KINDS[log.kind[m]].name: int(log.provocation[m]) for m in range(3)}
    assert belongs == {"ultimatum": 0, "criticise": NONE, "expel": 0}


@pytest.mark.parametrize(
    ("answer", "is_reply"),
    [
        pytest.param({"from": "arden", "to": "belmora"}, True, id="an answer to our act is a reply"),
        pytest.param({"from": "cordia", "to": "belmora"}, False, id="an ally's solidarity is a first move"),
    ],
)
def test_whether_a_provocation_is_itself_a_reply(perceived, answer, is_reply):
    between_capitals = {"between": ["belmora", "cordia"]}
    reply = {**word("cancel_meeting", date=2, answers="m0"), **answer}
    world = perceived(expulsion(), reply, days=4, relations={"capitals": between_capitals})
    p = world.state.provocations
    newest = p.n[0] - 1
    assert world.tables.actor[p.ij[newest]] == world.party("belmora")
    assert bool(p.is_reply[newest]) == is_reply


# ministries ---------------------------------------------------------------------------------------

OWN_MINISTRIES = {
    "belmora": {
        "ministries": {
            "defence": {"role": "defence", "owns": ["posture"]},
            "foreign": {"role": "foreign", "owns": ["verbal", "channel"]},
            "interior": {"role": "other", "owns": ["personnel"]},
        }
    },
    "arden": {},
    "cordia": {},
}


@pytest.mark.parametrize(
    ("move", "concerned"),
    [
        pytest.param(("arden", "belmora", "cancel_meeting", ""), {"foreign"}, id="the owner of the family"),
        pytest.param(("arden", "belmora", "sever_relations", ""), set(), id="nobody, where nobody owns the family"),
        pytest.param(
            ("arden", "belmora", "expel", "b_embassy"),
            {"foreign", "interior"},
            id="the owner of the post as its sender",
        ),
        pytest.param(
            ("league", "belmora", "suspend_mission", "l_liaison"), {"defence"}, id="the owner of the post as its host"
        ),
        pytest.param(
            ("belmora", "league", "close_liaison_mission", "l_liaison"),
            {"defence_planning", "secretary_general"},
            id="owner of the post and owner of the family together",
        ),
        pytest.param(
            ("league", "belmora", "expel", "b_mission"), {"foreign", "interior"}, id="the foreign ministry owns a post"
        ),
    ],
)
def test_ministries_concerned_by(build, move, concerned):
    actor, target, name, channel = move
    fields = {"date": 0, "from": actor, "to": target, "move": name, "count": 1}
    world = build(timeline={"m": {**fields, **({"channel": channel} if channel else {})}}, states=OWN_MINISTRIES).play(
        1
    )
    mask = ministries_concerned(world.tables, world.state, world.ij(target, actor), 0)
    own = [ministry for party, ministry in world.names.ministries if party == target]
    assert {ministry for bit, ministry in enumerate(own) if mask >> bit & 1} == concerned


def test_packages_that_join_concern_the_ministries_of_both(build):
    first = {"date": 0, "from": "arden", "to": "belmora", "move": "cancel_meeting"}
    second = {"date": 1, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": 1}
    world = build(timeline={"a": first, "b": second}, states=OWN_MINISTRIES, parameters=SLOW).play(3)
    assert world.state.provocations.concerned[0] == 0b110  # foreign and interior
