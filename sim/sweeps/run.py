"""A sweep played into its folder, resumed where it was left."""

import signal
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import Event, current_thread, main_thread

from sim.engine.compiled.ensemble import n_cores, n_threads_of
from sim.experiment.interrupted import Interrupted, until_interrupted
from sim.experiment.plan import Progress
from sim.results.files import check_name

from .cluster import LOCAL, check_cluster, play_on_cluster
from .lock import held
from .play_points import driver_of, is_small
from .size import refuse_too_large
from .store import begin, finish, keep_part, key_of
from .sweep import Sweep, made_ready
from .workers import Executor, PlayedPart, WorkerError, check_main, play_elsewhere, play_in_processes, play_on_threads


def complete(
    sweep: Sweep,
    folder: Path,
    threads: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    csv: bool = False,
    command: str = "",
    cluster: str | None = None,
    stop: Event | None = None,
) -> None:
    """Play what is missing of a sweep in its folder; arguments as for :func:`sim.api.sweep`.

    Raises
    ------
    OutputError
        If another process fills the folder, it holds something else, or it cannot be written.
    ClusterError
        If the address is not that of a cluster, or Dask is not installed.
    TooLargeError
        If the sweep does not fit.
    WorkerError
        If a process that played a part is gone, or a cluster; or the script that calls this cannot have workers.
    Interrupted
        By Ctrl-C, ``stop``, or the end that a cluster sets a job (SIGTERM); what was finished is kept.
    """
    check_name(folder)
    threads = n_threads_of(threads)
    if cluster is not None:
        check_cluster(cluster, workers)
    if executor is None and (workers is not None or cluster == LOCAL):
        check_main()
    processes = n_cores() if cluster == LOCAL and workers is None else workers or 0
    refuse_too_large(sweep, folder, processes, csv)
    with held(folder):
        sweep = made_ready(sweep)
        with until_interrupted(stop) as stop, _terminated_alike():
            key, parts = key_of(sweep), begin(folder, sweep, command)
            done = sum(len(sweep.points_of(part)) for part in parts)
            missing = [part for part in range(sweep.n_parts) if part not in parts]
            played = _played(sweep, missing, threads, workers, executor, cluster, stop)
            with closing(_while_alive(played, stop)) as alive:  # playing ends where a part cannot be kept
                for part, content in alive:
                    parts[part] = keep_part(folder, key, part, content)
                    done += len(sweep.points_of(part))
                    if progress is not None:
                        progress(done, sweep.design.n_points)
            if len(parts) == sweep.n_parts:
                finish(folder, sweep, parts, csv, stop)
            if stop.is_set() or len(parts) < sweep.n_parts:
                raise Interrupted(None)


def _while_alive(played: Iterator[PlayedPart], stop: Event) -> Generator[PlayedPart]:
    """Parts, until who plays them is gone: once an end is wished for, that is no mistake."""
    try:
        yield from played
    except WorkerError:
        if not stop.is_set():
            raise


@contextmanager
def _terminated_alike() -> Iterator[None]:
    """Have SIGTERM do what Ctrl-C does, unless somebody else makes something of it."""
    if current_thread() is not main_thread() or signal.getsignal(signal.SIGTERM) != signal.SIG_DFL:
        yield
        return
    signal.signal(signal.SIGTERM, lambda number, frame: signal.raise_signal(signal.SIGINT))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _played(
    sweep: Sweep,
    parts: Sequence[int],
    threads: int,
    workers: int | None,
    executor: Executor | None,
    cluster: str | None,
    stop: Event,
) -> Iterator[PlayedPart]:
    """Parts, as they are finished."""
    if not parts:
        return iter(())
    driver = driver_of(sweep, sum(len(sweep.points_of(part)) for part in parts))
    tasks = (sweep.task(part, is_small(driver)) for part in parts)
    if executor is not None:
        return play_elsewhere(tasks, executor, workers or n_cores(), stop)
    if workers is None and cluster is None:
        return play_on_threads(tasks, len(parts), threads, stop)
    if driver.needs_compiling:
        driver.prepare()  # or else every process would compile
    if cluster is not None:
        return play_on_cluster(tasks, cluster, workers, stop)
    return play_in_processes(tasks, min(workers or n_cores(), len(parts)), stop)
