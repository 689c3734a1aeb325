"""What results were computed with: every manifest names release, Python, libraries and the files of own rules."""

import hashlib
import json
import platform

import pytest

import sim
from sim.results.files import ResultError
from sim.results.provenance import digests_here, made_with
from sim.scenario.own_rule import RuleFile
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario

HALF = "def half(perceived, *rest):\n    return perceived / 2\n"
DIGEST = hashlib.sha256(HALF.encode()).hexdigest()[:16]
SHORT = "end=2030-03-31"
CASE = "extends: two_states\nname: mine\nend: 2030-03-31\npolicies: {arden: {own_rule: 'mild_of_mine:half'}}\n"
NAMED = {"mild_of_mine:half": DIGEST}


@pytest.fixture
def case(tmp_path, monkeypatch):
    """A scenario whose own rule stands beside it, seen from another folder."""
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "mild_of_mine.py").write_text(HALF, encoding="utf-8")
    (tmp_path / "case" / "mine.yaml").write_text(CASE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return "case/mine.yaml"


def manifests(case, folder):
    changes = ["policies.belmora.k=2"]
    return {
        "a run": sim.run(case).manifest,
        "a forecast": sim.run(case, runs=2).manifest,
        "a comparison": sim.compare(case, runs=2, changes=changes).manifest,
        "a sweep": sim.sweep(case, ["policies.belmora.k=1,2"], folder, runs=2).manifest,
    }


def test_every_manifest_names_the_files_of_own_rules_and_no_folder_of_this_machine(case, tmp_path):
    for manifest in manifests(case, tmp_path / "sweep").values():
        assert manifest["own_rules"] == NAMED
        assert str(tmp_path) not in json.dumps(manifest)


def test_every_manifest_names_release_python_and_libraries():
    made = made_with([])
    assert (made["version"], made["python"]) == (sim.__version__, platform.python_version())
    assert set(made["libraries"]) == {"llvmlite", "matplotlib", "mesa", "numba", "numpy", "pandas", "pyarrow", "scipy"}
    assert made["platform"] == f"{platform.system()} {platform.machine()}"
    for manifest in (
        sim.run("two_states", until="2030-03-01").manifest,
        sim.run("two_states", until="2030-03-01", runs=2).manifest,
        sim.compare("two_states", runs=2, changes=["policies.arden.k=2"]).manifest,
        sim.tournament("two_states", policies=["ledger"], runs=2).manifest,
    ):
        assert {name: manifest[name] for name in made} == made


def test_a_tournament_names_the_rules_that_others_follow_and_not_those_of_the_players(case, tmp_path):
    assert sim.tournament(case, policies=["ledger"], runs=2).manifest["own_rules"] == {}
    third = "policies: {third: {own_rule: 'mild_of_mine:half'}}\nstates: {carrow: {policy: third}}\n"
    (tmp_path / "case" / "mine.yaml").write_text(f"extends: two_states\nname: mine\nend: 2030-03-31\n{third}", "utf-8")
    assert sim.tournament(case, policies=["ledger"], runs=2).manifest["own_rules"] == NAMED


def test_both_worlds_of_a_comparison_name_their_rules(case, tmp_path):
    (tmp_path / "case" / "stern_of_mine.py").write_text(HALF.replace("/ 2", "* 2"), encoding="utf-8")
    manifest = sim.compare(case, runs=2, changes=["policies.belmora.own_rule=stern_of_mine:half"]).manifest
    assert sorted(manifest["own_rules"]) == ["mild_of_mine:half", "stern_of_mine:half"]


def test_a_history_of_a_sweep_is_not_told_after_its_rule_was_edited(case, tmp_path):
    found = sim.sweep(case, ["policies.belmora.k=1,2"], tmp_path / "sweep", runs=2)
    assert found.replay(0, 0).manifest["own_rules"] == NAMED
    (tmp_path / "case" / "mild_of_mine.py").write_text(HALF.replace("2", "3"), encoding="utf-8")
    with pytest.raises(ResultError, match="mild_of_mine:half: is no longer what the sweep in"):
        found.replay(0, 0)


def test_a_manifest_does_not_name_a_module_of_the_current_folder_but_by_trust(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "current_of_mine.py").write_text(HALF, encoding="utf-8")
    vary = ["policies.arden.own_rule=current_of_mine:half,null"]
    found = sim.sweep("two_states", vary, tmp_path / "sweep", runs=2, settings=[SHORT])
    with pytest.raises(ScenarioError, match=r"lies in the current folder, and the file .*trust=True"):
        found.replay(0, 0)
    assert found.replay(0, 0, trust=True).manifest["own_rules"] == {"current_of_mine:half": DIGEST}


def test_a_scenario_made_in_python_names_its_rules_as_a_user_does(case, tmp_path, monkeypatch):
    values = sim.load_scenario("two_states", settings=[SHORT]).model_dump(by_alias=True)
    values["policies"]["arden"] |= {"own_rule": "math:hypot"}
    made = Scenario.model_validate(values)
    with pytest.raises(Exception, match="math belongs to Python itself"):
        sim.run(made)
    assert sorted(sim.run(made, trust=True).manifest["own_rules"]) == ["math:hypot"]
    values["policies"]["arden"] |= {"own_rule": "mild_of_mine:half"}
    monkeypatch.chdir(tmp_path / "case")
    assert sim.run(Scenario.model_validate(values)).manifest["own_rules"] == NAMED


def test_the_file_of_a_rule_is_looked_at_again_on_the_machine_that_plays(tmp_path):
    file = tmp_path / "mild.py"
    rule = RuleFile("mild:half", file, DIGEST, tmp_path)
    assert digests_here([rule]) == {"mild:half": "missing"}
    file.write_text(HALF, encoding="utf-8")
    assert digests_here([rule]) == {"mild:half": DIGEST}
