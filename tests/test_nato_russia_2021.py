"""October 2021 between the capitals: staff, grievances from the acts that the file lists, and an expulsion put in."""

import re
from collections import defaultdict
from datetime import date
from math import sqrt
from pathlib import Path

import pytest

from sim import EscalationModel, load_scenario
from sim.rules.moves import KINDS

NAME = "nato_russia_2021"
FILE = Path(__file__).parents[1] / "scenarios" / f"{NAME}.yaml"
FIXED = {kind.name: kind.severity for kind in KINDS}
PEOPLE = ("expel", "cut_ceiling")  # these depend on how many of how many
# date, who does it, kind of move, perhaps how many of how many, severity
ACT = re.compile(r"  #   (\d{4}-\d\d-\d\d)  (\w+) +(\w+)(?: (\d+) of (\d+))? +(-?\d\.\d{4})")


def tables():
    """Acts by the relation that stands below their table: (date, actor, kind, count, of how many, severity)."""
    found, acts = {}, []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if act := ACT.fullmatch(line):
            day, actor, kind, count, of, severity = act.groups()
            acts.append((date.fromisoformat(day), actor, kind, int(count or 0), int(of or 0), float(severity)))
        elif acts:
            found[line.strip(" :")], acts = acts, []
    return found


TABLES = tables()


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario(NAME)


def test_every_embassy_has_staff_which_is_documented_or_marked_as_assumed(case):
    embassies = {id_: channel for id_, channel in case.channels.items() if channel.kind == "embassy"}
    assert len(embassies) == 62  # two with each of thirty members, and two with Belarus
    assert all(channel.accredited > 0 for channel in embassies.values())
    assert all(channel.source or channel.confidence == "assumed" for channel in embassies.values())
    assumed = {(channel.sender == "russia", channel.accredited) for channel in embassies.values() if not channel.source}
    assert assumed == {(True, 112), (False, 45), (True, 46), (False, 25), (True, 41), (False, 10)}  # three classes


def test_nobody_is_assumed_to_have_left_an_embassy_of_which_nothing_is_known(case):
    for channel in case.channels.values():
        if channel.confidence == "assumed":
            assert channel.ceiling is None
            assert channel.reference_staff is None


@pytest.mark.parametrize("relation", TABLES)
def test_each_act_weighs_what_its_kind_and_the_people_sent_home_say(relation):
    for _, _, kind, count, of, severity in TABLES[relation]:
        worked = 4 + 2.5 * sqrt(count / of) if kind in PEOPLE else FIXED[kind]
        assert severity == pytest.approx(worked, abs=0.00006)


def account(acts, holder, end):
    """What a side holds against the other on a day: half fades in 2,555 days, and packages count by the 4-norm."""
    packages = defaultdict(list)
    for day, actor, *_, severity in acts:
        if actor != holder:
            packages[day].append(severity)
    held, last = 0.0, end
    for day, severities in sorted(packages.items()):
        held *= 2 ** (-(day - last).days / 2555) if held else 1
        held += sum(severity**4 for severity in severities if severity > 0) ** 0.25
        held = max(0.0, held + sum(severity for severity in severities if severity < 0))
        last = day
    return held * 2 ** (-(end - last).days / 2555)


def test_a_side_holds_what_is_left_of_each_package():
    # 3 and 4 on one day are (81 + 256) ^ 1/4 = 4.2846; after a half-life 2.1423, and 2 on that day
    acts = [(date(2014, 10, 7), "a", "", 0, 0, 3.0), (date(2014, 10, 7), "a", "", 0, 0, 4.0)]
    acts += [(date(2021, 10, 5), "a", "", 0, 0, 2.0), (date(2021, 10, 5), "b", "", 0, 0, 9.0)]
    assert account(acts, "b", date(2021, 10, 5)) == pytest.approx(4.1423, abs=0.00005)


@pytest.mark.parametrize("relation", TABLES)
def test_the_grievances_between_two_capitals_are_those_of_their_table(relation, case):
    given = case.relations[relation]
    assert {act[1] for act in TABLES[relation]} <= {*given.between}
    assert all(act[0] < case.start for act in TABLES[relation])
    for holder in given.between:
        worked = account(TABLES[relation], holder, case.start)
        assert given.grievance.get(holder, 0.0) == pytest.approx(worked, abs=0.0002)


def test_every_grievance_between_capitals_has_a_table(case):
    given = {id_ for id_, relation in case.relations.items() if relation.grievance}
    assert given == {*TABLES, "nato_russia"}
    assert len(TABLES) == 26  # of thirty members; Greece, Iceland, Slovenia and Turkey did nothing


def test_no_capital_and_moscow_are_at_their_breaking_point_on_the_first_morning(case):
    model = EscalationModel(case)
    russia = model.party("russia")
    for relation in TABLES:
        (other,) = {*case.relations[relation].between} - {"russia"}
        assert russia.grievance(other) < russia.breaking_point(other)
        assert model.party(other).grievance("russia") < model.party(other).breaking_point("russia")


# two members of the Russian embassy in Berlin, on the day of a court's verdict; Moscow sent home two five days later
GERMAN_EXPULSION = (
    "timeline.german_expulsion={date: 2021-12-15, from: germany, to: russia, move: expel, "
    "channel: russian_embassy_in_germany, count: 2, deadline: 2021-12-22}"
)
WITHOUT_CHANCE = (
    "parameters.perception_noise=0",
    "parameters.miss_probability=0",
    "parameters.silence_first=0",
    "parameters.silence_reply=0",
    "parameters.inexact_one=0",
    "parameters.surcharge_people=0",
    "parameters.incidents_per_day=0",
    "parameters.talks_per_day=0",
    "policies.russia.delay_days=5",
)


def test_a_german_expulsion_put_into_the_timeline_happens_and_is_answered_in_kind():
    model = EscalationModel(load_scenario(NAME, settings=[GERMAN_EXPULSION, *WITHOUT_CHANCE])).run_until()
    moves = model.trajectory.moves()
    found = moves[moves["kind"] == "expel"]
    assert list(zip(found["announced"].dt.date, found["from"], found["channel"], found["count"], strict=True)) == [
        (date(2021, 12, 15), "germany", "russian_embassy_in_germany", 2),
        (date(2021, 12, 20), "russia", "german_embassy_in_russia", 2),
    ]
    assert found["parent"].iloc[1] == found.index[0] + 1  # the reply names the move that it answers
    assert found["severity"].iloc[0] == pytest.approx(4 + 2.5 * sqrt(2 / 112))


def test_under_chance_a_german_expulsion_is_still_made():
    settings = [GERMAN_EXPULSION, "parameters.incidents_per_day=0"]
    model = EscalationModel(load_scenario(NAME, settings=settings), seed=3).run_until("2021-12-15")
    moves = model.trajectory.moves()
    made = moves[(moves["from"] == "germany") & (moves["intent"] == "scripted")]
    assert list(made["kind"]) == ["expel"]
    assert model.post("russian_embassy_in_germany").accredited == 110
