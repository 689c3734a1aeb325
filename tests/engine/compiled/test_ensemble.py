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
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim import EscalationModel, load_scenario
from sim.analysis.outcomes import outcome_of
from sim.engine.compiled.ensemble import Chunk, Ensemble, Wanted
from sim.engine.compiled.history import FLOW, LOSS, NOTED, TENSION
from sim.engine.trajectory import Trajectory, with_room
from sim.rules.curves import Curves
from sim.rules.day import next_due, play_day
from sim.rules.indices import REGIMES
from sim.rules.parameters import DISPROPORTIONATE_RATIO
from sim.rules.world import BREAK, NONE, REPLY, State
from sim.scenario.initial import FIRST_ROWS, initial_state
from sim.scenario.own_rule import OwnRuleError
from sim.scenario.pack import names_of
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario
from tests.drawing.runs import Check, Played, Review, in_runs

ROOT = Path(__file__).parents[3]
IS_COMPILED = os.environ.get("NUMBA_DISABLE_JIT", "0") == "0"  # the whole suite may run with compilation switched off
IS_LONG = "DETENTE_EQUAL_RUNS" in os.environ
N_DRAWN = int(os.environ.get("DETENTE_EQUAL_RUNS", "100"))
SHIPPED = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
SLOW = ("cascade", "nato_russia_1997_2021", "two_blocs")  # in Python about a second a run
EXAMPLES = "tests.rules.own_rules_example"
LARGEST = (2**64 - 1, 2**32 - 1)  # seed and number

PAGE_MARKS = {"log.first_today", "log.first_yesterday", "log.first_pending", "provocations.first_open"}

# an eye for an eye, the day after, for ever
ENDLESS = (
    "realisation=exact",
    "end=2032-12-31",
    "parameters.perception_noise=0",
    "parameters.miss_probability=0",
    *(
        f"policies.{state}.{how}"
        for state in ("arden", "belmora")
        for how in ("preset=tit_for_tat", "delay_days=1", "silence_first=0", "silence_reply=0")
    ),
)


# What a run has written -------------------------------------------------------------------------------


def written(state: State) -> dict[str, bytes]:
    """Every array that a run has written, by its name; logs up to their last row."""
    tables: dict[str, Any] = {
        "state": state, "posts": state.posts, "log": state.log, "provocations": state.provocations
    }  # fmt: skip
    return {
        f"{table}.{name}": array[: arrays.n[0] if "n" in arrays._fields else None].tobytes()
        for table, arrays in tables.items()
        for name, array in zip(arrays._fields, arrays, strict=True)
        if isinstance(array, np.ndarray) and f"{table}.{name}" not in PAGE_MARKS
    }


def recorded(curves: Curves, n_days: int) -> dict[str, bytes]:
    """Every index of every day, by its name."""
    return {f"curves.{name}": array[:n_days].tobytes() for name, array in zip(curves._fields, curves, strict=True)}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Names of what two runs have not written alike."""
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


def unlike(mesa: Trajectory, other: Trajectory) -> list[str]:
    """Names of what differs in two runs."""
    assert mesa.n_days == other.n_days
    return differing(
        written(mesa.state) | recorded(mesa.curves, mesa.n_days),
        written(other.state) | recorded(other.curves, other.n_days),
    )


def ensemble_of(case: Scenario, seed: int = 1, **how: Any) -> Ensemble:
    """An ensemble that keeps all it can of every relation."""
    wanted = Wanted(tuple(names_of(case).dyads), bands=True, rows=True, whole=True)
    return Ensemble(case, seed, wanted, **{"n_threads": 1} | how)


def assert_equal(mesa: Trajectory, ensemble: Ensemble, number: int) -> None:
    """Assert that a run of Mesa's is the same in the compiled driver, whatever that has played before."""
    _, history = ensemble.histories([number ^ 1, number])
    assert unlike(mesa, history) == []
    assert_same_outcome(mesa, ensemble, ensemble.play([number ^ 1, number]), 1)


# What is told of it -----------------------------------------------------------------------------------

