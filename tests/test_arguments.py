"""Every door of Python reads its arguments alike: what numpy and pandas hand out, and what cannot be meant."""

import inspect
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

import sim
from sim import EscalationModel, Move, load_scenario
from sim.engine.compiled.ensemble import Ensemble
from sim.scenario.arguments import ArgumentError
from sim.scenario.constraints import CONSTRAINTS, constraint_of, option_of

SHORT = "end=2030-03-10"
VARY = ["policies.arden.k=0.5:1.5:2"]
CHANGES = ["policies.arden.k=0.5:1.5:2"]


@pytest.fixture(scope="module")
def case():
    return load_scenario("two_states", settings=[SHORT])


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    return sim.sweep("two_states", VARY, tmp_path_factory.mktemp("swept"), runs=2, settings=[SHORT], threads=1)


class Door(NamedTuple):
    """A way to hand an argument in: what is called with it, and what a usual value is."""

    call: Callable[..., Any]
    usual: Any


def sweep_with(case, swept, folder, **given):
    vary = given.pop("vary", VARY)
    some = {"runs": 2, "settings": SHORT, "threads": 1} | given
    result = sim.sweep("two_states", vary, folder, **some)
    return [result.summary.to_csv(), json.dumps(result.manifest["fingerprint"])]


def run_with(case, swept, folder, **given):
    result = sim.run(case, **given)
    return [result.moves.to_csv(), json.dumps(result.manifest)]


def forecast_with(case, swept, folder, **given):
    forecast = sim.run(case, **({"runs": 3, "threads": 1} | given))
    return [forecast.measures.to_csv(), forecast.outcomes is None, json.dumps(forecast.manifest)]


def compare_with(case, swept, folder, **given):
    some = {"runs": 2, "threads": 1, "changes": ["policies.arden.k=1.5"]} | given
    found = sim.compare("two_states", **some)
    return [found.differences.to_csv(), json.dumps(found.manifest)]


def tournament_with(case, swept, folder, **given):
    found = sim.tournament(case, **({"runs": 2, "threads": 1, "policies": ["grit"]} | given))
    return [found.table.to_csv(), json.dumps(found.manifest)]


def offramp_with(case, swept, folder, **given):
    found = sim.offramp(case, given.pop("change", CHANGES), **({"runs": 2, "threads": 1} | given))
    return [found.tried.to_csv(), found.returns.to_csv(), json.dumps(found.manifest)]


def model_with(case, swept, folder, **given):
    return EscalationModel(case, **given).run_until("2030-01-20").trajectory.moves().to_csv()


def until(case, swept, folder, day):
    return EscalationModel(case).run_until(day).day


def injected(case, swept, folder, **given):
    model = EscalationModel(case)
    model.step()
    move = {"kind": "expel", "actor": "arden", "target": "belmora", "channel": "belmora_embassy", "count": 2} | given
    model.inject(Move(**move))
    return model.run_until().trajectory.moves().to_csv()


def answered(case, swept, folder, answers):
    model = EscalationModel(case)
    model.inject(Move("criticise", "belmora", "arden"))
    model.step()
    model.inject(Move("criticise", "arden", "belmora", answers=answers))
    return model.run_until().trajectory.moves().to_csv()


def ensemble_with(case, swept, folder, **given):
    return Ensemble(case, **({"n_threads": 1} | given)).n_days


def played(case, swept, folder, runs):
    return Ensemble(case, n_threads=1).play([runs]).runs.tolist()


def settings(case, swept, folder, point):
    return swept.settings(point)


def replayed(case, swept, folder, **given):
    return swept.replay(**({"point": 1, "run": 1} | given)).moves.to_csv()


def loaded(case, swept, folder, sets):
    return load_scenario("two_states", settings=sets).end


