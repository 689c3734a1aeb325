"""Who breaks with whom of its own accord, read from the moves of a run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

OF_RELATIONS = ("downgrade_relations", "sever_relations")  # which take posts away, on whichever channel
SEVERS = "sever_relations"


def declared_in_return(moves: "pd.DataFrame") -> "pd.Series[bool]":
    """Whether each move only declares in return that relations are reduced or severed.

    It does as :func:`sim.rules.law.is_declared_before`.

    Parameters
    ----------
    moves : data frame of a run, with ``kind``, ``from``, ``to`` and ``parent``
    """
    import pandas as pd

    declared: set[tuple[str, str, str]] = set()
    found = []
    rows = zip(moves["kind"], moves["from"], moves["to"], moves["parent"].notna(), strict=True)
    for kind, actor, target, is_answer in rows:
        found.append(is_answer and (kind, target, actor) in declared)
        if kind in OF_RELATIONS:
            declared.add((kind, actor, target))
    return pd.Series(found, moves.index, dtype=bool)


def own_severances(moves: "pd.DataFrame", scenario: Mapping[str, Any]) -> "pd.DataFrame":
    """Moves by which a party severs relations of its own accord: by its policy or by hand, and not in return.

    Parameters
    ----------
    moves : data frame of a run
    scenario : as JSON
    """
    is_by_hand = moves["from"].isin(scenario.get("by_hand", []))
    if scenario["autonomous_from"]:
        is_by_hand &= moves["announced"] >= scenario["autonomous_from"]
    is_own = (moves["intent"] != "scripted") | is_by_hand
    return moves[(moves["kind"] == SEVERS) & is_own & ~declared_in_return(moves)]
