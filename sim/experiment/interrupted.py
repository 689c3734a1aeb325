"""What an interruption leaves."""

from typing import Any


class Interrupted(Exception):  # noqa: N818  (it is no error)
    """Ctrl-C, or the end of a process, in the middle of many runs.

    Attributes
    ----------
    partial : the result over what was finished by then, or None where nothing was
    """

    def __init__(self, partial: Any) -> None:
        super().__init__("interrupted")
        self.partial = partial
