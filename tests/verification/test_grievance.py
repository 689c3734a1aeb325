"""Targets V15 to V17: how grievance piles up and fades, against the closed forms of shot noise.

Severity comes in by a daily clock or at fixed intervals, and halves in 180 days; nobody answers.
"""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy import integrate, special

from sim.rules.accounts import decayed
from sim.rules.draws import geometric_days, threefry, unit

HALF_LIFE = 180.0
SHOCK = 5.0
RATE = 1.0 / 30.0
LONG = 10**6  # days; the clock rings before
SILENT: dict[str, Any] = {"silence_first": 1.0, "silence_reply": 1.0}
AT_ONCE = {"delay_days": 0, "delay_median_log": -2.0, "delay_sd_log": 0.0, "wait_probability": 0.0}  # on the same day
# asks for nothing, and leaves before the grievance has faded
BEARS: dict[str, Any] = {"preset": "proportional", "k": 0.0, "breaks": True, "breaking_hollowing": 0.0, **AT_ONCE}


@cache
def gaps(rate: float, n: int = 1 << 15) -> tuple[np.ndarray, np.ndarray]:
    """Days between two rings of the clock and their probabilities, from n equal shares of the unit interval."""
    days, counts = np.unique([geometric_days(rate, (one + 0.5) / n, LONG) for one in range(n)], return_counts=True)
    return days, counts / n


# V15: a daily clock ----------------------------------------------------------------------------------


def stationary_grievance() -> tuple[float, float]:
    """Mean λS/(1 − ρ) and standard deviation S √(λ(1 − λ)/(1 − ρ²)), with ρ = 2^(−1/h)."""
    rho = 2.0 ** (-1.0 / HALF_LIFE)
    return RATE * SHOCK / (1.0 - rho), SHOCK * math.sqrt(RATE * (1.0 - RATE) / (1.0 - rho**2))


def test_v15_the_clock_rings_on_each_day_alike() -> None:
    """Renewal equation: whenever it rang last, any later day is as likely; the grid is good to one in 32,768."""
    days, shares = gaps(RATE)
    rings = np.zeros(200)
    rings[0] = 1.0
    for day in range(1, 200):
        passed = days[days <= day]
        rings[day] = shares[: passed.size] @ rings[day - passed]
    np.testing.assert_allclose(rings[1:], RATE, atol=2.0**-14)


def test_v15_grievance_is_what_is_left_of_every_day_before() -> None:
    """Days ring independently: means and variances of what is left of each add up, forty half-lives back."""
    left = np.array([decayed(SHOCK, age, HALF_LIFE) for age in range(40 * 180)])
    mean, sd = RATE * left.sum(), math.sqrt(RATE * (1.0 - RATE) * (left**2).sum())
    assert (mean, sd) == pytest.approx(stationary_grievance(), rel=1e-10)
    assert (mean, sd) == pytest.approx((43.364, 10.247), abs=5e-4)


def ring_days(purpose: int, n_days: int) -> list[int]:
    days: list[int] = []
    day = number = 0
    while True:
        day += geometric_days(RATE, unit(threefry(2031, purpose, 0, 0, number, 0, 0, 0)[0]), LONG)
        if day >= n_days:
            return days
        days.append(day)
        number += 1


def test_v15_grievances_of_many_after_twelve_half_lives() -> None:
    """Four standard errors; the excess kurtosis, (1 − ρ)/λ = .12, is small enough for the normal law's sd/√(2n)."""
    n, n_days = 1_000, 12 * 180
    grievances = np.array(
        [sum(decayed(SHOCK, n_days - day, HALF_LIFE) for day in ring_days(run, n_days + 1)) for run in range(n)]
    )
    mean, sd = stationary_grievance()
    rest = mean * 2.0**-12  # not yet there after twelve half-lives
    assert grievances.mean() == pytest.approx(mean, abs=4 * sd / math.sqrt(n) + rest)
    assert grievances.std() == pytest.approx(sd, abs=4 * sd / math.sqrt(2 * n) + rest)


