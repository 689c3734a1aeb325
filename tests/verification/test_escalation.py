"""Targets V7, V9, V10, V19 and V23: how far a quarrel goes, against the closed forms of geometric series.

Each target is met twice: by calling the scalar rules in turn, and by the whole model where two states answer
each other in measures of exactly the severity asked, without silence, merging, breaking points or forgetting.
"""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sim.rules.draws import geometric_days, threefry, unit
from sim.rules.perceive import perceived_factor
from sim.rules.policies import ledger, proportional

ROUND_TRIP = 2  # days: each answers the day after


def draws(purpose: int, n: int) -> Iterator[tuple[int, int, int, int]]:
    """The test's own random words, four at a time."""
    return (threefry(2030, purpose, 0, 0, number, 0, 0, 0) for number in range(n))


# V7: proportional ------------------------------------------------------------------------------------


def echo(k_a: float, k_b: float, shock: float, round_trips: int) -> np.ndarray:
    """What A and B send, (round_trips, 2) severity: A acts first, then each answers the other in turn."""
    sent = np.zeros((round_trips, 2))
    act = shock
    for trip in range(round_trips):
        answer = proportional(act, k_b, 0.0)
        sent[trip] = act, answer
        act = proportional(answer, k_a, 0.0)
    return sent


def test_v7_an_echo_that_is_under_matched_dies_away() -> None:
    """A sends S / (1 − k_A k_B) in all, B k_B times that."""
    a, b = 5.0 / (1.0 - 0.8 * 0.9), 0.9 * 5.0 / (1.0 - 0.8 * 0.9)
    assert (a, b) == pytest.approx((17.857, 16.071), abs=5e-4)
    assert echo(0.8, 0.9, 5.0, 200).sum(axis=0) == pytest.approx((a, b), rel=1e-12)


def test_v7_an_echo_that_is_over_matched_doubles_every_two_and_a_half_round_trips() -> None:
    doubling = math.log(2.0) / math.log(1.1 * 1.2)
    assert doubling == pytest.approx(2.497, abs=5e-4)
    sent = echo(1.1, 1.2, 5.0, 40)
    np.testing.assert_allclose(sent[1:] / sent[:-1], 2.0 ** (1.0 / doubling), rtol=1e-12)


def test_v7_an_echo_goes_on_unchanged_where_both_matches_cancel() -> None:
    """k_A k_B = 1 is where the sum ceases to be finite."""
    np.testing.assert_allclose(echo(0.8, 1.25, 5.0, 50), [[5.0, 6.25]] * 50, rtol=1e-12)


def test_v7_through_the_whole_model(build: Any) -> None:
    quarrel = build([(0, "arden", 5.0)], 240, matches(0.8), matches(0.9))
    state, _ = quarrel.play()
    left = 5.0 * 0.72 ** (240 / ROUND_TRIP) / (1.0 - 0.72)  # still to come when the scenario ends
    assert left < 1e-12
    assert quarrel.sent(state) == pytest.approx((5.0 / 0.28, 4.5 / 0.28), rel=1e-12)


def test_v7_through_the_whole_model_beyond_the_frontier(build: Any) -> None:
    quarrel = build([(0, "arden", 5.0)], 60, matches(1.1), matches(1.2))
    state, _ = quarrel.play()
    np.testing.assert_allclose(quarrel.severities(state, "arden"), 5.0 * 1.32 ** np.arange(30), rtol=1e-12)
    np.testing.assert_allclose(quarrel.severities(state, "belmora"), 6.0 * 1.32 ** np.arange(30), rtol=1e-12)


def matches(k: float) -> dict[str, object]:
    return {"preset": "proportional", "k": k}


# V9: ledger ------------------------------------------------------------------------------------------


