"""Whether anybody can ever ask a party for a decision: said before a seat is taken that may stay idle."""

from collections.abc import Sequence

from sim.scenario.arguments import ArgumentError
from sim.scenario.schema import RecordedMove, Scenario, TimelineMove

from .table import Table


def check_deals(table: Table) -> None:
    """Raise ArgumentError where a party that is to be played deals with nobody: it can do nothing."""
    known = sorted({party for pair in table.labels.relations.values() for party in pair})
    for party in table.parties:
        if party not in known:
            raise ArgumentError(
                "party", party, f"deals with nobody in this scenario; expected one of {', '.join(known)}"
            )


def idle_lines(table: Table) -> list[str]:
    """What is said of parties whom nobody can ask: nothing is given and nothing comes by chance in their relations."""
    idle = [party for party in table.parties if not may_be_asked(table, party)]
    return [
        f"{table.labels.party(party)} may never be asked: nothing is given in its relations, and nothing comes by "
        "chance; it can act first"
        for party in idle
    ]


def may_be_asked(table: Table, party: str) -> bool:
    """Whether anything in a scenario can lead to a decision of a party; true also where that is not certain."""
    base, tables = table.base, table.model.tables
    row = table.model.names.party(party)
    own = (tables.actor == row) | (tables.target == row)
    rates = (tables.incident_rate, tables.offer_rate, tables.request_rate)
    comes = any(rate[own].any() for rate in rates) or tables.has_posture[own[::2]].any() or tables.initiates.any()
    return bool(comes or _is_given(base, party))


def _is_given(base: Scenario, party: str) -> bool:
    """Whether a move, a harm or a day of the calendar that the scenario gives may concern a party."""
    moves: Sequence[TimelineMove | RecordedMove] = [*base.timeline.values(), *base.record.values()]
    if any(party in (move.from_, move.to) for move in moves):
        return True
    return bool(base.triggers or base.calendar or any(alliance.joins_over for alliance in base.alliances.values()))
