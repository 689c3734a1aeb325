"""Many runs one after another: set the state back, play, count; the one function that is compiled as a whole."""

from typing import NamedTuple

from sim.rules.jit import compiled, rule
from sim.rules.world import Flags, Floats, Ints

from .exchanges import note_packages
from .history import FINISHED, NO_ROOM, play_run
from .tally import count_run, keep_curves


class Blocks(NamedTuple):
    """All that a run writes and that has to be set back, and its values before the first run.

    Rows of logs are not part of it: a run reads no row that it has not written, and its counters say how many it has.
    """

    ints: Ints
    floats: Floats
    flags: Flags
    first_ints: Ints
    first_floats: Floats
    first_flags: Flags

    @property
    def is_shared(self) -> bool:
        """Its arrays are those of the state, too."""
        return True


class Job(NamedTuple):
    """Runs to play, and where their curves are kept."""

    runs: Ints  # (R,) numbers of the runs
    whole: Floats  # (R, NOTED, S, K) curves noted; without any row where they are not kept


@compiled
def play_runs(tables, state, blocks, curves, followed, rows, packages, tally, job, first, n_days):
    """Play runs one after another from the ``first`` of a list on, and count them.

    Parameters
    ----------
    blocks : Blocks, of which the arrays of the state are views
    curves : Curves of all days of the last run; without any row where none are wanted
    rows : Rows; where there are fewer than runs each outcome overwrites the one before
    packages : Packages, to which those of these runs are added; without any row where none are wanted
    job : Job
    first : int, place in the list
    n_days : int, days to play

    Returns
    -------
    tuple of int, place of the run that could not be finished, or the length of the list; and how it ended
    """
    runs = job.runs
    for r in range(first, runs.size):
        set_back(blocks)
        state.run[0] = runs[r]
        row = min(r, rows.moves.size - 1)
        end = play_run(tables, state, curves, followed, rows, r=row, n_days=n_days)
        if end != FINISHED:
            return r, end
        if not note_packages(state.log, runs[r], packages):
            return r, NO_ROOM
        count_run(followed, rows, row, tally)
        keep_curves(followed, job.whole, r)
    return runs.size, FINISHED


@rule
def set_back(blocks):
    """Set everything to what it was in the beginning."""
    copy_over(blocks.ints, blocks.first_ints)
    copy_over(blocks.floats, blocks.first_floats)
    copy_over(blocks.flags, blocks.first_flags)


@rule
def copy_over(to, given):
    """Copy one array into another of the same size."""
    for n in range(to.size):
        to[n] = given[n]
