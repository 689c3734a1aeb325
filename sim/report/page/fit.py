"""The report of a fit: the tables of the console, in words."""

from typing import TYPE_CHECKING

from sim.analysis.labels import Labels
from sim.report.fit import TABLE_KEY, number_table, part_table, searched_line, warning_lines

from .common import Choice
from .document import Block, Section, from_console

if TYPE_CHECKING:
    from sim.results.fit import Fit


def headline(result: "Fit") -> str:
    """What the fit rests on, and where it is better than a table."""
    return str(result.manifest["headline"])


def details(result: "Fit") -> list[str]:
    """How much was fitted."""
    return [Labels.count(result.numbers["number"].nunique(), "number")]


def numbers(result: "Fit", choice: Choice) -> Section:
    """Numbers with their standard errors, and what the record cannot tell."""
    blocks: list[Block] = []
    if len(result.numbers):
        blocks.append(from_console(number_table(result), "Numbers with their standard errors, a column a policy"))
    blocks += warning_lines(result)
    if len(result.searched):
        blocks.append(searched_line(result))
    return Section("numbers", "What was fitted", tuple(blocks))


def scores(result: "Fit", choice: Choice) -> Section:
    """Scores beside those of a table of frequencies."""
    if not len(result.parts):
        return Section("scores", "How well it forecasts", ())
    caption = "Mean scores, the lower the better; left out: each case by a fit to all others"
    return Section("scores", "How well it forecasts", (from_console(part_table(result), caption), TABLE_KEY))
