"""Exchanges: who answered whom, how soon, and how like the answer was to the act.

An *answer* is a hostile package of the other side of the same relation that names the act as what it
answers.  Words, talks and concessions are no answers, and an ally that joins in elsewhere makes a first
move there.  What the target took together as one provocation counts as one act.
"""

from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.rules.moves import KINDS, is_hostile_kind
from sim.rules.package import together
from sim.rules.parameters import PACKAGE_EXPONENT
from sim.rules.world import NONE

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.trajectory import Trajectory

COLUMNS = {
    "relation": "object",
    "package": "int64",
    "provocation": "int64",
    "announced": "datetime64[s]",
    "from": "object",
    "to": "object",
    "kinds": "object",
    "count": "int64",
    "severity": "float64",
    "answers": "Int64",
    "chain": "int64",
    "step": "int64",
    "reply": "Int64",
    "replied": "datetime64[s]",
    "lag_days": "Int64",
    "reply_kinds": "object",
    "reply_count": "Int64",
    "reply_severity": "float64",
    "ratio": "float64",
    "count_ratio": "float64",
    "is_in_kind": "boolean",
    "is_one_for_one": "boolean",
}
NO_REPLY = dict.fromkeys(list(COLUMNS)[list(COLUMNS).index("reply") :]) | {"reply_kinds": ""}


class _Hostilities(NamedTuple):
    """The hostile moves of a run; packages are named by their first move."""

    packages: dict[int, list[int]]  # hostile moves of each package
    head: dict[int, int]  # package under which the target took a package: its own, or the one it was merged with
    acts: dict[int, list[int]]  # hostile moves of all packages of one head
    answers: dict[int, list[int]]  # hostile moves that answer what has this head
    answered: dict[int, list[int]]  # packages that a package answers


class _Place(NamedTuple):
    """Where a package stands in its chain."""

    chain: int  # package that began it
    step: int  # from 1
    answers: int  # package before, or NONE


def exchanges_of(trajectory: "Trajectory") -> list[dict[str, Any]]:
    """One entry a hostile package: what it was, and how it was answered.

    Returns
    -------
    list of dict, None where something is missing, with

        relation; package, the number of its first move; provocation, the package together with which its target
        took it, mostly itself; announced, from, to, kinds, count (persons or posts), severity;
        answers, the package that it answers; chain, the package that began it; step, its place in it, from 1;
        reply, the first package that answers it, replied, lag_days; of all that answers it reply_kinds,
        reply_count, reply_severity; ratio and count_ratio, of the answer to the provocation; is_in_kind, whether
        they share a kind; is_one_for_one, whether they count alike, missing where either counts nobody
    """
    given = _hostilities(trajectory.state.log)
    places = _places(given)
    return [_row(trajectory, given, package, places[package]) for package in given.packages]


def exchange_frame(trajectory: "Trajectory") -> "pd.DataFrame":
    """The same as a data frame, one row a hostile package."""
    import pandas as pd

    rows = exchanges_of(trajectory)
    return pd.DataFrame({name: _column([row[name] for row in rows], kind) for name, kind in COLUMNS.items()})


def _column(values: list[Any], kind: Any) -> Any:
    """Column of a type; to make each by itself takes a third of the time that ``astype`` of the whole frame takes."""
    import pandas as pd

    if kind == "object":
        return pd.Series(values, dtype=object)
    return pd.array(values, dtype=kind) if kind in ("Int64", "boolean") else np.array(values, dtype=kind)


def _hostilities(log: Any) -> _Hostilities:
    given = _Hostilities({}, {}, {}, {}, {})
    first_of: dict[int, int] = {}
    hostile = [m for m in range(int(log.n[0])) if is_hostile_kind(log.kind[m])]
    for m in hostile:
        package, provocation = int(log.package[m]), int(log.provocation[m])
        head = package if provocation == NONE else first_of.setdefault(provocation, package)
        given.packages.setdefault(package, []).append(m)
        given.acts.setdefault(given.head.setdefault(package, head), []).append(m)
    for m in hostile:
        parent = int(log.parent[m])
        if parent != NONE and log.ij[parent] == log.ij[m] ^ 1 and int(log.package[parent]) in given.head:
            answered = int(log.package[parent])
            given.answers.setdefault(given.head[answered], []).append(m)
            given.answered.setdefault(int(log.package[m]), []).append(answered)
    return given


def _places(given: _Hostilities) -> dict[int, _Place]:
    """Place of each package; moves by hand of one day may answer each other, so only what came before counts."""
    places: dict[int, _Place] = {}
    for package in given.packages:
        before = [earlier for earlier in given.answered.get(package, ()) if earlier in places]
        if before:
            answers = max(before, key=lambda earlier: places[earlier].step)
            places[package] = _Place(places[answers].chain, places[answers].step + 1, answers)
        elif given.head[package] in places:
            places[package] = places[given.head[package]]._replace(answers=NONE)
        else:
            places[package] = _Place(package, 1, NONE)
    return places


def _row(trajectory: "Trajectory", given: _Hostilities, package: int, place: _Place) -> dict[str, Any]:
    log, names, tables = trajectory.state.log, trajectory.names, trajectory.tables
    ij, moves = int(log.ij[package]), given.packages[package]
    acts, replies = given.acts[given.head[package]], given.answers.get(given.head[package], [])
    return {
        "relation": names.dyads[ij >> 1],
        "package": package + 1,
        "provocation": given.head[package] + 1,
        "announced": trajectory.dates(log.announced[package]),
        "from": names.parties[tables.actor[ij]],
        "to": names.parties[tables.target[ij]],
        "kinds": _kinds(log, moves),
        "count": int(log.count[moves].sum()),
        "severity": _severity(tables, log, moves),
        "answers": None if place.answers == NONE else place.answers + 1,
        "chain": place.chain + 1,
        "step": place.step,
        **(_reply(trajectory, package, acts, replies) if replies else NO_REPLY),
    }


def _severity(tables: Any, log: Any, moves: list[int]) -> float:
    """Severity of some moves together, as the rules add those of one package."""
    exponent = tables.world[PACKAGE_EXPONENT]
    return float(reduce(lambda a, b: together(a, b, exponent), log.severity[moves], 0.0))


def _reply(trajectory: "Trajectory", package: int, acts: list[int], replies: list[int]) -> dict[str, Any]:
    log = trajectory.state.log
    count, replied = int(log.count[acts].sum()), int(log.count[replies].sum())
    severity = _severity(trajectory.tables, log, replies)
    is_counted = count > 0 and replied > 0
    return {
        "reply": int(log.package[replies[0]]) + 1,
        "replied": trajectory.dates(log.announced[replies[0]]),
        "lag_days": int(log.announced[replies[0]] - log.announced[package]),
        "reply_kinds": _kinds(log, replies),
        "reply_count": replied,
        "reply_severity": severity,
        "ratio": severity / _severity(trajectory.tables, log, acts),
        "count_ratio": replied / count if is_counted else None,
        "is_in_kind": not set(log.kind[acts]).isdisjoint(log.kind[replies]),
        "is_one_for_one": replied == count if is_counted else None,
    }


def _kinds(log: Any, moves: list[int]) -> str:
    return " + ".join(dict.fromkeys(KINDS[log.kind[m]].name for m in moves))
