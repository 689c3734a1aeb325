"""Every page has its place in the site, and what the pages show can be typed."""

import re
from pathlib import Path

import pytest

from docs.playing.marks import commands, files

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {page.relative_to(DOCS).as_posix(): page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md")}
TREE = re.compile(r"^```\{toctree\}\n(.*?)^```", re.DOTALL | re.MULTILINE)
INCLUDED = re.compile(r"^```\{include\} (\S+)", re.MULTILINE)
TYPED = {
    (name, words): files(text)
    for name, text in PAGES.items()
    if name == "tour.md" or name.startswith("crisis/")
    for words in commands(text).values()
}


def placed() -> set[str]:
    """Pages that stand in the table of contents of another, or in its text."""
    found = {"index.md"}
    for name, text in PAGES.items():
        folder = (DOCS / name).parent
        entries = [line.rpartition("<")[2].rstrip(">") for tree in TREE.findall(text) for line in tree.split("\n")]
        there = [f"{entry}.md" for entry in entries if entry and not entry.startswith(":")] + INCLUDED.findall(text)
        found |= {page.resolve().relative_to(DOCS).as_posix() for one in there for page in folder.glob(one)}
    return found


def test_every_page_stands_in_a_table_of_contents() -> None:
    assert placed() == {*PAGES}


@pytest.mark.parametrize(("page", "words"), TYPED, ids=[" ".join(words[1:]) for _, words in TYPED])
def test_what_is_shown_can_be_typed(page: str, words: tuple[str, ...], detente, tmp_path: Path) -> None:
    for name, text in TYPED[page, words].items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, _, complaint = detente(*few(words))
    assert code == 0, complaint


def few(words: tuple[str, ...]) -> list[str]:
    """Words of a command with two histories instead of many, and without figures."""
    shown = [*words[1:]]
    if "--runs" in shown:
        shown[shown.index("--runs") + 1] = "2"
    elif shown[0] == "compare":
        shown += ["--runs", "2"]
    return [*shown, "--no-figures"] if shown[0] in ("run", "compare", "sweep") else shown


def test_the_slip_that_is_shown_is_named_as_shown(detente, tmp_path: Path) -> None:
    page = PAGES["crisis/over_people.md"]
    (tmp_path / "harland.yaml").write_text(files(page)["harland.yaml"].replace("expel\n", "expell\n"), encoding="utf-8")
    code, _, complaint = detente("check", "harland.yaml")
    assert code != 0
    assert f"`{complaint.strip()}`" in page
