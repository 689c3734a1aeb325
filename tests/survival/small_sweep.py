"""A small sweep as the command plays it, in processes that can be killed, and what its files should be."""

import hashlib
import json
import os
import shutil
import signal
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

Report = tuple[int, str]  # exit code, and what was complained of

RUNS, SHORT = 40, "end=2030-04-30"
WORKERS = {"threads": (), "processes": ("--workers", "2")}
LEFT = {"SHA256SUMS", "manifest.json", "parts", "points.parquet", "summary.parquet", "sweep.lock"}


def words_for(points: int, *more: str) -> list[str]:
    """The command without its name."""
    fixed = ("--runs", str(RUNS), "--set", SHORT, "--no-figures")
    return ["sweep", "two_states", "--vary", vary_for(points), *fixed, *more]


def vary_for(points: int) -> str:
    """What varies in a sweep of so many points."""
    return f"policies.arden.k=0.5:1.5:{points}"


def prepare() -> None:
    """Load and compile all that a sweep needs, on one thread: children begin from here, within milliseconds."""
    import filelock  # noqa: F401
    import pandas as pd
    import psutil  # noqa: F401
    import pyarrow as pa
    import pyarrow.parquet
    import tqdm  # noqa: F401

    from sim.engine.compiled.ensemble import Ensemble
    from sim.sweeps.plan import plan_sweep

    Ensemble(plan_sweep("two_states", ["policies.arden.k=0.5:1.5:2"]).base.scenario, n_threads=1).prepare()
    pa.Table.from_pandas(pd.DataFrame())


@contextmanager
def places() -> Iterator[Callable[[], Path]]:
    """Hand out empty folders, and remove them all in the end; anybody may look into them."""
    above = Path(mkdtemp(prefix="survival-"))
    above.chmod(0o755)
    made = 0

    def place() -> Path:
        nonlocal made
        made += 1
        (above / str(made)).mkdir()
        return above / str(made)

    try:
        yield place
    finally:
        shutil.rmtree(above, ignore_errors=True)


class Child:
    """A process made from this one."""

    def __init__(self, pid: int, place: Path) -> None:
        self.pid, self.place = pid, place
        self._status: int | None = None

    def ended(self) -> bool:
        """Whether it has ended."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = status if pid else None
        return self._status is not None

    def kill(self) -> None:
        """End it as no process can prevent."""
        if not self.ended():
            os.kill(self.pid, signal.SIGKILL)
            self.report()

    def report(self) -> Report:
        """Wait for its end."""
        if self._status is None:
            self._status = os.waitpid(self.pid, 0)[1]
        return os.waitstatus_to_exitcode(self._status), (self.place / "err").read_text(encoding="utf-8")


def begin(place: Path, act: Callable[[], int]) -> Child:
    """Have a process do something in a folder; what it says goes into files there."""
    sys.stdout.flush()
    sys.stderr.flush()
    with warnings.catch_warnings():  # there are threads of the linear algebra, which sleep
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        return Child(pid, place)
    code = 70
    try:
        os.chdir(place)
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644), number)
        code = act()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def begin_command(place: Path, words: list[str], first: Callable[[], object] = lambda: None) -> Child:
    """Have a process type the command, after something else."""

    def act() -> int:
        from sim.cli import main

        first()
        sys.argv = ["detente", *words]
        try:
            main()
        except SystemExit as leaving:
            return int(leaving.code or 0)
        return 70

    return begin(place, act)


def play(place: Path, words: list[str], first: Callable[[], object] = lambda: None) -> Report:
    """Type the command and wait for its end."""
    return begin_command(place, words, first).report()


@dataclass(frozen=True)
class Undisturbed:
    """A sweep that nothing happened to."""

    place: Path
    words: list[str]
    files: dict[str, str]
    seconds: float


def undisturbed(place: Path, words: list[str]) -> Undisturbed:
    """Play a sweep to its end."""
    begun = time.perf_counter()
    code, complaint = play(place, words)
    if code:
        raise RuntimeError(f"an undisturbed sweep ended with {code}: {complaint}")
    return Undisturbed(place, words, digests(place), time.perf_counter() - begun)


def folder_in(place: Path) -> Path:
    """Folder of the one sweep at a place."""
    (found,) = place.glob("results/two_states/sweep-*")
    return found


def parts_in(place: Path) -> dict[str, str]:
    """SHA-256 of each part at a place, by name."""
    return {path.name: _sha256(path.read_bytes()) for path in place.glob("results/two_states/*/parts/part-*")}


def digests(place: Path) -> dict[str, str]:
    """SHA-256 of all files of a sweep by name; of the manifest, and of what is said of it, all but the command."""
    folder = folder_in(place)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8")) | {"command": ""}
    sums = [line for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines() if "manifest" not in line]
    tables = {name: _sha256((folder / name).read_bytes()) for name in ("points.parquet", "summary.parquet")}
    told = {"manifest.json": json.dumps(manifest), "SHA256SUMS": "\n".join(sums)}
    return tables | {name: _sha256(text.encode()) for name, text in told.items()} | parts_in(place)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def completes(place: Path, whole: Undisturbed, words: list[str] | None = None) -> str:
    """Go on with a sweep to its end; says what is otherwise than in one that nothing happened to."""
    code, complaint = play(place, words or whole.words)
    if code:
        return f"could not be resumed: {code}, {complaint.strip()}"
    return differs(place, whole)


def differs(place: Path, whole: Undisturbed) -> str:
    """What is otherwise in a finished sweep than in one that nothing happened to."""
    left = {path.name for path in folder_in(place).iterdir()}
    if left != LEFT:
        return f"left behind or missing: {', '.join(sorted(left ^ LEFT))}"
    found = digests(place)
    other = sorted(name for name in found.keys() | whole.files.keys() if found.get(name) != whole.files.get(name))
    return f"other bytes: {', '.join(other)}" if other else ""


def complains(report: Report, code: int, *texts: str) -> str:
    """What is otherwise than an exit code and one line, the last, with all these texts."""
    given, complaint = report
    remarks, line = complaint.splitlines()[:-1], (complaint.splitlines() or [""])[-1]
    is_one_line = not any(word in text for word in ("Traceback", "Error", "cannot") for text in remarks)
    if given != code or not is_one_line or not all(text in line for text in texts):
        return f"exit code {given}, expected {code}; said: {complaint.strip()}"
    return ""
