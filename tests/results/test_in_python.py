"""A history in which a program of a user's took part says so: in manifest, account, bundle and citation."""

import io
import linecache
import sys
import zipfile
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from rich.console import Console

from sim import EscalationModel, Move, load_scenario, read_result, run
from sim.engine.agents import StateAgent
from sim.replication.bundle import write_bundle
from sim.replication.citation import Cited, as_text
from sim.replication.original import opened
from sim.report.account import print_account
from sim.results.files import ResultError
from sim.results.folder_names import folder_name
from sim.results.in_python import lost, told

HERE = sha256(Path(__file__).read_bytes()).hexdigest()[:16]


class Dove(StateAgent):
    """Answers nothing; offers talks on 5 March."""

    def decide(self):
        """Offer talks."""
        if self.model.date.isoformat() == "2030-03-05":
            self.model.inject(Move("offer_talks", "arden", "belmora", ground="enough"))


class Watched(EscalationModel):
    """A model in which nothing comes back."""

    def recover(self):
        """Give nothing back."""


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario("two_states", settings=["end=2030-04-30"])


@pytest.fixture(name="found", scope="module")
def _found(case):
    model = EscalationModel(case, agents={"arden": Dove}).run_until("2030-03-20")
    model.inject(Move("criticise", "belmora", "arden"))
    return model.run_until().result()


def test_the_manifest_names_own_agents_with_the_digest_of_their_source(found):
    own = found.manifest["in_python"]
    assert own["agents"]["arden"]["class"] == f"{__name__}:Dove"
    assert own["agents"]["arden"]["sha256"] == HERE
    assert own["agents"]["arden"]["text"] == Path(__file__).read_text(encoding="utf-8")
    assert list(own["agents"]) == ["arden"]
    assert "model" not in own


def test_acts_that_were_due_and_never_decided_are_counted(found):
    assert found.manifest["in_python"]["undecided"] == {"arden": 1}
    assert len(found.decisions) == 0


def test_the_manifest_lists_injected_moves_with_their_makers(found):
    offer, word = found.manifest["in_python"]["injected"]
    assert (offer["date"], offer["move"], offer["by"], offer["ground"]) == (
        "2030-03-06",
        "offer_talks",
        "by its own agent Dove",
        "enough",
    )
    assert (word["date"], word["from"], word["by"]) == ("2030-03-21", "belmora", "by hand")
    kinds = found.moves.set_index("id")["kind"]
    assert [kinds[it["number"]] for it in (offer, word)] == ["offer_talks", "criticise"]


def test_the_reasons_name_who_made_them(found):
    why = found.moves.set_index("kind")["why"]
    assert why["offer_talks"] == "by its own agent Dove: enough"
    assert why["criticise"] == "by hand"
    assert found.moves["why"].iloc[0] == "given by the scenario"


def test_a_history_of_the_scenario_alone_says_nothing_of_the_kind(case):
    assert "in_python" not in run(case).manifest
    assert "in_python" not in EscalationModel(case).run_until().result().manifest


def test_an_own_model_and_a_removed_agent_are_named_too(case):
    model = Watched(case).run_until("2030-01-31")
    model.party("arden").remove()
    own = model.run_until().result().manifest["in_python"]
    assert own["model"]["class"] == f"{__name__}:Watched"
    assert own["removed"] == {"arden": "2030-02-01"}


def test_an_own_agent_that_was_removed_is_named_all_the_same(case):
    model = EscalationModel(case, agents={"arden": Dove}).run_until("2030-01-31")
    model.party("arden").remove()
    own = model.run_until().result().manifest["in_python"]
    assert (list(own["agents"]), own["removed"]) == (["arden"], {"arden": "2030-02-01"})


def test_a_class_whose_source_is_nowhere_is_named_without_a_digest(case):
    scope = {"StateAgent": StateAgent, "__name__": "typed"}
    exec("class Typed(StateAgent):\n    def decide(self):\n        pass", scope)
    own = EscalationModel(case, agents={"arden": scope["Typed"]}).run_until("2030-01-02").result().manifest["in_python"]
    assert own["agents"]["arden"] == {"class": "typed:Typed", "sha256": "unknown"}


