"""Who plays the parts of a sweep: threads of this process, processes of their own, or any executor."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import partial
from multiprocessing import current_process, get_context, parent_process
from threading import Event, Thread, Timer
from typing import Any, Protocol

from sim.scenario.own_rule import ChangedRuleError

from .play_points import play_part
from .sweep import Task

GRACE_SECONDS = 2.0  # in which a process has to end after it is asked to
WAIT_SECONDS = 0.2  # until an interruption is noticed
AHEAD = 2  # parts for each worker that are handed out at a time

IMPORTED = "each worker first imports the script that calls for it"
GUARD = f'{IMPORTED}, so that call has to stand below `if __name__ == "__main__":` there; or leave out workers'

PlayedPart = tuple[int, bytes]  # number of a part, and its rows as a file


class Executor(Protocol):
    """What calls functions elsewhere, as ``concurrent.futures`` has it; a cluster's client often gives one."""

    def submit(self, function: Callable[..., Any], /, *args: Any) -> "Future[Any]":
        """Have a function called."""


class WorkerError(Exception):
    """A process that was to play a part is gone."""


def check_main() -> None:
    """Refuse workers that would have to import a script which is not a file, or which starts workers itself.

    Raises
    ------
    WorkerError
        If the script was read from a pipe, so that there is no file to import.
    SystemExit
        If this process is one that imports a script in order to become a worker.
    """
    if getattr(current_process(), "_inheriting", False):  # until a process has imported the script
        raise SystemExit(f"detente: {GUARD}")
    script = sys.modules["__main__"]
    file = getattr(script, "__file__", None)
    if getattr(script, "__spec__", None) is None and file is not None and not os.path.exists(file):
        raise WorkerError(f"{IMPORTED}, and there is no file {file}; save the script in a file, or leave out workers")


def why_not_begun() -> str:
    """Why worker processes end before they start to play: in a command only memory can be the reason."""
    return "too little memory?" if "sim.commands.app" in sys.modules else GUARD


def play_elsewhere(
    tasks: Iterable[Task],
    executor: Executor,
    n_workers: int | Callable[[], int],
    stop: Event,
    play: Callable[[Task], bytes | None] = play_part,
    give_up: Callable[[], Any] = lambda: None,
) -> Iterator[PlayedPart]:
    """Play parts by an executor, and yield each once it is finished.

    Parameters
    ----------
    n_workers : int, parts that the executor plays at the same time, 1 or more; or a function that says how many by now
    give_up : called once ``stop`` is set, to let what is being played end early

    Raises
    ------
    WorkerError
        If a process ended that was to play a part, or the executor dropped one.
    """
    begun: dict[Future[Any], int] = {}
    try:
        yield from _handed_out(iter(tasks), begun, executor, n_workers, stop, play)
        give_up()
        for future in [future for future in begun if future.cancel()]:
            del begun[future]
        while begun:
            yield from _finished(begun, None)
    finally:  # also where the rest is not wanted: a part could not be kept, say
        give_up()
        for future in begun:
            future.cancel()


def _handed_out(
    waiting: Iterator[Task],
    begun: "dict[Future[Any], int]",
    executor: Executor,
    n_workers: int | Callable[[], int],
    stop: Event,
    play: Callable[[Task], bytes | None],
) -> Iterator[PlayedPart]:
    """Hand out parts, some ahead, and give those that are finished, until all are or an end is wished for."""
    while not stop.is_set():
        room = AHEAD * (n_workers() if callable(n_workers) else n_workers)
        while len(begun) < room and (task := next(waiting, None)) is not None:
            with undisturbed():
                begun[executor.submit(play, task)] = task.part
        if not begun:
            return
        yield from _finished(begun, WAIT_SECONDS)


def _finished(begun: "dict[Future[Any], int]", timeout: float | None) -> Iterator[PlayedPart]:
    """Parts that are finished by now, taken from those handed out."""
    for future in wait(begun, timeout, FIRST_COMPLETED).done:
        part = begun.pop(future)
        try:
            content = future.result()
        except BrokenProcessPool:
            raise WorkerError("a worker process ended before its part was finished; too little memory?") from None
        except CancelledError:
            raise WorkerError(f"part {part} was given up by what was to play it; has that been stopped?") from None
        except (OSError, RuntimeError, ChangedRuleError) as problem:
            raise WorkerError(f"part {part} could not be played here ({problem}); what was finished is kept") from None
        if content is not None:
            yield part, content


def play_on_threads(tasks: Iterable[Task], n_parts: int, n_threads: int, stop: Event) -> Iterator[PlayedPart]:
    """Play parts on threads of this process: several at once, and of few parts each on several threads."""
    at_once, ending = min(n_threads, max(1, n_parts)), Event()
    play = partial(play_part, n_threads=n_threads // at_once, stop=ending)
    pool = ThreadPoolExecutor(at_once)
    try:
        yield from play_elsewhere(tasks, pool, at_once, stop, play, ending.set)
    finally:
        ending.set()
        pool.shutdown(cancel_futures=True)


def play_in_processes(tasks: Iterable[Task], n_workers: int, stop: Event) -> Iterator[PlayedPart]:
    """Play parts in processes of their own, each on one thread."""
    context = get_context("spawn")  # a forked child of a process with threads may hang
    ending, has_begun = context.Event(), context.Event()
    pool = ProcessPoolExecutor(n_workers, context, _Beginning(), (ending, has_begun))
    try:
        yield from play_elsewhere(tasks, pool, n_workers, stop, _play, ending.set)
    except WorkerError:
        if has_begun.is_set():
            raise
        raise WorkerError(f"no worker process could begin: {why_not_begun()}") from None
    finally:
        ending.set()
        pool.shutdown(cancel_futures=True)


_ending: Any = None  # in a worker: set when it is to end early


def _begin(ending: Any, has_begun: Any) -> None:
    """Make a worker ready: it ends when asked to, or with the process that started it."""
    has_begun.set()
    global _ending  # an executor hands nothing else to its processes
    _ending = ending
    if hasattr(signal, "pthread_sigmask"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, _end_soon)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    Thread(target=_end_with_parent, daemon=True).start()


class _Beginning:
    """Calls ``_begin``; a worker finds it by way of detente, for another module named sim may be nearer to it."""

    def __call__(self, ending: Any, has_begun: Any) -> None:
        _begin(ending, has_begun)

    def __reduce__(self) -> tuple[Any, ...]:
        from detente import found

        return found, (__name__, "_begin")


def _end_soon(number: int, frame: Any) -> None:
    """End in a while, after parts in hand are given up: a pool of Python 3.11 may wait for ever for a dead worker."""
    ending = Timer(GRACE_SECONDS, os._exit, (128 + number,))
    ending.daemon = True
    ending.start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _play(task: Task) -> bytes | None:
    return play_part(task, 1, _ending)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Start workers with Ctrl-C blocked: only the parent process stops them.

    SIGTERM and SIGHUP, which end a whole job or terminal, wait until the workers have started.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
