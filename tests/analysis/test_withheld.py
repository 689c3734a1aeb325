"""How often ties are withheld over many histories: by hand from a week in which nobody acts but by the scenario."""

import pandas as pd
import pytest

from sim import compare, read_result, run, sweep
from sim.analysis.sweep_table import table_of
from sim.report.comparison import difference_table
from sim.report.forecast import rows_reported, tie_table

A_WEEK = ("end=2030-01-07", "timeline.first_restriction.date=2030-01-03")
QUIET = ("relations.harland_kessia.talks_per_day={harland: 0, kessia: 0}", "policies.kessia.silence_tie=1")


def forecast_of(*settings, **arguments):
    return run("trade_and_visas", runs=3, settings=[*A_WEEK, *QUIET, *settings], threads=1, **arguments)


@pytest.fixture(scope="module", name="forecast")
def _forecast():
    return forecast_of()


def rows_of(forecast):
    return forecast.ties.set_index(["tie", "party"])


def test_each_tie_has_a_row_for_each_side_that_can_withhold_it(forecast):
    assert list(rows_of(forecast).index) == [
        ("aid", "harland"), ("flights", "harland"), ("flights", "kessia"), ("gas", "kessia"), ("students", "kessia"),
        ("trade", "harland"), ("trade", "kessia"), ("visas", "harland"), ("visas", "kessia"),
    ]  # fmt: skip


def test_a_tie_withheld_in_every_history_is_told_with_its_move_its_day_and_what_is_left(forecast):
    row = rows_of(forecast).loc[("trade", "harland")]
    assert (row["runs"], row["share"], row["usual_move"], row["usual_move_share"]) == (3, 1.0, "restrict_trade", 1.0)
    assert row["low"] == pytest.approx(3 / (3 + 1.959964**2), abs=1e-6)  # Wilson's interval of three in three
    assert row["high"] == 1.0
    assert row["median_date"] == pd.Timestamp("2030-01-03")
    assert row["withheld_at_end"] == pytest.approx(1 / 3)


def test_a_tie_that_is_never_withheld_has_no_move_and_no_day(forecast):
    row = rows_of(forecast).loc[("gas", "kessia")]
    assert (row["runs"], row["share"], row["usual_move"], row["withheld_at_end"]) == (0, 0.0, "", 0.0)
    assert pd.isna(row["median_date"])


def test_what_came_back_was_withheld_and_is_not_at_the_end():
    back = "timeline.back={date: 2030-01-05, from: harland, to: kessia, move: restore_tie, channel: trade}"
    row = rows_of(forecast_of(back)).loc[("trade", "harland")]
    assert (row["share"], row["withheld_at_end"]) == (1.0, 0.0)


def test_what_a_scenario_withholds_from_the_start_counts_from_the_first_day():
    row = rows_of(forecast_of("ties.visas.withheld={kessia: 1}")).loc[("visas", "kessia")]
    assert (row["runs"], row["usual_move"], row["withheld_at_end"]) == (3, "", 1.0)
    assert row["median_date"] == pd.Timestamp("2030-01-01")


def test_the_printed_account_answers_how_often_a_tie_is_withheld(forecast):
    table = tie_table(forecast)
    first = [str(next(iter(column.cells))) for column in table.columns]
    assert first == [
        "trade in goods", "Harland", "100 % (44 to 100 %)", "restrict trade (100 %)", "3 Jan 2030", "33 %",
    ]  # fmt: skip


def test_a_forecast_without_ties_has_no_such_table():
    forecast = run("two_states", runs=2, settings=["end=2030-01-05", "timeline=null"], threads=1)
    assert forecast.ties is None


def test_the_table_is_read_back_as_it_was(forecast, tmp_path):
    forecast.save(tmp_path / "whole")
    pd.testing.assert_frame_equal(read_result(tmp_path / "whole").ties, forecast.ties, check_dtype=False, rtol=1e-5)


