"""detente compare: two worlds under the same chance."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .carry_out import carry_out, replay_line
from .console import Choices, Number, Settings, UsageError, usage_checked
from .drawing import Formats, formats_of
from .trust import Trust

if TYPE_CHECKING:
    from rich.console import Console

    from sim.experiment.comparison import ComparisonPlan
    from sim.results.comparison import Comparison

With = Annotated[list[str] | None, Parameter(name="--with", negative="")]


def compare(
    scenario: str,
    other: str | None = None,
    /,
    *,
    with_: With = None,
    label: str | None = None,
    measure: Choices = None,
    runs: Number = 2000,
    seed: Number = 1,
    set_: Settings = None,
    relation: Choices = None,
    step: Number | None = None,
    threads: Number | None = None,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    format_: Formats = None,
    trust: Trust = False,
) -> int:
    """Ask what if: the same histories with and without a change, and what differs.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    other
        Second scenario, with which the first is compared; if absent, the first one with the changes of --with.
    with_
        What differs in the second world, PATH=VALUE, such as `timeline.nato_cut.count=4`; may be repeated.
    label
        Name of the change for sentences and figures, such as "Canada answers in kind".
    measure
        What the sentence and the figure `memo` speak of: an end, such as `rupture` or `intact`; `any_break`; a number,
        such as `tension_peak`, `loss_at_end` or `hostile_moves`; the same in the words of a row of the tables, such as
        "highest tension", "lost by Arden" or "Arden–Belmora ends intact"; or an own measure, MODULE:FUNCTION or
        FILE.py:FUNCTION, a Python function of one history. Without a relation before it, the first one that is followed
        and has it. Own measures may be repeated; the first is spoken of. If absent, what differs most clearly.
    runs
        How many histories to play in each world.
    seed
        Random seed, the same in both worlds.
    set_
        Change one value in both worlds, PATH=VALUE; may be repeated.
    relation
        Ids of the relations to follow. If absent, those that the change is about, and then those that the scenario
        chooses, or else the busiest.
    step
        Days between two on which curves are kept; 1 keeps every day. If absent, a scenario of up to 400 days has them
        daily, and a longer one as many as a figure can show.
    threads
        Cores to use; all if absent. The results do not depend on it.
    out
        Folder for results; the comparison goes into OUT/SCENARIO/ID.
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
    if other is None and not with_:
        raise UsageError("nothing to compare with: name another scenario, or a change by --with PATH=VALUE")
    formats = formats_of(figures, format_)
    spoken_of, own = _measures(measure or [])
    asked: dict[str, Any] = {"label": label, "measure": spoken_of, "measures": own, "runs": runs, "seed": seed}
    asked |= {"relations": relation, "step": step, "threads": threads}
    planned = _planned(scenario, other, with_ or [], {"settings": set_ or (), "trust": trust, **asked})

    def report(comparison: "Comparison", console: "Console") -> None:
        from sim.report.comparison import print_comparison

        settings, source = [*(set_ or ())], other or scenario

        def replays(run: int) -> tuple[str, str]:
            in_a = replay_line(scenario, planned.seed, settings, None, run, trust)
            return in_a, replay_line(source, planned.seed, [*settings, *(with_ or ())], None, run, trust)

        print_comparison(comparison, console, replays)

    return carry_out(planned, out, report, excel, formats)


def _measures(typed: list[str]) -> tuple[str | None, list[str]]:
    """What the sentence speaks of, and the own measures."""
    own = [text for text in typed if ":" in text]
    named = [text for text in typed if ":" not in text]
    if len(named) > 1:
        raise UsageError(f"--measure {' '.join(named)}: expected one name; only own measures may be repeated")
    spoken_of = named[0] if named else own[0].rpartition(":")[2] if own else None
    return spoken_of, own


def _planned(scenario: str, other: str | None, changes: list[str], asked: dict[str, Any]) -> "ComparisonPlan":
    """Plan it; a mistake in a change is reported as it was typed."""
    from sim import plan
    from sim.scenario.problems import ScenarioError, printable

    try:
        with usage_checked():
            return plan.compare(scenario, other, changes=changes, **asked)
    except ScenarioError as mistakes:
        text = str(mistakes)
        for change in changes:
            text = text.replace(f"--set {printable(change)}", f"--with {printable(change)}")
        raise UsageError(text) from None
