"""How often each side withholds each tie, with what move, when, and how much of it at the end, in many histories."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.compiled.ensemble import Ensemble
from sim.rules.indices import ties_lost
from sim.rules.law import is_tie
from sim.rules.moves import KINDS, TIE_KINDS, TRADE, WITHHOLDS
from sim.rules.world import NONE, Log, State, side_of

from .intervals import share_interval

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "tie", "tie_kind", "party", "towards", "runs", "share", "low", "high", "usual_move", "usual_move_share",
    "median_date", "withheld_at_end",
)  # fmt: skip
Side = tuple[int, int]  # channel, and which of its two parties: 0 or 1


@dataclass
class Withheld:
    """What is withheld of the ties of a scenario, gathered history by history.

    Attributes
    ----------
    ensemble : the driver of the histories
    n : histories so far
    first_days : by side, the day on which it first withholds the tie, of each history in which it does
    moves : by side, histories with each kind of move that withholds the tie
    at_end : by side, sum of the shares withheld at the end
    lost : by direction, sum of the shares of worth that its actor has lost at the end
    """

    ensemble: Ensemble
    n: int = 0
    first_days: dict[Side, list[int]] = field(default_factory=dict)
    moves: dict[Side, Counter[str]] = field(default_factory=dict)
    at_end: dict[Side, float] = field(default_factory=dict)
    lost: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tables = self.ensemble.tables
        for tie in np.flatnonzero(is_tie(tables.channel_kind)).tolist():
            dyad = int(tables.channel_dyad[tie])
            self.lost |= {2 * dyad: 0.0, 2 * dyad + 1: 0.0}
            for side in np.flatnonzero(tables.may_withhold[tie]).tolist():
                self.first_days[tie, side], self.moves[tie, side], self.at_end[tie, side] = [], Counter(), 0.0

    def add(self, state: State) -> None:
        """Read one more history.

        Parameters
        ----------
        state : at the end of the history, with every move
        """
        if not self.first_days:
            return
        self.n += 1
        self._add_moves(state.log)
        held_back = state.posts.held_back
        withheld = np.argwhere(held_back > 0.0)
        for channel, side in withheld.tolist():
            self.at_end[channel, side] += float(held_back[channel, side])
        for dyad in np.unique(self.ensemble.tables.channel_dyad[withheld[:, 0]]).tolist():
            for ij in (2 * dyad, 2 * dyad + 1):
                self.lost[ij] += float(ties_lost(self.ensemble.tables, state, ij))

    def _add_moves(self, log: Log) -> None:
        """Read who withheld what, with which move, and when first; what a scenario withholds from the start counts."""
        kinds, channels = log.kind[: log.n[0]], log.channel[: log.n[0]]
        first: dict[Side, int] = dict.fromkeys(self._from_the_start, 0)
        made: set[tuple[Side, str]] = set()
        for m in np.flatnonzero((channels != NONE) & (WITHHOLDS[kinds] > 0.0)).tolist():
            side = int(channels[m]), int(side_of(log.ij[m]))
            first.setdefault(side, int(log.announced[m]))
            made.add((side, KINDS[kinds[m]].name))
        for side, day in first.items():
            self.first_days[side].append(day)
        for side, kind in made:
            self.moves[side][kind] += 1

    @cached_property
    def _from_the_start(self) -> list[Side]:
        """Sides that withhold a tie on the first day."""
        names, ties = self.ensemble.names, self.ensemble.scenario.ties
        whose = [(side, ties[names.channels[side[0]]], self._parties(side)[0]) for side in self.first_days]
        return [side for side, tie, party in whose if tie.withheld.get(party, 0.0) > 0]

    def _parties(self, side: Side) -> tuple[str, str]:
        """Who withholds the tie, and from whom."""
        channel, own = side
        pair = self.ensemble.names.pairs[self.ensemble.tables.channel_dyad[channel]]
        return pair[own], pair[1 - own]

    def frame(self) -> "pd.DataFrame | None":
        """One row a tie and side that can withhold it; None where the scenario has no ties.

        Returns
        -------
        DataFrame : tie, tie_kind, party that withholds it ``towards`` another; ``runs`` in which it does at some time,
        their ``share`` with a 95 % interval; the kind of move by which it does in most runs, and its share of all
        runs; the median of the days on which it first does; the mean share withheld at the end
        """
        import pandas as pd

        rows = [self._row(side) for side in self.first_days]
        return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"median_date": "datetime64[s]"}) if rows else None

    def _row(self, side: Side) -> tuple[Any, ...]:
        days, names, tables = sorted(self.first_days[side]), self.ensemble.names, self.ensemble.tables
        low, high = map(float, share_interval(len(days), self.n))
        kind, n = min(self.moves[side].items(), key=lambda entry: (-entry[1], entry[0]), default=("", 0))
        return (
            names.channels[side[0]],
            TIE_KINDS[tables.channel_kind[side[0]] - TRADE],
            *self._parties(side),
            len(days),
            len(days) / self.n,
            low,
            high,
            kind,
            n / self.n,
            self.ensemble.scenario.start + timedelta(days=days[(len(days) - 1) // 2]) if days else None,
            self.at_end[side] / self.n,
        )

    def mean_losses(self) -> dict[str, dict[str, float]]:
        """Share of the worth of its ties that each party has lost at the end, in the mean, by relation."""
        names, tables = self.ensemble.names, self.ensemble.tables
        found: dict[str, dict[str, float]] = {}
        for ij, total in sorted(self.lost.items()):
            found.setdefault(names.dyads[ij >> 1], {})[names.parties[tables.actor[ij]]] = total / self.n
        return found
