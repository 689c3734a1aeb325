"""Differences between points that share their chances have the interval that groups of histories give by hand."""

import numpy as np
import pandas as pd
import pytest

from sim import compare, load_scenario, sweep
from sim.analysis.paired_points import UNKNOWN, interval_of_sum
from sim.analysis.sensitivity import sensitivity_of
from sim.results.groups import N_GROUPS, added_by_group, sizes, without_groups
from tests.analysis.made_sweeps import THREE, made_sweep

T19 = 2.093024  # Student's quantile of .975 with 19 degrees of freedom
CASE = load_scenario("two_states", settings=["end=2030-03-31"])
HALVES = np.array([1.0, -1.0] * 10)  # of 20 groups, whose mean is 0


def point(sums, runs=200):
    return pd.Series({"loss_at_end_groups": sums, "runs": runs}, dtype=object)


def test_histories_are_dealt_to_groups_by_their_number():
    assert sizes(43).tolist() == [3, 3, 3, *[2] * 17]
    assert added_by_group(np.arange(43), np.ones(43)).tolist() == sizes(43).tolist()
    assert added_by_group([0, 20, 21], np.array([1.0, 2.0, 5.0])).tolist()[:2] == [3, 5]


def test_what_two_points_share_drops_out_of_their_difference():
    # each group has ten histories; means 3 and 2, the same noise in both: the difference is 1 in each group
    high, low = point(10 * (3 + HALVES)), point(10 * (2 + HALVES))
    assert interval_of_sum("loss_at_end", (high, low), (1, -1)) == pytest.approx((1, 1))


def test_what_they_do_not_share_has_the_error_of_a_mean_of_twenty():
    # differences of the groups: 2 and 0, mean 1, standard deviation sqrt(20 / 19), error of the mean that over sqrt(20)
    high, low = point(10 * (3 + HALVES)), point(10 * (2 + 0 * HALVES))
    half = T19 * (20 / 19) ** 0.5 / 20**0.5
    assert interval_of_sum("loss_at_end", (high, low), (1, -1)) == pytest.approx((1 - half, 1 + half), rel=1e-5)


def test_few_histories_make_as_many_groups_and_one_none():
    # three histories, 0, 3 and 6: mean 3, error sqrt(9 / 3), quantile of two degrees of freedom 4.302653
    sums = np.array([0.0, 3.0, 6.0, *[0.0] * 17])
    half = 4.302653 * 3**0.5
    assert interval_of_sum("loss_at_end", [point(sums, 3)], [1]) == pytest.approx((3 - half, 3 + half), rel=1e-5)
    assert np.isnan(interval_of_sum("loss_at_end", [point(sums, 1)], [1])).all()
    assert interval_of_sum("loss_at_end", [pd.Series({"runs": 3})], [1]) is UNKNOWN


def test_an_own_measure_is_of_the_histories_in_which_it_is_defined():
    sums, counts = np.array([4.0, 9.0, *[0.0] * 18]), np.array([2.0, 3.0, *[0.0] * 18])
    row = pd.Series({"mine_mean_groups": sums, "mine_runs_groups": counts, "runs": 100}, dtype=object)
    # without the first group 3, without the second 2: mean 13 / 5, error sqrt(1 / 2 * (.5 ** 2 + .5 ** 2)) = .5
    half = 12.706205 * 0.5  # one degree of freedom
    assert interval_of_sum("mine_mean", [row], [1]) == pytest.approx((2.6 - half, 2.6 + half), rel=1e-5)


OWN = {text.partition("=")[0]: 0 for text in THREE}


def slopes(x1, x2, x3):
    return 3 * x1 + 2.9 * x2 + x3


class TestTornado:
    def rows(self, **options):
        result = made_sweep("oat", THREE, None, slopes, own=OWN, runs=200, **options)
        found = sensitivity_of(result, measures=["loss_at_end"])
        return found, found.table.set_index("path")

    def test_the_difference_has_the_interval_of_the_same_histories_and_not_that_of_two_levels(self):
        found, table = self.rows(apart=lambda _: 5 * HALVES, se=0.5)
        assert table[["swing", "swing_low", "swing_high"]].iloc[0].tolist() == pytest.approx([3, 3, 3])
        assert found.rivals("loss_at_end") == []
        assert table["behind"].tolist() == pytest.approx([0, 0.1, 2])

    def test_a_winner_that_is_not_certain_has_its_rivals(self):
        # point 2 is the high end of the first path: .5 more and less by turns, error of the mean .5 / sqrt(19)
        found, table = self.rows(apart=lambda point: 0.5 * HALVES if point == 2 else 0 * HALVES)
        assert found.rivals("loss_at_end") == ["policies.belmora.k"]
        half = T19 * 0.5 / 19**0.5
        assert table.loc["policies.belmora.k", ["behind_low", "behind_high"]].tolist() == pytest.approx(
            [0.1 - half, 0.1 + half], rel=1e-5
        )

    def test_one_history_a_point_has_no_interval(self):
        result = made_sweep("oat", THREE, None, slopes, own=OWN, runs=1)
        assert sensitivity_of(result, measures=["loss_at_end"]).table["swing_low"].isna().all()


@pytest.fixture(name="result", scope="module")
def _result(tmp_path_factory):
    vary = ["policies.arden.k=0.5,3", "policies.belmora.k=0.5,3"]
    folder = tmp_path_factory.mktemp("oat") / "s"
    measures = {"made": lambda h: len(h.moves), "odd": lambda h: h.run % 4 == 1 if h.run % 2 else None}
    return sweep(CASE, vary, folder, design="oat", runs=60, measures=measures, csv=True)


class TestPlayed:
    def test_sums_of_the_groups_are_the_means_and_shares_of_the_rows(self, result):
        for _, row in result.summary.iterrows():
            for column in row.index[row.index.str.endswith("_groups")]:
                name = column.removesuffix("_groups")
                if row[column] is not None and not name.endswith("_runs"):
                    own = {"made_mean": "made_runs", "odd_share": "odd_runs"}.get(name, "runs")
                    assert sum(row[column]) / row[own] == pytest.approx(row[name]), name

    def test_the_interval_of_a_difference_is_much_that_of_a_comparison(self, result):
        found = sensitivity_of(result, "arden_belmora", ["loss_at_end"]).table.set_index("path")
        row = found.loc["policies.arden.k"]
        worlds = [f"policies.arden.k={row[end]}" for end in ("least_at", "most_at")]
        paired = compare(
            load_scenario("two_states", settings=["end=2030-03-31", worlds[0]]), changes=[worlds[1]], runs=60
        )
        ours = paired.differences.query("name == 'arden_belmora' and measure == 'loss_at_end'").iloc[0]
        assert row["swing"] == pytest.approx(ours["difference"])
        width, theirs = row["swing_high"] - row["swing_low"], ours["high"] - ours["low"]
        assert width == pytest.approx(theirs, rel=0.4)

    def test_forms_with_a_number_a_cell_leave_the_lists_out(self, result):
        head = (result.folder / "summary.csv").read_text().partition("\n")[0]
        assert "loss_at_end" in head
        assert "groups" not in head
        assert list(without_groups(result.summary)) == head.split(",")
        assert result.manifest["groups"] == N_GROUPS

    def test_no_other_design_has_any(self, tmp_path):
        grid = sweep(CASE, ["policies.arden.k=1,2"], tmp_path / "s", runs=2)
        assert list(without_groups(grid.summary)) == list(grid.summary)
        assert "groups" not in grid.manifest
