"""How `detente` starts and ends: an end can be asked for at any time, also while the rest is still being imported."""

import io
import os
import signal
import sys
from typing import Any

from sim.commands.exit_codes import INTERRUPTED, STOPPED


def main() -> None:
    """Entry point of the command `detente`; no traceback reaches the user."""
    signal.signal(signal.SIGINT, _leave)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a letter shows a question mark for it
            stream.reconfigure(errors="replace")
    try:
        from sim.commands.app import exit_code

        sys.exit(exit_code())
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # everything is done and said


def _leave(number: int, frame: Any) -> None:
    """End at once: what is imported or compiled just now would say in many lines that it was interrupted."""
    os.write(2, f"{STOPPED}\n".encode())
    os._exit(INTERRUPTED)


if __name__ == "__main__":
    main()
