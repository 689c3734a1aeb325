"""In how many histories own measures are defined, in words: wherever their numbers stand, so does what they rest on.

A measure that is defined in no history is most likely a function that lacks its ``return``; so there is a warning, too.
"""

import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.results.measures import OWN, own_measure

from .labels import Labels, capital

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

ALONE = "its numbers are of these alone"


class UndefinedMeasureWarning(UserWarning):
    """An own measure that gave nothing where it was asked."""


class Defined(NamedTuple):
    """What is said of a measure that is not defined everywhere, and whether it is defined nowhere."""

    sentence: str
    is_nowhere: bool


def in_histories(manifest: Mapping[str, Any]) -> list[Defined]:
    """Say of each own measure of a forecast that is not defined in every history in how many it is."""
    n, found = int(manifest["runs"]), manifest.get("measures", [])
    return [_of_histories(entry, n) for entry in found if entry.get("undefined")]


def _of_histories(entry: Mapping[str, Any], n: int) -> Defined:
    histories, defined = Labels.count(n, "history"), n - entry["undefined"]
    return _said(entry, f"{defined:,} of {histories}; {ALONE}.") if defined else _nowhere(entry, histories)


def in_pairs(manifest: Mapping[str, Any]) -> list[Defined]:
    """Say of each own measure of a comparison that is not defined in every pair of histories in how many it is."""
    n, found = int(manifest["runs"]), manifest.get("measures", [])
    return [_of_pairs(entry, n) for entry in found if entry.get("undefined_a") or entry.get("undefined_b")]


def _of_pairs(entry: Mapping[str, Any], n: int) -> Defined:
    pairs = f"{Labels.count(n, 'pair')} of histories"
    if min(entry["undefined_a"], entry["undefined_b"]) == n:
        return _nowhere(entry, pairs)
    missing = f"not defined in {Labels.count(entry['undefined_a'], 'history')} of A and {entry['undefined_b']:,} of B"
    return _said(entry, f"{entry['pairs']:,} of {pairs}, in both worlds; {ALONE}; {missing}.")


def at_points(result: "SweepResult") -> list[Defined]:
    """Say of each own measure of a sweep that is not defined in every history in how many it is, by point."""
    rows, n = result.summary[result.summary["level"] == OWN], int(result.manifest["runs"])
    if rows.empty:
        return []
    found = [(entry, rows[f"{entry['name']}_runs"]) for entry in result.manifest.get("measures", [])]
    return [_of_points(entry, int(runs.min()), int(runs.max()), n) for entry, runs in found if runs.min() < n]


def _of_points(entry: Mapping[str, Any], least: int, most: int, n: int) -> Defined:
    histories = Labels.count(n, "history")
    if not most:
        return _nowhere(entry, f"{histories} of any point")
    many = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return _said(entry, f"{many} of {histories}, by point; {ALONE}.")


def _said(entry: Mapping[str, Any], rest: str) -> Defined:
    return Defined(f"{capital(own_measure(entry['name']).words)}: defined in {rest}", False)


def _nowhere(entry: Mapping[str, Any], of: str) -> Defined:
    words, function = capital(own_measure(entry["name"]).words), entry["function"]
    said = f"{words}: defined in none of {of}: {function} gave nothing each time, as one without `return` does."
    return Defined(said, True)


def warn_of_undefined(found: Iterable[Defined]) -> None:
    """Warn, on a line each, of measures that are defined nowhere."""
    for each in found:
        if each.is_nowhere:
            warnings.warn(UndefinedMeasureWarning(each.sentence), stacklevel=3)
