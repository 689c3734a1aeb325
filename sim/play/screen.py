"""A seat on a whole terminal screen, by Textual: everything by keyboard."""

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import DataTable, Footer, Header, Input, Label, Select, Static

from sim.analysis.labels import capital, day_text
from sim.engine.lawful import Option

from .seat import Seat
from .wording import (
    MEASURES,
    advice_lines,
    at_issue,
    between_lines,
    chosen_line,
    ending_lines,
    followed_lines,
    ladder,
    left_lines,
    made_lines,
    news_lines,
    opening_lines,
    option_line,
    question_line,
    title_lines,
    unanswered_lines,
)


class Amount(ModalScreen[str | None]):
    """Asks for how many, or for how severe; Enter accepts, Escape leaves."""

    BINDINGS: ClassVar[list[BindingType]] = [("escape", "leave", "Leave")]
    CSS = "Amount { align: center middle; } #amount { width: 60; height: auto; border: solid $accent; padding: 1 2; }"

    def __init__(self, question: str, usual: str) -> None:
        super().__init__()
        self.question, self.usual = question, usual

    def compose(self) -> ComposeResult:
        """Make the question and the field."""
        with Vertical(id="amount"):
            yield Label(Text(self.question))
            yield Input(self.usual, id="number")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Accept what was typed."""
        self.dismiss(event.value.strip())

    def action_leave(self) -> None:
        """Leave without a number."""
        self.dismiss(None)


class SeatScreen(App[None]):
    """Shows what a seat knows, and lets it choose.

    Parameters
    ----------
    seat : Seat
    """

    TITLE = "detente"
    BINDINGS: ClassVar[list[BindingType]] = [
        ("g", "go", "Go on"),
        ("f", "go_far", "To the next act"),
        ("w", "wait", "Wait a day"),
        ("p", "follow", "As the policy would"),
        ("b", "take_back", "Take back"),
        ("e", "finish", "To the end"),
        ("q", "leave", "Leave"),
    ]
    CSS = """
    #told { width: 3fr; padding: 0 1; }
    #may { width: 2fr; }
    #options { height: 2fr; }
    #standing { height: 1fr; padding: 0 1; }
    #said { height: auto; color: $error; padding: 0 1; }
    .head { text-style: bold; margin-top: 1; }
    """

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat = seat
        self.listed: list[Option] = []

    def compose(self) -> ComposeResult:
        """Make the parts of the screen."""
        others = [(Text(self.seat.table.labels.party(it.other)), it.other) for it in self.seat.between]
        yield Header()
        with Horizontal():
            with VerticalScroll(id="told", can_focus=True):
                yield Static(id="news")
                yield Static(id="left")
                yield Static(id="questions")
                yield Static(id="advice")
                yield Static(id="chosen")
            with Vertical(id="may"):
                yield Select(others, value=others[0][1], allow_blank=False, id="party")
                yield DataTable(cursor_type="row", id="options")
                with VerticalScroll(id="standing", can_focus=True):
                    yield Static(id="between")
        yield Static(id="said")
        yield Footer()

    def on_mount(self) -> None:
        """Begin with the first day."""
        self.query_one("#options", DataTable).add_column("You may (Enter makes the move)")
        self.query_one("#options").focus()
        self.turn_to_what_is_asked()
        self.show()

    # what it shows --------------------------------------------------------------------------------

    def show(self, said: str = "") -> None:
        """Show what stands now, and a line about what was just done."""
        seat = self.seat
        party = seat.table.labels.party(seat.party)
        self.title, self.sub_title = title_lines(seat)[0], f"{party}, {day_text(seat.date)}"
        self._fill("#news", "What happened", [*opening_lines(seat), *news_lines(seat)])
        self._fill("#left", "Your policy did in your name", left_lines(seat))
        self._fill("#questions", "Waits for your answer", map(question_line, seat.questions))
        self._fill("#advice", f"By its policy {party}", advice_lines(seat))
        self._fill("#chosen", "You do today", [chosen_line(seat, move) for move in seat.chosen])
        over = [*ending_lines(seat), "The game is over: q leaves."] if seat.is_over else []
        lines = [said, *over]
        self.query_one("#said", Static).update(Text("\n".join(filter(None, lines))))
        self._show_party()

    def _fill(self, place: str, head: str, lines: Iterable[str]) -> None:
        text = Text()
        for number, line in enumerate(lines):
            if not number:
                text.append(f"{head}\n", style="bold")
            text.append(f"  {line}\n")
        self.query_one(place, Static).update(text)

    def _show_party(self) -> None:
        """List the moves towards the party that is chosen, and how one stands with it."""
        other = str(self.query_one("#party", Select).value)
        table = self.query_one("#options", DataTable)
        row = table.cursor_row
        table.clear()
        self.listed = self.seat.options(other)
        for option in self.listed:
            table.add_row(Text(option_line(self.seat, option)))
        table.move_cursor(row=min(row, max(0, len(self.listed) - 1)))
        (between,) = [between for between in self.seat.between if between.other == other]
        first, *posts = between_lines(self.seat, between)
        self.query_one("#between", Static).update(Text("\n".join([first, ladder(between.rung), *posts])))

    def turn_to_what_is_asked(self) -> None:
        """Choose the party that the day is about."""
        if asked := at_issue(self.seat):
            self.query_one("#party", Select).value = asked[0]

    # what is done ---------------------------------------------------------------------------------

    def on_select_changed(self) -> None:
        """Another party is chosen."""
        self._show_party()

    def on_data_table_row_selected(self, event: DataTable.RowSelected) -> None:
        """A move is chosen from the list."""
        if not 0 <= event.cursor_row < len(self.listed):
            return
        option = self.listed[event.cursor_row]
        deed = capital(option_line(self.seat, option))
        if option.move == MEASURES:
            self.push_screen(Amount(f"{deed}. How severe?", "3"), lambda typed: self._make(option, typed))
        elif option.most > 1:
            self.push_screen(Amount(f"{deed}. How many?", "1"), lambda typed: self._make(option, typed))
        else:
            self._make(option, str(option.most))

    def _make(self, option: Option, typed: str | None) -> None:
        if typed is not None:
            self._try(lambda: self._choose(option, typed))

    def _choose(self, option: Option, typed: str) -> list[str]:
        place = (option.move, option.to, option.channel)
        try:
            amount: dict[str, Any] = {"severity": float(typed)} if option.move == MEASURES else {"count": int(typed)}
        except ValueError:
            raise ValueError(f"{typed!r}: expected a number") from None
        self.seat.choose(*place, **amount)
        return made_lines(self.seat)

    def _try(self, act: Callable[[], object]) -> None:
        """Do something; the lines that it gives are shown, or what is wrong with it."""
        day = self.seat.date
        try:
            said = act()
        except ValueError as problem:
            self.show(str(problem))
            return
        if self.seat.date != day:
            self.turn_to_what_is_asked()
        self.show("\n".join(said) if isinstance(said, list) else "")

    def _pass(self, act: Callable[[], object]) -> None:
        """Let days pass, and show what they leave without an answer."""

        def passed() -> list[str]:
            lines = unanswered_lines(self.seat)
            act()
            return lines

        self._try(passed)

    def action_go(self) -> None:
        """Go on to the next decision."""
        self._pass(self.seat.go)

    def action_go_far(self) -> None:
        """Go on to the next decision about an act."""
        self._try(self.seat.go_to_act)

    def action_wait(self) -> None:
        """Let a day pass."""
        self._pass(lambda: self.seat.wait(1))

    def action_follow(self) -> None:
        """Do what the policy would do."""
        self._try(lambda: followed_lines(self.seat))

    def action_take_back(self) -> None:
        """Take the last choice or decision back."""
        self._try(self.seat.take_back)

    def action_finish(self) -> None:
        """Play to the end."""
        self._try(self.seat.finish)

    def action_leave(self) -> None:
        """Leave; the game so far is kept."""
        self.exit()
