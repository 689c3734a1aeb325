"""Single histories of a scenario for the scripts of this folder, from the compiled driver."""

from sim.engine.compiled.ensemble import Ensemble
from sim.engine.trajectory import Trajectory
from sim.scenario.schema import Scenario

_ready: list[tuple[Scenario, int, Ensemble]] = []  # the last scenario that was asked for


def history(scenario: Scenario, seed: int, run: int) -> Trajectory:
    """History number ``run`` of a scenario under a seed; the scenario is packed once while it stays the same."""
    if not _ready or _ready[0][0] is not scenario or _ready[0][1] != seed:
        _ready[:] = [(scenario, seed, Ensemble(scenario, seed, n_threads=1))]
    return next(_ready[0][2].histories([run]))
