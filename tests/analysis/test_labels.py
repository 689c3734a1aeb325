"""What a reader sees of a move."""

import pytest

from sim.analysis.labels import Labels

LABELS = Labels(
    {
        "states": {"arden": {"name": "Arden", "policy": "stern"}},
        "alliances": {"league": {"name": ""}},
        "channels": {"mission": {"name": "Ardenish mission", "sender": "arden", "host": "league"}},
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
        pytest.param("expel", "", 3, "expels 3 of the posts of Arden", id="people of a post that is not known"),
        pytest.param(
            "recall_ambassador", "", 0, "recalls its ambassador from the post in Arden", id="an own post not known"
        ),
    ],
)
def test_a_deed_is_told_as(kind, channel, count, text):
    assert LABELS.deed(kind, "arden", channel, count) == text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("Varland's embassy in Ostmark", "Varland's embassy in Ostmark", id="a possessive"),
        pytest.param("the Union's mission", "the Union's mission", id="an article of its own"),
        pytest.param("New Varland’s embassy", "New Varland’s embassy", id="two words"),
        pytest.param("embassy at St James's", "the embassy at St James's", id="a possessive behind it"),
        pytest.param("mission of Varland", "the mission of Varland", id="none"),
    ],
)
def test_a_post_has_one_article(name, said):
    labels = Labels({"channels": {"post": {"name": name}}})
    assert labels.deed("expel_ambassador", "a", "post", 0) == f"expels the head of {said}"


def test_who_has_no_name_goes_by_the_id():
    assert LABELS.pair("arden", "league") == "Arden–league"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("policies.stern.silence_first", "silence of the policy of Arden after a first act"),
        ("relations.arden_league.silence_first.arden", "silence of Arden after a first act (Arden–league)"),
        ("policies.unused.k", "strength of answers (k) of the policy unused"),
        ("channels.mission.ceiling", "ceiling of Ardenish mission"),
        ("parameters.talks_per_day", "talks per day"),
        ("relations.arden_league.half_life_days.arden", "half-life of Arden (Arden–league)"),
    ],
)
def test_what_a_path_sets_is_named_by_titles(path, text):
    assert LABELS.path(path) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("arden_league", "Arden–league"),
        ("arden–league", "Arden–league (blocs)"),
        ("theatre", "the whole network"),
        ("run", "anywhere"),
    ],
)
def test_what_results_follow_is_called(name, text):
    assert LABELS.followed(name) == text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cold standoff", "ends in a cold standoff"),
        ("cold_standoff", "ends in a cold standoff"),
        ("rupture at any time", "comes to a rupture at some time"),
        ("first break by arden", "Arden is the first to break"),
        ("loss_at_end", "institutional loss at the end"),
    ],
)
def test_an_event_or_a_measure_is_called(name, text):
    assert LABELS.measure(name) == text


@pytest.mark.parametrize(
    ("n", "one", "text"), [(1, "history", "1 history"), (2000, "history", "2,000 histories"), (2, "day", "2 days")]
)
def test_so_many_are(n, one, text):
    assert LABELS.count(n, one) == text


@pytest.mark.parametrize("name", ["Post {n}", "{0.__class__}", "{", "{}", "%s", r"\1", "3 with 1 posts to fill"])
def test_a_name_is_told_as_it_is_written(name):
    labels = Labels({"states": {"a": {"name": name}}, "alliances": {}, "channels": {"post": {"name": name}}})
    assert labels.deed("contact", "a", "post", 0) == f"keeps contact with {name} through the {name}"
    assert labels.deed("restore_posts", "a", "post", 1) == f"gives the {name} 1 post back"
    assert labels.pair("a", "a") == f"{name}–{name}"


def test_a_relation_has_the_id_of_its_file_and_only_one_that_a_channel_or_a_tie_makes_has_that_of_its_parties():
    labels = Labels(
        {
            "channels": {"embassy": {"sender": "tavira", "host": "ostgard"}},
            "ties": {"visas": {"kind": "visas", "between": ["tavira", "ostgard"]},
                     "gas": {"kind": "energy", "between": ["ostgard", "dunmere"]}},
            "relations": {"quarrel": {"between": ["tavira", "ostgard"]}},
        }
    )  # fmt: skip
    assert labels.relations == {"quarrel": ("ostgard", "tavira"), "dunmere_ostgard": ("dunmere", "ostgard")}
    assert labels.followed("quarrel") == "ostgard–tavira"


def test_the_end_of_several_relations_together_is_that_of_their_mean_and_says_so():
    labels = Labels({"relations": {"r": {"between": ["a", "b"]}}})
    assert labels.measure("cooperative", "theatre") == "ends intact on average"
    assert labels.measure("cold standoff", "alliance-b") == "ends in a cold standoff on average"
    assert labels.measure("cooperative", "r") == labels.measure("cooperative") == "ends intact"
    assert labels.measure("any break", "run") == "somebody breaks with somebody"
