"""A YAML 1.2 text as a tree of values that know where they stand.

Only the plain part of YAML is read: sections, lists, texts, numbers, true and false, dates, and
nothing.  ``NO`` is a text.  An unquoted ``1/4000`` is read as the number it says, so that a rate can
be written as it is spoken.  A key given twice, anchors, references, merge keys and tags are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from ruamel.yaml.reader import ReaderError

from .characters import fault_in
from .limits import MOST_PROBLEMS, most_at
from .problems import Origin, Problem, ScenarioError, shown
from .syntax import SECOND_COLON, scalar, slip

MAX_DEPTH = 32

_NOT_SHARED = "nothing can be referred to from elsewhere; write it out, or put what is shared into a file to extend"


@dataclass(slots=True)
class Node:
    """A value: a mapping or list of nodes, or a scalar; where it stands, and where its key stands."""

    value: Any
    origin: Origin
    key: Origin

    def at(self, path: tuple[str, ...]) -> "Node | None":
        """Node at a path, or None if nothing is given there."""
        node: Node | None = self
        for part in path:
            if node is not None and isinstance(node.value, dict):
                node = node.value.get(part)
            elif node is not None and isinstance(node.value, list) and part.isdecimal():
                node = node.value[int(part)] if int(part) < len(node.value) else None
            else:
                return None
        return node

    def plain(self) -> Any:
        """The bare values, without origins."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def walk(self, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], "Node"]]:
        """Every node below this one, with its path."""
        entries = self.value.items() if isinstance(self.value, dict) else ()
        items = enumerate(self.value) if isinstance(self.value, list) else ()
        for key, node in (*entries, *items):
            yield (*path, str(key)), node
            yield from node.walk((*path, str(key)))


def read_document(text: str, where: Origin, problems: list[Problem], above: tuple[str, ...] = ()) -> Node | None:
    """Tree of a YAML text; what is refused in it is added to ``problems``.

    Parameters
    ----------
    text : str
    where : Origin
        the file, or the setting, that the text comes from
    problems : list of Problem
        gains the problems that do not keep the rest from being read
    above : tuple of str
        path at which the tree will stand in a scenario

    Returns
    -------
    Node, or None if the text holds nothing

    Raises
    ------
    ScenarioError
        if the text cannot be read to its end: all problems so far and this one.
    """
    reader = _Reader(text, where, problems, above)
    try:
        return reader.document()
    except MarkedYAMLError as error:
        raise ScenarioError([*problems, _syntax_problem(error, reader)]) from None
    except ReaderError as error:
        line, column = position(text[: error.position])
        fault = fault_in(text[error.position]) or ("a character that cannot be read", "")
        raise ScenarioError([*problems, Problem(reader.place(line - 1, column - 1), (), *fault)]) from None
    except (ValueError, OverflowError):  # an escape such as "\UFFFFFFFF" names no character
        raise ScenarioError([*problems, Problem(reader.last, (), "an escape that names no character")]) from None


def position(text: str) -> tuple[int, int]:
    """Line and column, counted from 1, that follow a text."""
    return text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1


def _syntax_problem(error: MarkedYAMLError, reader: "_Reader") -> Problem:
    """Problem in plain words, placed where the broken value begins if the text ends before it does."""
    said, begins, found = str(error.problem), error.context_mark, error.problem_mark
    if "but got ':'" in said and begins and found and begins.line == found.line:
        return Problem(reader.place(found.line, found.column), (), *SECOND_COLON)
    unclosed = "end of stream" in said or "could not find" in said or "expected ','" in said
    mark = (unclosed and error.context_mark) or error.problem_mark or error.context_mark
    place = reader.place(mark.line, mark.column) if mark else reader.last
    return Problem(place, (), *slip(said))


