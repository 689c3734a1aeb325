"""What a case is, and the mapping of a scenario file that holds it: parties, policies, posts, moves.

What is documented before a day is played as the record, what is given from that day on is played as the timeline, and
all that followed is only compared with.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sim.scenario.countries import party_id, with_article
from sim.scenario.usual_staff import usual_staff

from .acts import Act, Pair, acts_of, day_in
from .events import Event
from .parties import ALLIANCES, alliances_of, habits_of
from .played import Move, Silence, moves_of, posts_of, silences_of
from .posts import Post

Policies = Mapping[str, Mapping[str, Any]]

# Whoever sends people home keeps at least so many times as many there: of a mission at most half can be sent home in
# answer, and answers of half as many again are documented.
ANSWERABLE = 3

NO_CHANCE = {"incidents_per_day": 0, "alliance_incidents_per_day": 0, "talks_per_day": 0}


class Case(NamedTuple):
    """Acts of rows in their order, the posts of each pair, and the moves that the acts are on these posts."""

    acts: list[Act]
    posts: dict[Pair, list[Post]]
    moves: list[Move]

    @property
    def opponents(self) -> dict[str, set[str]]:
        """Parties in alphabetical order, each with those that it deals with."""
        found: dict[str, set[str]] = {}
        for act in self.acts:
            found.setdefault(act.actor, set()).add(act.target)
            found.setdefault(act.target, set()).add(act.actor)
        return dict(sorted(found.items()))


class Span(NamedTuple):
    """Days of a case that are played."""

    autonomous_from: date
    end: date
    is_given: Callable[[Act], bool]  # of acts from the first of these days on: whether it happens in any case

    def section_of(self, act: Act) -> str:
        """Section of a scenario in which an act stands."""
        if act.day < self.autonomous_from:
            return "record"
        return "timeline" if self.is_given(act) else "observed"


def case_of(events: Iterable[Event], end: date, parties: Collection[str] | None = None) -> Case:
    """Case of rows up to a day, of some parties among themselves."""
    acts = [act for act in acts_of(events, parties) if act.day <= end]
    posts = posts_of(acts)
    return Case(acts, posts, moves_of(acts, posts))


def title_of(acts: Sequence[Act]) -> str:
    """Title of a case: the two parties that it is mostly about, and its years."""
    pairs = [act.pair for act in acts]
    first = max(dict.fromkeys(pairs), key=pairs.count)
    names = [with_article(party) for party in first]
    if any({*pair} - {*first} for pair in pairs):
        names.append("others")
    text = f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{text[0].upper()}{text[1:]}, {years_of(acts)}"


def years_of(acts: Sequence[Act]) -> str:
    """Years of a case, ``2018`` or ``2016 to 2017``."""
    return " to ".join(dict.fromkeys(str(act.day.year) for act in (acts[0], acts[-1])))


# the scenario -------------------------------------------------------------------------------------


def mapping_of(case: Case, span: Span, name: str, title: str, policies: Policies) -> dict[str, Any]:
    """A case as the mapping that a scenario file holds; sections without entries are left out."""
    start = min([span.autonomous_from, *(act.day for act in case.acts)])
    sections = {
        "schema": 1,
        "name": name,
        "title": title or name,
        "start": start,
        "end": span.end,
        "autonomous_from": span.autonomous_from,
        "parameters": NO_CHANCE,
        "policies": _policies(case, policies),
        **_parties(case, start.year),
        "channels": _channels(case, start.year),
        "ties": _ties(case),
        **_moves(case, span),
    }
    return {key: value for key, value in sections.items() if value != {}}


def _policies(case: Case, given: Policies) -> dict[str, Any]:
    """Policies that the parties have, by their habits."""
    names = sorted({habits_of(party, *opponents) for party, opponents in case.opponents.items()})
    return {name: {"preset": "ledger", "habits": name, **given.get(name, {})} for name in names}


def _parties(case: Case, year: int) -> dict[str, Any]:
    """Alliances, with those of their members that take part, and states."""
    found: dict[str, dict[str, Any]] = {"alliances": {}, "states": {}}
    alliances = alliances_of(act.event for act in case.acts)
    for party, opponents in case.opponents.items():
        entry: dict[str, Any] = {"name": party, "policy": habits_of(party, *opponents)}
        if party in alliances:
            members = ALLIANCES[party].in_year(year) if party in ALLIANCES else ()
            entry["members"] = [party_id(other) for other in case.opponents if other in members]
        found["alliances" if party in alliances else "states"][party_id(party)] = entry
    return found


def _channels(case: Case, year: int) -> dict[str, Any]:
    """Posts with their staff, by id."""
    hits: dict[str, list[Move]] = {}
    for move in case.moves:
        if move.post:
            hits.setdefault(move.post.id, []).append(move)
    found: dict[str, dict[str, Any]] = {}
    for between in case.posts.values():
        largest = max((_hit(move) for post in between for move in hits.get(post.id, [])), default=0)
        staffed = (post for post in between if not post.is_tie)
        found |= {post.id: channel_of(post, year, hits.get(post.id, ()), ANSWERABLE * largest) for post in staffed}
    return found


def _ties(case: Case) -> dict[str, Any]:
    """Ties by id, each of ordinary worth to both sides."""
    return {
        post.id: {
            "kind": post.kind,
            "name": post.name,
            "between": sorted([party_id(post.sender), party_id(post.host)]),
            "confidence": "assumed",
        }
        for between in case.posts.values()
        for post in between
        if post.is_tie
    }


def _hit(move: Move) -> int:
    """People whom a move sends home."""
    return move.people if move.kind in ("expel", "cut_ceiling") else 0


def channel_of(post: Post, year: int, moves: Sequence[Move] = (), least: int = 0) -> dict[str, Any]:
    """Post as an entry of the channels, with its usual staff, or enough for the moves that hit it.

    Parameters
    ----------
    year : int, first of the scenario
    least : int, people at a resident mission of which nobody says how many there are
    """
    entry: dict[str, Any] = {"kind": post.kind, "name": post.name}
    if post.is_joint:
        return {**entry, "between": sorted([party_id(post.sender), party_id(post.host)]), "confidence": "assumed"}
    entry |= {"sender": party_id(post.sender), "host": party_id(post.host)}
    if post.city:
        entry["city"] = post.city
    staff, is_known = _staff(post, moves, year, least)
    if staff:
        entry["accredited"] = staff
    if vacant := sum(move.people for move in moves if move.kind == "refuse_accreditation"):
        entry["ceiling"] = staff + vacant
    return {**entry, "confidence": "medium" if is_known else "assumed"}


def _staff(post: Post, moves: Iterable[Move], year: int, least: int) -> tuple[int, bool]:
    """People at a post at the start, enough for every documented number, and whether a row says how many.

    Of a resident mission whose size nobody says there are at least ``least``, so that the other side's acts can be
    answered in kind.
    """
    hit = 0
    for move in moves:
        event, people = move.act.event, _hit(move)
        if event.before is not None:
            return max(event.before, people) + hit, True
        if event.after is not None and people:
            return event.after + people + hit, True
        hit += people
    usual, is_known = usual_staff(post.kind, post.sender, post.host, year)
    least = max(hit + hit // 4 + 1 if hit else 0, least if post.is_resident and not is_known else 0)
    return (usual, is_known) if usual >= least else (least, False)


def _moves(case: Case, span: Span) -> dict[str, dict[str, Any]]:
    """Moves by section and id."""
    found: dict[str, dict[str, Any]] = {"record": {}, "timeline": {}, "observed": {}}
    where = {move.id: span.section_of(move.act) for move in case.moves}
    silent = {silence.answers: silence for silence in silences_of(case.acts, case.moves)}
    for move in case.moves:
        found[where[move.id]][move.id] = _entry(move, where, silent.get(move.id))
    return found


def _entry(move: Move, where: Mapping[str, str], silence: Silence | None) -> dict[str, Any]:
    """Move as an entry of the record, the timeline or the documented moves."""
    event, section = move.act.event, where[move.id]
    entry: dict[str, Any] = {"date": move.act.day, "from": party_id(move.actor), "to": party_id(move.target)}
    entry |= {"move": move.kind, **_on_post(move)}
    deadline = day_in(event.deadline or event.effective)
    if deadline and deadline >= move.act.day:
        entry["deadline"] = deadline
    if move.answers and (section == "observed" or where[move.answers] != "observed"):
        entry["answers"] = move.answers
    if section != "timeline" and event.ministry:
        entry["ministry"] = event.ministry
    entry |= {"source": event.source} if event.source else {}
    entry["confidence"] = event.confidence
    if note := _note(move, silence):
        entry["note"] = note
    return entry


def _on_post(move: Move) -> dict[str, Any]:
    """What a move says of the post that it hits, and of its people; of an abstract measure its severity."""
    event = move.act.event
    entry: dict[str, Any] = {} if move.post is None else {"channel": move.post.id}
    if move.people:
        entry["count"] = move.people
    if move.severity is not None:
        entry["severity"] = move.severity
    if event.after is not None and move.kind == "cut_ceiling":
        entry["ceiling"] = event.after
    elif event.after is not None and move.kind == "expel":
        entry["accredited"] = event.after
    return entry


def _note(move: Move, silence: Silence | None) -> str:
    """What an entry cannot say otherwise: the word of the record, an assumed number or day, a documented silence."""
    event = move.act.event
    notes = [f"In the record: {event.move}."] if event.move != move.kind else []
    if move.people and not event.persons:
        notes.append("The number of people is assumed.")
    if len(event.date) == 7:
        notes.append("The day is assumed.")
    if silence:
        notes.append(silence_text(silence))
    return " ".join(notes)


def silence_text(silence: Silence) -> str:
    """A documented silence in a sentence."""
    event = silence.act.event
    trust = f"{event.confidence} confidence" + (", unverified" if event.is_unverified else "")
    name = with_article(silence.act.actor)
    return f"{name[0].upper()}{name[1:]} did not answer (documented on {event.date}, {trust})."
