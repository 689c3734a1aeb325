"""What may surprise in a scenario that is sound: a line each, from rules with names."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from sim.rules.fitted import in_record
from sim.rules.moves import is_hostile_kind
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.policies import (
    HOW_MUCH,
    INITIATIVES,
    NEVER,
    OF_HOW_MUCH,
    OF_INITIATIVES,
    OWN_RULE,
    READ_BY,
    READ_WHERE_IT_STARTS,
)
from sim.rules.silences import SILENCE_OF

from .by_chance import by_chance
from .check_calendar import idle_entries
from .check_policies import actors
from .load import ScenarioFile
from .pack import KIND_NUMBER, PolicyRow, policy_rows
from .packed import Packed, packed
from .problems import ScenarioWarning, printable
from .relations import sorted_pair
from .schema import Channel, Policy, Scenario, TimelineMove

MOST = 5  # lines of one rule; more are counted
NAMED = 4  # parties that a line names
LEAST_BY_CHANCE = 0.01  # share of histories from which acts by chance are worth a word

Path = tuple[str, ...]
Surprises = Iterator[tuple[Path, str]]  # where it stands, and what may surprise

_PLACE = {parameter.name: place for place, parameter in enumerate(POLICY_PARAMETERS)}
_SILENCES = [p.name for p in POLICY_PARAMETERS if p.name.startswith("silence_") and p.unit == "probability"]
_BREAKING_POINT = ("breaking_floor", "breaking_hollowing")


class _Case:
    """A scenario as its surprises are looked for: packed, with the rows of its policies."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.packed: Packed = packed(scenario)
        self.policies: dict[str, PolicyRow] = policy_rows(scenario, self.packed.names)
        self.actors = {path[1]: (path, actor) for path, actor, _, _ in actors(scenario)}
        deals = {party for pair in self.packed.names.pairs for party in pair}
        self.parties = [party for party in self.packed.names.parties if party in deals]  # others play no part

    def row_of(self, party: str) -> PolicyRow:
        """Policy of a party."""
        return self.policies[self.actors[party][1].policy]

    def place_of(self, party: str, key: str) -> Path:
        """Path of a choice of a party: in its policy, or where its policy is chosen."""
        name = self.actors[party][1].policy
        return ("policies", name, key) if name in self.scenario.policies else (*self.actors[party][0], "policy")

    def of(self, parties: Sequence[str]) -> str:
        """Some parties as a sentence names them."""
        names = [printable(self.actors[party][1].name or party, 60) for party in parties]
        listed = names if len(names) <= NAMED else [*names[: NAMED - 1], f"{len(names) - NAMED + 1:,} more"]
        return " and ".join(filter(None, (", ".join(listed[:-1]), listed[-1])))


def surprises(read: ScenarioFile) -> list[ScenarioWarning]:
    """Warnings of a scenario: those of its tables, and those of each rule, of which a few are listed."""
    case = _Case(read.scenario)
    found = [*read.warnings]
    for name, rule in RULES.items():
        of_rule = [ScenarioWarning(name, read.place(path), path, says) for path, says in rule(case)]
        found += of_rule[:MOST]
        if (more := len(of_rule) - MOST) > 0:
            found.append(ScenarioWarning(name, None, (), f"and {more:,} more of this rule"))
    return found


def default_breaking_point(case: _Case) -> Surprises:
    """An actor breaks off at a point that nobody chose."""
    somewhere = {p for r in case.scenario.relations.values() for p, breaks in r.breaks.items() if breaks}
    found: dict[Path, list[str]] = {}
    for party in case.parties:
        row = case.row_of(party)
        said = [
            getattr(by, key) is not None for by in (row.policy, case.scenario.parameters) for key in _BREAKING_POINT
        ]
        said += [key in row.preset.numbers for key in _BREAKING_POINT]
        if not any(said) and (row.choice("breaks") or party in somewhere):
            found.setdefault(case.place_of(party, "breaks"), []).append(party)
    for place, parties in found.items():
        floor, hollowing = (case.row_of(parties[0]).numbers[_PLACE[key]] for key in _BREAKING_POINT)
        says = f"the breaking point of {case.of(parties)} is a default that nobody chose"
        more = f"a grievance of {floor:g}, and up to {hollowing:g} more while institutions are whole"
        yield place, f"{says}: {more} (breaking_floor, breaking_hollowing)"