PEAKS: dict[str, Callable[[Any], Any]] = {
    "tension_at_end": lambda curves: curves[TENSION, :, -1],
    "tension_peak": lambda curves: curves[TENSION].max(axis=1),
    "tension_peak_day": lambda curves: curves[TENSION].argmax(axis=1),
    "loss_at_end": lambda curves: curves[LOSS, :, -1],
    "loss_peak": lambda curves: curves[LOSS].max(axis=1),
    "flow_peak": lambda curves: curves[FLOW].max(axis=1),
    "flow_peak_day": lambda curves: curves[FLOW].argmax(axis=1),
}
ROUNDED = ("tension_at_end", "tension_peak", "loss_at_end", "flow_peak")


def assert_same_outcome(mesa: Trajectory, ensemble: Ensemble, chunk: Chunk, r: int) -> None:
    """Assert that row ``r`` tells of a run what its curves, its moves and its outcome in Mesa do."""
    curves = noted(mesa, ensemble)
    assert chunk.whole[r].tobytes() == curves[:, :, ensemble.sampled].tobytes()
    rows = {name: column[r] for name, column in zip(chunk.rows._fields, chunk.rows, strict=True)}
    for name, peak in PEAKS.items():
        assert (name, rows[name].tolist()) == (name, peak(curves).tolist())
    assert [told_of(mesa, rows, s) for s in range(len(ensemble.columns))] == expected_of(mesa, ensemble, curves)
    for name, counted in counted_of(mesa, ensemble).items():
        assert (name, rows[name].tolist()) == (name, pytest.approx(counted, rel=1e-12))
    assert rows["moves"] == mesa.state.log.n[0]
    assert (rows["breaks_day"], rows["breaks_ij"]) == first_break(mesa)


def noted(mesa: Trajectory, ensemble: Ensemble) -> Any:
    """Curves of each column on every day, (NOTED, S, days)."""
    whole = [getattr(mesa.curves, name)[: mesa.n_days] for name in NOTED]
    dyads = [mesa.names.dyads.index(name) for name in ensemble.wanted.relations]
    return np.array(
        [[*(curve[:, d] for d in dyads), *(mesa.mean_over(group, curve) for group in mesa.groups)] for curve in whole]
    )


def told_of(mesa: Trajectory, rows: dict[str, Any], s: int) -> dict[str, Any]:
    """One column of a row in the words of ``outcome_of``."""
    day = rows["ruptured"][s]
    return {
        "regime": REGIMES[rows["regime"][s]],
        "ruptured_on": None if day == NONE else str(mesa.dates(day)),
        "tension_peak_on": str(mesa.dates(rows["tension_peak_day"][s])),
        "flow_peak_on": str(mesa.dates(rows["flow_peak_day"][s])),
        "hostile_moves": rows["hostile_moves"][s],
        **{name: round(float(rows[name][s]), 4) for name in ROUNDED},
    }


def expected_of(mesa: Trajectory, ensemble: Ensemble, curves: Any) -> list[dict[str, Any]]:
    """Every column of Mesa's outcome; of groups it tells neither rupture nor moves, which are counted here."""
    outcome = outcome_of(mesa)
    relations, groups = outcome["relations"], outcome["blocs"] | {"theatre": outcome["theatre"]}
    told = [relations[name] for name in ensemble.wanted.relations]
    for group, loss in zip(mesa.groups, curves[LOSS, len(told) :], strict=True):
        lost = np.flatnonzero((loss >= 1.0) & group.weights.any())
        members = [mesa.names.dyads[d] for d in group.members if group.weights[d] > 0.0]
        own = {
            "ruptured_on": str(mesa.dates(lost[0])) if len(lost) else None,
            "hostile_moves": sum(relations[name]["hostile_moves"] for name in members),
        }
        told.append(groups[group.name] | own)
    keys = ("regime", "ruptured_on", "tension_peak_on", "flow_peak_on", "hostile_moves", *ROUNDED)
    return [{key: column[key] for key in keys} for column in told]


