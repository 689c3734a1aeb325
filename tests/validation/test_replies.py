"""The closed forms hold the documented record, to the margins that the description of the model states."""

import pytest

from tests.validation.replies import Row, rows

FOUND = rows()


def figures(record: str, starts: str) -> list[Row]:
    """Rows of a record whose name begins so."""
    return [row for row in FOUND if row.record == record and row.what.startswith(starts)]


@pytest.mark.parametrize("row", [row for row in FOUND if row.what.startswith("answered")], ids=str)
def test_every_kind_of_act_is_answered_as_often_as_in_the_record(row):
    assert row.model == pytest.approx(row.documented, abs=0.05)


@pytest.mark.parametrize("row", [row for row in FOUND if row.what.startswith("days")], ids=str)
def test_the_quartiles_of_the_delay_are_those_of_the_record_to_a_day(row):
    assert row.model == pytest.approx(row.documented, abs=1.0)


def test_moscow_and_its_counterparts_answer_exactly_one_for_one_as_often_as_they_did():
    (row,) = figures("moscow", "exactly")
    assert 0.80 <= row.model <= 0.86


def test_moscow_adds_no_kind_to_one_to_three_people_and_one_in_three_or_four_to_more():
    few, many = figures("moscow", "a kind added")
    assert few.model == few.documented == 0.0
    assert many.model == pytest.approx(many.documented, abs=0.05)


def test_chains_of_moscows_record_are_as_long_as_they_were():
    assert [row.model for row in figures("moscow", "chains")] == pytest.approx(
        [row.documented for row in figures("moscow", "chains")], abs=0.03
    )
