"""Pages that a signal closes: also before they are open, and without a debriefing where the system ends the command."""

import asyncio
import signal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from sim.commands import signals
from sim.commands.exit_codes import ENDED
from sim.play import Seat, laid
from sim.play.hall import Hall

pytest.importorskip("nicegui")
from sim.play import page


def test_a_signal_before_the_pages_are_open_closes_them(monkeypatch: Any) -> None:
    table, done = laid("two_states", ["arden"]), list[str]()
    hall = Hall(table, [Seat.at(table, "arden")], lambda: None)
    monkeypatch.setattr(page.Server, "instance", SimpleNamespace(started=True), raising=False)
    monkeypatch.setattr(page.app, "shutdown", lambda: done.append("closed"))
    with page._until_interrupted() as came:
        signal.raise_signal(signal.SIGINT)
        asyncio.run(page._begin(hall, lambda: done.append("said"), came))
    assert done == ["closed"]


def test_a_game_that_the_system_ends_is_kept_without_a_debriefing(
    detente: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    def serve(table: Any, seats: Any, port: int, say: Any, where: Any, runs: int) -> dict[str, Any]:
        seats[0].wait(3)
        signals._codes.append(ENDED)
        return {}

    monkeypatch.setattr(signals, "_codes", [])
    monkeypatch.setattr(page, "serve", serve)
    code, out, err = detente("play", "two_states", "--as", "arden", "--on", "page", "--no-figures")
    assert (code, err.splitlines()[-1]) == (ENDED, "ended: the game is kept, without a debriefing")
    assert "files in results/two_states_arden/" in out
    assert "Debriefing" not in out
