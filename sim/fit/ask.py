"""What Python users call: numbers of policies fitted to a record."""

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sim.documented.events import RECORDS
from sim.documented.observations import Observation, observations_of
from sim.results.own_files import table_text
from sim.rules.parameters import LARGE, POLICY_PARAMETERS, WORLD_PARAMETERS
from sim.scenario.arguments import ArgumentError, checked
from sim.scenario.problems import nearest

from .habits import BLOCKS, NOT_FITTED
from .plan import FitPlan
from .search import Loss, Range

if TYPE_CHECKING:
    from sim.experiment.plan import Progress
    from sim.results.fit import Fit

CLOSED = tuple(name for block in BLOCKS for name in block.names)
EXPECTED = "expected the name of a number, or parameters.NAME=LOW:HIGH"
_RANGE = re.compile(r"(?P<path>[^=]+)=(?P<low>[^:]+):(?P<high>[^:]+)")


@checked
def fit(
    cases: Sequence[str] = (),
    *,
    free: Sequence[str] = (),
    actors: Sequence[str] = (),
    base: str | None = None,
    trials: int = 50,
    seed: int = 1,
    progress: "Progress | None" = None,
    loss: Loss | None = None,
) -> "Fit":
    """Fit numbers of policies to a record.

    Parameters
    ----------
    cases : names of cases or records, or the path of one table of your own; both records if empty
    free : numbers to fit; those that improve forecasts if empty. The name of a number of a policy is fitted in closed
        form, ``parameters.NAME=low:high`` by playing the record
    actors : parties with habits of their own, drawn towards those of all
    base : scenario that the file of policies extends
    trials : int, how often a search plays the record
    seed : int in [0, 2**64), of a search
    progress : called with the steps done and all of them
    loss : of numbers by path, what a search makes as small as it can

    Raises
    ------
    ArgumentError
        A ValueError: if an argument cannot be used, or there is no such case, number or party.
    ScenarioError
        If the table has mistakes; all of them are named.
    """
    planned = plan_fit(cases, free=free, actors=actors, base=base, trials=trials, seed=seed, loss=loss)
    return planned.play(progress)


@checked
def plan_fit(
    cases: Sequence[str] = (),
    *,
    free: Sequence[str] = (),
    actors: Sequence[str] = (),
    base: str | None = None,
    trials: int = 50,
    seed: int = 1,
    loss: Loss | None = None,
    command: str = "",
) -> FitPlan:
    """Plan :func:`fit`; ``command`` is kept in the file of policies."""
    rows, name, is_own = _rows(cases)
    for actor in actors:
        if actor not in (repliers := {row.replier for row in rows}):
            raise ArgumentError("actors", actor, f"nothing was done to a party of that name{_perhaps(actor, repliers)}")
    ranges = tuple(_range(path) for path in free if path not in CLOSED)
    if ranges and loss is None:
        raise ArgumentError(
            "free", ranges[0].path, "nothing to search by; expected `loss`, as sim.hindcast.objective has it"
        )
    closed = tuple(path for path in free if path in CLOSED)
    usual = tuple(name for name in CLOSED if name not in NOT_FITTED)
    return FitPlan(
        rows=rows,
        name=name,
        free=closed or (() if ranges else usual),
        actors=tuple(actors),
        is_drawn_to_defaults=is_own or bool(free),
        ranges=ranges,
        loss=loss,
        trials=trials,
        seed=seed,
        base=base,
        command=command,
        own_files=table_text(Path(cases[0])) if is_own else {},
    )


def _rows(cases: Sequence[str]) -> tuple[tuple[Observation, ...], str, bool]:
    """Observations of cases, records or a table, what to call them, and whether they are the user's own."""
    if own := [name for name in cases if os.path.isfile(name)]:
        if len(cases) > 1:
            raise ArgumentError("cases", list(cases), "a table stands alone; expected names of cases, or one table")
        return observations_of(own[0]), Path(own[0]).name, True
    shipped = tuple(row for record in RECORDS for row in observations_of(record))
    known = {name for row in shipped for name in (row.record, row.case)}
    for name in cases:
        if name not in known:
            raise ArgumentError("cases", name, f"no such case or table{_perhaps(name, known)}")
    chosen = tuple(row for row in shipped if not cases or {row.record, row.case}.intersection(cases))
    return chosen, ", ".join(cases) if cases else " and ".join(RECORDS), False


def _perhaps(word: str, names: set[str]) -> str:
    near = nearest(word, names)
    return f"; did you mean {near}?" if near else ""


def _range(path: str) -> Range:
    """Range of a path to search: the one given, else that of the table of parameters where it is narrow enough."""
    found = _RANGE.fullmatch(path)
    name = found["path"] if found else path
    known = {f"parameters.{p.name}": p for p in (*WORLD_PARAMETERS, *POLICY_PARAMETERS)}
    if name not in known:
        near = _perhaps(name, {*CLOSED, *known})
        raise ArgumentError("free", path, f"no such number{near}; {EXPECTED}")
    number = known[name]
    low, high = (_float(path, found["low"]), _float(path, found["high"])) if found else (number.low, number.high)
    if not number.low <= low < high <= number.high:
        raise ArgumentError("free", path, f"it may be from {number.low:g} to {number.high:g}; {EXPECTED}")
    if high - low >= LARGE:
        raise ArgumentError("free", path, f"its range is too wide to search; {EXPECTED}")
    return Range(name, low, high)


def _float(path: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentError("free", path, f"{text!r} is no number; {EXPECTED}") from None
