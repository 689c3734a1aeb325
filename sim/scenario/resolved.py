"""Every value of a scenario that is in force, and where it comes from.

What a file leaves out is filled in as :mod:`sim.scenario.pack` and :mod:`sim.scenario.initial` fill it in.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sim.rules.fitted import FITTED, in_record
from sim.rules.habits import HABITS
from sim.rules.indices import pairs_bound
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS, Parameter
from sim.rules.policies import BASE, HOW_MUCH, NEVER, OWN_RULE, PRESETS, slots_of

from .check import JOINT_KINDS
from .defaults import ministries_of
from .load import ScenarioFile
from .pack import MIDDLING, PolicyRow, names_of, policy_rows
from .problems import printable
from .relations import allies_of, implied_relations, pair_of, relations_of, sorted_pair
from .schema import Alliance, Channel, Policy, Relation, Scenario, State

Path = tuple[str, ...]
Values = Iterator[tuple[Path, tuple[Any, str]]]  # path, value and where it comes from

MARKS = {
    "fit": "documented moves of 108 crises",
    "seed": "the crisis of October 2021",
    "design": "a choice of ours",
}
DEFAULT = "default"
ORDINARY = "ordinary"  # worth of a tie of which nothing is said
_MOVES = ("record", "timeline", "observed")  # what an entry leaves out there, it does not have
_WORLD = {p.name: p for p in WORLD_PARAMETERS}
_POLICY = {p.name: p for p in POLICY_PARAMETERS}


class Resolved(NamedTuple):
    """One value: its path, as ``--set`` takes it where the file has such an entry, and where it comes from."""

    path: str
    value: Any
    origin: str

    @property
    def written(self) -> str:
        """The value on one line, nearly as a scenario file has it."""
        if isinstance(self.value, list):
            return "[" + ", ".join(map(str, self.value)) + "]"
        if isinstance(self.value, bool):
            return str(self.value).lower()
        if isinstance(self.value, float):
            return f"{self.value:.10g}"
        return self.value.isoformat() if isinstance(self.value, date) else printable(str(self.value), 60)


def resolved(read: ScenarioFile) -> list[Resolved]:
    """Every value in force, in the order of the sections.

    Returns
    -------
    list of Resolved
        the origin is a line of a file, a setting of the command line, a preset, or ``default``, with the mark of
        the number; of a value that stands for a second one, the path of that one, too.
    """
    derived = {path: value for fill in _FILLED for path, value in fill(read)}
    tree: dict[str, Any] = read.scenario.model_dump(by_alias=True)
    for path, (value, _) in derived.items():
        _put(tree, path, value)
    return [Resolved(".".join(path), value, _origin(read, path, derived)) for path, value in _leaves(tree, read)]


def _put(tree: dict[str, Any], path: Path, value: Any) -> None:
    """Fill in a value where none is given."""
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
    if tree.get(path[-1]) is None:
        tree[path[-1]] = value


def _leaves(tree: dict[str, Any], read: ScenarioFile, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    for key, value in tree.items():
        here = (*path, key)
        if isinstance(value, dict):
            yield from _leaves(value, read, here)
        elif here in read.origins or not (value in (None, "", []) or here[0] in _MOVES):
            yield here, value


def _origin(read: ScenarioFile, path: Path, derived: dict[Path, tuple[Any, str]]) -> str:
    return _given(read, path) or derived.get(path, (None, DEFAULT))[1]


def _given(read: ScenarioFile, path: Path) -> str:
    """File and line, or setting, that gives a value; empty where none does."""
    origin = read.origins.get(path)
    if origin is None or origin.file is None:
        return str(origin) if origin else ""
    inherited = origin.file != read.path and origin.file.suffix != ".csv"
    return f"{printable(origin.file.name)}:{origin.line}" + (", extended" if inherited else "")


def _default(parameter: Parameter) -> tuple[float, str]:
    """Default of a number, with its mark and what the mark means; of a fitted one also what it rests on."""
    says = MARKS.get(parameter.mark, parameter.meaning)
    found = in_record(parameter.name) if parameter.mark == "fit" else None
    return parameter.default, f"{DEFAULT}, {parameter.mark}: {says}" + (f" ({found.says})" if found else "")


def _world(read: ScenarioFile, name: str) -> tuple[float, str]:
    """World parameter in force and where it comes from."""
    given = getattr(read.scenario.parameters, name)
    return _default(_WORLD[name]) if given is None else (given, _given(read, ("parameters", name)))


def _shared(read: ScenarioFile, name: str) -> tuple[float, str]:
    """World parameter as what stands for it elsewhere."""
    value, origin = _world(read, name)
    return value, f"parameters.{name}: {origin}"


def _number(read: ScenarioFile, policy_name: str, name: str) -> tuple[float, str]:
    """Number of a policy: its own, its preset's, the one under ``parameters``, that of its habits, or the default."""
    policy: Any = read.scenario.policies.get(policy_name) or Policy(preset=policy_name)
    if said := _said(read, policy_name, policy, name):
        return said
    if (followed := _POLICY[name].follows) and (said := _said(read, policy_name, policy, followed)):
        return said[0], f"policies.{policy_name}.{followed}: {said[1]}"
    if name in HABITS[policy.habits].numbers:
        found = FITTED[policy.habits][name]
        return found.value, f"habits: {policy.habits}, fit: {MARKS['fit']} ({found.says})"
    return _default(_POLICY[name])


