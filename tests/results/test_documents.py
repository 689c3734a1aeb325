"""Documents of results that strangers made: read, or refused in one line."""

import json
import os
import shutil

import pytest

from sim import open_sweep, run, sweep
from sim.results.checksums import read_sums
from sim.results.documents import MOST_LEVELS, DocumentError, read_json
from sim.results.files import OutputError, ResultError
from sim.results.reading import read_result
from sim.scenario.problems import ScenarioError

BROKEN = {
    "nested without end": ("[" * 100_000, "nested too deeply"),
    "objects nested without end": ('{"a":' * 100_000, "nested too deeply"),
    "nested a little too deep": ('{"a":' * 40 + "1" + "}" * 40, f"nested too deeply; at most {MOST_LEVELS} levels"),
    "no UTF-8": (b'{"a": "\xff"}', "not UTF-8, from byte 7 on"),
    "no JSON": ("{'a': 1}", "not JSON: expecting property name enclosed in double quotes, line 1, column 2"),
    "nothing": ("", "not JSON"),
    "no object": ("[1, 2]", "not a JSON object"),
    "a key twice": ('{"a": 1, "a": 2}', "'a' is given twice"),
    "not a number": ('{"a": NaN}', "NaN is no number of JSON"),
    "a number beyond floats": ('{"a": 1e999}', "a number beyond all measure"),
    "a whole number beyond seeds": ('{"a": 99999999999999999999999}', "a number beyond all measure"),
    "a number of many digits": ('{"a": ' + "9" * 10_000 + "}", "manifest.json"),
    "a noncharacter": ('{"a": "\uffff"}', "U+FFFF (a noncharacter) cannot stand in a text"),
    "an escaped control character": ('{"a": ["\\u001b[31m"]}', "U+001B (a control character) cannot stand in a text"),
    "half of a surrogate pair": ('{"a": "\\ud800"}', "U+D800 (half of a surrogate pair) cannot stand in a text"),
    "a mark of direction in a key": ('{"\u202e": 1}', "U+202E (right-to-left override) cannot stand in a text"),
}


@pytest.mark.parametrize(("content", "said"), BROKEN.values(), ids=BROKEN)
def test_a_document_that_is_not_sound_is_refused_in_one_line(content, said, tmp_path):
    path = tmp_path / "manifest.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(DocumentError) as wrong:
        read_json(path)
    assert (said in str(wrong.value), str(wrong.value).count("\n"), str(wrong.value).isprintable()) == (True, 0, True)


def test_a_sound_document_is_read_as_it_is(tmp_path):
    document = {"title": "Côte d’Ivoire 👩‍🚀 {0}", "seed": 2**64 - 1, "list": [1.5, None, True, {"a": []}]}
    (tmp_path / "manifest.json").write_text(json.dumps(document), encoding="utf-8")
    assert read_json(tmp_path / "manifest.json") == document


@pytest.fixture(name="results", scope="module")
def _results(tmp_path_factory):
    """Folders of a run, a forecast and a sweep."""
    place = tmp_path_factory.mktemp("results")
    run("two_states", until="2030-03-02").save(place / "run")
    run("two_states", until="2030-01-03", runs=2).save(place / "forecast")
    sweep("two_states", ["policies.arden.k=1,2"], place / "sweep", runs=1, settings=["end=2030-03-10"])
    return place


@pytest.mark.parametrize("result", ["run", "forecast", "sweep"])
def test_no_reader_of_results_is_led_astray_by_a_strangers_manifest(result, results, tmp_path, detente):
    folder = shutil.copytree(results / result, tmp_path / "strange")
    (folder / "SHA256SUMS").unlink(missing_ok=True)
    (folder / "manifest.json").write_text('{"a":' * 100_000)
    code, out, err = detente("plot", str(folder))
    assert (code, out, err.count("\n"), "nested too deeply" in err) == (2, "", 1, True)
    for read in (read_result, open_sweep):
        with pytest.raises(ResultError, match=r"nested too deeply|SHA256SUMS"):
            read(folder)