class _Reader:
    """Builds the tree from the events of one text; notes what it refuses, and goes on."""

    def __init__(self, text: str, where: Origin, problems: list[Problem], above: tuple[str, ...]) -> None:
        # pure: the compiled reader, where it is installed, knows YAML 1.1 only
        self.events: Iterator[Event] = YAML(typ="safe", pure=True).parse(text)
        self.where = where
        self.last = self.place(0, 0)
        self.problems = problems
        self.above = above

    def place(self, line: int, column: int) -> Origin:
        """Origin of a line and column counted from 0."""
        return Origin(self.where.file, line + 1, column + 1) if self.where.file else self.where

    def next(self) -> Event:
        event = next(self.events)
        self.last = self.place(event.start_mark.line, event.start_mark.column)
        return event

    def refuse(self, path: tuple[str, ...], problem: str, expected: str = "") -> None:
        self.problems.append(Problem(self.last, path, problem, expected))

    def document(self) -> Node | None:
        self.next()  # start of the stream
        if isinstance(self.next(), StreamEndEvent):
            return None
        node = self.node(self.next(), ())
        self.next()  # end of the document
        if isinstance(self.next(), DocumentStartEvent):
            self.refuse((), "a second document begins", "one scenario a file, without '---' or '...'")
        return node

    def node(self, event: Event, path: tuple[str, ...], key: Origin | None = None) -> Node:
        self.examine(event, path)
        origin = self.last
        if isinstance(event, MappingStartEvent):
            value: Any = self.mapping(path)
        elif isinstance(event, SequenceStartEvent):
            value = self.sequence(path)
        else:
            value = self.scalar(event, path) if isinstance(event, ScalarEvent) else None
            origin = origin if getattr(event, "value", "") or not key else key  # nothing stands where its key does
        return Node(value, origin, key or origin)

    def examine(self, event: Event, path: tuple[str, ...]) -> None:
        """Refuse what plain YAML does not need."""
        if len(path) > MAX_DEPTH:
            raise ScenarioError([*self.problems, Problem(self.last, (), f"more than {MAX_DEPTH} levels deep")])
        if isinstance(event, NodeEvent) and event.anchor:
            sign = "*" if isinstance(event, AliasEvent) else "&"
            self.refuse(path, f"'{sign}{shown(event.anchor)[1:-1]}': {_NOT_SHARED}")
        if tag := getattr(event, "tag", None):
            self.refuse(path, f"the tag {shown(str(tag))} is not used here", "the value alone, or quotes around it")
        if not self.where.file and not path and getattr(event, "flow_style", None) is False:
            self.refuse(path, "not a single value", "a text in quotes, a number, a date, [a, b] or {key: value}")

    def mapping(self, path: tuple[str, ...]) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        most = most_at((*self.above, *path), is_list=False)
        n = 0
        while not isinstance(event := self.next(), MappingEndEvent):
            key_at = self.last
            self.refuse_too_many(n, most, path)
            n += 1  # keys that are given twice among them
            key = self.key(event, path)
            node = self.node(self.next(), (*path, key), key_at)
            if key in entries:
                first = entries[key].key
                again = Problem(key_at, (*path, key), f"given twice, first in line {first.line}", "each key once")
                self.problems.append(again)
            entries.setdefault(key, node)
        return entries

    def refuse_too_many(self, n: int, most: int, path: tuple[str, ...]) -> None:
        """Stop at the first entry beyond the most that there may be, or where more is wrong than anybody reads."""
        if n == most:
            raise ScenarioError([*self.problems, Problem(self.last, path, "one entry too many", f"at most {most}")])
        if len(self.problems) > MOST_PROBLEMS:
            raise ScenarioError(self.problems)

    def key(self, event: Event, path: tuple[str, ...]) -> str:
        """Text of a key, as it is written: a key is never a number, a date or nothing."""
        if not isinstance(event, ScalarEvent):
            self.refuse(path, "a list, a section or a reference stands where a key should", "a name and ':'")
            self.node(event, (*path, "?"))
            return "?"
        self.examine(event, (*path, event.value))
        if event.value == "<<" and event.style is None:
            self.refuse((*path, "<<"), _NOT_SHARED)
        return str(event.value)

    def sequence(self, path: tuple[str, ...]) -> list[Node]:
        items: list[Node] = []
        most = most_at((*self.above, *path), is_list=True)
        while not isinstance(event := self.next(), SequenceEndEvent):
            self.refuse_too_many(len(items), most, path)
            items.append(self.node(event, (*path, str(len(items)))))
        return items

    def scalar(self, event: ScalarEvent, path: tuple[str, ...]) -> Any:
        return scalar(event.value) if event.style is None else event.value
