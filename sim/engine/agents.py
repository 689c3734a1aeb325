"""The actors as Mesa agents: an index into the arrays, the phases that are theirs, readable views.

An agent copies nothing and knows no formula: every number it shows is read from the state of the
model by the rule that the model itself uses.  To change how an actor behaves in Python, subclass its
class, override a phase and name it in ``EscalationModel(..., agents={"russia": YourClass})``; docs/agents.md shows how.
"""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from sim.rules import accounts, bargain, consult, indices, initiative, mediate, perceive, realise, reconcile, represent
from sim.rules.law import is_tie
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.world import NONE, STATUSES, Tables, dyad_of, has_breaking_point
from sim.scenario.arguments import shown

from . import answers
from .acts import Act, due_today, waiting
from .hooks import OF_MINISTRIES, OF_PARTIES
from .lawful import Option, options
from .made import Made, received_today
from .move import Move
from .orders import freed
from .quiet import mesa

if TYPE_CHECKING:
    from .model import EscalationModel

PHASES_OF_AGENTS = frozenset((*OF_PARTIES, *OF_MINISTRIES))


class Actors(mesa.agent.AgentSet):
    """Agents in their order; one that is removed while they act does nothing any more."""

    def do(self, method: Any, *args: Any, **kwargs: Any) -> Self:
        """Call a method of each by its name, or a function of each."""
        if isinstance(method, str) and method in PHASES_OF_AGENTS:
            self._play(method)
            return self
        for agent in self._still_there():
            if isinstance(method, str):
                getattr(agent, method)(*args, **kwargs)
            else:
                method(agent, *args, **kwargs)
        return self

    def _play(self, phase: str) -> None:
        """Let each act in a phase; while it does, what is done by hand is done by it."""
        for agent in self._still_there():
            hand = agent.model.hand
            hand.turn = agent, phase
            returned = getattr(agent, phase)()
            hand.turn = None
            if returned is not None:
                raise ValueError(f"{type(agent).__name__}.{phase} returned {shown(returned)}; a phase returns nothing")

    def _still_there(self) -> Iterator[Any]:
        n_agents = len(self)
        for agent in list(self):
            if len(self) == n_agents or agent in self:
                yield agent


class MinistryAgent(mesa.Agent):
    """A ministry of a state or an organ of an alliance."""

    model: "EscalationModel"

    def __init__(self, model: "EscalationModel", index: int) -> None:
        super().__init__(model)
        self._index = index
        self.party_id, self.id = model.names.ministries[index]

    @property
    def index(self) -> int:
        """Row of this ministry in the tables."""
        return self._index

    def propose(self) -> None:
        """Name a severity for each provocation due today that concerns this ministry."""
        bargain.propose(self.model.tables, self.model.state, self.index, self.model.day)

    @property
    def due(self) -> list[Act]:
        """Acts that its government decides today and that concern this ministry."""
        tables, state = self.model.tables, self.model.state
        acts = due_today(self.model, int(tables.ministry_party[self.index]))
        return [act for act in acts if bargain.is_concerned(tables, state, self.index, act.row)]

    def ask(self, act: Act, severity: float) -> None:
        """Propose a severity for one act, in the phase ``propose``, instead of what the usual rule asks for.

        The government decides by the mean of what its ministries ask for, weighted by their influence, and near its
        breaking point perhaps by the most.

        Parameters
        ----------
        act : of :attr:`due`
        severity : float, 0 or more; 0 for no answer

        Raises
        ------
        ValueError
            If the act is not due, the severity is negative or no number, or in another phase.
        """
        answers.ask(self.model.hand, self, act, severity)

    @property
    def influence(self) -> float:
        """Weight of its proposals."""
        return float(self.model.tables.influence[self.index])

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.party_id}.{self.id}>"


