"""A result handed on as a bundle is played again by another: every byte is the same, or what differs is named."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sim.replication.archive import write_archive
from sim.results.checksums import read_sums, write_sums
from sim.sweeps.again import AS_PLANNED

ROOT = Path(__file__).parents[2]
SHORT, PLAIN, SVG = ("--set", "end=2030-03-31"), ("--no-figures",), ("--format", "svg")
VARY = ("--vary", "policies.arden.k=0.5:1.5:3", "--runs", "2")
PLAYED = {
    "run": ("run", "two_states", "--replay", "3", "--excel", *PLAIN, *SHORT),
    "many": ("run", "two_states", "--runs", "6", "--until", "2030-03-20", "--keep", "outcomes", "moves", *PLAIN),
    "compare": ("compare", "two_states", "--with", "policies.arden.k=2", "--label", "Twice", "--runs", "4", *SVG),
    "compare by a measure": ("compare", "two_states", "--with", "policies.arden.k=2", "--measure", "hostile_moves",
                             "--step", "7", "--runs", "4", *PLAIN),
    "tournament": ("tournament", "two_states", "--policy", "ledger", "grit", "--runs", "2", "--no-figures", *SHORT),
    "way out": ("offramp", "two_states", "--change", "policies.arden.k=0.5,1", "--runs", "4", *PLAIN, *SHORT),
    "sweep": ("sweep", "two_states", *VARY, "--csv", *PLAIN, *SHORT),
    "drawn": ("sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5", "--design", "lhs", "--points", "9",
              "--runs", "2", "--no-figures", *SHORT),
    "named": ("sweep", "payoffs.yaml", "one", "--no-figures"),
    "hindcast": ("hindcast", "us_cuba_2017", "--quick", "--no-figures"),
    "fit": ("fit", "us_cuba_2017", "--free", "silence_reply"),
    "observed": ("run", "consulates", "--no-figures"),
}  # fmt: skip
NAMED = """extends: two_states
name: payoffs
end: 2030-03-31
experiments: {one: {title: One, vary: {policies.arden.preset: [ledger, grit]}, set: {policies.belmora.k: 2}, runs: 2}}
"""


def folder_of(root: Path) -> Path:
    """The only result below a folder."""
    return next(root.glob("*/*/"))


@pytest.mark.parametrize("words", PLAYED.values(), ids=PLAYED)
def test_every_kind_of_result_is_played_again_from_its_bundle(words, detente, tmp_path):
    (tmp_path / "payoffs.yaml").write_text(NAMED, encoding="utf-8")
    assert detente(*words, "--out", "r")[0] == 0
    (tmp_path / "payoffs.yaml").unlink()
    code, out, _ = detente("bundle", str(folder_of(tmp_path / "r")), "--out", "sent")
    bundle = next((tmp_path / "sent").iterdir())
    assert (code, out.startswith(f"sent/{bundle.name} (")) == (0, True)
    code, out, err = detente("rerun", str(bundle), "--threads", "1")
    assert (code, "are the same, byte for byte.\n" in out) == (0, True), out + err
    with zipfile.ZipFile(bundle) as archive:
        parts = {name.partition("/")[2] for name in archive.namelist()}
    assert {"README.txt", "CITATION.cff", "constraints.txt", "SHA256SUMS", "result/manifest.json"} <= parts


def test_a_game_is_played_again_without_what_was_written_at_the_seat(detente, tmp_path):
    """Four of its files say what was decided there, by whom and why; the moves alone are made again."""
    (tmp_path / "player.py").write_text("for _ in iter(input, 'never'):\n    print('{}', flush=True)\n")
    player = f"{sys.executable} player.py"
    game = ("play", "two_states", "--as", "arden", "--program", player, "--runs", "6", *SHORT, *PLAIN)
    assert detente(*game, "--out", "r")[0] == 0
    folder = folder_of(tmp_path / "r")
    at_the_seat = {"debriefing.json", "decisions.jsonl", "game.yaml", "program.jsonl"}
    assert at_the_seat <= {path.name for path in folder.iterdir()}
    detente("bundle", str(folder), "--out", "sent")
    bundle = next((tmp_path / "sent").iterdir())
    code, out, err = detente("rerun", str(bundle))
    left_out = "Written at the seat and not by playing again, so not compared: " + ", ".join(sorted(at_the_seat))
    assert (code, out.splitlines()[-2:]) == (0, [f"{left_out}.", "All 9 files are the same, byte for byte."]), out + err
    with zipfile.ZipFile(bundle) as archive:
        names = {Path(name).name for name in archive.namelist()}
        readme = archive.read(f"{bundle.stem}/README.txt").decode()
    assert at_the_seat <= names
    assert "It was played by hand. Playing it again makes the same moves." in readme


@pytest.fixture(name="played")
def _played(detente, tmp_path):
    assert detente("run", "two_states", *SHORT, *PLAIN, "--out", "r")[0] == 0
    return folder_of(tmp_path / "r")


def elsewhere(*words: str, cwd: Path, threads: str, hash_seed: str) -> subprocess.CompletedProcess[str]:
    """A command in a process, folder, time zone and number of threads of its own."""
    there = os.environ | {
        "PYTHONPATH": str(ROOT),
        "PYTHONHASHSEED": hash_seed,
        "TZ": "Asia/Tokyo",
        "NUMBA_NUM_THREADS": threads,
    }
    command = [sys.executable, "-m", "detente", *words]
    return subprocess.run(command, cwd=cwd, env=there, capture_output=True, text=True, check=False)


def test_another_process_in_another_folder_with_other_threads_writes_and_plays_the_same_bytes(detente, tmp_path):
    (tmp_path / "there").mkdir()
    detente("run", "two_states", "--runs", "40", *SHORT, *PLAIN, "--out", "r")
    detente("bundle", str(folder_of(tmp_path / "r")))
    here = next((tmp_path / "r" / "two_states").glob("*.zip"))
    moved = shutil.copytree(folder_of(tmp_path / "r"), tmp_path / "there" / "called_otherwise")
    done = elsewhere("bundle", str(moved), "--out", "sent", cwd=tmp_path / "there", threads="1", hash_seed="7")
    there = next((tmp_path / "there" / "sent").iterdir())
    assert (done.stderr, there.name, there.read_bytes()) == ("", here.name, here.read_bytes())
    done = elsewhere("rerun", str(here), "--threads", "2", cwd=tmp_path / "there", threads="2", hash_seed="8")
    assert (done.returncode, "byte for byte." in done.stdout) == (0, True), done.stderr


def test_a_plain_folder_is_played_again_and_what_was_played_can_be_kept(detente, played, tmp_path):
    detente("plot", str(played), "--figure", "timeline", "--format", "png")
    code, out, _ = detente("rerun", str(played), "--out", "again")
    assert (code, out.splitlines()[-1]) == (0, "All 10 files are the same, byte for byte.")
    same = [
        path.name for path in played.iterdir() if (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
    ]
    assert sorted(same) == sorted(path.name for path in played.iterdir())


def rewritten(folder: Path, **entries) -> None:
    """Change entries of a manifest as a stranger would, who makes the checksums fit."""
    manifest = json.loads((folder / "manifest.json").read_text()) | entries
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    write_sums(folder, read_sums(folder))


def test_other_numbers_are_named_with_their_row_column_and_size(detente, played):
    table = played / "trajectory.csv"
    lines = table.read_text().splitlines()
    column = lines[0].split(",").index("tension")
    cells = lines[5].split(",")
    cells[column] = str(float(cells[column]) + 1)
    lines[5] = ",".join(cells)
    table.write_text("\n".join(lines) + "\n")
    write_sums(played, read_sums(played))
    code, out, _ = detente("rerun", str(played), "--no-figures")
    assert (code, out.splitlines()[-1]) == (1, "1 of 9 files differ.")
    assert "row 5 (relation, arden_belmora, date 2030-01-05), column tension: " in out


def test_other_versions_are_named_before_anything_is_played(detente, played):
    libraries = json.loads((played / "manifest.json").read_text())["libraries"]
    rewritten(played, version="0.0.9", libraries=libraries | {"numpy": "2.0.0"})
    code, out, _ = detente("rerun", str(played), "--check")
    assert code == 0
    assert "Made with other versions; numbers may differ: detente 0.0.9, here 0.1.0; numpy 2.0.0, here " in out
    code, out, _ = detente("rerun", str(played), "--no-figures")
    assert (code, out.splitlines()[-1].endswith("but for the versions that manifest.json names.")) == (0, True)


MARK = "from pathlib import Path\nPath({mark!r}).touch()\n"
RULE = "from helper import half\ndef mild(perceived, *rest):\n    return half(perceived)\n"


@pytest.fixture(name="with_rule")
def _with_rule(detente, tmp_path):
    """Bundle of a result with an own rule whose files are gone, and the file that is made when the rule is run."""
    case, mark = tmp_path / "case", tmp_path / "MARK"
    case.mkdir()
    (case / "helper.py").write_bytes(b"def half(x):\r\n    return x / 2  # caf\xc3\xa9\r\n")
    (case / "of_mine.py").write_text(MARK.format(mark=str(mark)) + RULE, encoding="utf-8")
    text = "extends: two_states\nname: mine\nend: 2030-03-31\npolicies: {arden: {own_rule: 'of_mine:mild'}}\n"
    (case / "mine.yaml").write_text(text, encoding="utf-8")
    assert detente("run", "case/mine.yaml", "--no-figures", "--out", "r")[0] == 0
    assert detente("bundle", str(folder_of(tmp_path / "r")), "--out", "sent")[0] == 0
    shutil.rmtree(case)
    mark.unlink()
    return next((tmp_path / "sent").iterdir()), mark


def test_own_rules_run_by_consent_alone(detente, with_rule):
    bundle, mark = with_rule
    code, _, err = detente("rerun", str(bundle))
    said = (
        "own rule of_mine:mild (helper.py, of_mine.py) is a program, perhaps of a stranger; read first, then allow by "
    )
    assert (code, err, mark.exists()) == (2, f"{said}--trust; nothing was played\n", False)
    code, out, _ = detente("rerun", str(bundle), "--check")
    assert (code, "Own rule of_mine:mild (helper.py, of_mine.py) is a program: read" in out, mark.exists()) == (
        0,
        True,
        False,
    )
    code, out, _ = detente("rerun", str(bundle), "--trust")
    assert (code, "All 9 files are the same, byte for byte." in out, mark.exists()) == (0, True, True)


def test_a_manifest_that_hides_an_own_rule_does_not_get_it_run(detente, with_rule, tmp_path):
    folder, mark = folder_of(tmp_path / "r"), with_rule[1]
    rewritten(folder, own_rules={})
    assert (detente("rerun", str(folder))[0], mark.exists()) == (2, False)


def test_an_own_rule_that_is_not_the_one_that_was_played_is_named(detente, with_rule, tmp_path):
    folder = folder_of(tmp_path / "r")
    rewritten(folder, own_files={"of_mine.py": "def mild(perceived, *rest):\n    return 2 * perceived\n"})
    code, _, err = detente("rerun", str(folder), "--trust")
    assert (code, "programs that are not as they were, so that all may differ: helper.py, of_mine:mild" in err) == (
        1,
        True,
    )


def test_a_table_of_ones_own_is_in_the_bundle(detente, tmp_path):
    rows = ["case,date,actor,target,move,persons,answers,role"]
    rows += [
        "x,2020-03-01,Arden,Belmora,expel,3,2020-02-20,initial",
        "x,2020-03-05,Belmora,Arden,expel,3,2020-03-01,reply",
    ]
    (tmp_path / "my table.csv").write_text("\n".join(rows) + "\n")
    for words in (("hindcast", "my table.csv", "--quick", "--no-figures"), ("fit", "my table.csv")):
        code, _, err = detente(*words, "--out", words[0])
        assert code == 0, err
        detente("bundle", str(folder_of(tmp_path / words[0])), "--out", "sent")
    (tmp_path / "my table.csv").unlink()
    for bundle in (tmp_path / "sent").iterdir():
        assert detente("rerun", str(bundle))[0] == 0


def test_what_is_not_whole_is_refused(detente, played, tmp_path):
    outcome = played / "outcome.json"
    outcome.write_text(outcome.read_text().replace("Belmora expels", "Belmora sends home"))
    code, out, err = detente("bundle", str(played))
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "outcome.json is not what was written" in err
    assert detente("rerun", str(tmp_path))[2].endswith("expected a folder under results\n")
    assert detente("rerun", "absent.zip")[::2] == (2, "absent.zip: cannot be unpacked (No such file or directory)\n")
    (tmp_path / "empty.zip").write_bytes(write_archive(tmp_path / "e.zip", "x", {"a": b""}).read_bytes())
    assert detente("rerun", "empty.zip")[::2] == (2, "empty.zip: no bundle of detente: it holds no folder result\n")


def test_an_interrupted_result_is_refused(detente, tmp_path):
    detente("run", "two_states", "--runs", "5", *SHORT, "--no-figures", "--out", "r")
    rewritten(folder_of(tmp_path / "r"), runs_asked=1000)
    code, _, err = detente("bundle", str(folder_of(tmp_path / "r")))
    assert (code, "not whole: 5 of 1,000 runs were played before it was interrupted" in err) == (2, True)


ODD = {
    "seed": "x",
    "settings": [1],
    "title": 5,
    "libraries": [],
    "until": "soon",
    "scenario": {},
    "own_files": {"../a": ""},
}


@pytest.mark.parametrize("entry", ODD)
def test_a_manifest_that_cannot_be_meant_is_refused_in_plain_words(entry, detente, played):
    rewritten(played, **{entry: ODD[entry]})
    code, _, err = detente("rerun", str(played))
    assert (code, "Traceback" in err) == (2, False)
    assert err.count("\n") == 1 or entry == "scenario"


def test_cite_prints_the_software_and_what_was_played(detente, played):
    code, out, _ = detente("cite")
    assert (code, "@software{detente_0_1_0," in out, "Scenario:" in out) == (0, True, False)
    detente("bundle", str(played))
    bundle = next(played.parent.glob("*.zip"))
    assert detente("cite", str(played)) == detente("cite", str(bundle))
    assert detente("cite", str(bundle), "--format", "cff")[1].startswith("cff-version: 1.2.0\n")
    assert detente("cite", "--format", "apa")[2] == "--format apa: unknown; expected one of text, bibtex, cff\n"


def test_the_fingerprint_of_a_sweep_is_what_a_plan_is_held_against():
    assert {"vary", "points", "drawn", "runs", "seed"} <= set(AS_PLANNED)
