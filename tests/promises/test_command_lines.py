"""Whatever is typed, no command ends in a traceback: a few hundred command lines."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_whatever_is_typed_the_command_does_it_or_says_in_a_line_what_is_wrong():
    command = [sys.executable, "-m", "tests.promises", "command_lines", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
