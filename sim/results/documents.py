"""The JSON documents of results, which may come from strangers: read within limits, or refused in one line."""

import json
import math
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario.characters import fault_in
from sim.scenario.problems import printable

from .groups import without_groups
from .whole_files import content_of

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES = 256_000_000  # a result of the largest scenario takes a tenth
MOST_LEVELS = 32
LARGEST = 2**64  # of whole numbers; seeds lie below


class DocumentError(ValueError):
    """A file of a result that is no sound document; the message says why, on one line."""


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON document of a result.

    Raises
    ------
    DocumentError
        If it is no sound document, see :func:`document_in`; names the file.
    OSError
        If it cannot be read.
    """
    content = content_of(path, MOST_BYTES + 1)
    try:
        return document_in(content)
    except DocumentError as problem:
        raise DocumentError(f"{path.name} {problem}") from None


def document_in(content: bytes) -> dict[str, Any]:
    """Document that some bytes hold.

    Raises
    ------
    DocumentError
        If it is not UTF-8, not JSON or no object, too large or too deep, gives a key twice, or holds a number without
        end or a character that is refused in a scenario.
    """
    if len(content) > MOST_BYTES:
        raise DocumentError(f"is too large; at most {MOST_BYTES:,} bytes are read")
    try:
        document = json.loads(content.decode(), object_pairs_hook=_object, parse_constant=_no_number)
    except UnicodeDecodeError as problem:
        raise DocumentError(f"is not UTF-8, from byte {problem.start:,} on") from None
    except RecursionError:
        raise DocumentError(f"is nested too deeply; at most {MOST_LEVELS} levels are read") from None
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise DocumentError(f"is not JSON: {problem.msg.lower()}, {where}") from None
    except ValueError as problem:
        raise DocumentError(f"is damaged: {problem}") from None
    if not isinstance(document, dict):
        raise DocumentError("is not a JSON object")
    if fault := _fault_of(document):
        raise DocumentError(fault)
    return document


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for n, key in enumerate(keys) if key in keys[:n])
        raise ValueError(f"'{printable(twice, 60)}' is given twice")
    return found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _fault_of(document: dict[str, Any]) -> str:
    """What is wrong with the values of a document, level by level; empty where nothing is."""
    level: list[Any] = [document]
    for _ in range(MOST_LEVELS):
        for value in level:
            if fault := _fault_of_value(value):
                return fault
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return ""
    return f"is nested too deeply; at most {MOST_LEVELS} levels are read"


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [*value, *value.values()]
    return value if isinstance(value, list) else []


def _fault_of_value(value: Any) -> str:
    if isinstance(value, str):
        fault = fault_in(value)
        return f"holds a text that no scenario holds: {fault.problem}" if fault else ""
    if (isinstance(value, int) and abs(value) >= LARGEST) or (isinstance(value, float) and not math.isfinite(value)):
        return "has a number beyond all measure"
    return ""


def check_texts(table: "pd.DataFrame") -> None:
    """Raise DocumentError where a text or the name of a column of a table holds what no text of a scenario holds."""
    columns = without_groups(table.select_dtypes(exclude=["number", "datetime", "bool"]))
    for text in chain(table.columns, *(columns[column].unique() for column in columns)):
        if isinstance(text, str) and (fault := fault_in(text)):
            raise DocumentError(f"holds a text that no scenario holds: {fault.problem}")
