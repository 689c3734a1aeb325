"""The parts of a sweep played by Dask: on a cluster that there is, or on one of this machine alone.

A cluster runs whatever it is sent.  So one of this machine listens to this machine alone, and no other is used than
the one whose address the user gives.
"""

import logging
import os
import pickle
import signal
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from importlib.util import find_spec
from multiprocessing import resource_tracker
from tempfile import TemporaryDirectory
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from sim.engine.compiled.ensemble import n_cores
from sim.results.processes import PREFIX, mark, remove_folders_of_the_gone
from sim.version import __version__

from .cluster_part import end_there, ingredients, play_there
from .sweep import Task
from .workers import PlayedPart, WorkerError, play_elsewhere, undisturbed, why_not_begun

if TYPE_CHECKING:
    from concurrent.futures import Future

    from distributed import Client

LOCAL = "local"
MOST_DEATHS = 5  # of workers at one part, until it is the part that is to blame
CONNECT_SECONDS = 10
COUNT_SECONDS = 2.0  # between two counts of workers
LONELY_SECONDS = 60.0  # without any worker
ABOVE_ALL = logging.CRITICAL + 1
LOGGERS = ("asyncio", "distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application")


class ClusterError(ValueError):
    """What the user gave names no cluster, or none can be used here."""


def check_cluster(address: str, n_workers: int | None = None) -> None:
    """Raise ClusterError for anything that is not a cluster's address; the cluster is not contacted.

    Parameters
    ----------
    address : "local", "HOST:PORT", "tcp://HOST:PORT" or "tls://HOST:PORT"
    n_workers : int, processes of a local cluster; another one has those that it has
    """
    if find_spec("distributed") is None:
        raise ClusterError("a cluster needs an extra; in the folder of detente: pip install -e '.[cluster]'")
    if address == LOCAL:
        return
    if n_workers is not None:
        raise ClusterError(f"workers {n_workers}: the cluster at {address} has its own; only a local one is given them")
    try:
        parts = urlsplit(_with_scheme(address))
        is_address = parts.scheme in ("tcp", "tls") and bool(parts.hostname and parts.port)
    except ValueError:
        is_address = False
    if not is_address:
        raise ClusterError(f"cluster '{address}': expected {LOCAL}, HOST:PORT or tcp://HOST:PORT")


def _with_scheme(address: str) -> str:
    return address if "://" in address else f"tcp://{address}"


def play_on_cluster(tasks: Iterable[Task], address: str, n_workers: int | None, stop: Event) -> Iterator[PlayedPart]:
    """Play parts on a cluster of Dask, and yield each once it is finished.

    A part whose worker dies is played again by another.  A worker that is made of anything else than this process is
    refused, for its bytes could differ.

    Parameters
    ----------
    address : "local", for processes of this machine that end with the sweep; "HOST:PORT" or "tcp://HOST:PORT" of the
        scheduler of a cluster
    n_workers : int, processes of a local cluster, of one thread each; one a core if absent

    Raises
    ------
    ClusterError
        If there is no such address, or Dask is not installed.
    WorkerError
        If the cluster cannot be reached or is lost, a worker has other versions, or each worker that plays a part ends.
    """
    check_cluster(address, n_workers)
    from distributed import KilledWorker

    sweep = f"detente-{uuid4().hex[:12]}"
    try:
        with _quiet(), _client_of(address, n_workers or n_cores()) as client:
            end, room = partial(_end, client, sweep), _Room(client)
            try:
                yield from play_elsewhere(tasks, _Sender(client, sweep), room, stop, give_up=end)
            finally:
                end()
    except KilledWorker as killed:
        part = str(killed.task).removeprefix(f"{sweep}-")
        died = f"{killed.allowed_failures + 1} workers died, one after another, with {part} in hand"  # or in waiting
        raise WorkerError(f"cluster {address}: {died}; too little memory?") from None
    except (WorkerError, OSError) as problem:
        raise WorkerError(f"cluster {address}: {_on_one_line(problem)}") from None
    except Exception as problem:
        needed = f"every worker needs detente {__version__} and what goes with it, as here"
        needed = why_not_begun() if address == LOCAL else needed
        raise WorkerError(f"cluster {address}: {_on_one_line(problem)}; {needed}") from None


