"""The page on October 2021 names entries that the files have, and its course of events is the likely one."""

import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from docs.playing.numbers.histories import share_as_documented
from sim import load_scenario, run

PAGE = (Path(__file__).parents[1] / "docs" / "seed.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ") and "says" not in line]
ID = re.compile(r"`(channels|observed|policies|record|relations|timeline)\.(\w+)`")
LONG = load_scenario("nato_russia_1997_2021")
FLAGSHIP = load_scenario("nato_russia_2021")


def test_every_line_has_the_account_the_file_and_the_run():
    assert len(ROWS) > 40
    assert all(len(row) == 3 for row in ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if row[2].startswith("Nothing")], ids=lambda row: row[0])
def test_what_no_run_shows_is_outside_the_scope_with_a_reason(row):
    assert re.match(r"Nothing\. Outside the scope: \w+", row[2])


@pytest.mark.parametrize(("section", "entry"), sorted(set(ID.findall(PAGE))))
def test_an_entry_that_is_named_is_there(section, entry):
    case = LONG if section == "record" else FLAGSHIP
    assert entry in getattr(case, section)


@pytest.mark.parametrize("section", ["observed", "timeline"])
def test_no_move_of_the_flagship_is_left_out(section):
    assert {entry for named, entry in ID.findall(PAGE) if named == section} == {*getattr(FLAGSHIP, section)}


BREAK = [("russia", step, "rupture", 18) for step in ("suspend_mission", "close_liaison_mission", "close_office")]
TALKS = [("nato", "offer_talks", "talks", 20), ("russia", "refuse_talks", "talks", 20)]
HISTORIES = {
    "as documented": [*BREAK, *TALKS],
    "two steps of three": [*BREAK[:2], *TALKS],
    "the third step three days later": [*BREAK[:2], (*BREAK[2][:3], 21), *TALKS],
    "NATO expels somebody": [*BREAK, *TALKS, ("nato", "expel", "mirror", 25)],
    "no offer of NATO's": BREAK,
    "Russia offers talks": [*BREAK, *TALKS, ("russia", "offer_talks", "talks", 25)],
}
SEVERITY = {"offer_talks": -2.0, "refuse_talks": 3.0}


def forecast_of(histories):
    """What a forecast keeps of some histories, each of moves between NATO and Russia: who, what, why, on what day."""
    rows = [
        {
            "run": run,
            "announced": pd.Timestamp(2021, 10, day),
            "from": party,
            "to": "russia" if party == "nato" else "nato",
            "kind": kind,
            "intent": intent,
            "severity": SEVERITY.get(kind, 6.0),
        }
        for run, moves in enumerate(histories)
        for party, kind, intent, day in moves
    ]
    return SimpleNamespace(moves=pd.DataFrame(rows), manifest={"read_closely": len(histories)})


@pytest.mark.parametrize("course", HISTORIES)
def test_a_history_goes_as_documented_only_with_all_that_happened(course):
    assert share_as_documented(forecast_of([HISTORIES[course]])) == (course == "as documented")


def test_the_share_counts_all_histories():
    assert share_as_documented(forecast_of([*HISTORIES.values()])) == pytest.approx(1 / 6)


def test_most_histories_go_as_october_2021_went():
    assert share_as_documented(run("nato_russia_2021", runs=200, keep=["moves"])) > 0.5