def test_the_report_shows_it(forecast, tmp_path):
    text = forecast.report(tmp_path / "page.html").read_text()
    assert "How often each side withholds each tie, in 3 histories" in text


def test_no_figure_of_a_single_history_is_drawn_of_a_forecast(forecast):
    assert "ties" not in forecast.plot()


def test_a_headline_names_ties_lost_in_a_relation_that_is_not_followed():
    third = (
        "states.marn={name: Marn, policy: harland}",
        "channels.marn_embassy={kind: embassy, sender: marn, host: harland, city: Harmouth, accredited: 9}",
        "plots.dyads=[harland_marn]",
    )
    told = forecast_of(*third).manifest["headline"]
    assert "At the end Kessia has on average lost 7 % of the worth of its ties with Harland, Harland 4 %." in told


class TestMeasuresOfOneSide:
    """What one side has lost of its ties can be asked of a comparison and of a sweep."""

    def test_a_comparison_speaks_of_one_side_by_its_name(self):
        found = compare(
            "trade_and_visas",
            changes=["timeline.first_restriction.move=ban_trade"],
            settings=[*A_WEEK, *QUIET],
            measure="ties_lost_ba_at_end",
            runs=3,
            threads=1,
        )
        # trade is worth 2 of 9 to Kessia: a third of it is withheld, or all
        assert (
            "Kessia would have lost 22 % of the worth of its ties with Harland by the end instead of 7 %"
            in found.sentence
        )
        words = [str(cell) for cell in difference_table(found).columns[1].cells]
        assert "worth of ties lost by Kessia at the end" in words

    def test_a_scenario_without_ties_has_no_such_measure(self):
        with pytest.raises(ValueError, match="ties_lost_ba_at_end"):
            compare("two_states", changes=["policies.arden.k=2"], measure="ties_lost_ba_at_end", runs=2)

    def test_a_sweep_has_them_of_relations(self, tmp_path):
        found = sweep(
            "trade_and_visas",
            vary=["timeline.first_restriction.move=restrict_trade,ban_trade"],
            settings=[*A_WEEK, *QUIET],
            runs=2,
            folder=tmp_path / "points",
            workers=1,
        )
        lost = found.summary.loc[found.summary["level"] == "relation", "ties_lost_ba_at_end"]
        assert lost.tolist() == pytest.approx([2 / 27, 2 / 9])
        assert found.summary.loc[found.summary["level"] == "theatre", "ties_lost_ba_at_end"].isna().all()
        assert "ties_lost_ba_at_end" in table_of(found).shown


class TestWithoutChannels:
    """Two states that only trade: nothing is strained, and the network is the one relation."""

    SCENARIO = """\
schema: 1
name: traders
title: Traders
start: 2030-01-01
end: 2030-03-01
states: {arden: {name: Arden}, belmora: {name: Belmora}}
alliances: {pact: {name: Pact, members: [belmora]}}
ties: {trade: {kind: trade, between: [arden, belmora]}}
relations: {arden_belmora: {between: [arden, belmora]}}
"""

    def test_a_pair_of_blocs_ends_as_its_only_relation(self, tmp_path):
        (tmp_path / "traders.yaml").write_text(self.SCENARIO)
        outcome = run(tmp_path / "traders.yaml").outcome
        ends = [outcome["relations"]["arden_belmora"], outcome["blocs"]["arden–pact"], outcome["theatre"]]
        assert [end["regime"] for end in ends] == 3 * ["cooperative"]

    def test_so_it_does_in_many_histories(self, tmp_path):
        (tmp_path / "traders.yaml").write_text(self.SCENARIO)
        forecast = run(tmp_path / "traders.yaml", runs=3, threads=1)
        intact = forecast.probabilities[forecast.probabilities["event"] == "cooperative"]
        assert dict(zip(intact["level"], intact["share"], strict=True)) == {"relation": 1, "blocs": 1, "theatre": 1}
        assert rows_reported(forecast) == [("relation", "arden_belmora")]
