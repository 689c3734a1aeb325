"""Scenarios changed as trees: keys added, moved, removed, ids exchanged, references broken, values at their bounds."""

import copy
import datetime as dt
import json
import math
import random
from collections.abc import Callable, Iterator
from typing import Any

from sim.scenario.wording import shape_at

Tree = dict[str, Any]  # sections of mappings, lists, texts, numbers, days and nothing
Place = tuple[str | int, ...]

PARTIES = ("states", "alliances")
WITH_IDS = (*PARTIES, "channels", "ties", "policies", "relations", "timeline", "record", "triggers")
EXTREME = [
    None, True, False, 0, -1, 1, 2, 7, 1_000_000, 10**6 + 1, 2**31, 2**63, -(2**63) - 1, 10**299, 0.0, -0.0, 0.5, 1.0,
    1.0000001, -1e-9, 5e-324, 1e-300, 100.0, 1e6, 1e12, 1e308, -1e308, math.inf, -math.inf, math.nan, "", " ",
    "nobody", "x" * 25_000, "a\x00b", "\ud800", "2030-01-05", dt.date.min, dt.date.max, dt.date(2030, 1, 5), [], {},
    [[]], [None], {"": 0},
]  # fmt: skip


def changed(chosen: random.Random, tree: Tree, others: list[Tree], name: str) -> Tree:
    """A copy of a tree, changed in one to four places.

    Parameters
    ----------
    others : trees that entries are taken from
    name : of the change, one of CHANGES
    """
    tree = copy.deepcopy(tree)
    for _ in range(chosen.choice([1, 1, 1, 2, 4])):
        if tree:
            CHANGES[name](chosen, tree, others)
    return tree


def written(value: Any, depth: int = 0) -> str:
    """A tree as a text of YAML: a section a line."""
    if isinstance(value, dict):
        entries = [f"{json.dumps(key)}: {written(inner, depth + 1)}" for key, inner in value.items()]
        return "\n".join(entries) + "\n" if depth == 0 else "{" + ", ".join(entries) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(written(inner, depth + 1) for inner in value) + "]"
    if isinstance(value, float) and not math.isfinite(value):
        return ".nan" if math.isnan(value) else f"{'-' * (value < 0)}.inf"
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value)


# Places ---------------------------------------------------------------------------------------------------


def _below(value: Any, place: Place) -> Iterator[Place]:
    yield place
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield from _below(inner, (*place, key))


def _any_place(chosen: random.Random, tree: Tree) -> Place:
    """Place of a value; each section is as likely as any other, however long it is."""
    section = chosen.choice([*tree])
    return chosen.choice([*_below(tree[section], (section,))])


def _at(tree: Tree, place: Place) -> Any:
    found: Any = tree
    for key in place:
        found = found[key]
    return found


def _mappings(tree: Tree) -> list[Place]:
    return [
        (),
        *(place for name in tree for place in _below(tree[name], (name,)) if isinstance(_at(tree, place), dict)),
    ]


def _ids(tree: Tree, sections: tuple[str, ...] = WITH_IDS) -> list[str]:
    return [id_ for section in sections if isinstance(tree.get(section), dict) for id_ in tree[section]] or ["nobody"]


def _put(chosen: random.Random, tree: Tree, value: Any, key: Any) -> None:
    """Put a value into some mapping, under a key."""
    _at(tree, chosen.choice(_mappings(tree)))[str(key)] = value


# Changes --------------------------------------------------------------------------------------------------


