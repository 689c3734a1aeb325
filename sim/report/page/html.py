"""A report as one HTML file: it loads nothing, and can be read without its script, on paper and by ear."""

import base64
import hashlib
from collections.abc import Iterator
from functools import singledispatch

from .document import Chart, Code, Explorer, Report, Section, Table, Terms
from .element import Child, Element, Verbatim, element
from .look import SCRIPT, SHADES, STYLE

WIDE, SHORT = 40, 12  # characters of a cell: from which on its column gets room, up to which it is never broken
OUTCOME_BAR = 100  # width of the bar of a share, in its own units


def html_of(report: Report) -> str:
    """The whole page."""
    sections = [section for section in report.sections if section.blocks]
    has_script = any(isinstance(block, Explorer) for section in sections for block in section.blocks)
    page = element("html", _head(report, has_script), _body(report, sections, has_script), lang="en")
    return f"<!doctype html>\n{page}\n"


def fragment_of(report: Report) -> str:
    """The headline and what stands open, for the cell of a notebook, which has a style of its own."""
    parts = [element("h3", report.title), element("p", report.headline)]
    for section in report.sections:
        tables = [block for block in section.blocks if isinstance(block, Table) and not block.is_folded]
        parts += [_table(table) for table in tables]
    return str(element("div", *parts))


def _head(report: Report, has_script: bool) -> Element:
    allowed = f"default-src 'none'; style-src '{_digest(STYLE)}'; base-uri 'none'; form-action 'none'"
    if has_script:
        allowed += f"; script-src '{_digest(SCRIPT)}'"
    return element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=allowed),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{report.title}: {report.kind}"),
        Verbatim("style", STYLE),
    )


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _body(report: Report, sections: list[Section], has_script: bool) -> Element:
    links = [element("li", element("a", section.heading, href=f"#{section.name}")) for section in sections]
    return element(
        "body",
        element("a", "Skip to the report", class_="skip", href="#report"),
        element(
            "header",
            element("p", report.kind, class_="kind"),
            element("h1", report.title),
            element("p", report.headline.replace(" %", "\N{NO-BREAK SPACE}%"), class_="lead"),
            element("p", report.details, class_="details"),
        ),
        element("nav", element("ol", *links), aria_label="Sections"),
        element("main", *map(_section, sections), id="report", tabindex=-1),
        element("footer", element("p", "Made by detente. This page loads nothing from the network.")),
        Verbatim("script", SCRIPT) if has_script else None,
    )


def _section(section: Section) -> Element:
    heading = element("h2", section.heading, id=section.name)
    return element("section", heading, *map(written_block, section.blocks), aria_labelledby=section.name)


@singledispatch
def written_block(block: object) -> Element:
    """A part of a section as HTML."""
    return element("p", str(block))


@written_block.register
def _code(block: Code) -> Element:
    return element("p", element("code", block.text))


@written_block.register
def _terms(block: Terms) -> Element:
    pairs = [element(tag, text) for entry in block.entries for tag, text in zip(("dt", "dd"), entry, strict=True)]
    return element("dl", *pairs)


@written_block.register
def _scrolled(block: Table) -> Element:
    return _folded(block) if block.is_folded else _in_reach(block, _table(block))


def _folded(table: Table) -> Element:
    return element("details", element("summary", f"Table: {table.caption}"), _in_reach(table, _table(table)))


def _in_reach(table: Table, drawn: Element) -> Element:
    """Let a wide table be moved sideways, also by keyboard."""
    return element("div", drawn, class_="scroll", tabindex=0, role="group", aria_label=table.caption)


def _table(table: Table, name: str | None = None) -> Element:
    heads = (element("th", head, scope="col", class_=_kind(table, n)) for n, head in enumerate(table.heads))
    return element(
        "table",
        element("caption", table.caption),
        element("thead", element("tr", *heads)),
        element("tbody", *_rows(table)),
        id=name,
    )


