"""A history on the first sheet of its report, which stands alone on paper: the course, the ends, the decisions."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.analysis.labels import Labels
from sim.report.debriefing import single_part
from sim.results.debriefing import debriefings_in

from . import run
from .common import Choice, labels_of
from .document import Block, Chart, Section, Table, from_console

if TYPE_CHECKING:
    from sim.results.run_result import RunResult

MOST_ENDS = 6  # rows of the table of ends that fit beside the rest


def in_short(result: "RunResult", choice: Choice) -> Section:
    """What a class or a meeting is handed: one figure, how it ended, and of a game what each decision changed."""
    charts = [block for block in run.course(result, choice).blocks if isinstance(block, Chart)]
    figure = [replace(chart, table=None) for chart in charts[:1]]  # its numbers stand further below
    blocks: list[Block] = [*figure, *_ends(result, choice), *_decisions(result, labels_of(result))]
    return Section("short", "In short", tuple(blocks))


def _ends(result: "RunResult", choice: Choice) -> list[Block]:
    """The first rows of the table of ends."""
    tables = [block for block in run.ends(result, choice).blocks if isinstance(block, Table)]
    return [replace(table, caption="How it ended, in short", rows=table.rows[:MOST_ENDS]) for table in tables]


def _decisions(result: "RunResult", labels: Labels) -> list[Block]:
    """What each decision of each seat changed; nothing of a history in which nobody sat."""
    blocks: list[Block] = []
    for each in [] if result.debriefing is None else debriefings_in(result.debriefing):
        part = single_part(each, labels)
        if part is not None and part.table is not None:
            whose = f" of {labels.party(each.party)}" if len(each.players) > 1 else ""
            caption = f"What each decision{whose} changed, all else by policy"
            blocks += [from_console(part.table, caption), part.lines[0]]
    return blocks
