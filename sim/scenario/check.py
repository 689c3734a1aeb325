"""What the types of a scenario cannot say: that everything named exists, and fits where it is named."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from sim.rules.law import is_joint, is_resident
from sim.rules.moves import CHANNEL_KINDS

from .check_calendar import check_calendar
from .check_moves import check_observed, check_script, embassies_of, is_embassy_of, sides
from .check_policies import actors, check_policies
from .check_third_parties import check_third_parties
from .check_ties import check_pair, check_ties
from .check_triggers import check_triggers
from .defaults import ministries_of
from .problems import Finding, absent
from .relations import implied_relations, places_of, relations_of
from .schema import Channel, Relation, Scenario

Path = tuple[str, ...]

JOINT_KINDS = tuple(kind for number, kind in enumerate(CHANNEL_KINDS) if is_joint(number))
RESIDENT_KINDS = tuple(kind for number, kind in enumerate(CHANNEL_KINDS) if is_resident(number))
MAX_DAYS = 36_500
RESERVED = ("theatre", "run")  # names of sums in results

_BY_PARTY = (
    "grievance",
    "balance",
    "silence_first",
    "silence_reply",
    "incidents_per_day",
    "talks_per_day",
    "invites",
    "breaks",
    "asks_recognition",
    "posture",
    "contact",
    "represented_by",
)


def check_references(scenario: Scenario) -> list[Finding]:
    """Everything wrong with a scenario whose types are right; see :func:`findings_of`."""
    return [*findings_of(scenario)]


def findings_of(scenario: Scenario) -> Iterator[Finding]:
    """Find what is wrong with a scenario whose types are right.

    Yields
    ------
    Finding
        path, problem, what was expected, the names possible there and the word to look for among them.
    """
    checks = (
        _dates,
        _parties,
        _by_hand,
        check_policies,
        _ministries,
        _channels,
        check_ties,
        _relations,
        check_script,
        check_triggers,
        check_calendar,
        check_observed,
        _plots,
    )
    for check in checks:
        yield from check(scenario)


def _dates(scenario: Scenario) -> Iterator[Finding]:
    start, end, autonomous = scenario.start, scenario.end, scenario.autonomous_from
    if end < start:
        yield Finding(("end",), f"{end} is before the start", f"{start} or later")
    elif (end - start).days > MAX_DAYS:
        yield Finding(("end",), f"{(end - start).days} days after the start", f"at most {MAX_DAYS}")
    elif autonomous is not None and not start <= autonomous <= end:
        yield Finding(("autonomous_from",), f"{autonomous} is outside the run", f"{start} to {end}")


def _parties(scenario: Scenario) -> Iterator[Finding]:
    for id_ in (alliance for alliance in scenario.alliances if alliance in scenario.states):
        yield Finding(("alliances", id_), "also the id of a state", "another id")
    for id_, alliance in scenario.alliances.items():
        for place, member in enumerate(alliance.members):
            path = ("alliances", id_, "members", str(place))
            if member not in scenario.states:
                yield absent(path, "state", member, scenario.states)
            elif member in alliance.members[:place]:
                yield Finding(path, f"'{member}' is named twice")
        if alliance.decides_by != "delegated" and not alliance.members:
            yield Finding(("alliances", id_, "decides_by"), "there are no members to ask", "members, or delegated")


def _by_hand(scenario: Scenario) -> Iterator[Finding]:
    """Parties that are played by hand exist."""
    parties = {*scenario.states, *scenario.alliances}
    for place, party in enumerate(scenario.by_hand):
        if party not in parties:
            yield absent(("by_hand", str(place)), "state or alliance", party, parties)
        elif party in scenario.by_hand[:place]:
            yield Finding(("by_hand", str(place)), f"'{party}' is named twice")


def _ministries(scenario: Scenario) -> Iterator[Finding]:
    for path, _, key, ministries in actors(scenario):
        roles = Counter(ministry.role for ministry in ministries.values())
        if ministries and not roles["foreign"]:
            yield Finding((*path, key), "none has the role foreign", "at least one, or no list at all")
        if roles["head"] > 1:
            yield Finding((*path, key), f"{roles['head']} have the role head", "at most one")


def _channels(scenario: Scenario) -> Iterator[Finding]:
    for id_, channel in scenario.channels.items():
        path = ("channels", id_)
        yield from _form(path, channel)
        yield from _ends(path, channel, scenario)
        yield from _owners(path, channel, scenario)
        yield from _condition(path, channel, scenario)


def _form(path: Path, channel: Channel) -> Iterator[Finding]:
    """A post has a sender and a host; a joint institution stands between two parties."""
    joint = channel.kind in JOINT_KINDS
    needed, barred = (("between",), ("sender", "host")) if joint else (("sender", "host"), ("between",))
    instead = "between: [a, b]" if joint else "sender and host"
    for key in barred:
        if getattr(channel, key) is not None:
            yield Finding((*path, key), f"not used by the kind {channel.kind}", instead)
    for key in needed:
        if getattr(channel, key) is None:
            yield Finding((*path, key), f"missing for the kind {channel.kind}", instead)


def _ends(path: Path, channel: Channel, scenario: Scenario) -> Iterator[Finding]:
    if channel.between is not None:
        yield from check_pair((*path, "between"), channel.between, scenario)
    parties = {*scenario.states, *scenario.alliances}
    for key, party in (("sender", channel.sender), ("host", channel.host)):
        if party is not None and party not in parties:
            yield absent((*path, key), "state or alliance", party, parties)
    if channel.sender is not None and channel.sender == channel.host:
        yield Finding((*path, "host"), f"'{channel.host}' is also the sender", "another party")


def _owners(path: Path, channel: Channel, scenario: Scenario) -> Iterator[Finding]:
    """The ministries that a channel is attached to, on the sender's side and on the host's."""
    owners = (("sender_ministry", channel.sender_ministry), ("host_ministry", channel.host_ministry))
    for (key, ministry), party in zip(owners, sides(channel), strict=True):
        if ministry is None or party not in {*scenario.states, *scenario.alliances}:
            continue
        if ministry not in (known := ministries_of(scenario, str(party))):
            yield absent((*path, key), f"ministry of {party}", ministry, known)


def _condition(path: Path, channel: Channel, scenario: Scenario) -> Iterator[Finding]:
    """Staff, suspension and meetings at the start."""
    if channel.status == "planned" and not scenario.building:
        yield Finding((*path, "status"), "planned, and nothing is being built", "building: true at the top")
    if channel.ceiling is not None and channel.accredited > channel.ceiling:
        problem = f"{channel.accredited} people for a ceiling of {channel.ceiling}"
        yield Finding((*path, "accredited"), problem, f"at most {channel.ceiling}")
    if channel.suspended_by and channel.kind not in JOINT_KINDS:
        yield Finding((*path, "suspended_by"), f"not used by the kind {channel.kind}", "status: suspended")
        return
    if channel.status == "suspended" and channel.kind in JOINT_KINDS and not channel.suspended_by:
        yield Finding((*path, "status"), "suspended, and nobody is named who stays away", "suspended_by with a party")
    for place, party in enumerate(channel.suspended_by):
        if party not in (ends := [end for end in sides(channel) if end]):
            yield absent((*path, "suspended_by", str(place)), "party of this channel", party, ends)
    met: list[tuple[str, date]] = [("last_meeting", channel.last_meeting)] if channel.last_meeting else []
    met += [(f"meetings.{place}", day) for place, day in enumerate(channel.meetings)]
    for key, day in met:
        if channel.kind != "council":
            yield Finding((*path, *key.split(".")), f"not used by the kind {channel.kind}", "a council")
        elif day > scenario.start:
            yield Finding((*path, *key.split(".")), f"{day} is after the start", "the state at the start")


def _implied(scenario: Scenario) -> Iterator[Finding]:
    """A relation that a channel implies has an id of its own."""
    implied = implied_relations(scenario)
    named = Counter(implied.values())
    for pair, id_ in implied.items():
        if id_ in scenario.relations or named[id_] > 1:
            problem = f"'{id_}' is also what the relation of {pair[0]} and {pair[1]} would be called"
            yield Finding(("relations",), problem, "a relation between these two with an id of its own")


def _level(path: Path, relation: Relation, missions: Mapping[frozenset[str | None], list[str]]) -> Iterator[Finding]:
    """Severed relations leave no mission open."""
    if relation.level == "severed":
        for id_ in missions.get(frozenset(relation.between), ()):
            yield Finding((*path, "level"), f"severed, and '{id_}' is open", f"channels.{id_}.status: closed")


def _open_missions(scenario: Scenario) -> dict[frozenset[str | None], list[str]]:
    """Ids of the open resident missions of each pair."""
    found: dict[frozenset[str | None], list[str]] = {}
    for id_, channel in scenario.channels.items():
        if channel.kind in RESIDENT_KINDS and channel.status == "open":
            found.setdefault(frozenset(sides(channel)), []).append(id_)
    return found


def _relations(scenario: Scenario) -> Iterator[Finding]:
    if not scenario.relations and not scenario.channels and not scenario.ties:
        yield Finding(("relations",), "nobody deals with anybody", "a relation, channel or tie between two parties")
    yield from _implied(scenario)
    first: dict[frozenset[str], str] = {}
    missions = _open_missions(scenario)
    for id_, relation in scenario.relations.items():
        path = ("relations", id_)
        if id_ in RESERVED:
            yield Finding(path, "the name of a sum over relations", "another id")
        yield from _level(path, relation, missions)
        yield from check_pair((*path, "between"), relation.between, scenario)
        if (same := first.setdefault(frozenset(relation.between), id_)) != id_:
            yield Finding((*path, "between"), f"the same parties as '{same}'", "each pair once")
        for key in _BY_PARTY:
            for party in getattr(relation, key) or {}:
                if party not in relation.between:
                    yield absent((*path, key, party), "party of this relation", party, relation.between)
        yield from _contact(path, relation, scenario)
        yield from check_third_parties(path, relation, scenario)


def _contact(path: Path, relation: Relation, scenario: Scenario) -> Iterator[Finding]:
    """The embassies through which parties keep contact are their own, or their members'."""
    for party, channel in relation.contact.items():
        if party in relation.between and not is_embassy_of(scenario, channel, party):
            yield absent((*path, "contact", party), f"embassy of {party}", channel, embassies_of(scenario, party))


def _plots(scenario: Scenario) -> Iterator[Finding]:
    for key, what, known in (
        ("dyads", "relation", relations_of(scenario)),
        ("channels", "channel or tie", places_of(scenario)),
    ):
        for place, name in enumerate(getattr(scenario.plots, key)):
            if name not in known:
                yield absent(("plots", key, str(place)), what, name, known)
