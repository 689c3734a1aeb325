"""The readable driver: one run as a Mesa model, stepped a day at a time."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import date, timedelta
from typing import Any, Self

import mesa
from mesa.agent import AgentSet

from sim.rules import arm, channels, indices, join, reconcile, recover, shock
from sim.rules.curves import record
from sim.rules.world import NONE
from sim.scenario.initial import initial_state
from sim.scenario.pack import names_of, pack
from sim.scenario.schema import Scenario

from .agents import AllianceAgent, MinistryAgent, PartyAgent, PostView, StateAgent
from .groups import groups_of
from .move import Move, decoded
from .trajectory import Trajectory, empty_curves, with_room


class EscalationModel(mesa.Model):
    """A scenario being played, day by day.

    Parameters
    ----------
    case : Scenario, as ``load_scenario`` returns it
    seed : int in [0, 2**64)
    run : int in [0, 2**32), number of the run under this seed
    agents : mapping from party id to a subclass of StateAgent or AllianceAgent, optional

    Raises
    ------
    ValueError
        If seed or run is out of range, or an agent is named for a party that the scenario does not have.

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
        seed: int = 1,
        run: int = 0,
        agents: Mapping[str, type[PartyAgent]] | None = None,
    ) -> None:
        state = initial_state(case, seed, run)
        super().__init__(rng=seed)
        self.case, self.seed_number, self.run_number = case, seed, run
        self.names, self.tables = names_of(case), pack(case)
        self.groups = groups_of(case, self.names, self.tables)
        self.state, self.curves = state, empty_curves(self.tables)
        self.day = 0  # the day that the next step plays
        self._by_hand: list[Move] = []
        self._agent_classes = dict(agents or {})
        self._create_agents()
        self.datacollector = mesa.DataCollector(model_reporters=_REPORTERS)

    def _create_agents(self) -> None:
        unknown = set(self._agent_classes) - set(self.names.parties)
        if unknown:
            raise ValueError(f"no party {sorted(unknown)[0]!r}; known are {', '.join(self.names.parties)}")
        self._party_agents = [self._party(i) for i in range(len(self.names.parties))]
        self.parties = AgentSet(self._party_agents, random=self.random)
        self.ministries = AgentSet(
            [MinistryAgent(self, m) for m in range(len(self.names.ministries))], random=self.random
        )
        # Mesa before 3.5 counts ids in a table of all models, which would keep every one of them in memory
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def _party(self, i: int) -> PartyAgent:
        party = self.names.parties[i]
        default = AllianceAgent if party in self.case.alliances else StateAgent
        return self._agent_classes.get(party, default)(self, i)

    # the day ----------------------------------------------------------------------------------

    def step(self) -> None:
        """Play one day; nothing happens after the last."""
        if not self.running:
            return
        self.state = with_room(self.tables, self.state, 2 * len(self._by_hand))
        self.settle()
        self.shock()
        self.parties.do("perceive")
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
        shock.shock(self.tables, self.state, self.day)
        for move in self._by_hand:
            self._play(move)
        self._by_hand.clear()

    def join(self) -> None:
        """Let allies join the answers to a harm."""
        join.join(self.tables, self.state, self.day)

    def answer_offers(self) -> None:
        """Accept or refuse the offers of talks and the requests for recognition made today."""
        reconcile.answer_offers(self.tables, self.state, self.day)

    def recover(self) -> None:
        """Give back what was lost and may come back today."""
        recover.recover(self.tables, self.state, self.day)

    def arm(self) -> None:
        """Review military posture where it is kept."""
        arm.arm(self.tables, self.state, self.day)

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
        kind, ij, channel, _ = decoded(move, self.date, self.case, self.names)
        self._check_answer(move, ij)
        most = int(channels.most_allowed(self.tables, self.state, kind, ij, channel))
        if most <= 0:
            raise ValueError(f"{move.actor} may not {move.kind} {move.channel or move.target} as things stand")
        if move.count > most:
            raise ValueError(f"{move.kind} of {move.count}: {move.channel} allows {most} as things stand")
        self._by_hand.append(move)

    def _check_answer(self, move: Move, ij: int) -> None:
        if move.answers is None:
            return
        if not 1 <= move.answers <= self.state.log.n[0] or self.state.log.ij[move.answers - 1] != ij ^ 1:
            raise ValueError(f"answers: no. {move.answers} is not a move of {move.target} against {move.actor}")

    def _play(self, move: Move) -> None:
        kind, ij, channel, deadline = decoded(move, self.date, self.case, self.names)
        parent = NONE if move.answers is None else move.answers - 1
        shock.play_move(self.tables, self.state, self.day, deadline, ij, kind, channel, move.count, parent)

    def run_until(self, day: date | str | None = None) -> Self:
        """Play up to and including a date, or to the end; returns the model itself.

        A date already played changes nothing.

        Raises
        ------
        ValueError
            If the date lies outside the scenario, or is no date.
        """
        last = date.fromisoformat(day) if isinstance(day, str) else day
        if last is not None and not self.case.start <= last <= self.case.end:
            raise ValueError(f"{last} is outside the scenario, {self.case.start} to {self.case.end}")
        while self.running and (last is None or self.date <= last):
            self.step()
        return self

    def copy(self) -> "EscalationModel":
        """Return an independent model that stands where this one stands.

        Played on, both take the same course: draws depend on who, when and what for, not on how many
        were made before.  Give the copy a move by hand to branch.
        """
        twin = type(self)(self.case, self.seed_number, self.run_number, self._agent_classes)
        twin.state, twin.curves = deepcopy(self.state), deepcopy(self.curves)
        twin.day, twin.running, twin._by_hand = self.day, self.running, list(self._by_hand)
        twin.datacollector = deepcopy(self.datacollector)
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
        """Agent of a party by its id; raises KeyError with the known ids."""
        return self._party_agents[self.names.party(name)]

    def post(self, channel: str) -> PostView:
        """View of a channel by its id; raises KeyError with the known ids."""
        return PostView(self, channel)

    @property
    def trajectory(self) -> Trajectory:
        """The run so far."""
        return Trajectory(self.case, self.names, self.groups, self.tables, self.state, self.curves, self.day)


def _theatre(name: str) -> Any:
    def report(model: EscalationModel) -> float:
        today = getattr(model.curves, name)[model.day : model.day + 1]
        return float(model.trajectory.mean_over(model.groups[-1], today)[0])

    return report


_REPORTERS = {
    "date": lambda model: model.date,
    "moves": lambda model: int(model.state.log.n[0]),
    **{name: _theatre(name) for name in ("tension", "loss", "flow_gross")},
}
