"""Scores of the blocks: on the rows that they were fitted to, and on each case by a fit to all others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.documented.observations import Observation

from .blocks import Block, Data, Floats
from .estimate import estimate


@dataclass(frozen=True)
class Scored:
    """Chances of each outcome of each row, (n, m), scored against what happened."""

    chances: Floats
    data: Data

    def only(self, chosen: NDArray[np.bool_]) -> "Scored":
        """Some of the rows."""
        return Scored(self.chances[chosen], self.data.only(chosen))

    @property
    def log(self) -> Floats:
        """Minus the logarithm of the chance of what happened, (n,)."""
        happened = self.chances[np.arange(len(self.data.outcome)), self.data.outcome.astype(int)]
        return np.asarray(-np.log(np.maximum(happened, 1e-6)))

    @property
    def brier(self) -> Floats:
        """Squared difference of the chance of yes and what happened, (n,)."""
        return np.square(self.chances[:, 1] - self.data.outcome)

    @property
    def crps(self) -> Floats:
        """Continuous ranked probability score of the logarithm of one more than the number, (n,)."""
        steps = np.diff(np.log1p(np.arange(self.chances.shape[1])))
        up_to = np.cumsum(self.chances, axis=1)[:, :-1]
        is_reached = np.arange(len(steps)) >= self.data.outcome[:, None]
        return np.asarray((np.square(up_to - is_reached) * steps).sum(axis=1))

    def coverage(self, share: float) -> float:
        """Share of outcomes within the middle interval of a share of the chances, by its randomised transform."""
        rows, happened = np.arange(len(self.data.outcome)), self.data.outcome.astype(int)
        high = np.cumsum(self.chances, axis=1)[rows, happened]
        low = high - self.chances[rows, happened]
        begins, ends = (1.0 - share) / 2.0, (1.0 + share) / 2.0
        inside = np.clip(np.minimum(high, ends) - np.maximum(low, begins), 0.0, None)
        return float((inside / np.maximum(high - low, 1e-12)).mean())


def in_sample(block: Block, rows: Sequence[Observation], free: Collection[str]) -> Scored:
    """Scores of a block on the rows that it was fitted to."""
    data = block.data(rows)
    return Scored(_forecast(block, data, data, free), data)


def left_out(block: Block, rows: Sequence[Observation], free: Collection[str]) -> Scored:
    """Scores of a block on each case, fitted to all others."""
    data = block.data(rows)
    parts = [(data.case == case) for case in sorted({*data.case.tolist()})]
    chances = np.zeros((len(data.outcome), _width(block, data)))
    for is_case in parts:
        chances[is_case] = _forecast(block, data.only(~is_case), data.only(is_case), free)
    return Scored(chances, data)


def _width(block: Block, data: Data) -> int:
    """Number of outcomes of a block."""
    one = np.arange(len(data.outcome)) < 1
    theta = np.array([number.centre or 0.0 for number in block.numbers])
    return int(block.chances(theta, data.only(one)).shape[1])


def _forecast(block: Block, known: Data, asked: Data, free: Collection[str]) -> Floats:
    """Chances of the outcomes of some rows by a fit to others."""
    sides = estimate(block, known, free=free).sides
    parts = {side: asked.side == side for side in sorted({*asked.side.tolist()})}
    chances = np.zeros((len(asked.outcome), _width(block, asked)))
    for side, chosen in parts.items():
        chances[chosen] = block.chances(sides[side], asked.only(chosen))
    return chances
