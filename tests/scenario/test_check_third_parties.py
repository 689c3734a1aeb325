"""What is wrong with the third parties that a relation names."""

from datetime import date

import pytest

from sim.scenario.check import check_references
from sim.scenario.schema import Scenario

STATES = ("arden", "belmora", "cordia", "dunmark")


def found(relation):
    """Problems of a relation of Arden and Belmora; Cordia deals with both, Dunmark with Arden alone."""
    embassies = {
        f"{a}_in_{b}": {"kind": "embassy", "sender": a, "host": b}
        for a, b in (("cordia", "arden"), ("cordia", "belmora"), ("dunmark", "arden"))
    }
    scenario = {
        "schema": 1,
        "name": "small",
        "title": "Small",
        "start": date(2030, 1, 1),
        "end": date(2030, 12, 31),
        "states": {name: {} for name in STATES},
        "channels": embassies,
        "relations": {"r": {"between": ["arden", "belmora"], **relation}},
    }
    return [(".".join(f.path), f.problem) for f in check_references(Scenario.model_validate(scenario))]


@pytest.mark.parametrize(
    "relation",
    [
        {"represented_by": {"arden": "cordia", "belmora": "cordia"}, "mediators": ["cordia"]},
        {"represented_by": {"belmora": "dunmark"}},
    ],
)
def test_third_parties_with_all_they_need_are_accepted(relation):
    assert found(relation) == []


@pytest.mark.parametrize(
    ("relation", "path", "problem"),
    [
        ({"represented_by": {"arden": "dunmark"}}, "represented_by.arden",
         "'dunmark' is no third state with an embassy in belmora"),
        ({"represented_by": {"arden": "belmora"}}, "represented_by.arden",
         "'belmora' is no third state with an embassy in belmora"),
        ({"represented_by": {"arden": "cordai"}}, "represented_by.arden", "no state is called 'cordai'"),
        ({"represented_by": {"cordia": "dunmark"}}, "represented_by.cordia",
         "no party of this relation is called 'cordia'"),
        ({"mediators": ["dunmark"]}, "mediators.0", "'dunmark' is no third party that deals with both sides"),
        ({"mediators": ["arden"]}, "mediators.0", "'arden' is no third party that deals with both sides"),
        ({"mediators": ["cordai"]}, "mediators.0", "no state or alliance is called 'cordai'"),
        ({"mediators": ["cordia", "cordia"]}, "mediators.1", "'cordia' is named twice"),
    ],
)  # fmt: skip
def test_a_third_party_that_cannot_is_named(relation, path, problem):
    assert found(relation) == [(f"relations.r.{path}", problem)]
