"""A move that is typed by the name of its kind, and by a party or a post where that leaves several."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from sim.engine.lawful import Option
from sim.scenario.pack import KIND_NUMBER

from .seat import Seat
from .wording import party_named

LONGEST_KIND = max(kind.count("_") + 1 for kind in KIND_NUMBER)  # words
LEAST_BEGUN = 3  # letters by which a kind is recognised
LIKENESS = 0.75  # of two words, 0 to 1
MOST_MEANT = 3


def names_of(option: Option) -> tuple[str, ...]:
    """What to type for an option: its kind, and the post or else the party."""
    return option.move, option.channel or option.to


def kind_typed(words: Sequence[str]) -> tuple[str, list[str]] | None:
    """The kind of move that is typed first, in one word or in several, and the words after it; None if there is none.

    Examples
    --------
    >>> kind_typed(["Expel", "3"]), kind_typed(["protest", "note"]), kind_typed(["hello"])
    (('expel', ['3']), ('protest_note', []), None)
    """
    for n in range(min(LONGEST_KIND, len(words)), 0, -1):
        if (kind := "_".join(words[:n]).casefold()) in KIND_NUMBER:
            return kind, list(words[n:])
    return None


def kinds_like(word: str) -> list[str]:
    """Kinds of move that may be meant by a word that is none: those that begin so, or are written nearly so.

    Examples
    --------
    >>> kinds_like("sever"), kinds_like("expell"), kinds_like("hello")
    (['sever_relations'], ['expel'], [])
    """
    called = word.casefold()
    begun = [kind for kind in KIND_NUMBER if len(called) >= LEAST_BEGUN and kind.startswith(called)]
    return [*dict.fromkeys([*begun, *get_close_matches(called, KIND_NUMBER, MOST_MEANT, LIKENESS)])][:MOST_MEANT]


def named_option(seat: Seat, kind: str, rest: list[str], near: Sequence[str]) -> tuple[Option, list[str]]:
    """The one lawful move that is meant, and the words that are left.

    Without a party or a post, a move towards those who are near is meant, if there is one.

    Parameters
    ----------
    kind : kind of move
    rest : words after it, such as a post and how many people
    near : ids of the parties whose moves were listed last, or that the day is about

    Raises
    ------
    ValueError
        If no such move is lawful, or if several are meant.
    """
    lawful = [option for option in seat.options() if option.move == kind]
    if not lawful:
        raise ValueError(f"{kind}: {_why_not(seat, kind, near)}; type m for what is allowed")
    meant = lawful
    while rest and (narrowed := _narrowed(seat, meant, rest[0])):
        meant, rest = narrowed, rest[1:]
    if meant == lawful:
        meant = [option for option in lawful if option.to in near] or lawful
    if len(meant) > 1:
        raise ValueError(f"{kind}: on what? Type one of {_listed(meant, rest)}")
    return meant[0], rest


def _why_not(seat: Seat, kind: str, near: Sequence[str]) -> str:
    """Why a kind of move is not lawful towards those who are near, or towards anybody."""
    reasons = {seat.table.labels.party(other): seat.why_not(kind, other) for other in near}
    said = [f"not allowed towards {party}, as {reason}" for party, reason in reasons.items()]
    return "; ".join(said) or "not allowed towards anybody as things stand"


def _narrowed(seat: Seat, options: Iterable[Option], word: str) -> list[Option]:
    """Those options whose post or party is called by a word."""
    called = word.casefold(), party_named(seat, word)
    return [option for option in options if option.channel == called[0] or option.to == called[1]]


def _listed(options: Iterable[Option], rest: Sequence[str]) -> str:
    """What to type for each option, with the words that follow."""
    return ", ".join(" ".join((*names_of(option), *rest)) for option in options)