def _removed(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    place = _any_place(chosen, tree)
    del _at(tree, place[:-1])[place[-1]]


def _moved(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    place = _any_place(chosen, tree)
    value = _at(tree, place[:-1]).pop(place[-1])
    _put(chosen, tree, value, place[-1])


def _taken(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    """An entry of another scenario at the same place, or anywhere."""
    other = chosen.choice(others)
    place = _any_place(chosen, other)
    value, to = copy.deepcopy(_at(other, place)), tree
    if chosen.random() < 0.3:
        _put(chosen, tree, value, place[-1])
        return
    for key in place[:-1]:
        if not isinstance(to, dict) or not isinstance(to.get(str(key)), dict):
            return
        to = to[str(key)]
    to[str(place[-1])] = value


def _replaced(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    """A value by another one of the same tree."""
    place = _any_place(chosen, tree)
    _at(tree, place[:-1])[place[-1]] = copy.deepcopy(_at(tree, _any_place(chosen, tree)))


def _exchanged(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    """Two ids, as keys, as references or both."""
    one, other = chosen.choice(_ids(tree)), chosen.choice(_ids(tree))
    names, ways = {one: other, other: one}, chosen.choice([(True, True), (True, False), (False, True)])
    renamed = _renamed(tree, names, *ways)
    tree.clear()
    tree |= renamed


def _renamed(value: Any, names: dict[str, str], in_keys: bool, in_values: bool) -> Any:
    if isinstance(value, dict):
        keys = [names.get(key, key) if in_keys else key for key in value]
        return dict(zip(keys, (_renamed(inner, names, in_keys, in_values) for inner in value.values()), strict=True))
    if isinstance(value, list):
        return [_renamed(inner, names, in_keys, in_values) for inner in value]
    return names.get(value, value) if in_values and isinstance(value, str) else value


def _misdirected(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    """A reference to another entry, or to none."""
    ids = {*_ids(tree)}
    found = [place for name in tree for place in _below(tree[name], (name,)) if _is_in(_at(tree, place), ids)]
    if found:
        place = chosen.choice(found)
        _at(tree, place[:-1])[place[-1]] = chosen.choice([*sorted(ids), "nobody"])


def _is_in(value: Any, ids: set[str]) -> bool:
    return isinstance(value, str) and value in ids


def _extreme(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    place = _any_place(chosen, tree)
    _at(tree, place[:-1])[place[-1]] = copy.deepcopy(chosen.choice(EXTREME))


def _lawful(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    """A value that the schema allows at its place, often at a bound."""
    place = _any_place(chosen, tree)
    _at(tree, place[:-1])[place[-1]] = _drawn(chosen, tree, place)


def _added(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    """A key that the schema knows where it is put."""
    place = chosen.choice([place for place in _mappings(tree) if shape_at(map(str, place))] or [()])
    shape = shape_at(map(str, place))
    keys = [key for key in shape.get("properties", {}) if key not in _at(tree, place)] or [chosen.choice(_ids(tree))]
    key = chosen.choice(keys)
    _at(tree, place)[key] = _drawn(chosen, tree, (*place, key))


def _drawn(chosen: random.Random, tree: Tree, place: Place, depth: int = 0) -> Any:
    """What the schema allows at a place, as far as it says; names are ids of the scenario."""
    shape = shape_at(map(str, place))
    choices = shape.get("enum") or ([shape["const"]] if "const" in shape else [])
    if choices:
        return chosen.choice(choices)
    kind = shape.get("type")
    if kind in ("number", "integer"):
        return _number(chosen, shape)
    if kind == "boolean":
        return chosen.random() < 0.5
    if kind == "string":
        return _day(chosen, tree) if shape.get("format") == "date" else chosen.choice([*_ids(tree), "Some text"])
    if kind == "array":
        return [_drawn(chosen, tree, (*place, n), depth + 1) for n in range(chosen.choice([0, 1, 2, 2, 3]))]
    if kind == "object" and depth < 3:
        needed = shape.get("required", []) or [chosen.choice(_ids(tree, PARTIES))]
        return {key: _drawn(chosen, tree, (*place, key), depth + 1) for key in needed}
    return copy.deepcopy(chosen.choice(EXTREME))


def _number(chosen: random.Random, shape: dict[str, Any]) -> float:
    low = shape.get("minimum", shape.get("exclusiveMinimum", -1e6))
    high = shape.get("maximum", shape.get("exclusiveMaximum", 1e6))
    number = chosen.choice([low, high, (low + high) / 2, chosen.uniform(low, min(high, low + 10.0)), 1])
    return int(number) if shape.get("type") == "integer" else number


def _day(chosen: random.Random, tree: Tree) -> dt.date:
    start = tree.get("start")
    if not isinstance(start, dt.date) or chosen.random() < 0.1:
        return chosen.choice([dt.date.min, dt.date.max, dt.date(2030, 1, 1)])
    try:
        return start + dt.timedelta(days=chosen.choice([-1, 0, 1, 2, 5, 9, 30, 400, -400, 40_000]))
    except OverflowError:
        return start


def _day_moved(chosen: random.Random, tree: Tree, others: list[Tree]) -> None:
    found = [place for name in tree for place in _below(tree[name], (name,)) if isinstance(_at(tree, place), dt.date)]
    if found:
        place = chosen.choice(found)
        _at(tree, place[:-1])[place[-1]] = _day(chosen, tree)


CHANGES: dict[str, Callable[[random.Random, Tree, list[Tree]], None]] = {
    "an entry removed": _removed,
    "an entry moved": _moved,
    "an entry of another scenario": _taken,
    "an entry of another place": _replaced,
    "ids exchanged": _exchanged,
    "a reference to something else": _misdirected,
    "an extreme value": _extreme,
    "a value that is allowed": _lawful,
    "a key added": _added,
    "a day moved": _day_moved,
}
