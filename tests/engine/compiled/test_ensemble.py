"""The two drivers agree: the readable one and the compiled one give the same runs, to the last bit.

Compared are the indices of every day, every move, every provocation, all posts and all else that a run writes.  Two
things are left out.  The page marks of the logs say which rows are of today, of yesterday and not yet settled; they
are turned every morning, and the compiled driver plays no morning on which nothing is due, so that at the end of a
run it stands at an older page.  The list of candidates is scratch, written and read within one decision.

DETENTE_EQUAL_RUNS says how many drawn scenarios are compared; where it is set, every scenario that comes with the
project is compared for fifty seeds, else for a few.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sim import EscalationModel, load_scenario, scenario_from
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.trajectory import with_room
from sim.rules.day import next_due, play_day
from sim.scenario.initial import FIRST_ROWS, initial_state
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario
from tests.drawing.runs import Check, Played, Review, in_runs
from tests.engine.compiled.comparing import (
    IS_COMPILED,
    assert_equal,
    counted,
    differing,
    ensemble_of,
    taken,
    written,
)

ROOT = Path(__file__).parents[3]
IS_LONG = "DETENTE_EQUAL_RUNS" in os.environ
N_DRAWN = int(os.environ.get("DETENTE_EQUAL_RUNS", "100"))
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
SLOW = ("cascade", "nato_russia_1997_2021", "two_blocs")  # in Python about a second a run
EXAMPLES = "tests.rules.own_rules_example"
LARGEST = (2**64 - 1, 2**32 - 1)  # seed and number

# an eye for an eye, the day after, for ever
ENDLESS = (
    "realisation=exact",
    "end=2032-12-31",
    "parameters.perception_noise=0",
    "parameters.miss_probability=0",
    *(
        f"policies.{state}.{how}"
        for state in ("arden", "belmora")
        for how in ("preset=tit_for_tat", "breaks=false", "delay_days=1", "silence_first=0", "silence_reply=0")
    ),
)


# Scenarios that come with the project -----------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_the_drivers_agree_in(name: str) -> None:
    n_runs = 50 if IS_LONG else 2 if name in SLOW else 3
    case = load_scenario(name)
    for seed, number in [LARGEST, *((n, n - 1) for n in range(1, n_runs))]:
        assert_equal(EscalationModel(case, seed, number).run_until().trajectory, ensemble_of(case, seed), number)


def test_the_drivers_agree_where_parties_are_played_by_hand() -> None:
    expelled = {"from": "russia", "to": "nato", "move": "close_office", "channel": "nato_information_office"}
    moves = {"office": {"date": "2021-10-20", "in_answer": True} | expelled}
    for number, (to, move) in enumerate([("germany", "meet"), ("poland", "refuse_talks"), ("nato", "offer_talks")]):
        days = [f"2021-11-{day:02}" for day in range(2 + number, 30, 5)]
        word = {"from": "russia", "to": to, "move": move, "in_answer": True}
        moves |= {f"word_{number}_{day.replace('-', '_')}": {"date": day} | word for day in days}
    case = scenario_from({"extends": "nato_russia_2021", "by_hand": ["russia", "poland"], "timeline": moves})
    for number in (0, 1, 2):
        assert_equal(EscalationModel(case, 1, number).run_until().trajectory, ensemble_of(case, 1), number)


@pytest.mark.parametrize("n_days", [1, 2, 45])
def test_a_run_that_is_broken_off_agrees_up_to_there(n_days: int) -> None:
    case = load_scenario("nato_russia_2021")
    mesa = EscalationModel(case, 1, 2).run_until(case.start + timedelta(days=n_days - 1)).trajectory
    assert_equal(mesa, ensemble_of(case, n_days=n_days), 2)


def test_a_run_whose_moves_outgrow_the_first_logs_many_times_agrees() -> None:
    case = load_scenario("two_states", settings=ENDLESS)
    mesa = EscalationModel(case, 3).run_until().trajectory
    assert mesa.state.log.n[0] > 8 * FIRST_ROWS
    assert mesa.state.provocations.n[0] > 2 * FIRST_ROWS
    assert_equal(mesa, ensemble_of(case, 3), 0)


# Scenarios drawn at random ----------------------------------------------------------------------------

checks: dict[str, Check] = {}
counts: Counter[str] = Counter()


def in_every_run(check: Check) -> Any:
    """Read a property from every drawn run; for one that is broken, find the smallest scenario that breaks it."""
    checks[check.__name__] = check

    def test(review: Review) -> None:
        first = review.broken.get(check.__name__)
        if first is not None:
            in_runs(N_DRAWN, check, first)  # fails again, and shows the smallest scenario that does

    test.__name__ = check.__name__
    return test


@pytest.fixture(scope="module", name="review")
def _review() -> Review:
    """All drawn runs, played once in Mesa."""
    counts.clear()
    review = Review(checks)
    in_runs(N_DRAWN, review.read)
    return review


@in_every_run
def test_the_drivers_agree_in_every_drawn_scenario(run: Played) -> None:
    ensemble = ensemble_of(run.trajectory.scenario, run.number)
    counts["compiled"] += ensemble.is_compiled
    assert_equal(run.trajectory, ensemble, 0)


@in_every_run
def test_no_day_is_skipped_on_which_anything_happens(run: Played) -> None:
    case = packed(Scenario.model_validate(run.file | {"parameters": run.file["parameters"] | CALM}))
    tables, state, day = case.tables, initial_state(case, run.number), 0
    while day < tables.n_days:
        state = with_room(tables, state)
        play_day(tables, state, day)
        following = min(next_due(tables, state, day), tables.n_days)
        before, played = written(state), deepcopy(state)
        for idle in range(day + 1, following):
            play_day(tables, played, idle)
            assert (idle, differing(before, written(played))) == (idle, [])
            counts["idle"] += 1
        day = following


# in drawn scenarios hardly a day passes on which nothing is due
CALM = {
    "incidents_per_day": 0.0,
    "alliance_incidents_per_day": 0.01,
    "talks_per_day": 0.02,
    "initiative_per_day": 0.02,
    "recall_median_log": 3.0,
    "posture_step_days": 7.0,
}


def test_enough_was_compiled_and_enough_days_were_skipped(review: Review) -> None:
    assert counts["compiled"] >= (0.5 * N_DRAWN if IS_COMPILED else 0)
    assert counts["idle"] >= 5 * N_DRAWN


# Threads, chunks, interpreters ------------------------------------------------------------------------


N_IN_CHUNKS = 1009 if IS_COMPILED else 13  # a prime: the last chunk is a short one


@pytest.fixture(scope="module", name="one_by_one")
def _one_by_one() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """All runs in the order of their numbers, each a chunk of its own."""
    ensemble = ensemble_of(load_scenario("nato_russia_2021"))
    return taken([ensemble.play([run]) for run in range(N_IN_CHUNKS)]), counted(ensemble)


@pytest.mark.parametrize("size", [1, 7, 1000])
@pytest.mark.parametrize("n_threads", [1, 2])
def test_threads_and_chunks_change_nothing(one_by_one: Any, n_threads: int, size: int) -> None:
    ensemble = ensemble_of(load_scenario("nato_russia_2021"), n_threads=n_threads)
    assert differing(one_by_one[0], taken(list(ensemble.chunks(N_IN_CHUNKS, size)))) == []
    assert differing(one_by_one[1], counted(ensemble)) == []


def test_runs_played_in_two_parts_are_the_same_runs(one_by_one: Any) -> None:
    ensemble = ensemble_of(load_scenario("nato_russia_2021"), n_threads=2)
    parts = [*ensemble.chunks(10, 4), *ensemble.chunks(N_IN_CHUNKS - 10, 100, first=10)]
    assert differing(one_by_one[0], taken(parts)) == []
    assert differing(one_by_one[1], counted(ensemble)) == []


def test_runs_may_be_played_alone_while_others_are_in_chunks() -> None:
    case = load_scenario("two_states")
    ensemble, alone = ensemble_of(case, n_threads=2), ensemble_of(case)
    expected = taken([alone.play([run]) for run in range(200)])
    chunks = []
    for chunk in ensemble.chunks(200, 10):
        chunks.append(chunk)
        ensemble.play(range(5))
    assert differing(expected, taken(chunks)) == []


@pytest.mark.parametrize("run", [-1, 2**32])
def test_a_run_that_has_no_number_is_refused(run: int) -> None:
    with pytest.raises(ValueError, match="runs are numbered from 0 to 4294967295"):
        ensemble_of(load_scenario("two_states")).play([run])


@pytest.mark.parametrize("how", [{"n_threads": 0}, {"n_threads": -1}, {"n_days": 0}, {"n_days": 10**5}])
def test_a_number_of_threads_or_days_that_cannot_be_is_refused(how: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=rf"{next(iter(how))} .*: expected a whole number from 1 to"):
        ensemble_of(load_scenario("two_states"), **how)


def test_curves_are_kept_whole_also_where_no_rows_are() -> None:
    case = load_scenario("two_states")
    of_rows, without = (Ensemble(case, 1, Wanted(rows=rows, whole=True)).play([0, 1, 2]) for rows in (True, False))
    assert of_rows.whole.tobytes() == without.whole.tobytes()


def test_whoever_reads_single_runs_counts_nothing() -> None:
    ensemble = ensemble_of(load_scenario("two_states"))
    before = counted(ensemble)
    assert len([*ensemble.histories([0, 1]), *ensemble.states([2])]) == 3
    assert differing(before, counted(ensemble)) == []


def test_the_state_at_the_end_is_the_same_with_and_without_curves() -> None:
    ensemble = ensemble_of(load_scenario("skripal_2018"))
    for state, history in zip(ensemble.states([4, 7]), ensemble.histories([4, 7]), strict=True):
        assert differing(written(state), written(history.state)) == []


def test_threads_that_play_single_runs_again_at_once_get_each_its_own() -> None:
    ensemble, runs = ensemble_of(load_scenario("skripal_2018")), range(12)
    with ThreadPoolExecutor(4) as pool:
        at_once = [*pool.map(lambda run: next(ensemble.states([run])), runs)]
    for one, other in zip(at_once, ensemble.states(runs), strict=True):
        assert differing(written(one), written(other)) == []


def digests() -> dict[str, str]:
    """Digests of all that a few runs of some scenarios give, in this process."""
    found: dict[str, str] = {}
    own = f"policies.arden.own_rule={EXAMPLES}:sore"
    for name, sets in {"two_states": [own], "nato_russia_2021": [], "skripal_2018": []}.items():
        ensemble = ensemble_of(load_scenario(name, settings=sets))
        given = taken([ensemble.play([0, 1])]) | counted(ensemble)
        given |= {
            f"{key} of {n}": array
            for n, state in enumerate(ensemble.states([0, 1]))
            for key, array in written(state).items()
        }
        found |= {f"{name}: {key}": sha256(array).hexdigest() for key, array in given.items()}
    return found


def test_compiled_and_interpreted_the_driver_gives_the_same() -> None:
    surroundings = os.environ | {"NUMBA_DISABLE_JIT": "1" if IS_COMPILED else "0", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", __file__], cwd=ROOT, env=surroundings, capture_output=True, check=True
    )
    other = json.loads(done.stdout)
    assert other.pop("is_compiled") != IS_COMPILED
    assert other == digests()


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"is_compiled": IS_COMPILED} | digests()))
