"""The command typed in this process: a few thousand times a minute, where a process of its own takes a second each."""

import io
import signal
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

CRASHED = 70
CODES = (0, 1, 2, 3, 4, 130, 143)  # that a command may end with
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE)


class Ended(NamedTuple):
    """How a command ended: exit code, what was printed, what was complained of."""

    code: int
    out: str
    err: str


class TooLongError(Exception):
    """Something took longer than it may."""


@contextmanager
def at_most(seconds: float, *, of_processor: bool = False) -> Iterator[None]:
    """Raise TooLongError in what takes longer: by the clock, or of the processor, whatever else the machine does."""
    timer, rings = (signal.ITIMER_PROF, signal.SIGPROF) if of_processor else (signal.ITIMER_REAL, signal.SIGALRM)

    def ring(number: int, frame: object) -> None:
        raise TooLongError(f"more than {seconds:g} s")

    before = signal.signal(rings, ring)
    signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(rings, before)


def typed(words: Sequence[str]) -> Ended:
    """Type the command; a traceback is what it complains of with the exit code CRASHED."""
    from sim.cli import main

    before = sys.argv, sys.stdout, sys.stderr, {number: signal.getsignal(number) for number in SIGNALS}
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2)]
    sys.argv, (sys.stdout, sys.stderr) = ["detente", *words], streams
    try:
        code = _ended(main)
        for stream in streams:
            stream.flush()
        out, err = (stream.buffer.getvalue().decode("utf-8", "replace") for stream in streams)  # type: ignore[attr-defined]
        return Ended(code, out, err)
    finally:
        sys.argv, sys.stdout, sys.stderr, handlers = before
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _ended(main: object) -> int:
    try:
        main()  # type: ignore[operator]
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else 0 if leaving.code is None else CRASHED
    except BaseException:
        traceback.print_exc()
        return CRASHED
    return 0


def unprintable(text: str) -> str:
    """First sign of a text, other than the ends of lines, that may move the cursor of a terminal; empty if none."""
    return next((repr(sign) for sign in text if sign != "\n" and not sign.isprintable()), "")
