"""A sweep: many runs at each of many points, summed up in a few rows a point.

The runs of every point have the same numbers under the same seed, so that all points share their draws and differ by
what is varied alone.  The rows of a point depend on nothing else: not on threads, processes, or the order of points.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sim.analysis.own_measures import tried
from sim.design.design import Design
from sim.engine.groups import bloc_of
from sim.experiment.relations_followed import MOST_RELATIONS, relations_followed
from sim.results.groups import N_GROUPS
from sim.results.provenance import releases
from sim.scenario.base import BaseScenario
from sim.scenario.canonical import document_of, scenario_hash
from sim.scenario.own_measure import OwnMeasure, in_manifest, rules_in
from sim.scenario.own_rule import RuleFile, digests
from sim.scenario.pack import names_of
from sim.version import __version__

PAIRED = ("oat",)  # designs
DEPENDS_ON = (  # beside the releases of what they are made with
    "scenario_hash", "design", "vary", "points", "drawn", "runs", "seed", "relations", "points_per_part", "version",
    "own_rules",
)  # fmt: skip


@dataclass(frozen=True)
class Task:
    """A part of a sweep: what has to be known for playing it, wherever that is."""

    part: int
    points: tuple[tuple[int, tuple[str, ...]], ...]  # number and settings
    base: BaseScenario
    runs: int
    seed: int
    relations: tuple[str, ...]
    own: tuple[OwnMeasure, ...] = ()
    is_paired: bool = False  # whether points are set against each other, by sums over groups of histories
    is_small: bool = False  # whether to interpret all that is played takes less time than to compile the rules

    @property
    def few_runs(self) -> int | None:
        """Histories of a point, where it is to be interpreted unless there is machine code by then; else None."""
        return self.runs if self.is_small else None

    @property
    def rules(self) -> list[RuleFile]:
        """Files of own measures, and of own rules that may be followed at these points."""
        of_points = self.base.rules(setting for _, of_point in self.points for setting in of_point)
        return [*of_points, *rules_in(self.own)]


@dataclass(frozen=True)
class Sweep:
    """Everything that the rows of a sweep depend on.

    Attributes
    ----------
    source : str, scenario file or name; None of a scenario that Python holds
    settings : tuple of ``path=value``, in force at every point
    base : BaseScenario, the scenario with these
    design : Design
    runs : int, at each point
    relations : tuple of ids, followed beside the pairs of blocs and the theatre; none if the busiest are to be found
    points_per_part : int, points that are kept together in a file
    experiment : what the figures of a named sweep show, as JSON; None of one without a name
    own : own measures; whether they say yes or no is found before anything is played
    """

    source: str | None
    settings: tuple[str, ...]
    base: BaseScenario
    design: Design
    runs: int
    relations: tuple[str, ...]
    points_per_part: int
    experiment: dict[str, Any] | None = None
    own: tuple[OwnMeasure, ...] = ()

    @property
    def is_paired(self) -> bool:
        """Whether its points are set against each other: of one value at a time, whose differences are what counts."""
        return self.design.name in PAIRED

    @property
    def n_parts(self) -> int:
        """Parts that the points are divided into."""
        return -(-self.design.n_points // self.points_per_part)

    @property
    def rules(self) -> list[RuleFile]:
        """Files of own measures, and of own rules that may be followed at some point."""
        return [*self.base.rules(_all_settings(self.design)), *rules_in(self.own)]

    def points_of(self, part: int) -> range:
        """Points of a part."""
        first = part * self.points_per_part
        return range(first, min(first + self.points_per_part, self.design.n_points))

    def task(self, part: int, is_small: bool = False) -> Task:
        """What has to be known for playing a part.

        Parameters
        ----------
        is_small : whether all that is played is so little that it is interpreted where nothing was compiled
        """
        points = tuple((point, self.design.settings(point)) for point in self.points_of(part))
        asked = self.runs, self.design.seed, self.relations, self.own
        return Task(part, points, self.base, *asked, self.is_paired, is_small)


def made_ready(sweep: Sweep) -> Sweep:
    """The same sweep with what a few runs are played for: how own measures answer, and the busiest relations."""
    scenario, seed = sweep.base.scenario, sweep.design.seed
    return with_busiest(replace(sweep, own=tried(sweep.own, scenario, seed)))


def with_busiest(sweep: Sweep) -> Sweep:
    """The same sweep, which follows the busiest relations where none were named; a few runs are played for it."""
    if sweep.relations:
        return sweep
    found = relations_followed(sweep.base.scenario, sweep.design.seed, None)
    return replace(sweep, relations=found)


def fingerprint_of(sweep: Sweep) -> dict[str, Any]:
    """Everything that the rows of a sweep depend on, by name, as JSON: they are the same where this is."""
    design = sweep.design
    return {
        "scenario_hash": scenario_hash(document_of(sweep.base.scenario)),
        "design": design.name,
        "vary": [variation.text for variation in design.variations],
        "points": design.n_points,
        "drawn": hashlib.sha256(design.places.tobytes()).hexdigest() if design.is_drawn else "",
        "runs": sweep.runs,
        "seed": design.seed,
        "relations": list(sweep.relations),
        "points_per_part": sweep.points_per_part,
        "version": __version__,
        **{name: found for name, found in releases().items() if name != "detente"},
        "own_rules": digests(sweep.rules),
        **({"measures": in_manifest(sweep.own)} if sweep.own else {}),
        **({"groups": N_GROUPS} if sweep.is_paired else {}),
    }


def digest_of_all(dependencies: Mapping[str, Any]) -> str:
    """SHA-256 of everything that the rows of a sweep depend on, as :func:`fingerprint_of` names it."""
    return hashlib.sha256(json.dumps(dependencies, sort_keys=True).encode()).hexdigest()


def is_as_written(manifest: Mapping[str, Any]) -> bool:
    """Whether a manifest says what it said when the rows were made: its fingerprint and its scenario fit the rest."""
    names = (*DEPENDS_ON, *(name for name in releases() if name != "detente"))
    names = (*names, *(name for name in ("measures", "groups") if name in manifest))
    fits = digest_of_all({name: manifest.get(name) for name in names}) == manifest.get("fingerprint")
    scenario = manifest.get("scenario")
    return fits and isinstance(scenario, dict) and scenario_hash(scenario) == manifest.get("scenario_hash")


def _all_settings(design: Design) -> Iterator[str]:
    """Every value that is listed for a path."""
    return (variation.setting(value) for variation in design.variations for value in variation.choices)


def n_rows_of_a_point(sweep: Sweep) -> int:
    """Rows of a point: all runs, the relations, the pairs of blocs, the theatre, own measures."""
    case = sweep.base.scenario
    blocs = {frozenset(bloc_of(case, party) for party in pair) for pair in names_of(case).pairs}
    n_relations = len(sweep.relations) or min(MOST_RELATIONS, len(names_of(case).dyads))
    return 2 + n_relations + sum(len(pair) > 1 for pair in blocs) + bool(sweep.own)
