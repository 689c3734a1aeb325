"""From a checked scenario to the tables that the rules read.

Parties, ministries, dyads and channels are packed in the order of their ids, so that their order in
the file changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Any

import numpy as np

from sim.rules.draws import fnv1a
from sim.rules.habits import HABITS
from sim.rules.indices import pairs_bound
from sim.rules.moves import (
    FAMILIES,
    KINDS,
    TIE_FAMILIES,
)
from sim.rules.parameters import (
    ALLIANCE_INCIDENTS_PER_DAY,
    INCIDENTS_PER_DAY,
    POLICY_PARAMETERS,
    RECOGNITION_PER_DAY,
    TALKS_PER_DAY,
    WORLD_PARAMETERS,
)
from sim.rules.policies import BASE, CHOICES, OWN_RULE, PRESETS, Preset
from sim.rules.represent import DIRECT
from sim.rules.stand_by import OVER
from sim.rules.world import NONE, QUOTAS, Tables

from .arrays import day_number, flags, floats, ints
from .calendar import calendar_arrays
from .courses import Course, changed_policy, courses
from .defaults import ministries_of, normal_thresholds
from .derived import derived_arrays
from .own_rule_code import OwnRules
from .pack_channels import channel_arrays
from .relations import allies_of, pair_of, places_of, relations_of, sorted_pair
from .rules_of import rule_of
from .schema import Ministry, Policy, RecordedMove, Relation, Scenario, ScriptedMove, Trigger

MIDDLING = 0.5  # affinity of an ally of which the scenario says nothing
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
    triggers: tuple[str, ...]

    @cached_property
    def rows(self) -> dict[str, dict[Any, int]]:
        """Row of each id, by what it is an id of: a world may have thousands, each asked for many times."""
        ids: dict[str, tuple[Any, ...]] = {"party": self.parties, "ministry": self.ministries, "relation": self.dyads}
        ids |= {"pair": self.pairs, "channel": self.channels, "move": self.script, "trigger": self.triggers}
        return {what: {id_: row for row, id_ in enumerate(own)} for what, own in ids.items()}

    def party(self, name: str) -> int:
        """Row of a party; raises KeyError with the known ids."""
        return self._row("party", name)

    def dyad(self, name: str) -> int:
        """Row of a dyad; raises KeyError with the known ids."""
        return self._row("relation", name)

    def channel(self, name: str) -> int:
        """Row of a channel; raises KeyError with the known ids."""
        return self._row("channel", name)

    def _row(self, what: str, name: str) -> int:
        rows = self.rows[what]
        if name not in rows:
            raise KeyError(f"no {what} {name!r}; known are {', '.join(rows)}")
        return rows[name]

    def contact(self, value: int) -> str:
        """How contact runs, by what the rule ``contact_of`` returns: "direct", an embassy's id, "unassigned"."""
        return "direct" if value == DIRECT else "unassigned" if value == NONE else self.channels[value]

    def direction(self, actor: str, target: str) -> int:
        """Direction ``ij`` from one party to another; raises KeyError where they have no relation."""
        pair = (min(actor, target), max(actor, target))
        if pair not in self.rows["pair"]:
            raise KeyError(f"{actor} and {target} have neither a relation nor a channel")
        return 2 * self.rows["pair"][pair] + int(actor != pair[0])


def names_of(scenario: Scenario, relations: Mapping[str, Relation] | None = None) -> Names:
    """Order the ids of a scenario as they are packed.

    Parameters
    ----------
    relations : those of the scenario by id, where they are at hand
    """
    parties = tuple(sorted([*scenario.states, *scenario.alliances]))
    ministries = tuple((party, ministry) for party in parties for ministry in sorted(ministries_of(scenario, party)))
    relations = relations_of(scenario) if relations is None else relations
    dyads = tuple(sorted(relations))
    pairs = tuple(sorted_pair(relations[dyad].between) for dyad in dyads)
    order = {pair: d for d, pair in enumerate(pairs)}
    places = places_of(scenario)
    channels = tuple(sorted(places, key=lambda c: (order[pair_of(places[c])], c)))
    triggers = tuple(sorted(scenario.triggers, key=lambda t: (scenario.triggers[t].date, t)))
    return Names(parties, ministries, dyads, pairs, channels, script_order(scenario), triggers)


