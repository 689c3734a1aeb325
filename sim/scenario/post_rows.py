"""Rows of a table of posts as channels of a scenario.

Staff that a table does not have is assumed by the sizes of the two, as :mod:`sim.scenario.usual_staff` has it, and
marked so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .cells import unguarded
from .check import JOINT_KINDS
from .countries import folded, party_id, with_article
from .document import Node
from .post_columns import KIND_CALLED, LEVELS, NO_MISSION, SENDER_AND_HOST, WITHOUT_DIPLOMATS, coding_of, is_by_pairs
from .post_parties import Parties
from .problems import Problem, ScenarioWarning, shown, unknown_name
from .table_cells import Cell, Column, Table, is_nothing
from .usual_staff import usual_staff

SECTION = ("channels",)
OF_OTHERS, HONORARY, REPEATED = "posts_of_others", "posts_without_diplomats", "posts_repeated"

_NUMBER, _TEXT = Column(False, "integer"), Column(True, "")
_NUMBERS = ("staff", "ceiling", "at_one", "at_other")
_KEY_OF = {"staff": "accredited"} | {key: key for key in ("name", "ceiling", "city", "source", "confidence", "note")}
_SINGLE = ("embassy", "mission", "liaison_mission")  # of which one party has one with another
_KINDS = tuple(kind for kind in dict.fromkeys(KIND_CALLED.values()) if kind)
_SAYS = {  # of rows that are left out
    OF_OTHERS: "name a party that is none of this scenario, such as {0}, and are left out",
    HONORARY: "are of a kind without diplomats, such as {0}, and are left out",
    REPEATED: "name a mission again, the first in line {1}, and add nothing",
}


class Post(NamedTuple):
    """A post as one row has it: its parties by id, and the cells that say more of it, by what they say."""

    kind: str
    sender: str
    host: str
    cells: Mapping[str, Cell]
    note: str = ""


class PostRows:
    """Channels as the rows of a table give them; what is left out is counted.

    Parameters
    ----------
    table : Table, whose problems gain what is wrong with a row
    header : cells of the first row
    columns : place of the column that says each thing
    parties : those of the scenario
    year : int, first of the scenario

    Attributes
    ----------
    entries : dict of str to Node, channels by id
    """

    def __init__(
        self, table: Table, header: Sequence[Cell], columns: Mapping[str, int], parties: Parties, year: int
    ) -> None:
        self.entries: dict[str, Node] = {}
        self._table, self._columns, self._parties, self._year = table, columns, parties, year
        self._codings = {field: coding_of(header, place) for field, place in columns.items()}
        self._only: dict[tuple[str, str, str], Node] = {}  # missions of which there is one
        self._left_out: Counter[str] = Counter()
        self._such_as: dict[str, Cell] = {}
        self._refused: set[str] = set()  # kinds

    def enter(self, row: list[Cell]) -> None:
        """Add what one row says."""
        for post in self._pair(row) if is_by_pairs(self._columns) else self._post(row):
            self._add(post, row[0])

    def left_out(self) -> Iterator[ScenarioWarning]:
        """How many rows were left out, and why."""
        for why, n in self._left_out.items():
            cell = self._such_as[why]
            says = _SAYS[why].format(shown(cell.text), cell.origin.line)
            yield ScenarioWarning(why, cell.origin, SECTION, f"{n:,} {'row' if n == 1 else 'rows'} {says}")

    def _cell(self, row: list[Cell], field: str) -> Cell | None:
        """Cell of a row that says one thing; None where the table has no such column, or nothing stands there."""
        place = self._columns.get(field)
        cell = row[place] if place is not None and place < len(row) else None
        return None if cell is None or is_nothing(_NUMBER if field in _NUMBERS else _TEXT, cell) else cell

    def _party(self, row: list[Cell], field: str) -> str | None:
        """Id of a party; None where there is none, or where the scenario does not have it."""
        cell = self._cell(row, field)
        if cell is None:
            self._refuse(row[0], SECTION, "a row without a sender or a host", SENDER_AND_HOST)
            return None
        id_ = self._parties.id_of(cell, self._codings[field])
        if id_ is None:
            self._leave_out(OF_OTHERS, cell)
        return id_

    def _refuse(self, cell: Cell, path: tuple[str, ...], problem: str, expected: str) -> None:
        self._table.problems.append(Problem(cell.origin, path, problem, expected))

    def _leave_out(self, why: str, cell: Cell) -> None:
        self._left_out[why] += 1
        self._such_as.setdefault(why, cell)

    def _pair(self, row: list[Cell]) -> Iterator[Post]:
        """Embassies of two states with each other, by their levels."""
        one = self._party(row, "one")
        other = self._party(row, "other") if one is not None else None
        if one is None or other is None:
            return
        for field, sender, host in (("at_other", one, other), ("at_one", other, one)):
            cell = self._cell(row, field)
            level = NO_MISSION[0] if cell is None else self._table.value(_NUMBER, cell, SECTION)
            if level in LEVELS:
                yield Post("embassy", sender, host, {}, f"Headed by {LEVELS[level]}.")
            elif cell is not None and level not in NO_MISSION:
                self._refuse(cell, SECTION, f"{shown(cell.text)} is no level of representation", "0, 1, 2, 3 or 9")

    def _post(self, row: list[Cell]) -> Iterator[Post]:
        """Post of a row, if it has diplomats and is one of the scenario."""
        kind = self._kind(row)
        sender = self._party(row, "sender") if kind else None
        host = self._party(row, "host") if sender is not None else None
        if sender is not None and host is not None:
            is_with_alliance = self._parties.is_alliance(sender) or self._parties.is_alliance(host)
            kind = "mission" if kind == "embassy" and is_with_alliance else kind
            cells = {field: cell for field in self._columns if (cell := self._cell(row, field)) is not None}
            yield Post(kind, sender, host, cells)

    def _kind(self, row: list[Cell]) -> str:
        """Kind of post; empty where it is unknown, or one without diplomats."""
        cell = self._cell(row, "kind")
        if cell is None:
            return "embassy"
        kind = KIND_CALLED.get(folded(cell.text))
        if kind == WITHOUT_DIPLOMATS:
            self._leave_out(HONORARY, cell)
        elif kind is None and cell.text not in self._refused:
            self._refused.add(cell.text)  # named once, however many rows have it
            problem = f"{shown(cell.text)} is no kind of post"
            self._table.problems.append(unknown_name(cell.origin, SECTION, problem, cell.text, _KINDS))
        return kind or ""

    def _add(self, post: Post, begins: Cell) -> None:
        """Add a post; a second row for one that there is only once may say the same, or nothing."""
        single = (post.kind, post.sender, post.host)
        if first := self._only.get(single):
            self._compare(post, first, begins)
            return
        id_ = self._id(post)
        if id_ in self.entries:
            first_line = self.entries[id_].key.line
            self._refuse(post.cells["id"], (*SECTION, id_), f"given twice, first in line {first_line}", "each id once")
            return
        node = self.entries[id_] = Node(self._values(post, id_, begins), begins.origin, begins.origin)
        if post.kind in _SINGLE:
            self._only[single] = node

    def _compare(self, post: Post, first: Node, begins: Cell) -> None:
        """Refuse a second row for one mission that says another staff; leave it out otherwise."""
        cell = post.cells.get("staff")
        staff = None if cell is None else self._table.value(_NUMBER, cell, SECTION)
        before = first.value.get("accredited")
        if cell is not None and (before is None or staff != before.value):
            problem = f"a mission of which line {first.key.line} says something else"
            self._refuse(cell, SECTION, problem, "each mission once")
        elif not is_by_pairs(self._columns):  # which name each pair twice
            self._leave_out(REPEATED, begins)

    def _id(self, post: Post) -> str:
        """Id that the table gives, or one made of sender, kind and place."""
        if "id" in post.cells:
            return unguarded(post.cells["id"].text)
        place = post.cells["city"].text if "city" in post.cells and post.kind not in _SINGLE else ""
        made = f"{post.sender}_{post.kind}_{self._at(post)}_{party_id(place) if place else post.host}"[:58]
        id_, number = made, 2
        while id_ in self.entries:
            id_, number = f"{made}_{number}", number + 1
        return id_

    def _values(self, post: Post, id_: str, begins: Cell) -> dict[str, Node]:
        """Values of a channel, each with its place; what follows from other cells stands where the row begins."""
        found = self._given(post, (*SECTION, id_))
        made: dict[str, Any] = {"kind": post.kind, "name": self._name(post)}
        if post.kind in JOINT_KINDS:
            made["between"] = [Node(party, begins.origin, begins.origin) for party in (post.sender, post.host)]
        else:
            made |= {"sender": post.sender, "host": post.host}
            made |= {} if "accredited" in found else self._staff(post, found.get("ceiling"))
        made |= {"note": post.note} if post.note else {}
        return {key: Node(value, begins.origin, begins.origin) for key, value in made.items()} | found

    def _given(self, post: Post, path: tuple[str, ...]) -> dict[str, Node]:
        """What the cells of a row say of its post."""
        found: dict[str, Node] = {}
        for field, key in _KEY_OF.items():
            if cell := post.cells.get(field):
                value = self._table.value(_NUMBER if field in _NUMBERS else _TEXT, cell, (*path, key))
                found[key] = Node(value, cell.origin, cell.origin)
        return found

    def _staff(self, post: Post, ceiling: Node | None) -> dict[str, Any]:
        """Staff that a post of its kind usually has, within its ceiling, and how sure that is."""
        sender, host = self._parties.name_of(post.sender), self._parties.name_of(post.host)
        people, is_known = usual_staff(post.kind, sender, host, self._year)
        if ceiling is not None and isinstance(ceiling.value, int):
            people = min(people, max(0, ceiling.value))
        return {"accredited": people, "confidence": "medium" if is_known else "assumed"} if people else {}

    def _name(self, post: Post) -> str:
        """What the post is called where the table gives no name."""
        sender, host = (with_article(self._parties.name_of(party)) for party in (post.sender, post.host))
        kind = post.kind.replace("_", " ")
        if post.kind in JOINT_KINDS:
            return f"{kind} of {sender} and {host}"
        place = post.cells["city"].text if "city" in post.cells and post.kind not in _SINGLE else host
        return f"{kind} of {sender} {self._at(post)} {place}"

    def _at(self, post: Post) -> str:
        return "to" if self._parties.is_alliance(post.host) else "in"
