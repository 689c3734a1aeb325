"""What was changed between two scenarios, as the settings that lead from the one to the other."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from .schema import Scenario

Path = tuple[str, ...]

NOT_PLAYED = ("name", "title", "about", "sources", "observed", "plots", "played", "schema")  # no rule reads these
NOTES = ("source", "confidence", "note")  # nor these, of any entry
PLAIN = re.compile(r"[\w.:–-]+")


def change_between(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    """Settings ``path=value`` that make the one scenario the other, as far as rules read them.

    Parameters
    ----------
    a, b : resolved scenarios as JSON

    Returns
    -------
    list of str, by path; the value ``null`` where something was removed

    Examples
    --------
    >>> change_between({"timeline": {"cut": {"count": 10}}}, {"timeline": {"cut": {"count": 4}}})
    ['timeline.cut.count=4']
    """
    return [f"{'.'.join(path)}={written(value)}" for path, value in _differing(a, b, ())]


def _differing(a: Any, b: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(a, dict) and isinstance(b, dict) and not _is_another_move(path, a, b):
        for key in sorted({*a, *b}):
            is_read = key not in NOT_PLAYED if not path else len(path) != 2 or key not in NOTES
            if is_read:
                yield from _differing(a.get(key), b.get(key), (*path, key))
    elif a != b:
        is_new = a is None or isinstance(a, dict)
        yield path, _as_given(path, b) if is_new and isinstance(b, dict) else b


def _is_another_move(path: Path, a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether an entry is a move of another kind, or between others: it is replaced, and not changed key by key."""
    return path[:1] in (("timeline",), ("record",)) and any(a.get(key) != b.get(key) for key in ("move", "from", "to"))


def _as_given(path: Path, entry: dict[str, Any]) -> dict[str, Any]:
    """An entry that was added, without what holds where nothing is said."""
    of_section = Scenario.model_fields.get(path[0])
    shapes = get_args(of_section.annotation) if of_section is not None and len(path) == 2 else ()
    fields = getattr(shapes[1], "model_fields", {}) if len(shapes) == 2 else {}
    usual = {
        field.alias or name: field.get_default(call_default_factory=True)
        for name, field in fields.items()
        if not field.is_required()
    }
    return {key: value for key, value in entry.items() if key not in usual or usual[key] != value}


def value_at(document: Mapping[str, Any], path: str) -> Any:
    """Value at a path with dots; None where there is none."""
    value: Any = document
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return value


def written(value: Any) -> str:
    """Value on one line, as the command line takes it; of an entry only what is given."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value).removesuffix(".0")  # so that it is read back to the last digit
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, dict):
        given = {key: entry for key, entry in value.items() if entry not in (None, "", [], {})}
        return "{" + ", ".join(f"{key}: {written(entry)}" for key, entry in given.items()) + "}"
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
