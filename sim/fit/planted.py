"""Planted records: outcomes drawn from known numbers, to see whether a fit finds these again."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from .blocks import Block, Data, Floats
from .errors import NINETY, uncertain
from .estimate import estimate


def planted(block: Block, data: Data, theta_of: Mapping[str, Floats], seed: int) -> Data:
    """The same acts with outcomes drawn from the chances of a block.

    Parameters
    ----------
    block : Block
    data : Data of the block, whose outcomes are not looked at
    theta_of : by side, the numbers (p,) on the scale of the fit
    seed : int, of NumPy's generator

    Returns
    -------
    Data
    """
    random, outcome = np.random.default_rng(seed), np.zeros(len(data.outcome))
    for side in sorted({*data.side.tolist()}):
        chosen = data.side == side
        up_to = np.cumsum(block.chances(theta_of[side], data.only(chosen)), axis=1)
        outcome[chosen] = (random.random((int(chosen.sum()), 1)) * up_to[:, -1:] >= up_to).sum(axis=1)
    return replace(data, outcome=outcome)


def recovered(
    block: Block, data: Data, theta_of: Mapping[str, Floats], seed: int, free: list[str]
) -> dict[tuple[str, str], bool]:
    """Whether the 90 % interval of each fitted number of each side holds what was planted."""
    drawn = planted(block, data, theta_of, seed)
    found = uncertain(block, drawn, estimate(block, drawn, free=free))
    return {
        (side, name): bool(abs(found[side].theta[p] - theta_of[side][p]) <= NINETY * found[side].errors[p])
        for side in theta_of
        for p, name in enumerate(block.names)
        if name in free and (not block.numbers[p].is_shared or side == "world")
    }
