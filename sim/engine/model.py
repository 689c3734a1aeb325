"""The readable driver: one run as a Mesa model, stepped a day at a time."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import Any, Self

import numpy as np

from sim.rules import arm, indices, join, reconcile, recover, shock, stand_by
from sim.rules.curves import record
from sim.rules.perceive import heard
from sim.rules.world import NONE, State
from sim.scenario import arguments
from sim.scenario.arrays import ints
from sim.scenario.initial import initial_state
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

from .agents import Actors, AllianceAgent, MinistryAgent, PartyAgent, PostView, StateAgent, without
from .batch import check_batch
from .groups import groups_of
from .hand import Hand
from .hooks import OF_AGENTS, OF_MINISTRIES, OF_MODELS, OF_PARTIES, check_class, check_hooks, check_made, check_mapping
from .made import Made, made_since
from .move import Move
from .quiet import mesa
from .trajectory import Trajectory, copied, empty_curves, on_days, trimmed, with_room


@dataclass(frozen=True)
class Standing:
    """The evening before a day of a model, to which it can be led back.

    Attributes
    ----------
    day : int, that the next step plays
    script : ids of the entries of the timeline by which it was reached, in their order
    state : State of that evening
    """

    day: int
    script: tuple[str, ...]
    state: State


class EscalationModel(mesa.Model):
    """A scenario being played, day by day.

    Parameters
    ----------
    case : Scenario, as ``load_scenario`` returns it
    seed : int in [0, 2**64); 1 if absent, so that the same history is played each time
    run : int in [0, 2**32), number of the run under this seed; 0 if absent
    agents : mapping from party id to a subclass of StateAgent or AllianceAgent, or from ``PARTY.MINISTRY`` to one of
        MinistryAgent, optional; docs/agents.md says what they may do

    Attributes
    ----------
    random, rng : of Python and of numpy, for agents of your own that toss coins.  They begin from seed and run
        together: each history has its own, and the same history has the same.  No rule of detente uses them
    datacollector : of Mesa: of each day the date, the moves so far, tension, loss and flow of the theatre, and what
        :meth:`add_reporter` adds

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
        """Make a model that stands before the first day; the class says what it takes."""
        check_batch(seed, run, case, agents)
        check_hooks(type(self), EscalationModel, OF_MODELS, OF_AGENTS)
        self.case: Scenario = arguments.scenario("case", case)
        self.seed_number = arguments.number("seed", 1 if seed is None else seed)
        self.run_number = arguments.number("run", 0 if run is None else run)
        self.packed = packed(case)
        self._n_agents = 0
        super().__init__(rng=_seed_of_chance(self.seed_number, self.run_number))
        self.names, self.tables = self.packed.names, self.packed.tables
        self.acting = self.tables  # what the phases of the model play by: a party that was removed does nothing there
        self.tables.own_rule.make_ready()
        self.groups = groups_of(self.packed)
        self.state = initial_state(self.packed, self.seed_number, self.run_number)
        self.curves = empty_curves(self.tables)
        self.day = 0  # the day that the next step plays
        self.is_within_day = False
        self._interrupted = ""  # what stopped a day that was played in part
        self.first_heard = 0  # row of the first move that is taken in today
        self.hand = Hand(self)
        self._create_agents({} if agents is None else agents)
        self.hand.part()  # reads the sources of own classes, which may be edited while they play
        self.datacollector = mesa.DataCollector(model_reporters=_REPORTERS)

    def _create_agents(self, own: Mapping[str, type[mesa.Agent]]) -> None:
        parties, ministries = self.names.parties, [".".join(ids) for ids in self.names.ministries]
        shipped: dict[str, type[mesa.Agent]] = dict.fromkeys(self.case.states, StateAgent)
        shipped |= dict.fromkeys(self.case.alliances, AllianceAgent) | dict.fromkeys(ministries, MinistryAgent)
        check_mapping(own, shipped)
        for name, given in own.items():
            check_class(name, given, shipped[name], OF_PARTIES if name in parties else OF_MINISTRIES)
        classes = shipped | dict(own)
        made = {name: classes[name](self, row) for row, name in enumerate(parties)}
        made |= {name: classes[name](self, row) for row, name in enumerate(ministries)}
        for name, agent in made.items():
            check_made(name, agent, self)
        self.parties = Actors([made[name] for name in parties], random=self.random)
        self.ministries = Actors([made[name] for name in ministries], random=self.random)

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
        name = f"{agent.party_id}.{agent.id}" if isinstance(agent, MinistryAgent) else getattr(agent, "id", "")
        if agent in self.parties or agent in self.ministries:
            self.hand.removed[name] = self.date
            self.hand.forget()
        self.ministries.discard(agent)
        if agent in self.parties:
            self.parties.discard(agent)
            self.acting = without(self.acting, agent.index)
            self.state.next_incident[self.tables.actor == agent.index] = NONE

    def _remove_missing(self) -> None:
        """Remove the actors that a user took from Mesa's own set, ``model.agents``, which does not report it."""
        for agent in [agent for actors in (self.parties, self.ministries) for agent in actors]:
            if agent not in self.agents:
                self.agents.add(agent)
                agent.remove()

    # the day ----------------------------------------------------------------------------------

    def step(self) -> None:
        """Play one day; nothing happens after the last.

        Raises
        ------
        RuntimeError
            If a phase calls it, or an error has stopped a day half-way: that day would be played twice.
        """
        if not self.running:
            self.steps = self.day  # Mesa counts calls
            return
        with self._whole_day():
            self._remove_missing()
            self.state = with_room(self.tables, self.state, 2 * len(self.hand.waiting))
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
            self.hand.end_day()
        self.day += 1
        self.running = self.day < self.tables.n_days

    @contextmanager
    def _whole_day(self) -> Iterator[None]:
        """Let a day be played once, and whole or never again."""
        self.check_whole()
        if self.is_within_day:
            raise RuntimeError(
                f"step: {self.date} is being played; no phase, nor a copy made in one, plays the next day"
            )
        self.is_within_day, self.first_heard = True, int(self.state.log.first_new[0])
        self.hand.forget()
        try:
            yield
        except BaseException as stopped:  # Ctrl-C, too, leaves a day half played
            self._interrupted = f"{type(stopped).__name__}: {stopped}"
            raise
        finally:
            self.is_within_day, self.hand.turn = False, None

    def check_whole(self) -> None:
        """Raise RuntimeError where an error has stopped a day half-way."""
        if self._interrupted:
            raise RuntimeError(
                f"{self.date} was played in part when {self._interrupted} stopped it; "
                "go on from a copy made before (model.copy()), or make the model again"
            )

    def settle(self) -> None:
        """Let departures, closures and other effects due today happen."""
        shock.settle(self.tables, self.state, self.day)

    def shock(self) -> None:
        """Play harms, scripted moves, incidents and moves made by hand."""
        shock.shock(self.acting, self.state, self.day)
        self.hand.play_waiting()

    def heard(self) -> None:
        """Note that whatever has been announced so far is perceived."""
        heard(self.state)

    def join(self) -> None:
        """Let allies join the answers to a harm, and take a side over an act on ties or words."""
        join.join(self.acting, self.state, self.day)
        stand_by.stand_by(self.acting, self.state, self.day)

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
        arm.arm(self.acting, self.state, self.day)

    def keep_reference(self) -> None:
        """Note the most that institutions have been worth, where they are being built."""
        indices.keep_reference(self.tables, self.state, self.day)

    def record(self) -> None:
        """Write the indices of the day down."""
        record(self.tables, self.state, self.curves, self.day)
        self.datacollector.collect(self)

    # by hand ----------------------------------------------------------------------------------

    def inject(self, move: Move) -> None:
        """Let a party make a move on the day that the next step plays; within a phase, on the day after this one.

        Parameters
        ----------
        move : Move; an agent injects moves of its own party alone

        Raises
        ------
        ValueError
            If the run is over by then, if the move names what does not exist or does not fit together, or if the law
            and the posts do not allow it after the moves that wait already, as they do not allow it to a seat (see
            docs/seat.md).  The message says what is missing.
        """
        self.check_whole()
        self.hand.inject(move)

    def refusal(self, move: Move) -> str:
        """Why :meth:`inject` would refuse a move, in one clause; empty where it would not."""
        self.check_whole()
        return self.hand.refusal(move)

    def run_until(self, day: dt.date | str | None = None) -> Self:
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
        self.hand.forget()
        if self.acting is not self.tables:
            raise ValueError("an agent was removed from this model; its timeline can be changed no more")
        self._lay(case, self.names.script, self.state)

    def _lay(self, case: Scenario, script: Sequence[str], state: State) -> None:
        """Stand in a state that was reached by a timeline of these entries, and go on by that of a scenario."""
        rows = dict(zip(script, state.script_row, strict=True))
        self.case, self.packed = case, packed(case)
        self.names, self.tables = self.packed.names, self.packed.tables
        self.acting = self.tables
        self.tables.own_rule.make_ready()
        self.state = state._replace(script_row=ints(rows.get(name, NONE) for name in self.names.script))

    def standing(self) -> "Standing":
        """Where this model stands, to which :meth:`stand_again` leads back."""
        return Standing(self.day, tuple(self.names.script), copied(self.state))

    def stand_again(self, case: Scenario, standing: "Standing") -> None:
        """Lead this model back to the evening before a day.

        Parameters
        ----------
        case : the scenario by whose timeline it goes on
        standing : as :meth:`standing` gave it; agents of your own keep what they have learned since
        """
        self.hand.forget()
        self.day, self.running, self._interrupted = standing.day, True, ""
        self._lay(case, standing.script, copied(standing.state))
        for values in self.datacollector.model_vars.values():
            del values[standing.day :]

    def copy(self) -> Self:
        """Return an independent model that stands where this one stands, with all that it and its agents hold.

        Played on, both take the same course: draws depend on who, when and what for, not on how many
        were made before.  Give the copy a move by hand to branch.
        """
        return deepcopy(self)

    def __copy__(self) -> Self:
        return deepcopy(self)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        never_changed = (self.case, self.packed, self.names, self.tables, self.acting, self.groups)
        memo |= {id(part): part for part in never_changed}
        twin = memo[id(self)] = type(self).__new__(type(self))
        twin.__dict__.update(deepcopy(self.__dict__, memo))
        return twin

    # views ------------------------------------------------------------------------------------

    def __repr__(self) -> str:
        where = f"{self.date} is played next" if self.running else f"played to its end on {self.case.end}"
        return f"<{type(self).__name__} {self.case.name}: seed {self.seed_number}, run {self.run_number}, {where}>"

    @property
    def date(self) -> dt.date:
        """Date of the day that the next step plays; within a phase, of the day being played."""
        return self.case.start + timedelta(days=self.day)

    @property
    def last_date(self) -> dt.date | None:
        """Date of the last day that has been played to its end; None before the first."""
        return self.case.start + timedelta(days=self.day - 1) if self.day else None

    @property
    def today(self) -> int:
        """Day that views speak of, since the start: within a phase the one being played, else the last one played.

        It is the first day before any was played.
        """
        is_begun = self.is_within_day or bool(self._interrupted)
        return self.day if is_begun else max(0, self.day - 1)

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
        return Trajectory(self.packed, self.groups, trimmed(self.state), curves, self.day, self.hand.part())

    def result(self) -> Any:
        """The days played so far as a :class:`sim.RunResult`, which saves, draws and reports itself.

        Its manifest names classes of your own, moves that were injected, and agents that were removed.

        Raises
        ------
        ValueError
            If no day has been played.
        RuntimeError
            If an error has stopped a day half-way.
        """
        self.check_whole()
        return import_module("sim.analysis.run_result").result_of(self.trajectory)  # which lies above; decision 0012

    def history(self) -> Any:
        """The days played so far as an own measure reads a history (docs/measures.md)."""
        played = self.trajectory
        return import_module("sim.analysis.history").History(played, lambda: played.curves)

    def moves_since(self, day: dt.date | str) -> list[Made]:
        """Moves made on a day and after it, in order; without the table of all moves, which takes longer to make.

        Raises
        ------
        ValueError
            If the day lies outside the scenario, or is no date.
        """
        since = arguments.day_of(self.case, "day", day)
        return made_since(self, (since - self.case.start).days)

    def add_reporter(self, name: str, report: Callable[["EscalationModel"], Any]) -> None:
        """Let the data collector note something more at the end of each day: a column of its frame of the model.

        Parameters
        ----------
        name : of the column, which is None on the days played before
        report : function of the model

        Raises
        ------
        ValueError
            If there is such a column already.
        """
        if name in self.datacollector.model_reporters:
            raise ValueError(f"reporter {name!r}: there is one already")
        self.datacollector.model_reporters[name] = report
        self.datacollector.model_vars[name] = [None] * self.day


def _seed_of_chance(seed: int, run: int) -> int:
    """Number from which the chance of own agents begins: another for each run of each seed."""
    words = [seed & 0xFFFFFFFF, seed >> 32, run]  # always three, so that no two pairs give the same
    return int(np.random.SeedSequence(words).generate_state(1, np.uint64)[0])


def _date(model: EscalationModel) -> dt.date:
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
