"""One browser's view of a seat: what it is told, what it may choose, and at the end what came of the game."""

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

from sim.analysis.labels import day_text
from sim.engine.lawful import Option
from sim.report.page.document import Block, Code
from sim.report.page.document import Table as Shown
from sim.rules.moves import GRAVEST

from .drop_down import DropDown
from .hall import Hall
from .page_parts import fill, listed, live, named, plain, posts_of, shown_command, shown_kept, shown_table
from .seat import Seat
from .wording import (
    MEASURES,
    advice_lines,
    at_issue,
    between_lines,
    chosen_line,
    ending_lines,
    followed_lines,
    left_lines,
    made_lines,
    main_partners,
    news_lines,
    opening_lines,
    option_line,
    question_line,
    title_lines,
    unanswered_lines,
)

INK = "#1d4f8c"  # of buttons, dark enough for white letters
SLOWEST, FASTEST = 1, 20  # days a second
LOOK_SECONDS = 0.1  # between two looks of a page for what has changed
LEAVE = "Leave"
PART_FROM_SERVER = "document.getElementById('popup').style.display = 'none'; window.socket.disconnect()"


class SeatPage:
    """One browser's view of a seat.  Controls stay where they are, so that the keyboard keeps its place."""

    def __init__(self, hall: Hall, seat: Seat) -> None:
        self.hall, self.seat = hall, seat
        self.version, self.day = -1, seat.date
        self.found: list[Option] = []
        self.buttons: dict[str, ui.button] = {}

    def build(self) -> None:
        """Make the page; what it shows is made again whenever anything has changed."""
        title, who, others = title_lines(self.seat)
        ui.colors(primary=INK)
        with ui.element("div").classes("p-4 w-full max-w-screen-xl"):
            plain("h1", title).classes("text-2xl")
            plain("p", f"{who} {others}")
            self.state = live("p", "status")
            self._build_buttons()
            self.said = live("p", "alert")
            with ui.element("div").classes(
                "w-full flex flex-col md:flex-row md:flex-nowrap gap-8 items-start"
            ) as self.table:
                self.told = ui.element("section").classes("w-full md:w-1/2")
                with ui.element("section").classes("w-full md:w-1/2"):
                    self._build_choice()
                    self.standing = ui.element("div")
            self.ending = ui.element("section").classes("w-full")
        self.looks = ui.timer(LOOK_SECONDS, self._look)

    def _build_buttons(self) -> None:
        party = self.seat.party
        with ui.row().classes("w-full items-center gap-2") as self.controls:
            self._button("Go", lambda: self._pass(self.hall.go))
            self._button("To the next act", self._go_far)
            if main := main_partners(self.seat):
                names = " or ".join(self.seat.table.labels.party(other) for other in main)
                self._button(f"To the next act, or talks with {names}", lambda: self._go_far(main))
            self._button("Pause", lambda: self.hall.pause(party))
            self._button("Step one day", lambda: self._pass(self.hall.step))
            self._button("As the policy would", self._follow)
            self._button("Take back", self.seat.take_back)
            self._button("To the end", self._finish)
            self._button(LEAVE, lambda: self.hall.leave(party))
            with ui.row().classes("items-center no-wrap gap-2"):
                plain("span", "Days a second")
                speed = ui.slider(min=SLOWEST, max=FASTEST, value=self.hall.speed, on_change=self._set_speed)
                named(speed.classes("w-40"), "Days a second")

    def _build_choice(self) -> None:
        """Controls by which a move is chosen: towards whom, which, how many."""
        self.other = DropDown[str]("Towards", self.show)
        self._turn_to_the_day()
        self.move = DropDown[int]("Move", self._fit_slider)
        self.picked = ui.element("p").classes("md:hidden")  # in full: a narrow list cuts its lines
        self.measured = ui.element("div")
        self.amount = ui.slider(min=0, max=1, value=0).props("label-always").classes("w-full mt-6")
        self._button("Make this move", self._choose)

    # what it shows --------------------------------------------------------------------------------

    def _look(self) -> None:
        """Show what has changed since."""
        if self.version != self.hall.version:
            self.version = self.hall.version
            if self.day != self.seat.date:
                self.day = self.seat.date
                self._turn_to_the_day()
            self.show()

    def show(self) -> None:
        """Make what changes again."""
        self._show_what_may_be_done()
        if self.seat.party in self.hall.told:
            self._show_ending(self.hall.told[self.seat.party])
            return
        seat = self.seat
        party = seat.table.labels.party(seat.party)
        fill(self.state, self._state())
        self.told.clear()
        with self.told:
            for line in opening_lines(seat):
                plain("p", line)
            listed("What happened", news_lines(seat))
            listed("Your policy did in your name", left_lines(seat))
            listed("Waits for your answer", map(question_line, seat.questions))
            listed(f"By its policy {party}", advice_lines(seat))
            listed("You do today", (chosen_line(seat, move) for move in seat.chosen))
        self._show_standing()
        self._show_options()

    def _show_what_may_be_done(self) -> None:
        """Let controls that have nothing more to do rest: after the last day all but one, and all for who has left."""
        has_left = self.seat.party in self.hall.left
        for name, button in self.buttons.items():
            button.set_enabled(not has_left and (name == LEAVE or not self.seat.is_over))
        self.controls.set_visibility(not has_left)
        self.table.set_visibility(not has_left)

    def _show_ending(self, blocks: Sequence[Block]) -> None:
        """Show what came of the game, and part from the server, which is about to close."""
        self.looks.deactivate()
        fill(self.state, "")
        self.said.clear()
        self.ending.clear()
        with self.ending:
            headline, *others = blocks
            plain("p", str(headline)).classes("mt-1")
            if self.hall.kept is not None:
                shown_kept(self.hall.kept)
            for block in others:
                if isinstance(block, Shown):
                    shown_table(block)
                elif isinstance(block, Code):
                    shown_command(block.text)
                else:
                    plain("p", str(block)).classes("mt-1")
        ui.run_javascript(PART_FROM_SERVER)
        self.hall.seen.add(self.seat.party)

    def _state(self) -> str:
        """The day, and who is waited for."""
        table = self.seat.table
        if self.seat.party in self.hall.left:
            others = [table.labels.party(party) for party in table.parties if party not in self.hall.left]
            have = f"{' and '.join(others)} {'has' if len(others) == 1 else 'have'}"
            return f"You have left. What came of the game follows here {f'as soon as {have}' if others else 'shortly'}."
        if self.seat.is_over:
            return " ".join([*ending_lines(self.seat), "Leave the table to see what came of it."])
        waiting = [party for party in table.parties if party not in self.hall.going | {*table.ready}]
        names = " and ".join(table.labels.party(party) for party in waiting)
        is_ready = self.seat.party not in waiting
        return f"{day_text(self.seat.date)}{f'; waiting for {names}' if is_ready and waiting else ''}"

    def _show_standing(self) -> None:
        """Accounts, ladder and posts between the seat and the party chosen."""
        (between,) = [between for between in self.seat.between if between.other == self.other.value]
        self.standing.clear()
        with self.standing:
            plain("h2", "How you stand").classes("text-lg mt-2")
            plain("p", between_lines(self.seat, between)[0])
            meter = ui.element("meter").classes("w-40")
            meter._props.update({"min": 0, "max": 10, "value": between.rung, "aria-label": "Rung in force"})
            plain("p", f"Rung {between.rung} of 10 on the ladder")
            posts_of(self.seat, between)

    def _show_options(self) -> None:
        """Offer the moves that are lawful now; the one that was picked stays, if it is."""
        before = self._picked()
        self.found = self.seat.options(str(self.other.value))
        places = [(option.move, option.channel) for option in self.found]
        kept = places.index((before.move, before.channel)) if before and (before.move, before.channel) in places else 0
        lines = {n: option_line(self.seat, option) for n, option in enumerate(self.found)}
        self.move.fill(lines, kept if lines else None)
        self._fit_slider()

    def _picked(self) -> Option | None:
        n = self.move.value
        return self.found[n] if n is not None and n < len(self.found) else None

    def _fit_slider(self) -> None:
        """Let the slider say how many, or how severe; hide it where there is nothing to say."""
        option = self._picked()
        is_measure = option is not None and option.move == MEASURES
        low, high, step = (0.5, GRAVEST, 0.1) if is_measure else (1, max(1, option.most if option else 1), 1)
        self.amount._props.update({"min": low, "max": high, "step": step})
        name = "Severity" if is_measure else "How many"
        named(self.amount, name)
        fill(self.picked, option_line(self.seat, option) if option else "")
        fill(self.measured, name if high > low else "")
        self.amount.value = min(high, max(low, self.amount.value))
        self.amount.set_visibility(high > low)
        self.amount.update()

    # what is done ---------------------------------------------------------------------------------

    def _button(self, name: str, act: Callable[[], object]) -> None:
        self.buttons[name] = ui.button(name, on_click=lambda: self._try(act)).props("no-caps")

    def _try(self, act: Callable[[], object]) -> None:
        """Do something; the lines that it gives are shown, or what is wrong with it."""
        try:
            said, colour = act(), "text-primary"
        except ValueError as problem:
            said, colour = [str(problem)], "text-negative"
        self.said.classes(colour, remove="text-primary text-negative")
        fill(self.said, " ".join(said) if isinstance(said, list) else "")
        self.hall.change()

    def _pass(self, act: Callable[[str], object]) -> list[str]:
        """Let days pass; returns what is said of what they leave without an answer."""
        lines = unanswered_lines(self.seat, "Take back returns to it")
        act(self.seat.party)
        return lines

    def _go_far(self, talks_with: Sequence[str] = ()) -> list[str]:
        """Let days pass up to the next decision about an act; returns what is said of acts left without an answer."""
        lines = []
        if self.seat.chosen or self.seat.is_about(talks_with):
            lines = unanswered_lines(self.seat, "Take back returns to it")
        self.hall.go_to_act(self.seat.party, talks_with)
        return lines

    def _choose(self) -> list[str]:
        option = self._picked()
        if option is None:
            raise ValueError("no move is lawful towards this party")
        place = (option.move, option.to, option.channel)
        if option.move == MEASURES:
            self.seat.choose(*place, severity=round(float(self.amount.value), 1))
        else:
            self.seat.choose(*place, int(self.amount.value) if option.most > 1 else option.most)
        return made_lines(self.seat, "Take back undoes it")

    def _finish(self) -> None:
        if len(self.hall.seats) > 1:
            raise ValueError("others sit at the table: go on together")
        self.seat.finish()

    def _set_speed(self, event: Any) -> None:
        self.hall.speed = min(FASTEST, max(SLOWEST, float(event.value)))

    def _follow(self) -> list[str]:
        return followed_lines(self.seat)

    def _turn_to_the_day(self) -> None:
        """Choose the party that the day is about, or the first there is."""
        others = {between.other: self.seat.table.labels.party(between.other) for between in self.seat.between}
        self.other.fill(others, [*at_issue(self.seat), *others][0])
