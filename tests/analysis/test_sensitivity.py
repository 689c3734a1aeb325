"""Indices of sensitivity are what is known of simple functions, and say how sure they are."""

import numpy as np
import pytest
from SALib.analyze import morris as salib

from sim.analysis.sensitivity import SensitivityError, sensitivity_of
from tests.analysis.made_sweeps import THREE, made_sweep

LOSS = "loss_at_end"
FIRST, SECOND, THIRD = (text.partition("=")[0] for text in THREE)


def falling_second(x1, x2, x3):
    """Three slopes on the unit interval: variances 16, 4 and 1 twelfths."""
    return 4 * x1 - 2 * x2 + x3


def table(result, measure=LOSS):
    found = sensitivity_of(result, measures=[measure])
    return found.table.set_index("path")


class TestSobol:
    def test_slopes_of_a_sum_have_their_squares_as_shares_and_nothing_interacts(self):
        found = table(made_sweep("sobol", THREE, 5 * 512, falling_second))
        for path, share in ((FIRST, 16 / 21), (SECOND, 4 / 21), (THIRD, 1 / 21)):
            for index in ("S1", "ST"):
                assert found.loc[path, f"{index}_low"] < share < found.loc[path, f"{index}_high"]
                assert found.loc[path, index] == pytest.approx(share, abs=0.02)

    def test_a_product_about_its_means_is_nothing_but_interaction(self):
        found = table(made_sweep("sobol", THREE, 5 * 512, lambda x1, x2, _: (x1 - 0.5) * (x2 - 0.5)))
        for path, first, total in ((FIRST, 0, 1), (SECOND, 0, 1), (THIRD, 0, 0)):
            assert found.loc[path, "S1"] == pytest.approx(first, abs=0.1)
            assert found.loc[path, "ST"] == pytest.approx(total, abs=0.15)

    def test_what_is_not_read_has_an_index_of_exactly_nothing(self):
        found = table(made_sweep("sobol", THREE, 40, lambda x1, x2, _: x1 + x2))
        assert found.loc[THIRD, ["S1", "ST", "ST_low", "ST_high"]].tolist() == [0, 0, 0, 0]

    def test_names_and_whole_numbers_take_equal_parts(self):
        vary = ["policies.arden.preset=ledger,grit", "timeline.act.count=1:2"]
        found = table(made_sweep("sobol", vary, 4 * 512, lambda preset, count: (preset == "grit") + count))
        assert found["S1"].tolist() == pytest.approx([0.5, 0.5], abs=0.02)

    @pytest.mark.parametrize("seed", [0, 2**64 - 1])
    @pytest.mark.parametrize("design", ["sobol", "morris", "lhs"])
    def test_the_same_seed_gives_the_same_bytes(self, design, seed):
        result = made_sweep(design, THREE, 80, lambda *x: x[0] ** 2 + x[1] * x[2], seed=seed)
        first, second = (sensitivity_of(result).table for _ in range(2))
        assert first.to_csv() == second.to_csv()


class TestMorris:
    def test_the_effect_of_a_path_is_its_slope_and_its_spread_none(self):
        found = table(made_sweep("morris", THREE, 40, falling_second))
        assert found["mu_star"].tolist() == pytest.approx([4, 2, 1])
        assert found["mu"].tolist() == pytest.approx([4, -2, 1])
        assert found[["sigma", "sigma_high"]].to_numpy() == pytest.approx(np.zeros((3, 2)), abs=1e-9)

    def test_it_is_what_salib_finds(self):
        result = made_sweep("morris", THREE, 80, lambda x1, x2, x3: x1**2 + x2 * x3)
        places = result.points[[FIRST, SECOND, THIRD]].to_numpy()
        problem = {"num_vars": 3, "names": ["1", "2", "3"], "bounds": [[0, 1]] * 3}
        expected = salib.analyze(problem, places, places[:, 0] ** 2 + places[:, 1] * places[:, 2], num_levels=4, seed=1)
        found = table(result)
        for name in ("mu_star", "mu", "sigma"):
            assert found[name].tolist() == pytest.approx(list(expected[name]))
        half = found["mu_star_high"] - found["mu_star"]
        assert half.tolist() == pytest.approx(expected["mu_star_conf"], rel=0.35, abs=1e-9)  # a hundred resamples each


