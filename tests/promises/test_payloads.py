"""Texts that some program would obey are refused, or told everywhere as they are written: a round of them."""

from tests.promises.payloads import PAYLOADS, SHORT, text_fields, trials
from tests.survival.small_sweep import places


def test_every_text_of_the_schema_has_a_place_in_the_scenario_that_is_tried():
    assert (len(PAYLOADS) >= 40, len(text_fields()) >= 30) == (True, True)


def test_every_text_is_refused_or_told_as_it_is_written():
    with places() as place:
        assert [f"{what}: {wrong}" for what, wrong in trials(SHORT, place) if wrong] == []
