"""How tables of pages write what results hold."""

from typing import Any

import pandas as pd

from docs.generate import table
from sim.report.tables import share_text


def named(first: str, *columns: str, rows: dict[str, Any]) -> str:
    """Table in Markdown with a row for each name: of one value, or of a tuple of one value a column."""
    cells = ((name, *(values if isinstance(values, tuple) else (values,))) for name, values in rows.items())
    return table((first, *columns), cells)


def share(frame: pd.DataFrame, **where: Any) -> str:
    """Share with its interval, of the one row that has some values; of no row, that it never happened."""
    found = having(frame, **where)
    if not len(found):
        return "0 %"
    row = found.iloc[0]
    value = row["share" if "share" in row else "share_ruptured"]
    return share_text(value, row["low"], row["high"])


def having(frame: pd.DataFrame, **where: Any) -> pd.DataFrame:
    """Rows that have some values; a column that is called like a word of Python has an underscore behind its name."""
    for column, value in where.items():
        frame = frame[frame[column.rstrip("_")] == value]
    return frame


def two(comparison: Any, measure: str, level: str = "relation") -> tuple[float, float]:
    """Share or mean of something in the two worlds of a comparison, in the first row that has it; else nothing."""
    found = having(comparison.differences, level=level, measure=measure)
    return (float(found["a"].iloc[0]), float(found["b"].iloc[0])) if len(found) else (0.0, 0.0)
