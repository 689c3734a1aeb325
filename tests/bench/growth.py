"""How the cost of a history grows: with its moves, and with days on which nothing happens.

Processor time of one thread, the least of several rounds in which all points are measured one after another.
"""

from collections.abc import Sequence
from time import process_time
from typing import Any

import numpy as np

from docs.generate import table
from sim import load_scenario
from sim.engine.compiled.ensemble import Ensemble, Wanted

from .mesa_pool import SEED
from .speed import moves_in, runs_lasting

CASE, RELATION = "two_states", "arden_belmora"
SECONDS = 0.4  # for a point in a round

# nobody breaks with anybody, and what was lost comes back within days, so that there is always somebody left to expel
ENDLESS = (
    "timeline.first_expulsion=null",
    "relations.arden_belmora.talks_per_day=null",
    "parameters.talks_per_day=0",
    "policies.belmora.breaks=false",
    "policies.belmora.breaking_floor=null",
    "policies.belmora.breaking_hollowing=null",
    "parameters.recovery_meetings=0",
    "parameters.recovery_quiet_days=0",
    "parameters.recovery_grievance=1000",
    "parameters.recovery_share=1",
    "parameters.recovery_staff_per_day=0.1",
    "parameters.recovery_mission_per_day=0.1",
)
BUSIER = [(10, incidents / 1000) for incidents in (0.5, 1, 2, 4, 8, 16, 32)]  # years, incidents a day in each direction
LONGER = [(years, 0.01) for years in (1, 2, 4, 8, 16, 32)]

# the act of the script and what answers it, and no clock that could ring
QUIET = (
    "relations.arden_belmora.talks_per_day=null",
    "parameters.talks_per_day=0",
    "parameters.recall_median_log=20",
    "parameters.recovery_staff_per_day=0",
    "parameters.recovery_mission_per_day=0",
)
YEARS = (1, 2, 4, 8)


def ensemble_of(sets: Sequence[str], years: int, bands: bool = False) -> Ensemble:
    """One thread for the lesson of two states, otherwise and for some years."""
    case = load_scenario(CASE, settings=[*sets, f"end={2029 + years}-12-31"])
    ensemble = Ensemble(case, SEED, Wanted((RELATION,), bands), n_threads=1)
    ensemble.prepare()
    return ensemble


def costs_and_moves(ensembles: Sequence[Ensemble], n_rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of processor time for a history of each, and moves in it."""
    runs = [np.arange(runs_lasting(ensemble, SECONDS)) for ensemble in ensembles]
    rounds = [
        [seconds_for(ensemble, own) for ensemble, own in zip(ensembles, runs, strict=True)] for _ in range(n_rounds)
    ]
    moves = [moves_in(ensemble) / (n_rounds * own.size) for ensemble, own in zip(ensembles, runs, strict=True)]
    return [min(of_one) for of_one in zip(*rounds, strict=True)], moves


def seconds_for(ensemble: Ensemble, runs: Any) -> float:
    """Processor time of a history."""
    begun = process_time()
    ensemble.play(runs)
    return (process_time() - begun) / len(runs)


def slope(x: Any, y: Any) -> tuple[float, float]:
    """Slope of a straight line through points, by least squares, and its standard error."""
    from scipy.stats import linregress

    line = linregress(x, y)
    return float(line.slope), float(line.stderr)


def growth(n_rounds: int) -> str:
    """Cost against moves, where there are more incidents and where there are more years."""
    families = _family("more incidents", BUSIER, n_rounds), _family("more years", LONGER, n_rounds)
    return "\n\n".join((*families, f"Least of {n_rounds} rounds."))


def _family(title: str, points: Sequence[tuple[int, float]], n_rounds: int) -> str:
    rates = [f"relations.{RELATION}.incidents_per_day={{arden: {rate}, belmora: {rate}}}" for _, rate in points]
    ensembles = [ensemble_of((*ENDLESS, rate), years) for (years, _), rate in zip(points, rates, strict=True)]
    costs, moves = costs_and_moves(ensembles, n_rounds)
    rows = [
        (years, f"{rate:g}", f"{n:.1f}", f"{1e6 * cost:.1f}", f"{1e9 * cost / n:,.0f}")
        for (years, rate), cost, n in zip(points, costs, moves, strict=True)
    ]
    found, error = slope(np.log(moves), np.log(costs))
    head = ("years", "incidents a day, each direction", "moves a history", "µs a history", "ns a move")
    return f"{table(head, rows)}\n\nWith {title}: slope {found:.3f}, standard error {error:.3f}."


def quiet(n_rounds: int) -> str:
    """Cost of days on which nothing happens, without and with bands."""
    ensembles = [ensemble_of(QUIET, years, bands) for bands in (False, True) for years in YEARS]
    costs, moves = costs_and_moves(ensembles, n_rounds)
    n = len(YEARS)
    rows = [
        (
            years,
            f"{moves[place]:.2f}",
            *cost_and_added(costs[:n], place),
            ensembles[n + place].sampled.size,
            *cost_and_added(costs[n:], place),
        )
        for place, years in enumerate(YEARS)
    ]
    head = ("years", "moves a history", "µs, outcomes only", "added", "days noted for bands", "µs, with bands", "added")
    return f"{table(head, rows)}\n\nLeast of {n_rounds} rounds."


def cost_and_added(costs: Sequence[float], place: int) -> tuple[str, str]:
    """Cost of a history, and what it has more than the first."""
    return f"{1e6 * costs[place]:.2f}", f"{100 * (costs[place] / costs[0] - 1):+.1f} %"
