"""After a game: what a seat decided otherwise than its policy, and what came of it.

Three things are compared with the game: the same history with the policy in the seat, a thousand histories with the
policy in the seat, and the moves of the game in as many histories.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.analysis.outcomes import outcome_of
from sim.engine.model import EscalationModel
from sim.experiment.comparison import ComparisonPlan
from sim.experiment.forecast import ForecastPlan
from sim.results.measures import MEASURE_OF
from sim.scenario.schema import Scenario, TimelineMove

from .scenario_by_hand import by_policy
from .seat import Seat
from .wording import chosen_line

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison
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
    ends : one row a relation: how it ended, and how it ends by policy in the same history; for each end the share of
        the histories by policy
    measures : one row a relation and measure: the number of the game, that by policy in the same history, and of the
        histories by policy the mean, the 5 and 95 % quantiles, and the ``place`` of the game among them, in [0, 1]
    sentence : what the moves of the game change in as many histories; empty where the game was left before its end
    forecast : Forecast, by policy
    comparison : Comparison of the policy with the moves of the game, or None
    """

    choices: "pd.DataFrame"
    ends: "pd.DataFrame"
    measures: "pd.DataFrame"
    sentence: str
    forecast: "Forecast"
    comparison: "Comparison | None"


@dataclass(frozen=True)
class DebriefingPlan:
    """A debriefing before it is played.

    Attributes
    ----------
    seat : Seat, whose game has at least one day
    forecast : ForecastPlan, histories by policy
    comparison : ComparisonPlan of the policy with the moves of the game; None where the game was left before its end
    """

    seat: Seat
    forecast: ForecastPlan
    comparison: ComparisonPlan | None

    def play(self, forecast: "Forecast", comparison: "Comparison | None") -> Debriefing:
        """Make the debriefing of a forecast and a comparison that were played as planned."""
        own = outcome_of(self.seat.table.model.trajectory)["relations"]
        same = outcome_of(_by_policy(self.seat).trajectory)["relations"]
        relations = self.forecast.relations
        return Debriefing(
            choices=choices_of(self.seat),
            ends=_ends(relations, own, same, forecast),
            measures=_measures(relations, own, same, forecast),
            sentence=comparison.sentence if comparison else "",
            forecast=forecast,
            comparison=comparison,
        )


def plan_debriefing(seat: Seat, runs: int = 1000, threads: int | None = None) -> DebriefingPlan:
    """Plan the debriefing of a game.

    Parameters
    ----------
    seat : Seat
    runs : int, histories by policy, and pairs of histories that are compared; 2 or more
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
    label = f"{table.labels.party(seat.party)} by hand"
    played = table.scenario
    comparison = ComparisonPlan(world, played, seed, runs, relations, threads, label) if table.is_over else None
    return DebriefingPlan(seat, forecast, comparison)


def debriefing(seat: Seat, runs: int = 1000, threads: int | None = None) -> Debriefing:
    """Play the debriefing of a game; see :func:`plan_debriefing`."""
    planned = plan_debriefing(seat, runs, threads)
    return planned.play(planned.forecast.play(), planned.comparison.play() if planned.comparison else None)


def policy_world(seat: Seat) -> Scenario:
    """The scenario as it would have been played without hands."""
    return by_policy(seat.table.base, seat.table.parties)


def _by_policy(seat: Seat) -> EscalationModel:
    """The same history, as long, with the policy in the seat."""
    model = EscalationModel(policy_world(seat), seat.table.model.seed_number, seat.table.model.run_number)
    while model.running and model.day < seat.table.day:
        model.step()
    return model


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
            "is_same": _done([*decision.chosen]) == _done([it.move for it in decision.advised if it.move]),
        }
        for decision in seat.decisions
    ]
    return pd.DataFrame(rows, columns=["date", "chosen", "by_policy", "why", "is_same"])


def _done(moves: list[TimelineMove]) -> set[tuple[Any, ...]]:
    return {(move.move, move.to, move.channel, move.count, move.severity) for move in moves}


def _of(forecast: "Forecast", relation: str) -> "pd.DataFrame":
    rows = forecast.outcomes
    assert rows is not None
    return rows[(rows["level"] == "relation") & (rows["name"] == relation)]


def _ends(relations: Any, own: Any, same: Any, forecast: "Forecast") -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for name in relations:
        shares = _of(forecast, name)["regime"].value_counts(normalize=True).to_dict()
        rows.append({"relation": name, "game": own[name]["regime"], "same_chance": same[name]["regime"], **shares})
    return pd.DataFrame(rows).fillna(0.0)


def _measures(relations: Any, own: Any, same: Any, forecast: "Forecast") -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for name in relations:
        for measure in MEASURES:
            values, value = _of(forecast, name)[measure], own[name][measure]
            rows.append(
                {
                    "relation": name,
                    "measure": MEASURE_OF[measure].name,
                    "game": float(value),
                    "same_chance": float(same[name][measure]),
                    "mean": float(values.mean()),
                    "low": float(values.quantile(0.05)),
                    "high": float(values.quantile(0.95)),
                    "place": float((values < value).mean() + 0.5 * (values == value).mean()),
                }
            )
    return pd.DataFrame(rows)
