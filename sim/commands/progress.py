"""What a long command says while it works: compiling, progress."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from .console import remark

if TYPE_CHECKING:
    from sim.engine.compiled.ensemble import Ensemble
    from sim.experiment.plan import Progress

SILENT_SECONDS = 60.0  # between two lines where there is no terminal
SHORT_SECONDS = 2.0  # of waiting without a word
PILOT_SECONDS = 0.5  # of a run by which the rest is estimated


def prepare(ensemble: "Ensemble", is_verbose: bool = False) -> None:
    """Make the rules ready, and say so where it takes long, is not worth it, or cannot be done.

    Parameters
    ----------
    is_verbose : whether it is also said where they were compiled, and where machine code is kept
    """
    if not ensemble.is_compiled:
        remark(_not_worth_it(ensemble) if ensemble.is_compilable else _hindered(ensemble))
        return
    if ensemble.needs_compiling:
        _compile(ensemble)
    else:
        ensemble.prepare()
    if is_verbose:
        from sim.compiling.driver import kept_in

        remark(f"the rules were compiled {ensemble.origin}; machine code is kept in {kept_in()}")


def _compile(ensemble: "Ensemble") -> None:
    from sim.compiling.cache_folder import IS_KEPT

    once = f"for this {'machine, once' if IS_KEPT else 'command alone'}"
    if ensemble.is_linked:
        remark(f"making machine code of the rules {once}: a few seconds …")
    else:
        remark(f"compiling the rules {once}: about twenty seconds …")
    begun = time.perf_counter()
    ensemble.prepare()
    remark(f"done in {time.perf_counter() - begun:.0f} s")


def _not_worth_it(ensemble: "Ensemble") -> str:
    from sim.analysis.units import in_time
    from sim.engine.compiled.ensemble import seconds_until_ready

    takes = f"{in_time(ensemble.interpreted_seconds)} of a core; compiling takes {in_time(seconds_until_ready())}"
    return f"the rules were never compiled here, so the runs are interpreted: {takes}"


def _hindered(ensemble: "Ensemble") -> str:
    rules = {policy.own_rule for policy in ensemble.scenario.policies.values() if policy.own_rule}
    why = f"the own rule {', '.join(sorted(rules))} cannot be compiled" if rules else "compiling is switched off"
    return f"{why}, so the runs are interpreted: some hundred times slower"


def say_if_long(words: str, seconds: float) -> None:
    """Say how long something takes with its tables and files, where that is not short."""
    from sim.analysis.units import in_time

    if seconds > SHORT_SECONDS:
        remark(f"{words}: {in_time(seconds)}, with tables and files")


@contextmanager
def days_shown(words: str) -> "Iterator[Progress]":
    """Show how far one history is, once it is clear that it takes long: how long first, then progress.

    Parameters
    ----------
    words : what is played
    """
    from sim.analysis.units import in_time

    is_long = False
    first: tuple[float, int] | None = None  # when the first day was played: what comes before takes its own time
    with progress("days") as show:

        def shown(done: int, total: int) -> None:
            nonlocal is_long, first
            now = time.perf_counter()
            begun, day = first = first or (now, done)
            to_come = (now - begun) / max(1, done - day) * (total - done)
            if not is_long and now - begun > PILOT_SECONDS and to_come > SHORT_SECONDS:
                is_long = True
                remark(f"{words}: {in_time(to_come)}, without tables and figures")
            if is_long:
                show(done, total)

        yield shown


@contextmanager
def progress(unit: str) -> "Iterator[Progress]":
    """Show how far it is: rate and time left on a terminal, elsewhere a line a minute."""
    from tqdm import tqdm

    tqdm.set_lock(threading.RLock())  # its own is shared by processes, and is named as leaked when one is ended

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
