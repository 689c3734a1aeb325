"""The same runs played in two worlds, pair by pair, and what is summed up of each pair."""

from collections.abc import Sequence
from contextlib import closing
from threading import Event
from typing import Any, NamedTuple

import numpy as np

from sim.analysis.intervals import quantiles_of
from sim.analysis.near_limits import LIMITS, is_near
from sim.analysis.paired import Lots
from sim.engine.compiled.ensemble import Chunk, Ensemble
from sim.engine.compiled.history import LOSS, NOTED, Rows
from sim.engine.compiled.tally import COARSE, Tally, bin_values
from sim.results.measures import (
    ANY_BREAK,
    OF_COMPARISONS,
    OR_WORSE,
    OWN,
    REGIMES,
    REGIMES_BY_NUMBER,
    RUPTURE_AT_ANY_TIME,
    SIDE_MEASURES,
    SUMMED_UP,
    first_break_by,
    own_name,
    without_ties,
)
from sim.rules.world import NONE

from .interrupted import until_interrupted
from .plan import Progress
from .two_worlds import Pair

Label = tuple[str, str, str]  # level, name, measure


class InBoth:
    """One of two worlds, read in the columns and directions that both have, in the order of the first."""

    def __init__(self, own: Ensemble, other: Ensemble) -> None:
        self.ensemble = own
        columns = _columns(own)
        self.shared = [column for column in columns if column in _columns(other)]  # sorted alike in both
        self.columns = [columns.index(column) for column in self.shared]
        pairs = {name: own.names.pairs[own.names.dyads.index(name)] for name in own.wanted.relations}
        ways = [(name, *way) for name, (x, y) in pairs.items() for way in ((x, y), (y, x))]
        self.breaks = [own.names.direction(actor, target) for _, actor, target in ways]
        self.labels: list[Label] = [("run", "run", ANY_BREAK.words), ("run", "run", "moves")]
        self.labels += [("break", name, first_break_by(actor)) for name, actor, _ in ways]
        self.measures = without_ties(SUMMED_UP, own.has_ties or other.has_ties)
        self.of_sides = without_ties(SIDE_MEASURES, own.has_ties or other.has_ties)
        self.labels += [
            (level, name, measure)
            for level, name in self.shared
            for measure in (*_events_of(level), *self._measures_of(level))
        ]

    def chunks(self, runs: int, size: int, is_alone: bool) -> Any:
        """Chunks of all runs, in order; played only as they are asked for where both worlds share one core."""
        if is_alone:
            return (self.ensemble.play(range(first, min(first + size, runs))) for first in range(0, runs, size))
        return self.ensemble.chunks(runs, size)

    def outcomes(self, rows: Rows) -> Any:
        """Outcomes of some runs by the labels, (R, labels)."""
        of_run = [rows.breaks_ij != NONE, rows.moves, *(rows.breaks_ij == ij for ij in self.breaks)]
        columns = [value for s in self.columns for value in self._of_column(rows, s)]
        return np.stack([*of_run, *columns], axis=1).astype(np.float64)

    def _of_column(self, rows: Rows, s: int) -> list[Any]:
        level = self.ensemble.levels[s]
        regimes = [rows.regime[:, s] == regime for regime in range(len(REGIMES_BY_NUMBER))]
        together = self._ends_together(rows, s, regimes) if level == "relation" else []
        measures = (getattr(rows, name)[:, s] for name in self._measures_of(level))
        return [*regimes, rows.ruptured[:, s] != NONE, *together, *measures]

    def _ends_together(self, rows: Rows, s: int, regimes: Sequence[Any]) -> list[Any]:
        """The events of comparisons, of one relation: ends and all worse ones, and losses near the limit of an end."""
        is_end = dict(zip(REGIMES_BY_NUMBER, regimes, strict=True))
        or_worse = [np.any([is_end[it] for it in REGIMES[: REGIMES.index(end) + 1]], axis=0) for end in OR_WORSE]
        losses, world = rows.loss_at_end[:, s], self.ensemble.tables.world
        return or_worse + [is_near(losses, end, world) for end in LIMITS]

    def _measures_of(self, level: str) -> tuple[str, ...]:
        """Measures of a column, those of a single side of relations alone."""
        return (*self.measures, *self.of_sides) if level == "relation" else self.measures

    def curves(self, chunk: Chunk) -> Any:
        """Curves of some runs, (R, NOTED, columns, days)."""
        return chunk.whole[:, :, self.columns]

    def medians(self) -> Any:
        """Median of each curve on each day over all runs, (NOTED, columns, days)."""
        tally: Tally = self.ensemble.tally()
        bins = [bin_values(c == LOSS, COARSE) for c in range(len(NOTED))]
        return np.stack([quantiles_of(tally.bands[c, self.columns], bins[c], (0.5,))[0] for c in range(len(NOTED))])


