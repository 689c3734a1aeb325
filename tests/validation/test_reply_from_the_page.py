"""The simulator replies to one act as docs/odd.md says: a second program, written from the page alone, does the same.

Nothing is compared number by number: each program has chance of its own, and what comes out many times is compared.
DETENTE_PAGE_RUNS says how many replies of each are compared; ``--log-cli-level=INFO`` shows shares and p-values.
"""

import logging
import math
import os
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cache
from random import Random
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from scipy import stats

from tests.validation.one_act import ACTS, NEAR, POLICIES, replies_of_the_simulator
from tests.validation.posts_of_the_page import Act
from tests.validation.reply_from_the_page import Belmora, Reply

IS_INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "0") != "0"
pytestmark = pytest.mark.skipif(IS_INTERPRETED, reason="too many runs to play without compiling")

N_RUNS = int(os.environ.get("DETENTE_PAGE_RUNS", "500"))
STANDARD_ERRORS = 4.0
LEAST_P = 1e-5  # some two thousand distributions are compared: one suite in fifty fails by chance
FEWEST = 12  # replies of both that a class needs to be tested by itself
LOG = logging.getLogger(__name__)


def replies_of_the_page(act: Act, policy: dict[str, Any], grievance: float | None, seed: int) -> list[Reply]:
    """As many replies of the program that was written from the page."""
    belmora, chance = Belmora(**policy, grievance=grievance), Random(seed)
    return [belmora.reply(act, chance) for _ in range(N_RUNS)]


def assert_alike(simulated: Sequence[Reply], expected: Sequence[Reply]) -> None:
    """Two samples of replies come from one distribution, as far as each of these can show."""
    for verdict in ("breaks", "silence", "answer", "nothing"):
        assert_share_alike(
            verdict, *([reply.verdict == verdict for reply in sample] for sample in (simulated, expected))
        )
    done = [[reply for reply in sample if reply.verdict in ("breaks", "answer")] for sample in (simulated, expected)]
    assert_spread_alike("days to the reply", *([reply.day for reply in sample] for sample in done))
    assert_spread_alike("severity asked", *([reply.asked for reply in sample] for sample in done))
    given = [[reply for reply in sample if reply.verdict == "answer"] for sample in (simulated, expected)]
    assert_classes_alike("copy", *([reply.copy for reply in sample] for sample in given))
    assert_classes_alike("further kinds", *([reply.kinds for reply in sample] for sample in given))
    assert_classes_alike("further moves", *([tuple(sorted(reply.others)) for reply in sample] for sample in given))
    assert_spread_alike("severity", *([reply.severity for reply in sample] for sample in given))


def assert_share_alike(name: str, simulated: Sequence[bool], expected: Sequence[bool]) -> None:
    """Two shares differ by no more than four standard errors of their difference."""
    one, other = fmean(simulated), fmean(expected)
    share = fmean([*simulated, *expected])
    error = math.sqrt(share * (1 - share) * (1 / len(simulated) + 1 / len(expected)))
    LOG.info("%s: %.4f, expected %.4f", name, one, other)
    assert abs(one - other) <= STANDARD_ERRORS * error, f"{name}: {one:.4f}, expected {other:.4f}"


def assert_spread_alike(name: str, simulated: Sequence[float], expected: Sequence[float]) -> None:
    """Two samples of numbers pass the test of Kolmogorov and Smirnov."""
    if not simulated or not expected:
        return
    p = stats.ks_2samp(np.round(simulated, 6), np.round(expected, 6), method="asymp").pvalue
    LOG.info("%s: p %.4f", name, p)
    assert p > LEAST_P, (
        f"{name}: {np.median(simulated):.3f} at the median, expected {np.median(expected):.3f}; p {p:.2g}"
    )


