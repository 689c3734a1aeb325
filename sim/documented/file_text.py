"""A mapping of a scenario as the text of a scenario file, with a comment above each section."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sim.scenario.syntax import scalar

WIDTH = 118
MOVES = ("record", "timeline", "observed")  # sections whose entries are long: a line a key

_PLAIN = re.compile(r"[A-Za-z][\w.;/()'&+ -]*")
_ABOVE = {
    "parameters": "No chance of its own: no expulsions out of the blue, and no offers of talks.",
    "policies": "How the parties answer: `detente policies` shows what these habits change, and what else can be set.",
    "channels": "What the parties keep with each other. Staff marked assumed follows from the sizes of the two.",
    "record": "What is documented of the time before: played on its days, and nobody answers it.",
    "timeline": "What is given: it happens in any case, and is answered.",
    "observed": "What followed. No rule reads it.",
}


def file_text(head: Iterable[str], mapping: Mapping[str, Any]) -> str:
    """Text of a scenario file.

    Parameters
    ----------
    head : lines of the comment that begins it
    mapping : keys of a scenario with plain values, or sections of entries, which have plain values or lists
    """
    lines = [f"# {line}".rstrip() for line in head]
    return "\n".join([*lines, "", *_sections(mapping), ""])


def _sections(mapping: Mapping[str, Any]) -> Iterator[str]:
    """Lines of all sections."""
    for key, value in mapping.items():
        if key in _ABOVE:
            yield ""
            yield f"# {_ABOVE[key]}"
        if not isinstance(value, Mapping):
            yield f"{key}: {written(value)}"
            continue
        if key not in _ABOVE:
            yield ""
        yield f"{key}:"
        for id_, entry in value.items():
            yield from entry_lines(id_, entry, is_long=key in MOVES)


def entry_lines(id_: str, entry: Any, *, is_long: bool) -> Iterator[str]:
    """Lines of one entry of a section: a line a key, or in braces."""
    if not isinstance(entry, Mapping) or not entry:
        yield f"  {id_}: {written(entry)}"
    elif is_long:
        yield f"  {id_}:"
        yield from (f"    {key}: {written(value)}" for key, value in entry.items())
    else:
        yield from _flow(f"  {id_}: {{", [f"{key}: {written(value)}" for key, value in entry.items()])


def _flow(begins: str, parts: list[str]) -> Iterator[str]:
    """An entry in braces, broken between its parts where a line would be too long."""
    line = begins
    for part in parts[:-1]:
        if len(line) + len(part) + 1 > WIDTH and line.strip() != begins.strip():
            yield line.rstrip()
            line = "    "
        line += f"{part}, "
    if len(line) + len(parts[-1]) + 1 > WIDTH:
        yield line.rstrip()
        line = "    "
    yield f"{line}{parts[-1]}}}"


def written(value: Any) -> str:
    """A value as a scenario file holds it; texts that could be read as something else in quotes.

    Examples
    --------
    >>> written("Foreign Ministry"), written("yes: no"), written("null"), written([1, "a"])
    ('Foreign Ministry', '"yes: no"', '"null"', '[1, a]')
    """
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {written(each)}' for key, each in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(written(each) for each in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | int | float):
        return str(value)
    is_plain = _PLAIN.fullmatch(value) and value == value.strip() and scalar(value) == value
    return value if is_plain else json.dumps(value, ensure_ascii=False)
