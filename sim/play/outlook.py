"""What a seat knows: the news, what waits for its answer, what its policy advises, and what it may do."""

import datetime as dt
from collections.abc import Collection

from sim.engine import lawful
from sim.engine.lawful import Option
from sim.rules.moves import is_hostile_kind
from sim.scenario.pack import KIND_NUMBER
from sim.scenario.schema import TimelineMove

from .advice import Advised, advice
from .news import Between, News, Question, between, news, questions
from .table import Table


class Outlook:
    """What one party at a table knows on the eve of a day, and what it may do on that day.

    Parameters
    ----------
    table : Table
    party : id
    """

    def __init__(self, table: Table, party: str) -> None:
        self.table, self.party = table, party
        self.n_known = table.n_known(party)
        self._named: set[tuple[int | None, str | None]] = set()  # acts of which was said that they get no answer
        self._late: tuple[Advised, ...] = ()
        self._early: tuple[Advised, ...] | None = None

    @property
    def date(self) -> dt.date:
        """Day on which its choice happens."""
        return self.table.date

    @property
    def is_over(self) -> bool:
        """Whether the last day has been played."""
        return self.table.is_over

    @property
    def news(self) -> list[News]:
        """Moves since this seat was asked before."""
        return news(self.table, self.n_known)

    @property
    def questions(self) -> list[Question]:
        """Acts that wait for its answer."""
        return [] if self.is_over else questions(self.table, self.party)

    @property
    def unanswered(self) -> list[Question]:
        """Acts that wait, and that what is chosen so far does not answer."""
        return [] if self.is_over else questions(self.table, self.party, self.table.morning(self.party))

    def name_unanswered(self) -> list[Question]:
        """The same, but each act only the first time, for those who show what a day leaves without an answer."""
        new = [question for question in self.unanswered if (question.number, question.harm) not in self._named]
        self._named |= {(question.number, question.harm) for question in new}
        return new

    @property
    def advice(self) -> list[Advised]:
        """What the party would do today by its policy, and why; first what it would have done yesterday already."""
        if self.is_over:
            return []
        if self._early is None:
            state = self.table.by_policy(self.party)
            self._early = tuple(advice(self.table, self.party, state, self.table.day, is_late=False))
        return [*self._late, *self._early]

    @property
    def between(self) -> list[Between]:
        """How it stands with the others."""
        return between(self.table, self.party)

    @property
    def chosen(self) -> list[TimelineMove]:
        """What it does today, in order."""
        return [self.table.today[name] for name in self._today]

    def deadline_of(self, move: TimelineMove) -> dt.date | None:
        """Date by which people leave, or a closure takes effect; of a move of today also one that is drawn."""
        if move.deadline is not None or self.is_over:
            return move.deadline
        name = next((name for name in self._today if self.table.today[name] is move), None)
        days = 0 if name is None else self.table.days_to_effect(name, self.party)
        return self.date + dt.timedelta(days=days) if days else None

    def answered_by(self, move: TimelineMove) -> int | None:
        """Number of the act that a move answers, as the account has it; None where it answers none, or is not made."""
        name = next((name for name, it in self.table.moves.items() if it is move), None)
        return None if name is None else self.table.answered_by(name, self.party)

    @property
    def sides(self) -> tuple[frozenset[str], frozenset[str]]:
        """Ids of the party with the alliances that it is a member of, and of its allies: all members of these."""
        alliances = self.table.base.alliances
        own = {self.party, *(name for name, it in alliances.items() if self.party in it.members)}
        kin = {member for name in own if name in alliances for member in alliances[name].members}
        return frozenset(own), frozenset(kin)

    @property
    def _today(self) -> list[str]:
        """Ids of its moves of today, in order."""
        return sorted(name for name in self.table.today if name.startswith(self.table.beginnings[self.party]))

    @property
    def is_asked(self) -> bool:
        """Whether a decision is due: its policy would decide something, or has just been answered for."""
        return bool(self.advice)

    def options(self, to: str | None = None) -> list[Option]:
        """What the law and the posts allow it to do today, after what it has chosen; towards one party, or towards all.

        Raises
        ------
        KeyError
            If there is no such party.
        """
        if self.is_over:
            return []
        names = self.table.model.names
        if to is not None:
            names.party(to)
        return lawful.options(
            names, self.table.free(self.party), self.table.morning(self.party), self.party, self.table.day, to
        )

    def why_not(self, move: str, to: str) -> str:
        """What is missing for a kind of move that :meth:`options` does not offer towards a party."""
        table = self.table
        at = table.free(self.party), table.morning(self.party)
        return lawful.why_not(table.model.names, *at, self.party, table.day, KIND_NUMBER[move], to)

    @property
    def is_about_an_act(self) -> bool:
        """Whether its policy would do something hostile today, or be silent."""
        return self.is_about(())

    def is_about(self, talks_with: Collection[str]) -> bool:
        """Whether its policy would do something hostile today, be silent, or deal with one of some parties."""
        return any(
            it.move is None or it.move.to in talks_with or is_hostile_kind(KIND_NUMBER[it.move.move])
            for it in self.advice
        )

    @property
    def is_deciding(self) -> bool:
        """Whether it is asked today, or does something."""
        return self.is_asked or bool(self.chosen)
