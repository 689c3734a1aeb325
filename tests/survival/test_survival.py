"""Whatever happens to a sweep, its files end as those of one that nothing happened to: a few faults of each kind."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_sweep_survives_kills_full_and_read_only_disks_the_end_of_its_job_races_and_flipped_bits():
    command = [sys.executable, "-m", "tests.survival", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
