"""Names for the folders of results: what was asked for, and eight digits that stand for all else."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from .in_python import IN_PYTHON

# entries of a manifest that the digits of a name stand for, by kind of result
STAND_FOR = {
    "run": ("scenario_hash", "until", "version"),
    "forecast": ("scenario_hash", "until", "version", "relations", "keep"),
    "comparison": ("scenario_a", "scenario_b", "relations", "version"),
    "tournament": ("scenario", "relation", "policies", "pairs", "version"),
    "offramp": ("scenario_hash", "changes", "relation", "end", "below", "version"),
    "hindcast": ("name", "record_hash", "fit", "quick", "version"),
    "fit": ("name", "record_hash", "free", "actors", "drawn_to_defaults", "ranges", "trials", "base", "version"),
}
# and those of any kind that stand in a manifest only where they were asked for
IF_ASKED_FOR = ("step", "all_relations", "relations_asked", "label", "measure", "measure_of")
_BEGINNINGS = {"comparison": "compare-", "tournament": "tournament-", "offramp": "offramp-"}  # nothing for the others


def folder_name(kind: str, manifest: dict[str, Any]) -> str:
    """Name for the folder of a result.

    Parameters
    ----------
    kind : "run", "forecast", "comparison", "tournament", "offramp", "hindcast" or "fit"
    manifest : of the result

    Returns
    -------
    str, such as ``runs-1000-seed-1-0123abcd``
    """
    of_runs = f"runs-{manifest['runs']}-" if kind not in ("run", "fit") else ""
    number = f"-run-{manifest['run']}" if manifest.get("run") else ""
    digits = digits_of([*(manifest[entry] for entry in STAND_FOR[kind]), *_besides(manifest)])
    return f"{_BEGINNINGS.get(kind, '')}{of_runs}seed-{manifest['seed']}{number}-{digits}"


def _besides(manifest: dict[str, Any]) -> list[Any]:
    """What a name stands for besides: own measures, what was done in Python, and what else was asked for."""
    own: list[Any] = [(entry["name"], entry["function"], entry["files"]) for entry in manifest.get("measures", ())]
    own += [json.dumps(manifest[IN_PYTHON], sort_keys=True)] if IN_PYTHON in manifest else []
    others = {key: manifest[key] for key in IF_ASKED_FOR if manifest.get(key)}
    return [*([own] if own else []), *([json.dumps(others)] if others else [])]


def digits_of(values: Iterable[Any]) -> str:
    """Eight digits that stand for some values."""
    return hashlib.sha256(" ".join(map(str, values)).encode()).hexdigest()[:8]
