"""The scenario file as types: every section, key, range and default.

Strict and frozen: an unknown key is an error, a text is never taken for a number.  Everything that
a user may want to change is a mapping by id, so that it has a path (``policies.russia.k``).
References between sections are checked in :mod:`sim.scenario.check`.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PrivateAttr, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError

from sim.rules.calendar import RESTORED
from sim.rules.habits import HABITS
from sim.rules.moves import CHANNEL_KINDS, FAMILIES, KINDS, TIE_KINDS
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS, Parameter
from sim.rules.policies import FORMS, HOW_MUCH, INITIATIVES, OWN_RULE, PRESETS, SILENCES
from sim.rules.stand_by import OVER
from sim.rules.world import QUOTAS

from .characters import Fault, fault_in, fault_in_line
from .limits import MOST_ENTRIES, MOST_NAMES
from .own_rule import FoundRules, RuleFile

SCHEMA_VERSION = 1
TABLES = ("observed_from", "posts_from")  # keys that name a table beside the file, read into other sections
FAULT = "characters"  # type of the error of a text that holds what a text may not


def _sound(text: str) -> str:
    return _without(text, fault_in(text))


def _sound_line(text: str) -> str:
    return _without(text, fault_in_line(text))


def _without(text: str, fault: Fault | None) -> str:
    if fault:
        raise PydanticCustomError(FAULT, "{problem}; expected {expected}", fault._asdict())
    return text


Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
Text = Annotated[str, Field(max_length=20_000), AfterValidator(_sound)]
Line = Annotated[str, Field(max_length=20_000), AfterValidator(_sound_line)]  # what an actor or a thing is called
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Severity = Annotated[float, Field(ge=0, le=1e6)]
Rate = Annotated[float, Field(ge=0, le=1)]
if TYPE_CHECKING:  # the table of moves decides at run time; a type checker sees texts
    MoveKind: TypeAlias = str
    ChannelKind: TypeAlias = str
    TieKind: TypeAlias = str
    Family: TypeAlias = str
else:
    MoveKind = Literal[*(kind.name for kind in KINDS)]
    ChannelKind = Literal[*CHANNEL_KINDS]
    TieKind = Literal[*TIE_KINDS]
    Family = Literal[*FAMILIES]
Confidence = Literal["high", "medium", "low", "assumed"]
Design = Literal["grid", "lhs", "sobol", "morris", "oat"]
Frontier = Literal["echo", "ledger_echo", "rupture", "patience", "cascade", "arms_race"]


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list):
        raise ValueError("not a single value")
    return _sound(value) if isinstance(value, str) else value


def _plain_or_listed(value: Any) -> Any:
    for one in value if isinstance(value, list) else [value]:
        _plain(one)
    if not isinstance(value, str | list):
        raise ValueError("neither steps nor a list")
    return value


_PLAIN = {"anyOf": [{"type": kind} for kind in ("string", "number", "boolean", "null")]}
Value = Annotated[Any, AfterValidator(_plain), WithJsonSchema(_PLAIN)]  # of any entry of a scenario
Values = Annotated[
    Any, AfterValidator(_plain_or_listed), WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array"}]})
]


class Section(BaseModel):
    """Base of every part of a scenario file: strict, frozen, no unknown keys."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", populate_by_name=True)


def _number(parameter: Parameter) -> Any:
    """Field of a changeable number: absent, or within the range of the parameter table."""
    bounds = Field(
        default=None, ge=parameter.low, le=parameter.high, description=f"{parameter.meaning} ({parameter.unit})"
    )
    return (float | None, bounds)


_POLICY_NUMBERS: dict[str, Any] = {p.name: _number(p) for p in POLICY_PARAMETERS}
_WORLD_NUMBERS: dict[str, Any] = {p.name: _number(p) for p in WORLD_PARAMETERS}

Parameters = create_model(
    "Parameters",
    __base__=Section,
    __doc__="Numbers shared by everybody; a policy parameter given here is every policy's default.",
    **_WORLD_NUMBERS,
    **_POLICY_NUMBERS,
)


