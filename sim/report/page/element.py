"""The elements of a page: the one place where a text becomes part of HTML or SVG, and the one place that escapes it.

A text can be nothing but text, and the value of an attribute nothing but a value.  Only the elements and attributes
listed here can be made; none of them runs anything, loads anything or takes a style.
"""

from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from sim.scenario.characters import escaped

OF_HTML = frozenset(
    """html head meta title body header nav main section footer h1 h2 h3 p a ol ul li dl dt dd div span figure
    figcaption table caption thead tbody tr th td details summary code form fieldset legend label input select option
    output""".split()  # noqa: SIM905 - a list of that length is read more easily without its signs
)
OF_SVG = frozenset(("svg", "g", "path", "line", "rect", "circle", "text"))
VOID = frozenset(("meta", "input"))  # which hold nothing, and are not closed
NAMES = frozenset(
    """aria-hidden aria-label aria-labelledby charset class content cx cy d data-explores for
    height hidden href http-equiv id lang max min name preserveAspectRatio r role scope selected step tabindex
    text-anchor type value viewBox width x x1 x2 y y1 y2""".split()  # noqa: SIM905
)
Value: TypeAlias = "str | int | float | bool | None"
Child: TypeAlias = "Element | Verbatim | str | None"


@dataclass(frozen=True)
class Element:
    """An element with its attributes and what it holds; made by :func:`element`."""

    tag: str
    attributes: dict[str, str]
    children: tuple[Child, ...]

    def __str__(self) -> str:
        named = "".join(f' {name}="{escape(escaped(value))}"' for name, value in self.attributes.items())
        if self.tag in VOID:
            return f"<{self.tag}{named}>"
        inside = "".join(map(written, self.children))
        if not inside and self.tag in OF_SVG:
            return f"<{self.tag}{named}/>"
        return f"<{self.tag}{named}>{inside}</{self.tag}>"


@dataclass(frozen=True)
class Verbatim:
    """The style or the script of the page, which the program holds as a constant; never made from data.

    Raises
    ------
    ValueError
        If the text would end the element.
    """

    tag: str
    text: str

    def __post_init__(self) -> None:
        if self.tag not in ("style", "script") or "</" in self.text or "<!" in self.text:
            raise ValueError(f"{self.tag}: no constant of a page")

    def __str__(self) -> str:
        return f"<{self.tag}>{self.text}</{self.tag}>"


def element(tag: str, *children: Child, **attributes: Value) -> Element:
    """An element.

    Parameters
    ----------
    children : elements and texts, in their order; None is left out
    attributes : by name, an underscore for a hyphen; ``class_`` and ``for_`` for words of Python.  None and False are
        left out, True stands without a value, numbers get one decimal

    Raises
    ------
    ValueError
        For an element or an attribute that no page has, and a link that leads to neither this page nor the web.

    Examples
    --------
    >>> str(element("p", "a < b", class_="note"))
    '<p class="note">a &lt; b</p>'
    """
    if tag not in OF_HTML | OF_SVG:
        raise ValueError(f"{tag}: no element of a page")
    named = {_attribute(name): _value(value) for name, value in attributes.items() if _is_said(value)}
    if not named.get("href", "#").startswith(("#", "https://")):
        raise ValueError(f"href {named['href']!a}: leads neither into this page nor to the web")
    return Element(tag, named, children)


def _is_said(value: Value) -> bool:
    """Whether an attribute stands: 0 is a value, though Python takes it for False."""
    return value is not None and value is not False


def _attribute(name: str) -> str:
    plain = name.rstrip("_").replace("_", "-")
    if plain not in NAMES:
        raise ValueError(f"{plain}: no attribute of a page")
    return plain


def _value(value: Value) -> str:
    if isinstance(value, str):
        return value
    return "" if value is True else number(float(value or 0))


def number(value: float) -> str:
    """A coordinate: one decimal at most, and none that says nothing.

    Examples
    --------
    >>> number(12.0), number(3.14159), number(-0.01)
    ('12', '3.1', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def written(child: Child) -> str:
    """What stands within an element, as the page holds it."""
    if child is None:
        return ""
    return escape(escaped(child), quote=False) if isinstance(child, str) else str(child)
