"""Variations are read as they are meant, and designs visit the points that they promise."""

import itertools

import numpy as np
import pytest

from sim import load_scenario
from sim.design.design import DRAWN, Design
from sim.design.read_variation import read_variation
from sim.design.variation import DesignError
from sim.scenario.base import BaseScenario
from sim.scenario.problems import ScenarioError
from sim.scenario.values_in_force import own_value
from sim.sweeps.plan import plan_sweep
from sim.sweeps.store import point_table

VALUES = {
    "steps between two numbers": ("policies.arden.k=0.5:1.5:3", [0.5, 1.0, 1.5]),
    "steps that no binary number hits": ("policies.arden.k=0:0.3:4", [0.0, 0.1, 0.2, 0.3]),
    "steps of whole numbers": ("timeline.first_expulsion.count=1:10:4", [1, 4, 7, 10]),
    "a rate as it is spoken": ("relations.arden_belmora.talks_per_day.arden=1/400:1/200:2", [0.0025, 0.005]),
    "numbers one by one": ("policies.arden.k=2,0.5", [2, 0.5]),
    "two whole numbers, which a comma may have meant as one": ("policies.arden.k=1,5", [1, 5]),
    "names": ("policies.arden.preset=ledger, grit", ["ledger", "grit"]),
    "true and false": ("building.enabled=true,false", [True, False]),
    "days": ("timeline.first_expulsion.date=2030-03-01,2030-04-01", ["2030-03-01", "2030-04-01"]),
    "something or nothing": ("timeline.first_expulsion.count=3,null", [3, None]),
}


@pytest.mark.parametrize(("text", "values"), VALUES.values(), ids=VALUES)
def test_a_variation_names(text, values):
    variation = read_variation(text)
    found = [variation.value(i) for i in range(variation.n)]
    assert found == values
    assert [*map(type, found)] == [*map(type, values)]
    assert read_variation(variation.text) == variation


PLACES = {
    "a range": ("policies.arden.k=1:3", {0.0: 1.0, 0.25: 1.5, 1.0: 3.0}),
    "a range of whole numbers by equal parts": (
        "timeline.first_expulsion.count=1:4",
        {0.0: 1, 0.24: 1, 0.25: 2, 0.74: 3, 0.75: 4, 1.0: 4},
    ),
    "choices by equal parts": ("policies.arden.preset=ledger,grit,bully", {0.0: "ledger", 0.34: "grit", 1.0: "bully"}),
    "steps by equal parts": ("policies.arden.k=0:1:2", {0.49: 0, 0.5: 1}),
}


@pytest.mark.parametrize(("text", "places"), PLACES.values(), ids=PLACES)
def test_the_unit_interval_stands_for(text, places):
    variation = read_variation(text)
    assert {u: variation.at(u) for u in places} == places


def test_a_grid_has_every_combination_the_last_path_varying_fastest():
    design = Design.of("grid", ["policies.arden.k=1:2:2", "policies.belmora.preset=ledger,grit,bully"], None, 1)
    expected = [*itertools.product([1, 2], ["ledger", "grit", "bully"])]
    assert [design.values(point) for point in range(design.n_points)] == expected
    assert design.settings(4) == ("policies.arden.k=2", "policies.belmora.preset=grit")


def test_a_grid_is_not_written_out_to_be_counted():
    text = "policies.arden.k=0:1:1000000000000"
    design = Design.of("grid", [text, text.replace("arden", "belmora")], None, 1)
    assert design.n_points == 10**24
    assert design.values(10**24 - 1) == (1.0, 1.0)


RANGES = ["policies.arden.k=0:1", "policies.belmora.k=0:1", "policies.arden.c=0:1"]


def test_a_latin_hypercube_has_one_point_in_each_slice_of_each_path():
    design = Design.of("lhs", RANGES, 10, 7)
    slices = np.floor(10 * np.array([design.values(point) for point in range(10)])).astype(int)
    assert np.sort(slices, axis=0).T.tolist() == [[*range(10)]] * 3


def test_saltellis_sample_takes_two_points_and_mixes_them_one_path_at_a_time():
    design = Design.of("sobol", RANGES, 12, 7)
    assert design.n_points == 10  # two blocks of five: 12 points hold no power of two more
    a, *mixed, b = [design.values(point) for point in range(5)]
    for path, point in enumerate(mixed):
        assert point == tuple(b[k] if k == path else a[k] for k in range(3))


