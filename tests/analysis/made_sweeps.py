"""Sweeps made up: any design, with values that a function of the places in the unit cube gives."""

import hashlib
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pandas as pd

from sim.analysis.intervals import share_interval
from sim.design.design import Design
from sim.results.groups import GROUPS, sizes
from sim.results.measures import END_SHARES, ROW_MEASURES
from sim.sweeps.play_points import row_schema

THREE = ("policies.arden.k=0:1", "policies.belmora.k=0:1", "policies.arden.c=0:1")
SCENARIO = {
    "states": {"arden": {"name": "Arden"}, "belmora": {"name": "Belmora"}},
    "alliances": {},
    "channels": {},
    "policies": {},
    "timeline": {},
    "relations": {"arden_belmora": {"between": ["arden", "belmora"]}},
}
Values = Callable[..., float]


def made_sweep(
    design: str,
    vary: Sequence[str],
    points: int | None,
    loss: Values,
    rupture: Values = lambda *_: 0.0,
    runs: int = 101,
    se: float = 0.0,
    failed: Sequence[int] = (),
    own: dict[str, Any] | None = None,
    seed: int = 1,
    apart: Callable[[int], Any] = lambda _: 0.0,
) -> SimpleNamespace:
    """A sweep of Arden and Belmora: loss at the end and share of ruptures as functions of the values of the paths.

    Parameters
    ----------
    apart : by point, how far the mean of each group of histories lies from that of all, of one value at a time
    """
    made = Design.of(design, vary, points, seed, (own or {}).get)
    paths = [variation.path for variation in made.variations]
    values = [made.values(point) for point in range(made.n_points)]
    rows = [
        {"point": point, "level": "run", "name": "run", "runs": 0, "problem": "no such policy"}
        if point in failed
        else _row(point, runs, loss(*at), rupture(*at), se, apart if design == "oat" else None)
        for point, at in enumerate(values)
    ]
    summary = pd.DataFrame(rows, columns=row_schema(is_paired=design == "oat").names)
    columns = dict(zip(paths, zip(*values, strict=True), strict=True))
    return SimpleNamespace(
        points=pd.DataFrame({"point": range(made.n_points), **columns}),
        summary=summary,
        failed=summary.loc[summary["point"].isin(failed), ["point", "problem"]],
        n_played=made.n_points,
        manifest={
            "name": "made_up",
            "title": "A made-up quarrel",
            "settings": [],
            "design": design,
            "vary": list(vary),
            "points": made.n_points,
            "drawn": hashlib.sha256(made.places.tobytes()).hexdigest() if made.is_drawn else "",
            "runs": runs,
            "seed": seed,
            "relations": ["arden_belmora"],
            "scenario": SCENARIO,
        },
    )


def _row(
    point: int, runs: int, loss: float, rupture: float, se: float, apart: Callable[[int], Any] | None
) -> dict[str, Any]:
    """What a point is told by; who does not rupture stays strained."""
    shares = dict.fromkeys(END_SHARES, 0.0) | {
        "rupture": rupture,
        "rupture_at_any_time": rupture,
        "strained": 1 - rupture,
    }
    means = dict.fromkeys(ROW_MEASURES, 0.0) | {"loss_at_end": loss}
    row = {"point": point, "level": "relation", "name": "arden_belmora", "runs": runs, **shares, **means}
    for name, share in shares.items():
        low, high = share_interval(round(share * runs), runs)
        row |= {f"{name}_low": float(low), f"{name}_high": float(high)}
    of_groups = {
        f"{name}{GROUPS}": sizes(runs) * (value + apart(point)) if apart else None
        for name, value in (shares | means).items()
    }
    return row | of_groups | {f"{name}_se": se if runs > 1 else float("nan") for name in means}
