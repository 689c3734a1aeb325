"""Killed at any instant, and resumed, perhaps to be killed again: the files are those of an undisturbed sweep."""

import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from tests.survival.small_sweep import (
    WORKERS,
    Child,
    Undisturbed,
    begin_command,
    differs,
    undisturbed,
    words_for,
)
from tests.trials import Trial

POINTS = 20
LONGER = {"threads": 1.0, "processes": 4.0}  # than in threads: processes have to begin
END_SECONDS = 20  # within which the processes of one that was killed end


def in_threads(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Kill sweeps that are played in threads, so many times."""
    return _kills("threads", times, place)


def in_processes(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Kill sweeps that are played in processes of their own, so many times."""
    return _kills("processes", times, place)


def _kills(name: str, times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    whole = undisturbed(place(), words_for(POINTS))
    instants, left = random.Random(f"kills of {name}"), times
    while left:
        words = words_for(POINTS, *WORKERS[name])
        killed, wrong = _one_sweep(
            place(), words, whole, lambda: instants.uniform(0.0, LONGER[name] * whole.seconds), left
        )
        yield from [(f"killed at any instant, {name}", wrong)] * killed
        left -= killed


def _one_sweep(
    place: Path, words: list[str], whole: Undisturbed, instant: Callable[[], float], most: int
) -> tuple[int, str]:
    """Begin a sweep until it ends by itself; how often it was killed, and what went wrong."""
    killed = 0
    while True:
        child, left = begin_command(place, words), 0
        if killed < most:
            time.sleep(instant())
            left = _kill(child)
        code, complaint = child.report()
        killed += code == -signal.SIGKILL
        if left:
            return killed, f"{left} processes left behind"
        if code != -signal.SIGKILL:
            return killed, differs(place, whole) if code == 0 else f"ended with {code}: {complaint}"


def _kill(child: Child) -> int:
    """Kill a process, if it is still there; how many of those that it began do not end by themselves."""
    own = [] if child.ended() else psutil.Process(child.pid).children(recursive=True)
    child.kill()
    return len(psutil.wait_procs(own, timeout=END_SECONDS)[1])
