"""The search for garbage is off for a while, and as before afterwards."""

import gc

import pytest

from sim.compiling.collector import START, collect_seldom, collector_off


@pytest.fixture(autouse=True)
def _as_before():
    was_on, thresholds = gc.isenabled(), gc.get_threshold()
    yield
    gc.set_threshold(*thresholds)
    (gc.enable if was_on else gc.disable)()


@pytest.mark.parametrize("was_on", [True, False])
def test_it_is_off_meanwhile_and_then_as_it_was(was_on):
    (gc.enable if was_on else gc.disable)()
    with collector_off():
        assert not gc.isenabled()
    assert gc.isenabled() == was_on


def test_it_is_on_again_after_a_failure():
    gc.enable()
    with pytest.raises(KeyError), collector_off():
        raise KeyError
    assert gc.isenabled()


def test_a_command_searches_seldom_but_does():
    gc.enable()
    collect_seldom()
    assert (gc.isenabled(), gc.get_threshold()[0]) == (True, START)
