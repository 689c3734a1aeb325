"""Who answers whom, guessed by days."""

import pytest

from sim.documented.pairing import exchanges
from sim.events import read_events

TABLE = """\
Event Date,Event Type,Event Mode,Actor Country,Recipient Country,Source
2018-03-14,SANCTION,expel,GBR,RUS,a
2018-03-17,SANCTION,expel,RUS,GBR,a
2018-03-20,ACCUSE,disapprove,GBR,RUS,a
2018-03-30,SANCTION,withdraw,GBR,RUS,a
2018-03-30,SANCTION,expel,RUS,GBR,a
"""


@pytest.fixture(name="file")
def _file(tmp_path):
    (tmp_path / "a.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "a.csv"


def roles(reading):
    return [(event.date, event.actor[0], event.role, event.answers) for event in reading.events]


def test_nothing_answers_anything_unless_it_is_asked(file):
    assert {event.role for event in read_events(file).events} == {"initial", "statement"}


def test_a_measure_answers_the_last_one_of_an_earlier_day_within_the_days_that_are_given(file):
    assert roles(read_events(file, answers_within=20)) == [
        ("2018-03-14", "United Kingdom", "initial", "2018-03-14"),
        ("2018-03-17", "Russia", "reply", "2018-03-14"),
        ("2018-03-20", "United Kingdom", "statement", ""),
        ("2018-03-30", "United Kingdom", "counter", "2018-03-17"),
        ("2018-03-30", "Russia", "reply", "2018-03-14"),  # not what London did that very day
    ]
    assert [role for _, _, role, _ in roles(read_events(file, answers_within=15))][3:] == ["counter", "initial"]


def test_the_answers_are_those_that_the_record_pairs(file):
    first, *_ = exchanges(read_events(file, answers_within=20).events)
    assert (first.outcome, first.lag_days) == ("answered", 3)