def counted_of(mesa: Trajectory, ensemble: Ensemble) -> dict[str, list[float]]:
    """What Mesa's outcome does not tell: answers in measure, those out of proportion, posture; of each column."""
    given, ratio = mesa.state.provocations, mesa.tables.world[DISPROPORTIONATE_RATIO]
    answers = [p for p in range(given.n[0]) if given.verdict[p] == REPLY]
    large = [p for p in answers if given.asked[p] / given.perceived[p] > ratio]
    last = mesa.curves.posture[mesa.n_days - 1].reshape(-1, 2)
    posture = np.nan_to_num(last.mean(axis=1))  # none is kept where it is no number
    weights = [np.arange(len(posture)) == mesa.names.dyads.index(name) for name in ensemble.wanted.relations]
    weights += [group.weights for group in mesa.groups]
    return {
        "replies": [sum(weight[given.ij[p] >> 1] > 0 for p in answers) for weight in weights],
        "disproportionate_replies": [sum(weight[given.ij[p] >> 1] > 0 for p in large) for weight in weights],
        "posture_at_end": [float(np.average(posture, weights=w)) if w.any() else 0.0 for w in weights],
    }


def first_break(mesa: Trajectory) -> tuple[int, int]:
    """Day and direction of the first break announced."""
    given = mesa.state.provocations
    breaks = [(given.decided[p], p) for p in range(given.n[0]) if given.verdict[p] == BREAK]
    return (min(breaks)[0], given.ij[min(breaks)[1]]) if breaks else (NONE, NONE)


# Scenarios that come with the project -----------------------------------------------------------------


@pytest.mark.parametrize("name", SHIPPED)
def test_the_drivers_agree_in(name: str) -> None:
    n_runs = 50 if IS_LONG else 2 if name in SLOW else 3
    case = load_scenario(name)
    for seed, number in [LARGEST, *((n, n - 1) for n in range(1, n_runs))]:
        assert_equal(EscalationModel(case, seed, number).run_until().trajectory, ensemble_of(case, seed), number)


@pytest.mark.parametrize("n_days", [1, 2, 45])
def test_a_run_that_is_broken_off_agrees_up_to_there(n_days: int) -> None:
    case = load_scenario("nato_russia_2021")
    mesa = EscalationModel(case, 1, 2).run_until(case.start + timedelta(days=n_days - 1)).trajectory
    assert_equal(mesa, ensemble_of(case, n_days=n_days), 2)


def test_a_run_whose_moves_outgrow_the_first_logs_many_times_agrees() -> None:
    case = load_scenario("two_states", ENDLESS)
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
    "recovery_ambassador_per_day": 0.05,
    "posture_step_days": 7.0,
}


def test_enough_was_compiled_and_enough_days_were_skipped(review: Review) -> None:
    assert counts["compiled"] >= (0.5 * N_DRAWN if IS_COMPILED else 0)
    assert counts["idle"] >= 5 * N_DRAWN


# Threads, chunks, interpreters ------------------------------------------------------------------------


def taken(chunks: list[Chunk]) -> dict[str, bytes]:
    """What all runs of some chunks gave, by its name."""
    rows = [np.concatenate(column) for column in zip(*(chunk.rows for chunk in chunks), strict=True)]
    given = dict(zip(chunks[0].rows._fields, rows, strict=True))
    given["runs"] = np.concatenate([chunk.runs for chunk in chunks])
    given["whole"] = np.concatenate([chunk.whole for chunk in chunks])
    return {name: array.tobytes() for name, array in given.items()}


def counted(ensemble: Ensemble) -> dict[str, bytes]:
    tally = ensemble.tally()
    return {name: array.tobytes() for name, array in zip(tally._fields, tally, strict=True)}


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


def digests() -> dict[str, str]:
    """Digests of all that a few runs of some scenarios give, in this process."""
    found: dict[str, str] = {}
    own = f"policies.arden.own_rule={EXAMPLES}:sore"
    for name, sets in {"two_states": [own], "nato_russia_2021": [], "skripal_2018": []}.items():
        ensemble = ensemble_of(load_scenario(name, sets))
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


# Users' own rules -------------------------------------------------------------------------------------

HERE = "tests.engine.compiled.test_ensemble"
PERCEIVED = 5.0  # about half of what is perceived in the runs below is worse


def raising(perceived: float, *others: float) -> float:
    if perceived > PERCEIVED:
        raise ValueError("enough is enough")
    return perceived


