"""Lines that theory knows: where they run, and when they are drawn at all."""

from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pandas as pd
import pytest

from sim.analysis.frontiers import FRONTIERS, frontiers_of
from sim.results.sweep_result import SweepResult
from sim.scenario import schema
from sim.scenario.canonical import document_of
from sim.scenario.load import load_scenario


def swept(name: str, scenario: str, first: tuple[str, list[Any]], second: tuple[str, list[Any]], *sets: str) -> Any:
    """A sweep that nobody has played, whose experiment names a line."""
    points = pd.MultiIndex.from_product([first[1], second[1]], names=[first[0], second[0]]).to_frame(index=False)
    case = load_scenario(scenario, settings=sets)
    manifest = {
        "experiment": {"of": None, "show": [], "frontiers": [name]},
        "relations": list(case.plots.dyads),
        "scenario": document_of(case),
    }
    summary = pd.DataFrame({"point": [], "level": [], "name": []})
    return SweepResult(Path(), points.rename_axis("point").reset_index(), summary, manifest)


def at(result: Any, x: float) -> float:
    """Height of the only line of a sweep at a place."""
    (line,) = frontiers_of(result)
    return float(np.interp(x, line.x, line.y))


def test_a_file_may_name_just_the_lines_there_are() -> None:
    assert set(get_args(schema.Frontier)) == set(FRONTIERS)


KS = [0.4, 1.0, 3.0]


@pytest.mark.parametrize(("k", "other"), [(0.5, 2.0), (1.0, 1.0), (1.25, 0.8)])
def test_an_echo_grows_where_the_product_of_both_k_is_one(k: float, other: float) -> None:
    result = swept("echo", "two_states", ("policies.arden.k", KS), ("policies.belmora.k", KS))
    assert at(result, k) == pytest.approx(other, rel=1e-3)


@pytest.mark.parametrize(("k", "other"), [(1.5, 3.0), (2.0, 2.0), (2.5, 5 / 3)])
def test_an_account_never_comes_level_where_what_is_added_multiplies_to_one(k: float, other: float) -> None:
    result = swept("ledger_echo", "two_states", ("policies.arden.k", KS), ("policies.belmora.k", KS))
    assert at(result, k) == pytest.approx(other, rel=1e-3)


@pytest.mark.parametrize(("k", "days"), [(0.5, 124.77), (0.8, 49.91)])
def test_the_half_life_of_a_rupture_is_that_of_the_closed_form(k: float, days: float) -> None:
    # incidents of severity 5 once in 90 days, a breaking point of 20
    sets = [
        "parameters.alliance_incidents_per_day=1/90",
        "parameters.personnel_severity_base=5",
        "parameters.personnel_severity_slope=0",
        "policies.bloc.breaking_floor=15",
        "policies.bloc.breaking_hollowing=5",
    ]
    paths = ("policies.bloc.k", [0.0, 0.95]), ("parameters.half_life_days", [90, 730])
    assert at(swept("rupture", "two_blocs", *paths, *sets), k) == pytest.approx(days, rel=1e-3)


def test_an_incident_takes_a_share_of_staff_drawn_between_two_ends() -> None:
    # from nothing to all: the mean root is 2/3, so 4 + 2.5 * 2/3 = 17/3; a breaking point of 17/3 * 1/ln 2 and k = 0
    sets = [
        "parameters.alliance_incidents_per_day=1/100",
        "parameters.incident_share_low=0",
        "parameters.incident_share_high=1",
        f"policies.bloc.breaking_floor={17 / 3 / np.log(2)}",
        "policies.bloc.breaking_hollowing=0",
    ]
    paths = ("policies.bloc.k", [0.0, 0.9]), ("parameters.half_life_days", [90, 730])
    assert at(swept("rupture", "two_blocs", *paths, *sets), 0.0) == pytest.approx(100.0)


def test_patience_is_alike_where_floor_and_hollowing_make_the_same_sum() -> None:
    paths = ("policies.bloc.breaking_floor", [3, 37]), ("policies.bloc.breaking_hollowing", [0, 34])
    result = swept("patience", "two_blocs", *paths)
    assert [at(result, x) for x in (3, 20, 37)] == pytest.approx([34, 17, 0])
    assert frontiers_of(result)[0].label == "sum of both = 37"


def test_a_crowd_about_a_quarter_moves_from_a_spread_of_12_hundredths_on() -> None:
    # Granovetter (1978) finds the jump at a standard deviation of 12.2 for a mean of 25
    paths = ("triggers.harm.threshold_mean", [0.05, 0.5]), ("triggers.harm.threshold_spread", [0.02, 0.4])
    assert at(swept("cascade", "cascade", *paths), 0.25) == pytest.approx(0.1225, abs=5e-4)
    assert at(swept("cascade", "cascade", *paths), 0.5) == pytest.approx(0.3989, abs=1e-3)  # 1/sqrt(2 pi), at z = 0


def test_an_arms_race_is_held_where_the_costs_outweigh_the_reactions() -> None:
    paths = ("policies.arden.posture_reaction", [0.0, 0.04]), ("policies.belmora.posture_reaction", [0.0, 0.04])
    assert at(swept("arms_race", "arms_race", *paths), 0.02) == pytest.approx(0.015, rel=1e-3)  # .020 * .015 / .02


OTHER = {
    "other paths": [("policies.arden.c", [0.0, 1.0]), ("policies.belmora.k", KS)],
    "names": [("policies.arden.k", ["a", "b"]), ("policies.belmora.k", KS)],
}


@pytest.mark.parametrize("paths", OTHER.values(), ids=OTHER)
def test_no_line_is_drawn_over(paths: Any) -> None:
    assert frontiers_of(swept("echo", "two_states", *paths)) == []


def test_the_line_of_a_rupture_follows_the_rates_of_the_relation_itself() -> None:
    # once in 10 days one way and once in 30 the other make 1/15 on average, in place of one in 720
    paths = ("policies.bloc.k", [0.0, 0.9]), ("parameters.half_life_days", [90, 730])
    rates = [
        f"relations.north_south.incidents_per_day.{party}={rate}"
        for party, rate in (("north", "1/10"), ("south", "1/30"))
    ]
    shared = at(swept("rupture", "two_blocs", *paths, "parameters.alliance_incidents_per_day=1/720"), 0.0)
    assert at(swept("rupture", "two_blocs", *paths, *rates), 0.0) == pytest.approx(shared / 48)


def test_a_line_that_is_stated_for_two_parties_is_drawn_of_no_group() -> None:
    result = swept("rupture", "two_blocs", ("policies.bloc.k", [0, 0.9]), ("parameters.half_life_days", [90, 730]))
    told = pd.DataFrame({"point": [0], "level": ["theatre"], "name": ["theatre"]})
    result.manifest["experiment"]["of"] = "theatre"
    assert frontiers_of(replace(result, summary=told)) == []
