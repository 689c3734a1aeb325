"""Asking for a fit: what can be named, what is written, and what a search tries."""

from pathlib import Path

import pytest

from sim import load_scenario
from sim.fit import fit, plan_fit
from sim.fit.search import Range, best, flat, search
from sim.report.fit import searched_line
from sim.results.fit import Fit
from sim.results.reading import read_result
from sim.scenario.arguments import ArgumentError
from tests.documented.rows import row, table_of

EXPONENT = "parameters.package_exponent"


@pytest.fixture(scope="module")
def fitted() -> Fit:
    return fit(["moscow"], free=["silence_first", "silence_reply"], actors=["United States"], base="two_states")


def test_the_pool_comes_first_and_actors_have_rows_of_their_own(fitted: Fit) -> None:
    policies = [*dict.fromkeys(fitted.numbers["policy"])]
    assert (policies[0], set(policies[1:])) == ("pool", {"United States", "world", "moscow", "facing_moscow"})
    assert set(fitted.numbers["number"]) == {"silence_first", "silence_reply"}


def test_the_score_on_cases_left_out_stands_beside_that_in_sample(fitted: Fit) -> None:
    first = fitted.parts.iloc[0]
    assert (first["part"], first["score"]) == ("answered", "log")
    assert first["in_sample"] < first["left_out"]


def test_a_result_is_read_as_it_was_written(fitted: Fit, tmp_path: Path) -> None:
    assert {path.name for path in fitted.save(tmp_path)} >= {"numbers.csv", "parts.csv", "alike.csv", "policies.yaml"}
    again = read_result(tmp_path)
    assert isinstance(again, Fit)
    assert again.numbers["number"].tolist() == fitted.numbers["number"].tolist()
    assert again.policies == fitted.policies


def test_a_scenario_extends_the_policies(fitted: Fit, tmp_path: Path) -> None:
    fitted.save(tmp_path)
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: policies.yaml\nname: mine\nstates:\n  arden: {policy: fitted_united_states}\n")
    case = load_scenario(mine)
    found = fitted.numbers.set_index(["policy", "number"])["value"]
    assert case.states["arden"].policy == "fitted_united_states"
    own = case.policies["fitted_united_states"]
    assert own.silence_reply == pytest.approx(found["United States", "silence_reply"], rel=1e-3)


def test_a_table_of_ones_own_is_fitted_and_drawn_to_the_defaults(tmp_path: Path) -> None:
    acts = [row(f"2020-0{month}-01", "Chad", "Sudan", "expel", "initial", persons="1") for month in range(1, 6)]
    answers = [
        row(f"2020-0{month}-02", "Sudan", "Chad", "expel", "reply", f"2020-0{month}-01", persons="1")
        for month in range(1, 6)
    ]
    planned = plan_fit([str(table_of(tmp_path, *acts, *answers))], free=["silence_first"])
    assert planned.is_drawn_to_defaults
    (pool,) = planned.play().numbers.query("policy == 'pool'").to_dict("records")
    assert 0.0 < pool["value"] < 0.42  # five answers of five, and .42 by default
    assert (pool["rows"], pool["default"]) == (5, 0.42)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param({"cases": ["moscov"]}, "no such case or table; did you mean moscow?", id="a case"),
        pytest.param({"free": ["silence_frist"]}, "did you mean silence_first?", id="a number"),
        pytest.param({"free": ["parameters.no_such=0:1"]}, "no such number", id="a path"),
        pytest.param({"free": [f"{EXPONENT}=5:2"]}, "it may be from", id="ends in the wrong order"),
        pytest.param({"free": [f"{EXPONENT}=a:2"]}, "'a' is no number", id="an end that is no number"),
        pytest.param({"free": ["parameters.hostile_above"]}, "too wide to search", id="a range without an end"),
        pytest.param({"actors": ["Russland"]}, "nothing was done to a party of that name", id="an actor"),
    ],
)
def test_what_cannot_be_asked(asked: dict[str, list[str]], said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        plan_fit(**asked, loss=bowl)


def test_a_search_needs_something_to_search_by() -> None:
    with pytest.raises(ArgumentError, match="nothing to search by"):
        plan_fit(free=[f"{EXPONENT}=1:8"])


# search ---------------------------------------------------------------------------------------------


def bowl(numbers: dict[str, float]) -> float:
    """Lowest at 3."""
    return 1.0 + (numbers["x"] - 3.0) ** 2


def test_a_search_begins_in_the_middle_and_comes_near_the_lowest_loss() -> None:
    trials = search([Range("x", 0.0, 10.0)], bowl, trials=40, seed=1)
    assert trials[0].numbers == {"x": 5.0}
    assert best(trials).numbers["x"] == pytest.approx(3.0, abs=0.5)


def test_the_same_seed_tries_the_same() -> None:
    first, again, other = (search([Range("x", 0.0, 10.0)], bowl, trials=12, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_the_profile_is_the_range_of_what_is_about_as_good() -> None:
    trials = search([Range("x", 0.0, 10.0), Range("y", 0.0, 1.0)], bowl, trials=40, seed=1)
    low, high = flat(trials, within=1.0)["x"]
    assert 2.0 <= low <= high <= 4.0  # loss 1 + 1


def test_a_search_is_part_of_the_fit() -> None:
    def loss(numbers: dict[str, float]) -> float:
        return 1.0 + abs(numbers[EXPONENT] - 3.0)

    found = fit(["uk_ussr_1985"], free=[f"{EXPONENT}=1:8"], trials=5, loss=loss)
    assert found.searched["trial"].tolist() == [0, 1, 2, 3, 4]
    assert f"  package_exponent: {found.searched.sort_values('loss')[EXPONENT].iloc[0]:.6g}\n" in found.policies
    assert searched_line(found).startswith("Best of 5 trials, loss ")
