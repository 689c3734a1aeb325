"""What a history costs and what comes of it, for this checkout or for two: faster, and the same to the last bit?

    python -m tests.bench.histories                          # this checkout
    python -m tests.bench.histories --before ../other        # two of them, turn about, with ratios
    python -m tests.bench.histories two_states 50_states --rounds 5

User time of one thread; the best of some rounds.  What comes of a history is told by hashes: of the outcomes of each
column, and of the moves and decisions of some histories.
"""

import argparse
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve()
CASES = (
    "two_states", "nato_russia_2021", "skripal_2018", "cascade", "two_blocs", "trade_and_visas", "50_states",
)  # fmt: skip
WORLD = re.compile(r"(\d+)_states$")  # a case that is made: so many states, two in five pairs with embassies
SECONDS = 1.0  # of a round
N_TOLD, N_HISTORIES = 100, 5  # histories whose outcomes, and whose moves and decisions, are hashed
SEED = 7


class Told(NamedTuple):
    """What one checkout says of one case."""

    case: str
    microseconds: float  # a history
    columns: dict[str, str]  # hash of what came of N_TOLD histories in each column
    moves: str  # hash of all moves and decisions of N_HISTORIES
    n_moves: float  # a history


def scenario_of(case: str, folder: Path) -> Any:
    """A scenario that ships, or a world of states that have nothing but embassies with each other."""
    from sim import load_scenario

    if not (made := WORLD.fullmatch(case)):
        return load_scenario(case)
    from tests.bench.worlds import embassies, table_of

    (folder / f"{case}.csv").write_text(table_of(embassies(int(made[1]))))
    lines = ("schema: 1", f"name: world_{made[1]}", "title: A world", "start: 2030-01-01", "end: 2030-12-31")
    file = folder / f"{case}.yaml"
    file.write_text("\n".join((*lines, f"posts_from: {case}.csv", "")))
    return load_scenario(file)


def told_of(case: str, n_told: int, n_histories: int, is_timed: bool) -> Told:
    """Play a case by the compiled driver of the checkout that is imported."""
    import numpy as np

    from sim.engine.compiled.ensemble import Ensemble, Wanted
    from sim.scenario.pack import names_of

    with tempfile.TemporaryDirectory() as folder:
        scenario = scenario_of(case, Path(folder))
    relations = tuple(names_of(scenario).dyads) if len(scenario.states) < 25 else ()
    ensemble = Ensemble(scenario, SEED, Wanted(relations, rows=True), n_threads=1)
    rows = ensemble.play(np.arange(n_told)).rows
    columns = {
        name: hashed(*(column[:, s].tobytes() for column in rows if column.ndim == 2))
        for s, name in enumerate(ensemble.columns)
    }
    histories = [(h.moves().to_csv(), h.decisions().to_csv()) for h in ensemble.histories(range(n_histories))]
    texts = (text.encode() for texts in histories for text in texts)
    return Told(case, cost(ensemble) if is_timed else 0.0, columns, hashed(*texts), float(rows.moves.mean()))


def hashed(*parts: bytes) -> str:
    """Short hash of some bytes."""
    return hashlib.sha256(b"".join(parts)).hexdigest()[:12]


def cost(ensemble: Any) -> float:
    """User time of a history, microseconds."""
    import numpy as np

    n_runs = 1
    while (seconds := user_seconds(ensemble, np.arange(n_runs))) < SECONDS / 4.0:
        n_runs = 4 * n_runs if seconds < 0.02 else int(n_runs * 0.3 / seconds * SECONDS) + 1
    runs = np.arange(max(1, int(n_runs * SECONDS / seconds)))
    return 1e6 * user_seconds(ensemble, runs) / runs.size


def user_seconds(ensemble: Any, runs: Any) -> float:
    """User time that some histories take."""
    begun = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    ensemble.play(runs)
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime - begun


def asked(checkout: Path, case: str, words: Sequence[str]) -> Told:
    """What a checkout says of a case, in a process of its own; this file is read by both."""
    surroundings = os.environ | {"PYTHONPATH": f"{checkout}{os.pathsep}{HERE.parents[2]}"}
    command = [sys.executable, "-P", str(HERE), case, "--tell", *words]
    said = subprocess.run(command, env=surroundings, check=True, stdout=subprocess.PIPE, text=True).stdout
    return Told(*json.loads(said))


def compared(before: Told, after: Told) -> str:
    """Whether two checkouts play the same histories, in the columns that both follow."""
    shared = before.columns.keys() & after.columns.keys()
    unlike = sorted(name for name in shared if before.columns[name] != after.columns[name])
    if before.moves != after.moves:
        unlike.insert(0, "moves")
    return f"DIFFERENT: {', '.join(unlike[:5])}" if unlike else "same"


def best(rounds: Sequence[Told]) -> Told:
    """The quickest of some rounds."""
    return min(rounds, key=lambda told: told.microseconds)


def main() -> None:
    """Measure, and print a line a case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", default=CASES, metavar="CASE", help=f"scenarios, or N_states; {CASES}")
    parser.add_argument("--before", type=Path, help="a checkout of what to compare with")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--hashes-only", action="store_true", help="measure nothing")
    parser.add_argument("--told", type=int, default=N_TOLD, help="histories whose outcomes are hashed")
    parser.add_argument("--histories", type=int, default=N_HISTORIES, help="those whose moves are hashed")
    parser.add_argument("--tell", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.tell:
        told = told_of(given.cases[0], given.told, given.histories, not given.hashes_only)
        sys.stdout.write(json.dumps(told))
        return
    words = ["--told", str(given.told), "--histories", str(given.histories)]
    words += ["--hashes-only"] if given.hashes_only else []
    checkouts = [HERE.parents[2]] if given.before is None else [given.before.resolve(), HERE.parents[2]]
    for case in given.cases:
        rounds = [[asked(c, case, words) for c in checkouts] for _ in range(1 if given.hashes_only else given.rounds)]
        *earlier, now = (best(of_one) for of_one in zip(*rounds, strict=True))
        digest = hashed(*(f"{name} {now.columns[name]} ".encode() for name in sorted(now.columns)), now.moves.encode())
        line = f"{case:24} {digest}  {now.n_moves:9.1f} moves {now.microseconds:10.2f} µs"
        for before in earlier:
            ratio = before.microseconds / now.microseconds if now.microseconds else 0.0
            line += f"  before {before.microseconds:10.2f} µs, {ratio:6.2f} times; {compared(before, now)}"
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
