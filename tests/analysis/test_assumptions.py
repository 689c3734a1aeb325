"""Assumptions that apply to a scenario, with ranges that a sweep takes as they are."""

import pytest

from sim.analysis.assumptions import assumed
from sim.design.read_variation import read_variation
from sim.scenario.base import BaseScenario
from sim.scenario.load import read_scenario, shipped_scenarios
from sim.sweeps.check_design import check_variations


def listed(name, *settings):
    return {each.path: each for each in assumed(read_scenario(name, settings))}


def test_a_choice_of_the_authors_is_listed_with_half_and_twice_its_value():
    k = listed("algeria_spain_2022")["policies.spain.k"]
    assert (k.value, k.variation, k.origin) == (1, "policies.spain.k=0.5:2", "a choice of ours")
    assert k.words == "strength of answers (k) of the policy of Spain"


def test_what_the_file_or_a_user_gives_is_no_assumption_and_what_the_record_gives_neither():
    assert "policies.arden.k" not in listed("two_states")
    assert "policies.spain.k" not in listed("algeria_spain_2022", "policies.spain.k=1.1")
    assert not any("silence_first" in path for path in listed("algeria_spain_2022"))


def test_a_breaking_point_is_listed_only_of_a_side_that_can_break():
    floors = [path for path in listed("algeria_spain_2022") if "breaking" in path]
    assert floors == []
    floors = [path for path in listed("algeria_spain_2022", "policies.spain.breaks=true") if "breaking" in path]
    assert floors == ["policies.spain.breaking_floor", "policies.spain.breaking_hollowing"]


def test_rates_of_chance_stand_first_whoever_gives_them():
    two_blocs = [*listed("two_blocs")]
    assert two_blocs[:2] == ["parameters.alliance_incidents_per_day", "parameters.incidents_per_day"]
    rate = listed("two_blocs")["parameters.alliance_incidents_per_day"]
    assert (rate.origin, rate.variation) == (
        "two_blocs.yaml:21",
        "parameters.alliance_incidents_per_day=0.00069445:0.0027778",
    )
    own = [path for path in listed("nato_russia_2021") if "incidents" in path]
    assert own == [
        "parameters.incidents_per_day",
        "relations.nato_russia.incidents_per_day.nato",
        "relations.nato_russia.incidents_per_day.russia",
    ]
    assert not any("incidents" in path for path in listed("algeria_spain_2022"))  # nothing comes by chance


def test_numbers_of_the_world_that_move_most_are_listed_unless_the_file_gives_them():
    assert {"parameters.personnel_severity_base", "parameters.talks_grievance"} <= {*listed("two_blocs")}
    assert "parameters.talks_per_day" not in listed("two_blocs", "parameters.talks_per_day=0.01")


def test_a_range_keeps_to_what_a_scenario_may_say_and_begins_at_nothing():
    found = listed("trade_and_visas")
    assert found["policies.harland.silence_tie"].variation == "policies.harland.silence_tie=0.325:1"
    assert found["policies.harland.generosity"].variation == "policies.harland.generosity=0:1"
    assert found["ties.visas.worth.kessia"].variation == "ties.visas.worth.kessia=0.5:2"


@pytest.mark.parametrize("name", [path.stem for path in shipped_scenarios()])
def test_a_sweep_takes_every_range_of(name):
    variations = [read_variation(each.variation) for each in assumed(read_scenario(name))]
    check_variations(BaseScenario.read(name), variations)
    for variation in variations:
        BaseScenario.read(name).with_settings([variation.setting(variation.at(1.0))])


def test_the_command_prints_lines_to_paste(detente):
    code, out, _ = detente("check", "algeria_spain_2022", "--assumptions")
    lines = out.splitlines()
    assert (code, lines[0].split("#")[0].split()) == (0, ["--vary", "policies.algeria.press_on=0.115:0.46"])
    assert "# 1, a choice of ours: strength of answers (k) of the policy of Algeria" in lines[1]
    assert "none is measured here" in out
    assert "detente sweep algeria_spain_2022 --design oat" in lines[-2]
    assert "detente sweep algeria_spain_2022 --design morris" in lines[-1]
    assert detente("check", "two_states", "--assumptions", "--resolved")[0] == 2


@pytest.mark.parametrize("name", ["tavira_ostgard", "quarrel"])
def test_a_relation_goes_by_the_id_that_its_file_gives_it(detente, tmp_path, name):
    text = (
        "{schema: 1, name: fish, title: Fish, start: 2027-02-22, end: 2027-12-31,\n"
        " states: {tavira: {name: Tavira}, ostgard: {name: Ostgard}},\n"
        " ties: {visas: {kind: visas, between: [tavira, ostgard]}},\n"
        f" relations: {{{name}: {{between: [tavira, ostgard]}}}},\n"
        " timeline: {act: {date: 2027-03-01, from: tavira, to: ostgard, move: suspend_visas, channel: visas}}}\n"
    )
    (tmp_path / "fish.yaml").write_text(text, encoding="utf-8")
    code, out, err = detente("check", "fish.yaml", "--assumptions")
    assert (code, err) == (0, "")
    assert "--vary policies.ledger.silence_tie=0.325:1 " in out  # which is what this act goes by
