"""No array that a run writes belongs to two fields, but for those that a reference says it shares."""

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim import load_scenario
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.runs import Job
from sim.engine.compiled.workspace import empty_rows
from sim.engine.trajectory import empty_curves
from sim.rules.world import Tables


def arrays_of(values: Any) -> Any:
    """All arrays within some values, each with its field and whether a run may write it."""
    for name, value in zip(values._fields, values, strict=True):
        if hasattr(value, "_fields"):
            yield from arrays_of(value)
        elif isinstance(value, np.ndarray) and value.size:
            yield f"{type(values).__name__}.{name}", value, not isinstance(values, Tables | Job) or name == "whole"


@pytest.mark.parametrize("name", ["two_states", "nato_russia_2021", "two_blocs"])
def test_what_a_run_writes_belongs_to_one_field(name):
    scenario = load_scenario(name)
    ensemble = Ensemble(scenario, wanted=Wanted((), rows=True, bands=True), n_threads=1)
    workspace = ensemble._workspaces[0]
    n_columns = len(ensemble.columns)
    curves = empty_curves(ensemble.tables, np.zeros(3, np.int64))
    job = Job(np.arange(2), np.zeros((2, 3, n_columns, 4)))
    given = (
        ensemble.tables, workspace.state, workspace.followed, workspace.tally, workspace.packages, curves,
        empty_rows(2, n_columns), job,
    )  # fmt: skip
    found = sorted(
        ((*np.lib.array_utils.byte_bounds(array), field, is_written) for values in given
         for field, array, is_written in arrays_of(values)),
        key=lambda each: each[:2],
    )  # fmt: skip
    assert len(found) > 200
    for (_, end, field, is_written), (start, _, other, is_other_written) in pairwise(found):
        assert start >= end or not (is_written or is_other_written), (field, other)
    assert workspace.blocks.is_shared
    assert not any(hasattr(values, "is_shared") for values in given)
    assert np.shares_memory(workspace.blocks.ints, workspace.state.run)
