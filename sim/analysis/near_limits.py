"""Ends are told apart by limits: how many histories lie so near to one that a little moves them across."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sim.results.comparison import Comparison
from sim.results.measures import NEAR, NEAR_COLD, NEAR_INTACT, OR_WORSE, REGIME_OF
from sim.rules.parameters import COLD_LOSS, COOPERATIVE_LOSS, WORLD_PARAMETERS, Parameter

from .labels import Labels, capital, percent, value_text
from .ties import INTACT
from .what_if import WORTH_TELLING, spoken_of

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

    from .sweep_table import SweepTable

MANY = 0.1  # share of histories
ROUNDED = 1e-9  # by which sums of worths may miss the limit that they stand for
COLD = REGIME_OF["cold standoff"]
# by the end, what it is called, the parameter that is its limit, and how a loss lies within it
LIMITS = {
    COLD.name: ("a cold standoff", WORLD_PARAMETERS[COLD_LOSS], "{} or more"),
    INTACT: ("an intact relation", WORLD_PARAMETERS[COOPERATIVE_LOSS], "less than {}"),
}
_Step = tuple[float, int, str, tuple[float, float], tuple[float, float]]  # size, place, end, shares, mean losses
_IN_TABLES = ((COLD.name, OR_WORSE[COLD].words, NEAR_COLD.words), (INTACT, INTACT, NEAR_INTACT.words))


def near_limits(comparison: Comparison) -> list[str]:
    """Say how many histories of the relation that the sentence is about lie near the limit of an end that differs.

    Only where the share of the end differs by half a point or more, beyond its interval, and where a tenth of the
    histories of a world or more lie that near.

    Returns
    -------
    list of str, a sentence or two an end; empty where nothing is to be said
    """
    spoken = spoken_of(comparison)
    return list(_of_relation(comparison, spoken.relation)) if spoken is not None and spoken.relation else []


def _of_relation(comparison: Comparison, relation: str) -> Iterator[str]:
    rows = comparison.differences
    own = rows[(rows["level"] == "relation") & (rows["name"] == relation)].set_index("measure")
    for end, told, near in _IN_TABLES:
        if near in own.index and _differs(own.loc[told]):
            worlds = [comparison.manifest[f"scenario_{world}"] for world in "ab"]
            shares, losses = ([own["a"][row], own["b"][row]] for row in (near, "loss_at_end"))
            yield from limit_words(end, worlds, relation, shares, losses, ("in the first world", "in the second"))


def _differs(row: Any) -> bool:
    is_clear = row["low"] > 0 or row["high"] < 0
    return bool(is_clear and abs(row["difference"]) >= WORTH_TELLING)


def is_near(losses: Any, end: str, world: Any) -> Any:
    """Whether losses at the end lie near the limit of an end, of the same shape.

    Parameters
    ----------
    losses : array of shares of worth
    end : one of LIMITS
    world : (n_world,) float64, the parameters in force
    """
    limit = world[COLD_LOSS if end == COLD.name else COOPERATIVE_LOSS]
    return abs(losses - limit) <= NEAR + ROUNDED


def limit_words(
    end: str,
    worlds: Sequence[Mapping[str, Any]],
    relation: str,
    shares: Sequence[float],
    losses: Sequence[float],
    names: Sequence[str],
) -> Iterator[str]:
    """Say in how many histories a relation ends near the limit of an end; nothing below a tenth in both worlds.

    Parameters
    ----------
    end : one of LIMITS
    worlds : two scenarios as JSON
    relation : id
    shares, losses : of the histories near the limit, and mean loss, in each world
    names : where that is, as after a share: "in the first world"
    """
    if max(shares) < MANY:
        return
    called, parameter, within = LIMITS[end]
    limits = " and ".join(dict.fromkeys(f"{number_in_force(world, parameter):.3g}" for world in worlds))
    who, (one, other), (a, b) = capital(Labels(worlds[0]).followed(relation)), map(percent, shares), losses
    yield (
        f"{capital(called)} is a loss of {within.format(limits)}. {who} ends within {NEAR:g} of that in {one} of "
        f"histories {names[0]} and {other} {names[1]}; the mean loss is {a:.2f} and {b:.2f}."
    )


def jump_words(result: "SweepResult", table: "SweepTable") -> list[str]:
    """Say where between two neighbouring values an end becomes much more frequent while hardly more is lost.

    Returns
    -------
    list of str, one sentence on the largest such step of a sweep of one number; empty where there is none
    """
    if len(table.paths) > 1 or table.level != "relation":
        return []
    frame = table.frame.dropna(subset=["loss_at_end"])
    if not all(type(value) in (int, float) for value in frame[table.paths[0]].tolist()):
        return []
    frame = frame.sort_values(table.paths[0], kind="stable")
    together = {COLD.name: frame[COLD.name] + frame["rupture"], INTACT: frame[INTACT]}
    steps = [
        step for end, share in together.items() for step in _steps(end, share.tolist(), frame["loss_at_end"].tolist())
    ]
    if not steps:
        return []
    _, at, end, shares, losses = max(steps, key=lambda step: step[0])
    called, parameter, within = LIMITS[end]
    limit = within.format(f"{number_in_force(result.manifest['scenario'], parameter):.3g}")
    a, b = (value_text(value) for value in frame[table.paths[0]].tolist()[at : at + 2])
    worse = " or worse" if end == COLD.name and frame["rupture"].any() else ""
    ended = REGIME_OF[end.replace("_", " ")].ends + worse
    said = (
        f"Between {a} and {b} the share that ends {ended} goes from {percent(shares[0])} to {percent(shares[1])} while "
    )
    said += f"the mean loss goes from {losses[0]:.2f} to {losses[1]:.2f}: {called} is a loss of {limit}, and many "
    return [f"{said}histories lie near that."]


def _steps(end: str, shares: Sequence[float], losses: Sequence[float]) -> Iterator[_Step]:
    """Steps between neighbours by which a tenth or more of the histories change their end, and hardly more is lost."""
    for at, ((a, b), (less, more)) in enumerate(zip(pairwise(shares), pairwise(losses), strict=True)):
        if abs(b - a) >= MANY and abs(more - less) < NEAR:
            yield abs(b - a), at, end, (a, b), (less, more)


def number_in_force(scenario: Mapping[str, Any], parameter: Parameter) -> float:
    """Number of the world that is in force in a scenario as JSON."""
    own: float | None = scenario.get("parameters", {}).get(parameter.name)
    return parameter.default if own is None else own
