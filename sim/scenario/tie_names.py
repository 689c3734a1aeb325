"""What ties are called that have no name of their own."""

from collections.abc import Mapping
from typing import Any

# by kind of tie: as what a move is made on, towards {them}; and as a title of both sides
ACTED_ON = {
    "trade": "trade with {them}",
    "energy": "energy for {them}",
    "investment": "investment of {them}",
    "persons": "persons of {them}",
    "aid": "aid to {them}",
    "arms": "arms to {them}",
    "visas": "visas for {them}",
    "consular_service": "consular service for {them}",
    "residents": "nationals of {them}",
    "border": "its border with {them}",
    "flights": "flights from {them}",
    "students": "its students from {them}",
    "culture": "exchanges with {them}",
    "media": "media of {them}",
    "sport": "sport with {them}",
}
RESTORED = {
    "persons": "rights of persons of {them}",
    "residents": "residence of nationals of {them}",
    "border": "traffic across its border with {them}",
    "students": "the exchange of students with {them}",
}
WORDS = {"persons": "rights of persons", "residents": "residence of nationals"}
ON_PEOPLE = ("ban_travel", "freeze_assets", "deport_nationals", "recall_students", "close_airspace")
OF_BOTH = ("persons", "residents", "media", "border", "students")  # which stand "of", not "between"


def acted_on(kind: str, move: str, them: str) -> str:
    """What a move is made on: "trade with Arden", "its students from Arden".

    Parameters
    ----------
    kind : of the tie
    move : its kind
    them : name of the other party
    """
    phrase = RESTORED.get(kind, ACTED_ON[kind]) if move == "restore_tie" else ACTED_ON[kind]
    return phrase.format(them=them)


def is_on_people(move: str) -> bool:
    """Whether a kind of move is done to people or aeroplanes: nobody bars the name of a tie from entry."""
    return move in ON_PEOPLE


def title_of(tie: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Title of a tie by its kind and the two parties: "trade between Arden and Belmora", "aid from Arden to Belmora".

    Parameters
    ----------
    tie : entry of a scenario as JSON
    names : of the parties
    """
    kind, (a, b) = tie["kind"], tie["between"]
    words, owner = WORDS.get(kind, kind.replace("_", " ")), tie.get("controlled_by")
    if owner:
        other = b if owner == a else a
        return f"{words} from {names.get(owner, owner)} to {names.get(other, other)}"
    joined = "of" if kind in OF_BOTH else "between"
    return f"{words} {joined} {names.get(a, a)} and {names.get(b, b)}"
