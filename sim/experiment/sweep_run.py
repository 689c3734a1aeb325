"""A sweep played into its folder, from where it was left."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from sim.engine.ensemble import Ensemble, n_cores

from .forecast import Progress, until_interrupted
from .interrupted import Interrupted
from .sweep import Sweep, with_busiest
from .sweep_size import refuse_too_large
from .sweep_store import begin, held, keep_part, write_summary
from .workers import Executor, Played, play_elsewhere, play_here, play_in_processes


def complete(
    sweep: Sweep,
    folder: Path,
    threads: int | None = None,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
    csv: bool = False,
    command: str = "",
) -> None:
    """Play what is missing of a sweep in its folder; arguments as for :func:`sim.api.sweep`.

    Raises
    ------
    OutputError
        If another process fills the folder, it holds something else, or it cannot be written.
    TooLargeError
        If the sweep does not fit.
    WorkerError
        If a process that played a part is gone.
    Interrupted
        By Ctrl-C; what was finished is kept.
    """
    refuse_too_large(sweep, folder, workers or 0, csv)
    sweep = with_busiest(sweep)
    with held(folder), until_interrupted() as stop:
        parts = begin(folder, sweep, command)
        done = sum(len(sweep.points_of(part)) for part in parts)
        missing = [part for part in range(sweep.n_parts) if part not in parts]
        for part, content in _played(sweep, missing, threads, workers, executor, stop):
            parts[part] = keep_part(folder, part, content)
            done += len(sweep.points_of(part))
            if progress is not None:
                progress(done, sweep.design.n_points)
        if len(parts) < sweep.n_parts:
            raise Interrupted(None)
        write_summary(folder, parts, csv)


def _played(
    sweep: Sweep,
    parts: Sequence[int],
    threads: int | None,
    workers: int | None,
    executor: Executor | None,
    stop: Event,
) -> Iterator[Played]:
    """Parts, as they are finished."""
    tasks = map(sweep.task, parts)
    if executor is not None:
        return play_elsewhere(tasks, executor, workers or n_cores(), stop)
    if workers is None or not parts:
        return play_here(tasks, threads or n_cores(), stop)
    Ensemble(sweep.base.scenario, n_threads=1).prepare()  # or else every process would compile
    return play_in_processes(tasks, min(workers, len(parts)), stop)
