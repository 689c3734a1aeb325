"""What comes from outside the day's decisions: effects that fall due, scripted moves, incidents."""

import math
from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.rules.log import time_to_leave
from sim.rules.numbers import people_in_incident
from sim.rules.shock import VOID, play_move
from sim.rules.world import ANSWERED, INCIDENT, INTENTS, NONE, PENDING, REROUTED, STATUSES, VERDICTS
from sim.scenario.pack import KIND_NUMBER
from tests.rules.acts import act
from tests.rules.conftest import NEVER_ANSWERS

NOBODY_DECIDES = {"autonomous_from": date(2030, 12, 31)}


EXPULSION = act(2, "belmora", "arden", "expel", "a_embassy", count=3)


# scripted moves -----------------------------------------------------------------------------------


def test_a_scripted_move_is_played_on_its_day_and_no_other(build: Any) -> None:
    world = build(timeline={"first": EXPULSION}, **NOBODY_DECIDES)
    assert world.play(2).moves() == []
    assert world.play(8).moves() == [(2, "belmora", "arden", "expel", "a_embassy", 3)]
    assert INTENTS[world.state.log.intent[0]] == "scripted"
    assert world.state.script_row.tolist() == [0]


def test_a_scripted_move_without_a_deadline_gives_the_actors_time_to_leave(build: Any) -> None:
    world = build(timeline={"first": EXPULSION}, **NOBODY_DECIDES).play(3)
    assert world.state.log.effective[0] == 9  # seven days


def test_a_scripted_move_keeps_its_deadline(build: Any) -> None:
    world = build(timeline={"first": EXPULSION | {"deadline": 26}}, **NOBODY_DECIDES).play(3)
    assert world.state.log.effective[0] == 26


def test_people_of_one_package_are_given_the_same_time_to_leave(build: Any) -> None:
    moves = {
        f"m_{n}": act(day, "belmora", "arden", "expel", "a_embassy", count=1) for n, day in enumerate([0, 0, 0, 5, 5])
    }
    world = build(timeline=moves, parameters={"leave_days": 0.0}, **NOBODY_DECIDES).play(6)
    given = (world.state.log.effective - world.state.log.announced)[:5].tolist()
    tables, state, ij = world.tables, world.state, world.ij("belmora", "arden")
    assert given == [time_to_leave(tables, state, ij, 0, 0)] * 3 + [time_to_leave(tables, state, ij, 5, 1)] * 2


HELD_TO_THE_LAW = {
    "more expelled than are accredited": (("expel", 99), [("expel", 40)]),
    "a deeper cut than the ceiling": (("cut_ceiling", 99), [("cut_ceiling", 45)]),
    "more vacancies abolished than there are": (("refuse_accreditation", 99), [("refuse_accreditation", 5)]),
    "as many as there are": (("expel", 40), [("expel", 40)]),
}


@pytest.mark.parametrize(("given", "played"), HELD_TO_THE_LAW.values(), ids=HELD_TO_THE_LAW)
def test_a_scripted_move_is_held_to_what_the_posts_allow(
    build: Any, given: tuple[str, int], played: list[tuple[str, int]]
) -> None:
    move = act(0, "belmora", "arden", given[0], "a_embassy", count=given[1])
    assert [
        (kind, n) for _, _, _, kind, _, n in build(timeline={"m": move}, **NOBODY_DECIDES).play(1).moves()
    ] == played


VOIDED = {
    "a post that is already closing": [
        act(0, "belmora", "arden", "close_mission", "a_embassy"),
        act(1, "belmora", "arden", "expel", "a_embassy", count=2),
    ],
    "an ambassador who has been recalled": [
        act(0, "arden", "belmora", "recall_ambassador", "a_embassy"),
        act(1, "belmora", "arden", "expel_ambassador", "a_embassy"),
    ],
    "an institution that the side itself has left": [
        act(0, "arden", "belmora", "suspend_council", "commission"),
        act(1, "arden", "belmora", "suspend_council", "commission"),
    ],
}