NUMBERS = {
    "run(seed)": Door(lambda *a, value: run_with(*a, seed=value), 2),
    "run(runs)": Door(lambda *a, value: forecast_with(*a, runs=value), 3),
    "run(runs, seed)": Door(lambda *a, value: forecast_with(*a, seed=value), 2),
    "run(replay)": Door(lambda *a, value: run_with(*a, replay=value), 2),
    "run(threads)": Door(lambda *a, value: forecast_with(*a, threads=value), 1),
    "compare(seed)": Door(lambda *a, value: compare_with(*a, seed=value), 2),
    "compare(runs)": Door(lambda *a, value: compare_with(*a, runs=value), 2),
    "compare(threads)": Door(lambda *a, value: compare_with(*a, threads=value), 1),
    "tournament(seed)": Door(lambda *a, value: tournament_with(*a, seed=value), 2),
    "tournament(runs)": Door(lambda *a, value: tournament_with(*a, runs=value), 2),
    "tournament(threads)": Door(lambda *a, value: tournament_with(*a, threads=value), 1),
    "offramp(seed)": Door(lambda *a, value: offramp_with(*a, seed=value), 2),
    "offramp(runs)": Door(lambda *a, value: offramp_with(*a, runs=value), 2),
    "offramp(threads)": Door(lambda *a, value: offramp_with(*a, threads=value), 1),
    "sweep(seed)": Door(lambda *a, value: sweep_with(*a, seed=value), 2),
    "sweep(runs)": Door(lambda *a, value: sweep_with(*a, runs=value), 2),
    "sweep(threads)": Door(lambda *a, value: sweep_with(*a, threads=value), 1),
    "sweep(points)": Door(lambda *a, value: sweep_with(*a, design="lhs", points=value), 3),
    "sweep(points_per_part)": Door(lambda *a, value: sweep_with(*a, points_per_part=value), 1),
    "SweepResult.settings": Door(lambda *a, value: settings(*a, value), 1),
    "SweepResult.replay(point)": Door(lambda *a, value: replayed(*a, point=value), 1),
    "SweepResult.replay(run)": Door(lambda *a, value: replayed(*a, run=value), 1),
    "EscalationModel(seed)": Door(lambda *a, value: model_with(*a, seed=value), 2),
    "EscalationModel(run)": Door(lambda *a, value: model_with(*a, run=value), 2),
    "Move(count)": Door(lambda *a, value: injected(*a, count=value), 3),
    "Move(answers)": Door(lambda *a, value: answered(*a, value), 1),
    "Ensemble(seed)": Door(lambda *a, value: ensemble_with(*a, seed=value), 2),
    "Ensemble(n_days)": Door(lambda *a, value: ensemble_with(*a, n_days=value), 9),
    "Ensemble(n_threads)": Door(lambda *a, value: ensemble_with(*a, n_threads=value), 1),
    "Ensemble.play": Door(lambda *a, value: played(*a, value), 2),
}
ONLY_REFUSED = {
    "sweep(workers)": Door(lambda *a, value: sweep_with(*a, threads=None, workers=value), 1)
}  # processes take long
NO_NUMBERS = [True, np.True_, 2.0, np.float64(1), "2", -1, [1], pd.NA, float("nan")]
ALIKE = [np.int64, np.uint8, lambda n: pd.Series([n])[0], lambda n: pd.Series([n], dtype="Int64")[0]]
DAYS = {
    "run(until)": Door(lambda *a, value: run_with(*a, until=value), "2030-01-20"),
    "run(runs, until)": Door(lambda *a, value: forecast_with(*a, until=value), "2030-01-20"),
    "EscalationModel.run_until": Door(lambda *a, value: until(*a, value), "2030-01-20"),
    "Move(deadline)": Door(lambda *a, value: injected(*a, deadline=value), "2030-01-20"),
}
NO_DAYS = ["tomorrow", pd.NaT, np.datetime64("NaT"), 20300120, True, ["2030-01-20"]]
AS_DAYS = [pd.Timestamp, np.datetime64, lambda day: pd.Timestamp(day).date(), lambda day: pd.Timestamp(f"{day} 13:00")]
LISTS = {
    "run(settings)": Door(lambda *a, value: run_with(*a, settings=value), "policies.arden.k=1.5"),
    "run(relations)": Door(lambda *a, value: forecast_with(*a, relations=value), "arden_belmora"),
    "run(keep)": Door(lambda *a, value: forecast_with(*a, keep=value), "outcomes"),
    "compare(relations)": Door(lambda *a, value: compare_with(*a, relations=value), "arden_belmora"),
    "compare(changes)": Door(lambda *a, value: compare_with(*a, changes=value), "policies.arden.k=1.5"),
    "compare(settings)": Door(lambda *a, value: compare_with(*a, settings=value), SHORT),
    "tournament(settings)": Door(lambda *a, value: tournament_with(*a, settings=value), SHORT),
    "tournament(policies)": Door(lambda *a, value: tournament_with(*a, policies=value), "grit"),
    "offramp(change)": Door(lambda *a, value: offramp_with(*a, change=value), "policies.arden.k=0.5:1.5:2"),
    "offramp(settings)": Door(lambda *a, value: offramp_with(*a, settings=value), SHORT),
    "sweep(vary)": Door(lambda *a, value: sweep_with(*a, vary=value), "policies.arden.k=0.5:1.5:2"),
    "sweep(settings)": Door(lambda *a, value: sweep_with(*a, settings=value), SHORT),
    "sweep(relations)": Door(lambda *a, value: sweep_with(*a, relations=value), "arden_belmora"),
    "load_scenario(settings)": Door(lambda *a, value: loaded(*a, value), SHORT),
}
NO_LISTS = [{"a"}, {"a": 1}, 3, True, [1], b"a"]
AS_LISTS = [lambda text: [text], lambda text: (text,), lambda text: pd.Index([text]), lambda text: np.array([text])]
PATHS = {
    "sweep(folder)": lambda value: sim.sweep("two_states", VARY, value),
    "open_sweep": sim.open_sweep,
    "read_result": sim.read_result,
}
TEXTS = {
    "sweep(design)": lambda value: sim.sweep("two_states", VARY, "unused", design=value),
    "sweep(cluster)": lambda value: sim.sweep("two_states", VARY, "unused", cluster=value),
    "tournament(relation)": lambda value: sim.tournament("two_states", relation=value),
}


