"""How fast the compiled driver is; writes what it measures into docs/benchmarks.md.

    python -m tests.bench.ensemble                  # everything, about half an hour on an idle machine
    python -m tests.bench.ensemble speed growth     # some blocks only

Figures of one block were measured one after another in the same minutes: compare these.
"""

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from sim.engine.compiled.ensemble import n_cores

from .growth import growth, quiet
from .many_states import worlds
from .processes import memory, start
from .speed import speed
from .swarm import yardstick
from .sweeps import sweeps

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"
BLOCK = r"(<!-- measured: {name} -->\n).*?(<!-- end -->)"
BLOCKS: dict[str, Callable[[int], str]] = {
    "start": start,
    "speed": speed,
    "growth": growth,
    "quiet": quiet,
    "memory": lambda n_rounds: memory(),
    "sweeps": sweeps,
    "worlds": worlds,
    "yardstick": yardstick,
}


def under_which_conditions() -> str:
    """Machine, versions, and how busy the machine was otherwise."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numba", "mesa", "numpy"))
    busy = f"; load before it began {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"*{n_cores()} cores ({platform.machine()}), Python {platform.python_version()}, {libraries}{busy}.*"


def write(name: str, text: str) -> None:
    """Put a block into its place on the page."""
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(BLOCK.format(name=name), re.DOTALL)
    if not pattern.search(page):
        raise KeyError(f"{PAGE.name} has no block {name}")
    PAGE.write_text(pattern.sub(lambda found: f"{found[1]}{text}\n{found[2]}", page), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("blocks", nargs="*", metavar="BLOCK", help=f"any of {', '.join(BLOCKS)}; all if none is named")
    parser.add_argument("--rounds", type=int, default=5, help="how often each figure is measured")
    parser.add_argument("--dry", action="store_true", help="print only, write nothing")
    asked = parser.parse_args()
    if unknown := set(asked.blocks) - set(BLOCKS):
        parser.error(f"no block {sorted(unknown)[0]}; expected any of {', '.join(BLOCKS)}")
    for name in asked.blocks or BLOCKS:
        conditions = under_which_conditions()
        text = f"{BLOCKS[name](asked.rounds)}\n\n{conditions}"
        sys.stdout.write(f"{name}\n\n{text}\n\n")
        sys.stdout.flush()
        if not asked.dry:
            write(name, text)


if __name__ == "__main__":
    main()
