"""Reports on exchanges: of a relation, of a pair of blocs, of the theatre and of a whole run."""

from collections import Counter
from statistics import fmean, median
from typing import Any

import numpy as np

from sim.engine.groups import Group, bloc_of
from sim.engine.trajectory import Trajectory
from sim.rules.indices import asymmetry
from sim.rules.moves import KINDS, is_hostile_kind

from .reciprocity import BINS_DAYS, pooled_report, reciprocity_report

Exchanges = list[dict[str, Any]]

NO_RECIPROCITY = {f"{days}_days": None for days in BINS_DAYS}  # where nobody moved
LONG_CHAIN = 4  # chains are counted by their steps up to this many, longer ones together


def severity_sent(trajectory: Trajectory) -> Any:
    """Severity of the hostile moves of each day, (2 D, T) by direction."""
    log = trajectory.state.log
    is_hostile = np.array([is_hostile_kind(kind) for kind in range(len(KINDS))])
    hostile = np.flatnonzero(is_hostile[log.kind[: log.n[0]]])
    sent = np.zeros((2 * len(trajectory.names.dyads), trajectory.n_days))
    np.add.at(sent, (log.ij[hostile], log.announced[hostile]), log.severity[hostile])
    return sent


def report_on_relation(trajectory: Trajectory, dyad: int, exchanges: Exchanges, sent: Any) -> dict[str, Any]:
    """Exchanges of one relation, ready for JSON.

    Parameters
    ----------
    exchanges : those of the relation
    sent : (2 D, T) float64, severity a day by direction
    """
    a, b = trajectory.names.pairs[dyad]
    return summary_of(exchanges) | _between(a, b, sent[2 * dyad], sent[2 * dyad + 1])


def report_on_group(trajectory: Trajectory, group: Group, exchanges: Exchanges, sent: Any) -> dict[str, Any]:
    """Exchanges of a pair of blocs, all acts of one bloc against the other taken together, or of the theatre."""
    own = _within(exchanges, {trajectory.names.dyads[dyad] for dyad in group.members})
    if not group.a:
        return summary_of(own) | _among(sent, group.members)
    is_turned = [bloc_of(trajectory.scenario, trajectory.names.pairs[dyad][0]) != group.a for dyad in group.members]
    forward = 2 * group.members + np.array(is_turned)
    return summary_of(own) | _between(group.a, group.b, sent[forward].sum(axis=0), sent[forward ^ 1].sum(axis=0))


def report_on_run(exchanges: Exchanges, sent: Any) -> dict[str, Any]:
    """Exchanges of all relations of a run, also of those within a bloc."""
    return summary_of(exchanges) | _among(sent, range(len(sent) // 2))


def _within(exchanges: Exchanges, relations: set[str]) -> Exchanges:
    return [exchange for exchange in exchanges if exchange["relation"] in relations]


def _between(a: str, b: str, sent: Any, received: Any) -> dict[str, Any]:
    if not (sent.any() or received.any()):
        return {"asymmetry": None, "reciprocity": {**NO_RECIPROCITY}}
    return {
        "asymmetry": round(asymmetry(float(sent.sum()), float(received.sum())), 4),
        "reciprocity": reciprocity_report(a, b, sent, received),
    }


def _among(sent: Any, dyads: Any) -> dict[str, Any]:
    """The same of relations with different sides: how one-sided they are, by severity, and reciprocity from both."""
    pairs = [(sent[2 * d], sent[2 * d + 1]) for d in dyads if sent[2 * d : 2 * d + 2].any()]
    uneven = sum(abs(a.sum() - b.sum()) for a, b in pairs)
    return {
        "asymmetry": round(float(uneven / sum(a.sum() + b.sum() for a, b in pairs)), 4) if pairs else None,
        "reciprocity": pooled_report(pairs),
    }


def summary_of(exchanges: Exchanges) -> dict[str, Any]:
    """Sum exchanges up: of a relation, of a pair of blocs, of the theatre, or of the whole run.

    What is still undecided at the end of the run counts as not answered.

    Parameters
    ----------
    exchanges : entries of :func:`sim.analysis.exchanges.exchanges_of`

    Returns
    -------
    dict, ready for JSON; medians and shares are None where there is nothing to take them of

        first_moves, first_moves_answered, answered_share; replies, counting answers to answers too, and of
        them the medians match_ratio (severity), count_ratio and lag_days, and in_kind_share; one_for_one_share of
        those in which both sides count; chains by their steps; longest_chain, its packages
    """
    acts = [exchange for exchange in exchanges if exchange["package"] == exchange["provocation"]]
    replied = [act for act in acts if act["reply"] is not None]
    first = [act for act in acts if act["step"] == 1]
    n_answered = sum(act["reply"] is not None for act in first)
    return {
        "first_moves": len(first),
        "first_moves_answered": n_answered,
        "answered_share": round(n_answered / len(first), 4) if first else None,
        "replies": len(replied),
        "match_ratio": _over(median, replied, "ratio"),
        "count_ratio": _over(median, replied, "count_ratio"),
        "lag_days": _over(median, replied, "lag_days"),
        "in_kind_share": _over(fmean, replied, "is_in_kind"),
        "one_for_one_share": _over(fmean, replied, "is_one_for_one"),
        "chains": chains(exchanges),
        "longest_chain": longest_chain(exchanges),
    }


def _over(take: Any, exchanges: Exchanges, name: str) -> float | None:
    values = [exchange[name] for exchange in exchanges if exchange[name] is not None]
    return round(float(take(values)), 4) if values else None


def chains(exchanges: Exchanges) -> dict[str, int]:
    """Number of chains by their steps: 1, 2, 3, and 4 or more."""
    steps: dict[int, int] = {}
    for exchange in exchanges:
        steps[exchange["chain"]] = max(exchange["step"], steps.get(exchange["chain"], 0))
    found = Counter(min(n, LONG_CHAIN) for n in steps.values())
    return {f"{n}+" if n == LONG_CHAIN else str(n): found[n] for n in range(1, LONG_CHAIN + 1)}


def longest_chain(exchanges: Exchanges) -> list[int]:
    """First moves of the packages of the longest chain, each answering the one before; the earliest of several."""
    if not exchanges:
        return []
    by_package = {exchange["package"]: exchange for exchange in exchanges}
    found = [max(exchanges, key=lambda exchange: exchange["step"])]
    while found[-1]["step"] > 1:
        # what answers nothing itself was taken together with a package that does
        answers = found[-1]["answers"] or by_package[found[-1]["provocation"]]["answers"]
        found.append(by_package[answers])
    return [exchange["package"] for exchange in reversed(found)]
