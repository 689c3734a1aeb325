"""Problems of the schema in plain words, read from the JSON Schema of a scenario."""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from pydantic_core import ErrorDetails

from .characters import fault_in
from .document import Node
from .foreign_cells import BETWEEN_THOUSANDS, DECIMAL_COMMA_OF_ANY_LENGTH, IN_THOUSANDS
from .problems import Origin, Problem, one_of, shown, unknown_name
from .schema import FAULT, json_schema
from .syntax import scalar

_ID_PATTERN = "^[a-z][a-z0-9_]*$"
_ID = "small letters, digits and '_', beginning with a letter, at most 64"
_NOUNS = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "boolean": "true or false",
    "array": "a list",
    "object": "a section",
}
_EXPECTED = {
    "string": "quotes around it",
    "array": "[a, b]",
    "object": "'key: value' lines below it",
}


@cache
def _schema() -> dict[str, Any]:
    return json_schema()


def shape_at(path: Iterable[str]) -> dict[str, Any]:
    """JSON Schema of what belongs at a path; empty where nothing may stand."""
    shape = _schema()
    for part in path:
        others = shape.get("additionalProperties")
        by_id = [*shape.get("patternProperties", {}).values(), others if isinstance(others, dict) else {}]
        shape = _resolved(shape.get("properties", {}).get(part) or shape.get("items") or by_id[0])
    return shape


def _resolved(shape: dict[str, Any]) -> dict[str, Any]:
    """A shape with its reference followed, and without the choice of leaving it empty."""
    shape = next((choice for choice in shape.get("anyOf", ()) if choice.get("type") != "null"), shape)
    reference = shape.get("$ref")
    return _schema()["$defs"][reference.rpartition("/")[2]] if reference else shape


def in_plain_words(error: ErrorDetails, root: Node) -> Problem:
    """Problem that the schema found, placed where a person would look for it."""
    path = tuple(map(str, error["loc"]))
    if path[-1:] == ("[key]",) and root.at(path) is None:
        path = path[:-1]
        wrong = (
            error["ctx"] if error["type"] == FAULT else {"problem": f"{shown(path[-1])} is not an id", "expected": _ID}
        )
        return Problem(place(root, path, at_key=True), path, **wrong)
    if error["type"] == "extra_forbidden":
        names = shape_at(path[:-1]).get("properties", {})
        return unknown_name(place(root, path, at_key=True), path, "unknown key", path[-1], names)
    if error["type"] == "missing":
        return Problem(place(root, path), path, "missing", _noun(shape_at(path)))
    if error["type"] == FAULT:
        return Problem(place(root, path), path, **error["ctx"])
    if error["type"] == "string_unicode" and (fault := fault_in(str(error["input"]))):  # half of a surrogate pair
        return Problem(place(root, path), path, *fault)
    return _wrong_value(error["type"], error["input"], path, place(root, path))


def place(root: Node, path: tuple[str, ...], *, at_key: bool = False) -> Origin:
    """Where a path stands: the value, or the key of a section; the section that lacks it if not given."""
    node = root.at(path)
    if node is None:
        return place(root, path[:-1])
    return node.key if at_key or isinstance(node.value, dict | list) else node.origin


def misfit(path: Sequence[str], value: Any, where: Origin | None = None) -> Problem | None:
    """What the schema has against a single value at a path; None where nothing, or where it knows no such path."""
    path, shape = tuple(path), shape_at(path)
    if value is None or not shape:
        return None
    named, kind = shape.get("enum", [shape["const"]] if "const" in shape else []), shape.get("type", "")
    if named:
        return None if value in named else _wrong_value("", value, path, where)
    if not _is_of(kind, shape, value):
        return _wrong_value("", value, path, where)
    if kind in ("integer", "number") and not _is_within(shape, value):
        return _wrong_value("less_than_equal", value, path, where)
    if kind == "string" and len(value) > shape.get("maxLength", len(value)):
        return _wrong_value("string_too_long", value, path, where)
    return None


def _is_of(kind: str, shape: dict[str, Any], value: Any) -> bool:
    """Whether a value is of a type of the schema, and of its form."""
    if kind == "string":
        if shape.get("format") == "date":
            return isinstance(scalar(value) if isinstance(value, str) else value, date)
        return isinstance(value, str) and re.search(shape.get("pattern", ""), value) is not None
    of_kind: dict[str, Any] = {"integer": int, "number": (int, float), "boolean": bool, "array": list, "object": dict}
    return kind not in of_kind or (isinstance(value, of_kind[kind]) and isinstance(value, bool) == (kind == "boolean"))


def _is_within(shape: dict[str, Any], value: float) -> bool:
    low, high = shape.get("minimum", -math.inf), shape.get("maximum", math.inf)
    return bool(low <= value <= high and value > shape.get("exclusiveMinimum", -math.inf))


def _wrong_value(kind: str, value: Any, path: tuple[str, ...], where: Origin | None) -> Problem:
    shape = shape_at(path)
    names = [str(name) for name in shape.get("enum", [shape["const"]] if "const" in shape else [])]
    if names:
        return unknown_name(where, path, f"{shown(value)} is not known here", str(value), names)
    if kind in ("greater_than", "greater_than_equal", "less_than_equal"):
        return Problem(where, path, f"{shown(value)} is out of range", _expected(shape))
    if kind in ("too_short", "too_long"):
        most = shape.get("maxItems", shape.get("maxProperties"))
        expected = f"exactly {most}" if most == shape.get("minItems") else f"at most {most}"
        return Problem(where, path, f"{len(value)} in the {'list' if isinstance(value, list) else 'section'}", expected)
    if kind == "string_too_long" and "pattern" not in shape:
        return Problem(where, path, f"{len(value)} characters are too many", f"at most {shape['maxLength']}")
    return Problem(where, path, f"{shown(value)} is not {_noun(shape)}", _expected(shape) + _as_meant(shape, value))


def _as_meant(shape: dict[str, Any], value: Any) -> str:
    """How a number is written that has a decimal comma, or signs between its thousands; empty of any other value."""
    if not isinstance(value, str) or shape.get("type") not in ("integer", "number"):
        return ""
    whole = re.sub(BETWEEN_THOUSANDS, "", value) if IN_THOUSANDS.fullmatch(value) else ""
    is_fraction = shape["type"] == "number" and DECIMAL_COMMA_OF_ANY_LENGTH.fullmatch(value)
    fraction = value.replace(",", ".") if is_fraction else ""
    meant = [text for text in (whole, fraction and f"{fraction} with a point") if text]
    return f", written {one_of(meant)}" if meant else ""


def _noun(shape: dict[str, Any]) -> str:
    if "enum" in shape:
        return one_of(shape["enum"]) if len(shape["enum"]) <= 8 else "a name"
    if "pattern" in shape:
        return "an id" if shape["pattern"] == _ID_PATTERN else "of that form"
    return "a date" if shape.get("format") == "date" else _NOUNS.get(shape.get("type", ""), "a value")


def _expected(shape: dict[str, Any]) -> str:
    if "exclusiveMinimum" in shape:
        return f"more than {shape['exclusiveMinimum']:.15g}"
    if "minimum" in shape or "maximum" in shape:
        low, high = shape.get("minimum"), shape.get("maximum")
        return f"{low:.15g} or more" if high is None else f"{low:.15g} to {high:.15g}"
    if "pattern" in shape:
        return _ID if shape["pattern"] == _ID_PATTERN else "module:function, such as my_rules:patient"
    return "a day such as 2021-10-06" if shape.get("format") == "date" else _EXPECTED.get(shape.get("type", ""), "")
