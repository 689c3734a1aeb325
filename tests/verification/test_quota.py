"""Target V13: how often an alliance of thirty finds the votes it needs, against the binomial law."""

import math
from datetime import date

import pytest
from scipy import stats

from sim.rules.consult import OF_DECISIONS, agrees, votes_needed
from sim.rules.world import DELEGATED, MAJORITY, QUOTAS, SILENCE_PROCEDURE, TWO_THIRDS, UNANIMITY
from sim.scenario.initial import initial_state
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

MEMBERS = 30


@pytest.mark.parametrize(
    ("quota", "votes"),
    [(DELEGATED, 0), (MAJORITY, 16), (TWO_THIRDS, 20), (UNANIMITY, 30), (SILENCE_PROCEDURE, 30)],
    ids=["delegated", "majority", "two thirds", "unanimity", "silence procedure"],
)
def test_v13_votes_that_an_alliance_of_thirty_needs(quota: int, votes: int) -> None:
    assert votes_needed(quota, MEMBERS) == votes


SHARES = pytest.mark.parametrize(
    ("quota", "consent", "share"),
    [
        (SILENCE_PROCEDURE, 0.99, 0.739700),
        (UNANIMITY, 0.95, 0.214639),
        (MAJORITY, 0.6, 0.824631),
        (TWO_THIRDS, 0.6, 0.291472),
    ],
    ids=["silence at .99", "unanimity at .95", "majority at .6", "two thirds at .6"],
)


@SHARES
def test_v13_how_often_thirty_members_agree(quota: int, consent: float, share: float) -> None:
    """Each consents with probability p: p^N for all, the tail of the binomial law for fewer."""
    agreed = stats.binom.sf(votes_needed(quota, MEMBERS) - 1, MEMBERS, consent)
    assert agreed == pytest.approx(share, abs=5e-7)
    if votes_needed(quota, MEMBERS) == MEMBERS:
        assert agreed == pytest.approx(consent**MEMBERS, rel=1e-12)


@SHARES
def test_v13_how_often_the_members_of_a_model_agree(quota: int, consent: float, share: float) -> None:
    """One thousand questions put to the members of the League; four standard errors."""
    n = 1_000
    case = packed(league(QUOTAS[quota], 1.0 - consent))
    tables, state = case.tables, initial_state(case, seed=1)
    ij = case.names.direction("league", "belmora")
    agreed = sum(agrees(tables, state, ij, 0, OF_DECISIONS, number) for number in range(n))
    assert agreed / n == pytest.approx(share, abs=4 * math.sqrt(share * (1.0 - share) / n))


def league(quota: str, objection: float) -> Scenario:
    """Thirty states in an alliance, and a thirty-first that it deals with."""
    members = [f"member_{n}" for n in range(MEMBERS)]
    return Scenario.model_validate(
        {
            "schema": 1,
            "name": "league",
            "title": "A league of thirty",
            "start": date(2030, 1, 1),
            "end": date(2030, 1, 2),
            "parameters": {"objection_probability": objection},
            "alliances": {"league": {"members": members, "decides_by": quota}},
            "states": {name: {} for name in [*members, "belmora"]},
            "relations": {"league_belmora": {"between": ["league", "belmora"]}},
        }
    )