@pytest.mark.parametrize("moves", VOIDED.values(), ids=[f"nothing can be done to {what}" for what in VOIDED])
def test_a_scripted_move_that_the_posts_do_not_allow_is_void(build: Any, moves: list[dict[str, Any]]) -> None:
    world = build(timeline={"first": moves[0], "second": moves[1]}, **NOBODY_DECIDES).play(3)
    assert [kind for _, _, _, kind, _, _ in world.moves()] == [moves[0]["move"]]
    assert world.state.script_row.tolist() == [0, VOID]
    assert VOID != NONE  # which says that it is not played yet


def test_an_answer_to_a_void_move_answers_nothing(build: Any) -> None:
    world = build(
        timeline={
            "a_void": act(1, "belmora", "arden", "return_ambassador", "b_embassy"),
            "b_answer": act(2, "arden", "belmora", "criticise", answers="a_void"),
        },
        **NOBODY_DECIDES,
    ).play(3)
    assert [kind for _, _, _, kind, _, _ in world.moves()] == ["criticise"]
    assert world.state.log.parent[0] == NONE


def test_a_scripted_answer_names_the_move_that_it_answers(build: Any) -> None:
    world = build(
        timeline={
            "b_first": act(1, "belmora", "arden", "criticise"),
            "a_second": act(1, "arden", "belmora", "criticise", answers="b_first"),
            "c_third": act(9, "belmora", "arden", "criticise", answers="a_second"),
            "d_apart": act(9, "belmora", "league", "criticise"),
        },
        **NOBODY_DECIDES,
    ).play(10)
    parents = {(*move[:3],): int(world.state.log.parent[m]) for m, move in enumerate(world.moves())}
    assert parents == {
        (1, "belmora", "arden"): NONE,
        (1, "arden", "belmora"): 0,
        (9, "belmora", "league"): NONE,
        (9, "belmora", "arden"): 1,
    }


def test_scripted_moves_of_one_party_on_one_day_form_one_package(build: Any) -> None:
    world = build(
        timeline={
            "a": act(1, "belmora", "arden", "expel", "a_embassy", count=1),
            "b": act(1, "belmora", "arden", "close_consulate", "a_consulate"),
            "c": act(1, "belmora", "league", "criticise"),
            "d": act(2, "belmora", "arden", "restrict_access", "a_embassy"),
        },
        **NOBODY_DECIDES,
    ).play(3)
    assert world.state.log.package[:4].tolist() == [0, 0, 2, 3]


def test_a_void_move_does_not_break_its_package(build: Any) -> None:
    world = build(
        timeline={
            "a": act(1, "belmora", "arden", "expel", "a_embassy", count=1),
            "b": act(1, "belmora", "arden", "return_ambassador", "b_embassy"),
            "c": act(1, "belmora", "arden", "close_consulate", "a_consulate"),
        },
        **NOBODY_DECIDES,
    ).play(2)
    assert [kind for _, _, _, kind, _, _ in world.moves()] == ["expel", "close_consulate"]
    assert world.state.log.package[:2].tolist() == [0, 0]


def test_a_package_that_opens_with_a_void_move_opens_with_the_next(build: Any) -> None:
    world = build(
        timeline={
            "a": act(1, "belmora", "arden", "return_ambassador", "b_embassy"),
            "b": act(1, "belmora", "arden", "close_consulate", "a_consulate"),
        },
        **NOBODY_DECIDES,
    ).play(2)
    assert world.state.log.package[0] == 0
    assert world.state.n_packages[world.ij("belmora", "arden")] == 1


def test_contact_may_run_through_an_embassy_in_a_third_country(build: Any) -> None:
    world = build(timeline={"c": act(0, "belmora", "league", "contact", "b_embassy_abroad")}, **NOBODY_DECIDES).play(1)
    assert world.moves() == [(0, "belmora", "league", "contact", "b_embassy_abroad", 0)]


