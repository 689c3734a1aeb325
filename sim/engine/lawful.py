"""What a party may do by hand on a day: asked of the rules, move by move.

A seat, an agent of a user's own and a move that is injected are held to the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sim.rules import by_hand, law
from sim.rules.moves import CONTACT, GRAVEST, KINDS, MADE_ON, MEASURE
from sim.rules.reaction import most_left
from sim.rules.realise import rupture_move
from sim.rules.world import NONE, State, Tables, dyad_of
from sim.scenario.pack import Names

from . import refusals
from .sensible import makes_sense


@dataclass(frozen=True)
class Option:
    """A move that the law and the posts allow.

    Attributes
    ----------
    move : kind of move
    to : party
    channel : id, or None
    most : people or posts at most; 0 where the move counts none
    severity : of one, and of the most; of an abstract measure the range from which it is chosen
    answers : number of the move that it would answer, as in the account, or None
    """

    move: str
    to: str
    channel: str | None
    most: int
    severity: tuple[float, float]
    answers: int | None


def options(names: Names, tables: Tables, state: State, party: str, day: int, to: str | None = None) -> list[Option]:
    """Every kind of move that a party may make on a day, on every post; without what has no object then.

    Parameters
    ----------
    tables : with the party's own repertoire
    state : on the morning of the day
    to : party towards which; all if absent
    """
    row = names.party(party)
    found = []
    for n in range(tables.first_own[row], tables.first_own[row + 1]):
        ij = int(tables.own[n])
        target = names.parties[tables.target[ij]]
        if to is None or target == to:
            found += [
                _option(names, tables, state, ij, day, kind, channel)
                for kind, channel in _places(tables, ij)
                if most_lawful(tables, state, ij, day, kind, channel) > 0
                and makes_sense(tables, state, ij, kind, channel)
            ]
    return found


def may_break(tables: Tables, state: State, ij: int) -> bool:
    """Whether a break by the actor of ``ij`` would suspend or close anything, as ``realise_rupture`` of the rules does.

    Parameters
    ----------
    tables : with its own repertoire
    """
    channels = range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1])
    moves = ((rupture_move(tables, ij, channel, step), channel) for step in range(3) for channel in channels)
    return any(kind != NONE and most_left(tables, state, kind, ij, channel) > 0 for kind, channel in moves)


def why_not(names: Names, tables: Tables, state: State, party: str, day: int, kind: int, to: str) -> str:
    """What is missing for any move of a kind towards another party; of several posts, on the first it could be made on.

    Parameters
    ----------
    tables, state : as :func:`options` takes them
    kind : that :func:`options` does not offer towards it
    """
    ij = names.direction(party, to)
    on = [channel for each, channel in _places(tables, ij) if each == kind]
    fitting = [channel for channel in on if channel == NONE or law.may_act_on(tables, kind, ij, channel)]
    for channel in fitting or on:
        if most_lawful(tables, state, ij, day, kind, channel) > 0:
            return "it would change nothing"
        return refusals.reason(tables, state, ij, day, kind, channel)
    return "there is nothing between the two on which it is made"


def most_lawful(tables: Tables, state: State, ij: int, day: int, kind: int, channel: int) -> int:
    """Largest count of a move that the actor of ``ij`` may make by hand; 0 where it may not."""
    if not law.may_do(tables, ij, kind):
        return 0
    return int(by_hand.most_by_hand(tables, state, ij, day, kind, channel))


def check_lawful(
    names: Names,
    tables: Tables,
    state: State,
    ij: int,
    day: int,
    kind: int,
    channel: int,
    *,
    count: int,
    severity: float | None,
) -> None:
    """Raise ValueError where the actor of ``ij`` may not make a move by hand, or not with its count or severity.

    The message says in one clause what is missing.
    """
    most = most_lawful(tables, state, ij, day, kind, channel)
    name = KINDS[kind].name
    place = names.parties[tables.target[ij]] if channel == NONE else names.channels[channel]
    if most <= 0:
        why = refusals.reason(tables, state, ij, day, kind, channel)
        raise ValueError(f"{names.parties[tables.actor[ij]]} may not {name} {place} as things stand: {why}")
    if count > most:
        raise ValueError(f"{name} of {count}: {place} allows {most} as things stand")
    if severity is not None and not 0 < severity <= GRAVEST:
        raise ValueError(f"severity {severity:g}: expected a number above 0, at most {GRAVEST:g}")


def _places(tables: Tables, ij: int) -> Iterator[tuple[int, int]]:
    """Each kind of move with each channel on which it may be made, or with none."""
    dyad = dyad_of(ij)
    own = range(int(tables.first_channel[dyad]), int(tables.first_channel[dyad + 1]))
    for kind in range(len(KINDS)):
        if kind == CONTACT:
            yield kind, int(tables.contact[ij])
        elif not MADE_ON[kind].any():
            yield kind, NONE
        else:
            yield from ((kind, channel) for channel in own)


def _option(names: Names, tables: Tables, state: State, ij: int, day: int, kind: int, channel: int) -> Option:
    most = most_lawful(tables, state, ij, day, kind, channel) if law.is_counted(kind) else 0
    answered = by_hand.act_answered(tables, state, ij, day, kind)
    return Option(
        move=KINDS[kind].name,
        to=names.parties[tables.target[ij]],
        channel=None if channel == NONE else names.channels[channel],
        most=most,
        severity=_severity(tables, state, kind, ij, channel, most),
        answers=None if answered == NONE else int(answered) + 1,
    )


def _severity(tables: Tables, state: State, kind: int, ij: int, channel: int, most: int) -> tuple[float, float]:
    if kind == MEASURE:
        return 0.0, GRAVEST
    severities: list[Any] = [law.severity_of(tables, state, kind, ij, channel, n) for n in (min(1, most), most)]
    return float(severities[0]), float(severities[1])
