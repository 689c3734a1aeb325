"""The closed forms once more, over many runs of whole scenarios in the compiled driver.

Nothing is sampled by the test here: clocks, misperception, votes and marks are those of the runs.  A figure that
depends on chance has to lie within four standard errors of its closed form; how many runs that takes, and so how
near it must come, is set by DETENTE_VERIFY_RUNS.  ``--log-cli-level=INFO`` shows each figure.
"""

import logging
import math
import os
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats

from sim.engine.compiled.ensemble import Chunk, Ensemble, Wanted
from sim.engine.compiled.history import FLOW, TENSION
from sim.rules.world import NONE
from sim.scenario.schema import Scenario

IS_INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "0") != "0"
pytestmark = pytest.mark.skipif(IS_INTERPRETED, reason="too many runs to play without compiling")

N_RUNS = int(os.environ.get("DETENTE_VERIFY_RUNS", "20000"))
CHUNK_SIZE = 500
AT_ONCE = {"delay_days": 0, "delay_median_log": -2.0, "delay_sd_log": 0.0, "wait_probability": 0.0}  # on the same day
STANDARD_ERRORS = 4.0
RELATION = "arden_belmora"
LOG = logging.getLogger(__name__)


def assert_near(name: str, found: float, expected: float, standard_error: float, error: float = 0.0) -> None:
    """A figure found by chance, against its closed form; ``error``: at most what the run itself leaves out."""
    away = (found - expected) / standard_error
    LOG.info("%s: expected %.6g, found %.6g, s.e. %.2g: %+.2f s.e. away", name, expected, found, standard_error, away)
    assert abs(found - expected) <= STANDARD_ERRORS * standard_error + error, name


def ensemble_of(scenario: Scenario, whole: bool = False, relation: str = RELATION) -> Ensemble:
    return Ensemble(scenario, seed=1, wanted=Wanted(relations=(relation,), rows=True, whole=whole))


def over_runs(ensemble: Ensemble, value: Callable[[Chunk], Any]) -> Any:
    """A value of every run, a chunk of runs at a time."""
    return np.concatenate([value(chunk) for chunk in ensemble.chunks(N_RUNS, CHUNK_SIZE)])


def severity_sent(ensemble: Ensemble, state: Any, from_day: int = 0) -> tuple[float, float]:
    """Severity of all moves from a day on, of Arden against Belmora and of Belmora against Arden."""
    log, forth = state.log, ensemble.names.direction("arden", "belmora")
    severity = np.where(log.announced >= from_day, log.severity, 0.0)
    return float(severity[log.ij == forth].sum()), float(severity[log.ij == forth ^ 1].sum())


def matches(k: float) -> dict[str, object]:
    return {"preset": "proportional", "k": k}


def every_incident(severity: float) -> dict[str, float]:
    """An incident weighs the same, whatever share of a staff it takes."""
    return {"personnel_severity_base": severity, "personnel_severity_slope": 0.0}


# V7 and V9: without chance; a hundred runs, which have to be alike ------------------------------------------------

ALIKE = range(100)


def sent_in_every_run(scenario: Scenario) -> tuple[float, float]:
    """What Arden and Belmora sent in all, where every run is the same."""
    ensemble = ensemble_of(scenario)
    sent = {severity_sent(ensemble, state) for state in ensemble.states(ALIKE)}
    assert len(sent) == 1
    return sent.pop()


def test_v7_an_echo_that_is_under_matched_dies_away(build: Any) -> None:
    """S / (1 − k_A k_B) and k_B times that; 120 round trips leave less than 1e-12."""
    quarrel = build([(0, "arden", 5.0)], 240, matches(0.8), matches(0.9))
    assert sent_in_every_run(quarrel.scenario) == pytest.approx((17.857142857, 16.071428571), abs=5e-9)


def test_v7_an_echo_that_is_over_matched_doubles_every_two_and_a_half_round_trips(build: Any) -> None:
    """Thirty round trips, twelve times 2.497: A sends S (1.32³⁰ − 1) / .32, B 1.2 times that."""
    quarrel = build([(0, "arden", 5.0)], 60, matches(1.1), matches(1.2))
    sent_a = 5.0 * (2.0 ** (30.0 / 2.4966424554) - 1.0) / 0.32
    assert sent_in_every_run(quarrel.scenario) == pytest.approx((sent_a, 1.2 * sent_a), rel=1e-9)


