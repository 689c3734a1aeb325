"""A move that is typed by the name of its kind, and by a party or a post where that leaves several."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from itertools import takewhile

from sim.engine.lawful import Option
from sim.scenario.pack import KIND_NUMBER

from .seat import Seat
from .wording import party_named

LONGEST_KIND = max(kind.count("_") + 1 for kind in KIND_NUMBER)  # words
DETAILS = ("first", "by", "over")  # words after which more is said about a move
LEAST_BEGUN = 3  # letters by which a kind is recognised
LIKENESS = 0.75  # of two words, 0 to 1
MOST_MEANT = 5


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

    Where the word before the first line is that of kinds, none with another is meant.

    Examples
    --------
    >>> kinds_like("sever"), kinds_like("expell"), kinds_like("reopen_mission"), kinds_like("hello")
    (['sever_relations'], ['expel'], ['reopen'], [])
    """
    called = word.casefold()
    begun = [kind for kind in KIND_NUMBER if len(called) >= LEAST_BEGUN and kind.startswith(called)]
    verb = called.partition("_")[0]
    same = [kind for kind in KIND_NUMBER if kind.partition("_")[0] == verb] if verb != called else []
    written = get_close_matches(called, same or KIND_NUMBER, MOST_MEANT, LIKENESS)
    return [*dict.fromkeys([*begun, *written, *same])][:MOST_MEANT]


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
    while found := _narrowed(seat, meant, rest):
        meant, rest = found
    is_narrowed = meant != lawful
    if not is_narrowed:
        meant = [option for option in lawful if option.to in near] or lawful
    if unknown := [*takewhile(_is_a_name, rest)]:
        rest = rest[len(unknown) :]
        raise ValueError(f"{kind}: not possible on {' '.join(unknown)!r}; type {_one_of(_listed(meant, rest))}")
    if len(meant) > 1:
        raise ValueError(f"{kind}: on what? Type {_one_of(_listed(meant, rest))}")
    return meant[0], rest


def _why_not(seat: Seat, kind: str, near: Sequence[str]) -> str:
    """Why a kind of move is not lawful towards those who are near, or towards anybody."""
    reasons = {seat.table.labels.party(other): seat.why_not(kind, other) for other in near}
    said = [f"not allowed towards {party}, as {reason}" for party, reason in reasons.items()]
    return "; ".join(said) or "not allowed towards anybody as things stand"


def _narrowed(seat: Seat, options: Sequence[Option], words: list[str]) -> tuple[list[Option], list[str]] | None:
    """Those options whose post or party is called by the first words, as many as can be, and the words after them."""
    for n in range(len(words), 0, -1):
        called = " ".join(words[:n])
        if found := [option for option in options if _is_called(seat, option, called)]:
            return found, words[n:]
    return None


def _is_called(seat: Seat, option: Option, called: str) -> bool:
    """Whether the post or the party of an option is called so, by its id or name, of a post also without its city."""
    if option.to == party_named(seat, called):
        return True
    if option.channel is None:
        return False
    names = option.channel.casefold(), seat.table.labels.channel(option.channel).casefold().removeprefix("the ")
    word = called.casefold().removeprefix("the ")
    return word in names or any(name.startswith(f"{word} ") for name in names)


def _is_a_name(word: str) -> bool:
    """Whether a word is neither a number nor one of those that say more about a move."""
    return not word[0].isdecimal() and word not in DETAILS


def _one_of(lines: Sequence[str]) -> str:
    return lines[0] if len(lines) == 1 else f"one of {', '.join(lines)}"


def _listed(options: Iterable[Option], rest: Sequence[str]) -> list[str]:
    """What to type for each option, with the words that follow."""
    return [" ".join((*names_of(option), *rest)) for option in options]