def _said(read: ScenarioFile, policy_name: str, policy: Any, name: str) -> tuple[float, str] | None:
    """Number that somebody says: the policy, its preset or ``parameters``; None where nobody does."""
    preset, shared = PRESETS[policy.preset].numbers, getattr(read.scenario.parameters, name)
    if getattr(policy, name) is not None:
        return getattr(policy, name), _given(read, ("policies", policy_name, name))
    if name in preset:
        return preset[name], f"preset {policy.preset}"
    if shared is not None:
        return shared, f"parameters.{name}: {_given(read, ('parameters', name))}"
    return None


def _general(read: ScenarioFile) -> Values:
    yield ("autonomous_from",), (read.scenario.start, f"{DEFAULT}: the start")
    for name in _WORLD:
        yield ("parameters", name), _world(read, name)


def _policies(read: ScenarioFile) -> Values:
    used = policy_rows(read.scenario, names_of(read.scenario))
    for name in [*read.scenario.policies, *sorted(used.keys() - read.scenario.policies.keys())]:
        path = ("policies", name)
        policy: Any = read.scenario.policies.get(name) or Policy(preset=name)
        named = slots_of(PRESETS[policy.preset]) | ({"how_much": HOW_MUCH[OWN_RULE]} if policy.own_rule else {})
        yield (*path, "preset"), (policy.preset, f"preset {policy.preset}")
        for slot, value in slots_of(BASE).items():
            source = f"preset {policy.preset}" if slot in named else f"{DEFAULT} of every policy"
            yield (*path, slot), (named.get(slot, value), source)
        yield (*path, "habits"), (policy.habits, f"{DEFAULT}: the world at large")
        for number in _POLICY:
            yield (*path, number), _number(read, name, number)


def _ministries(read: ScenarioFile) -> Values:
    parties: dict[Path, State | Alliance] = {("states", id_): state for id_, state in read.scenario.states.items()}
    parties |= {("alliances", id_): alliance for id_, alliance in read.scenario.alliances.items()}
    for party, actor in parties.items():
        section = "ministries" if party[0] == "states" else "organs"
        for id_, ministry in ministries_of(read.scenario, party[1]).items():
            values = ministry.model_dump(exclude_none=True)
            for key, value in values.items():
                yield (*party, section, id_, key), (value, DEFAULT)
            yield (*party, section, id_, "policy"), (actor.policy, f"{DEFAULT}: {'.'.join(party)}.policy")


def _channels(read: ScenarioFile) -> Values:
    for id_, channel in read.scenario.channels.items():
        path = ("channels", id_)
        yield (*path, "weight"), _shared(read, f"weight_{channel.kind}")
        yield from _owners(path, channel, read.scenario)
        if channel.kind == "council":
            yield (*path, "last_meeting"), _last_meeting(channel, read.scenario)
        if channel.kind not in JOINT_KINDS:
            for key in ("ceiling", "reference_staff"):
                yield (*path, key), (channel.accredited, f"{DEFAULT}: the accredited staff")


