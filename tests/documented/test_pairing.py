"""Which package was answered, by what, and after how long: small tables worked by hand."""

from pathlib import Path

import pytest

from sim.documented.pairing import Exchange, chain_length, exchanges
from tests.documented.rows import events_of, row


def paired(folder: Path, *rows: str) -> tuple[Exchange, ...]:
    """Exchanges of a small record."""
    return exchanges(events_of(folder, *rows))


EXPULSION = row("2018-03-14", "Britain", "Russia", "expel", "initial", "2018-03-04", persons="23")
ANSWER = row("2018-03-17", "Russia", "Britain", "expel", "reply", "2018-03-14", persons="23")
CONSULATE = row("2018-03-17", "Russia", "Britain", "close_consulate", "reply", "2018-03-14")
SILENCE = row("2018-03-20", "Britain", "Russia", "no_response", "no_response", "2018-03-17")


def test_all_measures_of_a_day_are_one_package_and_what_names_that_day_answers_it(tmp_path: Path) -> None:
    act, answer = paired(tmp_path, EXPULSION, ANSWER, CONSULATE, SILENCE)
    assert (act.package.actor, act.package.target, act.package.is_first) == ("Britain", "Russia", True)
    assert (act.outcome, act.lag_days, act.package.expelled, act.answered_expelled) == ("answered", 3, 23, 23)
    assert (act.kinds_added, act.reuses_a_kind) == (("close_consulate",), True)
    assert (answer.package.is_first, answer.package.kinds) == (False, {"expel", "close_consulate"})
    assert (answer.outcome, answer.lag_days) == ("silent", None)
    assert chain_length(0, (act, answer)) == 2


def test_an_answer_may_come_in_steps_and_its_lag_is_that_of_the_first(tmp_path: Path) -> None:
    later = row("2018-04-10", "Russia", "Britain", "cut_ceiling", "counter", "2018-03-14", persons="50")
    act, *answers = paired(tmp_path, EXPULSION, later, ANSWER)
    assert [answer.package.date for answer in answers] == ["2018-04-10", "2018-03-17"]
    assert (act.lag_days, act.answered_by, act.kinds_added) == (3, 2, ("cut_ceiling",))
    assert act.answered_expelled == 23  # a ceiling names nobody


# what else stands in the table beside the expulsion, and what is known of its answer
FOUND = {
    "no row says what followed": ([], "not_found"),
    "documented silence": (
        [row("2018-03-20", "Russia", "Britain", "no_response", "no_response", "2018-03-14")],
        "silent",
    ),
    "silence at low confidence": (
        [row("2018-03-20", "Russia", "Britain", "no_response", "no_response", "2018-03-14", confidence="low")],
        "unverified",
    ),
    "silence that nobody verified": (
        [row("2018-03-20", "Russia", "Britain", "no_response", "no_response", "2018-03-14", unverified="yes")],
        "unverified",
    ),
    "a note of protest": (
        [row("2018-03-20", "Russia", "Britain", "protest_note", "reply", "2018-03-14")],
        "only_words",
    ),
    "an answer after a year and a day": (
        [row("2019-03-15", "Russia", "Britain", "expel", "reply", "2018-03-14")],
        "not_found",
    ),
    "an answer after a year": ([row("2019-03-14", "Russia", "Britain", "expel", "reply", "2018-03-14")], "answered"),
    "an answer to another day": ([row("2018-03-20", "Russia", "Britain", "expel", "reply", "2018-03-12")], "not_found"),
    "an answer to somebody else": (
        [row("2018-03-20", "Russia", "France", "expel", "reply", "2018-03-14")],
        "not_found",
    ),
    "a first move of the other side": ([row("2018-03-20", "Russia", "Britain", "expel", "initial")], "not_found"),
    "a row that repeats an act": (
        [row("2018-03-20", "Russia", "Britain", "recall_staff", "reply", "2018-03-14", uncounted="act")],
        "not_found",
    ),
    "an answer in another kind, and silence in staff": (
        [
            row("2018-03-15", "Russia", "Britain", "no_response", "no_response", "2018-03-14", silence="in_staff"),
            row("2018-03-20", "Russia", "Britain", "visa_ban", "reply", "2018-03-14"),
        ],
        "answered",
    ),
}


@pytest.mark.parametrize("what", FOUND)
def test_what_is_known_of_an_answer(what: str, tmp_path: Path) -> None:
    rows, outcome = FOUND[what]
    assert paired(tmp_path, EXPULSION, *rows)[0].outcome == outcome


