"""A seat in any terminal: lines in, lines out."""

import re
from collections.abc import Callable, Iterable
from datetime import date

from rich.console import Console
from rich.text import Text

from sim.analysis.labels import day_text
from sim.engine.lawful import Option
from sim.rules.moves import KINDS, MEASURE

from .named import kind_typed, kinds_like, named_option, names_of
from .seat import Seat
from .wording import (
    advice_lines,
    at_issue,
    between_lines,
    chosen_line,
    ending_lines,
    followed_lines,
    left_lines,
    made_lines,
    news_lines,
    opening_lines,
    option_line,
    others_waiting_lines,
    party_named,
    question_line,
    title_lines,
    unanswered_lines,
)

Read = Callable[[str], str | None]  # shows a prompt; returns what was typed, None at the end of the input

ALONE = ("g", "go", "b", "back", "e", "end", "q", "quit")  # commands that no word follows
HELP = (
    ("m, m PARTY", "list the moves that the law and the posts allow"),
    ("7, 7 3", "make move 7 of the list, of 3 people or posts"),
    ("expel POST 3", "the same by the name of the kind of move; the post or party only where there are several"),
    ("7 3 first", "the same, but not in answer to anything"),
    ("7 3 by 2030-03-15", "the same, with a day by which people leave; it is drawn if you name none"),
    ("7 3 over HARM", "the same, in answer to a harm, also one done to an ally"),
    ("p", "do today what the policy would do; then g goes on"),
    ("b", "take back the last move of today, or else go back to the decision before"),
    ("g", "go on to the next decision"),
    ("f", "go on to the next one about an act; your policy sees to talks and returns in your name, also today"),
    ("f PARTY", "the same, but stop at talks with this party, too"),
    ("w, w 5", "wait one day, or five"),
    ("s, s PARTY, s all", "see how you stand with those whom the day is about, with one, or with all; and all posts"),
    ("n", "read the news again"),
    ("e", "play to the end without another move"),
    ("q", "leave; the game so far is kept"),
)


