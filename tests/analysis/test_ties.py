"""What is said of ties lost: by hand from a few days of two states."""

import pandas as pd
import pytest

from sim import run
from sim.analysis.labels import KIND_OF, Labels
from sim.analysis.run_result import result_of
from sim.analysis.ties import lost_words, tie_lines
from sim.engine.model import EscalationModel
from sim.report.forecast import measure_table
from sim.rules.moves import TIE_FAMILIES, TIE_KINDS
from sim.scenario.editor_words import VALUES
from sim.scenario.load import read_scenario
from sim.scenario.tie_names import ACTED_ON, acted_on, title_of

NAMES = {"arden": "Arden", "belmora": "Belmora"}
LABELS = Labels({"states": {id_: {"name": name} for id_, name in NAMES.items()}})
A_WEEK = ("end=2030-01-07", "timeline.first_restriction.date=2030-01-03")


def played(*settings):
    """The lesson on trade over a week in which nobody acts but by the scenario."""
    quiet = ("relations.harland_kessia.talks_per_day={harland: 0, kessia: 0}", "policies.kessia.silence_tie=1")
    case = read_scenario("trade_and_visas", [*A_WEEK, *quiet, *settings]).scenario
    return result_of(EscalationModel(case, seed=1).run_until().trajectory)


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({"arden": 0.05, "belmora": 1 / 3}, "Belmora has lost 33 % of the worth of its ties, Arden 5 %"),
        ({"arden": 0.004, "belmora": 1.0}, "Belmora has lost 100 % of the worth of its ties"),
        ({"arden": 0.0, "belmora": 0.004}, ""),
        ({}, ""),
    ],
)
def test_who_has_lost_ties_is_said_with_the_larger_loss_first(lost, said):
    assert lost_words(lost, LABELS) == said


def test_a_restricted_market_is_a_third_of_its_worth_of_all_worth():
    result = played()
    relation = result.outcome["relations"]["harland_kessia"]
    # trade is worth 1 of 8 to Harland (1 + 3 + 1 + 1 + 1 + 1), and 2 of 9 to Kessia (2 + 2 + 2 + 1 + 1 + 1)
    assert relation["ties_lost_at_end"] == {"harland": round(1 / 24, 4), "kessia": round(2 / 27, 4)}
    assert relation["ties_lost_peak"] == relation["ties_lost_at_end"]
    assert result.outcome["headline"].endswith(
        "ends intact, though Kessia has lost 7 % of the worth of its ties, Harland 4 %."
    )
    (line,) = tie_lines(result.ties, relation, Labels(result.manifest["scenario"]))
    lost, _, withheld = line.partition(": ")
    assert lost == "Kessia has lost 7 % of the worth of its ties with Harland, Harland 4 %"
    assert withheld == "of trade in goods Harland withholds 33 %."


def test_what_came_back_is_said():
    back = "timeline.back={date: 2030-01-05, from: harland, to: kessia, move: restore_tie, channel: trade}"
    result = played(back)
    relation = result.outcome["relations"]["harland_kessia"]
    assert relation["ties_lost_at_end"] == {"harland": 0, "kessia": 0}
    assert tie_lines(result.ties, relation, Labels(result.manifest["scenario"])) == [
        "Harland–Kessia: at the end nobody has lost any of the worth of its ties.",
        "At the worst it was Harland 4 %, Kessia 7 %; came back: trade in goods.",
    ]
    assert result.outcome["headline"].endswith("ends intact.")


def test_the_table_of_ties_says_each_day_who_withholds_what():
    ties = played().ties
    trade = ties[ties["tie"] == "trade"]
    assert trade["date"].is_monotonic_increasing
    assert len(trade) == 7
    assert set(trade["tie_kind"]) == {"trade"}
    assert set(trade["a"]) == {"harland"}
    assert trade["withheld_ab"].tolist() == pytest.approx([0, 0] + 5 * [1 / 3])
    assert trade["withheld_ba"].tolist() == 7 * [0]
    assert trade["left"].tolist() == pytest.approx([1, 1] + 5 * [2 / 3])


def test_a_run_without_ties_has_no_table_and_no_words_of_them():
    case = read_scenario("two_states", ["end=2030-01-03", "timeline=null"]).scenario
    result = result_of(EscalationModel(case, seed=1).run_until().trajectory)
    assert result.ties is None
    assert "ties" not in result.tables
    assert not any("ties_lost" in key for key in result.outcome["relations"]["arden_belmora"])


def test_a_run_with_ties_is_read_back_as_it_was(tmp_path):
    from sim.results.reading import read_result

    result = played()
    result.save(tmp_path)
    pd.testing.assert_frame_equal(read_result(tmp_path).ties, result.ties, check_dtype=False)


@pytest.mark.parametrize("kind", [kind for kind in KIND_OF.values() if kind.family in TIE_FAMILIES])
def test_a_move_on_a_tie_without_a_name_reads_as_what_is_done_to_the_other_side(kind):
    said = LABELS.deed(kind.name, "belmora", "", 0)
    assert "Belmora" in said
    assert "post" not in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("move", "said"),
    [
        ("stop_arms", "stops arms to Belmora"),
        ("ban_travel", "bars persons of Belmora from entry"),
        ("recall_students", "recalls its students from Belmora"),
        ("close_media", "closes media of Belmora"),
        ("close_airspace", "closes its airspace to flights from Belmora"),
    ],
)
def test_moves_on_ties_without_a_name(move, said):
    assert LABELS.deed(move, "belmora", "", 0) == said