@pytest.mark.parametrize(
    ("k_a", "k_b", "level"),
    [(1.0, 1.0, 4.0), (1.5, 1.5, 8.0), (1.4, 1.8, 180.0 / 17.0)],
    ids=["1, 1", "1.5, 1.5", "1.4, 1.8"],
)
def test_v9_two_ledgers_end_level(build: Any, k_a: float, k_b: float, level: float) -> None:
    """S k_B / (1 − (k_A − 1)(k_B − 1)) on both sides; what is smaller than a billionth is let go."""
    policies = {"preset": "ledger", "k": k_a}, {"preset": "ledger", "k": k_b}
    quarrel = build([(0, "arden", 4.0)], 100, *policies, hostile_above=1e-9)
    assert sent_in_every_run(quarrel.scenario) == pytest.approx((level, level), abs=1e-8)


# V10: misperception ------------------------------------------------------------------------------------------------

SIGMA, TRIPS = 0.3, 10


def seen_by_arden(chunk: Chunk) -> Any:
    """Severity that Arden perceived every second day, (R, TRIPS + 1): what tension, a mean of two sums, rose by."""
    tension = chunk.whole[:, TENSION, 0, :]
    return 2.0 * np.diff(tension, axis=1)[:, 1::2]


def test_v10_the_mean_quarrel_grows_where_the_typical_one_dies(build: Any) -> None:
    """From one act that A perceives to the next is one round trip: log-normal with variance 2σ², about 1.05 e^(−σ²)."""
    n_days = 2 * (TRIPS + 1) + 1
    quarrel = build([(0, "arden", 5.0)], n_days, matches(1.05), matches(1.0), perception_noise=SIGMA)
    seen = over_runs(ensemble_of(quarrel.scenario, whole=True), seen_by_arden)
    assert seen.shape == (N_RUNS, TRIPS + 1)
    assert_log_normal("V10, a round trip", (seen[:, 1:] / seen[:, :-1]).ravel(), 1.05, 0.95963, 2.0 * SIGMA**2)
    grown = seen[:, -1] / seen[:, 0]
    assert_log_normal("V10, ten round trips", grown, 1.6289, 0.6623, TRIPS * 2.0 * SIGMA**2)
    share_error = math.sqrt(0.3794 * 0.6206 / N_RUNS)
    assert_near("V10, share grown after ten", float((grown > 1.0).mean()), 0.3794, share_error)


def assert_log_normal(name: str, values: Any, mean: float, median: float, variance: float) -> None:
    """Mean, median, and spread of the logarithm."""
    n = values.size
    assert_near(f"{name}: mean", values.mean(), mean, mean * math.sqrt(math.expm1(variance) / n))
    assert_near(f"{name}: median", float(np.median(values)), median, median * math.sqrt(variance * math.pi / 2 / n))
    spread = math.sqrt(variance)
    assert_near(f"{name}: sd of the logarithm", float(np.log(values).std()), spread, spread / math.sqrt(2 * n))


# V12: a cascade; without chance ------------------------------------------------------------------------------------


def joined(thresholds: list[float]) -> int:
    """How many allies join the victim of a harm, one for each threshold; ten runs, which have to be alike."""
    moves = ensemble_of(crowd(thresholds), relation="author_victim").play(range(10)).rows.moves
    assert (moves == moves[0]).all()
    return int(moves[0]) - 1  # the first is the victim's own


def crowd(thresholds: list[float]) -> Scenario:
    """A victim that answers a harm, its allies, who may join on that day, and the author, who lets all lie."""
    allies = [f"ally_{n}" for n in range(len(thresholds))]
    others = ["victim", *allies]
    return Scenario.model_validate(
        {
            "schema": 1,
            "name": "crowd",
            "title": "A harm and a crowd",
            "start": date(2030, 1, 1),
            "end": date(2030, 1, 1),
            "alliances": {"league": {"members": others}},
            "policies": {"quiet": {"silence_first": 1.0, "silence_reply": 1.0}},
            "states": {"author": {"policy": "quiet"}, **{party: {} for party in others}},
            "channels": {
                f"with_{party}": {"kind": "embassy", "sender": "author", "host": party, "accredited": 9}
                for party in others
            },
            "relations": {f"author_{party}": {"between": ["author", party]} for party in others},
            "parameters": {
                "incidents_per_day": 0.0,
                "press_on": 0.0,
                "talks_per_day": 0.0,
                "join_median_log": -2.0,
                "join_sd_log": 0.0,
            },
            "triggers": {
                "harm": {
                    "date": date(2030, 1, 1),
                    "victim": "victim",
                    "author": "author",
                    "severity": 5.0,
                    "thresholds": dict(zip(allies, thresholds, strict=True)),
                }
            },
            "timeline": {
                "answer": {
                    "date": date(2030, 1, 1),
                    "from": "victim",
                    "to": "author",
                    "move": "expel",
                    "channel": "with_victim",
                    "count": 1,
                    "answers": "harm",
                }
            },
        }
    )


