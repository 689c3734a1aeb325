"""What a user's program did in a history, as its manifest says it, and as texts tell it.

Own agents and injected moves are no part of a scenario, so a history that has them cannot be played again from its
manifest alone.
"""

from collections.abc import Mapping
from typing import Any

from sim.engine.own_part import Injected, OwnClass, OwnPart
from sim.scenario.own_rule_file import digest_of

from .files import ResultError
from .own_files import written

IN_PYTHON = "in_python"  # entry of a manifest
CANNOT = "It cannot be played again from its scenario and seed: that takes the program that made it"
UNKNOWN = "unknown"  # instead of the digest of a text that cannot be read


def part_in_manifest(own: OwnPart) -> dict[str, Any]:
    """Entry of a manifest; nothing where a history is that of its scenario and seed alone."""
    if not own:
        return {}
    said = {
        "model": None if own.model is None else _class(own.model),
        "agents": {name: _class(own.agents[name]) for name in sorted(own.agents)},
        "removed": {name: own.removed[name].isoformat() for name in sorted(own.removed)},
        "undecided": dict(sorted(own.undecided.items())),
        "injected": [_move(it) for it in own.injected],
    }
    return {IN_PYTHON: {key: value for key, value in said.items() if value}}


def _class(own: OwnClass) -> dict[str, Any]:
    if own.text is None:
        return {"class": own.path, "sha256": UNKNOWN}
    return {"class": own.path, "sha256": digest_of(own.text), "text": written(own.text)}


def _move(it: Injected) -> dict[str, Any]:
    move = it.move
    details = {name: getattr(move, name) for name in ("channel", "count", "severity", "answers", "ground")}
    details["deadline"] = move.deadline and move.deadline.isoformat()
    return {
        "date": it.date.isoformat(),
        "by": it.maker,
        "move": move.kind,
        "from": move.actor,
        "to": move.target,
        **{name: value for name, value in details.items() if value},
        "number": it.number,
        "made": it.made,
    }


def _read(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    """The entry of a manifest, which a stranger may have written; raises ResultError where it cannot be meant."""
    own = manifest.get(IN_PYTHON, {})
    try:
        classes = [*own.get("agents", {}).values(), *([own["model"]] if "model" in own else [])]
        texts = [text for it in classes for text in (it["class"], it["sha256"])]
        texts += own.get("removed", {}).values()
        texts += [it[key] for it in own.get("injected", []) for key in ("date", "by", "move", "from", "to")]
        numbers = [*own.get("undecided", {}).values()]
        numbers += [n for it in own.get("injected", []) for n in (it["made"], it["number"] or 0, it.get("count", 0))]
        is_meant = all(isinstance(text, str) for text in texts) and all(type(n) is int for n in numbers)
    except (AttributeError, KeyError, TypeError):
        is_meant = False
    if not is_meant:
        raise ResultError(f"manifest.json: {IN_PYTHON} cannot be meant; make the result again")
    return own if isinstance(own, Mapping) else {}


def told(manifest: Mapping[str, Any]) -> list[str]:
    """What a user's program did, a few words each; nothing where a history is that of its scenario and seed alone.

    Raises
    ------
    ResultError
        If the entry of the manifest cannot be meant.

    Examples
    --------
    >>> told({"in_python": {"agents": {"arden": {"class": "mine:Talker", "sha256": "ab"}}}})
    ['arden by mine:Talker, SHA-256 ab']
    """
    own = _read(manifest)
    classes = ({"model": own["model"]} if "model" in own else {}) | own.get("agents", {})
    said = [f"{name} by {it['class']}, SHA-256 {it['sha256']}" for name, it in classes.items()]
    said += [f"{name} removed on {day}" for name, day in own.get("removed", {}).items()]
    said += [f"{n} act{'s' * (n != 1)} that {name} has not decided" for name, n in own.get("undecided", {}).items()]
    n = len(own.get("injected", ()))
    return said + ([f"{n} move{'s' * (n != 1)} injected"] if n else [])


def lost(manifest: Mapping[str, Any]) -> list[str]:
    """What became of injected moves that were not made as asked for, a sentence each."""
    return [line for it in _read(manifest).get("injected", ()) for line in _lost(it)]


def _lost(it: Mapping[str, Any]) -> list[str]:
    asked, where = it.get("count", 0), it.get("channel") or it["to"]
    called = f"The move {it['move']} of {it['from']} on {where} for {it['date']}, {it['by']},"
    if it["number"] is None:
        return [f"{called} could not be made: what happened in between left no room for it."]
    return [f"{called} was cut down from {asked} to {it['made']}: the post had no more."] if it["made"] < asked else []
