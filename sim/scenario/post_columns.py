"""Which column of a table of posts says what, and which kind of post a word means.

Read are our own columns, those of the Correlates of War project (Diplomatic Exchange: a row a pair, with the level of
each side's mission at the other), and those of lists of embassies (Wikidata: operator, country, city, type;
OpenStreetMap: country, target, diplomatic).
"""

import difflib
from collections.abc import Mapping, Sequence
from itertools import chain

from .countries import ANY, COW, folded
from .problems import Problem, shown
from .table_cells import Cell

SENDER_AND_HOST = "sender and host, operator and country, or ccode1, ccode2, DR_at_1 and DR_at_2"

# what a column may be called, in any spelling; where a table has several for one thing, the first counts
_CALLED: dict[str, tuple[str, ...]] = {
    "id": ("id",),
    "sender": ("sender", "sending country", "sending state", "operator", "represented country"),
    "host": ("host", "host country", "host state", "receiving country", "receiving state", "target"),
    "country": ("country",),  # of the host, or where another column says who that is, of the sender
    "kind": ("kind", "type", "diplomatic", "kind of post", "type of post"),
    "staff": ("staff", "accredited", "diplomats", "personnel"),
    "ceiling": ("ceiling",),
    "city": ("city", "addr city", "town", "location"),
    "name": ("name", "item", "title"),
    "year": ("year",),
    "source": ("source",),
    "confidence": ("confidence",),
    "note": ("note",),
    "one": ("ccode1", "stateabb1", "statename1", "state1"),  # first and second party of a pair
    "other": ("ccode2", "stateabb2", "statename2", "state2"),
    "at_one": ("dr at 1",),  # level of the mission that the second has at the first
    "at_other": ("dr at 2",),
}
_FIELD_OF = {called: field for field, names in _CALLED.items() for called in names}
_LABEL = "label"  # Wikidata has a column of addresses for each thing, and one of names, "operatorLabel"
_ALIKE = 0.8  # of two names, from which on one is taken for a slip of the other

_KINDS = {
    "embassy": "embassy; high commission; legation; nunciature; apostolic nunciature; diplomatic mission; ambassade",
    "consulate": "consulate; consulate general; general consulate; vice consulate; consular agency; consular office",
    "mission": "mission; permanent mission; permanent representation; permanent delegation; delegation",
    "liaison_mission": "liaison mission",
    "office": """office; liaison; liaison office; representative office; representation; interests section; trade
        office; branch embassy; branch office; cultural centre; cultural center; cultural institute""",
    "council": "council",
    "cooperation": "cooperation",
    "": "honorary consulate; honorary consul; honorary; residence; ambassadors residence; ambassador s residence",
}
KIND_CALLED = {" ".join(word.split()): kind for kind, words in _KINDS.items() for word in words.split(";")}
WITHOUT_DIPLOMATS = ""  # kind of an honorary consulate or a residence, which no scenario has

LEVELS = {1: "a chargé d'affaires", 2: "a minister", 3: "an ambassador", 9: "a head of unknown rank"}
NO_MISSION = (0, -9)


def columns_of(
    header: Sequence[Cell], sign_between: str, path: tuple[str, ...], problems: list[Problem]
) -> dict[str, int]:
    """Place of the column that says each thing; empty where it cannot be known who sends posts to whom.

    Names with a slip are added to ``problems``; other columns may stand in a table and are not read.
    """
    names = [folded(cell.text) for cell in header]
    known = len(problems)
    for place, (name, cell) in enumerate(zip(names, header, strict=True)):
        if name in _FIELD_OF and name in names[:place]:
            problems.append(Problem(cell.origin, path, f"a second column {shown(cell.text)}", "each column once"))
    places = ((field, _place(called, names)) for field, called in _CALLED.items())
    found = {field: place for field, place in places if place is not None}
    for name, cell in zip(names, header, strict=True):
        close = difflib.get_close_matches(name, _FIELD_OF, 1, _ALIKE) if name and name not in _FIELD_OF else []
        if close and _FIELD_OF[close[0]] not in found and not name.endswith(_LABEL):
            problem = f"unknown column {shown(cell.text)}"
            problems.append(Problem(cell.origin, path, problem, "", _written(close[0])))
    found = _with_country(found)
    if len(problems) == known and not (_is_by_sender(found) or is_by_pairs(found)):
        expected = f"a first row with {SENDER_AND_HOST}, separated by {sign_between}s"
        problems.append(Problem(header[0].origin, path, "no columns for who sends posts to whom", expected))
    return found if len(problems) == known else {}


def _place(called: Sequence[str], names: Sequence[str]) -> int | None:
    """Place of the first column that is called so; of names rather than of addresses."""
    wanted = chain.from_iterable((name + _LABEL, name) for name in called)
    return next((names.index(name) for name in wanted if name in names), None)


def _with_country(found: dict[str, int]) -> dict[str, int]:
    """The same with the column country as the host, or as the sender where another column names the host."""
    if "country" not in found:
        return found
    return found | {"sender" if "host" in found else "host": found["country"]}


def _written(name: str) -> str:
    """A name as the documentation spells it."""
    return name.replace("dr at ", "DR_at_").replace(" ", "_")


def _is_by_sender(columns: Mapping[str, int]) -> bool:
    return "sender" in columns and "host" in columns


def is_by_pairs(columns: Mapping[str, int]) -> bool:
    """Whether a row is a pair of states, with the levels of their missions."""
    return "one" in columns and "other" in columns and ("at_one" in columns or "at_other" in columns)


def coding_of(header: Sequence[Cell], place: int) -> str:
    """What codes of countries mean in a column."""
    return COW if folded(header[place].text).startswith("stateabb") else ANY
