"""Skill against a rule of thumb, and its interval over cases."""

import numpy as np
import pytest

from sim.hindcast.skill import skill


def of(own, rule, cases):
    return skill(np.array(own), np.array(rule), np.array(cases), 1)


def test_skill_is_the_part_by_which_the_score_is_lower():
    assert of([1.0, 2.0], [4.0, 2.0], ["a", "b"]).skill == pytest.approx(1 - 3 / 6)


def test_the_interval_holds_what_each_case_alone_would_show():
    found = of([1.0, 1.0], [2.0, 1.0], ["a", "b"])  # one case alone shows a half, the other nothing
    assert (found.low, found.high) == (pytest.approx(0.0), pytest.approx(0.5))
    assert found.p_better == pytest.approx(0.25, abs=0.03)  # twice the case that shows nothing
    assert found.p_worse == pytest.approx(1.0)


def test_packages_of_one_case_are_drawn_together():
    found = of([1.0, 3.0, 2.0, 2.0], [2.0, 2.0, 2.0, 2.0], ["a", "a", "b", "b"])  # each case as good as the rule
    assert (found.skill, found.low, found.high) == (0.0, 0.0, 0.0)


def test_a_perfect_rule_of_thumb_leaves_no_skill_to_speak_of():
    assert np.isnan(of([1.0], [0.0], ["a"]).skill)


def test_one_case_has_no_interval():
    found = of([1.0, 2.0], [4.0, 2.0], ["a", "a"])
    assert found.skill == 0.5
    assert np.isnan([found.low, found.high]).all()
