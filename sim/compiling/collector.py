"""Python's search for garbage in cycles, off where most of what is made stays: then it only costs time."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

START = 200_000  # objects more than before until it looks again; Python's own 700 suit a program that has started


@contextmanager
def collector_off() -> Iterator[None]:
    """Do not search meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_seldom() -> None:
    """Search seldom from now on: for a command, which imports, reads and packs before it does anything else.

    Nor is there a last search as it ends: the system takes back whatever is left.
    """
    gc.set_threshold(START)
    atexit.register(gc.freeze)
