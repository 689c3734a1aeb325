"""detente hindcast: forecasts of documented answers, scored."""

from pathlib import Path
from typing import TYPE_CHECKING

from .carry_out import carry_out
from .console import Number, usage_checked
from .drawing import Formats, formats_of

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.hindcast import Hindcast


def hindcast(
    *cases: str,
    runs: Number = 500,
    seed: Number = 1,
    fit: bool | None = None,
    quick: bool = False,
    threads: Number | None = None,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    format_: Formats = None,
) -> int:
    """Forecast how documented acts were answered, and score the forecasts against rules of thumb.

    For every documented act the world is built as it was on that day, many histories are played, and the answer is
    forecast. A table says plainly where the model is no better than a table of frequencies.

    Parameters
    ----------
    cases
        Names of cases (see `detente list --history`) or records (moscow, world), or one table of your own with the
        columns of docs/record.md. If absent, both records.
    runs
        How many histories each forecast is made of.
    seed
        Random seed.
    fit
        Fit the numbers of habits to all other cases before a case is forecast. So it is for the cases that come with
        detente if absent; a table of your own is forecast with the numbers that come with detente.
    quick
        Forecast by closed forms of the rules, without playing: some seconds.
    threads
        Cores to use; all if absent. The results do not depend on it.
    out
        Folder for results; the hindcast goes into OUT/hindcast/ID.
    excel
        Also write the tables as one workbook, tables.xlsx, with a sheet for each table.
    figures
        Draw the figures.
    format_
        Formats of the figures: png, svg or pdf; png and svg if absent.
    """
    from sim.hindcast import plan_hindcast

    formats = formats_of(figures, format_)
    with usage_checked():
        planned = plan_hindcast(cases, runs=runs, seed=seed, fit=fit, quick=quick, threads=threads)

    def report(result: "Hindcast", console: "Console") -> None:
        from sim.report.hindcast import print_hindcast

        print_hindcast(result, console)

    return carry_out(planned, out, report, excel, formats)
