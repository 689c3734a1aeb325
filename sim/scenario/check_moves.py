"""The moves of a scenario: who may make which, on what, when, and in answer to what."""

from collections.abc import Collection, Iterator, Mapping

from sim.rules.law import is_counted
from sim.rules.moves import GRAVEST, HOST, KINDS, SENDER, TIE_KINDS, Kind

from .pack_channels import PLACE_KINDS
from .problems import Finding, absent, one_of
from .relations import pairs_of, place_of, places_of, sorted_pair
from .schema import Channel, RecordedMove, Scenario, ScriptedMove, Tie

Path = tuple[str, ...]

KIND_OF = {kind.name: kind for kind in KINDS}
COUNTED = tuple(kind.name for number, kind in enumerate(KINDS) if is_counted(number))


def sides(place: Channel | Tie) -> tuple[str | None, ...]:
    """Parties that a channel or a tie joins: sender and host, or the two it stands between; None where not given."""
    if isinstance(place, Tie) or place.between:
        return tuple(place.between or ())
    return (place.sender, place.host)


def embassies_of(scenario: Scenario, party: str) -> list[str]:
    """Embassies that a state, or the members of an alliance, send."""
    return [id_ for id_ in scenario.channels if is_embassy_of(scenario, id_, party)]


def is_embassy_of(scenario: Scenario, id_: str, party: str) -> bool:
    """Whether a name is that of an embassy of a state, or of a member of an alliance."""
    channel, alliance = scenario.channels.get(id_), scenario.alliances.get(party)
    if channel is None or channel.kind != "embassy":
        return False
    return channel.sender == party or (alliance is not None and channel.sender in alliance.members)


def check_script(scenario: Scenario) -> Iterator[Finding]:
    """Problems of the record and of the timeline, which have to be playable."""
    for id_ in (move for move in scenario.timeline if move in scenario.record):
        yield Finding(("timeline", id_), "also the id of an entry of the record", "another id")
    script = {**scenario.record, **scenario.timeline}
    circles, pairs = _in_circles(script), pairs_of(scenario)
    for section in ("record", "timeline"):
        for id_, move in getattr(scenario, section).items():
            path = (section, id_)
            if scenario.start <= scenario.end and not scenario.start <= move.date <= scenario.end:
                yield Finding((*path, "date"), f"{move.date} is outside the run", f"{scenario.start} to {scenario.end}")
            yield from _staff(path, move, scenario)
            if isinstance(move, RecordedMove) and not _is_whole(move):
                yield from _note(path, move)
                continue
            yield from _parties(path, move, scenario)
            yield from _strangers(path, move, scenario, pairs)
            yield from _channel(path, move, scenario)
            yield from _count(path, move)
            yield from _days(path, move)
            yield from _answered(path, move, scenario, script, circles)
            yield from _in_answer(path, move)


def _in_answer(path: Path, move: ScriptedMove) -> Iterator[Finding]:
    """A move answers what it names, or whatever was done last."""
    if getattr(move, "in_answer", False) and move.answers is not None:
        yield Finding((*path, "in_answer"), f"it answers '{move.answers}'", "answers or in_answer, not both")


def _is_whole(move: RecordedMove) -> bool:
    """Whether an entry of the record is a move, with both of its parties."""
    return move.move is not None and move.from_ is not None and move.to is not None


def _note(path: Path, move: RecordedMove) -> Iterator[Finding]:
    """An entry without a move is a note of staff; one with a move names both parties."""
    if move.move is not None:
        yield Finding(path, f"'{move.move}' needs two parties", "from and to")
    elif move.channel is None or (move.ceiling is None and move.accredited is None):
        yield Finding(path, "neither a move nor a note of staff", "move, or channel with ceiling or accredited")


def _staff(path: Path, move: ScriptedMove, scenario: Scenario) -> Iterator[Finding]:
    """Staff is noted of a post that there is, within its ceiling."""
    if move.ceiling is None and move.accredited is None:
        return
    if move.channel is None:
        yield Finding((*path, "channel"), "missing: staff is noted of a post", "the id of a channel")
    elif move.channel not in scenario.channels and not getattr(move, "move", None):
        yield absent((*path, "channel"), "channel", move.channel, scenario.channels)
    if move.ceiling is not None and move.accredited is not None and move.accredited > move.ceiling:
        problem = f"{move.accredited} people for a ceiling of {move.ceiling}"
        yield Finding((*path, "accredited"), problem, f"at most {move.ceiling}")


