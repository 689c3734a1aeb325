"""Where a command prints may be closed, full, or read by somebody who has enough: no traceback, and nothing is lost."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

DETENTE = f"'{sys.executable}' -m sim.cli"
COMMANDS = {
    "list": "list",
    "run": "run two_states --until 2030-03-02 --no-figures",
    "help": "--help",
}


def typed(words: str, redirected: str, folder: Path) -> tuple[int, str]:
    """Exit code of a command in a shell, and what it complained of."""
    line = f"{DETENTE} {words} {redirected}; exit ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def scripted(script, folder):
    """Run a small program in a folder."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("words", "redirected"),
    [*((COMMANDS["list"], each) for each in (">&-", "2>&-", "<&-")), (COMMANDS["run"], "<&- >&- 2>&-")],
)
def test_closed_streams_stop_nothing(words, redirected, tmp_path):
    assert typed(words, redirected, tmp_path) == (0, "")
    if words.startswith("run"):
        assert len(list(tmp_path.glob("results/two_states/*/*"))) >= 9


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_reader_who_has_enough_stops_nothing(words, tmp_path):
    assert typed(words, "| true", tmp_path) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)
def test_a_full_disk_behind_the_output_is_said_in_one_line(words, tmp_path):
    said = "standard output: cannot be written (No space left on device)\n"
    assert typed(words, "> /dev/full", tmp_path) == (4, said)


def test_a_full_disk_behind_the_complaints_changes_no_exit_code(tmp_path):
    assert typed("check no_such_scenario", "2> /dev/full", tmp_path) == (2, "")


def test_no_file_is_taken_for_a_stream_that_was_closed(tmp_path):
    code, _ = typed("run two_states --until 2030-03-02 --no-figures", ">&-", tmp_path)
    tables = list(tmp_path.glob("results/two_states/*/*.csv"))
    assert (code, len(tables)) == (0, 7)
    assert all(table.read_text(encoding="utf-8").count("Two states") == 0 for table in tables)


def test_a_process_without_any_streams_runs_as_windows_starts_one_without_a_console(tmp_path):
    script = """
import sys
sys.stdin = sys.stdout = sys.stderr = None
from sim.cli import main
sys.argv = ["detente", "check", "two_states"]
main()
"""
    done = scripted(script, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
