"""JSON Schema of a scenario file for editors: it completes and explains keys, values, and the ids of one file.

An editor that knows YAML and JSON Schema reads it where the first line of a file says so::

    # yaml-language-server: $schema=my_case.schema.json
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from .editor_words import KEY_OF_SCENARIO, KEYS, VALUES
from .relations import places_of, relations_of
from .schema import Scenario, json_schema

MOST_IDS = 200  # of one kind that are offered
ENDING = ".schema.json"  # after the name of the file

_FRACTION = r"^-?[0-9]+(\.[0-9]+)?/[0-9]+(\.[0-9]+)?$"
_ID_PATTERN = "^[a-z][a-z0-9_]*$"
_KEYED_BY_PARTY = frozenset(
    (
        *("grievance", "balance", "silence_first", "silence_reply", "incidents_per_day", "talks_per_day", "breaks"),
        *("asks_recognition", "posture", "contact", "affinity", "thresholds", "worth", "withheld", "waits", "forgets"),
    )
)
_NAMES = {  # what the values of a key are ids of
    **dict.fromkeys(("from", "to", "sender", "host", "victim", "author", "of", "controlled_by"), "party"),
    **dict.fromkeys(("between", "members", "invites", "suspended_by"), "party"),
    **dict.fromkeys(("channel", "channels", "contact"), "post"),
    **dict.fromkeys(("dyads", "relations"), "relation"),
    "answers": "move",
    "policy": "policy",
}

Shape = dict[str, Any]


def schema_beside(file: Path) -> Path:
    """Where the schema of a scenario file lies: beside it, under its name."""
    return file.with_name(f"{file.stem}{ENDING}")


def editor_schema(scenario: Scenario | None = None) -> Shape:
    """JSON Schema for editors; of a scenario, with its ids.

    Parameters
    ----------
    scenario : Scenario, whose parties, posts, policies and moves are offered where their ids belong
    """
    schema = json_schema()
    sections = [("", schema), *schema["$defs"].items()]
    ids = {"policy": VALUES["preset"]} if scenario is None else _ids(scenario)
    for kind, own in ids.items():
        known = dict([*own.items()][:MOST_IDS])
        schema["$defs"][f"known_{kind}"] = {"enum": [*known], "enumDescriptions": [*known.values()]}
    _extendable(schema)
    for section, shape in sections:
        for key, value in shape.get("properties", {}).items():
            _explain(key, value, KEY_OF_SCENARIO if not section else {})
            _allow_fractions(value)
            _offer(key, value, ids)
    return schema


def _extendable(schema: Shape) -> None:
    """A file that extends another may leave out what it takes from that, and remove an entry."""
    schema["anyOf"] = [{"required": schema.pop("required")}, {"required": ["extends"]}]
    for section in schema["properties"].values():
        entries = section.get("patternProperties", {})
        for pattern, entry in entries.items():
            entries[pattern] = {"anyOf": [entry, {"type": "null"}]} if "$ref" in entry else entry


def _explain(key: str, shape: Shape, special: Mapping[str, str]) -> None:
    """Say what a key means, and its values."""
    shape.pop("title", None)  # its name again
    says = special.get(key) or shape.get("description") or KEYS.get(key, "")
    if says:
        shape["description"] = says
    for place in _places(shape):
        if "enum" in place and key in VALUES:
            place["enumDescriptions"] = [VALUES[key].get(value, "") for value in place["enum"]]
        if "patternProperties" in place:
            place["additionalProperties"] = False  # ids alone


def _offer(key: str, shape: Shape, ids: Mapping[str, Mapping[str, str]]) -> None:
    """Offer what a text may be, though others are allowed: presets, and ids of the scenario."""
    kind = _NAMES.get(key)
    for place in reversed([*_places(shape)]):  # what is inside before what it is in
        if key in _KEYED_BY_PARTY and "patternProperties" in place:
            [entry] = place["patternProperties"].values()
            parties = [*ids.get("party", {}).items()][:MOST_IDS]
            place["properties"] = {id_: {**entry, "description": name} for id_, name in parties}
        elif kind in ids and place.get("type") == "string" and (place.get("pattern") == _ID_PATTERN or key == "policy"):
            _widen(place, {"$ref": f"#/$defs/known_{kind}"}, first=True)


def _allow_fractions(shape: Shape) -> None:
    """Allow for a rate as it is spoken, such as 1/4000, which YAML takes for a text."""
    for place in reversed([*_places(shape)]):
        if place.get("type") == "number":
            _widen(place, {"type": "string", "pattern": _FRACTION})


def _widen(place: Shape, other: Shape, *, first: bool = False) -> None:
    """Let a shape be what it is or another one."""
    own = dict(place)
    said: Shape = {name: own.pop(name) for name in ("description", "default") if name in own}
    place.clear()
    place.update(said, anyOf=[other, own] if first else [own, other])


def _places(shape: Shape) -> Iterator[Shape]:
    """A shape, and those of which it is one or a list."""
    yield shape
    inside = [*shape.get("anyOf", ()), *shape.get("patternProperties", {}).values()]
    inside += [more for more in [shape.get("additionalProperties")] if isinstance(more, dict)]
    for one in [*inside, shape["items"]] if "items" in shape else inside:
        yield from _places(one)


def _ids(scenario: Scenario) -> dict[str, dict[str, str]]:
    """Ids of a scenario by what they are ids of, each with what is said of it."""
    parties = {id_: state.name or id_ for id_, state in scenario.states.items()}
    parties |= {id_: alliance.name or id_ for id_, alliance in scenario.alliances.items()}
    moves = {
        id_: f"{move.date}: {move.from_} towards {move.to}, {move.move}"
        for section in (scenario.record, scenario.timeline)
        for id_, move in section.items()
        if move.move
    }
    moves |= {id_: f"{harm.date}: harm done to {harm.victim}" for id_, harm in scenario.triggers.items()}
    policies = {id_: policy.note or f"preset {policy.preset}" for id_, policy in scenario.policies.items()}
    return {
        "party": parties,
        "post": {id_: place.name or id_ for id_, place in places_of(scenario).items()},
        "relation": {id_: " and ".join(relation.between) for id_, relation in relations_of(scenario).items()},
        "move": moves,
        "policy": policies | VALUES["preset"],
    }