def test_v12_a_hundred_with_thresholds_from_0_to_99_all_join() -> None:
    assert joined([one / 100 for one in range(100)]) == 100


def test_v12_one_ally_less_easily_moved_stops_the_cascade_at_once() -> None:
    """Granovetter 1978: the threshold 1 becomes 2, and he who needed nobody stays alone."""
    assert joined([2 / 100 if one == 1 else one / 100 for one in range(100)]) == 1


MANY = 500


@pytest.mark.parametrize(("sd", "percent"), [(12.0, 4.02), (12.2, 5.48), (12.3, 100.0)])
def test_v12_a_little_more_spread_turns_a_few_who_join_into_all(sd: float, percent: float) -> None:
    """Five hundred at the quantiles i / 500 about 25: the first who stays out is the first past r = 100 Φ((r − 25)/sd).

    So whole allies are rounded up from 20.1 and 27.4.
    """
    if percent < 100.0:
        rest = float(optimize.brentq(lambda r: 100 * stats.norm.cdf((r - 25) / sd) - r, 0, 6))
        assert rest == pytest.approx(percent, abs=0.005)
    quantiles = stats.norm.ppf(np.arange(MANY) / MANY, loc=0.25, scale=sd / 100)
    assert joined(np.clip(quantiles, 0.0, 1.0).tolist()) == math.ceil(MANY * percent / 100)


# V13: quotas -------------------------------------------------------------------------------------------------------

MEMBERS = 30


@pytest.mark.parametrize(
    ("decides_by", "consent", "share"),
    [
        ("silence", 0.99, 0.739700),
        ("unanimity", 0.95, 0.214639),
        ("majority", 0.6, 0.824631),
        ("two_thirds", 0.6, 0.291472),
    ],
)
@pytest.mark.parametrize("is_asked", [True, False], ids=["answers an act", "acts on its own"])
def test_v13_how_often_thirty_members_let_their_league_act(
    decides_by: str, consent: float, share: float, is_asked: bool
) -> None:
    """p^N where all have to agree, the tail of the binomial law where fewer; one question a run."""
    acts_of_others = 1 if is_asked else 0
    ensemble = ensemble_of(league(decides_by, 1.0 - consent, is_asked), relation="league_belmora")
    moves = over_runs(ensemble, lambda chunk: chunk.rows.moves) - acts_of_others
    assert set(moves) == {0, 1}
    asked = "answer" if is_asked else "own act"
    assert_near(f"V13, {decides_by}, {asked}", moves.mean(), share, math.sqrt(share * (1.0 - share) / N_RUNS))


def league(decides_by: str, objection: float, is_asked: bool) -> Scenario:
    """Thirty states in an alliance that mirrors the one act of a thirty-first, or acts out of the blue on one day."""
    members = [f"member_{n}" for n in range(MEMBERS)]
    act = {"date": date(2030, 1, 1), "from": "belmora", "to": "league", "move": "measure", "severity": 5.0}
    return Scenario.model_validate(
        {
            "schema": 1,
            "name": "league",
            "title": "A league of thirty",
            "start": date(2030, 1, 1),
            "end": date(2030, 1, 6 if is_asked else 1),
            "realisation": "exact",
            "parameters": {
                "objection_probability": objection,
                "miss_probability": 0.0,
                "silence_first": 0.0,
                "delay_days": 1,
                "incidents_per_day": 0.0,
                "press_on": 0.0,
                "alliance_incidents_per_day": 0.0,
                "talks_per_day": 0.0,
            },
            "policies": {"calm": {"silence_reply": 1.0, "breaks": False}},
            "alliances": {"league": {"members": members, "decides_by": decides_by, "policy": "calm"}},
            "states": {name: {"policy": "calm"} for name in [*members, "belmora"]},
            "relations": {
                "league_belmora": {
                    "between": ["league", "belmora"],
                    "incidents_per_day": {} if is_asked else {"league": 1.0},
                }
            },
            "timeline": {"act": act} if is_asked else {},
        }
    )