@pytest.mark.parametrize(
    ("move", "kind", "name", "said"),
    [
        ("ban_travel", "persons", "travel and assets of officials",
         "bars persons of Belmora from entry (travel and assets of officials)"),
        ("freeze_assets", "persons", "officials", "freezes assets of persons of Belmora (officials)"),
        ("deport_nationals", "residents", "rights of workers", "deports nationals of Belmora (rights of workers)"),
        ("recall_students", "students", "exchange", "recalls its students from Belmora (exchange)"),
        ("close_airspace", "flights", "air links", "closes its airspace to flights from Belmora (air links)"),
        ("suspend_flights", "flights", "air links", "suspends air links"),
    ],
)  # fmt: skip
def test_a_move_on_people_reads_well_whatever_their_tie_is_called(move, kind, name, said):
    states = {id_: {"name": title} for id_, title in NAMES.items()}
    labels = Labels({"states": states, "ties": {"tie": {"kind": kind, "name": name, "between": [*NAMES]}}})
    assert labels.deed(move, "belmora", "tie", 0) == said


def test_the_reference_says_on_what_a_kind_of_move_is_made():
    says = VALUES["move"]
    assert says["restrict_trade"] == "restricts trade with the other side; severity 5"
    assert says["deport_nationals"] == "deports nationals of the other side; severity 5"
    assert says["ban_travel"] == "bars persons of the other side from entry; severity 3.5"
    assert says["close_airspace"] == "closes its airspace to flights from the other side; severity 5"
    assert says["restore_tie"] == "restores what it withholds of a tie; severity -4"
    assert says["close_office"] == "closes the post; severity 5.5"


def test_every_kind_of_tie_has_words():
    assert set(ACTED_ON) == set(TIE_KINDS)
    assert acted_on("students", "restore_tie", "Arden") == "the exchange of students with Arden"


@pytest.mark.parametrize(
    ("tie", "title"),
    [
        ({"kind": "trade"}, "trade between Arden and Belmora"),
        ({"kind": "media"}, "media of Arden and Belmora"),
        ({"kind": "aid", "controlled_by": "belmora"}, "aid from Belmora to Arden"),
    ],
)
def test_a_tie_without_a_name_is_called_by_its_kind_and_its_parties(tie, title):
    assert title_of({"between": ["arden", "belmora"], **tie}, NAMES) == title


def test_a_path_of_a_tie_is_named_by_the_tie_and_the_party():
    states = {id_: {"name": name} for id_, name in NAMES.items()}
    labels = Labels({"states": states, "ties": {"gas": {"kind": "energy", "name": "gas", "between": [*NAMES]}}})
    assert labels.path("ties.gas.worth.arden") == "worth of gas to Arden"
    assert labels.path("ties.gas.withheld.arden") == "share of gas that Arden withholds"


@pytest.fixture(scope="module", name="forecast")
def _forecast():
    quiet = "relations.harland_kessia.talks_per_day={harland: 0, kessia: 0}"
    settings = [*A_WEEK, quiet, "policies.kessia.silence_tie=1"]
    return run("trade_and_visas", runs=3, settings=settings, threads=1, keep=["outcomes"])


class TestManyHistories:
    """Forecasts and comparisons know what is lost of ties; those of scenarios without ties have no word of it."""

    def test_its_measures_have_what_both_sides_lost_and_what_each_did(self, forecast):
        of_relation = forecast.measures[forecast.measures["level"] == "relation"].set_index("measure")["mean"]
        assert of_relation["ties_lost_ab_at_end"] == pytest.approx(1 / 24, abs=1e-4)
        assert of_relation["ties_lost_ba_at_end"] == pytest.approx(2 / 27, abs=1e-4)
        assert of_relation["ties_lost_at_end"] == pytest.approx((1 / 24 + 2 / 27) / 2, abs=1e-4)
        theatre = forecast.measures[forecast.measures["level"] == "theatre"]["measure"]
        assert "ties_lost_at_end" in set(theatre)
        assert "ties_lost_ab_at_end" not in set(theatre)

    def test_each_history_has_them_in_its_outcome(self, forecast):
        lost = forecast.outcomes.loc[forecast.outcomes["level"] == "relation", "ties_lost_at_end"]
        assert lost.tolist() == pytest.approx(3 * [(1 / 24 + 2 / 27) / 2])

    def test_the_headline_never_says_intact_alone(self, forecast):
        assert (
            "At the end Kessia has on average lost 7 % of the worth of its ties with Harland, Harland 4 %."
            in (forecast.manifest["headline"])
        )

    def test_the_table_names_the_sides(self, forecast):
        words = list(measure_table(forecast).columns[1].cells)
        assert "worth of ties lost by Harland at the end" in map(str, words)

    def test_without_ties_no_table_has_them(self):
        forecast = run("two_states", runs=2, settings=["end=2030-01-05", "timeline=null"], threads=1, keep=["outcomes"])
        assert not any("ties" in name for name in forecast.measures["measure"])
        assert not any("ties" in str(column) for column in forecast.outcomes)
        assert "ties" not in forecast.manifest["headline"]