class PolicyChoices(Section):
    """The choices of a policy; its numbers are added from the parameter table."""

    preset: Literal[*PRESETS] = Field("ledger", description="named row to start from")  # type: ignore[valid-type]
    how_much: Literal[*HOW_MUCH[:OWN_RULE]] | None = Field(None, description="rule for the severity of a reply")  # type: ignore[valid-type]
    own_rule: str | None = Field(
        None,
        pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$",
        max_length=200,
        description="a Python function for the severity of a reply, module:function beside this file or installed",
    )
    breaks: bool | None = Field(None, description="whether the actor has a breaking point")
    form: Literal[*FORMS] | None = Field(None, description="answers in kind, or by a cut to parity")  # type: ignore[valid-type]
    initiates: Literal[*INITIATIVES] | None = Field(None, description="what it starts of its own accord")  # type: ignore[valid-type]
    silences: Literal[*SILENCES] | None = Field(  # type: ignore[valid-type]
        None, description="whether its silence goes by all that counts, by the kind of act alone, or there is none"
    )
    hold_until: dt.date | None = Field(None, description="no answer before this day")
    holds_for_another: bool | None = Field(None, description="no answer before the other side acts again")
    habits: Literal[*HABITS] = Field("world", description="record that its silences, delays and numbers are taken from")  # type: ignore[valid-type]
    mixture: dict[Line, Annotated[float, Field(gt=0, le=1e6)]] = Field(
        default_factory=dict,
        max_length=60,
        description="one of these policies is drawn for each provocation, by weight",
    )
    note: Text = ""


Policy = create_model(
    "Policy",
    __base__=PolicyChoices,
    __doc__="A named set of policy parameters that actors refer to.",
    **_POLICY_NUMBERS,
)


def _changeable() -> dict[str, Any]:
    """Choices of a policy that a day can change, each absent at first."""
    fields = {name: f for name, f in PolicyChoices.model_fields.items() if name not in ("own_rule", "mixture", "note")}
    return {name: (f.annotation | None, Field(None, description=f.description)) for name, f in fields.items()}  # type: ignore[operator]


PolicyChanges = create_model(
    "PolicyChanges",
    __base__=Section,
    __doc__="What a day of the calendar changes in a policy; all else stays as it is.",
    **_changeable(),
    **_POLICY_NUMBERS,
)


class Ministry(Section):
    """A ministry of a state or an organ of an alliance."""

    name: Line = Field("", description="how texts call it")
    role: Literal["head", "foreign", "defence", "other"] = "other"
    owns: list[Family] = Field(default_factory=list, description="families of moves it is competent for")
    influence: float = Field(1.0, ge=0, le=1e6, description="weight of its proposal")
    policy: Line | None = Field(None, description="its own policy; its government's if absent")


class State(Section):
    """A state."""

    name: Line = ""
    policy: Line = Field("ledger", description="id under policies, or the name of a preset")
    influence: float = Field(1.0, ge=0, le=1e6, description="weight among allies who may join")
    never: list[MoveKind] = Field(default_factory=list, description="moves that it does not make of its own accord")
    ministries: dict[Id, Ministry] = Field(
        default_factory=dict,
        max_length=60,
        description="foreign, defence, head, trade, interior, transport and culture if absent",
    )


class Alliance(Section):
    """An alliance of states with organs of its own."""

    name: Line = ""
    policy: Line = "ledger"
    members: list[Id] = Field(default_factory=list, max_length=MOST_NAMES)
    decides_by: Literal[*QUOTAS] = Field(  # type: ignore[valid-type]
        "delegated", description="the secretary-general alone, a share of the members, or no member objecting"
    )
    joins_over: list[Literal[*OVER]] = Field(  # type: ignore[valid-type]
        default_factory=list, description="first acts against a member over which it and other members may take a side"
    )
    never: list[MoveKind] = Field(default_factory=list, description="moves that it does not make of its own accord")
    organs: dict[Id, Ministry] = Field(
        default_factory=dict, max_length=60, description="secretary_general, council and defence_planning if absent"
    )


class Channel(Section):
    """A post or joint institution: `sender` and `host`, or `between` two parties."""

    kind: ChannelKind
    name: Line = ""
    sender: Id | None = None
    host: Id | None = None
    between: list[Id] | None = Field(None, min_length=2, max_length=2)
    city: Line = ""
    sender_ministry: Id | None = Field(None, description="owner on the sender's side; foreign if absent")
    host_ministry: Id | None = Field(None, description="owner on the host's side; foreign if absent")
    ceiling: Count | None = Field(None, description="posts allowed; the accredited staff if absent")
    accredited: Count = Field(0, description="people accredited; 0 with no ceiling: staff unknown")
    reference_staff: Count | None = Field(None, description="staff of an intact post; accredited if absent")
    weight: float | None = Field(None, ge=0, le=100)
    status: Literal["open", "suspended", "closed", "planned"] = Field("open", description="planned: not yet founded")
    suspended_by: list[Id] = Field(default_factory=list, description="joint institutions: who stays away")
    last_meeting: dt.date | None = Field(None, description="councils; the start if absent, and as usual until then")
    meetings: list[dt.date] = Field(
        default_factory=list,
        max_length=MOST_NAMES,
        description="councils: those since the usual rhythm ended; absent: as usual until the last",
    )
    source: Text | None = None
    confidence: Confidence | None = None
    note: Text = ""


