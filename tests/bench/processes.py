"""What whole processes need: memory for ever more histories; time to compile, and to start later."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from docs.generate import table

RUNS = (100_000, 1_000_000, 10_000_000)
CASE, FLAGSHIP = "two_states", "nato_russia_2021"

PLAYED = {
    "forecast, `sim.run(…, runs=N)`": "from sim import run; run('{case}', runs={runs})",
    "outcomes only, `play_all`": (
        "from sim import load_scenario; from sim.engine.compiled.ensemble import Ensemble;"
        "from sim.experiment.playing import play_all; play_all(Ensemble(load_scenario('{case}')), {runs})"
    ),
}
IMPORTS = "from sim import load_scenario; from sim.engine.compiled.ensemble import Ensemble"
LOADED = f"{IMPORTS}; case = load_scenario('{FLAGSHIP}')"
FIRST_RESULT = f"{LOADED}; Ensemble(case, n_threads=1).play([0])"

# what a wheel would carry, in a folder of its own
CARRIED = "from pathlib import Path; from sim.compiling import linked; linked.FOLDER = Path('{folder}');"
LINK = "from sim.engine.release import main; main()"

# commands in an environment in which nothing was compiled, with their figures
TYPED = (
    "import sys; from contextlib import suppress; from sim.cli import main; sys.argv = {words};"
    "exec('with suppress(SystemExit): main()')"
)
COMMANDS = (f"detente run {CASE} --runs 200", f"detente run {FLAGSHIP} --runs 1000")

# the peak of this program alone: what getrusage gives begins with what the parent held when it started the child
PEAK = "; print(next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM')))"


class Usage(NamedTuple):
    """What a process took."""

    seconds: float
    processor_seconds: float
    peak_bytes: int


def usage(code: str, settings: Mapping[str, str] | None = None) -> Usage:
    """Run code in a fresh Python and measure it from launch to end."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before, begun = os.times(), perf_counter()
    words = [sys.executable, "-c", code + PEAK]
    done = subprocess.run(words, check=True, capture_output=True, text=True, env=environment | dict(settings or {}))
    seconds, after = perf_counter() - begun, os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return Usage(seconds, processor, 1024 * int(done.stdout.split()[-1]))


def memory() -> str:
    """Peak memory of processes that play ever more histories."""
    rows = []
    for what, code in PLAYED.items():
        peaks = [usage(code.format(case=CASE, runs=runs)).peak_bytes / 1e6 for runs in RUNS]
        spread = 100 * (max(peaks) / min(peaks) - 1)
        rows.append((what, *(f"{p:.0f}" for p in peaks), f"{spread:.1f} %"))
    return table(("peak memory in MB", *(f"{runs:,} histories" for runs in RUNS), "spread"), rows)


def start(n_starts: int) -> str:
    """The first start on a machine, which compiles, and later ones."""
    with tempfile.TemporaryDirectory() as folder:
        cache, other_cache = ({"NUMBA_CACHE_DIR": f"{folder}/{name}"} for name in ("kept", "other"))
        carried = CARRIED.format(folder=f"{folder}/linked")
        usage(IMPORTS, cache)
        first = usage(carried + FIRST_RESULT, cache)  # the folder of what a release carries is empty yet
        usage(carried + LINK, cache)
        finishing = usage(carried + FIRST_RESULT, other_cache)
        on_disk = sum(file.stat().st_size for file in Path(folder, "kept").rglob("*") if file.is_file())
        later = _median(FIRST_RESULT, cache, n_starts)
        parts = {"interpreter alone": "", "imports": IMPORTS, "imports, and reading the flagship": LOADED}
        few, many = COMMANDS
        commands = {
            f"`{few}`, nothing compiled": _command(few, f"{folder}/few"),
            f"`{many}`, nothing compiled": _command(many, f"{folder}/many"),
            f"`{many}`, from what a wheel carries": _command(many, f"{folder}/carried", carried),
            f"`{few}`, later start": _command(few, f"{folder}/many"),
            f"`{few} --no-figures`, later start": _command(f"{few} --no-figures", f"{folder}/many"),
        }
        others = {name: _median(code or "pass", cache, n_starts) for name, code in parts.items()}
    rows = [
        ("first result, compiling", first),
        ("first result, from what a wheel carries", finishing),
        *others.items(),
        ("first result, later start", later),
        *commands.items(),
    ]
    cells = [(name, f"{u.seconds:.2f}", f"{u.processor_seconds:.2f}", f"{u.peak_bytes / 1e6:.0f}") for name, u in rows]
    what = table(("whole process", "seconds", "of processors", "peak memory in MB"), cells)
    kept = f"What was compiled takes {on_disk / 1e6:.1f} MB on disk."
    return f"{what}\n\n{kept} Medians of {n_starts} starts; only one compiles."


def _command(typed: str, folder: str, before: str = "") -> Usage:
    """What a command takes with what is compiled in a folder; whatever it writes goes there, too."""
    words = [*typed.split(), "--out", folder]
    return usage(before + TYPED.format(words=words), {"NUMBA_CACHE_DIR": folder})


def _median(code: str, settings: Mapping[str, str], n_starts: int) -> Usage:
    rounds = [usage(code, settings) for _ in range(n_starts)]
    return Usage(*(median(values) for values in zip(*rounds, strict=True)))