def settled(k_a: float, k_b: float, shock: float, round_trips: int) -> tuple[float, float]:
    """What two ledgers have sent in all; accounts are kept by hand: received less sent."""
    sent_a, sent_b, act = shock, 0.0, shock
    for _ in range(round_trips):
        answer = ledger(act, sent_a - sent_b, k_b)
        sent_b += answer
        act = ledger(answer, sent_b - sent_a, k_a)
        sent_a += act
    return sent_a, sent_b


LEDGERS = pytest.mark.parametrize(
    ("k_a", "k_b", "total"),
    [(1.0, 1.0, 4.0), (1.5, 1.5, 8.0), (1.4, 1.8, 10.588)],
    ids=["1, 1", "1.5, 1.5", "1.4, 1.8"],
)


@LEDGERS
def test_v9_two_ledgers_end_level(k_a: float, k_b: float, total: float) -> None:
    """A answers only what B sent beyond A's own: S k_B / (1 − (k_A − 1)(k_B − 1)) on both sides."""
    level = 4.0 * k_b / (1.0 - (k_a - 1.0) * (k_b - 1.0))
    assert level == pytest.approx(total, abs=5e-4)
    assert settled(k_a, k_b, 4.0, 100) == pytest.approx((level, level), rel=1e-12)


def test_v9_two_ledgers_that_double_never_end() -> None:
    """(k_A − 1)(k_B − 1) = 1: the same severity again and again."""
    totals = [settled(2.0, 2.0, 4.0, n) for n in (10, 20, 30)]
    assert totals[1][0] - totals[0][0] == pytest.approx(totals[2][0] - totals[1][0])
    assert totals[1][0] - totals[0][0] >= 40.0


@LEDGERS
def test_v9_through_the_whole_model(build: Any, k_a: float, k_b: float, total: float) -> None:
    """Accounts that halve in 10¹² days lose less than a billionth here; what is smaller than that is let go."""
    let_go = 1e-9
    policies = {"preset": "ledger", "k": k_a}, {"preset": "ledger", "k": k_b}
    quarrel = build([(0, "arden", 4.0)], 100, *policies, hostile_above=let_go)
    state, _ = quarrel.play()
    level = 4.0 * k_b / (1.0 - (k_a - 1.0) * (k_b - 1.0))
    assert quarrel.sent(state) == pytest.approx((level, level), abs=10 * let_go)
    assert level == pytest.approx(total, abs=5e-4)
    if k_a == k_b == 1.0:
        assert state.log.n[0] == 2  # one mirror, and no more is owed


def test_v9_an_old_debt_makes_no_answer_larger(build: Any) -> None:
    """The ledger answers the act and not the whole past: Belmora is owed a hundred, and mirrors four."""
    owed = {"balance": {"belmora": 100.0}}
    quarrel = build(
        [(0, "arden", 4.0)], 10, {"preset": "ledger"}, {"preset": "ledger"}, relation=owed, hostile_above=1e-9
    )
    assert quarrel.sent(quarrel.play()[0]) == pytest.approx((4.0, 4.0), abs=1e-8)


# V10: misperception ----------------------------------------------------------------------------------

SIGMA = 0.3
K_A, K_B = 1.05, 1.0
TRIPS = 10
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(40)  # Gauss–Hermite: the mean over a standard normal number
NORMAL_LAW = list(zip(NODES.tolist(), (WEIGHTS / WEIGHTS.sum()).tolist(), strict=True))


def misread(act: float, z: float, k: float) -> float:
    return float(proportional(act * perceived_factor(SIGMA, z), k, 0.0))


def test_v10_perception_is_unbiased_and_its_median_too_low() -> None:
    """The median of the normal law is 0."""
    assert sum(w * perceived_factor(SIGMA, z) for z, w in NORMAL_LAW) == pytest.approx(1.0, rel=1e-12)
    assert perceived_factor(SIGMA, 0.0) == pytest.approx(math.exp(-(SIGMA**2) / 2))


