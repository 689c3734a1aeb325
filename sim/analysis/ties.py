"""What two parties have lost of their ties, in numbers of a run and in words."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.rules.law import is_tie

from .labels import Labels, capital, percent

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.trajectory import Trajectory

WORTH_SAYING = 0.005  # share of worth: half a percent
MUCH_MORE = 0.1  # by which the loss at the worst exceeds that at the end where a headline tells both
INTACT = "cooperative"  # as outcomes and rows of ends have it
AB, BA = "withheld_ab", "withheld_ba"  # columns of the table of ties: what its first and its second party withhold


def ties_lost_in(trajectory: "Trajectory", dyad: int) -> dict[str, dict[str, float]]:
    """What each side of a relation has lost of the worth of its ties, at the end and at most; nothing without ties.

    Returns
    -------
    dict : ``ties_lost_at_end`` and ``ties_lost_peak``, shares by party
    """
    first, end = trajectory.tables.first_channel[dyad : dyad + 2]
    if not is_tie(trajectory.tables.channel_kind[first:end]).any():
        return {}
    sides = range(2 * dyad, 2 * dyad + 2)
    lost = [trajectory.curve_of_side("ties_lost", ij) for ij in sides]
    pair = trajectory.names.pairs[dyad]
    return {
        "ties_lost_at_end": {party: round(float(own[-1]), 4) for party, own in zip(pair, lost, strict=True)},
        "ties_lost_peak": {party: round(float(own.max()), 4) for party, own in zip(pair, lost, strict=True)},
    }


def of_institutions(end: str, lost: float) -> str:
    """What is added to an end that is intact where ties are lost, which do not count for it.

    Parameters
    ----------
    end : as rows of ends have it
    lost : share of the worth of ties

    Examples
    --------
    >>> of_institutions("cooperative", 0.3), of_institutions("cooperative", 0.0), of_institutions("strained", 0.3)
    (' in its institutions', '', '')
    """
    return " in its institutions" if end == INTACT and lost >= WORTH_SAYING else ""


def lost_words(lost: Mapping[str, float], labels: Labels, when: str = "", towards: bool = False) -> str:
    """Say who has lost how much of its ties, the larger loss first; nothing where nobody has lost any.

    Parameters
    ----------
    lost : share of worth by the two parties
    when : as after "has"
    towards : whether the other party is named

    Examples
    --------
    >>> lost_words({"arden": 0.05, "belmora": 0.333}, Labels({}))
    'belmora has lost 33 % of the worth of its ties, arden 5 %'
    """
    told = sorted(((share, party) for party, share in lost.items() if share >= WORTH_SAYING), reverse=True)
    if not told:
        return ""
    (most, party), *others = told
    other = next((name for name in lost if name != party), "")
    ties = f"ties with {labels.party(other)}" if towards else "ties"
    has = " ".join(filter(None, ("has", when, "lost")))
    return f"{labels.party(party)} {has} {percent(most)} of the worth of its {ties}" + "".join(
        f", {labels.party(name)} {percent(share)}" for share, name in others
    )


def loss_words(relation: Mapping[str, Any], labels: Labels) -> str:
    """Who has lost how much of its ties at the end, and at the worst where that is much more; nothing where nobody has.

    Parameters
    ----------
    relation : of the outcome
    """
    end, peak = relation.get("ties_lost_at_end", {}), relation.get("ties_lost_peak", {})
    said = lost_words(end, labels)
    worst = sorted(((share, party) for party, share in peak.items() if share - end[party] >= MUCH_MORE), reverse=True)
    if not worst:
        return said
    at_worst = [f"{labels.party(party)} {percent(share)}" for share, party in worst]
    if said:
        return f"{said} (at the worst {', '.join(at_worst)})"
    (most, party), *_ = worst
    others = "".join(f", {each}" for each in at_worst[1:])
    return f"{labels.party(party)} had lost {percent(most)} of the worth of its ties at the worst{others}"


def relations_with_loss(relations: Mapping[str, Any]) -> list[str]:
    """Ids of the relations in which ties are lost at the end, or were much more at the worst; most lost first."""
    found = []
    for name, relation in relations.items():
        end, peak = (max(relation.get(f"ties_lost_{when}", {}).values(), default=0.0) for when in ("at_end", "peak"))
        if end >= WORTH_SAYING or peak - end >= MUCH_MORE:
            found.append((-end, -peak, name))
    return [name for *_, name in sorted(found)]


def tie_lines(ties: "pd.DataFrame | None", relation: Mapping[str, Any], labels: Labels) -> list[str]:
    """What the sides of a relation have lost of their ties in a run and what came back; nothing where nobody lost any.

    Parameters
    ----------
    ties : table of a run, see :meth:`sim.engine.trajectory.Trajectory.ties`
    relation : of the outcome
    """
    peak = relation.get("ties_lost_peak", {})
    if ties is None or not any(share >= WORTH_SAYING for share in peak.values()):
        return []
    a, b = relation["between"]
    own = ties[(ties["a"] == a) & (ties["b"] == b)]
    withheld = list(_withheld(own, labels))
    said = lost_words(relation["ties_lost_at_end"], labels, towards=True)
    nothing = f"{labels.pair(a, b)}: at the end nobody has lost any of the worth of its ties"
    lines = [f"{capital(said)}: {'; '.join(withheld)}." if said else f"{capital(nothing)}."]
    at_most = [
        f"{labels.party(party)} {percent(share)}"
        for party, share in peak.items()
        if share - relation["ties_lost_at_end"][party] >= WORTH_SAYING
    ]
    back = [labels.channel(str(tie)) for tie, rows in own.groupby("tie", sort=False) if _came_back(rows)]
    if at_most or back:
        lost = f"at the worst it was {', '.join(at_most)}" if at_most else ""
        lines.append(f"{capital('; '.join(filter(None, (lost, 'came back: ' + ', '.join(back) if back else ''))))}.")
    return lines


def _withheld(own: "pd.DataFrame", labels: Labels) -> Iterator[str]:
    """Who withholds how much of each tie at the end: "trade (Arden 33 %)"."""
    for row in own.groupby("tie", sort=False).tail(1).to_dict("records"):
        by = [(row["a"], row[AB]), (row["b"], row[BA])]
        sides = [f"{labels.party(party)} withholds {percent(share)}" for party, share in by if share > 0]
        if sides:
            yield f"of {labels.channel(row['tie'])} {', '.join(sides)}"


def _came_back(rows: "pd.DataFrame") -> bool:
    """Whether a side withholds less of a tie on some day than on the day before."""
    return bool((rows[AB].diff().lt(0) | rows[BA].diff().lt(0)).any())


def shares_by_tie(ties: "pd.DataFrame") -> dict[str, Any]:
    """Rows of each tie of which anything is withheld on any day, by its id."""
    found = {str(tie): rows for tie, rows in ties.groupby("tie", sort=False)}
    return {tie: rows for tie, rows in found.items() if np.any(rows["left"] < 1)}
