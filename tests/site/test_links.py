"""Links of the pages lead to the same pages in the site."""

import re
from pathlib import Path

import pytest

from docs.site.links import in_site

DOCS = Path(__file__).parents[2] / "docs"
LINKS = {
    "a page at the top": ("[start](../README.md#start)", "[start](/project/README.md#start)"),
    "a page at the top, from a folder": ("[it](../../SECURITY.md)", "[it](/project/SECURITY.md)"),
    "a page of the same folder": ("[words](words.md)", "[words](words.md)"),
    "an address": ("[mesa](https://example.org/README.md)", "[mesa](https://example.org/README.md)"),
}


@pytest.mark.parametrize("what", LINKS)
def test_a_link_to(what: str) -> None:
    written, expected = LINKS[what]
    assert in_site(written) == expected


@pytest.mark.parametrize("name", ["README", "CONTRIBUTING", "CHANGELOG", "SECURITY"])
def test_a_page_from_the_top_has_its_text_and_links_that_lead_somewhere(name: str) -> None:
    text = in_site((DOCS / "project" / f"{name}.md").read_text(encoding="utf-8"))
    assert text.startswith("# ")
    for link in re.findall(r"\]\((?!https?:)([^)#\s]+)", text):
        file = DOCS / link[1:] if link.startswith("/") else DOCS / "project" / link
        assert file.exists(), link
