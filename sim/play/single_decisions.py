"""What each decision of a game changed by itself: the game up to that morning, and from there on many histories.

They are played twice under the same chances: once with what the seat did on that day, once with what its policy would
have done.  From the next day on everybody decides by policy.  So what differs comes from that one decision.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.intervals import mean_interval
from sim.engine.break_even import interpreted_seconds
from sim.engine.onward import Ending, played_on
from sim.engine.trajectory import copied
from sim.results.debriefing import COLUMNS, EFFECTS
from sim.rules.indices import REGIMES
from sim.rules.moves import RUNG
from sim.rules.world import Tables
from sim.scenario.arguments import ArgumentError
from sim.scenario.hands import Decider, decider_of
from sim.scenario.pack import KIND_NUMBER
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario, TimelineMove

from .scenario_by_hand import by_policy
from .seat import Decision, Seat, laid
from .table import Table

if TYPE_CHECKING:
    import pandas as pd

MOST_DECISIONS = 5  # that a debriefing tells one by one
LEAST_RUNS, MOST_RUNS = 20, 200  # histories of each
SECONDS = 120.0  # of a processor that all of them may take, by an estimate that is five to ten times too high here


@dataclass(frozen=True)
class OneDecision:
    """A decision that was asked about, and what it changed.

    Attributes
    ----------
    chosen, by_policy : what was done, and what the policy would have done, as sentences without their subject
    rows : as in :class:`SingleDecisions`, of each relation that it acts in; empty where both are the same
    """

    chosen: str
    by_policy: str
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class SingleDecisions:
    """What some decisions changed, one at a time.

    Attributes
    ----------
    effects : one row a decision and measure; see :class:`sim.results.debriefing.Debriefing`
    runs : int, histories with each decision, and as many without it
    n_untold : int, decisions otherwise than by policy that are left out
    """

    effects: "pd.DataFrame"
    runs: int
    n_untold: int


def single_decisions(seat: Seat, relations: Sequence[str], most_runs: int = MOST_RUNS) -> SingleDecisions:
    """What the gravest decisions of a seat changed, of those by hand and otherwise than by its policy.

    The number of histories depends on the size of the scenario, not on the machine.

    Parameters
    ----------
    relations : ids of those that a decision is asked about; first that towards whom it acts, or else the first
    most_runs : int, histories of each decision, at most
    """
    import pandas as pd

    table = seat.table
    own = [decision for decision in seat.decisions if is_own(seat, decision)]
    seconds = interpreted_seconds(table.model.tables, table.model.tables.n_days, 0, 1)
    most = max(1, min(MOST_DECISIONS, len(own), int(SECONDS / (2 * LEAST_RUNS * seconds))))
    told = sorted(sorted(own, key=_gravity, reverse=True)[:most], key=lambda it: it.day)
    runs = min(most_runs, MOST_RUNS, max(LEAST_RUNS, int(SECONDS / (2 * most * seconds))))
    rows = [
        row
        for decision in told
        for row in effects_of(
            table.scenario, table.parties, seat.party, decision.day, _relation_of(table, decision, relations), runs
        )
    ]
    return SingleDecisions(pd.DataFrame(rows, columns=[*COLUMNS["effects"]]), runs if rows else 0, len(own) - len(told))


def is_own(seat: Seat, decision: Decision) -> bool:
    """Whether a decision was taken by hand, and otherwise than by policy."""
    names = (id_ for id_, move in seat.table.moves.items() if move.date == decision.day)
    is_left = any(decider_of(id_, seat.party) is Decider.POLICY for id_ in names)
    return not decision.is_by_policy and not is_left


def _gravity(decision: Decision) -> int:
    """Highest rung of what was done, or would have been."""
    return max(int(RUNG[KIND_NUMBER[move.move]]) for move in (*decision.chosen, *decision.by_policy))


def _relation_of(table: Table, decision: Decision, relations: Sequence[str]) -> str:
    """The relation that a decision is about: of those that it acts in, the first that is asked about."""
    acted = relations_of(table, decision)
    return next((name for name in relations if name in acted), acted[0])


def relations_of(table: Table, decision: Decision) -> list[str]:
    """Ids of the relations in which a decision acts, or in which the policy would have acted."""
    pairs = [{move.from_, move.to} for move in (*decision.chosen, *decision.by_policy)]
    return [name for name, pair in table.labels.relations.items() if {*pair} in pairs]


def one_decision(game: Scenario, party: str, day: date, runs: int) -> OneDecision:
    """What a decision of a game changed.

    Parameters
    ----------
    game : Scenario, of the file of a game
    party : id of a party that was played by hand
    day : date of the decision
    runs : int, histories with the decision, and as many with that of the policy

    Raises
    ------
    ArgumentError
        If that party was not played by hand, or the day lies outside the game.
    """
    if party not in game.by_hand:
        known = ", ".join(game.by_hand) or "none: this is no game"
        raise ArgumentError("party", party, f"was not played by hand; played were {known}")
    table, given = on_the_day(game, game.by_hand, day)
    chosen = [move for move in given.values() if move.from_ == party]
    seat = Seat.at(table, party)
    seat.follow()
    decision = Decision(day, (), tuple(seat.advice), tuple(chosen), tuple(seat.chosen))
    policy = "; ".join(advised.words for advised in seat.advice) or "nothing"
    acted = [] if decision.is_by_policy else relations_of(table, decision)
    rows = [row for relation in acted for row in effects_of(game, game.by_hand, party, day, relation, runs)]
    deeds = (table.labels.deed(it.move, it.to, it.channel or "", it.count) for it in chosen)
    return OneDecision("; ".join(deeds) or "nothing", policy, rows)


def effects_of(
    game: Scenario, parties: Sequence[str], party: str, day: date, relation: str, runs: int
) -> list[dict[str, Any]]:
    """What the decision of one day changed in a relation, a row a measure.

    Parameters
    ----------
    game : Scenario, in whose timeline stands what was done by hand
    parties : ids of all parties that were played by hand
    party : id of the party that decided
    runs : int, histories with the decision, and as many with that of the policy
    """
    table, given = on_the_day(game, parties, day)
    standing, before = table.model.standing(), table.moves
    others = {name: move for name, move in given.items() if move.from_ != party}
    table.write({**before, **others})
    seat = Seat.at(table, party)
    seat.follow()
    by_its_policy = dict(table.moves)
    dyad = table.model.names.dyad(relation)
    highest = float(table.model.curves.loss[: table.day, dyad].max(initial=0.0))
    worlds = []
    for moves in ({**before, **given}, by_its_policy):
        table.write(moves)
        table.model.step()
        tables, state = _onward(table), copied(table.model.state)
        worlds.append([played_on(tables, state, table.day, run, [dyad], [highest])[0] for run in range(runs)])
        table.model.stand_again(table.scenario, standing)
        table.write(before)
    return [{"date": np.datetime64(day), "relation": relation, **row} for row in _rows(*worlds)]


def on_the_day(game: Scenario, parties: Sequence[str], day: date) -> tuple[Table, dict[str, TimelineMove]]:
    """A table that stands on the morning of a day of a game, and what was done by hand on that day, by id."""
    table = laid(game, parties, since=day)
    return table, {
        name: move
        for name, move in game.timeline.items()
        if move.date == day and move.from_ in table.parties and decider_of(name, move.from_) is not Decider.SCENARIO
    }


def _onward(table: Table) -> Tables:
    """Tables by which everybody at a table decides by policy from now on."""
    tables = packed(by_policy(table.scenario, table.parties)).tables
    tables.own_rule.make_ready()
    return tables


def _rows(game: Sequence[Ending], policy: Sequence[Ending]) -> Iterable[dict[str, Any]]:
    """Loss, breaks, and the end whose share differs most."""
    of_loss, of_breaks, of_end = EFFECTS
    yield _row(of_loss, "", *([ending.loss for ending in world] for world in (game, policy)))
    yield _row(of_breaks, "", *([ending.has_break for ending in world] for world in (game, policy)))
    shares = {
        regime: [np.array([ending.regime == regime for ending in world]) for world in (game, policy)]
        for regime in range(len(REGIMES))
    }
    most = max(shares, key=lambda regime: abs(shares[regime][0].mean() - shares[regime][1].mean()))
    yield _row(of_end, REGIMES[most], *shares[most])


def _row(measure: str, end: str, game: Any, policy: Any) -> dict[str, Any]:
    """Means of a measure in both worlds, and the 95 % interval of their difference, pair by pair."""
    game, policy = np.array(game, dtype=float), np.array(policy, dtype=float)
    difference = game - policy
    sd = difference.std(ddof=1) if difference.size > 1 else 0.0
    low, high = mean_interval(difference.mean(), sd, difference.size)
    low, high = max(-1.0, low), min(1.0, high)  # all are shares
    means = {"game": float(game.mean()), "policy": float(policy.mean())}
    return {"measure": measure, "end": end, **means, "low": float(low), "high": float(high)}