class Dialogue:
    """Asks a player, line by line.

    Parameters
    ----------
    seat : Seat
    console : where it prints
    read : reads a line
    """

    def __init__(self, seat: Seat, console: Console, read: Read) -> None:
        self.seat, self.console, self.read = seat, console, read
        self.listed: list[Option] = []
        self.has_left = False
        self.is_leaving = False

    def play(self) -> None:
        """Play until the game is over or the player leaves."""
        self._say(title_lines(self.seat))
        self._say(["Type m for the moves that you may make, p to do as your policy would, g to go on, ? for all else."])
        while not self.seat.is_over and not self.has_left:
            self.listed = []
            self._show()
            day = self.seat.date
            while not self.has_left and self.seat.date == day:
                self._ask()
        if lines := ending_lines(self.seat):
            self._say([""])
            if self.seat.is_over:
                self._head("Your policy did in your name:", left_lines(self.seat))
            self._say(lines)

    # what it shows --------------------------------------------------------------------------------

    def _say(self, lines: Iterable[str], indent: str = "") -> None:
        for line in lines:
            self.console.print(Text(f"{indent}{line}"), soft_wrap=True)

    def _head(self, text: str, lines: Iterable[str]) -> None:
        lines = list(lines)
        if lines:
            self.console.print(Text(text, style="bold"))
            self._say(lines, "  ")

    def _show(self) -> None:
        """What is known on the eve of a day."""
        self.console.print()
        self.console.print(Text(day_text(self.seat.date), style="bold underline"))
        self._say(opening_lines(self.seat))
        self._head("What happened:", news_lines(self.seat))
        self._head("Your policy did in your name:", left_lines(self.seat))
        self._head("Waits for your answer:", map(question_line, self.seat.questions))
        party = self.seat.table.labels.party(self.seat.party)
        self._head(f"By its policy {party}:", advice_lines(self.seat))
        self._show_chosen()

    def _show_chosen(self) -> None:
        self._head("You do today:", [chosen_line(self.seat, move) for move in self.seat.chosen])

    def _show_standing(self, party: str) -> None:
        known = {between.other: between for between in self.seat.between}
        if party and party not in (*known, "all"):
            raise ValueError(f"{party}: nobody you deal with; expected all, or one of {', '.join(known)}")
        shown = [*known] if party == "all" else [party] if party else at_issue(self.seat) or [*known]
        for other in shown:
            first, *posts = between_lines(self.seat, known[other])
            self._head(first, posts or ["no posts"])
        if not party and len(shown) < len(known):
            self._say([f"s all shows {len(known) - len(shown)} more"])

    def _show_options(self, party: str) -> None:
        others = [party] if party else at_issue(self.seat)
        if not others:
            known = [between.other for between in self.seat.between]
            raise ValueError(f"towards whom? Type m and one of {', '.join(known)}")
        self.listed = []
        for other in others:
            found = self._options_towards(other)
            lines = [self._numbered(n, option) for n, option in enumerate(found, len(self.listed) + 1)]
            self.listed += found
            self._head(f"Towards {self.seat.table.labels.party(other)} you may:", lines or ["do nothing"])
        if not party:
            self._say(others_waiting_lines(self.seat, others))

    def _numbered(self, n: int, option: Option) -> str:
        return f"{n:3}  {option_line(self.seat, option)}  [{' '.join(names_of(option))}]"

    def _options_towards(self, other: str) -> list[Option]:
        try:
            return self.seat.options(other)
        except KeyError as unknown:
            raise ValueError(unknown.args[0]) from None

    # what is typed --------------------------------------------------------------------------------

    def _ask(self) -> None:
        """Read one line and do what it says; what is wrong with it is said in one line."""
        line = self.read("> ")
        if line is None:
            self.has_left = True
            return
        word, *rest = line.split() or [""]
        self.is_leaving = self.is_leaving and word in ("q", "quit")
        try:
            self._do(word, rest)
        except ValueError as problem:
            self._say([str(problem)])

    def _do(self, word: str, rest: list[str]) -> None:
        party = party_named(self.seat, " ".join(rest))
        if word.isdecimal():
            self._choose(self._of_the_list(int(word)), rest)
        elif typed := kind_typed([word, *rest]):
            near = [option.to for option in self.listed] or at_issue(self.seat)
            self._choose(*named_option(self.seat, *typed, near))
        elif word in ("m", "moves"):
            self._show_options(party)
        elif word in ("s", "stand"):
            self._show_standing(party)
        elif word in ("p", "policy"):
            self._follow()
        elif word in ("n", "news"):
            self._show()
        elif not word:
            self._say(["Type m for the moves that you may make, g to go on, ? for all else."])
        elif word in ("?", "h", "help"):
            self._say(f"{typed:20} {meaning}" for typed, meaning in HELP)
        else:
            self._go_on(word, rest)

    def _go_on(self, word: str, rest: list[str]) -> None:
        if rest and word in ALONE:
            raise ValueError(f"{word} {' '.join(rest)}: {word} stands alone; w 5 waits five days")
        if word in ("g", "go"):
            self._say(unanswered_lines(self.seat))
            self.seat.wait()
        elif word in ("f", "far"):
            talks_with = self._partner(rest)
            if self.seat.chosen or self.seat.is_about(talks_with):
                self._say(unanswered_lines(self.seat))
            self.seat.go_to_act(talks_with)
        elif word in ("w", "wait"):
            days = _number(rest[0], "days") if rest else 1
            self._say(unanswered_lines(self.seat))
            self.seat.wait(days)
        elif word in ("b", "back"):
            before = len(self.seat.chosen)
            self.seat.take_back()
            self._say(["taken back"] if before else [f"back on {day_text(self.seat.date)}"])
            self._show_chosen()
        elif word in ("e", "end"):
            self.seat.finish()
        elif word in ("q", "quit"):
            self._leave()
        else:
            near = kinds_like(word)
            meant = f"did you mean {' or '.join(near)}? Type ? for help" if near else "type ? for help"
            raise ValueError(f"{word!r}: not understood; {meant}")

    def _partner(self, rest: list[str]) -> list[str]:
        """The party that is named after a command, if any."""
        party, known = party_named(self.seat, " ".join(rest)), [between.other for between in self.seat.between]
        if rest and party not in known:
            raise ValueError(f"f {' '.join(rest)}: nobody you deal with; expected one of {', '.join(known)}")
        return [party] if rest else []

    def _leave(self) -> None:
        """Leave the table; where that would drop what is chosen for today, only when asked a second time."""
        if self.seat.chosen and not self.is_leaving:
            self.is_leaving = True
            raise ValueError("today's moves are made when the day is played: w plays it, q again leaves without them")
        self.has_left = True

    def _follow(self) -> None:
        said = followed_lines(self.seat)
        self._show_chosen()
        self._say([*said, "Type g to go on."])

    def _of_the_list(self, number: int) -> Option:
        if not self.listed:
            raise ValueError("type m first: it lists the moves with their numbers; or type a name, as in expel POST 3")
        if not 1 <= number <= len(self.listed):
            raise ValueError(f"{number}: no such move; expected 1 to {len(self.listed)}")
        return self.listed[number - 1]

    def _choose(self, option: Option, rest: list[str]) -> None:
        """Make a move, and say what was understood."""
        count, severity, rest = _amount(option, rest)
        answers, deadline = _details(rest)
        place = (option.move, option.to, option.channel, count)
        self.seat.choose(*place, severity=severity, answers=answers, deadline=deadline)
        self._say(made_lines(self.seat))
        self._show_chosen()


def _amount(option: Option, rest: list[str]) -> tuple[int, float | None, list[str]]:
    """How many, or how severe; and the words that are left."""
    is_number = bool(rest) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", rest[0]) is not None
    if option.move == KINDS[MEASURE].name:
        if not is_number:
            raise ValueError(f"how severe? Type the number of the move and a severity up to {option.severity[1]:g}")
        return 0, float(rest[0]), rest[1:]
    if option.most <= 1 and not is_number:
        return option.most, None, rest
    if not is_number:
        raise ValueError(f"how many? Type the number of the move and a number from 1 to {option.most}")
    return _number(rest[0], "count"), None, rest[1:]


def _details(rest: list[str]) -> tuple[bool | str, date | None]:
    """What a move answers, and its deadline."""
    answers: bool | str = True
    deadline = None
    words = iter(rest)
    for word in words:
        if word == "first":
            answers = False
        elif word == "over":
            answers = _harm(next(words, ""))
        elif word == "by":
            deadline = _day(next(words, ""))
        else:
            raise ValueError(f"{word!r}: not understood; type ? for help")
    return answers, deadline


def _harm(word: str) -> str:
    """Id of a harm that a move answers."""
    if re.fullmatch(r"(no\.?)?[0-9]*", word):
        raise ValueError(f"over {word}: expected a harm; a move answers the last act that waits, unless you add first")
    return word


def _number(text: str, what: str) -> int:
    if not text.isdecimal() or len(text) > 9 or int(text) < 1:
        raise ValueError(f"{what} {text!r}: expected a whole number from 1 on")
    return int(text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"by {text!r}: expected a day, such as 2030-03-15") from None
