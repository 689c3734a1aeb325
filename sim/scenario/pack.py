"""From a checked scenario to the tables that the rules read.

Parties, ministries, dyads and channels are packed in the order of their ids, so that their order in
the file changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from sim.rules.draws import fnv1a
from sim.rules.indices import DIRECT, default_weight, pairs_bound
from sim.rules.moves import (
    CHANNEL_KINDS,
    FAMILIES,
    KINDS,
)
from sim.rules.parameters import (
    ALLIANCE_INCIDENTS_PER_DAY,
    INCIDENTS_PER_DAY,
    POLICY_PARAMETERS,
    SILENCE_FIRST,
    SILENCE_REPLY,
    TALKS_PER_DAY,
    WORLD_PARAMETERS,
)
from sim.rules.policies import HOW_MUCH, PRESETS
from sim.rules.world import (
    NONE,
    Tables,
)

from .defaults import ministries_of
from .relations import pair_of, relations_of, sorted_pair
from .schema import Ministry, Policy, Scenario

KIND_NUMBER = {kind.name: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Names:
    """Ids in the order in which they are packed: what row of an array is who."""

    parties: tuple[str, ...]
    ministries: tuple[tuple[str, str], ...]  # party id, ministry id
    dyads: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]  # party ids of each dyad, sorted
    channels: tuple[str, ...]
    script: tuple[str, ...]

    def party(self, name: str) -> int:
        """Row of a party; raises KeyError with the known ids."""
        return _row(self.parties, name, "party")

    def dyad(self, name: str) -> int:
        """Row of a dyad; raises KeyError with the known ids."""
        return _row(self.dyads, name, "relation")

    def channel(self, name: str) -> int:
        """Row of a channel; raises KeyError with the known ids."""
        return _row(self.channels, name, "channel")

    def contact(self, value: int) -> str:
        """How contact runs, by what the rule ``contact_of`` returns: "direct", an embassy's id, "unassigned"."""
        return "direct" if value == DIRECT else "unassigned" if value == NONE else self.channels[value]

    def direction(self, actor: str, target: str) -> int:
        """Direction ``ij`` from one party to another; raises KeyError where they have no relation."""
        pair = (min(actor, target), max(actor, target))
        if pair not in self.pairs:
            raise KeyError(f"{actor} and {target} have neither a relation nor a channel")
        return 2 * self.pairs.index(pair) + int(actor != pair[0])


def _row(names: tuple[str, ...], name: str, what: str) -> int:
    if name not in names:
        raise KeyError(f"no {what} {name!r}; known are {', '.join(names)}")
    return names.index(name)


def names_of(scenario: Scenario) -> Names:
    """Order the ids of a scenario as they are packed."""
    parties = tuple(sorted([*scenario.states, *scenario.alliances]))
    ministries = tuple((party, ministry) for party in parties for ministry in sorted(ministries_of(scenario, party)))
    relations = relations_of(scenario)
    dyads = tuple(sorted(relations))
    pairs = tuple(sorted_pair(relations[dyad].between) for dyad in dyads)
    order = {pair: d for d, pair in enumerate(pairs)}
    channels = tuple(sorted(scenario.channels, key=lambda c: (order[pair_of(scenario.channels[c])], c)))
    return Names(parties, ministries, dyads, pairs, channels, script_order(scenario))


def script_order(scenario: Scenario) -> tuple[str, ...]:
    """Ids of scripted moves by day; on one day an answer follows what it answers."""
    timeline = scenario.timeline

    def depth(name: str | None) -> int:
        return 0 if name is None else 1 + depth(timeline[name].answers)

    return tuple(sorted(timeline, key=lambda s: (timeline[s].date, depth(s), timeline[s].from_, timeline[s].to, s)))


