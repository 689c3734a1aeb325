"""Problems of the schema in plain words, read from the JSON Schema of a scenario."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic_core import ErrorDetails

from sim.scenario.document import Node
from sim.scenario.problems import Origin, Problem, one_of, shown, unknown_name
from sim.scenario.schema import FAULT, json_schema

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
    return _wrong_value(error, path, place(root, path))


def place(root: Node, path: tuple[str, ...], *, at_key: bool = False) -> Origin:
    """Where a path stands: the value, or the key of a section; the section that lacks it if not given."""
    node = root.at(path)
    if node is None:
        return place(root, path[:-1])
    return node.key if at_key or isinstance(node.value, dict | list) else node.origin


def _wrong_value(error: ErrorDetails, path: tuple[str, ...], where: Origin) -> Problem:
    shape, value, kind = shape_at(path), error["input"], error["type"]
    if kind == FAULT:
        return Problem(where, path, **error["ctx"])
    names = [str(name) for name in shape.get("enum", [shape["const"]] if "const" in shape else [])]
    if names:
        return unknown_name(where, path, f"{shown(value)} is not known here", str(value), names)
    if kind in ("greater_than", "greater_than_equal", "less_than_equal"):
        return Problem(where, path, f"{shown(value)} is out of range", _expected(shape))
    if kind in ("too_short", "too_long"):
        return Problem(where, path, f"{len(value)} in the list", f"exactly {shape['minItems']}")
    if kind == "string_too_long" and "pattern" not in shape:
        return Problem(where, path, f"{len(value)} characters are too many", f"at most {shape['maxLength']}")
    return Problem(where, path, f"{shown(value)} is not {_noun(shape)}", _expected(shape))


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
