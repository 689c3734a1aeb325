"""The numbers that decide most about a relation, with their values and where each comes from."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sim.rules.moves import is_hostile_kind
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS
from sim.rules.silences import SILENCE_OF
from sim.scenario.by_chance import OF_ALLIANCES, OF_STATES, by_chance
from sim.scenario.canonical import document_of, scenario_from
from sim.scenario.load import ScenarioFile
from sim.scenario.pack import KIND_NUMBER
from sim.scenario.packed import packed
from sim.scenario.resolved import MARKS, ORDINARY, Resolved, resolved
from sim.scenario.schema import Scenario

from .labels import Labels, capital, spaced, value_text

# what decides whether a side answers, how hard, and whether it breaks; the first matter most
OF_RELATIONS = ("grievance", "breaks", "silence_first", "silence_reply")
OF_POLICIES = (
    "preset",
    "habits",
    "k",
    "breaking_floor",
    "breaking_hollowing",
    "half_life_days",
    "generosity",
    "perception_noise",
)
OF_BREAKING_POINTS = ("breaking_floor", "breaking_hollowing")  # of a policy by which somebody has one
LITTLE_KNOWN = ("design", "seed")  # marks of numbers that rest on no record of the crisis that is played
OF_NOTHING = 1.0  # as far as the range of a number goes that is 0
MOST_RELATIONS = 2
_LIMITS = {parameter.name: (parameter.low, parameter.high) for parameter in (*POLICY_PARAMETERS, *WORLD_PARAMETERS)}
OF_ANSWERS_ON_TIES = ("answer_same_tie", "answer_another_tie", "answer_recall", "answer_people")
OF_EVERYBODY = (  # numbers of the world that moved most when each of all was halved and doubled (docs/decisions/0029)
    "personnel_severity_base",
    "talks_grievance",
    "talks_per_day",
    "shell_share",
    "recovery_meetings",
    "recovery_staff_per_day",
)
PRESS_ON = "press_on"  # of every party whose first act can stay without an answer


def rows_of(manifest: Mapping[str, Any], relations: Sequence[str]) -> list[tuple[str, str, str]]:
    """What it is, its value, and where it comes from: of the relations, and of the policies of their parties.

    Parameters
    ----------
    manifest : of any result; of two worlds the first counts
    relations : ids
    """
    scenario = manifest.get("scenario") or manifest.get("scenario_a") or {}
    if not scenario or manifest.get("own_rules"):  # a page follows no rule of a user's own to look up a number
        return []
    case = scenario_from(dict(scenario))
    values = {entry.path: entry for entry in resolved(ScenarioFile(case, Path(), "", {}))}
    asked = {each.partition("=")[0].strip() for each in manifest.get("settings") or ()}
    labels = Labels(scenario)
    found = [*_rates_of_chance(case, values, relations), *_applying(values, scenario, labels, relations)]
    return [_row(entry, labels, asked) for entry in found]


class Assumption(NamedTuple):
    """A number that rests on little evidence, with a range for a sweep to begin with.

    Attributes
    ----------
    path : as for ``--vary``
    value : in force
    words : what it is, and of whom
    origin : where the value comes from, in words
    low, high : half and twice the value, within what a scenario may say; of 0, from 0 on
    """

    path: str
    value: float
    words: str
    origin: str
    low: float
    high: float

    @property
    def variation(self) -> str:
        """The range as ``--vary`` takes it."""
        return f"{self.path}={self.low:.6g}:{self.high:.6g}"


def assumed(read: ScenarioFile) -> list[Assumption]:
    """Numbers that decide most about the relations of a scenario and rest on little evidence, but none of its file.

    Rates at which first acts come by chance stand first, also those that the file gives: no crisis documents them. The
    relations are those of its plots; where it names none, the first two in which somebody acts.
    """
    scenario = document_of(read.scenario)
    labels, values = Labels(scenario), {entry.path: entry for entry in resolved(read)}
    acting = [name for name, parties in labels.relations.items() if _acts_between(parties, scenario)]
    relations = read.scenario.plots.dyads or (acting or list(labels.relations))[:MOST_RELATIONS]
    shared = [values[f"parameters.{name}"] for name in OF_EVERYBODY]
    found = [entry for entry in (*_applying(values, scenario, labels, relations), *shared) if _is_assumed(entry)]
    return [_assumption(entry, labels) for entry in (*_rates_of_chance(read.scenario, values, relations), *found)]


def _rates_of_chance(scenario: Scenario, values: Mapping[str, Resolved], relations: Sequence[str]) -> list[Resolved]:
    """Rates of first acts that come by chance: those that relations share, and what they give for themselves."""
    shared = by_chance(scenario, packed(scenario))
    own = [
        f"relations.{name}.{OF_STATES}.{party}"
        for name in relations
        if name in scenario.relations
        for party, rate in scenario.relations[name].incidents_per_day.items()
        if rate > 0.0
    ]
    paths = [f"parameters.{name}" for name in (OF_ALLIANCES, OF_STATES) if name in shared]
    return [values[path] for path in (*paths, *own)]


def _is_assumed(entry: Resolved) -> bool:
    """Whether a number is marked as a choice of the authors, as taken from one crisis, or as assumed."""
    marks = (f"default, {mark}: " in entry.origin for mark in LITTLE_KNOWN)
    is_number = isinstance(entry.value, int | float) and not isinstance(entry.value, bool)
    return is_number and (any(marks) or entry.origin.endswith(f": {ORDINARY}"))


def _assumption(entry: Resolved, labels: Labels) -> Assumption:
    value = float(entry.value)
    least, most = _LIMITS.get(entry.path.rpartition(".")[2], (0.0, float("inf")))
    low, high = (min(value / 2, 2 * value), max(value / 2, 2 * value)) if value else (0.0, OF_NOTHING)
    ends = max(low, least), min(high, most)
    return Assumption(entry.path, value, labels.path(entry.path), origin_text(entry.origin), *ends)


def _applying(
    values: Mapping[str, Resolved], scenario: Mapping[str, Any], labels: Labels, relations: Sequence[str]
) -> list[Resolved]:
    """Values that decide most about relations, in the order in which they matter; none that nobody reads."""
    wanted = dict.fromkeys(path for name in relations for path in _paths(name, scenario, labels, values))
    return [values[path] for path in wanted if path in values]


def _paths(relation: str, scenario: Mapping[str, Any], labels: Labels, values: Mapping[str, Resolved]) -> Iterator[str]:
    parties = labels.relations.get(relation, ())
    acts, ties = _acts_between(parties, scenario), _ties_between(parties, scenario)
    silences = _silences_of(acts)
    given = scenario.get("relations", {}).get(relation, {})
    for key in OF_RELATIONS:
        if key == "silence_first" and acts and key not in silences and not given.get(key):
            continue  # which holds for people sent home and for posts, and no such act is made
        yield from (f"relations.{relation}.{key}.{party}" for party in parties)
    everybody = {**scenario.get("states", {}), **scenario.get("alliances", {})}
    on_ties = {"silence_tie", "silence_persons"} & {*silences}
    own = [key for key in silences if key not in OF_RELATIONS]
    keys = (*own, *(OF_ANSWERS_ON_TIES if on_ties else ()), PRESS_ON, *OF_POLICIES)
    breaking = {everybody[p].get("policy") for p in parties if values[f"relations.{relation}.breaks.{p}"].value}
    for policy in dict.fromkeys(everybody[party].get("policy") for party in parties):
        yield from (f"policies.{policy}.{key}" for key in keys if policy in breaking or key not in OF_BREAKING_POINTS)
    if on_ties:
        yield from (f"ties.{tie}.worth.{party}" for tie in ties for party in parties)


def _acts_between(parties: Sequence[str], scenario: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Moves of the timeline between two parties."""
    timeline = scenario.get("timeline", {}).values()
    return [act for act in timeline if {act["from"], act["to"]} == {*parties}]