class Tie(Section):
    """What two parties can lose without a post: trade, visas, flights, aid, students, media."""

    kind: TieKind
    name: Line = ""
    between: list[Id] = Field(min_length=2, max_length=2)
    worth: dict[Id, Annotated[float, Field(ge=0, le=100)]] = Field(
        default_factory=dict,
        description="to a party; 1 is ordinary, 0 nothing, 4 as much as four ordinary ties at once; 1 if absent",
    )
    controlled_by: Id | None = Field(None, description="the only party that can withhold it; either can if absent")
    withheld: dict[Id, Rate] = Field(default_factory=dict, description="share that a party withholds at the start")
    source: Text | None = None
    confidence: Confidence | None = None
    note: Text = ""


class Relation(Section):
    """Two parties that deal with each other, and what lies between them at the start."""

    between: list[Id] = Field(min_length=2, max_length=2)
    level: Literal["full", "charge", "suspended", "severed"] = "full"
    weight: float | None = Field(
        None, ge=0, le=1e6, description="pairs of states it binds; members of an alliance count"
    )
    grievance: dict[Id, Severity] = Field(default_factory=dict, description="by the party that holds it")
    balance: dict[Id, Annotated[float, Field(ge=-1e6, le=1e6)]] = Field(default_factory=dict)
    silence_first: dict[Id, Rate] = Field(default_factory=dict)
    silence_reply: dict[Id, Rate] = Field(default_factory=dict)
    incidents_per_day: dict[Id, Rate] = Field(default_factory=dict)
    talks_per_day: dict[Id, Rate] = Field(default_factory=dict)
    invites: list[Id] = Field(
        default_factory=list,
        max_length=2,
        description="who has a standing invitation, and accepts every offer",
    )
    breaks: dict[Id, bool] = Field(
        default_factory=dict,
        description="whether a party has a breaking point here; by its policy if absent",
    )
    asks_recognition: dict[Id, Rate] = Field(default_factory=dict, description="requests a day, by who asks")
    posture: dict[Id, Severity] | None = Field(
        None, description="military posture at the start, by party; {} for the default; absent: none is kept"
    )
    contact: dict[Id, Id] = Field(
        default_factory=dict, description="embassy through which a party keeps contact once its missions are gone"
    )
    represented_by: dict[Id, Id] = Field(
        default_factory=dict,
        description="by a party, the state whose embassy with the other side then looks after its interests, where it "
        "has no contact of its own",
    )
    mediators: list[Id] = Field(
        default_factory=list,
        max_length=MOST_NAMES,
        description="third parties that offer both sides their good offices while they quarrel",
    )
    source: Text | None = None
    note: Text = ""


class ScriptedMove(Section):
    """A move that happens because the scenario says so."""

    date: dt.date
    from_: Id = Field(alias="from")
    to: Id
    move: MoveKind
    channel: Id | None = Field(None, description="the post, institution or tie that it is made on")
    count: Count = 0
    severity: Severity | None = Field(None, description="of the kind measure, which has none of its own")
    ceiling: Count | None = Field(None, description="ceiling of the channel once the move is made, where it is known")
    accredited: Count | None = Field(None, description="people accredited once the move is made, where it is known")
    deadline: dt.date | None = Field(None, description="day by which people leave or a closure takes effect")
    answers: Id | None = Field(
        None, description="the scripted move that it answers, or the trigger, also for the sake of its victim"
    )
    ground: Line = Field("", description="the ground that was given for it, as accounts tell it; no rule reads it")
    source: Text | None = None
    confidence: Confidence | None = None
    note: Text = ""


class TimelineMove(ScriptedMove):
    """A move that the scenario makes in every history."""

    in_answer: bool = Field(
        False, description="it answers what the other side did last, if that still waits for an answer"
    )


class Trigger(Section):
    """A harm without a diplomatic move, such as a poisoning: its victim answers, and allies may join."""

    date: dt.date
    name: Line = Field("", description="how texts call it, such as: the poisoning in Harburg; its id if absent")
    victim: Id
    author: Id = Field(description="whom the victim holds responsible")
    severity: Severity
    evidence: Rate = Field(0.0, description="how plain the harm is for all to see, 0 to 1")
    affinity: dict[Id, Rate] = Field(default_factory=dict, description="of an ally with the victim; a half if absent")
    thresholds: dict[Id, Rate] = Field(
        default_factory=dict, description="share of the allies' influence that has to have joined before an ally joins"
    )
    threshold_mean: Rate | None = Field(
        None, description="instead of thresholds: their mean, for all allies in the order of their ids"
    )
    threshold_spread: Rate = Field(0.0, description="standard deviation of thresholds that have a mean")
    source: Text | None = None
    confidence: Confidence | None = None
    note: Text = ""


