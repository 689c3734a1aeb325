"""What an editor offers and says in a scenario file, by the schema that is written beside it.

Each question is put to JSON Schema itself.  Where the variable DETENTE_LANGUAGE_SERVER names a server, as
``yaml-language-server --stdio``, it is put to that, too.
"""

import json
import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.scenario.editor_schema import editor_schema
from sim.scenario.load import load_scenario, shipped_scenarios
from tests.editor.language_server import VARIABLE, LanguageServer, running
from tests.editor.standard import Standard

SERVER = os.environ.get(VARIABLE)
HEAD = "# yaml-language-server: $schema=x.schema.json\n"
WHOLE = "name: x\ntitle: X\nstart: 2030-01-01\nend: 2030-12-31\n"


class BySchema:
    """An editor that reads the schema as the standard has it."""

    def __init__(self, folder: Path) -> None:
        self._editor = Standard(json.loads((folder / "x.schema.json").read_text()))

    def offers(self, text: str) -> dict[str, str]:
        return self._editor.completions(*_at(text))

    def says(self, text: str) -> str:
        return self._editor.hover(*_at(text))

    def problems(self, text: str) -> list[str]:
        return self._editor.problems(text)


class ByServer:
    """An editor that asks a language server."""

    def __init__(self, folder: Path, server: LanguageServer) -> None:
        self._folder, self._server, self._number = folder, server, 0

    def _opened(self, text: str) -> str:
        self._number += 1
        return self._server.open(self._folder / f"x{self._number}.yaml", text)

    def offers(self, text: str) -> dict[str, str]:
        bare, position = _at(text)
        return self._server.completions(self._opened(bare), position)

    def says(self, text: str) -> str:
        bare, position = _at(text)
        return self._server.hover(self._opened(bare), position).replace("\\", "")

    def problems(self, text: str) -> list[str]:
        return self._server.problems(self._opened(HEAD + text))


def _at(text: str) -> tuple[str, tuple[int, int]]:
    """Text of a file without the sign for the cursor, and where that stood."""
    before, after = (HEAD + text).split("|")
    return before + after, (before.count("\n"), len(before) - before.rfind("\n") - 1)


@pytest.fixture(scope="module", params=["schema", *(["server"] if SERVER else [])])
def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An editor with the schema of the lesson of two states."""
    folder = tmp_path_factory.mktemp("editor")
    (folder / "x.schema.json").write_text(json.dumps(editor_schema(load_scenario("two_states"))))
    if request.param == "schema":
        yield BySchema(folder)
        return
    with running(shlex.split(str(SERVER))) as server:
        yield ByServer(folder, server)


OFFERED = {  # what stands in a file, the cursor as |: some of what is offered, with what is said of it
    "sta|\n": {"states": "states by id", "start": "first day, as 2021-10-01"},
    "policies:\n  stern:\n    bre|\n": {"breaks": "whether the actor has a breaking point"},
    "policies:\n  stern:\n    preset: |\n": {
        "tit_for_tat": "answers every act with the same severity",
        "salami": "takes one small step after another, each below the other side's breaking point",
    },
    "policies:\n  stern:\n    habits: |\n": {"moscow": None},
    "states:\n  arden:\n    policy: |\n": {
        "belmora": "preset ledger",
        "parity": "cuts the other side's larger staff down to the size of its own",
    },
    "channels:\n  a:\n    kind: |\n": {"consulate": "serves citizens and visas; only the host can close it"},
    "channels:\n  a:\n    sender: |\n": {"arden": "Arden", "belmora": "Belmora"},
    "ties:\n  gas:\n    kind: |\n": {"energy": "gas, oil and power"},
    "ties:\n  gas:\n    worth:\n      |\n": {"arden": "Arden"},
    "calendar:\n  day:\n    of: |\n": {"belmora": "Belmora"},
    "timeline:\n  a:\n    move: |\n": {"criticise": "criticises the other side; severity 2"},
    "timeline:\n  a:\n    channel: |\n": {"arden_embassy": "Ardenish embassy in Quellin"},
    "timeline:\n  a:\n    answers: |\n": {"first_expulsion": "2030-03-01: belmora towards arden, expel"},
    "relations:\n  a:\n    grievance:\n      |\n": {"arden": "Arden", "belmora": "Belmora"},
    "relations:\n  a:\n    contact:\n      arden: |\n": {"belmora_embassy": "Belmoran embassy in Stanmoor"},
}
EXPLAINED = {
    "policies:\n  stern:\n    breaking_fl|oor: 3\n": "grievance at which an empty shell is left (severity)",
    "timeline:\n  a:\n    fr|om: arden\n": "id of the party that makes the move",
    "timeline:\n  a:\n    mo|ve: expel\n": "`recall_ambassador`: recalls its ambassador from the post; severity 4",
    "cha|nnels:\n  a: {kind: office}\n": "posts and joint institutions by id",
}
REFUSED = {
    "": 0,
    "relations: {a_b: {between: [arden, belmora], incidents_per_day: {arden: 1/4000, belmora: 0.001}}}\n": 0,
    "policies: {stern: {k: 1.2, preset: ledger}}\nstates: {arden: {policy: another}}\n": 0,
    "policies: {stern: {preset: ledgar}}\n": 1,
    "policies: {stern: {kk: 1.2}}\n": 1,
    "states: {Arden: {}}\n": 1,
    "channels: {a: {kind: embassy, sender: arden, host: belmora, accredited: -1}}\n": 1,
}


@pytest.mark.parametrize("text", OFFERED)
def test_an_editor_offers_what_belongs_there_and_explains_it(text: str, editor: Any) -> None:
    offered = editor.offers(text)
    for name, says in OFFERED[text].items():
        assert name in offered
        assert says in (None, offered[name])


@pytest.mark.parametrize("text", EXPLAINED)
def test_an_editor_explains_what_stands_there(text: str, editor: Any) -> None:
    assert EXPLAINED[text] in editor.says(text)


@pytest.mark.parametrize("text", REFUSED)
def test_an_editor_refuses_what_check_refuses(text: str, editor: Any) -> None:
    assert len(editor.problems(WHOLE + text)) == REFUSED[text]


def test_a_file_that_extends_another_need_not_repeat_its_head_and_may_remove_an_entry(editor: Any) -> None:
    assert editor.problems("extends: two_states\ntimeline: {first_expulsion: null}\n") == []
    assert editor.problems("name: x\n") != []


@pytest.mark.parametrize("file", shipped_scenarios(), ids=lambda file: file.stem)
def test_no_shipped_scenario_is_refused(file: Path, editor: Any) -> None:
    assert editor.problems(file.read_text(encoding="utf-8")) == []


SECTIONS = {"the file": editor_schema(), **editor_schema()["$defs"]}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_is_explained(section: str) -> None:
    shapes = SECTIONS[section].get("properties", {})
    assert [key for key, shape in shapes.items() if not shape.get("description")] == []


def enumerations(shape: Any, key: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(shape, dict):
        if "enum" in shape:
            yield key, shape
        for name, inside in shape.items():
            own = key if name in ("anyOf", "items", "enum", "patternProperties") or name.startswith("^") else name
            yield from enumerations(inside, own)
    for each in shape if isinstance(shape, list) else ():
        yield from enumerations(each, key)


NAMED_ALONE = {"how_much", "design", "frontiers"}  # rules, designs and lines, which have pages of their own


def test_every_value_that_is_offered_is_explained() -> None:
    unexplained = {
        key for key, shape in enumerations(editor_schema()) if not all(shape.get("enumDescriptions") or [""])
    }
    assert unexplained == NAMED_ALONE
