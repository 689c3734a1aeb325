"""Whatever is in a scenario file, it is read or refused with its place: several hundred changed files."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_whatever_is_in_a_scenario_file_it_is_read_or_refused_with_its_place_and_plays_alike_in_both_drivers():
    command = [sys.executable, "-m", "tests.promises", "scenarios", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
