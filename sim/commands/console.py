"""What the commands share: lines on the console, and the numbers and choices that users type."""

import itertools
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from sim.scenario.characters import escaped, fault_in, is_utf8
from sim.scenario.problems import printable, shown

if TYPE_CHECKING:
    from sim.scenario.arguments import ArgumentError

PLAIN_WIDTH = 160  # columns where no terminal says otherwise
LEAST_WIDTH = 80  # of a narrower terminal, which breaks the lines itself; columns would shrink to a letter
LONGEST_VALUE = 200  # characters of a wrong value that are quoted
LONGEST_NUMBER = 30  # digits that are read; any more are out of every range
_ARGUMENT = re.compile(r"`(\w+)`")  # as messages of Python name another argument
_OPTION = re.compile(r"--[a-z][a-z-]*")


class NotANumber(int):
    """What was typed instead of a whole number: out of every range, and shown as it was typed."""

    def __new__(cls, text: str) -> "NotANumber":
        """Take the text as it was typed."""
        made = super().__new__(cls, -1)
        made.text = text
        return made

    text: str

    def __str__(self) -> str:
        return self.text


def _typed_number(kind: Any, tokens: Sequence[Any]) -> int:
    """Whole number that was typed; the table of constraints refuses anything else, with what is expected."""
    text = tokens[0].value
    is_number = text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if is_number else NotANumber(text)


Number = Annotated[int, Parameter(converter=_typed_number)]
Settings = Annotated[list[str] | None, Parameter(name="--set", negative="")]
Choices = Annotated[list[str] | None, Parameter(negative="", consume_multiple=True)]


class UsageError(Exception):
    """Something typed that makes no sense; the message says what, and what was expected."""


def check_typed(words: Iterable[str]) -> None:
    """Raise UsageError where a word is empty, or no text on one line: it could not be shown or kept in a manifest.

    Before all work, for the command of a result is written when everything is played.  An empty path would mean the
    current folder.
    """
    for before, word in itertools.pairwise(["", *words]):
        _check_is_given(before, word)
        if not is_utf8(word):
            raise UsageError(f"{shown(word)}: not UTF-8; expected a name or a value that is")
        if fault := fault_in(word):
            raise UsageError(f"{shown(word)}: {fault.problem}; expected {fault.expected}")
        if "\n" in word or "\t" in word:
            raise UsageError(f"{shown(word)}: a tab or a line break; expected one line; longer texts stand in a file")


def _check_is_given(before: str, word: str) -> None:
    """Raise UsageError where a word is empty, or is an option with nothing after its equals sign."""
    is_without_value = word.endswith("=") and _OPTION.fullmatch(word[:-1])
    if word and not is_without_value:
        return
    option = word[:-1] if word else before if _OPTION.fullmatch(before) else ""
    named = f"{option} ''".lstrip()
    raise UsageError(f"{named}: empty; expected a value such as a name, a number or a path; '.' is the current folder")


class PlainConsole(Console):
    """Console on which every text is only text: no brackets are markup, no colons emoji, no character is a command."""

    def __init__(self, stream: Any, width: int | None) -> None:
        super().__init__(file=stream, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterator[Segment]:
        """Pieces of what is printed; what the terminal would obey is escaped."""
        for text, style, control in super().render(renderable, options):
            yield Segment(text if control else escaped(text), style, control)


def console_for(stream: Any) -> Console:
    """Console as wide as the terminal, or wide enough for a move a line where there is none; never below the least."""
    width = None if stream.isatty() or "COLUMNS" in os.environ else PLAIN_WIDTH
    console = PlainConsole(stream, width)
    console.width = max(console.width, LEAST_WIDTH)
    return console


def say(text: str) -> None:
    """Print a line of plain text."""
    console_for(sys.stdout).print(Text(escaped(text)), soft_wrap=True)  # rich would drop a bell


def remark(text: str) -> None:
    """Print a line that is no part of the result: what is being done, or what is wrong."""
    console_for(sys.stderr).print(Text(escaped(text)), soft_wrap=True)


def fail(text: str, code: int) -> int:
    """Print what is wrong, and return the exit code."""
    remark(text)
    return code


@contextmanager
def usage_checked() -> Iterator[None]:
    """Turn what Python says of an argument into UsageError, with the option as it was typed."""
    from sim.scenario.arguments import ArgumentError

    try:
        yield
    except ArgumentError as mistake:
        raise UsageError(_as_typed(mistake)) from None
    except ValueError as mistake:
        raise UsageError(str(mistake)) from None


def _as_typed(mistake: "ArgumentError") -> str:
    """An argument that cannot be used, named as the command line names it."""
    from sim.scenario.constraints import option_of

    value = mistake.value
    text = printable(" ".join(map(str, value)) if isinstance(value, list | tuple) else str(value), LONGEST_VALUE)
    problem = _ARGUMENT.sub(lambda found: option_of(found[1]), mistake.problem)
    return f"{option_of(mistake.argument)} {text}".strip() + f": {problem}"


def check_choices(option: str, chosen: Sequence[str] | None, known: Iterable[str]) -> None:
    """Raise UsageError where something chosen is not known; all of it is named."""
    allowed = list(known)
    unknown = [value for value in chosen or () if value not in allowed]
    if unknown:
        raise UsageError(f"{option} {' '.join(unknown)}: unknown; expected one of {', '.join(allowed)}")
