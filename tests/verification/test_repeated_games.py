"""Targets V1 to V6: the reciprocal policies in the repeated prisoner's dilemma, against their closed forms.

Two sides act at the same time, round after round, each by the rule of its policy; now and then one errs. What
both remember makes a Markov chain: the rules decide every step of it, and its stationary distribution is
solved for exactly. Errors and payoffs are the test's.
"""

import math
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pytest

from sim.rules.draws import threefry, unit
from sim.rules.parameters import GRIM_SEVERITY, POLICY_PARAMETERS
from sim.rules.policies import PRESETS, Situation, optimal_generosity, severity_asked, standing_after

TEMPTATION, REWARD, PUNISHMENT, SUCKER = 5.0, 3.0, 1.0, 0.0
ACT = 5.0  # severity of a hostile act; any above grim_above and aspiration will do
NUMBERS = np.array([parameter.default for parameter in POLICY_PARAMETERS])
SMALL_ERRORS = (0.01, 0.05, 0.1)


class Past(NamedTuple):
    """What is remembered of one side."""

    last: bool = False  # its last act was hostile
    before: bool = False  # so was the one before
    ever: bool = False  # so was any
    is_good: bool = True  # its standing


class Pair(NamedTuple):
    a: Past
    b: Past


PEACE = Pair(Past(), Past())
A_ERRED = Pair(Past(last=True, ever=True, is_good=False), Past())
Chance = Callable[[Past, Past], float]  # that a side with the first past, facing one with the second, is hostile


def asks(policy: str) -> Chance:
    """1 where the rule of a policy asks for a hostile act, else 0."""

    def chance(own: Past, other: Past) -> float:
        now = Situation(
            perceived=ACT * other.last,
            balance=0.0,
            grievance=0.0,
            previous=ACT * other.before,
            last=ACT * own.last,
            hardest=ACT * other.ever,
            is_good=own.is_good,
            other_is_good=other.is_good,
        )
        return float(severity_asked(PRESETS[policy].how_much, now, NUMBERS) > 0.0)

    return chance


def forgives(chance: Chance, generosity: float) -> Chance:
    return lambda own, other: (1.0 - generosity) * chance(own, other)


def errs_in_acting(chance: Chance, error: float) -> Chance:
    """Implementation noise: what was meant is done with probability 1 − ε, else the opposite."""
    return lambda own, other: (1.0 - error) * chance(own, other) + error * (1.0 - chance(own, other))


def errs_in_seeing(chance: Chance, error: float) -> Chance:
    """Perception noise: the other's last act is taken for its opposite with probability ε."""
    return lambda own, other: (
        (1.0 - error) * chance(own, other) + error * chance(own, other._replace(last=not other.last))
    )


def after(own: Past, other: Past, is_hostile: bool) -> Past:
    standing = standing_after(is_hostile, own.is_good, other.is_good)
    return Past(is_hostile, own.last, own.ever or is_hostile, standing)


def steps(chance: Chance, pair: Pair) -> dict[Pair, float]:
    """Every next state of two who play alike, with its probability; both act at the same time."""
    p, q = chance(pair.a, pair.b), chance(pair.b, pair.a)
    return {
        Pair(after(pair.a, pair.b, a), after(pair.b, pair.a, b)): (p if a else 1.0 - p) * (q if b else 1.0 - q)
        for a in (False, True)
        for b in (False, True)
    }


def chain(chance: Chance, start: Pair = PEACE) -> tuple[list[Pair], np.ndarray]:
    """States that can be reached, and the matrix of the probabilities of going from one to another."""
    states, rows = [start], []
    for pair in states:  # grows on the way
        rows.append({to: p for to, p in steps(chance, pair).items() if p > 0.0})
        states += [to for to in rows[-1] if to not in states]
    matrix = np.zeros((len(states), len(states)))
    for i, row in enumerate(rows):
        for to, p in row.items():
            matrix[i, states.index(to)] = p
    return states, matrix


def stationary(matrix: np.ndarray) -> np.ndarray:
    """The one distribution that a step leaves as it is."""
    n = len(matrix)
    equations = np.vstack([matrix.T - np.eye(n), np.ones(n)])
    shares, _, rank, _ = np.linalg.lstsq(equations, np.append(np.zeros(n), 1.0))
    assert rank == n  # there is only one
    return np.asarray(shares)


def joint_acts(chance: Chance) -> np.ndarray:
    """Long-run share of each joint act: row whether A was hostile, column whether B was."""
    states, matrix = chain(chance)
    shares = np.zeros((2, 2))
    for pair, share in zip(states, stationary(matrix), strict=True):
        shares[int(pair.a.last), int(pair.b.last)] += share
    return shares


def cooperation(chance: Chance) -> float:
    """Long-run share of rounds in which A is not hostile; B, who plays alike, does as A."""
    shares = joint_acts(chance)
    assert shares[0, 1] == pytest.approx(shares[1, 0], abs=1e-12)
    return float(shares[0].sum())


