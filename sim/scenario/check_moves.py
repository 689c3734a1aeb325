"""The moves of a scenario: who may make which, on what, when, and in answer to what."""

from collections.abc import Collection, Iterator

from sim.rules.channels import is_counted
from sim.rules.moves import CHANNEL_KINDS, HOST, KINDS, SENDER, Kind
from sim.scenario.problems import Finding, absent, one_of
from sim.scenario.schema import Channel, Scenario, ScriptedMove

Path = tuple[str, ...]

KIND_OF = {kind.name: kind for kind in KINDS}
COUNTED = tuple(kind.name for number, kind in enumerate(KINDS) if is_counted(number))


def sides(channel: Channel) -> tuple[str | None, ...]:
    """Parties that a channel joins: sender and host, or the two it stands between; None where not given."""
    return tuple(channel.between) if channel.between else (channel.sender, channel.host)


def embassies_of(scenario: Scenario, party: str) -> list[str]:
    """Embassies that a state, or the members of an alliance, send."""
    senders = {party, *(scenario.alliances[party].members if party in scenario.alliances else ())}
    return [
        id_ for id_, channel in scenario.channels.items() if channel.kind == "embassy" and channel.sender in senders
    ]


def check_timeline(scenario: Scenario) -> Iterator[Finding]:
    """Problems of the scripted moves, which have to be playable."""
    for id_, move in scenario.timeline.items():
        path = ("timeline", id_)
        yield from _parties(path, move, scenario)
        yield from _channel(path, move, scenario)
        yield from _count(path, move)
        yield from _days(path, move)
        if scenario.start <= scenario.end and not scenario.start <= move.date <= scenario.end:
            yield Finding((*path, "date"), f"{move.date} is outside the run", f"{scenario.start} to {scenario.end}")
        yield from _answered(path, move, scenario)


def check_by_hand(move: ScriptedMove, scenario: Scenario) -> list[Finding]:
    """Problems of one move that is made by hand while a run is on."""
    path = ("move",)
    checks = (_parties(path, move, scenario), _channel(path, move, scenario), _count(path, move), _days(path, move))
    return [finding for check in checks for finding in check]


def check_observed(scenario: Scenario) -> Iterator[Finding]:
    """Problems of the documented moves, which need only be readable: history keeps to no rule."""
    known = {*scenario.observed, *scenario.timeline}
    for id_, move in scenario.observed.items():
        path = ("observed", id_)
        yield from _parties(path, move, scenario)
        yield from _days(path, move)
        if move.channel is not None and move.channel not in scenario.channels:
            yield absent((*path, "channel"), "channel", move.channel, scenario.channels)
        if move.answers is not None and move.answers not in known - {id_}:
            yield absent((*path, "answers"), "other move", move.answers, known - {id_})


def _parties(path: Path, move: ScriptedMove, scenario: Scenario) -> Iterator[Finding]:
    parties = {*scenario.states, *scenario.alliances}
    for key, party in (("from", move.from_), ("to", move.to)):
        if party not in parties:
            yield absent((*path, key), "state or alliance", party, parties)
    if move.from_ == move.to:
        yield Finding((*path, "to"), f"'{move.to}' makes a move towards itself", "another party")


def _days(path: Path, move: ScriptedMove) -> Iterator[Finding]:
    if move.deadline is not None and move.deadline < move.date:
        yield Finding((*path, "deadline"), f"{move.deadline} is before the move", f"{move.date} or later")


def _count(path: Path, move: ScriptedMove) -> Iterator[Finding]:
    if move.move in COUNTED and move.count < 1:
        yield Finding((*path, "count"), f"'{move.move}' needs a count", "1 or more")
    if move.move not in (*COUNTED, "reopen") and move.count:
        yield Finding((*path, "count"), f"'{move.move}' has no count", f"a count only for {one_of(COUNTED)}")


def _channel(path: Path, move: ScriptedMove, scenario: Scenario) -> Iterator[Finding]:
    """The channel of a move: none, one that there is, or one on which this party may make it."""
    here, kind, name = (*path, "channel"), KIND_OF[move.move], move.channel
    if name is None:
        if kind.on:
            yield Finding(here, f"missing: '{kind.name}' is made on a channel", f"a channel of kind {_kinds(kind)}")
    elif name not in scenario.channels:
        yield absent(here, "channel", name, _possible(move, kind, scenario) or scenario.channels)
    elif kind.name == "contact":
        if name not in (embassies := embassies_of(scenario, move.from_)):
            yield Finding(here, f"'{name}' is not an embassy of {move.from_}", candidates=embassies, word=name)
    elif not kind.on:
        yield Finding(here, f"'{kind.name}' is not made on a channel", "none")
    else:
        yield from _fit(path, move, kind, scenario)


def _fit(path: Path, move: ScriptedMove, kind: Kind, scenario: Scenario) -> Iterator[Finding]:
    """A move and its channel: the kind, the two parties, and who of them may make it."""
    name = str(move.channel)
    channel = scenario.channels[name]
    here = (*path, "channel")
    maker = {HOST: channel.host, SENDER: channel.sender}.get(kind.by, move.from_)
    if CHANNEL_KINDS.index(channel.kind) not in kind.on:
        problem = f"'{kind.name}' is not made on a channel of kind {channel.kind}"
        yield Finding(here, problem, _kinds(kind))
    elif {*sides(channel)} != {move.from_, move.to}:
        problem = f"'{name}' does not join {move.from_} and {move.to}"
        yield Finding(here, problem, candidates=_possible(move, kind, scenario), word=name)
    elif move.from_ != maker:
        role = "host" if kind.by == HOST else "sender"
        yield Finding((*path, "from"), f"'{move.from_}' cannot make '{kind.name}' on '{name}'", f"its {role}, {maker}")


def _kinds(kind: Kind) -> str:
    return one_of([CHANNEL_KINDS[k] for k in kind.on])


def _possible(move: ScriptedMove, kind: Kind, scenario: Scenario) -> Collection[str]:
    """Channels between the two parties of a move on which its kind is made."""
    return [
        id_
        for id_, channel in scenario.channels.items()
        if {*sides(channel)} == {move.from_, move.to} and CHANNEL_KINDS.index(channel.kind) in kind.on
    ]


def _answered(path: Path, move: ScriptedMove, scenario: Scenario) -> Iterator[Finding]:
    """The move that a scripted move answers: another one, not later, by the other party."""
    here, name = (*path, "answers"), move.answers
    if name is None:
        return
    answered = scenario.timeline.get(name)
    if answered is None:
        yield absent(here, "move in the timeline", name, scenario.timeline)
    elif answered.date > move.date:
        yield Finding(here, f"'{name}' comes later, on {answered.date}", "an earlier move, or one of the same day")
    elif answered.from_ != move.to:
        yield Finding(here, f"'{name}' is a move of {answered.from_}", f"a move of {move.to}")
    elif _in_a_circle(path[-1], scenario):
        yield Finding(here, "the moves answer each other in a circle", "a first move that answers none")


def _in_a_circle(id_: str, scenario: Scenario) -> bool:
    """Whether following the answers from a move leads back to it."""
    seen: set[str] = set()
    current = scenario.timeline[id_].answers
    while current is not None and current in scenario.timeline and current not in seen:
        seen.add(current)
        current = scenario.timeline[current].answers
    return id_ in seen
