"""Target V12: Granovetter's riot, joined by allies: who joins depends on how many have."""

import numpy as np
import pytest
from scipy import optimize, stats

from sim.rules.join import joins_by_threshold


def cascade(thresholds: list[float]) -> int:
    """How many have joined when nobody else does; everybody looks once a round at the share that had joined."""
    n_joined, n, waiting = 0, len(thresholds), sorted(thresholds)
    while True:
        share, before = n_joined / n, n_joined
        # whoever is harder to move than one who stays out stays out too
        while n_joined < n and joins_by_threshold(share, waiting[n_joined]):
            n_joined += 1
        if n_joined == before:
            return n_joined


def test_v12_a_hundred_with_thresholds_from_0_to_99_all_join() -> None:
    assert cascade([one / 100 for one in range(100)]) == 100


def test_v12_one_person_less_easily_moved_stops_the_cascade_at_once() -> None:
    """Granovetter 1978: the threshold 1 becomes 2, and he who needed nobody stays alone."""
    assert cascade([2 / 100 if one == 1 else one / 100 for one in range(100)]) == 1


def test_v12_without_somebody_who_needs_nobody_no_cascade_begins() -> None:
    assert cascade([one / 100 for one in range(1, 100)] + [0.99]) == 0


def first_rest(sd: float) -> float:
    """Smallest r with r = 100 Φ((r − 25)/sd): where a cascade of very many comes to rest."""
    return float(optimize.brentq(lambda r: 100 * stats.norm.cdf((r - 25) / sd) - r, 0, 6))


@pytest.mark.parametrize(("sd", "percent"), [(12.0, 4.02), (12.2, 5.48)])
def test_v12_thresholds_less_spread_than_the_critical_leave_nearly_all_outside(sd: float, percent: float) -> None:
    """A cascade of n stops half a person before the root, which there means (½/n) / (1 − slope of Φ, at most .91)."""
    assert first_rest(sd) == pytest.approx(percent, abs=0.005)
    assert joined_of_many(sd) == pytest.approx(first_rest(sd), abs=100 * (0.5 / MANY) / (1 - 0.91))


def test_v12_thresholds_a_little_more_spread_carry_all_along() -> None:
    """Between 0 and 100 per cent Φ then lies above the diagonal everywhere."""
    assert joined_of_many(12.3) == pytest.approx(100, abs=0.005)


MANY = 400_000


def joined_of_many(sd: float) -> float:
    """Percent who join of so many that chance is out of it: thresholds at the quantiles (i + ½)/n about .25."""
    quantiles = stats.norm.ppf((np.arange(MANY) + 0.5) / MANY, loc=0.25, scale=sd / 100)
    return 100 * cascade(quantiles.tolist()) / MANY