def expected_rounds_without_error(policy: str, error: float, start: Pair) -> tuple[float, list[Pair]]:
    """Expected rounds up to and with the next error of either side, and what is played until then."""
    course, meant, noisy = [start], asks(policy), errs_in_acting(asks(policy), error)
    while course[-1] not in course[:-1]:
        (to,) = (pair for pair, p in steps(meant, course[-1]).items() if p == 1.0)
        course.append(to)
    *played, again = course
    n = len(played)
    undisturbed = np.zeros((n, n))
    for i, (here, to) in enumerate(pairwise(course)):
        undisturbed[i, played.index(to)] = steps(noisy, here)[to]
    assert again in played
    return float(np.linalg.solve(np.eye(n) - undisturbed, np.ones(n))[0]), played


@pytest.mark.parametrize("error", SMALL_ERRORS)
def test_v1_noisy_tit_for_tat_spends_a_quarter_of_its_time_in_each_joint_act(error: float) -> None:
    shares = joint_acts(errs_in_acting(asks("tit_for_tat"), error))
    np.testing.assert_allclose(shares, 0.25, atol=1e-12)
    payoff = np.array([[REWARD, SUCKER], [TEMPTATION, PUNISHMENT]])
    assert (shares * payoff).sum() == pytest.approx(2.25)  # (3 + 0 + 5 + 1) / 4


@pytest.mark.parametrize(("error", "rounds"), [(0.01, 49.50), (0.05, 9.49)])
def test_v1_noisy_tit_for_tat_forgets_peace_at_a_rate_of_twice_its_errors(error: float, rounds: float) -> None:
    """Each round passes on what the other did, and turns it round with probability ε: ½ + ½ (1 − 2ε)^t."""
    states, matrix = chain(errs_in_acting(asks("tit_for_tat"), error))
    is_peaceful = np.array([not pair.a.last for pair in states], dtype=float)
    excess = [np.linalg.matrix_power(matrix, t)[0] @ is_peaceful - 0.5 for t in (1, 2, 3, 10)]
    np.testing.assert_allclose(excess, [0.5 * (1 - 2 * error) ** t for t in (1, 2, 3, 10)], rtol=1e-12)
    relaxation = -1.0 / math.log(excess[1] / excess[0])
    assert relaxation == pytest.approx(-1.0 / math.log(1.0 - 2.0 * error), rel=1e-9)
    assert relaxation == pytest.approx(rounds, abs=0.005)


def test_v2_one_act_in_three_is_best_forgiven() -> None:
    """min(1 − (5 − 3)/(3 − 0), (3 − 1)/(5 − 1)) = min(1/3, 1/2)."""
    assert optimal_generosity(TEMPTATION, REWARD, PUNISHMENT, SUCKER) == pytest.approx(1 / 3, rel=1e-15)
    assert PRESETS["generous_tit_for_tat"].numbers == {"generosity": pytest.approx(1 / 3, rel=1e-15)}


@pytest.mark.parametrize(
    ("error", "acting", "seeing"),
    [(0.01, 0.971154, 0.980769), (0.05, 0.875000, 0.916667), (0.1, 0.785714, 0.857143)],
)
def test_v3_generous_tit_for_tat_restores_most_of_cooperation(error: float, acting: float, seeing: float) -> None:
    generosity = optimal_generosity(TEMPTATION, REWARD, PUNISHMENT, SUCKER)
    generous = forgives(asks("generous_tit_for_tat"), generosity)
    heard = generosity * (1.0 - 2.0 * error)
    in_acting, in_seeing = cooperation(errs_in_acting(generous, error)), cooperation(errs_in_seeing(generous, error))
    assert in_acting == pytest.approx((error + heard) / (2.0 * error + heard), rel=1e-9)
    assert in_seeing == pytest.approx((error + (1 - error) * generosity) / (2 * error + heard), rel=1e-9)
    assert (in_acting, in_seeing) == pytest.approx((acting, seeing), abs=5e-7)


@pytest.mark.parametrize(("error", "share"), [(0.01, 0.970596), (0.05, 0.864500), (0.1, 0.756000)])
def test_v4_win_stay_lose_shift_mends_an_error_in_two_rounds(error: float, share: float) -> None:
    played = cooperation(errs_in_acting(asks("win_stay_lose_shift"), error))
    assert played == pytest.approx(1 - error - 2 * error * (1 - error) * (1 - 2 * error), rel=1e-9)
    assert played == pytest.approx(share, abs=5e-7)


@pytest.mark.parametrize(("error", "share"), [(0.01, 0.980392), (0.05, 0.909091), (0.1, 0.833333)])
def test_v5_contrite_tit_for_tat_takes_the_answer_to_its_own_error(error: float, share: float) -> None:
    played = cooperation(errs_in_acting(asks("contrite_tit_for_tat"), error))
    assert played == pytest.approx(1.0 / (1.0 + 2.0 * error), rel=1e-9)
    assert played == pytest.approx(share, abs=5e-7)


@pytest.mark.parametrize(("error", "share"), [(0.01, 0.989897), (0.05, 0.947192), (0.1, 0.888568)])
def test_v5_tit_for_two_tats_lets_single_errors_pass(error: float, share: float) -> None:
    assert cooperation(errs_in_acting(asks("tit_for_two_tats"), error)) == pytest.approx(share, abs=5e-7)


