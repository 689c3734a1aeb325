"""Mapping files: which column of an event file is the day, the parties, the code and so on.

A mapping file is a few lines of YAML; ``docs/events.md`` lists its keys.
"""

import os
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from sim.documented.words import CONFIDENCES, GROUP_OF_MOVE
from sim.scenario.countries import ANY
from sim.scenario.countries import CODINGS as COUNTRY_CODINGS
from sim.scenario.document import Node, read_document
from sim.scenario.files import scenario_text
from sim.scenario.problems import Origin, Problem, ScenarioError, one_of, shown, unknown_name

from .codes import CODINGS, NO_MOVE
from .days import FORMS

SHIPPED = ("detente", "plover", "gdelt", "icews")
NEEDED = ("day", "actor", "target")  # and a code, or a move

Columns = tuple[str, ...]  # the first that a row has filled is read


@dataclass(frozen=True)
class Mapping:
    """Which column is what.  All but the first, ``day``, ``actor``, ``target`` and one of the codes may be empty.

    Attributes
    ----------
    name : of the mapping, or of its file
    says : what it reads, for people
    coding : codebook of the codes: ``cameo``, ``plover`` or ``words`` (the words of the record)
    day_form : form of the days, one of :data:`sim.events.days.FORMS`; any but the American one where empty
    mode : of PLOVER, where type and mode have a column each
    move : words of the record, which come before the code
    actor_as_written, target_as_written : names that are taken as they stand, before countries are looked up
    confidence : a column, or one of high, medium and low for all rows
    countries : what codes of countries mean, one of :data:`sim.scenario.countries.CODINGS`
    governments : sectors of governments; all sectors where there are none
    codes : words of the record by code, which come before those that detente has for it
    columns : every column that such files usually have, in their order
    older : lists of columns that older files lack
    also : other names of columns, with the name that they have here
    """

    name: str
    says: str = ""
    coding: str = "cameo"
    day: Columns = ()
    day_form: str = ""
    code: Columns = ()
    mode: Columns = ()
    move: Columns = ()
    actor: Columns = ()
    target: Columns = ()
    actor_as_written: Columns = ()
    target_as_written: Columns = ()
    actor_sector: Columns = ()
    target_sector: Columns = ()
    persons: Columns = ()
    mentions: Columns = ()
    id: Columns = ()
    source: Columns = ()
    confidence: Columns = ()
    countries: str = ANY
    governments: Columns = ()
    columns: Columns = ()
    codes: MappingType[str, str] = field(default_factory=dict)
    also: MappingType[str, str] = field(default_factory=dict)
    older: tuple[Columns, ...] = ()

    @property
    def read_columns(self) -> list[str]:
        """Columns that are read where a file has them."""
        return [*dict.fromkeys(column for what in OF_COLUMNS for column in getattr(self, what))]

    @property
    def needed(self) -> dict[str, Columns]:
        """Columns of which a file needs one each, by what they are."""
        coded = {"code": self.code + self.move}
        named = {what: getattr(self, what) + getattr(self, f"{what}_as_written", ()) for what in NEEDED}
        return named | coded


OF_COLUMNS = (
    "day", "code", "mode", "move", "actor", "target", "actor_as_written", "target_as_written", "actor_sector",
    "target_sector", "persons", "mentions", "id", "source", "confidence",
)  # fmt: skip
_CHOICES = {"coding": CODINGS, "day_form": FORMS, "countries": COUNTRY_CODINGS}
_KEYS = tuple(row.name for row in fields(Mapping) if row.name != "name")


def read_mapping(source: str | Path) -> Mapping:
    """Read a mapping by its name or from a file.

    Raises
    ------
    ScenarioError
        If there is none, or with everything that is wrong with it, a line each.
    """
    name = str(source)
    path = Path(__file__).parent / "shipped" / f"{name}.yaml" if name in SHIPPED else Path(name)
    if not os.path.isfile(path):
        problem = f"there is no mapping {shown(name)}"
        raise ScenarioError([unknown_name(None, ("mapping",), problem, name, SHIPPED)])
    problems: list[Problem] = []
    tree = read_document(scenario_text(path), Origin(path), problems)
    entries = tree.value if tree else {}
    if not isinstance(entries, dict):
        raise ScenarioError([*problems, Problem(Origin(path, 1, 1), (), "no section", "keys such as day: Event Date")])
    values = {key: _value(key, node, problems) for key, node in entries.items()}
    if problems:
        raise ScenarioError(problems)
    return _complete(Mapping(name=path.stem, **values), path)


def _value(key: str, node: Node, problems: list[Problem]) -> Any:
    """Value of a key as the mapping holds it; what is wrong with it is noted."""
    given = node.plain()
    if key not in _KEYS:
        problems.append(unknown_name(node.key, (key,), f"no key is called {shown(key)}", key, _KEYS))
    elif key in ("also", "codes"):
        return _texts_by_name(key, node, problems)
    elif key == "older":
        return tuple(_texts(key, part, problems) for part in (node.value if isinstance(node.value, list) else [node]))
    elif key in (*OF_COLUMNS, "governments", "columns"):
        return _texts(key, node, problems)
    elif not isinstance(given, str) or given not in _CHOICES.get(key, (given,)):
        expected = one_of(_CHOICES[key]) if key in _CHOICES else "a text"
        problems.append(Problem(node.origin, (key,), f"{shown(given)} is not allowed here", expected))
    return given


def _texts(key: str, node: Node, problems: list[Problem]) -> Columns:
    """A text, or a list of texts; numbers are names of columns, too."""
    given = node.plain()
    texts = given if isinstance(given, list) else [given]
    if all(isinstance(text, str | int) and not isinstance(text, bool) for text in texts) and texts:
        return tuple(map(str, texts))
    problems.append(Problem(node.origin, (key,), f"{shown(given)} is not allowed here", "a column, or a list of them"))
    return ()


def _texts_by_name(key: str, node: Node, problems: list[Problem]) -> dict[str, str]:
    """Texts by name; of codes, the words of the record that they are, or nothing."""
    if not isinstance(node.value, dict):
        problems.append(Problem(node.origin, (key,), f"{shown(node.plain())} is not allowed here", "a section"))
        return {}
    found = {name: str(part.plain() or NO_MOVE) for name, part in node.value.items()}
    for name, word in found.items():
        if key == "codes" and word and word not in GROUP_OF_MOVE:
            place, problem = node.value[name].origin, f"no move is called {shown(word)}"
            problems.append(unknown_name(place, (key, name), problem, word, GROUP_OF_MOVE))
    return found


def _complete(mapping: Mapping, path: Path) -> Mapping:
    """The mapping; raises ScenarioError where it lacks a column that every event needs."""
    missing = [what for what, columns in mapping.needed.items() if not columns]
    if missing:
        problem = f"no column for {', '.join(missing)}"
        raise ScenarioError([Problem(Origin(path, 1, 1), (), problem, "day, actor, target, and code or move")])
    return mapping


def constant_confidence(mapping: Mapping) -> str:
    """Confidence of every row, where it stands in no column; an empty text where it does."""
    given = mapping.confidence
    return given[0] if len(given) == 1 and given[0] in CONFIDENCES else "" if given else "medium"
