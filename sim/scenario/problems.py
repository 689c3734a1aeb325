"""What is wrong with a scenario, and where: one line a problem."""

import difflib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from .characters import on_one_line
from .everyday_words import meant_by

_LISTED, _MOST_LISTED = 8, 100  # names that a line still holds; of those that stand nowhere else
_COMPARED, _APART = 1000, 3  # names that a word is compared with; of more than that those with about as many letters


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value was given: a place in a file (counted from 1), a setting, or neither where Python gave it."""

    file: Path | None
    line: int = 0
    column: int = 0
    setting: str = ""

    def __str__(self) -> str:
        if self.file is None and not self.setting:
            return ""
        if self.file is None:
            return f"--set {printable(self.setting)}"
        place = f":{self.line}:{self.column}" if self.line else ""
        return printable(str(self.file), 4096) + place


@dataclass(frozen=True)
class Problem:
    """One problem: where, at which path, what it is, what was expected, and the nearest legal name."""

    origin: Origin | None
    path: tuple[str, ...]
    problem: str
    expected: str = ""
    suggestion: str = ""

    def __str__(self) -> str:
        where = [text for text in (str(self.origin or ""), printable(".".join(self.path))) if text]
        expected = f"; expected {self.expected}" if self.expected else ""
        suggestion = f"; did you mean '{self.suggestion}'?" if self.suggestion else ""
        return ": ".join([*where, self.problem]) + expected + suggestion


@dataclass(frozen=True)
class ScenarioWarning:
    """What may surprise in a scenario that is sound: the rule that warns, where, at which path, and what."""

    rule: str
    origin: Origin | None
    path: tuple[str, ...]
    says: str

    def __str__(self) -> str:
        where = [text for text in (str(self.origin or ""), printable(".".join(self.path))) if text]
        return ": ".join([*where, self.says]) + f" [{self.rule}]"


Warnings: TypeAlias = list[ScenarioWarning]


class Finding(NamedTuple):
    """A problem of a checked scenario, not yet placed: the ``word`` is looked for among the ``candidates``."""

    path: tuple[str, ...]
    problem: str
    expected: str = ""
    candidates: Collection[str] = ()
    word: str = ""


class ScenarioError(Exception):
    """A scenario that cannot be used; ``problems`` holds everything wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))


def nearest(word: str, names: Iterable[str]) -> str:
    """Name closest to a word, or an empty text if none is close."""
    word = word[:100].lower()
    names = list(names)
    if len(names) > _COMPARED:  # each takes a while
        names = [name for name in names if name[:1] == word[:1] and abs(len(name) - len(word)) <= _APART]
    return next(iter(difflib.get_close_matches(word, names[:_COMPARED], 1)), "")


def unknown_name(
    origin: Origin | None, path: tuple[str, ...], problem: str, word: str, names: Iterable[str]
) -> Problem:
    """Problem of a name that is not among those possible; lists these where that helps."""
    names = sorted(names)
    suggestion = meant_by(word, names) or nearest(word, names)
    listed = _some_of(names) if names and (len(names) <= _LISTED or not suggestion) else ""
    return Problem(origin, path, problem, listed, suggestion)


def _some_of(names: Sequence[str]) -> str:
    """Names as a choice; of very many the first, and how many more there are."""
    if len(names) <= _MOST_LISTED:
        return one_of(names)
    return f"{', '.join(names[:_MOST_LISTED])} or one of {len(names) - _MOST_LISTED:,} more"


def absent(path: tuple[str, ...], what: str, word: str, candidates: Collection[str]) -> Finding:
    """Finding of a name that refers to nothing."""
    return Finding(path, f"no {what} is called {shown(word)}", candidates=candidates, word=word)


def is_absent(problem: Problem) -> bool:
    """Whether a problem is a name that refers to nothing."""
    return problem.problem.startswith("no ") and " is called " in problem.problem


def one_of(names: Sequence[str]) -> str:
    """Names as a choice: ``a``, ``a or b``, ``a, b or c``."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def shown(value: Any) -> str:
    """A value as a line quotes it."""
    if isinstance(value, str):
        return f"'{printable(value, 60)}'"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    words = {dict: "a section", list: "a list", type(None): "an empty value"}
    return words.get(type(value)) or printable(str(value), 60)


def printable(text: str, longest: int = 120) -> str:
    """A text on one line: a long one is cut short, what cannot be printed is escaped."""
    return on_one_line(text if len(text) <= longest else text[: longest - 1] + "…")