def _ties_between(parties: Sequence[str], scenario: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Ties of two parties, by id."""
    return {id_: tie for id_, tie in scenario.get("ties", {}).items() if {*tie["between"]} == {*parties}}


def _silences_of(acts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Numbers of the silence about acts of the timeline, in the order of their table; most words are no such act."""
    kinds = [KIND_NUMBER[act["move"]] for act in acts]
    governing = {int(SILENCE_OF[kind]) for kind in kinds if is_hostile_kind(kind)}
    return [POLICY_PARAMETERS[number].name for number in sorted(governing)]


def _row(entry: Resolved, labels: Labels, asked: set[str]) -> tuple[str, str, str]:
    origin = "set beside the scenario" if entry.path in asked else origin_text(entry.origin)
    value = {True: "yes", False: "no"}.get(entry.value) if isinstance(entry.value, bool) else None
    return capital(labels.path(entry.path)), value or value_text(entry.value), origin


def is_line(origin: str) -> bool:
    """Whether an origin is a file and a line of it.

    Examples
    --------
    >>> is_line("two_blocs.yaml:21"), is_line("preset ledger")
    (True, False)
    """
    file, _, line = origin.rpartition(":")
    return bool(file) and line.isdigit()


def origin_text(origin: str) -> str:
    """Where a value comes from, in words.

    Examples
    --------
    >>> origin_text("default"), origin_text("policies.us.k: default, design: a choice of ours")
    ('the scenario', 'a choice of ours')
    """
    last = origin.rpartition("default, ")[2] if "default, " in origin else origin
    for mark, says in MARKS.items():
        if last.startswith(f"{mark}:"):
            return says
    plain = last.rpartition(": ")[2]
    if is_line(plain):
        return plain
    if plain == ORDINARY:
        return "assumed: nothing is said of it"
    if plain.startswith("policies."):
        return "the policy of that side"
    return "the scenario" if plain in ("default", "") else spaced(plain)
