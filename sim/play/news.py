"""What a seat is told: moves as they were made, acts that wait for its answer, what stands between it and others."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sim.engine.acts import Act, waiting
from sim.engine.lawful import may_break
from sim.rules.indices import rung_in_force, worth
from sim.rules.law import is_joint
from sim.rules.moves import COUNCIL, KINDS, POSTURE_RUNG
from sim.rules.parameters import TALKS_LEAST_DAYS
from sim.rules.perceive import LONGEST_DELAY_DAYS
from sim.rules.world import NONE, PENDING, PLANNED, State, dyad_of
from sim.scenario.hands import LEFT

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
    posture_rung : int, on the ladder of military posture, 0 to 7
    answers : number of the move that it answers, or None
    left : where the party was left to its policy, which made the move: the reason of the policy; else empty
    is_given : whether the scenario makes the move in any case
    """

    number: int
    day: date
    actor: str
    to: str
    words: str
    severity: float
    rung: int
    posture_rung: int
    answers: int | None
    left: str
    is_given: bool


@dataclass(frozen=True)
class Deed:
    """One of several acts that are answered together.

    Attributes
    ----------
    number : of the move, as in the account
    day : date
    deed : what was done, as a sentence without its subject
    """

    number: int
    day: date
    deed: str


@dataclass(frozen=True)
class Question:
    """An act that waits for an answer; several that one answer counts for are one question.

    Acts of one package are answered together, and so are packages that follow each other while the answer to the first
    is still due: the rules add them up to one provocation.

    Attributes
    ----------
    number : of the first move, as in the account; None for a harm
    harm : id of the harm, or None
    actor : id of the other party
    words : what happened first
    day : date of that
    further : acts after the first that are answered with it
    until : last day of the game on which it can be answered
    is_offer : whether it is an offer or a request, which stands for some days only
    is_due : whether the policy of the party would decide today; if not, it would later, or has let the day pass
    is_weighed : whether the policy has not decided about it yet
    """

    number: int | None
    harm: str | None
    actor: str
    words: str
    day: date
    further: tuple[Deed, ...]
    until: date
    is_offer: bool
    is_due: bool
    is_weighed: bool


@dataclass(frozen=True)
class Between:
    """How a party stands with another.

    Attributes
    ----------
    other : id
    grievance, their_grievance : severity, of each against the other
    breaking_point : grievance at which the policy of the party breaks; infinite where it never does, and where there
        is nothing left to suspend or close
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
    """A post, joint institution or tie as it stands; numbers are None where it has no staff, or none is known.

    Attributes
    ----------
    channel : id
    name : str
    sender : id of the party whose post it is; None where it belongs to both
    status : str; of a tie "open", or "withheld" where a side withholds any of it
    withheld : of a tie or a joint institution, by id of each side that withholds any of it, the share in (0, 1]
    accredited, ceiling : people
    kept_since : of a council, day since which it is kept from meeting, or None while it goes on
    worth : of a council, how much it counts, as a share of one that meets in its usual rhythm; None of all else, and of
        one that is only planned
    """

    channel: str
    name: str
    sender: str | None
    status: str
    withheld: dict[str, float]
    accredited: int | None
    ceiling: int | None
    kept_since: date | None
    worth: float | None


def news(table: Table, since: int) -> list[News]:
    """Moves from a number on, in order."""
    entries = {int(row): name for name, row in zip(table.model.names.script, table.model.state.script_row, strict=True)}
    return [_told(table, m, entries.get(m, "")) for m in range(since, int(table.model.state.log.n[0]))]


def _told(table: Table, m: int, entry: str) -> News:
    """A move that was made; ``entry`` is its id in the timeline, if it stands there."""
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
        posture_rung=int(POSTURE_RUNG[log.kind[m]]),
        left=table.moves[entry].ground or "" if entry.endswith(LEFT) and entry in table.moves else "",
        is_given=entry in table.base.timeline,
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
    acts = waiting(table.model, table.model.names.party(party), state, table.day)
    return [_question(table, party, state, act) for act in acts]


def _question(table: Table, party: str, state: State, act: Act) -> Question:
    log = state.log
    author = table.labels.party(act.actor)
    deeds = [Deed(n, _date(table, log.announced[n - 1]), _deed(table, log, n - 1, party)) for n in act.moves]
    days = int(table.model.tables.world[TALKS_LEAST_DAYS]) if act.is_offer else LONGEST_DELAY_DAYS
    words = f"{author} {deeds[0].deed}" if deeds else ""
    if act.harm is not None:
        words = f"{table.labels.harm(act.harm)}, for which {author} is held responsible"
    return Question(
        number=act.number,
        harm=act.harm,
        actor=act.actor,
        words=words,
        day=deeds[0].day if deeds else act.date,
        further=tuple(deeds[1:]),
        until=min(act.date + timedelta(days=days), table.base.end),
        is_offer=act.is_offer,
        is_due=act.is_due,
        is_weighed=act.row == NONE or bool(state.provocations.verdict[act.row] == PENDING),
    )


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
            breaking_point=agent.breaking_point(other) if _may_break(table, party, other) else math.inf,
            loss=agent.loss(other),
            rung=_rung(table, party, other),
            posts=tuple(_posts(table, party, other)),
        )
        for other in others
    ]


def _may_break(table: Table, party: str, other: str) -> bool:
    """Whether a break by the policy of a party would suspend or close anything as things stand."""
    return may_break(table.free(party), table.model.state, table.model.names.direction(party, other))


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
        is_council = model.tables.channel_kind[c] == COUNCIL and posts.status[c] != PLANNED
        fades = is_council and posts.fades_from[c] <= model.today
        name = model.names.channels[c]
        post = model.post(name)
        yield Post(
            channel=name,
            name=table.labels.channel(name),
            sender=post.sender,
            status=post.status,
            withheld=post.withheld,
            accredited=int(posts.accredited[c]) if is_counted else None,
            ceiling=int(posts.ceiling[c]) if is_counted else None,
            kept_since=_date(table, posts.fades_from[c]) if fades else None,
            worth=float(worth(model.tables, model.state, c, model.today)) if is_council else None,
        )
