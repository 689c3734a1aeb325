"""Whatever is in a scenario file, it is read or refused with its place: several hundred changed files."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import EscalationModel
from sim.engine.trajectory import Trajectory
from sim.scenario.document import read_document
from sim.scenario.load import read_scenario
from sim.scenario.problems import Origin
from sim.scenario.schema import Parameters, Policy, PolicyChanges, PolicyChoices, TimelineMove, json_schema
from tests.promises._nonsense import nonsense_in
from tests.promises.scenarios import SEEDS

ROOT = Path(__file__).parents[2]
SMALL = SEEDS / "small.yaml"
# of which a few stand there, and what others sections have as well; the rest comes as "a key added"
NUMBERS = {*Parameters.model_fields, *Policy.model_fields, *PolicyChanges.model_fields} - {*PolicyChoices.model_fields}
OF_POLICIES = {("calendar", "*", "changes", key) for key in PolicyChoices.model_fields}
OF_MOVES = {(section, "*", key) for section in ("observed", "record") for key in TimelineMove.model_fields}


def test_whatever_is_in_a_scenario_file_it_is_read_or_refused_with_its_place_and_plays_alike_in_both_drivers():
    command = [sys.executable, "-m", "tests.promises", "scenarios", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_the_scenario_that_is_changed_is_sound_and_has_every_key_of_the_schema():
    assert read_scenario(SMALL).scenario.name == "small"
    tree = read_document(SMALL.read_text(encoding="utf-8"), Origin(SMALL), [])
    assert tree is not None
    schema = json_schema()
    known = {path for path in keys_of(schema, schema, ()) if path[-1] not in NUMBERS}
    elsewhere = OF_POLICIES | OF_MOVES
    assert known - {*keys_in(tree.plain(), schema, schema, ())} - elsewhere == {("extends",)}


Path_ = tuple[str, ...]


def keys_of(schema: dict[str, Any], shape: dict[str, Any], path: Path_) -> Iterator[Path_]:
    """Paths of all keys that a schema knows, with "*" for an id."""
    shape = followed(schema, shape)
    for key, inner in shape.get("properties", {}).items():
        yield (*path, key)
        yield from keys_of(schema, inner, (*path, key))
    for inner in by_id(shape):
        yield from keys_of(schema, inner, (*path, "*"))


def keys_in(value: Any, schema: dict[str, Any], shape: dict[str, Any], path: Path_) -> Iterator[Path_]:
    """Paths of the keys that stand in a document, with "*" for an id."""
    shape = followed(schema, shape)
    for key, inner in value.items() if isinstance(value, dict) else ():
        known = shape.get("properties", {}).get(key)
        if known is not None:
            yield (*path, key)
        for below in [known] if known is not None else by_id(shape):
            yield from keys_in(inner, schema, below, (*path, key if known is not None else "*"))


def followed(schema: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    shape = next((choice for choice in shape.get("anyOf", ()) if choice.get("type") != "null"), shape)
    found: dict[str, Any] = schema["$defs"][shape["$ref"].rpartition("/")[2]] if "$ref" in shape else shape
    return found


def by_id(shape: dict[str, Any]) -> list[dict[str, Any]]:
    others = shape.get("additionalProperties")
    return [*shape.get("patternProperties", {}).values(), *([others] if isinstance(others, dict) else [])]


# What counts as nonsense --------------------------------------------------------------------------------


@pytest.fixture(name="run")
def _run() -> Trajectory:
    return EscalationModel(read_scenario(SMALL).scenario, seed=1).run_until("2030-01-20").trajectory


def test_a_history_as_it_is_played_is_no_nonsense(run: Trajectory):
    assert nonsense_in(run) == ""


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda run: put(run.curves.accredited, -1), "accredited is negative"),
        (lambda run: put(run.curves.tension, np.nan), "curves.tension: NaN"),
        (lambda run: put(run.curves.loss, 1.5), "curves.loss: no share"),
        (lambda run: put(run.state.grievance, np.inf), "state.grievance: infinite"),
        (lambda run: put(run.state.posts.held_back, 1.5), "posts.held_back: no share"),
        (lambda run: put(run.curves.ceiling, 10_000), "grow to 10000"),
        (lambda run: put(run.curves.accredited, 10_000), "more people than posts"),
        (lambda run: put(run.state.log.count, -2), "a move of fewer than no people"),
    ],
)
def test_nonsense_is_found(run: Trajectory, spoil: Callable[[Trajectory], None], said: str):
    spoil(run)
    assert said in nonsense_in(run)


def put(array: Any, value: float) -> None:
    array.flat[0] = value
