"""Target V11: Richardson's arms race, stepped day by day, against its fixed point and its frontier."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from sim.rules.arm import posture_change


class Race(NamedTuple):
    """Richardson's letters: reactions k, l; fatigue a, b; ambitions g, h."""

    k: float = 0.010
    l: float = 0.012  # noqa: E741  (the source's letter)
    a: float = 0.020
    b: float = 0.015
    g: float = 0.10
    h: float = 0.05


def next_day(race: Race, x: float, y: float) -> tuple[float, float]:
    """Both review their posture on what they saw of the other."""
    return (
        x + posture_change(x, y, 0.0, race.k, race.a, race.g, 0.0, 1.0),
        y + posture_change(y, x, 0.0, race.l, race.b, race.h, 0.0, 1.0),
    )


def after(race: Race, days: int) -> tuple[float, float]:
    x = y = 0.0
    for _ in range(days):
        x, y = next_day(race, x, y)
    return x, y


def fixed_point(race: Race) -> tuple[float, float]:
    k, l, a, b, g, h = race  # noqa: E741
    return (k * h + b * g) / (a * b - k * l), (l * g + a * h) / (a * b - k * l)


@pytest.mark.parametrize(
    ("days", "x", "y"), [(100, 5.83212, 5.13562), (365, 10.12636, 10.86963), (1000, 11.09290, 12.19720)]
)
def test_v11_posture_from_nothing(days: int, x: float, y: float) -> None:
    assert after(Race(), days) == pytest.approx((x, y), abs=5e-6)


def test_v11_posture_comes_to_rest_where_richardson_says() -> None:
    assert fixed_point(Race()) == pytest.approx((11.1111, 12.2222), abs=5e-5)
    assert next_day(Race(), *fixed_point(Race())) == pytest.approx(fixed_point(Race()), rel=1e-14)
    assert after(Race(), 10_000) == pytest.approx(fixed_point(Race()), rel=1e-12)


def growth(race: Race) -> float:
    """Factor by which a deviation grows each day in the long run: largest eigenvalue of the step."""
    origin = np.array(next_day(race, 0.0, 0.0))
    columns = [np.array(next_day(race, *unit)) - origin for unit in ((1.0, 0.0), (0.0, 1.0))]
    return float(np.abs(np.linalg.eigvals(np.column_stack(columns))).max())


@pytest.mark.parametrize("k", [0.005, 0.010, 0.020, 0.030])
@pytest.mark.parametrize("a", [0.010, 0.020, 0.040])
def test_v11_a_race_is_stable_just_below_ab_equal_to_kl_and_runs_away_just_above(k: float, a: float) -> None:
    b = 0.015
    frontier = a * b / k
    assert growth(Race(k=k, l=0.999 * frontier, a=a, b=b)) < 1.0
    assert growth(Race(k=k, l=1.001 * frontier, a=a, b=b)) > 1.0
    assert growth(Race(k=k, l=frontier, a=a, b=b)) == pytest.approx(1.0, abs=1e-12)


def test_v11_a_race_beyond_the_frontier_grows_without_bound() -> None:
    assert min(after(Race(k=0.02, l=0.02), 5_000)) > 1e3


def test_v11_through_the_whole_model(build: Any) -> None:
    """Belmora's letters are Richardson's for the second nation; the review of day 0 is the starting point."""
    race = Race()
    quarrel = build(
        [],
        1_001,
        {"posture_reaction": race.k, "posture_fatigue": race.a, "posture_ambition": race.g},
        {"posture_reaction": race.l, "posture_fatigue": race.b, "posture_ambition": race.h},
        relation={"posture": {"arden": 0.0, "belmora": 0.0}},
        posture_step_days=1,
        posture_tension=0.0,
    )
    arden, belmora = quarrel.direction("arden"), quarrel.direction("belmora")
    for days, x, y in ((100, 5.83212, 5.13562), (1000, 11.09290, 12.19720)):
        state, _ = quarrel.play(days=days + 1)
        assert (state.posture[arden], state.posture[belmora]) == pytest.approx((x, y), abs=5e-6)
