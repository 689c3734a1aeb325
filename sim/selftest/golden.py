"""What the scenarios that ship give on the authors' platform, by its SHA-256, and whether they give the same here.

Another mathematical library may round the last digit of a number otherwise.  So what is hashed holds numbers to six
significant digits: a difference is one that a reader of results could see.  ``python -m docs.generate`` writes
``golden.json`` again after results were changed on purpose.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sim.engine.model import EscalationModel
from sim.engine.trajectory import Trajectory
from sim.rules.curves import RECORDED
from sim.scenario.canonical import document_of, scenario_hash
from sim.scenario.load import load_scenario, shipped_scenarios

from .check import CheckError

FILE = Path(__file__).with_name("golden.json")
SEED = 1
EVERY_DAYS = 7  # curves are read once a week, and on the last day
NOTHING = 1e-9  # what is left of a difference of equal numbers may be nothing elsewhere
ASIDE = 1.0 + 1e-8  # short decimals such as 36.68125 would else stand where the last bit decides how they are rounded

WORDS = ("from", "to", "ministry", "kind", "channel", "cause", "intent")
DATES = ("announced", "effective")
COUNTS = ("id", "parent", "package", "count", "rung")
NUMBERS = ("severity", "perceived", "asked", "grievance", "breaking_point", "loss")

Hashes = dict[str, str]  # of the "scenario", the "moves" and the "curves"


def check_golden() -> None:
    """Play every scenario that ships; raises CheckError where one does not give what it gave the authors."""
    expected: dict[str, Hashes] = json.loads(FILE.read_text(encoding="utf-8"))
    files = {path.stem: path for path in shipped_scenarios()}
    problems: dict[str, list[str]] = {}
    for name, hashes in expected.items():
        if (kind := _problem(files.get(name), hashes)) is not None:
            problems.setdefault(kind, []).append(name)
    if problems:
        raise CheckError("; ".join(f"{', '.join(names)}: {kind}" for kind, names in problems.items()))


def _problem(path: Path | None, expected: Hashes) -> str | None:
    """What is wrong with a scenario, if anything."""
    if path is None:
        return "missing"
    found = hashes_of(path)
    if found["scenario"] != expected["scenario"]:
        return "not as it shipped"
    other = [name for name in found if found[name] != expected[name]]
    if not other:
        return None
    what = f"{' and '.join(other)} differ from those on the authors' platform"
    if hashes_of(path) != found:
        return f"{what}, and from one time to the next; rely on no result"
    return f"{what}; they are still reproducible here, the same each time they are played"


def golden_text() -> str:
    """Text of ``golden.json`` as this platform has it."""
    return json.dumps({path.stem: hashes_of(path) for path in shipped_scenarios()}, indent=1) + "\n"


def hashes_of(path: Path) -> Hashes:
    """Play a scenario once, and give the SHA-256 of its content, of its moves and of its curves."""
    case = load_scenario(path)
    trajectory = EscalationModel(case, SEED).run_until().trajectory
    parts = {"moves": moves_lines(trajectory), "curves": curves_lines(trajectory)}
    return {"scenario": scenario_hash(document_of(case))} | {name: _sha256(lines) for name, lines in parts.items()}


def _sha256(lines: Iterable[str]) -> str:
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def moves_lines(trajectory: Trajectory) -> Iterator[str]:
    """Every move: who, when, against whom, what, how many and how grave."""
    moves = trajectory.moves()
    ways: dict[Callable[[Any], list[str]], tuple[str, ...]] = {
        lambda column: list(column): WORDS,
        lambda column: list(column.dt.strftime("%Y-%m-%d")): DATES,
        lambda column: [str(int(n)) for n in column.fillna(0)]: COUNTS,
        lambda column: [written(x) for x in column]: NUMBERS,
    }
    columns = {name: way(moves[name]) for way, names in ways.items() for name in names}
    yield "\t".join(columns)
    yield from map("\t".join, zip(*columns.values(), strict=True))


def curves_lines(trajectory: Trajectory) -> Iterator[str]:
    """Every index of one day in seven."""
    daily = [name for name in trajectory.curves._fields if name not in RECORDED]
    for name, curve in ((name, getattr(trajectory.curves, name)) for name in daily):
        for day in sorted({*range(0, trajectory.n_days, EVERY_DAYS), trajectory.n_days - 1}):
            yield "\t".join([name, str(day), *map(written, curve[day].tolist())])


def written(number: float) -> str:
    """A number to six significant digits, the same wherever it is the same to a few units in the last place."""
    return "0" if abs(number) < NOTHING else f"{number * ASIDE:.5e}"
