"""The golden trace: October 2021 without chance, number by number.

NATO halves the mission on day 0; Russia answers on day 12 by breaking off the whole channel, which
takes effect on day 26; NATO, still below its breaking point, has no post left to answer on.  Expected values
are worked by hand from the severities of the record and the half-life of 2555 days.
"""

from datetime import date
from pathlib import Path

import pytest

from sim import EscalationModel, load_scenario
from sim.analysis.run_result import result_of

GOLDEN = Path(__file__).parent / "golden" / "nato_russia_2021_golden.yaml"


@pytest.fixture(name="model")
def _model():
    return EscalationModel(load_scenario(GOLDEN))


@pytest.fixture(name="finished", scope="module")
def _finished():
    return EscalationModel(load_scenario(GOLDEN)).run_until()


def at(model, iso):
    """Play up to and including a date; returns the parties and the posts of the crisis."""
    model.run_until(iso)
    return model.party("russia"), model.party("nato")


def test_day_0_the_ceiling_falls_from_20_to_10_and_8_accreditations_end(model):
    mission = model.post("russian_mission")
    assert (mission.ceiling, mission.accredited, mission.present) == (20, 18, 18)
    at(model, "2021-10-06")
    assert (mission.ceiling, mission.accredited, mission.present) == (10, 10, 18)
    assert model.state.log.severity[0] == pytest.approx(5.77, abs=0.005)
    assert model.trajectory.moves().loc[0, "effective"].date() == date(2021, 11, 1)


def test_before_the_cut_loss_is_576_and_the_shell_would_have_held(model):
    russia = model.party("russia")
    assert russia.loss("nato") == pytest.approx(0.576, abs=0.0005)
    assert russia.grievance("nato") < russia.breaking_point("nato")


def test_day_0_loss_is_608_and_the_breaking_point_1632(model):
    # of weight 10 are left: the mission 4 (0.3 + 0.7 · 10/70), the liaison mission 2 (0.3 + 0.7 · 6/13), the office 1,
    # and of the council's 3 its rhythm of .5042 after July 2019 by the usual .8842, faded for 824 days: 3.918 together
    russia, _ = at(model, "2021-10-06")
    assert russia.loss("nato") == pytest.approx(0.608, abs=0.0005)
    assert russia.breaking_point("nato") == pytest.approx(16.32, abs=0.005)


def test_day_0_russia_perceives_577_and_its_grievance_is_1816(model):
    russia, _ = at(model, "2021-10-06")
    assert model.state.log.perceived[0] == pytest.approx(5.77, abs=0.005)
    assert russia.grievance("nato") == pytest.approx(18.16, abs=0.005)


def test_day_12_russia_breaks_with_grievance_1810_above_1631(model):
    at(model, "2021-10-18")
    given = model.trajectory.decisions().iloc[0]
    assert (given["party"], given["verdict"], given["date"].date()) == ("russia", "rupture", date(2021, 10, 18))
    # 12.3925 + 5.7678 after twelve days of a half-life of 2555; the council has faded twelve days more than on day 0
    assert given["grievance"] == pytest.approx(18.101, abs=0.0005)
    assert given["breaking_point"] == pytest.approx(16.309, abs=0.0005)
    assert given["loss"] == pytest.approx(0.609, abs=0.0005)


def test_day_12_the_break_is_three_moves_by_the_ministries_that_own_them_and_two_words_about_contact(finished):
    moves = finished.trajectory.moves()
    broken = moves[moves["intent"] == "rupture"]
    assert broken["package"].nunique() == 1
    assert list(zip(broken["kind"], broken["channel"], broken["ministry"], strict=True)) == [
        ("suspend_mission", "russian_mission", "Foreign Ministry, President"),
        ("close_liaison_mission", "nato_liaison_mission", "Defence Ministry"),
        ("close_office", "nato_information_office", "Foreign Ministry"),
        ("contact", "russian_embassy_in_belgium", "Foreign Ministry"),
        ("offer_contact", "", "Foreign Ministry"),
    ]
    assert list(broken["severity"]) == [6.5, 6.0, 5.5, -1.0, -1.0]
    assert set(broken["announced"].dt.date) == {date(2021, 10, 18)}
    assert list(broken["effective"].dt.date) == [date(2021, 11, 1)] * 3 + [date(2021, 10, 18)] * 2
    assert set(broken["parent"]) == {1}


def test_day_25_ten_people_are_still_accredited_and_day_26_none(model):
    mission = model.post("russian_mission")
    at(model, "2021-10-31")
    assert (mission.accredited, mission.present, mission.status) == (10, 18, "closing")
    at(model, "2021-11-01")
    assert (mission.accredited, mission.present, mission.status) == (0, 0, "suspended")


def test_day_26_nothing_is_left_of_the_channel_and_contact_runs_through_belgium(model):
    russia, nato = at(model, "2021-11-01")
    assert russia.loss("nato") == 1.0
    assert russia.contact("nato") == "russian_embassy_in_belgium"
    assert nato.contact("russia") == "unassigned"
    day = model.curves.rung_in_force[26, model.names.dyad("nato_russia")]
    assert day == 8


@pytest.mark.parametrize(("day", "probability"), [("2021-10-07", 0.107), ("2021-10-20", 0.108), ("2021-11-01", 0.053)])
def test_russia_would_accept_an_offer_with_probability(model, day, probability):
    russia, _ = at(model, day)
    assert russia.acceptance("nato") == pytest.approx(probability, abs=0.0005)


def test_nato_stays_below_its_breaking_point_and_finds_nothing_that_fits(finished):
    decisions = finished.trajectory.decisions()
    (answer,) = decisions[decisions["party"] == "nato"].to_dict("records")
    assert answer["verdict"] == "nothing_legal"
    # together (6.5⁴ + 6⁴ + 5.5⁴)^¼ and not 18; a few days fade a hundredth of it
    assert answer["perceived"] == pytest.approx(7.95, abs=0.02)
    assert 2.0 < answer["asked"] < 3.0  # owed are 7.95 less 5.77, which fades; a note weighs 3
    assert answer["grievance"] < answer["breaking_point"]


def test_talks_are_offered_twice_and_refused_twice(finished):
    talks = finished.trajectory.moves().query("kind in ('offer_talks', 'refuse_talks', 'meet')")
    assert list(talks["kind"]) == ["offer_talks", "refuse_talks"] * 2


def test_the_relation_ends_in_rupture_and_the_theatre_cold(finished):
    outcome = result_of(finished.trajectory).outcome
    assert outcome["relations"]["nato_russia"]["regime"] == "rupture"
    assert outcome["relations"]["nato_russia"]["ruptured_on"] == "2021-11-01"
    assert outcome["theatre"]["regime"] == "cold standoff"


def test_bilateral_relations_are_untouched(finished):
    relations = result_of(finished.trajectory).outcome["relations"]
    others = [relation for name, relation in relations.items() if name != "nato_russia"]
    assert len(others) == 33  # thirty members, Belarus twice, and the other alliance
    assert all(relation["hostile_moves"] == 0 for relation in others)  # Minsk adopts a doctrine against NATO
    assert all(relation["loss_at_start"] == relation["loss_at_end"] for relation in others)
