"""The readable driver at its fastest: idle days skipped as in the compiled driver, a process on every core."""

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any

from sim import EscalationModel, load_scenario
from sim.rules.day import next_due
from sim.scenario.schema import Scenario

SEED = 1
CHUNKS_A_WORKER = 8


class SkippingModel(EscalationModel):
    """The Mesa model, stepped only through the days on which anything may happen; nothing is recorded on the others."""

    def step(self) -> None:
        super().step()
        if self.running:
            self.day = min(int(next_due(self.tables, self.state, self.day - 1)), self.tables.n_days)
            self.running = self.day < self.tables.n_days


class SilentModel(SkippingModel):
    """The same, without recording anything on any day."""

    def record(self) -> None:
        pass


@dataclass(frozen=True)
class Timing:
    """Histories played, the moves in them and the time they took."""

    seconds: float
    processor_seconds: float
    runs: int
    moves: int

    @property
    def runs_per_second(self) -> float:
        return self.runs / self.seconds

    @property
    def seconds_a_move(self) -> float:
        return self.seconds / self.moves

    @property
    def processor_seconds_a_move(self) -> float:
        return self.processor_seconds / self.moves


class MesaPool:
    """Worker processes that have a scenario loaded and play it."""

    def __init__(self, pool: ProcessPoolExecutor, n_workers: int) -> None:
        self._pool, self.n_workers = pool, n_workers

    def play(self, model: type[EscalationModel], n_runs: int) -> Timing:
        """Play runs 0 to ``n_runs - 1``."""
        size = max(1, n_runs // (CHUNKS_A_WORKER * self.n_workers))
        begun = time.perf_counter()
        each = list(self._pool.map(partial(moves_and_seconds, model), range(n_runs), chunksize=size))
        seconds = time.perf_counter() - begun
        moves, processor = zip(*each, strict=True)
        return Timing(seconds, sum(processor), n_runs, sum(moves))

    def runs_lasting(self, model: type[EscalationModel], seconds: float) -> int:
        """Number of runs that take about so long; as many for each worker."""
        a_run_each = self.play(model, self.n_workers).seconds
        return self.n_workers * max(2, round(seconds / a_run_each))


@contextmanager
def mesa_pool(name: str, n_workers: int) -> Iterator[MesaPool]:
    """Start workers and wait until each has loaded the scenario and played it once."""
    context = get_context("spawn")
    ready = context.Barrier(n_workers)
    with ProcessPoolExecutor(n_workers, context, initializer=begin, initargs=(name, ready)) as executor:
        pool = MesaPool(executor, n_workers)
        pool.play(SilentModel, n_workers)  # the first task is begun when all are ready
        yield pool


_case: Scenario


def begin(name: str, ready: Any) -> None:
    """Get a worker ready."""
    global _case
    _case = load_scenario(name)
    SkippingModel(_case, SEED).run_until()
    ready.wait()


def moves_and_seconds(model: type[EscalationModel], run: int) -> tuple[int, float]:
    """Play a run in a worker; gives its moves and the processor time that it took."""
    begun = time.process_time()
    moves = int(model(_case, SEED, run).run_until().state.log.n[0])
    return moves, time.process_time() - begun


def milliseconds_of_parts(name: str, n_runs: int) -> dict[str, float]:
    """Processor time of a run on one core: building the model, playing the days that are due, recording them."""
    case = load_scenario(name)

    def per_run(play: Any) -> float:
        begun = time.process_time()
        for run in range(n_runs):
            play(run)
        return 1e3 * (time.process_time() - begun) / n_runs

    per_run(lambda run: SkippingModel(case, SEED, run).run_until())
    built = per_run(lambda run: SkippingModel(case, SEED, run))
    silent = per_run(lambda run: SilentModel(case, SEED, run).run_until())
    whole = per_run(lambda run: SkippingModel(case, SEED, run).run_until())
    return {"building": built, "playing": silent - built, "recording": whole - silent}
