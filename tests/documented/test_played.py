"""Which moves of the model the rows of a case are: small tables worked by hand."""

from pathlib import Path

import pytest

from sim.documented.acts import acts_of
from sim.documented.played import Move, Silence, moves_of, posts_of, silences_of
from tests.documented.rows import events_of, row


def played(folder: Path, *rows: str) -> list[Move]:
    """Moves of a small record."""
    acts = acts_of(events_of(folder, *rows))
    return moves_of(acts, posts_of(acts))


def told(moves: list[Move]) -> list[tuple[str, str, str]]:
    """Actor, kind and post of each move."""
    return [(move.actor, move.kind, move.post.id if move.post else "") for move in moves]


EXPULSION = row("2018-03-14", "Mali", "Austria", "expel", "initial", persons="3")
ANSWER = row("2018-03-17", "Austria", "Mali", "expel", "reply", "2018-03-14", persons="2")


def test_people_are_sent_home_from_the_mission_that_the_actor_hosts(tmp_path: Path) -> None:
    act, answer = played(tmp_path, EXPULSION, ANSWER)
    assert (act.id, act.kind, act.people) == ("mali_expel_2018_03_14", "expel", 3)
    assert (act.post.id if act.post else "") == "austria_embassy_in_mali"
    assert (answer.id, answer.people, answer.answers) == ("austria_expel_2018_03_17", 2, "mali_expel_2018_03_14")


def test_who_closes_or_withdraws_what(tmp_path: Path) -> None:
    rows = [
        row("2018-03-01", "Mali", "Austria", "recall_for_consultations", "initial"),
        row("2018-03-02", "Mali", "Austria", "close_embassy", "initial", own="yes"),
        row("2018-03-03", "Mali", "Austria", "close_embassy", "initial"),
        row("2018-03-04", "Mali", "Austria", "suspend_cooperation", "initial"),
        row("2018-03-05", "Mali", "Austria", "close_consulate", "initial", own="yes"),
        row("2018-03-06", "Mali", "Austria", "visa_ban", "initial"),
        row("2018-03-07", "Mali", "Austria", "protest_note", "initial"),
    ]
    assert told(played(tmp_path, *rows)) == [
        ("Mali", "recall_ambassador", "mali_embassy_in_austria"),
        ("Mali", "suspend_mission", "mali_embassy_in_austria"),
        ("Mali", "close_mission", "austria_embassy_in_mali"),
        ("Mali", "suspend_cooperation", "austria_mali_cooperation"),
        # the model has no move by which a party closes its own consulate
        ("Mali", "ban_travel", "austria_mali_persons"),
        ("Mali", "protest_note", ""),
    ]


def test_what_is_withheld_of_a_tie_can_be_given_back_and_not_be_withheld_twice_in_whole(tmp_path: Path) -> None:
    rows = [
        row("2018-03-01", "Mali", "Austria", "tariff", "initial"),
        row("2018-03-02", "Mali", "Austria", "trade_ban", "initial"),
        row("2018-03-03", "Mali", "Austria", "trade_ban", "initial"),  # nothing is left to ban
        row("2018-03-04", "Austria", "Mali", "lift_trade_ban", "recovery"),  # who withholds nothing gives nothing back
        row("2018-03-05", "Mali", "Austria", "lift_trade_ban", "recovery"),
    ]
    assert told(played(tmp_path, *rows)) == [
        ("Mali", "restrict_trade", "austria_mali_trade"),
        ("Mali", "ban_trade", "austria_mali_trade"),
        ("Mali", "measure", ""),
        ("Mali", "restore_tie", "austria_mali_trade"),
    ]


def test_a_row_of_several_posts_is_a_move_for_each(tmp_path: Path) -> None:
    two = {"facilities": "Russian consulates Daugavpils and Liepaja (2)", "location": "Daugavpils/Liepaja"}
    assert told(played(tmp_path, row("2022-04-05", "Latvia", "Russia", "close_consulate", "initial", **two))) == [
        ("Latvia", "close_consulate", "russia_consulate_in_daugavpils"),
        ("Latvia", "close_consulate", "russia_consulate_in_liepaja"),
    ]


def test_what_a_row_closes_a_later_one_of_the_same_place_does_not_close_again(tmp_path: Path) -> None:
    first = row("2016-12-29", "United States", "Russia", "close_office", "initial", location="New York")
    second = row("2017-08-31", "United States", "Russia", "close_office", "counter", location="New York")
    assert [post for _, _, post in told(played(tmp_path, first, second))] == [
        "russia_office_in_new_york_1",
        "russia_office_in_new_york_2",
    ]


def test_a_number_that_nobody_knows_is_three(tmp_path: Path) -> None:
    (move,) = played(tmp_path, row("2018-03-14", "Mali", "Austria", "expel", "initial"))
    assert move.people == 3


NO_ROOM = {  # who did what before, who does what now, and how grave that is
    "a second recall without a return": ("A recall_for_consultations", "A recall_for_consultations", 4.0),
    "an expulsion after relations were severed": ("A sever_relations", "B expel", 4.0),
    "a second severance": ("A sever_relations", "B sever_relations", 7.0),
    "a downgrade of what is downgraded": ("A downgrade_relations", "B downgrade_relations", 5.5),
    "a cooperation that is suspended": ("A suspend_cooperation", "A suspend_cooperation", 5.6),
}


