"""Scenario files to begin with: for parties by their names, from a table of posts, from a table of moves."""

import re
from datetime import date
from pathlib import Path

import pytest

from sim import EscalationModel
from sim.drafts.of_moves import text_of_moves
from sim.drafts.of_posts import text_of_posts
from sim.drafts.of_sides import text_of_sides
from sim.drafts.page import Page
from sim.drafts.sides import DraftError, Side, sides_of
from sim.drafts.tables import is_of_posts
from sim.rules.moves import KINDS
from sim.scenario.load import read_text
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario
from tests.bench.worlds import embassies, table_of

FILE = Path("case.yaml")
FOR_EDITORS = "# yaml-language-server: $schema=case.schema.json"
SUGGESTION = re.compile(r"^( *)# ([a-z_]+: [^#]*?)(  #.*)?$", re.MULTILINE)


def page(file: Path = FILE) -> Page:
    return Page(file, "a_case", "A case", date(2021, 8, 24))


def text_for(*typed: str, move: str = "expel") -> str:
    return text_of_sides(sides_of(typed, 2021), page(), move)


def scenario_of(text: str, file: Path = FILE) -> Scenario:
    return read_text(file, text).scenario


# parties ---------------------------------------------------------------------------------------------------


def test_a_party_is_a_state_an_alliance_or_an_alliance_of_ones_own() -> None:
    algeria, nato, league = sides_of(["DZ", "NATO", "The League = Chad, ml"], 2021)
    assert (algeria, league) == (Side("Algeria"), Side("the League", ("Chad", "Mali")))
    assert (nato.id, len(nato.members or ())) == ("nato", 30)  # in 2021


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["Algeria"], "one party; expected 2 to 12, or a table"),
        (["Algeria", "DZ"], "'Algeria' is named twice; expected parties that differ"),
        (["Algeria", ""], "'' is no name of a party; expected a state, such as Morocco"),
        (["Algeria", "League=Chad,"], "'' is no name of a party"),
        (["Algeria", "League=Chad,TD"], "'Chad' is named twice in 'League'"),
        (["Algeria", "a\u202eb"], "is no name of a party"),
        (["x"] * 13, "13 parties; expected 2 to 12"),
    ],
)
def test_what_gives_no_draft(typed: list[str], said: str) -> None:
    with pytest.raises(DraftError, match=re.escape(said)):
        sides_of(typed, 2021)


# by names --------------------------------------------------------------------------------------------------

BY_NAMES = [
    ("Algeria", "Morocco"),
    ("Russia", "NATO"),
    ("European Union", "Mali", "France"),
    ("Arden", "The League=Belmora,Corvane"),
    ("中国", "Ruritania"),
]


@pytest.mark.parametrize("typed", BY_NAMES, ids=" ".join)
def test_a_draft_plays_and_its_first_act_happens(typed: tuple[str, ...]) -> None:
    case = scenario_of(text_for(*typed))
    model = EscalationModel(case).run_until("2021-09-30")
    moves = model.trajectory.moves()
    assert (case.timeline["first_act"].move, "expel" in {*moves["kind"]}) == ("expel", True)


def test_a_name_with_an_article_gets_no_second_one() -> None:
    text = text_for("Varland", "The Union=Ostmark,Aster")
    assert "Varland and the Union decide" in text
    assert "mission of the Union in Varland" in text
    assert "The Union" not in text
    assert "the the" not in text.lower()


@pytest.mark.parametrize("typed", BY_NAMES, ids=" ".join)
def test_a_draft_says_to_editors_where_its_schema_lies(typed: tuple[str, ...]) -> None:
    assert text_for(*typed).split("\n", 1)[0] == FOR_EDITORS


def test_staff_is_assumed_by_size_and_marked_so() -> None:
    case = scenario_of(text_for("Algeria", "Malta"))
    embassies_ = {id_: post for id_, post in case.channels.items() if post.kind == "embassy"}
    assert {id_: (post.accredited, post.confidence) for id_, post in embassies_.items()} == {
        "algeria_embassy_in_malta": (19, "assumed"),  # large in small
        "malta_embassy_in_algeria": (8, "assumed"),  # small in large
    }
    assert "# What they keep with each other. Staff marked assumed follows from sizes: Algeria large, Malta small." in (
        text_for("Algeria", "Malta")
    )


def test_an_alliance_has_its_members_of_the_year_and_no_post_with_them() -> None:
    case = scenario_of(text_for("Russia", "NATO", "Norway"))
    assert "norway" in case.alliances["nato"].members
    assert len(case.alliances["nato"].members) == 30
    assert {frozenset((post.sender, post.host)) for post in case.channels.values() if post.sender} == {
        frozenset({"russia", "nato"}),
        frozenset({"russia", "norway"}),
    }


