"""A text is nothing but text in a page, and only known elements can be made."""

import pytest

from sim.report.page.element import Verbatim, element, number
from tests.report.page.readers import Page

HOSTILE = {
    "a tag": "<b>a</b>",
    "a script": "<script>alert(1)</script>",
    "an end of the element": "</p><p>",
    "an end of the attribute": '" onload="alert(1)',
    "an end in single quotes": "' onload='alert(1)",
    "an entity": "&lt;b&gt;",
    "a comment": "<!--",
    "a section of data": "]]><![CDATA[",
    "an end of a title": "</title><script>alert(1)</script>",
    "an end of the style": "</style><script>alert(1)</script>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("tag", ["p", "title", "text", "option", "td"])
def test_a_text_stays_text(tag: str, text: str) -> None:
    page = Page(str(element(tag, text)))
    assert page.elements == [(tag, {})]
    assert "".join(page.within(tag)) == text


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_value_of_an_attribute_stays_a_value(text: str) -> None:
    page = Page(str(element("svg", aria_label=text)))
    assert page.elements == [("svg", {"aria-label": text})]


def test_what_cannot_be_seen_is_written_as_an_escape() -> None:
    assert str(element("p", "a\u202eb\x07")) == "<p>a\\u202eb\\x07</p>"
    assert str(element("svg", aria_label="a\ud800")) == '<svg aria-label="a\\ud800"/>'


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "img", "object", "foreignObject", "use", "p onclick"])
def test_what_runs_or_loads_cannot_be_made(tag: str) -> None:
    with pytest.raises(ValueError, match="no element of a page"):
        element(tag)


@pytest.mark.parametrize("name", ["onclick", "onload", "style", "src", "srcset", "xlink:href", "action", "fill"])
def test_an_attribute_that_runs_loads_or_styles_cannot_be_given(name: str) -> None:
    with pytest.raises(ValueError, match="no attribute of a page"):
        element("p", **{name: "x"})


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "http://example.org", "//example.org"])
def test_a_link_leads_into_the_page_or_to_the_web_by_a_safe_way(address: str) -> None:
    with pytest.raises(ValueError, match="leads neither"):
        element("a", "here", href=address)
    assert str(element("a", "there", href="#there")) == '<a href="#there">there</a>'


def test_attributes_are_left_out_where_nothing_is_said_and_stand_where_nought_is() -> None:
    made = element("input", hidden=None, selected=False, tabindex=0, x1=0.0)
    assert str(made) == '<input tabindex="0" x1="0">'
    assert str(element("form", hidden=True)) == '<form hidden=""></form>'


def test_words_of_python_and_hyphens_are_written_as_html_has_them() -> None:
    assert str(element("label", "k", for_="a", class_="b", aria_hidden="true")) == (
        '<label for="a" class="b" aria-hidden="true">k</label>'
    )


@pytest.mark.parametrize(("value", "text"), [(12.0, "12"), (0.04, "0"), (-0.04, "0"), (3.16, "3.2"), (-7.5, "-7.5")])
def test_a_coordinate_has_one_decimal_at_most(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(("tag", "text"), [("style", "</style>"), ("script", "a<!--"), ("p", "text")])
def test_only_style_and_script_stand_as_they_are_and_cannot_end_early(tag: str, text: str) -> None:
    with pytest.raises(ValueError, match="no constant"):
        Verbatim(tag, text)
