"""A scenario in canonical form: as JSON, independent of the order of its file, and a hash of that."""

import hashlib
import json
from typing import Any

from .schema import Scenario


def document_of(scenario: Scenario) -> dict[str, Any]:
    """Resolved scenario as JSON, every mapping in the order of its keys, with what was read from other files.

    Named sweeps are no part of it: they say what is asked of a scenario.  Only a game has a history of its own; on
    which day it was left changes nothing in that.
    """
    whole = scenario.model_copy(update={"observed_from": None})  # its rows are among the observed moves
    left_out: dict[str, Any] = {"experiments": True, "posts_from": True}
    left_out["played"] = True if scenario.played is None else {"until"}
    values = whole.model_dump(mode="json", by_alias=True, exclude=left_out)
    document: dict[str, Any] = json.loads(json.dumps(values, sort_keys=True))
    return document


def scenario_from(document: dict[str, Any]) -> Scenario:
    """Scenario of a document that :func:`document_of` made."""
    return Scenario.model_validate_json(json.dumps(document))


def scenario_hash(scenario: dict[str, Any]) -> str:
    """SHA-256 of a resolved scenario in canonical form: the order of entries in the file does not count."""
    text = json.dumps(scenario, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
