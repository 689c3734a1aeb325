"""What theory says calms a quarrel calms it, and what it says heats one heats it, in the scenarios that ship.

The rows that are not as theory says are those of ``EXPLAINED``, each with its reason, and no others: a change of a
rule that makes one more of them, or one fewer, shows here.  Usually five hundred histories are played of every second
trial of a scenario that is not heavy; DETENTE_MONOTONE_RUNS has so many of all played, a thousand at least.  The page
of validation shows a thousand.
"""

import os
from collections import Counter

import pytest

from tests.validation.monotone import (
    AS_THEORY,
    EXPLAINED,
    LEVERS,
    NOT_CLEAR,
    THE_OTHER_WAY,
    TRIALS,
    Row,
    Trial,
    rows_of,
)

IS_LONG = "DETENTE_MONOTONE_RUNS" in os.environ
N_RUNS = int(os.environ.get("DETENTE_MONOTONE_RUNS", "500"))
HEAVY = ("skripal_2018", "cascade", "nato_russia_1997_2021")
SMALL = {
    ("talks", "nato_russia_2021"),
    ("k", "nato_russia_2021"),
    ("recent", "consensus"),
}  # five hundred histories may not show a difference
LIGHT = [t for t in TRIALS if t.scenario not in HEAVY and (t.lever, t.scenario) not in SMALL]
PLAYED = TRIALS if IS_LONG else LIGHT[::2]


def called(trial: Trial) -> str:
    """What a trial tries, in words."""
    return f"{trial.lever} {trial.says} in {trial.scenario}"


@pytest.mark.parametrize("trial", PLAYED, ids=called)
def test_a_lever_works_as_theory_says_or_is_one_that_is_explained(trial):
    found = {row.measure: row.verdict for row in rows_of(trial, N_RUNS)}
    explained = {row[3]: verdict for row, (verdict, _) in EXPLAINED.items() if row[:3] == trial.key}
    assert found == dict.fromkeys(LEVERS[trial.lever].measures, AS_THEORY) | explained


def test_every_explained_row_is_one_that_is_played():
    played = {(*trial.key, measure) for trial in TRIALS for measure in LEVERS[trial.lever].measures}
    assert EXPLAINED.keys() <= played


def test_every_lever_is_tried_in_five_scenarios_or_in_all_that_have_it():
    tried = Counter(lever for lever, _ in {(trial.lever, trial.scenario) for trial in TRIALS})
    few = {"quota": 2, "evidence": 2}  # alliances that decide together; harms with evidence
    few |= {
        "size": 4,
        "share": 4,
        "wave": 1,
        "asymmetry": 1,
        "alliance": 3,
        "recent": 3,
    }  # weights, where they are felt
    assert {lever: n for lever, n in tried.items() if n < 5} == few
    assert tried.keys() == LEVERS.keys()


@pytest.mark.parametrize(
    ("lever", "low", "high", "verdict"),
    [
        ("incidents", 0.1, 0.3, AS_THEORY),  # more of it heats
        ("incidents", -0.3, -0.1, THE_OTHER_WAY),
        ("incidents", -0.1, 0.3, NOT_CLEAR),
        ("talks", -0.3, -0.1, AS_THEORY),  # more of it calms
        ("talks", 0.1, 0.3, THE_OTHER_WAY),
        ("talks", 0.0, 0.0, NOT_CLEAR),
    ],
)
def test_a_row_is_as_theory_says_if_its_whole_interval_lies_on_that_side_of_nought(lever, low, high, verdict):
    trial = Trial(lever, "", "", "", (), ())
    assert Row(trial, "", 0.0, 0.0, (low + high) / 2, low, high).verdict == verdict
