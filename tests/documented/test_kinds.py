"""What the model makes of the words of the record."""

import pytest

from sim.documented.kinds import KIND_OF_MOVE, MEASURE, SEVERITY_OF_MEASURE, TIE_OF_KIND
from sim.documented.words import GROUP_OF_MOVE, GROUPS, OTHER
from sim.rules.moves import KINDS, SEVERITY, is_hostile_kind

NUMBER = {kind.name: number for number, kind in enumerate(KINDS)}


def test_every_word_has_an_entry_and_every_entry_is_a_kind_of_move_or_nothing() -> None:
    assert {*KIND_OF_MOVE} == {*GROUP_OF_MOVE}
    assert {kind for kind in KIND_OF_MOVE.values() if kind} <= {*NUMBER}


def test_every_measure_of_the_record_is_hostile_in_the_model() -> None:
    measures = [word for word, group in GROUP_OF_MOVE.items() if group in GROUPS]
    assert [word for word in measures if not is_hostile_kind(NUMBER[str(KIND_OF_MOVE[word])])] == []


def test_what_has_no_kind_in_the_model() -> None:
    nothing = {word for word, kind in KIND_OF_MOVE.items() if kind is None}
    assert nothing == {"no_response", "posture", "lift_exit_ban", "lift_labour_ban"}  # no tie that could be restored


def test_measures_beyond_staff_have_a_severity_between_a_note_of_protest_and_severed_relations() -> None:
    assert {word for word, kind in KIND_OF_MOVE.items() if kind == MEASURE} == {*SEVERITY_OF_MEASURE}
    assert all(
        SEVERITY[NUMBER["protest_note"]] <= severity < SEVERITY[NUMBER["sever_relations"]]
        for severity in SEVERITY_OF_MEASURE.values()
    )


def test_measures_beyond_staff_withhold_a_tie_or_are_abstract() -> None:
    beyond_staff = {word for word, group in GROUP_OF_MOVE.items() if group == OTHER} - {"restrict_travel"}
    of_ties = {word for word in beyond_staff if KIND_OF_MOVE[word] in TIE_OF_KIND}
    assert beyond_staff - of_ties == {*SEVERITY_OF_MEASURE} - {"expel_troops"} | {"restrict_access"}


def test_a_kind_of_tie_for_each_kind_of_move_that_withholds_one() -> None:
    assert (TIE_OF_KIND["ban_trade"], TIE_OF_KIND["close_airspace"], TIE_OF_KIND["freeze_assets"]) == (
        "trade",
        "flights",
        "persons",
    )


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("recall_for_consultations", "recall_ambassador"),
        ("restrict_travel", "restrict_access"),
        ("refuse_return", "refuse_accreditation"),
        ("close_embassy", "close_mission"),
        ("restore_relations", "reopen"),
        ("accept_talks", "meet"),
        ("statement", "criticise"),
        ("tariff", "restrict_trade"),
        ("visa_ban", "ban_travel"),
        ("resume_visas", "restore_tie"),
    ],
)
def test_a_word_of_another_name(word: str, kind: str) -> None:
    assert KIND_OF_MOVE[word] == kind
