"""A page can be read by everybody: landmarks, headings in order, a table for every chart, a label on every control."""

import base64
import hashlib

import pytest

from sim.report.page.document import Chart, Code, Explorer, Report, Section, Table, Terms
from sim.report.page.element import element
from sim.report.page.html import fragment_of, html_of
from sim.report.page.look import COLOURS, MUTED, SCRIPT, STYLE
from tests.report.page.readers import Page, wrong_in_page

OPEN = Table("Moves", ("No.", "What"), (("1", "expels"), ("2", "recalls")), frozenset((0,)))
FOLDED = Table("Numbers", ("Day", "Loss"), (("1 Mar", "0.10"),), is_folded=True)
CHART = Chart("Loss", "says", element("svg", role="img", aria_label="says"), FOLDED, (("line c0", "loss"),))
CONTROLS = (("Strength", ("0.5", "1")), ("Policy", ("grit", "ledger")))
ROWS = (("0.5", "grit", "10 %"), ("0.5", "ledger", "20 %"), ("1", "grit", "30 %"), ("1", "ledger", "40 %"))
POINTS = Table("Points", ("Strength", "Policy", "Ends in rupture"), ROWS, shares=((None, None, 0.1),) * 4)
SECTIONS = (
    Section("account", "What happened", ("A line.", OPEN, CHART)),
    Section("nothing", "Nothing", ()),
    Section("words", "Words", (Terms((("loss", "what is gone"),)), Code("detente run two_states"))),
)
REPORT = Report("Report of one history", "Two states", "Arden breaks.", "Seed 1", SECTIONS)
SWEPT = (Section("x", "X", (Explorer(CONTROLS, (0, 1), POINTS),)),)
EXPLORED = Report("Report of a sweep", "Two states", "It depends.", "", SWEPT)


@pytest.fixture(name="page")
def _page() -> Page:
    return Page(html_of(REPORT))


def test_a_page_holds_nothing_but_what_a_page_may_hold() -> None:
    assert [wrong_in_page(html_of(report), "Two states") for report in (REPORT, EXPLORED)] == ["", ""]


def test_a_page_has_its_landmarks_and_a_way_past_the_links(page: Page) -> None:
    assert [len(page.all(tag)) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    (main,), skip = page.all("main"), page.all("a")[0]
    assert (skip["href"], skip["class"]) == (f"#{main['id']}", "skip")


def test_headings_come_in_order_and_the_contents_lead_to_each_section(page: Page) -> None:
    assert [tag for tag, _ in page.elements if tag in ("h1", "h2", "h3")] == ["h1", "h2", "h2"]
    assert page.within("h2") == ["What happened", "Words"]  # a section without anything is left out
    headings = [f"#{heading['id']}" for heading in page.all("h2")]
    assert [link["href"] for link in page.all("a")[1:]] == headings


def test_a_page_says_its_language_and_its_title(page: Page) -> None:
    assert page.all("html") == [{"lang": "en"}]
    assert page.within("title") == ["Two states: Report of one history"]


def test_tables_have_captions_and_heads_of_columns_and_rows(page: Page) -> None:
    assert page.within("caption") == ["Moves", "Numbers"]
    assert [head["scope"] for head in page.all("th")] == ["col", "col", "row", "row", "col", "col", "row"]


def test_a_table_that_may_be_wide_can_be_reached_by_keyboard(page: Page) -> None:
    reached = [div for div in page.all("div") if div.get("class") == "scroll"]
    assert [(div["tabindex"], div["role"], div["aria-label"]) for div in reached] == [
        ("0", "group", "Moves"),
        ("0", "group", "Numbers"),
    ]


def test_a_chart_says_what_it_shows_and_has_a_table_to_open(page: Page) -> None:
    drawing = next(svg for svg in page.all("svg") if svg.get("role") == "img")
    assert drawing["aria-label"] == "says"
    assert page.within("summary") == ["Table: Numbers"]
    assert [svg for svg in page.all("svg") if not {"role", "aria-hidden"} & svg.keys()] == []


def test_a_page_without_controls_has_no_script(page: Page) -> None:
    assert page.all("script") == []
    assert "script-src" not in str(page.all("meta")[1]["content"])


def test_a_page_may_use_its_own_style_and_script_and_nothing_else() -> None:
    policy = str(Page(html_of(EXPLORED)).all("meta")[1]["content"]).split("; ")
    hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (STYLE, SCRIPT)]
    assert policy[0] == "default-src 'none'"
    assert {f"style-src 'sha256-{hashes[0]}'", f"script-src 'sha256-{hashes[1]}'"} <= {*policy}


def test_every_control_has_a_label_and_starts_at_its_value() -> None:
    page = Page(html_of(EXPLORED))
    controls = page.all("input", "select")
    assert [label["for"] for label in page.all("label")] == [control["id"] for control in controls]
    assert (controls[0]["type"], controls[0]["max"], controls[0]["value"]) == ("range", "1", "0")
    assert [option["value"] for option in page.all("option") if "selected" in option] == ["1"]


def test_controls_stand_hidden_until_the_script_can_serve_them_and_the_table_always() -> None:
    page = Page(html_of(EXPLORED))
    assert page.all("form")[0] == {"data-explores": "explored", "hidden": ""}
    assert [table["id"] for table in page.all("table")] == ["explored"]
    assert len(page.all("tr")) == 5


def test_a_notebook_gets_headline_and_open_tables_alone() -> None:
    page = Page(fragment_of(REPORT))
    assert (page.within("h3"), page.within("caption"), page.all("style", "script")) == (["Two states"], ["Moves"], [])


def luminance(colour: str) -> float:
    """Relative luminance, as the guidelines for accessible content define it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("colour", "least"), [(MUTED, 4.5), *((colour, 4.0) for colour in COLOURS)])
def test_colours_stand_out_on_white(colour: str, least: float) -> None:
    assert 1.05 / (luminance(colour) + 0.05) >= least


def test_a_page_is_printed_without_links_and_controls() -> None:
    printed = STYLE[STYLE.index("@media print") :]
    assert "nav,.skip,fieldset{display:none}" in printed
