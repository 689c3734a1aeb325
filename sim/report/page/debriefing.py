"""The debriefing of a game as a part of its report: what was decided otherwise than by policy, and what came of it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.report.debriefing import parts_of
from sim.results.debriefing import Debriefing, debriefings_in

from .common import Choice, labels_of
from .document import Block, Code, Section, filled, from_console

if TYPE_CHECKING:
    from sim.analysis.labels import Labels
    from sim.results.run_result import RunResult


def debriefing(result: "RunResult", choice: Choice) -> Section:
    """The debriefings of all seats of a game; empty for a history in which nobody sat."""
    found = [] if result.debriefing is None else debriefings_in(result.debriefing)
    labels = labels_of(result)
    return Section("debriefing", "Debriefing", tuple(block for each in found for block in blocks_of(each, labels)))


def blocks_of(debriefing: Debriefing, labels: "Labels") -> list[Block]:
    """Sentences and tables of a debriefing, in their order."""
    blocks: list[Block] = []
    for part in parts_of(debriefing, labels):
        if part.table is not None:
            table = from_console(part.table, part.caption)
            heads = tuple(head or "What" for head in table.heads)
            blocks.append(replace(table, heads=heads, rows=filled(table.rows)))
        blocks += [*part.lines, *map(Code, part.commands)]
    return blocks
