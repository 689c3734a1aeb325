"""What an actor remembers of an exchange: the act before, the hardest act, its own answer, who stands well.

Until decisions are at issue nobody decides: Arden and Belmora only do what the record says.
"""

from datetime import date

import pytest

from sim.rules.draws import STREAM_NOISE, gaussian
from sim.rules.memory import DROPPED, drop_series, previous_act, stands_well
from sim.rules.perceive import perceived_factor
from sim.rules.world import VERDICTS

FOREVER = {"half_life_days": 1e12, "balance_half_life_days": 1e12}
BLOW = 5.25  # ten of forty sent home: 4 + 2.5 · √¼
MOVES = {
    "blow": {"move": "expel", "count": 10},
    "tap": {"move": "expel", "count": 1},
    "closure": {"move": "close_consulate"},
    "recall": {"move": "recall_ambassador"},
    "return": {"move": "return_ambassador"},
    "restrict": {"move": "restrict_access"},
    "lift": {"move": "lift_restrictions"},
    "give back": {"move": "restore_posts", "count": 1},
    "leave council": {"move": "suspend_council", "channel": "commission"},
    "rejoin council": {"move": "reopen", "channel": "commission"},
}
OWN = {"recall", "return"}  # made on one's own embassy, the others on the other side's


def entry(day, actor, what, target=None):
    """A move of the record: ``(0, "belmora", "blow")``; words and meetings go by their own names."""
    target = target or {"arden": "belmora", "belmora": "arden"}[actor]
    move = MOVES.get(what, {"move": what})
    if what in MOVES and "channel" not in move:
        post = "consulate" if what == "closure" else "embassy"
        move = {**move, "channel": f"{(actor if what in OWN else target)[0]}_{post}"}
    return {"date": day, "from": actor, "to": target, **move}


@pytest.fixture
def remembered(build):
    """Play a record of moves in which nobody decides, up to the evening of a day."""

    def play(*moves, evening=9, **other):
        timeline = {f"m{n:02}": entry(*move) for n, move in enumerate(moves)}
        parameters = {**FOREVER, **other.pop("parameters", {})}
        world = build(timeline=timeline, parameters=parameters, autonomous_from=date(2030, 12, 31), **other)
        return world.play(evening + 1)

    return play


def standing(world, *pair):
    """Whether the first party stands well with the second, this evening."""
    return bool(stands_well(world.tables, world.state, world.ij(*pair), world.day - 1))


def standings(world):
    """Whether Arden and Belmora stand well with each other, this evening."""
    return standing(world, "arden", "belmora"), standing(world, "belmora", "arden")


def previous(world, holder="arden", other="belmora"):
    """Severity that a party remembers as the last act of another, the day after."""
    return float(previous_act(world.tables, world.state, world.ij(holder, other), world.day))


# standing -----------------------------------------------------------------------------------------

