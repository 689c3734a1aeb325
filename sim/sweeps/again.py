"""A sweep planned again from its manifest, for another folder."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sim.design.design import DRAWN, Design
from sim.results.files import ResultError
from sim.scenario.base import BaseScenario
from sim.scenario.own_measure import read_again
from sim.scenario.values_in_force import own_value

from .check_design import check_points, check_variations
from .named import path_of
from .sweep import Sweep, fingerprint_of

AS_PLANNED = ("vary", "points", "drawn", "runs", "seed", "relations", "points_per_part")  # whatever the release


def sweep_again(manifest: Mapping[str, Any], scenario: Path, *, trust: bool = False) -> Sweep:
    """The sweep that a manifest describes.

    Parameters
    ----------
    scenario : Path, file of the scenario before anything varies; own rules are looked for beside it, and never in the
        current folder
    trust : whether own rules may be in any module

    Raises
    ------
    ScenarioError
        If the scenario has mistakes.
    DesignError
        If what varies cannot be used.
    ResultError
        If this release makes other points of it.
    """
    vary = [str(text) for text in manifest["vary"]]
    base = BaseScenario.read(scenario, trust=trust, of_file=map(path_of, vary), is_alone=True)
    points = manifest["points"] if manifest["design"] in DRAWN else None
    design = Design.of(manifest["design"], vary, points, manifest["seed"], partial(own_value, base.scenario))
    check_variations(base, design.variations)
    check_points(design)
    asked = tuple(manifest["settings"]), base, design, manifest["runs"], tuple(manifest["relations"])
    sweep = Sweep(
        manifest["source"],
        *asked,
        manifest["points_per_part"],
        manifest["experiment"],
        own=read_again(manifest, scenario),
    )
    planned = fingerprint_of(sweep)
    if other := [name for name in AS_PLANNED if planned[name] != manifest[name]]:
        raise ResultError(f"manifest.json: {', '.join(other)}: this release of detente plans another sweep of it")
    return sweep
