"""What was changed is said so that it can be changed again."""

import pytest

from sim import load_scenario
from sim.scenario.canonical import document_of
from sim.scenario.changes import change_between, value_at, written

CHANGES = {
    "a number": ["timeline.first_expulsion.count=20"],
    "a number that was not given": ["policies.belmora.delay_median_log=2.5"],
    "a number to its last digit": ["policies.arden.k=0.66666666666667"],
    "a choice": ["policies.arden.preset=bully"],
    "a day": ["timeline.first_expulsion.date=2030-03-02"],
    "an entry removed": ["timeline.first_expulsion=null"],
    "an entry added": ["relations.arden_belmora.silence_first={belmora: 0.5}"],
    "another move under the same name": [
        "timeline.first_expulsion={date: 2030-03-01, from: arden, to: belmora, move: offer_talks}"
    ],
    "two values, in the order of their paths": ["policies.arden.k=0.5", "realisation=exact"],
}


@pytest.mark.parametrize("sets", CHANGES.values(), ids=CHANGES)
def test_the_settings_named_lead_from_one_world_to_the_other(sets):
    a, b = document_of(load_scenario("two_states")), document_of(load_scenario("two_states", settings=sets))
    found = change_between(a, b)
    assert len(found) == len(sets)
    assert document_of(load_scenario("two_states", settings=found)) == b


def test_what_no_rule_reads_is_no_change():
    sets = ["title=Other", "about=Other", "plots.dyads=[]", "timeline.first_expulsion.note=Other"]
    assert (
        change_between(
            document_of(load_scenario("two_states")), document_of(load_scenario("two_states", settings=sets))
        )
        == []
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (4, "4"),
        (0.1, "0.1"),
        (2.0, "2"),
        (0.66666666666667, "0.66666666666667"),
        (1e-07, "1e-07"),
        ("ledger", "ledger"),
        ("the west", '"the west"'),
        (["a", "b"], "[a, b]"),
        ({"k": 2, "note": "", "form": None, "mixture": {}}, "{k: 2}"),
    ],
)
def test_values_are_written_as_the_command_line_takes_them(value, text):
    assert written(value) == text


def test_a_path_that_leads_nowhere_has_no_value():
    assert value_at({"states": {"arden": {"name": "Arden"}}}, "states.arden.name.first") is None


def test_an_entry_that_is_added_is_written_as_it_was_typed():
    talks = "timeline.talks={date: 2030-02-01, from: arden, move: offer_talks, to: belmora}"
    a, b = document_of(load_scenario("two_states")), document_of(load_scenario("two_states", settings=[talks]))
    assert change_between(a, b) == [talks]
