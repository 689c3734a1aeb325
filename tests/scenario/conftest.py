from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.load import ScenarioError, load_scenario

# two parties, a post of each kind that the tests need; line 1 is `name`
VALID = """\
name: quarrel
title: A quarrel
start: 2021-10-01
end: 2021-12-31
states:
  russia: {policy: stern}
  norway: {}
alliances:
  nato: {members: [norway]}
policies:
  stern: {k: 1.4}
channels:
  mission: {kind: mission, sender: russia, host: nato, ceiling: 20, accredited: 18}
  council: {kind: council, between: [nato, russia]}
  embassy: {kind: embassy, sender: norway, host: russia}
relations:
  nato_russia:
    between: [nato, russia]
timeline:
  cut: {date: 2021-10-06, from: nato, to: russia, move: cut_ceiling, channel: mission, count: 10}
  reply: {date: 2021-10-18, from: russia, to: nato, move: suspend_mission, channel: mission, answers: cut}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, so that files are named as a user names them."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def lines_of(here: Path) -> Callable[..., list[str]]:
    """What a user reads of the text of x.yaml with some settings: one line a problem."""

    def read(text: str | bytes, *sets: str) -> list[str]:
        (here / "x.yaml").write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        try:
            load_scenario("x.yaml", settings=sets)
        except ScenarioError as error:
            return str(error).split("\n")
        return []

    return read


@pytest.fixture
def valid() -> str:
    return VALID
