"""What two runs have written, and what is told of them: how tests say that two drivers agree."""

import os
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sim.analysis.outcomes import outcome_of
from sim.engine.compiled.ensemble import Chunk, Ensemble, Wanted
from sim.engine.compiled.history import FLOW, LOSS, NOTED, TENSION
from sim.engine.trajectory import Trajectory
from sim.rules.curves import Curves
from sim.rules.indices import REGIMES
from sim.rules.parameters import DISPROPORTIONATE_RATIO
from sim.rules.world import BREAK, NONE, REPLY, SCRIPTED, State
from sim.scenario.pack import KIND_NUMBER, names_of
from sim.scenario.schema import Scenario

IS_COMPILED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"  # the whole suite may run with compilation switched off
PAGE_MARKS = {
    "log.first_today", "log.first_yesterday", "log.first_pending", "log.later_pending", "log.first_new",
    "provocations.first_open", "provocations.later_open",
}  # fmt: skip


def written(state: State) -> dict[str, bytes]:
    """Every array that a run has written, by its name; logs up to their last row."""
    tables: dict[str, Any] = {
        "state": state, "posts": state.posts, "log": state.log, "provocations": state.provocations
    }  # fmt: skip
    return {
        f"{table}.{name}": array[: arrays.n[0] if "n" in arrays._fields else None].tobytes()
        for table, arrays in tables.items()
        for name, array in zip(arrays._fields, arrays, strict=True)
        if isinstance(array, np.ndarray) and f"{table}.{name}" not in PAGE_MARKS
    }


def recorded(curves: Curves, n_days: int) -> dict[str, bytes]:
    """Every index of every day, by its name."""
    return {f"curves.{name}": array[:n_days].tobytes() for name, array in zip(curves._fields, curves, strict=True)}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Names of what two runs have not written alike."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


def unlike(mesa: Trajectory, other: Trajectory) -> list[str]:
    """Names of what differs in two runs."""
    assert mesa.n_days == other.n_days
    return differing(
        written(mesa.state) | recorded(mesa.curves, mesa.n_days),
        written(other.state) | recorded(other.curves, other.n_days),
    )


def ensemble_of(case: Scenario, seed: int = 1, **how: Any) -> Ensemble:
    """An ensemble that keeps all it can of every relation."""
    wanted = Wanted(tuple(names_of(case).dyads), bands=True, rows=True, whole=True)
    return Ensemble(case, seed, wanted, **{"n_threads": 1} | how)


def assert_equal(mesa: Trajectory, ensemble: Ensemble, number: int) -> None:
    """Assert that a run of Mesa's is the same in the compiled driver, whatever that has played before."""
    _, history = ensemble.histories([number ^ 1, number])
    assert unlike(mesa, history) == []
    assert_same_outcome(mesa, ensemble, ensemble.play([number ^ 1, number]), 1)


# What is told of it -----------------------------------------------------------------------------------

PEAKS: dict[str, Callable[[Any], Any]] = {
    "tension_at_end": lambda curves: curves[TENSION, :, -1],
    "tension_peak": lambda curves: curves[TENSION].max(axis=1),
    "tension_peak_day": lambda curves: curves[TENSION].argmax(axis=1),
    "loss_at_end": lambda curves: curves[LOSS, :, -1],
    "loss_peak": lambda curves: curves[LOSS].max(axis=1),
    "flow_peak": lambda curves: curves[FLOW].max(axis=1),
    "flow_peak_day": lambda curves: curves[FLOW].argmax(axis=1),
}
ROUNDED = ("tension_at_end", "tension_peak", "loss_at_end", "flow_peak")


def assert_same_outcome(mesa: Trajectory, ensemble: Ensemble, chunk: Chunk, r: int) -> None:
    """Assert that row ``r`` tells of a run what its curves, its moves and its outcome in Mesa do."""
    curves = noted(mesa, ensemble)
    assert chunk.whole[r].tobytes() == curves[:, :, ensemble.sampled].tobytes()
    rows = {name: column[r] for name, column in zip(chunk.rows._fields, chunk.rows, strict=True)}
    for name, peak in PEAKS.items():
        assert (name, rows[name].tolist()) == (name, peak(curves).tolist())
    assert [told_of(mesa, rows, s) for s in range(len(ensemble.columns))] == expected_of(mesa, ensemble, curves)
    for name, lost in ties_lost_in(mesa, ensemble).items():
        assert (name, rows[name].tolist()) == (name, lost.tolist())
    for name, counted in counted_of(mesa, ensemble).items():
        assert (name, rows[name].tolist()) == (name, pytest.approx(counted, rel=1e-12))
    assert rows["moves"] == mesa.state.log.n[0]
    assert (rows["breaks_day"], rows["breaks_ij"]) == first_break(mesa)


def noted(mesa: Trajectory, ensemble: Ensemble) -> Any:
    """Curves of each column on every day, (NOTED, S, days)."""
    dyads = [mesa.names.dyads.index(name) for name in ensemble.wanted.relations]
    return np.array(
        [
            [*(mesa.curve(name, d) for d in dyads), *(mesa.curve_of_group(group, name) for group in mesa.groups)]
            for name in NOTED
        ]
    )


