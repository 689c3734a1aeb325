"""Who does what to whom in many histories: how often, how many times, and when first."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.engine.compiled.ensemble import Ensemble
from sim.rules.moves import CONCILIATORY, KINDS, POSTURE, VERBAL
from sim.rules.world import Log

from .intervals import share_interval

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("party", "towards", "kind", "runs", "share", "low", "high", "mean_moves", "mean_count", "median_date")
# kinds that change ambassadors, people, posts, institutions and relations, or give anything of the kind or a tie back
_ABOUT_POSTS = frozenset(
    kind.name
    for kind in KINDS
    if kind.family not in (VERBAL, POSTURE) and not kind.withholds and (kind.on or kind.family != CONCILIATORY)
)
Cell = tuple[int, int]  # direction and kind of move


def is_about_posts(kind: str) -> bool:
    """Whether a kind of move is about ambassadors, people, posts, institutions or relations, or gives a tie back.

    Examples
    --------
    >>> is_about_posts("recall_ambassador"), is_about_posts("denounce"), is_about_posts("ban_trade")
    (True, False, False)
    """
    return kind in _ABOUT_POSTS


class _Made(NamedTuple):
    """Moves of one kind in one direction, over all histories."""

    first_days: list[int]  # of each history that has one
    moves: int
    counted: int  # people or posts, where the kind counts any


@dataclass
class MovesByKind:
    """The moves of a scenario, gathered history by history.

    Attributes
    ----------
    ensemble : the driver of the histories
    n : histories so far
    made : moves by direction and kind, of those that any history has
    """

    ensemble: Ensemble
    n: int = 0
    made: dict[Cell, _Made] = field(default_factory=dict)

    def add(self, log: Log) -> None:
        """Read one more history.

        Parameters
        ----------
        log : every move of the history
        """
        self.n += 1
        own = np.flatnonzero(log.announced[: log.n[0]] >= self.ensemble.tables.autonomous_day)
        code = log.ij[own] * len(KINDS) + log.kind[own]
        for cell, place, of_cell in _grouped(code):
            moves = own[of_cell]
            before = self.made.get(cell, _Made([], 0, 0))
            before.first_days.append(int(log.announced[own[place]]))
            counted = before.counted + int(log.count[moves].sum())
            self.made[cell] = _Made(before.first_days, before.moves + moves.size, counted)

    def frame(self) -> "pd.DataFrame":
        """One row a party, a party towards which it moves, and a kind of move, of those that any history has.

        Moves of the record before the first day on which actors decide are left out; those of the timeline count.

        Returns
        -------
        DataFrame : party, towards, kind; ``runs`` with at least one such move, their ``share`` with a 95 % interval;
        moves in a history in the mean of all (``mean_moves``) and the people or posts that these count
        (``mean_count``, missing where the kind counts none); the median of the days of the first one, over the runs
        that have one
        """
        import pandas as pd

        entries = sorted(self.made.items())
        lows, highs = share_interval([len(made.first_days) for _, made in entries], self.n)
        rows = [self._row(*each, *ends) for each, *ends in zip(entries, lows.tolist(), highs.tolist(), strict=True)]
        frame = pd.DataFrame(rows, columns=list(COLUMNS))
        return frame.astype({"runs": "int64", "mean_count": "float64", "median_date": "datetime64[s]"})

    def _row(self, cell: Cell, made: _Made, low: float, high: float) -> tuple[Any, ...]:
        (ij, k), days, tables = cell, sorted(made.first_days), self.ensemble.tables
        parties = self.ensemble.names.parties
        return (
            parties[tables.actor[ij]],
            parties[tables.target[ij]],
            KINDS[k].name,
            len(days),
            len(days) / self.n,
            low,
            high,
            made.moves / self.n,
            made.counted / self.n if KINDS[k].counted else None,
            self.ensemble.scenario.start + timedelta(days=days[(len(days) - 1) // 2]),
        )


def _grouped(code: Any) -> Iterator[tuple[Cell, int, Any]]:
    """Each cell, the place of its first move and those of all; moves stand in the order of their days."""
    codes, firsts, numbers = np.unique(code, return_index=True, return_counts=True)
    order, ends = np.argsort(code, kind="stable"), np.cumsum(numbers)
    for value, first, n, end in zip(codes.tolist(), firsts.tolist(), numbers, ends, strict=True):
        yield divmod(value, len(KINDS)), first, order[end - n : end]