@pytest.mark.parametrize(
    ("status", "played"),
    [("open", True), ("closing", True), ("suspended", False), ("closed", False)],
    ids=["an open embassy", "one ordered closed", "not a suspended one", "not a closed one"],
)
def test_contact_runs_through(build: Any, status: str, played: bool) -> None:
    world = build(timeline={"c": act(0, "belmora", "league", "contact", "b_embassy_abroad")}, **NOBODY_DECIDES)
    world.state.posts.status[world.channel("b_embassy_abroad")] = STATUSES.index(status)
    assert [move[3] for move in world.play(1).moves()] == (["contact"] if played else [])


# scripted answers -----------------------------------------------------------------------------------


def answered_world(build: Any, answer: dict[str, Any]) -> Any:
    """Arden's reply would be due on day 10; something else is scripted for day 5."""
    return build(timeline={"first": EXPULSION, "then": answer}, parameters={"delay_days": 8.0})


def test_a_provocation_answered_by_the_script_is_not_answered_again(build: Any) -> None:
    answer = act(5, "arden", "belmora", "expel", "b_embassy", count=1, answers="first")
    world = answered_world(build, answer).play(7)
    given = world.state.provocations
    assert (given.verdict[0], given.decided[0]) == (ANSWERED, 5)
    assert VERDICTS[given.verdict[0]] == "scripted"
    assert [move[1:4] for move in world.play(5).moves() if move[1] == "arden"] == [("arden", "belmora", "expel")]


