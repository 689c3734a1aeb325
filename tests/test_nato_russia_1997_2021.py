"""A quarter of a century of NATO and Russia from the record: what each act left, down to the one that ended it.

The expected numbers are worked by hand from the severities of the acts, a half-life of 2555 days, a breaking point of
3 + 34 x (1 - loss), and a council that meets as usual until it is suspended in 2008, and again until cooperation ends
on 1 April 2014.  From then on its rhythm fades by half in 180 days and gains three tenths of what it lacks with each
meeting: Russia holds more than 9.25 against NATO on each of them.  Its worth is that as a share of the usual rhythm,
which meetings every fifteen days give, 0.3 / (1 - 0.7 x 0.944).  Nothing is left to chance but in the last tests.
"""

from datetime import date, timedelta

import pytest

from sim import EscalationModel, load_scenario
from tests.validation.nato_russia import NAME, WITHOUT_CHANCE


@pytest.fixture(name="played", scope="module")
def _played():
    return EscalationModel(load_scenario(NAME, settings=WITHOUT_CHANCE)).run_until()


class Reading:
    """What the curves of a run say of Russia and NATO on a day."""

    def __init__(self, model, iso):
        self.model, self.day = model, (date.fromisoformat(iso) - model.case.start).days
        self.dyad, self.ij = model.names.dyad("nato_russia"), model.names.direction("russia", "nato")

    @property
    def loss(self):
        return self.model.curves.loss[self.day, self.dyad]

    @property
    def breaking_point(self):
        return self.model.curves.breaking_point[self.day, self.ij]

    @property
    def grievance(self):
        """What an act of the record is perceived as is entered on its day."""
        return self.model.curves.grievance[self.day, self.ij]

    def accredited(self, channel):
        return self.model.curves.accredited[self.day, self.model.names.channel(channel)]

    def ceiling(self, channel):
        return self.model.curves.ceiling[self.day, self.model.names.channel(channel)]


# the day, people accredited to the Russian mission and the NATO liaison mission; loss and breaking point on that day;
# Russia's grievance; whether that reaches the breaking point
RECORD = {
    "the council is suspended": ("2008-08-19", 70, 13, 0.300, 26.80, 5.8000, False),
    "the council comes back and two people are expelled": ("2009-04-29", 68, 13, 0.1269, 32.68, 4.4378, False),
    "cooperation ends": ("2014-04-01", 70, 13, 0.0, 37.0, 8.3248, False),
    "access is restricted": ("2014-04-07", 70, 13, 0.0069, 36.77, 11.8112, False),
    "the ceiling falls from 50 to 30": ("2015-04-15", 30, 10, 0.4135, 22.94, 16.2557, False),
    "the ceiling falls from 30 to 20": ("2018-03-27", 20, 6, 0.4705, 21.00, 17.5804, False),
    "the ceiling falls from 20 to 10": ("2021-10-06", 10, 6, 0.6082, 16.32, 18.1603, True),
}


@pytest.mark.parametrize("act", RECORD)
def test_what_stands_when(act, played):
    day, mission, liaison_mission, loss, breaking_point, grievance, breaks = RECORD[act]
    now = Reading(played, day)
    assert (now.accredited("russian_mission"), now.accredited("nato_liaison_mission")) == (mission, liaison_mission)
    assert now.loss == pytest.approx(loss, abs=0.0005)
    assert now.breaking_point == pytest.approx(breaking_point, abs=0.005)
    assert now.grievance == pytest.approx(grievance, abs=0.00006)
    assert bool(now.grievance >= now.breaking_point) is breaks


MET_BEFORE = [
    ("2014-04-01", "2014-03-05"),
    ("2014-04-07", "2014-03-05"),
    ("2015-04-15", "2014-06-02"),
    ("2018-03-27", "2017-10-26"),
    ("2021-10-06", "2019-07-05"),
]


@pytest.mark.parametrize(("day", "met"), MET_BEFORE, ids=[row[0] for row in MET_BEFORE])
def test_the_council_last_met_before(day, met, played):
    moves = played.trajectory.moves()
    held = moves[(moves["kind"] == "meet") & (moves["announced"] <= day)]
    assert held["announced"].max().date().isoformat() == met


# the council's meetings from Crimea to the last before the rupture
MEETINGS_SINCE_2014 = [
    "2014-03-05",
    "2014-06-02",
    "2016-04-20",
    "2016-07-13",
    "2016-12-19",
    "2017-03-30",
    "2017-07-13",
    "2017-10-26",
    "2018-05-31",
    "2018-10-31",
    "2019-01-25",
    "2019-07-05",
]


def test_the_council_met_twelve_times_from_2014_to_2019_and_then_no_more(played):
    moves = played.trajectory.moves()
    held = moves[(moves["kind"] == "meet") & (moves["announced"] >= "2014-01-01")]
    assert [day.date().isoformat() for day in held["announced"]] == MEETINGS_SINCE_2014


