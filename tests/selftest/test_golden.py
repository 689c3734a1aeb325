"""What the authors had: the hashes that ship are those of the code, and rounding hides no more than noise."""

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.model import EscalationModel
from sim.rules.curves import Curves
from sim.scenario.load import load_scenario, shipped_scenarios
from sim.selftest import drivers, golden

LESSON = drivers.shipped("two_states")


def test_what_ships_is_what_the_code_gives():
    assert golden.golden_text() == golden.FILE.read_text(encoding="utf-8"), "write it again: python -m docs.generate"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        pytest.param(1.2345678, "1.23457e+00", id="six digits are kept"),
        pytest.param(36.68125, "3.66813e+01", id="a half is rounded up"),
        pytest.param(36.681249999999999, "3.66813e+01", id="and so is what one bit less than a half would be"),
        pytest.param(0.1 + 0.2 - 0.3, "0", id="what rounding leaves of nothing is nothing"),
        pytest.param(-0.0, "0", id="nothing has no sign"),
        pytest.param(float("nan"), "nan", id="no number is no number"),
        pytest.param(4, "4.00000e+00", id="a whole number is a number"),
    ],
)
def test_a_number_is_written(number, text):
    assert golden.written(number) == text


def noisy(array, noise):
    return array * (1.0 + noise) if array.dtype == np.float64 else array


@pytest.mark.parametrize("path", shipped_scenarios(), ids=lambda path: path.stem)
def test_noise_in_the_twelfth_digit_changes_no_hash_of(path):
    played = EscalationModel(load_scenario(path), golden.SEED).run_until().trajectory
    texts = set()
    for noise in (0.0, 1e-12, -1e-12):
        log = played.state.log
        state = played.state._replace(log=type(log)(*(noisy(array, noise) for array in log)))
        curves = Curves(*(noisy(array, noise) for array in played.curves))
        other = replace(played, state=state, curves=curves)
        texts.add(("\n".join(golden.moves_lines(other)), "\n".join(golden.curves_lines(other))))
    assert len(texts) == 1


def test_moves_are_told_by_who_when_what_and_how_many():
    played = EscalationModel(load_scenario(LESSON), golden.SEED).run_until().trajectory
    head, first, *_ = golden.moves_lines(played)
    told = dict(zip(head.split("\t"), first.split("\t"), strict=True))
    assert (told["from"], told["to"], told["announced"]) == ("belmora", "arden", "2030-03-01")
    assert (told["kind"], told["count"], told["parent"]) == ("expel", "3", "0")