OTHERS = {
    "a move that answers nothing": act(5, "arden", "belmora", "expel", "b_embassy", count=1),
    "a move of the party that provoked": act(5, "belmora", "arden", "criticise"),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_provocation_waits_on_after(build: Any, other: dict[str, Any]) -> None:
    world = answered_world(build, other).play(7)
    assert world.state.provocations.verdict[0] == PENDING


def test_a_provocation_that_was_decided_stays_as_it_was_decided(build: Any) -> None:
    answer = act(12, "arden", "belmora", "criticise", answers="first")
    world = answered_world(build, answer).play(14)
    given = world.state.provocations
    assert (VERDICTS[given.verdict[0]], given.decided[0]) == ("reply", 10)


def test_only_the_party_provoked_settles_a_provocation(build: Any) -> None:
    world = build(timeline={"first": EXPULSION}, parameters={"delay_days": 8.0}).play(4)
    third = world.ij("cordia", "belmora")
    play_move(
        world.tables,
        world.state,
        third,
        4,
        deadline=NONE,
        kind=KIND_NUMBER["criticise"],
        channel=NONE,
        count=0,
        parent=0,
    )
    assert world.state.provocations.verdict[0] == PENDING


# incidents -----------------------------------------------------------------------------------------------

MANY = {"incident_median_log": 6.0, "incident_sd_log": 0.0}  # 403 people, if there were so many
ONE = {"incident_median_log": 0.0, "incident_sd_log": 0.0}


SHRUGS = {"hostile_above": 99.0}  # nobody has anything to answer


def incident_world(build: Any, rate: float = 1.0, seed: int = 1, **other: Any) -> Any:
    """Incidents come from Belmora against Arden alone, each of a quarter of the staff; all are not answered."""
    relations = {
        "arden_belmora": {"between": ["arden", "belmora"], "incidents_per_day": {"belmora": rate, "arden": 0.0}}
    }
    plain = {"preset": "tit_for_tat"}
    policies = dict.fromkeys(("arden", "belmora", "cordia", "league"), plain)
    parameters = MANY | NEVER_ANSWERS | other.pop("parameters", {})
    return build(relations=relations, parameters=parameters, policies=policies, seed=seed, **other)


def test_a_clock_that_rings_every_day_expels_a_quarter_of_the_staff_every_day(build: Any) -> None:
    world = incident_world(build).play(14)
    # quarters of 40, 30, 23, 18, 14, 11, 9, 7, 6, 5 and 4, rounded down; a quarter of the three who are left is nobody
    assert [move[5] for move in world.moves()] == [10, 7, 5, 4, 3, 2, 2, 1, 1, 1, 1]
    assert {move[1:5] for move in world.moves()} == {("belmora", "arden", "expel", "a_embassy")}
    assert [move[0] for move in world.moves()] == list(range(11))


INCIDENTS = {
    # the median is e^1.386 = 4 people; a standard deviation is a factor of e^1.586 = 4.88
    "four people as often more as less": (0.0, 400, 4),
    "4 · 4.88 = 19.5 one standard deviation above": (1.0, 400, 20),
    "4 / 4.88 = 0.8 one below": (-1.0, 400, 1),
    "4 · 4.88² = 95.4 two above": (2.0, 400, 95),
    "never less than one": (-5.0, 400, 1),
    "a quarter of the staff at most": (2.0, 40, 10),
    "rounded down": (2.0, 43, 10),
    "of four people one": (0.0, 4, 1),
    "of three nobody": (0.0, 3, 0),
}


@pytest.mark.parametrize(("z", "staff", "people"), INCIDENTS.values(), ids=INCIDENTS)
def test_an_incident_expels(build: Any, z: float, staff: int, people: int) -> None:
    assert people_in_incident(build().tables.world, z, staff) == people


def test_the_largest_part_of_the_staff_is_a_parameter(build: Any) -> None:
    world = build(parameters={"incident_most": 0.5}).tables.world
    assert [people_in_incident(world, 3.0, staff) for staff in (40, 3, 1)] == [20, 1, 0]


def test_an_incident_is_a_first_move_with_time_to_leave(build: Any) -> None:
    world = incident_world(build).play(1)
    log = world.state.log
    assert (log.intent[0], log.parent[0], log.effective[0]) == (INCIDENT, NONE, 7)
    assert world.state.posts.accredited[world.channel("a_embassy")] == 30


@pytest.mark.parametrize(
    ("share", "severity"),
    [(0.25, 5.25), (0.5, 5.7678), (0.01, 4.25)],
    ids=["a quarter of a staff", "half of it", "a hundredth of it"],
)
def test_where_replies_are_exact_an_incident_is_a_measure_that_weighs_as_much_as(
    build: Any, share: float, severity: float
) -> None:
    shares = {"incident_share_low": share, "incident_share_high": share}
    world = incident_world(build, parameters=shares, realisation="exact").play(1)
    assert world.moves() == [(0, "belmora", "arden", "measure", "", 0)]
    log = world.state.log
    assert log.severity[0] == pytest.approx(severity, abs=5e-5)
    assert (log.intent[0], log.parent[0]) == (INCIDENT, NONE)
    # it counts at once against its sender
    assert world.state.balance[world.ij("belmora", "arden")] == pytest.approx(-severity, abs=5e-5)


def test_an_incident_is_void_where_too_few_are_left_and_the_clock_goes_on(build: Any) -> None:
    world = incident_world(build).play(20)
    assert len(world.moves()) == 11
    assert world.state.n_incidents[world.ij("belmora", "arden")] == 20
    assert world.state.next_incident[world.ij("belmora", "arden")] == 20


def test_an_incident_is_void_where_there_is_no_mission(build: Any) -> None:
    relations = {"cordia_league": {"between": ["cordia", "league"], "incidents_per_day": {"cordia": 1.0}}}
    world = build(relations=relations).play(5)
    assert world.moves() == []
    assert world.state.n_incidents[world.ij("cordia", "league")] == 5


def test_an_incident_is_void_on_a_mission_that_is_closing(build: Any) -> None:
    leave = {"c": act(0, "arden", "belmora", "suspend_mission", "a_embassy")}
    world = incident_world(build, timeline=leave, parameters=SHRUGS).play(5)
    assert [move[3] for move in world.moves()] == ["suspend_mission"]


def test_an_incident_hits_the_largest_mission(build: Any) -> None:
    embassy = {"kind": "embassy", "sender": "arden", "host": "belmora"}
    channels = {"a_small": {**embassy, "accredited": 4}, "b_large": {**embassy, "accredited": 30}}
    world = incident_world(build, channels=channels).play(2)
    assert [(move[4], move[5]) for move in world.moves()] == [("b_large", 7), ("b_large", 5)]


def test_an_incident_hits_the_largest_mission_that_is_open_not_one_that_is_closing(build: Any) -> None:
    embassy = {"kind": "embassy", "sender": "arden", "host": "belmora"}
    channels = {"a_small": {**embassy, "accredited": 8}, "b_large": {**embassy, "accredited": 30}}
    leave = {"leave": act(1, "arden", "belmora", "suspend_mission", "b_large", deadline=9)}
    world = incident_world(build, channels=channels, timeline=leave, parameters=SHRUGS).play(3)
    hit = [(move[0], move[4], move[5]) for move in world.moves() if move[3] == "expel"]
    assert hit == [(0, "b_large", 7), (1, "a_small", 2), (2, "a_small", 1)]


def test_an_incident_is_void_where_its_author_expels_nobody_of_its_own_accord(build: Any) -> None:
    states = {name: {"policy": name} for name in ("arden", "belmora", "cordia")}
    states["belmora"]["never"] = ["expel"]
    world = incident_world(build, states=states).play(5)
    assert (world.moves(), world.state.n_incidents[world.ij("belmora", "arden")]) == ([], 5)


def test_no_incident_before_the_first_day_on_which_anybody_decides(build: Any) -> None:
    world = incident_world(build, autonomous_from=date(2030, 1, 6)).play(7)
    assert [move[0] for move in world.moves()] == [5, 6]


def test_no_incident_at_a_rate_of_nothing(build: Any) -> None:
    world = incident_world(build, rate=0.0).play(365)  # the whole run
    assert world.moves() == []


def incident_days(world: Any, actor: str = "belmora", target: str = "arden") -> list[int]:
    return [move[0] for move in world.moves() if move[1:4] == (actor, target, "expel")]


LARGE_EMBASSY = {"e": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 1_000_000}}


