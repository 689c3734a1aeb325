"""What the page of maps shows is what ships, what a reader can type, and what is drawn."""

import re
import shlex
from pathlib import Path

import pytest

from sim import load_scenario
from sim.scenario.load import shipped_scenarios
from sim.sweeps.plan import plan_sweep

DOCS = Path(__file__).parents[1] / "docs"
PAGE = (DOCS / "sweeps.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
SHIPPED = [
    f"detente sweep {path.stem} {name}" for path in shipped_scenarios() for name in load_scenario(path).experiments
]
FIGURES = re.findall(r"!\[.+?\]\((figures/\S+?)\)", PAGE)


def test_every_sweep_that_ships_is_shown_once():
    assert sorted(command for command in COMMANDS if "--" not in command) == sorted(SHIPPED)


@pytest.mark.parametrize("command", [command for command in COMMANDS if "--" in command])
def test_what_is_shown_can_be_typed(command, detente, tmp_path):
    code, _, complaint = detente(*shlex.split(command)[1:], "--runs", "1", "--no-figures")
    assert code == 0, complaint
    assert list(tmp_path.glob("results/*/*/summary.parquet"))


def test_the_figures_shown_are_the_figures_there_are():
    assert sorted(FIGURES) == sorted(f"figures/{path.name}" for path in DOCS.glob("figures/sweep_*"))


def test_no_figure_is_larger_than_200_kilobytes():
    assert [path.name for path in DOCS.glob("figures/sweep_*") if path.stat().st_size > 200_000] == []


def test_each_of_eight_questions_says_what_was_expected_and_what_came_out():
    questions = re.split(r"^### ", PAGE.partition("## Which of them matters")[0], flags=re.MULTILINE)[1:]
    assert [question.split()[0] for question in questions] == [str(number) for number in range(1, 9)]
    for question in questions:
        assert question.count("*Expected:*") == question.count("*Came out:*") > 0


def test_the_python_shown_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    exec(compile(re.sub(r"runs=\d+", "runs=20", code), "sweeps.md", "exec"), {})  # the reader would type it


def test_the_experiment_shown_can_be_planned(tmp_path):
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[1]
    case = tmp_path / "my_case.yaml"
    case.write_text(f"extends: two_states\nname: my_case\n{example}", encoding="utf-8")
    assert plan_sweep(str(case), experiment="patience").design.n_points == 12
