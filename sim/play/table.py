"""A game: one history, stepped day by day, in which some parties are played by hand and the rest by their rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.analysis.labels import Labels
from sim.engine.model import EscalationModel, Standing
from sim.engine.orders import ROOM, by_policy
from sim.engine.trajectory import Trajectory, copied, with_room
from sim.rules import shock
from sim.rules.day import play_day
from sim.rules.world import NONE, State, Tables
from sim.scenario.arguments import number
from sim.scenario.canonical import document_of
from sim.scenario.hands import Decider, decider_of
from sim.scenario.pack import pack, script_of
from sim.scenario.schema import PlayedHistory, Scenario, TimelineMove

from .scenario_by_hand import beginning_of, by_hand, check_parties


@dataclass(frozen=True)
class Stop:
    """A day on which somebody was asked: what led there, and the moves made by then."""

    standing: Standing
    moves: Mapping[str, TimelineMove]
    known: Mapping[str, Any]  # by party, what its seat knew


class Table:
    """A scenario being played with some of its parties by hand.

    Parameters
    ----------
    scenario : Scenario
    parties : ids of the parties played by hand
    seed, replay : number of the history, as for :func:`sim.run`
    given : moves by hand of an earlier game that stay, by id
    since : first day on which anybody chooses; as soon as actors decide if absent

    Attributes
    ----------
    base : Scenario, as it was given
    parties : ids, sorted
    beginnings : by party, how the ids of its moves begin
    moves : moves by hand, by id, those of today among them
    first_day : day on which the seats are taken
    eve : by party, the state before that day if the party had decided by its policy on the day before, of a game that
        is taken up again
    seats : who plays each party
    ready : days that each seat wants to wait, of those that have chosen; None: until somebody is asked
    """

    def __init__(
        self,
        scenario: Scenario,
        parties: Iterable[str],
        seed: int = 1,
        replay: int = 0,
        given: Mapping[str, TimelineMove] = MappingProxyType({}),
        since: date | None = None,
    ) -> None:
        self.parties = tuple(sorted(parties))
        check_parties(scenario, self.parties)
        self.base, self._given, self._since = scenario, given, since
        self.history = PlayedHistory(seed=number("seed", seed), replay=number("run", replay))
        self.beginnings = {party: beginning_of(scenario, party) for party in self.parties}
        self.moves: Mapping[str, TimelineMove] = MappingProxyType(dict(given))
        self.labels = Labels(document_of(scenario))
        self._own = pack(scenario.model_copy(update={"by_hand": []}))
        self.model = EscalationModel(self.scenario, seed, replay)
        self._forget()
        self.eve: dict[str, State] = {}
        first = max(self.model.tables.autonomous_day, 0 if since is None else (since - scenario.start).days)
        while self.model.running and self.day < first:
            self.eve = self._step_to(first)
        self.first_day = self.day
        self.stops: list[Stop] = []
        self.seats: dict[str, Any] = {}
        self.ready: dict[str, int | None] = {}

    def _step_to(self, first: int) -> dict[str, State]:
        """Play a day before the first; of the very last, when actors decided, what :meth:`step` gives."""
        if self.day + 1 == first and self.day >= self.model.tables.autonomous_day:
            return self.step()
        self.model.step()
        self._forget()
        return {}

    def anew(self) -> "Table":
        """The same game before anybody chose."""
        return Table(self.base, self.parties, self.model.seed_number, self.model.run_number, self._given, self._since)

    # what stands --------------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """The scenario as it has been played so far."""
        return by_hand(self.base, self.parties, self.moves, self.history)

    @property
    def day(self) -> int:
        """Day that is played next."""
        return self.model.day

    @property
    def first_date(self) -> date:
        """Date of the day on which the seats are taken."""
        return self.base.start + timedelta(days=self.first_day)

    @property
    def date(self) -> date:
        """Date of that day."""
        return self.model.date

    @property
    def is_over(self) -> bool:
        """Whether the last day has been played."""
        return not self.model.running

    @property
    def is_first_day(self) -> bool:
        """Whether it is the day on which the seats are taken: whoever sits there may act before anybody asks."""
        return self.day == self.first_day and not self.is_over

    def n_known(self, party: str) -> int:
        """Moves made by the time that somebody last decided for a party by hand, or else before anybody decided."""
        model, names = self.model, self.model.names.script
        rows = dict(zip(names, model.state.script_row.tolist(), strict=True))
        own = [rows[name] for name in self._given if decider_of(name, party) is Decider.HAND]
        n = int(model.state.log.n[0])
        before = int((model.state.log.announced[:n] < model.tables.autonomous_day).sum())
        return max(before, *(int(row) + 1 for row in own), 0)

    @property
    def today(self) -> dict[str, TimelineMove]:
        """Moves by hand that are made on the next day, by id."""
        return {name: move for name, move in self.moves.items() if move.date == self.date and not self.is_over}

    def free(self, party: str) -> Tables:
        """Tables in which one party decides by its policy; the other parties by hand still do not."""
        return by_policy(self.model.tables, self._own, self.model.names.party(party))

    def morning(self, party: str) -> State:
        """State on the next day when a party makes its moves: after its effects, and the script up to there.

        What the scenario lets the party itself do that day comes before what is done by hand, and so do its moves of
        today so far.
        """
        if party not in self._mornings:
            self._mornings[party] = self._played([self._comes_before(name, party) for name in self.model.names.script])
        return self._mornings[party]

    def days_to_effect(self, name: str, party: str) -> int:
        """Days until a move of today takes effect: those that people are given, drawn where the move says none."""
        state = self.morning(party)
        row = int(state.script_row[self.model.names.script.index(name)])
        return max(0, int(state.log.effective[row]) - self.day) if row >= 0 else 0

    def answered_by(self, name: str, party: str) -> int | None:
        """Number of the act that a move by hand answers, as the account has it; None where it answers none."""
        state = self.morning(party) if name in self.today else self.model.state
        row = int(state.script_row[self.model.names.script.index(name)])
        return int(state.log.parent[row]) + 1 if row >= 0 and state.log.parent[row] != NONE else None

    def _comes_before(self, name: str, party: str) -> bool:
        """Whether an entry of the script is played before a further move of a party; see ``script_order``."""
        script = self._script
        return (script[name].from_ or "") <= party and script[name].answers not in script

    def _played(self, is_played: list[bool]) -> State:
        """The state on the next day after its effects and those of its scripted moves that are played."""
        model = self.model
        tables, left_out = model.tables, ~np.array(is_played, dtype=np.bool_)
        kinds, channels = tables.script_kind.copy(), tables.script_channel.copy()
        kinds[left_out] = channels[left_out] = NONE  # neither a move nor a note of staff
        state: State = with_room(tables, copied(model.state), ROOM)
        shock.settle(tables, state, model.day)
        shock.play_script(tables._replace(script_kind=kinds, script_channel=channels), state, model.day)
        return state

    @property
    def undone(self) -> list[str]:
        """Ids of moves by hand of today that would not happen, or not whole: the scenario's own come in between."""
        state = self._played([True] * len(self.model.names.script))
        rows = dict(zip(self.model.names.script, state.script_row.tolist(), strict=True))
        return [name for name, move in self.today.items() if rows[name] < 0 or state.log.count[rows[name]] < move.count]

    def by_policy(self, party: str) -> State:
        """State after the next day if a party decided by its policy on that day."""
        if party not in self._futures:
            tables = self.free(party)
            state: State = with_room(tables, copied(self.model.state), ROOM)
            play_day(tables, state, self.model.day)
            self._futures[party] = state
        return self._futures[party]

    def trajectory(self, state: State, n_days: int) -> Trajectory:
        """The run up to a state, with what its tables tell; its curves are those played."""
        model = self.model
        return Trajectory(model.packed, model.groups, state, model.curves, n_days)

    # what is done -------------------------------------------------------------------------------

    def write(self, moves: Mapping[str, TimelineMove]) -> None:
        """Put other moves by hand into the timeline; none on a day that has been played may differ."""
        self.moves = MappingProxyType(dict(moves))
        self.model.play_on_by(self.scenario)
        self._forget()

    def step(self) -> dict[str, State]:
        """Play the next day; returns, by party, the state after it if that party had decided by its policy."""
        states = {party: self.by_policy(party) for party in self.parties}
        self.model.step()
        self._forget()
        return states

    def mark_stop(self, known: Mapping[str, Any]) -> None:
        """Note that somebody is asked now, so that it can be taken back."""
        self.stops.append(Stop(self.model.standing(), self.moves, known))

    def play_on(self) -> None:
        """Let days pass until somebody is asked, or until as many have passed as anybody wants to wait."""
        seats = [self.seats[party] for party in self.parties]
        days = min((days for days in self.ready.values() if days is not None), default=self.model.tables.n_days)
        if self.is_first_day or any(seat.is_deciding for seat in seats):
            self.mark_stop({seat.party: seat.knows for seat in seats})
        for seat in seats:
            seat.note()
        self.ready.clear()
        for _ in range(days):
            if self.is_over:
                break
            states = self.step()
            for seat in seats:
                seat.wake(states[seat.party])
            if any(seat.is_asked for seat in seats):
                break

    def go_back(self) -> Stop:
        """Return to the last day before this one on which somebody was asked; what was done then is undone.

        Raises
        ------
        ValueError
            If there is none.
        """
        while self.stops and self.stops[-1].standing.day >= self.day:
            self.stops.pop()
        if not self.stops:
            raise ValueError("nothing to take back: this is the first day of the game")
        stop = self.stops.pop()
        until = self.base.start + timedelta(days=stop.standing.day)
        self.moves = MappingProxyType({name: move for name, move in stop.moves.items() if move.date < until})
        self.model.stand_again(self.scenario, stop.standing)
        self.ready.clear()
        self._forget()
        return stop

    def _forget(self) -> None:
        self._mornings: dict[str, State] = {}
        self._futures: dict[str, State] = {}
        self._script = script_of(self.model.case)