def check_by_hand(move: ScriptedMove, scenario: Scenario) -> list[Finding]:
    """Problems of one move that is made by hand while a run is on."""
    path = ("move",)
    checks = (_parties(path, move, scenario), _channel(path, move, scenario), _count(path, move), _days(path, move))
    return [finding for check in checks for finding in check]


def check_observed(scenario: Scenario) -> Iterator[Finding]:
    """Problems of the documented moves, which need only be readable: history keeps to no rule."""
    known = {*scenario.observed, *scenario.timeline, *scenario.record, *scenario.triggers}
    for id_, move in scenario.observed.items():
        path = ("observed", id_)
        yield from _parties(path, move, scenario)
        yield from _days(path, move)
        if move.channel is not None and place_of(scenario, move.channel) is None:
            yield absent((*path, "channel"), "channel or tie", move.channel, places_of(scenario))
        if move.answers is not None and (move.answers == id_ or move.answers not in known):
            yield absent((*path, "answers"), "other move", move.answers, known - {id_})


def _parties(path: Path, move: ScriptedMove, scenario: Scenario) -> Iterator[Finding]:
    parties = {*scenario.states, *scenario.alliances}
    for key, party in (("from", move.from_), ("to", move.to)):
        if party not in parties:
            yield absent((*path, key), "state or alliance", party, parties)
    if move.from_ == move.to:
        yield Finding((*path, "to"), f"'{move.to}' makes a move towards itself", "another party")


def _strangers(
    path: Path, move: ScriptedMove, scenario: Scenario, pairs: Collection[tuple[str, str]]
) -> Iterator[Finding]:
    """A move is made between two that deal with each other; they do where the channel that it is made on joins them."""
    parties = {*scenario.states, *scenario.alliances}
    pair = sorted_pair((move.from_, move.to))
    if not KIND_OF[move.move].on and parties >= {*pair} and pair[0] != pair[1] and pair not in pairs:
        problem = f"{move.from_} and {move.to} have neither a relation nor a channel"
        yield Finding((*path, "to"), problem, f"a party that {move.from_} deals with")


def _days(path: Path, move: ScriptedMove) -> Iterator[Finding]:
    if move.deadline is not None and move.deadline < move.date:
        yield Finding((*path, "deadline"), f"{move.deadline} is before the move", f"{move.date} or later")


def _count(path: Path, move: ScriptedMove) -> Iterator[Finding]:
    if move.move in COUNTED and move.count < 1:
        yield Finding((*path, "count"), f"'{move.move}' needs a count", "1 or more")
    if (move.severity is None) == (move.move == "measure"):
        expected = "a severity" if move.severity is None else "a severity only for 'measure'"
        yield Finding(
            (*path, "severity"), f"'{move.move}' has {'none' if move.severity is None else 'its own'}", expected
        )
    elif move.severity is not None and not 0 < move.severity <= GRAVEST:
        yield Finding(
            (*path, "severity"), f"{move.severity:g} is no severity of a measure", f"above 0, at most {GRAVEST:g}"
        )
    if move.move not in (*COUNTED, "reopen") and move.count:
        yield Finding((*path, "count"), f"'{move.move}' has no count", f"a count only for {one_of(COUNTED)}")


def _channel(path: Path, move: ScriptedMove, scenario: Scenario) -> Iterator[Finding]:
    """The channel of a move: none, one that there is, or one on which this party may make it."""
    here, kind, name = (*path, "channel"), KIND_OF[move.move], move.channel
    if name is None:
        if kind.on:
            what = _what(kind)
            yield Finding(here, f"missing: '{kind.name}' is made on a {what}", f"a {what} of kind {_kinds(kind)}")
    elif (place := place_of(scenario, name)) is None:
        yield absent(here, "channel or tie", name, _possible(move, kind, scenario) or places_of(scenario))
    elif kind.name == "found_institution":
        yield from _founded(here, move, place)
    elif kind.name == "contact":
        if not is_embassy_of(scenario, name, move.from_):
            embassies = embassies_of(scenario, move.from_)
            yield Finding(here, f"'{name}' is not an embassy of {move.from_}", candidates=embassies, word=name)
    elif kind.name == "represent":
        if not isinstance(place, Channel) or (place.kind, place.sender, place.host) != ("embassy", move.from_, move.to):
            problem = f"'{name}' is not an embassy of {move.from_} with {move.to}"
            yield Finding(here, problem, "the embassy that looks after the interests of another party")
    elif not kind.on:
        yield Finding(here, f"'{kind.name}' is not made on a channel", "none")
    else:
        yield from _fit(path, move, kind, place, scenario)


