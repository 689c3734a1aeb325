"""What trials share: a fault is tried many times; each kind of fault gets a line that says how often all was well."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Trial = tuple[str, str]  # what was tried, and what went otherwise than promised; empty where nothing did
Trials = Callable[[int, Callable[[], Path]], Iterator[Trial]]  # of how many, and what hands out empty folders

SHOWN = 5  # of what went wrong of a kind


def report(trials: Iterator[Trial]) -> int:
    """Print a line for each kind of fault, and what went wrong; returns how much did."""
    found: dict[str, list[str]] = {}
    begun = time.perf_counter()
    for what, wrong in trials:
        found.setdefault(what, []).append(wrong)
    for what, all_of_it in found.items():
        wrong = [*filter(None, all_of_it)]
        as_promised = f"{what}: {len(all_of_it) - len(wrong)} of {len(all_of_it)} as promised"
        sys.stdout.write("\n    ".join([as_promised, *wrong[:SHOWN]]) + "\n")
    sys.stdout.write(f"    ({time.perf_counter() - begun:.0f} s)\n")
    sys.stdout.flush()
    return sum(bool(wrong) for of_it in found.values() for wrong in of_it)