def test_the_founding_act_is_signed_in_1997_and_the_council_founded_in_2002(played):
    moves = played.trajectory.moves()
    founded = moves[moves["kind"] == "found_institution"]
    assert list(zip(founded["announced"].dt.date, founded["channel"].fillna(""), strict=True)) == [
        (date(1997, 5, 27), ""),  # the Founding Act of Paris
        (date(1998, 3, 18), "russian_mission"),
        (date(2001, 2, 20), "nato_information_office"),
        (date(2002, 5, 27), "nato_liaison_mission"),
        (date(2002, 5, 28), "nato_russia_council"),  # the declaration of Rome
    ]


SEVERITIES = [
    ("2008-08-19", "suspend_council", 5.80),
    ("2009-04-29", "reopen", -5.40),
    ("2009-04-29", "expel", 4.42),
    ("2014-04-01", "suspend_cooperation", 5.60),
    ("2014-04-07", "restrict_access", 3.50),
    ("2015-04-15", "cut_ceiling", 5.58),
    ("2018-03-27", "cut_ceiling", 5.44),
    ("2021-10-06", "cut_ceiling", 5.77),
]


def test_nato_s_acts_since_2008_weigh_what_the_record_says(played):
    moves = played.trajectory.moves()
    acts = moves[(moves["from"] == "nato") & (moves["announced"] >= "2008-07-01") & (moves["kind"] != "meet")]
    found = [(row["announced"].date().isoformat(), row["kind"], row["severity"]) for _, row in acts.iterrows()]
    assert found == [(day, kind, pytest.approx(severity, abs=0.005)) for day, kind, severity in SEVERITIES]


def test_russia_holds_nothing_against_nato_until_the_summer_of_2008(played):
    before = Reading(played, "2008-08-19")
    assert not played.curves.grievance[: before.day, before.ij].any()


@pytest.mark.parametrize(
    ("day", "loss"),
    [("1997-05-27", 0.0), ("1998-05-28", 0.0), ("2002-05-28", 0.0), ("2008-08-19", 0.3)],
    ids=["a founding act", "and a mission", "and two posts and a council", "without the council 3 of 10"],
)
def test_loss_counts_from_the_most_that_was_ever_built(played, day, loss):
    assert Reading(played, day).loss == pytest.approx(loss, abs=1e-9)


def test_nobody_reaches_a_breaking_point_before_6_october_2021(played):
    last = Reading(played, "2021-10-06")
    grievance, breaking_point = played.curves.grievance[: last.day], played.curves.breaking_point[: last.day]
    assert (grievance < breaking_point)[:, [last.ij, last.ij ^ 1]].all()


def test_until_then_nobody_decides_anything(played):
    assert played.trajectory.decisions()["date"].min().date() == date(2021, 10, 18)


# the days after 6 October 2021: posts of the mission, people accredited, loss
AFTER = [
    ("2021-10-05", 20, 18, 0.576),
    ("2021-10-06", 10, 10, 0.608),
    ("2021-10-18", 10, 10, 0.6085),
    ("2021-10-31", 10, 10, 0.609),
    ("2021-11-01", 10, 0, 1.0),
    ("2021-12-31", 10, 0, 1.0),
]


@pytest.mark.parametrize(("day", "ceiling", "accredited", "loss"), AFTER, ids=[row[0] for row in AFTER])
def test_the_mission_goes_from_18_to_10_to_nobody(played, day, ceiling, accredited, loss):
    now = Reading(played, day)
    assert (now.ceiling("russian_mission"), now.accredited("russian_mission")) == (ceiling, accredited)
    assert now.loss == pytest.approx(loss, abs=0.0006)


def test_russia_leaves_as_it_did_and_nato_finds_nothing_to_answer_with(played):
    moves, decisions = played.trajectory.moves(), played.trajectory.decisions()
    assert list(moves[moves["intent"] == "rupture"]["kind"]) == [
        "suspend_mission",
        "close_liaison_mission",
        "close_office",
        "contact",
        "offer_contact",
    ]
    assert list(zip(decisions["party"], decisions["verdict"], strict=True)) == [
        ("russia", "rupture"),
        ("nato", "nothing_legal"),
    ]


@pytest.mark.parametrize("day", ["1999-03-25", "2009-04-29", "2015-04-15"])
def test_the_record_stops_on_the_day_before_one_that_is_chosen(day):
    sets = (f"autonomous_from={day}", "timeline.nato_cut=null")
    model = EscalationModel(load_scenario(NAME, settings=sets)).run_until()
    moves, first = model.trajectory.moves(), date.fromisoformat(day)
    played = moves[moves["intent"] == "scripted"]
    last_before = max(entry.date for entry in model.case.record.values() if entry.move and entry.date < first)
    assert played["announced"].max().date() == last_before
    assert (moves[moves["intent"] != "scripted"]["announced"].dt.date >= first).all()
    assert model.date == model.case.end + timedelta(days=1)
