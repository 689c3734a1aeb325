"""detente fit: numbers of policies from a record."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .carry_out import carry_out, typed_command
from .console import Choices, Number, usage_checked

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.fit import Fit


def fit(
    *cases: str,
    free: Choices = None,
    actor: Choices = None,
    base: str | None = None,
    trials: Number = 50,
    seed: Number = 1,
    out: Path = Path("results"),
    excel: bool = False,
) -> int:
    """Fit numbers of policies to a record, with their errors, and score them on each case by a fit to all others.

    The file policies.yaml among the results holds policies that a scenario can extend.

    Parameters
    ----------
    cases
        Names of cases (see `detente list --history`) or records (moscow, world), or one table of your own with the
        columns of docs/record.md. If absent, both records.
    free
        Numbers to fit: names of numbers of a policy (see `detente policies`), or `parameters.NAME=LOW:HIGH`, which is
        searched by playing the record. If absent, all numbers that improve forecasts.
    actor
        Parties with habits of their own, drawn towards those of all: "United States".
    base
        Scenario that the file of policies extends.
    trials
        How often a search plays the record.
    seed
        Random seed of a search.
    out
        Folder for results; the fit goes into OUT/fit/ID.
    excel
        Also write the tables as one workbook, tables.xlsx, with a sheet for each table.
    """
    from sim.fit import plan_fit

    asked: dict[str, Any] = {"free": free or (), "actors": actor or (), "base": base, "trials": trials, "seed": seed}
    with usage_checked():
        if any("=" in path or "." in path for path in free or ()):
            from sim.hindcast.objective import loss_of

            asked["loss"] = loss_of(cases, seed=seed)
        planned = plan_fit(cases, **asked, command=typed_command())

    def report(result: "Fit", console: "Console") -> None:
        from sim.report.fit import print_fit

        print_fit(result, console)

    return carry_out(planned, out, report, excel, formats=())
