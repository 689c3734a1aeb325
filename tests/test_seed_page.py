"""The page on October 2021 names entries that the files have, and every documented move of the flagship."""

import re
from pathlib import Path

import pytest

from sim import load_scenario

PAGE = (Path(__file__).parents[1] / "docs" / "seed.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and "says" not in line]
ID = re.compile(r"`(channels|observed|policies|record|relations|timeline)\.(\w+)`")
LONG = load_scenario("nato_russia_1997_2021")
FLAGSHIP = load_scenario("nato_russia_2021")


def test_every_line_has_the_account_the_file_and_the_run():
    assert len(ROWS) > 40
    assert all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize(("section", "entry"), sorted(set(ID.findall(PAGE))))
def test_an_entry_that_is_named_is_there(section, entry):
    case = LONG if section == "record" else FLAGSHIP
    assert entry in getattr(case, section)


def test_no_documented_move_of_the_flagship_is_left_out():
    assert {entry for section, entry in ID.findall(PAGE) if section == "observed"} == {*FLAGSHIP.observed}
