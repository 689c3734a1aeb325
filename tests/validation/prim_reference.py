"""Compare our PRIM with that of the library ema_workbench, which this project does not depend on.

    pip install ema_workbench==2.5.3
    python -m tests.validation.prim_reference [TIMES]

First the data of Bryant and Lempert 2010 with two sizes of a peel, then made-up data: numbers, numbers in steps, names.
What the library adds by pasting is left out.  The library takes names in the order of a set, so where two names are
equally good to peel off it may take the other one, and then both go different ways; such a case is listed.
"""

import csv
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

from sim.analysis.prim import Among, Between, Box, peeled

BIOFUELS = Path(__file__).parents[1] / "analysis" / "bryant_lempert_2010.csv"
CLOSE = 1e-12


def reference(frame: pd.DataFrame, cases, alpha: float):
    """Trajectory of the library, and the limits of each of its boxes."""
    from ema_workbench.analysis.prim import Prim

    box = Prim(frame, cases, threshold=0.001, peel_alpha=alpha).find_box()
    return box.peeling_trajectory, box.box_lims


def difference(frame: pd.DataFrame, cases, alpha: float) -> str:
    """Where both chains differ first; empty where they do not."""
    own = peeled({name: frame[name].to_numpy() for name in frame}, cases.astype(float), alpha)
    chain, limits = reference(frame, cases, alpha)
    if len(chain) < len(own):
        return f"{len(own)} boxes, the library has {len(chain)}"
    if len(chain) > len(own) and chain["mass"].iloc[len(own)] < chain["mass"].iloc[len(own) - 1]:
        return f"{len(own)} boxes, the library peels on"
    for n, box in enumerate(own):
        row = chain.iloc[n]
        apart = max(abs(row[name] - getattr(box, name)) for name in ("coverage", "density", "mass"))
        if apart > CLOSE or not _are_alike(box, limits[n], frame):
            return f"box {n}: {box}; the library has {row.to_dict()}"
    return ""


def _are_alike(box: Box, limits: pd.DataFrame, frame: pd.DataFrame) -> bool:
    """Whether all limits of a box are those of the library, which has the extremes where nothing is limited."""
    for name, limit in box.limits.items():
        low, high = limits[name]
        if isinstance(limit, Among):
            if set(limit.names) != set(low):
                return False
        elif limit != Between(low if np.isfinite(limit.low) else -np.inf, high if np.isfinite(limit.high) else np.inf):
            return False
    return True


def made_up(seed: int) -> tuple[pd.DataFrame, np.ndarray, float]:
    """Points of a few columns, cases where a sum of them is large, and the size of a peel."""
    draws = np.random.default_rng(seed)
    n = int(draws.integers(30, 400))
    kinds = (
        lambda: draws.random(n),
        lambda: draws.integers(0, 8, n) / 7,
        lambda: draws.choice(np.array(["a", "b", "c", "d"], dtype=object), n),
    )
    columns = [kinds[draws.integers(3)]() for _ in range(draws.integers(1, 6))]
    columns.sort(key=lambda column: column.dtype == object)  # as the library takes them
    score = sum((c if c.dtype == float else (c == "a") * 1.0) * draws.normal() for c in columns)
    score = score + draws.normal(0, 0.5, n)
    cases = (score > np.quantile(score, draws.uniform(0.5, 0.9))).astype(int)
    return pd.DataFrame({f"c{k}": c for k, c in enumerate(columns)}), cases, float(draws.choice([0.05, 0.1]))


def main(times: int) -> None:
    """Compare, and print what differs."""
    warnings.simplefilter("ignore")
    with BIOFUELS.open(encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    data = pd.DataFrame(rows, columns=head).astype(float)
    cases = data.pop(head[-1]).to_numpy().astype(int)
    for alpha in (0.05, 0.1):
        print(f"Bryant and Lempert, alpha {alpha}: {difference(data, cases, alpha) or 'the same'}")
    found = {seed: difference(*made_up(seed)) for seed in range(times)}
    for seed, said in found.items():
        if said:
            print(f"made up, seed {seed}: {said[:300]}")
    print(f"{sum(not said for said in found.values())} of {times} made-up sets of data are the same")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
