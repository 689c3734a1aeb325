"""How often an act is let lie, by its kind and its size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.rules.moves import CONCILIATORY, FAMILY, KINDS, is_hostile_kind
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.silences import SILENCE_OF, silence

OTHERS = {
    "silence_recall": {"recall_ambassador", "suspend_mission"},
    "silence_closure": {"close_office", "close_consulate", "close_liaison_mission", "close_mission"},
    "silence_level": {"downgrade_relations", "sever_relations"},
    "silence_forum": {"suspend_council", "suspend_cooperation"},
}


@pytest.mark.parametrize("row", [k for k in range(len(KINDS)) if is_hostile_kind(k)], ids=lambda k: KINDS[k].name)
def test_each_kind_of_act_has_the_silence_of_its_like(row):
    expected = [name for name, kinds in OTHERS.items() if KINDS[row].name in kinds] or ["silence_first"]
    assert [POLICY_PARAMETERS[SILENCE_OF[row]].name] == expected


def test_every_kind_has_one():
    assert len(SILENCE_OF) == len(KINDS)
    assert {POLICY_PARAMETERS[SILENCE_OF[k]].name for k in range(len(KINDS)) if FAMILY[k] == CONCILIATORY} == {
        "silence_first"
    }


@pytest.mark.parametrize(
    ("of_one", "size", "people", "probability"),
    [
        pytest.param(0.38, 0.0, 1, 0.38, id="one person"),
        pytest.param(0.38, 0.0, 100, 0.38, id="a hundred, where size plays no part"),
        pytest.param(0.5, 1.0, 1, 0.5, id="one person, where it does"),
        pytest.param(0.5, 1.0, 0, 0.5, id="an act by which nobody is sent home is as one person"),
        pytest.param(0.5, 1.0, 4, 0.2, id="four people: the odds of one to one become one to four"),
        pytest.param(0.5, 0.5, 4, 1 / 3, id="or one to two, by the root"),
        pytest.param(0.75, 1.0, 3, 0.5, id="three to one become one to one"),
        pytest.param(0.16, 0.25, 16, 0.16 / (0.16 + 0.84 * 2), id="sixteen, as Moscow does: .087"),
        pytest.param(1.0, 5.0, 1000, 1.0, id="who is always silent is silent about everything"),
        pytest.param(0.0, 5.0, 1000, 0.0, id="who never is never is"),
    ],
)
def test_probability_of_silence(of_one, size, people, probability):
    assert silence(of_one, size, people) == pytest.approx(probability)


@given(st.floats(0, 1), st.floats(0, 5), st.integers(0, 1000), st.integers(0, 1000))
def test_more_people_are_never_let_lie_more_often(of_one, size, people, more):
    fewer, most = sorted((people, more))
    assert 0.0 <= silence(of_one, size, most) <= silence(of_one, size, fewer) <= 1.0
