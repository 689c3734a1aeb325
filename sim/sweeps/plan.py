"""A sweep: many runs at each of many points, told by a few rows a point.

The runs of every point have the same numbers under the same seed, so that all points share their draws and differ by
what is varied alone.  The rows of a point depend on nothing else: not on threads, processes, or the order of points.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Any

from sim.design.design import FORMS, Design, DesignError, Variation, typed
from sim.engine.compiled.ensemble import N_RUN_NUMBERS
from sim.engine.groups import groups_of
from sim.experiment.relations_followed import MOST_RELATIONS, relations_followed
from sim.results.measures import EVENT_OF, MEASURE_OF
from sim.results.provenance import releases
from sim.scenario.arguments import LARGEST_SEED, text, texts, whole_number
from sim.scenario.base import BaseScenario
from sim.scenario.canonical import document_of, scenario_hash
from sim.scenario.characters import is_utf8
from sim.scenario.own_rule import RuleFile, digests
from sim.scenario.pack import names_of
from sim.scenario.packed import packed
from sim.scenario.problems import Problem, ScenarioError, printable, shown
from sim.scenario.schema import Experiment, Scenario
from sim.scenario.values_in_force import own_value
from sim.version import __version__

from .checks import check_points, check_variations

MOST_PARTS = 1000  # so many that an interruption costs little
USUAL_RUNS = 200
TOLD = {"title", "about", "of", "show", "frontiers"}  # of an experiment, in the manifest
TRIED = 8  # values of a path that are tried before anything is played


@dataclass(frozen=True)
class Task:
    """A part of a sweep: what has to be known for playing it, wherever that is."""

    part: int
    points: tuple[tuple[int, tuple[str, ...]], ...]  # number and settings
    base: BaseScenario
    runs: int
    seed: int
    relations: tuple[str, ...]

    @property
    def rules(self) -> list[RuleFile]:
        """Own rules that may be followed at these points."""
        return self.base.rules(setting for _, of_point in self.points for setting in of_point)


@dataclass(frozen=True)
class Sweep:
    """Everything that the rows of a sweep depend on.

    Attributes
    ----------
    source : str, scenario file or name
    settings : tuple of ``path=value``, in force at every point
    base : BaseScenario, the scenario with these
    design : Design
    runs : int, at each point
    relations : tuple of ids, followed beside the pairs of blocs and the theatre; none if the busiest are to be found
    points_per_part : int, points that are kept together in a file
    experiment : what the figures of a named sweep show, as JSON; None of one without a name
    """

    source: str
    settings: tuple[str, ...]
    base: BaseScenario
    design: Design
    runs: int
    relations: tuple[str, ...]
    points_per_part: int
    experiment: dict[str, Any] | None = None

    @property
    def n_parts(self) -> int:
        """Parts that the points are divided into."""
        return -(-self.design.n_points // self.points_per_part)

    @property
    def rules(self) -> list[RuleFile]:
        """Own rules that may be followed at some point."""
        return self.base.rules(_all_settings(self.design))

    def points_of(self, part: int) -> range:
        """Points of a part."""
        first = part * self.points_per_part
        return range(first, min(first + self.points_per_part, self.design.n_points))

    def task(self, part: int) -> Task:
        """What has to be known for playing a part."""
        points = tuple((point, self.design.settings(point)) for point in self.points_of(part))
        return Task(part, points, self.base, self.runs, self.design.seed, self.relations)


def plan_sweep(
    source: str,
    vary: Sequence[str] = (),
    design: str | None = None,
    points: int | None = None,
    runs: int | None = None,
    seed: int = 1,
    settings: Sequence[str] = (),
    relations: Sequence[str] | None = None,
    points_per_part: int | None = None,
    experiment: str | None = None,
    *,
    trust: bool = False,
) -> Sweep:
    """Plan a sweep, quickly: nothing is played; arguments as for :func:`sim.api.sweep`.

    Parameters
    ----------
    experiment : name of one of the scenario's own; what else is given comes in the place of what it says

    Raises
    ------
    DesignError
        If a variation, the design or the experiment is none.
    ScenarioError
        If the scenario has mistakes before anything varies.
    ValueError
        If a number or a relation is not one.
    """
    if not is_utf8(source):
        raise ScenarioError(
            [Problem(None, (), f"{shown(source)}: the name is not UTF-8", "another name, for it is kept")]
        )
    vary, settings, relations = texts("vary", vary), texts("settings", settings), texts("relations", relations)
    seed, points = whole_number("seed", seed, 0, LARGEST_SEED), _number_or_none("points", points)
    design, points_per_part = _text_or_none("design", design), _number_or_none("points_per_part", points_per_part)
    base = BaseScenario.read(source, settings, trust=trust)
    named = _experiment_of(base, experiment, vary)
    varied: Sequence[str | Variation] = vary
    if named is not None:
        varied = _with_those_of(named, vary)
        of_file = {*named.set_, *named.vary} - {_path_of(text) for text in (*vary, *settings)}
        settings = (*(setting_of(path, value) for path, value in named.set_.items()), *settings)
        base = BaseScenario.read(source, settings, trust=trust, of_file=of_file)
        points = named.points if points is None and design in (None, named.design) else points
        design, runs = named.design if design is None else design, named.runs if runs is None else runs
        relations = relations or named.relations
    runs = whole_number("runs", USUAL_RUNS if runs is None else runs, 1, N_RUN_NUMBERS)
    chosen = Design.of("grid" if design is None else design, varied, points, seed, partial(own_value, base.scenario))
    check_variations(base, chosen.variations)
    check_points(chosen)
    check_makes_a_scenario(base, chosen.variations, chosen.variations)
    asked = with_what_is_drawn(base.scenario, relations or base.scenario.plots.dyads, named)
    followed = relations_followed(base.scenario, seed, asked) if asked else ()
    per_part = points_per_part or -(-chosen.n_points // MOST_PARTS)
    check_shown(named.show if named else ())
    told = None if named is None else {"name": experiment} | named.model_dump(mode="json", include=TOLD)
    return Sweep(source, tuple(settings), base, chosen, runs, followed, per_part, told)


def _number_or_none(name: str, given: int | None) -> int | None:
    return None if given is None else whole_number(name, given, 1)


def _text_or_none(name: str, given: str | None) -> str | None:
    return None if given is None else text(name, given)


def _experiment_of(base: BaseScenario, name: str | None, vary: Sequence[str]) -> Experiment | None:
    """The experiment of a name; raises DesignError where there is none, or where nothing at all is to vary."""
    known = base.scenario.experiments
    there = f"the experiments of {base.scenario.name}: {', '.join(known)}" if known else ""
    if name is None:
        if not vary:
            or_one = f", or one of {there}" if known else ""
            raise DesignError(f"nothing varies; expected --vary with {FORMS}{or_one}")
        return None
    if name not in known:
        expected = f"one of {there}" if known else f"--vary with {FORMS}, for {base.scenario.name} has none"
        raise DesignError(f"no experiment {shown(name)}; expected {expected}")
    return known[name]


def with_what_is_drawn(case: Scenario, relations: Sequence[str], named: Experiment | None) -> list[str]:
    """Relations to follow, with the one that a named sweep draws; raises DesignError where there is no such row."""
    asked = list(relations)
    if named is None or named.of is None or named.of in (*asked, "run"):
        return asked
    names = names_of(case)
    if named.of in names.dyads:
        return [*asked, named.of]
    known = [group.name for group in groups_of(packed(case))]
    if named.of not in known:
        raise DesignError(f"of: nothing is called {shown(named.of)}; expected a relation, run, {', '.join(known)}")
    return asked


def check_shown(columns: Sequence[str]) -> None:
    """Raise DesignError where a named sweep shows what is no number of a point."""
    known = (*EVENT_OF, *MEASURE_OF)
    for column in columns:
        if column not in known:
            near = get_close_matches(column, known, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"expected any of {', '.join(known)}"
            raise DesignError(f"show: {shown(column)} is not known here; {hint}")


def _path_of(text: str) -> str:
    return text.partition("=")[0].strip()


def setting_of(path: str, value: Any) -> str:
    """``path=value``, of a value in a file."""
    return f"{path}={value if isinstance(value, date) else typed(value)}"


def _with_those_of(experiment: Experiment, vary: Sequence[str | Variation]) -> list[str | Variation]:
    """What an experiment varies, and what is given besides or in its place."""
    given: dict[str, str | Variation] = {_path_of(str(text)): text for text in vary}
    own: dict[str, str | Variation] = {path: variation_of(path, values) for path, values in experiment.vary.items()}
    return [*(own | given).values()]


def variation_of(path: str, values: Any) -> Variation:
    """What an experiment varies; raises DesignError where that cannot be meant."""
    return Variation.read(f"{path}={values}") if isinstance(values, str) else Variation.listed(path, values)


def with_busiest(sweep: Sweep) -> Sweep:
    """The same sweep, which follows the busiest relations where none were named; a few runs are played for it."""
    if sweep.relations:
        return sweep
    found = relations_followed(sweep.base.scenario, sweep.design.seed, None)
    return replace(sweep, relations=found)


def check_makes_a_scenario(base: BaseScenario, variations: Sequence[Variation], suspects: Sequence[Variation]) -> None:
    """Raise DesignError where no values make a scenario, and no value of one of the suspects does alone."""
    if not _any_makes_a_scenario(base, variations):
        for variation in suspects:
            _try_variation(base, variation)


def _any_makes_a_scenario(base: BaseScenario, variations: Sequence[Variation]) -> bool:
    """Whether some values of all paths together make a scenario; some paths are of use only together."""
    for i in range(TRIED):
        try:
            base.with_settings([variation.setting(variation.at(i / (TRIED - 1))) for variation in variations])
            return True
        except ScenarioError:
            continue
    return False


def _try_variation(base: BaseScenario, variation: Variation) -> None:
    """Raise DesignError where no value of a path makes a scenario: the path itself is wrong, most likely."""
    problems: list[str] = []
    for i in range(TRIED):
        value = variation.at(i / (TRIED - 1))
        try:
            base.with_settings([variation.setting(value)])
            return
        except ScenarioError as error:
            problems.append(str(error.problems[0]).removeprefix(f"--set {printable(variation.setting(value))}: "))
    raise DesignError(f"--vary {variation.text}: {problems[0]}")


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
    }


def _all_settings(design: Design) -> Iterator[str]:
    """Every value that is listed for a path."""
    return (variation.setting(value) for variation in design.variations for value in variation.choices)


def n_rows_of_a_point(sweep: Sweep) -> int:
    """Rows that a point is told by: all runs, the relations, the pairs of blocs, the theatre."""
    from sim.engine.groups import bloc_of

    case = sweep.base.scenario
    blocs = {frozenset(bloc_of(case, party) for party in pair) for pair in names_of(case).pairs}
    n_relations = len(sweep.relations) or min(MOST_RELATIONS, len(names_of(case).dyads))
    return 2 + n_relations + sum(len(pair) > 1 for pair in blocs)
