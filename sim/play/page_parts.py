"""Parts of a page: texts, lists and tables, all of which show what they are given and obey none of it."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Any

from nicegui import ui

from sim.report.page.document import Table as Shown

from .kept import REPORT, Kept
from .news import Between
from .seat import Seat
from .wording import status_words

BREAKS = "overflow-wrap: anywhere"  # of long paths, on a narrow page
SHORT = 12  # characters of a cell up to which it is never broken, such as a day


def live(tag: str, role: str) -> ui.element:
    """An element whose changes screen readers say."""
    return ui.element(tag).props(f'role="{role}"')


def fill(element: ui.element, text: str) -> None:
    """Put another text into an element."""
    element.clear()
    with element:
        ui.label(text)


def plain(tag: str, text: str) -> ui.element:
    """An element that holds a text, which can become nothing else."""
    with ui.element(tag) as element:
        ui.label(text)
    return element


def named(element: ui.element, name: str) -> None:
    """Give a control the name that screen readers say."""
    element._props["aria-label"] = name


def listed(head: str, lines: Any) -> None:
    """A heading and a list, where there is anything to list."""
    lines = list(lines)
    if not lines:
        return
    plain("h2", head).classes("text-lg mt-2")
    with ui.element("ul").classes("list-disc pl-6"):
        for line in lines:
            plain("li", line)


def shown_table(table: Shown) -> None:
    """A table of a report, with what it holds above it."""
    plain("h2", table.caption).classes("text-lg mt-4")
    _rows(table.heads, table.rows)


def shown_command(text: str) -> None:
    """What to type in a terminal."""
    plain("code", text).classes("block p-1 bg-gray-100").style(BREAKS)


def shown_kept(kept: Kept) -> None:
    """Where a game is kept, how it goes on, and what can still be done once the server has left."""
    for line in kept.lines:
        plain("p", line).classes("mt-1").style(BREAKS)
    if kept.command:
        plain("p", "To go on with this game, type in a terminal:").classes("mt-1")
        shown_command(kept.command)
    with ui.row().classes("w-full items-center gap-4 my-2 print-hide"):
        ui.button("Print").props("no-caps").on("click", js_handler="() => window.print()")
        with ui.element("a").classes("underline") as link:
            ui.label("Save the report as one page")
        link._props |= {"href": f"data:text/html;base64,{b64encode(kept.report.encode()).decode()}", "download": REPORT}


def posts_of(seat: Seat, between: Between) -> None:
    """The posts of both with their people, and then the ties, which have none."""
    known = seat.table.base.ties
    posts = [post for post in between.posts if post.channel not in known]
    ties = [post for post in between.posts if post.channel in known]
    rows = [(post.name, status_words(seat, post), _number(post.accredited), _number(post.ceiling)) for post in posts]
    if rows or not ties:
        _rows(("Post", "Status", "People", "Ceiling"), rows)
    if ties:
        _rows(("Tie", "Status"), [(tie.name, status_words(seat, tie)) for tie in ties])


def _number(value: int | None) -> str:
    return "–" if value is None else str(value)


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table; where it is wider than the page, it is moved sideways, also by keyboard."""
    with (
        ui.element("div").classes("w-full overflow-x-auto").props('tabindex="0"'),
        ui.element("table").classes("w-full text-left"),
    ):
        with ui.element("thead"), ui.element("tr"):
            for head in heads:
                plain("th", head).classes("pr-3 align-top").props('scope="col"')
        with ui.element("tbody"):
            for row in rows:
                with ui.element("tr"):
                    for cell in row:
                        plain("td", cell).classes(f"pr-3 align-top{' whitespace-nowrap' if len(cell) <= SHORT else ''}")
