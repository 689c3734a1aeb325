"""x."""

from sim.rules.policies import tit_for_tat


def test_a() -> None:
    assert tit_for_tat(3.0) == 3.0
