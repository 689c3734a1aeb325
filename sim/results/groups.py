"""Sums over groups of histories, from which intervals of differences between two points of a sweep are made.

All points of a sweep share their chances, history by history.  So what two of them differ by is known better than
either number, but only from histories that are set against each other; groups of them take room that does not grow.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pandas as pd

N_GROUPS = 20  # history n is in group n % 20
GROUPS = "_groups"  # how the name of a column ends that holds a list of sums, one a group


def added_by_group(runs: Any, values: Any) -> Any:
    """Sums of the values of some histories, (R, ...), by group, (N_GROUPS, ...)."""
    sums = np.zeros((N_GROUPS, *values.shape[1:]))
    np.add.at(sums, np.asarray(runs) % N_GROUPS, values)
    return sums


def sizes(n_runs: int) -> Any:
    """Histories in each group, (N_GROUPS,)."""
    return np.bincount(np.arange(n_runs) % N_GROUPS, minlength=N_GROUPS)


def without_groups(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table without its columns of lists, for forms that hold one number a cell."""
    return table[[column for column in table if not str(column).endswith(GROUPS)]]