# V15 and V16: grievance by a daily clock ---------------------------------------------------------------------------

HALF_LIFE = 180.0
RATE = 1.0 / 30.0
SHOCK = 5.0
SILENT: dict[str, Any] = {"silence_first": 1.0, "silence_reply": 1.0}
# asks for nothing, and leaves before the grievance has faded
BEARS: dict[str, Any] = {"preset": "proportional", "k": 0.0, "breaks": True, "breaking_hollowing": 0.0, **AT_ONCE}
EMBASSY = {"b_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden", "accredited": 10}}


def test_v15_grievance_under_a_daily_clock(build: Any) -> None:
    """Belmora bears Arden's incidents: after n half-lives a 2ⁿ-th of the mean, and a 4ⁿ-th of the variance, is missing.

    An incident is felt on its own day: by day 180, 181 days count, one 180th of a half-life more.
    The excess kurtosis of what is in the end stationary, .12, widens the standard error of its sd by 3 per cent.
    """
    calm = {"incidents_per_day": {"arden": RATE}}
    numbers = {**every_incident(SHOCK), "half_life_days": HALF_LIFE}
    quarrel = build([], 12 * 180 + 1, {}, SILENT, relation=calm, **numbers)
    ensemble = ensemble_of(quarrel.scenario, whole=True)
    half_lives = (1, 2, 4, 12)
    places = np.searchsorted(ensemble.sampled, [180 * n for n in half_lives])
    assert list(ensemble.sampled[places]) == [180, 360, 720, 2160]
    held = over_runs(ensemble, lambda chunk: 2.0 * chunk.whole[:, TENSION, 0, places])  # (N_RUNS, half-lives)
    for n, grievance in zip(half_lives, held.T, strict=True):
        passed = n + 1 / 180
        mean, sd = 43.3642 * (1.0 - 2.0**-passed), 10.2469 * math.sqrt(1.0 - 4.0**-passed)
        assert_near(f"V15, mean after {180 * n} days", grievance.mean(), mean, sd / math.sqrt(N_RUNS))
    assert_near("V15, sd after 2160 days", grievance.std(), 10.2469, 10.2469 * math.sqrt(2.12 / 4 / N_RUNS))


MARK_NOISE = 1.0  # of Belmora's perception, which its marks are made of
HOURS = 24  # of a day; a day of the scenario stands for an hour, so that a clock once a day is one without days
PASSAGE_RUNS_FOR = 10  # times the mean: a passage that is later counts as one on the last day, 5 of 100,000


def exponential_mark(
    perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float
) -> float:
    """Belmora's own rule: out of what it perceives, log-normal about an act of 1, a mark that is exponential."""
    z = (math.log(perceived) + 0.5 * MARK_NOISE**2) / MARK_NOISE
    return -k * math.log(0.5 * math.erfc(z / math.sqrt(2.0)))


@pytest.mark.parametrize(
    ("level", "days"),
    [
        pytest.param(20.0, 183.21, id="to 20"),
        pytest.param(40.0, 469.28, id="to 40", marks=pytest.mark.slow),
        pytest.param(60.0, 1217.84, id="to 60", marks=pytest.mark.slow),  # takes as long as all the rest of this file
    ],
)
def test_v16_mean_first_passage_of_grievance_to_a_breaking_point(build: Any, level: float, days: float) -> None:
    """Arden provokes by a clock, Belmora answers with marks of mean 5, and Arden breaks at the level.

    A mark is perceived two days of the scenario after its clock rang, which is first on day 0.
    """
    quarrel = build(
        [],
        int(PASSAGE_RUNS_FOR * days * HOURS),
        {**BEARS, "breaking_floor": level},
        {"own_rule": f"{__name__}:exponential_mark", "k": SHOCK, "perception_noise": MARK_NOISE},
        channels=EMBASSY,
        relation={"incidents_per_day": {"arden": RATE / HOURS}},
        **every_incident(1.0),
        half_life_days=HALF_LIFE * HOURS,
    )
    ensemble = ensemble_of(quarrel.scenario)
    broken = over_runs(ensemble, lambda chunk: chunk.rows.breaks_day)
    passages = np.where(broken == NONE, ensemble.n_days, broken - 1) / HOURS
    assert (broken == NONE).mean() <= 1e-3
    assert_near(f"V16, to {level:.0f}", passages.mean(), days, passages.std() / math.sqrt(N_RUNS))