def test_v15_through_the_whole_model(build: Any) -> None:
    """One grievance of twenty years: each day as summed by hand, and their mean within four standard errors.

    A day is correlated with the next by ρ: n days tell as much as n (1 − ρ)/(1 + ρ) independent ones.
    """
    burn_in, n_days = 6 * 180, 7_300
    days = ring_days(2_000_000, n_days)
    quarrel = build([(day, "arden", SHOCK) for day in days], n_days, {}, SILENT, half_life_days=HALF_LIFE)
    _, curves = quarrel.play()
    grievance = curves.grievance[:, quarrel.direction("belmora")]
    rho = 2.0 ** (-1.0 / HALF_LIFE)
    by_hand, felt = [], 0.0
    rung = set(days)
    for day in range(n_days):
        felt = rho * felt + (SHOCK if day in rung else 0.0)  # perceived on its own day
        by_hand.append(felt)
    np.testing.assert_allclose(grievance, by_hand, rtol=1e-11)
    mean, sd = stationary_grievance()
    independent = (n_days - burn_in) * (1.0 - rho) / (1.0 + rho)
    assert grievance[burn_in:].mean() == pytest.approx(mean, abs=4 * sd / math.sqrt(independent))


# V16: first passage ----------------------------------------------------------------------------------

PASSAGES = pytest.mark.parametrize(
    ("level", "days"), [(20.0, 183.21), (40.0, 469.28), (60.0, 1217.84)], ids=["to 20", "to 40", "to 60"]
)


def first_passage(level: float) -> float:
    """1/λ + (B/a) u(B) + ∫₀ᴮ u with u(x) = (τ/s) e^(x/s) (x/s)^(−1−a) γ(1+a, x/s), a = λτ, τ = h/ln 2."""
    tau = HALF_LIFE / math.log(2.0)
    a = RATE * tau

    def u(x: float) -> float:
        incomplete = special.gammainc(1.0 + a, x / SHOCK) * special.gamma(1.0 + a)
        return float(tau / SHOCK * math.exp(x / SHOCK) * (x / SHOCK) ** (-1.0 - a) * incomplete)

    return 1.0 / RATE + level / a * u(level) + float(integrate.quad(u, 1e-9, level)[0])


def mean_days_to(level: float, slices: int, n: int = 400) -> float:
    """Mean days from nothing until grievance passes a level, each day cut into slices; marks are exponential.

    Just after a mark that left grievance at x, the expected time is T(x) = 1/λ + Σ P(gap) g(x decayed over the
    gap), with g(z) = ∫ T(y) e^(−(y − z)/s) dy/s from z to the level: solved for T, linear between n + 1 points.
    """
    x, step = np.linspace(0.0, level, n + 1, retstep=True)
    kept = math.exp(-step / SHOCK)  # chance that a mark passes over a whole step
    far = SHOCK / step * (1.0 - kept) - kept  # weight of a step's far end
    after_mark = np.zeros((n + 1, n + 1))  # T at the points to g at the points
    for i in reversed(range(n)):
        after_mark[i] = kept * after_mark[i + 1]
        after_mark[i, i] += 1.0 - kept - far
        after_mark[i, i + 1] += far
    days, shares = gaps(RATE / slices)
    remains = np.array([decayed(1.0, int(gap), HALF_LIFE * slices) for gap in days])  # the law is linear
    after_gap = np.zeros((n + 1, n + 1))
    for i, here in enumerate(x):
        place = here * remains / step
        below = np.minimum(place.astype(int), n - 1)
        np.add.at(after_gap[i], below, shares * (1.0 - (place - below)))
        np.add.at(after_gap[i], below + 1, shares * (place - below))
    times = np.linalg.solve(np.eye(n + 1) - after_gap @ after_mark, np.full(n + 1, float(days @ shares) / slices))
    return float(times[0])


@PASSAGES
def test_v16_mean_first_passage_where_days_are_cut_ever_finer(level: float, days: float) -> None:
    """The clock rings once a day at most; what that changes falls with the slice, and two slices tell the limit."""
    assert first_passage(level) == pytest.approx(days, abs=0.005)
    limit = 2.0 * mean_days_to(level, 8) - mean_days_to(level, 4)
    assert limit == pytest.approx(first_passage(level), rel=2e-4)


