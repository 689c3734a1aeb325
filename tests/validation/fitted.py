"""Why a fit draws as it does: leave-one-case-out scores by what it draws and fits, and planted numbers found again.

    python tests/validation/fitted.py [pulls | numbers | planted | others]

``pulls`` scores each block under other pulls than its own, ``numbers`` with one number more or less, and ``planted``
plants the fitted numbers in twenty records of the size of the real one.  ``others`` prints what the record gives for
numbers that are no habits, beside their defaults.  ``docs/fit.md`` says what came out.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np

from sim.documented.events import RECORDS
from sim.documented.observations import observations_of
from sim.fit.blocks import Block, Floats, Pull
from sim.fit.counts import DELAY, PEOPLE_BACK
from sim.fit.habits import BLOCKS, NOT_FITTED, fit_block, free_of
from sim.fit.others import others as numbers_of_others
from sim.fit.planted import recovered
from sim.fit.scores import Scored, left_out
from sim.fit.yes_or_no import ADDED, ANSWERED
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS

RECORD = [row for record in RECORDS for row in observations_of(record)]
TIMES = 20
GRID = {
    ANSWERED: product((0.3, 1.0, 3.0), (2.0, 6.0, 15.0), (0.0, 0.2, 0.4)),
    DELAY: product((0.5, 1.0), (0.2, 0.5, 1.0), (0.4, 0.7, 1.0)),
    PEOPLE_BACK: product((0.5, 1.0, 2.0), (5.0, 10.0), (0.0, 0.5)),
    ADDED: product((0.3, 1.0, 3.0), (1.0,), (0.0, 0.3)),
}


def score(block: Block, scored: Scored) -> Floats:
    """Score of each row by which a block is chosen."""
    return scored.log if block.scored == "log" else scored.crps


def pulls() -> Iterator[str]:
    """Scores by how hard numbers are drawn to their centres and to the pool, and by the power of the case."""
    for block, grid in GRID.items():
        for pull in (block.pull, *(Pull(*one) for one in grid)):
            found = left_out(replace(block, pull=pull), RECORD, free_of(block))
            mark = "  as it ships" if pull == block.pull else ""
            drawn = " ".join(f"{value:5g}" for value in pull)
            yield f"{block.name:12} {drawn}  {score(block, found).mean():.4f}{mark}"


def numbers() -> Iterator[str]:
    """What one number more, or one less, does to the score, with its standard error over cases."""
    for block in (ANSWERED, ADDED):
        own = free_of(block)
        before = left_out(block, RECORD, own)
        for name in block.names:
            others = [*own, name] if name in NOT_FITTED else [other for other in own if other != name]
            gain = score(block, before) - score(block, left_out(block, RECORD, others))
            gain = gain if name in NOT_FITTED else -gain
            cases = sorted({*before.data.case.tolist()})
            sums = np.array([gain[before.data.case == case].sum() for case in cases])
            error = sums.std() * np.sqrt(len(cases)) / len(gain)
            yield f"{block.name:12} {name:26} gains {gain.mean():+.4f} ± {error:.4f}"


def planted() -> Iterator[str]:
    """How many 90 % intervals hold what was planted."""
    held: list[bool] = []
    for block in BLOCKS:
        data, theta = block.data(RECORD), fit_block(block, RECORD).sides
        found = [v for seed in range(TIMES) for v in recovered(block, data, theta, seed, free_of(block)).values()]
        held += found
        yield f"{block.name:12} {np.mean(found):.3f} of {len(found)} intervals"
    yield f"{'all':12} {np.mean(held):.3f} of {len(held)} intervals"


def others() -> Iterator[str]:
    """Estimates of numbers that are no habits, with their standard errors and today's defaults."""
    defaults = {parameter.name: parameter.default for parameter in (*POLICY_PARAMETERS, *WORLD_PARAMETERS)}
    for name, estimate in numbers_of_others().items():
        yield f"{name:29} {estimate.says}; default {defaults[name]:.3g}"


PARTS = {"pulls": pulls, "numbers": numbers, "planted": planted, "others": others}

if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        print(f"\n{part}")
        for line in PARTS[part]():
            print(line, flush=True)