def test_incidents_come_at_the_rate_of_their_direction(build: Any) -> None:
    world = incident_world(build, rate=0.1, channels=LARGE_EMBASSY, parameters=ONE).play(360)
    days = incident_days(world)
    gaps = np.diff([-1, *days])
    assert abs(len(days) - 36) <= 4 * math.sqrt(360 * 0.1 * 0.9)
    assert (gaps.min() >= 1, len(set(gaps.tolist())) > 8) == (True, True)
    assert abs(np.mean(gaps > 1) - 0.9) < 4 * math.sqrt(0.09 / len(gaps))  # the next day in one case of ten


def test_a_clock_rings_on_the_day_for_which_it_was_set_and_is_then_set_anew(build: Any) -> None:
    world = incident_world(build, rate=0.1, channels=LARGE_EMBASSY, parameters=ONE)
    ij, set_for = world.ij("belmora", "arden"), set()
    for _ in range(100):
        world.play(1)
        set_for.add(int(world.state.next_incident[ij]))
    assert set_for - {max(set_for)} == set(incident_days(world)) - {0}
    assert max(set_for) >= 100


def test_the_first_incident_may_come_on_the_first_day(build: Any) -> None:
    # at a rate of one half: of 100 runs about 50 begin with one on day 0, never earlier
    firsts = [
        incident_days(incident_world(build, 0.5, seed, channels=LARGE_EMBASSY, parameters=ONE).play(1))
        for seed in range(100)
    ]
    assert 30 <= sum(len(days) for days in firsts) <= 70