def ties_lost_in(mesa: Trajectory, ensemble: Ensemble) -> dict[str, Any]:
    """What is lost of ties, by the fields of Rows: of both sides, and at the end of each."""
    sides = mesa.curves.ties_lost[: mesa.n_days]
    dyads = [mesa.names.dyads.index(name) for name in ensemble.wanted.relations]
    both = (sides[:, 0::2] + sides[:, 1::2]) / 2.0
    whole = np.array([*(both[:, d] for d in dyads), *([group.mean(day) for day in both] for group in mesa.groups)])
    nothing = [0.0] * len(mesa.groups)
    return {
        "ties_lost_at_end": whole[:, -1],
        "ties_lost_peak": whole.max(axis=1),
        "ties_lost_ab_at_end": np.array([*(sides[-1, 2 * d] for d in dyads), *nothing]),
        "ties_lost_ba_at_end": np.array([*(sides[-1, 2 * d + 1] for d in dyads), *nothing]),
    }


def told_of(mesa: Trajectory, rows: dict[str, Any], s: int) -> dict[str, Any]:
    """One column of a row in the words of ``outcome_of``."""
    day = rows["ruptured"][s]
    return {
        "regime": REGIMES[rows["regime"][s]],
        "ruptured_on": None if day == NONE else str(mesa.dates(day)),
        "tension_peak_on": str(mesa.dates(rows["tension_peak_day"][s])),
        "flow_peak_on": str(mesa.dates(rows["flow_peak_day"][s])),
        "hostile_moves": rows["hostile_moves"][s],
        **{name: round(float(rows[name][s]), 4) for name in ROUNDED},
    }


def expected_of(mesa: Trajectory, ensemble: Ensemble, curves: Any) -> list[dict[str, Any]]:
    """Every column of Mesa's outcome; of groups it tells neither rupture nor moves, which are counted here."""
    outcome = outcome_of(mesa)
    relations, groups = outcome["relations"], outcome["blocs"] | {"theatre": outcome["theatre"]}
    told = [relations[name] for name in ensemble.wanted.relations]
    for group, loss in zip(mesa.groups, curves[LOSS, len(told) :], strict=True):
        lost = np.flatnonzero((loss >= 1.0) & group.weights.any())
        members = [mesa.names.dyads[d] for d in group.members[group.weights > 0.0]]
        own = {
            "ruptured_on": str(mesa.dates(lost[0])) if len(lost) else None,
            "hostile_moves": sum(relations[name]["hostile_moves"] for name in members),
        }
        told.append(groups[group.name] | own)
    keys = ("regime", "ruptured_on", "tension_peak_on", "flow_peak_on", "hostile_moves", *ROUNDED)
    return [{key: column[key] for key in keys} for column in told]


def counted_of(mesa: Trajectory, ensemble: Ensemble) -> dict[str, list[float]]:
    """What Mesa's outcome does not tell: answers in measure, those out of proportion, posture; of each column."""
    given, ratio = mesa.state.provocations, mesa.tables.world[DISPROPORTIONATE_RATIO]
    answers = [p for p in range(given.n[0]) if given.verdict[p] == REPLY]
    large = [p for p in answers if given.asked[p] / given.perceived[p] > ratio]
    last = mesa.curves.posture[mesa.n_days - 1].reshape(-1, 2)
    posture = np.nan_to_num(last.mean(axis=1))  # none is kept where it is no number
    weights = [np.arange(len(posture)) == mesa.names.dyads.index(name) for name in ensemble.wanted.relations]
    weights += [np.bincount(group.members, group.weights, len(posture)) for group in mesa.groups]
    return {
        "replies": [sum(weight[given.ij[p] >> 1] > 0 for p in answers) for weight in weights],
        "disproportionate_replies": [sum(weight[given.ij[p] >> 1] > 0 for p in large) for weight in weights],
        "posture_at_end": [float(np.average(posture, weights=w)) if w.any() else 0.0 for w in weights],
    }


def first_break(mesa: Trajectory) -> tuple[int, int]:
    """Day and direction of the first break announced that no scenario gives: decided on, or relations severed first."""
    given, log = mesa.state.provocations, mesa.state.log
    breaks = [(given.decided[p], 0, p, given.ij[p]) for p in range(given.n[0]) if given.verdict[p] == BREAK]
    severances = [m for m in range(log.n[0]) if log.kind[m] == KIND_NUMBER["sever_relations"]]
    tables = mesa.packed.tables
    for m in severances:
        is_first = log.parent[m] == NONE or log.ij[m] ^ 1 not in [log.ij[before] for before in severances if before < m]
        is_by_hand = tables.by_hand[tables.actor[log.ij[m]]] and log.announced[m] >= tables.autonomous_day
        if is_first and (log.intent[m] != SCRIPTED or is_by_hand):
            breaks.append((log.announced[m], 1, m, log.ij[m]))
    return (min(breaks)[0], min(breaks)[3]) if breaks else (NONE, NONE)


# What many runs gave -----------------------------------------------------------------------------------


def taken(chunks: list[Chunk]) -> dict[str, bytes]:
    """What all runs of some chunks gave, by its name."""
    rows = [np.concatenate(column) for column in zip(*(chunk.rows for chunk in chunks), strict=True)]
    given = dict(zip(chunks[0].rows._fields, rows, strict=True))
    given["runs"] = np.concatenate([chunk.runs for chunk in chunks])
    given["whole"] = np.concatenate([chunk.whole for chunk in chunks])
    return {name: array.tobytes() for name, array in given.items()}


def counted(ensemble: Ensemble) -> dict[str, bytes]:
    tally = ensemble.tally()
    return {name: array.tobytes() for name, array in zip(tally._fields, tally, strict=True)}
