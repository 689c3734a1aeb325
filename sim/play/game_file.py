"""A game as a scenario file, which anybody can play again, branch and compare."""

import json
from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sim.documented.file_text import file_text
from sim.scenario.files import named_scenario, shipped_folder
from sim.scenario.history import is_history
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario

from .going_on import going_on_line
from .seat import Seat
from .table import Table
from .wording import question_line


def game_text(table: Table, source: str | Path | None = None) -> str:
    """Text of the scenario file of a game.

    Parameters
    ----------
    source : name by which anybody finds the scenario that was played; if absent, or if it is no such name, the file
        holds all of it
    """
    played = table.scenario
    parties = " and ".join(table.labels.party(party) for party in table.parties)
    head = [
        f"{table.base.title}, with {parties} by hand.",
        "",
        "Play it again as it was:  detente run FILE",
        f"Play it anew from a day:  detente play FILE --as {table.parties[0]} --since DAY",
    ]
    document = _document(played)
    if table.day and not table.is_over:
        head.append(f"Go on where it was left:  {going_on_line(Path('FILE'), table.parties)}")
        document["played"] = {**document["played"], "until": table.date - timedelta(days=1)}
    if source is not None and is_of_everybody(source) and not table.base.settings and not table.base.by_hand:
        new = {"timeline": {name: move for name, move in document.get("timeline", {}).items() if name in table.moves}}
        named = {"extends": str(source), "name": played.name, "by_hand": played.by_hand, "played": document["played"]}
        return file_text(head, named | {key: section for key, section in new.items() if section})
    return file_text(head, document)


def is_of_everybody(source: str | Path) -> bool:
    """Whether a name is that of a scenario that comes with detente."""
    if is_history(source):
        return True
    try:
        file = named_scenario(source).resolve()
        return file.parent == shipped_folder().resolve() and Path(source).name == str(source)
    except ScenarioError:
        return False


def _document(scenario: Scenario) -> dict[str, Any]:
    """What a scenario says, without what it leaves as it is by default."""
    whole = scenario.model_copy(update={"observed_from": None})  # its rows are among the observed moves
    given: dict[str, Any] = whole.model_dump(
        by_alias=True, exclude_none=True, exclude_defaults=True, exclude={"experiments"}
    )
    return {key: section for key, section in given.items() if section != {}}


def decision_lines(seat: Seat) -> list[dict[str, Any]]:
    """What a seat decided, a document a decision: what waited, what its policy would have done, and what it did."""
    return [
        {
            "party": seat.party,
            "date": decision.day.isoformat(),
            "waiting": [question_line(question) for question in decision.questions],
            "by_policy": [{"words": advised.words, "why": advised.why} for advised in decision.advised],
            "chosen": [move.model_dump(mode="json", by_alias=True, exclude_defaults=True) for move in decision.chosen],
        }
        for decision in seat.decisions
    ]


def json_lines(documents: Iterable[Mapping[str, Any]]) -> str:
    """Documents as JSON, a line each."""
    return "".join(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n" for document in documents)
