"""What a sweep of a million histories takes, and how soon one is refused that could never fit."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from docs.generate import table

from .processes import usage

POINTS, RUNS = 5_000, 200
VARY = ["policies.bloc.k=0:1.5", "parameters.half_life_days=90:2920"]
PLAYED = "from sim import sweep; sweep('two_blocs', {vary}, {folder!r}, design='lhs', points={points}, runs={runs})"
TOO_LARGE = ["policies.bloc.k=0:1.5:200000", "parameters.half_life_days=90:2920:21000"]


def sweeps(n_refusals: int) -> str:
    """Time, memory and disk of a million histories; time in which one is refused that needs more than 10 TB."""
    with tempfile.TemporaryDirectory() as folder:
        took = usage(PLAYED.format(vary=VARY, folder=folder, points=POINTS, runs=RUNS))
        on_disk = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    rate = f"{POINTS * RUNS / took.seconds:,.0f}"
    row = (f"{took.seconds:.0f}", rate, f"{took.peak_bytes / 1e6:.0f}", f"{on_disk / 1e6:.1f}")
    paths = "`policies.bloc.k` and `parameters.half_life_days` of `two_blocs`"
    what = f"{POINTS:,} points of a Latin hypercube over {paths}"
    told = table(("seconds", "histories a second", "peak memory in MB", "disk in MB"), [row])
    return f"{what}, {RUNS} histories of ten years each.\n\n{told}\n\n{_refused(n_refusals)}"


def _refused(n_refusals: int) -> str:
    """Least time of a whole command that is refused, and what it says."""
    words = [sys.executable, "-m", "sim.cli", "sweep", "two_blocs"]
    words += [word for vary in TOO_LARGE for word in ("--vary", vary)]
    seconds = []
    for _ in range(n_refusals):
        begun = perf_counter()
        done = subprocess.run(words, capture_output=True, text=True, env=os.environ | {"COLUMNS": "200"})
        seconds.append(perf_counter() - begun)
        if done.returncode != 3:
            raise RuntimeError(f"not refused: {done.stderr}")
    said = done.stderr.strip().splitlines()[-1]
    return f"Refused in {min(seconds):.2f} s, the whole command (least of {n_refusals}): “{said}”"
