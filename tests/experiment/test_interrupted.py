"""What an interruption is to a program: as Ctrl-C it ends loops that skip what fails, and it can be handed on."""

import pickle
from contextlib import suppress

import pytest

from sim.experiment.interrupted import Interrupted


def test_a_loop_that_skips_what_fails_can_be_stopped():
    with pytest.raises(Interrupted), suppress(Exception):
        raise Interrupted("so far")


def test_it_is_told_by_a_word_and_carries_what_was_finished_also_to_another_process():
    stopped = pickle.loads(pickle.dumps(Interrupted({"runs": 3})))
    assert (str(stopped), stopped.partial) == ("interrupted", {"runs": 3})
