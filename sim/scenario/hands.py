"""Names in a timeline that tell what was done by hand from what the scenario gives.

A game puts what a party does into its timeline as ``arden_by_hand_0001``, and what the policy did while the seat was
left to it as ``arden_by_hand_0002_policy``.
"""

import re
from enum import Enum

LAST = "z_"  # before an id that comes after others
LEFT = "_policy"  # after an id


class Decider(Enum):
    """Who decided an entry of the timeline."""

    SCENARIO = "scenario"
    HAND = "hand"
    POLICY = "policy"


def beginning_of(party: str) -> str:
    """How the ids of the moves begin that are made by hand for a party, but for LAST."""
    return f"{party[:40]}_by_hand_"


def decider_of(entry: str, party: str) -> Decider:
    """Who decided an entry of the timeline.

    Parameters
    ----------
    entry : id
    party : who makes the move

    Examples
    --------
    >>> decider_of("arden_by_hand_0001", "arden").value, decider_of("first_expulsion", "belmora").value
    ('hand', 'scenario')
    """
    found = re.fullmatch(rf"(?:{LAST})?{re.escape(beginning_of(party))}[0-9]+({LEFT})?", entry)
    if found is None:
        return Decider.SCENARIO
    return Decider.POLICY if found[1] else Decider.HAND
