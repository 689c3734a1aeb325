"""What is shown of a result or a scenario when it is printed fits on a screen."""

import copy

import pytest

from sim import EscalationModel, compare, load_scenario, offramp, run, sweep, tournament

SHORT = ["end=2030-04-30"]
TITLE = "Two states and one expulsion"


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario("two_states", settings=SHORT)


def test_a_run_is_shown_by_its_headline_and_its_tables(case):
    found = run(case)
    first, said, tables = repr(found).splitlines()
    assert first == f"RunResult: {TITLE}, seed 1"
    assert said == found.outcome["headline"]
    assert tables.startswith(f"tables: moves ({len(found.moves)} rows), trajectory (")


def test_a_forecast_is_shown_by_its_headline(case):
    found = run(case, runs=2000)
    first, said, _ = str(found).splitlines()
    assert (first, said) == (f"Forecast: {TITLE}, seed 1, runs 2000", found.manifest["headline"])


def test_a_comparison_is_shown_by_its_sentence(case):
    found = compare(case, load_scenario("two_states", settings=[*SHORT, "policies.arden.k=0.5"]), runs=3)
    assert repr(found).splitlines()[:2] == [f"Comparison: {TITLE}, seed 1, runs 3", found.sentence]


def test_a_tournament_is_shown_by_its_headline(case):
    shown = repr(tournament(case, policies=["ledger", "grit"], runs=3)).splitlines()
    assert shown[0] == f"Tournament: {TITLE}, seed 1, runs 3"
    assert "of histories end in rupture" in shown[1]
    assert shown[2] == "tables: table (4 rows)"


def test_a_way_out_is_shown_by_its_headline(case):
    found = offramp(case, ["policies.arden.k=0.5,1"], runs=3)
    assert repr(found).splitlines()[:2] == [f"Offramp: {TITLE}, seed 1, runs 3", found.manifest["headline"]]


def test_a_sweep_is_shown_by_what_has_been_played(case, tmp_path):
    shown = repr(sweep(case, ["policies.arden.k=0.5,1"], tmp_path, runs=3)).splitlines()
    assert shown[1] == f"2 of 2 points are done; in {tmp_path}"


def test_a_scenario_is_shown_in_one_line(case):
    expected = f"Scenario two_states: {TITLE}, 2030-01-01 to 2030-04-30, 2 parties"
    assert (repr(case), str(case)) == (expected, expected)


def test_a_post_is_shown_by_its_people(case):
    post = EscalationModel(case).post("arden_embassy")
    assert repr(post) == "post arden_embassy: open, 40 accredited, 40 present, ceiling 45, worth 1.00"
    assert copy.copy(post).id == "arden_embassy"
