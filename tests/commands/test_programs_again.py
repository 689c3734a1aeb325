"""Own measures in a bundle: they are kept whatever their file is called, and nothing else is run in their place."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sim import plan, run, sweep
from sim.replication.bundle import write_bundle
from sim.replication.original import opened
from sim.replication.plans import plan_again
from sim.results.checksums import read_sums, write_sums
from sim.results.files import ResultError

QUICK = ("--until", "2030-03-10", "--no-figures")
SAME = "are the same, byte for byte"
MINE = "def heavier(history):\n    return len(history.moves)\n"
OTHER = "def heavier(history):\n    return 1000 + len(history.moves)\n"


def played(detente, root: Path, *words: str) -> Path:
    """Bundle of a result, in a folder of its own."""
    code, _, err = detente(*words, *QUICK, "--out", "r")
    assert code == 0, err
    code, _, err = detente("bundle", str(next((root / "r").glob("*/*/"))), "--out", "sent")
    assert code == 0, err
    return next((root / "sent").iterdir())


@pytest.mark.parametrize("name", ["mine.py", "code/mine.py", "my measures.py", "maß (2) – №.py", "код/größe/мера.py"])
def test_the_file_of_a_measure_is_kept_whatever_it_is_called(name, detente, tmp_path):
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(MINE, "utf-8")
    bundle = played(detente, tmp_path, "run", "two_states", "--runs", "3", "--measure", f"{name}:heavier")
    with zipfile.ZipFile(bundle) as archive:
        inside = [entry for entry in archive.namelist() if entry.endswith(".py")]
    assert inside == [f"{bundle.stem}/scenario/{Path(name).name}"]
    file.unlink()
    assert detente("rerun", str(bundle))[0] == 2
    code, out, err = detente("rerun", str(bundle), "--trust")
    assert (code, SAME in out) == (0, True), out + err


def test_a_file_of_the_current_folder_is_never_run_in_place_of_the_one_in_the_bundle(detente, tmp_path):
    (tmp_path / "mine.py").write_text("import helper\n" + MINE.replace("len", "helper.size"), "utf-8")
    (tmp_path / "helper.py").write_text("size = len\n", "utf-8")
    for n, measure in enumerate(("mine.py:heavier", "mine:heavier")):
        root = tmp_path / str(n)
        root.mkdir()
        shutil.copy(tmp_path / "mine.py", root)
        bundle = played(detente, tmp_path, "run", "two_states", "--runs", "3", "--measure", measure)
        (tmp_path / "mine.py").write_text("import helper\n" + OTHER, "utf-8")
        (tmp_path / "helper.py").write_text("raise SystemExit('of the current folder')\n", "utf-8")
        code, out, err = detente("rerun", str(bundle), "--trust")
        assert (code, SAME in out) == (0, True), out + err
        shutil.copy(root / "mine.py", tmp_path)
        (tmp_path / "helper.py").write_text("size = len\n", "utf-8")
        for made in ("r", "sent"):
            shutil.rmtree(tmp_path / made)


def test_what_a_bundle_lacks_is_not_taken_from_the_current_folder(detente, tmp_path):
    (tmp_path / "mine.py").write_text(MINE, "utf-8")
    (tmp_path / "rule.py").write_text("def mild(perceived, *rest):\n    return perceived / 2\n", "utf-8")
    words = ("--set", "policies.arden.own_rule=rule:mild")
    played(detente, tmp_path, "run", "two_states", "--runs", "3", "--measure", "mine:heavier", *words)
    folder = next((tmp_path / "r").glob("*/*/"))
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in ("mine.py", "rule.py"):
        lacking = {file: text for file, text in manifest["own_files"].items() if file != name}
        (folder / "manifest.json").write_text(json.dumps(manifest | {"own_files": lacking}, indent=2) + "\n")
        write_sums(folder, read_sums(folder))
        code, out, err = detente("rerun", str(folder), "--trust")
        assert (code, f"there is no module {name[:-3]} here" in err) == (2, True), out + err


def test_the_folder_of_python_s_own_search_path_is_not_looked_at_either(detente, tmp_path):
    (tmp_path / "late.py").write_text("size = len\n", "utf-8")
    late = "def heavier(history):\n    try:\n        import late\n    except ImportError:\n        return 1\n"
    late += "    return late.size(history.moves)\n"
    (tmp_path / "mine.py").write_text(late, "utf-8")
    bundle = played(detente, tmp_path, "run", "two_states", "--runs", "3", "--measure", "mine.py:heavier")
    with zipfile.ZipFile(bundle) as archive:
        assert f"{bundle.stem}/scenario/late.py" in archive.namelist()
    there = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    (tmp_path / "late.py").write_text("raise SystemExit\n", "utf-8")
    command = [sys.executable, "-m", "detente", "rerun", str(bundle), "--trust"]
    done = subprocess.run(command, cwd=tmp_path, env=there, capture_output=True, text=True, check=False)
    assert (done.returncode, SAME in done.stdout) == (0, True), done.stdout + done.stderr


def test_own_measures_are_not_called_own_rules(detente, tmp_path):
    (tmp_path / "mine.py").write_text(MINE, "utf-8")
    bundle = played(detente, tmp_path, "run", "two_states", "--runs", "3", "--measure", "mine.py:heavier")
    code, out, _ = detente("rerun", str(bundle), "--check")
    assert (code, "Own measure mine:heavier (mine.py) is a program: read before" in out) == (0, True)
    with zipfile.ZipFile(bundle) as archive:
        readme = archive.read(f"{bundle.stem}/README.txt").decode()
    assert "It has own measures, which are programs: mine:heavier." in readme
    assert "The scenario that it names is scenario/scenario.yaml here" in readme


def test_an_unpacked_bundle_is_played_again_and_what_lies_beside_is_no_part_of_it(detente, tmp_path):
    (tmp_path / "mine.py").write_text(MINE, "utf-8")
    bundle = played(detente, tmp_path, "run", "two_states", "--runs", "3", "--measure", "mine.py:heavier")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / bundle.stem
    assert detente("report", str(folder))[2] == f"{folder}: an unpacked bundle; its result lies in {folder}/result\n"
    (folder / "scenario" / "helper.py").write_text("raise SystemExit\n")
    code, out, err = detente("rerun", str(folder), "--trust")
    assert (code, SAME in out) == (0, True), out + err
    assert detente("cite", str(folder))[1].splitlines()[2:4] == detente("cite", str(bundle))[1].splitlines()[2:4]
    (folder / "scenario" / "mine.py").write_text(OTHER, "utf-8")
    code, _, err = detente("rerun", str(folder), "--trust")
    assert (code, "'scenario/mine.py' is not what was bundled" in err, err.count("\n")) == (2, True, 1)
    (folder / "scenario" / "mine.py").unlink()
    assert "'scenario/mine.py' is missing" in detente("rerun", str(folder), "--trust")[2]


def test_a_number_that_was_changed_in_the_scenario_of_a_bundle_is_named(detente, tmp_path):
    bundle = played(detente, tmp_path, "run", "two_states", "--runs", "3", "--set", "policies.arden.k=1.4")
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / bundle.stem
    scenario = folder / "scenario" / "scenario.yaml"
    scenario.write_text(scenario.read_text().replace("k: 1.4", "k: 2"))
    said = "'scenario/scenario.yaml' is not what was bundled: policies.arden.k: 1.4, here 2"
    assert said in detente("rerun", str(folder))[2]
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    with zipfile.ZipFile(tmp_path / "again.zip", "w") as archive:
        for line in [*lines, "- SHA256SUMS"]:
            archive.write(folder / line.split()[-1], f"x/{line.split()[-1]}")
    assert said in detente("rerun", "again.zip")[2]


@pytest.fixture(name="module")
def _module(tmp_path, monkeypatch):
    """A module of the search path with a measure, as a notebook imports one."""
    folder = tmp_path / "of mine"
    folder.mkdir()
    (folder / "of_a_notebook.py").write_text("import aside\n" + MINE.replace("len", "aside.size"), "utf-8")
    (folder / "aside.py").write_text("size = len\n", "utf-8")
    monkeypatch.syspath_prepend(str(folder))
    import of_a_notebook

    yield of_a_notebook
    for name in ("of_a_notebook", "aside"):
        sys.modules.pop(name, None)


def test_a_function_of_a_module_that_was_handed_over_is_kept_with_its_file(module, detente, tmp_path):
    run("two_states", until="2030-03-10", runs=3, measures=[module.heavier]).save(tmp_path / "made")
    bundle = write_bundle(tmp_path / "made", tmp_path / "sent")
    shutil.rmtree(tmp_path / "of mine")
    sys.path.remove(str(tmp_path / "of mine"))
    code, out, err = detente("rerun", str(bundle), "--trust")
    assert (code, SAME in out) == (0, True), out + err
    with opened(bundle) as original:
        assert sorted(original.manifest["own_files"]) == ["aside.py", "of_a_notebook.py"]


def test_a_function_that_nobody_else_can_have_is_refused_by_a_bundle_and_named_in_the_manifest(module, tmp_path):
    def within(history):
        return 1

    class Counts:
        def __call__(self, history):
            return 2

    of_main = type(within)(within.__code__, {}, "of_main")
    of_main.__module__, of_main.__qualname__ = "__main__", "of_main"
    for given, said in (
        (lambda history: 1, "a function without a name; put it into a file of its own, import it from there"),
        (within, "not a function of a module"),
        (Counts(), "not a function of a module"),
        (of_main, "defined in a script or notebook; put it into a file of its own"),
    ):
        made = run("two_states", until="2030-03-10", runs=2, measures={"mine": given})
        assert said in made.manifest["measures"][0]["not_kept"]
        made.save(tmp_path / "made")
        with pytest.raises(ResultError, match="cannot be played again by others: own measure mine") as refused:
            write_bundle(tmp_path / "made")
        assert said in str(refused.value)
        assert "\n" not in str(refused.value)


def test_a_file_that_was_edited_since_it_was_imported_is_not_taken_for_what_python_holds(module, tmp_path):
    Path(module.__file__).write_text(OTHER, "utf-8")
    made = run("two_states", until="2030-03-10", runs=2, measures=[module.heavier])
    assert "of_a_notebook.py was edited since it was imported" in made.manifest["measures"][0]["not_kept"]


def test_two_files_of_one_name_and_one_that_was_edited_meanwhile_are_refused(tmp_path):
    for folder, text in (("one", MINE), ("two", OTHER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.py").write_text(text, "utf-8")
    both = {name: f"{tmp_path / name / 'mine.py'}:heavier" for name in ("one", "two")}
    run("two_states", until="2030-03-10", runs=2, measures=both).save(tmp_path / "made")
    with pytest.raises(ResultError, match=r"own file mine\.py: two files of this name"):
        write_bundle(tmp_path / "made")
    planned = plan.run("two_states", until="2030-03-10", runs=2, measures=[both["one"]])
    result = planned.play()
    assert "not_kept" not in result.manifest
    planned = plan.run("two_states", until="2030-03-10", runs=2, measures=[both["one"]])
    (tmp_path / "one" / "mine.py").write_text(MINE + "# a word more\n", "utf-8")
    from sim.results.own_files import not_kept

    assert not_kept(planned.rules)["mine.py"].startswith("edited or removed while it was played")


def test_a_point_that_could_not_be_played_is_named_by_bundle_and_rerun(detente, tmp_path):
    text = 'def odd(history):\n    assert history.scenario.policies["arden"].k != 1\n    return 1\n'
    (tmp_path / "mine.py").write_text(text, "utf-8")
    vary = ["policies.arden.k=0.5,1"]
    sweep("two_states", vary, tmp_path / "made", runs=2, settings=["end=2030-03-10"], measures=["mine:odd"])
    code, _, err = detente("bundle", "made", "--out", "sent")
    said = "1 of 2 points could not be played: point 1: mine.py:2: measure odd failed in history 0: AssertionError"
    assert (code, err.strip()) == (0, said)
    bundle = next((tmp_path / "sent").iterdir())
    with zipfile.ZipFile(bundle) as archive:
        assert said in archive.read(f"{bundle.stem}/README.txt").decode()
    code, out, _ = detente("rerun", str(bundle), "--trust")
    assert said in out


def test_each_result_has_a_key_of_its_own_and_the_authors_that_were_named(detente, tmp_path):
    (tmp_path / "mine.py").write_text(MINE, "utf-8")
    keys = set()
    for n, words in enumerate(((), ("--runs", "3", "--measure", "mine.py:heavier"), ("--runs", "4"))):
        assert detente("run", "two_states", *words, *QUICK, "--out", str(n))[0] == 0
        folder = str(next((tmp_path / str(n)).glob("*/*/")))
        out = detente("cite", folder, "--author", "Ada Lovelace", "--author", "Émilie du Châtelet")[1]
        (key,) = [line for line in out.splitlines() if line.startswith("@misc{")]
        keys.add(key)
        assert "author = {{Ada Lovelace} and {Émilie du Châtelet}}" in out
        assert "first digits of the SHA-256 of the code of detente " in out
        assert ("own measure heavier" in out) == (n == 1)
    assert len(keys) == 3
    assert detente("bundle", folder, "--author", "Ada Lovelace", "--out", "sent")[0] == 0
    bundle = next((tmp_path / "sent").iterdir())
    with zipfile.ZipFile(bundle) as archive:
        assert "name: Ada Lovelace" in archive.read(f"{bundle.stem}/CITATION.cff").decode()


def test_what_is_planned_again_has_the_files_of_the_bundle(tmp_path):
    (tmp_path / "mine.py").write_text(MINE, "utf-8")
    run("two_states", until="2030-03-10", runs=2, measures=[f"{tmp_path / 'mine.py'}:heavier"]).save(tmp_path / "made")
    with opened(write_bundle(tmp_path / "made")) as original:
        again = plan_again(original, tmp_path / "into", trust=True)
        assert [rule.file for rule in again.rules] == [original.scenario / "mine.py"]


KINDS = {
    "a comparison": ("compare", "two_states", "--with", "policies.arden.k=2", "--runs", "4"),
    "a sweep": ("sweep", "two_states", "--vary", "policies.arden.k=0.5,3", "--runs", "2", "--csv", "--excel"),
    "one at a time": ("sweep", "two_states", "--vary", "policies.arden.k=0.5,3", "--design", "oat", "--runs", "3"),
}


@pytest.mark.parametrize("words", KINDS.values(), ids=KINDS)
def test_other_kinds_of_result_are_played_again_with_their_own_measures(words, detente, tmp_path):
    (tmp_path / "größe.py").write_text("def größe(history):\n    return len(history.moves) or None\n", "utf-8")
    words = (*words, "--set", "end=2030-03-10", "--no-figures", "--measure", "größe.py:größe", "--out", "r")
    code, _, err = detente(*words)
    assert code == 0, err
    assert detente("bundle", str(next((tmp_path / "r").glob("*/*/"))), "--out", "sent")[0] == 0
    (tmp_path / "größe.py").write_text("raise SystemExit\n", "utf-8")
    code, out, err = detente("rerun", str(next((tmp_path / "sent").iterdir())), "--trust")
    assert (code, SAME in out) == (0, True), out + err
