"""A documented case as a scenario that plays: its parties and their policies, assumed posts, the documented moves.

What is documented before a day is played as the record, what is given from that day on is played as the timeline, and
all that followed is only compared with.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sim.scenario.load import scenario_from
from sim.scenario.schema import Scenario

from .acts import Act, Pair, acts_of, day_in
from .events import Event
from .parties import ALLIANCES, habits_of, is_alliance, party_id
from .played import Move, moves_of, posts_of
from .posts import Post, usual_staff

Policies = Mapping[str, Mapping[str, Any]]

NO_CHANCE = {"incidents_per_day": 0, "alliance_incidents_per_day": 0, "talks_per_day": 0}


def case_scenario(
    events: Sequence[Event],
    *,
    name: str,
    title: str = "",
    autonomous_from: date,
    end: date,
    timeline_until: date | None = None,
    given: Collection[Event] | None = None,
    parties: Collection[str] | None = None,
    policies: Policies | None = None,
) -> Scenario:
    """Scenario of documented rows.

    Parameters
    ----------
    events : sequence of Event
        rows of one case. Posts and staff follow from these rows alone, so leave out what is not to be known
    name, title : str
        id and title of the scenario; without a title the name
    autonomous_from, end : date
        first day on which actors decide, and last day played
    timeline_until : date, optional
        moves from ``autonomous_from`` to this day happen in any case; without it none does
    given : collection of Event, optional
        instead of that day: the rows from ``autonomous_from`` on whose moves happen in any case
    parties : collection of str, optional
        names of the parties that take part; all if absent
    policies : mapping, optional
        entries of the policies, by habits: ``{"moscow": {"silence_first": 0.1}}``

    Returns
    -------
    Scenario
    """
    return scenario_from(
        case_mapping(
            events,
            name=name,
            title=title,
            autonomous_from=autonomous_from,
            end=end,
            timeline_until=timeline_until,
            given=given,
            parties=parties,
            policies=policies,
        )
    )


def case_mapping(
    events: Sequence[Event],
    *,
    name: str,
    title: str = "",
    autonomous_from: date,
    end: date,
    timeline_until: date | None = None,
    given: Collection[Event] | None = None,
    parties: Collection[str] | None = None,
    policies: Policies | None = None,
) -> dict[str, Any]:
    """As :func:`case_scenario`, as the mapping that a scenario file would hold."""
    acts = [act for act in acts_of(events, parties) if act.day <= end]
    posts = posts_of(acts)
    moves = moves_of(acts, posts)
    start = min([autonomous_from, *(act.day for act in acts)])
    lines = None if given is None else {event.line for event in given}

    def section(move: Move) -> str:
        if move.act.day < autonomous_from:
            return "record"
        if lines is not None:
            return "timeline" if move.act.event.line in lines else "observed"
        return "timeline" if timeline_until is not None and move.act.day <= timeline_until else "observed"

    case: dict[str, Any] = {
        "schema": 1,
        "name": name,
        "title": title or name,
        "start": start,
        "end": end,
        "autonomous_from": autonomous_from,
        "parameters": NO_CHANCE,
        "policies": _policies(acts, policies or {}),
        "alliances": {},
        "states": {},
        "channels": _channels(posts, moves, start.year),
    }
    for party, opponents in _opponents(acts).items():
        kind = "alliances" if is_alliance(party) else "states"
        case[kind][party_id(party)] = {"name": party, "policy": habits_of(party, *opponents)}
    for party in (p for p in _opponents(acts) if is_alliance(p)):
        members = ALLIANCES[party].in_year(start.year)
        case["alliances"][party_id(party)]["members"] = [party_id(p) for p in _opponents(acts) if p in members]
    for kind in ("record", "timeline", "observed"):
        case[kind] = {}
    where = {move.id: section(move) for move in moves}
    for move in moves:
        case[where[move.id]][move.id] = _entry(move, where)
    return case


def _opponents(acts: Iterable[Act]) -> dict[str, set[str]]:
    """Parties in alphabetical order, each with those that it deals with."""
    found: dict[str, set[str]] = {}
    for act in acts:
        found.setdefault(act.actor, set()).add(act.target)
        found.setdefault(act.target, set()).add(act.actor)
    return dict(sorted(found.items()))


def _policies(acts: Sequence[Act], given: Policies) -> dict[str, Any]:
    """Policies that the parties of a case have, by their habits."""
    names = sorted({habits_of(party, *opponents) for party, opponents in _opponents(acts).items()})
    return {name: {"preset": "ledger", "habits": name, **given.get(name, {})} for name in names}


def _channels(posts: Mapping[Pair, Iterable[Post]], moves: Iterable[Move], year: int) -> dict[str, Any]:
    """Posts with their staff, by id."""
    hits: dict[str, list[Move]] = {}
    for move in moves:
        if move.post:
            hits.setdefault(move.post.id, []).append(move)
    return {post.id: _channel(post, hits.get(post.id, []), year) for between in posts.values() for post in between}


def _channel(post: Post, moves: list[Move], year: int) -> dict[str, Any]:
    entry: dict[str, Any] = {"kind": post.kind, "name": post.name}
    if post.is_joint:
        return {**entry, "between": sorted([party_id(post.sender), party_id(post.host)]), "confidence": "assumed"}
    entry |= {"sender": party_id(post.sender), "host": party_id(post.host)}
    if post.city:
        entry["city"] = post.city
    staff, is_known = _staff(post, moves, year)
    if staff:
        vacant = sum(move.people for move in moves if move.kind == "refuse_accreditation")
        entry |= {"accredited": staff, "ceiling": staff + vacant} if vacant else {"accredited": staff}
    return {**entry, "confidence": "medium" if is_known else "assumed"}


def _staff(post: Post, moves: list[Move], year: int) -> tuple[int, bool]:
    """People at a post at the start, and whether a row says so: enough for every documented number."""
    hit = 0
    for move in moves:
        event, people = move.act.event, move.people if move.kind in ("expel", "cut_ceiling") else 0
        if event.before is not None:
            return max(event.before, people) + hit, True
        if event.after is not None and people:
            return event.after + people + hit, True
        hit += people
    return max(usual_staff(post, year), hit + hit // 4 + 1 if hit else 0), False


def _entry(move: Move, where: Mapping[str, str]) -> dict[str, Any]:
    """Move as an entry of the record, the timeline or the documented moves."""
    event, section = move.act.event, where[move.id]
    entry: dict[str, Any] = {"date": move.act.day, "from": party_id(move.actor), "to": party_id(move.target)}
    entry["move"] = move.kind
    if move.post:
        entry["channel"] = move.post.id
    if move.people:
        entry["count"] = move.people
    if move.severity is not None:
        entry["severity"] = move.severity
    if event.after is not None and move.kind in ("expel", "cut_ceiling"):
        entry |= {"ceiling": event.after} if move.kind == "cut_ceiling" else {"accredited": event.after}
    deadline = day_in(event.deadline or event.effective)
    if deadline and deadline >= move.act.day:
        entry["deadline"] = deadline
    if move.answers and (section == "observed" or where[move.answers] != "observed"):
        entry["answers"] = move.answers
    if section != "timeline" and event.ministry:
        entry["ministry"] = event.ministry
    entry |= {"source": event.source, "confidence": event.confidence}
    return entry
