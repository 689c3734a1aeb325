"""Documented cases as scenarios, held against what is known of them."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from sim.documented.acts import acts_of
from sim.documented.cases import case_scenario, case_text, whole_case
from sim.documented.events import Event
from sim.documented.history import case_names, cases
from sim.documented.kinds import KIND_OF_MOVE, MEASURE
from sim.documented.played import moves_of, posts_of
from sim.engine.model import EscalationModel
from sim.rules.shock import VOID
from sim.scenario.load import load_scenario
from sim.scenario.schema import Scenario
from tests.documented.rows import events_of, row


@cache
def case(name: str) -> Scenario:
    """Scenario of a case from its first act on."""
    return whole_case(cases()[name], name)


def moves(scenario: Scenario, section: str) -> list[tuple[str, str, str, int]]:
    """Day, actor, kind and number of the moves of a section."""
    return [(str(m.date), m.from_ or "", m.move, m.count) for m in getattr(scenario, section).values()]


# one case, line by line ---------------------------------------------------------------------------


def test_the_first_act_is_given_and_what_followed_is_observed() -> None:
    vrbetice = case("czech_russia_2021")
    assert (vrbetice.autonomous_from, vrbetice.end) == (date(2021, 4, 17), date(2022, 5, 14))
    assert moves(vrbetice, "timeline") == [("2021-04-17", "czech_republic", "expel", 18)]
    assert moves(vrbetice, "observed")[:4] == [
        ("2021-04-18", "russia", "expel", 20),
        ("2021-04-21", "czech_republic", "criticise", 0),  # an ultimatum, which the record calls a statement
        ("2021-04-22", "slovakia", "expel", 3),
        ("2021-04-22", "czech_republic", "cut_ceiling", 63),
    ]
    assert (vrbetice.record, vrbetice.triggers) == ({}, {})


def test_staff_follows_from_what_was_left() -> None:
    channels = case("czech_russia_2021").channels
    there, here = channels["russia_embassy_in_czech_republic"], channels["czech_republic_embassy_in_russia"]
    assert (there.accredited, there.confidence) == (112, "medium")  # 18 sent home, 94 left
    assert (here.accredited, here.confidence) == (45, "medium")  # 20 sent home, 25 left
    small = channels["estonia_embassy_in_russia"]
    assert (small.accredited, small.confidence) == (10, "assumed")  # of a small state in a great one


def test_staff_follows_from_what_there_was_before_and_suffices_for_what_came() -> None:
    london = case("uk_ussr_1985").channels["ussr_embassy_in_united_kingdom"]
    assert (london.accredited, london.confidence) == (241, "medium")  # 236 in September, 5 sent home in April
    sofia = case("russia_west_2022").channels["russia_embassy_in_bulgaria"]
    assert sofia.accredited == 113 + 2 + 10 + 1  # 113 in June, after three expulsions
    bratislava = case("russia_west_2022").channels["russia_embassy_in_slovakia"]
    assert (bratislava.accredited, bratislava.confidence) == (105, "assumed")  # 35 sent home at once, three times that
    moscow = case("russia_west_2022").channels["slovakia_embassy_in_russia"]
    assert moscow.accredited == 105  # as many, so that Russia can answer in kind


def test_a_vacant_post_is_there_to_be_refused() -> None:
    embassy = case("brazil_israel_2024_2025").channels["israel_embassy_in_brazil"]
    assert (embassy.accredited, embassy.ceiling) == (20, 21)


def test_rows_before_the_first_act_are_the_record() -> None:
    assert moves(case("uk_ussr_1985"), "record") == [("1985-04-15", "united_kingdom", "expel", 5)]


def test_links_days_and_numbers_of_an_entry() -> None:
    observed = case("czech_russia_2021").observed
    reply, ceiling = observed["russia_expel_2021_04_18"], observed["czech_republic_cut_ceiling_2021_04_22"]
    assert (reply.answers, reply.channel) == ("czech_republic_expel_2021_04_17", "czech_republic_embassy_in_russia")
    assert (reply.accredited, reply.deadline, reply.ministry) == (25, date(2021, 4, 19), "MFA")
    assert (ceiling.ceiling, ceiling.accredited, ceiling.answers) == (32, None, "russia_expel_2021_04_18")


def test_alliances_have_the_members_that_take_part() -> None:
    assert {*case("skripal_2018").alliances} == {"european_union"}  # NATO stands in a case of its own
    minsk = case("belarus_poland_lithuania_2020").alliances["european_union"].members
    assert "poland" in minsk
    assert "united_kingdom" not in minsk  # it had left in January


def test_policies_are_those_of_moscow_of_who_faces_it_and_of_the_world() -> None:
    vrbetice = case("czech_russia_2021")
    assert {party.policy for party in vrbetice.states.values()} == {"moscow", "facing_moscow"}
    assert (vrbetice.states["russia"].policy, vrbetice.policies["moscow"].habits) == ("moscow", "moscow")
    assert {party.policy for party in case("gaza_recalls_2023").states.values()} == {"world"}


def test_nothing_comes_by_chance() -> None:
    parameters = case("gaza_recalls_2023").parameters
    assert (parameters.incidents_per_day, parameters.alliance_incidents_per_day, parameters.talks_per_day) == (0, 0, 0)


def test_notes_say_what_is_assumed_and_who_was_silent(tmp_path: Path) -> None:
    act = row("2018-03", "Austria", "Mali", "recall_staff", "initial")
    unknown = row("2018-03-20", "Austria", "Mali", "expel", "initial")
    silence = row("2018-03-25", "Mali", "Austria", "no_response", "no_response", "2018-03-20", unverified="yes")
    given = whole_case(events_of(tmp_path, act, unknown, silence), "made_up")
    assert given.timeline["austria_recall_staff_2018_03_15"].note == "In the record: recall_staff. The day is assumed."
    assert given.observed["austria_expel_2018_03_20"].note == (
        "The number of people is assumed. Mali did not answer (documented on 2018-03-25, high confidence, unverified)."
    )


# from any day on, for any of the parties ----------------------------------------------------------

LONDON = [event for event in cases()["skripal_2018"] if {"United Kingdom", "Russia"} == {*event.actor, *event.target}]


def from_day(events: Sequence[Event], day: date, **others: object) -> Scenario:
    """Scenario of rows from a day on, for a year."""
    return case_scenario(events, name="made", autonomous_from=day, end=day + timedelta(days=365), **others)  # type: ignore[arg-type]


def test_a_case_from_the_middle_on_has_a_record_a_timeline_and_what_followed() -> None:
    answer = date(2018, 3, 17)
    later = from_day(LONDON, answer, timeline_until=answer, title="After Salisbury")
    assert moves(later, "record") == [
        ("2018-03-12", "united_kingdom", "criticise", 0),
        ("2018-03-14", "united_kingdom", "expel", 23),
        ("2018-03-14", "united_kingdom", "suspend_cooperation", 0),
    ]
    assert {day for day, *_ in moves(later, "timeline")} == {"2018-03-17"}
    assert moves(later, "observed")[0] == ("2018-03-30", "russia", "cut_ceiling", 50)
    assert (later.title, later.start) == ("After Salisbury", date(2018, 3, 12))
    assert from_day(LONDON, answer).timeline == {}


def test_rows_that_are_given_stand_alone_though_others_came_on_that_day(tmp_path: Path) -> None:
    act = row("2018-05-15", "A", "B", "expel", "initial", "2018-05-14")
    reply = row("2018-05-15", "B", "A", "expel", "reply", "2018-05-15")
    rows = events_of(tmp_path, act, reply)
    day = date(2018, 5, 15)
    only = from_day(rows, day, given=rows[:1])
    assert ([*only.timeline], [*only.observed]) == (["a_expel_2018_05_15"], ["b_expel_2018_05_15"])
    both = from_day(rows, day, timeline_until=day)
    assert [*both.timeline] == ["a_expel_2018_05_15", "b_expel_2018_05_15"]


def test_only_the_parties_that_are_asked_for_take_part() -> None:
    pair = from_day(cases()["skripal_2018"], date(2018, 3, 14), parties={"Russia", "United Kingdom"})
    assert {*pair.states} == {"russia", "united_kingdom"}
    assert pair == from_day(LONDON, date(2018, 3, 14))


def test_entries_of_policies_may_be_given_by_habits() -> None:
    set_ = from_day(LONDON, date(2018, 3, 14), policies={"moscow": {"silence_first": 0.1}, "world": {"k": 2}})
    assert (set_.policies["moscow"].silence_first, set_.policies["moscow"].habits) == (0.1, "moscow")
    assert {*set_.policies} == {"moscow", "facing_moscow"}


def test_rows_of_silences_alone_are_no_case(tmp_path: Path) -> None:
    rows = events_of(tmp_path, row("2018-03-26", "A", "B", "no_response", "no_response", "2018-03-04"))
    with pytest.raises(ValueError, match="no row is an act of one party towards another"):
        whole_case(rows, "made_up")


def test_parties_that_an_id_cannot_tell_apart_are_refused(tmp_path: Path) -> None:
    rows = events_of(tmp_path, row("2018-03-26", "St. Ann", "St Ann", "expel", "initial"))
    with pytest.raises(
        ValueError, match=r"^St Ann and St\. Ann would have the same id; expected names of other letters"
    ):
        whole_case(rows, "made_up")


# every case -------------------------------------------------------------------------------------


def rows_of_void_moves(scenario: Scenario, until: date) -> list[str]:
    """Scripted moves that the posts did not allow by a day."""
    model = EscalationModel(scenario, seed=1)
    model.run_until(until)
    return [name for name, line in zip(model.names.script, model.state.script_row, strict=True) if line == VOID]


@pytest.mark.parametrize("name", case_names())
def test_the_first_act_of_every_case_is_made(name: str) -> None:
    scenario = case(name)
    assert scenario.timeline
    assert rows_of_void_moves(scenario, scenario.autonomous_from or scenario.start) == []


@pytest.mark.parametrize("name", case_names())
def test_every_documented_move_of_every_case_is_possible(name: str) -> None:
    rows = cases()[name]
    after = acts_of(rows)[-1].day + timedelta(days=1)
    everything = case_scenario(rows, name=name, autonomous_from=after, end=after)
    assert rows_of_void_moves(everything, after) == []


@pytest.mark.parametrize("name", case_names())
def test_the_file_of_every_case_says_what_the_case_is(name: str, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(case_text(cases()[name], name), encoding="utf-8")
    assert load_scenario(file) == case(name)


# move of the record, and why the posts leave no room for it as it is
NO_ROOM = {
    "russia_recall_for_consultations_1999_03_24": "two envoys had been recalled in October, and no row has them back",
    "chad_border_closure_2008_05_12": "Chad had closed the border with Sudan before",
    "turkey_suspend_cooperation_2011_09_02": "military cooperation with Israel had been suspended in 2010",
    "turkey_downgrade_relations_2013_11_23": "Egypt downgraded relations on that day",
    "bahrain_recall_for_consultations_2015_10_01": "the ambassador to Iran had been recalled in July",
    "taiwan_sever_relations_2018_08_21": "El Salvador had severed them on the day before",
    "china_downgrade_relations_2021_12_08": "China had downgraded relations with Lithuania in November",
    "paraguay_expel_2025_01_06": "Venezuela severed relations on that day",
    "sudan_recall_for_consultations_2025_02_20": "the ambassador to Kenya had been recalled in January 2024",
    "belgium_expel_2025_03_17": "Rwanda severed relations on that day",
    "israel_downgrade_relations_2025_08_25": "Brazil had downgraded relations in 2024",
    "colombia_recall_for_consultations_2025_10_20": "the ambassador had been recalled in July, and no row has him back",
}


def test_what_is_played_as_a_measure_because_there_is_no_room_for_it() -> None:
    found = {}
    for rows in cases().values():
        acts = acts_of(rows)
        for move in moves_of(acts, posts_of(acts)):
            if move.kind == MEASURE and KIND_OF_MOVE[move.act.event.move] != MEASURE:
                found[move.id] = move
    assert {*found} == {*NO_ROOM}


# repairs of what no row of their case had taken: they are no moves
NOTHING_TO_REPAIR = [
    ("nato_russia_1997_2021", "1997-05-27"),  # the Founding Act: nothing was there before
    ("nato_russia_1997_2021", "1998-03"),  # first openings
    ("nato_russia_1997_2021", "2001-02-20"),
    ("nato_russia_1997_2021", "2002-05-27"),
    ("nato_russia_1997_2021", "2002-05-28"),  # the council
    ("qatar_2017", "2017-08-24"),  # Qatar's ambassador had left Tehran in 2016
    ("bolivia_us_2008_2013", "2011-11-07"),  # ambassadors expelled in 2008, whom the agreement did not bring back
    ("us_turkey_2017", "2017-12-28"),  # visas had been resumed in part in November, as the model knows it in whole
    ("kuwait_iran_2017", "2022-08-13"),  # Kuwait's ambassador had left Tehran in 2016
]


def test_which_repairs_are_no_moves() -> None:
    found = []
    for name, rows in cases().items():
        acts = [act for act in acts_of(rows) if KIND_OF_MOVE[act.event.move] and not act.is_silence]
        played = {move.act for move in moves_of(acts, posts_of(acts))}
        found += [(name, act.event.date) for act in acts if act not in played]
    assert sorted(found) == sorted(NOTHING_TO_REPAIR)
