"""What the page of agents shows is what there is, and what a reader gets."""

import re
from pathlib import Path

from sim import EscalationModel, load_scenario
from sim.engine import hooks
from sim.rules.day import PHASES

PAGE = (Path(__file__).parents[1] / "docs" / "agents.md").read_text(encoding="utf-8")
OWNERS = {"model": hooks.OF_MODELS, "party": hooks.OF_PARTIES, "ministry": hooks.OF_MINISTRIES}


def test_the_example_prints_what_is_shown(capsys):
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
    exec(compile(code, "agents.md", "exec"), {"__name__": "example"})  # the reader would type it
    assert capsys.readouterr().out == re.search(r"<!-- output: talker all -->\n```text\n(.*?)```", PAGE, re.DOTALL)[1]


def test_the_phases_are_all_that_there_are_in_their_order():
    phases = re.findall(r"^\| `(\w+)` \| (\w+) \|", PAGE, re.MULTILINE)
    assert [name for name, _ in phases] == [*PHASES, "record"]
    assert all(name in OWNERS[owner] for name, owner in phases)


def test_the_views_are_there():
    model = EscalationModel(load_scenario("two_states"))
    arden = model.party("arden")
    for name in {*re.findall(r"`self\.(\w+)", PAGE)}:
        assert hasattr(arden, name)
    for name in {*re.findall(r"`(?:self\.)?model\.(\w+)", PAGE)}:
        assert hasattr(model, name)
    post = model.post("arden_embassy")
    listed = re.search(r"a post: (.*?) \|", PAGE)[1]
    assert all(hasattr(post, name) for name in re.findall(r"`(\w+)`", listed))
