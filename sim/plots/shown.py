"""What a figure shows: which relations, under which names."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.analysis.labels import spaced

from .style import wrapped

if TYPE_CHECKING:
    from sim.experiment.store import RunResult

BUSIEST = 3  # relations drawn when nobody asked for any


def name_of(result: "RunResult", identifier: str) -> str:
    """Return the readable name of a party or a channel."""
    for section in ("states", "alliances", "channels"):
        entry = result.manifest["scenario"].get(section, {}).get(identifier)
        if entry and entry.get("name"):
            return str(entry["name"])
    return spaced(identifier)


def relation_name(result: "RunResult", parties: tuple[str, str]) -> str:
    """Return the readable name of a relation: that of its parties."""
    return " – ".join(wrapped(name_of(result, party), 32, 1) for party in parties)


def pairs(frame: pd.DataFrame) -> "pd.Series[Any]":
    """Return who faces whom in each move, the two ids in sorted order as relations have them."""
    facing = zip(frame["from"], frame["to"], strict=True)
    return pd.Series([tuple(sorted(pair)) for pair in facing], frame.index, object)


def chosen_relations(result: "RunResult", relations: Sequence[str] | None = None) -> dict[str, tuple[str, str]]:
    """Choose the relations to draw: those asked for, those of the scenario, or the busiest.

    Returns
    -------
    dict, relation id: its two parties

    Raises
    ------
    ValueError : for a relation that the run does not have
    """
    dyads = result.trajectory.loc[result.trajectory["level"] == "dyad", ["name", "a", "b"]].drop_duplicates("name")
    parties = {name: (a, b) for name, a, b in dyads.itertuples(index=False)}
    asked = relations or result.manifest["scenario"].get("plots", {}).get("dyads")
    for name in asked or ():
        if name not in parties:
            raise ValueError(f"relations: no relation {name!r} in this run; expected one of {', '.join(parties)}")
    if not asked:
        count = Counter(pairs(result.moves))
        busy = [name for name in parties if count[parties[name]]] or list(parties)
        asked = sorted(busy, key=lambda name: -count[parties[name]])[:BUSIEST]
    return {name: parties[name] for name in asked}


def note_on(result: "RunResult", drawn: dict[str, tuple[str, str]]) -> str:
    """Say which relations are drawn, and of how many if there are more."""
    names = ", ".join(relation_name(result, parties) for parties in drawn.values())
    total = result.trajectory.loc[result.trajectory["level"] == "dyad", "name"].nunique()
    return wrapped(names, 44, 1) + (f" (of {total} relations)" if total > len(drawn) else "")
