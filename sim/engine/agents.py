"""The actors as Mesa agents: an index into the arrays, the phases that are theirs, readable views.

An agent copies nothing and knows no formula: every number it shows is read from the state of the
model by the rule that the model itself uses.  To change how an actor behaves in Python, subclass its
class, override a phase and name it in ``EscalationModel(..., agents={"russia": YourClass})``; docs/agents.md shows how.
"""

import math
from typing import TYPE_CHECKING, Any, Self

import mesa
import numpy as np
from mesa.agent import AgentSet

from sim.rules import accounts, bargain, consult, indices, initiative, mediate, perceive, realise, reconcile, represent
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.world import NONE, STATUSES, Tables, dyad_of, has_breaking_point

if TYPE_CHECKING:
    from .model import EscalationModel


class Actors(AgentSet):
    """Agents in their order; one that is removed while they act does nothing any more."""

    def do(self, method: Any, *args: Any, **kwargs: Any) -> Self:
        """Call a method of each by its name, or a function of each."""
        n_agents = len(self)
        for agent in list(self):
            if len(self) < n_agents and agent not in self:
                continue
            if isinstance(method, str):
                getattr(agent, method)(*args, **kwargs)
            else:
                method(agent, *args, **kwargs)
        return self


class MinistryAgent(mesa.Agent):
    """A ministry of a state or an organ of an alliance."""

    model: "EscalationModel"

    def __init__(self, model: "EscalationModel", index: int) -> None:
        super().__init__(model)
        self.index = index
        self.party_id, self.id = model.names.ministries[index]

    def propose(self) -> None:
        """Name a severity for each provocation due today that concerns this ministry."""
        bargain.propose(self.model.tables, self.model.state, self.index, self.model.day)

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
        self.index = index
        self.id = model.names.parties[index]

    # the day ----------------------------------------------------------------------------------

    def perceive(self) -> None:
        """Take in the packages announced to this party yesterday."""
        perceive.perceive(self.model.tables, self.model.state, self.index, self.model.day)

    def decide(self) -> None:
        """Decide the provocations due today: break, answer, or do nothing."""
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
        """Let today's packages happen."""
        realise.publish(self.model.tables, self.model.state, self.index, self.model.day)

    def reconcile(self) -> None:
        """Offer talks, ask for recognition and offer good offices where the clocks ring."""
        reconcile.reconcile(self.model.tables, self.model.state, self.index, self.model.day)
        mediate.mediate(self.model._acting, self.model.state, self.index, self.model.day)

    # views ------------------------------------------------------------------------------------

    def grievance(self, other: str) -> float:
        """Grievance against another party today, severity."""
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
        """Probability that this party accepts an offer of talks from another today."""
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

    def _towards(self, other: str) -> int:
        return self.model.names.direction(self.id, other)

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
    """A channel as it stands today: ``mission.accredited``, ``mission.status``."""

    def __init__(self, model: "EscalationModel", channel: str) -> None:
        self._model, self._row, self.id = model, model.names.channel(channel), channel

    def __repr__(self) -> str:
        people = f"{self.accredited} accredited, {self.present} present, ceiling {self.ceiling}"
        return f"post {self.id}: {self.status}, {people}, worth {self.worth:.2f}"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # asked for while a copy is being made, which has nothing yet
            raise AttributeError(name)
        posts = self._model.state.posts
        if name == "status":
            return STATUSES[posts.status[self._row]]
        if name not in posts._fields:
            raise AttributeError(f"a post has no {name!r}; it has status, {', '.join(posts._fields)}")
        return getattr(posts, name)[self._row].item()

    @property
    def worth(self) -> float:
        """Worth as a share of an intact post, in [0, 1]."""
        model = self._model
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
