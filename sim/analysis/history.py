"""One of many histories, as an own measure reads it: tables and curves, each made when it is first asked for."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.engine.trajectory import Trajectory
from sim.rules.curves import Curves
from sim.scenario.schema import Scenario

from .exchanges import exchange_frame
from .outcomes import outcome_of

if TYPE_CHECKING:
    import pandas as pd


class History:
    """A history that was played, with the tables of :class:`sim.results.run_result.RunResult` under the same names.

    A table that nobody asks for is not made.  What a measure changes in a table, no other measure sees.

    Parameters
    ----------
    trajectory : Trajectory, which may be without curves
    curves : gives the curves of all days
    """

    def __init__(self, trajectory: Trajectory, curves: Callable[[], Curves]) -> None:
        self._playing: Trajectory | None = trajectory
        self._curves = curves

    def end(self) -> None:
        """Let nothing be read any more: the next history is played in the same place."""
        self._playing = None

    @property
    def _trajectory(self) -> Trajectory:
        if self._playing is None:
            raise ValueError("a history can be read only while its measure is asked")
        return self._playing

    def __repr__(self) -> str:
        return f"History: {self.scenario.title}, seed {self.seed}, run {self.run}"

    @property
    def scenario(self) -> Scenario:
        """The scenario played."""
        return self._trajectory.scenario

    @property
    def seed(self) -> int:
        """Random seed."""
        return self._trajectory.seed

    @property
    def run(self) -> int:
        """Number of the history, from 0."""
        return int(self._trajectory.state.run[0])

    @property
    def moves(self) -> "pd.DataFrame":
        """One row a move, in the order in which they were made; without the columns ``answered`` and ``why``."""
        return self._moves.copy(deep=False)

    @property
    def decisions(self) -> "pd.DataFrame":
        """One row a provocation that was decided, also where nothing was done; without the column ``why``."""
        return self._decisions.copy(deep=False)

    @property
    def exchanges(self) -> "pd.DataFrame":
        """One row a hostile package, with what answers it."""
        return self._exchanges.copy(deep=False)

    @property
    def trajectory(self) -> "pd.DataFrame":
        """One row a day and relation, pair of blocs or theatre; a column an index.  ``curves`` of one takes less."""
        return self._days.copy(deep=False)

    @property
    def posts(self) -> "pd.DataFrame":
        """One row a day and channel."""
        return self._posts.copy(deep=False)

    @property
    def outcome(self) -> dict[str, Any]:
        """How the history ended, as in ``outcome.json``; the slowest of all to make."""
        return outcome_of(self._whole)

    def curves(self, name: str) -> "pd.DataFrame":
        """Indices of one relation, pair of blocs or "theatre": a row a day, the date as index.

        Raises
        ------
        ValueError
            If there is nothing of that name.
        """
        import pandas as pd

        columns = self._whole.curves_of(name)
        days = self._whole.days
        return pd.DataFrame(columns, index=pd.DatetimeIndex(days, name="date"))

    @cached_property
    def _whole(self) -> Trajectory:
        return replace(self._trajectory, curves=self._curves())

    @cached_property
    def _moves(self) -> "pd.DataFrame":
        return self._trajectory.moves()

    @cached_property
    def _decisions(self) -> "pd.DataFrame":
        return self._trajectory.decisions()

    @cached_property
    def _exchanges(self) -> "pd.DataFrame":
        return exchange_frame(self._trajectory)

    @cached_property
    def _days(self) -> "pd.DataFrame":
        return self._whole.trajectory()

    @cached_property
    def _posts(self) -> "pd.DataFrame":
        return self._whole.posts()