# V17: at fixed intervals; without chance ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("breaking_point", "every", "n_shocks", "hit_at"),
    [(20, 30, 30, 5), (40, 30, 30, 18), (50, 30, 400, None), (20, 74, 30, 17), (20, 75, 400, None)],
    ids=["20: the 5th", "40: the 18th", "50: never", "20 in 74 days: the 17th", "20 in 75 days: never"],
)
def test_v17_which_shock_breaks_a_relation(
    build: Any, breaking_point: int, every: int, n_shocks: int, hit_at: int | None
) -> None:
    """First n with S (1 − 2^(−nΔ/h)) / (1 − 2^(−Δ/h)) ≥ Θ; Δ* = 74.71 days.

    A hundred runs, which have to be alike.  Where nobody breaks, four hundred shocks are as good as for ever.
    """
    bears: Mapping[str, Any] = {**BEARS, "breaking_floor": breaking_point}
    shocks = [(every * n, "arden", SHOCK) for n in range(n_shocks)]
    quarrel = build(shocks, every * n_shocks, {}, bears, channels=EMBASSY, half_life_days=HALF_LIFE)
    rows = ensemble_of(quarrel.scenario).play(ALIKE).rows
    assert set(rows.breaks_day) == {NONE if hit_at is None else every * (hit_at - 1)}
    if hit_at is None:
        highest = SHOCK / (1.0 - 2.0 ** (-every / 180))
        np.testing.assert_allclose(2.0 * rows.tension_peak[:, 0], highest, rtol=1e-11)


# V19: stationary flow ----------------------------------------------------------------------------------------------

INCIDENTS, BURN_IN, WINDOW, N_WINDOWS = 1.0 / 90.0, 100, 30, 4
LET_GO = 1e-3  # severity that is not answered any more
NOISE = 0.17  # of perception; it is unbiased, so that no mean changes


def two_echoes(build: Any, k_a: float, k_b: float) -> Scenario:
    """Both sides have incidents of their own, and match what they perceive.

    They answer on the day of the act: an incident while an answer is due would be the answer, and no act of its own.
    """
    numbers = {"incidents_per_day": INCIDENTS, "hostile_above": LET_GO, "perception_noise": NOISE, **AT_ONCE}
    n_days = BURN_IN + N_WINDOWS * WINDOW
    scenario: Scenario = build([], n_days, matches(k_a), matches(k_b), **every_incident(SHOCK), **numbers).scenario
    return scenario


def most_let_go(k_a: float, k_b: float) -> float:
    """Flow of both sides that is missing at most, as all that would have followed an echo of LET_GO."""
    return 2.0 * INCIDENTS * LET_GO * 2.0 / (1.0 - k_a * k_b)


@pytest.mark.parametrize(
    ("k_a", "k_b", "flow_a", "flow_b"),
    [(0.5, 0.5, 0.11111, 0.11111), (0.8, 0.8, 0.27778, 0.27778), (0.8, 0.4, 0.14706, 0.11438)],
    ids=["half", "four fifths", "four fifths and two fifths"],
)
def test_v19_the_flow_of_both_sides(build: Any, k_a: float, k_b: float, flow_a: float, flow_b: float) -> None:
    """The gross flow, a day over thirty days, is the sum of both; four windows that do not overlap."""
    ends = BURN_IN - 1 + WINDOW * np.arange(1, N_WINDOWS + 1)
    ensemble = ensemble_of(two_echoes(build, k_a, k_b), whole=True)
    flows = over_runs(ensemble, lambda chunk: chunk.whole[:, FLOW, 0, ends].mean(axis=1))
    error = flows.std() / math.sqrt(N_RUNS)
    assert_near(f"V19, {k_a}, {k_b}: both", flows.mean(), flow_a + flow_b, error, most_let_go(k_a, k_b))


def test_v19_the_flow_of_each_side(build: Any) -> None:
    """F_i = (m_i + k_i m_j) / (1 − k_i k_j), where the sides differ: of k = .8 and .4."""
    ensemble = ensemble_of(two_echoes(build, 0.8, 0.4))
    sent = np.array([severity_sent(ensemble, state, BURN_IN) for state in ensemble.states(range(N_RUNS))])
    flows = sent / (N_WINDOWS * WINDOW)
    for name, flow, expected in zip("AB", flows.T, (0.14706, 0.11438), strict=True):
        error = flow.std() / math.sqrt(N_RUNS)
        assert_near(f"V19, .8, .4: {name}", flow.mean(), expected, error, most_let_go(0.8, 0.4))
