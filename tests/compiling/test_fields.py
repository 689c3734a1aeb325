"""Compiled code reads and writes the arrays of a reference as Python does."""

import os
from typing import NamedTuple

import numpy as np
import pytest

from sim.compiling.array_references import reference
from sim.rules.jit import compiled, rule

pytestmark = pytest.mark.skipif(os.environ.get("NUMBA_DISABLE_JIT", "0") != "0", reason="nothing is compiled")


class Some(NamedTuple):
    ints: np.ndarray
    floats: np.ndarray
    flags: np.ndarray
    cube: np.ndarray


def some():
    floats = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
    return Some(np.array([7, 8, 9]), floats, np.array([True, False]), np.arange(24.0).reshape(2, 3, 4))


@rule
def sum_of(values):
    total = 0.0
    for n in range(values.size):
        total += values[n]
    return total


@rule
def chosen(some, is_first):
    return some.floats[0] if is_first else some.floats[1]


@compiled
def read(some, i):
    return (
        some.ints[i],
        some.floats[i, 2],
        some.cube[i, 2, 3],
        sum_of(some.floats[i]),
        sum_of(some.cube[i, 1]),
        sum_of(chosen(some, some.flags[i])),
    )


@compiled
def sized(some):
    return some.ints.size, some.cube.size, some.cube.shape[0], some.cube.shape[2], len(some.floats), len(some.ints)


@compiled
def written(some, i):
    some.ints[0] = i
    some.ints[i] += 5
    some.floats[i, 0] = 3
    some.cube[i, 0, 1] /= 4.0
    some.flags[i] = some.ints[0] == 1
    return some.ints.size


class Views(NamedTuple):
    all_ints: np.ndarray
    all_floats: np.ndarray

    @property
    def is_shared(self):
        return True


@compiled
def read_around(some, views, other):
    before = some.ints[1] + some.floats[0, 1]
    views.all_ints[1] = 70
    views.all_floats[1] = 0.5
    other.ints[1] = 1000  # another reference of the same kind may have the same values, too
    return before, some.ints[1] + some.floats[0, 1]


def test_what_is_written_through_views_is_seen_through_fields():
    values = some()
    views = Views(values.ints, values.floats.reshape(-1))
    # 8 + 2 before; then 70 + 0.5, or what was written through the other reference where it is the same
    assert read_around(reference(values), reference(views), reference(some())) == (10.0, 70.5)
    values = some()
    views = Views(values.ints, values.floats.reshape(-1))
    assert read_around(reference(values), reference(views), reference(values)) == (10.0, 1000.5)


def test_views_are_of_another_kind_than_fields_of_the_same_names():
    class Own(NamedTuple):
        all_ints: np.ndarray
        all_floats: np.ndarray

    arrays = np.zeros(1, np.int64), np.zeros(1)
    assert reference(Own(*arrays)).kind != reference(Views(*arrays)).kind


def test_values_and_rows_are_read():
    # of row 1: 6 ends the row, 23 is the last of all, 4 + 5 + 6, 16 + 17 + 18 + 19, and row 1 by way of a choice
    assert read(reference(some()), 1) == (8, 6.0, 23.0, 15.0, 70.0, 15.0)
    # of row 0: 3 ends it, 8 + 3, 1 + 2 + 3, 4 + 5 + 6 + 7, and row 0 by way of a choice
    assert read(reference(some()), 0) == (7, 3.0, 11.0, 6.0, 22.0, 6.0)
    assert read.py_func(some(), 1) == (8, 6.0, 23.0, 15.0, 70.0, 15.0)


def test_sizes_are_read():
    assert sized(reference(some())) == (3, 24, 2, 4, 2, 3)


def test_what_is_written_is_seen_by_python():
    values = some()
    written(reference(values), 1)
    assert values.ints.tolist() == [1, 13, 9]
    assert values.floats.tolist() == [[1.0, 2.0, 3.0], [3.0, 5.0, 6.0]]
    assert values.cube[1, 0].tolist() == [12.0, 3.25, 14.0, 15.0]
    assert values.flags.tolist() == [True, True]
