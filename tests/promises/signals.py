"""Every command, ended at any instant or printing to nobody: a documented exit code, one line, whole files.

Commands run in children of this process, which has imported everything before; so instants fall on what they do, and a
few hundred take minutes.  How a command starts, tests/commands/test_signals.py tries.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.promises._small_commands import COMMANDS, left_behind, prepare, torn
from tests.survival.small_sweep import Child, Report, begin_command, play
from tests.trials import Trial

TIMES, SHORT = 300, 4
ENDED = {  # what is sent: word of the line, and exit code
    signal.SIGINT: ("interrupted: ", 130),
    signal.SIGTERM: ("ended: ", 143),
    signal.SIGHUP: ("ended: ", 129),
    signal.SIGPIPE: ("", 0),  # of no meaning: who reads no more is noticed when something is printed
}
END_SECONDS = 60  # within which a command ends that was told to


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Send so many signals to each command in turn, and give each streams that are closed or that nobody reads."""
    prepare()
    instants, lengths = random.Random("signals"), dict[str, float]()
    for number in range(times):
        name = [*COMMANDS][number % len(COMMANDS)]
        sent = [*ENDED][number // len(COMMANDS) % len(ENDED)] if times > len(COMMANDS) else [*ENDED][number % 3]
        if name not in lengths:
            begun = time.perf_counter()
            wrong = _otherwise(play(place(), COMMANDS[name]), 0, "")
            lengths[name] = time.perf_counter() - begun
            yield f"{name}: undisturbed", wrong
        here, instant = place(), instants.uniform(0.0, lengths[name])
        report = _signalled(begin_command(here, COMMANDS[name]), sent, instant)
        wrong = _ended_otherwise(report, sent) or torn(here) or _resumed_otherwise(here, COMMANDS[name])
        yield f"{sent.name} at any instant", wrong and f"{name} after {instant:.3f} s: {wrong}"
    for name, words in [*COMMANDS.items()][: times // 2]:
        for what, arrange in (("closed streams", _close_all), ("a reader who has enough", _leave_unread)):
            here = place()
            wrong = _otherwise(play(here, words, arrange), 0, "") or torn(here)
            yield what, wrong and f"{name}: {wrong}"


def _signalled(child: Child, sent: signal.Signals, instant: float) -> Report:
    """Send a signal to a command after some seconds, and wait for its end."""
    time.sleep(instant)
    if not child.ended():
        os.kill(child.pid, sent)
    until = time.monotonic() + END_SECONDS
    while not child.ended() and time.monotonic() < until:
        time.sleep(0.005)
    child.kill()
    return child.report()


def _ended_otherwise(report: Report, sent: signal.Signals) -> str:
    """What is otherwise than promised in how a command ended."""
    code, said = report
    if code == 0 or ("cli.py" not in said and code == -sent and not said):
        return "" if "Traceback" not in said else said  # it was too late, or before there was anybody to say anything
    word, expected = ENDED[sent]
    return _otherwise(report, expected, word)


def _otherwise(report: Report, code: int, begins: str) -> str:
    given, said = report
    last = (said.splitlines() or [""])[-1]
    is_told = given == code and last.startswith(begins) and "Traceback" not in said and "Exception ignored" not in said
    return "" if is_told else f"exit code {given}, expected {code}; said: {said.strip()}"


def _resumed_otherwise(place: Path, words: list[str]) -> str:
    """What is otherwise than promised once the same command is typed again."""
    return _otherwise(play(place, words), 0, "") or torn(place) or left_behind(place)


def _close_all() -> None:
    for number in range(3):
        os.close(number)
    sys.stdin = sys.stdout = sys.stderr = None  # as Python has them where it starts so


def _leave_unread() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    os.dup2(writing, 1)
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding="utf-8", closefd=False)
