"""What a path of a scenario is called where a reader sees it, and how its values are written."""

import math
from collections.abc import Mapping
from typing import Any

from sim.design.design import typed
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS, Parameter

from .labels import Labels, spaced

_PARAMETERS = {parameter.name: parameter for parameter in (*WORLD_PARAMETERS, *POLICY_PARAMETERS)}
_NOUNS = {  # keys that are verbs
    "breaks": "having a breaking point",
    "decides_by": "decision rule",
    "how_much": "rule for how much",
    "holds_for_another": "holding for another act",
    "hold_until": "day to hold until",
    "initiates": "initiative",
}
_NO_UNIT = ("1", "share", "probability")


def path_words(path: str, scenario: Mapping[str, Any]) -> str:
    """Path in words.

    Parameters
    ----------
    path : as for ``--set``
    scenario : resolved, as JSON

    Examples
    --------
    >>> path_words("policies.arden.half_life_days", {"states": {}, "alliances": {}, "channels": {}, "relations": {}})
    'half life days of policy arden'
    """
    section, *parts = path.split(".")
    if not parts:
        return _NOUNS.get(section, spaced(section))
    if section == "parameters":
        return spaced(parts[-1])
    owner, *keys = parts
    if section == "relations" and len(keys) == 2:  # of one party towards the other
        return f"{_noun(keys[0])} of {Labels(scenario).party(keys[1])} ({_owner(section, owner, scenario)})"
    *between, key = keys or [section]
    inside = "".join(f"{spaced(part)}, " for part in between if part not in ("ministries", "organs"))
    return f"{_noun(key)} of {inside}{_owner(section, owner, scenario)}"


def _noun(key: str) -> str:
    return _NOUNS.get(key, spaced(key))


def _owner(section: str, name: str, scenario: Mapping[str, Any]) -> str:
    """Name of the entry of a section."""
    labels = Labels(scenario)
    if section == "policies":
        return f"policy {spaced(name)}"
    if section in ("states", "alliances"):
        return labels.party(name)
    if section == "channels":
        return labels.channel(name)
    parties = scenario["relations"].get(name, {}).get("between") if section == "relations" else None
    return labels.pair(*parties) if parties else spaced(name)


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


def value_words(value: Any) -> str:
    """Value of a path as it is read: a number with as many digits as count, a name in words.

    Examples
    --------
    >>> value_words(0.30000000000000004), value_words(-2), value_words("tit_for_tat"), value_words(True)
    ('0.3', '−2', 'tit for tat', 'true')
    """
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, bool | str) or plain is None:
        return spaced(typed(plain))
    if not math.isfinite(plain):
        return "–"
    text = f"{plain:,.0f}" if isinstance(plain, int) or abs(plain) >= 1000 else f"{plain:.3g}"
    return text.replace("-", "−")