def _founded(here: Path, move: ScriptedMove, place: Channel | Tie) -> Iterator[Finding]:
    """What a founding act founds: a planned channel of the two."""
    name = move.channel
    if isinstance(place, Tie):
        yield Finding(here, f"'{name}' is a tie; '{move.move}' is not made on one", "a planned channel")
    elif {*sides(place)} != {move.from_, move.to}:
        yield Finding(here, f"'{name}' does not join {move.from_} and {move.to}", "a planned channel of these two")
    elif place.status != "planned":
        yield Finding(here, f"'{name}' is there from the start", "a channel whose status is planned")


def _fit(path: Path, move: ScriptedMove, kind: Kind, place: Channel | Tie, scenario: Scenario) -> Iterator[Finding]:
    """A move and its channel: the kind, the two parties, and who of them may make it."""
    name = str(move.channel)
    here = (*path, "channel")
    if PLACE_KINDS.index(place.kind) not in kind.on:
        problem = f"'{kind.name}' is not made on a {'tie' if name in scenario.ties else 'channel'} of kind {place.kind}"
        yield Finding(here, problem, _kinds(kind))
    elif {*sides(place)} != {move.from_, move.to}:
        problem = f"'{name}' does not join {move.from_} and {move.to}"
        yield Finding(here, problem, candidates=_possible(move, kind, scenario), word=name)
    elif (maker := _maker(place, kind)) not in (None, move.from_):
        role = "who controls it" if name in scenario.ties else "its host" if kind.by == HOST else "its sender"
        yield Finding((*path, "from"), f"'{move.from_}' cannot make '{kind.name}' on '{name}'", f"{role}, {maker}")


def _maker(place: Channel | Tie, kind: Kind) -> str | None:
    """The only party that can make a kind of move on a channel or a tie; None where both can."""
    if isinstance(place, Tie):
        return place.controlled_by
    return {HOST: place.host, SENDER: place.sender}.get(kind.by)


def _what(kind: Kind) -> str:
    """What a kind of move is made on: a channel or a tie."""
    return "tie" if PLACE_KINDS[kind.on[0]] in TIE_KINDS else "channel"


def _kinds(kind: Kind) -> str:
    return one_of([PLACE_KINDS[k] for k in kind.on])


def _possible(move: ScriptedMove, kind: Kind, scenario: Scenario) -> Collection[str]:
    """Channels between the two parties of a move on which its kind is made."""
    return [
        id_
        for id_, place in places_of(scenario).items()
        if {*sides(place)} == {move.from_, move.to} and PLACE_KINDS.index(place.kind) in kind.on
    ]


def _answered(
    path: Path, move: ScriptedMove, scenario: Scenario, script: Mapping[str, ScriptedMove], circles: Collection[str]
) -> Iterator[Finding]:
    """The move that a scripted move answers, or the harm: not itself, not later, by the other party."""
    here, name = (*path, "answers"), move.answers
    if name is None:
        return
    if name in scenario.triggers:
        yield from _answered_harm(here, move, name, scenario)
        return
    answered = script.get(name)
    if answered is None:
        known = {*script, *scenario.triggers}
        yield absent(here, "move in the timeline", name, known)
    elif isinstance(answered, RecordedMove) and not _is_whole(answered):
        yield Finding(here, f"'{name}' is a note of staff", "a move")
    elif answered.date > move.date:
        yield Finding(here, f"'{name}' comes later, on {answered.date}", "an earlier move, or one of the same day")
    elif answered.from_ != move.to:
        yield Finding(here, f"'{name}' is a move of {answered.from_}", f"a move of {move.to}")
    elif path[-1] in circles:
        yield Finding(here, "the moves answer each other in a circle", "a first move that answers none")


def _answered_harm(here: Path, move: ScriptedMove, name: str, scenario: Scenario) -> Iterator[Finding]:
    """A harm is answered by its victim, or by who takes its side, towards its author, not before it happened."""
    trigger = scenario.triggers[name]
    if trigger.date > move.date:
        yield Finding(here, f"'{name}' comes later, on {trigger.date}", "an earlier harm, or one of the same day")
    elif move.to != trigger.author:
        problem = f"'{name}' is a harm done to {trigger.victim} by {trigger.author}"
        yield Finding(here, problem, f"a move towards {trigger.author}")


def _in_circles(script: Mapping[str, ScriptedMove]) -> set[str]:
    """Ids of moves whose answers lead back to themselves."""
    done: set[str] = set()
    found: set[str] = set()
    for id_ in script:
        way: dict[str, None] = {}
        current: str | None = id_
        while current is not None and current in script and current not in way and current not in done:
            way[current] = None
            current = script[current].answers
        if current in way:
            found.update(list(way)[list(way).index(str(current)) :])
        done.update(way)
    return found
