"""What a seat is told: moves as they were made, acts that wait for its answer, what stands between it and others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sim.rules import by_hand
from sim.rules.indices import rung_in_force
from sim.rules.law import is_joint
from sim.rules.moves import ASK_RECOGNITION, KINDS, OFFER_TALKS, is_hostile_kind
from sim.rules.perceive import LONGEST_DELAY_DAYS
from sim.rules.world import NONE, PENDING, STATUSES, UNANSWERED, State, dyad_of

from .table import Table


@dataclass(frozen=True)
class News:
    """A move that was made.

    Attributes
    ----------
    number : as in the account
    day : date on which it was announced
    actor, to : ids of the parties
    words : what was done, with the name of who did it
    severity : float
    rung : int, on the ladder of diplomacy, 0 to 10
    answers : number of the move that it answers, or None
    """

    number: int
    day: date
    actor: str
    to: str
    words: str
    severity: float
    rung: int
    answers: int | None


@dataclass(frozen=True)
class Question:
    """An act that waits for an answer.

    Attributes
    ----------
    number : of the move, as in the account; None for a harm
    harm : id of the harm, or None
    actor : id of the other party
    words : what happened
    day : date
    is_due : whether the policy of the party would decide today; if not, it would later, or has let the day pass
    """

    number: int | None
    harm: str | None
    actor: str
    words: str
    day: date
    is_due: bool


@dataclass(frozen=True)
class Between:
    """How a party stands with another.

    Attributes
    ----------
    other : id
    grievance, their_grievance : severity, of each against the other
    breaking_point : grievance at which the policy of the party breaks; infinite where it never does
    loss : share of the institutions lost, in [0, 1]
    rung : highest rung of what is in force, 0 to 10
    posts : of both, by id
    """

    other: str
    grievance: float
    their_grievance: float
    breaking_point: float
    loss: float
    rung: int
    posts: tuple["Post", ...]


@dataclass(frozen=True)
class Post:
    """A post or joint institution as it stands; numbers are None where it has no staff of its own, or none is known."""

    channel: str
    name: str
    sender: str | None
    status: str
    accredited: int | None
    ceiling: int | None


def news(table: Table, since: int) -> list[News]:
    """Moves from a number on, in order."""
    log = table.model.state.log
    return [_told(table, m) for m in range(since, int(log.n[0]))]


def _told(table: Table, m: int) -> News:
    log, names, tables = table.model.state.log, table.model.names, table.model.tables
    actor, to = (names.parties[side[log.ij[m]]] for side in (tables.actor, tables.target))
    return News(
        number=m + 1,
        day=_date(table, log.announced[m]),
        actor=actor,
        to=to,
        words=f"{table.labels.party(actor)} {_deed(table, log, m, to)}",
        severity=float(log.severity[m]),
        rung=int(log.rung[m]),
        answers=None if log.parent[m] == NONE else int(log.parent[m]) + 1,
    )


def _deed(table: Table, log: Any, m: int, to: str) -> str:
    channel = "" if log.channel[m] == NONE else table.model.names.channels[log.channel[m]]
    return table.labels.deed(KINDS[log.kind[m]].name, to, channel, int(log.count[m]))


def _date(table: Table, day: Any) -> date:
    return table.base.start + timedelta(days=int(day))


def questions(table: Table, party: str, state: State | None = None) -> list[Question]:
    """Acts towards a party that wait for its answer, the oldest first; in another state of the same day if given."""
    state = table.model.state if state is None else state
    found = [*_acts(table, party, state), *_harms(table, party, state)]
    return sorted(found, key=lambda question: (question.day, question.number or 0))


def _acts(table: Table, party: str, state: State) -> Iterator[Question]:
    """Hostile acts, offers and requests; those that are answered together are one."""
    row = table.model.names.party(party)
    log, together = state.log, dict[int, list[int]]()
    for m in range(int(log.n[0])):
        is_recent = table.day - log.announced[m] <= LONGEST_DELAY_DAYS
        is_to_it = table.model.tables.target[log.ij[m]] == row and log.announced[m] >= table.model.tables.autonomous_day
        asks = is_hostile_kind(log.kind[m]) or log.kind[m] in (OFFER_TALKS, ASK_RECOGNITION)
        if is_recent and is_to_it and asks and by_hand.awaits_answer(table.model.tables, state, m, table.day):
            together.setdefault(int(by_hand.first_answered(state, m)), []).append(m)
    for first, moves in together.items():
        actor = table.model.names.parties[table.model.tables.actor[log.ij[first]]]
        deeds = dict.fromkeys(_deed(table, log, m, party) for m in moves)
        yield Question(
            number=first + 1,
            harm=None,
            actor=actor,
            words=f"{table.labels.party(actor)} {', '.join(deeds)}",
            day=_date(table, log.announced[moves[-1]]),
            is_due=_is_due(table, state, int(log.provocation[first]), is_offer=not is_hostile_kind(log.kind[first])),
        )


def _is_due(table: Table, state: State, p: int, *, is_offer: bool) -> bool:
    given = state.provocations
    return is_offer or (p != NONE and bool(given.verdict[p] == PENDING and given.due[p] <= table.day))


def _harms(table: Table, party: str, state: State) -> Iterator[Question]:
    given, tables, names = state.provocations, table.model.tables, table.model.names
    for p in range(int(given.n[0])):
        trigger = int(given.trigger[p])
        is_own = trigger != NONE and tables.actor[given.ij[p]] == names.party(party)
        if is_own and given.verdict[p] in (PENDING, UNANSWERED):
            day = int(tables.trigger_day[trigger])
            if table.day - day <= LONGEST_DELAY_DAYS:
                author = names.parties[tables.target[given.ij[p]]]
                harm = table.labels.harm(names.triggers[trigger])
                words = f"{harm}, for which {table.labels.party(author)} is held responsible"
                is_due = _is_due(table, state, p, is_offer=False)
                yield Question(None, names.triggers[trigger], author, words, _date(table, day), is_due)


def between(table: Table, party: str) -> list[Between]:
    """How a party stands with each other one that it deals with."""
    model, row = table.model, table.model.names.party(party)
    agent = model.party(party)
    others = [model.names.parties[target] for target in model.tables.target[model.tables.actor == row]]
    return [
        Between(
            other=other,
            grievance=agent.grievance(other),
            their_grievance=model.party(other).grievance(party),
            breaking_point=agent.breaking_point(other),
            loss=agent.loss(other),
            rung=_rung(table, party, other),
            posts=tuple(_posts(table, party, other)),
        )
        for other in others
    ]


def _rung(table: Table, party: str, other: str) -> int:
    model = table.model
    return int(rung_in_force(model.tables, model.state, dyad_of(model.names.direction(party, other))))


def _posts(table: Table, party: str, other: str) -> Iterator[Post]:
    model = table.model
    dyad = dyad_of(model.names.direction(party, other))
    posts = model.state.posts
    for c in range(int(model.tables.first_channel[dyad]), int(model.tables.first_channel[dyad + 1])):
        is_counted = not is_joint(model.tables.channel_kind[c]) and (
            model.tables.reference_staff[c] > 0 or posts.ceiling[c] > 0
        )
        name = model.names.channels[c]
        yield Post(
            channel=name,
            name=table.labels.channel(name),
            sender=None if is_joint(model.tables.channel_kind[c]) else model.names.parties[model.tables.sender[c]],
            status=STATUSES[posts.status[c]],
            accredited=int(posts.accredited[c]) if is_counted else None,
            ceiling=int(posts.ceiling[c]) if is_counted else None,
        )
