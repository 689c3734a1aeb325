"""Whenever a command is ended and wherever it prints, it says so in one line and leaves whole files: a few instants."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_command_ends_as_promised_at_a_few_instants():
    command = [sys.executable, "-m", "tests.promises", "signals", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
