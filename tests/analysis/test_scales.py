"""The trajectory on the scales of event data."""

import numpy as np
import pytest

from sim import EscalationModel, load_scenario
from sim.analysis.scales import CATEGORIES, QUAD, QUADS, scale_frame, trailing_mean
from sim.rules import moves

CALM = [
    f"parameters.{name}=0"
    for name in (
        "perception_noise",
        "miss_probability",
        "silence_first",
        "silence_reply",
        "further_step",
        "inexact_one",
        "surcharge_people",
    )
] + [
    "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}",
    "policies.arden.delay_days=2",
    "policies.arden.k=1",
    "end=2030-06-30",
]
TALKS = [
    "timeline.offer={date: 2030-04-10, from: arden, to: belmora, move: offer_talks}",
    "timeline.meeting={date: 2030-04-10, from: belmora, to: arden, move: meet, answers: offer}",
]

CLASSES = {
    "a protest note": (moves.PROTEST_NOTE, "verbal_conflict"),
    "a refusal of talks": (moves.REFUSE_TALKS, "verbal_conflict"),
    "an ultimatum": (moves.ULTIMATUM, "verbal_conflict"),
    "an expulsion": (moves.EXPEL, "material_conflict"),
    "a restriction of access": (moves.RESTRICT_ACCESS, "material_conflict"),
    "an exercise": (moves.EXERCISE, "material_conflict"),
    "an offer of talks": (moves.OFFER_TALKS, "verbal_cooperation"),
    "a request for recognition": (moves.ASK_RECOGNITION, "verbal_cooperation"),
    "a meeting": (moves.MEET, "verbal_cooperation"),
    "a founding act": (moves.FOUND_INSTITUTION, "verbal_cooperation"),
    "the return of an ambassador": (moves.RETURN_AMBASSADOR, "verbal_cooperation"),
    "a withdrawal of forces": (moves.WITHDRAW_FORCES, "material_cooperation"),
}


@pytest.mark.parametrize(("kind", "quad"), CLASSES.values(), ids=CLASSES)
def test_the_class_of(kind, quad):
    assert QUADS[QUAD[kind]] == quad


def test_every_category_of_plover_has_one_class():
    categories = [category for inside in CATEGORIES.values() for category in inside]
    assert len(categories) == len(set(categories)) == 16
    assert tuple(CATEGORIES) == QUADS


def test_the_trailing_mean_takes_days_before_the_first_as_empty():
    np.testing.assert_allclose(trailing_mean(np.array([3.0, 0.0, 6.0, 0.0]), 3), [1.0, 1.0, 3.0, 2.0])


@pytest.fixture(name="scales", scope="module")
def _scales():
    trajectory = EscalationModel(load_scenario("two_states", settings=[*CALM, *TALKS])).run_until().trajectory
    return scale_frame(trajectory).set_index(["level", "name", "date"]).sort_index()


def test_an_act_and_its_mirror_weigh_minus_four_each(scales):
    dyad = scales.loc[("relation", "arden_belmora")]
    assert dyad.loc["2030-03-01", "goldstein"] == -4.0
    assert dyad.loc["2030-03-03", "goldstein"] == -4.0
    assert dyad.loc["2030-03-03", "goldstein_30d"] == pytest.approx(-8 / 30)
    assert dyad.loc["2030-03-30", "goldstein_30d"] == pytest.approx(-8 / 30)
    assert dyad.loc["2030-03-31", "goldstein_30d"] == pytest.approx(-4 / 30)  # 2 to 31 March
    assert dyad.loc["2030-04-02", "goldstein_30d"] == 0.0
    assert dyad.loc["2030-03-01", list(QUADS)].tolist() == [0, 0, 0, 1]


def test_an_offer_weighs_four_and_a_meeting_seven(scales):
    day = scales.loc[("theatre", "theatre", "2030-04-10")]
    assert day["goldstein"] == 11.0
    assert day[list(QUADS)].tolist() == [2, 0, 0, 0]


def test_the_theatre_adds_up_its_relations(scales):
    # the only relation there is
    assert scales.loc[("theatre", "theatre")].equals(scales.loc[("relation", "arden_belmora")])


def test_there_is_a_row_a_day_and_level():
    model = EscalationModel(load_scenario("nato_russia_2021")).run_until("2021-10-07")
    trajectory = model.trajectory
    rows, days = scale_frame(trajectory), trajectory.trajectory()
    assert len(rows) == len(days)
    for name in ("date", "level", "name"):
        assert list(rows[name]) == list(days[name])
    on_the_day = rows[rows["date"] == "2021-10-06"].set_index("name")
    assert on_the_day.loc["nato_russia", "goldstein"] == -4.0
    assert on_the_day.loc["csto–nato", "goldstein"] == on_the_day.loc["theatre", "goldstein"]
