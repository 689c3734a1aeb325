"""What each row is: one act for each pair of parties, on a day."""

from datetime import date
from pathlib import Path

import pytest

from sim.documented.acts import acts_of, day_in, first_acts, left_out
from tests.documented.rows import events_of, row


@pytest.mark.parametrize(
    ("text", "earliest", "day"),
    [
        pytest.param("2018-03-26", "", date(2018, 3, 26), id="a day is a day"),
        pytest.param("2018-11", "", date(2018, 11, 15), id="a month is its fifteenth"),
        pytest.param("2018-11", "2018-11-21", date(2018, 11, 21), id="or later, where it answers that month"),
        pytest.param("2018-11", "2018-11-03", date(2018, 11, 15), id="not earlier"),
        pytest.param("2018-11", "2018-10-30", date(2018, 11, 15), id="what came in another month does not matter"),
        pytest.param("", "", None, id="no date"),
    ],
)
def test_the_day_of_a_date(text: str, earliest: str, day: date | None) -> None:
    assert day_in(text, earliest) == day


def test_a_row_of_several_parties_is_one_act_for_each_pair(tmp_path: Path) -> None:
    rows = events_of(tmp_path, row("2018-03-26", "A; B", "C; D", "expel", "initial"))
    assert [(act.actor, act.target) for act in acts_of(rows)] == [("A", "C"), ("A", "D"), ("B", "C"), ("B", "D")]
    assert [act.pair for act in acts_of(rows, parties={"A", "C"})] == [("A", "C")]


def test_acts_stand_in_the_order_in_which_they_happened_whatever_the_table(tmp_path: Path) -> None:
    counter = row("2018-05-15", "A", "B", "close_consulate", "counter", "2018-05-15")
    reply = row("2018-05-15", "B", "A", "expel", "reply", "2018-05-15")
    first = row("2018-05-15", "A", "B", "expel", "initial", "2018-05-14")
    earlier = row("2018-05", "B", "A", "statement", "initial")
    again = row("2018-05-15", "A", "B", "recall_staff", "execution", uncounted="act")
    acts = acts_of(events_of(tmp_path, counter, reply, first, again, earlier))
    assert [act.event.move for act in acts] == ["expel", "statement", "expel", "close_consulate"]
    assert [act.actor for act in acts] == ["A", "B", "B", "A"]


def test_a_case_begins_with_the_first_measures_of_the_first_day_that_has_any(tmp_path: Path) -> None:
    words = row("2017-06-04", "A", "B", "statement", "initial")
    silence = row("2017-06-04", "C", "B", "no_response", "no_response", "2017-05-24")
    both = [row("2017-06-05", party, "B", "sever_relations", "initial") for party in ("A", "C")]
    reply = row("2017-06-05", "B", "A", "expel", "reply", "2017-06-05")
    acts = acts_of(events_of(tmp_path, words, silence, *both, reply))
    assert [(act.actor, act.event.move) for act in first_acts(acts)] == [
        ("A", "sever_relations"),
        ("C", "sever_relations"),
    ]
    assert [act.event.move for act in first_acts(acts_of(events_of(tmp_path, words, silence)))] == ["statement"]
    assert first_acts(acts_of(events_of(tmp_path, silence))) == []


def test_words_without_a_kind_of_move_are_counted_and_silence_is_not_among_them(tmp_path: Path) -> None:
    lifted = [row(f"2018-03-0{n}", "A", "B", "lift_exit_ban", "recovery") for n in (1, 2)]
    others = [row("2018-03-03", "A", "B", *pair) for pair in (("no_response", "no_response"), ("expel", "initial"))]
    assert left_out(events_of(tmp_path, *lifted, *others)) == {"lift_exit_ban": 2}