def after_trips(zs: list[float]) -> float:
    """Severity of A's act after as many round trips as there are pairs of normal numbers, from 1."""
    act = 1.0
    for z_b, z_a in zip(zs[::2], zs[1::2], strict=True):
        act = misread(misread(act, z_b, K_B), z_a, K_A)
    return act


def test_v10_the_typical_quarrel_dies_where_the_mean_quarrel_grows() -> None:
    assert after_trips([0.0, 0.0]) == pytest.approx(K_A * K_B * math.exp(-(SIGMA**2)), rel=1e-12)
    assert after_trips([0.0, 0.0]) == pytest.approx(0.95963, abs=5e-6)
    assert after_trips([0.0] * 2 * TRIPS) == pytest.approx(0.6623, abs=5e-5)
    mean = sum(v * w * after_trips([y, z]) for y, v in NORMAL_LAW for z, w in NORMAL_LAW)
    assert mean == pytest.approx(K_A * K_B, rel=1e-12)
    assert mean**TRIPS == pytest.approx(1.6289, abs=5e-5)  # round trips are independent


def test_v10_four_in_ten_quarrels_have_grown_after_ten_round_trips() -> None:
    """The act is log-linear in the noise, so that only the sum of the z counts, which is normal with variance 20."""
    n = 2 * TRIPS
    assert after_trips([0.5] * n) == pytest.approx(after_trips([1.5, -0.5] * TRIPS), rel=1e-12)
    slope = (math.log(after_trips([1.0] * n)) - math.log(after_trips([0.0] * n))) / n
    needed = -math.log(after_trips([0.0] * n)) / slope
    assert after_trips([needed / n] * n) == pytest.approx(1.0, rel=1e-12)
    assert stats.norm.sf(needed / math.sqrt(n)) == pytest.approx(0.3794, abs=5e-5)


def test_v10_through_the_whole_model(build: Any) -> None:
    """Ten round trips of five hundred runs; five standard errors of each figure."""
    n_runs = 500
    quarrel = build([(0, "arden", 5.0)], ROUND_TRIP * TRIPS + 1, matches(K_A), matches(K_B), perception_noise=SIGMA)
    acts = np.array([quarrel.severities(quarrel.play(run)[0], "arden") for run in range(n_runs)])
    assert acts.shape == (n_runs, TRIPS + 1)
    trips = np.log(acts[:, 1:] / acts[:, :-1])  # (n_runs, TRIPS), all independent
    spread, n = math.sqrt(2.0) * SIGMA, trips.size
    assert trips.mean() == pytest.approx(math.log(0.95963), abs=5 * spread / math.sqrt(n))
    assert trips.std() == pytest.approx(spread, abs=5 * spread / math.sqrt(2 * n))
    assert np.median(np.exp(trips)) == pytest.approx(0.95963, abs=5 * 0.95963 * spread * math.sqrt(math.pi / 2 / n))
    sd_factor = 1.05 * math.sqrt(math.exp(spread**2) - 1.0)
    assert np.exp(trips).mean() == pytest.approx(1.05, abs=5 * sd_factor / math.sqrt(n))
    has_grown = acts[:, -1] > acts[:, 0]
    assert has_grown.mean() == pytest.approx(0.3794, abs=5 * math.sqrt(0.3794 * 0.6206 / n_runs))
    final, wide = acts[:, -1] / acts[:, 0], spread * math.sqrt(TRIPS)
    assert np.median(final) == pytest.approx(0.6623, abs=5 * 0.6623 * wide * math.sqrt(math.pi / 2 / n_runs))
    sd_final = 1.6289 * math.sqrt(math.exp(wide**2) - 1.0)
    assert final.mean() == pytest.approx(1.6289, abs=5 * sd_final / math.sqrt(n_runs))


# V19: stationary flow --------------------------------------------------------------------------------

