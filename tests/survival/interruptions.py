"""Ctrl-C at any instant, and the end that a cluster sets a job: one line says what is kept, and it can be resumed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.survival.small_sweep import (
    WORKERS,
    Report,
    Undisturbed,
    begin_command,
    complains,
    completes,
    differs,
    parts_in,
    undisturbed,
    words_for,
)
from tests.trials import Trial

POINTS = 60
ENDINGS = {signal.SIGINT: ("interrupted", 130), signal.SIGTERM: ("ended", 143)}  # word and exit code
END_SECONDS = 30  # within which the command ends that was told to
SIGNALS = {"SIGINT": signal.SIGINT, "SIGTERM": signal.SIGTERM}


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Send each signal so often to the command as a user starts it, with threads and with workers."""
    for name, more in WORKERS.items():
        whole = undisturbed(place(), words_for(POINTS, *more))
        seconds = _seconds(place(), whole)
        for sent, number in SIGNALS.items():
            instants = random.Random(f"{sent} {name}")
            for _ in range(times):
                here, instant = place(), instants.uniform(0.0, seconds)
                wrong = _wrong(_signalled(here, whole, number, instant), here, whole, number)
                yield f"{sent} at any instant, {name}", wrong and f"after {instant:.3f} s: {wrong}"


def while_playing(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Set the end of a job once the first part is there, so often."""
    whole = undisturbed(place(), words_for(POINTS))
    kept = ("ended: ", f" of {POINTS} points are finished and kept in ", "; the same command resumes")
    for _ in range(times):
        here = place()
        playing = begin_command(here, whole.words)
        while not parts_in(here) and not playing.ended():
            time.sleep(0.001)
        os.kill(playing.pid, signal.SIGTERM)
        yield "SIGTERM while playing", complains(playing.report(), 143, *kept) or completes(here, whole)


def _seconds(place: Path, whole: Undisturbed) -> float:
    """Seconds that the command takes, from its start."""
    begun = time.perf_counter()
    _started(place, whole).communicate()
    return time.perf_counter() - begun


def _started(place: Path, whole: Undisturbed) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "sim.cli", *whole.words]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command, cwd=place, env=environment, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    )


def _signalled(place: Path, whole: Undisturbed, number: int, instant: float) -> Report:
    """Start the command, and send a signal after some seconds, as a terminal does: to every process of it."""
    playing = _started(place, whole)
    time.sleep(instant)
    if playing.poll() is None:
        os.killpg(playing.pid, number)
    try:
        _, complaint = playing.communicate(timeout=END_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(playing.pid, signal.SIGKILL)
        return -signal.SIGKILL, f"nothing for {END_SECONDS} s, then killed; before: {playing.communicate()[1]}"
    return playing.returncode, complaint


def _wrong(report: Report, place: Path, whole: Undisturbed, number: int) -> str:
    """What went otherwise than promised, at last the files."""
    code, complaint = report
    if code == 0:  # it was too late: everything is there
        return differs(place, whole)
    is_begun = (place / "results").exists()
    if not is_begun and code == -signal.SIGINT and "cli.py" not in complaint:
        return completes(place, whole)  # before there was anybody to say anything
    if not is_begun and code == -signal.SIGTERM:
        return completes(place, whole)  # the same, 143 to a shell
    said, (word, expected) = (complaint.splitlines() or [""])[-1], ENDINGS[signal.Signals(number)]
    if code != expected or not said.startswith(word) or "same command" not in said:
        return f"exit code {code}; said: {complaint.strip()}"
    if "Traceback" in complaint:
        return f"a traceback: {complaint}"
    strays = [path.name for path in place.rglob("*.tmp")]
    return f"left behind: {strays}" if strays else completes(place, whole)
