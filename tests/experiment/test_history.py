"""One history: the same files by either driver; those of a large world leave out where nothing happened."""

from dataclasses import replace

import pytest

from sim import plan
from sim.engine import touched
from sim.experiment import history
from sim.results.reading import read_result
from tests.bench.worlds import world_in

READABLE, COMPILED = 1 << 60, 0  # post-days up to which the readable driver plays


@pytest.fixture(name="world", scope="module")
def _world(tmp_path_factory):
    return world_in(tmp_path_factory.mktemp("world"), 25, last="2030-03-31")


@pytest.fixture(name="is_large", autouse=True)
def _is_large(monkeypatch):
    monkeypatch.setattr(touched, "MOST_RELATION_DAYS", 1000)
    monkeypatch.setattr(history, "WORTH_COMPILING", 0)


def files_of(planned, folder, monkeypatch, up_to):
    """What a plan writes, by name, played by the readable driver or by the compiled one."""
    monkeypatch.setattr(history, "READABLE_POST_DAYS", up_to)
    assert bool(planned.drivers()) == (up_to == COMPILED)
    return {path.name: path.read_bytes() for path in planned.play().save(folder)}


@pytest.mark.parametrize("name", ["two_blocs", "skripal_2018", "trade_and_visas"])
def test_both_drivers_write_the_same_bytes(name, tmp_path, monkeypatch):
    by = [files_of(plan.run(name, seed=3), tmp_path / str(up_to), monkeypatch, up_to) for up_to in (READABLE, COMPILED)]
    assert by[0] == by[1]


@pytest.mark.parametrize("all_relations", [False, True])
def test_both_drivers_write_the_same_bytes_of_a_large_world(world, all_relations, tmp_path, monkeypatch):
    by = [
        files_of(replace(plan.run(world), all_relations=all_relations), tmp_path / str(up_to), monkeypatch, up_to)
        for up_to in (READABLE, COMPILED)
    ]
    assert by[0] == by[1]


def test_tables_of_a_large_world_have_the_relations_in_which_something_happened(world):
    result = plan.run(world).play()
    listed, relations = result.manifest["relations"], result.outcome["relations"]
    assert 0 < len(listed) < len(relations)
    assert {name for name, it in relations.items() if it["hostile_moves"]} <= {*listed}
    of_dyads = result.trajectory[result.trajectory["level"] == "relation"]
    assert {*of_dyads["name"]} == {*result.scales[result.scales["level"] == "relation"]["name"]} == {*listed}
    assert len({*result.posts["channel"]}) == 2 * len(listed)  # an embassy each way


def test_what_is_left_out_of_the_tables_ends_in_the_outcome_as_it_would(world):
    sparse, whole = plan.run(world).play(), replace(plan.run(world), all_relations=True).play()
    assert sparse.outcome == whole.outcome
    assert (sparse.manifest.get("all_relations"), whole.manifest["all_relations"]) == (None, True)


def test_a_large_world_is_read_as_it_was_written(world, tmp_path):
    result = plan.run(world).play()
    result.save(tmp_path)
    again = read_result(tmp_path)
    assert again.outcome == result.outcome
    assert {*again.posts["channel"]} == {*result.posts["channel"]}


def test_all_relations_have_a_folder_of_their_own(world):
    planned = plan.run(world)
    assert planned.folder_name != replace(planned, all_relations=True).folder_name