class CalendarEntry(Section):
    """A day that governments look to: it changes policies and grievances, ends a wait, or brings two together."""

    date: dt.date
    kind: Literal["election", "inauguration", "anniversary", "deadline", "summit", "deal", "other"]
    title: Line = Field("", description="how texts call it, such as: the inauguration of the new president")
    of: Id | None = Field(None, description="the party whose day it is")
    between: list[Id] | None = Field(None, min_length=2, max_length=2, description="the two whose day it is")
    until: dt.date | None = Field(None, description="day from which the policy is as before; for good if absent")
    policy: Line | None = Field(None, description="policy that the party follows from that day on")
    changes: PolicyChanges = Field(
        default_factory=PolicyChanges, description="what changes in the policy that it follows, from that day on"
    )
    waits: dict[Id, dt.date] = Field(
        default_factory=dict,
        description="by a party, the day from which it answers nothing before the date: of whose day it is, of the "
        "other of two; of whose day it is itself, nothing of anybody",
    )
    grievance: dict[Id, Annotated[float, Field(ge=-1e6, le=1e6)]] = Field(
        default_factory=dict, description="severity that the day adds to what a party holds, against whom as for waits"
    )
    forgets: dict[Id, Rate] = Field(
        default_factory=dict, description="share of what a party holds that it forgets, against whom as for waits"
    )
    yearly: bool = Field(False, description="the grievances change on the same day of each year, up to until")
    restores: list[Literal[*RESTORED]] = Field(  # type: ignore[valid-type]
        default_factory=list, description="what a summit or a deal gives back, as far as it was lost"
    )
    channels: list[Id] = Field(
        default_factory=list, max_length=MOST_NAMES, description="where it does; on all of the two if empty"
    )
    share: float = Field(1.0, gt=0, le=1, description="part of the lost posts that comes back")
    consent: bool = Field(
        False, description="a summit or a deal only comes about if both sides accept it, as they accept offers of talks"
    )
    source: Text | None = None
    confidence: Confidence | None = None
    note: Text = ""


class ObservedMove(ScriptedMove):
    """A documented move that a run is compared with; no rule reads it."""

    ministry: Line = ""
    effective: dt.date | None = None


class RecordedMove(ObservedMove):
    """A documented move of the record, or a note of the staff of a channel: an entry without a move."""

    from_: Id | None = Field(None, alias="from")  # type: ignore[assignment]
    to: Id | None = None  # type: ignore[assignment]
    move: MoveKind | None = None  # type: ignore[assignment]


class Plots(Section):
    """What the figures show when nothing else is asked for."""

    dyads: list[Id] = Field(default_factory=list, description="relations drawn; the busiest if empty")
    channels: list[Id] = Field(default_factory=list, description="posts drawn; those of the dyads if empty")


class PlayedHistory(Section):
    """The history of a game, so that whoever has its file goes on with the same one."""

    seed: int = Field(ge=0, le=2**64 - 1, description="random seed")
    replay: int = Field(ge=0, le=2**32 - 1, description="number of the history under this seed")
    until: dt.date | None = Field(None, description="last day that was played, of a game that was left before its end")


class Experiment(Section):
    """A named sweep: what varies, what else is set, and what its figures show.  No rule reads it."""

    title: Line
    about: Text = Field("", description="the question, and what is expected")
    vary: dict[Line, Values] = Field(
        description="by path: A:B:N, numbers in steps; A:B, any number between; or a list of values"
    )
    set_: dict[Line, Value] = Field(
        default_factory=dict, alias="set", description="values in force at all points, by path"
    )
    design: Design = Field("grid", description="how points are chosen")
    points: Annotated[int, Field(ge=1)] | None = Field(None, description="how many are drawn at most")
    runs: Annotated[int, Field(ge=1, le=2**32)] = Field(200, description="histories at each point")
    relations: list[Id] = Field(default_factory=list, description="relations followed")
    of: Line | None = Field(None, description="what is drawn: a relation, theatre or run; the first relation if absent")
    show: list[Line] = Field(default_factory=list, description="columns of the summary that are drawn")
    frontiers: list[Frontier] = Field(default_factory=list, description="known lines drawn over the figures")


@dataclass(frozen=True)
class SetBeside:
    """What was set beside the file of a scenario; no part of what the scenario says."""

    settings: tuple[str, ...] = field(default=(), compare=False)


