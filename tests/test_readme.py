"""What the README shows is what a reader gets."""

import re
import sys
from datetime import date, timedelta
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
    out, _ = printed(monkeypatch, capsys, "run", "nato_russia_2021", "--seed", "2", "--no-figures")
    assert block("output: run").strip() == out.rpartition("\n\n")[0].strip()  # all but the names of the files


def test_the_error_shown_is_the_error_printed(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_case.yaml").write_text(
        "schema: 1\nextends: two_states\nname: my_case\npolicies:\n  arden: {preset: ledgr}\n", encoding="utf-8"
    )
    _, err = printed(monkeypatch, capsys, "check", "my_case.yaml")
    assert block("output: error complaint").strip() == err.strip()


def test_the_sentence_shown_is_the_sentence_printed(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    words = re.search(r"detente (compare .*)", README)[1].split()
    out, _ = printed(monkeypatch, capsys, *words, "--no-figures")
    assert block("output: compare headline").split() == out.partition("\n")[2].partition("\nA:")[0].split()


# commands of "Ask what if", and the rows of the table below that say how they end
WHAT_IF = {
    "no grievance from earlier years": ("--seed", "2", "--set", "relations.nato_russia.grievance.russia=0"),
    "Russia values its institutions more": ("--seed", "2", "--set", "policies.russia.breaking_hollowing=55"),
    "NATO cuts one post, not ten": ("--seed", "2", "--set", "timeline.nato_cut.count=1"),
    "other chances": ("--seed", "1"),
}


@pytest.mark.parametrize("change", WHAT_IF)
def test_what_is_said_of_a_change_is_what_it_does(change, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert f"detente run nato_russia_2021 {' '.join(WHAT_IF[change])} " in README
    days, _, end = re.search(rf"^\| {change} \| (.+) \| (.+) \| (.+) \|$", README, re.MULTILINE).groups()
    out, _ = printed(monkeypatch, capsys, "run", "nato_russia_2021", "--no-figures", *WHAT_IF[change])
    account = " ".join(out.split())
    assert f"NATO–Russia ends {end}" in account
    if days != "–":
        answered = date(2021, 10, 6) + timedelta(days=int(days))
        assert f"{answered.day} {answered:%b} 2021 Russia" in account


@pytest.mark.parametrize("code", re.findall(r"```python\n(.*?)```", README, re.DOTALL), ids=["one run", "many runs"])
def test_the_python_shown_runs(code, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)  # it writes a sweep
    exec(compile(code, "README.md", "exec"), {})  # the reader would type it


def test_every_command_shown_exists():
    from sim.commands.app import app

    shown = set(re.findall(r"`detente (\w+)", README))
    assert shown
    assert shown <= set(app)
