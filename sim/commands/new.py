"""detente new: a scenario file to begin with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from .console import UsageError, say

if TYPE_CHECKING:
    from datetime import date

    from sim.drafts.page import Page
    from sim.scenario.load import ScenarioFile

TABLES = (".csv", ".tsv", ".txt")
START = "2030-01-01"


def new(
    *what: str,
    as_: Annotated[Path | None, Parameter(name="--as")] = None,
    move: str = "expel",
    start: str | None = None,
    force: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Write a scenario file to begin with, with comments: `detente new Algeria Morocco`, `detente new embassies.csv`.

    It plays at once. What nobody knows is assumed, and marked so.

    Parameters
    ----------
    what
        Parties, of which the first acts against the second: states, alliances such as NATO, or one of your own, such as
        "The League=Chad,Mali". Or a table of posts or of moves, and if you like the parties that you want of it.
    as_
        File to write, NAME.yaml. If absent, it has the names of the parties, or lies beside the table under its name.
    move
        What the first party does to the second: a kind of move (see `detente moves`).
    start
        First day, YYYY-MM-DD. A table of moves has its own.
    force
        Write over a file that is there.
    """
    from sim.drafts.sides import DraftError
    from sim.scenario.load import read_text

    table = Path(what[0]) if what and Path(what[0]).suffix.lower() in TABLES else None
    try:
        file, text = _of_table(table, what[1:], as_, move, start) if table else _of_parties(what, as_, move, start)
    except DraftError as mistake:
        raise UsageError(str(mistake)) from None
    return _written(file, read_text(file, text), force)  # what a table holds may not fit


def _of_parties(what: tuple[str, ...], as_: Path | None, move: str, start: str | None) -> tuple[Path, str]:
    """File and text of a draft for parties by their names."""
    from sim.drafts.of_sides import text_of_sides
    from sim.drafts.sides import sides_of

    first = _day(start)
    sides = sides_of(what, first.year)
    file = as_ or Path(f"{sides[0].id}_{sides[1].id}.yaml")
    title = " and ".join(side.name for side in sides[:2]) + (" and others" if len(sides) > 2 else "")
    return file, text_of_sides(sides, _page(file, title, first), move)


def _of_table(table: Path, names: tuple[str, ...], as_: Path | None, move: str, start: str | None) -> tuple[Path, str]:
    """File and text of a draft from a table of posts or of moves."""
    from sim.drafts.of_moves import text_of_moves
    from sim.drafts.of_posts import text_of_posts
    from sim.drafts.tables import is_of_posts

    file = as_ or table.with_suffix(".yaml")
    page = _page(file, " and ".join(names[:2]) or table.stem.replace("_", " "), _day(start))
    if is_of_posts(table):
        return file, text_of_posts(table, page, names, move)
    if start is not None or move != "expel":
        raise UsageError(
            f"{table}: a table of moves has days and moves of its own; expected neither --start nor --move"
        )
    return file, text_of_moves(table, page, names)


def _page(file: Path, title: str, start: "date") -> "Page":
    from sim.drafts.page import Page
    from sim.scenario.countries import party_id

    if file.suffix != ".yaml":
        raise UsageError(f"--as {file}: expected NAME.yaml")
    return Page(file, party_id(file.stem), title, start)


def _day(start: str | None) -> "date":
    from sim.scenario import arguments

    from .console import usage_checked

    with usage_checked():
        return arguments.day("start", start or START)


def _written(file: Path, read: "ScenarioFile", force: bool) -> int:
    """Write a draft, and beside it the schema by which editors complete and explain it."""
    from sim.events.writing import write_text

    if file.exists() and not force:
        raise UsageError(f"{file}: is there already; expected another name with --as, or --force to write over it")
    write_text(read.text, file)
    say(f"written: {file}, and for editors {written_schema(read)}")
    say(f"Next: detente check {file}")
    return 0


def written_schema(read: "ScenarioFile") -> Path:
    """Write the schema of a scenario file beside it; returns its path."""
    import json

    from sim.events.writing import write_text
    from sim.scenario.editor_schema import editor_schema, schema_beside

    return write_text(json.dumps(editor_schema(read.scenario), indent=1) + "\n", schema_beside(read.path))


def schema(scenario: Path, /) -> int:
    """Write the schema by which editors complete and explain a scenario file, with the ids that it has by now.

    It lies beside the file, as NAME.schema.json. An editor with YAML support reads it if the file begins with
    `# yaml-language-server: $schema=NAME.schema.json`, as those of `detente new` do.

    Parameters
    ----------
    scenario
        Path of a scenario file.
    """
    from sim.scenario.load import read_scenario

    say(f"written: {written_schema(read_scenario(scenario))}")
    return 0