def _on_one_line(problem: Exception) -> str:
    """First sentence of what an exception says."""
    return (" ".join(str(problem).split()) or type(problem).__name__).partition(". ")[0].rstrip(".")


class _Call:
    """A call that is made where it is unpickled: a scheduler that only passes it on needs nothing of detente."""

    def __init__(self, function: Callable[..., Any], *args: Any) -> None:
        self._call = function, args

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self._call


class _Sender:
    """Hands parts to a cluster, each with what a worker has to be made of."""

    def __init__(self, client: "Client", sweep: str) -> None:
        self._executor: Any = client.get_executor(pure=False)
        self._sweep = sweep

    def submit(self, function: Callable[..., Any], /, *args: Any) -> "Future[bytes | None]":
        """Have a part played."""
        (task,) = args
        call = pickle.dumps(_Call(play_there, function, task, ingredients(task), self._sweep))
        key = f"{self._sweep}-part {task.part}"  # Dask's messages name it so
        future: Future[bytes | None] = self._executor.submit(pickle.loads, call, key=key)
        return future


class _Room:
    """Tells how many parts a cluster plays at the same time, by now; waits only so long for a first worker."""

    def __init__(self, client: "Client") -> None:
        self._client = client
        self._n, self._counted, self._seen = 1, -COUNT_SECONDS, time.monotonic()

    def __call__(self) -> int:
        now = time.monotonic()
        if now - self._counted > COUNT_SECONDS:
            found, self._counted = sum(self._client.nthreads().values()), now
            self._n, self._seen = max(1, found), now if found else self._seen
            if now - self._seen > LONELY_SECONDS:
                raise WorkerError(f"no worker for {LONELY_SECONDS:.0f} s")
        return self._n


def _end(client: "Client", sweep: str) -> None:
    """Let workers end early what they play; who is gone has done so."""
    with suppress(Exception):
        client.run(pickle.loads, pickle.dumps(_Call(end_there, sweep)))


@contextmanager
def _client_of(address: str, n_workers: int) -> "Iterator[Client]":
    """Connect to a cluster, one made for the purpose where none was named; nothing of it is left afterwards."""
    from distributed import Client

    if address == LOCAL and hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # where it begins later, Python lets Ctrl-C through again
    with ExitStack() as stack:
        with warnings.catch_warnings(), undisturbed():
            warnings.simplefilter("ignore")  # what Dask warns of, workers are asked for more strictly
            cluster = stack.enter_context(_local_cluster(n_workers)) if address == LOCAL else _with_scheme(address)
            client = stack.enter_context(Client(cluster, timeout=CONNECT_SECONDS, set_as_default=False))
        yield client


@contextmanager
def _local_cluster(n_workers: int) -> Iterator[Any]:
    """A cluster of processes of one thread each, which no other machine reaches."""
    from dask import config
    from distributed import LocalCluster

    before = dict(os.environ)
    remove_folders_of_the_gone()
    with TemporaryDirectory(prefix=f"{PREFIX}{mark()}-") as folder, config.set({"temporary-directory": folder}):
        try:
            with LocalCluster(
                n_workers=n_workers,
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                memory_limit=None,
                silence_logs=ABOVE_ALL,
                scheduler_kwargs={"allowed_failures": MOST_DEATHS, "dashboard_address": "127.0.0.1:0"},
            ) as cluster:
                yield cluster
        finally:
            os.environ.clear()
            os.environ.update(before)  # Dask leaves some settings there


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence Dask's log: what a user has to know is reported on one line."""
    import distributed  # noqa: F401  (sets the levels of its loggers)

    loggers = [logging.getLogger(name) for name in LOGGERS]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(ABOVE_ALL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
