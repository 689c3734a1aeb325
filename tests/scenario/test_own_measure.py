"""Own measures as they are named: where a function may stand, what it is called, and what is refused on one line."""

import pickle
from pathlib import Path

import pytest

from sim.scenario.arguments import ArgumentError
from sim.scenario.own_measure import OwnMeasureError, read_measures

TEXT = "LIMIT = 3\n\n\ndef people(history):\n    return LIMIT\n\n\ndef days(history):\n    return 1.5\n"


@pytest.fixture(name="here", autouse=True)
def _here(tmp_path: Path, monkeypatch) -> Path:
    """A folder with a module, which is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text(TEXT, "utf-8")
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "beside.py").write_text(TEXT, "utf-8")
    return tmp_path


def people(history):
    """Measure of this file."""
    return 2


NAMED = {
    "a module of the current folder": ("mine:people", "people"),
    "a file": ("mine.py:days", "days"),
    "a file elsewhere": ("cases/beside.py:people", "people"),
    "a module beside the scenario": ("beside:people", "people"),
}


@pytest.mark.parametrize(("text", "name"), NAMED.values(), ids=NAMED)
def test_a_measure_has_the_name_of_its_function(here, text, name):
    (found,) = read_measures([text], here / "cases" / "case.yaml")
    assert (found.name, found.source) == (name, text)
    assert found.ready()(None) in (3, 1.5)


def test_names_may_be_given_and_functions_themselves():
    sent, mine, plain = read_measures({"sent": people, "mine": "mine:people"}) + read_measures(people)
    assert [found.name for found in (sent, mine, plain)] == ["sent", "mine", "people"]
    assert sent.ready() is people
    assert sent.source == "tests.scenario.test_own_measure:people"


def test_one_named_by_a_path_travels_to_other_processes_with_the_digest_of_its_file():
    (found,) = read_measures(["mine:people"])
    again = pickle.loads(pickle.dumps(found))
    assert again == found
    assert again.files == found.files
    assert [len(digest) for digest in found.files.values()] == [16]


REFUSED = {
    "mine": "names no function; expected `MODULE:FUNCTION` or `FILE.py:FUNCTION`",
    "mine:": "names no function; expected `MODULE:FUNCTION` or `FILE.py:FUNCTION`",
    "mine:nobody": "mine has no function nobody; expected a function of one history",
    "mine:LIMIT": "mine has no function LIMIT; expected a function of one history",
    "absent.py:people": "there is no file absent.py; expected a module of the current folder, beside the scenario or "
    "installed, or a file: `FILE.py:FUNCTION`",
    "absent:people": "there is no module absent here; expected a module of the current folder, beside the scenario or "
    "installed, or a file: `FILE.py:FUNCTION`",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_measure_is_refused_and_said_what_was_expected(text):
    with pytest.raises(ArgumentError) as mistake:
        read_measures([text])
    assert str(mistake.value) == f"measures {text!r}: {REFUSED[text]}"


CHANCE = {
    "import random\n\n\ndef people(history):\n    return random.random()\n": "uses random.random (line 5 of mine.py)",
    "SEEN = []\n\n\ndef people(history):\n    SEEN.append(1)\n": "keeps SEEN between its calls (line 5 of mine.py)",
    "def people(history, other):\n    return 1\n": "does not take what a measure is given",
}  # fmt: skip


@pytest.mark.parametrize("text", CHANCE)
def test_a_function_of_more_than_the_history_is_refused_before_it_runs(here, text):
    (here / "mine.py").write_text(text, "utf-8")
    with pytest.raises(ArgumentError, match="mine:people") as mistake:
        read_measures(["mine:people"])
    assert CHANCE[text] in str(mistake.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            ["mine:people", "cases/beside.py:people"],
            "measures 'people': given twice; give one of the functions another",
        ),
        ({"two words": people}, "measures 'two words': no name for a measure; expected letters, digits and _"),
        ([3], "measures 3: expected a function of one history, or `MODULE:FUNCTION` or `FILE.py:FUNCTION`"),
    ],
)
def test_names_are_usable_and_each_is_given_once(given, said):
    with pytest.raises(ArgumentError) as mistake:
        read_measures(given)
    assert str(mistake.value).startswith(said)


def test_a_module_that_fails_is_said_on_one_line(here):
    (here / "mine.py").write_text("import no_such_module\n\n\ndef people(history):\n    return 1\n", "utf-8")
    (found,) = read_measures(["mine:people"])
    with pytest.raises(OwnMeasureError, match=r"^measure mine:people: mine cannot be imported \(No module named"):
        found.ready()
