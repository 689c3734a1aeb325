"""From the channels and ties of a scenario to the tables that the rules read."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.rules.draws import fnv1a
from sim.rules.indices import default_weight
from sim.rules.moves import CHANNEL_KINDS, FAMILIES, FAMILY, MADE_ON, TIE_KINDS, WITHHOLDS

from .arrays import flags, floats, ints
from .defaults import ministries_of
from .relations import pair_of, places_of
from .schema import Channel, Scenario, Tie

if TYPE_CHECKING:
    from .pack import Names

PLACE_KINDS = CHANNEL_KINDS + TIE_KINDS  # in the order of their numbers
ORDINARY_WORTH = 1.0


class Place(NamedTuple):
    """A channel or a tie as the rules know it."""

    kind: int
    ends: tuple[str, str]  # sender and host, or the two parties that it stands between
    owners: tuple[str, str]  # ministry of each end
    weight: float
    reference_staff: int
    worth_to: tuple[float, float]  # by the sides of the dyad
    may_withhold: tuple[bool, bool]


def channel_arrays(scenario: Scenario, names: "Names", world: Any) -> dict[str, Any]:
    """Tables with a row for each channel and tie."""
    given = places_of(scenario)
    dyads = ints(names.rows["pair"][pair_of(given[c])] for c in names.channels)
    places = [_place(scenario, given[c], world) for c in names.channels]
    return {
        "first_channel": np.searchsorted(dyads, np.arange(len(names.dyads) + 1)).astype(np.int64),
        "channel_key": ints(fnv1a(c) for c in names.channels),
        "channel_kind": ints(place.kind for place in places),
        "channel_dyad": dyads,
        "sender": ints(names.party(place.ends[0]) for place in places),
        "host": ints(names.party(place.ends[1]) for place in places),
        "sender_ministry": ints(names.rows["ministry"][p.ends[0], p.owners[0]] for p in places),
        "host_ministry": ints(names.rows["ministry"][p.ends[1], p.owners[1]] for p in places),
        "weight": floats(place.weight for place in places),
        "reference_staff": ints(place.reference_staff for place in places),
        "worth_to": floats(worth for place in places for worth in place.worth_to).reshape(-1, 2),
        "may_withhold": flags(may for place in places for may in place.may_withhold).reshape(-1, 2),
    }


def _place(scenario: Scenario, given: Channel | Tie, world: Any) -> Place:
    return _tie(scenario, given) if isinstance(given, Tie) else _channel(scenario, given, world)


def _channel(scenario: Scenario, channel: Channel, world: Any) -> Place:
    kind = PLACE_KINDS.index(channel.kind)
    a, b = channel.between or (str(channel.sender), str(channel.host))
    return Place(
        kind=kind,
        ends=(a, b),
        owners=(
            channel.sender_ministry or _foreign_ministry(scenario, a),
            channel.host_ministry or _foreign_ministry(scenario, b),
        ),
        weight=float(default_weight(world, kind)) if channel.weight is None else channel.weight,
        reference_staff=channel.accredited if channel.reference_staff is None else channel.reference_staff,
        worth_to=(0.0, 0.0),
        may_withhold=(False, False),
    )


def _tie(scenario: Scenario, tie: Tie) -> Place:
    a, b = pair_of(tie)
    kind = PLACE_KINDS.index(tie.kind)
    return Place(
        kind=kind,
        ends=(a, b),
        owners=(_owner(scenario, a, kind), _owner(scenario, b, kind)),
        weight=0.0,  # no institution is lost with it
        reference_staff=0,
        worth_to=(tie.worth.get(a, ORDINARY_WORTH), tie.worth.get(b, ORDINARY_WORTH)),
        may_withhold=(tie.controlled_by in (None, a), tie.controlled_by in (None, b)),
    )


def _foreign_ministry(scenario: Scenario, party: str) -> str:
    return next(m for m, v in sorted(ministries_of(scenario, party).items()) if v.role == "foreign")


def _owner(scenario: Scenario, party: str, tie_kind: int) -> str:
    """Ministry that withholds a kind of tie: the most influential owner of its family, or the foreign ministry."""
    families = {int(FAMILY[kind]) for kind in np.flatnonzero(MADE_ON[:, tie_kind] & (WITHHOLDS > 0.0))}
    owning = [
        (-ministry.influence, id_)
        for id_, ministry in ministries_of(scenario, party).items()
        if any(FAMILIES.index(family) in families for family in ministry.owns)
    ]
    return min(owning)[1] if owning else _foreign_ministry(scenario, party)
