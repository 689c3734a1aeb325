"""Who the parties of a draft are, as they were typed: a state, an alliance that is known here, or one of the user's."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sim.documented.parties import ALLIANCES
from sim.scenario.characters import fault_in_line
from sim.scenario.countries import party_id, party_of, with_article
from sim.scenario.problems import printable, shown

MOST_SIDES = 12
FORM = "a state, such as Morocco; an alliance, such as NATO; or one of your own, such as 'The League=Chad,Mali'"


class DraftError(ValueError):
    """What was typed gives no draft; says what was expected."""


class Side(NamedTuple):
    """A party of a draft: what it is called, and of an alliance the names of its members."""

    name: str
    members: tuple[str, ...] | None = None

    @property
    def id(self) -> str:
        """Id of the party."""
        return party_id(self.name)

    @property
    def is_alliance(self) -> bool:
        """Whether it is an alliance."""
        return self.members is not None


def sides_of(typed: Sequence[str], year: int) -> list[Side]:
    """Parties in the order in which they were typed.

    Parameters
    ----------
    typed : names or codes of states, names of alliances, or ``NAME=MEMBER,MEMBER``
    year : in which an alliance that is known here has the members that it then had

    Raises
    ------
    DraftError
        If there are fewer than two parties, or too many, or one has no name or the name of another.

    Examples
    --------
    >>> sides_of(["DZ", "The League=Chad,Mali"], 2021)
    [Side(name='Algeria', members=None), Side(name='the League', members=('Chad', 'Mali'))]
    """
    if not 2 <= len(typed) <= MOST_SIDES:
        got = "one party" if len(typed) == 1 else f"{len(typed)} parties"
        raise DraftError(f"{got}; expected 2 to {MOST_SIDES}, or a table (.csv, .tsv or .txt) of posts or of moves")
    sides = [_side(text, year) for text in typed]
    _check_ids([*(side.name for side in sides)], "named twice")
    for side in sides:
        _check_ids([side.name, *(side.members or ())], f"named twice in {shown(side.name)}")
    return sides


def states_of(sides: Iterable[Side]) -> dict[str, str]:
    """Names of all states of some parties by id: those that are parties, and then the members of alliances."""
    sides = list(sides)
    names = [side.name for side in sides if not side.is_alliance]
    names += [member for side in sides for member in side.members or ()]
    return {party_id(name): name for name in names}


def _side(text: str, year: int) -> Side:
    name, equals, members = (part.strip() for part in text.partition("="))
    name = _called(name)
    if equals:
        return Side(name, tuple(_called(member) for member in members.split(",")))
    if name in ALLIANCES:
        return Side(name, tuple(sorted(ALLIANCES[name].in_year(year))))
    return Side(name)


def _called(text: str) -> str:
    """Name as the record has it; as it is written where nobody knows it, as within a sentence."""
    name = " ".join(text.split())
    if not name or fault_in_line(name) or not party_id(name):
        raise DraftError(f"{shown(printable(text))} is no name of a party; expected {FORM}")
    return party_of(name) or (with_article(name) if name.startswith("The ") else name)


def _check_ids(names: Sequence[str], problem: str) -> None:
    seen: dict[str, str] = {}
    for name in names:
        if party_id(name) in seen:
            raise DraftError(f"{shown(name)} is {problem}; expected parties that differ")
        seen[party_id(name)] = name
