"""What ends a command early: Ctrl-C (SIGINT), a system that ends it (SIGTERM), a closed terminal (SIGHUP).

Commands that play many runs take SIGINT as a wish to stop, and keep what was finished.  The other two mean the same:
they are noted, for the exit code and the words, and passed on as SIGINT.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from .exit_codes import ENDED, HUNG_UP, INTERRUPTED

PASSED_ON = {"SIGTERM": ENDED, "SIGHUP": HUNG_UP}
STOPPED = "files that were written are whole, and the same command completes them"
LOOK_UPS = ("check", "list", "moves", "policies")  # commands that write no file
_codes: list[int] = []  # of the signals that were passed on, in their order


@contextmanager
def watched() -> Iterator[None]:
    """Let signals end this process in one line, until everything is done and said."""
    _codes.clear()
    before = {}
    signal.signal(signal.SIGINT, _leave)
    for name, code in PASSED_ON.items():
        number = getattr(signal, name, None)  # Windows knows no SIGHUP
        if number is not None and signal.getsignal(number) != signal.SIG_IGN:  # as nohup sets it
            before[number] = signal.signal(number, _pass_on(code))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number, handler in before.items():
            signal.signal(number, handler)
        _remove_unfinished()


def _pass_on(code: int) -> Any:
    """Make a handler that passes a signal on as SIGINT, once: a shell and the system may both send it."""

    def pass_on(number: int, frame: Any) -> None:
        if code not in _codes:
            _codes.append(code)
            signal.raise_signal(signal.SIGINT)

    return pass_on


def left() -> str:
    """What is left of a command that ended early."""
    return "nothing was written" if sys.argv[1:2] and sys.argv[1] in LOOK_UPS else STOPPED


def is_ended() -> bool:
    """Whether the system or a closed terminal asked for an end."""
    return bool(_codes)


def ending() -> tuple[str, int]:
    """The word for what ended a command early, and its exit code."""
    return ("ended", _codes[0]) if _codes else ("interrupted", INTERRUPTED)


def stopped(text: str) -> int:
    """Say what an early end leaves, and return the exit code."""
    from .console import fail

    word, code = ending()
    return fail(f"{word}: {text}", code)


def _leave(number: int, frame: Any) -> None:
    """End at once: what is imported or compiled just now would say in many lines that it was interrupted."""
    word, code = ending()
    _remove_unfinished()
    with suppress(OSError):
        os.write(2, f"{word}: {left()}\n".encode())
    os._exit(code)


def _remove_unfinished() -> None:
    """Remove files that were started and are not whole."""
    files = sys.modules.get("sim.results.whole_files")
    getattr(files, "remove_unfinished", lambda: None)()
