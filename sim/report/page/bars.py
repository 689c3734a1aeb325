"""Small drawings of shares: a bar each, with its interval."""

from collections.abc import Sequence
from typing import NamedTuple

from .axes import Scale
from .element import Element, element

WIDTH, ROW, BAR, AXIS = 480.0, 40.0, 14.0, 22.0
LEFT, RIGHT = 4.0, 14.0
HALVES = ((0.0, "0 %"), (0.25, "25 %"), (0.5, "50 %"), (0.75, "75 %"), (1.0, "100 %"))


class Bar(NamedTuple):
    """A share with its interval: what is counted, and the number as it is read."""

    words: str
    text: str
    share: float
    low: float
    high: float
    look: str = "f0"


def drawn_bars(bars: Sequence[Bar], says: str) -> Element:
    """Draw shares of histories from 0 to 100 %; what each is of stands above its bar."""
    across, floor = Scale(0, 1, LEFT, WIDTH - RIGHT), ROW * len(bars)
    rules = [element("line", x1=across(at), x2=across(at), y1=0, y2=floor) for at, _ in HALVES]
    drawn = [part for n, bar in enumerate(bars) for part in _drawn(bar, across, ROW * n)]
    texts = [
        element(
            "text", text, x=across(at), y=floor + 15, class_="extra" if at in (0.25, 0.75) else None,
            text_anchor="start" if at == 0 else "end" if at == 1 else "middle",
        )
        for at, text in HALVES
    ]  # fmt: skip
    size = f"0 0 {WIDTH:g} {floor + AXIS:g}"
    return element(
        "svg", element("g", *rules, class_="grid"), *drawn, *texts, viewBox=size, role="img", aria_label=says
    )


def _drawn(bar: Bar, across: Scale, top: float) -> list[Element]:
    y = top + 20
    middle = y + BAR / 2
    return [
        element("text", f"{bar.words}: {bar.text}", x=LEFT, y=top + 15),
        element("rect", x=across(0), y=y, width=across(bar.share) - across(0), height=BAR, class_=f"bar {bar.look}"),
        *(_whisker(bar, across, middle) if bar.low < bar.high else ()),
    ]


def _whisker(bar: Bar, across: Scale, middle: float) -> list[Element]:
    """An interval; a number without one has none."""
    line = element("line", x1=across(bar.low), x2=across(bar.high), y1=middle, y2=middle, class_="whisker")
    ends = (
        element("line", x1=across(end), x2=across(end), y1=middle - 4, y2=middle + 4, class_="whisker")
        for end in (bar.low, bar.high)
    )
    return [line, *ends]
