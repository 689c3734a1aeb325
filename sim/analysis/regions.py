"""Where in a sweep an event is frequent: a box in the values that vary, found by PRIM, and what it says in words.

All histories of all points count: *coverage* is the share of the histories with the event that lie in the box,
*density* the share of the histories of the box that have it.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.results.measures import EVENT_OF

from .labels import capital, percent
from .prim import Between, Box, Columns, Floats, Limits, box_of, inside, peeled
from .region_words import limit_words
from .sweep_sentences import headline_column, path_names, subject_of
from .sweep_table import SweepTable, table_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

LEAST_POINTS = 10
LEAST_SHARE, LEAST_EVENTS = 0.05, 20  # of histories in a region, and how many of them, from which it is called one
ERRORS = 4.0  # standard errors by which it differs from elsewhere: many boxes were looked at
TIMES_AS_FREQUENT = 2.0  # that an event is in a region, against all other points, to be worth a sentence
HALVES = 20  # random halves of the points, in which a region is looked for again
SPREAD_OUT = ("grid", "lhs", "sobol", "morris")  # designs whose points lie all over the ranges


@dataclass(frozen=True)
class Region:
    """Points of a sweep where an event is frequent.

    Attributes
    ----------
    table : SweepTable, the row of each point that the event is of
    event : column of the summary
    columns : by path, (points,) values of the points that were played
    cases : (points,) share of the histories of each point with the event
    box : Box, the region
    chain : list of Box, those that were looked at, from all points to the fewest
    seed : int, of the random halves of the points
    """

    table: SweepTable
    event: str
    columns: Columns
    cases: Floats
    box: Box
    chain: list[Box]
    seed: int

    @property
    def elsewhere(self) -> float:
        """Share of the histories outside the region that have the event."""
        is_out = ~inside(self.columns, self.box.limits)
        return float(self.cases[is_out].mean()) if is_out.any() else 0.0

    def without(self, path: str) -> Box:
        """The region without the limit of a path."""
        return box_of(self.columns, self.cases, _but(self.box.limits, path))

    def words(self, path: str) -> str:
        """The limit of a path, after "is"."""
        return limit_words(self.columns[path], self.box.limits[path])

    @property
    def limits(self) -> "pd.DataFrame":
        """Limits, a row each.

        Returns
        -------
        DataFrame with ``path``, ``limit`` in words, ``coverage_without`` and ``density_without`` (of the region without
        this limit), ``found_again`` (share of random halves of the points in whose region the path is limited, too)
        """
        import pandas as pd

        again = _found_again(self.columns, self.cases, self.seed)
        rows = [
            (path, self.words(path), self.without(path).coverage, self.without(path).density, again[path])
            for path in self.box.limits
        ]
        columns = ["path", "limit", "coverage_without", "density_without", "found_again"]
        return pd.DataFrame(rows, columns=columns)


def regions_of(result: "SweepResult", of: str | None = None) -> list[Region]:
    """Regions of all shares that are shown of a sweep, of those that have one; see :func:`region_of`."""
    table = table_of(result, of)
    found = (_region(result, table, event) for event in table.shares)
    return [region for region in found if region is not None]


def main_region(result: "SweepResult", of: str | None = None) -> Region | None:
    """Region of the share that the sweep is about, or of the first other share that has one."""
    table = table_of(result, of)
    head = headline_column(result, table)
    about = _region(result, table, head) if head in table.shares else None
    return about or next((region for region in regions_of(result, of)), None)


def region_of(result: "SweepResult", event: str, of: str | None = None) -> Region | None:
    """Region of a sweep where an event is frequent: the box of best balance, without the limits that it can spare.

    Parameters
    ----------
    event : column of the summary that holds shares, such as "rupture"
    of : name of a row, as for :func:`sim.analysis.sweep_table.table_of`

    Returns
    -------
    Region, or None where the event is nowhere twice as frequent as elsewhere, where the design changes one value at a
    time, or where less than ten points were played

    Raises
    ------
    ValueError
        If there is no such row or event.
    """
    table = table_of(result, of)
    known = [name for name in EVENT_OF if name in table.frame]
    if event not in known:
        raise ValueError(f"event {event!a}: expected one of {', '.join(known)}")
    return _region(result, table, event)


def _region(result: "SweepResult", table: SweepTable, event: str) -> Region | None:
    rows = table.frame[table.frame[event].notna()]
    cases = rows[event].to_numpy(dtype=float)
    if result.manifest["design"] not in SPREAD_OUT or len(rows) < LEAST_POINTS or not cases.any():
        return None
    columns = {path: rows[path].to_numpy() for path in table.paths}
    chain = peeled(columns, cases)
    box = simplest(columns, cases, chain)
    region = Region(table, event, columns, cases, box, chain, result.manifest["seed"])
    is_one = box.limits and box.density >= TIMES_AS_FREQUENT * region.elsewhere
    return region if is_one and _is_beyond_noise(region, result.manifest["runs"]) else None


def _is_beyond_noise(region: Region, runs: int) -> bool:
    """Whether the event is frequent in a region at all, seen often enough, and more so than chance would have it."""
    inside_, total = region.box.mass * len(region.cases) * runs, len(region.cases) * runs  # histories
    events, share = region.box.density * inside_, float(region.cases.mean())
    error = math.sqrt(share * (1.0 - share) * (1.0 / inside_ + 1.0 / max(1.0, total - inside_)))
    is_frequent = region.box.density >= LEAST_SHARE and events >= LEAST_EVENTS - 0.5
    return is_frequent and region.box.density - region.elsewhere >= ERRORS * error


def simplest(columns: Columns, cases: Floats, chain: list[Box]) -> Box:
    """The box with the best balance of coverage and density, without the limits that do not improve it.

    Its limits stand in the order of the columns.
    """
    box = max(chain, key=lambda each: each.balance)
    while wider := [box_of(columns, cases, limits) for limits in _with_one_less(box.limits)]:
        best = max(wider, key=lambda each: each.balance)
        if best.balance < box.balance:
            break
        box = best
    return box_of(columns, cases, {path: box.limits[path] for path in columns if path in box.limits})


def _with_one_less(limits: Limits) -> Iterator[Limits]:
    """Limits of which one end is let go, or one list of names."""
    for path, limit in limits.items():
        if isinstance(limit, Between) and np.isfinite(limit).all():
            yield {**limits, path: Between(low=limit.low)}
            yield {**limits, path: Between(high=limit.high)}
        else:
            yield _but(limits, path)


def _but(limits: Limits, path: str) -> Limits:
    return {other: limit for other, limit in limits.items() if other != path}


def _found_again(columns: Columns, cases: Floats, seed: int) -> dict[str, float]:
    """Share of random halves of the points in whose region each path is limited."""
    generator, times = np.random.default_rng(seed), dict.fromkeys(columns, 0)
    for _ in range(HALVES):
        half: Any = np.sort(generator.permutation(len(cases))[: len(cases) // 2])
        of_half = {path: values[half] for path, values in columns.items()}
        for path in simplest(of_half, cases[half], peeled(of_half, cases[half])).limits:
            times[path] += 1
    return {path: n / HALVES for path, n in times.items()}


def region_sentence(result: "SweepResult", region: Region) -> str:
    """Say where the region lies, and what its density and coverage are, in one sentence."""
    limited = list(region.box.limits)
    named = zip(limited, path_names(result, limited), strict=True)
    where = " and ".join(f"the {name} is {region.words(path)}" for path, name in named)
    says = EVENT_OF[region.event].says
    said = capital(f"{subject_of(result, region.table)} {says}".strip())
    return (
        f"{said} in {percent(region.box.density)} of histories where {where} (density), and in "
        f"{percent(region.elsewhere)} elsewhere; {percent(region.box.coverage)} of all such histories lie there "
        "(coverage)"
    )