@pytest.fixture
def answer(case, swept, tmp_path):
    """What a door gives back for a value; each time a sweep goes into another folder."""

    def ask(door: Door, value: Any) -> Any:
        return door.call(case, swept, tmp_path / str(len(list(tmp_path.iterdir()))), value=value)

    return ask


@pytest.mark.parametrize("door", NUMBERS.values(), ids=NUMBERS)
def test_a_number_of_numpy_or_pandas_gives_the_same_result_at(door, answer):
    usual = answer(door, door.usual)
    for made in ALIKE:
        assert answer(door, made(door.usual)) == usual


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
@pytest.mark.parametrize("door", (NUMBERS | ONLY_REFUSED).values(), ids=NUMBERS | ONLY_REFUSED)
def test_a_number_is_refused_on_one_line_at(door, value, answer):
    with pytest.raises(ValueError, match=r"expected a (whole number|list of such numbers)") as refused:
        answer(door, value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("door", DAYS.values(), ids=DAYS)
def test_a_day_may_be_of_pandas_or_numpy_at(door, answer):
    usual = answer(door, door.usual)
    for made in AS_DAYS:
        assert answer(door, made(door.usual)) == usual


@pytest.mark.parametrize("value", NO_DAYS, ids=repr)
@pytest.mark.parametrize("door", DAYS.values(), ids=DAYS)
def test_a_day_is_refused_on_one_line_at(door, value, answer):
    with pytest.raises(ValueError, match=r"^\w+ .*: expected a day, such as 2030-03-01$"):
        answer(door, value)


@pytest.mark.parametrize("door", LISTS.values(), ids=LISTS)
def test_one_text_is_a_list_of_one_at(door, answer):
    usual = answer(door, door.usual)
    for made in AS_LISTS:
        assert answer(door, made(door.usual)) == usual


@pytest.mark.parametrize("value", NO_LISTS, ids=repr)
@pytest.mark.parametrize("door", LISTS.values(), ids=LISTS)
def test_a_list_is_refused_on_one_line_at(door, value, answer):
    with pytest.raises(ValueError, match="expected a list of texts") as refused:
        answer(door, value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("value", [None, 3, "", True, b"x"], ids=repr)
@pytest.mark.parametrize("door", PATHS.values(), ids=PATHS)
def test_a_path_is_refused_on_one_line_at(door, value):
    with pytest.raises(ValueError, match=r"^folder .*: expected a path$"):
        door(value)


@pytest.mark.parametrize("value", [3, True, ["lhs"]], ids=repr)
@pytest.mark.parametrize("door", TEXTS.values(), ids=TEXTS)
def test_a_text_is_refused_on_one_line_at(door, value, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"^\w+ .*: expected a text$"):
        door(value)


@pytest.mark.parametrize("value", [None, 3, b"x", ("schema", 1)], ids=repr)
def test_a_scenario_is_refused_on_one_line_at_every_door(value, tmp_path):
    doors = [sim.run, sim.compare, sim.tournament, lambda given: sim.sweep(given, VARY, tmp_path)]
    said = r"^scenario .*: expected a Scenario, or the name or path of a scenario file$"
    for door in doors:
        with pytest.raises(ValueError, match=said):
            door(value)
    for name, made in (("case", EscalationModel), ("scenario", Ensemble)):
        with pytest.raises(ValueError, match=rf"^{name} .*: expected a Scenario, as load_scenario returns it$"):
            made(value)


@pytest.mark.parametrize("given", [{"keep": "outcomes"}, {"relations": ["arden_belmora"]}, {"threads": 1}], ids=str)
def test_what_is_of_many_runs_is_refused_where_one_is_played(case, given):
    with pytest.raises(ValueError, match=rf"^{next(iter(given))} .*: goes with `runs` only$"):
        sim.run(case, **given)


def test_one_text_that_varies_nothing_is_the_name_of_an_experiment(tmp_path):
    with pytest.raises(ValueError, match="no experiment 'gentle'"):
        sim.sweep("two_states", "gentle", tmp_path)


def test_a_list_that_can_be_read_once_only_is_read_once(case):
    assert sim.run(case, runs=3, threads=1, keep=(name for name in ["outcomes"])).outcomes is not None


FLAGS = {
    "run(trust)": lambda value: sim.run("two_states", until="2030-01-02", trust=value),
    "compare(trust)": lambda value: sim.compare("two_states", runs=2, changes=["policies.arden.k=2"], trust=value),
    "tournament(trust)": lambda value: sim.tournament("two_states", runs=1, policies=["grit"], trust=value),
    "load_scenario(trust)": lambda value: sim.load_scenario("two_states", trust=value),
    "sweep(trust)": lambda value: sim.sweep("two_states", VARY, "unused", trust=value),
}


@pytest.mark.parametrize("door", FLAGS.values(), ids=FLAGS)
@pytest.mark.parametrize("value", ["no", "False", 1, None])
def test_a_yes_or_no_is_true_or_false_at(door, value):
    with pytest.raises(ValueError, match=r"^trust .*: expected True or False$"):
        door(value)


DOORS = {
    "run": (sim.run, ("two_states",)),
    "compare": (sim.compare, ("two_states",)),
    "tournament": (sim.tournament, ("two_states",)),
    "sweep": (sim.sweep, ("two_states", VARY, "unused")),
    "offramp": (sim.offramp, ("two_states", CHANGES)),
    **{f"plan.{name}": (getattr(sim.plan, name), given) for name, given in {
        "run": ("two_states",), "compare": ("two_states",), "tournament": ("two_states",),
        "sweep": ("two_states", VARY, "unused"), "offramp": ("two_states", CHANGES),
    }.items()},
}  # fmt: skip
BAD = {
    "scenario": [3],
    "whole number": [True, 2.0, "2", -1, 10**30],
    "day": ["tomorrow", 20300120],
    "text": [3, ["a"]],
    "line": [3, "", "two\nlines", "a\x07bell"],
    "texts": [3, {"a"}],
    "share": [0, 1.5, "0.2", True],
    "flag": ["no", 1],
    "path": [3, ""],
    "function": [3, "print"],
    "executor": [3, "threads"],
    "measures": [3, {"a"}],
}
ARGUMENTS = [
    pytest.param(door, given, name, id=f"{door_name}({name})")
    for door_name, (door, given) in DOORS.items()
    for name in [*inspect.signature(door).parameters][len(given) :]
]


@pytest.mark.parametrize(("door", "given", "name"), ARGUMENTS)
def test_every_argument_of_every_function_is_in_the_table_and_held_to_it_by(door, given, name):
    row = constraint_of(name, door.__name__)
    for value in BAD[row.kind]:
        with pytest.raises(ArgumentError) as refused:
            door(*given, **{name: value})
        assert str(refused.value).startswith(f"{name} ")
        assert row.expected in str(refused.value)
        assert "\n" not in str(refused.value)


@pytest.mark.parametrize(("door", "given"), DOORS.values(), ids=DOORS)
def test_arguments_after_the_subject_are_given_by_name_to(door, given):
    subjects = [*inspect.signature(door).parameters.values()][: len(given) + (door.__name__ == "compare")]
    others = [*inspect.signature(door).parameters.values()][len(subjects) :]
    assert {parameter.kind for parameter in others} == {inspect.Parameter.KEYWORD_ONLY}
    with pytest.raises(TypeError, match=r"takes .* positional argument"):
        door(*given, *["two_states"] * 2)


def test_what_several_functions_take_stands_in_the_same_order_with_the_same_default():
    shared = ("seed", "settings", "runs", "relations", "threads", "progress", "trust")
    for door in (sim.run, sim.compare, sim.tournament, sim.sweep, sim.offramp):
        found = [name for name in inspect.signature(door).parameters if name in shared]
        assert found == [name for name in shared if name in found]
        defaults = {name: inspect.signature(door).parameters[name].default for name in found}
        own = {"seed": None} if door is sim.run else {}  # the file of a game names its own seed
        assert defaults | {"runs": None} == {name: SHARED_DEFAULTS[name] for name in found} | own


SHARED_DEFAULTS = {
    "seed": 1, "settings": (), "runs": None, "relations": None, "threads": None, "progress": None, "trust": False
}  # fmt: skip


@pytest.mark.parametrize("name", ["run", "compare", "tournament", "sweep", "offramp"])
def test_a_plan_takes_what_the_function_of_the_same_name_takes_but_for_progress(name):
    of_door, of_plan = (inspect.signature(getattr(place, name)).parameters for place in (sim, sim.plan))
    assert [*of_plan] == [argument for argument in of_door if argument != "progress"]


NUMBER_OPTIONS = [
    pytest.param(command, name, id=f"{command} {option_of(name)}")
    for command in ("run", "compare", "tournament", "sweep", "offramp")
    for name in inspect.signature(getattr(sim, command)).parameters
    if CONSTRAINTS[name].kind == "whole number"
]


@pytest.mark.parametrize(("command", "name"), NUMBER_OPTIONS)
@pytest.mark.parametrize("value", ["x", "2.0", "-1", "1" * 40, "٣"])
def test_a_number_that_was_typed_is_held_to_the_same_table_by(command, name, value, detente):
    words = {"compare": ["--with", "policies.arden.k=2"], "sweep": ["--vary", VARY[0]]}.get(command, [])
    code, out, err = detente(command, "two_states", *words, option_of(name), value)
    expected = constraint_of(name, command).expected
    assert (code, out, err.splitlines()) == (2, "", [f"{option_of(name)} {value}: expected {expected}"])


@pytest.mark.parametrize(
    ("door", "asked", "message"),
    [
        ("run", "changes", "run() has no argument 'changes'; other values are settings=[\"PATH=value\"]"),
        ("compare", "change", "compare() has no argument 'change'; other values are changes=[\"PATH=value\"]"),
        ("offramp", "changes", "offramp() has no argument 'changes'; other values are change=[\"PATH=value\"]"),
        ("tournament", "changes", "tournament() has no argument 'changes'; other values are settings=[\"PATH=value\"]"),
        ("run", "sed", "run() has no argument 'sed'; expected seed"),
    ],
)
def test_an_argument_that_a_function_does_not_have_is_answered_with_the_one_that_was_meant(door, asked, message):
    function, given = DOORS[door]
    with pytest.raises(TypeError) as found:
        function(*given, **{asked: ["policies.arden.k=2"]})
    assert str(found.value) == message


def test_the_rows_of_a_sweep_stand_beside_the_values_of_their_points(tmp_path):
    found = sim.sweep("two_states", ["policies.arden.k=0.5:1.5:2"], tmp_path / "sweep", runs=2, threads=1)
    rows = found.by_values.query("level == 'relation'")
    assert rows["policies.arden.k"].tolist() == [0.5, 1.5]
    assert len(found.by_values) == len(found.summary)
    assert [*found.by_values] == ["point", "policies.arden.k", *list(found.summary)[1:]]
