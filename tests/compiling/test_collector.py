"""The search for garbage is off for a while, and as before afterwards."""

import atexit
import gc
import subprocess
import sys

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


def test_a_command_searches_seldom_but_does(monkeypatch):
    monkeypatch.setattr(atexit, "register", lambda _: None)  # not at the end of all tests
    gc.enable()
    collect_seldom()
    assert (gc.isenabled(), gc.get_threshold()[0]) == (True, START)


def test_a_command_does_not_search_as_it_ends():
    code = "import gc; from sim.compiling.collector import collect_seldom; collect_seldom()"
    of_a_cycle = "class Kept: __del__ = lambda self: print('found')\nkept = Kept(); kept.own = kept; del kept"
    answer = subprocess.run([sys.executable, "-c", f"{code}\n{of_a_cycle}"], capture_output=True, text=True, check=True)
    assert answer.stdout == ""
