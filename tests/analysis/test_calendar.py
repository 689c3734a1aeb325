"""What readers are told of the calendar: its days, what they bring, for what an answer had waited."""

from datetime import date
from typing import Any

import pytest

from sim import compare, run, scenario_from
from sim.analysis.calendar import days_of, told
from sim.analysis.labels import Labels
from sim.report.account import move_table
from sim.results.run_result import RunResult
from sim.scenario.canonical import document_of
from sim.scenario.schema import Scenario

OATH = {
    "date": "2030-05-01", "kind": "inauguration", "of": "arden", "title": "the inauguration of President Vane",
    "waits": {"arden": "2030-02-01", "belmora": "2029-12-01"}, "policy": "tit_for_tat", "changes": {"silence_first": 0},
    "forgets": {"arden": 0.5}, "until": "2030-11-01",
}  # fmt: skip
TREATY = {
    "date": "2030-08-01", "kind": "deal", "between": ["belmora", "arden"], "title": "the Treaty of Quellin",
    "restores": ["posts"],
}  # fmt: skip
BRIDGE = {
    "date": "2029-07-09", "kind": "anniversary", "between": ["arden", "belmora"], "yearly": True,
    "grievance": {"belmora": 1.5, "arden": -0.5},
}  # fmt: skip
QUIET = {"relations": {"arden_belmora": {"talks_per_day": {"arden": 0, "belmora": 0}}}}


def case(**calendar: Any) -> Scenario:
    return scenario_from({"extends": "two_states", "name": "days", "calendar": calendar, **QUIET})


@pytest.fixture(scope="module")
def played() -> RunResult:
    return run(case(oath=OATH, treaty=TREATY, day_of_the_bridge=BRIDGE))


def test_an_account_tells_what_each_day_brings(played: RunResult) -> None:
    document = document_of(case(oath=OATH, treaty=TREATY, day_of_the_bridge=BRIDGE))
    said = [(day.date.isoformat(), day.title, day.says) for day in told(document, Labels(document))]
    oath = "the inauguration of President Vane"
    assert said == [
        ("2030-01-01", oath, "Belmora waits for it, and until then answers nothing of Arden"),
        ("2030-02-01", oath, "Arden waits for it, and until then answers nothing of anybody"),
        (
            "2030-05-01",
            oath,
            (
                "Arden follows the policy tit for tat, with silence after a first act 0; "
                "Arden forgets 50 % of what it holds against everybody"
            ),
        ),
        (
            "2030-07-09",
            "day of the bridge",
            "Arden holds 0.50 less against Belmora; Belmora holds 1.50 more against Arden",
        ),
        ("2030-11-01", f"the end of {oath}", "Arden follows its policy of before again"),
    ]


def test_figures_mark_the_days_themselves() -> None:
    document = document_of(case(oath=OATH, treaty=TREATY, day_of_the_bridge=BRIDGE))
    days = [(day.date, day.title) for day in days_of(document, Labels(document))]
    assert days == [
        (date(2030, 5, 1), "the inauguration of President Vane"),
        (date(2030, 7, 9), "day of the bridge"),
        (date(2030, 8, 1), "the Treaty of Quellin"),
    ]


def test_an_answer_says_for_what_it_had_waited(played: RunResult) -> None:
    answers = played.moves[played.moves["parent"] == 1]
    assert {str(day)[:10] for day in answers["announced"]} == {"2030-05-01"}
    assert all(why.endswith("; it had waited for the inauguration of President Vane") for why in answers["why"])


def test_what_a_joint_act_brings_has_its_name_and_its_entry(played: RunResult) -> None:
    joint = played.moves[played.moves["intent"] == "calendar"]
    assert next(iter(joint["kind"])) == "meet"
    assert set(joint["kind"]) <= {"meet", "restore_posts"}
    assert set(joint["entry"]) == {"treaty"}
    assert next(iter(joint["why"])) == "by the calendar: the Treaty of Quellin"
    assert set(joint["why"]) <= {"by the calendar: the Treaty of Quellin", "given back: the Treaty of Quellin"}


def test_the_table_of_moves_has_the_days_in_their_place(played: RunResult) -> None:
    table = move_table(played, Labels(played.manifest["scenario"]), {"arden_belmora"})
    dates, moves = (list(column.cells) for column in table.columns[1:3])
    [place] = [n for n, text in enumerate(moves) if "Day of the bridge" in str(text)]
    assert str(dates[place]) == "9 Jul 2030"
    assert str(moves[place]).startswith("Day of the bridge: Arden holds 0.50 less against Belmora")


def test_a_refused_summit_names_the_refusal_and_its_chance() -> None:
    summit = {**TREATY, "kind": "summit", "consent": True, "date": "2030-03-20"}
    angry = {"arden_belmora": {**QUIET["relations"]["arden_belmora"], "grievance": {"arden": 500, "belmora": 500}}}
    result = run(scenario_from({"extends": "two_states", "name": "d", "calendar": {"s": summit}, "relations": angry}))
    refusals = result.moves[result.moves["intent"] == "calendar"]
    assert list(refusals["kind"]) == ["refuse_talks", "refuse_talks"]
    assert all(why.startswith("the Treaty of Quellin: refuses (chance 1.00)") for why in refusals["why"])


def test_a_day_that_moves_is_named_by_its_title() -> None:
    labels = Labels(document_of(case(oath=OATH)))
    assert labels.path("calendar.oath.date") == "date of the inauguration of President Vane"


def test_two_worlds_may_differ_in_a_day() -> None:
    result = compare(case(oath=OATH), changes=["calendar.oath.date=2030-06-01"], runs=4, seed=1)
    assert "the inauguration of President Vane" in result.sentence