def test_a_trajectory_of_morris_changes_each_path_once_by_two_thirds():
    design = Design.of("morris", RANGES, 9, 7)
    assert design.n_points == 8
    for first in (0, 4):
        points = np.array([design.values(point) for point in range(first, first + 4)])
        steps = np.abs(np.diff(points, axis=0))
        assert np.sort(steps.sum(axis=0)) == pytest.approx([2 / 3] * 3)
        assert (steps > 0).sum(axis=1).tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("policies.arden.preset=ledger,grit", {"ledger", "grit"}),
        ("policies.arden.k=1,2,3,4", {1, 2, 3, 4}),
        ("policies.arden.k=0:7:8", {0, 2, 5, 7}),
        ("timeline.first_expulsion.count=1:4", {1, 2, 3, 4}),
    ],
)
def test_the_levels_of_morris_fall_on_values_equally_often(text, expected):
    design = Design.of("morris", [text], 4000, 1)
    values = [design.values(point)[0] for point in range(design.n_points)]
    assert set(values) == expected
    for value in expected:
        assert values.count(value) / len(values) == pytest.approx(1 / len(expected), abs=0.03)


OWN = {"policies.arden.k": 1.2, "policies.arden.preset": "proportional", "timeline.first_expulsion.count": 3}
ONE_BY_ONE = ["policies.arden.k=0:2", "policies.arden.preset=ledger,grit", "timeline.first_expulsion.count=1:9:3"]


def test_one_at_a_time_begins_at_the_scenarios_own_values_and_changes_one():
    design = Design.of("oat", ONE_BY_ONE, None, 1, OWN.get)
    assert [design.values(point) for point in range(design.n_points)] == [
        (1.2, "proportional", 3),
        (0.0, "proportional", 3),
        (2.0, "proportional", 3),
        (1.2, "ledger", 3),
        (1.2, "grit", 3),
        (1.2, "proportional", 1),
        (1.2, "proportional", 5),
        (1.2, "proportional", 9),
    ]
    assert design.settings(0)[:2] == ("policies.arden.k=1.2", "policies.arden.preset=proportional")


def test_one_at_a_time_is_not_written_out_to_be_counted():
    design = Design.of("oat", ["policies.arden.k=0:1:1000000000000"], None, 1, OWN.get)
    assert design.n_points == 10**12 + 1
    assert design.values(10**12) == (1.0,)


OWN_VALUES = {
    "given in the file": ("policies.arden.k", 1.2),
    "of the preset": ("policies.arden.preset", "proportional"),
    "left to the default": ("policies.belmora.half_life_days", 2555.0),
    "for everybody": ("parameters.k", 1.0),
    "of a relation, by the world's default": ("relations.arden_belmora.asks_recognition.arden", 0.0),
    "that stands for another one": ("channels.arden_consulate.ceiling", 7),
    "a day": ("timeline.first_expulsion.date", "2030-03-01"),
    "nothing": ("policies.arden.hold_until", None),
}


@pytest.mark.parametrize(("path", "value"), OWN_VALUES.values(), ids=OWN_VALUES)
def test_the_scenarios_own_value_is_known_where_it_is(path, value):
    assert own_value(load_scenario("two_states"), path) == value


def test_a_sweep_one_at_a_time_keeps_the_own_values_with_its_points():
    vary = ["policies.arden.k=0:2", "policies.belmora.half_life_days=100:200"]
    points = point_table(plan_sweep("two_states", vary, "oat")).to_pandas()
    assert points["policies.arden.k"].tolist() == [1.2, 0.0, 2.0, 1.2, 1.2]
    assert points["policies.belmora.half_life_days"].tolist() == [2555, 2555, 2555, 100, 200]


@pytest.mark.parametrize("name", DRAWN)
def test_points_are_drawn_by_the_seed_alone(name):
    def points(seed):
        design = Design.of(name, RANGES, 16, seed)
        return [design.values(point) for point in range(design.n_points)]

    np.random.seed(0)  # noqa: NPY002  (nobody else's numbers may be used, nor changed)
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    assert points(2**64 - 1) == points(2**64 - 1) != points(1)
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