class Scenario(Section):
    """One scenario file, resolved and checked."""

    def __repr__(self) -> str:
        parties = len(self.states) + len(self.alliances)
        return f"Scenario {self.name}: {self.title}, {self.start} to {self.end}, {parties} parties"

    def __str__(self) -> str:
        return repr(self)

    schema_version: Literal[1] = Field(1, alias="schema")
    name: Id
    title: Line
    about: Text = ""
    sources: dict[Id, Text] = Field(default_factory=dict, max_length=MOST_ENTRIES["sources"])
    start: dt.date
    end: dt.date
    autonomous_from: dt.date | None = Field(None, description="first day on which actors decide; the start if absent")
    realisation: Literal["legal", "exact"] = Field(
        "legal", description="lawful packages, or abstract measures of exactly the severity asked"
    )
    building: bool = Field(False, description="loss counts from the most institutions there ever were")
    parameters: Parameters = Field(default_factory=Parameters)
    policies: dict[Id, Policy] = Field(default_factory=dict, max_length=MOST_ENTRIES["policies"])
    alliances: dict[Id, Alliance] = Field(default_factory=dict, max_length=MOST_ENTRIES["alliances"])
    states: dict[Id, State] = Field(default_factory=dict, max_length=MOST_ENTRIES["states"])
    channels: dict[Id, Channel] = Field(default_factory=dict, max_length=MOST_ENTRIES["channels"])
    ties: dict[Id, Tie] = Field(
        default_factory=dict,
        max_length=MOST_ENTRIES["ties"],
        description="what two parties can lose without a post",
    )
    relations: dict[Id, Relation] = Field(default_factory=dict, max_length=MOST_ENTRIES["relations"])
    record: dict[Id, RecordedMove] = Field(
        default_factory=dict,
        max_length=MOST_ENTRIES["record"],
        description="what is documented, played only on days before autonomous_from",
    )
    timeline: dict[Id, TimelineMove] = Field(
        default_factory=dict, max_length=MOST_ENTRIES["timeline"], description="moves that are made in any case"
    )
    by_hand: list[Id] = Field(
        default_factory=list,
        max_length=MOST_NAMES,
        description="parties that make the moves of the timeline and decide nothing of their own",
    )
    played: PlayedHistory | None = Field(
        None, description="of a game: its history, which `play` and `run` take where no other is asked for"
    )
    triggers: dict[Id, Trigger] = Field(default_factory=dict, max_length=MOST_ENTRIES["triggers"])
    calendar: dict[Id, CalendarEntry] = Field(
        default_factory=dict,
        max_length=MOST_ENTRIES["calendar"],
        description="days that change policies and grievances, end a wait, or bring two parties together",
    )
    observed: dict[Id, ObservedMove] = Field(default_factory=dict, max_length=MOST_ENTRIES["observed"])
    observed_from: Line | None = Field(
        None, max_length=500, description="a CSV file beside this one with more documented moves, a column a key"
    )
    posts_from: Line | None = Field(
        None,
        max_length=500,
        description="a CSV file beside this one with posts; if no states are listed here, all of its",
    )
    plots: Plots = Field(default_factory=Plots)
    experiments: dict[Id, Experiment] = Field(
        default_factory=dict, max_length=MOST_ENTRIES["experiments"], description="named sweeps"
    )
    _found_rules: FoundRules = PrivateAttr(default_factory=FoundRules)  # which no document or hash holds
    _set_beside: SetBeside = PrivateAttr(default_factory=SetBeside)  # nor these

    @property
    def found_rules(self) -> FoundRules:
        """Own rules as the reader of the file found them, by policy."""
        return self._found_rules

    def with_found_rules(self, by_policy: dict[str, RuleFile]) -> Self:
        """The same scenario, with its own rules found."""
        copy = self.model_copy()
        copy._found_rules = FoundRules(by_policy)
        return copy

    @property
    def settings(self) -> tuple[str, ...]:
        """What was set beside the file, ``path=value`` each, as it was typed."""
        return self._set_beside.settings

    def set_beside(self, settings: Iterable[str]) -> Self:
        """The same scenario, which knows what was set."""
        copy = self.model_copy()
        copy._set_beside = SetBeside(tuple(settings))
        return copy


def json_schema() -> dict[str, Any]:
    """JSON Schema of a scenario file, for completion in editors; ``extends`` is read by the loader."""
    schema = Scenario.model_json_schema()
    schema["properties"]["extends"] = {
        "type": "string",
        "description": "another scenario, by name or path, whose entries this file adds to and replaces",
    }
    return schema
