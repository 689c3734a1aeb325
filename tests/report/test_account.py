"""The account of a world with quarrels everywhere is summed up by party."""

from io import StringIO

import pytest

from sim import run
from sim.analysis.labels import capital, spaced
from sim.commands.console import PlainConsole
from sim.report import account
from sim.report.account import print_account


@pytest.fixture(name="result", scope="module")
def _result():
    return run("skripal_2018")


def printed(result, is_complete=False):
    """Lines of an account."""
    stream = StringIO()
    print_account(result, PlainConsole(stream, 160), is_complete)
    return stream.getvalue().splitlines()


def test_of_few_relations_every_move_is_listed(result):
    assert not any(line.startswith("Party") for line in printed(result))


def test_a_harm_with_a_name_is_called_by_it(result):
    (harm,) = result.manifest["scenario"]["triggers"]
    named = run("skripal_2018", settings=[f'triggers.{harm}.name="the attack on Mr Skripal"'])
    told, before = "\n".join(printed(named)), "\n".join(printed(result))
    for said in ("Harm: {}, for which", "over {}, ", "joins over {}"):
        assert said.format("the attack on Mr Skripal") in " ".join(told.split())
        assert said.format(capital(spaced(harm))) in " ".join(before.split())
    assert f"over {capital(spaced(harm))}" not in told


def test_of_many_there_is_a_row_a_party_and_the_moves_of_the_busiest_relations(result, monkeypatch):
    monkeypatch.setattr(account, "MOST_LISTED", 1)
    lines = printed(result)
    head = next(n for n, line in enumerate(lines) if line.startswith("Party"))
    hostile = result.moves[result.moves["kind"].isin(account.hostile_kinds())]
    most, made = hostile["from"].value_counts().index[0], hostile["from"].value_counts().iloc[0]
    assert most == "russia"
    assert lines[head + 1].split()[:2] == ["Russia", str(made)]
    assert "; --all lists them." in " ".join(lines) or "--all lists those of every one." in " ".join(lines)
    assert printed(result, is_complete=True) != lines


def test_of_many_parties_those_with_most_hostile_moves_are_named(result, monkeypatch):
    monkeypatch.setattr(account, "MOST_LISTED", 1)
    monkeypatch.setattr(account, "MOST_PARTIES", 1)
    lines = printed(result)
    head = next(n for n, line in enumerate(lines) if line.startswith("Party"))
    assert lines[head + 2].startswith("Of ")


def test_a_run_that_was_left_stands_and_has_not_ended():
    left = run("two_states", until="2030-03-05")
    head = next(line for line in printed(left) if line.startswith("Outcome"))
    assert head.split("  ")[0] == "Outcome"
    assert "Stands" in head
    assert "Ends in" not in head
    assert "Arden–Belmora stands intact on 5 March 2030." in left.outcome["headline"]
    assert any("Ends in" in line for line in printed(run("two_states", until="2030-12-31")))


def test_the_same_act_twice_on_a_day_is_told_as_such():
    from sim.analysis.labels import Labels
    from sim.report.account import move_table

    act = "{date: 2030-03-01, from: belmora, to: arden, move: expel, channel: arden_embassy, count: 1}"
    quiet = ["timeline.first_expulsion=null", "policies.arden.silence_first=1", "end=2030-03-02"]
    result = run("two_states", settings=[*quiet, f"timeline.one={act}", f"timeline.two={act}"])
    table = move_table(result, Labels(result.manifest["scenario"]), {"arden_belmora"})
    moves = [str(cell) for cell in table.columns[2].cells if "expels" in str(cell)]
    assert ["once more on this day" in move for move in moves] == [False, True]