def test_a_class_that_was_typed_into_a_notebook_is_known_by_its_methods(case, monkeypatch):
    text = "class Typed(StateAgent):\n    def decide(self):\n        pass\n"
    monkeypatch.setitem(linecache.cache, "<cell 1>", (len(text), None, text.splitlines(keepends=True), "<cell 1>"))
    scope = {"StateAgent": StateAgent, "__name__": "typed"}
    exec(compile(text, "<cell 1>", "exec"), scope)
    own = EscalationModel(case, agents={"arden": scope["Typed"]}).run_until("2030-01-02").result().manifest["in_python"]
    methods = "    def decide(self):\n        pass\n"
    assert own["agents"]["arden"] == {
        "class": "typed:Typed",
        "sha256": sha256(methods.encode()).hexdigest()[:16],
        "text": methods,
    }


def test_what_is_edited_afterwards_is_not_what_was_played(case, tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    text = "from sim.engine.agents import StateAgent\n\n\nclass Mine(StateAgent):\n    pass\n"
    file = tmp_path / "mine_for_a_test.py"
    file.write_text(text)
    from mine_for_a_test import Mine

    model = EscalationModel(case, agents={"arden": Mine})
    file.write_text(text + "# edited\n")
    own = model.run_until("2030-01-02").result().manifest["in_python"]
    del sys.modules["mine_for_a_test"]
    assert own["agents"]["arden"]["text"] == text


def test_the_name_of_its_folder_is_another(case, found):
    assert folder_name("run", found.manifest) != folder_name("run", run(case).manifest)


def test_what_was_not_made_as_asked_for_is_said():
    asked = {"date": "2030-03-02", "by": "by hand", "move": "expel", "from": "arden", "to": "belmora", "count": 5}
    asked |= {"channel": "belmora_embassy"}
    manifest = {"in_python": {"injected": [{**asked, "number": None, "made": 0}, {**asked, "number": 3, "made": 2}]}}
    called = "The move expel of arden on belmora_embassy for 2030-03-02, by hand,"
    assert lost(manifest) == [
        f"{called} could not be made: what happened in between left no room for it.",
        f"{called} was cut down from 5 to 2: the post had no more.",
    ]


@pytest.mark.parametrize(
    "entry",
    [[], "x", {"agents": []}, {"agents": {"arden": "x"}}, {"model": {"class": 3, "sha256": ""}}, {"injected": [{}]}],
    ids=repr,
)
def test_an_entry_that_cannot_be_meant_is_refused_on_one_line(entry):
    with pytest.raises(ResultError, match=r"^manifest.json: in_python cannot be meant; make the result again$"):
        told({"in_python": entry})


def test_the_account_and_the_page_say_it(found, tmp_path):
    shown = io.StringIO()
    print_account(found, Console(file=shown, width=300))
    said = f"arden by {__name__}:Dove, SHA-256 {HERE}; 1 act that arden has not decided; 2 moves injected"
    assert f"Made in Python: {said}." in shown.getvalue()
    page = found.report(tmp_path / "page.md").read_text(encoding="utf-8")
    assert said in page.replace("\\", "")


def test_the_citation_and_the_bundle_say_it_and_that_it_cannot_be_played_again(found, tmp_path, detente):
    found.save(tmp_path / "result")
    cited = as_text(Cited(read_result(tmp_path / "result").manifest))
    assert f"made in Python: arden by {__name__}:Dove" in cited
    bundle = write_bundle(tmp_path / "result", tmp_path)
    with opened(bundle) as original:
        name = original.name
    readme = zipfile.ZipFile(bundle).read(f"{name}/README.txt").decode()
    assert "This history was made in Python: arden by" in readme
    assert "It cannot be played again" in readme
    code, out, err = detente("rerun", str(bundle))
    assert code != 0
    assert "cannot be played again from its scenario and seed: that takes the program that made it" in err
    assert "files differ" not in out
    code, out, _ = detente("rerun", str(bundle), "--check")
    assert code == 0
    assert "Made in Python: arden by" in out


def test_the_days_are_dates(found):
    assert found.manifest["until"] == str(load_scenario("two_states").start + timedelta(days=119))
