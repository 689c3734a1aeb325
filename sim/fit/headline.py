"""The headline of a fit: what it rests on, and which parts of a reply it forecasts better than a table does."""

from typing import TYPE_CHECKING

from sim.analysis.labels import Labels

if TYPE_CHECKING:
    import pandas as pd

TABLE = "table by people and Moscow"  # of frequencies; that of a hindcast has more cells


def headline(scores: "pd.DataFrame", n_packages: int, n_cases: int) -> str:
    """Say on what a fit rests and where it is no better than a table of frequencies in few cells.

    Parameters
    ----------
    scores : table of a fit
    n_packages, n_cases : rows and cases that were fitted
    """
    rests = f"{Labels.count(n_packages, 'package')} of {Labels.count(n_cases, 'case')}."
    rows = scores.drop_duplicates("part").to_dict("records")
    if not rows:
        why = "One case alone" if n_cases == 1 else "No part of a reply is known in two cases"
        return f"{rests} {why}: nothing says how well the numbers forecast another."
    better = [f"{row['part']} (by {100 * row['skill']:.0f} %)" for row in rows if row["skill"] > 0.0]
    worse = [str(row["part"]) for row in rows if row["skill"] <= 0.0]
    said = f" With each case left out, the fit scores better than a {TABLE} for: {', '.join(better)}."
    no_better = f" It is no better for: {', '.join(worse)}."
    return rests + (said if better else "") + (no_better if worse else "")
