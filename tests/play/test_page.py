"""Seats on pages: two browsers at one table, by keyboard alone, and nothing that leaves this machine."""

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("nicegui")
playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no browser")
MOST_TABS = 60
PATIENCE = 60_000  # milliseconds


class Player:
    """A browser at a seat, of which only the keyboard is used."""

    def __init__(self, browser: Any, address: str) -> None:
        self.asked: list[str] = []
        self.wrong: list[str] = []
        self.page = browser.new_context().new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.goto(address)
        self.wait_for("How you stand")

    def wait_for(self, text: str) -> None:
        self.page.get_by_text(text).first.wait_for()

    def focus(self, name: str) -> None:
        """Press the tabulator until something of that name has the focus."""
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            found = self.page.evaluate(
                "() => { const e = document.activeElement;"
                " const label = e.labels?.[0]?.firstElementChild?.innerText;"
                " return [e.getAttribute('aria-label'), label, e.innerText, e.closest('[aria-label]')?.ariaLabel] }"
            )
            if name in found:
                return
        raise AssertionError(f"{name}: not reached by keyboard")

    def press(self, name: str, key: str = "Enter") -> None:
        self.focus(name)
        self.page.keyboard.press(key)

    @property
    def shown(self) -> str:
        return str(self.page.inner_text("body"))


@pytest.fixture(name="browser", scope="module")
def _browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def opened(folder: Path, *words: str, runs: int = 0) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    """A game on pages: the process and the addresses."""
    command = [
        sys.executable,
        "-m",
        "detente",
        "play",
        "two_states",
        "--on",
        "page",
        "--no-figures",
        "--runs",
        str(runs),
    ]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    with subprocess.Popen(
        [*command, *words], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for word in words if word in ("arden", "belmora")]
        try:
            yield process, [re.findall(r"http://\S+", line)[0] for line in lines]
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)


def ended(process: "subprocess.Popen[str]") -> int:
    """Exit code of a game; what it prints is read, so that it is not kept from ending."""
    process.communicate(timeout=60)
    return process.returncode


def test_two_browsers_play_at_one_table_by_keyboard_alone(browser: Any, tmp_path: Path) -> None:
    with opened(tmp_path, "--as", "arden", "belmora") as (process, addresses):
        arden, belmora = (Player(browser, address) for address in addresses)
        arden.press("Step one day")
        arden.wait_for("1 January 2030; waiting for Belmora")
        belmora.press("Make this move")
        belmora.wait_for("You do today")
        belmora.press("Step one day")
        for player in (arden, belmora):
            player.wait_for("Belmora criticises Arden")
        arden.press("Days a second", "End")
        for player in (belmora, arden):
            player.press("Go")
        arden.wait_for("2 March 2030")
        assert "expels 4 of the Belmoran embassy in Stanmoor" in arden.shown
        assert "expels 4 of the Belmoran" not in belmora.shown  # its own policy is nobody else's
        arden.press("As the policy would")
        arden.wait_for("You do today")
        arden.press("Take back")
        arden.page.get_by_text("You do today").wait_for(state="detached")
        arden.press("As the policy would")
        arden.press("To the end")
        arden.wait_for("others sit at the table: go on together")
        for player in (arden, belmora):
            player.press("Step one day")
        belmora.wait_for("Arden expels 4 of the Belmoran embassy in Stanmoor, in answer to no.")
        for player in (arden, belmora):
            player.press("Leave")
        assert ended(process) == 0
        assert {re.split(r"[/:]+", url)[1] for player in (arden, belmora) for url in player.asked} == {"127.0.0.1"}
        assert [text for player in (arden, belmora) for text in player.wrong if "WebSocket" not in text] == []
        (folder,) = (tmp_path / "results" / "two_states_arden_belmora").iterdir()
        assert "by_hand: [arden, belmora]" in (folder / "game.yaml").read_text(encoding="utf-8")


def test_a_move_is_chosen_by_letters_a_number_by_arrows_and_ctrl_c_keeps_the_game(browser: Any, tmp_path: Path) -> None:
    with opened(tmp_path, "--as", "arden") as (process, (address,)):
        arden = Player(browser, address)
        arden.wait_for("You may act first, or go on to the first decision.")
        arden.press("Days a second", "End")
        arden.press("Go")
        arden.wait_for("2 March 2030")
        arden.focus("Move")
        arden.page.keyboard.type("expels")  # the list turns to the first line that begins so
        arden.wait_for("How many")
        arden.press("How many", "ArrowRight")
        arden.press("Make this move")
        arden.wait_for("You do today")
        assert re.search(r"You do today\s+\w+ (the ceiling of )?.*\b2\b", arden.shown)
        assert "Take back undoes it." in arden.shown
        arden.press("Step one day")
        arden.wait_for("3 March 2030")
        process.send_signal(signal.SIGINT)
        assert ended(process) == 0
        assert (tmp_path / "results" / "two_states_arden").is_dir()