RATE, MEAN_MARK = 1.0 / 90.0, 5.0
FLOWS = pytest.mark.parametrize(
    ("k_a", "k_b", "flow_a", "flow_b"),
    [(0.5, 0.5, 0.11111, 0.11111), (0.8, 0.8, 0.27778, 0.27778), (0.8, 0.4, 0.14706, 0.11438)],
    ids=["half", "four fifths", "four fifths and two fifths"],
)


def flow(k_own: float, k_other: float) -> float:
    """F_i = (m_i + k_i m_j) / (1 − k_i k_j), severity a day."""
    mean = RATE * MEAN_MARK
    return (mean + k_own * mean) / (1.0 - k_own * k_other)


def standard_error(k_own: float, k_other: float, n_days: int) -> float:
    """Of the flow over some days: first moves are a stream of independent marks, of square 2 · mean² if exponential.

    The variance of their sum is at most rate · days · 2 · mean², a little less where a day has one at most.
    """
    one_stream = math.sqrt(RATE * n_days * 2.0) * MEAN_MARK
    return math.hypot(1.0, k_own) * one_stream / (1.0 - k_own * k_other) / n_days


def first_moves(purpose: int, actor: str, n_days: int) -> list[tuple[int, str, float]]:
    """Days and exponential marks of the first moves of a party; their clock is the model's."""
    moves, day = [], 0
    for words in draws(purpose, n_days):
        day += geometric_days(RATE, unit(words[0]), n_days + 1)
        if day >= n_days:
            break
        moves.append((day, actor, -MEAN_MARK * math.log(unit(words[1]))))
    return moves


@FLOWS
def test_v19_each_side_sends_its_own_first_moves_and_its_share_of_the_others(
    k_a: float, k_b: float, flow_a: float, flow_b: float
) -> None:
    n_days = 500_000
    assert (flow(k_a, k_b), flow(k_b, k_a)) == pytest.approx((flow_a, flow_b), abs=5e-6)
    total_a = total_b = 0.0
    for _, actor, mark in first_moves(1, "arden", n_days) + first_moves(2, "belmora", n_days):
        own, other = (k_a, k_b) if actor == "arden" else (k_b, k_a)
        sent, answered = echo(own, other, mark, 60).sum(axis=0)
        total_a, total_b = (
            (total_a + sent, total_b + answered) if actor == "arden" else (total_a + answered, total_b + sent)
        )
    assert total_a / n_days == pytest.approx(flow_a, abs=4 * standard_error(k_a, k_b, n_days))
    assert total_b / n_days == pytest.approx(flow_b, abs=4 * standard_error(k_b, k_a, n_days))


@FLOWS
def test_v19_through_the_whole_model(build: Any, k_a: float, k_b: float, flow_a: float, flow_b: float) -> None:
    """Two thousand days, and what is still under way at the end; echoes below a millionth are let go."""
    n_days, let_go = 2_000, 1e-6
    moves = first_moves(3, "arden", n_days) + first_moves(4, "belmora", n_days)
    quarrel = build(moves, n_days + 150, matches(k_a), matches(k_b), hostile_above=let_go)
    state, _ = quarrel.play()
    sent_a, sent_b = quarrel.sent(state)
    marks_a, marks_b = (sum(mark for _, actor, mark in moves if actor == party) for party in ("arden", "belmora"))
    lost = len(moves) * let_go / (1.0 - k_a * k_b)  # at most, by what was let go
    assert sent_a == pytest.approx((marks_a + k_a * marks_b) / (1.0 - k_a * k_b), abs=lost)
    assert sent_b == pytest.approx((marks_b + k_b * marks_a) / (1.0 - k_a * k_b), abs=lost)
    assert sent_a / n_days == pytest.approx(flow_a, abs=4 * standard_error(k_a, k_b, n_days))
    assert sent_b / n_days == pytest.approx(flow_b, abs=4 * standard_error(k_b, k_a, n_days))


# V23: the third step, owed or not ---------------------------------------------------------------------------------

FIRST, HOSTILE_ABOVE, SILENCE_REPLY, NOISE = 5.3, 2.0, 0.15, 0.17


