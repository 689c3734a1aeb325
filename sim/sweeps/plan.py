"""A sweep made of what was asked for, and refused where it could not be played; nothing is played for it."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sim.design.design import Design, check_paths
from sim.design.read_variation import read_variation
from sim.design.variation import DesignError, Variation
from sim.experiment.relations_followed import relations_followed
from sim.scenario.base import BaseScenario
from sim.scenario.characters import is_utf8
from sim.scenario.own_measure import OwnMeasure
from sim.scenario.problems import Problem, ScenarioError, printable, shown
from sim.scenario.schema import Scenario
from sim.scenario.syntax import scalar
from sim.scenario.values_in_force import own_value

from .check_design import check_points, check_variations
from .named import check_shown, experiment_of, path_of, setting_of, with_those_of, with_what_is_drawn
from .sweep import Sweep

MOST_PARTS = 1000  # so many that an interruption costs little
USUAL_RUNS = 200
IN_MANIFEST = {"title", "about", "of", "show", "frontiers"}  # of an experiment, in the manifest
TRIED = 8  # values of a path that are tried before anything is played


def plan_sweep(
    source: str | Scenario,
    vary: Sequence[str] = (),
    design: str | None = None,
    points: int | None = None,
    runs: int | None = None,
    seed: int = 1,
    settings: Sequence[str] = (),
    relations: Sequence[str] | None = None,
    points_per_part: int | None = None,
    experiment: str | None = None,
    own: tuple[OwnMeasure, ...] = (),
    *,
    trust: bool = False,
) -> Sweep:
    """Plan a sweep, quickly: nothing is played; arguments as for :func:`sim.api.sweep`.

    Parameters
    ----------
    experiment : name of one of the scenario's own; what else is given replaces what it says
    own : own measures

    Raises
    ------
    DesignError
        If a variation, the design or the experiment cannot be used.
    ScenarioError
        If the scenario has mistakes before anything varies.
    ValueError
        If a relation is not in the scenario.
    """
    if isinstance(source, str) and not is_utf8(source):
        raise ScenarioError(
            [Problem(None, (), f"{shown(source)}: the name is not UTF-8", "another name, for it is kept")]
        )
    relations = tuple(relations or ())
    base = BaseScenario.read(source, settings, trust=trust)
    named = experiment_of(base, experiment, vary)
    varied: Sequence[str | Variation] = vary
    if named is not None:
        varied = with_those_of(named, vary)
        of_file = {*named.set_, *named.vary} - {path_of(text) for text in (*vary, *settings)}
        settings = (*(setting_of(path, value) for path, value in named.set_.items()), *settings)
        base = BaseScenario.read(source, settings, trust=trust, of_file=of_file)
        points = named.points if points is None and design in (None, named.design) else points
        design, runs = named.design if design is None else design, named.runs if runs is None else runs
        relations = relations or named.relations
    runs = USUAL_RUNS if runs is None else runs
    chosen = Design.of("grid" if design is None else design, varied, points, seed, partial(own_value, base.scenario))
    check_variations(base, chosen.variations)
    check_points(chosen)
    check_makes_a_scenario(base, chosen.variations, chosen.variations)
    asked = with_what_is_drawn(base.scenario, relations or base.scenario.plots.dyads, named)
    followed = relations_followed(base.scenario, seed, asked) if asked else ()
    per_part = points_per_part or -(-chosen.n_points // MOST_PARTS)
    if named is not None:
        check_shown(named.show, base.scenario, named.of)
    shown_there = None if named is None else {"name": experiment} | named.model_dump(mode="json", include=IN_MANIFEST)
    name = None if isinstance(source, Scenario) else source
    return Sweep(name, tuple(settings), base, chosen, runs, followed, per_part, shown_there, own)


def changes_of(
    source: str | Scenario,
    change: Sequence[str],
    settings: Sequence[str],
    experiment: str | None = None,
    *,
    trust: bool = False,
) -> tuple[BaseScenario, list[Variation]]:
    """The scenario as it is, and what may be changed in it, one at a time: what is given, or an experiment varies.

    Raises
    ------
    DesignError
        If a change or the experiment cannot be used.
    ScenarioError
        If the scenario has mistakes as it is.
    """
    base = BaseScenario.read(source, settings, trust=trust)
    try:
        named = experiment_of(base, experiment, change) if experiment or not change else None
        varied: Sequence[str | Variation] = change
        if named is not None:
            of_file = {*named.set_, *named.vary} - {path_of(text) for text in (*change, *settings)}
            settings = (*(setting_of(path, value) for path, value in named.set_.items()), *settings)
            base = BaseScenario.read(source, settings, trust=trust, of_file=of_file)
            varied = with_those_of(named, change)
        variations = [text if isinstance(text, Variation) else _change(text) for text in varied]
        check_paths([variation.path for variation in variations])
        check_variations(base, variations)
        for variation in variations:
            check_makes_a_scenario(base, [variation], [variation])
    except DesignError as problem:
        raise DesignError(str(problem).replace("--vary", "--change")) from None
    return base, variations


def _change(text: str) -> Variation:
    """What may be changed: one value, or what a sweep varies."""
    path, _, given = (part.strip() for part in text.partition("="))
    if not given or any(sign in given for sign in ",:;[]{}'\"#"):
        return read_variation(text)
    value = scalar(given)
    return Variation(path, (given if isinstance(value, date) else value,), n=1)


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
