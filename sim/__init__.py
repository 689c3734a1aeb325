"""detente: simulate tit-for-tat diplomacy between alliances, states and their ministries."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .compiling.collector import collector_off
from .version import __version__ as __version__

if TYPE_CHECKING:
    from . import plan
    from .api import compare, offramp, open_sweep, run, sweep, tournament
    from .engine.model import EscalationModel
    from .engine.move import Move
    from .results.forecast import Forecast
    from .results.reading import read_result
    from .results.run_result import RunResult
    from .scenario.load import load_scenario, scenario_from

__all__ = [
    "EscalationModel",
    "Forecast",
    "Move",
    "RunResult",
    "compare",
    "load_scenario",
    "offramp",
    "open_sweep",
    "plan",
    "read_result",
    "run",
    "scenario_from",
    "sweep",
    "tournament",
]

_HOMES = {
    "EscalationModel": "sim.engine.model",
    "Forecast": "sim.results.forecast",
    "Move": "sim.engine.move",
    "RunResult": "sim.results.run_result",
    "compare": "sim.api",
    "load_scenario": "sim.scenario.load",
    "offramp": "sim.api",
    "open_sweep": "sim.api",
    "read_result": "sim.results.reading",
    "run": "sim.api",
    "scenario_from": "sim.scenario.load",
    "sweep": "sim.api",
    "tournament": "sim.api",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for: mesa and pandas take a second to import."""
    if name != "plan" and name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    with collector_off():
        return import_module("sim.plan") if name == "plan" else getattr(import_module(_HOMES[name]), name)
