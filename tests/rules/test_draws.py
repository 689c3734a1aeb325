"""Draws: known answers, one number for each question, and numbers that are as random as they claim.

Tolerances of the statistics are four standard errors of the n numbers drawn.
"""

import math
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import draws
from sim.rules.draws import (
    STREAM_MISS,
    fnv1a,
    gaussian,
    geometric_days,
    lognormal_count,
    normal,
    of_cause,
    stochastic_round,
    threefry,
    uniform,
    unit,
    words,
)

STREAMS = {
    "perceive.miss": draws.STREAM_MISS,
    "perceive.noise": draws.STREAM_NOISE,
    "perceive.delay": draws.STREAM_DELAY,
    "decide.override": draws.STREAM_OVERRIDE,
    "decide.silence": draws.STREAM_SILENCE,
    "realise.round": draws.STREAM_ROUND,
    "realise.number": draws.STREAM_NUMBER,
    "realise.surcharge": draws.STREAM_SURCHARGE,
    "realise.leave": draws.STREAM_LEAVE,
    "propose.mixture": draws.STREAM_MIXTURE,
    "consult.vote": draws.STREAM_VOTE,
    "realise.domain": draws.STREAM_DOMAIN,
    "stand_by.chance": draws.STREAM_STAND_BY,
    "stand_by.delay": draws.STREAM_STAND_BY_DELAY,
    "press.clock": draws.STREAM_PRESS,
    "press.size": draws.STREAM_PRESS_SIZE,
    "mediate.clock": draws.STREAM_MEDIATION_CLOCK,
    "mediate.accept": draws.STREAM_MEDIATION_ACCEPT,
    "initiate.clock": draws.STREAM_INITIATIVE_CLOCK,
    "join.chance": draws.STREAM_JOIN,
    "join.size": draws.STREAM_JOIN_SIZE,
    "join.delay": draws.STREAM_JOIN_DELAY,
    "recover.clock": draws.STREAM_RECOVERY_CLOCK,
    "recover.missions": draws.STREAM_REOPENING_CLOCK,
    "recognition.clock": draws.STREAM_REQUEST_CLOCK,
    "recognition.answer": draws.STREAM_RECOGNISE,
    "shock.clock": draws.STREAM_INCIDENT_CLOCK,
    "shock.size": draws.STREAM_INCIDENT_SIZE,
    "reconcile.clock": draws.STREAM_OFFER_CLOCK,
    "reconcile.accept": draws.STREAM_ACCEPT,
    "calendar.consent": draws.STREAM_CONSENT,
}
WORDS = st.integers(0, 2**32 - 1)

# known answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("", 0x811C9DC5, id="nothing hashes to the offset basis"),
        pytest.param("a", 0xE40C292C, id="one letter as published"),
        pytest.param("foobar", 0xBF9CF968, id="six letters as published"),
    ],
)
def test_the_number_of_a_name_is_its_fnv1a_hash(text, number):
    assert fnv1a(text) == number


def test_a_letter_beyond_ascii_counts_as_its_two_bytes():
    assert fnv1a("é") == ((((0x811C9DC5 ^ 0xC3) * 0x01000193 % 2**32) ^ 0xA9) * 0x01000193) % 2**32


@pytest.mark.parametrize(
    ("key", "counter", "answer"),
    [
        pytest.param("0 0 0 0", "0 0 0 0", "9c6ca96a e17eae66 fc10ecd4 5256a7d8", id="nothing under the key nothing"),
        pytest.param(
            "ffffffff ffffffff ffffffff ffffffff",
            "ffffffff ffffffff ffffffff ffffffff",
            "2a881696 57012287 f6c7446e a16a6732",
            id="every bit set",
        ),
        pytest.param(
            "a4093822 299f31d0 082efa98 ec4e6c89",
            "243f6a88 85a308d3 13198a2e 03707344",
            "59cd1dbb b8879579 86b5d00c ac8b6d84",
            id="the digits of pi",
        ),
    ],
)
def test_threefry_gives_the_published_answer_to(key, counter, answer):
    assert threefry(*_hex(key), *_hex(counter)) == _hex(answer)


def _hex(text):
    return tuple(int(word, 16) for word in text.split())


@pytest.fixture
def pi_world():
    """A world in which the draw of party 0 towards party 1 on day 85a308d3 is the digits of pi."""
    tables = SimpleNamespace(party_key=_hex("082efa98 ec4e6c89"))
    return tables, SimpleNamespace(seed=_hex("a4093822 299f31d0"), run=_hex("243f6a88"))


PI_DRAW = (0, 1, 0x85A308D3, 0x13198A2E, 0x03707344)  # body, partner, day, stream, opportunity


