"""The command line: what `detente` understands, and how it ends."""

import io
import os
import signal
import sys
from typing import Any

from cyclopts import App, CycloptsError

from sim import __version__
from sim.commands import compare, look, plot, run, selftest, sweep, tournament
from sim.commands.console import INTERRUPTED, OUTPUT, RESOURCES, USAGE, UsageError, fail

app = App(
    name="detente",
    version=__version__,
    help="Simulate tit-for-tat diplomacy: who answers what, how, when, and what is left in the end.",
    help_format="markdown",
    suppress_keyboard_interrupt=False,  # or else nothing would be said
)
app.command(run.run)
app.command(compare.compare)
app.command(tournament.tournament)
app.command(sweep.sweep)
app.command(plot.plot)
app.command(selftest.selftest)
app.command(look.check)
app.command(look.list_, name="list")
app.command(look.moves)
app.command(look.policies)

STOPPED = "interrupted; files that were written are whole, and the same command completes them"


def main() -> None:
    """Entry point of the command `detente`; no traceback reaches the user."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a letter shows a question mark for it
            stream.reconfigure(errors="replace")
    signal.signal(signal.SIGINT, _leave)
    try:
        sys.exit(_exit_code())
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # everything is done and said


def _leave(number: int, frame: Any) -> None:
    """End at once: what is imported or compiled just now would say in many lines that it was interrupted."""
    os.write(2, f"{STOPPED}\n".encode())
    os._exit(INTERRUPTED)


def _exit_code() -> int:
    """Do what was typed; of what goes wrong, say it and give its code."""
    from sim.experiment.store import OutputError, ResultError
    from sim.scenario.own_rule import OwnRuleError
    from sim.scenario.problems import ScenarioError

    try:
        return app(sys.argv[1:], exit_on_error=False, print_error=False) or 0
    except CycloptsError as mistake:
        return fail(f"{mistake}\nSee: detente --help", USAGE)
    except (OwnRuleError, ResultError, ScenarioError, UsageError) as mistakes:
        return fail(str(mistakes), USAGE)
    except OutputError as problem:
        return fail(str(problem), OUTPUT)
    except KeyboardInterrupt:
        return fail(STOPPED, INTERRUPTED)
    except MemoryError:
        return fail("not enough memory for this scenario", RESOURCES)
    except OSError as problem:
        return fail(f"{problem.filename or 'output'}: cannot be written ({problem.strerror})", OUTPUT)


if __name__ == "__main__":
    main()
