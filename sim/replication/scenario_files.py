"""The scenario of a result as files to read, change and play: its text, its documented moves, its own rules."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.results.files import ResultError
from sim.results.own_files import write_own_files
from sim.scenario.base import BaseScenario
from sim.scenario.canonical import document_of, scenario_hash
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.written import scenario_text, table_of

from .differences import of_documents

WORLDS = ("", "_a", "_b")  # how the entries of a manifest end that are about a scenario


def world_file(folder: Path, end: str = "") -> Path:
    """File of a scenario: of the only one, or of the first or second of two."""
    return folder / f"scenario{end}.yaml"


def read_world(file: Path, *, trust: bool) -> Scenario:
    """Scenario of a file that somebody else played: no own rule of the current folder is taken for one of its.

    Parameters
    ----------
    trust : whether own rules may be of Python itself, or compiled

    Raises
    ------
    ScenarioError
        If it has mistakes.
    """
    return BaseScenario.read(file, trust=trust, is_alone=True).scenario


def what_is_other(file: Path, document: Mapping[str, Any]) -> str:
    """Which values of a scenario are other than they were played; empty where none, or where it cannot be read."""
    try:
        return of_documents(document, document_of(read_world(file, trust=True)))
    except ScenarioError:
        return ""


def write_scenario_files(manifest: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write what a manifest says of scenarios into an empty folder, so that it reads as what was played.

    Returns
    -------
    list of Path, the files written; none of a result without a scenario

    Raises
    ------
    ResultError
        If the manifest holds own files that cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = write_own_files(manifest, folder)
    worlds = {end: manifest[f"scenario{end}"] for end in WORLDS if f"scenario{end}" in manifest}
    try:
        return written + [path for end, document in worlds.items() for path in _write_world(document, folder, end)]
    except (AttributeError, KeyError, TypeError) as problem:
        raise ResultError(f"manifest.json: holds no scenario that can be written ({problem})") from None


def _write_world(document: Mapping[str, Any], folder: Path, end: str) -> list[Path]:
    """Write one scenario, its documented moves as a table where a table reads as these."""
    path, table = world_file(folder, end), folder / f"observed{end}.csv"
    rows = table_of(document.get("observed", {}))
    if rows is not None:
        table.write_text(rows, encoding="utf-8")
        path.write_text(scenario_text(document, table.name), encoding="utf-8")
        if _reads_as(path, document):
            return [path, table]
        table.unlink()
    path.write_text(scenario_text(document), encoding="utf-8")
    return [path]


def _reads_as(path: Path, document: Mapping[str, Any]) -> bool:
    try:
        return scenario_hash(document_of(read_world(path, trust=True))) == scenario_hash(dict(document))
    except ScenarioError:
        return False
