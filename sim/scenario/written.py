"""A scenario as a file again: the text of a document that :func:`sim.scenario.canonical.document_of` made."""

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from .cells import guarded
from .observed_table import columns
from .schema import Scenario
from .syntax import scalar
from .wording import shape_at

WIDTH = 110  # characters of an entry that stands on one line
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.()/-]*(?: [A-Za-z0-9_.()/-]+)*")  # texts that need no quotes
_KEYS = [field.alias or name for name, field in Scenario.model_fields.items()]


def scenario_text(document: Mapping[str, Any], table: str | None = None) -> str:
    """Text of a scenario file that reads as a document.

    Parameters
    ----------
    table : name of the file that holds the documented moves instead, see :func:`table_of`
    """
    values = _without_nothing(document)
    given = {key: values[key] for key in _KEYS if values.get(key) not in (None, {}, [])}
    if table is not None:
        given = {key: value for key, value in given.items() if key != "observed"} | {"observed_from": table}
    return "".join(f"{line}\n" for key, value in given.items() for line in _entry(key, value, (key,), 0))


def _without_nothing(value: Any) -> Any:
    """A value without the keys that hold nothing: nothing is what a reader finds without them."""
    if isinstance(value, Mapping):
        return {key: _without_nothing(below) for key, below in value.items() if below is not None}
    return value


def _entry(key: str, value: Any, path: tuple[str, ...], depth: int) -> Iterator[str]:
    """Lines of a key and its value: on one line where it is short and no section of the file."""
    indent = "  " * depth
    line = f"{indent}{_scalar(key, ())}: {_flow(value, path)}"
    if not isinstance(value, dict) or not value or (depth and len(line) <= WIDTH):
        yield line
        return
    yield f"{indent}{_scalar(key, ())}:"
    for inner, below in value.items():
        yield from _entry(inner, below, (*path, inner), depth + 1)


def _flow(value: Any, path: tuple[str, ...]) -> str:
    if isinstance(value, dict):
        entries = (f"{_scalar(key, ())}: {_flow(below, (*path, key))}" for key, below in value.items())
        return f"{{{', '.join(entries)}}}"
    if isinstance(value, list):
        return f"[{', '.join(_flow(item, (*path, str(n))) for n, item in enumerate(value))}]"
    return _scalar(value, path)


def _scalar(value: Any, path: tuple[str, ...]) -> str:
    """A value as YAML reads it: days and plain texts bare, all other texts in quotation marks."""
    if not isinstance(value, str):
        return json.dumps(value)
    is_day = bool(path) and shape_at(path).get("format") == "date"
    is_plain = _PLAIN.fullmatch(value) is not None and scalar(value) == value
    return value if is_day or is_plain else json.dumps(value, ensure_ascii=False)


def table_of(moves: Mapping[str, Mapping[str, Any]]) -> str | None:
    """Documented moves as a table, as ``observed_from`` reads it; None where a table cannot hold them."""
    known = columns()
    used = {key for move in moves.values() for key, value in move.items() if value is not None}
    values = [value for move in moves.values() for value in move.values()]
    if not used or used - known.keys() or any(isinstance(value, dict | list | bool) for value in values):
        return None
    names = ["id", *(name for name in known if name in used)]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    stream.write(",".join(names) + "\n")
    for id_, move in moves.items():
        writer.writerow([id_, *(_cell(move.get(name)) for name in names[1:])])
    return stream.getvalue()


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else value
