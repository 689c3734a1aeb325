"""Verdicts of a hindcast: against the best rule of thumb, with an allowance for many questions."""

import numpy as np
import pandas as pd
import pytest

from sim.hindcast.verdicts import holm, verdict_frame


def against(rule, skill, p_better, p_worse, question="closes", record="moscow", cases=20):
    """A row of skill against one rule of thumb."""
    chances = {"p_better": p_better, "p_worse": p_worse}
    about = {"record": record, "role": "all", "question": question, "score": "log", "rule": rule, "cases": cases}
    return about | {"packages": 90, "skill": skill, "low": skill - 0.1, "high": skill + 0.1} | chances


def verdict_of(*rows):
    """The only verdict of some rows."""
    [found] = verdict_frame(pd.DataFrame(rows)).to_dict("records")
    return found


def test_a_table_that_is_beaten_does_not_make_up_for_a_mirror_that_is_not():
    found = verdict_of(against("fine_climatology", 0.77, 0.001, 0.999), against("exact_mirror", -0.2, 0.9, 0.1))
    assert (found["rule"], found["skill"], found["verdict"]) == ("exact_mirror", -0.2, "no better")


def test_better_is_than_the_best_rule_and_worse_has_an_allowance_for_their_number():
    found = verdict_of(against("exact_mirror", 0.5, 0.001, 1.0), against("climatology", 0.2, 0.02, 0.98))
    assert (found["rule"], found["verdict"], found["p"]) == ("climatology", "better", pytest.approx(0.04))
    found = verdict_of(against("exact_mirror", -0.5, 1.0, 0.01), against("climatology", 0.2, 0.02, 0.98))
    assert (found["rule"], found["verdict"], found["p"]) == ("exact_mirror", "worse", pytest.approx(0.04))


def test_a_rule_that_is_never_wrong_is_the_best():
    found = verdict_of(against("exact_mirror", np.nan, 1.0, 0.01), against("climatology", 0.2, 0.02, 0.98))
    assert (found["rule"], found["verdict"]) == ("exact_mirror", "worse")


def test_what_one_question_shows_is_less_when_many_were_asked():
    many = ["closes", "added", "further"]
    rows = [against("climatology", 0.2, 0.02, 0.98, question=question) for question in many]
    assert set(verdict_frame(pd.DataFrame(rows))["verdict"]) == {"no better"}  # 3 x 2 x 0.02
    again = [against("climatology", 0.2, 0.02, 0.98, record="both records")]
    both = verdict_frame(pd.DataFrame([rows[0], *again]))
    assert set(both["verdict"]) == {"better"}  # the same acts again are no further question


def test_too_few_cases_take_no_part():
    few = against("climatology", 0.9, 0.0005, 1.0, cases=4)
    found = verdict_frame(pd.DataFrame([few, against("climatology", 0.2, 0.02, 0.98, question="added")]))
    assert found["verdict"].tolist() == ["too few cases", "better"]
    assert np.isnan(found["p"][0])


def test_holms_allowance_falls_with_each_test_that_holds_and_never_turns_round():
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []
