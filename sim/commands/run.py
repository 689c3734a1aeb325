"""detente run: one history in full, or many summed up."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .carry_out import carry_out, finish, name_of, replay_line
from .console import Choices, Number, Settings, UsageError, usage_checked
from .drawing import Formats, formats_of
from .trust import Trust, name_own_rules

if TYPE_CHECKING:
    from rich.console import Console

    from sim.experiment.forecast import ForecastPlan
    from sim.experiment.history import HistoryPlan
    from sim.results.forecast import Forecast


def run(
    scenario: str,
    /,
    *,
    seed: Number | None = None,
    set_: Settings = None,
    until: str | None = None,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    format_: Formats = None,
    all_: Annotated[bool, Parameter(name="--all", negative="")] = False,
    runs: Number | None = None,
    replay: Number | None = None,
    relation: Choices = None,
    keep: Choices = None,
    step: Number | None = None,
    measure: Choices = None,
    threads: Number | None = None,
    verbose: Annotated[bool, Parameter(negative="")] = False,
    trust: Trust = False,
) -> int:
    """Play a scenario once, with an account of every move; or with --runs many times, with a count of how it ends.

    Tables and figures go into a folder.

    Parameters
    ----------
    scenario
        Name of a scenario that comes with detente (see `detente list`), or path of a scenario file.
    seed
        Random seed, a whole number; 1 if absent. The same seed gives the same run. The file of a game names its own
        seed and history, which are played once if you name none.
    set_
        Change one value of the scenario, PATH=VALUE, such as `policies.russia.k=1.4`; may be repeated.
    until
        Last day to play, YYYY-MM-DD; the end of the scenario if absent.
    out
        Folder for results; the run goes into OUT/SCENARIO/ID.
    excel
        Also write the tables as one workbook, tables.xlsx, with a sheet for each table.
    figures
        Draw the figures (about two seconds).
    format_
        Formats of the figures: png, svg or pdf; png and svg if absent.
    all_
        Also list the moves of relations in which no move is hostile. The tables of a large world then have all
        relations, and not only those in which something happened.
    runs
        How many histories to play. Their summary says how likely each end is, and how acts are answered.
    replay
        Show one of the many histories in full, by its number; the first is number 0.
    relation
        With --runs: ids of the relations to follow. If absent, those that the scenario chooses, or else the busiest.
    keep
        With --runs: also write outcomes (a row for each history), curves (of each history), moves or exchanges (of the
        first 500 histories).
    step
        With --runs: days between two on which curves are kept; 1 keeps every day. If absent, a scenario of up to 400
        days has them daily, and a longer one as many as a figure can show.
    measure
        With --runs: an own measure, MODULE:FUNCTION or FILE.py:FUNCTION. It is a Python function of one history that
        gives a number, or True or False; may be repeated.
    threads
        With --runs: cores to use; all if absent. The results do not depend on it.
    verbose
        With --runs: also say how the rules are run, compiled or interpreted, and why.
    trust
        Let the scenario use own rules from any module. Without it, they must lie beside the file or in an installed
        package.
    """
    from sim import plan
    from sim.experiment.history import HistoryPlan

    if runs is not None and all_:
        raise UsageError("--all: shows one history, and does not go with --runs")
    formats = formats_of(figures, format_)
    asked: dict[str, Any] = {"seed": seed, "settings": set_ or (), "until": until, "trust": trust}
    of_one_or_many: dict[str, Any] = {"runs": runs, "replay": replay, "keep": keep or (), "relations": relation}
    of_one_or_many |= {"step": step, "measures": measure, "threads": threads}
    with usage_checked():
        planned: ForecastPlan | HistoryPlan = plan.run(scenario, **asked, **of_one_or_many)
    if isinstance(planned, HistoryPlan):
        return _run_one(replace(planned, all_relations=all_), out, excel, formats, all_)

    def report(forecast: "Forecast", console: "Console") -> None:
        from sim.report.forecast import print_forecast

        last = None if until is None else planned.until.isoformat()
        replayed = forecast.manifest["runs"] - 1
        print_forecast(forecast, console, replay_line(scenario, planned.seed, set_ or (), last, replayed, trust))

    return carry_out(planned, out, report, excel, formats, verbose)


def _run_one(planned: "HistoryPlan", out: Path, excel: bool, formats: tuple[str, ...], all_: bool) -> int:
    from sim.report.account import print_account
    from sim.results.files import check_writable

    from .progress import days_shown, prepare, say_if_long

    check_writable(out)
    name_own_rules(planned.rules)
    for driver in planned.drivers():
        prepare(driver)
    say_if_long(planned.words, planned.seconds_of_tables)
    with days_shown(planned.words) as show:
        result = planned.play(show)
    folder = out / planned.scenario.name / name_of(result)
    return finish(result, folder, lambda run, console: print_account(run, console, is_complete=all_), excel, formats)
