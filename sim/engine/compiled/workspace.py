"""What one thread of the compiled driver works with, and the arrays that it fills."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.engine.groups import Group
from sim.engine.trajectory import copied, doubled, empty_curves
from sim.rules.curves import Curves
from sim.rules.indices import dyad_scale, weighted_mean
from sim.rules.world import TYPES, State, Tables

from .array_references import reference
from .history import NOTED, Followed, Rows
from .reusable_state import flattened
from .tally import Tally

MOST_SAMPLED_DAYS = 400


class Bench:
    """What one thread works with: a state and its memory, what is followed, and its part of the tally."""

    def __init__(self, first: State, followed: Followed, tally: Tally, is_compiled: bool) -> None:
        self.state, self.memory = flattened(first)
        self.followed, self.tally = copied(followed), tally
        self._give = reference if is_compiled else as_it_is
        self.given_state, self.given_memory = self._give(self.state), self._give(self.memory)
        self.given_followed, self.given_tally = self._give(self.followed), self._give(self.tally)

    def grow(self) -> None:
        """Make the logs twice as long."""
        state = self.state
        self.state = state._replace(log=doubled(state.log), provocations=doubled(state.provocations))
        self.given_state = self._give(self.state)


def as_it_is(values: Any) -> Any:
    """Give interpreted code what it is given."""
    return values


def followed_in(
    tables: Tables, groups: tuple[Group, ...], dyads: Sequence[int], n_days: int, has_curves: bool
) -> Followed:
    """What is followed: some relations by their dyads, and all groups; and the days on which curves are noted."""
    n_dyads, chosen = tables.has_posture.size, np.array(dyads, dtype=np.int64)
    weights = np.array([group.weights for group in groups]).reshape(len(groups), n_dyads)
    has_channels = [bool(tables.weight[slice(*tables.first_channel[d : d + 2])].any()) for d in chosen]
    scales = np.array([dyad_scale(tables, d) for d in range(n_dyads)])
    is_needed: Any = weights.any(axis=0)
    is_needed[chosen] = True
    sampled = np.arange(0, n_days, -(-n_days // MOST_SAMPLED_DAYS)) if has_curves else np.zeros(0, np.int64)
    return Followed(
        dyads=chosen,
        needed=np.flatnonzero(is_needed),
        weights=weights,
        has_channels=np.array([*has_channels, *(bool(group.weights.any()) for group in groups)]),
        scale=np.array([*scales[chosen], *(weighted_mean(scales, group.weights) for group in groups)]),
        sampled=sampled,
        tension=np.zeros(n_dyads),
        loss=np.zeros(n_dyads),
        flow=np.zeros(n_dyads),
        posture=np.zeros(n_dyads),
        curves=np.zeros((len(NOTED), len(chosen) + len(groups), sampled.size)),
        n_sampled=np.zeros(1, np.int64),
    )


_OF_RUNS = ("moves", "breaks_ij", "breaks_day")


def empty_rows(n_runs: int, n_columns: int) -> Rows:
    """Rows for the outcomes of some runs."""
    sizes: dict[str, Any] = dict.fromkeys(Rows._fields, (n_runs, n_columns)) | dict.fromkeys(_OF_RUNS, n_runs)
    arrays: dict[str, Any] = {
        name: np.zeros(sizes[name], dtype=TYPES[annotation]) for name, annotation in Rows.__annotations__.items()
    }
    return Rows(**arrays)


def bytes_of_a_row(n_columns: int) -> int:
    """Bytes that the outcome of a run takes, with so many relations and groups followed."""
    return int(sum(array.nbytes for array in empty_rows(1, n_columns)))


def no_curves(tables: Tables) -> Curves:
    """Curves without a day, where none are wanted."""
    curves: Any = empty_curves(tables)
    return Curves(*(array[:0] for array in curves))
