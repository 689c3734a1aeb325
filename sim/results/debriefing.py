"""The debriefing of a game as plain data: what a seat decided otherwise than its policy, and what came of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from .measures import MEASURE_OF, REGIME_OF

if TYPE_CHECKING:
    import pandas as pd

FILE = "debriefing"  # .json in the folder of a game
EFFECTS = ("loss_at_end", "breaks", "end")  # measures of a single decision
COLUMNS: Mapping[str, Mapping[str, type]] = {  # of each table
    "choices": {"date": str, "chosen": str, "by_policy": str, "why": str, "is_same": bool, "is_left": bool},
    "partings": {"date": str, "own": str, "other": str},
    "ends": {
        "relation": str, "end": str, "game": bool, "same_chance": bool, "share": float, "low": float, "high": float
    },
    "grounds": {"relation": str, "game": str, "same_chance": str},
    "measures": {
        "relation": str, "measure": str, "game": float, "same_chance": float, "median": float, "low": float,
        "high": float, "place": float,
    },
    "effects": {
        "date": str, "relation": str, "measure": str, "end": str, "game": float, "policy": float, "low": float,
        "high": float,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Debriefing:
    """What came of a game, beside what its policy would have done.

    Attributes
    ----------
    party : id of the party that was played
    players : ids of all parties that were played by hand
    until : last day that was played
    is_over : whether that was the last day of the scenario
    runs : how many histories by policy it is compared with
    open_day : day of the decision on which the game was left; None where none was open
    choices : one row a decision: the day, what was chosen, what the policy would have done, with the acts about which
        it had not decided yet, and why; whether both are the same, and whether the policy decided because the seat was
        left to it, ``is_left``
    partings : one row a day on which the game and the game that follows the policy part: what only the first does,
        ``own``, and what only the second, ``other``
    ends : one row a relation and end: whether the ``game`` ended so, and whether the game that follows the policy did,
        ``same_chance``; the ``share`` of the histories by policy that do, with its 95 % interval ``low`` and ``high``
    grounds : one row a relation: what its end rests on, in both games
    measures : one row a relation and measure: the number of the game, that of the game that follows the policy, and of
        the histories by policy the ``median``, the 5 and 95 % quantiles ``low`` and ``high``, and the ``place`` of the
        game among them, in [0, 1]
    effects : one row a decision and measure of EFFECTS, of the decisions that were looked at one at a time: the mean
        of the histories that go on from the ``game`` after that decision, that of those that go on after what the
        ``policy`` would have done, and of the difference of both the 95 % interval ``low`` and ``high``.  Loss is a
        share of worth; breaks, and the ``end`` whose share differs most, are shares of histories
    effect_runs : how many histories go on after each decision, and as many after that of the policy
    n_untold : how many decisions otherwise than by policy were not looked at
    """

    party: str
    players: tuple[str, ...]
    until: date
    is_over: bool
    runs: int
    open_day: date | None
    choices: "pd.DataFrame"
    partings: "pd.DataFrame"
    ends: "pd.DataFrame"
    grounds: "pd.DataFrame"
    measures: "pd.DataFrame"
    effects: "pd.DataFrame"
    effect_runs: int
    n_untold: int

    def document(self) -> dict[str, Any]:
        """The debriefing as JSON has it."""
        found: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        found |= {"players": [*self.players], "until": self.until.isoformat()}
        found["open_day"] = None if self.open_day is None else self.open_day.isoformat()
        return found | {name: _records(found[name], columns) for name, columns in COLUMNS.items()}


def _records(table: "pd.DataFrame", columns: Mapping[str, type]) -> list[dict[str, Any]]:
    """Rows of a table as JSON has them, each value of the type of its column; days as texts."""
    return [
        {name: str(row[name])[:10] if name == "date" else kind(row[name]) for name, kind in columns.items()}
        for row in table.to_dict("records")
    ]


def document_of(debriefings: Sequence[Debriefing]) -> dict[str, Any]:
    """Debriefings of all seats of a game as one document."""
    return {"debriefings": [each.document() for each in debriefings]}


def debriefings_in(document: Mapping[str, Any]) -> list[Debriefing]:
    """Debriefings that a document holds.

    Raises
    ------
    KeyError, TypeError, ValueError
        If something is missing, or is not what :func:`document_of` writes.
    """
    return [_read(each) for each in document["debriefings"]]


_OLDER: Mapping[str, Any] = {"effects": (), "effect_runs": 0, "n_untold": 0}  # what older games do not have


def _read(found: Mapping[str, Any]) -> Debriefing:
    each: dict[str, Any] = {**_OLDER, **found}
    open_day = each["open_day"]
    tables = {name: _table(each[name], columns) for name, columns in COLUMNS.items()}
    _check_known(tables["ends"]["end"], REGIME_OF)
    _check_known(tables["measures"]["measure"], MEASURE_OF)
    _check_known(tables["effects"]["measure"], EFFECTS)
    _check_known(tables["effects"]["end"], {*REGIME_OF, ""})
    return Debriefing(
        party=_of_type(each["party"], str),
        players=tuple(_of_type(party, str) for party in each["players"]),
        until=date.fromisoformat(each["until"]),
        is_over=_of_type(each["is_over"], bool),
        runs=_of_type(each["runs"], int),
        open_day=None if open_day is None else date.fromisoformat(open_day),
        effect_runs=_of_type(each["effect_runs"], int),
        n_untold=_of_type(each["n_untold"], int),
        **tables,
    )


def _check_known(names: Iterable[str], known: Collection[str]) -> None:
    if unknown := [name for name in names if name not in known]:
        raise ValueError(f"{unknown[0]!a}: expected one of {', '.join(known)}")


def _table(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, type]) -> "pd.DataFrame":
    import pandas as pd

    cells = [[_of_type(row[name], kind) for name, kind in columns.items()] for row in rows]
    table = pd.DataFrame(cells, columns=[*columns])
    if "date" in table:
        table["date"] = pd.to_datetime(table["date"], format="%Y-%m-%d")
    return table


def _of_type(value: Any, kind: type) -> Any:
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if type(value) is not kind:
        raise ValueError(f"{value!a}: expected {kind.__name__}")
    return value
