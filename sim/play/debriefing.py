"""After a game: what a seat decided otherwise than its policy, and what came of it.

Two things are compared with the game: the same game with every decision of the seat taken as its policy advised, and a
thousand histories with the policy in the seat.  The first differs from the game by choices alone: a seat acts on the
morning after, where a policy may act on the day itself, and so does the game that follows it throughout.  What each
choice changed by itself is in :mod:`sim.play.single_decisions`.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sim.analysis.ends import end_grounds
from sim.analysis.intervals import share_interval
from sim.analysis.outcomes import outcome_of
from sim.analysis.partings import partings
from sim.engine.trajectory import Trajectory
from sim.experiment.forecast import ForecastPlan
from sim.results.debriefing import COLUMNS, Debriefing
from sim.results.measures import MEASURE_OF, REGIME_OF
from sim.scenario.hands import LEFT
from sim.scenario.schema import Scenario

from .scenario_by_hand import by_policy
from .seat import Decision, Seat
from .single_decisions import single_decisions
from .table import Table
from .wording import chosen_line

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.forecast import Forecast

MEASURES = ("tension_peak", "tension_at_end", "loss_at_end", "hostile_moves")
MOST_RELATIONS = 3  # that a debriefing looks at
MOST_ACTED_TOWARDS = 5  # of those that a player acted towards, which come before all others


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
        seat, table = self.seat, self.seat.table
        mine, by_policy = table.model.trajectory, autopilot(table).model.trajectory
        own, same = (outcome_of(trajectory)["relations"] for trajectory in (mine, by_policy))
        relations = self.forecast.relations
        single = single_decisions(seat, relations, int(forecast.manifest["runs"]))
        return Debriefing(
            party=seat.party,
            players=table.parties,
            until=seat.date - timedelta(days=1),
            is_over=table.is_over,
            runs=int(forecast.manifest["runs"]),
            open_day=seat.date if seat.is_deciding and not table.is_over else None,
            choices=choices_of(seat),
            partings=partings(mine.moves(), by_policy.moves(), seat.party, table.labels),
            ends=_ends(relations, own, same, forecast),
            grounds=_grounds(relations, mine, by_policy),
            measures=_measures(relations, own, same, forecast),
            effects=single.effects,
            effect_runs=single.runs,
            n_untold=single.n_untold,
        )


def autopilot(table: Table) -> Table:
    """The same game up to the same day, with every seat played as its policy advises, decision by decision."""
    again = table.anew()
    seats = [Seat.at(again, party) for party in again.parties]
    while again.day < table.day:
        for seat in seats:
            seat.follow()
        for seat in seats:
            seat.wait(1)
    return again


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
    """Ids of the relations that the debriefing is about.

    Those that the player acted towards, then those of the figures, then those of the party with most moves in the game.
    """
    table = seat.table
    outcome = outcome_of(table.model.trajectory)["relations"]
    own = {name: it["between"] for name, it in outcome.items() if seat.party in it["between"]}
    beginning = table.beginnings[seat.party]
    made = Counter(it.to for id_, it in table.moves.items() if id_.startswith(beginning) and not id_.endswith(LEFT))
    towards = {name: made[a if b == seat.party else b] for name, (a, b) in own.items()}
    ranked = sorted(own, key=lambda name: (-outcome[name]["hostile_moves"], -outcome[name]["moves"], name))
    acted = sorted((name for name in ranked if towards[name]), key=lambda name: -towards[name])[:MOST_ACTED_TOWARDS]
    drawn = [name for name in table.base.plots.dyads if name in own]
    return tuple(dict.fromkeys([*acted, *drawn, *ranked]))[: max(MOST_RELATIONS, len(acted))]


def choices_of(seat: Seat) -> "pd.DataFrame":
    """One row a decision of a seat, beside that of its policy."""
    import pandas as pd

    left = {move.date for id_, move in seat.table.moves.items() if _is_left(seat, id_)}
    rows = [
        {
            "date": pd.Timestamp(decision.day),
            "chosen": "; ".join(chosen_line(seat, move) for move in decision.chosen) or "nothing",
            "by_policy": "; ".join([*(advised.words for advised in decision.advised), *_undecided(decision)]),
            "why": "; ".join(dict.fromkeys(advised.why for advised in decision.advised)),
            "is_same": decision.is_by_policy,
            "is_left": decision.day in left,
        }
        for decision in seat.decisions
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS["choices"]])


def _is_left(seat: Seat, id_: str) -> bool:
    """Whether the policy made a move by hand, because the seat was left to it."""
    return id_.startswith(seat.table.beginnings[seat.party]) and id_.endswith(LEFT)


def _undecided(decision: Decision) -> list[str]:
    """What is said of the acts about which the policy decides on another day; "nothing" where it says nothing else."""
    about = {advised.about for advised in decision.advised}
    acts = [it for it in decision.questions if not it.is_offer and not {it.number, it.harm} & (about - {None})]
    found = []
    for verb, is_open in (("has not decided yet", True), ("would have decided earlier", False)):
        named = [f"no. {it.number}" if it.number else it.words for it in acts if it.is_weighed == is_open]
        if named:
            found.append(f"{verb} about {' and '.join(named)}")
    return found or ([] if decision.advised else ["nothing"])


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


def _grounds(relations: Any, *games: Trajectory) -> "pd.DataFrame":
    """What the ends of relations rest on, in the game and in the same game by policy."""
    import pandas as pd

    rows = [[name, *(end_grounds(played, name) for played in games)] for name in relations]
    return pd.DataFrame(rows, columns=[*COLUMNS["grounds"]])


def _measures(relations: Any, own: Any, same: Any, forecast: "Forecast") -> "pd.DataFrame":
    import numpy as np
    import pandas as pd

    rows = []
    for name in relations:
        for measure in MEASURES:
            values, value = _of(forecast, name)[measure].to_numpy(dtype=float), float(own[name][measure])
            low, median, high = np.quantile(values, (0.05, 0.5, 0.95), method="inverted_cdf")
            rows.append(
                {
                    "relation": name,
                    "measure": MEASURE_OF[measure].name,
                    "game": value,
                    "same_chance": float(same[name][measure]),
                    "median": float(median),
                    "low": float(low),
                    "high": float(high),
                    "place": _place(values, value, MEASURE_OF[measure].digits),
                }
            )
    return pd.DataFrame(rows)


def _place(values: Any, value: float, digits: int) -> float:
    """Share of values that lie lower, and half of those that are equal: as they are shown, with so many digits."""
    shown, own = values.round(digits), round(value, digits)
    return float((shown < own).mean() + 0.5 * (shown == own).mean())