def script_of(scenario: Scenario) -> dict[str, ScriptedMove]:
    """Entries that a run plays: the record up to the day from which actors decide, and the timeline."""
    until = scenario.autonomous_from or scenario.start
    record: dict[str, ScriptedMove] = {name: move for name, move in scenario.record.items() if move.date < until}
    return record | {**scenario.timeline}


def script_order(scenario: Scenario) -> tuple[str, ...]:
    """Ids of scripted entries by day; on one day an answer follows what it answers."""
    script = script_of(scenario)

    depths: dict[str | None, int] = {}
    for name in script:
        above: list[str] = []
        answered: str | None = name
        while answered is not None and answered in script and answered not in depths:
            above.append(answered)
            answered = script[answered].answers
        begins = depths.get(answered, 0)
        depths |= {each: begins + n for n, each in enumerate(reversed(above), 1)}

    return tuple(
        sorted(script, key=lambda s: (script[s].date, depths[s], script[s].from_ or "", script[s].to or "", s))
    )


def pack(scenario: Scenario, names: Names | None = None, relations: Sequence[Relation] | None = None) -> Tables:
    """Pack the parameters and the structure of a scenario.

    Parameters
    ----------
    names, relations : of the scenario, in packed order, where they are at hand
    """
    names = names_of(scenario) if names is None else names
    if relations is None:
        by_id = relations_of(scenario)
        relations = [by_id[dyad] for dyad in names.dyads]
    followed = courses(scenario)
    rows = policy_rows(scenario, names) | changed_rows(scenario, followed)
    row_of = {name: number for number, name in enumerate(rows)}
    world = world_row(scenario)
    n_days = (scenario.end - scenario.start).days + 1
    given: dict[str, Any] = dict(
        n_days=n_days,
        autonomous_day=day_number(scenario, scenario.autonomous_from or scenario.start),
        is_exact=scenario.realisation == "exact",
        is_building=scenario.building,
        world=world,
        **_policy_arrays(scenario, rows, row_of),
        **_party_arrays(scenario, names, row_of, followed),
        **_ministry_arrays(scenario, names, row_of),
        **_dyad_arrays(scenario, names, relations, world),
        **channel_arrays(scenario, names, world),
        **_script_arrays(scenario, names),
        **_trigger_arrays(scenario, names),
        **calendar_arrays(scenario, names, row_of, followed),
    )
    return Tables(**given, **derived_arrays(given))


def world_row(scenario: Scenario) -> np.ndarray[Any, np.dtype[np.float64]]:
    """World parameters: given under ``parameters``, or the default."""
    given = scenario.parameters
    return floats(_first(getattr(given, p.name), p.default) for p in WORLD_PARAMETERS)


def _first(*values: float | None) -> float:
    return next(float(value) for value in values if value is not None)


@dataclass(frozen=True)
class PolicyRow:
    """A policy that an actor follows: its name, its own choices, what its name fills in, its numbers."""

    named: str
    policy: Any
    preset: Preset
    numbers: list[float]

    def choice(self, slot: str) -> Any:
        """What fills a slot, as the rules store it: the policy's own choice, its name's, or that of every policy."""
        own, codes = getattr(self.policy, slot), CHOICES[slot]
        if own is not None:
            return codes.index(own) if codes else own
        named = getattr(self.preset, slot)
        return getattr(BASE, slot) if named is None else named


def policy_rows(scenario: Scenario, names: Names) -> dict[str, PolicyRow]:
    """Rows of the policy table by the name that actors use, and those that mixtures draw from."""
    used = {(scenario.states.get(p) or scenario.alliances[p]).policy for p in names.parties}
    used |= {m.policy for p in names.parties for m in ministries_of(scenario, p).values() if m.policy}
    used |= {entry.policy for entry in scenario.calendar.values() if entry.policy}
    mixed = {part for name in used if name in scenario.policies for part in scenario.policies[name].mixture}
    return {name: _policy_row(scenario, name) for name in sorted(used | mixed)}


def _policy_row(scenario: Scenario, name: str) -> PolicyRow:
    return _row_of(scenario, name, scenario.policies.get(name) or Policy(preset=name))


