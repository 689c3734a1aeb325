"""The ties of a scenario: two parties that exist, worth and shares of no other."""

from collections.abc import Iterator

from .problems import Finding, absent
from .schema import Scenario

Path = tuple[str, ...]


def check_ties(scenario: Scenario) -> Iterator[Finding]:
    """Problems of the ties."""
    for id_, tie in scenario.ties.items():
        path = ("ties", id_)
        if id_ in scenario.channels:
            yield Finding(path, "also the id of a channel", "another id")
        yield from check_pair((*path, "between"), tie.between, scenario)
        for key in ("worth", "withheld"):
            for party in getattr(tie, key):
                if party not in tie.between:
                    yield absent((*path, key, party), "party of this tie", party, tie.between)
        if tie.controlled_by is not None and tie.controlled_by not in tie.between:
            yield absent((*path, "controlled_by"), "party of this tie", tie.controlled_by, tie.between)
        for party, share in tie.withheld.items():
            if share > 0 and tie.controlled_by not in (None, party):
                problem = f"{party} cannot withhold what {tie.controlled_by} controls"
                yield Finding((*path, "withheld", party), problem, f"a share of {tie.controlled_by} alone")


def check_pair(path: Path, pair: list[str], scenario: Scenario) -> Iterator[Finding]:
    """Two parties that exist and differ."""
    parties = {*scenario.states, *scenario.alliances}
    for place, party in enumerate(pair):
        if party not in parties:
            yield absent((*path, str(place)), "state or alliance", party, parties)
    if pair[0] == pair[1]:
        yield Finding((*path, "1"), f"'{pair[1]}' is named twice", "two parties")