A, B = "arden", "belmora"
HISTORIES = {
    "everybody begins in good standing": ([], (True, True)),
    "a blow against one who stands well is held against Belmora": ([(0, B, "blow")], (True, False)),
    "also a light one": ([(0, B, "cancel_meeting")], (True, False)),
    "words hurt nobody": ([(0, B, "protest_note"), (1, B, "criticise"), (2, B, "refuse_talks")], (True, True)),
    "nor does posture": ([(0, B, "mobilise")], (True, True)),
    "a retaliation keeps Arden's standing": ([(0, B, "blow"), (3, A, "blow")], (True, False)),
    "however hard it is": ([(0, B, "tap"), (3, A, "closure"), (4, A, "blow")], (True, False)),
    "a retaliation on the very next day does too": ([(0, B, "blow"), (1, A, "blow")], (True, False)),
    "an answer to a retaliation mends nothing": ([(0, B, "blow"), (3, A, "blow"), (6, B, "blow")], (True, False)),
    "blows of one day are judged at once: neither retaliates": ([(0, A, "blow"), (0, B, "blow")], (False, False)),
    "also where one of them is two moves": ([(0, B, "closure"), (0, A, "blow"), (0, B, "blow")], (False, False)),
    "one who has struck and one who strikes on one day with the other": (
        [(0, B, "blow"), (4, B, "closure"), (4, A, "blow")],
        (True, False),
    ),
    "a returned ambassador restores": ([(0, B, "recall"), (3, B, "return")], (True, True)),
    "lifted restrictions restore": ([(0, B, "restrict"), (3, B, "lift")], (True, True)),
    "posts given back restore": ([(0, B, "blow"), (3, B, "give back")], (True, True)),
    "a council rejoined restores": ([(0, B, "leave council"), (3, B, "rejoin council")], (True, True)),
    "withdrawn forces restore": ([(0, B, "blow"), (3, B, "withdraw_forces")], (True, True)),
    "a founding act restores": ([(0, B, "blow"), (3, B, "found_institution")], (True, True)),
    "a meeting restores both, whoever invites": (
        [(0, A, "blow"), (0, B, "blow"), (3, A, "meet")],
        (True, True),
    ),
    "an offer of talks restores nobody": ([(0, B, "blow"), (3, B, "offer_talks")], (True, False)),
    "nor does the other side's concession": ([(0, B, "blow"), (3, A, "withdraw_forces")], (True, False)),
    "a concession on the day of a blow is none": ([(0, B, "blow"), (0, B, "withdraw_forces")], (True, False)),
    "in whichever order": ([(0, B, "withdraw_forces"), (0, B, "blow")], (True, False)),
    "a blow after the gesture is held against Belmora again": (
        [(0, B, "blow"), (2, B, "withdraw_forces"), (4, B, "blow")],
        (True, False),
    ),
    "a late retaliation, after the gesture, is a first blow": (
        [(0, B, "blow"), (2, B, "withdraw_forces"), (4, A, "blow")],
        (False, True),
    ),
    "after which Belmora may retaliate": (
        [(0, B, "blow"), (2, B, "withdraw_forces"), (4, A, "blow"), (6, B, "blow")],
        (False, True),
    ),
}


@pytest.mark.parametrize(("moves", "afterwards"), HISTORIES.values(), ids=HISTORIES)
def test_standing_of_arden_and_belmora(remembered, moves, afterwards):
    assert standings(remembered(*moves)) == afterwards


def test_a_blow_is_judged_the_morning_after(remembered):
    assert standings(remembered((2, B, "blow"), evening=2)) == (True, True)
    assert standings(remembered((2, B, "blow"), evening=3)) == (True, False)


def test_time_restores_a_standing(remembered):
    forgetful = {"memory_days": 10}
    assert standings(remembered((2, B, "blow"), evening=12, parameters=forgetful)) == (True, False)
    assert standings(remembered((2, B, "blow"), evening=13, parameters=forgetful)) == (True, True)


def test_a_retaliation_after_that_time_is_a_first_blow(remembered):
    forgetful = {"memory_days": 10}
    in_time = remembered((2, B, "blow"), (12, A, "blow"), evening=13, parameters=forgetful)
    too_late = remembered((2, B, "blow"), (13, A, "blow"), evening=14, parameters=forgetful)
    assert (standings(in_time), standings(too_late)) == ((True, True), (False, True))  # Belmora's is restored by then


def test_who_is_forgiven_by_time_may_retaliate_again(remembered):
    moves = [(0, A, "blow"), (14, B, "blow"), (16, A, "tap")]
    assert standings(remembered(*moves, evening=17, parameters={"memory_days": 10})) == (True, False)


def test_each_side_is_forgiven_by_its_own_policys_measure_of_time(remembered):
    policies = {"belmora": {"memory_days": 3}, "arden": {"memory_days": 100}}
    assert standings(remembered((0, B, "blow"), evening=9, policies=policies)) == (True, True)
    assert standings(remembered((0, A, "blow"), evening=9, policies=policies)) == (False, True)


def test_standing_is_a_matter_between_two(remembered):
    world = remembered((0, B, "blow"), (0, "cordia", "cancel_meeting", "belmora"))
    assert standings(world) == (True, False)
    assert (standing(world, "belmora", "cordia"), standing(world, "cordia", "belmora")) == (True, False)
    assert (standing(world, "belmora", "league"), standing(world, "league", "belmora")) == (True, True)


# the act before -----------------------------------------------------------------------------------

