"""How a run ended: regimes, ruptures, peaks and exchanges."""

from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np

from sim.engine.groups import Group
from sim.engine.trajectory import Trajectory
from sim.rules.indices import REGIMES, closing_window, dyad_scale, has_ambassadors, is_ruptured, regime
from sim.rules.moves import KINDS, is_hostile_kind
from sim.rules.parameters import REGIME_WINDOW_DAYS
from sim.rules.represent import contact_of
from sim.rules.shock import VOID
from sim.rules.world import INTENTS, VERDICTS, Flags, Floats, Ints

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
    of_dyads = _of_dyads(trajectory, exchanges)
    relations = _relations(trajectory, of_dyads, sent)
    groups = {group.name: _group(trajectory, group, of_dyads, exchanges, sent) for group in trajectory.groups}
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


class End(NamedTuple):
    """What the rule of regimes looks at, at the end of a run."""

    has_ended: bool
    is_represented: bool
    last_loss: float
    highest_loss: float
    last_tension: float
    closing_flow: float
    scale: float

    def regime(self, trajectory: Trajectory) -> str:
        """Regime of a relation that ends so, in the world of a run."""
        return REGIMES[regime(trajectory.tables.world, *self)]


class _OfDyads(NamedTuple):
    """What is asked of every dyad, found in one pass over the log."""

    scale: Floats  # (D,)
    closing_flow: Floats  # (D,)
    moves: Ints  # (D,)
    hostile_moves: Ints  # (D,)
    exchanges: dict[str, Exchanges]  # by the id of the relation


def _of_dyads(trajectory: Trajectory, exchanges: Exchanges) -> _OfDyads:
    n_dyads, log = len(trajectory.names.dyads), trajectory.state.log
    n = int(log.n[0])
    dyads = log.ij[:n] >> 1
    is_hostile = np.array([is_hostile_kind(kind) for kind in range(len(KINDS))])[log.kind[:n]]
    by_relation: defaultdict[str, Exchanges] = defaultdict(list)
    for exchange in exchanges:
        by_relation[exchange["relation"]].append(exchange)
    return _OfDyads(
        scale=np.array([dyad_scale(trajectory.tables, dyad) for dyad in range(n_dyads)]),
        closing_flow=_closing_flows(trajectory, dyads, is_hostile),
        moves=np.bincount(dyads, minlength=n_dyads),
        hostile_moves=np.bincount(dyads[is_hostile], minlength=n_dyads),
        exchanges=by_relation,
    )


def _closing_flows(trajectory: Trajectory, dyads: Ints, is_hostile: Flags) -> Floats:
    """Flow of every dyad over the closing window, (D,), added up as the rule ``flow`` does: the last move first."""
    window = closing_window(int(trajectory.tables.world[REGIME_WINDOW_DAYS]), trajectory.n_days)
    log = trajectory.state.log
    flows: Floats = np.zeros(len(trajectory.names.dyads))
    counted = np.flatnonzero(is_hostile & (log.announced[: dyads.size] > trajectory.n_days - 1 - window))[::-1]
    np.add.at(flows, dyads[counted], log.severity[counted])
    flows /= window
    return flows


def _relations(trajectory: Trajectory, of_dyads: _OfDyads, sent: Any) -> dict[str, dict[str, Any]]:
    """Outcome of each relation; of those that are not recorded, in which nothing happened, it is the same."""
    recorded = {*trajectory.curves.dyads.tolist()}
    untouched: dict[str, Any] = {}
    found = {}
    for dyad, name in enumerate(trajectory.names.dyads):
        if dyad in recorded or not untouched:
            found[name] = _relation(trajectory, dyad, of_dyads, sent)
            untouched = untouched if dyad in recorded else found[name]
        else:
            own = {"between": [*trajectory.names.pairs[dyad]], "exchanges": {**untouched["exchanges"]}}
            found[name] = untouched | own | _contact_and_moves(trajectory, dyad, of_dyads)
    return found


