"""The table of moves: what each weighs, on which rung it stands, and what counts as hostile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules import moves
from sim.rules.moves import (
    ADDED,
    CHANNEL_KINDS,
    EITHER,
    FAMILY,
    HEAD,
    HOST,
    KINDS,
    MADE_BY,
    MADE_ON,
    NOBODY,
    POSTURE_RUNG,
    RUNG,
    SENDER,
    SEVERITY,
    TAKES_TIME,
    TIE_KINDS,
    head_decides,
    is_hostile_kind,
    personnel_severity,
    rung_of,
)


def kind(name):
    return getattr(moves, name.upper())


# the table ----------------------------------------------------------------------------------------

# family: kind: severity, diplomatic rung, rung of posture, whether people must be given time to leave
CODEBOOK = {
    "verbal": {
        "criticise": (2.0, 1, 0, False),
        "protest_note": (3.0, 1, 0, False),
        "refuse_talks": (3.0, 2, 0, False),
        "refuse_recognition": (3.0, 2, 0, False),
        "denounce": (3.5, 3, 0, False),
        "complain_to_court": (3.0, 2, 0, False),
        "ultimatum": (4.5, 3, 0, False),
    },
    "channel": {
        "cancel_meeting": (3.0, 2, 0, False),
        "measure": (0.0, 4, 0, False),  # abstract: each has its own severity
        "restrict_access": (3.5, 3, 0, False),
        "recall_ambassador": (4.0, 3, 0, False),
        "downgrade_relations": (5.5, 6, 0, False),
        "suspend_cooperation": (5.6, 6, 0, False),
        "suspend_council": (5.8, 7, 0, False),
    },
    "personnel": {
        "refuse_accreditation": (3.5, 3, 0, False),
        "ban_local_staff": (4.5, 4, 0, False),
        "expel": (4.0, 4, 0, True),
        "expel_ambassador": (5.0, 5, 0, True),
        "cut_ceiling": (4.0, 5, 0, True),
    },
    "institution": {
        "close_office": (5.5, 6, 0, True),
        "close_consulate": (5.5, 6, 0, True),
        "close_liaison_mission": (6.0, 7, 0, True),
        "suspend_mission": (6.5, 8, 0, True),
        "close_mission": (6.5, 8, 0, True),
        "sever_relations": (7.0, 9, 0, True),
    },
    "posture": {
        "adopt_doctrine": (4.0, 0, 2, False),
        "exercise": (5.5, 0, 4, False),
        "deploy": (6.5, 0, 6, False),
        "mobilise": (7.2, 0, 7, False),
    },
    "economic": {
        "restrict_trade": (5.0, 5, 0, False),
        "suspend_trade": (5.5, 6, 0, False),
        "ban_trade": (6.0, 7, 0, False),
        "cut_energy": (6.0, 6, 0, False),
        "freeze_investment": (4.5, 4, 0, False),
        "sanction_sector": (5.5, 6, 0, False),
        "freeze_assets": (4.5, 4, 0, False),
        "suspend_aid": (5.0, 5, 0, False),
        "stop_arms": (5.0, 5, 0, False),
    },
    "travel": {
        "ban_travel": (3.5, 3, 0, False),
        "restrict_visas": (3.5, 3, 0, False),
        "suspend_visas": (4.5, 4, 0, False),
        "stop_consular_service": (4.5, 4, 0, False),
        "deport_nationals": (5.0, 5, 0, False),
        "close_border": (5.5, 6, 0, False),
    },
    "transport": {
        "restrict_flights": (4.0, 3, 0, False),
        "suspend_flights": (4.5, 4, 0, False),
        "close_airspace": (5.0, 5, 0, False),
    },
    "society": {
        "recall_students": (4.0, 3, 0, False),
        "suspend_exchanges": (3.0, 2, 0, False),
        "close_media": (4.0, 3, 0, False),
        "boycott_sport": (2.5, 2, 0, False),
    },
    "conciliatory": {
        "contact": (-1.0, 0, 0, False),
        "offer_contact": (-1.0, 0, 0, False),
        "represent": (-1.0, 0, 0, False),
        "ask_recognition": (-1.0, 0, 0, False),
        "offer_talks": (-2.0, 0, 0, False),
        "offer_mediation": (-1.0, 0, 0, False),
        "mediate": (-1.0, 0, 0, False),
        "meet": (-3.0, 0, 0, False),
        "lift_restrictions": (-2.0, 0, 0, False),
        "restore_posts": (-4.0, 0, 0, False),  # of all posts that were lost
        "return_ambassador": (-4.0, 0, 0, False),
        "reopen": (-5.4, 0, 0, False),
        "restore_tie": (-4.0, 0, 0, False),  # all of it
        "found_institution": (-6.5, 0, 0, False),
        "withdraw_forces": (-8.0, 0, 0, False),
    },
}
ROWS = {name: (family, *row) for family, kinds in CODEBOOK.items() for name, row in kinds.items()}

# the published scale [Goldstein1992] of the CAMEO codes that the table uses
GOLDSTEIN = {
    "020": 3.0, "036": 4.0, "041": 1.0, "046": 7.0, "050": 3.5, "054": 6.0, "057": 8.0, "081": 5.0,
    "039": 5.0, "045": 5.0, "085": 7.0, "115": -2.0, "162": -5.6, "163": -8.0, "172": -5.0,
    "084": 7.0, "087": 9.0,
    "111": -2.0, "114": -2.0, "120": -4.0, "125": -5.0, "139": -7.0, "150": -7.2, "152": -7.2, "154": -7.2,
    "160": -4.0, "161": -4.0, "164": -7.0, "166": -7.0,
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_family_severity_rungs_and_time_to_leave_of(name):
    row = kind(name)
    family = moves.FAMILIES[FAMILY[row]]
    assert (family, SEVERITY[row], RUNG[row], POSTURE_RUNG[row], TAKES_TIME[row]) == ROWS[name]


def test_every_kind_of_the_codebook_is_there():
    assert set(ROWS) == {row.name for row in KINDS}


@pytest.mark.parametrize("row", KINDS, ids=lambda row: row.name)
def test_the_event_code_has_its_published_value(row):
    assert row.goldstein == GOLDSTEIN[row.cameo]


def test_one_event_code_covers_moves_from_a_cancelled_meeting_to_a_complete_break():
    severities = [row.severity for row in KINDS if row.cameo == "161"]
    assert (min(severities), max(severities)) == (3.0, 7.0)


def test_the_parts_of_the_reply_of_october_2021_weigh_three_times_the_act():
    reply = [SEVERITY[kind(name)] for name in ("suspend_mission", "close_liaison_mission", "close_office")]
    assert sum(reply) == 18.0
    assert sum(reply) / personnel_severity(10 / 20, 4.0, 2.5) == pytest.approx(3.12, abs=0.005)


# how many of the further kinds that documented replies gained were of each kind
ADDED_IN_THE_RECORD = {
    "where people were sent home": (1, 16, {
        "cut_ceiling": 6, "ban_local_staff": 2, "close_office": 2, "close_consulate": 2, "restrict_access": 1,
        "recall_ambassador": 1, "downgrade_relations": 1, "suspend_cooperation": 1,
    }),
    "where nobody was": (0, 18, {
        "recall_ambassador": 7, "expel": 7, "downgrade_relations": 2, "close_consulate": 1, "suspend_cooperation": 1,
    }),
}  # fmt: skip


@pytest.mark.parametrize(("column", "total", "kinds"), ADDED_IN_THE_RECORD.values(), ids=ADDED_IN_THE_RECORD)
def test_further_kinds_were_added_to_documented_replies(column, total, kinds):
    assert {KINDS[k].name: n for k, n in enumerate(ADDED[:, column]) if n} == kinds
    assert ADDED[:, column].sum() == total


# who may make which move where --------------------------------------------------------------------

POSTS = {"embassy", "mission", "liaison_mission", "consulate", "office"}
PLACES = {
    "restrict_access": (HOST, POSTS),
    "refuse_accreditation": (HOST, POSTS),
    "ban_local_staff": (HOST, POSTS),
    "expel": (HOST, POSTS),
    "cut_ceiling": (HOST, POSTS),
    "expel_ambassador": (HOST, {"embassy", "mission"}),
    "close_mission": (HOST, {"embassy", "mission"}),
    "close_liaison_mission": (HOST, {"liaison_mission"}),
    "close_consulate": (HOST, {"consulate"}),
    "close_office": (HOST, {"office"}),
    "lift_restrictions": (HOST, POSTS),
    "restore_posts": (HOST, POSTS),
    "recall_ambassador": (SENDER, {"embassy", "mission"}),
    "return_ambassador": (SENDER, {"embassy", "mission"}),
    "suspend_mission": (SENDER, {"embassy", "mission", "liaison_mission"}),
    "suspend_council": (EITHER, {"council"}),
    "suspend_cooperation": (EITHER, {"cooperation"}),
    "reopen": (EITHER, {*POSTS, "council", "cooperation"}),
    "restrict_trade": (EITHER, {"trade"}),
    "suspend_trade": (EITHER, {"trade"}),
    "ban_trade": (EITHER, {"trade"}),
    "cut_energy": (EITHER, {"energy"}),
    "freeze_investment": (EITHER, {"investment"}),
    "sanction_sector": (EITHER, {"trade", "investment"}),
    "freeze_assets": (EITHER, {"persons"}),
    "suspend_aid": (EITHER, {"aid"}),
    "stop_arms": (EITHER, {"arms"}),
    "ban_travel": (EITHER, {"persons"}),
    "restrict_visas": (EITHER, {"visas"}),
    "suspend_visas": (EITHER, {"visas"}),
    "stop_consular_service": (EITHER, {"consular_service"}),
    "deport_nationals": (EITHER, {"residents"}),
    "close_border": (EITHER, {"border"}),
    "restrict_flights": (EITHER, {"flights"}),
    "suspend_flights": (EITHER, {"flights"}),
    "close_airspace": (EITHER, {"flights"}),
    "recall_students": (EITHER, {"students"}),
    "suspend_exchanges": (EITHER, {"culture"}),
    "close_media": (EITHER, {"media"}),
    "boycott_sport": (EITHER, {"sport"}),
    "restore_tie": (EITHER, {*TIE_KINDS}),
}


@pytest.mark.parametrize("name", ROWS)
def test_who_may_make_it_and_on_which_kinds_of_channel(name):
    by, on = PLACES.get(name, (NOBODY, set()))
    assert MADE_BY[kind(name)] == by
    assert {place for k, place in enumerate(CHANNEL_KINDS + TIE_KINDS) if MADE_ON[kind(name), k]} == on


# persons ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "severity"),
    [
        pytest.param(10 / 20, 5.77, id="a ceiling of 20 cut to 10 weighs 5.77"),
        pytest.param(10 / 30, 5.44, id="a ceiling of 30 cut to 20 weighs 5.44"),
        pytest.param(20 / 50, 5.58, id="a ceiling of 50 cut to 30 weighs 5.58"),
        pytest.param(2 / 70, 4.42, id="two of seventy sent home weigh 4.42"),
        pytest.param(0.25, 5.25, id="a quarter weighs the base and half the slope"),
        pytest.param(0.0, 4.0, id="nobody weighs the base"),
        pytest.param(1.0, 6.5, id="everybody weighs the base and the slope"),
        pytest.param(7.0, 6.5, id="more than everybody weighs no more"),
        pytest.param(-1.0, 4.0, id="less than nobody weighs no less"),
    ],
)
def test_severity_by_the_share_of_people(share, severity):
    assert personnel_severity(share, 4.0, 2.5) == pytest.approx(severity, abs=0.005)


def test_half_the_people_keep_nine_tenths_of_the_severity():
    assert personnel_severity(0.5, 4.0, 2.5) / personnel_severity(1.0, 4.0, 2.5) == pytest.approx(0.89, abs=0.005)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 100), st.floats(0, 100))
def test_more_people_never_weigh_less(share, other, base, slope):
    fewer, more = sorted((share, other))
    assert base <= personnel_severity(fewer, base, slope) <= personnel_severity(more, base, slope) <= base + slope


@pytest.mark.parametrize(
    ("name", "share", "rung"),
    [
        pytest.param("expel", 0.249, 4, id="less than a quarter sent home stands on rung 4"),
        pytest.param("expel", 0.25, 5, id="a quarter sent home stands with the ceiling cuts"),
        pytest.param("expel", 1.0, 5, id="everybody sent home does so too"),
        pytest.param("cut_ceiling", 0.01, 5, id="a ceiling cut stands on rung 5 whatever its size"),
        pytest.param("close_mission", 1.0, 8, id="a closure is not ranked by people"),
    ],
)
def test_rung_by_the_share_of_people(name, share, rung):
    assert rung_of(kind(name), share) == rung


ALWAYS_WITH_HEAD = {
    "ultimatum", "recall_ambassador", "expel_ambassador", "cut_ceiling", "downgrade_relations", "suspend_mission",
    "close_mission", "sever_relations", "adopt_doctrine", "mobilise", "found_institution", "withdraw_forces",
    "ban_trade", "cut_energy", "stop_arms", "close_border", "close_airspace",
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_the_head_of_government_decides_on(name):
    assert head_decides(kind(name), 0.0) == (name in ALWAYS_WITH_HEAD)


@pytest.mark.parametrize(
    ("name", "share", "decides"),
    [
        pytest.param("expel", 0.249, False, id="a small expulsion is the ministry's"),
        pytest.param("expel", 0.25, True, id="a quarter sent home is not"),
        pytest.param("close_consulate", 1.0, False, id="a closed consulate is the ministry's whatever its size"),
    ],
)
def test_the_head_of_government_decides_large_expulsions(name, share, decides):
    assert head_decides(kind(name), share) == decides


def test_the_head_decides_never_always_or_by_size():
    assert {KINDS[row].name for row in range(len(KINDS)) if HEAD[row] == moves.LARGE_SHARE} == {"expel"}


# hostility ----------------------------------------------------------------------------------------

NOT_HOSTILE = {"complain_to_court", "criticise", "protest_note", "refuse_talks", "refuse_recognition"}


@pytest.mark.parametrize("name", ROWS)
def test_words_up_to_rung_two_posture_and_goodwill_are_not_hostile(name):
    hostile = ROWS[name][0] not in {"posture", "conciliatory"} and name not in NOT_HOSTILE
    assert is_hostile_kind(kind(name)) == hostile