ACTS = {
    "nothing": ([], 0.0),
    "an act, by what it weighed": ([(0, B, "blow")], BLOW),
    "the last of two acts": ([(0, B, "blow"), (3, B, "closure")], 5.5),
    "a package by its weight, 6.40": ([(0, B, "blow"), (0, B, "closure")], (BLOW**4 + 5.5**4) ** 0.25),
    "no words": ([(0, B, "protest_note")], 0.0),
    "the act, whatever was said after it": ([(0, B, "blow"), (3, B, "criticise"), (4, B, "offer_talks")], BLOW),
    "the act, whatever was done in return": ([(0, B, "blow"), (3, A, "closure")], BLOW),
    "nothing after a concession": ([(0, B, "recall"), (3, B, "return")], 0.0),
    "nothing after a meeting": ([(0, B, "blow"), (3, A, "meet")], 0.0),
    "the act, whatever was conceded in return": ([(0, B, "blow"), (3, A, "withdraw_forces")], BLOW),
    "an act after the concession": ([(0, B, "blow"), (3, B, "withdraw_forces"), (5, B, "closure")], 5.5),
}


@pytest.mark.parametrize(("moves", "severity"), ACTS.values(), ids=ACTS)
def test_arden_remembers_of_belmora(remembered, moves, severity):
    world = remembered(*moves)
    assert previous(world) == pytest.approx(severity)
    assert previous(world, "cordia", "belmora") == 0.0


def test_an_act_is_remembered_once_it_is_perceived_and_for_a_time(remembered):
    forgetful = {"memory_days": 10}
    world = remembered((2, B, "blow"), evening=1, parameters=forgetful)
    assert previous(world) == 0.0
    # perceived on day 2; ten days later, on day 12, it is still remembered
    days = {day: float(previous_act(world.play(1).tables, world.state, world.ij(A, B), day)) for day in range(2, 15)}
    assert [day for day, severity in days.items() if severity == pytest.approx(BLOW)] == list(range(2, 13))


def test_the_hardest_act_stays_the_hardest(remembered):
    moves = [(0, B, "tap"), (2, B, "closure"), (4, B, "cancel_meeting"), (6, B, "meet")]
    world = remembered(*moves)
    assert world.state.hardest[world.ij(A, B)] == 5.5
    assert world.state.hardest[world.ij(B, A)] == 0.0


def test_an_act_is_remembered_as_it_was_perceived(build):
    world = build(timeline={"m": entry(0, B, "blow")}, parameters={"perception_noise": 0.3}).play(2)
    z = gaussian(world.tables, world.state, world.party(A), world.party(B), 0, STREAM_NOISE, 0)
    assert previous(world) == pytest.approx(BLOW * perceived_factor(0.3, z))
    assert previous(world) != pytest.approx(BLOW)
    assert world.state.hardest[world.ij(A, B)] == previous(world)


@pytest.mark.parametrize(
    ("move", "parameters"),
    [
        pytest.param({**entry(0, B, "measure"), "severity": 5}, {"miss_probability": 1.0}, id="what is missed"),
        pytest.param(entry(0, B, "blow"), {"hostile_above": 6.0}, id="what is shrugged off"),
    ],
)
def test_nobody_remembers(build, move, parameters):
    world = build(timeline={"m": move}, parameters=parameters).play(3)
    assert (previous(world), world.state.hardest[world.ij(A, B)]) == (0.0, 0.0)


def test_a_provocation_notes_the_act_before_it(build):
    acts = [(0, B, "blow"), (10, B, "closure"), (20, B, "withdraw_forces"), (30, B, "cancel_meeting")]
    timeline = {f"m{n}": entry(*act) for n, act in enumerate(acts)}
    world = build(timeline=timeline, parameters={**FOREVER, "silence_first": 1.0}).play(33)
    assert world.state.provocations.previous[:3].tolist() == pytest.approx([0.0, BLOW, 0.0])


def test_a_package_that_joins_a_provocation_is_no_act_of_its_own(build):
    timeline = {"one": entry(0, B, "blow"), "two": entry(2, B, "closure")}
    world = build(timeline=timeline, parameters={"delay_days": 9}).play(5)
    provocations = world.state.provocations
    assert (provocations.n[0], provocations.previous[0]) == (1, 0.0)
    assert previous(world) == pytest.approx(5.5)


# what a decision leaves behind --------------------------------------------------------------------

