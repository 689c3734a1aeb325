"""A draft from a table of moves: its first act is given, and what followed is kept to compare with."""

from collections.abc import Sequence
from pathlib import Path

from sim.documented.cases import case_text
from sim.events.reading import read_events
from sim.scenario.problems import ScenarioError

from .page import Page
from .sides import DraftError


def text_of_moves(table: Path, page: Page, names: Sequence[str]) -> str:
    """Text of a scenario file that plays the moves of a table.

    Parameters
    ----------
    names : parties whose moves with each other are wanted; all if there are none

    Raises
    ------
    ScenarioError
        With what is wrong with the table.
    DraftError
        If no row is an act of one party towards another, or if two parties would have the same id.
    """
    reading = read_events(table, between=names)
    if reading.problems:
        raise ScenarioError(reading.problems)
    try:
        text = case_text(reading.events, page.name)
    except ValueError as problem:
        raise DraftError(f"{table}: {problem}") from None
    return "\n".join([*page.comment([]), "#", text])
