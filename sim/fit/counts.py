"""Blocks with whole numbers as outcomes: the days until the answer, and the people whom it sends home."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, ndtr

from sim.rules.perceive import LONGEST_DELAY_DAYS

from .blocks import LEAST, Block, Data, Floats, Number, Pull, Rows, data_of

MOST_PEOPLE = 1000


def _mass(low: Floats, high: Floats, middle: float | Floats, spread: float) -> Floats:
    """Chance of a normal number between two others, (n,)."""
    found: Floats = ndtr((high - middle) / spread) - ndtr((low - middle) / spread)
    return found


def _log(chance: Floats) -> Floats:
    return np.log(np.maximum(chance, LEAST))


# days until the answer: two lognormals, rounded, as in sim.rules.perceive ------------------------------


def _delay(rows: Rows) -> Data:
    known = [row for row in rows if row.lag_days is not None]
    return data_of(known, 0, [[] for _ in known], [min(LONGEST_DELAY_DAYS, row.lag_days or 0) for row in known])


def _of_delay(theta: Floats, days: Floats) -> Floats:
    """Chance of each number of days, (n,)."""
    prompt, prompt_sd, waits, late, late_sd = theta
    low = np.log(np.maximum(days - 0.5, 0.0), where=days > 0, out=np.full(days.shape, -np.inf))
    high = np.where(days >= LONGEST_DELAY_DAYS, np.inf, np.log(days + 0.5))
    at_once, later = _mass(low, high, prompt, np.exp(prompt_sd)), _mass(low, high, late, np.exp(late_sd))
    found: Floats = expit(-waits) * at_once + expit(waits) * later
    return found


def _delay_log_likelihood(theta: Floats, data: Data) -> Floats:
    return _log(_of_delay(theta, data.outcome))


def _delay_chances(theta: Floats, data: Data) -> Floats:
    of_each = _of_delay(theta, np.arange(LONGEST_DELAY_DAYS + 1.0))
    return np.tile(of_each, (len(data.outcome), 1))


DELAY = Block(
    "delay",
    (
        Number("delay_median_log", "plain", 1.0, 1.0),
        Number("delay_sd_log", "log", 0.0, 0.6),
        Number("wait_probability", "logit", -2.0, 1.0),
        Number("wait_median_log", "plain", 3.4, 0.7),
        Number("wait_sd_log", "log", -0.3, 0.4),
    ),
    _delay,
    _delay_log_likelihood,
    _delay_chances,
    Pull(to_centre=0.5, to_pool=0.5, case_power=1.0),
    is_logistic=False,
    scored="crps",
)


# people sent home in answer: as many, or another number, as in sim.rules.numbers -------------------------


def _people(rows: Rows) -> Data:
    known = [row for row in rows if row.expelled and row.people_back]
    return data_of(known, 1, [[row.expelled or 0] for row in known], [row.people_back or 0 for row in known])


def _of_people(theta: Floats, received: Floats, returned: NDArray[np.float64]) -> Floats:
    """Chance that so many are sent home in answer to so many; arrays of one shape."""
    one, size, median, drift, sd = theta
    log_received = np.log(received)
    middle = (1.0 + drift) * log_received + median
    low = np.where(returned > 1, np.log(np.maximum(returned, 1.5) - 0.5), -np.inf)
    high = np.where(returned >= MOST_PEOPLE, np.inf, np.log(returned + 0.5))
    is_another = expit(one + size * log_received)
    found: Floats = is_another * _mass(low, high, middle, np.exp(sd)) + (1.0 - is_another) * (received == returned)
    return found


def _people_log_likelihood(theta: Floats, data: Data) -> Floats:
    return _log(_of_people(theta, data.features[:, 0], data.outcome))


def _people_chances(theta: Floats, data: Data) -> Floats:
    received, returned = np.meshgrid(data.features[:, 0], np.arange(1.0, MOST_PEOPLE + 1), indexing="ij")
    return np.column_stack([np.zeros(len(received)), _of_people(theta, received, returned)])


PEOPLE_BACK = Block(
    "people",
    (
        Number("inexact_one", "logit", -2.0, 1.0),
        Number("inexact_size", "plain", 0.7, 0.5),
        Number("number_median_log", "plain", 0.0, 0.7),
        Number("number_size", "plain", 0.0, 0.3),
        Number("number_sd_log", "log", -0.3, 0.5),
    ),
    _people,
    _people_log_likelihood,
    _people_chances,
    Pull(to_centre=1.0, to_pool=5.0, case_power=0.5),
    is_logistic=False,
    scored="crps",
)
