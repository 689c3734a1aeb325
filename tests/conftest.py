"""What tests of several subjects share: rules compiled before the first test, and commands typed."""

import os
import signal
import sys
from contextlib import suppress

import pytest
from hypothesis import settings

settings.register_profile("any_time", deadline=None)  # how long an example takes says how busy the machine is
settings.load_profile("any_time")
pytest.register_assert_rewrite("tests.engine.compiled.comparing")  # it asserts for several files


def pytest_sessionstart(session: pytest.Session) -> None:
    """Compile the rules once where all tests run, before there are processes for them: no test is charged a minute."""
    config, is_interpreted = session.config, os.environ.get("NUMBA_DISABLE_JIT", "0") != "0"
    is_whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS and not config.option.collectonly
    if is_whole and not is_interpreted and not hasattr(config, "workerinput"):
        with suppress(Exception):  # tests that play many histories say what is wrong with the rules
            _compile(config)


def _compile(config: pytest.Config) -> None:
    from sim.engine.compiled.ensemble import Ensemble
    from sim.scenario.load import load_scenario

    ensemble = Ensemble(load_scenario("two_states"), n_threads=1)
    if ensemble.needs_compiling:
        config.get_terminal_writer().line("compiling the rules, once until they change: about twenty seconds")
        ensemble.prepare()


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
