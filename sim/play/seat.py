"""A chair at the table: one party of a scenario, played by hand against the rules."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sim.analysis.labels import Labels
from sim.engine.move import scripted_move
from sim.rules.world import State
from sim.scenario.arguments import day_of
from sim.scenario.base import BaseScenario
from sim.scenario.canonical import document_of
from sim.scenario.hands import LEFT, Decider, decider_of
from sim.scenario.played import history_of
from sim.scenario.schema import Scenario, TimelineMove

from .advice import Advised, advice
from .choice import answered, check_lawful, most_of
from .news import Question
from .outlook import Outlook
from .scenario_by_hand import check_parties, party_called, without_moves_of
from .table import Table

if TYPE_CHECKING:
    from sim.results.run_result import RunResult


@dataclass(frozen=True)
class Decision:
    """A day on which a seat was asked, or did something.

    Attributes
    ----------
    day : date
    questions : acts that waited for its answer
    advised : what its policy would have done
    chosen : what it did
    by_policy : what following its policy would have done, as far as the posts left room for it
    """

    day: dt.date
    questions: tuple[Question, ...]
    advised: tuple[Advised, ...]
    chosen: tuple[TimelineMove, ...]
    by_policy: tuple[TimelineMove, ...]

    @property
    def is_by_policy(self) -> bool:
        """Whether the seat did what its policy would have done, for whatever reason it gave."""
        return _deeds(self.chosen) == _deeds(self.by_policy)


def _deeds(moves: Sequence[TimelineMove]) -> set[TimelineMove]:
    return {move.model_copy(update={"ground": ""}) for move in moves}


class Seat(Outlook):
    """One party of a scenario, which decides by hand; the rest decide by their rules.

    The game stands on the eve of a day.  Whatever the seat chooses happens on that day, in the morning; then the day
    takes its course.

    Parameters
    ----------
    scenario : Scenario, or the name or path of a scenario file
    party : id or name of the party that is played
    seed, replay : number of the history, as for :func:`sim.run`: of the file of a game its own, if absent
    settings : other values, ``path=value`` each
    since : of a scenario that was played by hand before: the first day on which this seat chooses anew; its moves
        before that day stay
    trust : whether the file may name own rules in any module

    Raises
    ------
    ScenarioError
        If the file or a setting has mistakes.
    ArgumentError
        A ValueError: if there is no such party, or another argument cannot be used.

    Examples
    --------
    >>> from sim.play import Seat
    >>> seat = Seat("two_states", "arden")
    >>> seat.go()
    >>> seat.questions[0].words
    'Belmora expels 3 of the Ardenish embassy in Quellin'
    >>> seat.choose("expel", "belmora", "belmora_embassy", 3)
    >>> seat.finish().result().outcome["moves"]["scripted"]
    2
    """

    def __init__(
        self,
        scenario: Scenario | str | Path,
        party: str,
        *,
        seed: int | None = None,
        replay: int | None = None,
        settings: Sequence[str] = (),
        since: dt.date | str | None = None,
        trust: bool = False,
    ) -> None:
        table = laid(scenario, [party], seed=seed, replay=replay, settings=settings, since=since, trust=trust)
        self._sit(table, table.parties[0])

    def _sit(self, table: Table, party: str) -> None:
        Outlook.__init__(self, table, party)
        self.decisions: list[Decision] = []
        table.seats[party] = self
        if party in table.eve:
            self.wake(table.eve[party])

    @classmethod
    def at(cls, table: Table, party: str) -> Self:
        """A seat at a table where others may sit, too."""
        seat = cls.__new__(cls)
        seat._sit(table, party)
        return seat

    # what it does ---------------------------------------------------------------------------------

    def choose(
        self,
        move: str,
        to: str,
        channel: str | None = None,
        count: int = 0,
        *,
        severity: float | None = None,
        deadline: dt.date | None = None,
        answers: bool | str = True,
        ground: str = "",
    ) -> None:
        """Make a move today.

        Parameters
        ----------
        move : kind of move
        to : party
        channel : post, where the kind of move is made on one
        count : people or posts, where it counts them
        severity : of the kind ``measure``
        deadline : date by which people leave or a closure takes effect; drawn if absent
        answers : whether it answers what the other side did last, if that waits for an answer; or the id of a harm that
            it answers, also for the sake of its victim
        ground : what is said for it, as accounts tell it

        Raises
        ------
        ValueError
            If the game is over, the move names what does not exist or does not fit together, or if the law and the
            posts as they stand do not allow it, or not with that count.  The message is one line.
        """
        if self.is_over:
            raise ValueError(f"the game ended on {self.table.base.end}; no move can follow")
        given = {"date": self.date, "from": self.party, "to": to, "move": move, "channel": channel, "count": count}
        given |= {"severity": severity, "deadline": deadline, "ground": ground}
        made = scripted_move(given, self.table.base)
        check_lawful(self.table, made)
        self._add(made.model_copy(update=answered(self.table, made, answers)))

    def follow(self, *, is_left: bool = False) -> list[Advised]:
        """Do what the policy would do, and is not done yet; returns what cannot be done any more as things stand.

        Parameters
        ----------
        is_left : whether the seat is left to the policy, so that nobody decides by hand; the moves keep its reasons
        """
        undone, done = [], _deeds(self.chosen)
        for advised in self.advice:
            move = advised.move
            if move is None:
                continue
            try:
                count = min(move.count, most_of(self.table, move)) if move.count else 0
                ground = advised.why if is_left else ""
                fitting = move.model_copy(update={"count": count, "date": self.date, "ground": ground})
                if _deeds([fitting]) <= done:
                    continue
                check_lawful(self.table, fitting)
                self._add(fitting, LEFT if is_left else "")
            except ValueError:
                undone.append(advised)
        return undone

    def take_back(self) -> None:
        """Undo the last choice of today; where there is none, return to the decision before.

        Raises
        ------
        ValueError
            If there is nothing to take back.
        """
        own = self._today
        self.table.ready.pop(self.party, None)
        if not own and len(self.table.parties) > 1:
            raise ValueError("others sit at the table: what happened before today stays")
        if own:
            self.table.write({name: move for name, move in self.table.moves.items() if name != own[-1]})
            return
        self.n_known, self._late = self.table.go_back().known[self.party]
        self.decisions = [decision for decision in self.decisions if decision.day < self.date]
        self._early = None

    def wait(self, days: int | None = None) -> None:
        """Let days pass, until a decision is due or so many have passed; today's choices happen first.

        Where others sit at the table, nothing passes before they have all said so.

        Parameters
        ----------
        days : int; until the next decision or the end if absent
        """
        self.table.ready[self.party] = days
        if len(self.table.ready) == len(self.table.parties):
            self.table.play_on()

    @property
    def is_ready(self) -> bool:
        """Whether it has chosen, and waits for others at the table."""
        return self.party in self.table.ready

    def go(self) -> None:
        """Play on to the next decision, or to the end."""
        self.wait()

    def go_to_act(self, talks_with: Collection[str] = ()) -> None:
        """Play on to the next decision about an act; the policy sees to talks, and to what comes back, from today on.

        What happens meanwhile is news then.

        Parameters
        ----------
        talks_with : ids of parties about talks with whom it is asked, too
        """
        day, n_known, n_stops = self.table.day, int(self.table.model.state.log.n[0]), len(self.table.stops)
        if not self.chosen and not self.is_about(talks_with):
            self.follow(is_left=True)
        self.wait()
        while not self.is_over and not self.is_ready and not self.is_about(talks_with):
            self.follow(is_left=True)
            self.wait()
        if self.table.day > day:
            self.n_known = n_known
            del self.table.stops[n_stops + 1 :]  # where the policy decided, nobody was asked

    def finish(self) -> Self:
        """Play to the end without another choice; returns the seat."""
        while not self.is_over:
            self.wait()
        return self

    # what comes of it -------------------------------------------------------------------------------

    @property
    def scenario(self) -> Scenario:
        """The game as a scenario: played again under the same seed it takes the same course."""
        return self.table.scenario

    def result(self) -> "RunResult":
        """The days played so far, as any other result.

        Raises
        ------
        ValueError
            If no day has been played.
        """
        from sim.analysis.run_result import result_of

        return result_of(self.table.model.trajectory)

    # as the table goes on ---------------------------------------------------------------------------

    def note(self) -> None:
        """Keep what is decided today, and what the policy would have done; all news are known then."""
        if self.is_deciding:
            asked = tuple(self.questions), tuple(self.advice)
            self.decisions.append(Decision(self.date, *asked, tuple(self.chosen), tuple(self._followed())))
        if self.is_deciding or self.table.is_first_day:
            self.n_known = int(self.table.model.state.log.n[0])

    def _followed(self) -> list[TimelineMove]:
        """What following its policy would do today instead of what is chosen."""
        if not any(advised.move for advised in self.advice):
            return []
        chosen = self.table.moves
        self.table.write({name: move for name, move in chosen.items() if name not in self._today})
        self.follow()
        followed = self.chosen
        self.table.write(chosen)
        return followed

    def wake(self, by_policy: State) -> None:
        """Look at a new day, and at what the policy would have done about what happened in the course of the last."""
        self._late = tuple(advice(self.table, self.party, by_policy, self.table.day - 1, is_late=True))
        self._early = None

    @property
    def knows(self) -> tuple[int, tuple[Advised, ...]]:
        """What it knows on this day, so that it can return to it."""
        return self.n_known, self._late

    def _add(self, move: TimelineMove, ending: str = "") -> None:
        self.table.ready.pop(self.party, None)
        beginning = self.table.beginnings[self.party]
        n = sum(name.startswith(beginning) for name in self.table.moves)
        before = self.table.moves
        self.table.write({**before, f"{beginning}{n + 1:04}{ending}": move})
        if self.table.undone:
            self.table.write(before)
            raise ValueError(f"{move.move}: what the scenario does on {move.date} leaves no room for it")


def laid(
    scenario: Scenario | str | Path,
    parties: Sequence[str],
    *,
    seed: int | None = None,
    replay: int | None = None,
    settings: Sequence[str] = (),
    since: dt.date | str | None = None,
    trust: bool = False,
) -> Table:
    """Lay a table for some parties of a scenario, by ids or names; see :class:`sim.play.Seat` for the arguments.

    What an earlier game put into the timeline for one of them is taken out, but for the days before ``since``.  Who
    was not played by hand so far is left to its policy on those days.
    """
    base = BaseScenario.read(scenario, settings, trust=trust).scenario
    labels = Labels(document_of(base))
    parties = [party_called(party, base, labels) for party in parties]
    check_parties(base, parties)
    left = [party for party in parties if party not in base.by_hand]
    kept: dict[str, TimelineMove] = {}
    first = None if since is None else day_of(base, "since", since)
    for party in parties:
        base, moves = without_moves_of(base, party)
        kept |= {name: move for name, move in moves.items() if first is not None and move.date < first}
    seed, replay = history_of(base, seed, replay)
    if first is not None and left:
        kept |= moves_by_policy(Table(base, parties, seed, replay, kept), left, first)
    return Table(base, parties, seed, replay, kept, first)


def moves_by_policy(table: Table, parties: Sequence[str], until: dt.date) -> dict[str, TimelineMove]:
    """What the policies of some parties do before a day, as moves of seats that are left to them."""
    seats = [Seat.at(table, party) for party in table.parties]
    while table.date < until:
        for seat in seats:
            if seat.party in parties:
                seat.follow(is_left=True)
        for seat in seats:
            seat.wait(1)
    return {name: move for name, move in table.moves.items() if decider_of(name, move.from_) is Decider.POLICY}
