"""detente tournament: every policy against every other."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from .carry_out import carry_out
from .console import Choices, Number, Settings, usage_checked
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
    trust: Trust = False,
) -> int:
    """Let the two parties of a relation follow each named policy against each, and count how it ends.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    relation
        Relation whose two parties play, by id; the first of the scenario's choice if absent.
    policy
        Names of policies (see `detente policies`); all if absent.
    runs
        How many histories of each pair of policies.
    seed
        Random seed, the same for every pair.
    set_
        Another value for one entry, PATH=VALUE; may be repeated.
    threads
        Cores to use; all if absent. The results are the same.
    out
        Folder for results; the tournament goes into OUT/SCENARIO/ID.
    excel
        Write the tables as one workbook, too: tables.xlsx, a sheet a table.
    figures
        Draw the figure.
    trust
        Let the file name own rules in any module; else only beside it and in installed packages.
    """
    from sim import plan

    asked: dict[str, Any] = {"relation": relation, "policies": policy, "seed": seed, "runs": runs, "threads": threads}
    with usage_checked():
        planned = plan.tournament(scenario, settings=set_ or (), trust=trust, **asked)

    def report(result: "Tournament", console: "Console") -> None:
        from sim.report.tournament import print_tournament

        print_tournament(result, console)

    return carry_out(planned, out, report, excel, figures)
