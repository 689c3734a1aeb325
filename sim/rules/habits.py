"""How governments answer out of habit: what a record shows of silence, delay, number and added kinds.

The defaults of :mod:`sim.rules.parameters` are those of the world at large, from 89 crises.  A government whose own
record is known may have habits of its own.  A new one is a row of HABITS.
"""

from typing import NamedTuple

from .fitted import FITTED


class Habits(NamedTuple):
    """Numbers of a policy that a record was asked for, and what it shows."""

    says: str
    source: str
    numbers: dict[str, float]


def _of(side: str) -> dict[str, float]:
    """Fitted numbers of a side in which it differs from the world at large."""
    world = FITTED["world"]
    return {name: row.value for name, row in FITTED[side].items() if row.value != world[name].value}


HABITS = {
    "world": Habits("answers an expulsion in six cases of ten, a recall in two", "89 crises, 2004 to 2026", {}),
    "moscow": Habits(
        "answers nearly every expulsion, most of few people one for one, and hardly a recall",
        "acts against Moscow in 18 crises, 1985 to 2025, drawn towards all",
        _of("moscow"),
    ),
    "facing_moscow": Habits(
        "answers sooner than Moscow does, and hardly ever answers an answer",
        "acts of Moscow in 17 of these crises, drawn towards all",
        _of("facing_moscow"),
    ),
}
