"""What a large world leaves out of its curves is nothing at all."""

import numpy as np
import pytest

from sim import load_scenario
from sim.engine.compiled.ensemble import Ensemble
from sim.engine.touched import touched_dyads
from sim.engine.trajectory import OF_DYADS
from sim.scenario.load import shipped_scenarios
from tests.bench.worlds import world_in

SEEDS = range(3)
SHIPPED = [path.stem for path in shipped_scenarios()]


@pytest.fixture(name="world", scope="module")
def _world(tmp_path_factory):
    return load_scenario(world_in(tmp_path_factory.mktemp("world"), 25, last="2030-06-30"))


def both_ways(case, run):
    """A history with the curves of all relations, and with those of the ones in which something happened."""
    ensemble = Ensemble(case, n_threads=1)
    (whole,) = ensemble.histories([run])
    dyads = touched_dyads(ensemble.packed, whole.state, ensemble.n_days)
    (sparse,) = ensemble.histories([run], dyads)
    return whole, sparse


@pytest.mark.parametrize("run", SEEDS)
def test_relations_that_are_left_out_have_only_noughts(world, run):
    whole, sparse = both_ways(world, run)
    left_out = sorted({*range(len(whole.names.dyads))} - {*sparse.curves.dyads.tolist()})
    assert left_out  # else nothing is tested
    for dyad in left_out:
        for name in set(OF_DYADS) - {"flow_net"}:  # to which talks count
            assert not whole.curve(name, dyad).any(), (whole.names.dyads[dyad], name)


@pytest.mark.parametrize("run", SEEDS)
def test_the_curves_of_groups_are_the_same_to_the_bit(world, run):
    whole, sparse = both_ways(world, run)
    for group in whole.groups:
        for name in OF_DYADS:
            np.testing.assert_array_equal(sparse.curve_of_group(group, name), whole.curve_of_group(group, name))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_lose_nothing_by_it_either(name):
    whole, sparse = both_ways(load_scenario(name), 0)
    for group in whole.groups:
        for index in OF_DYADS:
            np.testing.assert_array_equal(sparse.curve_of_group(group, index), whole.curve_of_group(group, index))


def test_a_history_of_some_relations_is_cut_from_the_whole_one(world):
    whole, sparse = both_ways(world, 0)
    cut = whole.of_relations(sparse.curves.dyads)
    for name, one, other in zip(cut.curves._fields, cut.curves, sparse.curves, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=name)


def test_talks_alone_do_not_touch_a_relation(world):
    whole, sparse = both_ways(world, 0)
    talked = {*(whole.state.log.ij[: whole.state.log.n[0]] >> 1).tolist()}
    assert talked - {*sparse.curves.dyads.tolist()}
