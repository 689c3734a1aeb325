"""Who the parties of a table of posts are: those of the scenario by id, name or code; if it lists no states, all."""

from collections.abc import Container

from .countries import folded, is_alliance, party_id, party_of
from .document import Node
from .table_cells import Cell

SECTIONS = ("states", "alliances")


class Parties:
    """Parties of a scenario by what a table may call them.

    Parameters
    ----------
    root : Node
        tree of the scenario, which gains the parties of the table where it lists no states
    """

    def __init__(self, root: Node) -> None:
        self._root = root
        given = {key: node.value for key in SECTIONS if (node := root.at((key,))) is not None}
        listed = {key: value for key, value in given.items() if isinstance(value, dict)}
        self._takes_all = given.get("states") in (None, {})
        self._by_name: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._known: dict[tuple[str, str], str | None] = {}
        self._alliances = {*listed.get("alliances", {})}
        entries = {id_: node for section in listed.values() for id_, node in section.items()}
        for id_, node in entries.items():
            self._learn(id_, _name_in(node) or id_.replace("_", " "))
        self._by_name |= {_key(id_): id_ for id_ in entries}

    def _learn(self, id_: str, name: str) -> None:
        self._names[id_] = party_of(name) or name
        for called in (name, self._names[id_]):
            self._by_name.setdefault(_key(called), id_)

    def name_of(self, id_: str) -> str:
        """Name of a party as the record has it."""
        return self._names[id_]

    def is_alliance(self, id_: str) -> bool:
        """Whether a party is an alliance."""
        return id_ in self._alliances

    def id_of(self, cell: Cell, coding: str) -> str | None:
        """Id of the party that a cell names; None for one that the scenario does not have."""
        key = (cell.text, coding)
        if key not in self._known:
            self._known[key] = self._found(cell, coding)
        return self._known[key]

    def _found(self, cell: Cell, coding: str) -> str | None:
        called = party_of(cell.text, coding) or cell.text
        for name in (cell.text, called):
            if (id_ := self._by_name.get(_key(name))) is not None:
                return id_
        return self._added(called, cell) if self._takes_all and called else None

    def _added(self, name: str, cell: Cell) -> str | None:
        """Id of a party that the table brings; None where its section is none."""
        name = f"state {name}" if name.isdecimal() else name  # a code of a state that is no more
        id_ = _new_id(party_id(name), self._names)
        section = "alliances" if is_alliance(name) else "states"
        given = self._root.at((section,))
        if given is None or given.value is None:  # as where nothing stands below the key
            given = self._root.value[section] = Node({}, cell.origin, cell.origin)
        if not isinstance(given.value, dict):
            return None
        given.value[id_] = Node({"name": Node(name, cell.origin, cell.origin)}, cell.origin, cell.origin)
        self._alliances |= {id_} if section == "alliances" else set()
        self._learn(id_, name)
        return id_


def _key(name: str) -> str:
    """Name in any spelling; one in another script as it is written."""
    return folded(name) or name.strip().casefold()


def _name_in(entry: Node) -> str:
    """Name that an entry gives; empty where it gives none, or nothing but blanks, which the schema refuses."""
    name = entry.value.get("name") if isinstance(entry.value, dict) else None
    return name.value if name is not None and isinstance(name.value, str) and name.value.strip() else ""


def _new_id(id_: str, taken: Container[str]) -> str:
    """The id itself, or with the first number that makes it a new one."""
    number = 2
    new = id_
    while new in taken:
        new, number = f"{id_[:60]}_{number}", number + 1
    return new
