"""The readable driver: one run as a Mesa model, stepped a day at a time."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from functools import partial
from typing import Any, Self

import mesa

from sim.rules import arm, indices, join, law, reconcile, recover, shock, stand_by
from sim.rules.curves import record
from sim.rules.perceive import heard
from sim.rules.world import NONE, State, reverse
from sim.scenario import arguments
from sim.scenario.arrays import ints
from sim.scenario.initial import initial_state
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

from .agents import Actors, AllianceAgent, MinistryAgent, PartyAgent, PostView, StateAgent, without
from .batch import check_batch
from .groups import groups_of
from .hooks import OF_MINISTRIES, OF_MODELS, OF_PARTIES, check_class, check_hooks, check_mapping
from .move import Move, as_read, decoded
from .trajectory import Trajectory, copied, empty_curves, on_days, trimmed, with_room


class EscalationModel(mesa.Model):
    """A scenario being played, day by day.

    Parameters
    ----------
    case : Scenario, as ``load_scenario`` returns it
    seed : int in [0, 2**64); 1 if absent, so that the same history is played each time
    run : int in [0, 2**32), number of the run under this seed; 0 if absent
    agents : mapping from party id to a subclass of StateAgent or AllianceAgent, or from ``PARTY.MINISTRY`` to one of
        MinistryAgent, optional; docs/agents.md says what they may do

    Raises
    ------
    ValueError
        If seed or run is out of range, an agent is named for a party that the scenario does not have, or a class
        cannot play; also where Mesa's ``batch_run`` would play one history again and again.

    Examples
    --------
    >>> from sim import EscalationModel, load_scenario
    >>> model = EscalationModel(load_scenario("nato_russia_2021"), seed=1)
    >>> model.step()
    >>> model.date.isoformat(), model.post("russian_mission").accredited
    ('2021-10-07', 10)
    """

    running: bool

    def __init__(
        self,
        case: Scenario,
        seed: int | None = None,
        run: int | None = None,
        agents: Mapping[str, type[mesa.Agent]] | None = None,
    ) -> None:
        check_batch(seed, run)
        check_hooks(type(self), EscalationModel, OF_MODELS)
        self.case: Scenario = arguments.scenario("case", case)
        self.seed_number = arguments.number("seed", 1 if seed is None else seed)
        self.run_number = arguments.number("run", 0 if run is None else run)
        self.packed = packed(case)
        self._n_agents = 0
        super().__init__(rng=self.seed_number)
        self.names, self.tables = self.packed.names, self.packed.tables
        self._acting = self.tables  # what the phases of the model play by: a party that was removed does nothing there
        self.tables.own_rule.make_ready()
        self.groups = groups_of(self.packed)
        self.state = initial_state(self.packed, self.seed_number, self.run_number)
        self.curves = empty_curves(self.tables)
        self.day = 0  # the day that the next step plays
        self._by_hand: list[Move] = []
        self._create_agents({} if agents is None else agents)
        self.datacollector = mesa.DataCollector(model_reporters=_REPORTERS)

    def _create_agents(self, own: Mapping[str, type[mesa.Agent]]) -> None:
        parties, ministries = self.names.parties, [".".join(ids) for ids in self.names.ministries]
        shipped: dict[str, type[mesa.Agent]] = dict.fromkeys(self.case.states, StateAgent)
        shipped |= dict.fromkeys(self.case.alliances, AllianceAgent) | dict.fromkeys(ministries, MinistryAgent)
        check_mapping(own, shipped)
        for name, given in own.items():
            check_class(name, given, shipped[name], OF_PARTIES if name in parties else OF_MINISTRIES)
        classes = shipped | dict(own)
        self.parties = Actors([classes[party](self, i) for i, party in enumerate(parties)], random=self.random)
        self.ministries = Actors([classes[name](self, m) for m, name in enumerate(ministries)], random=self.random)

    def register_agent(self, agent: mesa.Agent) -> None:
        """Number an agent of this model; called when it is made."""
        super().register_agent(agent)
        # Mesa before 3.5 counts ids in a table of all models, which would keep every one of them in memory
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        self._n_agents += 1
        agent.unique_id = self._n_agents

    def deregister_agent(self, agent: mesa.Agent) -> None:
        """Let an agent do nothing any more; called by its ``remove``."""
        super().deregister_agent(agent)
        self.ministries.discard(agent)
        if agent in self.parties:
            self.parties.discard(agent)
            self._acting = without(self._acting, agent.index)
            self.state.next_incident[self.tables.actor == agent.index] = NONE

    def _remove_missing(self) -> None:
        """Remove the actors that a user took from Mesa's own set, ``model.agents``, which does not report it."""
        for agent in [agent for actors in (self.parties, self.ministries) for agent in actors]:
            if agent not in self.agents:
                self.agents.add(agent)
                agent.remove()

    # the day ----------------------------------------------------------------------------------

    def step(self) -> None:
        """Play one day; nothing happens after the last."""
        if not self.running:
            return
        self._remove_missing()
        self.state = with_room(self.tables, self.state, 2 * len(self._by_hand))
        self.settle()
        self.shock()
        self.parties.do("perceive")
        self.heard()
        self.ministries.do("propose")
        self.parties.do("decide")
        self.parties.do("consult")
        self.parties.do("realise")
        self.parties.do("initiate")
        self.parties.do("publish")
        self.join()
        self.parties.do("reconcile")
        self.answer_offers()
        self.recover()
        self.arm()
        self.keep_reference()
        self.record()
        self.day += 1
        self.running = self.day < self.tables.n_days

    def settle(self) -> None:
        """Let departures, closures and other effects due today happen."""
        shock.settle(self.tables, self.state, self.day)

    def shock(self) -> None:
        """Play harms, scripted moves, incidents and moves made by hand."""
        shock.shock(self._acting, self.state, self.day)
        for move in self._by_hand:
            self._play(move)
        self._by_hand.clear()

    def heard(self) -> None:
        """Note that whatever has been announced so far is perceived."""
        heard(self.state)

    def join(self) -> None:
        """Let allies join the answers to a harm, and take a side over an act on ties or words."""
        join.join(self._acting, self.state, self.day)
        stand_by.stand_by(self._acting, self.state, self.day)

    def answer_offers(self) -> None:
        """Accept or refuse the offers of talks and the requests for recognition made today."""
        if len(self.parties) == len(self.names.parties):
            reconcile.answer_offers(self.tables, self.state, self.day)
        elif self.day >= self.tables.autonomous_day:
            present, log = {agent.index for agent in self.parties}, self.state.log
            for m in range(log.first_today[0], log.n[0]):
                if self.tables.target[log.ij[m]] in present:
                    reconcile.answer(self.tables, self.state, m, self.day)

    def recover(self) -> None:
        """Give back what was lost and may come back today."""
        recover.recover(self.tables, self.state, self.day)

    def arm(self) -> None:
        """Review military posture where it is kept."""
        arm.arm(self._acting, self.state, self.day)

    def keep_reference(self) -> None:
        """Note the most that institutions have been worth, where they are being built."""
        indices.keep_reference(self.tables, self.state, self.day)

    def record(self) -> None:
        """Write the indices of the day down."""
        record(self.tables, self.state, self.curves, self.day)
        self.datacollector.collect(self)

    # by hand ----------------------------------------------------------------------------------

    def inject(self, move: Move) -> None:
        """Let a party make a move on the day that the next step plays.

        Raises
        ------
        ValueError
            If the run is over, if the move names what does not exist or does not fit together, or if the
            law and the posts as they stand do not allow it, or not with that count.
        """
        if not self.running:
            raise ValueError(f"the run ended on {self.case.end}; no move can follow")
        move = as_read(move)
        kind, ij, channel, _ = decoded(move, self.date, self.case, self.names)
        self._check_answer(move, ij)
        most = int(law.most_allowed(self.tables, self.state, kind, ij, channel))
        if most <= 0:
            raise ValueError(f"{move.actor} may not {move.kind} {move.channel or move.target} as things stand")
        if move.count > most:
            raise ValueError(f"{move.kind} of {move.count}: {move.channel} allows {most} as things stand")
        self._by_hand.append(move)

    def _check_answer(self, move: Move, ij: int) -> None:
        if move.answers is None:
            return
        if not move.answers <= self.state.log.n[0] or self.state.log.ij[move.answers - 1] != reverse(ij):
            raise ValueError(f"answers: no. {move.answers} is not a move of {move.target} against {move.actor}")

    def _play(self, move: Move) -> None:
        kind, ij, channel, deadline = decoded(move, self.date, self.case, self.names)
        parent = NONE if move.answers is None else move.answers - 1
        given = {"deadline": deadline, "kind": kind, "channel": channel, "count": move.count, "parent": parent}
        shock.play_move(self.tables, self.state, ij, self.day, **given)

    def run_until(self, day: date | str | None = None) -> Self:
        """Play up to and including a date, or to the end; returns the model itself.

        A date already played changes nothing.

        Raises
        ------
        ValueError
            If the date lies outside the scenario, or is no date.
        """
        last = None if day is None else arguments.day_of(self.case, "day", day)
        while self.running and (last is None or self.date <= last):
            self.step()
        return self

    def play_on_by(self, case: Scenario) -> None:
        """Go on by another timeline of the same scenario: what has been played stays.

        Raises
        ------
        ValueError
            If agents were removed from this model: the tables by which they do nothing would be lost.
        """
        if self._acting is not self.tables:
            raise ValueError("an agent was removed from this model; its timeline can be changed no more")
        rows = dict(zip(self.names.script, self.state.script_row, strict=True))
        self.case, self.packed = case, packed(case)
        self.names, self.tables = self.packed.names, self.packed.tables
        self._acting = self.tables
        self.tables.own_rule.make_ready()
        self.state = self.state._replace(script_row=ints(rows.get(name, NONE) for name in self.names.script))

    def standing(self) -> State:
        """A copy of the state, to which :meth:`stand_again` leads back."""
        found: State = copied(self.state)
        return found

    def stand_again(self, case: Scenario, state: State, day: int) -> None:
        """Lead this model back to the evening before a day.

        Parameters
        ----------
        case : the scenario as it was then
        state : as :meth:`standing` gave it; agents of your own keep what they have learned since
        day : int, the day that the next step plays
        """
        self.state, self.day, self.running = copied(state), day, True
        self.play_on_by(case)
        for values in self.datacollector.model_vars.values():
            del values[day:]

    def copy(self) -> Self:
        """Return an independent model that stands where this one stands, with all that it and its agents hold.

        Played on, both take the same course: draws depend on who, when and what for, not on how many
        were made before.  Give the copy a move by hand to branch.
        """
        return deepcopy(self)

    def __copy__(self) -> Self:
        return deepcopy(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        never_changed = (self.case, self.packed, self.names, self.tables, self._acting, self.groups)
        memo |= {id(part): part for part in never_changed}
        twin = memo[id(self)] = type(self).__new__(type(self))
        twin.__dict__.update(deepcopy(self.__dict__, memo))
        return twin

    # views ------------------------------------------------------------------------------------

    @property
    def date(self) -> date:
        """Date of the day that the next step plays."""
        return self.case.start + timedelta(days=self.day)

    @property
    def today(self) -> int:
        """Day that views speak of: the last one played, or the first before any was."""
        return max(0, self.day - 1)

    def party(self, name: str) -> PartyAgent:
        """Agent of a party by its id; raises KeyError with the known ids, or where it was removed."""
        row = self.names.party(name)
        found: list[PartyAgent] = [agent for agent in self.parties if agent.index == row]
        if not found:
            raise KeyError(f"party {name!r} was removed from this model")
        return found[0]

    def post(self, channel: str) -> PostView:
        """View of a channel by its id; raises KeyError with the known ids."""
        return PostView(self, channel)

    @property
    def trajectory(self) -> Trajectory:
        """The run so far; it does not change when the model plays on."""
        curves = on_days(self.curves, self.day)
        return Trajectory(self.packed, self.groups, trimmed(self.state), curves, self.day)


def _date(model: EscalationModel) -> date:
    return model.date


def _moves(model: EscalationModel) -> int:
    return int(model.state.log.n[0])


def _over_theatre(name: str, model: EscalationModel) -> float:
    return model.groups[-1].mean(getattr(model.curves, name)[model.day])


# functions with a name each, so that a model can be pickled
_REPORTERS = {
    "date": _date,
    "moves": _moves,
    **{name: partial(_over_theatre, name) for name in ("tension", "loss", "flow_gross")},
}
