"""A draft from a table of posts: it names the table, and lists the parties."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sim.documented.file_text import entry_lines, written
from sim.scenario.countries import party_of
from sim.scenario.document import Node
from sim.scenario.files import MAX_BYTES_OF_POSTS, table_text
from sim.scenario.posts_table import read_posts
from sim.scenario.problems import Origin, Problem, ScenarioError, nearest, printable, shown

from .first_act import first_act
from .page import Page
from .sides import DraftError
from .suggestions import FIRST_DAY, policy_lines, timeline_lines

POLICY = "everyone"


def text_of_posts(table: Path, page: Page, names: Sequence[str], move: str) -> str:
    """Text of a scenario file that takes its posts from a table.

    Parameters
    ----------
    table : file in the folder of the draft, or below it
    page : name, days and title of the scenario
    names : parties of the table that take part, of which the first acts against the second; all if there are none
    move : name of a kind of move

    Raises
    ------
    ScenarioError
        With what is wrong with the table.
    DraftError
        If the table has no such party, or the first cannot make the move.
    """
    parties, channels = _read(table, page.start.year)
    chosen = [_id_of(name, parties) for name in names] or [*parties]
    day = page.start + timedelta(days=FIRST_DAY)
    act = first_act(move, chosen[0], chosen[1], channels, day) if len(names) > 1 else None
    return "\n".join([*_lines(table, page, {id_: parties[id_] for id_ in chosen}, act), ""])


def _read(table: Path, year: int) -> tuple[dict[str, tuple[str, str]], dict[str, dict[str, Any]]]:
    """Section and name of every party of a table by id, and its posts."""
    problems: list[Problem] = []
    root = Node({}, Origin(table), Origin(table))
    channels = read_posts(table_text(table, MAX_BYTES_OF_POSTS), table, root, year, problems, [])
    if problems or not channels:
        raise ScenarioError(problems or [Problem(Origin(table), (), "no row is a post", "a row for each post")])
    sections: Mapping[str, Mapping[str, Mapping[str, str]]] = root.plain()
    parties = {id_: (section, party["name"]) for section, own in sections.items() for id_, party in own.items()}
    return parties, {id_: node.plain() for id_, node in channels.items()}


def _id_of(name: str, parties: Mapping[str, tuple[str, str]]) -> str:
    """Id of a party of a table, as it was typed."""
    of_name = {called: id_ for id_, (_, own) in parties.items() for called in (own, id_)}
    found = of_name.get(party_of(name) or name, of_name.get(name))
    if found is None:
        close = nearest(name, of_name)
        hint = f"; did you mean {shown(close)}?" if close else ""
        raise DraftError(f"{shown(name)} has no post in the table, and hosts none{hint}")
    return found


def _as_seen_from(file: Path, table: Path) -> str:
    """Path of a table as a scenario file names it."""
    whole, folder = table.resolve(), file.resolve().parent
    if not whole.is_relative_to(folder):
        raise DraftError(f"--as {file}: expected a file in the folder of {table}, or above")
    return whole.relative_to(folder).as_posix()


def _lines(
    table: Path, page: Page, parties: Mapping[str, tuple[str, str]], act: Mapping[str, Any] | None
) -> Iterator[str]:
    beside = _as_seen_from(page.file, table)
    given = "The act under timeline is given. All" if act else "No act is given: incidents come by chance. All"
    yield from page.head(
        [f"{given} that follows, the parties decide.", f"Their posts are those of {printable(beside)}."]
    )
    yield ""
    yield "# A row a post. Staff that it does not have is assumed by the sizes of the two. A post that stands under"
    yield "# channels, too, has what is written there: `detente check --resolved` lists the ids."
    yield f"posts_from: {written(beside)}"
    yield "# channels:"
    yield "#   a_post: {accredited: 12}"
    yield from policy_lines([(POLICY, "world")])
    for section in ("states", "alliances"):
        own = {id_: name for id_, (of, name) in parties.items() if of == section}
        if own:
            yield ""
            yield f"{section}:"
        for id_, name in own.items():
            yield from entry_lines(id_, {"name": name, "policy": POLICY}, is_long=False)
    yield from timeline_lines(act)
