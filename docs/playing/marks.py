"""Marks of a page: the commands that it plays, and the places that hold what came out.

| mark | what it says |
|-|-|
| ``<!-- command: NAME … -->`` | the commands below: a name for each line, or ``-`` for one that is not played |
| the same, before a block of Python | the name of that block, which is played as a program |
| ``<!-- played: NAME COMMAND -->`` | a command that the page needs and does not show |
| ``<!-- file: NAME -->`` | the block below is a file that all commands of the page find in their folder |
| ``<!-- output: NAME PART -->`` | the block below is what the command prints, or a part of it, see :mod:`.parts` |
| ``<!-- printed: NAME PART -->`` … ``<!-- end -->`` | the same, as Markdown |
| ``<!-- numbers: NAME -->`` … ``<!-- end -->`` | what a function of :mod:`.numbers` makes of results |
| ``<!-- number: NAME -->…<!-- end -->`` | the same within a line: one number in a sentence or a cell |
| ``<!-- figure: NAME FILE -->`` | the figure below is a file of the result; then options of ``detente plot`` |

A figure that is kept and not shown stands in a comment, ``<!-- ![](FILE) -->``.
"""

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

SHOWN = re.compile(r"<!-- command: ([\w -]+?) -->\n```sh\n(.*?)```", re.DOTALL)
CODE = re.compile(r"<!-- command: (\w+) -->\n```python\n(.*?)```", re.DOTALL)
FILE = re.compile(r"<!-- file: (\S+) -->\n```\w+\n(.*?)```", re.DOTALL)
UNSHOWN = re.compile(r"<!-- played: (\w+) (.+?) -->")
PLACE = re.compile(
    r"<!-- (?P<kind>output|printed|numbers?|figure): (?P<name>\w+) ?(?P<part>.*?) ?-->\n?"
    r"(?P<body>```text\n.*?```|(?:<!-- )?!\[[^\]]*\]\([^)]+\)|.*?<!-- end -->)",
    re.DOTALL,
)
SCRIPTS = "tests/validation/"


class Place(NamedTuple):
    """A place of a page that a result fills.

    Attributes
    ----------
    kind : "output", "printed", "numbers", "number" or "figure"
    name : of the command, or of the function that makes numbers
    part : of what is printed; or a file of the result, with options of ``detente plot``
    body : what stands there now
    line : number of the line of its mark, from 1 on
    """

    kind: str
    name: str
    part: str
    body: str
    line: int


def commands(text: str) -> dict[str, tuple[str, ...]]:
    """Words of each command that a page plays, by name.

    Raises
    ------
    ValueError
        If a name stands twice, a mark has not one name for each line, or a line is no command that can be played.
    """
    found: dict[str, tuple[str, ...]] = {}
    lines = [(name, words_of(line)) for name, line in _named(text)]
    for name, words in [*lines, *((name, ("python", "-c", code)) for name, code in CODE.findall(text))]:
        if name in found:
            raise ValueError(f"{name}: two commands have this name")
        found[name] = words
    return found


def _named(text: str) -> list[tuple[str, str]]:
    """Names and lines of the commands that are to be played."""
    named = UNSHOWN.findall(text)
    for names, lines in SHOWN.findall(text):
        if len(names.split()) != len(lines.splitlines()):
            raise ValueError(f"{names}: expected a name for each line of the block below")
        named += zip(names.split(), lines.splitlines(), strict=True)
    return [(name, line) for name, line in named if name not in ("-", "test", "site")]  # tests and pages of the project


def files(text: str) -> dict[str, str]:
    """Files that a page shows and its commands find, by name."""
    return dict(FILE.findall(text))


def words_of(line: str) -> tuple[str, ...]:
    """Words of a command; what installs detente before it is left out.  Raises ValueError for any other command."""
    program, *words = shlex.split(line.rpartition("&& ")[2], comments=True)
    if Path(program).name == "detente":
        return ("detente", *words)
    if program == "python" and words[0].startswith(SCRIPTS):
        return ("python", *words)
    raise ValueError(f"{line}: expected a command of detente, or a script of {SCRIPTS}")


def places(text: str) -> list[Place]:
    """Places of a page in their order."""
    return [_place(found) for found in PLACE.finditer(text)]


def _place(found: re.Match[str]) -> Place:
    line = found.string.count("\n", 0, found.start()) + 1
    return Place(found["kind"], found["name"], found["part"], found["body"], line)


def filled(text: str, fill: Callable[[Place], str]) -> str:
    """Text of a page with new bodies.

    Parameters
    ----------
    fill : gives the new body of a place, in the form of the old one
    """
    return PLACE.sub(lambda found: found[0].removesuffix(found["body"]) + fill(_place(found)), text)


def body_of(kind: str, text: str) -> str:
    """Body that holds a text: a block of what is printed, or Markdown up to the mark of its end."""
    if kind == "output":
        return f"```text\n{text}\n```"
    return f"{text}<!-- end -->" if kind == "number" else f"{text}\n<!-- end -->"
