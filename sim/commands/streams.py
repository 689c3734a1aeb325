"""Where a command prints: streams that were closed, whose reader leaves, whose disk is full, that lack a letter."""

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any, cast

GONE = {errno.EPIPE, errno.ECONNRESET}  # the reader has left


def prepare_streams() -> None:
    """Make the standard streams such that printing harms nothing."""
    with suppress(OSError):
        _fill_gaps()
    sys.stdout, sys.stderr = _prepared(sys.stdout, 1), _prepared(sys.stderr, 2)


def _fill_gaps() -> None:
    """Open nothing where a standard stream was closed: else the next file would be taken for it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # the lowest number that is free
            if opened == number:
                os.set_inheritable(number, True)
            else:
                os.dup2(opened, number)
                os.close(opened)


def _prepared(stream: Any, number: int) -> Any:
    """The same stream, which shows a question mark for a letter that it lacks and outlives its reader."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    stream.reconfigure(errors="replace")
    if stream not in (sys.__stdout__, sys.__stderr__) or type(_raw(stream)) is not io.FileIO:
        return stream  # a notebook's, a test's, or the console of Windows
    raw = _Lasting(number, "w", closefd=False)
    buffer = cast(Any, io.BufferedWriter(raw))
    return io.TextIOWrapper(
        buffer, stream.encoding, "replace", line_buffering=stream.line_buffering, write_through=stream.write_through
    )


def _raw(stream: io.TextIOWrapper) -> Any:
    return getattr(stream.buffer, "raw", stream.buffer)


class _Lasting(io.FileIO):
    """A standard stream that is written to nowhere once it cannot be written: said once, not again at the end."""

    def __init__(self, number: int, *how: Any, **more: Any) -> None:
        super().__init__(number, *how, **more)
        self.name = {1: "standard output", 2: "standard error"}[number]
        self._is_of_complaints = number == 2
        self._gone = GONE | ({errno.EIO} if self.isatty() else set())  # as a terminal that was closed says

    def write(self, content: Any, /) -> int:
        """Write, or lose what nobody reads; raises OSError where a disk is full, and names the stream."""
        try:
            return super().write(content)
        except OSError as problem:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            if self._is_of_complaints or problem.errno in self._gone:
                return len(content)
            raise OSError(problem.errno, problem.strerror, self.name) from None
