"""Habits from a record: the numbers of a policy for each side, by the closed forms of every block."""

from collections.abc import Sequence

from sim.documented.observations import SIDES, Observation
from sim.rules.parameters import POLICY_PARAMETERS

from .blocks import Block, Floats
from .counts import DELAY, PEOPLE_BACK
from .estimate import Estimates, estimate
from .yes_or_no import ADDED, ANSWERED, WEIGHTS

BLOCKS = (ANSWERED, DELAY, PEOPLE_BACK, ADDED)
# numbers that do not improve the leave-one-case-out score, and so stay at 0: see docs/fit.md
NOT_FITTED = frozenset({"silence_size", *WEIGHTS})
_RANGE = {parameter.name: (parameter.low, parameter.high) for parameter in POLICY_PARAMETERS}


def fit_habits(rows: Sequence[Observation]) -> dict[str, dict[str, float]]:
    """Fit the numbers of all habits to a record.

    Parameters
    ----------
    rows : observations, of all sides together

    Returns
    -------
    dict
        by side, "world", "moscow" and "facing_moscow", the numbers by name

    Notes
    -----
    Each side is drawn towards the pool of all, the pool towards what is expected before any row is read.
    """
    fitted = {block.name: fit_block(block, rows) for block in BLOCKS}
    return {
        side: {
            name: value for block in BLOCKS for name, value in numbers_of(block, fitted[block.name].sides[side]).items()
        }
        for side in SIDES
    }


def free_of(block: Block) -> list[str]:
    """Names of the numbers of a block that are fitted."""
    return [name for name in block.names if name not in NOT_FITTED]


def fit_block(block: Block, rows: Sequence[Observation]) -> Estimates:
    """Estimate one block, with the numbers that are worth it."""
    return estimate(block, block.data(rows), free=free_of(block))


def numbers_of(block: Block, theta: Floats) -> dict[str, float]:
    """Numbers of a policy by name, each in its range."""
    return {
        number.name: min(max(number.from_scale(value), _RANGE[number.name][0]), _RANGE[number.name][1])
        for number, value in zip(block.numbers, theta, strict=True)
    }