def alike_by_name(case: _Case) -> Surprises:
    """Two parties have the same name, so that no reader can tell them apart."""
    seen: dict[str, str] = {}
    for party, (path, actor) in case.actors.items():
        name = actor.name or party
        if (other := seen.setdefault(name, party)) != party:
            yield path, f"{printable(name, 60)} is also the name of {other}"


def untouchable(case: _Case) -> Surprises:
    """Nobody can be expelled from any post of an actor, or it has none."""
    sent: dict[str, list[Channel]] = {}
    for channel in case.scenario.channels.values():
        sent.setdefault(channel.sender or "", []).append(channel)
    tied = {party for tie in case.scenario.ties.values() for party in tie.between}
    without = [party for party in case.parties if party not in sent and party not in tied]
    unknown = [p for p in case.parties if p in sent and not any(c.accredited or c.ceiling for c in sent[p])]
    if without:
        says = f"no post of {case.of(without)} is here, so that none can be closed, and nobody expelled from it"
        yield case.actors[without[0]][0], says
    if unknown:
        says = f"no post of {case.of(unknown)} says how many people it has, so that nobody can be expelled from it"
        yield case.actors[unknown[0]][0], f"{says} (accredited)"


def silent_but(case: _Case) -> Surprises:
    """An actor that is silent after a first act answers others all the same, or begins by itself."""
    found: dict[tuple[Path, str], list[str]] = {}  # parties by where their silence stands, and what it leaves
    for party in case.parties:
        chances = {name: case.row_of(party).numbers[_PLACE[name]] for name in _SILENCES}
        if chances["silence_first"] < 1:
            continue
        still = [f"{name} {chance:.3g}" for name, chance in chances.items() if chance < 1]
        still += [f"{name} {rate:.3g}" for name, rate in _of_its_own(case, party).items() if rate > 0]
        if still:
            found.setdefault((case.place_of(party, "silence_first"), ", ".join(still)), []).append(party)
    for (place, others), parties in found.items():
        yield place, f"the silence of {case.of(parties)} is about first acts alone; all else goes by {others}"


def _of_its_own(case: _Case, party: str) -> dict[str, float]:
    """How often a party acts of its own accord, in the relation in which it does so most."""
    tables = case.packed.tables
    own = tables.actor == case.packed.names.party(party)
    rates = {"incidents_per_day": tables.incident_rate, "talks_per_day": tables.offer_rate}
    return {name: float(rate[own].max(initial=0.0)) for name, rate in rates.items()}


def nobody_begins(case: _Case) -> Surprises:
    """No act is given, and none can come."""
    scenario, tables = case.scenario, case.packed.tables
    starts = {INITIATIVES[int(row.choice("initiates"))] for row in case.policies.values()} - {INITIATIVES[0]}
    given = case.packed.names.script or scenario.triggers
    if not (given or starts or tables.incident_rate.any() or tables.has_posture.any()):
        yield ("timeline",), "no act is given, and nobody begins one, so that nothing hostile happens"


def chance_by_default(case: _Case) -> Surprises:
    """First expulsions come by chance, at a rate that nobody chose."""
    for name, found in by_chance(case.scenario, case.packed).items():
        if getattr(case.scenario.parameters, name) is not None or found.share < LEAST_BY_CHANCE:
            continue
        pairs = [*dict.fromkeys(sorted_pair(pair) for pair in found.directions)]
        listed = pairs if len(pairs) <= NAMED else pairs[: NAMED - 1]
        between = [f"between {case.of(pair)}" for pair in listed]
        between += [f"in {len(pairs) - len(listed):,} more relations"] if len(listed) < len(pairs) else []
        says = f"first expulsions come by chance {', '.join(between)}, at a rate that nobody chose: one in"
        often = f"{1 / found.rate:,.0f} days each way, so at least one in {100 * found.share:.0f} % of histories"
        seen = in_record(name)
        record = f"; in the record of crises one in {1 / seen.value:,.0f}" if seen else ""
        yield ("parameters", name), f"{says} {often}{record}"