class TestRankRegression:
    def test_whatever_rises_with_a_path_alone_has_one(self):
        found = table(made_sweep("lhs", THREE[:1], 20, lambda x: np.exp(9 * x)))
        assert found.loc[FIRST, ["SRRC", "SRRC_low", "explained"]].tolist() == pytest.approx([1, 1, 1])

    def test_what_is_not_monotone_is_not_explained(self):
        found = table(made_sweep("lhs", THREE[:1], 200, lambda x: (x - 0.5) ** 2))
        assert found.loc[FIRST, "SRRC_low"] < 0 < found.loc[FIRST, "SRRC_high"]
        assert found.loc[FIRST, "explained"] < 0.05

    def test_the_second_of_two_names_is_the_higher(self):
        vary = ["policies.arden.preset=ledger,grit", THREE[1]]
        found = table(made_sweep("lhs", vary, 40, lambda preset, _: 1.0 * (preset == "grit")))
        assert found.loc["policies.arden.preset", "SRRC"] == pytest.approx(1)

    def test_three_names_have_no_order(self):
        vary = ["policies.arden.preset=ledger,grit,bully", THREE[1]]
        found = sensitivity_of(made_sweep("lhs", vary, 40, lambda _, k: k))
        assert set(found.table["path"]) == {SECOND}
        assert found.notes[-1] == "No coefficient, for names have no order: policies.arden.preset."
        with pytest.raises(SensitivityError, match="names have no order"):
            sensitivity_of(made_sweep("lhs", vary[:1], 40, lambda preset: float(len(preset))))


class TestOneAtATime:
    RESULT = made_sweep(
        "oat",
        [THREE[0], "policies.belmora.k=1,2,3", THREE[2]],
        None,
        lambda k, other, _: 10 * k + (other - 2) ** 2,
        se=0.5,
        own={FIRST: 0.2, SECOND: 2, THIRD: 0.5},
    )

    def test_the_range_is_between_the_values_that_the_path_alone_brings_about(self):
        found = table(self.RESULT)
        assert found["own"].tolist() == [2, 2, 2]
        assert found[["least", "most", "swing"]].to_numpy().tolist() == [[0, 10, 10], [2, 3, 1], [2, 2, 0]]
        assert found["least_at"].tolist() == [0, 2, 0.5]  # where nothing is less, the scenario's own value
        assert found["most_at"].tolist() == [1, 1, 0.5]

    def test_its_ends_have_intervals_and_the_swing_its_share_of_noise(self):
        found = table(self.RESULT)
        assert found.loc[FIRST, ["most_low", "most_high"]].tolist() == pytest.approx([10 - 0.98, 10 + 0.98], abs=1e-3)
        assert found["noise_share"].tolist() == pytest.approx([0.5 / 100, 0.5, 0])

    def test_a_scenario_that_cannot_be_played_has_none(self):
        broken = made_sweep("oat", THREE, None, falling_second, own={FIRST: 0, SECOND: 0, THIRD: 0}, failed=[0])
        with pytest.raises(SensitivityError, match="cannot be played at its own values"):
            sensitivity_of(broken)

    def test_a_value_that_cannot_be_played_leaves_the_others(self):
        result = made_sweep("oat", THREE, None, falling_second, own={FIRST: 0, SECOND: 0, THIRD: 0}, failed=[2])
        assert table(result)["swing"].tolist() == [0, 2, 1]


class TestHonesty:
    def test_a_measure_that_never_varies_is_told_and_not_listed(self):
        found = sensitivity_of(made_sweep("sobol", THREE, 40, falling_second))
        assert found.measures == [LOSS]
        assert "rupture" in found.constant
        assert found.notes[0].startswith("No index, for nothing varies: rupture, ")
        assert not found.table.isna().any(axis=None)

    def test_where_nothing_at_all_varies_the_table_is_empty(self):
        found = sensitivity_of(made_sweep("morris", THREE, 40, lambda *_: 0.3))
        assert found.measures == []
        assert LOSS in found.constant

    @pytest.mark.parametrize(("design", "size"), [("sobol", 5), ("morris", 4)])
    def test_a_block_with_a_point_that_fails_is_left_out_whole(self, design, size):
        whole = made_sweep(design, THREE, 16 * size, falling_second)
        broken = made_sweep(design, THREE, 16 * size, falling_second, failed=[2, 3 * size, 3 * size + 1])
        found = sensitivity_of(broken, measures=[LOSS])
        assert (found.n_blocks, found.n_left_out) == (14, 2)
        assert found.notes[0].startswith("2 of 16 ")
        assert found.notes[0].endswith(" The indices hold for the rest of the ranges only.")
        assert found.table["path"].tolist() == sensitivity_of(whole, measures=[LOSS]).table["path"].tolist()

    def test_points_that_were_not_played_are_left_out_too(self):
        result = made_sweep("sobol", THREE, 80, falling_second)
        result.summary = result.summary[result.summary["point"] < 63]
        assert sensitivity_of(result).n_left_out == 4

    def test_too_few_blocks_are_refused_on_one_line(self):
        result = made_sweep("sobol", THREE, 40, falling_second, failed=[0])
        with pytest.raises(SensitivityError, match=r"^7 of 8 blocks are whole; indices need 8 at least$"):
            sensitivity_of(result)

    def test_noise_of_shares_is_at_most_their_squared_errors_over_the_variance(self):
        # 101 histories: .4 * .6 / 100 = .0024 at either value; these lie .1 about their mean: variance .01
        result = made_sweep("lhs", THREE, 10, lambda *_: 0, rupture=lambda x1, *_: 0.4 if x1 < 0.5 else 0.6)
        assert table(result, "rupture")["noise_share"].tolist() == pytest.approx([0.24] * 3)

    def test_noise_of_means_is_at_most_their_squared_errors_over_the_variance(self):
        result = made_sweep("lhs", THREE, 10, lambda x1, *_: float(x1 < 0.5), se=0.1)
        assert table(result)["noise_share"].tolist() == pytest.approx([0.01 / 0.25] * 3)

    def test_of_single_histories_the_noise_is_not_known(self):
        found = sensitivity_of(made_sweep("morris", THREE, 40, falling_second, runs=1))
        assert found.table["noise_share"].isna().all()
        assert found.notes[-1] == "One history a point: how much of the variance is sampling noise cannot be told."


