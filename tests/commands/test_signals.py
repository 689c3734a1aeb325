"""A command that is ended early says so in one line of its own, and the exit code tells by what."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

MANY = ("--set", "end=2030-04-30", "--no-figures", "--threads", "1")
LONG = {
    "forecast": ("run", "two_states", "--runs", "400000000", *MANY),
    "comparison": ("compare", "two_states", "--with", "policies.arden.k=2", "--runs", "400000", *MANY),
    "tournament": ("tournament", "two_states", "--runs", "5000", *MANY),
    "sweep": ("sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5:900", "--runs", "2000", *MANY),
}
KEPT = {
    "forecast": " of 400,000,000 histories were finished, and all above is about these",
    "comparison": " of 400,000 pairs of histories were finished, and all above is about these",
    "tournament": " pairs of policies were finished, and all above is about these",
    "sweep": "; the same command resumes",
}
SIGNALS = [
    pytest.param(signal.SIGINT, "interrupted", 130, id="SIGINT"),
    pytest.param(signal.SIGTERM, "ended", 143, id="SIGTERM"),
    pytest.param(signal.SIGHUP, "ended", 129, id="SIGHUP"),
]


def scripted(script, folder):
    """Run a small program in a folder."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    command = [sys.executable, "-c", script]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)


@pytest.fixture(autouse=True)
def _hang_up_is_heard():
    """Let SIGHUP mean what it usually means, also where the tests themselves were begun under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


def begun(words, folder):
    """A command that plays."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)}
    pipe = subprocess.PIPE
    playing = subprocess.Popen(
        [sys.executable, "-m", "sim.cli", *words], cwd=folder, env=environment, stdout=pipe, stderr=pipe, text=True
    )
    while " of memory" not in (line := playing.stderr.readline()):
        assert line, playing.communicate()
    time.sleep(1.5)
    return playing


@pytest.mark.parametrize(
    ("kind", "sent", "word", "code"),
    [
        *((kind, signal.SIGTERM, "ended", 143) for kind in LONG),
        *(
            pytest.param(kind, signal.SIGINT, "interrupted", 130, marks=pytest.mark.slow)
            for kind in ("comparison", "tournament")
        ),
        ("forecast", signal.SIGHUP, "ended", 129),
    ],
)
def test_what_was_finished_is_kept_whatever_ends_the_command(kind, sent, word, code, tmp_path):
    playing = begun(LONG[kind], tmp_path)
    playing.send_signal(sent)
    _, err = playing.communicate(timeout=60)
    last = err.splitlines()[-1]
    assert playing.returncode == code, err
    assert last.startswith(f"{word}: ")
    assert last.endswith(KEPT[kind])
    assert "Traceback" not in err
    (manifest,) = tmp_path.glob("results/two_states/*/manifest.json")
    assert json.loads(manifest.read_text(encoding="utf-8"))["name"] == "two_states"
    assert list(tmp_path.rglob("*.tmp")) == []


@pytest.mark.parametrize(("sent", "word", "code"), SIGNALS)
def test_a_signal_while_python_is_still_importing_is_said_in_one_line(sent, word, code, tmp_path):
    script = f"""
import os, sys
import sim.cli
class Sender:
    def find_spec(self, name, *more):
        if name == "sim.commands.app":
            os.kill(os.getpid(), {int(sent)})
sys.meta_path.insert(0, Sender())
sys.argv = ["detente", "list"]
sim.cli.main()
"""
    done = scripted(script, tmp_path)
    said = f"{word}: nothing was written\n"  # by a command that looks things up
    assert (done.returncode, done.stdout, done.stderr) == (code, b"", said.encode())


def test_a_signal_that_nohup_has_switched_off_stays_so(tmp_path):
    script = """
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
import sim.cli
sys.argv = ["detente", "check", "two_states"]
import sim.commands.app
signal.raise_signal(signal.SIGHUP)
sim.cli.main()
"""
    done = scripted(script, tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_file_that_is_being_written_does_not_stay_in_part(tmp_path):
    script = """
import os, signal, sys
from pathlib import Path
from sim.commands.signals import watched
from sim.results.whole_files import write_whole
def half(stream):
    stream.write(b"half")
    os.kill(os.getpid(), signal.SIGTERM)
with watched():
    write_whole(Path("table.csv"), half)
"""
    done = scripted(script, tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (143, [])
