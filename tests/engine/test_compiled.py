"""Compiled or not, the rules are the same rules: one run of each agrees to the last bit.

Compiling a day takes half a minute, and the setting of numba that shortens it has to stand before numba is
imported.  So the comparison runs in a process of its own, as which this very file serves.
"""

import os
import subprocess
import sys
import warnings
from pathlib import Path

ROOT = Path(__file__).parents[2]
# light optimisation is the quickest to compile; the suite itself may run with compilation switched off
QUICK_TO_COMPILE = {"NUMBA_OPT": "1", "NUMBA_DISABLE_JIT": "0", "PYTHONPATH": str(ROOT)}

# nobody keeps accounts, nobody misses an act or lets it rest: mirrors, substitutes and surcharges for a year
ENDLESS = (
    "policies.belmora.preset=proportional",
    "policies.belmora.k=1.2",
    "policies.arden.silence_reply=0",
    "policies.belmora.silence_reply=0",
    "parameters.miss_probability=0",
)


def test_a_compiled_year_of_two_states_equals_the_one_in_python_to_the_last_bit() -> None:
    done = subprocess.run(
        [sys.executable, __file__], env=os.environ | QUICK_TO_COMPILE, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def compare(name: str, seed: int) -> None:
    """Play a scenario in Python and compiled; raises AssertionError where they differ."""
    from numba import njit

    from sim import load_scenario
    from sim.engine.references import reference
    from sim.engine.trajectory import doubled, empty_curves, with_room
    from sim.rules.day import play_day
    from sim.scenario.initial import initial_state
    from sim.scenario.pack import pack

    @njit
    def play(tables, state, curves, n_days):
        for day in range(n_days):
            play_day(tables, state, curves, day)

    case = load_scenario(name, ENDLESS)
    tables = pack(case)
    state, curves = initial_state(case, seed), empty_curves(tables)
    for day in range(tables.n_days):
        state = with_room(tables, state)
        play_day(tables, state, curves, day)

    compiled, compiled_curves = initial_state(case, seed), empty_curves(tables)
    while compiled.log.announced.size < state.log.announced.size:
        compiled = compiled._replace(log=doubled(compiled.log))
    while compiled.provocations.ij.size < state.provocations.ij.size:
        compiled = compiled._replace(provocations=doubled(compiled.provocations))
    play(reference(tables), reference(compiled), reference(compiled_curves), tables.n_days)
    assert state.log.n[0] > 30
    assert_same(compiled, state)
    assert_same(compiled_curves, curves)


def assert_same(one, other) -> None:
    """Assert that two (nested) tuples of arrays agree in every bit; NaN equals NaN."""
    import numpy as np

    for name, a, b in zip(one._fields, one, other, strict=True):
        if hasattr(a, "_fields"):
            assert_same(a, b)
        else:
            np.testing.assert_array_equal(a, b, err_msg=name, strict=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # numba calls functions as values experimental
    compare("two_states", seed=3)