DOVE = {"preset": "proportional", "k": 0}
PRIOR = {"arden_belmora": {"between": [A, B], "grievance": {A: 100}}}
DECISIONS = {
    # seven of the fourteen who are left, 5.77: no answer takes more than half; and a recall (4.0), by which it comes
    # closest to the 6.11 that ten of them weigh
    "an answer is remembered by what it weighed": (
        {"preset": "tit_for_tat"},
        {},
        "reply",
        ((4 + 2.5 * 0.5**0.5) ** 4 + 4.0**4) ** 0.25,  # 6.08
    ),
    # the own embassy suspended, theirs closed and their consulate
    "a break by all that was left": (
        {"preset": "ledger", "breaks": True},
        {"relations": PRIOR},
        "rupture",
        (6.5**4 + 6.5**4 + 5.5**4) ** 0.25,  # 8.18
    ),
    "silence is restraint": ({"preset": "tit_for_tat", "silence_first": 1}, {}, "silence", 0.0),
    "to ask for nothing is restraint": (DOVE, {}, "nothing_owed", 0.0),
    "to give way is restraint": ({"preset": "bully", "cow_above": 5}, {}, "cowed", 0.0),
}


@pytest.mark.parametrize(("policy", "other", "verdict", "sent"), DECISIONS.values(), ids=DECISIONS)
def test_of_arden_s_decision(build, policy, other, verdict, sent):
    # Arden struck on day 0 and stands ill; on day 5 Belmora strikes back, which Arden decides on by day 8
    timeline = {"first": entry(0, A, "blow"), "second": entry(5, B, "blow")}
    policies = {A: policy, B: {"silence_first": 1.0, "silence_reply": 1.0}}
    world = build(timeline=timeline, policies=policies, parameters=FOREVER, **other)
    ij = world.ij(A, B)
    world.play(8)
    world.state.sent[ij] = 99.0
    before = standing(world, A, B), previous(world, B, A)
    world.play(1)
    assert VERDICTS[world.state.provocations.verdict[1]] == verdict
    assert world.state.sent[ij] == pytest.approx(sent)
    assert before == (False, pytest.approx(4 + 2.5 * (10 / 24) ** 0.5))
    # Arden, which showed restraint, stands well again, and Belmora forgets what it did
    assert (standing(world, A, B), previous(world, B, A)) == ((True, 0.0) if sent == 0.0 else before)


# a series of concessions --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "left"),
    [
        pytest.param(0, 0, id="one not yet begun is not dropped"),
        pytest.param(1, DROPPED, id="one begun is"),
        pytest.param(4, DROPPED, id="one far advanced too"),
        pytest.param(DROPPED, DROPPED, id="one dropped stays dropped"),
    ],
)
def test_on_a_hostile_act_a_series_of_concessions(build, made, left):
    world = build()
    ij = world.ij(A, B)
    world.state.n_concessions[ij] = made
    drop_series(world.state, ij)
    assert world.state.n_concessions[ij] == left
    assert world.state.n_concessions[ij ^ 1] == 0


@pytest.mark.parametrize(
    ("act", "is_dropped"),
    [
        pytest.param((1, B, "blow"), True, id="a blow of the other side drops the series"),
        pytest.param((1, B, "protest_note"), False, id="a word does not"),
        pytest.param((1, A, "blow"), False, id="nor does an own blow"),
        pytest.param((1, B, "ultimatum", "cordia"), False, id="nor one that others receive"),
    ],
)
def test_a_series_of_concessions(remembered, act, is_dropped):
    world = remembered(act, evening=0)
    ij = world.ij(A, B)
    world.state.n_concessions[ij] = 2
    world.play(4)
    assert (world.state.n_concessions[ij] == DROPPED) == is_dropped


# meetings -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "meetings"),
    [
        pytest.param((6, A, "meet"), 3, id="they add up, whoever invites"),
        pytest.param((6, A, "blow"), 0, id="a blow ends the count, whoever strikes"),
        pytest.param((6, B, "ultimatum"), 0, id="so does an ultimatum"),
        pytest.param((6, B, "protest_note"), 2, id="words do not"),
        pytest.param((6, B, "deploy"), 2, id="nor do forces"),
        pytest.param((6, "cordia", "ultimatum", "belmora"), 2, id="nor blows elsewhere"),
    ],
)
def test_meetings_since_the_last_hostile_act(remembered, last, meetings):
    world = remembered((0, B, "meet"), (3, A, "meet"), last)
    assert world.state.meetings[world.ij(A, B) >> 1] == meetings


def test_nobody_has_done_anything_before_the_first_day(build):
    world = build()
    state = world.state
    assert state.is_good.all()
    assert [array.any() for array in (state.received, state.hardest, state.sent, state.meetings)] == [False] * 4
    assert previous(world) == 0.0