def assert_classes_alike(name: str, simulated: Sequence[Hashable], expected: Sequence[Hashable]) -> None:
    """Two samples of classes pass a chi-square test; classes that are rare in both are tested together."""
    one, other = Counter(simulated), Counter(expected)
    together = one + other
    often = sorted((key for key in together if together[key] >= FEWEST), key=lambda key: -together[key])
    rows = [[one[key], other[key]] for key in often]
    rest = [len(simulated) - sum(row[0] for row in rows), len(expected) - sum(row[1] for row in rows)]
    table = np.array([row for row in (*rows, rest) if sum(row)])
    if len(table) < 2 or not simulated or not expected:
        return
    p = stats.chi2_contingency(table)[1]
    LOG.info("%s: p %.4f", name, p)
    assert p > LEAST_P, f"{name}: p {p:.2g}; " + "; ".join(
        f"{key}: {a}, expected {b}" for key, (a, b) in zip(often, rows, strict=True)
    )


@cache
def replies(act: str, policy: str) -> tuple[list[Reply], list[Reply]]:
    """Replies of both programs; tests of one cell and of many share them."""
    seed = 1 + len(POLICIES) * list(ACTS).index(act) + list(POLICIES).index(policy)
    given = ACTS[act], POLICIES[policy], None, seed
    return replies_of_the_simulator(*given, N_RUNS), replies_of_the_page(*given)


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("act", ACTS)
def test_the_simulator_replies_as_the_page_says(act: str, policy: str) -> None:
    assert_alike(*replies(act, policy))


@pytest.mark.parametrize("act", NEAR)
def test_it_breaks_as_often_as_the_page_says(act: str) -> None:
    given = ACTS[act], POLICIES["ledger"], NEAR[act], 1001 + list(NEAR).index(act)
    assert_alike(replies_of_the_simulator(*given, N_RUNS), replies_of_the_page(*given))


def in_cells(acts: Iterable[str], policies: Iterable[str], value: Callable[[Reply, str, str], Any]) -> list[list[Any]]:
    """A value of every answer in many cells, of either program; None is left out."""
    cells = [(act, policy, replies(act, policy)) for act in acts for policy in policies]
    samples = [[(r, a, p) for a, p, both in cells for r in both[n] if r.verdict == "answer"] for n in range(2)]
    return [[v for given in sample if (v := value(*given)) is not None] for sample in samples]


MOSCOW = [policy for policy in POLICIES if POLICIES[policy].get("habits") == "moscow"]
OTHERS = [policy for policy in POLICIES if policy not in MOSCOW]
AS_MUCH = [policy for policy in OTHERS if POLICIES[policy].get("k", 1.0) == 1.0]


@pytest.mark.parametrize("policies", [MOSCOW, OTHERS], ids=["of Moscow", "of the world"])
def test_over_all_acts_delays_follow_the_habits(policies: list[str]) -> None:
    assert_spread_alike("days to the reply", *in_cells(ACTS, policies, lambda reply, *_: reply.day))


def test_over_all_acts_what_is_asked_is_k_times_the_act_but_for_noise() -> None:
    def misjudged(reply: Reply, act: str, policy: str) -> float:
        return reply.asked / (POLICIES[policy].get("k", 1.0) * ACTS[act].severity)

    assert_spread_alike("severity asked for one", *in_cells(ACTS, POLICIES, misjudged))


@pytest.mark.parametrize("act", ACTS)
def test_over_policies_that_ask_for_as_much_the_packages_are_alike(act: str) -> None:
    assert_classes_alike("copy", *in_cells([act], AS_MUCH, lambda reply, *_: reply.copy))
    assert_classes_alike("further kinds", *in_cells([act], AS_MUCH, lambda reply, *_: reply.kinds))


@pytest.mark.parametrize(("least", "most"), [(0, 0), (1, 3), (4, 100)], ids=["nobody", "few", "more"])
def test_over_acts_that_send_as_many_home_as_often_a_kind_is_added(least: int, most: int) -> None:
    others = ("relations downgraded", "measure taken")
    acts = [name for name, act in ACTS.items() if least <= act.people <= most and name not in others]
    assert_share_alike("a further kind", *in_cells(acts, AS_MUCH, lambda reply, *_: bool(reply.others)))
    assert_classes_alike("further kinds", *in_cells(acts, AS_MUCH, lambda reply, *_: reply.kinds))