class PartyAgent(mesa.Agent):
    """A party to relations: an alliance or a state."""

    model: "EscalationModel"

    def __init__(self, model: "EscalationModel", index: int) -> None:
        super().__init__(model)
        self._index = index
        self.id = model.names.parties[index]

    @property
    def index(self) -> int:
        """Row of this party in the tables."""
        return self._index

    # the day ----------------------------------------------------------------------------------

    def perceive(self) -> None:
        """Take in what came from the morning of today and from others since this phase was played yesterday."""
        perceive.perceive(self.model.tables, self.model.state, self.index, self.model.day)

    def decide(self) -> None:
        """Decide the acts that are due today: break, answer, or do nothing."""
        bargain.decide(self.model.tables, self.model.state, self.index, self.model.day)

    def consult(self) -> None:
        """Ask the members of an alliance about today's decisions; a state needs no consent."""
        consult.consult(self.model.tables, self.model.state, self.index, self.model.day)

    def realise(self) -> None:
        """Turn today's decisions into lawful packages."""
        realise.realise(self.model.tables, self.model.state, self.index, self.model.day)

    def initiate(self) -> None:
        """Take the steps of its own accord whose clocks ring."""
        initiative.initiate(self.model.tables, self.model.state, self.index, self.model.day)

    def publish(self) -> None:
        """Let today's packages happen, and the moves by which this agent answers in its own way."""
        realise.publish(self.model.tables, self.model.state, self.index, self.model.day)
        self.model.hand.publish(self)

    def reconcile(self) -> None:
        """Offer talks, ask for recognition and offer good offices where the clocks ring."""
        reconcile.reconcile(self.model.tables, self.model.state, self.index, self.model.day)
        mediate.mediate(self.model.acting, self.model.state, self.index, self.model.day)

    # act by act -------------------------------------------------------------------------------

    @property
    def due(self) -> list[Act]:
        """Acts that wait and are to be decided today, in the order in which they were perceived.

        One that is not decided is due again tomorrow.
        """
        return due_today(self.model, self.index)

    @property
    def open_acts(self) -> list[Act]:
        """All that waits for an answer, the oldest first: what is due, what is not yet due, what was left, offers."""
        return waiting(self.model, self.index, self.model.state, self.model.day)

    def answer(self, act: Act, moves: Sequence[Move] | None = None) -> None:
        """Decide one act, in the phase ``decide``.

        Parameters
        ----------
        act : of :attr:`due`; of :attr:`open_acts`, where moves are given
        moves : by which it is answered, from this party to the one that acted: they happen today, as those of the usual
            rule do, when this party publishes.  With no moves, ``[]``, the act is left for good.  If absent, the usual
            rule decides

        Raises
        ------
        ValueError
            If the act is decided already, or not due for the usual rule, in another phase, or if the law and the
            posts do not allow the moves together; then none of them is made.  The message says what is missing.
        """
        answers.answer(self.model.hand, self, act, moves)

    def usual_answer(self, act: Act) -> list[Move]:
        """Moves by which the usual rule would answer an act that is due, none where it would do nothing.

        It decides nothing.  An alliance would ask its members before it makes them.  What cannot be made by hand, such
        as a declaration that changes nothing, is left out.

        Raises
        ------
        ValueError
            As :meth:`answer`.
        """
        return answers.usual_answer(self.model.hand, self, act)

    def options(self, other: str | None = None) -> list[Option]:
        """What the law and the posts allow as things stand; towards one party, or towards all.

        Raises
        ------
        KeyError
            If there is no such party.
        """
        model = self.model
        if other is not None:
            model.names.party(other)
        return options(model.names, freed(model, self.index), model.state, self.id, model.day, other)

    # views ------------------------------------------------------------------------------------

    @property
    def partners(self) -> list[str]:
        """Ids of the parties that it deals with, sorted."""
        tables = self.model.tables
        return sorted(self.model.names.parties[j] for j in tables.target[tables.actor == self.index])

    @property
    def posts_hosted(self) -> list[str]:
        """Ids of the posts of others that it hosts."""
        return self._posts("host")

    @property
    def posts_kept(self) -> list[str]:
        """Ids of the posts that it keeps with others."""
        return self._posts("sender")

    def received(self, since: date | str | None = None) -> list[Made]:
        """Moves against this party or towards it, in order.

        Parameters
        ----------
        since : first day; if absent, what it takes in today

        Raises
        ------
        ValueError
            If the day lies outside the scenario, or is no date.
        """
        model = self.model
        made = received_today(model) if since is None else model.moves_since(since)
        return [move for move in made if move.target == self.id]

    def grievance(self, other: str) -> float:
        """Grievance against another party, severity; of the day being played, or that was played last."""
        model = self.model
        return float(accounts.grievance_on(model.tables, model.state, self._towards(other), model.today))

    def balance(self, other: str) -> float:
        """Severity received from another party less severity sent, decayed."""
        model = self.model
        return float(accounts.balance_on(model.tables, model.state, self._towards(other), model.today))

    def loss(self, other: str) -> float:
        """Share of institutional worth lost with another party, in [0, 1]."""
        model = self.model
        return float(indices.loss(model.tables, model.state, dyad_of(self._towards(other)), model.today))

    def breaking_point(self, other: str) -> float:
        """Grievance at which this party breaks with another; infinite where it never breaks."""
        tables, state, ij = self.model.tables, self.model.state, self._towards(other)
        if not has_breaking_point(tables, ij, state.party_policy[self.index]):
            return float("inf")
        return float(indices.breaking_point_of(tables, state, ij, self.loss(other)))

    def acceptance(self, other: str) -> float:
        """Probability that this party accepts an offer of talks from another on that day."""
        model = self.model
        return float(reconcile.acceptance(model.tables, model.state, self._towards(other), model.today))

    def posture(self, other: str) -> float:
        """Military posture against another party."""
        return float(self.model.state.posture[self._towards(other)])

    def contact(self, other: str) -> str:
        """How contact with another party runs: "direct", the id of an embassy, or "unassigned"."""
        model = self.model
        return model.names.contact(int(represent.contact_of(model.tables, model.state, self._towards(other))))

    def policy(self, parameter: str) -> float:
        """Value of a policy parameter of this party, by its name; raises KeyError where there is none of that name."""
        known = [p.name for p in POLICY_PARAMETERS]
        if parameter not in known:
            raise KeyError(f"no policy parameter {parameter!r}; known are {', '.join(known)}")
        return float(self.model.tables.policy[self.model.state.party_policy[self.index], known.index(parameter)])

    def _posts(self, side: str) -> list[str]:
        return [id_ for id_, channel in sorted(self.model.case.channels.items()) if getattr(channel, side) == self.id]

    def _towards(self, other: str) -> int:
        try:
            return self.model.names.direction(self.id, other)
        except KeyError as stranger:
            raise KeyError(f"{stranger.args[0]}; {self.id} deals with {', '.join(self.partners)}") from None

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id}>"


