"""A yardstick: the sandbox of SWARM, whose agents also act step by step under rules, beside both drivers.

The work is not the same: an agent of SWARM looks at its feed, makes a proposal or answers one, and its reputation is
kept.  What is compared is the order of the cost of an agent's step, and of an event.  SWARM comes with the extra
`bench`.
"""

import logging
from collections import deque
from collections.abc import Callable
from itertools import cycle, islice
from time import process_time
from typing import NamedTuple

from docs.generate import table
from sim import EscalationModel, load_scenario
from sim.engine.compiled.ensemble import Ensemble

from .mesa_pool import SEED
from .speed import moves_in, runs_lasting

CASES = ("two_states", "nato_russia_2021")
SECONDS = 2.0  # for the compiled driver in a round
READABLE_RUNS = 5
HEAD = ("what is played", "agents", "steps", "events a history", "ms a history", "µs an agent's step", "µs an event")


class Cost(NamedTuple):
    """Seconds of a processor for some histories, and what happened in them."""

    seconds: float
    runs: int
    events: int

    def row(self, what: str, n_agents: int, n_steps: int) -> tuple[str, ...]:
        """Cells of the table: milliseconds a history, microseconds of an agent's step and of an event."""
        n_agent_steps = self.runs * n_agents * n_steps
        costs = (1e3 * self.seconds / self.runs, 1e6 * self.seconds / n_agent_steps, 1e6 * self.seconds / self.events)
        return what, f"{n_agents}", f"{n_steps}", f"{self.events / self.runs:.1f}", *map(_three_digits, costs)


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def yardstick(n_rounds: int) -> str:
    """Table of two scenarios, and of as many agents and steps in SWARM as they have parties and days."""
    rows = []
    for name in CASES:
        case = load_scenario(name)
        n_agents, n_steps = len(case.states) + len(case.alliances), (case.end - case.start).days + 1
        players = {
            f"SWARM, as large as `{name}`": _swarm(n_agents, n_steps),
            f"`{name}`, readable": _readable(name),
            f"`{name}`, compiled": _compiled(name),
        }
        for what, play in players.items():
            least = min((play() for _ in range(n_rounds)), key=lambda cost: cost.seconds / cost.runs)
            rows.append(least.row(what, n_agents, n_steps))
    said = f"Time of one processor, the least of {n_rounds} rounds. Events are interactions in SWARM, and moves here."
    return f"{table(HEAD, rows)}\n\n{said}"


def _swarm(n_agents: int, n_steps: int) -> Callable[[], Cost]:
    """A history of SWARM with honest, opportunistic and deceptive agents in turn."""
    from swarm.agents.deceptive import DeceptiveAgent
    from swarm.agents.honest import HonestAgent
    from swarm.agents.opportunistic import OpportunisticAgent
    from swarm.core.orchestrator import Orchestrator, OrchestratorConfig

    def play() -> Cost:
        logging.disable(logging.CRITICAL)
        sandbox = Orchestrator(config=OrchestratorConfig(n_epochs=1, steps_per_epoch=n_steps, seed=SEED))
        for number, kind in enumerate(islice(cycle((HonestAgent, OpportunisticAgent, DeceptiveAgent)), n_agents)):
            sandbox.register_agent(kind(agent_id=f"agent_{number}"))
        begun = process_time()
        (epoch,) = sandbox.run()
        seconds = process_time() - begun
        logging.disable(logging.NOTSET)
        return Cost(seconds, 1, epoch.total_interactions)

    return play


def _readable(name: str) -> Callable[[], Cost]:
    case = load_scenario(name)

    def play() -> Cost:
        begun = process_time()
        models = [EscalationModel(case, SEED, run).run_until() for run in range(READABLE_RUNS)]
        return Cost(process_time() - begun, READABLE_RUNS, sum(int(model.state.log.n[0]) for model in models))

    return play


def _compiled(name: str) -> Callable[[], Cost]:
    ensemble = Ensemble(load_scenario(name), SEED, n_threads=1)
    ensemble.prepare()
    runs = runs_lasting(ensemble, SECONDS)

    def play() -> Cost:
        before, begun = moves_in(ensemble), process_time()
        deque(ensemble.chunks(runs, runs), maxlen=0)
        return Cost(process_time() - begun, runs, moves_in(ensemble) - before)

    return play
