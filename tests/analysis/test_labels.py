"""What a reader sees of a move."""

import pytest

from sim.analysis.labels import Labels

LABELS = Labels(
    {
        "states": {"arden": {"name": "Arden"}},
        "alliances": {"league": {"name": ""}},
        "channels": {"mission": {"name": "Ardenish mission"}},
    }
)


@pytest.mark.parametrize(
    ("kind", "channel", "count", "text"),
    [
        pytest.param("found_institution", "", 0, "signs a founding act with Arden", id="an act between two parties"),
        pytest.param("found_institution", "mission", 0, "founds the Ardenish mission", id="the opening of one post"),
        pytest.param("restore_posts", "mission", 1, "gives the Ardenish mission 1 post back", id="one post"),
        pytest.param("restore_posts", "mission", 2, "gives the Ardenish mission 2 posts back", id="two posts"),
        pytest.param("expel", "mission", 3, "expels 3 of the Ardenish mission", id="people"),
    ],
)
def test_a_deed_is_told_as(kind, channel, count, text):
    assert LABELS.deed(kind, "arden", channel, count) == text


def test_who_has_no_name_goes_by_the_id():
    assert LABELS.pair("arden", "league") == "Arden–league"


@pytest.mark.parametrize("name", ["Post {n}", "{0.__class__}", "{", "{}", "%s", r"\1", "3 with 1 posts to fill"])
def test_a_name_is_told_as_it_is_written(name):
    labels = Labels({"states": {"a": {"name": name}}, "alliances": {}, "channels": {"post": {"name": name}}})
    assert labels.deed("contact", "a", "post", 0) == f"keeps contact with {name} through the {name}"
    assert labels.deed("restore_posts", "a", "post", 1) == f"gives the {name} 1 post back"
    assert labels.pair("a", "a") == f"{name}–{name}"
