"""Small commands of every kind, and what can be wrong with the files that they leave."""

import csv
import json
from pathlib import Path

from tests.survival.small_sweep import prepare as prepare_sweeps

SHORT = ("--set", "end=2030-03-20")
COMMANDS = {
    "run": ["run", "two_states", *SHORT],
    "forecast": ["run", "two_states", "--runs", "40", "--keep", "outcomes", *SHORT],
    "comparison": ["compare", "two_states", "--with", "policies.arden.k=2", "--runs", "20", *SHORT],
    "tournament": ["tournament", "two_states", "--policy", "ledger", "proportional", "--runs", "10", *SHORT],
    "offramp": ["offramp", "two_states", "--change", "policies.arden.k=0.5,1", "--runs", "10", *SHORT],
    "sweep": ["sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5:12", "--runs", "20", *SHORT],
    "check": ["check", "two_states", "--resolved"],
    "list": ["list"],
}
FIRST_BYTES = {".png": b"\x89PNG", ".svg": b"<?xml", ".parquet": b"PAR1"}
LAST_BYTES = {".png": b"IEND\xaeB`\x82", ".svg": b"</svg>\n", ".parquet": b"PAR1"}


def prepare() -> None:
    """Import all that commands need, drawing too: children begin from here."""
    import sim.commands.drawing
    import sim.experiment.comparison
    import sim.experiment.offramp
    import sim.experiment.tournament
    import sim.plots.fonts
    import sim.plots.style  # noqa: F401

    prepare_sweeps()


def left_behind(place: Path) -> str:
    """Files of a place that are not whole."""
    strays = [path.name for path in place.rglob("*.tmp")]
    return f"left behind: {', '.join(strays)}" if strays else ""


def torn(place: Path) -> str:
    """What is broken in the files of a place; what is missing is not."""
    broken = [path.name for path in sorted(place.rglob("results/**/*.*")) if path.is_file() and not _is_whole(path)]
    return f"torn: {', '.join(broken)}" if broken else ""


def _is_whole(path: Path) -> bool:
    content, ending = path.read_bytes(), path.suffix
    if ending in FIRST_BYTES:
        return content.startswith(FIRST_BYTES[ending]) and content.endswith(LAST_BYTES[ending])
    if ending == ".json":
        return isinstance(json.loads(content), dict)
    if ending == ".csv":
        rows = [*csv.reader(content.decode().splitlines())]
        return content.endswith(b"\n") and len({*map(len, rows)}) == 1
    return True
