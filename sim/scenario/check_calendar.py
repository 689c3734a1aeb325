"""The calendar of a scenario: whose day it is, what fits a kind of day, and what of it changes nothing."""

from collections.abc import Iterator, Mapping, Sequence

from sim.rules.calendar import RESTORED, reopened_as
from sim.rules.law import is_joint, is_tie
from sim.rules.policies import PRESETS

from .calendar import JOINT, dates_of, directions_of
from .courses import Course, Following, changes_of, changes_policy, courses
from .pack_channels import PLACE_KINDS
from .problems import Finding, absent, one_of
from .relations import pair_of, partners_of, places_of
from .schema import CalendarEntry, Scenario

Path = tuple[str, ...]
Partners = Mapping[str, Sequence[str]]  # whom each party deals with
BY_PARTY = ("waits", "grievance", "forgets")
OF_JOINT_ACTS = ("restores", "channels", "share", "consent")


def check_calendar(scenario: Scenario) -> Iterator[Finding]:
    """Problems of the calendar."""
    met: dict[tuple[object, ...], str] = {}
    partners = partners_of(scenario) if scenario.calendar else {}
    for id_, entry in scenario.calendar.items():
        path = ("calendar", id_)
        if id_ in scenario.timeline or id_ in scenario.record or id_ in scenario.triggers:
            yield Finding(path, "also the id of a scripted move or a harm", "another id")
        yield from _whose(path, entry, partners)
        yield from _policy(path, entry, scenario)
        yield from _by_party(path, entry, partners)
        yield from _days(path, entry)
        yield from _joint(path, entry, scenario)
        if entry.kind in JOINT and entry.between:
            first = met.setdefault((entry.date, *sorted(entry.between)), id_)
            if first != id_:
                yield Finding((*path, "date"), f"the two meet on this day already, by '{first}'", "one entry for both")


def _whose(path: Path, entry: CalendarEntry, partners: Partners) -> Iterator[Finding]:
    """A day belongs to one party, or to two that deal with each other; a joint act to two."""
    if entry.kind in JOINT and entry.between is None:
        yield Finding((*path, "between"), f"missing for the kind {entry.kind}", "between: [a, b]")
    elif (entry.of is None) == (entry.between is None):
        problem = "neither of nor between" if entry.of is None else "of beside between"
        yield Finding((*path, "of"), problem, "of: a, or between: [a, b]")
    if entry.of is not None and entry.of not in partners:
        yield absent((*path, "of"), "state or alliance", entry.of, partners)
    for place, party in enumerate(entry.between or ()):
        if party not in partners:
            yield absent((*path, "between", str(place)), "state or alliance", party, partners)
    if entry.between and partners.keys() >= {*entry.between}:
        if entry.between[0] == entry.between[1]:
            yield Finding((*path, "between", "1"), f"'{entry.between[1]}' is named twice", "two parties")
        elif entry.between[1] not in partners[entry.between[0]]:
            problem = f"{' and '.join(entry.between)} have neither a relation nor a channel"
            yield Finding((*path, "between"), problem, "two parties that deal with each other")


def _policy(path: Path, entry: CalendarEntry, scenario: Scenario) -> Iterator[Finding]:
    """A policy is that of one party; of a mixture nothing is changed."""
    key = "policy" if entry.policy is not None else "changes"
    if changes_policy(entry) and entry.of is None:
        yield Finding((*path, key), "the day is nobody's", "of: a, whose policy it is")
    names = {*scenario.policies, *PRESETS}
    if entry.policy is not None and entry.policy not in names:
        yield absent((*path, "policy"), "policy", entry.policy, names)
    if changes_of(entry) and entry.of in {*scenario.states, *scenario.alliances}:
        followed = entry.policy or (scenario.states.get(entry.of) or scenario.alliances[entry.of]).policy
        if followed in scenario.policies and scenario.policies[followed].mixture:
            yield Finding((*path, "changes"), f"'{followed}' is a mixture", "policy: another one")


def _by_party(path: Path, entry: CalendarEntry, partners: Partners) -> Iterator[Finding]:
    """Who waits, remembers or forgets is whose day it is, or deals with it."""
    possible = entry.between or [str(entry.of), *partners.get(str(entry.of), ())]
    for key in BY_PARTY:
        for party in getattr(entry, key):
            if party not in possible:
                yield absent((*path, key, party), "party of this day", party, possible)


def _days(path: Path, entry: CalendarEntry) -> Iterator[Finding]:
    """What begins comes before what ends."""
    for party, since in entry.waits.items():
        if since >= entry.date:
            yield Finding((*path, "waits", party), f"{since} is not before the day itself", f"before {entry.date}")
    if entry.until is not None and entry.until <= entry.date:
        yield Finding((*path, "until"), f"{entry.until} is not after the date", f"after {entry.date}")
    elif entry.until is not None and not (changes_policy(entry) or entry.yearly):
        yield Finding((*path, "until"), "nothing ends on it", "policy, changes or yearly beside it")
    if entry.yearly and (changes_policy(entry) or entry.waits or entry.kind in JOINT):
        yield Finding((*path, "yearly"), "used for changes of grievances alone", "an entry a year")
    elif entry.yearly and not (entry.grievance or entry.forgets):
        yield Finding((*path, "yearly"), "nothing returns each year", "grievance or forgets beside it")