def test_two_states_have_the_usual_ties_and_the_one_that_the_act_is_about() -> None:
    case = scenario_of(text_for("Algeria", "Spain", move="cut_energy"))
    assert [tie.kind for tie in case.ties.values()] == ["trade", "visas", "flights", "energy"]
    assert case.timeline["first_act"].channel == "algeria_spain_energy"
    of_an_alliance = scenario_of(text_for("Russia", "European Union", move="ban_trade"))
    assert [tie.kind for tie in of_an_alliance.ties.values()] == ["trade"]


def suggested(text: str) -> list[str]:
    return [found[2] for found in SUGGESTION.finditer(text)]


@pytest.mark.parametrize("typed", BY_NAMES, ids=" ".join)
def test_every_suggestion_may_be_taken(typed: tuple[str, ...]) -> None:
    text = text_for(*typed)
    assert len(suggested(text)) >= 7
    scenario_of(SUGGESTION.sub(r"\1\2", text))


def problems_of(move: str) -> set[tuple[str, ...]]:
    """Where a draft that begins with a kind of move has problems; without one, it plays."""
    try:
        scenario_of(text_for("Algeria", "Morocco", move=move))
    except ScenarioError as error:
        return {problem.path[:2] for problem in error.problems}
    return set()


CANNOT_BEGIN = {"suspend_council", "close_liaison_mission", "no_such_move"}  # of two states


@pytest.mark.parametrize("move", [kind.name for kind in KINDS if kind.name not in CANNOT_BEGIN])
def test_any_other_kind_of_move_may_come_first_if_the_two_can_make_it(move: str) -> None:
    assert problems_of(move) <= {("timeline", "first_act")}


@pytest.mark.parametrize("move", sorted(CANNOT_BEGIN))
def test_a_move_that_the_two_cannot_make_is_told(move: str) -> None:
    with pytest.raises(DraftError, match=r"expected another kind of move|no such kind"):
        text_for("Algeria", "Morocco", move=move)


# from a table of posts -------------------------------------------------------------------------------------


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "posts.csv"
    file.write_text("staff,host,sender\n12,France,Germany\n,Germany,France\n9,Chad,France\n,EU,Chad\n")
    return file


def test_a_draft_from_a_table_names_it_and_lists_its_parties(table: Path) -> None:
    text = text_of_posts(table, page(table.with_name("case.yaml")), (), "expel")
    case = scenario_of(text, table.with_name("case.yaml"))
    assert ({*case.states}, {*case.alliances}) == ({"chad", "france", "germany"}, {"european_union"})
    assert {id_: post.accredited for id_, post in case.channels.items()} == {
        "germany_embassy_in_france": 12,
        "france_embassy_in_germany": 100,
        "france_embassy_in_chad": 9,
        "chad_mission_to_european_union": 20,
    }
    assert ("posts_from: posts.csv" in text, case.timeline) == (True, {})


def test_of_parties_that_are_named_the_first_acts_against_the_second(table: Path) -> None:
    file = table.with_name("case.yaml")
    case = scenario_of(text_of_posts(table, page(file), ("DE", "france"), "expel"), file)
    act = case.timeline["first_act"]
    assert ({*case.states}, act.from_, act.to, act.channel) == (
        {"france", "germany"},
        "germany",
        "france",
        "france_embassy_in_germany",
    )


def test_a_party_that_the_table_lacks_is_told(table: Path) -> None:
    with pytest.raises(DraftError, match="'Germny' has no post in the table, and hosts none; did you mean 'germany'"):
        text_of_posts(table, page(), ("Germny", "France"), "expel")


COLUMNS = [("host,sender\n", True), ("date,actor,target,move\n", False), ("a\n", False)]


@pytest.mark.parametrize(("text", "is_posts"), COLUMNS)
def test_the_columns_say_whether_a_table_is_of_posts(text: str, is_posts: bool, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(text)
    assert is_of_posts(tmp_path / "x.csv") == is_posts


def test_a_world_becomes_a_draft(tmp_path: Path) -> None:
    (tmp_path / "world.csv").write_text(table_of(embassies(30)))
    file = tmp_path / "world.yaml"
    assert len(scenario_of(text_of_posts(tmp_path / "world.csv", page(file), (), "expel"), file).states) == 30


# from a table of moves -------------------------------------------------------------------------------------


def test_a_draft_from_moves_gives_the_first_and_keeps_the_others_to_compare_with(tmp_path: Path) -> None:
    table = tmp_path / "moves.csv"
    table.write_text(
        "date,actor,target,move,persons\n2018-03-14,Britain,Russia,expel,23\n2018-03-17,Russia,Britain,expel,23\n"
    )
    text = text_of_moves(table, page(), ())
    case = scenario_of(text)
    assert text.startswith(FOR_EDITORS)
    assert [(move.date, move.count) for move in case.timeline.values()] == [(date(2018, 3, 14), 23)]
    assert [(move.date, move.count) for move in case.observed.values()] == [(date(2018, 3, 17), 23)]
    with pytest.raises(DraftError, match="no row is an act of one party towards another"):
        text_of_moves(table, page(), ("Chad", "Mali"))
