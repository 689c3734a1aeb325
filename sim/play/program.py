"""A program in a seat: a command that reads questions as JSON, a line each, and answers in the same way."""

import json
import shlex
import subprocess
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import Any

from .seat import Seat

LONGEST_ANSWER = 1_000_000  # characters of a line
MOST_REFUSED = 3  # answers to one question
PATIENCE_SECONDS = 5.0  # for a program to end once its input has
KEYS = {"move", "to", "channel", "count", "severity", "deadline", "answers", "ground"}


class ProgramError(Exception):
    """A program that ended, or that did not answer in the form agreed; the message says which and what was expected."""


class Program:
    """Plays a seat by asking a program.

    Parameters
    ----------
    seat : Seat
    command : as typed in a shell, without the help of one

    Attributes
    ----------
    kept : questions and answers in order, as they went
    """

    def __init__(self, seat: Seat, command: str) -> None:
        self.seat, self.command = seat, command
        self.kept: list[dict[str, Any]] = []

    def play(self) -> None:
        """Play to the end.

        Raises
        ------
        ProgramError
            If the program cannot be started, ends, or three times running gives an answer that cannot be used.
        """
        words = shlex.split(self.command)
        if not words:
            raise ProgramError("--program: empty; expected a command such as 'python3 bot.py'")
        try:
            process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
        except OSError as problem:
            raise ProgramError(f"{words[0]}: cannot be started ({problem.strerror})") from None
        try:
            self._play_with(process)
        finally:
            _end(process)

    def _play_with(self, process: "subprocess.Popen[str]") -> None:
        while not self.seat.is_over:
            self._decide(process)
        _write(process, {"over": True, "date": self.seat.date.isoformat()})

    def _decide(self, process: "subprocess.Popen[str]") -> None:
        """Ask until an answer can be used."""
        asked = situation(self.seat)
        for _ in range(MOST_REFUSED):
            _write(process, asked)
            answer = _read(process)
            problem = self._do(answer)
            self.kept.append({"asked": asked, "answered": answer} | ({"refused": problem} if problem else {}))
            if not problem:
                return
            asked = {"refused": problem, **situation(self.seat)}
        raise ProgramError(f"the program gave {MOST_REFUSED} answers that cannot be used; the last: {problem}")

    def _do(self, answer: Any) -> str:
        """Do what an answer says, all of it or nothing; returns what is wrong with it."""
        before = self.seat.table.moves
        try:
            days = _checked(answer)
            if answer.get("follow"):
                self.seat.follow()
            for move in answer.get("moves", []):
                self.seat.choose(**_choice(move))
        except (ValueError, TypeError) as problem:
            self.seat.table.write(before)
            return str(problem).splitlines()[0]
        self.seat.wait(days)
        return ""


def situation(seat: Seat) -> dict[str, Any]:
    """All that a seat is told on a day, ready for JSON.

    Returns
    -------
    dict with ``party``, ``date``, ``end``, ``news``, ``questions``, ``policy`` (what it would do, with ``move`` as an
    answer has it), ``options`` and ``between``; :class:`sim.play.Seat` says what each is
    """
    found: dict[str, Any] = _plain(
        {
            "party": seat.party,
            "date": seat.date,
            "end": seat.table.base.end,
            "news": [asdict(news) for news in seat.news],
            "questions": [asdict(question) for question in seat.questions],
            "policy": [
                {"words": it.words, "why": it.why, "move": None if it.move is None else as_answered(it.move)}
                for it in seat.advice
            ],
            "options": [asdict(option) for option in seat.options()],
            "between": [asdict(between) for between in seat.between],
        }
    )
    return found


def as_answered(move: Any) -> dict[str, Any]:
    """A move as an answer of a program has it."""
    answers = move.answers or bool(move.in_answer)
    found = {"move": move.move, "to": move.to, "channel": move.channel, "count": move.count, "answers": answers}
    return found if move.severity is None else found | {"severity": move.severity}


def _plain(value: Any) -> Any:
    """A value as JSON has it: days as texts, and what is infinite as nothing."""
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, date):
        return value.isoformat()
    return None if isinstance(value, float) and value in (float("inf"), float("-inf")) else value


def _checked(answer: Any) -> int | None:
    """Days to wait; raises ValueError where an answer has not the form agreed."""
    if not isinstance(answer, dict) or not {*answer} <= {"moves", "wait", "follow", "note"}:
        raise ValueError('expected {"moves": [...], "wait": DAYS, "follow": true}, each of which may be absent')
    if not isinstance(answer.get("moves", []), list):
        raise ValueError("moves: expected a list")
    days = answer.get("wait")
    if days is not None and (not isinstance(days, int) or isinstance(days, bool) or days < 1):
        raise ValueError(f"wait {days!r}: expected a whole number from 1 on")
    return days


def _choice(move: Any) -> dict[str, Any]:
    """A move of an answer as :meth:`Seat.choose` takes it."""
    if not isinstance(move, dict) or not {"move", "to"} <= {*move} <= KEYS:
        raise ValueError(f"a move: expected move, to and any of {', '.join(sorted(KEYS - {'move', 'to'}))}")
    given = dict(move)
    if given.get("deadline") is not None:
        given["deadline"] = date.fromisoformat(given["deadline"])
    return given


def _write(process: "subprocess.Popen[str]", document: dict[str, Any]) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")
        process.stdin.flush()
    except OSError:
        if "over" not in document:  # who has no more to say may have left
            raise ProgramError("the program ended before the game did") from None


def _read(process: "subprocess.Popen[str]") -> Any:
    assert process.stdout is not None
    try:
        line = process.stdout.readline(LONGEST_ANSWER)
    except UnicodeDecodeError:
        raise ProgramError("the program answered in something else than UTF-8") from None
    if not line:
        raise ProgramError("the program ended before the game did")
    try:
        return json.loads(line)
    except ValueError:
        return line.strip()[:200]  # refused, and shown


def _end(process: "subprocess.Popen[str]") -> None:
    """Let a program end, or end it."""
    for stream in (process.stdin, process.stdout):
        with suppress(OSError):  # it has left, with what was still on its way
            if stream is not None:
                stream.close()
    try:
        process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