def dividing(perceived: float, *others: float) -> float:
    return perceived / (0.0 if perceived > PERCEIVED else 1.0)


def giving_no_number(perceived: float, *others: float) -> float:
    return float("nan") if perceived > PERCEIVED else perceived


def giving_no_end(perceived: float, *others: float) -> float:
    return float("inf") if perceived > PERCEIVED else perceived


def giving_less_than_nothing(perceived: float, *others: float) -> float:
    return -1.0 if perceived > PERCEIVED else perceived


def of_fractions(perceived: float, *others: float) -> float:
    return float(Fraction(perceived) / 2)


def of_words(perceived: float, *others: float) -> float:
    return perceived * len({word.upper() for word in ("tit", "for", "tat")}) / 3.0


def quarrel(arden: str, belmora: str = "") -> Scenario:
    """Two states of which one, or each, follows a rule of its own."""
    own = [f"policies.{name}.own_rule={path}" for name, path in (("arden", arden), ("belmora", belmora)) if path]
    return load_scenario("two_states", [*own, "policies.arden.k=1.3", "policies.arden.c=2"], trust=True)


@pytest.mark.parametrize(
    ("arden", "belmora"),
    [
        pytest.param(f"{EXAMPLES}:sore", "", id="by one side"),
        pytest.param(f"{EXAMPLES}:sore", f"{HERE}:giving_small_change", id="by both, each its own"),
        pytest.param(f"{EXAMPLES}:sore", f"{EXAMPLES}:sore", id="by both, the same"),
    ],
)
def test_the_drivers_agree_where_a_rule_is_followed(arden: str, belmora: str) -> None:
    case = quarrel(arden, belmora)
    assert ensemble_of(case).is_compiled == IS_COMPILED
    for run in range(5):
        assert_equal(EscalationModel(case, 1, run).run_until().trajectory, ensemble_of(case), run)


def giving_small_change(perceived: float, balance: float, grievance: float, *others: float) -> float:
    return min(perceived, max(0.0, balance)) + 0.1 * grievance


def of_options(perceived: float, *others: float, scale: float = 0.5) -> float:
    return scale * perceived


@pytest.mark.parametrize("rule", [f"{HERE}:of_fractions", f"{HERE}:of_words", f"{HERE}:of_options", "math:hypot"])
def test_a_rule_that_cannot_be_compiled_is_followed_all_the_same(rule: str) -> None:
    case = quarrel(rule, f"{EXAMPLES}:sore")
    assert not ensemble_of(case).is_compiled
    for run in range(3):
        assert_equal(EscalationModel(case, 1, run).run_until().trajectory, ensemble_of(case), run)


def error_of(play: Any) -> str:
    """What an own rule that fails is told to have done, or nothing."""
    try:
        play()
    except OwnRuleError as error:
        return str(error)
    return ""


FAILING = [raising, dividing, giving_no_number, giving_no_end, giving_less_than_nothing]


@pytest.mark.parametrize("rule", FAILING)
def test_a_rule_that_fails_in_some_runs_is_named_there_and_in_no_other(rule: Any) -> None:
    case, path = quarrel(f"{HERE}:{rule.__name__}"), f"{HERE}:{rule.__name__} "
    ensemble = ensemble_of(case)
    assert ensemble.is_compiled == IS_COMPILED
    in_mesa = [error_of(EscalationModel(case, 1, run).run_until) for run in range(10)]
    compiled = [error_of(lambda run=run: ensemble.play([run])) for run in range(10)]
    assert compiled == [message and f"{message}; in run {run}" for run, message in enumerate(in_mesa)]
    assert {message.startswith(path) for message in in_mesa} == {True, False}
    assert {message[: len(path)] for message in in_mesa} == {path, ""}


def test_a_rule_that_fails_in_one_of_many_runs_ends_them_all() -> None:
    case = quarrel(f"{HERE}:raising")
    with pytest.raises(OwnRuleError, match=f"{HERE}:raising failed: enough is enough"):
        list(ensemble_of(case, n_threads=2).chunks(20, 5))


if __name__ == "__main__":
    sys.stdout.write(json.dumps({"is_compiled": IS_COMPILED} | digests()))
