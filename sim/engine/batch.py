"""What Mesa's ``batch_run`` does not say: that it makes the same model again."""

import sys
from collections.abc import Mapping
from inspect import signature
from typing import Any

from sim.scenario.schema import Scenario

from .quiet import mesa


def check_batch(seed: int | None, run: int | None, case: Any = None, agents: Any = None) -> None:
    """Raise ValueError where Mesa's ``batch_run`` makes the model, and plays the same history in each iteration.

    It also takes apart a scenario or a mapping that stands in no list, and gives the model a piece of it.  Only newer
    releases of it hand out a seed for each; what it does not say here cannot be known otherwise.
    """
    maker = sys._getframe(2)
    while maker.f_back is not None and maker.f_code.co_name == "__init__":  # of a subclass
        maker = maker.f_back
    if maker.f_globals.get("__name__") != "mesa.batchrunner":
        return
    for name, given, is_whole in (
        ("case", case, isinstance(case, Scenario)),
        ("agents", agents, agents is None or isinstance(agents, Mapping)),
    ):
        if not is_whole:
            raise ValueError(
                f'batch_run takes {name} apart, and gives {given!r:.40}; put it in a list: {{"{name}": [{name}]}}'
            )
    has_seeds = seed is not None and "rng" in signature(mesa.batch_run).parameters
    if (seed is None and run is None) or (maker.f_locals.get("iteration", 0) > 0 and not has_seeds):
        raise ValueError(
            "batch_run would play the same history in every iteration; number the runs instead: "
            'batch_run(EscalationModel, {"case": [case], "run": range(20)})'
        )
