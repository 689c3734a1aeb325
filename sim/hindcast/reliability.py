"""What figures and pages show of a hindcast: how often chances came true, and the cases with most to show."""

from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.labels import capital, spaced
from sim.documented.acts import acts_of
from sim.documented.case_mapping import title_of as title_of_acts
from sim.documented.history import cases as cases_of_records

if TYPE_CHECKING:
    import pandas as pd

TENTHS = 10


def reliability_points(forecasts: "pd.DataFrame") -> "pd.DataFrame":
    """Mean chance, share that came true, and number of forecasts, one row a tenth of the chances with any.

    Parameters
    ----------
    forecasts : rows with a ``chance``, of one question and forecaster

    Returns
    -------
    DataFrame with ``chance``, ``share``, ``packages``, by the number of the tenth
    """
    import pandas as pd

    tenth = np.minimum((forecasts["chance"] * TENTHS).astype(int), TENTHS - 1)
    grouped = forecasts.groupby(tenth)
    return pd.DataFrame(
        {"chance": grouped["chance"].mean(), "share": grouped["happened"].mean(), "packages": grouped.size()}
    )


def largest_cases(free_running: "pd.DataFrame", measure: str, most: int) -> list[str]:
    """Cases with the highest documented numbers of a measure, the highest first."""
    rows = free_running[free_running["measure"] == measure]
    cases = rows.groupby("case")["happened"].max().sort_values(ascending=False, kind="stable")
    return [str(case) for case in cases.index[:most]]


def title_of(case: str) -> str:
    """Title of a case of the record, for readers; of a case of somebody's own table its name in words."""
    rows = cases_of_records().get(case)
    return title_of_acts(acts_of(rows)) if rows else capital(spaced(case))
