"""What no history may show, whatever its scenario says: numbers that are none, negative staff, shares beyond one."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.engine.trajectory import Trajectory
from sim.scenario.initial import initial_state

# NaN stands for nothing there: no posture, nobody with a breaking point, not perceived, not decided
MAY_BE_NOTHING = {
    "curves": {"posture", "breaking_point"},
    "log": {"perceived", "asked", "grievance", "breaking_point", "loss", "probability"},
    "provocations": {"asked", "ratio", "silence", "balance", "grievance", "breaking_point", "loss"},
}
SHARES = {
    "curves": {"loss", "ties_lost", "withheld_ab", "withheld_ba"},
    "posts": {"held_back", "rhythm"},
    "log": {"share", "loss", "probability"},
    "provocations": {"silence", "loss"},
}
COUNTED = ("ceiling", "accredited", "present", "departed", "arrived", "lost", "sent_home")
SLACK = 1e-9


def nonsense_in(run: Trajectory) -> str:
    """What a history shows that none may; empty where there is nothing."""
    return "; ".join(_found_in(run))


def _found_in(run: Trajectory) -> Iterator[str]:
    state: Any = run.state
    log, provocations = (_up_to(table, int(table.n[0])) for table in (state.log, state.provocations))
    curves = {name: array[: run.n_days] for name, array in run.curves._asdict().items()}
    tables = {"curves": curves, "posts": state.posts._asdict(), "log": log, "provocations": provocations}
    tables["state"] = {name: array for name, array in state._asdict().items() if isinstance(array, np.ndarray)}
    for table, arrays in tables.items():
        for name, array in arrays.items():
            if np.issubdtype(array.dtype, np.floating):
                yield from (f"{table}.{name}: {wrong}" for wrong in _no_number(array, table, name))
    # a balance is owed to one side or the other
    for name in ("grievance", "posture", "tension", "flow_gross", "breaking_point", "ceiling", "accredited", "present"):
        if (curves[name] < 0).any():
            yield f"curves.{name} is negative"
    for name in COUNTED:
        if (tables["posts"][name] < 0).any():
            yield f"posts.{name} is negative"
    if (log["count"] < 0).any():
        yield "a move of fewer than no people"
    yield from _staff(run, curves)


def _up_to(table: Any, n: int) -> dict[str, Any]:
    """Columns of a log as far as it is filled."""
    return {name: array[:n] for name, array in table._asdict().items()}


def _no_number(array: Any, table: str, name: str) -> Iterator[str]:
    if np.isinf(array).any():
        yield "infinite"
    if np.isnan(array).any() and name not in MAY_BE_NOTHING.get(table, ()):
        yield "NaN"
    if name in SHARES.get(table, ()) and ((array < -SLACK) | (array > 1.0 + SLACK)).any():
        yield f"no share: {np.nanmin(array)} to {np.nanmax(array)}"


def _staff(run: Trajectory, curves: dict[str, Any]) -> Iterator[str]:
    """People have posts, and no more posts than there were or than the scenario notes."""
    if (curves["accredited"] > curves["ceiling"]).any():
        yield "more people than posts"
    if (curves["accredited"] > curves["present"]).any():
        yield "people accredited who are not there"
    tables, names, first = run.tables, run.names.channels, initial_state(run.packed, seed=0).posts.ceiling
    noted = np.maximum(tables.script_ceiling, tables.script_accredited)
    for channel, name in enumerate(names):
        most = max([int(first[channel]), *noted[tables.script_channel == channel].tolist()])
        if curves["ceiling"][:, channel].max(initial=0) > most:
            yield f"posts of {name} grow to {curves['ceiling'][:, channel].max()}, from {most}"
