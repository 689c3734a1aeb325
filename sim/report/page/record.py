"""What was documented beside what was played, where a result has such a table."""

from typing import TYPE_CHECKING, Any

from sim.analysis.labels import capital, spaced

from .common import Choice
from .document import Section, Table

if TYPE_CHECKING:
    from sim.results.result import Result

TABLE = "against_record"
MOST_ROWS = 60


def against_record(result: "Result", choice: Choice) -> Section:
    """The table that holds a result against the record, as it stands; nothing where there is none."""
    frame = result.tables.get(TABLE)
    if frame is None or frame.empty:
        return Section("record", "Against the record", ())
    heads = tuple(capital(spaced(str(column))) for column in frame)
    rows = tuple(tuple(map(_text, row)) for row in frame.head(MOST_ROWS).itertuples(index=False, name=None))
    more = f"{len(frame) - MOST_ROWS:,} more rows are in {TABLE}.csv." if len(frame) > MOST_ROWS else ""
    numbers = frozenset(n for n, kind in enumerate(frame.dtypes) if getattr(kind, "kind", "O") in "if")
    table = Table("What was documented, beside what was played", heads, rows, numbers)
    return Section("record", "Against the record", tuple(filter(None, (table, more))))


def _text(value: Any) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float):
        return f"{value:.3g}".replace("-", "−")
    return str(value)[:10] if hasattr(value, "isoformat") else str(value)
