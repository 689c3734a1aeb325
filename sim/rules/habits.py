"""How governments answer out of habit: what a record shows of silence, delay, number and added kinds.

The defaults of :mod:`sim.rules.parameters` are those of the world at large, from 91 crises.  A government whose own
record is known may have habits of its own.  A new one is a row of HABITS.
"""

from typing import NamedTuple


class Habits(NamedTuple):
    """Numbers of a policy that a record was asked for, and what it shows."""

    says: str
    source: str
    numbers: dict[str, float]


HABITS = {
    "world": Habits("answers an expulsion in six cases of ten, a recall in two", "91 crises, 2004 to 2026", {}),
    "moscow": Habits(
        "answers nearly every expulsion, of few people one for one, and no recall",
        "17 crises of Moscow and its counterparts, 1985 to 2023",
        {
            "silence_first": 0.16,
            "silence_size": 0.25,
            "silence_recall": 0.92,
            "silence_closure": 0.16,
            "silence_level": 0.96,
            "silence_forum": 0.33,
            "silence_reply": 0.7,
            "further_step": 0.05,
            "delay_median_log": 1.5,
            "delay_sd_log": 0.45,
            "wait_probability": 0.3,
            "wait_median_log": 3.5,
            "wait_sd_log": 0.45,
            "inexact_one": 0.02,
            "surcharge_people": 0.02,
        },
    ),
    "facing_moscow": Habits(
        "answers sooner than Moscow does, and not as often",
        "11 answers to Moscow in the same crises",
        {
            "silence_recall": 0.92,
            "silence_level": 0.96,
            "delay_median_log": 1.1,
            "delay_sd_log": 0.35,
            "wait_probability": 0.1,
            "inexact_one": 0.02,
            "surcharge_people": 0.02,
            "further_step": 0.05,
        },
    ),
}
