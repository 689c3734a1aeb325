"""What a party would do by its policy, and why: read from a day that was played by its rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.reasons import SILENT, reasons_of_decisions, reasons_of_moves, severity_answered
from sim.rules.moves import COUNTED, KINDS, MEASURE, REOPEN
from sim.rules.world import (
    CONSULTING_BREAK,
    CONSULTING_REPLY,
    JOINING,
    NONE,
    PENDING,
    REROUTED,
    SCRIPTED,
    VERDICTS,
    State,
)
from sim.scenario.canonical import document_of
from sim.scenario.schema import TimelineMove

from .table import Table

MECHANICAL = (SCRIPTED, REROUTED)  # intents of moves that nobody decides on that day
QUIET = {*(VERDICTS.index(name) for name in SILENT), CONSULTING_BREAK, CONSULTING_REPLY}


@dataclass(frozen=True)
class Advised:
    """Something that a policy would do.

    Attributes
    ----------
    move : TimelineMove, or None where it would do nothing
    words : what it would do, as a sentence without its subject
    why : the reason
    about : number of the move that it decides about, as in the account, or id of the harm; None where it answers none
    severity : of the move as it would be made, which may be less or more than asked for; None where it would do nothing
    """

    move: TimelineMove | None
    words: str
    why: str
    about: int | str | None
    severity: float | None = None


def advice(table: Table, party: str, state: State, day: int, *, is_late: bool) -> list[Advised]:
    """What a party decides on a day that was played by its policy.

    Parameters
    ----------
    state : at the end of the day, as :meth:`Table.by_policy` gives it
    is_late : whether to tell what answers something that happened in the course of the day itself, or all else
    """
    moves = [*_moves(table, party, state, day, is_late)]
    decisions = [*_silences(table, party, state, day, is_late)]
    if not moves and not decisions:
        return []
    trajectory = table.trajectory(state, day + 1)
    frame, decided = trajectory.moves(), trajectory.decisions()
    frame["answered"] = severity_answered(frame, decided)
    why = reasons_of_moves(frame, document_of(table.scenario), drawn=trajectory.numbers_drawn()) if moves else []
    found = [
        Advised(
            _as_choice(table, state, m),
            _deed(table, frame.iloc[m]),
            why[m],
            _answered_by(table, state, m),
            float(state.log.severity[m]),
        )
        for m in moves
    ]
    document, as_one = document_of(table.scenario), trajectory.answered_as()
    reasons = reasons_of_decisions(decided, frame, document, answered_as=as_one) if decisions else []
    is_decided = state.provocations.verdict[: state.provocations.n[0]] != PENDING
    rows = {p: n for n, p in enumerate(np.flatnonzero(is_decided).tolist())}
    return found + [
        Advised(None, _silence(table, state, p), reasons[rows[p]], _matter(table, state, p)) for p in decisions
    ]


def _moves(table: Table, party: str, state: State, day: int, is_late: bool) -> Iterator[int]:
    """Moves that a party decides on a day."""
    log, row = state.log, table.model.names.party(party)
    for m in range(int(log.first_today[0]), int(log.n[0])):
        is_own = table.model.tables.actor[log.ij[m]] == row and log.intent[m] not in MECHANICAL
        if is_own and _is_late(state, m, day) == is_late:
            yield m


def _is_late(state: State, m: int, day: int) -> bool:
    """Whether a move answers something that happened on its own day."""
    log = state.log
    parent, p = log.parent[m], _provocation(state, m)
    is_of_today = parent != NONE and log.announced[parent] == day
    return bool(is_of_today or (p != NONE and state.provocations.opened[p] == day))


def _provocation(state: State, m: int) -> int:
    """Provocation that a move answers, or NONE."""
    log, given = state.log, state.provocations
    if log.parent[m] != NONE:
        return int(log.provocation[log.parent[m]])
    for p in range(int(given.n[0])):
        if given.ij[p] == log.ij[m] and given.trigger[p] != NONE and given.trigger[p] == log.cause[m]:
            return p
    return NONE


def _silences(table: Table, party: str, state: State, day: int, is_late: bool) -> Iterator[int]:
    """Provocations that a party decides on a day to leave without an answer, or to ask its members about."""
    given, row = state.provocations, table.model.names.party(party)
    for p in range(int(given.n[0])):
        is_own = given.decided[p] == day and table.model.tables.actor[given.ij[p]] == row
        if is_own and given.verdict[p] in QUIET and (given.opened[p] == day) == is_late:
            yield p


def _as_choice(table: Table, state: State, m: int) -> TimelineMove:
    """A move of the policy as one by hand."""
    log, names, tables = state.log, table.model.names, table.model.tables
    kind, ij, channel = int(log.kind[m]), int(log.ij[m]), int(log.channel[m])
    over = int(log.cause[m])
    is_over_harm = over != NONE and (log.intent[m] == JOINING or log.parent[m] == NONE)
    return TimelineMove.model_validate(
        {
            "date": table.date,
            "from": names.parties[tables.actor[ij]],
            "to": names.parties[tables.target[ij]],
            "move": KINDS[kind].name,
            "channel": None if channel == NONE else names.channels[channel],
            "count": int(log.count[m]) if COUNTED[kind] or kind == REOPEN else 0,
            "severity": float(log.severity[m]) if kind == MEASURE else None,
            "answers": names.triggers[over] if is_over_harm else None,
            "in_answer": bool(not is_over_harm and log.parent[m] != NONE),
        }
    )


def _answered_by(table: Table, state: State, m: int) -> int | str | None:
    """What a move answers: the number of a move, or the id of a harm."""
    if (p := _provocation(state, m)) != NONE:
        return _matter(table, state, p)
    parent = int(state.log.parent[m])
    return None if parent == NONE else parent + 1


def _matter(table: Table, state: State, p: int) -> int | str:
    """What a provocation is about: the number of its first move, or the id of its harm."""
    trigger = int(state.provocations.trigger[p])
    return int(state.provocations.first_move[p]) + 1 if trigger == NONE else table.model.names.triggers[trigger]


def _deed(table: Table, row: Any) -> str:
    return table.labels.deed(row["kind"], row["to"], row["channel"], int(row["count"]))


def _silence(table: Table, state: State, p: int) -> str:
    other = table.labels.party(table.model.names.parties[table.model.tables.target[state.provocations.ij[p]]])
    return f"does nothing against {other}"
