"""Sensitivity indices of a function that is known in closed form, through a scenario, a sweep and its files.

The function of Ishigami and Homma with a = 7, b = .1 and three numbers uniform in [-pi, pi] is the severity of a reply;
see ``ishigami.yaml``.  Its variance is a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2 = 13.8446, and the indices are those below.
"""

import math
import os
from pathlib import Path

import numpy as np
import pytest

from sim import sweep
from sim.analysis.sensitivity import sensitivity_of

SCENARIO = Path(__file__).with_name("ishigami.yaml")
VARY = ["policies.belmora.k=0:10", "policies.belmora.c=-20:20", "timeline.act.severity=1:2"]
PATHS = [text.partition("=")[0] for text in VARY]
POINTS = int(os.environ.get("DETENTE_ISHIGAMI_POINTS", "1280"))  # blocks of five: a power of two of them
LINEAR = "policies.belmora.own_rule=ishigami_rule:linear"

FIRST_ORDER = [0.3139, 0.4424, 0.0]
TOTAL_ORDER = [0.5576, 0.4424, 0.2437]


def played(folder, design, points, settings=()):
    return sweep(SCENARIO, VARY, folder / design, design=design, points=points, runs=1, settings=settings)


def indices(result):
    """Indices of the severity of the reply, a row a path."""
    return sensitivity_of(result, measures=["flow_peak"]).table.set_index("path").loc[PATHS]


@pytest.fixture(name="result", scope="module")
def _result(tmp_path_factory):
    return played(tmp_path_factory.mktemp("ishigami"), "sobol", POINTS)


def test_the_reply_is_the_function_itself_to_the_last_digits(result):
    rows = result.points.merge(result.summary[result.summary["name"] == "arden_belmora"], on="point")
    k, c, severity = (rows[path].to_numpy() for path in PATHS)
    answered = severity * 2.0**-1e-12  # a day later, of the longest half-life there is
    x1, x2, x3 = math.pi * (k / 5 - 1), math.pi * c / 20, math.pi * (2 * answered - 3)
    expected = 15 + np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)
    assert rows["flow_peak"].to_numpy() == pytest.approx(expected, abs=1e-12)
    assert len(result.failed) == 0


@pytest.mark.parametrize(("index", "known"), [("S1", FIRST_ORDER), ("ST", TOTAL_ORDER)])
def test_indices_are_those_of_the_closed_form(index, known, result):
    found = indices(result)
    assert (found[f"{index}_low"] < known).all()
    assert (known < found[f"{index}_high"]).all()
    widest = 6 / math.sqrt(POINTS / 5)  # an interval narrows with the root of the number of blocks
    assert (found[f"{index}_high"] - found[f"{index}_low"] < widest).all()


def test_what_the_third_number_does_it_does_with_the_first(result):
    found = indices(result)
    third, second = found.loc[PATHS[2]], found.loc[PATHS[1]]
    assert third["S1_low"] < 0 < third["S1_high"]
    assert third["ST_low"] > 0.1
    assert second["ST"] == pytest.approx(second["S1"], abs=0.1)


def test_elementary_effects_are_those_of_the_four_levels(tmp_path):
    # The levels of each number are -pi, -pi/3, pi/3 and pi; a step leads over two thirds, from an outer to an inner one
    # or back.  There sin is 0, -.866, .866, 0 and sin^2 is 0, .75, .75, 0.
    # x2: 7 * .75 / (2/3) = 7.875, up or down alike.
    # x1: .866 / (2/3) * (1 + .1 x3^4), always up: 13.953 for an outer x3, 1.455 for an inner one; mean 7.704, sd 6.249.
    # x3: .1 * 96.207 / (2/3) * sin x1: for an outer x1 nothing, for an inner one 12.497, up or down alike.
    found = indices(played(tmp_path, "morris", 160))
    first, second, third = (found.loc[path] for path in PATHS)
    assert second[["mu_star", "mu_star_low", "mu_star_high"]].tolist() == pytest.approx([7.875] * 3)
    assert second["mu_low"] < 0 < second["mu_high"]
    assert first["mu_star_low"] < 7.704 < first["mu_star_high"]
    assert first["mu"] == pytest.approx(first["mu_star"])
    assert third["mu_star_low"] < 6.249 < third["mu_star_high"]
    assert third["mu_low"] < 0 < third["mu_high"]
    # with 40 trajectories three standard errors of the largest sd are .24 of it
    assert found["sigma"].tolist() == pytest.approx([6.249, 7.875, 12.497 / 2**0.5], rel=0.24)


def test_slopes_of_a_sum_are_found_exactly(tmp_path):
    # 4 u1 + 2 u2 - u3 with each u in [-1, 1]: from end to end 8, 4 and -2
    found = indices(played(tmp_path, "morris", 40, [LINEAR]))
    assert found["mu"].tolist() == pytest.approx([8, 4, -2])
    assert found["mu_star"].tolist() == pytest.approx([8, 4, 2])
    assert found["sigma"].to_numpy() == pytest.approx(np.zeros(3), abs=1e-9)


def test_coefficients_of_a_sum_are_its_slopes_over_their_common_length(tmp_path):
    # 4, 2 and -1 over the root of 16 + 4 + 1; ranks of a sum are nearly linear in it
    found = indices(played(tmp_path, "lhs", 80, [LINEAR]))
    assert found["SRRC"].tolist() == pytest.approx([4 / 21**0.5, 2 / 21**0.5, -1 / 21**0.5], abs=0.08)
    assert found["explained"].iloc[0] > 0.9
