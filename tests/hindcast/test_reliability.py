"""What figures and pages of a hindcast call a case."""

import pytest

from sim.hindcast.reliability import title_of

CALLED = {
    "us_cuba_2017": "Cuba and the United States, 2017",
    "skripal_2018": "Russia, the United Kingdom and others, 2018",
    "border_quarrel": "Border quarrel",  # of a table of somebody's own
}


@pytest.mark.parametrize("case", CALLED)
def test_a_case_is_called_by_its_title_and_one_without_by_its_name_in_words(case: str) -> None:
    assert title_of(case) == CALLED[case]
