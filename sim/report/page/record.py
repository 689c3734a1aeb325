"""What was documented beside what was played, where a result has such a table."""

from typing import TYPE_CHECKING

from .common import Choice
from .document import Section
from .plain import as_it_stands

if TYPE_CHECKING:
    from sim.results.result import Result

TABLE = "against_record"


def against_record(result: "Result", choice: Choice) -> Section:
    """The table that holds a result against the record, as it stands; nothing where there is none."""
    frame = result.tables.get(TABLE)
    blocks = () if frame is None else as_it_stands(TABLE, frame, "What was documented, beside what was played")
    return Section("record", "Against the record", tuple(blocks))
