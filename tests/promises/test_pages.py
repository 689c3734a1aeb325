"""Pages in a browser: hostile texts add no element and no program, and everybody can use a page, however narrow."""

import re
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.promises import payloads
from tests.promises._texts import PAYLOADS
from tests.promises._told import Field

axe = pytest.importorskip("axe_playwright_python.sync_playwright")
playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser")
PATIENCE = 60_000  # milliseconds
WIDTHS = (1280, 360)

# what a browser, or the library of the seat's page, might obey; each is short, so that no line breaks
OBEYED = [
    text
    for what, text in PAYLOADS.items()
    if what.startswith(("a tag", "a script", "the end of", "a picture", "a handler", "an address", "a program of a t"))
]
PLAYED = ("run", "run --runs", "play", "compare", "tournament", "offramp", "sweep")
REPORTS = tuple(command for command in payloads.COMMANDS if command.startswith("report"))
COUNTED = """() => {
    const counts = {}
    for (const e of document.querySelectorAll('*')) {
        if (e.closest('.q-ripple')) continue  // the waves of a button that was just pressed
        counts[e.tagName] = (counts[e.tagName] || 0) + 1
        for (const a of e.attributes) if (a.name.startsWith('on')) counts[a.name] = (counts[a.name] || 0) + 1
    }
    return counts
}"""


def hostile(n: int) -> dict[Field, str]:
    """One text for each field of a scenario that some page might obey."""
    return {field: OBEYED[(n + place) % len(OBEYED)] for place, field in enumerate(payloads.text_fields())}


def tame() -> dict[Field, str]:
    """Another text for each field that nothing obeys."""
    return {field: f"Plain text {place}" for place, field in enumerate(payloads.text_fields())}


class Watched:
    """A page in a browser, and what it did beside showing itself."""

    def __init__(self, browser: Any, address: str) -> None:
        self.did: list[str] = []
        self.page = browser.new_context().new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("dialog", lambda dialog: (self.did.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        self.page.on("pageerror", lambda error: self.did.append(str(error)))
        self.page.on("request", self._asked)
        self.page.goto(address)

    def _asked(self, request: Any) -> None:
        if not request.url.startswith(("file://", "data:", "http://127.0.0.1:", "ws://127.0.0.1:")):
            self.did.append(f"a request: {request.url}")

    def counts(self) -> Counter[str]:
        """Elements by their names, and attributes that would run something."""
        return Counter(self.page.evaluate(COUNTED))

    def settled(self) -> Counter[str]:
        """The same once nothing moves any more: a ripple of a button or a menu that opens has elements of its own."""
        before, now = Counter[str](), self.counts()
        while before != now:
            self.page.wait_for_timeout(400)
            before, now = now, self.counts()
        return now


def barriers(page: Any) -> list[str]:
    """What on a page keeps somebody from using it, by the rules of axe."""
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in found]


def opened_at(browser: Any, address: str, width: int) -> Any:
    """A page of a width; the program that looks for barriers may run in it."""
    page = browser.new_context(viewport={"width": width, "height": 800}, bypass_csp=True).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address)
    return page


@pytest.fixture(name="browser", scope="module")
def _browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def pages_of(given: dict[Field, str], folder: Path) -> dict[str, Path]:
    """Play every kind of result, and write its report; the pages and pictures by the folder of their kind."""
    for command in (*PLAYED, *REPORTS):
        answer = payloads._typed(given, folder, command)
        assert (command, answer.code) == (command, 0), answer.err
    found = [*folder.rglob("*.html"), *folder.rglob("*.svg")]
    return {f"{path.relative_to(folder).parts[0]} {path.name}": path for path in found}


@pytest.mark.slow
def test_a_browser_finds_the_same_elements_in_reports_and_pictures_as_with_tame_texts(browser: Any, tmp_path: Path):
    (tmp_path / "hostile").mkdir()
    (tmp_path / "tame").mkdir()
    given, tame_pages = hostile(0), pages_of(tame(), tmp_path / "tame")
    pages = pages_of(given, tmp_path / "hostile")
    assert pages.keys() == tame_pages.keys()
    assert len([name for name in pages if name.endswith(".html")]) == len(REPORTS)
    for name, path in pages.items():
        found, expected = (Watched(browser, each.as_uri()) for each in (path, tame_pages[name]))
        assert (name, found.did) == (name, [])
        if name.endswith(".html"):
            assert (name, found.counts()) == (name, expected.counts())
            for width in WIDTHS:
                page = opened_at(browser, path.as_uri(), width)
                assert (name, width, barriers(page)) == (name, width, [])
                page.context.close()
        else:  # a title of another length may break into more lines
            assert (name, {*found.counts()}) == (name, {*expected.counts()})
        found.page.context.close()
        expected.page.context.close()


@contextmanager
def a_seat(given: dict[Field, str], folder: Path) -> Iterator[str]:
    """A game on a page; its address."""
    folder.mkdir()
    payloads._write(given, folder)
    words = ["play", "case.yaml", "--as", "arden", "--on", "page", "--no-figures", "--runs", "0"]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    with subprocess.Popen(
        [sys.executable, "-m", "detente", *words], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield re.findall(r"http://127\S+", process.stdout.readline())[0]
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def played_on(watched: Watched) -> list[Counter[str]]:
    """Play some days by the page's buttons; the elements of the page on each, with the last of each list chosen."""
    page, found = watched.page, []
    for _ in range(3):
        page.get_by_text("How you stand").first.wait_for()
        for name in ("Towards", "Move"):
            choice = page.get_by_role("combobox", name=name)
            choice.select_option(index=choice.locator("option").count() - 1)
            assert page.get_by_role("progressbar").count() == 0  # it would have no name for screen readers
            found.append(watched.settled())
        page.get_by_role("button", name="As the policy would").click()
        day = page.get_by_role("status").inner_text()
        page.get_by_role("button", name="Step one day").click()
        page.wait_for_function("day => document.querySelector('[role=status]').innerText !== day", arg=day)
    return found


@pytest.mark.slow
def test_a_browser_finds_the_same_elements_on_the_page_of_a_seat_as_with_tame_texts(browser: Any, tmp_path: Path):
    pytest.importorskip("nicegui")
    found: list[list[Counter[str]]] = []
    for n, given in enumerate((tame(), hostile(0))):
        with a_seat(given, tmp_path / str(n)) as address:
            watched = Watched(browser, address)
            found.append(played_on(watched))
            assert watched.did == []
            title, name = given["title",], given["states", "arden", "name"]
            assert title in watched.page.title()
            assert title in watched.page.get_by_role("heading", level=1).inner_text()
            assert name in watched.page.inner_text("body")
    assert found[0] == found[1]


@pytest.mark.slow
def test_nothing_on_the_page_of_a_seat_keeps_anybody_from_using_it(browser: Any, tmp_path: Path) -> None:
    pytest.importorskip("nicegui")
    with a_seat(tame(), tmp_path / "seat") as address:
        for width in WIDTHS:
            page = opened_at(browser, address, width)
            page.get_by_text("How you stand").first.wait_for()
            assert (width, barriers(page)) == (width, [])
            page.get_by_role("combobox", name="Move").select_option(label=page.get_by_role("option").last.inner_text())
            page.get_by_role("button", name="Make this move").click()
            page.get_by_text("You do today").wait_for()
            assert (width, barriers(page)) == (width, [])
            page.get_by_role("button", name="Take back").click()
            page.get_by_text("You do today").wait_for(state="detached")