@pytest.mark.parametrize("name", ["a\uffff", "a\x1b[31m"])
def test_no_name_of_a_stranger_makes_a_figure_ill_formed(name, results, tmp_path, detente):
    folder = shutil.copytree(results / "run", tmp_path / "strange")
    (folder / "SHA256SUMS").unlink(missing_ok=True)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["scenario"]["states"]["arden"]["name"] = name
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    code, _, err = detente("plot", str(folder), "--format", "svg")
    assert (code, f"U+{ord(name[1]):04X}" in err, list(folder.glob("*.svg"))) == (2, True, [])


def test_nor_does_a_cell_of_a_strangers_table(results, tmp_path, detente):
    folder = shutil.copytree(results / "run", tmp_path / "strange")
    (folder / "SHA256SUMS").unlink(missing_ok=True)
    table = (folder / "moves.csv").read_text(encoding="utf-8")
    (folder / "moves.csv").write_text(table.replace("foreign ministry", "foreign\uffffministry"), encoding="utf-8")
    code, _, err = detente("plot", str(folder), "--format", "svg")
    assert (code, "moves.csv" in err, "U+FFFF" in err) == (2, True, True)


def test_a_folder_whose_name_is_not_utf8_is_refused_before_the_work(tmp_path):
    folder = tmp_path / "o\udcff"
    result = run("two_states", until="2030-01-02")
    for write in (
        lambda: result.save(folder),
        lambda: sweep("two_states", ["policies.arden.k=1,2"], folder, runs=1),
    ):
        with pytest.raises(OutputError, match=r"o\\udcff: the name is not UTF-8; choose another folder"):
            write()
    assert [*tmp_path.iterdir()] == []


def test_a_sweep_keeps_the_name_of_its_scenario_and_so_asks_for_one_in_utf8(tmp_path):
    with pytest.raises(ScenarioError, match=r"'x\\udcff.yaml': the name is not UTF-8"):
        sweep("x\udcff.yaml", ["policies.arden.k=1,2"], tmp_path / "s", runs=1)


def test_a_name_that_is_too_long_for_a_folder_names_no_result(detente):
    code, _, err = detente("plot", "x" * 5000)
    assert code == 2
    assert err.endswith("xxx: no result (manifest.json is missing); expected a folder under results\n")


STRANGE_FILES = {
    "a pipe that nobody fills": lambda path: os.mkfifo(path),
    "a device without end": lambda path: path.symlink_to("/dev/zero"),
    "a folder": lambda path: path.mkdir(),
}
NAMED = [("run", "manifest.json"), ("run", "outcome.json"), ("run", "moves.csv"), ("sweep", "points.parquet")]


@pytest.mark.parametrize(("result", "file"), NAMED)
@pytest.mark.parametrize("strange", STRANGE_FILES.values(), ids=STRANGE_FILES)
def test_what_is_no_plain_file_is_refused_and_not_waited_for(strange, result, file, results, tmp_path, detente):
    folder = shutil.copytree(results / result, tmp_path / "strange")
    (folder / file).unlink()
    strange(folder / file)
    code, _, err = detente("plot", str(folder))
    assert (code, err.count("\n")) == (2, 1)


@pytest.mark.parametrize("strange", STRANGE_FILES.values(), ids=STRANGE_FILES)
def test_sums_that_are_no_plain_file_count_as_none(strange, results, tmp_path, detente):
    folder = shutil.copytree(results / "run", tmp_path / "strange")
    (folder / "SHA256SUMS").unlink()
    strange(folder / "SHA256SUMS")
    code, _, err = detente("plot", str(folder), "--figure", "posts", "--format", "svg")
    assert (code, "SHA256SUMS" in err) == (0, True)


@pytest.mark.parametrize("name", ["../secret", "/dev/zero", "a/b"])
def test_sums_name_files_of_their_folder_alone(name, tmp_path):
    (tmp_path / "SHA256SUMS").write_text(f"{'0' * 64}  {name}\n", encoding="utf-8")
    assert read_sums(tmp_path) == {}