def test_silence_for_want_of_means_is_marked(tmp_path: Path) -> None:
    empty = row("2018-03-20", "Russia", "Britain", "no_response", "no_response", "2018-03-14", silence="nothing_left")
    (act,) = paired(tmp_path, EXPULSION, empty)
    assert (act.outcome, act.has_nothing_left) == ("silent", True)


def test_a_row_of_several_parties_counts_for_each(tmp_path: Path) -> None:
    silence = row("2018-03-30", "Russia", "Malta; Portugal", "no_response", "no_response", "2018-03-27")
    recalls = [
        row("2018-03-27", who, "Russia", "recall_for_consultations", "solidarity") for who in ("Malta", "Portugal")
    ]
    assert [exchange.outcome for exchange in paired(tmp_path, *recalls, silence)] == ["silent", "silent"]


def test_months_are_paired_but_have_no_lag(tmp_path: Path) -> None:
    cut = row("2021-09", "A", "B", "cut_ceiling", "initial")
    act, _ = paired(tmp_path, cut, row("2021-12-01", "B", "A", "cut_ceiling", "reply", "2021-09"))
    assert (act.outcome, act.lag_days) == ("answered", None)


def test_three_steps_of_one_day_are_told_apart(tmp_path: Path) -> None:
    rows = [
        row("2018-05-15", "Turkey", "Israel", "expel", "initial", "2018-05-14", persons="1"),
        row("2018-05-15", "Israel", "Turkey", "expel", "reply", "2018-05-15", persons="1"),
        row("2018-05-15", "Turkey", "Israel", "expel", "counter", "2018-05-15", persons="1"),
        row("2018-05-16", "Israel", "Turkey", "no_response", "no_response", "2018-05-15"),
    ]
    steps = paired(tmp_path, *rows)
    assert [step.outcome for step in steps] == ["answered", "answered", "silent"]
    assert [step.answered_by for step in steps] == [1, 2, None]
    assert [chain_length(n, steps) for n in range(3)] == [3, 2, 1]


def test_two_answers_that_name_each_other_end_a_chain(tmp_path: Path) -> None:
    mutual = [row("2018-05-15", *sides, "expel", "reply", "2018-05-15") for sides in (("A", "B"), ("B", "A"))]
    steps = paired(tmp_path, *mutual)
    assert [chain_length(n, steps) for n in range(2)] == [2, 2]


# moves of one package, the group that names it
GROUPED = {
    "a recall alone": (["recall_for_consultations"], "own people or posts withdrawn"),
    "a recall and somebody sent home": (["recall_for_consultations", "expel"], "people sent home"),
    "a recall and a cancelled programme": (["recall_for_consultations", "aid_suspension"], "other measures"),
    "relations severed and a consulate closed": (
        ["close_consulate", "sever_relations"],
        "relations severed or downgraded",
    ),
}


@pytest.mark.parametrize("what", GROUPED)
def test_a_package_is_named_after_its_gravest_group(what: str, tmp_path: Path) -> None:
    moves, group = GROUPED[what]
    (act,) = paired(tmp_path, *(row("2018-05-15", "A", "B", move, "initial") for move in moves))
    assert act.package.group == group


def test_people_counted_elsewhere_are_not_added_though_the_act_counts(tmp_path: Path) -> None:
    cut = row("2021-10-06", "NATO", "Russia", "cut_ceiling", "initial", persons="10")
    part = row("2021-10-06", "NATO", "Russia", "expel", "initial", persons="8", uncounted="people")
    (act,) = paired(tmp_path, cut, part)
    assert (act.package.persons, act.package.kinds) == (10, {"cut_ceiling", "expel"})


# date of the act and of its trigger, days between
TRIGGERS = {
    "a harm some days before": ({"answers": "2018-03-04"}, 10),
    "no other day is known": ({"answers": "2018-03-14"}, None),
    "only the month is known": ({"answers": "2018-02"}, None),
    "a war as a whole": ({"answers": "2018-03-04", "war_wide": "yes"}, None),
}


@pytest.mark.parametrize("what", TRIGGERS)
def test_days_from_a_trigger(what: str, tmp_path: Path) -> None:
    cells, days = TRIGGERS[what]
    (act,) = paired(tmp_path, row("2018-03-14", "A", "B", "expel", "initial", **cells))
    assert act.package.trigger_lag_days == days


def test_a_package_is_sure_where_any_of_its_rows_is_and_an_answer_too(tmp_path: Path) -> None:
    low = ANSWER.replace("high", "low")
    assert [paired(tmp_path, EXPULSION, *rows)[0].is_sure for rows in ([ANSWER], [low], [low, CONSULATE])] == [
        True,
        False,
        True,
    ]
