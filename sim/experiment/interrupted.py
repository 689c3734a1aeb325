"""What an interruption leaves."""

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
