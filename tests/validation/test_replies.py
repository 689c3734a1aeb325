"""The closed forms hold the documented record: what happened is not rare by the chances of the model.

Few numbers, drawn to what all sides do, cannot repeat every share of a record; the margins say how far they miss.
"""

import pytest
from scipy.stats import binomtest

from tests.validation.replies import Row, rows

FOUND = rows()
SHARES = ("answered", "exactly", "a kind added")


def figures(record: str, starts: str) -> list[Row]:
    """Rows of a record whose name begins so."""
    return [row for row in FOUND if row.record == record and row.what.startswith(starts)]


@pytest.mark.parametrize("row", [row for row in FOUND if row.what.startswith(SHARES)], ids=str)
def test_no_count_of_the_record_is_rarer_than_one_in_fifty_by_the_chance_of_the_model(row):
    assert binomtest(round(row.documented * row.n), row.n, row.model).pvalue > 0.02


@pytest.mark.parametrize("row", [row for row in FOUND if row.n >= 70 and row.what.startswith("answered")], ids=str)
def test_people_sent_home_are_answered_as_often_as_in_the_record(row):
    assert row.model == pytest.approx(row.documented, abs=0.05)


@pytest.mark.parametrize("row", [row for row in FOUND if row.what.startswith("days")], ids=str)
def test_the_quartiles_of_the_delay_are_those_of_the_record_to_a_day(row):
    assert row.model == pytest.approx(row.documented, abs=1.0)


@pytest.mark.parametrize("record", ["moscow", "world"])
def test_chains_are_as_long_as_they_were(record):
    chains = figures(record, "chains")
    assert sum(row.model for row in chains) == pytest.approx(1.0)
    assert [row.model for row in chains] == pytest.approx([row.documented for row in chains], abs=0.06)