def pack(scenario: Scenario) -> Tables:
    """Pack the parameters and the structure of a scenario."""
    names = names_of(scenario)
    rows = policy_rows(scenario, names)
    policy = np.array([numbers for _, _, numbers in rows.values()])
    row_of = {key: number for number, key in enumerate(rows)}
    parties = [scenario.states.get(p) or scenario.alliances[p] for p in names.parties]
    world = world_row(scenario)
    return Tables(
        n_days=(scenario.end - scenario.start).days + 1,
        autonomous_day=day_number(scenario, scenario.autonomous_from or scenario.start),
        world=world,
        policy=policy,
        how_much=ints(how_much for how_much, _, _ in rows.values()),
        breaks=np.array([breaks for _, breaks, _ in rows.values()]),
        party_key=ints(fnv1a(p) for p in names.parties),
        party_policy=ints(row_of[party.policy] for party in parties),
        is_alliance=np.array([p in scenario.alliances for p in names.parties]),
        **_ministry_arrays(scenario, names, row_of),
        **_dyad_arrays(scenario, names, world, policy, row_of),
        **_channel_arrays(scenario, names, world),
        **_script_arrays(scenario, names),
    )


def ints(values: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Whole numbers as the rules store them."""
    return np.array(list(values), dtype=np.int64)


def floats(values: Iterable[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Other numbers as the rules store them."""
    return np.array(list(values), dtype=np.float64)


def day_number(scenario: Scenario, day: date) -> int:
    """Days from the start of a scenario to a date."""
    return (day - scenario.start).days


def world_row(scenario: Scenario) -> np.ndarray[Any, np.dtype[np.float64]]:
    """World parameters: given under ``parameters``, or the default."""
    given = scenario.parameters
    return floats(_first(getattr(given, p.name), p.default) for p in WORLD_PARAMETERS)


def _first(*values: float | None) -> float:
    return next(float(value) for value in values if value is not None)


def policy_rows(scenario: Scenario, names: Names) -> dict[str, tuple[int, bool, list[float]]]:
    """Rows of the policy table by the name that actors use: code, breaking point, numbers."""
    used = {(scenario.states.get(p) or scenario.alliances[p]).policy for p in names.parties}
    used |= {m.policy for p in names.parties for m in ministries_of(scenario, p).values() if m.policy}
    return {name: _policy_row(scenario, name) for name in sorted(used)}


def _policy_row(scenario: Scenario, name: str) -> tuple[int, bool, list[float]]:
    policy: Any = scenario.policies.get(name) or Policy(preset=name)
    preset = PRESETS[policy.preset]
    shared = scenario.parameters
    numbers = [_first(getattr(policy, p.name), getattr(shared, p.name), p.default) for p in POLICY_PARAMETERS]
    how_much = preset.how_much if policy.how_much is None else HOW_MUCH.index(policy.how_much)
    return how_much, preset.breaks if policy.breaks is None else policy.breaks, numbers


def _ministry_arrays(scenario: Scenario, names: Names, row_of: Mapping[str, int]) -> dict[str, Any]:
    ministries: list[Ministry] = [ministries_of(scenario, p)[m] for p, m in names.ministries]
    owner = ints(names.parties.index(p) for p, _ in names.ministries)
    governments = [(scenario.states.get(p) or scenario.alliances[p]).policy for p, _ in names.ministries]
    return {
        "foreign_ministry": ints(
            next(m for m, (p, _) in enumerate(names.ministries) if p == party and ministries[m].role == "foreign")
            for party in names.parties
        ),
        "first_ministry": np.searchsorted(owner, np.arange(len(names.parties) + 1)).astype(np.int64),
        "ministry_party": owner,
        "ministry_policy": ints(row_of[m.policy or g] for m, g in zip(ministries, governments, strict=True)),
        "influence": floats(m.influence for m in ministries),
        "owns": np.array([[family in m.owns for family in FAMILIES] for m in ministries]),
    }


def _dyad_arrays(
    scenario: Scenario, names: Names, world: Any, policy: Any, row_of: Mapping[str, int]
) -> dict[str, Any]:
    relations = relations_of(scenario)
    ordered = [relations[dyad] for dyad in names.dyads]
    directions = [(d, (a, b) if side == 0 else (b, a)) for d, (a, b) in enumerate(names.pairs) for side in (0, 1)]
    with_channels = {pair_of(channel) for channel in scenario.channels.values()}

    def directed(given: str, default: Any) -> Any:
        return floats(getattr(ordered[d], given).get(i, default(d, i)) for d, (i, _) in directions)

    def of_policy(column: int) -> Any:
        return lambda d, i: policy[row_of[(scenario.states.get(i) or scenario.alliances[i]).policy], column]

    def incidents(d: int, i: str) -> float:
        is_alliance = any(party in scenario.alliances for party in names.pairs[d])
        return float(world[ALLIANCE_INCIDENTS_PER_DAY if is_alliance else INCIDENTS_PER_DAY])

    def talks(d: int, i: str) -> float:
        return float(world[TALKS_PER_DAY]) if names.pairs[d] in with_channels else 0.0

    return {
        "actor": ints(names.party(i) for _, (i, _) in directions),
        "target": ints(names.party(j) for _, (_, j) in directions),
        "dyad_weight": floats(
            relation.weight if relation.weight is not None else _pairs_bound(scenario, pair, with_channels)
            for relation, pair in zip(ordered, names.pairs, strict=True)
        ),
        "silence_first": directed("silence_first", of_policy(SILENCE_FIRST)),
        "silence_reply": directed("silence_reply", of_policy(SILENCE_REPLY)),
        "incident_rate": directed("incidents_per_day", incidents),
        "offer_rate": directed("talks_per_day", talks),
        "contact": ints(
            names.channel(ordered[d].contact[i]) if i in ordered[d].contact else NONE for d, (i, _) in directions
        ),
    }


def _pairs_bound(scenario: Scenario, pair: tuple[str, str], with_channels: set[tuple[str, str]]) -> float:
    """Pairs of states that a dyad binds; none where it has no channels."""
    if pair not in with_channels:
        return 0.0
    sizes = [len(scenario.alliances[p].members) if p in scenario.alliances else 1 for p in pair]
    return float(pairs_bound(sizes[0], sizes[1]))


def _channel_arrays(scenario: Scenario, names: Names, world: Any) -> dict[str, Any]:
    channels = [scenario.channels[c] for c in names.channels]
    kinds = [CHANNEL_KINDS.index(channel.kind) for channel in channels]
    ends = [(c.sender, c.host) if c.between is None else tuple(c.between) for c in channels]
    dyads = ints(names.pairs.index(pair_of(channel)) for channel in channels)
    return {
        "first_channel": np.searchsorted(dyads, np.arange(len(names.dyads) + 1)).astype(np.int64),
        "channel_kind": ints(kinds),
        "channel_dyad": dyads,
        "sender": ints(names.party(str(sender)) for sender, _ in ends),
        "host": ints(names.party(str(host)) for _, host in ends),
        "sender_ministry": ints(
            _ministry(scenario, names, str(end[0]), c.sender_ministry) for c, end in zip(channels, ends, strict=True)
        ),
        "host_ministry": ints(
            _ministry(scenario, names, str(end[1]), c.host_ministry) for c, end in zip(channels, ends, strict=True)
        ),
        "weight": floats(
            default_weight(world, kind) if c.weight is None else c.weight
            for c, kind in zip(channels, kinds, strict=True)
        ),
        "reference_staff": ints(first_count(c.reference_staff, c.accredited) for c in channels),
    }


def first_count(given: int | None, default: int) -> int:
    """Count that a file gives, or the default."""
    return default if given is None else given


def _ministry(scenario: Scenario, names: Names, party: str, ministry: str | None) -> int:
    if ministry is None:
        ministry = next(m for m, v in sorted(ministries_of(scenario, party).items()) if v.role == "foreign")
    return names.ministries.index((party, ministry))


def _script_arrays(scenario: Scenario, names: Names) -> dict[str, Any]:
    moves = [scenario.timeline[s] for s in names.script]
    return {
        "script_day": ints(day_number(scenario, move.date) for move in moves),
        "script_ij": ints(names.direction(move.from_, move.to) for move in moves),
        "script_kind": ints(KIND_NUMBER[move.move] for move in moves),
        "script_channel": ints(NONE if move.channel is None else names.channel(move.channel) for move in moves),
        "script_count": ints(move.count for move in moves),
        "script_deadline": ints(
            NONE if move.deadline is None else day_number(scenario, move.deadline) for move in moves
        ),
        "script_answers": ints(NONE if move.answers is None else names.script.index(move.answers) for move in moves),
    }
