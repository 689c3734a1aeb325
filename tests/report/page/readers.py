"""What a browser and a reader of Markdown make of a report: its elements, and what no text may have become."""

import re
from html.parser import HTMLParser
from typing import Any

from markdown_it import MarkdownIt

from sim.report.page.element import NAMES, OF_HTML, OF_SVG
from sim.report.page.look import SCRIPT, STYLE

VOID = {"meta", "input"}
CLOSED = {"path", "line", "rect", "circle", "g", "text", "svg"}
OF_MARKDOWN = {
    "heading",
    "paragraph",
    "inline",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "bullet_list",
    "list_item",
}
INLINE = {"text", "strong", "em", "code_inline", "softbreak"}


class Page(HTMLParser):
    """A page as it is read: elements with their attributes, in order, and the texts within each."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that holds nothing."""
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close an element, which has to be the last one opened."""
        if not self.open or self.open.pop() != tag:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        """Note a text, with the element that holds it."""
        self.texts.append((self.open[-1] if self.open else "", data))

    def handle_comment(self, data: str) -> None:
        """Note a comment, which no page has."""
        self.elements.append(("!--", {}))

    def all(self, *tags: str) -> list[dict[str, str | None]]:
        """Attributes of all elements of some tags, in order."""
        return [attributes for tag, attributes in self.elements if tag in tags]

    def within(self, *tags: str) -> list[str]:
        """Texts of the elements of some tags."""
        return [text for tag, text in self.texts if tag in tags]


def wrong_in_page(text: str, title: str = "") -> str:
    """What is in a page that no page has; empty where nothing is."""
    page = Page(text)
    known = {name.lower() for name in NAMES}  # as the reader gives them
    tags = {tag for tag, _ in page.elements} - OF_HTML - OF_SVG - {"style", "script"}
    names = {name for _, attributes in page.elements for name in attributes} - known
    links = [link for a in page.all("a") if not (link := str(a.get("href"))).startswith("#")]
    programs = [said for said in page.within("style", "script") if said not in (STYLE, SCRIPT)]
    found: dict[str, Any] = {
        "elements": sorted(tags),
        "attributes": sorted(names),
        "links": links,
        "programs": programs,
        "elements that are not closed": page.unclosed + page.open,
        "the title": [] if title.strip() in "".join(page.within("h1", "title")) else [title],
    }
    return "; ".join(f"{what}: {entries}"[:200] for what, entries in found.items() if entries)


def wrong_in_markdown(text: str) -> str:
    """What a reader of Markdown would make of a report that is neither text nor table; empty where nothing is."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    blocks = {re.sub("_(open|close)$", "", token.type) for token in tokens} - OF_MARKDOWN
    pieces = (piece for token in tokens for piece in token.children or ())
    inline = {re.sub("_(open|close)$", "", piece.type) for piece in pieces} - INLINE
    return f"Markdown: {sorted(blocks | inline)}" if blocks | inline else ""
