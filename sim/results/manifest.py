"""What a result was made from, so that it can be made again."""

from typing import TYPE_CHECKING, Any

from sim.scenario.canonical import scenario_hash

from .provenance import made_with

if TYPE_CHECKING:
    from sim.rules.world import Tables


def manifest_of(
    scenario: dict[str, Any], tables: "Tables", seed: int, until: str, run: int | None = None
) -> dict[str, Any]:
    """What a result was made from, so that it can be made again; the number of the run where it is a single one."""
    return {
        "name": scenario["name"],
        "title": scenario["title"],
        "seed": seed,
        **({} if run is None else {"run": run}),
        "until": until,
        **made_with(tables.own_rule.rules),
        "scenario_hash": scenario_hash(scenario),
        "scenario": scenario,
    }
