"""Named sweeps: what a scenario file asks about itself."""

import pytest

from sim import load_scenario, open_sweep, scenario_from, sweep
from sim.design.design import DESIGNS
from sim.design.variation import DesignError
from sim.scenario import schema
from sim.scenario.canonical import document_of
from sim.scenario.load import shipped_scenarios
from sim.scenario.problems import ScenarioError
from sim.sweeps.named import check_shown
from sim.sweeps.plan import plan_sweep
from sim.sweeps.play_points import row_schema

SHIPPED = [(path.stem, name) for path in shipped_scenarios() for name in load_scenario(path).experiments]
FILE = """\
extends: two_states
name: mine
title: Mine
end: 2030-04-30
experiments:
  mild:
    title: How mild?
    vary:
      policies.arden.k: "0.5:1:3"
      policies.belmora.preset: [ledger, grit]
    set: {start: 2030-01-15, policies.arden.c: 1/2, policies.arden.silence_first: 0.5}
    runs: 3
    show: [rupture]
    of: theatre
"""


@pytest.fixture(name="mine")
def _mine(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_file_may_ask_for_any_design():
    assert schema.Experiment.model_fields["design"].annotation.__args__ == DESIGNS


@pytest.mark.parametrize(("scenario", "name"), SHIPPED, ids=map("-".join, SHIPPED))
def test_a_shipped_experiment_can_be_played_and_drawn(scenario, name):
    plan = plan_sweep(scenario, experiment=name)
    experiment = plan.experiment
    assert (experiment["name"], plan.design.n_points * plan.runs > 50) == (name, True)
    assert experiment["about"]
    assert {"point", *experiment["show"]} <= set(row_schema().names)
    assert experiment["of"] in (None, "theatre", "run", *plan.relations)
    for point in (0, plan.design.n_points - 1):
        plan.base.with_settings(plan.design.settings(point))


def test_a_named_sweep_is_played_as_the_file_says(mine, tmp_path):
    found = sweep(mine, "mild", tmp_path / "sweep", threads=1)
    assert found.points["policies.arden.k"].tolist() == [0.5, 0.5, 0.75, 0.75, 1.0, 1.0]
    assert found.points["policies.belmora.preset"].tolist() == ["ledger", "grit"] * 3
    assert set(found.summary["runs"]) == {3}
    manifest = open_sweep(tmp_path / "sweep").manifest
    about = {"name": "mild", "title": "How mild?", "about": "", "of": "theatre", "show": ["rupture"], "frontiers": []}
    assert manifest["experiment"] == about
    case = found.scenario(3)
    assert (str(case.start), case.policies["arden"].c, case.policies["arden"].silence_first) == ("2030-01-15", 0.5, 0.5)
    assert (case.policies["arden"].k, case.policies["belmora"].preset) == (0.75, "grit")


def test_what_is_typed_comes_in_the_place_of_what_the_file_says(mine):
    plan = plan_sweep(
        str(mine),
        ["policies.arden.k=2,3", "policies.arden.c=0,1"],
        runs=7,
        settings=["policies.arden.silence_first=0.25"],
        experiment="mild",
    )
    assert [variation.text for variation in plan.design.variations] == [
        "policies.arden.k=2,3",
        "policies.belmora.preset=ledger,grit",
        "policies.arden.c=0,1",
    ]
    assert plan.runs == 7
    assert plan.base.scenario.policies["arden"].silence_first == 0.25


def test_what_is_asked_about_a_scenario_is_no_part_of_it(mine):
    case = load_scenario(mine)
    assert "experiments" not in document_of(case)
    assert document_of(case) == document_of(case.model_copy(update={"experiments": {}}))


UNKNOWN = {
    "a name that is none": ("mine", "milt", "no experiment 'milt'; expected one of the experiments of mine: .*mild"),
    "a file without any": (
        "skripal_2018",
        "mild",
        "no experiment 'mild'; expected --vary with PATH=A:B:N, .* has none",
    ),
    "nothing": ("mine", None, "nothing varies; expected --vary with .*, or one of the experiments of mine: .*mild"),
}


@pytest.mark.parametrize(("file", "name", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_refused_is(file, name, message, mine):
    with pytest.raises(DesignError, match=message) as told:
        plan_sweep(str(mine) if file == "mine" else file, experiment=name)
    assert "\n" not in str(told.value)


DOES_NOT_FIT = {
    "a row that there is not": ("of: theatre", "of: nope", "of: nothing is called 'nope'; expected a relation, run"),
    "a column that there is not": ("show: [rupture]", "show: [ruptur]", "show: 'ruptur' .* did you mean 'rupture'?"),
    "one value": ("[ledger, grit]", "[ledger]", "belmora.preset: one value is no variation"),
    "a value twice": ("[ledger, grit]", "[ledger, ledger]", "ledger stands there twice"),
    "a value with a comma": ("[ledger, grit]", "['ledger, grit', grit]", "a value with a comma cannot be varied"),
}


@pytest.mark.parametrize(("right", "wrong", "message"), DOES_NOT_FIT.values(), ids=DOES_NOT_FIT)
def test_refused_before_anything_is_played_is(right, wrong, message, mine):
    mine.write_text(FILE.replace(right, wrong), encoding="utf-8")
    with pytest.raises(DesignError, match=message) as told:
        plan_sweep(str(mine), experiment="mild")
    assert "\n" not in str(told.value)


def test_a_list_may_hold_days(mine):
    days = "timeline.first_expulsion.date: [2030-03-01, 2030-03-05]"
    mine.write_text(FILE.replace("policies.belmora.preset: [ledger, grit]", days), encoding="utf-8")
    plan = plan_sweep(str(mine), experiment="mild")
    dates = [plan.base.with_settings(plan.design.settings(n)).timeline["first_expulsion"].date.day for n in (0, 1)]
    assert dates == [1, 5]


def test_the_relation_that_is_drawn_is_followed_whatever_else_is_asked_for(mine):
    mine.write_text(FILE.replace("of: theatre", "of: arden_belmora"), encoding="utf-8")
    assert plan_sweep(str(mine), experiment="mild", relations=["arden_belmora"]).relations == ("arden_belmora",)
    plan = plan_sweep("consensus", experiment="quota", relations=["belmora_rova"])
    assert plan.relations == ("belmora_rova",)


def test_another_design_brings_its_own_number_of_points(mine):
    mine.write_text(FILE.replace("runs: 3", "runs: 3\n    design: lhs\n    points: 7"), encoding="utf-8")
    vary = ["policies.arden.k=0.5:1"]
    assert plan_sweep(str(mine), vary, experiment="mild").design.n_points == 7
    assert plan_sweep(str(mine), ["policies.arden.k=0.5:1:3"], "grid", experiment="mild").design.n_points == 6


MISTAKES = {
    "vary": ("vary:\n", "varies:\n", "experiments.mild.varies: unknown key"),
    "a value": ("runs: 3", "runs: none", "experiments.mild.runs: 'none'"),
    "a frontier": ("show: [rupture]", "frontiers: [echoes]", "experiments.mild.frontiers"),
    "what varies": ('"0.5:1:3"', "{a: 1}", "experiments.mild.vary"),
}


@pytest.mark.parametrize(("right", "wrong", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_named_with_its_line_in(right, wrong, message, mine):
    mine.write_text(FILE.replace(right, wrong), encoding="utf-8")
    with pytest.raises(ScenarioError) as told:
        load_scenario(mine)
    assert any(str(problem).startswith(f"{mine}:") and message in str(problem) for problem in told.value.problems)


MISTAKEN = {
    "a path that leads nowhere": (
        "policies.arden.k: ",
        "policies.arden.kk: ",
        "9:26: experiments.mild.vary.policies.arden.kk: unknown key; did you mean 'k'?",
    ),
    "a value beyond its bounds": (
        "0.5:1:3",
        "0.5:11:3",
        "9:25: experiments.mild.vary.policies.arden.k: 11.0 is out of range; expected 0 to 10",
    ),
    "a decimal comma": (
        "0.5:1:3",
        "0,5:1:3",
        "9:25: experiments.mild.vary.policies.arden.k: a list and a range at once; write 0.5, with a point: 0.5:1:3",
    ),
    "a name that is none": (
        "[ledger, grit]",
        "[ledger, grits]",
        "10:32: experiments.mild.vary.policies.belmora.preset: 'grits' is not known here; did you mean 'grit'?",
    ),
    "a setting beyond its bounds": (
        "arden.silence_first: 0.5",
        "arden.silence_first: 1.5",
        "11:83: experiments.mild.set.policies.arden.silence_first: 1.5 is out of range; expected 0 to 1",
    ),
    "points of a grid": (
        "runs: 3",
        "points: 9",
        "12:13: experiments.mild.points: grid counts its points by the values; only lhs, sobol and morris take",
    ),
    "too few points": (
        "runs: 3",
        "points: 9\n    design: sobol",
        "12:13: experiments.mild.points: sobol over 2 paths needs 32 points at least for indices",
    ),
    "a row that there is not": ("of: theatre", "of: nope", "14:9: experiments.mild.of: nothing is called 'nope'"),
    "a column that there is not": (
        "[rupture]",
        "[loss_at_end, ruptur]",
        "13:25: experiments.mild.show.1: 'ruptur' is not known here; did you mean 'rupture'?",
    ),
    "a relation that there is not": (
        "of: theatre",
        "relations: [arden_belmor]",
        "14:17: experiments.mild.relations.0: unknown; expected one of arden_belmora",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "line"), MISTAKEN.values(), ids=MISTAKEN)
def test_checking_a_file_names_with_its_place_in_a_sweep(right, wrong, line, mine, detente):
    mine.write_text(FILE.replace(right, wrong), encoding="utf-8")
    code, out, err = detente("check", str(mine))
    assert (code, out, err.startswith(f"{mine}:{line}"), len(err.splitlines())) == (2, "", True, 1), err


def test_checking_a_file_names_all_mistakes_of_its_sweeps(mine, detente):
    text = FILE.replace("0.5:1:3", "0.5:11:3").replace("[ledger, grit]", "[ledger]").replace("theatre", "nope")
    mine.write_text(text, encoding="utf-8")
    assert len(detente("check", str(mine))[2].splitlines()) == 3
    assert detente("run", str(mine), "--until", "2030-01-05", "--no-figures")[0] == 0  # no rule reads them


@pytest.mark.parametrize(
    ("column", "of", "problem"),
    [
        ("ties_lost_ab_at_end", "quarrel", ""),
        ("ties_lost_at_end", "theatre", ""),
        ("ties_lost_at_end", None, ""),
        ("tension_peak", "other", ""),
        ("ties_lost_ab_at_end", "other", "show: ties_lost_ab_at_end: other has none; expected of: quarrel"),
        ("ties_lost_at_end", "other", "show: ties_lost_at_end: other has none; expected of: quarrel or of: theatre"),
        ("ties_lost_ba_at_end", "theatre", "show: ties_lost_ba_at_end: theatre has none; expected of: quarrel"),
    ],
)
def test_ties_are_shown_only_of_a_row_that_has_them(column, of, problem):
    case = scenario_from(
        {
            "schema": 1, "name": "fish", "title": "Fish", "start": "2027-02-22", "end": "2027-06-30",
            "states": {"corin": {}, "ostgard": {}, "tavira": {}},
            "ties": {"visas": {"kind": "visas", "between": ["tavira", "ostgard"]}},
            "relations": {"quarrel": {"between": ["tavira", "ostgard"]}, "other": {"between": ["corin", "ostgard"]}},
        }
    )  # fmt: skip
    if not problem:
        check_shown([column], case, of)
        return
    with pytest.raises(DesignError) as caught:
        check_shown([column], case, of)
    assert str(caught.value) == problem
