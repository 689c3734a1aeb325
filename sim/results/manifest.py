"""What a result was made from, so that it can be made again."""

import hashlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sim.scenario.canonical import scenario_hash

from .provenance import made_with

if TYPE_CHECKING:
    from sim.scenario.own_rule import RuleFile


def manifest_of(*worlds: dict[str, Any], rules: "Iterable[RuleFile]", **asked: Any) -> dict[str, Any]:
    """What a result was made from, the same way for all kinds of result.

    Parameters
    ----------
    worlds : one scenario as JSON, or the two of a comparison, whose entries then end in ``_a`` and ``_b``
    rules : own rules that were followed
    asked : what was asked for besides: seed, runs, ...

    Returns
    -------
    dict, ready for JSON: name and title of the scenario, what was asked for, releases and own rules, the scenario as
    played with its SHA-256
    """
    named = dict(zip(("",) if len(worlds) == 1 else ("_a", "_b"), worlds, strict=True))
    return {
        "name": worlds[0]["name"],
        **{f"title{end}": world["title"] for end, world in named.items()},
        **asked,
        **made_with(rules),
        **{f"scenario_hash{end}": scenario_hash(world) for end, world in named.items()},
        **{f"scenario{end}": world for end, world in named.items()},
    }


def title_of(manifest: Mapping[str, Any]) -> str:
    """Title of the scenario of a result; of two worlds with titles of their own both; the name where there is none.

    Examples
    --------
    >>> title_of({"title_a": "An answer in kind", "title_b": "A protest"}), title_of({"name": "fish"})
    ('An answer in kind against A protest', 'fish')
    """
    title = str(manifest.get("title") or manifest.get("title_a") or manifest.get("name") or "")
    other = str(manifest.get("title_b") or title)
    return title if other == title else f"{title} against {other}"


def hash_of_rows(rows: Iterable[Any]) -> str:
    """SHA-256 of rows of a record, the same in every process: the order of a set changes from one to the next.

    Examples
    --------
    >>> hash_of_rows([("a", frozenset((0, 8)))]) == hash_of_rows([("a", frozenset((8, 0)))])
    True
    """
    return hashlib.sha256(repr([_ordered(row) for row in rows]).encode()).hexdigest()


def _ordered(value: Any) -> Any:
    """A value whose sets are lists in order, also within tuples."""
    if isinstance(value, frozenset):
        return sorted(map(_ordered, value))
    return tuple(map(_ordered, value)) if isinstance(value, tuple) else value
