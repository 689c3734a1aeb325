"""What a policy did in a game is not decided anew where something else is played, and that is said."""

import pytest

from sim import load_scenario, run
from sim.analysis.kept_moves import is_otherwise, kept_lines
from sim.analysis.labels import Labels
from sim.report.account import closing_lines
from sim.scenario.canonical import document_of

GAME = """
extends: two_states
name: game
by_hand: [arden]
played: {seed: 1, replay: 0}
timeline:
  arden_by_hand_0001: {date: 2030-03-02, from: arden, to: belmora, move: expel, channel: belmora_embassy, count: 9,
                       in_answer: true}
  arden_by_hand_0002_policy: {date: 2030-06-18, from: arden, to: belmora, move: offer_talks, ground: its own initiative}
"""
SAID = (
    "The move that the policy of Arden made in this game is kept as it was, with the reasons of that day: the policy "
    "does not decide anew. For a what-if of the policy, play on from the day of the change: detente play FILE --as "
    "arden --since DAY."
)


@pytest.fixture(name="game")
def _game(tmp_path):
    (tmp_path / "game.yaml").write_text(GAME)
    return tmp_path / "game.yaml"


def told(result):
    return closing_lines(result, Labels(result.manifest["scenario"]), {"arden_belmora"})


def test_a_game_played_as_it_was_says_nothing_of_that(game):
    assert SAID not in told(run(game))


@pytest.mark.parametrize("asked", [{"settings": ["timeline.arden_by_hand_0001.count=2"]}, {"replay": 3}, {"seed": 2}])
def test_a_game_with_something_changed_says_that_the_moves_of_the_policy_stay(game, asked):
    result = run(game, **asked)
    assert SAID in told(result)
    (why,) = result.moves.query("`from` == 'arden' and kind == 'offer_talks'")["why"]
    assert why == "by its policy in the game, as the seat was left to it: its own initiative"


def test_a_scenario_that_is_no_game_says_nothing_of_that():
    result = run("two_states", settings=["timeline.first_expulsion.count=2"])
    assert not is_otherwise(result.manifest)
    assert kept_lines(document_of(load_scenario("two_states")), is_otherwise=True) == []
