"""Tables of results as they stand: of a kind of result that has no page of its own, and where a section shows one."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels, capital, day_text, spaced

from .common import Choice
from .document import Block, Section, Table

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.result import Result

MOST_ROWS = 60  # of a table that a page shows


def headline(result: "Result") -> str:
    """What came out, as the result itself says it."""
    manifest = vars(result)["manifest"]
    return str(
        manifest.get("headline") or f"{type(result).__name__} of {manifest.get('title') or manifest.get('name', '')}."
    )


def details(result: "Result") -> list[str]:
    """What was played."""
    runs = vars(result)["manifest"].get("runs")
    return [Labels.count(runs, "history")] if isinstance(runs, int) else []


def tables(result: "Result", choice: Choice) -> Section:
    """Every table of the result."""
    named = result.tables.items()
    blocks = [block for name, frame in named for block in as_it_stands(name, frame, capital(spaced(name)))]
    return Section("tables", "Tables", tuple(blocks))


def as_it_stands(name: str, frame: "pd.DataFrame", caption: str) -> Iterator[Block]:
    """The first rows of a table, and where the others are.

    Parameters
    ----------
    name : of the table, and of its file
    """
    heads = tuple(capital(spaced(str(column))) for column in frame)
    numbers = frozenset(n for n, kind in enumerate(frame.dtypes) if getattr(kind, "kind", "O") in "if")
    rows = tuple(tuple(map(_text, row)) for row in frame.head(MOST_ROWS).itertuples(index=False, name=None))
    if rows:
        yield Table(caption, heads, rows, numbers)
    if len(frame) > MOST_ROWS:
        yield f"{len(frame) - MOST_ROWS:,} more rows are in the file of the table {name}."


def _text(value: Any) -> str:
    import pandas as pd

    if pd.isna(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}".replace("-", "−")
    return day_text(value, is_short=True) if hasattr(value, "isoformat") else str(value)
