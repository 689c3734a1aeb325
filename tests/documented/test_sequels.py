"""What the pages say of further steps after an answer and after none is what the record holds."""

from collections import Counter
from pathlib import Path

import pytest

from sim.documented.events import days_between
from sim.documented.history import cases
from sim.documented.pairing import ANSWERED, UNVERIFIED, WITHIN_DAYS, exchanges

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module", name="found")
def _found():
    """Counts of first packages, and of those with a later package of the same side within a year; of what kind."""
    counted = Counter()
    for events in cases().values():
        paired = exchanges(events)
        for exchange in paired:
            act = exchange.package
            if act.is_first and exchange.outcome != UNVERIFIED:
                later = [
                    each.package
                    for each in paired
                    if each.package[:2] == act[:2]
                    and 0 < (days_between(act.date, each.package.date) or 0) <= WITHIN_DAYS
                ]
                is_answered = exchange.outcome == ANSWERED
                counted["acts", is_answered] += 1
                counted["followed", is_answered] += bool(later)
                if later:
                    counted[min(later, key=lambda step: step.date).group, is_answered] += 1
    return counted


def test_a_further_step_comes_as_often_after_an_answer_as_after_none(found):
    silent, answered = (f"{found['followed', is_answered]} of {found['acts', is_answered]}" for is_answered in (0, 1))
    assert (silent, answered) == ("40 of 142", "41 of 162")
    for page in ("trust.md", "crisis/over_trade.md"):
        text = " ".join((DOCS / page).read_text(encoding="utf-8").split())
        assert f"after {silent} first acts without an answer" in text
        assert f"after {answered}" in text


def test_after_an_answer_it_is_mostly_people(found):
    assert found["people sent home", True] == 26
    assert "in 26 of those 41" in (DOCS / "crisis" / "over_trade.md").read_text(encoding="utf-8")
