"""The patient rule induction method: worked by hand, and against an independent implementation on published data.

``bryant_lempert_2010.csv`` holds the 882 runs of a model of biofuels in which Bryant and Lempert 2010 found their box:
nine inputs, and whether costs were above the 90 % quantile.  Bryant made them public; they are taken from the examples
of ema_workbench 2.5.3 (Delft University of Technology, BSD licence).  The chain below is what that program finds there,
the box is the one printed in its documentation; ``tests/validation/prim_reference.py`` finds both again, and
compares made-up data, too.
"""

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.prim import Among, Between, box_of, inside, peeled

# of ema_workbench 2.5.3 with peel_alpha=0.1: points and cases of each box of the chain
CHAIN = [
    (882, 89), (792, 89), (710, 89), (638, 89), (573, 89), (513, 89), (458, 89), (412, 89), (368, 89), (329, 89),
    (296, 89), (264, 88), (237, 87), (213, 86), (191, 85), (170, 82), (152, 81), (136, 78), (121, 75), (108, 74),
    (97, 71), (87, 67), (78, 65), (70, 61), (63, 57), (56, 52), (50, 48), (45, 45),
]  # fmt: skip
# https://emaworkbench.readthedocs.io/en/latest/examples/scenario_discovery.html, box 21
PUBLISHED = {
    "Total biomass": Between(high=755.799988),
    "Demand elasticity": Between(low=-0.422),
    "Biomass backstop price": Between(low=150.049995),
    "Cellulosic cost": Between(low=72.650002),
}


@pytest.fixture(name="biofuels", scope="module")
def _biofuels():
    with (Path(__file__).parent / "bryant_lempert_2010.csv").open(encoding="utf-8") as file:
        *inputs, case = zip(*csv.reader(file), strict=True)
    columns = {name: np.array(values, dtype=float) for name, *values in inputs}
    return columns, np.array(case[1:], dtype=float)


def test_the_chain_of_bryant_and_lempert_is_that_of_an_independent_implementation(biofuels):
    chain = peeled(*biofuels, alpha=0.1)
    assert [(round(box.mass * 882), round(box.coverage * 89)) for box in chain] == CHAIN


def test_the_published_box_is_found(biofuels):
    box = peeled(*biofuels, alpha=0.1)[21]
    assert (round(box.coverage, 6), round(box.density, 6), round(box.mass, 7)) == (0.752809, 0.770115, 0.0986395)
    assert box.limits.keys() == PUBLISHED.keys()
    for name, limit in PUBLISHED.items():
        assert box.limits[name] == pytest.approx(limit, abs=1e-6)


def test_the_published_box_without_its_weakest_limit_has_the_published_numbers(biofuels):
    box = peeled(*biofuels, alpha=0.1)[21]
    wider = box_of(*biofuels, {name: limit for name, limit in box.limits.items() if name != "Cellulosic cost"})
    assert (round(wider.coverage, 6), round(wider.density, 6), round(wider.mass, 5)) == (0.764045, 0.715789, 0.10771)


def test_a_peel_is_cut_halfway_between_two_neighbours():
    # ten points, the upper five are cases; a tenth goes at a time, from below
    columns = {"x": np.arange(10.0)}
    chain = peeled(columns, (columns["x"] >= 5).astype(float), alpha=0.1)
    assert [box.limits.get("x", Between()).low for box in chain] == [-np.inf, 0.5, 1.5, 2.5, 3.5, 4.5]
    assert [round(box.density, 3) for box in chain] == [0.5, 0.556, 0.625, 0.714, 0.833, 1.0]


def test_equal_values_are_peeled_together():
    columns = {"level": np.repeat([1.0, 2.0, 4.0], 20)}
    chain = peeled(columns, (columns["level"] == 4).astype(float))
    assert [box.limits.get("level", Between()).low for box in chain] == [-np.inf, 1.5, 3.0]


def test_names_are_peeled_one_by_one_the_rarest_in_cases_first():
    columns = {"policy": np.array(["a"] * 10 + ["b"] * 10 + ["c"] * 10, dtype=object)}
    cases = np.array([1.0] * 10 + [0.5] * 10 + [0.0] * 10)
    assert [box.limits.get("policy") for box in peeled(columns, cases)] == [None, Among(("a", "b")), Among(("a",))]


def test_shares_count_as_that_many_cases():
    columns = {"x": np.arange(4.0)}
    box = box_of(columns, np.array([0.1, 0.2, 0.3, 0.4]), {"x": Between(low=1.5)})
    assert (box.coverage, box.density, box.mass) == pytest.approx((0.7, 0.35, 0.5))


def test_where_nothing_is_a_case_no_box_is_better_than_all_points():
    (box,) = peeled({"x": np.arange(20.0)}, np.zeros(20))
    assert (box.limits, box.coverage, box.density, box.balance) == ({}, 0.0, 0.0, 0.0)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from("abc"), st.floats(0, 1)), min_size=5, max_size=60))
def test_along_the_chain_boxes_shrink_grow_denser_and_are_what_their_limits_say(points):
    numbers, names, shares = zip(*points, strict=True)
    columns = {"n": np.array(numbers), "name": np.array(names, dtype=object)}
    cases = np.array(shares)
    chain = peeled(columns, cases)
    for before, after in pairwise(chain):
        assert after.mass < before.mass
        assert after.density > before.density
        assert not (inside(columns, after.limits) & ~inside(columns, before.limits)).any()
    for box in chain:
        is_in = inside(columns, box.limits)
        assert box.mass == pytest.approx(is_in.mean())
        assert box.coverage * cases.sum() == pytest.approx(cases[is_in].sum())
