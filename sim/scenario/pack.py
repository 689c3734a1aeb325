"""From a checked scenario to the arrays that the rules read and write.

Parties, ministries, dyads and channels are packed in the order of their ids, so that their order in
the file changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from sim.rules.channels import closing_move
from sim.rules.draws import fnv1a
from sim.rules.indices import DIRECT, default_weight, rung_in_force
from sim.rules.moves import (
    CHANNEL_KINDS,
    COOPERATION,
    COUNCIL,
    FAMILIES,
    KINDS,
    RUNG,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
    SUSPEND_MISSION,
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
    CLOSED,
    LEVELS,
    NONE,
    OPEN,
    STATUSES,
    SUSPENDED,
    TYPES,
    Candidates,
    Log,
    Posts,
    Provocations,
    State,
    Tables,
)

from .defaults import ministries_of
from .relations import pair_of, relations_of, sorted_pair
from .schema import Ministry, Policy, Scenario

KIND_NUMBER = {kind.name: number for number, kind in enumerate(KINDS)}
FIRST_ROWS = 64  # rows of a fresh log; drivers let it grow


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
        autonomous_day=_day(scenario, scenario.autonomous_from or scenario.start),
        world=world,
        policy=policy,
        how_much=_ints(how_much for how_much, _, _ in rows.values()),
        breaks=np.array([breaks for _, breaks, _ in rows.values()]),
        party_key=_ints(fnv1a(p) for p in names.parties),
        party_policy=_ints(row_of[party.policy] for party in parties),
        is_alliance=np.array([p in scenario.alliances for p in names.parties]),
        **_ministry_arrays(scenario, names, row_of),
        **_dyad_arrays(scenario, names, world, policy, row_of),
        **_channel_arrays(scenario, names, world),
        **_script_arrays(scenario, names),
    )


def _ints(values: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.array(list(values), dtype=np.int64)


def _floats(values: Iterable[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.array(list(values), dtype=np.float64)


def _day(scenario: Scenario, day: date) -> int:
    return (day - scenario.start).days


def world_row(scenario: Scenario) -> np.ndarray[Any, np.dtype[np.float64]]:
    """World parameters: given under ``parameters``, or the default."""
    given = scenario.parameters
    return _floats(_first(getattr(given, p.name), p.default) for p in WORLD_PARAMETERS)


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
    owner = _ints(names.parties.index(p) for p, _ in names.ministries)
    governments = [(scenario.states.get(p) or scenario.alliances[p]).policy for p, _ in names.ministries]
    return {
        "foreign_ministry": _ints(
            next(m for m, (p, _) in enumerate(names.ministries) if p == party and ministries[m].role == "foreign")
            for party in names.parties
        ),
        "first_ministry": np.searchsorted(owner, np.arange(len(names.parties) + 1)).astype(np.int64),
        "ministry_party": owner,
        "ministry_policy": _ints(row_of[m.policy or g] for m, g in zip(ministries, governments, strict=True)),
        "influence": _floats(m.influence for m in ministries),
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
        return _floats(getattr(ordered[d], given).get(i, default(d, i)) for d, (i, _) in directions)

    def of_policy(column: int) -> Any:
        return lambda d, i: policy[row_of[(scenario.states.get(i) or scenario.alliances[i]).policy], column]

    def incidents(d: int, i: str) -> float:
        is_alliance = any(party in scenario.alliances for party in names.pairs[d])
        return float(world[ALLIANCE_INCIDENTS_PER_DAY if is_alliance else INCIDENTS_PER_DAY])

    def talks(d: int, i: str) -> float:
        return float(world[TALKS_PER_DAY]) if names.pairs[d] in with_channels else 0.0

    return {
        "actor": _ints(names.party(i) for _, (i, _) in directions),
        "target": _ints(names.party(j) for _, (_, j) in directions),
        "dyad_weight": _floats(
            relation.weight if relation.weight is not None else _pairs_bound(scenario, pair, with_channels)
            for relation, pair in zip(ordered, names.pairs, strict=True)
        ),
        "silence_first": directed("silence_first", of_policy(SILENCE_FIRST)),
        "silence_reply": directed("silence_reply", of_policy(SILENCE_REPLY)),
        "incident_rate": directed("incidents_per_day", incidents),
        "offer_rate": directed("talks_per_day", talks),
        "contact": _ints(
            names.channel(ordered[d].contact[i]) if i in ordered[d].contact else NONE for d, (i, _) in directions
        ),
    }


def _pairs_bound(scenario: Scenario, pair: tuple[str, str], with_channels: set[tuple[str, str]]) -> float:
    """Pairs of states that a dyad binds; none where it has no channels."""
    if pair not in with_channels:
        return 0.0
    sizes = [len(scenario.alliances[p].members) if p in scenario.alliances else 1 for p in pair]
    return float(max(1, sizes[0]) * max(1, sizes[1]))


def _channel_arrays(scenario: Scenario, names: Names, world: Any) -> dict[str, Any]:
    channels = [scenario.channels[c] for c in names.channels]
    kinds = [CHANNEL_KINDS.index(channel.kind) for channel in channels]
    ends = [(c.sender, c.host) if c.between is None else tuple(c.between) for c in channels]
    dyads = _ints(names.pairs.index(pair_of(channel)) for channel in channels)
    return {
        "first_channel": np.searchsorted(dyads, np.arange(len(names.dyads) + 1)).astype(np.int64),
        "channel_kind": _ints(kinds),
        "channel_dyad": dyads,
        "sender": _ints(names.party(str(sender)) for sender, _ in ends),
        "host": _ints(names.party(str(host)) for _, host in ends),
        "sender_ministry": _ints(
            _ministry(scenario, names, str(end[0]), c.sender_ministry) for c, end in zip(channels, ends, strict=True)
        ),
        "host_ministry": _ints(
            _ministry(scenario, names, str(end[1]), c.host_ministry) for c, end in zip(channels, ends, strict=True)
        ),
        "weight": _floats(
            default_weight(world, kind) if c.weight is None else c.weight
            for c, kind in zip(channels, kinds, strict=True)
        ),
        "reference_staff": _ints(_first_count(c.reference_staff, c.accredited) for c in channels),
    }


def _first_count(given: int | None, default: int) -> int:
    return default if given is None else given


def _ministry(scenario: Scenario, names: Names, party: str, ministry: str | None) -> int:
    if ministry is None:
        ministry = next(m for m, v in sorted(ministries_of(scenario, party).items()) if v.role == "foreign")
    return names.ministries.index((party, ministry))


def _script_arrays(scenario: Scenario, names: Names) -> dict[str, Any]:
    moves = [scenario.timeline[s] for s in names.script]
    return {
        "script_day": _ints(_day(scenario, move.date) for move in moves),
        "script_ij": _ints(names.direction(move.from_, move.to) for move in moves),
        "script_kind": _ints(KIND_NUMBER[move.move] for move in moves),
        "script_channel": _ints(NONE if move.channel is None else names.channel(move.channel) for move in moves),
        "script_count": _ints(move.count for move in moves),
        "script_deadline": _ints(NONE if move.deadline is None else _day(scenario, move.deadline) for move in moves),
        "script_answers": _ints(NONE if move.answers is None else names.script.index(move.answers) for move in moves),
    }


def initial_state(scenario: Scenario, seed: int, run: int = 0) -> State:
    """State on the morning of the first day.

    Parameters
    ----------
    seed : int in [0, 2**64)
    run : int in [0, 2**32), number of the run under this seed

    Raises
    ------
    ValueError
        If seed or run is not a whole number in its range.
    """
    for name, number, bits in (("seed", seed, 64), ("run", run, 32)):
        if not isinstance(number, int) or not 0 <= number < 2**bits:
            raise ValueError(f"{name} {number!r}: expected a whole number from 0 to {2**bits - 1}")
    names, relations = names_of(scenario), relations_of(scenario)
    ordered = [relations[dyad] for dyad in names.dyads]
    directions = [(d, (a, b)[side]) for d, (a, b) in enumerate(names.pairs) for side in (0, 1)]
    n_directions, n_dyads = len(directions), len(names.dyads)
    zeros = {
        name: np.zeros(n_directions, dtype=np.int64)
        for name in ("account_day", "n_incidents", "n_offers", "n_packages", "n_provocations")
    }
    state = State(
        seed=_ints([seed & 0xFFFFFFFF, seed >> 32]),
        run=_ints([run]),
        grievance=_floats(ordered[d].grievance.get(i, 0.0) for d, i in directions),
        balance=_floats(ordered[d].balance.get(i, 0.0) for d, i in directions),
        level=_ints(LEVELS.index(relation.level) for relation in ordered),
        rung_highest=np.zeros(n_dyads, dtype=np.int64),
        posture_rung=np.zeros(n_dyads, dtype=np.int64),
        next_incident=np.full(n_directions, NONE, dtype=np.int64),
        next_offer=np.full(n_directions, NONE, dtype=np.int64),
        rerouted=np.zeros(n_directions, dtype=np.bool_),
        script_row=np.full(len(names.script), NONE, dtype=np.int64),
        posts=_posts(scenario, names),
        log=_empty(Log, {"n", "first_today", "first_yesterday", "first_pending"}, FIRST_ROWS),
        provocations=_empty(Provocations, {"n", "first_open"}, FIRST_ROWS),
        candidates=_empty(Candidates, {"n"}, _most_candidates(names, scenario)),
        **zeros,
    )
    tables = pack(scenario)
    for dyad in range(n_dyads):  # what is in force has been reached
        state.rung_highest[dyad] = rung_in_force(tables, state, dyad)
    return state


def _most_candidates(names: Names, scenario: Scenario) -> int:
    most = max((sum(pair_of(c) == pair for c in scenario.channels.values()) for pair in names.pairs), default=0)
    return len(KINDS) * (most + 1)


def _posts(scenario: Scenario, names: Names) -> Posts:
    channels = [scenario.channels[c] for c in names.channels]
    status = [STATUSES.index(c.status) for c in channels]
    accredited = _ints(c.accredited if s == OPEN else 0 for c, s in zip(channels, status, strict=True))
    withheld = np.array([[p in c.suspended_by for p in pair_of(c)] for c in channels]).reshape(-1, 2)
    in_effect = [SUSPENDED if s == OPEN and w.any() else s for s, w in zip(status, withheld, strict=True)]
    return Posts(
        ceiling=_ints(_first_count(c.ceiling, c.accredited) for c in channels),
        accredited=accredited,
        present=accredited.copy(),
        status=_ints(in_effect),
        withheld=withheld.astype(np.bool_),
        head_present=np.array([s == OPEN for s in status], dtype=np.bool_),
        last_meeting=_ints(_day(scenario, c.last_meeting or scenario.start) for c in channels),
        rung=_ints(_initial_rung(CHANNEL_KINDS.index(c.kind), s) for c, s in zip(channels, in_effect, strict=True)),
        departed=np.zeros(len(channels), dtype=np.int64),
        arrived=np.zeros(len(channels), dtype=np.int64),
        restricted=np.zeros(len(channels), dtype=np.bool_),
        no_local_staff=np.zeros(len(channels), dtype=np.bool_),
    )


def _initial_rung(channel_kind: int, status: int) -> int:
    """Rung of the measure that left a channel as the scenario finds it."""
    if status not in (SUSPENDED, CLOSED):
        return 0
    if channel_kind == COUNCIL:
        return int(RUNG[SUSPEND_COUNCIL])
    if channel_kind == COOPERATION:
        return int(RUNG[SUSPEND_COOPERATION])
    return int(RUNG[SUSPEND_MISSION if status == SUSPENDED else closing_move(channel_kind)])


def _empty(kind: Any, counters: set[str], rows: int) -> Any:
    """Zeroed arrays of a log: one row each for its counters, ``rows`` for everything else."""
    return kind(
        **{
            field: np.zeros(1 if field in counters else rows, dtype=TYPES[annotation])
            for field, annotation in kind.__annotations__.items()
        }
    )