def record_not_played(case: _Case) -> Surprises:
    """Moves of the record stand on days on which actors decide."""
    scenario = case.scenario
    first = scenario.autonomous_from or scenario.start
    late = [id_ for id_, move in scenario.record.items() if move.date >= first]
    if late:
        says = f"{len(late):,} {'entry is' if len(late) == 1 else 'entries are'} not played: from {first} actors decide"
        yield ("record", late[0]), f"{says} (autonomous_from)"


def idle_calendar(case: _Case) -> Surprises:
    """What an entry of the calendar says changes nothing."""
    for line in idle_entries(case.scenario):
        place, _, says = line.partition(" ")
        yield tuple(place.removesuffix(":").split(".")), says


def worthless_tie(case: _Case) -> Surprises:
    """A tie is worth nothing to a party, which loses nothing with it."""
    for id_, tie in case.scenario.ties.items():
        if nothing := [party for party in tie.between if tie.worth.get(party) == 0]:
            yield ("ties", id_, "worth"), f"this tie is worth 0 to {case.of(nothing)}: nothing is lost there with it"


def policy_of_nobody(case: _Case) -> Surprises:
    """A policy is written, and nobody follows it."""
    for name in case.scenario.policies:
        if name not in case.policies:
            yield ("policies", name), "no party, ministry or mixture follows this policy"


def number_not_read(case: _Case) -> Surprises:
    """A number of a policy is given, and what the policy answers or starts does not look at it."""
    for name, row in case.policies.items():
        own = case.scenario.policies.get(name)
        if own is None or own.mixture:  # what is drawn from a mixture has numbers of its own
            continue
        how_much, starts = row.choice("how_much"), row.choice("initiates")
        of_rule = f"the rule for its replies, {HOW_MUCH[how_much]},"
        of_start = f"a policy that starts {INITIATIVES[starts]} of its own accord"
        read = {*READ_BY[min(how_much, OWN_RULE)], *READ_WHERE_IT_STARTS[starts]}
        readers = dict.fromkeys(OF_HOW_MUCH, of_rule) | dict.fromkeys(OF_INITIATIVES, of_start)
        for number, reader in readers.items():
            if number not in read and getattr(own, number) is not None:
                yield ("policies", name, number), f"this number changes nothing: {reader} does not look at it"


def silence_of_no_act(case: _Case) -> Surprises:
    """A policy has a silence about a kind of act, and no act that the file gives against its parties is one."""
    for name, own in case.scenario.policies.items():
        followers = [party for party in case.parties if case.actors[party][1].policy == name]
        if own.mixture or not followers or any(harm.author in followers for harm in case.scenario.triggers.values()):
            continue  # who is held responsible for a harm is answered by acts that no file gives
        acts = [move for move in case.scenario.timeline.values() if move.to in followers]
        kinds = dict.fromkeys(act.move for act in acts if act.move and is_hostile_kind(KIND_NUMBER[act.move]))
        goes_by = {kind: _silence_of(kind, own) for kind in kinds}
        for number in _OF_KINDS if kinds else ():
            if getattr(own, number) is not None and number not in goes_by.values():
                others = ", ".join(f"{kind} goes by {other}" for kind, other in [*goes_by.items()][:NAMED])
                says = f"no act that the file gives against {case.of(followers)} goes by this number: {others}"
                yield ("policies", name, number), says


_OF_KINDS = sorted({POLICY_PARAMETERS[number].name for number in SILENCE_OF.tolist()})


