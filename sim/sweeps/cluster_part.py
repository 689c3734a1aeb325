"""A part of a sweep on a worker of a cluster, which has to be made of the same as who sends it."""

import os
import socket
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from threading import Event

from filelock import FileLock

from sim.engine.compiled.ensemble import Ensemble
from sim.results.provenance import digests_here, releases
from sim.scenario.own_rule import digests

from .sweep import Task
from .workers import WorkerError

_endings: defaultdict[str, Event] = defaultdict(Event)  # in a worker, by sweep: set when it is to end early
_is_ready = Event()  # in a worker, once its rules are compiled


def end_there(sweep: str) -> None:
    """Have this worker end early what it plays of a sweep."""
    _endings[sweep].set()


def play_there(play: Callable[..., bytes | None], task: Task, expected: Mapping[str, str], sweep: str) -> bytes | None:
    """Play a part on this worker.

    Raises
    ------
    WorkerError
        If this worker is made of anything else than expected.
    """
    found = releases() | _named(digests_here(task.rules))
    for name in expected:
        if found[name] != expected[name]:
            raise WorkerError(
                f"a worker on {socket.gethostname()} has {name} {found[name]}, and here it is {expected[name]}; "
                "results could differ, so all have to have the same"
            )
    _make_ready(task)
    return play(task, 1, _endings[sweep])


def _make_ready(task: Task) -> None:
    """Compile the rules, of all workers that share a cache the first one alone."""
    if _is_ready.is_set():
        return
    ensemble = Ensemble(task.base.scenario, n_threads=1, n_runs=task.few_runs)
    if ensemble.needs_compiling:
        with FileLock(Path(os.environ["NUMBA_CACHE_DIR"]) / "compiling.lock"):
            ensemble.prepare()
    _is_ready.set()


def ingredients(task: Task) -> dict[str, str]:
    """What the bytes of a part depend on beside its task: versions, and the files of users' own rules."""
    return releases() | _named(digests(task.rules))


def _named(rules: Mapping[str, str]) -> dict[str, str]:
    return {f"own rule {path}": digest for path, digest in rules.items()}
