"""What pages of reference show of the code, written when the site is built: nobody fills them, and they are never old.

A page has a mark, ``<!-- built: NAME -->``, and :data:`BUILT` has the function that writes what stands there.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from docs.generate import number, table
from docs.site.day import picture
from sim.commands.app import app
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS, Parameter
from sim.scenario.editor_words import KEY_OF_SCENARIO, KEYS, VALUES
from sim.scenario.schema import json_schema

MARK = re.compile(r"^<!-- built: (\w+) -->$", re.MULTILINE)
STARTED = re.compile(r"(?<=\w) -m \S+(?= )")  # how this program was started, which the usage repeats
TOP = "At the top of the file"
SHORT = 8  # words that a cell lists; of more it gives the list a name
LISTS = {"never": "Kinds of move", "preset": "Names of policies"}  # by the first key that takes its words
OF_POLICIES = ("Policy", "PolicyChanges")  # sections with the numbers of policies
NUMBERS = {row.name: row for row in (*POLICY_PARAMETERS, *WORLD_PARAMETERS)}

Schema = Mapping[str, Any]


class Listed(NamedTuple):
    """Words that keys take, and the first key that does."""

    key: str
    words: list[str]


Lists = dict[str, Listed]


def written(text: str) -> str:
    """Text of a page with what the code decides; raises KeyError for a mark that there is not."""
    return MARK.sub(lambda found: BUILT[found[1]](), text)


def commands() -> str:
    """What ``--help`` says of each command, with a heading each."""
    pages = app.generate_docs(output_format="markdown").split("\n## ")
    own = "\n".join(f"## {page}" for page in pages if page.startswith("detente "))
    return STARTED.sub("", own).replace("```console", "```text")


def keys() -> str:
    """Keys of a scenario file: those at the top, those of each section, and the lists of words that they take."""
    schema = json_schema()
    sections = {TOP: schema, **schema["$defs"]}
    lists: Lists = {}
    parts = [_section(name, section, lists) for name, section in sections.items()]
    return "\n\n".join([*parts, *(_words(name, listed) for name, listed in lists.items())])


def _section(name: str, section: Schema, lists: Lists) -> str:
    """A heading, what the section is, and a row for each key; the numbers of a policy stand with all other numbers."""
    defaults = NUMBERS if name == "Parameters" else {}
    needed = section.get("required", ())
    rows = (
        (
            f"`{key}`",
            _takes(key, field, lists),
            "needed" if key in needed else _absent(field, defaults.get(key)),
            _meaning(name, key, field),
        )
        for key, field in section["properties"].items()
        if name not in OF_POLICIES or key not in NUMBERS
    )
    says = section.get("description", "").replace("``", "`")
    numbers = "\n\nAnd any number of a policy, see [Parameters](#parameters)." if name in OF_POLICIES else ""
    return f"## {name}\n\n{says}{numbers}\n\n{table(('Key', 'Takes', 'If absent', 'Meaning'), rows)}"


def _words(name: str, listed: Listed) -> str:
    """A list of words that keys take; a table where their meanings are known."""
    meanings = VALUES.get(listed.key)
    rows = ((f"`{word}`", meanings.get(word, "")) for word in listed.words) if meanings else ()
    shown = table(("Word", "Meaning"), rows) if meanings else f"{', '.join(f'`{word}`' for word in listed.words)}."
    return f"## {name}\n\n{shown}"


def _meaning(section: str, key: str, field: Schema) -> str:
    """What a key means, in the words that editors show."""
    own = KEY_OF_SCENARIO.get(key) if section == TOP else None
    return (own or field.get("description") or KEYS.get(key, "")).replace("<", r"\<")


def _absent(field: Schema, row: Parameter | None) -> str:
    """What a key has if the file does not have it; of a number, what its table says."""
    if row:
        return number(row.default)
    default = field.get("default")
    return "" if default in (None, "") else f"`{json.dumps(default)}`"


def _takes(key: str, field: Schema, lists: Lists) -> str:
    """What a key may have, in words."""
    return " or ".join(dict.fromkeys(_forms(key, field, lists)))


def _forms(key: str, field: Schema, lists: Lists) -> Iterator[str]:
    if "anyOf" in field:
        for one in field["anyOf"]:
            yield from _forms(key, one, lists)
    elif "$ref" in field:
        yield _link(field["$ref"].rpartition("/")[2])
    elif "enum" in field:
        yield _one_of(key, field["enum"], lists)
    elif "const" in field:
        yield f"`{json.dumps(field['const'])}`"
    elif "patternProperties" in field or isinstance(field.get("additionalProperties"), Mapping):
        inner = next(iter(field.get("patternProperties", {}).values()), field.get("additionalProperties"))
        yield f"for each name: {_takes(key, inner, lists)}"
    elif field.get("type") == "array":
        yield f"list: {_takes(key, field['items'], lists)}" if field.get("items") else "list"
    elif field.get("type") != "null":
        yield _plain(field)


def _plain(field: Schema) -> str:
    """A single value, and its range."""
    kinds = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    if field.get("format") == "date":
        return "day"
    if field.get("pattern", "").startswith("^[a-z]"):
        return "id"
    low, high = field.get("minimum", field.get("exclusiveMinimum")), field.get("maximum")
    bounds = [f"from {low:g}"] if low is not None else []
    bounds += [f"to {high:g}"] if high is not None and high < 1e6 else []
    return " ".join([kinds.get(field.get("type", ""), "anything"), *bounds])


def _one_of(key: str, words: list[str], lists: Lists) -> str:
    """Few words by themselves; of many the name of their list, which is that of the first key that takes them."""
    if len(words) <= SHORT:
        return ", ".join(f"`{word}`" for word in words)
    name = next((name for name, known in lists.items() if known.words == words), LISTS.get(key, f"Words for {key}"))
    lists.setdefault(name, Listed(key, words))
    return _link(name)


def _link(name: str) -> str:
    return f"[{name}](#{name.lower().replace(' ', '-')})"


BUILT: dict[str, Callable[[], str]] = {"commands": commands, "day": picture, "keys": keys}


def _on_reading(_app: Any, _name: str, source: list[str]) -> None:
    source[0] = written(source[0])


def setup(site: Any) -> dict[str, bool]:
    """Tell Sphinx what to call."""
    site.connect("source-read", _on_reading)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
