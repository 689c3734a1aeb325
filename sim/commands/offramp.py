"""detente offramp: the smallest change that keeps the chance of an end below a bound."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .carry_out import carry_out
from .console import Number, Settings, usage_checked
from .drawing import Formats, formats_of
from .trust import Trust

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.offramp import Offramp

Change = Annotated[list[str] | None, Parameter(name="--change", negative="")]


def offramp(
    scenario: str,
    experiment: str | None = None,
    /,
    *,
    change: Change = None,
    end: str = "rupture",
    below: float = 0.5,
    relation: str | None = None,
    runs: Number = 2000,
    seed: Number = 1,
    set_: Settings = None,
    threads: Number | None = None,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    format_: Formats = None,
    trust: Trust = False,
) -> int:
    """Find a way out: the smallest change, of those that you name, that keeps the chance of an end below a bound.

    One value at a time is changed. How large a change is depends on the values that you name: the furthest from the
    scenario counts as 100 %.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    experiment
        Name of a sweep that the scenario file describes under experiments; its values may be changed.
    change
        What may be changed: PATH=A:B:N, N numbers from A to B; PATH=a,b,c, these values, from the smallest change to
        the largest; or PATH=VALUE. PATH=null drops an entry, such as `timeline.nato_cut=null`.
        May be repeated.
    end
        The end that is to be rare: rupture, cold_standoff, strained, recovered or cooperative; rupture_at_any_time;
        or a measure of the relation above a number, such as "lost by Arden above 20 %" or "hostile moves above 10".
    below
        The bound below which its chance is to be, a share such as 0.2.
    relation
        Id of the relation whose end counts. If absent, the first that the scenario chooses.
    runs
        The most histories of each value that the search may play. What it finds is confirmed in as many other
        histories.
    seed
        Random seed, the same for all values.
    set_
        Change one value of the scenario before anything else, PATH=VALUE; may be repeated.
    threads
        Cores to use; all if absent. The results do not depend on it.
    out
        Folder for results; the way out goes into OUT/SCENARIO/ID.
    excel
        Also write the tables as one workbook, tables.xlsx, with a sheet for each table.
    figures
        Draw the figure.
    format_
        Formats of the figures: png, svg or pdf; png and svg if absent.
    trust
        Let the scenario use own rules from any module. Without it, they must lie beside the file or in an installed
        package.
    """
    from sim import plan

    formats = formats_of(figures, format_)
    asked: dict[str, Any] = {"experiment": experiment, "end": end, "below": below, "relation": relation}
    with usage_checked():
        planned = plan.offramp(
            scenario, change or (), settings=set_ or (), seed=seed, runs=runs, threads=threads, trust=trust, **asked
        )

    def report(result: "Offramp", console: "Console") -> None:
        from sim.report.offramp import print_offramp

        print_offramp(result, console)

    return carry_out(planned, out, report, excel, formats)