def test_seed_body_and_partner_are_the_key_and_run_day_stream_and_opportunity_the_counter(pi_world):
    assert words(*pi_world, *PI_DRAW) == _hex("59cd1dbb b8879579 86b5d00c ac8b6d84")


def test_a_uniform_number_is_the_first_word(pi_world):
    assert uniform(*pi_world, *PI_DRAW) == pytest.approx(0.3507860739, abs=1e-10)  # (59cd1dbb + 1/2) / 2^32


def test_a_normal_number_uses_the_first_two_words(pi_world):
    # sqrt(-2 ln 0.3507861) = 1.447385, cos(2 pi 0.7208188) = -0.182335
    assert gaussian(*pi_world, *PI_DRAW) == pytest.approx(-0.263909, abs=1e-6)


@pytest.mark.parametrize("name", STREAMS)
def test_the_number_of_a_stream_is_the_hash_of_its_name(name):
    assert STREAMS[name] == fnv1a(name)


def test_no_two_streams_share_a_number():
    assert len(set(STREAMS.values())) == len(STREAMS) == sum(name.startswith("STREAM_") for name in vars(draws))


# from words to numbers ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "u"),
    [
        pytest.param(0, 2.0**-33, id="the smallest word lies half a step above 0"),
        pytest.param(2**31, 0.5 + 2.0**-33, id="the middle word lies half a step above one half"),
        pytest.param(2**32 - 1, 1.0 - 2.0**-33, id="the largest word lies half a step below 1"),
    ],
)
def test_a_word_becomes_a_number_between_0_and_1(word, u):
    assert unit(word) == u


@given(WORDS)
def test_a_uniform_number_is_never_0_or_1(word):
    assert 0.0 < unit(word) < 1.0


@given(st.tuples(*[WORDS] * 8))
def test_words_stay_words(arguments):
    assert all(0 <= word < 2**32 for word in threefry(*arguments))


@pytest.mark.parametrize(
    ("w1", "z"),
    [
        pytest.param(0, 1.177410, id="at angle nothing it is the radius, sqrt(2 ln 2)"),
        pytest.param(2**30, 0.0, id="at a quarter turn it is nothing"),
        pytest.param(2**31, -1.177410, id="at half a turn it is the radius below nothing"),
    ],
)
def test_a_normal_number_from_one_half(w1, z):
    assert normal(2**31, w1) == pytest.approx(z, abs=1e-6)


@pytest.mark.parametrize(
    ("median_log", "sd_log", "z", "least", "most", "number"),
    [
        pytest.param(math.log(4.6), 0.0, 3.0, 1, 365, 5, id="without spread the median, rounded"),
        pytest.param(math.log(4.4), 0.0, 3.0, 1, 365, 4, id="up or down"),
        pytest.param(math.log(4.6), 0.9, 0.0, 1, 365, 5, id="the middle draw gives the median"),
        pytest.param(0.0, 1.0, 2.0, 1, 365, 7, id="two standard deviations above 1 are e^2 = 7.4"),
        pytest.param(3.0, 1.0, -2.0, 1, 365, 3, id="two below e^3 are e = 2.7"),
        pytest.param(0.0, 1.0, -3.0, 1, 365, 1, id="never less than the least"),
        pytest.param(0.0, 1.0, -3.0, 0, 365, 0, id="which may be none"),
        pytest.param(0.0, 1.0, -0.7, 0, 365, 0, id="e^-0.7 = 0.497 of a day is none"),
        pytest.param(0.0, 1.0, -0.69, 0, 365, 1, id="e^-0.69 = 0.502 is one"),
        pytest.param(0.0, 1.0, -1000.0, 1, 365, 1, id="nor where the number vanishes"),
        pytest.param(0.0, 1.0, 8.0, 1, 35, 35, id="never more than the most"),
        pytest.param(0.0, 1.0, 1000.0, 1, 35, 35, id="not even where the number has no bounds"),
        pytest.param(0.0, 1.0, 1000.0, 1, 10**9, 485_165_195, id="held to e^20"),
    ],
)
def test_log_normal_numbers_of_days_and_people(median_log, sd_log, z, least, most, number):
    assert lognormal_count(median_log, sd_log, z, least, most) == number


@given(st.floats(-2, 6), st.floats(0, 3), st.floats(-6, 6), st.integers(0, 1), st.integers(1, 365))
def test_they_are_at_least_the_least_and_at_most_the_most(median_log, sd_log, z, least, most):
    assert least <= lognormal_count(median_log, sd_log, z, least, most) <= most