def changed_rows(scenario: Scenario, followed: Mapping[str, Course]) -> dict[str, PolicyRow]:
    """Rows of the policies in which the calendar changes something, by what is followed."""
    changed = {now.label: now for course in followed.values() for _, now in course if now.changes}
    return {
        label: _row_of(scenario, now.named, changed_policy(scenario, now)) for label, now in sorted(changed.items())
    }


def _row_of(scenario: Scenario, name: str, policy: Any) -> PolicyRow:
    """Row of a policy of that name, perhaps with something changed."""
    preset, habits, shared = PRESETS[policy.preset], HABITS[policy.habits].numbers, scenario.parameters
    said = {
        p.name: (getattr(policy, p.name), preset.numbers.get(p.name), getattr(shared, p.name))
        for p in POLICY_PARAMETERS
    }
    numbers = [
        _first(*said[p.name], *said.get(p.follows, ()), habits.get(p.name), p.default) for p in POLICY_PARAMETERS
    ]
    return PolicyRow(name, policy, preset, numbers)


def _policy_arrays(scenario: Scenario, rows: dict[str, PolicyRow], row_of: Mapping[str, int]) -> dict[str, Any]:
    own = {name: rule for name, row in rows.items() if (rule := rule_of(scenario, row.named)) is not None}
    own_code = {rule: OWN_RULE + n for n, rule in enumerate(dict.fromkeys(own.values()))}

    def how_much(name: str, row: PolicyRow) -> int:
        if name in own:
            return own_code[own[name]]
        return int(row.choice("how_much"))

    mixtures = [sorted(row.policy.mixture.items()) for row in rows.values()]
    return {
        "policy": np.array([row.numbers for row in rows.values()]),
        "how_much": ints(how_much(name, row) for name, row in rows.items()),
        "breaks": flags(row.choice("breaks") for row in rows.values()),
        "form": ints(row.choice("form") for row in rows.values()),
        "initiates": ints(row.choice("initiates") for row in rows.values()),
        "hold_day": ints(_day_or_none(scenario, row.policy.hold_until) for row in rows.values()),
        "holds_for_another": flags(row.choice("holds_for_another") for row in rows.values()),
        "silences": ints(row.choice("silences") for row in rows.values()),
        "first_mixed": ints(np.cumsum([0, *(len(mixture) for mixture in mixtures)])),
        "mixed_row": ints(row_of[name] for mixture in mixtures for name, _ in mixture),
        "mixed_share": floats(
            weight / sum(other for _, other in mixture) for mixture in mixtures for _, weight in mixture
        ),
        "own_rule": OwnRules(own_code),
    }


def _day_or_none(scenario: Scenario, day: date | None) -> int:
    return NONE if day is None else max(0, day_number(scenario, day))


def _party_arrays(
    scenario: Scenario, names: Names, row_of: Mapping[str, int], followed: Mapping[str, Course]
) -> dict[str, Any]:
    parties = [scenario.states.get(p) or scenario.alliances[p] for p in names.parties]
    alliances = [scenario.alliances.get(p) for p in names.parties]
    return {
        "party_key": ints(fnv1a(p) for p in names.parties),
        "party_policy": ints(row_of[followed[party][0][1].label] for party in names.parties),
        "is_alliance": flags(alliance is not None for alliance in alliances),
        "is_member": np.array([[a is not None and p in a.members for p in names.parties] for a in alliances]),
        "quota": ints(0 if alliance is None else QUOTAS.index(alliance.decides_by) for alliance in alliances),
        "by_hand": flags(p in scenario.by_hand for p in names.parties),
        "sides_with": _sides(scenario, names),
        "party_influence": floats(getattr(party, "influence", 1.0) for party in parties),
    }


