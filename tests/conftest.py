"""What tests of several subjects share."""

import signal
import sys

import pytest


@pytest.fixture(name="detente")
def _detente(monkeypatch, capsys, tmp_path):
    """Type a command; returns the exit code, what was printed, and what was complained of."""
    from sim.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def type_command(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["detente", *words])
        before = signal.getsignal(signal.SIGINT)
        try:
            with pytest.raises(SystemExit) as leaving:
                main()
        finally:
            signal.signal(signal.SIGINT, before)
        printed = capsys.readouterr()
        return int(leaving.value.code or 0), printed.out, printed.err

    return type_command
