"""A program in a seat: it is asked in lines of JSON, and what it answers is kept."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from sim.play import Seat
from sim.play.program import Program, ProgramError

BOT = """\
import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    if asked.get("over"):
        break
    {answer}
    print(json.dumps(answer), flush=True)
"""
IN_KIND = """\
answer = {"moves": [policy["move"] for policy in asked["policy"] if policy["move"]]}"""


def program(folder: Path, answer: str) -> str:
    """A command that answers each question by a line of Python."""
    file = folder / "bot.py"
    file.write_text(BOT.replace("{answer}", answer), encoding="utf-8")
    return f"{sys.executable} {file}"


def played(folder: Path, answer: str) -> tuple[Seat, Program]:
    seat = Seat("two_states", "arden", settings=["end=2030-09-30"])
    player = Program(seat, program(folder, answer))
    player.play()
    return seat, player


def test_a_program_that_does_what_the_policy_would_plays_as_following_it_does(tmp_path: Path) -> None:
    seat, player = played(tmp_path, IN_KIND)
    other = Seat("two_states", "arden", settings=["end=2030-09-30"])
    other.go()
    while not other.is_over:
        other.follow()
        other.go()
    assert seat.result().moves.equals(other.result().moves)
    assert [set(entry) for entry in player.kept] == [{"asked", "answered"}] * len(player.kept)


def test_it_is_told_all_that_a_seat_knows(tmp_path: Path) -> None:
    first, second = (entry["asked"] for entry in played(tmp_path, "answer = {}")[1].kept[:2])
    assert (first["date"], first["questions"], first["policy"]) == ("2030-01-01", [], [])  # it may act first
    asked = second
    assert {*asked} == {"party", "date", "end", "news", "questions", "policy", "options", "between"}
    assert (asked["date"], asked["questions"][0]["number"]) == ("2030-03-02", 1)
    assert asked["policy"][0]["move"] == {
        "move": "expel", "to": "belmora", "channel": "belmora_embassy", "count": 4, "answers": True,
    }  # fmt: skip
    assert {"move", "to", "channel", "most", "severity", "answers"} == {*asked["options"][0]}
    assert asked["between"][0]["breaking_point"] is None  # it never breaks
    json.dumps(asked, allow_nan=False)


def test_it_may_wait_some_days_and_follow_the_policy(tmp_path: Path) -> None:
    _, player = played(tmp_path, 'answer = {"wait": 2, "follow": True, "note": "as ever"}')
    days = [entry["asked"]["date"] for entry in player.kept[:2]]
    assert days == ["2030-01-01", "2030-01-03"]


def test_an_answer_that_is_not_lawful_is_refused_with_the_reason_and_undone(tmp_path: Path) -> None:
    answer = """\
many = 1 if "refused" in asked else 99
    moves = [{"move": "criticise", "to": "belmora"}]
    moves += [{"move": "expel", "to": "belmora", "channel": "belmora_embassy", "count": many}]
    answer = {"moves": moves if asked["date"] < "2030-03-10" else []}"""
    seat, player = played(tmp_path, answer)
    assert player.kept[0]["refused"] == "expel of 99: belmora_embassy allows 24 as things stand"
    assert player.kept[1]["asked"]["refused"] == player.kept[0]["refused"]
    own = seat.result().moves.query("`from` == 'arden' and intent == 'scripted'")
    assert own["kind"].tolist()[:2] == ["criticise", "expel"]


WRONG = {
    "no JSON": ('print("hello", flush=True); continue', "the program gave 3 answers that cannot be used"),
    "something else": ("answer = [1]", 'expected {"moves": [...]'),
    "moves that are no list": ('answer = {"moves": 3}', "moves: expected a list"),
    "a move without a target": ('answer = {"moves": [{"move": "meet"}]}', "a move: expected move, to and any of"),
    "no day": ('answer = {"moves": [{"move": "meet", "to": "belmora", "deadline": "soon"}]}', "Invalid isoformat"),
    "waiting for less than a day": ('answer = {"wait": 0}', "wait 0: expected a whole number from 1 on"),
    "leaving": ("sys.exit(0)", "the program ended before the game did"),
}


@pytest.mark.parametrize(("answer", "said"), WRONG.values(), ids=WRONG)
def test_a_program_is_given_up_that_answers_by(tmp_path: Path, answer: str, said: str) -> None:
    with pytest.raises(ProgramError) as given_up:
        played(tmp_path, answer)
    assert said in str(given_up.value)
    assert "\n" not in str(given_up.value)


def test_a_game_of_a_program_is_kept_with_what_was_said_and_needs_it_no_more(detente: Any, tmp_path: Path) -> None:
    words = ("play", "two_states", "--as", "arden", "--program", program(tmp_path, IN_KIND))
    code, out, err = detente(*words, "--no-figures", "--runs", "0")
    assert (code, err) == (0, "")
    assert "decided by hand" in out
    (folder,) = (tmp_path / "results" / "two_states_arden").iterdir()
    kept = [json.loads(line) for line in (folder / "program.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept[1]["answered"]["moves"][0]["move"] == "expel"
    (tmp_path / "bot.py").unlink()
    detente("run", str(folder / "game.yaml"), "--no-figures", "--out", "again")
    (second,) = (tmp_path / "again" / "two_states_arden").iterdir()
    assert (second / "moves.csv").read_bytes() == (folder / "moves.csv").read_bytes()


def test_an_empty_command_is_no_program() -> None:
    with pytest.raises(ProgramError, match="empty; expected a command"):
        Program(Seat("two_states", "arden"), " ").play()
