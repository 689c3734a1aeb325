"""Games in drawn scenarios: what a bot was allowed is lawful by an independent reading of the law."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import load_scenario
from sim.play import Seat, Table
from sim.play.game_file import game_text
from sim.scenario.canonical import document_of
from sim.scenario.schema import Scenario
from tests.drawing.law import offences
from tests.drawing.runs import play
from tests.drawing.scenarios import scenarios
from tests.play.games import Bot

N_GAMES = int(os.environ.get("DETENTE_DRAWN_GAMES", "8"))
PARTIES = st.sampled_from(["arden", "belmora", "league"])


def read_again(table: Table) -> Scenario:
    """The scenario of a game, as its file gives it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "game.yaml"
        file.write_text(game_text(table), encoding="utf-8")
        return load_scenario(file, trust=True)


@settings(max_examples=N_GAMES, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
@given(file=scenarios(), party=PARTIES, number=st.integers(0, 99))
def test_whatever_a_seat_allows_is_lawful(file: dict[str, Any], party: str, number: int) -> None:
    file["by_hand"] = []
    bot = Bot(Seat(Scenario.model_validate(file), party, seed=number, trust=True), number)
    table = bot.play().table
    assert bot.wrong == []
    made = {name: move.model_dump(by_alias=True, exclude_defaults=True) for name, move in table.moves.items()}
    played = play(file | {"by_hand": [party], "timeline": file["timeline"] | made}, number)
    assert [offence for move in played.moves for offence in offences(played, move)] == []
    assert document_of(read_again(table)) == document_of(table.scenario)
    own = [move for move in played.moves if move["from"] == party and move["intent"] == "scripted"]
    assert len(own) >= len(made)
