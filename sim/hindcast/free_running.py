"""Whole cases from their first act on: how many hostile moves and people sent home, in the model and in the record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.documented.acts import acts_of, first_acts
from sim.documented.cases import case_scenario
from sim.documented.events import Event
from sim.documented.pairing import WITHIN_DAYS
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.exchanges import Packages
from sim.rules.moves import is_hostile_kind
from sim.rules.world import Floats, Ints
from sim.scenario.pack import KIND_NUMBER
from sim.scenario.schema import Scenario

from .learning import Habits
from .scores import pit
from .tables import QUANTILES, drawn

if TYPE_CHECKING:
    import pandas as pd

DAYS = (0, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, WITHIN_DAYS)  # since the first act
MOVES, SENT_HOME = "hostile moves", "people sent home"
MEASURES = (MOVES, SENT_HOME)
COLUMNS = {
    "record": "str",
    "case": "str",
    "measure": "str",
    "day": "int64",
    **dict.fromkeys(QUANTILES, "float64"),
    "happened": "int64",
    "place": "float64",
}


def whole_world(events: Sequence[Event], habits: Habits) -> Scenario | None:
    """Scenario of a case in which its first acts are given, for a year; None where nobody takes a measure.

    Posts and staff are as large as all that followed asks for, and who took part is known.
    """
    begins = first_acts(acts_of(events))
    if not begins:
        return None
    day = begins[0].day
    return case_scenario(
        events,
        name="hindcast",
        autonomous_from=day,
        end=day + timedelta(days=WITHIN_DAYS),
        given=[act.event for act in begins],
        policies=habits,
    )


def case_rows(
    record: str, events: Sequence[Event], habits: Habits, n: int, seed: int, n_in_all: int | None = None
) -> list[dict[str, Any]]:
    """One row a measure and day: quantiles over ``n`` histories of what has happened by then, and the record.

    Parameters
    ----------
    n_in_all : int, about how many are played for all cases; very many if absent
    """
    world = whole_world(events, habits)
    if world is None:
        return []
    ensemble = Ensemble(world, seed, Wanted(packages=True), n_threads=1, n_runs=n_in_all)
    begins = date.min if world.autonomous_from is None else world.autonomous_from
    first = (begins - world.start).days
    made = ensemble.play(range(n)).packages
    told = documented_by_day(world, begins)
    return [
        row
        for measure in MEASURES
        for row in _rows({"record": record, "case": events[0].case, "measure": measure}, made, told, first, n, seed)
    ]


def _rows(
    about: dict[str, str], made: Packages, told: Mapping[str, Ints], first: int, n: int, seed: int
) -> Iterator[dict[str, Any]]:
    by_day = totals_by_day(made, about["measure"], first, n)
    for column, day in enumerate(DAYS):
        values, happened = np.sort(by_day[:, column]), int(told[about["measure"]][column])
        quantiles = {name: float(np.quantile(values, share)) for name, share in QUANTILES.items()}
        place = pit(values, happened, drawn(about["case"], f"{about['measure']} {day}", seed))
        yield about | {"day": day} | quantiles | {"happened": happened, "place": place}


def totals_by_day(made: Packages, measure: str, first: int, n: int) -> Floats:
    """(n, days) of each history what has happened by each of ``DAYS``.

    Parameters
    ----------
    made : packages of histories 0 to n - 1
    first : day of the first act
    """
    numbers = made.moves if measure == MOVES else made.expelled
    by_day = np.zeros((n, len(DAYS)))
    for column, day in enumerate(DAYS):
        is_by_then: Any = (made.day >= first) & (made.day <= first + day)
        by_day[:, column] = np.bincount(made.run[is_by_then], weights=numbers[is_by_then], minlength=n)
    return by_day


def documented_by_day(world: Scenario, begins: date) -> dict[str, Ints]:
    """(days,) what the record has by each of ``DAYS``, as moves of the model."""
    moves = [(move, (move.date - begins).days) for move in (*world.timeline.values(), *world.observed.values())]
    hostile = [(move, day) for move, day in moves if move.move and is_hostile_kind(KIND_NUMBER[move.move])]
    people = [(_sent_home(move), day) for move, day in hostile]
    return {
        MOVES: np.array([sum(day <= until for _, day in hostile) for until in DAYS]),
        SENT_HOME: np.array([sum(number for number, day in people if day <= until) for until in DAYS]),
    }


def _sent_home(move: Any) -> int:
    """People whom a move sends home by name."""
    return int(move.count or 0) if move.move == "expel" else int(move.move == "expel_ambassador")


def free_running_frame(rows: Iterable[Mapping[str, Any]]) -> "pd.DataFrame":
    """Rows as a table."""
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(COLUMNS)
