"""What authors call a kind of tie or move, and what it is called here."""

import pytest

from sim.rules.moves import CHANNEL_KINDS, KINDS, TIE_KINDS
from sim.scenario.everyday_words import _NAMES, meant_by
from sim.scenario.problems import unknown_name

MOVES = [kind.name for kind in KINDS]


@pytest.mark.parametrize(
    ("word", "names", "meant"),
    [
        pytest.param("electricity", TIE_KINDS, "energy", id="a kind of tie"),
        pytest.param("electricity", MOVES, "cut_energy", id="a move"),
        pytest.param("resolution", MOVES, "denounce", id="of a parliament"),
        pytest.param("persona non grata", MOVES, "expel", id="several words"),
        pytest.param("commission", CHANNEL_KINDS, "council", id="a kind of channel"),
        pytest.param("electricity", CHANNEL_KINDS, "", id="nothing of the kind"),
    ],
)
def test_an_everyday_word_means(word, names, meant):
    assert meant_by(word, names) == meant
    assert unknown_name(None, (), "unknown", word, names).suggestion == meant


def test_every_name_that_a_word_stands_for_is_one():
    assert {name for names in _NAMES.values() for name in names} <= {*MOVES, *CHANNEL_KINDS, *TIE_KINDS}
    assert not _NAMES.keys() & {*MOVES, *CHANNEL_KINDS, *TIE_KINDS}
