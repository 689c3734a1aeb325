"""What is done by hand in a model: moves that wait, what became of them, and who made them."""

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sim.rules import shock
from sim.rules.world import ANSWERED, NONE, NOTHING_LEGAL, State

from .move import Move
from .orders import ROOM, Order, check, ordered, play
from .own_part import BY_HAND, Injected, OwnClass, OwnPart, is_own, own_class
from .trajectory import copied, with_room

if TYPE_CHECKING:
    from .agents import PartyAgent
    from .model import EscalationModel


class Hand:
    """Orders that wait in a model, and what became of those before.

    Attributes
    ----------
    turn : agent whose phase is being played, and the name of the phase; None outside the phases of agents
    waiting : orders of the next morning
    answers : orders of today, which happen as their party publishes
    injected : moves that were made, or could not be
    removed : day on which an agent was removed, by its id
    deciders : in words who decided a provocation in its own way, by its row
    """

    def __init__(self, model: "EscalationModel") -> None:
        self.model = model
        self.turn: tuple[Any, str] | None = None
        self.waiting: list[Order] = []
        self.answers: list[Order] = []
        self.injected: list[Injected] = []
        self.removed: dict[str, Any] = {}
        self.deciders: dict[int, str] = {}
        self._classes: dict[str, OwnClass] = {}  # of own agents, also of those that were removed
        self._morning: State | None = None  # of the next day, with all that waits; made when it is first asked for

    # moves of the next morning --------------------------------------------------------------------

    def inject(self, move: Move) -> None:
        """Let a move be made on the next morning; see :meth:`sim.engine.model.EscalationModel.inject`."""
        order = self._lawful(move)
        play(self.model.tables, self._as_it_will_stand(order.day), order, order.day)
        self.waiting.append(order)

    def refusal(self, move: Move) -> str:
        """Why a move would be refused; empty where it would not be."""
        try:
            self._lawful(move)
        except ValueError as refused:
            return str(refused)
        return ""

    def _lawful(self, move: Move) -> Order:
        """Read a move of the next morning; raises ValueError where it may not be made."""
        model = self.model
        day, end = model.day + model.is_within_day, model.case.end
        if not model.running:
            raise ValueError(f"the run ended on {end}; no move can follow")
        if day >= model.tables.n_days:
            raise ValueError(f"the run ends today, on {end}; no move can follow")
        self._check_actor(move)
        order = ordered(model, move, day, self.maker)
        check(model, self._as_it_will_stand(day), order)
        return order

    def _check_actor(self, move: Any) -> None:
        """Raise ValueError where an agent moves for another party."""
        if self.turn is None or not isinstance(move, Move):
            return
        agent = self.turn[0]
        party = getattr(agent, "party_id", agent.id)
        if move.actor != party:
            raise ValueError(f"{agent!r} may make moves of {party} alone, not of {move.actor}")

    @property
    def maker(self) -> str:
        """In words who makes a move now."""
        if self.turn is not None:
            return f"by its own agent {type(self.turn[0]).__qualname__}"
        return f"by the own model {type(self.model).__qualname__}" if self.model.is_within_day else BY_HAND

    def _as_it_will_stand(self, day: int) -> State:
        """State in which a further move of the next morning is made, with those that wait.

        Between two days it is that of the morning.  Within a day it is the present one: what else happens today is not
        known yet.
        """
        model = self.model
        if self._morning is None or model.is_within_day:
            state: State = with_room(model.tables, copied(model.state), ROOM + 2 * len(self.waiting))
            if not model.is_within_day:
                shock.settle(model.tables, state, day)
                shock.shock(model.acting, state, day)
            for order in self.waiting:
                play(model.tables, state, order, day)
            self._morning = state
        self._morning = with_room(model.tables, self._morning, ROOM)
        return self._morning

    def forget(self) -> None:
        """Look at the next morning anew: the model has gone on, or is another one."""
        self._morning = None

    def play_waiting(self) -> None:
        """Make the moves of this morning."""
        orders, self.waiting = self.waiting, []
        for order in orders:
            self._make(order)

    def _make(self, order: Order) -> bool:
        """Make a move, and note what became of it; returns whether it was made."""
        model = self.model
        row = play(model.tables, model.state, order, model.day)
        self.injected.append(self._noted(order, row))
        return row >= 0

    def _noted(self, order: Order, row: int) -> Injected:
        day = self.model.case.start + timedelta(days=order.day)
        number, made = (None, 0) if row < 0 else (row + 1, int(self.model.state.log.count[row]))
        return Injected(order.move, day, order.maker, number, made)

    # answers of today -------------------------------------------------------------------------------

    def publish(self, agent: "PartyAgent") -> None:
        """Make the moves by which an agent answers today."""
        if not self.answers:
            return
        model = self.model
        own = [order for order in self.answers if model.tables.actor[order.ij] == agent.index]
        self.answers = [order for order in self.answers if order not in own]
        model.state = with_room(model.tables, model.state, 2 * len(own))
        made = {order.act for order in own if self._make(order)}
        self._leave_open({order.act: None for order in own if order.act not in made})

    def end_day(self) -> None:
        """Note answers that a phase did not publish."""
        for order in self.answers:
            self.injected.append(self._noted(order, NONE))
        self._leave_open({order.act: None for order in self.answers})
        self.answers = []

    def _leave_open(self, acts: Iterable[int]) -> None:
        """Note of provocations that no move came of what was decided."""
        for p in acts:
            self.model.state.provocations.verdict[p] = NOTHING_LEGAL

    # what it comes to -------------------------------------------------------------------------------

    def part(self) -> OwnPart:
        """What a user's program has done in this history so far."""
        model = self.model
        agents = {agent.id: agent for agent in model.parties}
        agents |= {f"{agent.party_id}.{agent.id}": agent for agent in model.ministries}
        self._classes |= {name: own_class(type(agent)) for name, agent in agents.items() if is_own(type(agent))}
        lost = () if model.running else self.waiting  # no morning has played them
        return OwnPart(
            model=own_class(type(model)) if is_own(type(model)) else None,
            agents=dict(self._classes),
            removed=dict(self.removed),
            injected=(*self.injected, *(self._noted(order, NONE) for order in lost)),
            undecided=self._undecided(),
            deciders=self._all_deciders(),
        )

    def _undecided(self) -> dict[str, int]:
        """Acts that have been due and wait, of parties that an own agent plays."""
        own, given = [agent for agent in self.model.parties if is_own(type(agent))], self.model.state.provocations
        found = {agent.id: sum(int(given.due[act.row]) < self.model.day for act in agent.due) for agent in own}
        return {name: n for name, n in found.items() if n}

    def _all_deciders(self) -> dict[int, str]:
        """Who decided, also of what an injected move answers."""
        log, given, found = self.model.state.log, self.model.state.provocations, dict(self.deciders)
        for it in (it for it in self.injected if it.number is not None):
            m = int(it.number or 0) - 1
            parent, cause = int(log.parent[m]), int(log.cause[m])
            answered = [int(log.provocation[parent])] if parent != NONE else []
            if cause != NONE:
                answered += [p for p in range(int(given.n[0])) if given.trigger[p] == cause]
            for p in answered:
                if p != NONE and given.ij[p] == log.ij[m] and given.verdict[p] == ANSWERED:
                    found.setdefault(p, it.maker)
        return found