def _joint(path: Path, entry: CalendarEntry, scenario: Scenario) -> Iterator[Finding]:
    """Only a summit or a deal restores anything, and a deal restores something."""
    if entry.kind not in JOINT:
        for key in OF_JOINT_ACTS:
            if getattr(entry, key) != CalendarEntry.model_fields[key].get_default(call_default_factory=True):
                yield Finding((*path, key), f"not used by the kind {entry.kind}", f"kind: {one_of(JOINT)}")
        return
    if entry.kind == "deal" and not entry.restores:
        yield Finding((*path, "restores"), "a deal about nothing", f"a list of {one_of(RESTORED)}; or kind: summit")
    if entry.channels and not entry.restores:
        yield Finding((*path, "channels"), "nothing is restored there", f"restores: a list of {one_of(RESTORED)}")
    pair = sorted(entry.between or ())
    possible = [id_ for id_, channel in places_of(scenario).items() if [*pair_of(channel)] == pair]
    for place, channel in enumerate(entry.channels):
        if channel not in possible:
            yield absent((*path, "channels", str(place)), "channel of the two", channel, possible)


def idle_entries(scenario: Scenario) -> Iterator[str]:
    """What of a calendar changes nothing, a sentence each; the scenario is sound all the same."""
    partners, followed = partners_of(scenario), courses(scenario)
    for id_, entry in scenario.calendar.items():
        if reason := _why_idle(entry, scenario):
            yield f"calendar.{id_} {reason}"
        else:
            parts = [*_idle_by_party(entry, scenario, partners), *_idle_policy(entry, scenario, followed)]
            parts += [f".restores: the two have no {thing} to give back" for thing in _nowhere(entry, scenario)]
            yield from (f"calendar.{id_}{part}" for part in parts)


def _why_idle(entry: CalendarEntry, scenario: Scenario) -> str:
    """Why an entry changes nothing at all, or an empty text."""
    if not (changes_policy(entry) or entry.kind in JOINT or any(getattr(entry, key) for key in BY_PARTY)):
        return "changes nothing: it says no policy, changes, waits, grievance or forgets; figures mark the day"
    if entry.date > scenario.end:
        return f"changes nothing: {entry.date} is after the end of the run, {scenario.end}"
    is_in_force = changes_policy(entry) and (entry.until is None or entry.until > scenario.start)
    is_repeated = entry.yearly and any(dates_of(entry, scenario.start, scenario.end))
    if entry.date < scenario.start and not is_in_force and not is_repeated:
        return f"changes nothing: {entry.date} is before the start of the run, {scenario.start}"
    return ""


def _idle_by_party(entry: CalendarEntry, scenario: Scenario, partners: Partners) -> Iterator[str]:
    """What an entry says of parties and changes nothing."""
    decides = scenario.autonomous_from or scenario.start
    if entry.waits and entry.date <= decides:
        yield f".waits changes nothing: nobody decides before {decides}"
    for key in BY_PARTY:
        for party in getattr(entry, key):
            if not directions_of(entry, party, partners):
                yield f".{key}.{party} changes nothing: {party} deals with nobody"


def _idle_policy(entry: CalendarEntry, scenario: Scenario, followed: Mapping[str, Course]) -> Iterator[str]:
    """The policy of an entry, where it is followed without it, too."""
    if not changes_policy(entry):
        return
    course, key = followed[str(entry.of)], "policy" if entry.policy else "changes"
    own = (scenario.states.get(str(entry.of)) or scenario.alliances[str(entry.of)]).policy
    is_from_the_start = entry.date <= scenario.start and course[0][1] != Following(own)
    if not is_from_the_start and entry.date not in [day for day, _ in course[1:]]:
        yield f".{key} changes nothing: {entry.of} follows that policy anyway"


def _nowhere(entry: CalendarEntry, scenario: Scenario) -> list[str]:
    """What a joint act lists and no channel of the two can have lost."""
    pair = sorted(entry.between or ())
    kinds = [
        PLACE_KINDS.index(channel.kind)
        for name, channel in places_of(scenario).items()
        if [*pair_of(channel)] == pair and (not entry.channels or name in entry.channels)
    ]
    reopened = {RESTORED[reopened_as(kind)] for kind in kinds}
    if any(not (is_joint(kind) or is_tie(kind)) for kind in kinds):
        reopened |= {"posts", "access"}
    if {PLACE_KINDS.index(kind) for kind in ("embassy", "mission")} & {*kinds}:
        reopened |= {"ambassadors"}
    return [thing for thing in entry.restores if thing not in reopened]
