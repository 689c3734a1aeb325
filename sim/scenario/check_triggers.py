"""The harms of a scenario: who suffered them, whom they are laid to, who might join."""

from collections.abc import Iterator

from .problems import Finding, absent
from .relations import pairs_of, sorted_pair
from .schema import Scenario, Trigger

Path = tuple[str, ...]


def check_triggers(scenario: Scenario) -> Iterator[Finding]:
    """Problems of the triggers."""
    parties = {*scenario.states, *scenario.alliances}
    for id_, trigger in scenario.triggers.items():
        path = ("triggers", id_)
        if id_ in scenario.timeline or id_ in scenario.record:
            yield Finding(path, "also the id of a scripted move", "another id")
        if scenario.start <= scenario.end and not scenario.start <= trigger.date <= scenario.end:
            yield Finding((*path, "date"), f"{trigger.date} is outside the run", f"{scenario.start} to {scenario.end}")
        for key in ("victim", "author"):
            if getattr(trigger, key) not in parties:
                yield absent((*path, key), "state or alliance", getattr(trigger, key), parties)
        yield from _two(path, trigger, scenario)
        if trigger.threshold_spread and trigger.threshold_mean is None:
            yield Finding((*path, "threshold_spread"), "a spread of nothing", "threshold_mean beside it")
        for section in ("affinity", "thresholds"):
            for party in getattr(trigger, section):
                if party not in parties:
                    yield absent((*path, section, party), "state or alliance", party, parties)


def _two(path: Path, trigger: Trigger, scenario: Scenario) -> Iterator[Finding]:
    """Victim and author deal with each other."""
    if trigger.victim == trigger.author:
        yield Finding((*path, "author"), f"'{trigger.author}' is also the victim", "another party")
    elif sorted_pair((trigger.victim, trigger.author)) not in pairs_of(scenario):
        problem = f"{trigger.victim} and {trigger.author} have neither a relation nor a channel"
        yield Finding((*path, "author"), problem, "a party that the victim deals with")
