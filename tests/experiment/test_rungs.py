"""Changes as ladders: the values of each path from the smallest change to the largest."""

import pytest

from sim.design.read_variation import read_variation
from sim.design.variation import DesignError, Variation
from sim.experiment.rungs import ladders_of


def laid_out(text, own):
    """Value and size of each rung, ladder by ladder."""
    ladders = ladders_of([read_variation(text)], lambda _: own)
    return [[(rung.value, round(rung.size, 3)) for rung in ladder] for ladder in ladders]


@pytest.mark.parametrize(
    ("text", "own", "expected"),
    [
        pytest.param("policies.a.k=0:1:3", 1.0, [[(0.5, 0.5), (0.0, 1.0)]], id="from the own value down"),
        pytest.param("policies.a.k=1:3:3", 1.0, [[(2.0, 0.5), (3.0, 1.0)]], id="and up"),
        pytest.param(
            "policies.a.k=0:3:4", 1.0, [[(0.0, 0.5)], [(2.0, 0.5), (3.0, 1.0)]], id="both ways, by the furthest value"
        ),
        pytest.param("timeline.x.count=1:4:4", 5, [[(4, 0.25), (3, 0.5), (2, 0.75), (1, 1.0)]], id="whole numbers"),
        pytest.param("policies.a.k=3,2", 5.0, [[(3, 0.667), (2, 1.0)]], id="numbers that are listed, in any order"),
        pytest.param(
            "policies.a.preset=grit,ledger,salami", "ledger", [[("grit", 0.5), ("salami", 1.0)]], id="names, as listed"
        ),
        pytest.param("policies.a.k=1,2", None, [[(1, 0.5), (2, 1.0)]], id="numbers where the scenario has none"),
        pytest.param("relations.r.breaks.a=true,false", True, [[(False, 1.0)]], id="yes or no"),
    ],
)
def test_a_ladder_goes_from_the_smallest_change_to_the_largest(text, own, expected):
    assert laid_out(text, own) == expected


def test_a_range_without_a_number_has_eleven_values():
    (ladder,) = laid_out("policies.a.k=0:1", 0.0)
    assert [value for value, _ in ladder] == pytest.approx([n / 10 for n in range(1, 11)])


@pytest.mark.parametrize(
    ("text", "own", "message"),
    [
        ("policies.a=1,2", {"k": 1}, "a whole section; expected the path of one value, or of one entry"),
        ("policies.a.preset=grit,grit_", "grit", ""),
        ("policies.a.k=1:2000:1500", 0.0, "1,500 values of all changes; expected 1,000 at most"),
    ],
)
def test_what_makes_no_ladder_is_refused(text, own, message):
    if not message:
        assert len(laid_out(text, own)) == 1
        return
    with pytest.raises(DesignError, match=message):
        laid_out(text, own)


def dropped(path):
    return ladders_of([Variation(path, (None,), n=1)], lambda _: {"move": "expel"})


def test_an_entry_may_be_dropped_and_a_section_may_not():
    ((rung,),) = dropped("timeline.cut")
    assert (rung.setting, rung.value, rung.size) == ("timeline.cut=null", None, 1.0)
    for path in ("timeline", "policies.a.ministries.foreign"):
        with pytest.raises(DesignError, match="of one entry with the value null"):
            dropped(path)
