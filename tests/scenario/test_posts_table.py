"""Posts from a table beside the scenario: what is read of which columns, and how a mistake is told."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario.load import ScenarioError, ScenarioFile, load_scenario, read_scenario
from sim.scenario.packed import packed
from sim.scenario.table_cells import Table
from tests.bench.worlds import COLUMNS, embassies, table_of

HEAD = "name: x\ntitle: X\nstart: 2004-01-01\nend: 2004-12-31\nposts_from: posts.csv\n"
THREE = "states: {france: {}, uk: {name: United Kingdom}, germany: {name: Germany}}\n"
NEEDED = "sender and host, operator and country, or ccode1, ccode2, DR_at_1 and DR_at_2"
Read = Callable[..., ScenarioFile]


@pytest.fixture
def read(here: Path) -> Read:
    """The scenario x.yaml that takes its posts from posts.csv."""

    def written(table: str, more: str = "", *sets: str) -> ScenarioFile:
        (here / "x.yaml").write_text(HEAD + more)
        (here / "posts.csv").write_text(table)
        return read_scenario("x.yaml", sets)

    return written


@pytest.fixture
def tell(read: Read) -> Callable[..., list[str]]:
    """What a user reads of it: one line a problem."""

    def lines(table: str, more: str = "", *sets: str) -> list[str]:
        with pytest.raises(ScenarioError) as error:
            read(table, more, *sets)
        return str(error.value).split("\n")

    return lines


def posts_of(read: ScenarioFile) -> dict[str, tuple[str, str | None, str | None, int, str | None]]:
    """Kind, sender, host, staff and confidence of each post."""
    return {
        id_: (post.kind, post.sender, post.host, post.accredited, post.confidence)
        for id_, post in read.scenario.channels.items()
    }


OWN = "sender,host,kind,staff\nfrance,germany,embassy,90\nGermany,France,embassy,\nFR,GB,consulate,7\n"


def test_a_row_is_a_post_between_parties_by_id_name_or_code_and_unknown_staff_is_assumed(read: Read) -> None:
    assert posts_of(read(OWN, THREE)) == {
        "france_embassy_in_germany": ("embassy", "france", "germany", 90, None),
        "germany_embassy_in_france": ("embassy", "germany", "france", 100, "assumed"),  # large in large
        "france_consulate_in_uk": ("consulate", "france", "uk", 7, None),
    }


def test_columns_may_stand_in_any_order_and_others_are_not_read(read: Read) -> None:
    mixed = "longitude;staff;kind;Host;SENDER\n2.3;90;embassy;germany;france\n;;embassy;France;Germany\n"
    assert posts_of(read(mixed, THREE)) == {
        key: post for key, post in posts_of(read(OWN, THREE)).items() if "consulate" not in key
    }


def test_without_states_of_its_own_a_scenario_has_those_of_the_table(read: Read) -> None:
    case = read("sender,host\nFrance,Cote d'Ivoire\nSylvania,FR\nEuropean Union,France\n").scenario
    assert {id_: state.name for id_, state in case.states.items()} == {
        "france": "France",
        "ivory_coast": "Ivory Coast",
        "sylvania": "Sylvania",
    }
    assert {*case.alliances} == {"european_union"}
    assert case.channels["european_union_mission_in_france"].kind == "mission"


def test_posts_of_others_are_left_out_and_counted(read: Read) -> None:
    found = read(OWN + "Spain,France,embassy,9\nFrance,Chad,embassy,9\n", THREE)
    assert len(found.scenario.channels) == 3
    says = "2 rows name a party that is none of this scenario, such as 'Spain', and are left out [posts_of_others]"
    assert [*map(str, found.warnings)] == [f"posts.csv:5:1: channels: {says}"]


COW = """\
ccode1,ccode2,year,DR_at_1,DR_at_2,DE,version
220,255,2000,3,0,1,2006.1
220,255,2005,3,3,1,2006.1
220,255,1995,3,1,1,2006.1
255,220,2000,0,3,1,2006.1
220,200,2000,9,-9,1,2006.1
"""


def test_the_diplomatic_exchange_of_the_correlates_of_war_has_a_row_a_pair_and_a_year(read: Read) -> None:
    found = read(COW, THREE)  # from 2004 on: of 2000; the level at 1 is that of the mission that 2 keeps there
    assert posts_of(found) == {
        "germany_embassy_in_france": ("embassy", "germany", "france", 100, "assumed"),
        "uk_embassy_in_france": ("embassy", "uk", "france", 100, "assumed"),
    }
    notes = [post.note for post in found.scenario.channels.values()]
    assert notes == ["Headed by an ambassador.", "Headed by a head of unknown rank."]
    says = "the rows of 2000 are read, and no others [posts_of_a_year]"
    assert [*map(str, found.warnings)] == [f"posts.csv:1:1: channels: {says}"]


def test_letters_of_the_correlates_of_war_are_no_iso_codes(read: Read) -> None:
    table = "stateabb1,stateabb2,DR_at_1,DR_at_2\nFRN,GMY,3,3\nUKG,FRN,0,3\n"
    assert {*posts_of(read(table, THREE))} == {
        "germany_embassy_in_france",
        "france_embassy_in_germany",
        "uk_embassy_in_france",
    }


WIKIDATA = """\
item,itemLabel,operator,operatorLabel,country,countryLabel,cityLabel,typeLabel
http://e/Q1,"Embassy of France, Berlin",http://e/Q142,France,http://e/Q183,Germany,Berlin,embassy
http://e/Q2,Consulate,http://e/Q142,France,http://e/Q145,United Kingdom,Edinburgh,consulate general
http://e/Q3,Consulate,http://e/Q142,France,http://e/Q145,United Kingdom,Leeds,honorary consulate
http://e/Q4,House,http://e/Q142,France,http://e/Q183,Germany,Berlin,Embassy
"""


def test_a_list_of_embassies_has_operator_country_city_and_type(read: Read) -> None:
    found = read(WIKIDATA, THREE)
    posts = found.scenario.channels
    assert {id_: (post.kind, post.name, post.city) for id_, post in posts.items()} == {
        "france_embassy_in_germany": ("embassy", "Embassy of France, Berlin", "Berlin"),
        "france_consulate_in_edinburgh": ("consulate", "Consulate", "Edinburgh"),
    }
    assert [(warning.rule, warning.origin.line) for warning in found.warnings if warning.origin] == [
        ("posts_without_diplomats", 4),
        ("posts_repeated", 5),
    ]


def test_a_map_has_the_sender_as_country_and_the_host_as_target(read: Read) -> None:
    table = "name,operator,country,target,diplomatic\nBotschaft,Auswärtiges Amt,DE,FR,embassy\n,,GB,FR,liaison\n"
    assert posts_of(read(table, THREE)) == {
        "germany_embassy_in_france": ("embassy", "germany", "france", 100, "assumed"),
        "uk_office_in_france": ("office", "uk", "france", 0, None),
    }


def test_staff_that_is_documented_is_taken_and_so_is_a_ceiling(read: Read) -> None:
    two = "states: {russia: {name: Russia}, norway: {name: Norway}}\n"
    case = read("sender,host,ceiling\nNorway,Russia,\nRussia,Norway,20\n", two).scenario
    assert posts_of(read("sender,host\nNorway,Russia\n", two))["norway_embassy_in_russia"][3:] == (25, "medium")
    assert (
        case.channels["russia_embassy_in_norway"].accredited,
        case.channels["russia_embassy_in_norway"].ceiling,
    ) == (
        20,
        20,
    )


def test_the_file_itself_goes_before_its_table_and_settings_before_both(read: Read) -> None:
    own = (
        THREE + "channels: {france_embassy_in_germany: {accredited: 70, city: Berlin}, france_consulate_in_uk: null}\n"
    )
    case = read(OWN, own, "channels.germany_embassy_in_france.accredited=5").scenario
    assert {id_: post.accredited for id_, post in case.channels.items()} == {
        "france_embassy_in_germany": 70,
        "germany_embassy_in_france": 5,
    }


MISTAKES = [
    (
        "kind,staff\nembassy,3\n",
        (
            "1:1: channels: no columns for who sends posts to whom; expected a first row with "
            f"{NEEDED}, separated by commas"
        ),
    ),
    ("sender,host,staf\nfrance,uk,3\n", "1:13: channels: unknown column 'staf'; did you mean 'staff'?"),
    ("sender,host,host\nfrance,uk,uk\n", "1:13: channels: a second column 'host'; expected each column once"),
    ("sender,host\nfrance,\n", f"2:1: channels: a row without a sender or a host; expected {NEEDED}"),
    (
        "sender,host,kind\nfrance,uk,consulat\nuk,france,consulat\n",  # told once
        (
            "2:11: channels: 'consulat' is no kind of post; expected consulate, cooperation, council, embassy, "
            "liaison_mission, mission or office; did you mean 'consulate'?"
        ),
    ),
    (
        "sender,host,staff\nfrance,uk,many\n",
        "2:11: channels.france_embassy_in_uk.accredited: 'many' is not a whole number; expected 0 to 1000000",
    ),
    (
        "sender;host;staff\nfrance;uk;1.000\n",
        (
            "2:11: channels.france_embassy_in_uk.accredited: '1.000' may be 1000 or 1; expected digits alone, and a "
            "decimal point if any"
        ),
    ),
    (
        "sender,host\nuk,uk\n",
        "2:1: channels.uk_embassy_in_uk.host: 'uk' is also the sender; expected another party",
    ),
    (
        "id,sender,host,kind\na,france,uk,office\na,uk,france,office\n",
        "3:1: channels.a: given twice, first in line 2; expected each id once",
    ),
    (
        "sender,host,staff\nfrance,uk,3\nfrance,uk,4\n",
        "3:11: channels: a mission of which line 2 says something else; expected each mission once",
    ),
    (
        "ccode1,ccode2,DR_at_2\n220,200,5\n",
        "2:9: channels: '5' is no level of representation; expected 0, 1, 2, 3 or 9",
    ),
    (
        "sender,host,year\nfrance,uk,2005\n",
        (
            "1:1: channels: no row is of 2004 or of an earlier year; expected a year in each row, and a start that "
            "is no earlier"
        ),
    ),
]


@pytest.mark.parametrize(("table", "line"), MISTAKES, ids=[line for _, line in MISTAKES])
def test_a_mistake_is_told_in_its_line_and_column(table: str, line: str, tell: Callable[..., list[str]]) -> None:
    assert [each for each in tell(table, THREE) if each.startswith("posts.csv")] == [f"posts.csv:{line}"]


@pytest.mark.parametrize("states", ["0", "[]", "france", "{france: 5}"])
def test_a_section_that_is_none_is_told_as_such(states: str, tell: Callable[..., list[str]]) -> None:
    assert tell("sender,host\nFrance,Spain\nNATO,France\n", f"states: {states}\nalliances: 3\n")


@pytest.mark.parametrize("blank", [" ", "\\t", "\\u3000"])
def test_a_party_whose_name_is_blank_is_told_as_such(blank: str, tell: Callable[..., list[str]]) -> None:
    (line,) = tell(OWN, f'states: {{france: {{name: "{blank}"}}, uk: {{}}, germany: {{}}}}\n')
    assert line.startswith("x.yaml:6:25: states.france.name: ")


def test_an_extended_file_keeps_its_table_and_its_place(here: Path, read: Read) -> None:
    read(OWN, THREE)
    (here / "below").mkdir()
    (here / "below" / "y.yaml").write_text("extends: ../x.yaml\nname: y\n")
    assert len(load_scenario("below/y.yaml").channels) == 3


cells = st.sampled_from(["", "a", " b ", "\tc", "1.5", "x y", "é"])


@given(rows=st.lists(st.lists(cells, min_size=1, max_size=4), max_size=5), sign=st.sampled_from(",;\t"))
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_text_without_quotation_marks_is_taken_apart_as_one_with_them(rows: list[list[str]], sign: str) -> None:
    text = "\n".join(sign.join(row) for row in rows)
    table = Table(text, Path("x.csv"), (), [])

    def filled(found: object) -> list[object]:
        return [row for row in found if any(cell.text for cell in row)]  # type: ignore[attr-defined]

    assert filled(table.rows()) == filled(table._quoted_rows())


def test_a_world_of_a_table_whose_columns_stand_in_another_order_is_the_same_world(read: Read) -> None:
    one = read(table_of(embassies(12))).scenario
    other = read(table_of(embassies(12, columns=COLUMNS[::-1]))).scenario
    assert (one.states, one.channels) == (other.states, other.channels)
    assert len(one.channels) == 2 * len(packed(one).names.dyads)


@pytest.mark.slow
def test_a_world_of_200_states_is_read_and_packed(read: Read) -> None:
    case = read(table_of(embassies(200, columns=COLUMNS[::-1]))).scenario
    names = packed(case).names
    assert (len(names.parties), len(names.channels), len(names.dyads)) == (200, 15_990, 7_995)
