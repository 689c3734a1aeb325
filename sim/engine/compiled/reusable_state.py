"""The state of a run, used for one run after another: blocks of memory that are set back by copying them over."""

from typing import Any

import numpy as np

from sim.rules.world import Agenda, Candidates, Log, Provocations, State

from .runs import Blocks

_LOGS = (Log, Provocations, Candidates)


def flattened(state: State) -> tuple[State, Blocks]:
    """Return a copy of a state whose arrays are views of a few blocks, and these blocks.

    Parameters
    ----------
    state : State, on the morning of the first day
    """
    arrays: dict[Any, list[Any]] = {np.dtype(kind): [] for kind in (np.int64, np.float64, np.bool_)}
    for array in _set_back_of(state):
        arrays[array.dtype].append(array)
    blocks = {kind: np.concatenate([np.zeros(0, kind), *(a.ravel() for a in own)]) for kind, own in arrays.items()}
    starts = dict.fromkeys(blocks, 0)

    def view(array: Any) -> Any:
        start = starts[array.dtype]
        starts[array.dtype] = start + array.size
        return blocks[array.dtype][start : start + array.size].reshape(array.shape)

    ints, floats, flags = blocks.values()
    return _rebuilt(state, view), Blocks(ints, floats, flags, ints.copy(), floats.copy(), flags.copy())


def _set_back_of(values: Any) -> list[Any]:
    """Arrays to be set back, in the order of the fields."""
    rows = _rows_of(values)
    found: list[Any] = []
    for value in values:
        if isinstance(value, tuple):
            found += _set_back_of(value)
        elif value.size < rows:
            found.append(value)
    return found


def _rebuilt(values: Any, view: Any) -> Any:
    rows = _rows_of(values)
    parts = [
        _rebuilt(value, view) if isinstance(value, tuple) else view(value) if value.size < rows else value.copy()
        for value in values
    ]
    return type(values)(*parts)


def _rows_of(values: Any) -> int:
    """Rows of a log, beside which its counters have one, as they do in the agenda; of anything else all is set back."""
    if isinstance(values, Agenda):
        return 2
    return max(array.size for array in values) if isinstance(values, _LOGS) else 1 << 62
