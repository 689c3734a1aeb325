"""The page of own measures shows what a reader gets: its example is saved, its commands are typed."""

import re
import shlex
from pathlib import Path

import pytest

from sim.analysis.history import History

PAGE = (Path(__file__).parents[1] / "docs" / "measures.md").read_text(encoding="utf-8")
MODULE, IN_PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
(TYPED,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
ROWS, PROBLEMS = re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(name="type_line")
def _type_line(detente, tmp_path: Path, monkeypatch):
    """Type a command of the page in a folder that holds its example."""
    (tmp_path / "my_measures.py").write_text(MODULE, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return lambda line: detente(*shlex.split(line)[1:], "--no-figures")


def test_a_forecast_has_the_rows_that_are_shown(type_line):
    code, out, _ = type_line(TYPED.splitlines()[0])
    printed = [line.split() for line in out.splitlines()]
    assert code == 0
    assert [line for line in ROWS.splitlines() if line.split() not in printed] == []


def test_a_comparison_says_what_the_change_does_to_it_and_a_sweep_shows_it(type_line):
    said = {1: "the mean of “people expelled” would have been ", 2: "Days of high tension, mean"}
    for line, expected in said.items():
        code, out, err = type_line(TYPED.splitlines()[line])
        assert code == 0
        assert expected in " ".join(out.split())
        assert "own measure" in err


def test_the_same_is_done_in_python(type_line):
    found: dict[str, object] = {}
    exec(compile(IN_PYTHON, "measures.md", "exec"), found)  # the reader would type it
    own = found["forecast"].measures.query("level == 'own'")
    assert own["measure"].tolist() == ["people_expelled", "moves_made"]


def test_a_history_has_what_the_page_says():
    table = PAGE.partition("## What a history has")[2].partition("\n## ")[0]
    names = set(re.findall(r"`(?:history)?\.(\w+)", table))
    assert names == {name for name in vars(History) if name[0] != "_"} - {"end"}


def test_problems_look_as_they_are_shown(detente, tmp_path: Path):
    (tmp_path / "my_measures.py").write_text(MODULE.replace('"kind"', '"kinds"'), "utf-8")
    _, _, err = detente("run", "two_states", "--runs", "2", "--measure", "my_measures:people_expelled")
    assert err.splitlines()[-1] == PROBLEMS.splitlines()[0]
