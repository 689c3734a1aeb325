"""Games of a bot: random moves, lawful and not, checked against the rules and played again."""

import hashlib
import random
from itertools import product
from pathlib import Path
from typing import Any

from sim import run
from sim.engine.lawful import Option
from sim.play import Seat
from sim.play.game_file import game_text
from sim.rules.law import most_allowed
from sim.rules.moves import COUNTED, KINDS
from sim.rules.world import NONE

# scenarios, who is played in them, and what makes them short
TABLES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("two_states", "arden", ()),
    ("two_states", "belmora", ()),
    ("nato_russia_2021", "russia", ("end=2021-12-01",)),
    ("nato_russia_2021", "nato", ()),
    ("consulates", "russia", ()),
    ("consensus", "league", ("end=2031-03-31",)),
    ("ministries", "arden", ("end=2031-06-30",)),
)
WITH_CONSENT = {  # kinds that the law allows, and that nobody makes alone as things stand
    "meet", "refuse_talks", "refuse_recognition", "found_institution", "offer_talks", "ask_recognition",
    "withdraw_forces", "contact", "return_ambassador", "reopen",
}  # fmt: skip
WITH_AN_OBJECT = {  # kinds that are lawful, and that the list leaves out where they would change nothing
    "offer_mediation", "mediate", "contact", "offer_contact", "suspend_cooperation", "suspend_council",
    "adopt_doctrine", "exercise", "deploy", "mobilise",
}  # fmt: skip
MEASURE = {"severity": 2.5}
MOST_ASKED = 12  # decisions of a game; then the bot leaves the seat to chance
COUNTED_KINDS = {kind.name for number, kind in enumerate(KINDS) if COUNTED[number]}


class Bot:
    """Plays a seat at random, and keeps what was refused that should not have been, and the other way round."""

    def __init__(self, seat: Seat, number: int) -> None:
        self.seat, self.random = seat, random.Random(number)
        self.wrong: list[str] = []
        self.n_made = self.n_refused = 0

    def play(self) -> Seat:
        """Play to the end."""
        for _ in range(MOST_ASKED):
            if self.seat.is_over:
                break
            for _ in range(self.random.randrange(5)):
                self.choose()
            self.go_on()
        return self.seat.finish()

    def choose(self) -> None:
        """Try one move, mostly a lawful one."""
        options = self.seat.options()
        if options and self.random.random() < 0.7:
            option = self.random.choice(options)
            count = self.random.randint(1, option.most) if option.most else 0
            self.attempt(option.move, option.to, option.channel, count, options)
        else:
            names = self.seat.table.model.names
            kind, to = self.random.choice(KINDS).name, self.random.choice(names.parties)
            channel = self.random.choice([None, *names.channels])
            self.attempt(kind, to, channel, self.random.choice([0, 1, 2, 40]), options)

    def attempt(self, kind: str, to: str, channel: str | None, count: int, options: list[Option]) -> None:
        """Make a move, and compare what comes of it with the list."""
        listed = [o for o in options if (o.move, o.to, o.channel) == (kind, to, channel)]
        is_right = bool(listed) and (1 <= count <= listed[0].most if kind in COUNTED_KINDS else count == 0)
        if kind == "reopen" and listed:  # all posts, or so many
            is_right = count <= self._allowed(kind, to, channel)
        before = len(self.seat.chosen)
        try:
            self.seat.choose(kind, to, channel, count, **(MEASURE if kind == "measure" else {}))
        except ValueError as problem:
            self.n_refused += 1
            if is_right or "\n" in str(problem) or len(self.seat.chosen) != before:
                self.wrong.append(f"refused: {kind} {to} {channel} {count}: {problem}")
            elif self._allowed(kind, to, channel) > 0 and not listed and kind not in WITH_CONSENT | WITH_AN_OBJECT:
                self.wrong.append(f"not listed: {kind} {to} {channel}")
        else:
            self.n_made += 1
            if not (is_right or (kind in WITH_AN_OBJECT and not listed)):
                self.wrong.append(f"accepted: {kind} {to} {channel} {count}")

    def _allowed(self, kind: str, to: str, channel: str | None) -> int:
        """Largest count by the law, where the party's own scenario does not rule the kind out."""
        table, party = self.seat.table, self.seat.party
        names, tables = table.model.names, table.free(party)
        number = [k.name for k in KINDS].index(kind)
        place = NONE if channel is None else names.channel(channel)
        if party == to or (min(party, to), max(party, to)) not in names.pairs:
            return 0
        needs_channel = bool(KINDS[number].on)
        if not tables.repertoire[names.party(party), number] or needs_channel != (channel is not None):
            return 0
        return int(most_allowed(tables, table.morning(party), number, names.direction(party, to), place))

    def go_on(self) -> None:
        """Go on in one of the ways there are."""
        way = self.random.randrange(6)
        if way == 0 and len(self.seat.decisions) > 1:
            self.seat.take_back()
        elif way == 1:
            self.seat.wait(self.random.randint(1, 9))
        else:
            if way == 2:
                self.seat.follow()
            self.seat.go()


def replayed(seat: Seat, folder: Path, source: str) -> list[str]:
    """Names of the files of a game that differ when its scenario file is played again."""
    seat.result().save(folder / "game")
    file = folder / "game.yaml"
    file.write_text(game_text(seat.table, source), encoding="utf-8")
    run(file).save(folder / "again")
    one, other = (_digests(folder / name) for name in ("game", "again"))
    return [name for name in one if one[name] != other.get(name)]


def _digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def not_as_chosen(seat: Seat) -> list[Any]:
    """Moves by hand that the posts did not allow, or not whole."""
    outcome = seat.result().outcome
    return [name for name in product([*outcome["void"], *outcome["cut_down"]]) if name[0] in seat.table.moves]
