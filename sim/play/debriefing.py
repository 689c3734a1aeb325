"""After a game: what a seat decided otherwise than its policy, and what came of it.

Two things are compared with the game: the same game with every decision of the seat taken as its policy advised, and a
thousand histories with the policy in the seat.  The first differs from the game by choices alone: a seat acts on the
morning after, where a policy may act on the day itself, and so does the game that follows it throughout.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.intervals import share_interval
from sim.analysis.outcomes import outcome_of
from sim.experiment.forecast import ForecastPlan
from sim.results.measures import MEASURE_OF, REGIME_OF
from sim.scenario.schema import Scenario

from .scenario_by_hand import by_policy
from .seat import Seat, autopilot
from .wording import chosen_line

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.forecast import Forecast

MEASURES = ("tension_peak", "tension_at_end", "loss_at_end", "hostile_moves")
MOST_RELATIONS = 3  # that a debriefing looks at


@dataclass(frozen=True)
class Debriefing:
    """What came of a game, beside what its policy would have done.

    Attributes
    ----------
    choices : one row a decision: the day, what was chosen, what the policy would have done and why, and whether both
        are the same
    ends : one row a relation and end: whether the ``game`` ended so, and whether the game that follows the policy did,
        ``same_chance``; the ``share`` of the histories by policy that do, with its 95 % interval ``low`` and ``high``
    measures : one row a relation and measure: the number of the game, that of the game that follows the policy, and of
        the histories by policy the ``median``, the 5 and 95 % quantiles ``low`` and ``high``, and the ``place`` of the
        game among them, in [0, 1]
    forecast : Forecast, by policy
    """

    choices: "pd.DataFrame"
    ends: "pd.DataFrame"
    measures: "pd.DataFrame"
    forecast: "Forecast"


@dataclass(frozen=True)
class DebriefingPlan:
    """A debriefing before it is played.

    Attributes
    ----------
    seat : Seat, whose game has at least one day
    forecast : ForecastPlan, histories by policy
    """

    seat: Seat
    forecast: ForecastPlan

    def play(self, forecast: "Forecast") -> Debriefing:
        """Make the debriefing of a forecast that was played as planned."""
        own = outcome_of(self.seat.table.model.trajectory)["relations"]
        same = outcome_of(autopilot(self.seat.table).model.trajectory)["relations"]
        relations = self.forecast.relations
        return Debriefing(
            choices=choices_of(self.seat),
            ends=_ends(relations, own, same, forecast),
            measures=_measures(relations, own, same, forecast),
            forecast=forecast,
        )


def plan_debriefing(seat: Seat, runs: int = 1000, threads: int | None = None) -> DebriefingPlan:
    """Plan the debriefing of a game.

    Parameters
    ----------
    seat : Seat
    runs : int, histories by policy; 2 or more
    threads : int, one a core if absent; changes no result

    Raises
    ------
    ValueError
        If no day has been played.
    """
    table = seat.table
    if table.day == 0:
        raise ValueError("no day has been played")
    world, relations, seed = policy_world(seat), _relations(seat), table.model.seed_number
    until = table.model.trajectory.end
    forecast = ForecastPlan(world, seed, until, runs, relations, ("outcomes",), threads)
    return DebriefingPlan(seat, forecast)


def debriefing(seat: Seat, runs: int = 1000, threads: int | None = None) -> Debriefing:
    """Play the debriefing of a game; see :func:`plan_debriefing`."""
    planned = plan_debriefing(seat, runs, threads)
    return planned.play(planned.forecast.play())


def policy_world(seat: Seat) -> Scenario:
    """The scenario as it would have been played without hands."""
    return by_policy(seat.table.base, seat.table.parties)


def _relations(seat: Seat) -> tuple[str, ...]:
    """Ids of the relations that the debriefing is about: those of the party with most moves in the game."""
    outcome = outcome_of(seat.table.model.trajectory)["relations"]
    own = [name for name, it in outcome.items() if seat.party in it["between"]]
    drawn = [name for name in seat.table.base.plots.dyads if name in own]
    ranked = sorted(own, key=lambda name: (-outcome[name]["hostile_moves"], -outcome[name]["moves"], name))
    return tuple(dict.fromkeys([*drawn, *ranked]))[:MOST_RELATIONS]


def choices_of(seat: Seat) -> "pd.DataFrame":
    """One row a decision of a seat, beside that of its policy."""
    import pandas as pd

    rows = [
        {
            "date": pd.Timestamp(decision.day),
            "chosen": "; ".join(chosen_line(seat, move) for move in decision.chosen) or "nothing",
            "by_policy": "; ".join(advised.words for advised in decision.advised) or "nothing",
            "why": "; ".join(dict.fromkeys(advised.why for advised in decision.advised)),
            "is_same": decision.is_by_policy,
        }
        for decision in seat.decisions
    ]
    return pd.DataFrame(rows, columns=["date", "chosen", "by_policy", "why", "is_same"])


def _of(forecast: "Forecast", relation: str) -> "pd.DataFrame":
    rows = forecast.outcomes
    assert rows is not None
    return rows[(rows["level"] == "relation") & (rows["name"] == relation)]


def _ends(relations: Any, own: Any, same: Any, forecast: "Forecast") -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for name in relations:
        ends = _of(forecast, name)["regime"]
        for regime in REGIME_OF:
            n, runs = int((ends == regime).sum()), len(ends)
            low, high = share_interval(n, runs)
            game, same_chance = (regime == it[name]["regime"] for it in (own, same))
            given = {"relation": name, "end": regime, "game": game, "same_chance": same_chance}
            rows.append(given | {"share": n / runs, "low": float(low), "high": float(high)})
    return pd.DataFrame(rows)


def _measures(relations: Any, own: Any, same: Any, forecast: "Forecast") -> "pd.DataFrame":
    import numpy as np
    import pandas as pd

    rows = []
    for name in relations:
        for measure in MEASURES:
            values, value = _of(forecast, name)[measure], own[name][measure]
            low, median, high = np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf")
            rows.append(
                {
                    "relation": name,
                    "measure": MEASURE_OF[measure].name,
                    "game": float(value),
                    "same_chance": float(same[name][measure]),
                    "median": float(median),
                    "low": float(low),
                    "high": float(high),
                    "place": float((values < value).mean() + 0.5 * (values == value).mean()),
                }
            )
    return pd.DataFrame(rows)
