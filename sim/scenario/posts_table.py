"""Posts from a table beside the scenario: a row a post, or a row a pair of states.

Columns may stand in any order; :mod:`sim.scenario.post_columns` says what they may be called.  Read are the posts
between parties of the scenario; where it lists no states, all.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from .document import Node
from .limits import MOST_ENTRIES
from .post_columns import columns_of
from .post_parties import Parties
from .post_rows import SECTION, PostRows
from .problems import Origin, Problem, ScenarioWarning, Warnings
from .table_cells import Cell, Table

MAX_ROWS = MOST_ENTRIES["channels"]


def read_posts(
    text: str, file: Path, root: Node, year: int, problems: list[Problem], warnings: Warnings
) -> dict[str, Node]:
    """Channels of a table by id, each value with its line and column.

    Parameters
    ----------
    text : str
        rows of cells separated by commas, semicolons or tabs, the first row the names of the columns
    file : Path
        where the text comes from
    root : Node
        tree of the scenario, which gains the parties of the table where it lists no states
    year : int
        first year of the scenario: of a table with several years the latest up to this one is read
    problems : list of Problem
        gains what is wrong with the table; what is wrong with a value, the schema finds
    warnings : list of ScenarioWarning
        gains what was left out of it

    Returns
    -------
    dict of str to Node
        empty where it cannot be known who sends posts to whom.
    """
    table = Table(text, file, SECTION, problems)
    rows = (row for row in table.rows() if any(cell.text for cell in row))
    names = next(rows, [Cell("", Origin(file, 1, 1))])
    header = table.header(names, [*islice(rows, 10)])
    columns = columns_of(header, table.sign_between, SECTION, problems)
    if not columns:
        return {}
    posts = PostRows(table, header, columns, Parties(root), year)
    for row in _body(table, names[0].origin.line, columns.get("year"), year, warnings):
        if any(cell.text for cell in row):
            posts.enter(row)
        if len(posts.entries) > MAX_ROWS:
            problems.append(Problem(row[0].origin, SECTION, "one post too many", f"at most {MAX_ROWS}"))
            return {}
    warnings += posts.left_out()
    return posts.entries


def _body(table: Table, first: int, place: int | None, year: int, warnings: Warnings) -> Iterator[list[Cell]]:
    """Rows below the first; where a column says of which year each is, those of the latest up to the given one."""
    if place is None:
        yield from (row for row in table.rows() if row[0].origin.line > first)
        return
    of_text = _years_in(table, place)
    latest = max((each for each in of_text.values() if each <= year), default=None)
    where = Origin(table.file, first, 1)
    if latest is None:
        problem = f"no row is of {year} or of an earlier year"
        table.problems.append(Problem(where, SECTION, problem, "a year in each row, and a start that is no earlier"))
        return
    if len({*of_text.values()}) > 1:
        warnings.append(
            ScenarioWarning("posts_of_a_year", where, SECTION, f"the rows of {latest} are read, and no others")
        )
    yield from table.rows(lambda texts: place < len(texts) and of_text.get(texts[place]) == latest)


def _years_in(table: Table, place: int) -> dict[str, int]:
    """Years that a column holds, by how they are written."""
    written: set[str] = set()

    def note(texts: Sequence[str]) -> bool:
        written.update(texts[place : place + 1])
        return False

    for _ in table.rows(note):  # there are none
        pass
    years = ((text, text.strip().removesuffix(".0")) for text in written)
    return {text: int(year) for text, year in years if year.isascii() and year.isdecimal() and len(year) <= 4}