def test_the_people_of_an_incident_are_log_normally_many(build: Any) -> None:
    spread = {"incident_median_log": math.log(4.5), "incident_sd_log": 1.586}
    embassy = {"channels": LARGE_EMBASSY, "parameters": spread}
    people = np.array([incident_world(build, 1.0, seed, **embassy).play(1).moves()[0][5] for seed in range(200)])
    assert np.mean(people <= 4) == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(200))
    # 22.5 is five times the median, 1.015 standard deviations above it: 84.5 % are below
    assert np.mean(people <= 22) == pytest.approx(0.845, abs=4 * math.sqrt(0.845 * 0.155 / 200))


def test_successive_incidents_draw_anew(build: Any) -> None:
    spread = {"incident_median_log": 6.0, "incident_sd_log": 1.5}
    world = incident_world(build, channels=LARGE_EMBASSY, parameters=spread).play(12)
    assert len({move[5] for move in world.moves()}) > 8


def answering_world(build: Any, *moves: dict[str, Any], held: Any = None, **other: Any) -> Any:
    """Incidents come from Belmora every day, which answers an act of Arden nine days later; Arden lets all lie."""
    policies = {"belmora": {"preset": "tit_for_tat", "delay_days": 9, **(held or {})}, "arden": NEVER_ANSWERS}
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "incidents_per_day": {"belmora": 1, "arden": 0}}}
    timeline = {f"move_{n}": move for n, move in enumerate(moves)}
    return build(timeline=timeline, policies=policies, relations=relations, parameters=ONE, **other)


def test_an_incident_while_an_answer_is_due_is_that_answer(build: Any) -> None:
    world = answering_world(build, act(2, "arden", "belmora", "close_consulate", "b_consulate")).play(6)
    log = world.state.log
    of_belmora = [(move[0], move[3]) for move in world.moves() if move[1] == "belmora"]
    # the clock of day 2 rings before the act is known; that of day 3 brings the answer; then incidents go on
    assert of_belmora == [(day, "close_consulate" if day == 3 else "expel") for day in range(6)]
    assert [INTENTS[log.intent[m]] for m in range(log.n[0]) if log.announced[m] == 3] == ["mirror"]
    assert world.state.provocations.decided[0] == 3
    assert world.state.n_incidents[world.ij("belmora", "arden")] == 6


@pytest.mark.parametrize(
    ("held", "answered"),
    [
        pytest.param({"hold_until": 5}, [5], id="until a day: it comes with the incident of that day"),
        pytest.param({"holds_for_another": True}, [], id="until the other side acts again: it does not come"),
    ],
)
def test_an_incident_hurries_no_answer_that_is_held(build: Any, held: dict[str, Any], answered: list[int]) -> None:
    world = answering_world(build, act(2, "arden", "belmora", "close_consulate", "b_consulate"), held=held).play(9)
    of_belmora = [(move[0], move[3]) for move in world.moves() if move[1] == "belmora"]
    assert [day for day, kind in of_belmora if kind == "close_consulate"] == answered
    assert [day for day, kind in of_belmora if kind == "expel"] == [day for day in range(9) if day not in answered]


def test_an_incident_hurries_no_answer_to_others(build: Any) -> None:
    with_arden, with_cordia = (act(0, other, "belmora", "cancel_meeting") for other in ("arden", "cordia"))
    world = answering_world(build, with_arden, with_cordia).play(2)
    given = world.state.provocations
    decided = {int(given.ij[p]): int(given.decided[p]) for p in range(given.n[0])}
    assert [decided[world.ij("belmora", other)] for other in ("arden", "cordia")] == [1, NONE]


# effects that fall due ---------------------------------------------------------------------------------------


def test_a_day_begins_with_a_fresh_page(build: Any) -> None:
    world = build(timeline={"a": EXPULSION, "b": act(3, "arden", "belmora", "criticise")}, **NOBODY_DECIDES)
    pages = []
    for _ in range(6):
        world.play(1)
        log = world.state.log
        pages.append((int(log.first_yesterday[0]), int(log.first_today[0]), int(log.n[0])))
    assert pages == [(0, 0, 0), (0, 0, 0), (0, 0, 1), (0, 1, 2), (1, 2, 2), (2, 2, 2)]


