"""How a run ended: regimes, ruptures, peaks and exchanges."""

from typing import Any

import numpy as np

from sim.engine.groups import Group
from sim.engine.trajectory import Trajectory
from sim.rules.indices import REGIMES, closing_window, dyad_scale, flow, is_ruptured, regime
from sim.rules.moves import is_hostile_kind
from sim.rules.parameters import REGIME_WINDOW_DAYS
from sim.rules.represent import contact_of
from sim.rules.shock import VOID
from sim.rules.world import INTENTS, VERDICTS

from .exchange_report import Exchanges, longest_chain, report_on_group, report_on_relation, report_on_run, severity_sent
from .exchanges import exchanges_of
from .ties import ties_lost_in


def outcome_of(trajectory: Trajectory) -> dict[str, Any]:
    """Summarise a run.

    Returns
    -------
    dict, ready for JSON: `relations` by id, `blocs` by name and `theatre`, each with its `exchanges`; the `exchanges`
    of the whole run, and the numbers of its `longest_chain`; counts of `moves` and `decisions`; the scripted moves
    that stayed `void` or were `cut_down`

    Raises
    ------
    ValueError
        If no day has been played.
    """
    if trajectory.n_days < 1:
        raise ValueError("no day has been played yet")
    exchanges, sent = exchanges_of(trajectory), severity_sent(trajectory)
    relations = {name: _relation(trajectory, dyad, exchanges, sent) for dyad, name in enumerate(trajectory.names.dyads)}
    by_dyad = _scales_and_closing_flows(trajectory)
    groups = {group.name: _group(trajectory, group, by_dyad, exchanges, sent) for group in trajectory.groups}
    theatre = groups.pop("theatre")
    return {
        "name": trajectory.scenario.name,
        "title": trajectory.scenario.title,
        "start": trajectory.scenario.start.isoformat(),
        "end": trajectory.end.isoformat(),
        "days": trajectory.n_days,
        "seed": trajectory.seed,
        "run": int(trajectory.state.run[0]),
        "moves": _move_counts(trajectory),
        "decisions": _decision_counts(trajectory),
        "exchanges": report_on_run(exchanges, sent),
        "longest_chain": longest_chain(exchanges),
        "void": void_moves(trajectory),
        "cut_down": moves_cut_down(trajectory),
        "relations": relations,
        "blocs": groups,
        "theatre": theatre,
    }


def _relation(trajectory: Trajectory, dyad: int, exchanges: Exchanges, sent: Any) -> dict[str, Any]:
    curves, n = trajectory.curves, trajectory.n_days
    a, b = trajectory.names.pairs[dyad]
    ended = [
        bool(is_ruptured(curves.rung_in_force[day, dyad], _has_channels(trajectory, dyad), curves.loss[day, dyad]))
        for day in range(n)
    ]
    scale = dyad_scale(trajectory.tables, dyad)
    closing = _closing_flow(trajectory, dyad)
    own = np.flatnonzero(trajectory.state.log.ij[: trajectory.state.log.n[0]] >> 1 == dyad)
    return {
        "between": [a, b],
        "regime": _regime(trajectory, ended[-1], curves.loss[:n, dyad], curves.tension[n - 1, dyad], closing, scale),
        "ruptured_on": _date(trajectory, ended.index(True)) if True in ended else None,
        "contact": {a: _contact(trajectory, 2 * dyad), b: _contact(trajectory, 2 * dyad + 1)},
        "moves": len(own),
        "hostile_moves": int(sum(is_hostile_kind(trajectory.state.log.kind[m]) for m in own)),
        "rung_highest": int(curves.rung_highest[n - 1, dyad]),
        "rung_in_force": int(curves.rung_in_force[n - 1, dyad]),
        **_peaks(trajectory, curves.tension[:n, dyad], curves.loss[:n, dyad], curves.flow_gross[:n, dyad]),
        **ties_lost_in(trajectory, dyad),
        "exchanges": report_on_relation(trajectory, dyad, exchanges, sent),
    }


