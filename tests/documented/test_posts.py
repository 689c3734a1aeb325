"""Which posts two parties keep with each other, and with how many people."""

from pathlib import Path

import pytest

from sim.documented.acts import acts_of
from sim.documented.played import posts_of
from sim.documented.posts import places_of, posts_between
from tests.documented.rows import events_of, row


def kept(a: str, b: str) -> set[tuple[str, str]]:
    """Kind and sender of every post, of joint ones the kind alone."""
    posts = (post for post in posts_between(a, b, []) if not post.is_tie)
    return {(post.kind, "" if post.is_joint else post.sender) for post in posts}


def test_two_states_keep_embassies_and_a_cooperation_and_larger_ones_more() -> None:
    assert kept("Fiji", "New Zealand") == {("cooperation", ""), ("embassy", "Fiji"), ("embassy", "New Zealand")}
    both = {("cooperation", ""), *((kind, p) for kind in ("embassy", "consulate") for p in ("Austria", "Poland"))}
    assert kept("Austria", "Poland") == both | {("office", "Poland")}


def test_alliances_keep_missions_and_nato_what_it_had_in_moscow() -> None:
    assert kept("European Union", "Mali") == {("cooperation", ""), ("mission", "European Union"), ("mission", "Mali")}
    of_nato = {("cooperation", ""), ("council", ""), ("liaison_mission", "NATO"), ("office", "NATO")}
    assert kept("NATO", "Russia") == of_nato | {("mission", "Russia")}


def test_an_alliance_that_its_rows_name_keeps_missions_and_the_council_that_is_suspended(tmp_path: Path) -> None:
    of_league = {"level": "alliance"}
    rows = events_of(tmp_path, row("2024-05-01", "The League", "Arden", "suspend_council", "initial", **of_league))
    (posts,) = posts_of(acts_of(rows)).values()
    assert [(post.kind, post.sender) for post in posts if not post.is_tie] == [
        ("cooperation", "Arden"),
        ("council", "Arden"),
        ("mission", "Arden"),
        ("mission", "The League"),
    ]


def test_two_parties_have_the_usual_ties_and_those_that_rows_withhold(tmp_path: Path) -> None:
    rows = events_of(tmp_path, row("2024-05-01", "Fiji", "Palau", "border_closure", "initial"))
    (posts,) = posts_of(acts_of(rows)).values()
    ties = {post.id: post.name for post in posts if post.is_tie}
    assert {*ties} == {f"fiji_palau_{kind}" for kind in ("trade", "persons", "visas", "border", "flights")}
    assert (ties["fiji_palau_border"], ties["fiji_palau_persons"]) == (
        "border between Fiji and Palau",
        "named persons of Fiji and Palau",
    )
    assert [post.kind for post in posts_between("European Union", "Mali", []) if post.is_tie] == ["trade", "persons"]


@pytest.mark.parametrize(
    ("facilities", "location", "places"),
    [
        pytest.param("Russian consulate general Seattle", "Seattle", ["Seattle"], id="one"),
        pytest.param("Russian consulates (2)", "Daugavpils/Liepaja", ["Daugavpils", "Liepaja"], id="two cities"),
        pytest.param("3 of 4 consulates (Bonn, Hamburg, Jena)", "Germany", ["Bonn", "Hamburg", "Jena"], id="listed"),
        pytest.param("US dacha and warehouse (2)", "Moscow", ["", ""], id="two in one place"),
        pytest.param("", "", [""], id="nowhere"),
    ],
)
def test_the_posts_that_one_row_closes(facilities: str, location: str, places: list[str], tmp_path: Path) -> None:
    cells = {"facilities": f'"{facilities}"', "location": location}
    (event,) = events_of(tmp_path, row("2023-05-31", "A", "B", "close_consulate", "initial", **cells))
    assert places_of(event) == places


def test_where_rows_close_more_consulates_both_sides_have_as_many(tmp_path: Path) -> None:
    closed = {"facilities": '"2 of 3 consulates (Bonn, Jena)"', "location": "Germany"}
    rows = events_of(tmp_path, row("2023-05-31", "Germany", "Russia", "close_consulate", "initial", **closed))
    (posts,) = posts_of(acts_of(rows)).values()
    consulates = [post.name for post in posts if post.kind == "consulate"]
    assert consulates == [
        "consulate of Germany in Russia (1)",
        "consulate of Germany in Russia (2)",
        "consulate of Germany in Russia (3)",
        "consulate of Russia in Bonn",
        "consulate of Russia in Jena",
        "consulate of Russia in Germany",
    ]
