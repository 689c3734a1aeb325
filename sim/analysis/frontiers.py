"""Lines that theory knows in the plane of two parameters: where an exchange begins to echo, to break, to run away.

Each is stated for an idealised case, such as replies of exactly the severity asked, no silence and no noise.  Some
experiments set that case up; others show what a lawful, noisy world makes of it.
"""

import math
from collections.abc import Callable, Iterable
from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.scenario.canonical import scenario_from
from sim.scenario.relations import relations_of
from sim.scenario.schema import Scenario
from sim.scenario.values_in_force import own_value

from .sweep_table import paths_of, row_of

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

Floats = npt.NDArray[np.float64]
N_PLACES = 400  # at which a line is drawn


class Frontier(NamedTuple):
    """A line to be drawn: ``x`` in units of the first path, ``y`` of the second."""

    label: str
    x: list[float]
    y: list[float]


class Plane(NamedTuple):
    """What a line may depend on: the first path along ``x``, the second path, the scenario."""

    x: Floats
    first: str
    second: str
    of: str
    scenario: Scenario

    def parameter(self, name: str) -> float:
        """Value of a shared parameter."""
        return float(own_value(self.scenario, f"parameters.{name}"))

    def beside(self, path: str, name: str) -> float:
        """Value of another number of the policy that a path belongs to."""
        return float(own_value(self.scenario, f"{path.rpartition('.')[0]}.{name}"))


class Known(NamedTuple):
    """A line by the last names of both paths: without them it has no meaning."""

    first: str
    second: str
    line: Callable[[Plane], Frontier]


def frontiers_of(result: "SweepResult") -> list[Frontier]:
    """Lines that the experiment of a sweep names, where it varies just the two paths that they are stated for.

    Returns
    -------
    list of Frontier, points where the first path is horizontal and the second vertical
    """
    paths = paths_of(result)
    named = (result.manifest.get("experiment") or {}).get("frontiers", ())
    if len(paths) != 2:
        return []
    values = result.points[paths[0]]
    if values.dtype.kind not in "if":
        return []
    places = np.linspace(float(values.min()), float(values.max()), N_PLACES)
    level, of = row_of(result)
    plane = Plane(places, paths[0], paths[1], of, scenario_from(result.manifest["scenario"]))
    if level != "relation":
        named = [name for name in named if name != "rupture"]  # which is stated for two parties
    return [known.line(plane) for known in map(FRONTIERS.__getitem__, named) if _suits(known, paths)]


def _suits(known: Known, paths: Iterable[str]) -> bool:
    return [path.rpartition(".")[2] for path in paths] == [known.first, known.second]


def _frontier(label: str, x: Floats, y: Floats) -> Frontier:
    return Frontier(label, x.tolist(), y.tolist())


def echo(plane: Plane) -> Frontier:
    """Both sides answer k times the last act: the echo grows where the product of both k is more than one."""
    x = plane.x[plane.x > 0]
    return _frontier("k·k = 1", x, 1 / x)


def ledger_echo(plane: Plane) -> Frontier:
    """Both sides answer k times what is still owed: it grows where what is added on both sides multiplies to one."""
    x = plane.x[plane.x > 1]
    return _frontier("(k − 1)(k − 1) = 1", x, 1 + 1 / (x - 1))


def rupture(plane: Plane) -> Frontier:
    """Half-life at which the mean grievance of an echo reaches the breaking point: ln 2 · Θ (1 − k) / m."""
    x = plane.x[plane.x < 1]
    breaking_point = plane.beside(plane.first, "breaking_floor") + plane.beside(plane.first, "breaking_hollowing")
    half_life = math.log(2) * breaking_point * (1 - x) / severity_per_day(plane)
    return _frontier("ln 2 · Θ (1 − k) / m", x, half_life)


def severity_per_day(plane: Plane) -> float:
    """Severity that incidents bring a day in each direction, on average of both: their rate times their mean severity.

    Severity grows with the root of a share of staff that is drawn evenly between two ends.
    """
    relation = relations_of(plane.scenario)[plane.of]
    is_allied = any(party in plane.scenario.alliances for party in relation.between)
    shared = plane.parameter("alliance_incidents_per_day" if is_allied else "incidents_per_day")
    rate = sum(relation.incidents_per_day.get(party, shared) for party in relation.between) / 2
    low, high = plane.parameter("incident_share_low"), plane.parameter("incident_share_high")
    mean_root = 2 / 3 * (high**1.5 - low**1.5) / (high - low) if high > low else math.sqrt(low)
    return rate * (plane.parameter("personnel_severity_base") + plane.parameter("personnel_severity_slope") * mean_root)


def patience(plane: Plane) -> Frontier:
    """Breaking points that are alike while institutions are whole, however much of them is owed to these."""
    whole = plane.beside(plane.first, plane.first.rpartition(".")[2]) + plane.beside(
        plane.second, plane.second.rpartition(".")[2]
    )
    return _frontier(f"sum of both = {whole:g}", plane.x, whole - plane.x)


def cascade(plane: Plane) -> Frontier:
    """Mean and spread of normal thresholds at which a few joiners carry all others along [Granovetter1978]_.

    The share r that has joined is at rest where r = Φ(z) with z = (r − mean)/spread; rest is lost where this touches
    the diagonal, at spread = φ(z) and mean = Φ(z) − z φ(z), z < 0.

    .. [Granovetter1978] M. Granovetter: Threshold models of collective behavior. American Journal of
       Sociology 83, 1978.
    """
    crowd = NormalDist()
    z = np.linspace(-3.5, 0, N_PLACES)
    spread, below = np.array([crowd.pdf(v) for v in z]), np.array([crowd.cdf(v) for v in z])
    mean = below - z * spread
    inside = (mean >= plane.x.min()) & (mean <= plane.x.max())
    return _frontier("no rest below all", mean[inside], spread[inside])


def arms_race(plane: Plane) -> Frontier:
    """Reactions whose product is that of both sides' costs: beyond it nothing holds the race [Richardson1960]_.

    .. [Richardson1960] L. F. Richardson: Arms and Insecurity. Boxwood Press, 1960.
    """
    costs = plane.beside(plane.first, "posture_fatigue") * plane.beside(plane.second, "posture_fatigue")
    x = plane.x[plane.x > 0]
    return _frontier("reaction · reaction = fatigue · fatigue", x, costs / x)


FRONTIERS: dict[str, Known] = {
    "echo": Known("k", "k", echo),
    "ledger_echo": Known("k", "k", ledger_echo),
    "rupture": Known("k", "half_life_days", rupture),
    "patience": Known("breaking_floor", "breaking_hollowing", patience),
    "cascade": Known("threshold_mean", "threshold_spread", cascade),
    "arms_race": Known("posture_reaction", "posture_reaction", arms_race),
}
