"""detente tournament: every policy against every other."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .carry_out import carry_out
from .console import Choices, Number, Settings, usage_checked
from .drawing import Formats, formats_of
from .trust import Trust

if TYPE_CHECKING:
    from rich.console import Console

    from sim.results.tournament import Tournament


def tournament(
    scenario: str,
    /,
    *,
    relation: str | None = None,
    policy: Choices = None,
    runs: Number = 200,
    seed: Number = 1,
    set_: Settings = None,
    threads: Number | None = None,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    format_: Formats = None,
    trust: Trust = False,
) -> int:
    """Let the two parties of a relation play every pair of named policies, and count how each pair ends.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    relation
        Id of the relation whose two parties play. If absent, the first that the scenario chooses.
    policy
        Names of policies (see `detente policies`); all if absent.
    runs
        How many histories to play with each pair of policies.
    seed
        Random seed, the same for every pair.
    set_
        Change one value of the scenario, PATH=VALUE; may be repeated.
    threads
        Cores to use; all if absent. The results do not depend on it.
    out
        Folder for results; the tournament goes into OUT/SCENARIO/ID.
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
    asked: dict[str, Any] = {"relation": relation, "policies": policy, "seed": seed, "runs": runs, "threads": threads}
    with usage_checked():
        planned = plan.tournament(scenario, settings=set_ or (), trust=trust, **asked)

    def report(result: "Tournament", console: "Console") -> None:
        from sim.report.tournament import print_tournament

        print_tournament(result, console)

    return carry_out(planned, out, report, excel, formats)
