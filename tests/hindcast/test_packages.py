"""Which packages are forecast, under which name, and what is known of their answers."""

from math import log

import pytest

from sim.hindcast.packages import QUESTIONS, documented
from tests.documented.rows import events_of, row

EXPELLED = row("2020-01-01", "A", "B", "expel", "initial", persons="4")
ANSWERED = row("2020-01-08", "B", "A", "expel", "reply", "2020-01-01", persons="2")
CLOSED = row("2020-01-08", "B", "A", "close_consulate", "reply", "2020-01-01")
SILENT = row("2020-01-02", "B", "A", "no_response", "no_response", "2020-01-01")


def happened(packages, place=0):
    """What is known of the answer to one package, by question; what is not known is left out."""
    found = {name: question.happened(packages[place]) for name, question in QUESTIONS.items()}
    return {name: value for name, value in found.items() if value is not None}


def test_of_an_answer_all_is_known(tmp_path):
    found = happened(documented("world", events_of(tmp_path, EXPELLED, ANSWERED)))
    assert found == {
        "answered_60": 1.0,
        "answered_365": 1.0,
        "lag": pytest.approx(log(8)),  # seven days, and one more
        "people": pytest.approx(log(2)),
        "added": 0.0,
        "closes": 0.0,
    }


def test_an_answer_may_add_a_kind_and_close_a_post(tmp_path):
    found = happened(documented("world", events_of(tmp_path, EXPELLED, ANSWERED, CLOSED)))
    assert (found["added"], found["closes"]) == (1.0, 1.0)


def test_measures_beyond_staff_are_one_kind(tmp_path):
    visas = row("2020-01-01", "A", "B", "visa_ban", "initial")
    trade = row("2020-01-02", "B", "A", "import_ban", "reply", "2020-01-01")
    assert happened(documented("world", events_of(tmp_path, visas, trade)))["added"] == 0.0


def test_a_late_answer_is_one_within_a_year_alone(tmp_path):
    late = row("2020-04-01", "B", "A", "expel", "reply", "2020-01-01", persons="2")
    found = happened(documented("world", events_of(tmp_path, EXPELLED, late)))
    assert (found["answered_60"], found["answered_365"]) == (0.0, 1.0)


def test_of_an_answer_in_a_month_the_days_are_not_known(tmp_path):
    month = row("2020-02", "B", "A", "expel", "reply", "2020-01-01", persons="2")
    found = happened(documented("world", events_of(tmp_path, EXPELLED, month)))
    assert found.keys() == {"answered_365", "people", "added", "closes"}


def test_silence_is_an_outcome_and_that_of_a_side_with_nothing_left_is_none(tmp_path):
    assert happened(documented("world", events_of(tmp_path, EXPELLED, SILENT))) == {
        "answered_60": 0.0,
        "answered_365": 0.0,
    }
    nothing = row("2020-01-02", "B", "A", "no_response", "no_response", "2020-01-01", silence="nothing_left")
    assert happened(documented("world", events_of(tmp_path, EXPELLED, nothing))) == {}


@pytest.mark.parametrize(("record", "known"), [("moscow", 0.0), ("world", None), ("record", None)])
def test_what_no_row_speaks_of_was_not_answered_in_the_record_of_moscow(record, known, tmp_path):
    assert happened(documented(record, events_of(tmp_path, EXPELLED))).get("answered_365") == known


def test_an_answer_that_no_row_answers_was_no_further_step(tmp_path):
    packages = documented("world", events_of(tmp_path, EXPELLED, ANSWERED))
    assert happened(packages, 1) == {"answered_60": 0.0, "answered_365": 0.0, "further": 0.0}
    assert "further" not in happened(packages, 0)


def test_a_package_is_named_by_case_day_and_actor_and_by_its_target_where_it_must_be(tmp_path):
    wave = row("2020-01-01", "United States;A", "B", "expel", "initial", persons="1")
    both = row("2020-02-01", "A", "B;C", "expel", "initial", persons="1")
    assert [given.id for given in documented("world", events_of(tmp_path, wave, both))] == [
        "made_up/2020-01-01/united_states",
        "made_up/2020-01-01/a",
        "made_up/2020-02-01/a/b",
        "made_up/2020-02-01/a/c",
    ]


def test_two_packages_of_one_day_against_one_party_are_numbered(tmp_path):
    first = row("2020-01-01", "B", "A", "expel", "initial", persons="1")
    answer = row("2020-01-05", "A", "B", "expel", "reply", "2020-01-01", persons="1")
    other = row("2020-01-05", "A", "B", "trade_ban", "initial")
    ids = [given.id for given in documented("world", events_of(tmp_path, first, answer, other))]
    assert ids[1:] == ["made_up/2020-01-05/a/b", "made_up/2020-01-05/a/b/2"]


@pytest.mark.parametrize(
    ("parties", "like"), [(("A", "B"), "world"), (("Russia", "B"), "moscow"), (("A", "USSR"), "moscow")]
)
def test_a_table_of_ones_own_is_compared_with_the_record_that_it_is_like(parties, like, tmp_path):
    (given,) = documented("record", events_of(tmp_path, row("2020-01-01", *parties, "expel", "initial")))
    assert given.like == like
