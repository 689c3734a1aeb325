"""What JSON Schema itself lets an editor offer, explain and refuse: a second opinion beside a language server."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import jsonschema
from ruamel.yaml import YAML

Position = tuple[int, int]  # line and column, from 0
Shape = dict[str, Any]

_KEY = re.compile(r"( *)([A-Za-z_][\w.]*):(?: |$)")


class Standard:
    """An editor that knows block-style YAML and a schema."""

    def __init__(self, schema: Shape) -> None:
        self._schema = schema

    def completions(self, text: str, position: Position) -> dict[str, str]:
        """Keys, or values where a key stands before the position, with what is said of each."""
        path, is_value = _path(text, position)
        found: dict[str, str] = {}
        for shape in self._at(path):
            found |= _values(shape) if is_value else self._keys(shape)
        return found

    def hover(self, text: str, position: Position) -> str:
        """What is said of the key in a line, and of each of its values."""
        path, _ = _path(text, position)
        shapes = [*self._at(path)]
        values = [f"`{value}`: {says}" for shape in shapes for value, says in _values(shape).items()]
        return "\n".join([*(shape.get("description", "") for shape in shapes), *values])

    def problems(self, text: str) -> list[str]:
        """What is wrong with a whole file."""
        given = _plain(YAML(typ="safe", pure=True).load(text))
        return [error.message for error in jsonschema.Draft202012Validator(self._schema).iter_errors(given)]

    def _keys(self, shape: Shape) -> dict[str, str]:
        keys = shape.get("properties", {}).items()
        return {
            key: next((one["description"] for one in self._all(own) if "description" in one), "") for key, own in keys
        }

    def _at(self, path: list[str]) -> list[Shape]:
        """Shapes that may stand at a path."""
        shapes = [*self._all(self._schema)]
        for key in path:
            inside = (self._inside(shape, key) for shape in shapes)
            shapes = [each for one in inside if one is not None for each in self._all(one)]
        return shapes

    @staticmethod
    def _inside(shape: Shape, key: str) -> Shape | None:
        if key in shape.get("properties", {}):
            return dict(shape["properties"][key])
        return next((dict(own) for own in shape.get("patternProperties", {}).values()), None)

    def _all(self, shape: Shape) -> Iterator[Shape]:
        """A shape with its choices, items and references."""
        yield shape
        if "$ref" in shape:
            yield from self._all(self._schema["$defs"][shape["$ref"].rpartition("/")[2]])
        for one in (*shape.get("anyOf", ()), *filter(None, [shape.get("items")])):
            yield from self._all(one)


def _values(shape: Shape) -> dict[str, str]:
    return dict(zip(shape.get("enum", ()), shape.get("enumDescriptions", shape.get("enum", ())), strict=True))


def _path(text: str, position: Position) -> tuple[list[str], bool]:
    """Keys above a position, and whether a value belongs there."""
    lines = text.split("\n")
    here = lines[position[0]]
    own = _KEY.match(here)
    path, depth = ([own[2]], len(own[1])) if own else ([], len(here) - len(here.lstrip(" ")))
    for line in reversed(lines[: position[0]]):
        found = _KEY.match(line)
        if found and len(found[1]) < depth:
            path, depth = [found[2], *path], len(found[1])
    return path, own is not None


def _plain(value: Any) -> Any:
    """Values as JSON has them."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
