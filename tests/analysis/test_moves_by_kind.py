"""Who does what to whom over many histories: by hand from moves that a scenario gives, and against every move kept."""

import pandas as pd
import pytest

from sim import read_result, run
from sim.report.forecast import move_table
from sim.rules.moves import KINDS

A_WEEK = "end=2030-01-07"
SILENT = ("policies.kessia.silence_recall=1", "policies.kessia.silence_tie=1", "policies.kessia.silence_first=1")
NO_TALKS = "relations.harland_kessia.talks_per_day={harland: 0, kessia: 0}"
RECALL = "{date: 2030-01-04, from: harland, to: kessia, move: recall_ambassador, channel: harland_embassy}"
EXPEL = "{{date: 2030-01-0{}, from: harland, to: kessia, move: expel, channel: kessia_embassy, count: {}}}"


def forecast_of(*timeline, **arguments):
    settings = [A_WEEK, *SILENT, NO_TALKS, "timeline=null", *timeline]
    return run("trade_and_visas", runs=3, settings=settings, threads=1, **arguments)


@pytest.fixture(scope="module", name="forecast")
def _forecast():
    return forecast_of(
        f"timeline.recall={RECALL}", f"timeline.first={EXPEL.format(2, 3)}", f"timeline.second={EXPEL.format(5, 2)}"
    )


def rows_of(forecast):
    return forecast.moves_by_kind.set_index(["party", "towards", "kind"])


def test_a_move_made_once_in_every_history_has_its_share_its_number_and_its_day(forecast):
    row = rows_of(forecast).loc[("harland", "kessia", "recall_ambassador")]
    assert (row["runs"], row["share"], row["high"], row["mean_moves"]) == (3, 1.0, 1.0, 1.0)
    assert row["low"] == pytest.approx(3 / (3 + 1.959964**2), abs=1e-6)  # Wilson's interval of three in three
    assert row["median_date"] == pd.Timestamp("2030-01-04")
    assert pd.isna(row["mean_count"])  # a recall counts nobody


def test_two_moves_of_a_kind_are_one_history_its_first_day_and_all_their_people(forecast):
    row = rows_of(forecast).loc[("harland", "kessia", "expel")]
    assert (row["runs"], row["mean_moves"], row["mean_count"]) == (3, 2.0, 5.0)
    assert row["median_date"] == pd.Timestamp("2030-01-02")


def test_what_nobody_does_has_no_row(forecast):
    assert ("kessia", "harland", "expel") not in rows_of(forecast).index


def test_every_row_is_what_the_moves_of_the_same_histories_say():
    forecast = run("two_states", runs=8, keep=["moves"], threads=1)
    moves = forecast.moves.rename(columns={"from": "party", "to": "towards"})
    grouped = moves.groupby(["party", "towards", "kind"])
    found, runs = rows_of(forecast), grouped["run"].nunique()
    assert found["runs"].to_dict() == runs.to_dict()
    assert found["mean_moves"].to_dict() == pytest.approx((grouped.size() / 8).to_dict())
    first = moves.groupby(["party", "towards", "kind", "run"])["announced"].min()
    lower = first.groupby(["party", "towards", "kind"]).quantile(0.5, interpolation="lower")
    assert found["median_date"].to_dict() == lower.to_dict()
    kinds = [kind.name for kind in KINDS]
    assert [kinds.index(kind) for kind in found.loc[("arden", "belmora")].index] == sorted(
        kinds.index(kind) for kind in found.loc[("arden", "belmora")].index
    )


def test_moves_of_the_record_before_actors_decide_do_not_count():
    record = f"record.old={EXPEL.format(2, 3)}"
    forecast = forecast_of(record, f"timeline.recall={RECALL}", "autonomous_from=2030-01-03", keep=["moves"])
    assert [*forecast.moves["kind"]] == 3 * ["expel", "recall_ambassador"]
    assert [*forecast.moves_by_kind["kind"]] == ["recall_ambassador"]


def test_a_forecast_in_which_nobody_does_anything_has_an_empty_table():
    forecast = forecast_of()
    assert len(forecast.moves_by_kind) == 0
    assert move_table(forecast) is None


def test_the_printed_account_says_who_recalls_and_who_sends_home(forecast):
    rows = zip(*(list(column.cells) for column in move_table(forecast).columns), strict=True)
    share = "100 % (44 to 100 %)"
    assert [[str(cell) for cell in row] for row in rows] == [
        ["Harland, towards Kessia", "recall ambassador", share, "4 Jan 2030", "1.00", ""],
        ["Harland, towards Kessia", "expel", share, "2 Jan 2030", "2.00", "5.00"],
    ]


def test_the_printed_account_has_no_words_and_no_withheld_tie():
    words = "timeline.word={date: 2030-01-02, from: harland, to: kessia, move: denounce}"
    ban = "timeline.ban={date: 2030-01-02, from: harland, to: kessia, move: ban_trade, channel: trade}"
    forecast = forecast_of(words, ban)
    assert {"denounce", "ban_trade"} <= {*forecast.moves_by_kind["kind"]}
    assert move_table(forecast) is None


def test_the_table_is_read_back_as_it_was_and_stands_in_the_report(forecast, tmp_path):
    forecast.save(tmp_path / "whole")
    read = read_result(tmp_path / "whole").moves_by_kind
    pd.testing.assert_frame_equal(read, forecast.moves_by_kind, check_dtype=False, rtol=1e-5)
    text = forecast.report(tmp_path / "page.html").read_text()
    assert "How often each side does what about posts and relations, in 3 histories" in text