def days_to(level: float, run: int) -> int:
    """Days until one grievance passes a level, by the daily clock and exponential marks."""
    grievance, day, number = 0.0, 0, 0
    while grievance < level:
        words = threefry(2032, int(level), run, 0, number, 0, 0, 0)
        gap = int(geometric_days(RATE, unit(words[0]), LONG))
        day, number = day + gap, number + 1
        grievance = decayed(grievance, gap, HALF_LIFE) - SHOCK * math.log(unit(words[1]))
    return day


@PASSAGES
def test_v16_first_passages_of_many(level: float, days: float) -> None:
    """Four standard errors of their own spread, and the daily clock's excess over the limit (.1 to .9 per cent)."""
    n = 2_000 if level < 60 else 1_000
    passages = np.array([days_to(level, run) for run in range(n)])
    excess = mean_days_to(level, 1) - days
    assert 0.0 < excess < 0.01 * days
    assert passages.mean() == pytest.approx(days + excess, abs=4 * passages.std() / math.sqrt(n))


# V17: at fixed intervals -----------------------------------------------------------------------------


def peaks(every: int, n: int) -> list[float]:
    """Grievance just after each of n shocks, so many days apart."""
    felt = [SHOCK]
    while len(felt) < n:
        felt.append(decayed(felt[-1], every, HALF_LIFE) + SHOCK)
    return felt


def test_v17_grievance_under_a_shock_every_thirty_days_has_a_ceiling() -> None:
    highest = SHOCK / (1.0 - 2.0 ** (-30.0 / HALF_LIFE))
    assert highest == pytest.approx(45.829, abs=5e-4)
    assert peaks(30, 400)[-1] == pytest.approx(highest, rel=1e-12)


@pytest.mark.parametrize(
    ("breaking_point", "hit_at"), [(20, 5), (40, 18), (50, None)], ids=["20: the 5th", "40: the 18th", "50: never"]
)
def test_v17_which_shock_breaks_a_relation(breaking_point: int, hit_at: int | None) -> None:
    """S (1 − 2^(−nΔ/h)) / (1 − 2^(−Δ/h)) ≥ Θ for the first time."""
    hits = [n for n, peak in enumerate(peaks(30, 400), start=1) if peak >= breaking_point]
    assert (hits[0] if hits else None) == hit_at


def test_v17_salami_slices_seventy_five_days_apart_never_reach_twenty() -> None:
    """Δ* = h log₂(Θ/(Θ − S)) = 180 log₂(20/15) = 74.71: on whole days 74 still reaches it, 75 does not."""
    assert HALF_LIFE * math.log2(20.0 / 15.0) == pytest.approx(74.71, abs=0.005)
    assert max(peaks(74, 400)) >= 20.0
    assert max(peaks(75, 400)) < 20.0


@pytest.mark.parametrize(
    ("breaking_point", "hit_at"), [(20, 5), (40, 18), (50, None)], ids=["20: the 5th", "40: the 18th", "50: never"]
)
def test_v17_through_the_whole_model(build: Any, breaking_point: int, hit_at: int | None) -> None:
    """Belmora asks for nothing, but leaves its embassy when its grievance is at its breaking point."""
    quarrel = build(
        [(30 * n, "arden", SHOCK) for n in range(25)],
        25 * 30,
        {},
        {**BEARS, "breaking_floor": breaking_point},
        channels={"b_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden", "accredited": 10}},
        half_life_days=HALF_LIFE,
    )
    state, curves = quarrel.play()
    at_peak = curves.grievance[::30, quarrel.direction("belmora")]
    np.testing.assert_allclose(at_peak, peaks(30, 25), rtol=1e-12)
    broken = state.log.announced[: state.log.n[0]][state.log.ij[: state.log.n[0]] == quarrel.direction("belmora")]
    assert list(broken) == ([] if hit_at is None else [30 * (hit_at - 1)])
