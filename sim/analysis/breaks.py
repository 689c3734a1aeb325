"""Who breaks with whom of its own accord, and who has anything left to break with: read from the tables of a run."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.rules.law import is_resident
from sim.rules.moves import CHANNEL_KINDS

if TYPE_CHECKING:
    import pandas as pd

RESIDENT = {name for kind, name in enumerate(CHANNEL_KINDS) if is_resident(kind)}

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


def left_to_break(posts: "pd.DataFrame", scenario: Mapping[str, Any], party: str, other: str) -> "pd.Series[bool]":
    """Whether a break would take anything away: an open mission of the party's own, or an open post that it hosts.

    It is what :func:`sim.rules.realise.realise_rupture` looks for.

    Parameters
    ----------
    posts : data frame of a run, one row a day and channel
    scenario : as JSON
    party, other : ids; who breaks, and with whom

    Returns
    -------
    series of bool by date; empty where there is no such post
    """
    own = [
        channel
        for channel, post in scenario["channels"].items()
        if (post.get("sender"), post.get("host")) == (other, party)
        or ((post.get("sender"), post.get("host")) == (party, other) and post.get("kind") in RESIDENT)
    ]
    rows = posts[posts["channel"].isin(own)]
    return (rows["status"] == "open").groupby(rows["date"]).any()