REFUSED = {
    "no values": ("grid", ["policies.arden.k"], None, "--vary policies.arden.k: expected PATH=A:B:N, PATH=A:B or"),
    "one value": ("grid", ["policies.arden.k=1"], None, "one value is no variation"),
    "an empty value": ("grid", ["policies.arden.k=1,,2"], None, "expected numbers, names, true or false"),
    "a value twice": ("grid", ["policies.arden.k=1,2,1"], None, "1 stands there twice"),
    "decimal commas": (
        "grid",
        ["policies.arden.k=1,5,2,5"],
        None,
        "5 stands there twice; a decimal number has a point: 1.5",
    ),
    "a list in a list": ("grid", ["policies.arden.k=[1],[2]"], None, "expected numbers, names, true or false"),
    "ends that are no numbers": ("grid", ["policies.arden.k=a:b:3"], None, "'a' is not a number"),
    "an end that is too large": ("grid", ["policies.arden.k=0:1e999:3"], None, "'1e999' is not a number"),
    "ends the wrong way round": ("grid", ["policies.arden.k=2:1:3"], None, "2 is not below 1"),
    "a single step": ("grid", ["policies.arden.k=1:2:1"], None, "'1' values; expected a whole number from 2 to"),
    "steps between whole numbers": (
        "grid",
        ["timeline.first_expulsion.count=1:10:5"],
        None,
        "timeline.first_expulsion.count takes whole numbers, and not all of these are",
    ),
    "a range in a grid": ("grid", ["policies.arden.k=1:2"], None, "a grid needs a number of values, PATH=A:B:N"),
    "nothing": ("grid", [], None, "nothing varies; expected --vary with PATH"),
    "a path twice": ("grid", ["a.b=1,2", "a.b=3,4"], None, "a.b and a.b vary the same value"),
    "a path in a path": ("grid", ["a.b=1,2", "a=3,4"], None, "a.b and a vary the same value"),
    "a file": ("grid", ["extends=a,b"], None, "a file cannot be varied"),
    "another scenario": ("grid", ["name=a,b"], None, "--vary name=a,b: the name cannot be varied"),
    "an experiment": ("grid", ["experiments.patience.runs=1,2"], None, "experiments cannot be varied"),
    "all experiments": ("grid", ["experiments=a,b"], None, "experiments cannot be varied"),
    "three names for morris": (
        "morris",
        ["policies.arden.preset=ledger,grit,bully"],
        None,
        "morris draws 4 levels, and takes a range of real numbers, 2 values or a multiple of 4; sobol and lhs",
    ),
    "five steps for morris": ("morris", ["policies.arden.k=0:1:5"], None, "k=0:1:5: 5 values; morris draws 4 levels"),
    "six whole numbers for morris": ("morris", ["timeline.first_expulsion.count=1:6"], None, ", such as 1:4 or 1:8;"),
    "points of a grid": ("grid", ["policies.arden.k=1:2:3"], 9, "only lhs, sobol and morris take their number"),
    "points of one at a time": ("oat", ["policies.arden.k=1:2"], 9, "oat counts its points by the values; only lhs"),
    "a section one at a time": ("oat", ["timeline.cut=a,b"], None, "a whole section; expected the path of one value"),
    "too few points": ("sobol", RANGES, 4, "4 points; sobol over 3 paths needs 40 at least"),
    "an unknown design": ("net", RANGES, None, "no design 'net'; expected one of grid, lhs, sobol, morris, oat"),
}


@pytest.mark.parametrize(("name", "vary", "points", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_on_one_line_is(name, vary, points, message):
    with pytest.raises(DesignError) as told:
        Design.of(name, vary, points, 1, {"timeline.cut": {"count": 3}}.get)
    assert message in str(told.value)
    assert "\n" not in str(told.value)


NOT_DECIMAL = {
    "of persons": ("timeline.first_expulsion.count=1,2,1", "1"),
    "below zero": ("policies.arden.k=-1,2,-1", "-1"),
    "with points": ("policies.arden.k=1.5,2,2", "2"),
}


@pytest.mark.parametrize(("text", "twice"), NOT_DECIMAL.values(), ids=NOT_DECIMAL)
def test_nothing_is_said_of_decimal_points_in_a_list_of_numbers(text, twice):
    with pytest.raises(DesignError) as told:
        read_variation(text)
    assert str(told.value) == f"--vary {text}: {twice} stands there twice"


SETTINGS = {
    "a number": ("two_states", "policies.arden.k=0.1"),
    "what was set before": ("two_states", "end=2030-06-30"),
    "a removal": ("two_states", "timeline.first_expulsion=null"),
    "a mistake": ("two_states", "policies.arden.kk=0.1"),
    "a documented move that stands in a table": ("skripal_2018", "observed.british_ultimatum.confidence=low"),
}


@pytest.mark.parametrize(("source", "setting"), SETTINGS.values(), ids=SETTINGS)
def test_a_scenario_read_once_takes_as_its_file_does(source, setting):
    def result(load):
        try:
            return load()
        except ScenarioError as error:
            return str(error)

    before = ["end=2030-09-30"] if source == "two_states" else []
    base = BaseScenario.read(source, before)
    expected = result(lambda: load_scenario(source, settings=[*before, setting]))
    assert result(lambda: base.with_settings([setting])) == expected
    assert base.with_settings([]) == base.scenario == load_scenario(source, settings=before)  # it stays what it was
