"""A driver and its rules are compiled as one program; users' functions and other versions of numba work, too."""

import os
import subprocess
import sys
from pathlib import Path

import numba
import numpy as np
import pytest

from sim.compiling import batches, one_program
from sim.rules.jit import compiled, rule

ROOT = Path(__file__).parents[2]
IS_COMPILED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"
pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="nothing is compiled")


@rule
def half(x):
    return x / 2.0


@rule
def quarter(x):
    return half(half(x))


@rule
def share(x, of):
    return quarter(x) / half(of)


@compiled
def shares(x, of):
    return share(x, of) + quarter(x)


@compiled
def quarters(x):
    return quarter(x)


def test_a_driver_gives_what_its_rules_give_in_python():
    # (8 / 4) / (4 / 2) + 8 / 4, by rules that call each other in two ways
    assert shares(8.0, 4.0) == 3.0
    assert shares.py_func(8.0, 4.0) == 3.0


def part(*callees):
    """A rule as it is known while a driver is linked."""
    library = object.__new__(batches.Rule)
    library.calls = dict.fromkeys(callees)
    return library


def test_each_library_is_named_once_and_after_all_that_it_calls():
    # a calls b and c, c calls b too, both b and c call d twice
    d = part()
    b = part(d, d)
    c = part(b, d, d)
    a = part(b, c)
    assert batches.called(a) == [d, b, c, a]


def test_two_drivers_share_a_rule():
    assert (shares(8.0, 4.0), quarters(8.0)) == (3.0, 2.0)


def test_a_rule_that_divides_by_nothing_raises_in_a_driver_as_in_python():
    with pytest.raises(ZeroDivisionError):
        shares(8.0, 0.0)
    with pytest.raises(ZeroDivisionError):
        shares.py_func(8.0, 0.0)


def test_a_function_of_a_user_can_call_a_rule_that_calls_others():
    @numba.njit
    def own(x):
        return 3.0 * quarter(x)

    @numba.cfunc("float64(float64)")
    def as_c(x):
        return own(x)

    assert own(8.0) == 6.0
    assert as_c.ctypes(8.0) == 6.0


@rule
def least_and_most(a, b, is_turned):
    """Give two numbers and a truth; or nothing, by an error."""
    if a == b:
        raise ValueError("no least")
    least, most = min(a, b), max(a, b)
    return (most, least, True) if is_turned else (least, most, False)


@rule
def note(values, n, given):
    """Give nothing back."""
    values[n] = given


@rule
def is_odd(n):
    return n % 2 == 1


def test_a_function_of_a_user_is_given_what_a_rule_gives_also_by_rules_that_a_driver_calls():
    @compiled
    def driver(a, b):
        least, most, is_turned = least_and_most(a, b, is_odd(3))
        return least - most if is_turned else 0.0

    @numba.njit
    def own(a, b, n, values):
        note(values, 1, a)
        return least_and_most(a, b, is_odd(n)), values[1]

    assert driver(2.0, 5.0) == 3.0  # 5 - 2, as 3 is odd
    assert own(2.0, 5.0, 3, np.zeros(2)) == ((5.0, 2.0, True), 2.0)
    assert own(2.0, 5.0, 4, np.zeros(2)) == ((2.0, 5.0, False), 2.0)


def test_a_function_of_a_user_is_told_which_error_a_rule_raised():
    @compiled
    def driver(a, b):
        return least_and_most(share(a, b), b, False)[0]

    @numba.njit
    def own(a, b):
        return least_and_most(share(a, b), b, False)[0]

    assert driver(8.0, 4.0) == 1.0  # (8 / 4) / (4 / 2) = 1, which is less than 4
    assert own(8.0, 4.0) == 1.0
    with pytest.raises(ZeroDivisionError, match="division by zero"):
        own(8.0, 0.0)
    with pytest.raises(ValueError, match="no least"):
        own(2.0, 1.0)  # (2 / 4) / (1 / 2) = 1
    with pytest.raises(ValueError, match="no least"):
        driver(2.0, 1.0)


@rule
def the_same(values):
    return values


def test_arrays_that_a_function_of_a_user_gives_to_a_rule_are_counted_as_ever():
    @numba.njit
    def own(values):
        return the_same(values)

    values = np.zeros(3)
    own(values)
    n_owners = sys.getrefcount(values)
    for _ in range(10):
        assert own(values) is values
    assert sys.getrefcount(values) == n_owners


SAME_PROGRAM = """
from hashlib import sha256
from sim.rules.jit import compiled, rule

@rule
def least(a, b, c):
    first, second = (a, b) if a < b else (b, a)
    third = c if c > 0.0 else -c
    while second > first:
        first, second, third = (second, third, first) if third > first else (first, third - 1.0, second)
    return first + third * second

@compiled
def leasts(a, b, c):
    return least(a, b if a < 1.0 else c, c if b < 1.0 else a)

print(sha256(leasts.linked(1.0, 2.0, 3.0).code).hexdigest())
"""


def test_a_program_is_the_same_bitcode_in_whatever_order_sets_are_walked(tmp_path):
    (tmp_path / "probe.py").write_text(SAME_PROGRAM, encoding="utf-8")

    def printed(seed):
        given = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": seed}
        words = [sys.executable, str(tmp_path / "probe.py")]
        return subprocess.run(words, env=given, capture_output=True, text=True, check=True).stdout

    assert printed("1") == printed("2") == printed("3")


OTHER_VERSION = """
import os
from pathlib import Path
import numba
numba.__version__ = "VERSION"
from sim.compiling import batches, one_program
from sim.rules.accounts import decayed
from sim.rules.jit import compiled

@compiled
def half_a_life(value):
    return decayed(value, 5.0, 10.0)

half_a_life(8.0)
files = {file.suffix for file in Path(os.environ["NUMBA_CACHE_DIR"]).rglob("*half_a_life*")}
print(one_program.IS_USED, half_a_life(8.0).hex(), *sorted(files))
"""


def by_version(tmp_path, version):
    """Whether a release compiles a driver as one program, what the driver gives, and kinds of files that are kept."""
    (tmp_path / f"probe_{version}.py").write_text(OTHER_VERSION.replace("VERSION", version), encoding="utf-8")
    given = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path / version), "PYTHONPATH": str(ROOT)}
    words = [sys.executable, str(tmp_path / f"probe_{version}.py")]
    done = subprocess.run(words, env=given, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_a_version_of_numba_that_was_not_tried_compiles_in_its_usual_way_to_the_same_numbers(tmp_path):
    tried = by_version(tmp_path, f"{one_program.TRIED_WITH[0]}.0")
    other = by_version(tmp_path, "99.1.0")
    assert (tried[0], tried[2:]) == ("True", [".o"])
    assert (other[0], other[2:]) == ("False", [".nbc", ".nbi"])
    assert tried[1] == other[1] == (8.0 * 0.5**0.5).hex()