def _rows(table: Table) -> Iterator[Element]:
    wide = {n for row in table.rows for n, cell in enumerate(row) if len(cell) > WIDE and n not in table.numbers}
    for r, row in enumerate(table.rows):
        shares = table.shares[r] if table.shares else (None,) * len(row)
        links = table.links[r] if table.links else ("",) * len(row)
        cells: list[Child] = []
        for n, (cell, share, link) in enumerate(zip(row, shares, links, strict=True)):
            looks = _kind(table, n, cell, n in wide, share)
            tag, scope = ("th", "row") if n == 0 else ("td", None)
            inside = element("a", cell, href=f"#{link}") if link else cell
            cells.append(element(tag, inside, scope=scope, class_=looks))
        yield element("tr", *cells, id=table.anchors[r] or None if table.anchors else None)


def _kind(table: Table, n: int, cell: str = "", is_wide: bool = False, share: float | None = None) -> str | None:
    """Classes of a cell: n of numbers, w in a column of long texts, u where it is never broken, s1 to s7 by share."""
    shade = 0 if share is None else round(share * (SHADES - 1))
    is_unbroken = " " in cell and len(cell) <= SHORT
    found = ["n" if n in table.numbers else "", "w" if is_wide else "", "u" if is_unbroken else ""]
    found.append(f"s{shade}" if shade else "")
    return " ".join(filter(None, found)) or None


@written_block.register
def _chart(block: Chart) -> Element:
    key = element("ul", *(element("li", _sample(look), words) for look, words in block.key), class_="key")
    return element(
        "figure",
        element("figcaption", block.title),
        key if block.key else None,
        block.drawing,
        _folded(block.table) if block.table else None,
    )


def _sample(look: str) -> Element:
    """A piece of a line, a band or a mark, as it stands in the drawing."""
    if look.startswith("line"):
        drawn = element("line", x1=0, y1=5, x2=20, y2=5, class_=look)
    elif look.startswith("mark"):
        drawn = element("circle", cx=10, cy=5, r=4, class_=look.removeprefix("mark "))
    else:
        drawn = element("rect", x=0, y=1, width=20, height=8, class_=look)
    return element("svg", drawn, viewBox="0 0 20 10", aria_hidden="true")


@written_block.register
def _explorer(block: Explorer) -> Element:
    """Controls, what they choose, and the table that it is chosen from."""
    name = "explored"
    controls = [
        _control(f"{name}-{n}", words, values, start)
        for n, ((words, values), start) in enumerate(zip(block.controls, block.start, strict=True))
    ]
    heads = block.table.heads[len(block.controls) :]
    answers = element("div", *(part for head in heads for part in _answer(head)), class_="answers")
    form = element(
        "form",
        element("fieldset", element("legend", "Choose values"), *controls),
        element("fieldset", element("legend", "What comes out"), answers),
        data_explores=name,
        hidden=True,
    )
    return element("div", form, _in_reach(block.table, _table(block.table, name)))


def _control(name: str, words: str, values: tuple[str, ...], start: int) -> Element:
    """A slider over numbers, or a list of names, with its label and the value that is chosen."""
    label = element("label", words, for_=name)
    shown = element("output", values[start], for_=name)
    if all(value[-1:].isdigit() for value in values):
        most = len(values) - 1
        control = element("input", type="range", id=name, min="0", max=str(most), step="1", value=str(start))
        return element("div", label, control, shown, class_="control")
    options = (element("option", each, value=str(n), selected=n == start) for n, each in enumerate(values))
    return element("div", label, element("select", *options, id=name), element("output", hidden=True), class_="control")


def _answer(head: str) -> tuple[Element, Element, Element]:
    bar = element("rect", x=0, y=0, width=0, height=10, class_="bar f0")
    drawn = element("svg", bar, viewBox=f"0 0 {OUTCOME_BAR} 10", preserveAspectRatio="none", aria_hidden="true")
    return element("span", head), drawn, element("output")