@pytest.mark.parametrize(
    ("rate", "u", "days"),
    [
        pytest.param(0.5, 0.9, 1, id="tails, not yet tossed twice: a likely number rings on the first day"),
        pytest.param(0.5, 0.5, 1, id="half of all clocks have rung on day 1"),
        pytest.param(0.5, 0.49, 2, id="the others not"),
        pytest.param(0.5, 0.25, 2, id="three quarters have rung by day 2"),
        pytest.param(0.5, 0.24, 3, id="and the rest later"),
        pytest.param(0.001, 1e-9, 100, id="a clock that would ring later than recorded never rings"),
        pytest.param(0.0, 0.5, 100, id="a clock without a rate never rings"),
        pytest.param(1e-20, 0.5, 100, id="nor does one whose rate is next to nothing"),
        pytest.param(1e-310, 1e-9, 100, id="nor one whose rate is too small to divide by"),
        pytest.param(1.0, 0.5, 1, id="a certain clock rings every day"),
    ],
)
def test_days_until_a_clock_rings(rate, u, days):
    assert geometric_days(rate, u, 100) == days


@given(st.floats(0, 1), WORDS, st.integers(1, 10_000))
def test_a_clock_rings_between_tomorrow_and_never(rate, word, never):
    assert 1 <= geometric_days(rate, unit(word), never) <= never


@pytest.mark.parametrize(
    ("value", "u", "whole"),
    [
        pytest.param(2.0, 0.0, 2, id="a whole number stays, even for the smallest draw"),
        pytest.param(2.25, 0.24, 3, id="a quarter is rounded up below a quarter"),
        pytest.param(2.25, 0.25, 2, id="and down from there on"),
        pytest.param(0.75, 0.74, 1, id="three quarters are rounded up below three quarters"),
    ],
)
def test_rounding_by_chance(value, u, whole):
    assert stochastic_round(value, u) == whole


@given(st.integers(0, 4000))
def test_rounding_by_chance_keeps_the_mean(hundredths):
    value = hundredths / 100
    rounded = [stochastic_round(value, (n + 0.5) / 100) for n in range(100)]  # every hundredth once
    assert np.mean(rounded) == pytest.approx(value, abs=0.01)


# one number for each question ---------------------------------------------------------------------


def _all_draws(world, days=(0, 7)):
    tables, state, party = world.tables, world.state, world.party
    return {
        (i, j, day, name, k): words(tables, state, party(i), party(j), day, stream, k)
        for i, j in (("arden", "belmora"), ("belmora", "arden"), ("arden", "league"))
        for day in days
        for name, stream in STREAMS.items()
        for k in range(2)
    }


def test_no_two_questions_get_the_same_answer(build):
    numbers = _all_draws(build())
    assert len(set(numbers.values())) == len(numbers)


@pytest.mark.parametrize(
    ("seed", "run"),
    [
        pytest.param(2, 0, id="another seed"),
        pytest.param(1 + 2**32, 0, id="a seed that differs in its upper half"),
        pytest.param(1, 1, id="another run"),
    ],
)
def test_every_answer_changes_with(build, seed, run):
    other = build(seed=seed)
    other.state.run[0] = run
    numbers = _all_draws(other)
    assert all(numbers[question] != answer for question, answer in _all_draws(build()).items())


WITH_CHANCE = {
    "perception_noise": 0.3,
    "miss_probability": 0.1,
    "silence_first": 0.2,
    "surcharge_people": 0.3,
    "surcharge_without_people": 0.5,
    "inexact_one": 0.3,
    "wait_probability": 0.15,
    "further_step": 0.15,
    "join_median_log": 1.0,
    "join_sd_log": 0.5,
    "join_match": 0.3,
    "incidents_per_day": 0.05,
    "alliance_incidents_per_day": 0.05,
    "talks_per_day": 0.05,
    "delay_days": 0.0,
    "leave_days": 0.0,
}
FOUR_STATES = {name: {} for name in ("aland", "arden", "belmora", "cordia")}
ALAND_EMBASSY = {"kind": "embassy", "sender": "aland", "host": "arden", "accredited": 10}


def test_another_state_moves_nobody_elses_draws(build):
    assert _all_draws(build()) == _all_draws(build(states=FOUR_STATES))


def test_another_state_that_keeps_to_itself_changes_no_move_of_the_others(build):
    alone = build(parameters=WITH_CHANCE).play(60)
    beside = build(parameters=WITH_CHANCE, states=FOUR_STATES).play(60)
    assert alone.moves() == beside.moves()
    assert len(alone.moves()) > 20  # there is something to change


