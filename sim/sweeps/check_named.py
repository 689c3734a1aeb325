"""The named sweeps of a scenario file: whether each can be played, before anybody asks for it."""

from collections.abc import Iterator, Sequence
from functools import partial

from sim.design.design import Design
from sim.design.variation import DesignError, Variation
from sim.scenario.arguments import ArgumentError
from sim.scenario.base import BaseScenario
from sim.scenario.load import ScenarioFile
from sim.scenario.problems import Problem, ScenarioError
from sim.scenario.schema import Experiment
from sim.scenario.values_in_force import own_value

from .check_design import check_points, problem_of
from .named import check_shown, setting_of, variation_of, with_what_is_drawn
from .plan import check_makes_a_scenario

Path = tuple[str, ...]


def check_experiments(read: ScenarioFile, sets: Sequence[str] = ()) -> None:
    """Raise ScenarioError where a named sweep of a file could not be played; each mistake with its place.

    Parameters
    ----------
    sets : settings that the file was read with
    """
    problems = []
    for name, experiment in read.scenario.experiments.items():
        for key, said in _mistakes(read, experiment, sets):
            path = ("experiments", name, *key)
            problems.append(Problem(read.place(path), path, said))
    if problems:
        raise ScenarioError(problems)


def _mistakes(read: ScenarioFile, experiment: Experiment, sets: Sequence[str]) -> Iterator[tuple[Path, str]]:
    """Mistakes of a named sweep: the key within it, and what is wrong."""
    own = {setting_of(path, value): path for path, value in experiment.set_.items()}
    try:
        base = BaseScenario.read(read.path, [*own, *sets])
    except ScenarioError as error:
        yield from _of_settings(error, own)
        return
    variations: list[Variation] = []
    for path in experiment.vary:
        try:
            variations.append(variation_of(path, experiment.vary[path]))
        except DesignError as problem:
            yield ("vary", path), _bare(problem, path)
    mistakes = [*_of_variations(base, variations)]
    yield from mistakes
    if len(variations) == len(experiment.vary) and not mistakes:
        yield from _of_design(base, experiment, variations)
    yield from _of_what_is_shown(base, experiment)


def _of_settings(error: ScenarioError, own: dict[str, str]) -> Iterator[tuple[Path, str]]:
    """Mistakes of what is set for all points."""
    for problem in error.problems:
        setting = problem.origin.setting if problem.origin else ""
        bare = Problem(None, (), problem.problem, problem.expected, problem.suggestion)
        at = ("set", own[setting]) if setting in own else ("set",)
        yield at, str(bare) if setting in own else str(problem)


def _of_variations(base: BaseScenario, variations: Sequence[Variation]) -> Iterator[tuple[Path, str]]:
    """Mistakes of what varies: values, and paths that lead nowhere."""
    for variation in variations:
        others = [other.path for other in variations if other is not variation]
        try:
            if not (said := problem_of(base, variation, others)):
                check_makes_a_scenario(base, variations, [variation])
        except DesignError as problem:
            said = _bare(problem, variation.path)
        if said:
            yield ("vary", variation.path), said


def _of_design(
    base: BaseScenario, experiment: Experiment, variations: Sequence[Variation]
) -> Iterator[tuple[Path, str]]:
    """Mistakes of how the points are chosen."""
    try:
        design = Design.of(experiment.design, variations, experiment.points, 1, partial(own_value, base.scenario))
        check_points(design)
    except DesignError as problem:
        yield ("design",) if experiment.points is None else ("points",), str(problem)


def _of_what_is_shown(base: BaseScenario, experiment: Experiment) -> Iterator[tuple[Path, str]]:
    """Mistakes of what the figures show."""
    from sim.experiment.relations_followed import check_followed

    for n, relation in enumerate(experiment.relations):
        try:
            check_followed(base.scenario, [relation])
        except ArgumentError as mistake:
            yield ("relations", str(n)), mistake.problem
    try:
        with_what_is_drawn(base.scenario, [], experiment)
    except DesignError as problem:
        yield ("of",), str(problem).removeprefix("of: ")
    for n, column in enumerate(experiment.show):
        try:
            check_shown([column], base.scenario, experiment.of)
        except DesignError as problem:
            yield ("show", str(n)), str(problem).removeprefix("show: ")


def _bare(problem: DesignError, path: str) -> str:
    """What is wrong with what varies, without the option and the path: these are named already."""
    said = str(problem)
    if said.startswith("--vary "):
        said = said.partition(": ")[2]
    return said.removeprefix(f"{path}: ")