def _last_meeting(channel: Channel, scenario: Scenario) -> tuple[date, str]:
    if channel.meetings:
        return max(channel.meetings), f"{DEFAULT}: the last of the meetings"
    return scenario.start, f"{DEFAULT}: the start"


def _ties(read: ScenarioFile) -> Values:
    for id_, tie in read.scenario.ties.items():
        for party in (party for party in tie.between if party not in tie.worth):
            yield ("ties", id_, "worth", party), (1.0, f"{DEFAULT}: {ORDINARY}")


def _owners(path: Path, channel: Channel, scenario: Scenario) -> Values:
    ends = channel.between or (channel.sender, channel.host)
    for key, party in zip(("sender_ministry", "host_ministry"), ends, strict=True):
        ministries = sorted(ministries_of(scenario, str(party)).items())
        foreign = next(id_ for id_, ministry in ministries if ministry.role == "foreign")
        yield (*path, key), (foreign, f"{DEFAULT}: the foreign ministry")


def _relations(read: ScenarioFile) -> Values:
    scenario = read.scenario
    implied, joined = implied_relations(scenario), {pair_of(channel) for channel in scenario.channels.values()}
    rows = policy_rows(scenario, names_of(scenario))
    for id_, relation in relations_of(scenario).items():
        path, pair = ("relations", id_), sorted_pair(relation.between)
        if pair in implied:
            yield (*path, "between"), (list(pair), "a channel joins them")
            yield (*path, "level"), (relation.level, DEFAULT)
        has_channels = pair in joined
        yield (*path, "weight"), _weight(scenario, pair, has_channels)
        for party in pair:
            yield from _directed(read, path, relation, party, has_channels, rows)


def _weight(scenario: Scenario, pair: tuple[str, str], has_channels: bool) -> tuple[float, str]:
    if not has_channels:
        return 0.0, f"{DEFAULT}: no channel joins them"
    sizes = [len(scenario.alliances[p].members) if p in scenario.alliances else 1 for p in pair]
    return float(pairs_bound(*sizes)), f"{DEFAULT}: pairs of states that it binds"


def _directed(
    read: ScenarioFile, path: Path, relation: Relation, party: str, has_channels: bool, rows: Mapping[str, PolicyRow]
) -> Values:
    """What one party of a relation holds, does and may do by chance."""
    scenario = read.scenario
    policy = (scenario.states.get(party) or scenario.alliances[party]).policy
    with_alliance = any(p in scenario.alliances for p in relation.between)
    for key in ("grievance", "balance"):
        yield (*path, key, party), (0.0, DEFAULT)
    for key in ("silence_first", "silence_reply"):
        yield (*path, key, party), _silence(read, policy, rows[policy], key)
    incidents = "alliance_incidents_per_day" if with_alliance else "incidents_per_day"
    yield (*path, "incidents_per_day", party), _shared(read, incidents)
    no_talks = (0.0, f"{DEFAULT}: no channel joins them")
    yield (*path, "talks_per_day", party), _shared(read, "talks_per_day") if has_channels else no_talks
    yield (*path, "breaks", party), _breaks(policy, rows[policy])
    yield (*path, "asks_recognition", party), _shared(read, "recognition_per_day")
    if relation.posture is not None:
        yield (*path, "posture", party), _shared(read, "posture_start")


def _silence(read: ScenarioFile, name: str, row: PolicyRow, key: str) -> tuple[float, str]:
    """Chance that an actor keeps silent by its policy, before size and all else are weighed."""
    if row.choice("silences") == NEVER:
        return 0.0, f"policies.{name}.silences"
    value, origin = _number(read, name, key)
    return value, f"policies.{name}.{key}: {origin}"


def _breaks(name: str, row: PolicyRow) -> tuple[bool, str]:
    """Whether an actor has a breaking point, by its policy."""
    return row.choice("breaks"), f"policies.{name}.breaks"


def _triggers(read: ScenarioFile) -> Values:
    for id_, trigger in read.scenario.triggers.items():
        if trigger.threshold_mean is None:
            for ally in allies_of(read.scenario, trigger):
                if ally not in trigger.thresholds:
                    yield ("triggers", id_, "affinity", ally), (MIDDLING, DEFAULT)


_FILLED = (_general, _policies, _ministries, _channels, _ties, _relations, _triggers)
