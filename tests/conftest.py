"""What tests of several subjects share: rules compiled before the first test, long files first, commands typed."""

import os
import signal
import sys
from pathlib import Path

import pytest

pytest.register_assert_rewrite("tests.engine.compiled.comparing")  # it asserts for several files

HERE = Path(__file__).parent
# One process takes a file after the other, so a long file that comes last keeps one core busy and the others idle.
LONGEST_FIRST = (
    "engine/compiled/test_ensemble.py",
    "test_properties.py",
    "survival/test_survival.py",
    "promises/test_scenarios.py",
    "promises/test_bytes.py",
    "promises/test_signals.py",
    "promises/test_payloads.py",
    "promises/test_command_lines.py",
    "promises/test_full_disk.py",
    "promises/test_damaged.py",
    "commands/test_signals.py",
    "sweeps/test_cluster.py",
)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the rules once, before there are tests or processes for them, so that no test takes a minute for it."""
    config, is_interpreted = session.config, os.environ.get("NUMBA_DISABLE_JIT", "0") != "0"
    if is_interpreted or hasattr(config, "workerinput") or config.option.collectonly:
        return
    from sim.engine.compiled.ensemble import Ensemble
    from sim.scenario.load import load_scenario

    ensemble = Ensemble(load_scenario("two_states"), n_threads=1)
    if ensemble.needs_compiling:
        sys.__stderr__.write("compiling the rules, once until they change: about a minute\n")
        ensemble.prepare()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest; the rest stays in its order."""
    places = {HERE / name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


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
