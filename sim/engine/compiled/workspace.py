"""What one thread of the compiled driver works with, and the arrays that it fills."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.compiling.array_references import reference
from sim.compiling.checked_file import Program
from sim.engine.groups import Group
from sim.engine.trajectory import copied, doubled, empty_curves, on_days, with_room
from sim.rules.curves import Curves
from sim.rules.indices import dyad_scale
from sim.rules.law import is_tie
from sim.rules.moves import COUNCIL
from sim.rules.world import NONE, TYPES, Floats, Ints, State, Tables

from .exchanges import Packages
from .history import FLOWING, N_MARKS, NO_ROOM, NO_SEVERITY, NOTED, Followed, Rows
from .reusable_state import flattened
from .runs import Job, play_runs
from .tally import Tally

MOST_SAMPLED_DAYS = 400
ROOM_FOR_PACKAGES = 4096  # at first


class Workspace:
    """What one thread works with: a state that is set back before each run, what is followed, its part of the tally.

    Parameters
    ----------
    tables : Tables
    compiled_tables : a reference to them; None where the rules run interpreted
    first : State, on the morning of the first day
    followed : Followed
    tally : Tally, which this thread alone counts into
    has_packages : bool, whether the hostile packages of each run are noted

    Attributes
    ----------
    packages : Packages of the runs last played
    """

    def __init__(
        self,
        tables: Tables,
        compiled_tables: Any,
        first: State,
        followed: Followed,
        tally: Tally,
        has_packages: bool = False,
    ) -> None:
        state, self.blocks = flattened(first)
        self.state = with_room(tables, state)
        self.followed, self.tally, self.is_compiled = copied(followed), tally, compiled_tables is not None
        self.packages = empty_packages(ROOM_FOR_PACKAGES if has_packages else 0)
        self._tables = compiled_tables if self.is_compiled else tables
        self._play: Any = play_runs if self.is_compiled else play_runs.py_func
        self._state, self._blocks = self._argument(self.state), self._argument(self.blocks)
        self._followed, self._tally = self._argument(self.followed), self._argument(self.tally)
        self._packages = self._argument(self.packages)
        self._curves: Curves | None = None
        self._given_curves: Any = None

    def _argument(self, values: Any) -> Any:
        """Arrays as the rules take them: by a reference where they are compiled."""
        return reference(values) if self.is_compiled else values

    def play(
        self,
        runs: Ints,
        n_days: int,
        rows: Rows,
        whole: Floats,
        curves: Curves,
        after: Callable[[int], None] | None = None,
    ) -> int | None:
        """Play runs one after another, count them and note their outcomes; see ``play_runs``.

        Parameters
        ----------
        after : called with the place of each run in the list once it is finished, while its state stands

        Returns
        -------
        int or None, number of the run in which a user's rule gave no severity; None where all were finished
        """
        if curves is not self._curves:  # mostly it is the same, without a day
            self._curves, self._given_curves = curves, self._argument(curves)
        given_curves = self._given_curves
        given_rows, given_job = self._argument(rows), self._argument(Job(runs, whole))
        done = 0
        self.packages.n[0] = 0
        while done < runs.size:
            job = given_job if after is None else self._argument(Job(runs[: done + 1], whole))
            done, end = self._play(*self._arguments(given_curves, given_rows, job), done, n_days)
            if end == NO_SEVERITY:
                return int(runs[done])
            if end == NO_ROOM:
                self._grow()
            elif after is not None:
                after(done - 1)
        return None

    def linked(self, rows: Rows, whole: Floats, curves: Curves) -> Program | None:
        """Compile ``play_runs`` for a release; None where the version of numba was not tried."""
        others = map(self._argument, (curves, rows, Job(np.zeros(0, np.int64), whole)))
        return play_runs.linked(*self._arguments(*others), 0, 0)

    def _arguments(self, curves: Any, rows: Any, job: Any) -> tuple[Any, ...]:
        return (
            self._tables,
            self._state,
            self._blocks,
            curves,
            self._followed,
            rows,
            self._packages,
            self._tally,
            job,
        )

    def _grow(self) -> None:
        """Make the logs, and what is noted of packages, twice as long."""
        state = self.state
        if self.packages.run.size:
            self.packages = doubled(self.packages)
            self._packages = self._argument(self.packages)
        self.state = state._replace(log=doubled(state.log), provocations=doubled(state.provocations))
        self._state = self._argument(self.state)


def empty_packages(n_rows: int) -> Packages:
    """Room for so many packages."""
    rows: dict[str, Any] = {
        name: np.zeros(1 if name == "n" else n_rows, dtype=TYPES[annotation])
        for name, annotation in Packages.__annotations__.items()
    }
    return Packages(**rows)


def noted(packages: Packages) -> Packages:
    """Return a copy of the packages that were noted."""
    n = int(packages.n[0])
    rows: Any = (array[:n].copy() for array in packages[1:])
    return Packages(packages.n.copy(), *rows)


def step_of(n_days: int) -> int:
    """Days between two on which curves are noted, so that they fit a figure; 1 of a scenario that is not long."""
    return -(-n_days // MOST_SAMPLED_DAYS)


def followed_in(
    tables: Tables, groups: tuple[Group, ...], dyads: Sequence[int], n_days: int, step: int | None
) -> Followed:
    """What is followed: some relations by their dyads, and all groups; and the days on which curves are noted.

    Parameters
    ----------
    step : int, days between two of these, from the first day on; none are noted where it is None
    """
    n_dyads, chosen = tables.has_posture.size, np.array(dyads, dtype=np.int64)
    has_channels = [bool(tables.weight[slice(*tables.first_channel[d : d + 2])].any()) for d in chosen]
    scales = np.array([dyad_scale(tables, d) for d in range(n_dyads)])
    members = [group.members[group.weights > 0.0] for group in groups]
    weights = [group.weights[group.weights > 0.0] for group in groups]
    first_column, column, row_of_member = _columns_of_dyads(
        [*([dyad] for dyad in dyads), *members], n_dyads, len(dyads)
    )
    needed = np.flatnonzero(np.diff(first_column))
    ageing = np.intersect1d(needed, tables.channel_dyad[tables.channel_kind == COUNCIL])
    counted_in = [column[slice(*first_column[d : d + 2])] for d in ageing]
    sampled = np.zeros(0, np.int64) if step is None else np.arange(0, n_days, step)
    return Followed(
        dyads=chosen,
        needed=needed,
        first_member=np.cumsum([0, *map(len, members)]),
        member=np.concatenate([np.zeros(0, np.int64), *members]),
        member_weight=np.concatenate([np.zeros(0), *weights]),
        group_weight=np.array([_added(own) for own in weights]),
        first_column=first_column,
        column=column,
        row_of_member=row_of_member,
        share_in_column=_shares(row_of_member, weights),
        ageing=ageing,
        ages=np.isin(np.arange(n_dyads), ageing),
        ageing_columns=np.unique(np.concatenate([np.zeros(0, np.int64), *counted_in])),
        has_channels=np.array([*has_channels, *(bool(group.weights.any()) for group in groups)]),
        scale=np.array([*scales[chosen], *(group.mean(scales) for group in groups)]),
        has_ties=np.array([has_ties(tables)]),
        sampled=sampled,
        tension=np.zeros(n_dyads),
        loss=np.zeros(n_dyads),
        flow=np.zeros(n_dyads),
        posture=np.zeros(n_dyads),
        ties_lost=np.zeros(n_dyads),
        curves=np.zeros((len(NOTED), len(chosen) + len(groups), sampled.size)),
        n_sampled=np.zeros(1, np.int64),
        n_stirred=np.zeros(FLOWING, np.int64),
        stirred=np.zeros((FLOWING, n_dyads), np.int64),
        is_stirred=np.zeros((FLOWING, n_dyads), np.bool_),
        is_measured=np.zeros(1, np.bool_),
        n_stirred_at_first=np.zeros(FLOWING, np.int64),
        stirred_at_first=np.zeros((FLOWING, n_dyads), np.int64),
        loss_at_first=np.zeros(n_dyads),
        ties_lost_at_first=np.zeros(n_dyads),
        n_stirred_in=np.zeros((FLOWING, len(groups)), np.int64),
        n_sorted_in=np.zeros((FLOWING, len(groups)), np.int64),
        late_row=np.zeros(max(map(len, members), default=0), np.int64),
        stirred_row=np.zeros((FLOWING, sum(map(len, members))), np.int64),
        n_marked=np.zeros(N_MARKS, np.int64),
        marked=np.zeros((N_MARKS, len(chosen) + len(groups)), np.int64),
        marked_place=np.zeros((N_MARKS, len(chosen) + len(groups)), np.int64),
        n_flowing=np.zeros(1, np.int64),
        flowing=np.zeros(n_dyads, np.int64),
        flowing_place=np.zeros(n_dyads, np.int64),
        lately=np.zeros(len(chosen) + len(groups)),
        first_lately=np.zeros(1, np.int64),
    )


def _columns_of_dyads(columns: Sequence[Any], n_dyads: int, n_relations: int) -> tuple[Ints, Ints, Ints]:
    """First row of each dyad in a list of the columns that dyads count in; this list; and the row of each as a member.

    Parameters
    ----------
    columns : dyads of each column
    n_relations : int, columns that have no members
    """
    dyads = np.concatenate([np.asarray(own, dtype=np.int64) for own in columns])
    order = np.argsort(dyads, kind="stable")
    column = np.repeat(np.arange(len(columns)), [len(own) for own in columns])[order]
    first = np.searchsorted(dyads[order], np.arange(n_dyads + 1)).astype(np.int64)
    return first, column, np.maximum(NONE, order - n_relations)


def _shares(row_of_member: Ints, weights: Sequence[Floats]) -> Floats:
    """Part that a dyad has in the value of each column in which it counts: all of its own, by weight in a group."""
    parts = np.concatenate([*(own / own.sum() for own in weights), np.ones(1)])
    return parts[row_of_member]


def _added(values: Floats) -> float:
    """Sum of some values one after another, as the rule ``weighted_mean`` adds weights."""
    total = 0.0
    for value in values:
        total += value
    return total


def has_ties(tables: Tables) -> bool:
    """Whether there is any tie that can be lost."""
    return bool(is_tie(tables.channel_kind).any())


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
    return on_days(empty_curves(tables, np.zeros(0, np.int64)), 0)
