"""How grave several measures of one day are together: their severities add as a norm with a high exponent does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.log import write_move
from sim.rules.package import lacking, package_severity, together
from sim.rules.world import NONE, SCRIPTED
from sim.scenario.pack import KIND_NUMBER

SEVERITIES = st.floats(0.01, 20)
EXPONENTS = st.floats(1, 20)


@pytest.mark.parametrize(
    ("a", "b", "exponent", "severity"),
    [
        pytest.param(3.0, 4.0, 1.0, 7.0, id="they add where the exponent is one"),
        pytest.param(3.0, 4.0, 2.0, 5.0, id="at two they add like the sides of a right angle"),
        pytest.param(2.0, 2.0, 4.0, 2.0 * 2**0.25, id="two equal ones are 1.19 times as grave as one"),
        pytest.param(1.0, 2.0, 4.0, 17**0.25, id="a lighter one adds little: the fourth root of 1 + 16, 2.03"),
        pytest.param(5.25, 0.0, 4.0, 5.25, id="one alone keeps its own"),
        pytest.param(0.0, 5.25, 4.0, 5.25, id="whichever it is"),
        pytest.param(0.0, 0.0, 4.0, 0.0, id="nothing and nothing is nothing"),
        pytest.param(3.0, 4.0, 100.0, 4.0, id="at a very high exponent only the graver counts"),
    ],
)
def test_two_measures_together_weigh(a, b, exponent, severity):
    assert together(a, b, exponent) == pytest.approx(severity)


@given(SEVERITIES, EXPONENTS)
def test_one_measure_alone_keeps_its_severity_to_the_last_bit(a, exponent):
    assert together(a, 0.0, exponent) == together(0.0, a, exponent) == a


@given(SEVERITIES, SEVERITIES, EXPONENTS)
def test_two_weigh_no_less_than_the_graver_and_no_more_than_their_sum(a, b, exponent):
    assert max(a, b) <= together(a, b, exponent) <= (a + b) * (1 + 1e-12)
    assert together(a, b, exponent) == together(b, a, exponent)


@given(SEVERITIES, SEVERITIES, SEVERITIES, EXPONENTS)
def test_it_does_not_matter_which_two_are_taken_first(a, b, c, exponent):
    first, last = together(together(a, b, exponent), c, exponent), together(a, together(b, c, exponent), exponent)
    assert first == pytest.approx(last)


@pytest.mark.parametrize("n", [2, 3, 6])
def test_equal_measures_weigh_the_fourth_root_of_their_number_times_one(n):
    severity = 0.0
    for _ in range(n):
        severity = together(severity, 5.5, 4.0)
    assert severity == pytest.approx(5.5 * n**0.25)


@pytest.mark.parametrize(
    ("whole", "part", "exponent", "severity"),
    [
        pytest.param(7.0, 4.0, 1.0, 3.0, id="the difference where the exponent is one"),
        pytest.param(5.0, 4.0, 2.0, 3.0, id="at two the other side of the right angle"),
        pytest.param(17**0.25, 2.0, 4.0, 1.0, id="at four the fourth root of 17 - 16"),
        pytest.param(5.0, 0.0, 4.0, 5.0, id="all of it where there is no part"),
        pytest.param(5.0, -3.0, 4.0, 5.0, id="nor less than none"),
        pytest.param(5.0, 5.0, 4.0, 0.0, id="nothing where the part is the whole"),
        pytest.param(5.0, 6.0, 4.0, 0.0, id="or more"),
    ],
)
def test_what_is_lacking_of_a_whole(whole, part, exponent, severity):
    assert lacking(whole, part, exponent) == pytest.approx(severity)


@given(st.floats(0.1, 20), st.floats(0.1, 20), st.floats(1, 6))
def test_what_is_lacking_makes_the_part_the_whole(part, missing, exponent):
    whole = together(part, missing, exponent)
    assert together(part, lacking(whole, part, exponent), exponent) == pytest.approx(whole)


# packages of the log ------------------------------------------------------------------------------


def write(world, *kinds, package=NONE, actor="belmora"):
    """Write moves of one package into the log; returns the row of the first."""
    for name in kinds:
        ij = world.ij(actor, "arden" if actor == "belmora" else "belmora")
        kind = KIND_NUMBER[name]
        row = write_move(world.tables, world.state, ij, 0, effective=0, kind=kind, channel=NONE, count=0,
                         intent=SCRIPTED, parent=NONE, package=package)  # fmt: skip
        package = row if package == NONE else package
    return package


def severity(world, first, end=None):
    """Severity of a package, up to a row of the log."""
    log = world.state.log
    return package_severity(world.tables, log, first, int(log.n[0]) if end is None else end)


def test_a_package_weighs_what_its_hostile_moves_weigh_together(build):
    world = build()
    first = write(world, "sever_relations", "criticise", "ultimatum", "meet", "exercise")
    # 7.0 and 4.5; words, talks and posture add nothing
    assert severity(world, first) == pytest.approx((7.0**4 + 4.5**4) ** 0.25)
    assert severity(world, first, end=first + 1) == 7.0
    assert severity(world, first, end=first) == 0.0


def test_moves_of_other_packages_between_them_do_not_count(build):
    world = build()
    first = write(world, "sever_relations")
    write(world, "ultimatum", actor="arden")
    write(world, "cancel_meeting", package=first)
    assert severity(world, first) == pytest.approx((7.0**4 + 3.0**4) ** 0.25)


def test_words_alone_weigh_nothing(build):
    world = build()
    assert severity(world, write(world, "criticise", "protest_note")) == 0.0


def test_the_exponent_is_a_parameter(build):
    world = build(parameters={"package_exponent": 1.0})
    assert severity(world, write(world, "sever_relations", "ultimatum")) == 11.5


def test_the_reply_of_october_2021_weighs_a_third_more_than_the_act(build):
    # two missions (6.5, 6.0) and an office (5.5), for a ceiling cut by half, 4 + 2.5 · √½
    reply = (6.5**4 + 6.0**4 + 5.5**4) ** 0.25
    assert together(together(6.5, 6.0, 4.0), 5.5, 4.0) == pytest.approx(reply)
    assert reply / (4 + 2.5 * 0.5**0.5) == pytest.approx(1.38, abs=0.005)
