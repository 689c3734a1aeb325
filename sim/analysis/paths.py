"""The parameter that a path of a scenario gives a value to, and its unit."""

from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS, Parameter

_PARAMETERS = {parameter.name: parameter for parameter in (*WORLD_PARAMETERS, *POLICY_PARAMETERS)}
_NO_UNIT = ("1", "share", "probability")


def parameter_at(path: str) -> Parameter | None:
    """Parameter that a path gives a value to, in a policy, for everybody or in a relation; None for anything else."""
    section, *parts = path.split(".")
    if section not in ("policies", "parameters", "relations"):
        return None
    return next((_PARAMETERS[part] for part in parts if part in _PARAMETERS), None)


def unit_at(path: str) -> str:
    """Unit of the values of a path; empty where they have none, or none is known."""
    parameter = parameter_at(path)
    return "" if parameter is None or parameter.unit in _NO_UNIT else parameter.unit