@pytest.mark.parametrize(("error", "share"), [(0.01, 0.989897), (0.05, 0.947192), (0.1, 0.888568)])
def test_v5_the_same_from_a_chain_of_sixteen_states_worked_by_hand(error: float, share: float) -> None:
    """The last two acts of each side, hostile 1; a side is meant to be hostile where the other was twice."""
    matrix = np.zeros((16, 16))
    for state in range(16):
        a, a_before, b, b_before = (state >> 3) & 1, (state >> 2) & 1, (state >> 1) & 1, state & 1
        for next_a in (0, 1):
            for next_b in (0, 1):
                p = error if next_a != b * b_before else 1.0 - error
                q = error if next_b != a * a_before else 1.0 - error
                matrix[state, 8 * next_a + 4 * a + 2 * next_b + b] += p * q
    by_hand = float(stationary(matrix)[:8].sum())  # A's last act was not hostile
    assert by_hand == pytest.approx(share, abs=5e-7)
    assert cooperation(errs_in_acting(asks("tit_for_two_tats"), error)) == pytest.approx(by_hand, rel=1e-9)


@pytest.mark.parametrize(("error", "rounds"), [(0.01, 50.2513), (0.05, 10.2564), (0.1, 5.2632)])
def test_v6_the_echo_of_one_error_lasts_until_the_next(error: float, rounds: float) -> None:
    """Tit for tat alternates for ever; only another error, of either side, ends it."""
    lasts, played = expected_rounds_without_error("tit_for_tat", error, A_ERRED)
    assert [(pair.a.last, pair.b.last) for pair in played[:2]] == [(True, False), (False, True)]
    assert lasts == pytest.approx(1.0 / (1.0 - (1.0 - error) ** 2), rel=1e-9)
    assert lasts == pytest.approx(rounds, abs=5e-5)


@pytest.mark.parametrize(("error", "rounds"), [(0.01, 50.2513), (0.05, 10.2564), (0.1, 5.2632)])
def test_v6_grim_trigger_keeps_the_peace_until_the_first_error_and_never_after(error: float, rounds: float) -> None:
    lasts, played = expected_rounds_without_error("grim_trigger", error, PEACE)
    assert played == [PEACE]
    assert lasts == pytest.approx(1.0 / (1.0 - (1.0 - error) ** 2), rel=1e-9)
    assert lasts == pytest.approx(rounds, abs=5e-5)
    _, war = expected_rounds_without_error("grim_trigger", error, A_ERRED)
    assert [(pair.a.last, pair.b.last) for pair in war] == [(True, False), (False, True), (True, True), (True, True)]
    assert cooperation(errs_in_acting(asks("grim_trigger"), error)) == pytest.approx(error, rel=1e-9)


def test_grim_trigger_answers_with_the_worst() -> None:
    now = Situation(ACT, 0.0, 0.0, 0.0, 0.0, ACT, True, False)
    assert severity_asked(PRESETS["grim_trigger"].how_much, now, NUMBERS) == NUMBERS[GRIM_SEVERITY] == 18.0


def standard_error(chance: Chance, n_rounds: int) -> float:
    """Of the mean share of restraint of both sides in a game of n rounds, with what each round owes to those before.

    Central limit theorem of Markov chains: variance π·f(2Z − 1)f with the fundamental matrix Z = (1 − P + 1π)⁻¹.
    """
    states, matrix = chain(chance)
    shares = stationary(matrix)
    peaceful = np.array([((not pair.a.last) + (not pair.b.last)) / 2 for pair in states])
    f = peaceful - shares @ peaceful
    z = np.linalg.inv(np.eye(len(states)) - matrix + shares)
    return math.sqrt(shares @ (f * (2.0 * z @ f - f)) / n_rounds)


@pytest.mark.parametrize(
    ("policy", "share"),
    [
        ("tit_for_tat", 0.5),
        ("win_stay_lose_shift", 0.8645),
        ("contrite_tit_for_tat", 1 / 1.1),
        ("tit_for_two_tats", 0.947192),
    ],
)
def test_v1_to_v5_hold_in_a_game_that_is_played(policy: str, share: float) -> None:
    """Errors of one in twenty, 20,000 rounds from the model's own random numbers; four standard errors."""
    error, n_rounds, chance = 0.05, 20_000, asks(policy)
    pair, n_peaceful = PEACE, 0
    for t in range(n_rounds):
        words = threefry(5, 0, 1, 2, 0, t, 0, 0)
        a, b = (
            (chance(own, other) > 0.0) != (unit(word) < error)
            for own, other, word in ((*pair, words[0]), (pair.b, pair.a, words[1]))
        )
        pair = Pair(after(pair.a, pair.b, a), after(pair.b, pair.a, b))
        n_peaceful += (not a) + (not b)
    allowed = 4.0 * standard_error(errs_in_acting(chance, error), n_rounds)
    assert allowed < 0.05
    assert n_peaceful / (2 * n_rounds) == pytest.approx(share, abs=allowed)