def test_what_waits_is_not_left_behind_by_what_has_happened(build: Any) -> None:
    world = build(
        timeline={
            "a": act(0, "arden", "belmora", "criticise"),
            "b": act(1, "belmora", "arden", "expel", "a_embassy", count=2, deadline=8),
            "c": act(2, "belmora", "arden", "expel", "a_embassy", count=3, deadline=4),
        },
        **NOBODY_DECIDES,
    )
    present, pending = [], []
    for _ in range(11):
        world.play(1)
        present.append(int(world.state.posts.present[world.channel("a_embassy")]))
        pending.append(int(world.state.log.first_pending[0]))
    assert present == [40, 40, 40, 40, 37, 37, 37, 37, 35, 35, 35]
    assert pending == [0, 1, 1, 1, 1, 1, 1, 1, 3, 3, 3]


def test_provocations_decided_are_left_behind_and_those_that_wait_are_not(build: Any) -> None:
    first = act(0, "belmora", "arden", "expel", "a_embassy", count=3)
    world = build(timeline={"a": first, "b": first | {"date": 12}}, parameters=NEVER_ANSWERS | {"delay_days": 4.0})
    given, seen = world.state.provocations, []
    for _ in range(19):
        world.play(1)
        seen.append((int(given.first_open[0]), int(given.n[0])))
    assert seen[:5] == [(0, 1)] * 5  # decided on day 4
    assert seen[5:12] == [(1, 1)] * 7
    assert seen[12:] == [(1, 2)] * 5 + [(2, 2)] * 2


# contact after the last mission is gone ----------------------------------------------------------------------------

CONTACT = {"belmora_league": {"between": ["belmora", "league"], "contact": {"belmora": "b_embassy_abroad"}}}
LEAVE_LEAGUE = {
    "m": act(0, "belmora", "league", "suspend_mission", "b_mission", deadline=3),
    "l": act(0, "belmora", "league", "close_liaison_mission", "l_liaison", deadline=6),
}


def contacts(world: Any) -> list[tuple[int, str, str, str]]:
    return [(move[0], move[1], move[2], move[4]) for move in world.moves() if move[3] == "contact"]


def test_contact_is_rerouted_once_the_last_mission_of_either_side_is_gone(build: Any) -> None:
    world = build(timeline=LEAVE_LEAGUE, relations=CONTACT, **NOBODY_DECIDES).play(6)
    assert contacts(world) == []
    assert world.play(1).state.log.in_force[2]  # at once
    world.play(30)
    assert contacts(world) == [(6, "belmora", "league", "b_embassy_abroad")]
    log = world.state.log
    assert (log.intent[2], log.effective[2], log.count[2]) == (REROUTED, 6, 0)
    assert log.parent[2] == 0
    assert world.state.rerouted.sum() == 1


def test_contact_answers_the_first_move_of_the_package_that_ended_the_last_mission(build: Any) -> None:
    timeline = {
        "a": act(0, "league", "belmora", "close_mission", "b_mission", deadline=3),
        "b": act(1, "belmora", "league", "close_office", "l_office", deadline=9),
        "c": act(1, "belmora", "league", "close_liaison_mission", "l_liaison", deadline=6),
    }
    world = build(timeline=timeline, relations=CONTACT, **NOBODY_DECIDES).play(20)
    assert contacts(world) == [(6, "belmora", "league", "b_embassy_abroad")]
    assert world.state.log.parent[3] == 1  # the word about the office, spoken together with that about the mission


def test_contact_is_rerouted_on_the_day_after_where_the_last_mission_goes_on_the_day_of_the_word(build: Any) -> None:
    at_once = LEAVE_LEAGUE | {"l": LEAVE_LEAGUE["l"] | {"date": 5, "deadline": 5}}
    world = build(timeline=at_once, relations=CONTACT, **NOBODY_DECIDES).play(6)
    assert STATUSES[world.state.posts.status[world.channel("l_liaison")]] == "closed"
    assert contacts(world) == []
    assert contacts(world.play(14)) == [(6, "belmora", "league", "b_embassy_abroad")]
    assert world.state.log.parent[2] == 1


