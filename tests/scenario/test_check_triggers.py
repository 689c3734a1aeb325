"""The harms of a scenario: beside ``test_check.py``, what their days, parties and answers may be."""

from collections.abc import Callable

import pytest

Lines = Callable[..., list[str]]

HARM = "date: 2021-10-03, victim: norway, author: russia, severity: 6"
TO_NATO = "date: 2021-10-03, victim: nato, author: russia, severity: 6"
WORD = "date: 2021-10-04, from: russia, to: norway, move: criticise"


def says(lines: list[str], *problems: str) -> bool:
    """Whether these problems are named, each once and no other."""
    assert [line for line in lines if not any(line.endswith(f": {problem}") for problem in problems)] == []
    assert len(lines) == len(problems)
    return True


BROKEN: dict[str, tuple[list[str], list[str]]] = {
    "a harm before the run": (
        [f"triggers.harm={{{HARM.replace('10-03', '09-03')}}}"],
        ["triggers.harm.date: 2021-09-03 is outside the run; expected 2021-10-01 to 2021-12-31"],
    ),
    "a harm by somebody with whom its victim has no dealings": (
        [f"triggers.harm={{{HARM.replace('author: russia', 'author: nato')}}}"],
        [
            (
                "triggers.harm.author: norway and nato have neither a relation nor a channel; "
                "expected a party that the victim deals with"
            )
        ],
    ),
    "a harm below nothing": (
        [f"triggers.harm={{{HARM.replace('6', '-6')}}}"],
        ["triggers.harm.severity: -6 is out of range; expected 0 to 1000000"],
    ),
    "evidence beyond all doubt": (
        [f"triggers.harm={{{HARM}, evidence: 1.1}}"],
        ["triggers.harm.evidence: 1.1 is out of range; expected 0 to 1"],
    ),
    "a threshold that nobody reaches": (
        [f"triggers.harm={{{HARM}, thresholds: {{nato: 2}}}}"],
        ["triggers.harm.thresholds.nato: 2 is out of range; expected 0 to 1"],
    ),
    "a spread of thresholds without their mean": (
        [f"triggers.harm={{{HARM}, threshold_spread: 0.1}}"],
        ["triggers.harm.threshold_spread: a spread of nothing; expected threshold_mean beside it"],
    ),
    "a harm without a severity": (
        ["triggers.harm={date: 2021-10-03, victim: norway, author: russia}"],
        ["triggers.harm.severity: missing; expected a number"],
    ),
    "one id for a harm and an entry of the record": (
        [f"triggers.harm={{{HARM}}}", f"record.harm={{{WORD}}}"],
        ["triggers.harm: also the id of a scripted move; expected another id"],
    ),
    "an answer by its author": (
        [f"triggers.harm={{{HARM}}}", f"timeline.answer={{{WORD}, answers: harm}}"],
        ["timeline.answer.answers: 'harm' is a harm done to norway by russia; expected a move towards russia"],
    ),
    "an answer in the record before the harm": (
        [
            f"triggers.harm={{{TO_NATO}}}",
            "record.early={date: 2021-10-02, from: nato, to: russia, move: criticise, answers: harm}",
        ],
        ["record.early.answers: 'harm' comes later, on 2021-10-03; expected an earlier harm, or one of the same day"],
    ),
    "a document that answers no harm": (
        [f"triggers.harm={{{HARM}}}", f"observed={{a: {{{WORD}, answers: harms}}}}"],
        [
            "observed.a.answers: no other move is called 'harms'; expected cut, harm or reply; did you mean 'harm'?",
        ],
    ),
}


@pytest.mark.parametrize(("sets", "problems"), BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_named(sets: list[str], problems: list[str], valid: str, lines_of: Lines) -> None:
    assert says(lines_of(valid, *sets), *problems)


FITTING: dict[str, list[str]] = {
    "a harm on the first day": [f"triggers.harm={{{HARM.replace('10-03', '10-01')}}}"],
    "a harm on the last day": [f"triggers.harm={{{HARM.replace('10-03', '12-31')}}}"],
    "a harm done to an alliance": [f"triggers.harm={{{TO_NATO}}}"],
    "two harms": [f"triggers.one={{{HARM}}}", f"triggers.two={{{HARM}}}"],
    "an answer on the same day": [
        f"triggers.harm={{{TO_NATO}}}",
        (
            "timeline.cut={date: 2021-10-03, from: nato, to: russia, move: cut_ceiling, channel: mission, count: 10, "
            "answers: harm}"
        ),
    ],
    "an answer in the record": [
        f"triggers.harm={{{TO_NATO}}}",
        "record.word={date: 2021-10-04, from: nato, to: russia, move: criticise, answers: harm}",
    ],
    "evidence, affinity and a threshold": [
        f"triggers.harm={{{HARM}, evidence: 0.5, affinity: {{nato: 1}}, thresholds: {{nato: 0}}}}"
    ],
}


@pytest.mark.parametrize("sets", FITTING.values(), ids=FITTING)
def test_what_fits_is_let_be(sets: list[str], valid: str, lines_of: Lines) -> None:
    assert lines_of(valid, *sets) == []
