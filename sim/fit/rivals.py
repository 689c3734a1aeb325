"""Rules of thumb that a fit has to beat: tables of frequencies in cells, taken from all other cases."""

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from sim.documented.observations import Observation

from .blocks import Block, Data, Floats
from .scores import Scored

ALIKE = 1.0  # rows that the frequencies of all other cases count for in a cell


def cell_of(row: Observation) -> Hashable:
    """Cell of the fine table: whether people are sent home, and whether Moscow replies."""
    return row.people is None or row.people > 0, row.side == "moscow"


def table_left_out(block: Block, data: Data) -> Scored:
    """Forecast each case by the frequencies in its cells in all other cases; people as a ratio of those received."""
    theta = np.array([number.centre or 0.0 for number in block.numbers])
    width = block.chances(theta, data.only(np.arange(len(data.outcome)) < 1)).shape[1]
    cells = np.array([hash(cell_of(row)) for row in data.rows])
    chances = np.zeros((len(data.rows), width))
    for n, case in enumerate(data.case):
        others = data.case != case
        all_alike = _frequencies(data, others, n, width)
        same = others & (cells == cells[n])
        chances[n] = (same.sum() * _frequencies(data, same, n, width) + ALIKE * all_alike) / (same.sum() + ALIKE)
    return Scored(chances, data)


def _frequencies(data: Data, among: NDArray[np.bool_], n: int, width: int) -> Floats:
    """Frequency of each outcome among some rows, (width,); of people, what their ratios make of the number of row n."""
    if not among.any():
        return np.zeros(width)
    outcome = data.outcome[among]
    if data.features.shape[1] == 1:
        outcome = np.maximum(1.0, np.rint(outcome / data.features[among, 0] * data.features[n, 0]))
    return np.bincount(np.minimum(outcome, width - 1).astype(int), minlength=width) / len(outcome)
