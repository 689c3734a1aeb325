"""Whether a table is one of posts or one of moves."""

from pathlib import Path

from sim.scenario.countries import folded
from sim.scenario.files import MAX_BYTES_OF_POSTS, table_text
from sim.scenario.post_columns import columns_of
from sim.scenario.table_cells import Table

_OF_MOVES = {"date", "event date", "day", "move", "announced", "sqldate"}


def is_of_posts(table: Path) -> bool:
    """Whether the first row of a table has the columns of posts, and no day.

    Raises
    ------
    ScenarioError
        If it cannot be read.
    """
    cells = next(Table(table_text(table, MAX_BYTES_OF_POSTS), table, (), []).rows(), [])
    names = {folded(cell.text) for cell in cells}
    return not names & _OF_MOVES and bool(columns_of(cells, "", (), []))