@pytest.mark.parametrize("what", NO_ROOM)
def test_what_the_posts_leave_no_room_for_is_a_measure_as_grave(what: str, tmp_path: Path) -> None:
    before, now, severity = NO_ROOM[what]
    rows = []
    for day, act in (("2018-03-01", before), ("2018-03-02", now)):
        actor, word = act.split()
        rows.append(row(day, actor, "B" if actor == "A" else "A", word, "initial"))
    *_, last = played(tmp_path, *rows)
    assert (last.actor, last.kind, last.post, last.severity) == (now[0], "measure", None, severity)


def test_both_sides_may_suspend_one_cooperation(tmp_path: Path) -> None:
    rows = [row("2018-03-01", *pair, "suspend_cooperation", "initial") for pair in (("A", "B"), ("B", "A"))]
    assert [kind for _, kind, _ in told(played(tmp_path, *rows))] == ["suspend_cooperation", "suspend_cooperation"]


# what was lost, the word of the repair, and what it gives back; A repairs, and where joint is "yes" B too
REPAIRS = {
    "an ambassador returns": (["recall_for_consultations"], "return_ambassador", "", [("A", "return_ambassador")]),
    "both ambassadors return": (
        ["recall_for_consultations", "recall_for_consultations by B"],
        "return_ambassador",
        "yes",
        [("A", "return_ambassador"), ("B", "return_ambassador")],
    ),
    "only the own one returns": (
        ["recall_for_consultations", "recall_for_consultations by B"],
        "return_ambassador",
        "",
        [("A", "return_ambassador")],
    ),
    "relations are restored": (["sever_relations"], "restore_relations", "", [("A", "reopen"), ("A", "reopen")]),
    "also after a downgrade": (
        ["downgrade_relations"],
        "restore_relations",
        "",
        [("A", "return_ambassador"), ("B", "return_ambassador")],
    ),
    "both who stay away come back": (
        ["suspend_cooperation", "suspend_cooperation by B"],
        "restore_relations",
        "",
        [("A", "reopen"), ("B", "reopen")],
    ),
    "people may come back": (["expel"], "revoke_expulsion", "", [("A", "restore_posts")]),
    "nothing was lost": ([], "return_ambassador", "", []),
    "a restored relation can be severed again": (["sever_relations"], "restore_relations", "", [("A", "reopen")] * 2),
}


@pytest.mark.parametrize("what", REPAIRS)
def test_a_repair_gives_back_what_was_lost(what: str, tmp_path: Path) -> None:
    lost, word, joint, given_back = REPAIRS[what]
    rows = [
        row(f"2018-03-0{n}", *(("B", "A") if "by B" in move else ("A", "B")), move.split()[0], "initial", persons="2")
        for n, move in enumerate(lost, start=1)
    ]
    moves = played(tmp_path, *rows, row("2018-04-01", "A", "B", word, "recovery", joint=joint))
    assert [(move.actor, move.kind) for move in moves[len(lost) :]] == given_back


def test_after_a_repair_the_same_can_be_taken_again(tmp_path: Path) -> None:
    words = ("sever_relations", "restore_relations", "sever_relations", "restore_relations")
    rows = [row(f"2018-03-0{n}", "A", "B", word, "initial") for n, word in enumerate(words, start=1)]
    kinds = [move.kind for move in played(tmp_path, *rows)]
    assert kinds == ["sever_relations", "reopen", "reopen"] * 2


def test_replies_answer_the_first_package_of_a_day_and_counters_and_silence_the_last(tmp_path: Path) -> None:
    first = row("2018-05-15", "A", "B", "expel", "initial", "2018-05-14")
    reply = row("2018-05-15", "B", "A", "expel", "reply", "2018-05-15")
    counter = row("2018-05-15", "A", "B", "close_consulate", "counter", "2018-05-15")
    silence = row("2018-05-16", "B", "A", "no_response", "no_response", "2018-05-15")
    acts = acts_of(events_of(tmp_path, silence, counter, reply, first))
    moves = moves_of(acts, posts_of(acts))
    assert {move.id: move.answers for move in moves} == {
        "a_expel_2018_05_15": "",
        "b_expel_2018_05_15": "a_expel_2018_05_15",
        "a_close_consulate_2018_05_15": "b_expel_2018_05_15",
    }
    assert silences_of(acts, moves) == [Silence(acts[-1], "a_close_consulate_2018_05_15")]


def test_an_answer_answers_the_move_of_its_kind_where_there_is_one(tmp_path: Path) -> None:
    acts = [row("2018-03-26", "A", "B", word, "initial") for word in ("expel", "close_consulate")]
    answers = [row("2018-03-29", "B", "A", word, "reply", "2018-03-26") for word in ("close_consulate", "visa_ban")]
    assert [move.answers for move in played(tmp_path, *acts, *answers)] == [
        "",
        "",
        "a_close_consulate_2018_03_26",
        "a_expel_2018_03_26",
    ]


def test_two_answers_that_name_each_other_make_no_circle(tmp_path: Path) -> None:
    rows = [row("2018-03-26", *pair, "expel", "reply", "2018-03-26") for pair in (("A", "B"), ("B", "A"))]
    assert [move.answers for move in played(tmp_path, *rows)] == ["b_expel_2018_03_26", ""]


def test_a_silence_towards_no_move_answers_none(tmp_path: Path) -> None:
    acts = acts_of(events_of(tmp_path, row("2018-03-26", "A", "B", "no_response", "no_response", "2018-03-04")))
    assert [silence.answers for silence in silences_of(acts, [])] == [""]


def test_an_alliance_has_no_relations_to_sever(tmp_path: Path) -> None:
    (move,) = played(tmp_path, row("2018-03-26", "European Union", "Mali", "sever_relations", "initial"))
    assert (move.kind, move.severity) == ("measure", 7.0)