def _sides(scenario: Scenario, names: Names) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Who may take whose side over an act on ties, and over words: an alliance, and its members among each other."""
    sides = np.zeros((len(OVER), len(names.parties), len(names.parties)), dtype=np.bool_)
    for id_, alliance in scenario.alliances.items():
        members = [names.party(member) for member in alliance.members]
        for over in alliance.joins_over:
            sides[OVER.index(over), names.party(id_), members] = True
            sides[OVER.index(over)][np.ix_(members, members)] = True
    sides[:, range(len(names.parties)), range(len(names.parties))] = False
    return sides


def _ministry_arrays(scenario: Scenario, names: Names, row_of: Mapping[str, int]) -> dict[str, Any]:
    ministries: list[Ministry] = [ministries_of(scenario, p)[m] for p, m in names.ministries]
    owner = ints(names.party(p) for p, _ in names.ministries)
    return {
        "foreign_ministry": ints(
            next(m for m, (p, _) in enumerate(names.ministries) if p == party and ministries[m].role == "foreign")
            for party in names.parties
        ),
        "first_ministry": np.searchsorted(owner, np.arange(len(names.parties) + 1)).astype(np.int64),
        "ministry_party": owner,
        "ministry_policy": ints(row_of[m.policy] if m.policy else NONE for m in ministries),
        "influence": floats(m.influence for m in ministries),
        "owns": np.array([[family in m.owns for family in FAMILIES] for m in ministries]),
        "repertoire": np.array([_repertoire(scenario, party) for party in names.parties]),
    }


def _repertoire(scenario: Scenario, party: str) -> list[bool]:
    """Kinds of move that a party makes of its own accord: none that it rules out, or that no ministry of it owns.

    Families of ties that no ministry owns are left to the foreign ministry. One that is played by hand makes none.
    """
    never = (scenario.states.get(party) or scenario.alliances[party]).never
    owned = {family for ministry in ministries_of(scenario, party).values() for family in ministry.owns} or {*FAMILIES}
    owned |= {FAMILIES[family] for family in TIE_FAMILIES}
    is_free = party not in scenario.by_hand
    return [is_free and kind.name not in never and FAMILIES[kind.family] in owned for kind in KINDS]


def _dyad_arrays(scenario: Scenario, names: Names, ordered: Sequence[Relation], world: Any) -> dict[str, Any]:
    directions = [(d, (a, b) if side == 0 else (b, a)) for d, (a, b) in enumerate(names.pairs) for side in (0, 1)]
    with_channels = {pair_of(channel) for channel in scenario.channels.values()}
    joined = {pair_of(place) for place in places_of(scenario).values()}

    def directed(given: str, default: Any) -> Any:
        return floats(getattr(ordered[d], given).get(i, default(d, i)) for d, (i, _) in directions)

    def incidents(d: int, i: str) -> float:
        is_alliance = any(party in scenario.alliances for party in names.pairs[d])
        return float(world[ALLIANCE_INCIDENTS_PER_DAY if is_alliance else INCIDENTS_PER_DAY])

    def talks(d: int, i: str) -> float:
        return float(world[TALKS_PER_DAY]) if names.pairs[d] in joined else 0.0

    actor = ints(names.party(i) for _, (i, _) in directions)
    target = ints(names.party(j) for _, (_, j) in directions)
    own = np.argsort(actor, kind="stable").astype(np.int64)
    at = np.argsort(target, kind="stable").astype(np.int64)
    return {
        "actor": actor,
        "own": own,
        "first_own": np.searchsorted(actor[own], np.arange(len(names.parties) + 1)).astype(np.int64),
        "target": target,
        "at": at,
        "first_at": np.searchsorted(target[at], np.arange(len(names.parties) + 1)).astype(np.int64),
        "dyad_weight": floats(
            relation.weight if relation.weight is not None else _pairs_bound(scenario, pair, with_channels)
            for relation, pair in zip(ordered, names.pairs, strict=True)
        ),
        "silence_first": directed("silence_first", lambda d, i: np.nan),
        "silence_reply": directed("silence_reply", lambda d, i: np.nan),
        "incident_rate": directed("incidents_per_day", incidents),
        "offer_rate": directed("talks_per_day", talks),
        "invites": flags(i in ordered[d].invites for d, (i, _) in directions),
        "breaks_with": ints(int(ordered[d].breaks[i]) if i in ordered[d].breaks else NONE for d, (i, _) in directions),
        "request_rate": directed("asks_recognition", lambda d, i: float(world[RECOGNITION_PER_DAY])),
        "has_posture": flags(relation.posture is not None for relation in ordered),
        "contact": ints(
            names.channel(ordered[d].contact[i]) if i in ordered[d].contact else NONE for d, (i, _) in directions
        ),
        "protector": ints(
            names.direction(ordered[d].represented_by[i], j) if i in ordered[d].represented_by else NONE
            for d, (i, j) in directions
        ),
        **_mediation_arrays(names, ordered),
    }


def _mediation_arrays(names: Names, relations: Sequence[Relation]) -> dict[str, Any]:
    """Mediators of each relation in the order of their ids, so that a file may list them in any."""
    listed = [(d, mediator) for d, relation in enumerate(relations) for mediator in sorted(relation.mediators)]
    return {
        "mediator": ints(names.party(mediator) for _, mediator in listed),
        "mediated": ints(d for d, _ in listed),
        "to_first": ints(names.direction(mediator, names.pairs[d][0]) for d, mediator in listed),
        "to_second": ints(names.direction(mediator, names.pairs[d][1]) for d, mediator in listed),
    }


def _pairs_bound(scenario: Scenario, pair: tuple[str, str], with_channels: set[tuple[str, str]]) -> float:
    """Pairs of states that a dyad binds; none where it has no channels."""
    if pair not in with_channels:
        return 0.0
    sizes = [len(scenario.alliances[p].members) if p in scenario.alliances else 1 for p in pair]
    return float(pairs_bound(sizes[0], sizes[1]))


def first_count(given: int | None, default: int) -> int:
    """Count that a file gives, or the default."""
    return default if given is None else given


def _script_arrays(scenario: Scenario, names: Names) -> dict[str, Any]:
    script = script_of(scenario)
    moves = [script[s] for s in names.script]
    return {
        "script_day": ints(day_number(scenario, move.date) for move in moves),
        "script_ij": ints(NONE if _is_note(move) else names.direction(move.from_, move.to) for move in moves),
        "script_kind": ints(NONE if _is_note(move) else KIND_NUMBER[move.move] for move in moves),
        "script_channel": ints(NONE if move.channel is None else names.channel(move.channel) for move in moves),
        "script_count": ints(move.count for move in moves),
        "script_deadline": ints(
            NONE if move.deadline is None else day_number(scenario, move.deadline) for move in moves
        ),
        "script_answers": ints(names.rows["move"].get(move.answers, NONE) for move in moves),
        "script_trigger": ints(names.rows["trigger"].get(move.answers, NONE) for move in moves),
        "script_in_answer": flags(getattr(move, "in_answer", False) for move in moves),
        "script_severity": floats(np.nan if move.severity is None else move.severity for move in moves),
        "script_ceiling": ints(first_count(move.ceiling, NONE) for move in moves),
        "script_accredited": ints(first_count(move.accredited, NONE) for move in moves),
    }


def _is_note(move: ScriptedMove) -> bool:
    """Whether an entry of the record is a note of staff, without a move."""
    return isinstance(move, RecordedMove) and move.move is None


def _trigger_arrays(scenario: Scenario, names: Names) -> dict[str, Any]:
    triggers = [scenario.triggers[t] for t in names.triggers]
    shape = (len(triggers), len(names.parties))
    return {
        "trigger_day": ints(day_number(scenario, trigger.date) for trigger in triggers),
        "trigger_ij": ints(names.direction(trigger.victim, trigger.author) for trigger in triggers),
        "trigger_severity": floats(trigger.severity for trigger in triggers),
        "trigger_evidence": floats(trigger.evidence for trigger in triggers),
        "trigger_key": ints(fnv1a(t) for t in names.triggers),
        "affinity": floats(t.affinity.get(p, MIDDLING) for t in triggers for p in names.parties).reshape(shape),
        "threshold": floats(chain(*(_thresholds(scenario, names, t) for t in triggers))).reshape(shape),
    }


def _thresholds(scenario: Scenario, names: Names, trigger: Trigger) -> list[float]:
    """Threshold of each party, NaN where it joins by chance."""
    given = trigger.thresholds
    if trigger.threshold_mean is not None:
        allies = allies_of(scenario, trigger)
        given = dict(
            zip(allies, normal_thresholds(len(allies), trigger.threshold_mean, trigger.threshold_spread), strict=True)
        )
    return [given.get(party, np.nan) for party in names.parties]