def _scales_and_closing_flows(trajectory: Trajectory) -> Any:
    """Scale and closing flow of every dyad, (2, D)."""
    dyads = range(len(trajectory.names.dyads))
    scales = [dyad_scale(trajectory.tables, dyad) for dyad in dyads]
    return np.array([scales, [_closing_flow(trajectory, dyad) for dyad in dyads]])


def _group(
    trajectory: Trajectory, group: Group, scales_and_flows: Any, exchanges: Exchanges, sent: Any
) -> dict[str, Any]:
    curves, n = trajectory.curves, trajectory.n_days
    tension, loss, flow_gross = (
        trajectory.mean_over(group, getattr(curves, name)[:n]) for name in ("tension", "loss", "flow_gross")
    )
    scale, closing = map(float, trajectory.mean_over(group, scales_and_flows))
    has_channels = bool(group.weights.any())
    ended = bool(is_ruptured(0, has_channels, loss[-1]))
    return {
        "between": [group.a, group.b],
        "regime": _regime(trajectory, ended, loss, tension[-1], closing, scale),
        **_peaks(trajectory, tension, loss, flow_gross),
        "exchanges": report_on_group(trajectory, group, exchanges, sent),
    }


def _regime(trajectory: Trajectory, is_ended: bool, loss: Any, tension: float, closing: float, scale: float) -> str:
    world = trajectory.tables.world
    return REGIMES[regime(world, is_ended, loss[-1], loss.max(), tension, closing, scale)]


def _has_channels(trajectory: Trajectory, dyad: int) -> bool:
    first, end = trajectory.tables.first_channel[dyad : dyad + 2]
    return bool(trajectory.tables.weight[first:end].any())


def _closing_flow(trajectory: Trajectory, dyad: int) -> float:
    window = closing_window(int(trajectory.tables.world[REGIME_WINDOW_DAYS]), trajectory.n_days)
    return float(flow(trajectory.tables, trajectory.state, dyad, trajectory.n_days - 1, window, False))


def _contact(trajectory: Trajectory, ij: int) -> str:
    return trajectory.names.contact(int(contact_of(trajectory.tables, trajectory.state, ij)))


def _peaks(trajectory: Trajectory, tension: Any, loss: Any, flow_gross: Any) -> dict[str, Any]:
    return {
        "tension_at_end": round(float(tension[-1]), 4),
        "tension_peak": round(float(tension.max()), 4),
        "tension_peak_on": _date(trajectory, int(tension.argmax())),
        "loss_at_start": round(float(loss[0]), 4),
        "loss_at_end": round(float(loss[-1]), 4),
        "flow_peak": round(float(flow_gross.max()), 4),
        "flow_peak_on": _date(trajectory, int(flow_gross.argmax())),
    }


def _date(trajectory: Trajectory, day: int) -> str:
    return str(trajectory.dates(day))


def _move_counts(trajectory: Trajectory) -> dict[str, int]:
    log = trajectory.state.log
    counts = {"all": int(log.n[0])}
    for m in range(int(log.n[0])):
        intent = INTENTS[log.intent[m]]
        counts[intent] = counts.get(intent, 0) + 1
    return counts


def _decision_counts(trajectory: Trajectory) -> dict[str, int]:
    verdicts = trajectory.state.provocations.verdict[: trajectory.state.provocations.n[0]]
    return {name: int((verdicts == v).sum()) for v, name in enumerate(VERDICTS) if (verdicts == v).any()}


def moves_cut_down(trajectory: Trajectory) -> dict[str, list[int]]:
    """Scripted moves that the posts allowed only in part: id to [count asked, count made]."""
    counts, log = trajectory.tables.script_count, trajectory.state.log
    return {
        name: [int(counts[s]), int(log.count[row])]
        for s, (name, row) in enumerate(zip(trajectory.names.script, trajectory.state.script_row, strict=True))
        if row >= 0 and log.count[row] < counts[s]
    }


def void_moves(trajectory: Trajectory) -> list[str]:
    """Ids of scripted moves that the posts did not allow on their day."""
    return [name for name, row in zip(trajectory.names.script, trajectory.state.script_row, strict=True) if row == VOID]
