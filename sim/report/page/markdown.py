"""A report as Markdown, to paste into a note or a page of a wiki: texts and tables, without drawings."""

import re
from functools import singledispatch

from sim.scenario.characters import on_one_line

from .document import Chart, Code, Explorer, Report, Section, Table, Terms

_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#|~^$!&@:])")
_AT_THE_START = re.compile(r"^(\d*)([-+=.)])(?=[-+=\s]|$)")  # a list, a rule or the line below a heading


def markdown_of(report: Report) -> str:
    """The whole report."""
    parts = [f"# {plain(report.title)}", plain(report.kind), f"**{plain(report.headline)}**", plain(report.details)]
    for section in report.sections:
        parts += _section(section)
    return "\n\n".join(filter(None, parts)) + "\n"


def _section(section: Section) -> list[str]:
    blocks = [text for block in section.blocks if (text := written_block(block))]
    return [f"## {plain(section.heading)}", *blocks] if blocks else []


def plain(text: str) -> str:
    r"""A text that is nothing but text in Markdown: its signs are escaped, and it stands on one line.

    Examples
    --------
    >>> print(plain("[here](http://x) <b> 1 | 2"))
    \[here\]\(http\://x\) \<b\> 1 \| 2
    """
    signs = _SIGNS.sub(r"\\\1", on_one_line(" ".join(text.split())))
    return _AT_THE_START.sub(r"\1\\\2", signs)


@singledispatch
def written_block(block: object) -> str:
    """A part of a section as Markdown; empty for what Markdown cannot hold."""
    return plain(str(block))


@written_block.register
def _code(block: Code) -> str:
    ticks = "`" * (1 + max(map(len, re.findall("`+", block.text)), default=0))
    return f"{ticks} {on_one_line(block.text)} {ticks}"


@written_block.register
def _terms(block: Terms) -> str:
    return "\n".join(f"- **{plain(name)}**: {plain(said)}" for name, said in block.entries)


@written_block.register
def _table(block: Table) -> str:
    rule = ["--:" if n in block.numbers else ":--" for n in range(len(block.heads))]
    rows = [[plain(cell) for cell in row] for row in (block.heads, *block.rows)]
    lines = [f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:])]
    return "\n".join([f"*{plain(block.caption)}*", "", *lines])


@written_block.register
def _chart(block: Chart) -> str:
    return _table(block.table) if block.table else ""


@written_block.register
def _explorer(block: Explorer) -> str:
    return _table(block.table)
