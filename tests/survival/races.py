"""Two and three processes begin one sweep at the same moment: one plays it, the others say which."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.survival.small_sweep import (
    Undisturbed,
    begin_command,
    complains,
    differs,
    folder_in,
    parts_in,
    undisturbed,
    words_for,
)
from tests.trials import Trial

OUTPUT = 4
POINTS = 20


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Let two and three processes race for a folder; every other one was left by a process that was killed."""
    whole = undisturbed(place(), words_for(POINTS))
    for n in (2, 3):
        for i in range(times):
            here = place()
            if i % 2:
                _leave_killed(here, whole)
            yield f"races of {n} processes", _race(here, whole, n)


def _leave_killed(place: Path, whole: Undisturbed) -> None:
    """Have a process end at once that has a folder for itself."""
    child = begin_command(place, whole.words)
    while not parts_in(place) and not child.ended():
        time.sleep(0.001)
    child.kill()
    if not (folder_in(place) / "in_use_by.txt").exists():
        raise RuntimeError("the process that was killed had given its folder back")


def _race(place: Path, whole: Undisturbed, n: int) -> str:
    """Let processes ask for one folder at the same moment; says what went otherwise."""
    together = get_context("fork").Barrier(n)
    racing = []
    for i in range(n):
        (place / str(i)).mkdir(parents=True)
        (place / str(i) / "results").symlink_to(place / "results")
        racing.append(begin_command(place / str(i), whole.words, lambda: _wait_before_the_lock(together)))
    (place / "results").mkdir(exist_ok=True)
    reports = {child.pid: child.report() for child in racing}
    winners = [pid for pid, (code, _) in reports.items() if code == 0]
    if len(winners) != 1:
        return f"{len(winners)} of {n} processes played: {reports}"
    who = f": process {winners[0]} on {socket.gethostname()}, since "
    losers = [
        complains(report, OUTPUT, who, " is filling it; wait") for pid, report in reports.items() if pid not in winners
    ]
    return "; ".join(filter(None, losers)) or differs(place, whole)


def _wait_before_the_lock(together: Any) -> None:
    from sim.sweeps import run

    held = run.held

    def held_at_once(folder: Path) -> AbstractContextManager[None]:
        together.wait(timeout=60)
        return held(folder)

    run.held = held_at_once