class StateAgent(PartyAgent):
    """A state."""


class AllianceAgent(PartyAgent):
    """An alliance of states, with organs of its own."""

    @property
    def members(self) -> list[str]:
        """Ids of its members."""
        return list(self.model.case.alliances[self.id].members)


class PostView:
    """A post, joint institution or tie as it stands: ``mission.accredited``, ``mission.status``, ``gas.withheld``."""

    def __init__(self, model: "EscalationModel", channel: str) -> None:
        self._model, self._row, self.id = model, model.names.channel(channel), channel

    def __repr__(self) -> str:
        if self._is_tie:
            return f"tie {self.id}: {self.status}, worth {self.worth:.2f}"
        people = f"{self.accredited} accredited, {self.present} present, ceiling {self.ceiling}"
        return f"post {self.id}: {self.status}, {people}, worth {self.worth:.2f}"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # asked for while a copy is being made, which has nothing yet
            raise AttributeError(name)
        posts = self._model.state.posts
        fields = zip(posts._fields, posts, strict=True)
        known = [field for field, values in fields if values.ndim == 1 and field != "status"]
        if name not in known:
            raise AttributeError(f"a post has no {name!r}; it has status, withheld, {', '.join(known)}")
        return getattr(posts, name)[self._row].item()

    @property
    def _is_tie(self) -> bool:
        return bool(is_tie(self._model.tables.channel_kind[self._row]))

    @property
    def status(self) -> str:
        """How it stands, such as "open" or "suspended"; of a tie "open", or "withheld" where a side withholds any."""
        if self._is_tie and self.withheld:
            return "withheld"
        return str(STATUSES[self._model.state.posts.status[self._row]])

    @property
    def withheld(self) -> dict[str, float]:
        """Share of a tie that each side withholds, by party; 1 for a party that stays away from a joint institution."""
        model, row = self._model, self._row
        posts, pair = model.state.posts, model.names.pairs[int(model.tables.channel_dyad[row])]
        shares = [max(float(posts.held_back[row, side]), float(posts.withheld[row, side])) for side in (0, 1)]
        return {party: share for party, share in zip(pair, shares, strict=True) if share > 0}

    @property
    def kind(self) -> str:
        """Kind of channel, as in the scenario."""
        return str(self._place.kind)

    @property
    def sender(self) -> str | None:
        """Id of the party that keeps it; None of a council, a cooperation or a tie, which both sides have together."""
        return getattr(self._place, "sender", None)

    @property
    def host(self) -> str | None:
        """Id of the party in whose country it is; None of a council, a cooperation or a tie."""
        return getattr(self._place, "host", None)

    @property
    def _place(self) -> Any:
        case = self._model.case
        return case.channels[self.id] if self.id in case.channels else case.ties[self.id]

    @property
    def worth(self) -> float:
        """Worth as a share of an intact post, in [0, 1]; of a tie the share that neither side withholds."""
        model = self._model
        if self._is_tie:
            return float(indices.tie_left(model.state, self._row))
        return float(indices.worth(model.tables, model.state, self._row, model.today))


def without(tables: Tables, party: int) -> Tables:
    """Tables by which a party joins nobody, starts no incident, reviews no posture and comes to no joint act."""
    threshold, incident_rate = tables.threshold.copy(), tables.incident_rate.copy()
    threshold[:, party] = math.inf
    sides_with = tables.sides_with.copy()
    sides_with[:, party] = False
    incident_rate[tables.actor == party] = 0.0
    is_side = (tables.target[tables.to_first] == party) | (tables.target[tables.to_second] == party)
    is_own = (tables.actor == party) | (tables.target == party)
    has_posture = tables.has_posture & ~is_own[::2]
    joint_day = np.where(is_own[tables.joint_ij], NONE, tables.joint_day)
    return tables._replace(
        threshold=threshold,
        sides_with=sides_with,
        mediator=np.where(is_side, NONE, tables.mediator),
        incident_rate=incident_rate,
        has_posture=has_posture,
        armed=np.flatnonzero(has_posture),
        joint_day=joint_day,
    )
