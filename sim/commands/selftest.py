"""detente selftest: whether this installation computes what the authors' does, and results can be kept here."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .console import console_for, say
from .exit_codes import FAILED

if TYPE_CHECKING:
    from rich.console import Console

    from sim.selftest.check import Verdict

NAME, RESULT, SECONDS, GAP = 19, 6, 7, 2  # columns of the table
WIDEST_AGAINST = 64


def selftest(*, out: Path = Path("results")) -> int:
    """Check that this installation computes the same as the authors', and that a folder is fit for results.

    This takes about half a minute and leaves no files behind. The first time, the rules are compiled before it starts.
    The command ends with code 0 if every check passed, and with 1 if not.

    Parameters
    ----------
    out
        Folder to try. Name the one in which you want to keep results, on the disk that you want to use.
    """
    from sim.selftest.check import carry_out
    from sim.selftest.checks import checks_for
    from sim.selftest.surroundings import surroundings

    from .progress import prepare

    for line in surroundings(out):
        say(line)
    console, verdicts = console_for(sys.stdout), []
    console.print()
    _print_row(console, "Check", "Held against", "Result", "Seconds")
    for check in checks_for(out, prepare):
        verdicts.append(carry_out(check))
        _print_verdict(console, verdicts[-1])
    failed = [verdict.check for verdict in verdicts if not verdict.has_passed]
    console.print()
    for advice in dict.fromkeys(check.advice for check in failed):
        say(advice)
    say(_sentence(len(verdicts), [check.name for check in failed], out))
    return FAILED if failed else 0


def _sentence(n_checks: int, failed: list[str], out: Path) -> str:
    """What all checks together say."""
    if failed:
        return f"{len(failed)} of {n_checks} checks failed: {'; '.join(failed)}."
    return (
        f"All {n_checks} checks passed: this installation computes what the authors' does, and the folder {out} is fit "
        "for results."
    )


def _print_verdict(console: "Console", verdict: "Verdict") -> None:
    """Print a line of the table at once, and under it why a check failed."""
    from rich.padding import Padding
    from rich.text import Text

    check = verdict.check
    result = "passed" if verdict.has_passed else "FAILED"
    _print_row(console, check.name, check.against, result, f"{verdict.seconds:.1f}")
    if not verdict.has_passed:
        console.print(Padding(Text(verdict.reason), (0, 0, 0, 4), expand=False))


def _print_row(console: "Console", name: str, against: str, result: str, seconds: str) -> None:
    from rich.table import Table

    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, GAP, 0, 0))
    table.add_column(width=NAME)
    table.add_column(width=max(20, min(WIDEST_AGAINST, console.width - NAME - RESULT - SECONDS - 3 * GAP)))
    table.add_column(width=RESULT)
    table.add_column(width=SECONDS, justify="right")
    table.add_row(name, against, result, seconds)
    console.print(table)
