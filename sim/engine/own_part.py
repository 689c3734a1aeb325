"""What a user's program does in a history beside scenario and seed: own classes, moves made by hand, agents removed.

A history that has such a part is not that of its scenario and seed alone, so its manifest, its account and its bundle
say so.
"""

import inspect
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from .move import Move

BY_HAND = "by hand"
_SHIPPED = ("sim.", "detente.", "mesa.", "builtins")


@dataclass(frozen=True)
class OwnClass:
    """A class of a user's own that takes part in a history.

    Attributes
    ----------
    path : where it is, as in ``my_agents:Talker``
    text : bytes of its file and of those of its own bases, or of its methods where it was typed into a notebook;
        None where they cannot be read
    """

    path: str
    text: bytes | None


@dataclass(frozen=True)
class Injected:
    """A move that was made by hand, or by an agent of a user's own.

    Attributes
    ----------
    move : Move, as it was asked for
    date : day for which it was
    maker : who made it, in words: "by hand", "by its own agent Talker"
    number : int, as in the account; None where it could not be made
    made : int, people or posts that it took; 0 where it counts none, or could not be made
    """

    move: Move
    date: date
    maker: str
    number: int | None
    made: int


@dataclass(frozen=True)
class OwnPart:
    """What a user's program did in a history.

    Attributes
    ----------
    model : OwnClass, or None where the model is the shipped one
    agents : OwnClass by id, of those that are not shipped
    removed : day on which an agent was removed, by its id
    injected : moves, in order, those that wait for the next day last
    undecided : how many acts have been due and are not decided, by the id of an own agent that has any
    deciders : in words who decided a provocation in its own way, by its row
    """

    model: OwnClass | None = None
    agents: Mapping[str, OwnClass] = field(default_factory=dict)
    removed: Mapping[str, date] = field(default_factory=dict)
    injected: tuple[Injected, ...] = ()
    undecided: Mapping[str, int] = field(default_factory=dict)
    deciders: Mapping[int, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.model or self.agents or self.removed or self.injected)

    @property
    def makers(self) -> dict[int, str]:
        """In words who made a move, by its number."""
        return {it.number: it.maker for it in self.injected if it.number is not None}


_READ: WeakKeyDictionary[type, OwnClass] = WeakKeyDictionary()


def own_class(given: type) -> OwnClass:
    """Where a class is and what stands in its source when it is first asked for: a file may be edited afterwards."""
    if given not in _READ:
        _READ[given] = OwnClass(f"{given.__module__}:{given.__qualname__}", _text_of(given))
    return _READ[given]


def is_own(given: type) -> bool:
    """Whether a class is a user's own."""
    return not f"{given.__module__}.".startswith(_SHIPPED)


def _text_of(given: type) -> bytes | None:
    """Files of a class and of its own bases, each once; without files, the text of the methods."""
    texts = [_file_of(base) or _methods_of(base) for base in given.__mro__ if is_own(base)]
    return None if None in texts else b"\n".join(dict.fromkeys(filter(None, texts)))


def _file_of(given: type) -> bytes | None:
    file = getattr(sys.modules.get(given.__module__), "__file__", None)
    try:
        return Path(file).read_bytes() if file and file.endswith(".py") else None
    except OSError:
        return None


def _methods_of(given: type) -> bytes | None:
    try:
        return "\n".join(inspect.getsource(function) for function in _functions(given)).encode()
    except (OSError, TypeError):  # typed at a prompt, or made by a program
        return None


def _functions(given: type) -> Iterable[Any]:
    for member in vars(given).values():
        found = getattr(member, "__func__", None) or getattr(member, "fget", None) or member
        if inspect.isfunction(found):
            yield found
