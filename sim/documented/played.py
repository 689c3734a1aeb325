"""From acts of a record to moves of the model: who makes which move on which post, in answer to what.

What the posts leave no room for any more, such as an expulsion from an embassy that is closed, is played as a measure
as grave as the act itself.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sim.rules.law import is_counted
from sim.rules.moves import KINDS
from sim.scenario.countries import party_id

from .acts import Act, Pair
from .events import Event
from .kinds import KIND_OF_MOVE, MEASURE, RESTORED_BY, SEVERITY_OF_MEASURE, TIE_OF_KIND
from .parties import alliances_of
from .posts import Post, places_of, posts_between
from .words import COUNTER

UNKNOWN_PERSONS = 3  # people where no number is known: the median of those sent home, in the record of Moscow

COUNTED = {kind.name for number, kind in enumerate(KINDS) if is_counted(number)}
_SEVERITY_OF_KIND = {kind.name: kind.severity for kind in KINDS}
_WHOLE = {kind.name for kind in KINDS if kind.withholds >= 1}  # leave nothing of a tie

_CLOSED = ("close_consulate", "close_office")
_BY_SENDER = ("recall_ambassador", "suspend_mission")
_BY_HOST = (
    "expel",
    "cut_ceiling",
    "refuse_accreditation",
    "ban_local_staff",
    "restrict_access",
    "close_mission",
    "close_liaison_mission",
)
_JOINT = ("suspend_cooperation", "suspend_council")
_BETWEEN_STATES = ("sever_relations", "downgrade_relations")
_GIVES_BACK = ("reopen", "return_ambassador", "restore_posts", "restore_tie")
_OWN_SEAT = ("close_embassy", "close_mission", "recall_all_staff", "suspend_mission")


class Move(NamedTuple):
    """One move of the model, and the act that it comes from."""

    id: str
    act: Act
    actor: str  # of the act; of a joint one also its target
    target: str
    kind: str
    post: Post | None
    people: int  # of kinds that count people, else 0
    answers: str  # id of a move, or nothing

    @property
    def severity(self) -> float | None:
        """Severity of an abstract measure; None of other kinds, which have one of their own."""
        word = self.act.event.move
        if self.kind != MEASURE:
            return None
        return SEVERITY_OF_MEASURE.get(word) or _SEVERITY_OF_KIND[str(KIND_OF_MOVE[word])]


class Silence(NamedTuple):
    """A documented silence: a party that could have answered and did not."""

    act: Act  # its actor is silent towards its target
    answers: str  # id of the move that it leaves unanswered, or nothing


class _Lost:
    """What a pair has lost so far by documented acts, and a repair can give back."""

    def __init__(self) -> None:
        self.posts: dict[str, Post] = {}  # closed or suspended, by id
        self.joint: dict[tuple[str, str], Post] = {}  # by id and who stays away
        self.heads: dict[str, Post] = {}  # missions whose head is away, by id
        self.people: dict[str, tuple[Post, int]] = {}  # by id of the post
        self.ties: dict[tuple[str, str], Post] = {}  # withheld, by id and who withholds
        self.gone: set[tuple[str, str]] = set()  # of these all that is withheld in whole
        self.levels: set[str] = set()  # kinds of move that lowered relations

    def leaves_room_for(self, actor: str, kind: str, post: Post | None) -> bool:
        """Whether a move can still be made as it is."""
        if post is None:
            return kind not in self.levels
        if post.is_tie:
            return (post.id, actor) not in self.gone
        if post.is_joint:
            return (post.id, actor) not in self.joint
        return post.id not in self.posts and not (kind == "recall_ambassador" and post.id in self.heads)

    def note(self, actor: str, kind: str, post: Post | None, people: int, missions: Iterable[Post]) -> None:
        """Note what a move takes or gives back."""
        if kind in _BETWEEN_STATES:
            self.levels |= {"downgrade_relations", kind}
            gone = self.posts if kind == "sever_relations" else self.heads
            gone |= {mission.id: mission for mission in missions}
        elif post is not None and post.is_tie:
            self._note_on_tie(actor, kind, post)
        elif post is not None and post.is_joint:
            self.joint.pop((post.id, actor), None)
            self.joint |= {(post.id, actor): post} if kind in _JOINT else {}
        elif post is not None:
            self._note_on(kind, post, people)

    def _note_on_tie(self, actor: str, kind: str, tie: Post) -> None:
        if kind == "restore_tie":
            self.ties.pop((tie.id, actor), None)
            self.gone.discard((tie.id, actor))
        else:
            self.ties[tie.id, actor] = tie
            self.gone |= {(tie.id, actor)} if kind in _WHOLE else set()

    def _note_on(self, kind: str, post: Post, people: int) -> None:
        if kind == "reopen":
            for kept in (self.posts, self.heads, self.people):
                kept.pop(post.id, None)
        elif kind == "return_ambassador":
            self.heads.pop(post.id, None)
        elif kind == "recall_ambassador":
            self.heads[post.id] = post
        elif kind in ("expel", "cut_ceiling", "restore_posts"):
            before = self.people.get(post.id, (post, 0))[1]
            self.people[post.id] = post, before + (-people if kind == "restore_posts" else people)
        elif kind.startswith(("close_", "suspend_")):
            self.posts[post.id] = post
        if not self.heads and not self.posts:
            self.levels.clear()


def posts_of(acts: Sequence[Act]) -> dict[Pair, list[Post]]:
    """Posts of every pair that has an act or a silence."""
    alliances = alliances_of(act.event for act in acts)
    closed: dict[Pair, list[tuple[str, Event]]] = defaultdict(list)
    for act in acts:
        rows = closed[act.pair]
        if act.event.move in (*_CLOSED, "suspend_council") or KIND_OF_MOVE[act.event.move] in TIE_OF_KIND:
            rows.append((act.actor if act.event.is_own else act.target, act.event))
    return {pair: posts_between(*pair, rows, alliances) for pair, rows in sorted(closed.items())}


def moves_of(acts: Sequence[Act], posts: Mapping[Pair, Sequence[Post]]) -> list[Move]:
    """Moves of acts, in their order, each with the move that it answers; silences are none."""
    alliances = alliances_of(act.event for act in acts)
    lost: dict[Pair, _Lost] = defaultdict(_Lost)
    ids: Counter[str] = Counter()
    moves: list[Move] = []
    for act in (act for act in acts if not act.is_silence):
        kept = posts[act.pair]
        for actor, target, kind, post, people in _played(act, kept, lost[act.pair], alliances):
            moves.append(Move(_id_of(act, ids), act, actor, target, kind, post, people, ""))
            lost[act.pair].note(actor, kind, post, people, (each for each in kept if each.is_resident))
    return _linked(moves)


def _id_of(act: Act, ids: Counter[str]) -> str:
    """Id of a move, by who did what on which day; numbered where that is not enough."""
    plain = f"{party_id(act.actor)}_{act.event.move}_{act.day:%Y_%m_%d}"[:60]
    ids[plain] += 1
    return plain if ids[plain] == 1 else f"{plain}_{ids[plain]}"


_Played = tuple[str, str, str, Post | None, int]  # who, to whom, kind, post, people


def _played(act: Act, posts: Sequence[Post], lost: _Lost, alliances: frozenset[str]) -> Iterator[_Played]:
    """Moves of one act."""
    kind = "suspend_mission" if act.event.is_own else KIND_OF_MOVE[act.event.move]
    if kind in _GIVES_BACK:
        yield from _given_back(act, str(kind), lost)
    elif kind is not None:
        for post in _hit(act, kind, posts, lost):
            is_lawful = kind not in _BETWEEN_STATES or alliances.isdisjoint(act.pair)  # they sever none
            if is_lawful and lost.leaves_room_for(act.actor, kind, post):
                yield act.actor, act.target, kind, post, _people(act, kind)
            else:
                yield act.actor, act.target, MEASURE, None, 0


def _people(act: Act, kind: str) -> int:
    """People whom a move counts; an assumed number where the row gives none."""
    return (act.event.persons or UNKNOWN_PERSONS) if kind in COUNTED else 0


def _hit(act: Act, kind: str, posts: Sequence[Post], lost: _Lost) -> Sequence[Post | None]:
    """Posts on which an act is made, one move each; None where a kind of move needs none."""
    if act.event.is_own:
        return [_seat(posts, act.actor, act.target)] if act.event.move in _OWN_SEAT else []
    if kind in _CLOSED:
        return _closed(act, [p for p in posts if p.id not in lost.posts], kind.removeprefix("close_"))
    if kind in _JOINT:
        return [next((post for post in posts if post.kind == kind.removeprefix("suspend_")), None)]
    if kind in TIE_OF_KIND:
        return [next((post for post in posts if post.kind == TIE_OF_KIND[kind]), None)]
    if kind in _BY_SENDER:
        return [_seat(posts, act.actor, act.target)]
    if kind in _BY_HOST:
        return [_hosted(act, posts)]
    return [None]


def _seat(posts: Iterable[Post], sender: str, host: str) -> Post | None:
    """Resident mission of a sender."""
    return next((post for post in posts if post.is_resident and (post.sender, post.host) == (sender, host)), None)


def _hosted(act: Act, posts: Iterable[Post]) -> Post | None:
    """Post of the target whose people an act hits: its mission, or the office that the row names."""
    if "Information Office" in act.event.facilities:
        return next((post for post in posts if post.kind == "office" and post.host == act.actor), None)
    return _seat(posts, act.target, act.actor)


def _closed(act: Act, posts: Iterable[Post], kind: str) -> list[Post]:
    """Posts of a kind that an act closes: those of the places that it names, else the first ones."""
    there = [post for post in posts if (post.kind, post.sender, post.host) == (kind, act.target, act.actor)]
    found: list[Post] = []
    for place in places_of(act.event):
        left = [post for post in there if post not in found]
        found += [*(post for post in left if post.city == place), *(post for post in left if not post.city)][:1]
    return found


def _ties_restored(act: Act, makers: Collection[str], lost: _Lost) -> Iterator[_Played]:
    """Ties that a repair gives back, by who withholds them."""
    for (_, absent), tie in [*lost.ties.items()]:
        if absent in makers and tie.kind in RESTORED_BY[act.event.move]:
            yield absent, act.target if absent == act.actor else act.actor, "restore_tie", tie, 0


def _given_back(act: Act, kind: str, lost: _Lost) -> Iterator[_Played]:
    """What a repair gives back of what had been lost: nothing where nothing was."""
    makers = (act.actor, act.target) if act.event.is_joint else (act.actor,)
    if kind == "reopen":
        for post in [*lost.posts.values()]:
            yield act.actor, act.target, kind, post, 0
        for (_, absent), post in [*lost.joint.items()]:
            yield absent, act.target if absent == act.actor else act.actor, kind, post, 0
    if kind in ("reopen", "return_ambassador"):
        for post in [*lost.heads.values()]:
            if kind == "reopen" or post.sender in makers:
                yield post.sender, post.host, "return_ambassador", post, 0
    if kind == "restore_tie":
        yield from _ties_restored(act, makers, lost)
    if kind == "restore_posts":
        yield from _people_back(act, makers, lost)


def _people_back(act: Act, makers: Collection[str], lost: _Lost) -> Iterator[_Played]:
    """Posts that a repair gives back, by who took them."""
    for post, people in [*lost.people.values()]:
        if people > 0 and post.host in makers:
            yield post.host, post.sender, "restore_posts", post, min(people, act.event.persons or UNKNOWN_PERSONS)


# answers ----------------------------------------------------------------------------------------


def silences_of(acts: Iterable[Act], moves: Iterable[Move]) -> list[Silence]:
    """Documented silences, in their order, each with the move that it leaves unanswered."""
    made = _by_day(moves)
    found = []
    for act in (act for act in acts if act.is_silence):
        move = _meant(act, "", made.get((act.target, act.actor, act.event.answers), []))
        found.append(Silence(act, move.id if move else ""))
    return found


_Made = dict[tuple[str, str, str], list[Move]]


def _by_day(moves: Iterable[Move]) -> _Made:
    """Moves by actor, target and the date of their row."""
    made: _Made = defaultdict(list)
    for move in moves:
        made[move.actor, move.target, move.act.event.date].append(move)
    return made


def _linked(moves: list[Move]) -> list[Move]:
    """The same moves, each with the id of the move that its row names as answered."""
    made, answered = _by_day(moves), dict[str, str]()
    for move in (move for move in moves if not move.act.is_first):
        found = _meant(move.act, move.kind, made.get((move.target, move.actor, move.act.event.answers), []))
        if found and not _leads_to(found.id, move.id, answered):
            answered[move.id] = found.id
    return [move._replace(answers=answered.get(move.id, "")) for move in moves]


def _meant(act: Act, kind: str, made: list[Move]) -> Move | None:
    """The move that an act answers, among those of the day it names: of its kind, or else the first.

    Where that day saw two packages, replies answer the first of them, counters and silences the last.
    """
    earlier = [move for move in made if move.act.day <= act.day or act.is_silence]
    first = [move for move in earlier if move.act.is_first]
    later = [move for move in earlier if not move.act.is_first]
    is_last = act.is_silence or act.event.role == COUNTER
    package = (later or first) if is_last else (first or later)
    return next((move for move in package if move.kind == kind), package[0] if package else None)


def _leads_to(start: str, end: str, answered: Mapping[str, str]) -> bool:
    """Whether the answers that follow from one move lead to another."""
    at: str | None = start
    while at is not None and at != end:
        at = answered.get(at)
    return at == end
