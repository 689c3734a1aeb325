"""Numbers of the maps: what each shows at some of its points."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from sim.analysis.labels import percent
from sim.analysis.sweep_table import table_of
from sim.analysis.sweep_words import number_words, quantity_words
from sim.results.sweep_result import SweepResult

from .words import named

BOTH_K = ("policies.arden.k", "policies.belmora.k")
BOTH_REACTIONS = ("policies.arden.posture_reaction", "policies.belmora.posture_reaction")


def echo(echo: SweepResult) -> str:
    """Replies where both sides answer alike."""
    return along(echo, BOTH_K, (0.4, 0.6, 0.8, 0.9, 0.95, 1, 1.05, 2), ["replies"], "k of both")


def echo_in_law(echo_in_law: SweepResult) -> str:
    """Replies and ruptures where both sides answer alike."""
    return along(echo_in_law, BOTH_K, (0.4, 0.6, 0.8, 0.95, 1, 1.05, 1.5, 2), ["replies", "rupture"], "k of both")


def ledger_echo(ledger_echo: SweepResult) -> str:
    """Tension where both ledgers add alike."""
    return along(ledger_echo, BOTH_K, (1, 1.5, 1.8, 1.9, 2, 2.1, 2.5, 3.4), ["tension_peak"], "k of both")


def memory(memory: SweepResult) -> str:
    """Ruptures for some memories and replies."""
    paths = ("parameters.half_life_days", "policies.bloc.k")
    return grid(memory, "rupture", paths, ((45, 90, 361, 1020, 2885), (0, 0.3, 0.6, 1, 1.5)), "Ruptures: half-life, k")


def talks(talks: SweepResult) -> str:
    """How it ends with and without talks, where incidents are rare and where they are frequent."""
    incidents, offers = "parameters.alliance_incidents_per_day", "parameters.talks_per_day"
    cases = {
        f"{how_often}, {talk}": point(talks, {incidents: rate, offers: offer})
        for how_often, rate in (("one in four years", 1 / 1440), ("one a year", 1 / 360))
        for talk, offer in (("none", 0), ("one a month", 1 / 30))
    }
    return _cases(cases, ["rupture", "cold_standoff", "recovered"], "Incidents, offers of talks")


def hollowing(hollowing: SweepResult) -> str:
    """How it ends along the line on which a bloc with all its institutions has the same breaking point."""
    floor, share = "policies.bloc.breaking_floor", "policies.bloc.breaking_hollowing"
    columns = {f"{37 - own} of 37": point(hollowing, {floor: own, share: 37 - own}) for own in (3, 11, 19, 27, 37)}
    return _listed(columns, ["rupture", "cold_standoff"], "Depends on institutions")


def quota(quota: SweepResult) -> str:
    """What the League and one member do if it decides in some ways, and members object more or less often."""
    decides, objects = "alliances.league.decides_by", "policies.member.objection_probability"
    cases = {}
    for often in (0.1, 0.25):
        for how in ("delegated", "two_thirds", "unanimity"):
            own = [point(quota, {decides: how, objects: often}, of) for of in (None, "arden_rova")]
            cases[f"{percent(often)}, {how.replace('_', ' ')}"] = tuple(
                number_words(column, row[column]) for row in own for column in ("rupture", "hostile_moves")
            )
    columns = ["League–Rova: rupture", "hostile moves", "Arden–Rova: rupture", "hostile moves"]
    return named("Members object, the League decides", *columns, rows=cases)


def spread(spread: SweepResult) -> str:
    """How many move around the jump."""
    path = "triggers.harm.threshold_spread"
    columns = {f"{value:.3f}": point(spread, {path: value}) for value in (0.05, 0.1, 0.12, 0.125, 0.13, 0.2, 0.3)}
    return _listed(columns, ["hostile_moves"], "Spread")


def override(override: SweepResult) -> str:
    """Replies and ruptures at the ends of both paths."""
    head, hawks = "policies.government.override_probability", "states.arden.ministries.defence.influence"
    cases = {
        f"{chance:g}, {weight:g}": point(override, {head: chance, hawks: weight})
        for chance in (0, 0.5, 1)
        for weight in (0, 0.45)
    }
    return _cases(cases, ["disproportionate_replies", "rupture"], "Override probability, influence")


def runaway(runaway: SweepResult) -> str:
    """Posture and ruptures where both react alike."""
    values = (0, 0.01, 0.016, 0.018, 0.02, 0.022, 0.03, 0.04)
    return along(runaway, BOTH_REACTIONS, values, ["posture_at_end", "rupture"], "Reaction of both")


# tables -------------------------------------------------------------------------------------------


def along(sweep: SweepResult, paths: Sequence[str], values: Sequence[float], shown: Sequence[str], head: str) -> str:
    """Table of some quantities at points where several paths have one value."""
    columns = {f"{value:g}": point(sweep, dict.fromkeys(paths, value)) for value in values}
    return _listed(columns, shown, head)


def _cases(cases: dict[str, "pd.Series[Any]"], shown: Sequence[str], head: str) -> str:
    """Table of points: a row each, a column for each quantity."""
    cells = {case: tuple(number_words(what, own[what]) for what in shown) for case, own in cases.items()}
    return named(head, *map(quantity_words, shown), rows=cells)


def _listed(columns: dict[str, "pd.Series[Any]"], shown: Sequence[str], head: str) -> str:
    """Table of points: a column each, a row for each quantity."""
    cells = {what: tuple(number_words(what, own[what]) for own in columns.values()) for what in shown}
    return named(head, *columns, rows={quantity_words(what): row for what, row in cells.items()})


def grid(
    sweep: SweepResult, column: str, paths: tuple[str, str], values: tuple[Sequence[float], Sequence[float]], head: str
) -> str:
    """Table of one quantity: a row for some values of the first path, a column for some of the second."""
    rows = {
        f"{row:g}": tuple(
            number_words(column, point(sweep, {paths[0]: row, paths[1]: own})[column]) for own in values[1]
        )
        for row in values[0]
    }
    return named(head, *(f"{value:g}" for value in values[1]), rows=rows)


def point(sweep: SweepResult, where: dict[str, Any], of: str | None = None) -> "pd.Series[Any]":
    """Numbers of the point whose paths have, or come nearest to, some values.

    Parameters
    ----------
    of : name of the row of the point; that which the sweep shows if absent
    """
    frame = table_of(sweep, of).frame
    for path, value in where.items():
        if isinstance(value, str):
            frame = frame[frame[path] == value]
        else:
            apart = (frame[path].astype(float) - value).abs()
            frame = frame[apart == apart.min()]
    return frame.iloc[0]


NUMBERS = {
    "echo": echo,
    "echo_in_law": echo_in_law,
    "ledger_echo": ledger_echo,
    "memory": memory,
    "talks": talks,
    "hollowing": hollowing,
    "quota": quota,
    "spread": spread,
    "override": override,
    "runaway": runaway,
}
