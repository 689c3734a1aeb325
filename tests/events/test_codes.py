"""Codes of CAMEO and PLOVER, and days."""

import pytest

from sim.documented.kinds import KIND_OF_MOVE
from sim.documented.words import GROUP_OF_MOVE
from sim.events.codes import TOO_WIDE, cameo_code, code_of, may_also_be, move_of, plover_code
from sim.events.days import day_reader
from sim.rules.moves import KINDS

CAMEO = {
    "010": "",  # a statement
    "36": "offer_talks",
    "041": "contact",
    "0411": None,
    "1121": "criticise",
    "1313": "ultimatum",
    "161": "downgrade_relations",
    "1623": "aid_suspension",
    "166": "expel",
    "1661": "expel_troops",
    "174": "expel",
    "1721": "",
    "190": "",
    "210": None,
    "13y": None,
    "": None,
}


@pytest.mark.parametrize(("written", "move"), CAMEO.items())
def test_a_code_of_cameo_is(written, move):
    code = cameo_code(written)
    assert (None if code is None else move_of(code)) == move


@pytest.mark.parametrize(
    ("written", "move"),
    [
        (("SANCTION", "expel"), "expel"),
        (("sanction:Withdraw", ""), "downgrade_relations"),
        (("CONSULT", "third_party"), "meet"),
        (("COERCE", "deport"), "expel"),
        (("PROTEST", "demo"), ""),
        (("SANCTION", "convict"), ""),
    ],
)
def test_a_code_of_plover_is(written, move):
    assert move_of(plover_code(*written)) == move


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_code_of_ours_is_read_as_a_move_but_for_the_four_that_say_too_much_else(kind):
    for code in (kind.cameo, kind.plover):
        assert (move_of(code) == "") == (code in TOO_WIDE)
    assert (code_of(kind.name, "cameo"), code_of(kind.name, "plover")) == (kind.cameo, kind.plover)


def test_every_kind_is_a_word_of_the_record_and_every_word_of_a_code_has_a_kind():
    assert {kind.name for kind in KINDS} <= {*GROUP_OF_MOVE}
    assert {kind.name: KIND_OF_MOVE[kind.name] for kind in KINDS} == {kind.name: kind.name for kind in KINDS}


def test_the_other_meanings_of_a_code_are_those_that_are_written_by_it():
    assert may_also_be("166", "expel") == ("close_office", "close_liaison_mission")
    assert may_also_be("REJECT", "refuse_talks") == ("refuse_recognition", "refuse_accreditation")
    assert may_also_be("111", "criticise") == ("denounce",)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("20180326", "2018-03-26"),
        ("20180326140500", "2018-03-26"),
        ("2018-03-26T14:05:00Z", "2018-03-26"),
        ("26/03/2018", "2018-03-26"),
        ("26.3.2018 00:00", "2018-03-26"),
        ("03/26/2018", ""),
        ("2018-02-29", ""),
        ("0", ""),
        ("٢٠١٨-03-26", ""),
    ],
)
def test_a_day_may_be_written_as(written, day):
    assert day_reader()(written) == day
