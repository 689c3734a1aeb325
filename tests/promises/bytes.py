"""The same command gives the same bytes, whatever the hash seed, time zone, locale, folder and number of threads.

One process for each of these surroundings plays every command for every scenario, and notes the SHA-256 of each file
and of what is printed.  Their notes have to be equal.  Times and memory are printed to stderr, which is not noted.
"""

import hashlib
import json
import locale
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import NamedTuple

from tests.trials import Trial

TIMES, SHORT = 15, 2  # surroundings
ROOT = Path(__file__).parents[2]

HASH_SEEDS = (0, 1, 2, 3, 4)
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns")
LOCALES = ("C", "C.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8")
FOLDERS = ("plain", "two words", "größe [bold]")

FEW = ("nato_russia_2021", "two_states")
SCENARIOS = (
    *FEW, "arms_race", "cascade", "consensus", "consulates", "ministries", "nato_russia_1997_2021",
    "algeria_morocco_2021", "algeria_spain_2022", "lithuania_china_2021", "sweden_saudi_2015",
    "new_president_2016", "skripal_2018", "trade_and_visas", "two_blocs", "vrbetice_2021",
)  # fmt: skip
LOOKED_UP = (("list",), ("moves",), ("policies",), ("--help",), ("run", "--help"), ("sweep", "--help"))
CHANGE = "parameters.half_life_days=900"
VARY = ("--vary", "parameters.half_life_days=800:2600:3", "--runs", "10")
BETWEEN = ("--vary", "parameters.half_life_days=800:2600", "--vary", "policies.arden.k=0.5:1.5")
STEPS = ("--vary", "parameters.half_life_days=800:2600:3", "--vary", "policies.arden.k=0.5:1.5:3")
DESIGNS = (
    *((*BETWEEN, "--points", "32", "--design", design) for design in ("lhs", "sobol", "morris")),
    (*STEPS, "--design", "oat"),
    STEPS,
)
# mistakes of which several are told at once
WRONG = (
    "alliances={arden: {}, belmora: {}}",
    "relations.arden_belmora.grievance={one: 1, two: 1, three: 1, four: 1}",
    "relations.arden_belmora.balance={one: 1, two: 1, three: 1, four: 1}",
)
TABLE = "table.json"


class Surroundings(NamedTuple):
    """What may not change a byte."""

    hash_seed: int
    zone: str
    locale: str
    folder: str
    threads: int

    @classmethod
    def number(cls, n: int) -> "Surroundings":
        """Surroundings by number: after 15 every hash seed has met every time zone."""
        known = locales()
        return cls(
            HASH_SEEDS[n % 5], ZONES[n % 3], known[n % len(known)], f"{n} {FOLDERS[(n + n // 3) % 3]}", 1 + n % 2
        )

    @property
    def environment(self) -> dict[str, str]:
        """Variables of a process there."""
        n = str(self.threads)
        own = {"PYTHONHASHSEED": str(self.hash_seed), "TZ": self.zone, "LC_ALL": self.locale, "LANG": self.locale}
        own |= {"OMP_NUM_THREADS": n, "OPENBLAS_NUM_THREADS": n, "PYTHONPATH": str(ROOT), "MPLBACKEND": "agg"}
        return {name: value for name, value in os.environ.items() if name != "COLUMNS"} | own


def locales() -> list[str]:
    """Those that this machine has."""
    before, known = locale.setlocale(locale.LC_ALL), []
    for name in LOCALES:
        try:
            known.append(locale.setlocale(locale.LC_ALL, name))
        except locale.Error:
            continue
    locale.setlocale(locale.LC_ALL, before)
    return known


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Play everything in some surroundings, and hold what came out against what came out in the first."""
    scenarios = FEW if times <= SHORT else SCENARIOS
    first: dict[str, dict[str, str]] = {}
    for n in range(times):
        notes = notes_of(Surroundings.number(n), scenarios, place(), is_short=times <= SHORT)
        first = first or notes
        for scenario in first if n else ():
            yield f"{scenario}: the same bytes", unlike(first[scenario], notes[scenario], Surroundings.number(n))


def unlike(first: dict[str, str], other: dict[str, str], there: Surroundings) -> str:
    """What differs; nothing where nothing does."""
    names = sorted(name for name in first.keys() | other.keys() if first.get(name) != other.get(name))
    return f"{there}: {', '.join(names)}" if names else ""


def notes_of(there: Surroundings, scenarios: tuple[str, ...], place: Path, is_short: bool) -> dict[str, dict[str, str]]:
    """SHA-256 by file and command, for each scenario, as a process in some surroundings gives them."""
    folder = place / there.folder
    folder.mkdir()
    words = [sys.executable, "-m", "tests.promises.bytes", str(there.threads), "short" if is_short else "long"]
    done = subprocess.run(
        [*words, *scenarios], cwd=folder, env=there.environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{there}: {done.stderr[-2000:]}")
    notes: dict[str, dict[str, str]] = json.loads((folder / TABLE).read_text(encoding="utf-8"))
    return notes


def commands_for(scenario: str, is_short: bool) -> Iterator[tuple[str, ...]]:
    """Every command that leaves files; figures of the first alone where it has to be short."""
    bare = ("--no-figures",) if is_short else ()
    yield ("run", scenario, "--seed", "7")
    yield ("run", scenario, "--runs", "50", "--keep", "outcomes", "curves", "moves", *bare)
    yield ("compare", scenario, "--with", CHANGE, "--runs", "50", *bare)
    yield ("tournament", scenario, "--policy", "tit_for_tat", "ledger", "--runs", "20", *bare)
    yield ("offramp", scenario, "--change", CHANGE, "--runs", "20", *bare)
    yield ("sweep", scenario, *VARY, "--csv", *bare)
    yield ("check", scenario)
    yield ("check", scenario, "--resolved")
    if scenario == "two_states":
        yield from (("sweep", scenario, *words, "--runs", "10") for words in (() if is_short else DESIGNS))
        yield from LOOKED_UP
        yield from (("check", scenario, "--set", setting) for setting in WRONG)


def note_all(n_threads: int, is_short: bool, scenarios: list[str]) -> None:
    """Play every command here, on so many threads, and note what came out."""
    os.sched_getaffinity = lambda process: set(range(n_threads))  # cores that there seem to be
    notes: dict[str, dict[str, str]] = {}
    for scenario in scenarios:
        notes[scenario] = {}
        for words in commands_for(scenario, is_short):
            printed = printed_by(words)
            notes[scenario][" ".join(words)] = _sha256(printed)
        results = sorted(path for path in Path("results", scenario).rglob("*") if path.is_file())
        notes[scenario] |= {path.as_posix(): _sha256(path.read_bytes()) for path in results}
    Path(TABLE).write_text(json.dumps(notes), encoding="utf-8")


def printed_by(words: tuple[str, ...]) -> bytes:
    """Type a command; what it prints, and of what is wrong what it says."""
    from sim.cli import main

    sys.argv = ["detente", *words]
    is_wrong = words[-1] in WRONG
    with open("printed", "w") as out, open("complained", "w") as err, redirect_stdout(out), redirect_stderr(err):
        try:
            main()
            code = 0
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        finally:
            signal.signal(signal.SIGINT, signal.default_int_handler)
    said = Path("complained").read_bytes()
    if code != (2 if is_wrong else 0):
        raise RuntimeError(f"detente {' '.join(words)} ended with {code}: {said.decode(errors='replace')[-1000:]}")
    return Path("printed").read_bytes() + (said if is_wrong else b"")


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    note_all(int(sys.argv[1]), sys.argv[2] == "short", sys.argv[3:])
