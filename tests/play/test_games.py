"""A bot plays random moves: no illegal one is accepted, no lawful one refused, and every game plays again as it was.

DETENTE_GAMES says how many games are played; 1,000 take about half an hour.
"""

import os
from pathlib import Path

import pytest

from sim.play import Seat
from tests.play.games import TABLES, Bot, not_as_chosen, replayed

N_GAMES = int(os.environ.get("DETENTE_GAMES", str(len(TABLES))))


@pytest.mark.parametrize("number", range(N_GAMES))
def test_a_game_of_random_moves_is_lawful_and_plays_again_to_the_same_bytes(number: int, tmp_path: Path) -> None:
    name, party, settings = TABLES[number % len(TABLES)]
    bot = Bot(Seat(name, party, seed=number, replay=number % 3, settings=settings), number)
    seat = bot.play()
    assert bot.wrong == []
    assert not_as_chosen(seat) == []
    assert replayed(seat, tmp_path, name) == []


def test_the_games_try_what_is_lawful_and_what_is_not() -> None:
    bots = [Bot(Seat(*TABLES[n][:2], seed=n), n) for n in range(2)]
    for bot in bots:
        bot.play()
    assert min(sum(bot.n_made for bot in bots), sum(bot.n_refused for bot in bots)) > 5