def _contact_and_moves(trajectory: Trajectory, dyad: int, of_dyads: _OfDyads) -> dict[str, Any]:
    """How contact runs at the end, and how many moves there were."""
    a, b = trajectory.names.pairs[dyad]
    return {
        "contact": {a: _contact(trajectory, 2 * dyad), b: _contact(trajectory, 2 * dyad + 1)},
        "moves": int(of_dyads.moves[dyad]),
        "hostile_moves": int(of_dyads.hostile_moves[dyad]),
    }


def _relation(trajectory: Trajectory, dyad: int, of_dyads: _OfDyads, sent: Any) -> dict[str, Any]:
    own = of_dyads.exchanges.get(trajectory.names.dyads[dyad], [])
    tension, loss, flow_gross, rung_highest, rung = (
        trajectory.curve(index, dyad) for index in ("tension", "loss", "flow_gross", "rung_highest", "rung_in_force")
    )
    has_channels = _has_channels(trajectory, dyad)
    suspected: list[int] = np.flatnonzero((rung > 0) | (loss >= 1.0)).tolist()
    ended = [day for day in suspected if is_ruptured(rung[day], has_channels, loss[day])]
    end = _end(trajectory, dyad, of_dyads.closing_flow[dyad], of_dyads.scale[dyad])
    return {
        "between": [*trajectory.names.pairs[dyad]],
        "regime": end.regime(trajectory),
        "ruptured_on": _date(trajectory, ended[0]) if ended else None,
        **_contact_and_moves(trajectory, dyad, of_dyads),
        "rung_highest": int(rung_highest[-1]),
        "rung_in_force": int(rung[-1]),
        **_peaks(trajectory, tension, loss, flow_gross),
        **ties_lost_in(trajectory, dyad),
        "exchanges": report_on_relation(trajectory, dyad, own, sent),
    }


def end_of(trajectory: Trajectory, dyad: int) -> End:
    """How a relation stands on the last day of a run."""
    log = trajectory.state.log
    kinds = log.kind[: int(log.n[0])]
    is_hostile = np.array([is_hostile_kind(kind) for kind in range(len(KINDS))])[kinds]
    flows = _closing_flows(trajectory, log.ij[: kinds.size] >> 1, is_hostile)
    return _end(trajectory, dyad, flows[dyad], dyad_scale(trajectory.tables, dyad))


def _end(trajectory: Trajectory, dyad: int, closing_flow: float, scale: float) -> End:
    tension, loss, rung = (trajectory.curve(index, dyad) for index in ("tension", "loss", "rung_in_force"))
    return End(
        bool(is_ruptured(rung[-1], _has_channels(trajectory, dyad), loss[-1])),
        bool(has_ambassadors(trajectory.tables, trajectory.state, dyad)),
        loss[-1],
        loss.max(),
        tension[-1],
        closing_flow,
        scale,
    )


def _group(trajectory: Trajectory, group: Group, of_dyads: _OfDyads, exchanges: Exchanges, sent: Any) -> dict[str, Any]:
    tension, loss, flow_gross = (trajectory.curve_of_group(group, name) for name in ("tension", "loss", "flow_gross"))
    scale, closing = group.mean(of_dyads.scale), group.mean(of_dyads.closing_flow)
    has_channels = bool(group.weights.any())
    ended = bool(is_ruptured(0, has_channels, loss[-1]))
    return {
        "between": [group.a, group.b],
        "regime": End(ended, True, loss[-1], loss.max(), tension[-1], closing, scale).regime(trajectory),
        **_peaks(trajectory, tension, loss, flow_gross),
        "exchanges": report_on_group(trajectory, group, exchanges, sent),
    }


def _has_channels(trajectory: Trajectory, dyad: int) -> bool:
    first, end = trajectory.tables.first_channel[dyad : dyad + 2]
    return bool(trajectory.tables.weight[first:end].any())


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
    return trajectory.date_text(day)


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
