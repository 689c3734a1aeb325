"""A full disk is said in one line and tears no file, whichever command writes to it: a few of its calls."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_command_that_writes_meets_a_full_disk_as_promised():
    command = [sys.executable, "-m", "tests.promises", "full_disk", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