def _kept(one: Chunk, other: Chunk, of_own: Sequence[int], of_rows: Any) -> Any:
    """Differences of each pair that are kept: those of own measures first, none where one is not defined."""
    if not of_own:
        return of_rows
    own = np.nan_to_num((other.measured - one.measured)[:, of_own])
    return np.concatenate([own, of_rows], axis=1)


def _events_of(level: str) -> list[str]:
    """Events of a column in words, those of comparisons of relations alone."""
    events = (*REGIMES_BY_NUMBER, RUPTURE_AT_ANY_TIME, *(OF_COMPARISONS if level == "relation" else ()))
    return [event.words for event in events]


def _columns(ensemble: Ensemble) -> list[tuple[str, str]]:
    return list(zip(ensemble.levels, ensemble.columns, strict=True))


class PairedMeasure(NamedTuple):
    """An own measure in both worlds, over the pairs in which it is defined in both."""

    n: int = 0  # pairs
    lots: Lots = Lots()
    undefined: tuple[int, int] = (0, 0)  # runs of either world in which it is not defined

    def and_then(self, a: Any, b: Any) -> "PairedMeasure":
        """These pairs and the next ones, (R,) in either world; NaN where the measure is not defined."""
        is_in_both = ~(np.isnan(a) | np.isnan(b))
        missing = self.undefined[0] + int(np.isnan(a).sum()), self.undefined[1] + int(np.isnan(b).sum())
        return PairedMeasure(self.n + int(is_in_both.sum()), self.lots.and_then(a[is_in_both], b[is_in_both]), missing)


class PlayedPairs(NamedTuple):
    """Pairs of runs so far."""

    n: int = 0
    outcomes: Lots = Lots()
    curves: Lots = Lots()
    kept: tuple[Any, ...] = ()  # of each chunk the differences of each pair that are kept, (R, M)
    own: tuple[PairedMeasure, ...] = ()


def play_pairs(
    pair: Pair,
    runs: int,
    size: int,
    kept: Sequence[Label],
    progress: Progress | None = None,
    stop: Event | None = None,
) -> PlayedPairs:
    """Play the same runs in both worlds; interrupted by Ctrl-C or ``stop`` it gives the pairs finished by then.

    Parameters
    ----------
    size : int, runs a chunk; changes no result
    kept : labels of the measures in which the difference of each pair is kept
    """
    a, b = InBoth(pair.a, pair.b), InBoth(pair.b, pair.a)
    of_rows = [a.labels.index(label) for label in kept if label[0] != OWN]
    of_own = [pair.a.measure_names.index(own_name(label[2])) for label in kept if label[0] == OWN]
    played = PlayedPairs(own=(PairedMeasure(),) * len(pair.a.measure_names))
    in_a, in_b = (world.chunks(runs, size, pair.takes_turns) for world in (a, b))
    with until_interrupted(stop) as stop, closing(in_a), closing(in_b):
        try:
            for one, other in zip(in_a, in_b, strict=True) if not stop.is_set() else ():
                of_a, of_b = a.outcomes(one.rows), b.outcomes(other.rows)
                played = PlayedPairs(  # whole or not at all
                    played.n + one.runs.size,
                    played.outcomes.and_then(of_a, of_b),
                    played.curves.and_then(a.curves(one), b.curves(other)),
                    (*played.kept, _kept(one, other, of_own, (of_b - of_a)[:, of_rows])),
                    tuple(own.and_then(one.measured[:, m], other.measured[:, m]) for m, own in enumerate(played.own)),
                )
                if progress is not None:
                    progress(played.n, runs)
                if stop.is_set():
                    break
        except KeyboardInterrupt:
            pass
    return played
