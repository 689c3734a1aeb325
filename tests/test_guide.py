"""What the guide shows is what a reader can type, and every figure it shows is there."""

import re
import shlex
from pathlib import Path

import pytest

from docs.playing.marks import filled

DOCS = Path(__file__).parents[1] / "docs"
GUIDE = (DOCS / "guide.md").read_text(encoding="utf-8")
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()]
QUESTIONS = re.split(r"^### ", GUIDE.partition("## More to try")[0], flags=re.MULTILINE)[1:]
FIGURE = re.compile(r"!\[.+?\]\((figures/\S+?)\)")


def two_at_most(command: str) -> list[str]:
    """Words of a command, with two histories in place of many, and without figures."""
    words = shlex.split(re.sub(r" --runs \d+", "", command))[1:]
    few = [] if words[0] == "run" and "--runs" not in command else ["--runs", "2"]
    return [*words, *few, "--no-figures"]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_shown_can_be_typed(command: str, detente, tmp_path: Path) -> None:
    code, _, complaint = detente(*two_at_most(command))
    assert code == 0, complaint
    assert list(tmp_path.glob("results/*/*/manifest.json"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.splitlines()[0])
def test_a_question_has_one_command_one_figure_and_a_short_answer(question: str) -> None:
    assert question.count("```sh\ndetente ") == len(FIGURE.findall(question)) == 1
    unfilled = filled(question, lambda place: "").rpartition("```\n")[2]
    answer = re.sub("<!-- .*? -->", "", unfilled)
    assert 50 <= len(answer.split()) <= 130


def test_there_are_ten_questions() -> None:
    assert [question.split()[0] for question in QUESTIONS] == [str(number) for number in range(1, 11)]


def test_the_figures_shown_are_the_figures_there_are() -> None:
    assert sorted(FIGURE.findall(GUIDE)) == sorted(f"figures/{path.name}" for path in DOCS.glob("figures/guide_*"))


def test_no_figure_is_larger_than_200_kilobytes() -> None:
    assert [path.name for path in DOCS.glob("figures/guide_*") if path.stat().st_size > 200_000] == []


def test_the_python_shown_runs() -> None:
    code = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)[1]
    exec(compile(re.sub(r"runs=\d+", "runs=2", code), "guide.md", "exec"), {})  # the reader would type it
