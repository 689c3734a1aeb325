"""Moves of a simulated history as rows of the record."""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.documented.events import Event
from sim.documented.words import COUNTER, GROUP_OF_MOVE, GROUPS, INITIAL, REPLY, SOLIDARITY
from sim.rules.moves import KINDS

from .coded import role_of

if TYPE_CHECKING:
    from sim.results.run_result import RunResult

Row = Mapping[str, Any]

_IS_COUNTED = {kind.name: kind.counted for kind in KINDS}
_MOST_PERSONS = 999_999  # that the record has room for


def simulated_events(result: "RunResult") -> tuple[Event, ...]:
    """Moves of a history, in the order in which they were made; the word of each is its kind.

    Persons are the people that a move counts, or those that leave by it.  Lines are the numbers of the moves.
    """
    scenario = result.manifest["scenario"]
    names = party_names(scenario)
    rows: list[Any] = result.moves.to_dict("records")
    by_id = {row["id"]: row for row in rows}
    source = f"simulated: {scenario['name']}, seed {result.manifest['seed']}"
    return tuple(_event(row, by_id.get(_parent(row)), names, scenario, source) for row in rows)


def party_names(scenario: Mapping[str, Any]) -> dict[str, str]:
    """Name of each party by its id; the id where another party has that name, or it could be read as several."""
    parties = {**scenario["states"], **scenario["alliances"]}
    names = {id_: str(party.get("name") or id_).strip() for id_, party in parties.items()}
    shared = Counter(names.values())
    return {id_: id_ if shared[name] > 1 or ";" in name else name for id_, name in names.items()}


def _event(row: Row, parent: Row | None, names: Mapping[str, str], scenario: Mapping[str, Any], source: str) -> Event:
    """Event of a row of ``moves`` and the row that it answers."""
    day, kind = _day(row["announced"]), str(row["kind"])
    role = _role(row, parent)
    n = int(row["count"] if _IS_COUNTED[kind] else row["leaving"])
    return Event(
        case=scenario["name"], date=day, actor=(names[row["from"]],),
        level="alliance" if row["from"] in scenario["alliances"] else "state", ministry=str(row["ministry"]).strip(),
        target=(names[row["to"]],), move=kind, persons=n if 0 < n <= _MOST_PERSONS else None, is_own=False,
        facilities=row["channel"], location="", deadline="", effective=_day(row["effective"]),
        answers=_day(parent["announced"]) if parent else day if role == INITIAL else "", is_war_wide=False, before=None,
        after=None, role=role, domain="", uncounted="", is_joint=False, silence="", approximate=(), is_unverified=False,
        source=source, confidence="high", line=int(row["id"]),
    )  # fmt: skip


def _role(row: Row, parent: Row | None) -> str:
    if GROUP_OF_MOVE[row["kind"]] not in GROUPS or parent is None:
        return role_of(row["kind"])
    if row["intent"] == "joining" and not row["cause"]:  # over an act against another party
        return SOLIDARITY
    return REPLY if _parent(parent) is None else COUNTER


def _parent(row: Row) -> int | None:
    """Number of the move that this one answers."""
    import pandas as pd

    return None if pd.isna(row["parent"]) else int(row["parent"])


def _day(stamp: Any) -> str:
    return str(stamp.date().isoformat())
