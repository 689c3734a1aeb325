"""What a long command says while it works: compiling, estimate, progress."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .console import remark

if TYPE_CHECKING:
    from datetime import date

    from sim.engine.compiled.ensemble import Ensemble
    from sim.engine.model import EscalationModel
    from sim.experiment.many_runs import Progress

ESTIMATE_SECONDS = 0.2  # spent on finding out how long a run takes
SILENT_SECONDS = 60.0  # between two lines where there is no terminal
SHORT_SECONDS = 3.0  # that nobody minds to wait for without a word
PILOT_SECONDS = 0.5  # of a run by which the rest is estimated


def prepare(ensemble: "Ensemble") -> None:
    """Make the rules ready, and say so where it takes long or cannot be done."""
    if not ensemble.is_compiled:
        remark(f"{_hindrance(ensemble)}, so the runs are interpreted: some hundred times slower")
        return
    if not ensemble.needs_compiling:
        ensemble.prepare()
        return
    from sim.rules.jit import IS_KEPT

    remark(f"compiling the rules for this {'machine, once' if IS_KEPT else 'command alone'}: about a minute …")
    begun = time.perf_counter()
    ensemble.prepare()
    remark(f"compiled in {time.perf_counter() - begun:.0f} s")


def _hindrance(ensemble: "Ensemble") -> str:
    rules = {policy.own_rule for policy in ensemble.scenario.policies.values() if policy.own_rule}
    return f"the own rule {', '.join(sorted(rules))} cannot be compiled" if rules else "compiling is switched off"


def say_estimate(
    ensemble: "Ensemble",
    what: str,
    n_runs: int,
    n_read: int = 0,
    n_bytes: int | None = None,
    n_threads: int | None = None,
    seconds: float = 0.0,
) -> None:
    """Say how long some runs will take, and how much memory.

    Parameters
    ----------
    what : the runs in words
    n_runs : int, runs to play, on all threads
    n_read : int, runs that one thread plays again
    n_bytes : int, memory needed; where absent, what it takes to keep all these runs
    n_threads : int; those of the ensemble if absent
    seconds : float, what is needed besides
    """
    import psutil

    from sim.experiment.many_runs import bytes_needed, in_units

    a_run = ensemble.seconds_of_a_run(1)
    if ensemble.is_compiled:  # the first one is slower than the rest
        a_run = ensemble.seconds_of_a_run(max(1, min(1000, int(ESTIMATE_SECONDS / a_run))))
    fixed, each = bytes_needed(ensemble)
    needed = psutil.Process().memory_info().rss + (fixed + each * n_runs if n_bytes is None else n_bytes)
    n_cores = n_threads or ensemble.n_threads
    cores = "1 core" if n_cores == 1 else f"{n_cores} cores"
    took = in_time(seconds + a_run * (n_runs / (n_cores if ensemble.is_compiled else 1) + n_read))
    remark(f"{what}: {took} on {cores}, {in_units(needed)} of memory")


def in_time(seconds: float) -> str:
    """Write a time to come as a reader expects it."""
    units = (("s", 1.0, 99.0), ("min", 60.0, 99.0), ("h", 3600.0, 48.0), ("days", 86400.0, float("inf")))
    unit, size = next((unit, size) for unit, size, most in units if seconds / size <= most)
    return f"about {seconds / size:.0f} {unit}" if seconds >= 1.5 else "about a second"


def play(model: "EscalationModel", last: "date | None") -> None:
    """Play one history up to a day; where that takes long, say how long, and how far it is."""
    first, n_days = model.day, ((last or model.case.end) - model.case.start).days + 1
    begun, to_come = time.perf_counter(), 0.0

    def is_going_on() -> bool:
        return model.running and model.day < n_days

    while is_going_on() and time.perf_counter() - begun < PILOT_SECONDS:
        model.step()
    if played := model.day - first:
        to_come = (time.perf_counter() - begun) / played * (n_days - model.day)
    if to_come < SHORT_SECONDS:
        model.run_until(last)
        return
    n = len(model.names.dyads)
    remark(f"{n_days:,} days of {n:,} relation{'s' if n > 1 else ''}: {in_time(to_come)}, without tables and figures")
    with progress("days") as told:
        while is_going_on():
            model.step()
            told(model.day, n_days)


@contextmanager
def progress(unit: str) -> "Iterator[Progress]":
    """Show how far it is: rate and time left on a terminal, elsewhere a line a minute."""
    from tqdm import tqdm

    is_shown, told = sys.stderr.isatty(), time.monotonic()
    with tqdm(unit=f" {unit}", disable=not is_shown, leave=False, dynamic_ncols=True) as bar:

        def show(done: int, total: int) -> None:
            nonlocal told
            if is_shown:
                bar.total = total
                bar.update(done - bar.n)
            elif time.monotonic() - told > SILENT_SECONDS:
                told = time.monotonic()
                remark(f"{done:,} of {total:,} {unit}")

        yield show
