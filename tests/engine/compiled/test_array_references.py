"""No rule asks an array for a place below nought: compiled code would not count it from the end, as Python does."""

from typing import Any

import numpy as np
import pytest

from sim import load_scenario
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.workspace import Workspace, empty_rows, no_curves
from sim.scenario.pack import names_of


class FromTheBeginning(np.ndarray[Any, Any]):
    """An array that refuses to count from its end."""

    def __getitem__(self, place: Any) -> Any:
        refuse_below_nought(place)
        return super().__getitem__(place)

    def __setitem__(self, place: Any, value: Any) -> None:
        refuse_below_nought(place)
        super().__setitem__(place, value)


def refuse_below_nought(place: Any) -> None:
    if any(number < 0 for number in (place if isinstance(place, tuple) else (place,))):
        raise IndexError(f"place {place}")


def refusing(values: Any) -> Any:
    """The same arrays, all of which refuse."""
    if isinstance(values, np.ndarray):
        return values.view(FromTheBeginning)
    return type(values)(*map(refusing, values)) if hasattr(values, "_fields") else values


class RefusingWorkspace(Workspace):
    """A workspace in which every array refuses."""

    def _argument(self, values: Any) -> Any:
        return refusing(values)


@pytest.mark.parametrize("place", [-1, (0, -1)])
def test_the_arrays_of_this_test_refuse_a_place_below_nought(place: Any) -> None:
    with pytest.raises(IndexError, match="place"):
        refusing(np.zeros((2, 2)))[place]


@pytest.mark.parametrize(
    "name", ["two_states", "nato_russia_2021", "vrbetice_2021", "trade_and_visas", "lithuania_china_2021"]
)
def test_no_rule_asks_for_a_place_below_nought(name: str) -> None:
    case = load_scenario(name)
    ensemble = Ensemble(case, 1, Wanted(tuple(names_of(case).dyads), bands=True, packages=True), n_threads=1, n_runs=1)
    own = ensemble._workspace(has_bands=True, is_compiled=False)
    workspace = RefusingWorkspace(ensemble.tables, None, ensemble._first_state, own.followed, own.tally, True)
    workspace._tables = refusing(ensemble.tables)
    rows = empty_rows(3, len(ensemble.columns))
    assert (
        workspace.play(
            np.arange(3), ensemble.n_days, rows, np.zeros((0, *own.followed.curves.shape)), no_curves(ensemble.tables)
        )
        is None
    )
    assert rows.moves.min() > 0