def test_another_relation_moves_no_clock_of_the_others(build):
    embassies = {"embassy": {**ALAND_EMBASSY, "sender": "belmora"}}
    before = build(parameters=WITH_CHANCE, channels=embassies).play(1)
    embassies["aland_embassy"] = ALAND_EMBASSY
    after = build(parameters=WITH_CHANCE, states=FOUR_STATES, channels=embassies).play(1)
    for actor, target in (("arden", "belmora"), ("belmora", "arden")):
        ij, same = before.ij(actor, target), after.ij(actor, target)
        assert before.state.next_incident[ij] == after.state.next_incident[same]
        assert before.state.next_offer[ij] == after.state.next_offer[same]


def test_a_later_end_changes_no_move_before_it(build):
    short, long = (build(parameters=WITH_CHANCE, end=date(year, 12, 31)) for year in (2030, 2032))
    assert short.play(60).moves() == long.play(60).moves()


def test_looking_at_draws_changes_nothing(build):
    looked_at, left_alone = build(parameters=WITH_CHANCE), build(parameters=WITH_CHANCE)
    for day in range(60):
        looked_at.play(1)
        _all_draws(looked_at, days=(day,))
    assert looked_at.moves() == left_alone.play(60).moves()


# one number for an affair --------------------------------------------------------------------------

HARMS = {
    name: {"date": day, "author": "belmora", "victim": victim, "severity": 5}
    for name, day, victim in (("plot", 4, "arden"), ("raid", 4, "arden"), ("breach", 9, "cordia"))
}


def test_about_one_cause_a_party_draws_one_number_whomever_it_deals_with(build):
    world = build(triggers=HARMS, relations={"abroad": {"between": ["belmora", "cordia"]}})
    tables, state = world.tables, world.state
    towards = [world.ij("belmora", other) for other in ("arden", "cordia", "league")]
    for cause in range(3):
        assert len({of_cause(tables, state, ij, cause, draws.STREAM_DELAY) for ij in towards}) == 1


def test_it_draws_another_for_every_cause_and_question_and_so_does_every_party(build):
    world = build(triggers=HARMS)
    drawn = [
        of_cause(world.tables, world.state, world.ij(i, j), cause, stream)
        for i, j in (("belmora", "arden"), ("arden", "belmora"))
        for cause in range(3)
        for stream in (draws.STREAM_DELAY, draws.STREAM_SILENCE, draws.STREAM_JOIN_DELAY)
    ]
    assert len(set(drawn)) == len(drawn) == 18


# statistics ---------------------------------------------------------------------------------------

N = 4000


@pytest.fixture(scope="module")
def numbers():
    """(N, 2) words of one stream of one pair of parties."""
    tables = SimpleNamespace(party_key=(fnv1a("arden"), fnv1a("belmora")))
    state = SimpleNamespace(seed=(1, 0), run=(0,))
    return [words(tables, state, 0, 1, k % 50, STREAM_MISS, k // 50)[:2] for k in range(N)]


def test_uniform_numbers_have_mean_one_half_and_variance_one_twelfth(numbers):
    u = np.array([unit(word) for word, _ in numbers])
    assert u.mean() == pytest.approx(1 / 2, abs=4 * math.sqrt(1 / 12 / N))
    assert u.var() == pytest.approx(1 / 12, abs=4 * math.sqrt((1 / 80 - 1 / 144) / N))  # 4th moment 1/80


def test_normal_numbers_have_the_moments_of_the_normal(numbers):
    z = np.array([normal(*pair) for pair in numbers])
    moments = {1: (0, 1), 2: (1, 2), 3: (0, 15), 4: (3, 96)}  # of z^p: mean and variance
    for power, (mean, variance) in moments.items():
        assert (z**power).mean() == pytest.approx(mean, abs=4 * math.sqrt(variance / N))


def test_neighbouring_numbers_are_uncorrelated(numbers):
    u = np.array([unit(word) for word, _ in numbers])
    for other in (np.array([unit(word) for _, word in numbers]), np.roll(u, 1), np.roll(u, 50)):
        assert np.corrcoef(u, other)[0, 1] == pytest.approx(0, abs=4 / math.sqrt(N))


@pytest.mark.parametrize("rate", [0.5, 0.1, 1 / 690])
def test_a_clock_rings_after_one_over_its_rate_on_average(numbers, rate):
    days = [geometric_days(rate, unit(word), 10**9) for word, _ in numbers]
    assert np.mean(days) == pytest.approx(1 / rate, abs=4 * math.sqrt((1 - rate) / N) / rate)


def test_half_of_all_delays_are_within_the_median(numbers):
    days = [lognormal_count(math.log(5.5), 0.97, normal(*pair), 0, 365) for pair in numbers]
    assert np.mean(np.array(days) <= 5) == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(N))
