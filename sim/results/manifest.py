"""What a result was made from, so that it can be made again."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sim.scenario.canonical import scenario_hash

from .provenance import made_with

if TYPE_CHECKING:
    from sim.scenario.own_rule import RuleFile


def manifest_of(*worlds: dict[str, Any], rules: "Iterable[RuleFile]", **asked: Any) -> dict[str, Any]:
    """What a result was made from, the same way for all kinds of result.

    Parameters
    ----------
    worlds : one scenario as JSON, or the two of a comparison, whose entries then end in ``_a`` and ``_b``
    rules : own rules that were followed
    asked : what was asked for besides: seed, runs, ...

    Returns
    -------
    dict, ready for JSON: name and title of the scenario, what was asked for, releases and own rules, the scenario as
    played with its SHA-256
    """
    named = dict(zip(("",) if len(worlds) == 1 else ("_a", "_b"), worlds, strict=True))
    return {
        "name": worlds[0]["name"],
        **{f"title{end}": world["title"] for end, world in named.items()},
        **asked,
        **made_with(rules),
        **{f"scenario_hash{end}": scenario_hash(world) for end, world in named.items()},
        **{f"scenario{end}": world for end, world in named.items()},
    }