def third_step(sigma: float) -> float:
    """(1 − g₂) Φ(−(ln(1 + x_min/s0) + σ²) / (√2 σ)): misread twice, the mirror looks larger than the act."""
    z = (math.log(1.0 + HOSTILE_ABOVE / FIRST) + sigma**2) / (math.sqrt(2.0) * sigma)
    return (1.0 - SILENCE_REPLY) * float(stats.norm.sf(z))


def answers_the_mirror(z_b: float, z_a: float) -> bool:
    """Whether A, a ledger, answers B's mirror: what it sees beyond what it sent itself counts as hostile."""
    seen = FIRST * perceived_factor(NOISE, z_b)
    mirror = ledger(seen, seen, 1.0)
    seen = mirror * perceived_factor(NOISE, z_a)
    return bool(ledger(seen, seen - FIRST, 1.0) > HOSTILE_ABOVE)


def test_v23_a_ledger_answers_a_mirror_that_it_sees_too_large() -> None:
    """Only the sum of both z counts, normal with variance 2: find the sum at which A begins to answer."""
    low, high = 0.0, 10.0
    while high - low > 1e-12:
        middle = (low + high) / 2
        low, high = (low, middle) if answers_the_mirror(middle / 2, middle / 2) else (middle, high)
    assert answers_the_mirror(high - 1.0, 1.0 + 1e-9)
    assert not answers_the_mirror(low - 1.0, 1.0 - 1e-9)
    share = (1.0 - SILENCE_REPLY) * float(stats.norm.sf(high / math.sqrt(2.0)))
    assert share == pytest.approx(third_step(NOISE), rel=1e-9)
    assert share == pytest.approx(0.0623, abs=5e-5)


def moves_of(build: Any, n_runs: int, **numbers: float) -> np.ndarray:
    """Moves of each run in which Arden acts, Belmora mirrors, and Arden may answer the mirror."""
    ledgers = {"preset": "ledger"}, {"preset": "ledger"}
    quarrel = build([(0, "arden", FIRST)], 3, *ledgers, perception_noise=NOISE, hostile_above=HOSTILE_ABOVE, **numbers)
    return np.array([quarrel.play(run)[0].log.n[0] for run in range(n_runs)])


def test_v23_through_the_whole_model(build: Any) -> None:
    """Two thousand runs; four standard errors, a fifth of the share itself."""
    n_runs = 2_000
    n_moves = moves_of(build, n_runs, silence_reply=SILENCE_REPLY)
    assert (n_moves >= 2).all()  # the mirror is always sent: to miss it B would have to be 5.6 deviations off
    assert (n_moves == 3).mean() == pytest.approx(0.0623, abs=4 * math.sqrt(0.0623 * 0.9377 / n_runs))


FURTHER_STEP = 0.1


def test_v23_a_mirror_is_answered_now_and_then_though_nothing_is_owed(build: Any) -> None:
    """Owed with q = .0623 / .85 = .0733, then answered unless silent; else one in ten: .0623 + .1 · .9267 = .1550."""
    n_runs, share = 2_000, 0.1550
    n_moves = moves_of(build, n_runs, silence_reply=SILENCE_REPLY, further_step=FURTHER_STEP)
    assert (n_moves == 3).mean() == pytest.approx(share, abs=4 * math.sqrt(share * (1.0 - share) / n_runs))


def test_v23_whoever_never_answers_an_answer_takes_no_further_step(build: Any) -> None:
    assert set(moves_of(build, 200, silence_reply=1.0, further_step=1.0)) == {2}


def test_v23_only_a_policy_that_counts_what_is_owed_takes_a_further_step(build: Any) -> None:
    """Arden matches nothing of what it receives, and owes nothing for it."""
    quarrel = build([(0, "arden", FIRST)], 3, matches(0.0), {"preset": "ledger"}, further_step=1.0)
    assert quarrel.play()[0].log.n[0] == 2