@pytest.mark.parametrize(("deadline", "day"), [(3, 3), (0, 1)], ids=["by a deadline", "at once"])
def test_contact_is_rerouted_after_severance(build: Any, deadline: int, day: int) -> None:
    home = {"home": {"between": ["arden", "belmora"], "contact": {"belmora": "b_embassy_abroad"}}}
    sever = act(0, "arden", "belmora", "sever_relations", deadline=deadline)
    world = build(timeline={"s": sever}, relations=home, **NOBODY_DECIDES).play(10)
    assert contacts(world) == [(day, "belmora", "arden", "b_embassy_abroad")]
    assert world.state.log.parent[1] == 0


def test_each_side_has_its_own_embassy_for_contact(build: Any) -> None:
    both = {"belmora": "b_embassy_abroad", "league": "a_embassy"}
    relations = {"belmora_league": {"between": ["belmora", "league"], "contact": both}}
    world = build(timeline=LEAVE_LEAGUE, relations=relations, **NOBODY_DECIDES).play(8)
    assert contacts(world) == [
        (6, "belmora", "league", "b_embassy_abroad"),
        (6, "league", "belmora", "a_embassy"),
    ]


def test_contact_is_rerouted_only_once(build: Any) -> None:
    office = act(9, "belmora", "league", "close_office", "l_office", deadline=12)
    world = build(timeline=LEAVE_LEAGUE | {"o": office}, relations=CONTACT, **NOBODY_DECIDES).play(20)
    assert STATUSES[world.state.posts.status[world.channel("l_office")]] == "closed"
    assert len(contacts(world)) == 1


def test_contact_is_not_rerouted_where_no_embassy_is_named(build: Any) -> None:
    assert contacts(build(timeline=LEAVE_LEAGUE, **NOBODY_DECIDES).play(20)) == []


def test_contact_is_not_rerouted_through_an_embassy_that_is_gone(build: Any) -> None:
    gone = act(0, "belmora", "cordia", "suspend_mission", "b_embassy_abroad", deadline=2)
    world = build(timeline=LEAVE_LEAGUE | {"x": gone}, relations=CONTACT, **NOBODY_DECIDES).play(20)
    assert contacts(world) == []


@pytest.mark.parametrize(
    "move",
    [
        act(2, "belmora", "league", "criticise"),
        act(2, "belmora", "league", "restrict_access", "l_office"),
        act(2, "belmora", "league", "suspend_council", "l_council"),
        act(2, "belmora", "league", "cut_ceiling", "l_office", count=1, deadline=4),
    ],
    ids=["criticism", "restricted access", "a suspended council", "a departure from an office"],
)
def test_a_move_that_ends_no_post_reroutes_nothing(build: Any, move: dict[str, Any]) -> None:
    channels = {
        "b_mission": {"kind": "mission", "sender": "belmora", "host": "league"},
        "l_office": {"kind": "office", "sender": "league", "host": "belmora", "accredited": 4},
        "l_council": {"kind": "council", "between": ["belmora", "league"]},
        "b_embassy_abroad": {"kind": "embassy", "sender": "belmora", "host": "cordia", "accredited": 9},
    }
    world = build(timeline={"m": move}, channels=channels, relations=CONTACT, **NOBODY_DECIDES)
    world.state.posts.status[world.channel("b_mission")] = STATUSES.index("closed")
    assert [row[3] for row in world.play(20).moves()] == [move["move"]]


def test_a_departure_from_a_mission_that_works_reroutes_nothing(build: Any) -> None:
    expel = act(0, "league", "belmora", "expel", "b_mission", count=4, deadline=3)
    world = build(timeline={"e": expel}, relations=CONTACT, **NOBODY_DECIDES).play(20)
    assert contacts(world) == []
    assert world.state.posts.present[world.channel("b_mission")] == 14
