"""Interruptions: how they are heard while many runs are played, and what they leave."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, current_thread, main_thread
from typing import Any


class Interrupted(KeyboardInterrupt):
    """Ctrl-C, or the end of a process, in the middle of many runs; like Ctrl-C it passes by ``except Exception``.

    Attributes
    ----------
    partial : the result over what was finished by then, or None where nothing was
    """

    def __init__(self, partial: Any) -> None:
        super().__init__(partial)
        self.partial = partial

    def __str__(self) -> str:
        return "interrupted"


@contextmanager
def until_interrupted(stop: Event | None = None) -> Iterator[Event]:
    """Turn the first Ctrl-C into a wish to stop; a second one interrupts as always.

    Parameters
    ----------
    stop : threading.Event, by which the caller may wish the same; a new one if absent
    """
    stop = stop or Event()
    if current_thread() is not main_thread():
        yield stop
        return

    def wish(number: int, frame: Any) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = signal.signal(signal.SIGINT, wish)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)
