"""The seat on a whole screen, played by keys alone."""

import asyncio
import html
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from sim.play import Seat

textual = pytest.importorskip("textual")
from sim.play.screen import SeatScreen  # noqa: E402

Keys = tuple[str, ...]


def played(*keys: str, seat: Seat | None = None, look: Callable[[Any], Any] = lambda app: None) -> tuple[Seat, Any]:
    """Go on to the first decision and press keys from there; returns the seat, and what ``look`` saw in the end."""
    return played_from_the_first_day("g", *keys, seat=seat, look=look)


def played_from_the_first_day(
    *keys: str, seat: Seat | None = None, look: Callable[[Any], Any] = lambda app: None
) -> tuple[Seat, Any]:
    """Press keys; returns the seat, and what ``look`` saw in the end."""
    seat = seat or Seat("two_states", "arden")

    async def press() -> Any:
        app = SeatScreen(seat)
        async with app.run_test(size=(150, 45)) as pilot:
            await pilot.pause()
            for key in keys:
                await pilot.press(key)
                await pilot.pause()
            return look(app)

    run: Awaitable[Any] = press()
    return seat, asyncio.run(run)  # type: ignore[arg-type]


def texts(app: Any) -> str:
    """All that stands on the screen."""
    places = ("news", "left", "questions", "advice", "chosen", "said")
    return "\n".join(str(app.query_one(f"#{place}").content) for place in places)


def test_it_shows_what_a_seat_is_told() -> None:
    _, shown = played(look=texts)
    assert "What happened\n  no. 1, 1 Mar 2030: Belmora expels 3 of the Ardenish embassy in Quellin" in shown
    assert "Waits for your answer\n  no. 1" in shown
    assert (
        "By its policy Arden\n  expels 4 of the Belmoran embassy in Stanmoor (severity 5.02): answers in kind;" in shown
    )


def test_one_may_act_on_the_first_day() -> None:
    _, shown = played_from_the_first_day(look=texts)
    assert "Nothing waits for your answer yet. You may act first" in shown
    seat, _ = played_from_the_first_day("enter", "g")
    assert [news.words for news in seat.news][:1] == ["Arden criticises Belmora"]


def test_what_the_policy_does_in_the_name_of_the_seat_is_shown() -> None:
    _, shown = played_from_the_first_day("f", "f", seat=Seat("nato_russia_2021", "russia"), look=texts)
    assert "Your policy did in your name\n  no. 8, 30 Oct 2021: Russia offers NATO talks: its own initiative" in shown


def test_it_shows_the_ladder_and_the_posts_and_lists_every_lawful_move() -> None:
    seat, (standing, rows) = played(
        look=lambda app: (str(app.query_one("#between").content), app.query_one("#options").row_count)
    )
    assert "Rung 4 of 10: ▮▮▮▮▯▯▯▯▯▯\nArdenish consulate in Lorrin: open, 7 people, ceiling 7" in standing
    assert rows == len(seat.options("belmora")) == 25


def test_what_gets_no_answer_is_named_when_days_pass() -> None:
    said = "No answer today to no. 1, 1 Mar 2030: Belmora expels 3 of the Ardenish embassy in Quellin."
    assert said in played("w", look=texts)[1]
    assert said not in played("w", "w", look=texts)[1]
    assert said not in played("p", "w", look=texts)[1]


def test_a_move_is_chosen_by_arrows_and_enter() -> None:
    seat, shown = played("enter", look=texts)
    assert [move.move for move in seat.chosen] == ["criticise"]
    assert "You do today\n  criticises Belmora" in shown
    assert "Understood: criticises Belmora (in answer to no. 1); b takes it back." in shown


def test_a_number_is_asked_where_the_move_counts_people() -> None:
    seat, _ = played(*["down"] * 11, "enter", "backspace", "3", "enter")
    assert [(move.move, move.count) for move in seat.chosen] == [("expel", 3)]
    seat, shown = played(*["down"] * 11, "enter", "9", "9", "enter", look=texts)
    assert seat.chosen == []
    assert "expel of 99: belmora_embassy allows 24 as things stand" in shown
    assert played(*["down"] * 11, "enter", "escape")[0].chosen == []


def test_a_severity_is_asked_of_a_measure() -> None:
    seat, _ = played(*["down"] * 23, "enter", "backspace", "4", "enter")
    assert [(move.move, move.severity) for move in seat.chosen] == [("measure", 4.0)]
    assert "'x': expected a number" in played(*["down"] * 23, "enter", "backspace", "x", "enter", look=texts)[1]


def test_the_policy_is_followed_days_pass_and_all_is_taken_back() -> None:
    seat, _ = played("p", "b", "p")
    assert [move.count for move in seat.chosen] == [4]
    assert str(played("w")[0].date) == "2030-03-03"
    assert str(played("p", "g", "b")[0].date) == "2030-03-02"
    assert "nothing to take back" in played("b", "b", look=texts)[1]


def test_a_game_is_played_to_the_end() -> None:
    seat, shown = played("p", "e", look=texts)
    assert seat.is_over
    assert "The game is over: q leaves." in shown


def test_it_turns_to_the_party_that_the_day_is_about() -> None:
    seat = Seat("nato_russia_2021", "russia")
    _, other = played(look=lambda app: app.query_one("#party").value, seat=seat)
    assert other == "nato"


def test_names_are_text_and_no_markup() -> None:
    name, title = "[red]Bel[/red] [link=x]mora", "[@click=app.bell]Two[/] {0}"
    seat = Seat("two_states", "arden", settings=[f'states.belmora.name="{name}"', f'title="{title}"'])
    _, (shown, drawn) = played(look=lambda app: (texts(app), app.export_screenshot()), seat=seat)
    assert f"{name} expels 3" in shown
    on_screen = html.unescape(drawn).replace("\xa0", " ")
    assert (title in on_screen, f" criticises {name}" in on_screen) == (True, True)


def test_the_command_opens_the_screen(detente: Any, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(SeatScreen, "run", lambda self: self.seat.wait(3))
    code, out, _ = detente("play", "two_states", "--as", "arden", "--on", "screen", "--no-figures", "--runs", "0")
    assert code == 0
    assert "files in results/two_states_arden/" in out


def test_without_the_extra_the_command_says_what_to_install(detente: Any, monkeypatch: Any) -> None:
    from sim.commands import play

    def missing(name: str) -> None:
        raise ModuleNotFoundError("No module named 'textual'", name="textual")

    monkeypatch.setattr(play, "import_module", missing)
    code, _, err = detente("play", "two_states", "--as", "arden", "--on", "screen")
    assert (code, err) == (2, "--on screen: needs an extra; in the folder of detente: pip install -e '.[tui]'\n")