def _silence_of(kind: str, own: Policy) -> str:
    """Number that says how often a policy is silent about a kind of act; another one where that stands for it."""
    parameter = POLICY_PARAMETERS[int(SILENCE_OF[KIND_NUMBER[kind]])]
    return parameter.follows if parameter.follows and getattr(own, parameter.name) is None else parameter.name


def more_than_there_are(case: _Case) -> Surprises:
    """A move of the timeline is to hit more people or posts than the post has at the start."""
    noted = {move.channel for move in case.scenario.record.values()}
    for id_, move in case.scenario.timeline.items():
        post = case.scenario.channels.get(move.channel or "")
        if post is None or move.channel in noted or move.move not in _HITS:
            continue
        ceiling = post.accredited if post.ceiling is None else post.ceiling
        there, of = (post.accredited, "people") if move.move == "expel" else (ceiling, "posts of the ceiling")
        if there is not None and (move.count or 0) > there:
            yield ("timeline", id_, "count"), f"{move.count} is more than the {there} {of} there are at the start"


_HITS = ("expel", "cut_ceiling")  # kinds of which the first state of a post says how many it may hit


def answers_anyway(case: _Case) -> Surprises:
    """A party answers an act of the timeline by its policy before the answer that the timeline gives."""
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}  # moves with the act that each answers, by direction
    first = case.scenario.autonomous_from or case.scenario.start
    for id_, move in case.scenario.timeline.items():
        act = _answered_by(move, case.scenario)
        if act is None or move.date <= max(case.scenario.timeline[act].date + _DAY, first):
            continue
        if _may_answer(case, case.scenario.timeline[act]):
            found.setdefault((move.from_, move.to), []).append((id_, act))
    for (party, towards), pairs in found.items():
        acts = " and ".join(dict.fromkeys(act for _, act in pairs))
        relation = case.packed.names.dyads[case.packed.names.direction(party, towards) >> 1]
        key = "silence_reply" if case.scenario.timeline[pairs[0][1]].answers else "silence_first"
        keep = f"relations.{relation}.{key}.{party}: 1 leaves the answer to the timeline"
        says = f"{case.of([party])} may have answered {acts} by its policy before this day, and not by this move alone"
        yield ("timeline", pairs[0][0]), f"{says}; {keep}"


_DAY = timedelta(days=1)  # after which a party decides first about an act


def _answered_by(move: TimelineMove, scenario: Scenario) -> str | None:
    """Id of the hostile act of the timeline that a move answers; of ``in_answer`` the last one before it."""
    acts = {
        id_: act
        for id_, act in scenario.timeline.items()
        if (act.from_, act.to) == (move.to, move.from_)
        and act.date < move.date
        and is_hostile_kind(KIND_NUMBER[act.move])
    }
    if move.in_answer and acts:
        return max(acts, key=lambda id_: acts[id_].date)
    return move.answers if move.answers in acts else None


def _may_answer(case: _Case, act: TimelineMove) -> bool:
    """Whether the policy of the target of an act lets it not lie for sure."""
    party = act.to
    if party in case.scenario.by_hand or party not in case.actors:
        return False
    tables, ij = case.packed.tables, case.packed.names.direction(party, act.from_)
    given = float((tables.silence_reply if act.answers else tables.silence_first)[ij])
    if given == given:
        return given < 1.0
    row = case.row_of(party)
    if row.choice("silences") == NEVER:
        return True
    name = "silence_reply" if act.answers else POLICY_PARAMETERS[int(SILENCE_OF[KIND_NUMBER[act.move]])].name
    return row.numbers[_PLACE[name]] < 1.0


RULES: dict[str, Callable[[_Case], Surprises]] = {
    rule.__name__: rule
    for rule in (
        default_breaking_point,
        alike_by_name,
        untouchable,
        worthless_tie,
        silent_but,
        nobody_begins,
        chance_by_default,
        record_not_played,
        idle_calendar,
        number_not_read,
        silence_of_no_act,
        policy_of_nobody,
        more_than_there_are,
        answers_anyway,
    )
}
