"""Tables that follow from others: numbers of clocks in the order of the day, what is left of an account, allies."""

import math
from collections.abc import Mapping
from itertools import chain, pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.rules import agenda
from sim.rules.accounts import kept_after
from sim.rules.draws import log_of_none
from sim.rules.indices import usual_rhythm
from sim.rules.log import most_influential
from sim.rules.moves import KINDS
from sim.rules.parameters import BALANCE_HALF_LIFE_DAYS, COUNCIL_HALF_LIFE_DAYS, HALF_LIFE_DAYS
from sim.rules.reconcile import hasty_rate
from sim.rules.recover import N_CLOCKS, N_LOST, recovery_rate

from .arrays import floats, ints

MOST_DAYS = 1024  # looked up; what lies longer ago is worked out


def derived_arrays(given: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of Tables that follow from the others.

    Parameters
    ----------
    given : the other fields by their names
    """
    days = range(min(given["n_days"], MOST_DAYS))
    policy, half_life = given["policy"], float(given["world"][COUNCIL_HALF_LIFE_DAYS])
    recovery = [float(recovery_rate(given["world"], lost)) for lost in range(N_LOST)]
    is_ally = _allies(given["is_member"])
    return {
        "grievance_kept": _kept(policy[:, HALF_LIFE_DAYS], days),
        "balance_kept": _kept(policy[:, BALANCE_HALF_LIFE_DAYS], days),
        "rhythm_kept": _kept([half_life], days)[0],
        "rhythm_usual": np.array([usual_rhythm(given["world"])]),
        "is_ally": is_ally,
        "has_sides": bool(given["sides_with"].any()),
        "influence_of_allies": _added_in_order(np.where(is_ally, given["party_influence"], 0.0)),
        "armed": np.flatnonzero(given["has_posture"]),
        "incident_log": floats(log_of_none(rate) for rate in given["incident_rate"].tolist()),
        "incident_never": _never(given["incident_rate"], given["n_days"]),
        "offer_log": floats(log_of_none(rate) for rate in given["offer_rate"].tolist()),
        "haste_log": floats(log_of_none(hasty_rate(given["world"], rate)) for rate in given["offer_rate"].tolist()),
        "recovery_rate": floats(recovery),
        "recovery_log": floats(map(log_of_none, recovery)),
        "deciding": _deciding(given),
        **_clocks(given),
    }


def _kept(half_lives: Any, days: range) -> Any:
    """Share of an account that is left after each of some days, (half-lives, days)."""
    shares = {
        half_life: [kept_after(day, half_life) for day in days] for half_life in dict.fromkeys(map(float, half_lives))
    }
    return np.array([shares[float(half_life)] for half_life in half_lives]).reshape(len(half_lives), len(days))


def _deciding(given: Mapping[str, Any]) -> Any:
    """Ministry that decides each kind of move on no channel of its own, (P, kinds)."""
    known = SimpleNamespace(**given)
    parties, kinds = range(given["party_key"].size), range(len(KINDS))
    return ints(most_influential(known, i, kind) for i in parties for kind in kinds).reshape(len(parties), len(kinds))


def _allies(is_member: Any) -> Any:
    """Pairs of different states that share an alliance, (P, P)."""
    members = is_member.astype(np.int64)
    allies = members.T @ members > 0
    np.fill_diagonal(allies, False)
    return allies


def _never(rates: Any, n_days: int) -> Any:
    """Numbers in [0, 1] below which a clock rings on no day, for certain: what rounding might change is left out."""
    nothing_yet = [math.exp((n_days + 1) * log_of_none(rate)) if rate < 1.0 else 0.0 for rate in rates.tolist()]
    return floats((1.0 - 1e-9) * share for share in nothing_yet)


def _added_in_order(values: Any) -> Any:
    """Sums of rows, added up one value after another, as a rule adds; nought changes no bit."""
    return np.add.accumulate(values, axis=1)[:, -1].copy()


def _clocks(given: Mapping[str, Any]) -> dict[str, Any]:
    """All clocks in the order of the day: of a phase after those of the one before; of a party, in its order."""
    directions, n_channels = range(given["actor"].size), given["channel_kind"].size
    dyads, first = range(given["has_posture"].size), given["first_own"]
    own = [given["own"][a:b].tolist() for a, b in pairwise(first)]
    offices = [np.flatnonzero(given["mediator"] == i).tolist() for i in range(len(own))]
    phases: list[list[tuple[int, int]]] = [
        [(agenda.INCIDENT_CLOCK, ij) for ij in directions],
        [(kind, ij) for of_party in own for kind in (agenda.PRESS_CLOCK, agenda.STEP_CLOCK) for ij in of_party],
        [(agenda.ALLIES_CLOCK, trigger) for trigger in range(given["trigger_day"].size)],
        [(agenda.SIDE_CLOCK, ij) for ij in directions],
        list(chain.from_iterable(_of_reconcile(*of_party) for of_party in zip(own, offices, strict=True))),
        [
            *((agenda.RECOVERY_CLOCK, clock) for clock in range(N_CLOCKS * n_channels)),
            *((agenda.REOPENING_CLOCK, dyad) for dyad in dyads),
        ],
    ]
    clocks = list(chain.from_iterable(phases))
    kinds, rows = ints(kind for kind, _ in clocks), ints(row for _, row in clocks)
    numbers = np.zeros((agenda.N_KINDS_OF_CLOCK, rows.max(initial=-1) + 1), dtype=np.int64)
    numbers[kinds, rows] = np.arange(len(clocks))
    is_recovery = kinds == agenda.RECOVERY_CLOCK
    rows[is_recovery] //= N_CLOCKS
    return {
        "clock_number": numbers,
        "clock_kind": kinds,
        "clock_row": rows,
        "first_clock": ints(np.cumsum([0, *map(len, phases)])),
    }


def _of_reconcile(own: list[int], mediated: list[int]) -> list[tuple[int, int]]:
    """Clocks of a party in the phase in which it offers talks: by direction, then for those it mediates between."""
    kinds = agenda.HASTE_CLOCK, agenda.OFFER_CLOCK, agenda.REQUEST_CLOCK
    return [*((kind, ij) for ij in own for kind in kinds), *((agenda.MEDIATION_CLOCK, n) for n in mediated)]