REFUSED = {
    "a grid": (
        lambda: sensitivity_of(made_sweep("grid", ["policies.arden.k=0:1:3"], None, float)),
        "grid allows no index; expected one of sobol, morris, lhs, oat",
    ),
    "a measure that there is not": (
        lambda: sensitivity_of(made_sweep("lhs", THREE, 9, falling_second), measures=["anger"]),
        "no measure 'anger' of arden_belmora; expected any of rupture, ",
    ),
    "a row that there is not": (
        lambda: sensitivity_of(made_sweep("lhs", THREE, 9, falling_second), of="carum"),
        "no row 'carum' in this sweep",
    ),
    "points that nobody can play": (
        lambda: sensitivity_of(made_sweep("lhs", THREE, 9, falling_second, failed=range(9))),
        "no point can be played",
    ),
}


@pytest.mark.parametrize(("ask", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_on_one_line_is(ask, message):
    with pytest.raises(ValueError, match=r"^.*$") as told:
        ask()
    assert message in str(told.value)
    assert "\n" not in str(told.value)


def test_points_that_were_drawn_otherwise_are_not_mistaken():
    result = made_sweep("morris", THREE, 40, falling_second)
    result.manifest["drawn"] = "0" * 64
    with pytest.raises(SensitivityError, match="drawn by another release"):
        sensitivity_of(result)


def test_a_design_that_is_drawn_no_more_has_no_index():
    result = made_sweep("morris", THREE, 40, falling_second)
    result.manifest["vary"] = ["policies.arden.preset=ledger,grit,bully", *THREE[1:]]
    with pytest.raises(SensitivityError, match="3 values; morris draws 4 levels"):
        sensitivity_of(result)


class TestIntervals:
    @pytest.mark.parametrize("points", [20, 40])
    def test_a_size_and_a_spread_are_never_shown_below_nothing(self, points):
        chance = np.random.default_rng(3)
        result = made_sweep("morris", THREE, points, lambda *_: float(chance.exponential()) ** 3)
        found = table(result)
        assert (found[["mu_star_low", "sigma_low"]] >= 0).all(axis=None)
        assert (found["mu_low"] < 0).any()

    def test_a_total_index_is_never_shown_below_nothing(self):
        found = table(made_sweep("sobol", THREE, 40, falling_second))
        assert (found["ST_low"] >= 0).all()

    def test_an_index_holds_the_estimate(self):
        for design in ("sobol", "morris", "lhs"):
            found = table(made_sweep(design, THREE, 80, lambda *x: x[0] ** 2 + x[1] * x[2]))
            for name in ("S1", "ST", "mu_star", "sigma", "SRRC"):
                if name in found:
                    assert (found[f"{name}_low"] <= found[name]).all()
                    assert (found[name] <= found[f"{name}_high"]).all()

    def test_few_points_are_said_to_be_few_with_how_many_would_do(self):
        few = sensitivity_of(made_sweep("sobol", THREE, 40, falling_second), measures=[LOSS])
        (note,) = [note for note in few.notes if note.startswith("Too few points: intervals reach ")]
        assert note.endswith(" points would bring that to 0.1.")
        enough = sensitivity_of(made_sweep("sobol", THREE, 5 * 1024, falling_second), measures=[LOSS])
        assert not [note for note in enough.notes if note.startswith("Too few")]


class TestRivals:
    def test_intervals_that_meet_leave_the_first_uncertain(self):
        few = sensitivity_of(made_sweep("sobol", THREE, 40, lambda x1, x2, x3: x1 + x2 + 0 * x3), measures=[LOSS])
        assert len(few.rivals(LOSS)) >= 1
        many = sensitivity_of(made_sweep("sobol", THREE, 5 * 512, falling_second), measures=[LOSS])
        assert many.rivals(LOSS) == []

    def test_the_size_of_a_coefficient_counts_and_not_its_sign(self):
        found = sensitivity_of(made_sweep("lhs", THREE, 200, lambda x1, x2, _: x1 - 3 * x2), measures=[LOSS])
        assert (found.ranked(LOSS).iloc[0]["path"], found.rivals(LOSS)) == (SECOND, [])
