"""How `detente` starts and ends: an end can be asked for at any time, also while the rest is still being imported."""

import sys
import warnings
from typing import Any

from sim.commands.exit_codes import OUTPUT
from sim.commands.signals import watched
from sim.commands.streams import prepare_streams
from sim.compiling.collector import collect_seldom


def main() -> None:
    """Entry point of the command `detente`; no traceback reaches the user."""
    collect_seldom()
    with watched():
        prepare_streams()
        warnings.showwarning = _say
        from sim.commands.app import exit_code

        code = exit_code()
        try:
            sys.stdout.flush()
        except OSError as problem:  # as Python would say in its own way when it ends
            _say(f"standard output: cannot be written ({problem.strerror})")
            code = OUTPUT
        sys.exit(code)


def _say(message: Any, *about: Any, **more: Any) -> None:
    """Print a warning as a line of its own, without the place in the code that it comes from."""
    from sim.commands.console import remark

    remark(str(message))


if __name__ == "__main__":
    main()
