"""What the README shows is what a reader gets."""

import re
import sys
from pathlib import Path

import pytest

from sim.cli import main

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def block(marker: str) -> str:
    """Text of the fenced block that follows a marker."""
    return re.search(rf"<!-- {marker} -->\n```\w*\n(.*?)```", README, re.DOTALL)[1]


def printed(monkeypatch, capsys, *words: str) -> tuple[str, str]:
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr(sys, "argv", ["detente", *words])
    with pytest.raises(SystemExit):
        main()
    streams = capsys.readouterr()
    return tuple("\n".join(line.rstrip() for line in text.splitlines()) for text in streams)


def test_the_account_shown_is_the_account_printed(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    out, _ = printed(monkeypatch, capsys, "run", "nato_russia_2021", "--no-figures")
    assert block("output: run").strip() == out.rpartition("\n\n")[0].strip()  # all but the names of the files


def test_the_error_shown_is_the_error_printed(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_case.yaml").write_text(
        "schema: 1\nextends: two_states\nname: my_case\npolicies:\n  arden: {preset: ledgr}\n", encoding="utf-8"
    )
    _, err = printed(monkeypatch, capsys, "check", "my_case.yaml")
    assert block("output: error").strip() == err.strip()


def test_the_sentence_shown_is_the_sentence_printed(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    words = re.search(r"detente (compare .*)", README)[1].split()
    out, _ = printed(monkeypatch, capsys, *words, "--no-figures")
    assert block("output: compare").split() == out.partition("\n")[2].partition("\nA:")[0].split()


# what the README says of "Ask what if": with seed 1 Russia stays in the first two, and leaves all the same in the third
WHAT_IF = {
    "relations.nato_russia.grievance.russia=0": "ends in a cold standoff",
    "policies.russia.breaking_hollowing=45": "ends in a cold standoff",
    "timeline.nato_cut.count=1": "Russia announces on 9 October 2021 that it breaks with NATO, 3 days after",
}


@pytest.mark.parametrize(("setting", "said"), WHAT_IF.items())
def test_what_is_said_of_a_change_is_what_it_does(setting, said, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert f"--set {setting}" in README
    out, _ = printed(monkeypatch, capsys, "run", "nato_russia_2021", "--no-figures", "--set", setting)
    assert said in " ".join(out.split())


def test_another_seed_takes_as_many_days_as_is_said(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    out, _ = printed(monkeypatch, capsys, "run", "nato_russia_2021", "--no-figures", "--seed", "2")
    assert "that it breaks with NATO, 11 days after" in " ".join(out.split())


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL), ids=["one run", "many runs"])
def test_the_python_shown_runs(code, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # it writes a sweep
    exec(compile(code, "README.md", "exec"), {})  # the reader would type it


def test_every_command_shown_exists():
    from sim.commands.app import app

    shown = set(re.findall(r"`detente (\w+)", README))
    assert shown
    assert shown <= set(app)
