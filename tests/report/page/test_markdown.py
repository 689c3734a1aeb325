"""A report as Markdown: texts and tables, and no name becomes anything else."""

import pytest

from sim.report.page.document import Section, Table
from sim.report.page.markdown import markdown_of, plain
from tests.report.page.readers import wrong_in_markdown
from tests.report.page.test_element import HOSTILE
from tests.report.page.test_html import EXPLORED, REPORT

EXPECTED = """\
# Two states

Report of one history

**Arden breaks.**

Seed 1

## What happened

A line.

*Moves*

| No. | What |
| --: | :-- |
| 1 | expels |
| 2 | recalls |

*Numbers*

| Day | Loss |
| :-- | :-- |
| 1 Mar | 0.10 |

## Words

- **loss**: what is gone

` detente run two_states `
"""


def test_a_report_has_its_texts_and_the_tables_of_its_charts() -> None:
    assert markdown_of(REPORT) == EXPECTED


def test_the_points_of_a_sweep_stand_in_a_table() -> None:
    assert "| 1 | ledger | 40 % |" in markdown_of(EXPLORED)


OF_MARKDOWN = {
    "a link": "[here](http://example.org)",
    "an address": "http://example.org <http://example.org>",
    "a picture": "![x](http://example.org)",
    "a heading": "# Heading",
    "a list": "- item",
    "a numbered list": "1. item",
    "a rule": "---",
    "a heading underlined": "===",
    "stress": "*a* _b_ **c** ~~d~~",
    "code": "`a`",
    "a cell": "a | b",
    "an escape": "a\\",
    "two lines": "a\n\n# b",
}


@pytest.mark.parametrize("text", [*HOSTILE.values(), *OF_MARKDOWN.values()], ids=[*HOSTILE, *OF_MARKDOWN])
def test_a_text_stays_text(text: str) -> None:
    table = Table(text, (text, "b"), ((text, text),))
    said = markdown_of(type(REPORT)(text, text, text, text, (Section("s", text, (text, table)),)))
    assert wrong_in_markdown(said) == ""
    assert said.count("\n|") == 3


def test_signs_are_escaped_and_words_are_not() -> None:
    assert plain("loss 0.61 (a*b)") == r"loss 0.61 \(a\*b\)"
