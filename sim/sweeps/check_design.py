"""What is wrong with a sweep and can be known before anything is played: values, paths, numbers of points."""

from collections.abc import Iterator, Sequence

from sim.design.design import BLOCKS, Design, block_of, least_blocks
from sim.design.read_variation import point_hint
from sim.design.variation import DesignError, Value, Variation, typed
from sim.scenario.base import BaseScenario
from sim.scenario.changes import NOT_PLAYED, NOTES
from sim.scenario.problems import Problem, ScenarioError, is_absent, printable
from sim.scenario.wording import misfit, shape_at

NOT_READ = (*NOTES, "name", "city")  # of entries
FOR_INDICES = ("sobol", "morris")  # designs that are of no other use


def check_variations(base: BaseScenario, variations: Sequence[Variation]) -> None:
    """Raise DesignError where a path is read by no rule, or a value of it can be in no scenario."""
    for variation in variations:
        if problem := problem_of(base, variation, [other.path for other in variations if other is not variation]):
            raise DesignError(f"--vary {printable(variation.text)}: {problem}")


def problem_of(base: BaseScenario, variation: Variation, others: Sequence[str] = ()) -> str:
    """What is wrong with a variation whatever else varies; empty where nothing.

    Parameters
    ----------
    others : other paths that vary
    """
    path = tuple(variation.path.split("."))
    if path[0] in NOT_PLAYED or (len(path) > 2 and path[-1] in NOT_READ):
        return f"no rule reads {variation.path}; all points would be the same"
    found = next(_misfits(base, variation, path, others), None)
    if found is None:
        return ""
    hint = point_hint(variation.path, [typed(value) for value in variation.choices])
    return str(Problem(None, (), found.problem, found.expected, found.suggestion)) + hint


def _misfits(
    base: BaseScenario, variation: Variation, path: tuple[str, ...], others: Sequence[str]
) -> Iterator[Problem]:
    """Values beyond what the schema allows at a path, and names of nothing."""
    yield from filter(None, (misfit(path, value) for value in _extremes(variation)))
    is_name = shape_at(path).get("type") == "string"
    may_be_made = any(other.rpartition(".")[0] == variation.path.rpartition(".")[0] for other in others)
    for value in variation.choices if is_name and not may_be_made else ():
        try:
            base.with_settings([variation.setting(value)])
        except ScenarioError as error:
            yield from (problem for problem in error.problems if problem.path == path and is_absent(problem))


def _extremes(variation: Variation) -> Sequence[Value]:
    """Values of a variation; of steps and ranges the first and the last."""
    return variation.choices or (variation.at(0.0), variation.at(1.0))


def check_points(design: Design) -> None:
    """Raise DesignError where a design that is for indices alone has too few points for any."""
    if design.name in FOR_INDICES and (problem := too_few(design)):
        raise DesignError(problem)


def too_few(design: Design) -> str:
    """What to say of a design that draws too few points for indices; empty where they are enough."""
    n_paths = len(design.variations)
    block, least = block_of(design.name, n_paths), least_blocks(design.name, n_paths)
    if not design.is_drawn or design.n_points >= block * least:
        return ""
    over = f"{design.name} over {n_paths} {'path' if n_paths == 1 else 'paths'}"
    of_blocks = "" if block == 1 else f", {least} {BLOCKS[design.name]} of {block}"
    return f"{over} needs {block * least} points at least for indices{of_blocks}; {design.n_points} are too few"
