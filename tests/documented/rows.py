"""Rows of a small record, as a table on disk and as events."""

from pathlib import Path

from sim.documented.events import Event, read_record

COLUMNS = (
    "case,date,actor,level,ministry,target,move,persons,own,facilities,location,deadline,effective,answers,war_wide,"
    "before,after,role,domain,uncounted,joint,silence,approximate,unverified,source,confidence"
)
USUAL = {"case": "made_up", "level": "state", "source": "a newspaper", "confidence": "high"}


def row(date: str, actor: str, target: str, move: str, role: str, answers: str = "", **others: str) -> str:
    """One line of a table; every other column is usual or empty."""
    named = {"date": date, "actor": actor, "target": target, "move": move, "role": role, "answers": answers}
    cells = USUAL | named | others
    return ",".join(cells.get(column, "") for column in COLUMNS.split(","))


def table_of(folder: Path, *rows: str, columns: str = COLUMNS) -> Path:
    """Write a table."""
    path = folder / "record.csv"
    path.write_text("\n".join([columns, *rows, ""]), encoding="utf-8")
    return path


def events_of(folder: Path, *rows: str) -> tuple[Event, ...]:
    """Write a table and read it."""
    return read_record(table_of(folder, *rows))
