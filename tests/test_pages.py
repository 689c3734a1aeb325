"""What the pages point to is there: links, modules, tests, the files of a result, and the words for how it ends."""

import re
from pathlib import Path

import pytest

from sim.results.measures import REGIMES_BY_NUMBER

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
NAMED = {page.relative_to(ROOT).as_posix(): page for page in PAGES if page.name != "CHANGELOG.md"}
LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)")
PATH = re.compile(r"`((?:sim|tests|docs|scenarios)/[\w./]*)`")


@pytest.mark.parametrize("name", NAMED)
def test_links_and_paths_lead_somewhere(name: str) -> None:
    page = NAMED[name]
    text = page.read_text(encoding="utf-8")
    gone = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    gone += [path for path in PATH.findall(text) if not (ROOT / path).exists()]
    assert gone == []


def test_the_readme_shows_one_picture() -> None:
    assert len(re.findall(r"!\[.+?\]\(\S+?\)", NAMED["README.md"].read_text(encoding="utf-8"))) == 1


def test_the_glossary_defines_every_end_of_a_relation_in_the_order_in_which_they_are_tried() -> None:
    section = NAMED["docs/words.md"].read_text(encoding="utf-8").partition("## How a relation ends")[2]
    expected = [regime.called for regime in REGIMES_BY_NUMBER]
    assert re.findall(r"^\| (\w[\w ]*) \|", section, re.MULTILINE)[1 : len(expected) + 1] == expected


RESULTS = {
    "One history": ["run", "two_states"],
    "Many histories": ["run", "two_states", "--runs", "3", "--keep", "outcomes", "curves", "moves"],
    "A comparison": ["compare", "two_states", "--with", "policies.arden.k=0.5", "--runs", "3"],
    "A tournament": ["tournament", "two_states", "--policy", "ledger", "salami", "--runs", "3"],
    "A way out": ["offramp", "two_states", "--change", "policies.arden.k=0.5,1", "--runs", "3"],
    "A sweep": ["sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5:2", "--runs", "3", "--csv"],
}


@pytest.mark.parametrize("what", RESULTS)
def test_the_page_of_files_names_every_file_that_is_written(what: str, detente, tmp_path: Path) -> None:
    code, _, complaint = detente(*RESULTS[what], "--excel", "--no-figures")
    assert code == 0, complaint
    page = NAMED["docs/files.md"].read_text(encoding="utf-8")
    own = page.partition(f"## {what}")[2].partition("\n## ")[0]
    (folder,) = (manifest.parent for manifest in tmp_path.rglob("manifest.json"))
    written = {path.name for path in folder.iterdir() if path.is_file() and path.suffix != ".lock"}
    assert {name for name in written if f"`{name}`" not in page.partition("## ")[0] + own} == set()


def test_the_page_of_the_record_names_every_column_of_its_tables() -> None:
    page = NAMED["docs/record.md"].read_text(encoding="utf-8").partition("## Columns")[2].partition("\n## ")[0]
    for table in (ROOT / "scenarios" / "history").glob("*.csv"):
        columns = table.read_text(encoding="utf-8").partition("\n")[0].split(",")
        assert [column for column in columns if f"`{column}`" not in page] == []
