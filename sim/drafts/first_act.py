"""The act that a draft begins with: what the first party does to the second."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sim.rules.moves import CHANNEL_KINDS, HOST, KINDS, SENDER, TIE_KINDS, Kind
from sim.scenario.problems import one_of, shown

from .sides import DraftError

PEOPLE = 3  # that a counted act sends home
SEVERITY = 5  # of a measure, which has none of its own
DAYS_TO_LEAVE = 7
PLACE_KINDS = CHANNEL_KINDS + TIE_KINDS  # in the order of their numbers
KIND_OF = {kind.name: kind for kind in KINDS}


Channels = Mapping[str, Mapping[str, Any]]  # posts, institutions and ties by id


def ties_of(move: str) -> tuple[str, ...]:
    """Kinds of tie that a kind of move may be made on."""
    on = KIND_OF[move].on if move in KIND_OF else ()
    return tuple(PLACE_KINDS[number] for number in on if PLACE_KINDS[number] in TIE_KINDS)


def first_act(move: str, actor: str, target: str, channels: Channels, day: date) -> dict[str, Any]:
    """Entry of the timeline.

    Parameters
    ----------
    move : name of a kind of move
    actor, target : ids of parties
    channels : of which the first that the move can be made on is taken

    Raises
    ------
    DraftError
        If there is no such move, or nothing that it could be made on.
    """
    if move not in KIND_OF:
        raise DraftError(f"--move {shown(move)}: no such kind of move; `detente moves` lists them")
    kind = KIND_OF[move]
    entry: dict[str, Any] = {"date": day, "from": actor, "to": target, "move": move}
    if kind.on:
        entry["channel"] = id_ = _channel(kind, actor, target, channels)
        if kind.counted:
            entry["count"] = max(1, min(PEOPLE, channels[id_].get("accredited", PEOPLE)))
    if move == "measure":
        entry["severity"] = SEVERITY
    if kind.takes_time:
        entry["deadline"] = day + timedelta(days=DAYS_TO_LEAVE)
    return entry


def _channel(kind: Kind, actor: str, target: str, channels: Channels) -> str:
    """Id of the first post, institution or tie of the two that the actor may make a kind of move on."""
    kinds = [PLACE_KINDS[number] for number in kind.on]
    ends = {HOST: (target, actor), SENDER: (actor, target)}.get(kind.by)
    for id_, channel in channels.items():
        between = (channel.get("sender"), channel.get("host"))
        is_there = between == ends if ends else {*channel.get("between", between)} == {actor, target}
        if is_there and channel["kind"] in kinds:
            return id_
    raise DraftError(f"--move {kind.name}: the two have no {one_of(kinds)}; expected another kind of move")
