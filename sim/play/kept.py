"""What a page says, once its game is over, of the files in which the game is kept; and its report, to be saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from sim.report.page import page_of
from sim.report.page.html import html_of
from sim.results.debriefing import Debriefing, document_of
from sim.results.run_result import GAME

from .going_on import going_on_line
from .seat import Seat

REPORT = "report.html"
FILES = {
    GAME: "the game, to go on with, to play again and to compare",
    REPORT: "this account and the debriefing as one page, to print and to mail",
    "debriefing.json": "the debriefing",
    "moves.csv": "every move with its reason",
}


class Kept(NamedTuple):
    """Where a game is kept.

    Attributes
    ----------
    lines : sentences
    command : what to type to go on; empty where the game is over
    report : the whole page of the report, in HTML
    """

    lines: tuple[str, ...]
    command: str
    report: str


def kept(seats: Sequence[Seat], folder: Path, debriefings: Mapping[str, Debriefing]) -> Kept:
    """What is said of the files of a game that has been played on pages.

    Parameters
    ----------
    folder : in which its files are written
    debriefings : that were played, by party
    """
    table, result = seats[0].table, seats[0].result()
    if debriefings:
        result = replace(result, debriefing=document_of([debriefings[party] for party in table.parties]))
    files = [f"{name}, {what}" for name, what in FILES.items() if debriefings or name != "debriefing.json"]
    lines = (f"The game is kept in the folder {folder.absolute()}.", f"Among its files: {'; '.join(files)}.")
    command = "" if table.is_over else going_on_line(folder.absolute() / GAME, table.parties, "page")
    return Kept(lines, command, html_of(page_of(result)))
