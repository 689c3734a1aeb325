"""A game that was left goes on where it was left, and the line to type is printed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sim.play import Seat
from sim.play.game_file import game_text
from sim.play.going_on import going_on_line, next_day, opened
from sim.scenario.canonical import document_of
from sim.scenario.load import load_scenario

SHORT = "end=2030-06-30"


def left_on_2_march(folder: Path) -> Path:
    """The file of a game in which Arden protests on 2 March, and that is left on the morning after."""
    seat = Seat("two_states", "arden", settings=[SHORT])
    seat.go()
    seat.choose("protest_note", "belmora")
    seat.wait(1)
    file = folder / "game.yaml"
    file.write_text(game_text(seat.table, "two_states"), encoding="utf-8")
    return file


def test_the_file_says_on_which_day_the_game_was_left(tmp_path: Path) -> None:
    case = load_scenario(left_on_2_march(tmp_path))
    assert case.played is not None
    assert (case.played.until, next_day(case)) == (date(2030, 3, 2), date(2030, 3, 3))
    assert "until" not in document_of(case)["played"]  # it is the same history whoever leaves it when


def test_a_game_that_was_played_to_its_end_was_left_on_no_day() -> None:
    text = game_text(Seat("two_states", "arden", settings=["end=2030-03-05"]).finish().table, "two_states")
    assert "Go on where it was left" not in text
    assert "played:\n  seed: 1\n  replay: 0\n\n" in text


def test_its_file_goes_on_there_with_what_was_done_so_far(tmp_path: Path) -> None:
    case = load_scenario(left_on_2_march(tmp_path))
    begun = opened(case, ["arden"], None)
    assert begun == (
        date(2030, 3, 3),
        ("you go on where the game was left, on 3 March 2030; --since 2030-01-01 begins it anew",),
    )
    seat = Seat(case, "arden", since=begun.since)
    assert (seat.date, [move.move for move in seat.table.moves.values()]) == (date(2030, 3, 3), ["protest_note"])


def test_who_names_a_day_or_takes_another_seat_or_another_history_gets_that(tmp_path: Path) -> None:
    case = load_scenario(left_on_2_march(tmp_path))
    assert opened(case, ["arden"], "2030-02-01") == ("2030-02-01", ())
    assert opened(case, ["belmora"], None) == (None, ())
    since, lines = opened(case, ["arden"], None, seed=9)
    assert (since, lines) == (None, ("another history than that of the game: you begin anew, without its moves",))


def test_of_a_game_that_is_over_it_is_said_that_it_begins_anew(tmp_path: Path) -> None:
    file = tmp_path / "game.yaml"
    whole = Seat("two_states", "arden", settings=["end=2030-03-05"]).finish()
    file.write_text(game_text(whole.table, "two_states"), encoding="utf-8")
    since, (line,) = opened(load_scenario(file), ["arden"], None)
    assert since is None
    assert line == (
        "the game was played to its end: you begin anew, without its moves; --since DAY keeps those before that day"
    )


@pytest.mark.parametrize(
    ("on", "trust", "line"),
    [
        ("lines", False, "detente play 'my games/game.yaml' --as arden belmora"),
        ("page", True, "detente play 'my games/game.yaml' --as arden belmora --on page --trust"),
    ],
)
def test_the_line_can_be_typed_as_it_is(on: str, trust: bool, line: str) -> None:
    assert going_on_line(Path("my games/game.yaml"), ["arden", "belmora"], on, trust=trust) == line


def test_the_line_that_is_printed_on_leaving_goes_on_with_the_game(
    detente: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    lines = iter(["g", "protest_note belmora", "w", "q", "protest_note belmora", "e"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    words = ("play", "two_states", "--as", "arden", "--set", SHORT, "--no-figures", "--runs", "0")
    code, out, err = detente(*words)
    assert (code, err) == (0, "")
    (said,) = [line for line in out.splitlines() if line.startswith("To go on with this game: ")]
    typed = said.removeprefix("To go on with this game: detente ").split()
    code, out, err = detente(*typed, "--no-figures", "--runs", "0", "--out", "again")
    assert code == 0
    assert err == "you go on where the game was left, on 3 March 2030; --since 2030-01-01 begins it anew\n"
    assert "To go on" not in out  # the game is over
    (again,) = (tmp_path / "again" / "two_states_arden").iterdir()
    assert (again / "game.yaml").read_text(encoding="utf-8").count("move: protest_note") == 2
