"""Where two histories of the same chances part: the first days on which their moves differ, and the gravest moves."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from .labels import Labels, capital

if TYPE_CHECKING:
    import pandas as pd

MOST_DAYS = 4  # that are told, besides those of the gravest moves
MOST_MOVES = 4  # of a day and a history
SEEN = ["announced", "from", "to", "kind", "channel", "count"]  # what makes two moves the same


def partings(own: "pd.DataFrame", other: "pd.DataFrame", party: str, labels: Labels) -> "pd.DataFrame":
    """First days on which two histories part, and the days of the gravest moves that only one of them has.

    Parameters
    ----------
    own, other : moves of two histories
    party : id of the party whose moves count, and those towards it

    Returns
    -------
    DataFrame, one row a day: ``date``, and in words what only the first does, ``own``, and the second, ``other``;
        empty where it does nothing else
    """
    import pandas as pd

    only = [_only_in(own, other, party), _only_in(other, own, party)]
    days = sorted({move["announced"] for moves in only for move in moves})
    gravest = {max(moves, key=lambda move: float(move["severity"]))["announced"] for moves in only if moves}
    told = sorted({*days[:MOST_DAYS], *gravest})
    rows = [[day, *(_words([m for m in moves if m["announced"] == day], labels) for moves in only)] for day in told]
    return pd.DataFrame(rows, columns=["date", "own", "other"])


def _only_in(moves: "pd.DataFrame", others: "pd.DataFrame", party: str) -> list[dict[Any, Any]]:
    """Moves by a party or towards it that the other history lacks, or has less often."""
    elsewhere = Counter(others[SEEN].itertuples(index=False, name=None))
    found = []
    for move, seen in zip(moves.to_dict("records"), moves[SEEN].itertuples(index=False, name=None), strict=True):
        if elsewhere[seen]:
            elsewhere[seen] -= 1
        elif party in (move["from"], move["to"]):
            found.append(move)
    return found


def _words(moves: list[dict[Any, Any]], labels: Labels) -> str:
    """Moves of a day, those of one party together."""
    actors = dict.fromkeys(move["from"] for move in moves[:MOST_MOVES])
    told = [
        f"{capital(labels.party(actor))} "
        + ", ".join(
            labels.deed(move["kind"], move["to"], move["channel"], int(move["count"]))
            for move in moves[:MOST_MOVES]
            if move["from"] == actor
        )
        for actor in actors
    ]
    more = len(moves) - MOST_MOVES
    return "; ".join([*told, f"and {labels.count(more, 'more move')}"] if more > 0 else told)
