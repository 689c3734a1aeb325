"""The value that a path has in a scenario, whether the file gives it or not."""

from datetime import date
from pathlib import Path
from typing import Any

from sim.rules.parameters import POLICY_PARAMETERS

from .canonical import document_of
from .changes import value_at
from .load import ScenarioFile
from .resolved import resolved
from .schema import Scenario


def own_value(scenario: Scenario, path: str) -> Any:
    """Value in force at a path: the one given, or that of the preset, of ``parameters`` or the default.

    Parameters
    ----------
    path : as for ``--set``

    Returns
    -------
    as in JSON; None where nothing is in force

    Examples
    --------
    >>> from sim import load_scenario
    >>> case = load_scenario("two_states")
    >>> own_value(case, "policies.arden.k"), own_value(case, "policies.belmora.half_life_days")
    (1.2, 2555.0)
    """
    given = value_at(document_of(scenario), path)
    if given is not None:
        return given
    in_force: dict[str, Any] = {f"parameters.{number.name}": number.default for number in POLICY_PARAMETERS}
    in_force |= {entry.path: entry.value for entry in resolved(ScenarioFile(scenario, Path(), "", {}))}
    value: Any = in_force.get(path)
    return value.isoformat() if isinstance(value, date) else value
