"""Killed at every single call on files, as Python makes them and, where there is strace, as the system gets them."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.survival.file_calls import FileCalls, kill_at, write_down
from tests.survival.small_sweep import Undisturbed, completes, play, undisturbed, words_for
from tests.trials import Trial

POINTS = 3
SYSTEM_CALLS = ("mkdir", "openat", "flock", "write", "fsync", "chmod", "rename", "unlink")
_CALL = re.compile(r"(\d+) +(\w+)\((.*)")


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Kill a sweep at so many of its calls, spread evenly; at all of them where there are fewer."""
    whole = undisturbed(place(), words_for(POINTS))
    kinds = kinds_of_calls(place(), whole.words)
    for number in spread(len(kinds), times):
        here = place()
        code, complaint = play(here, whole.words, FileCalls(here / "results", kill_at(number)).watch)
        wrong = completes(here, whole) if code == -signal.SIGKILL else f"not killed: {code}, {complaint}"
        yield "killed at a call on files", wrong and f"call {number} of {len(kinds)}, {kinds[number - 1]}: {wrong}"


def system_trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """The same by strace, with the command as a user starts it."""
    if shutil.which("strace") is None:
        yield "killed at a call of the system: there is no strace", ""
        return
    whole = undisturbed(place(), words_for(POINTS))
    calls = _calls_of_the_system(place(), whole)
    for number in spread(len(calls), times):
        here, (name, nth) = place(), calls[number - 1]
        code = _traced(here, whole, f"inject={name}:signal=KILL:when={nth}")
        wrong = completes(here, whole) if code == -signal.SIGKILL else f"not killed: {code}"
        yield "killed at a call of the system", wrong and f"{name} {nth}: {wrong}"


def kinds_of_calls(place: Path, words: list[str]) -> list[str]:
    """The calls on files that an undisturbed sweep makes, in their order."""
    play(place, words, FileCalls(place / "results", write_down(place / "calls")).watch)
    return (place / "calls").read_text(encoding="utf-8").splitlines()


def spread(n: int, times: int) -> list[int]:
    """So many of the numbers from 1 to n, the first and the last among them; all where there are fewer."""
    return (
        sorted({1 + round(i * (n - 1) / max(1, times - 1)) for i in range(times)}) if times < n else [*range(1, n + 1)]
    )


def _calls_of_the_system(place: Path, whole: Undisturbed) -> list[tuple[str, int]]:
    """Those of the first thread on files of a sweep: which, and the how many-th of its kind."""
    _traced(place, whole, "signal=none")
    found, n = [], Counter[str]()
    lines = [match for line in (place / "log").read_text().splitlines() if (match := _CALL.match(line))]
    for line in lines:
        if line[1] == lines[0][1]:
            n[line[2]] += 1
            if "results/two_states" in line[3]:
                found.append((line[2], n[line[2]]))
    return found


def _traced(place: Path, whole: Undisturbed, expression: str) -> int:
    """Play a sweep under strace, which ends as it does; gives the exit code."""
    tracing = ["strace", "-f", "-y", "-o", "log", "-e", f"trace={','.join(SYSTEM_CALLS)}", "-e", expression]
    command = [*tracing, sys.executable, "-m", "sim.cli", *whole.words]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    return subprocess.run(command, cwd=place, env=environment, capture_output=True, check=False).returncode