def test_an_address_that_nobody_was_given_shows_nothing(browser: Any, tmp_path: Path) -> None:
    with opened(tmp_path, "--as", "arden") as (_, (address,)):
        page = browser.new_context().new_page()
        for path in ("", "arden", "docs", "openapi.json"):
            answer = page.goto(f"{address.rpartition('/')[0]}/{path}")
            assert (path, answer.status) == (path, 404)
            assert "Arden" not in page.content()


def is_usable(player: Player, name: str) -> bool:
    return bool(player.page.get_by_role("button", name=name, exact=True).is_enabled())


def test_a_page_ends_with_the_headline_and_the_debriefing(browser: Any, tmp_path: Path) -> None:
    with opened(tmp_path, "--as", "arden", runs=2) as (process, (address,)):
        arden = Player(browser, address)
        arden.press("To the end")
        arden.wait_for("the game is over. Leave the table to see what came of it.")
        assert not is_usable(arden, "Go")
        assert is_usable(arden, "Leave")
        arden.press("Leave")
        arden.wait_for("You may close this page.")
        told = arden.shown
        assert ended(process) == 0
        assert arden.shown == told  # also once nobody serves it any more
    assert "Belmora expels 3 of the Ardenish embassy in Quellin" in told
    assert re.search(r"In \d+ of \d+ decisions Arden did not do what its policy would have done\.", told)
    assert "Highest tension" in told
    assert not [line for line in ("Connection lost", "How you stand", "Make this move") if line in told]
    (folder,) = (tmp_path / "results" / "two_states_arden").iterdir()
    assert (folder / "debriefing.json").is_file()
    assert f"The game is kept in the folder {folder}." in told
    assert "To go on with this game" not in told  # it is over
    with arden.page.expect_download() as saved:  # also once nobody serves the page any more
        arden.page.get_by_text("Save the report as one page").click()
    assert saved.value.suggested_filename == "report.html"
    report = Path(saved.value.path()).read_text(encoding="utf-8")
    assert "What each decision changed" in report
    assert (folder / "report.html").is_file()
    paper = browser.new_context(viewport={"width": 688, "height": 1016}).new_page()
    paper.emulate_media(media="print")  # A4 with margins of 14 mm
    paper.goto((folder / "report.html").as_uri())
    assert paper.evaluate("document.querySelector('main>section').getBoundingClientRect().bottom") <= 1016
    arden.page.evaluate("window.print = () => { window.wasPrinted = true }")
    arden.page.get_by_role("button", name="Print").click()
    assert arden.page.evaluate("window.wasPrinted")
    assert [text for text in arden.wrong if "WebSocket" not in text] == []


def test_who_leaves_first_sees_the_end_when_the_last_has_left(browser: Any, tmp_path: Path) -> None:
    with opened(tmp_path, "--as", "arden", "belmora") as (process, addresses):
        arden, belmora = (Player(browser, address) for address in addresses)
        arden.press("Step one day")
        belmora.press("Step one day")
        belmora.wait_for("2 January 2030")
        arden.press("Leave")
        arden.wait_for("You have left. What came of the game follows here as soon as Belmora has.")
        belmora.press("Leave")
        for player in (arden, belmora):
            player.wait_for("You may close this page.")
            assert "Arden–Belmora stands" in player.shown
            assert re.search(r"detente play \S+game\.yaml --as arden belmora --on page", player.shown)
        assert ended(process) == 0


def test_ties_stand_apart_from_posts_for_they_have_no_people(browser: Any, tmp_path: Path) -> None:
    tie = "ties.flights={kind: flights, between: [arden, belmora], worth: {arden: 1, belmora: 1}}"
    with opened(tmp_path, "--as", "arden", "--set", tie) as (_, (address,)):
        page = Player(browser, address).page
        page.get_by_text("How you stand").wait_for()
        tables = page.locator("table").all_inner_texts()
        assert [text.split()[0] for text in tables] == ["Post", "Tie"]
        assert "flights" in tables[1]
        assert "–" not in tables[1]


def test_news_and_choice_stand_side_by_side_where_there_is_room(browser: Any, tmp_path: Path) -> None:
    with opened(tmp_path, "--as", "arden") as (_, (address,)):
        page = Player(browser, address).page
        for width, are_beside in ((1280, True), (360, False)):
            page.set_viewport_size({"width": width, "height": 800})
            tops = [section.bounding_box()["y"] for section in page.locator("section").all()[:2]]
            assert (width, tops[0] == tops[1]) == (width, are_beside)
