"""detente new: the file that it writes, and what keeps it from writing one."""

from collections.abc import Callable
from pathlib import Path

import pytest

Detente = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_draft_is_written_with_the_schema_beside_it_and_passes(detente: Detente, here: Path) -> None:
    code, said, _ = detente("new", "Algeria", "Morocco", "--start", "2021-08-24")
    assert (code, said.startswith("written: algeria_morocco.yaml, and for editors algeria_morocco.schema.json")) == (
        0,
        True,
    )
    assert {file.name for file in here.iterdir()} == {"algeria_morocco.yaml", "algeria_morocco.schema.json"}
    good = "algeria_morocco: good. Algeria and Morocco; 2021-08-24 to 2022-08-23."
    assert good in detente("check", "algeria_morocco.yaml")[1]


def test_a_file_that_is_there_stays_unless_it_is_forced_away(detente: Detente, here: Path) -> None:
    (here / "mine.yaml").write_text("mine")
    words = ("new", "Algeria", "Morocco", "--as", "mine.yaml")
    assert detente(*words) == (
        2,
        "",
        "mine.yaml: is there already; expected another name with --as, or --force to write over it\n",
    )
    assert (here / "mine.yaml").read_text() == "mine"
    assert detente(*words, "--force")[0] == 0
    assert "name: mine\n" in (here / "mine.yaml").read_text()


def test_a_schema_has_the_ids_that_the_file_has_by_now(detente: Detente, here: Path) -> None:
    assert detente("new", "Algeria", "Morocco", "--as", "mine.yaml")[0] == 0
    (here / "mine.yaml").write_text((here / "mine.yaml").read_text().replace("states:", "states:\n  newcomer: {}"))
    assert "newcomer" not in (here / "mine.schema.json").read_text()
    assert detente("schema", "mine.yaml")[:2] == (0, "written: mine.schema.json\n")
    assert "newcomer" in (here / "mine.schema.json").read_text()


def test_a_table_of_posts_becomes_a_scenario_beside_it(detente: Detente, here: Path) -> None:
    (here / "world").mkdir()
    (here / "world" / "posts.csv").write_text("staff,kind,host,sender\n9,embassy,Chad,Mali\n7,embassy,Mali,Chad\n")
    assert detente("new", "world/posts.csv", "Chad", "Mali")[0] == 0
    assert "channels 2, relations 1, scripted moves 1" in detente("check", "world/posts.yaml")[1]


MISTAKES = {
    ("new",): "0 parties; expected 2 to 12, or a table (.csv, .tsv or .txt) of posts or of moves",
    ("new", "Algeria", "Mali", "--move", "dance"): "--move 'dance': no such kind of move; `detente moves` lists them",
    (
        "new",
        "Algeria",
        "Mali",
        "--move",
        "suspend_council",
    ): "--move suspend_council: the two have no council; expected",
    ("new", "Algeria", "Mali", "--start", "soon"): "--start soon: ",
    ("new", "Algeria", "Mali", "--as", "mine.txt"): "--as mine.txt: expected NAME.yaml",
    ("new", "Algeria", "Mali", "--as", "nowhere/mine.yaml"): "nowhere/mine.yaml: ",
    ("new", "none.csv"): "none.csv: cannot be read (No such file or directory)",
    (
        "new",
        "moves.csv",
        "--start",
        "2020-01-01",
    ): "moves.csv: a table of moves has days and moves of its own; expected",
    ("new", "broken.csv"): "broken.csv:2:",
    ("new", "posts.csv", "--as", "below/mine.yaml"): "--as below/mine.yaml: expected a file in the folder",
}


@pytest.mark.parametrize("words", MISTAKES, ids=" ".join)
def test_a_mistake_is_told_and_nothing_is_written(words: tuple[str, ...], detente: Detente, here: Path) -> None:
    (here / "below").mkdir()
    (here / "moves.csv").write_text("date,actor,target,move\n2020-01-01,Chad,Mali,expel\n")
    (here / "posts.csv").write_text("sender,host\nChad,Mali\n")
    (here / "broken.csv").write_text("sender,host,kind\nChad,Mali,castle\n")
    before = {*here.rglob("*")}
    code, out, err = detente(*words)
    assert (code, out, err.startswith(MISTAKES[words]), err.count("\n")) == (code or 2, "", True, 1)
    assert {*here.rglob("*")} == before
