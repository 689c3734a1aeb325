"""What a scenario documents, plans and lets two parties hold against each other fits together.

Beside tests of every reference in ``test_check.py``: the record and its notes of staff, measures, plans to
be founded, and the keys by party of a relation.
"""

from collections.abc import Callable

import pytest

Lines = Callable[..., list[str]]

MOVE = "date: 2021-10-06, from: nato, to: russia"
BACK = "date: 2021-10-07, from: russia, to: nato"


def says(lines: list[str], *problems: str) -> bool:
    """Whether these problems are named, each once and no other."""
    assert [line for line in lines if not any(line.endswith(f": {problem}") for problem in problems)] == []
    assert len(lines) == len(problems)
    return True


# settings on the sound scenario, and what is then wrong
BROKEN: dict[str, tuple[list[str], list[str]]] = {
    "a note of nothing at all": (
        ["record.note={date: 2021-10-02}"],
        ["record.note: neither a move nor a note of staff; expected move, or channel with ceiling or accredited"],
    ),
    "a note of a channel that there is not": (
        ["record.note={date: 2021-10-02, channel: misson, accredited: 3}"],
        [
            (
                "record.note.channel: no channel is called 'misson'; expected council, embassy or mission; "
                "did you mean 'mission'?"
            )
        ],
    ),
    "a note of more people than posts": (
        ["record.note={date: 2021-10-02, channel: mission, ceiling: 3, accredited: 4}"],
        ["record.note.accredited: 4 people for a ceiling of 3; expected at most 3"],
    ),
    "a note of fewer people than none": (
        ["record.note={date: 2021-10-02, channel: mission, accredited: -1}"],
        ["record.note.accredited: -1 is out of range; expected 0 to 1000000"],
    ),
    "a note before the run": (
        ["record.note={date: 2021-09-30, channel: mission, accredited: 3}"],
        ["record.note.date: 2021-09-30 is outside the run; expected 2021-10-01 to 2021-12-31"],
    ),
    "a recorded move with one party": (
        ["record.half={date: 2021-10-02, move: criticise, from: nato}"],
        ["record.half: 'criticise' needs two parties; expected from and to"],
    ),
    "a recorded move of nobody that there is": (
        ["record.odd={date: 2021-10-02, move: criticise, from: csto, to: russia}"],
        ["record.odd.from: no state or alliance is called 'csto'; expected nato, norway or russia"],
    ),
    "a recorded expulsion of nobody": (
        [f"record.odd={{{MOVE}, move: expel, channel: mission}}"],
        ["record.odd.count: 'expel' needs a count; expected 1 or more"],
    ),
    "a recorded deadline gone by": (
        [f"record.odd={{{MOVE}, move: expel, channel: mission, count: 1, deadline: 2021-10-05}}"],
        ["record.odd.deadline: 2021-10-05 is before the move; expected 2021-10-06 or later"],
    ),
    "a recorded answer to what comes later": (
        [
            f"record.first={{{MOVE}, move: criticise, answers: then}}",
            f"record.then={{{BACK}, move: criticise}}",
        ],
        ["record.first.answers: 'then' comes later, on 2021-10-07; expected an earlier move, or one of the same day"],
    ),
    "a circle between record and timeline": (
        [
            f"record.one={{{MOVE}, move: criticise, answers: two}}",
            f"timeline.two={{{BACK.replace('07', '06')}, move: criticise, answers: one}}",
        ],
        [
            "record.one.answers: the moves answer each other in a circle; expected a first move that answers none",
            "timeline.two.answers: the moves answer each other in a circle; expected a first move that answers none",
        ],
    ),
    "a measure without a severity": (
        [f"timeline.measure={{{MOVE}, move: measure}}"],
        ["timeline.measure.severity: 'measure' has none; expected a severity"],
    ),
    "a measure on a channel": (
        [f"timeline.measure={{{MOVE}, move: measure, severity: 4, channel: mission}}"],
        ["timeline.measure.channel: 'measure' is not made on a channel; expected none"],
    ),
    "posts given back without a number": (
        [f"timeline.restore={{{MOVE}, move: restore_posts, channel: mission}}"],
        ["timeline.restore.count: 'restore_posts' needs a count; expected 1 or more"],
    ),
    "posts given back by who lost them": (
        [f"timeline.restore={{{BACK}, move: restore_posts, channel: mission, count: 2}}"],
        ["timeline.restore.from: 'russia' cannot make 'restore_posts' on 'mission'; expected its host, nato"],
    ),
    "a plan where nothing is being built": (
        ["channels.plan={kind: embassy, sender: russia, host: norway, status: planned}"],
        ["channels.plan.status: planned, and nothing is being built; expected building: true at the top"],
    ),
    "an institution of others founded": (
        [f"timeline.found={{{MOVE}, move: found_institution, channel: embassy}}"],
        ["timeline.found.channel: 'embassy' does not join nato and russia; expected a planned channel of these two"],
    ),
    "a posture of a stranger": (
        ["relations.nato_russia.posture={norway: 3}"],
        ["relations.nato_russia.posture.norway: no party of this relation is called 'norway'; expected nato or russia"],
    ),
    "a posture below nothing": (
        ["relations.nato_russia.posture={nato: -1}"],
        ["relations.nato_russia.posture.nato: -1 is out of range; expected 0 to 1000000"],
    ),
    "recognition asked by a stranger": (
        ["relations.nato_russia.asks_recognition={norway: 0.1}"],
        [
            (
                "relations.nato_russia.asks_recognition.norway: no party of this relation is called 'norway'; "
                "expected nato or russia"
            )
        ],
    ),
    "recognition asked more than once a day": (
        ["relations.nato_russia.asks_recognition={nato: 1.5}"],
        ["relations.nato_russia.asks_recognition.nato: 1.5 is out of range; expected 0 to 1"],
    ),
}


@pytest.mark.parametrize(("sets", "problems"), BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_named(sets: list[str], problems: list[str], valid: str, lines_of: Lines) -> None:
    assert says(lines_of(valid, *sets), *problems)


FITTING: dict[str, list[str]] = {
    "a note of a ceiling alone": ["record.note={date: 2021-10-02, channel: mission, ceiling: 30}"],
    "a note of people alone": ["record.note={date: 2021-10-02, channel: mission, accredited: 3}"],
    "a note of an empty post": ["record.note={date: 2021-10-02, channel: mission, accredited: 0}"],
    "staff noted beside a scripted move": ["timeline.cut.ceiling=10", "timeline.cut.accredited=10"],
    "a recorded move with its ministry and its effective day": [
        f"record.cut_before={{{MOVE}, move: criticise, ministry: council, effective: 2021-10-09}}"
    ],
    "a recorded answer to a scripted move": [f"record.word={{{BACK}, move: criticise, answers: cut}}"],
    "a measure with a severity": [f"timeline.measure={{{MOVE}, move: measure, severity: 4}}"],
    "posts given back by the host": [f"timeline.back={{{MOVE}, move: restore_posts, channel: mission, count: 2}}"],
    "restrictions lifted": [f"timeline.back={{{MOVE}, move: lift_restrictions, channel: mission}}"],
    "a founding act without an institution": [f"timeline.found={{{MOVE}, move: found_institution}}"],
    "a planned council founded": [
        "building=true",
        "channels.forum={kind: council, between: [nato, russia], status: planned}",
        f"timeline.found={{{MOVE}, move: found_institution, channel: forum}}",
    ],
    "building with nothing planned": ["building=true"],
    "a posture by default": ["relations.nato_russia.posture={}"],
    "a posture of one side": ["relations.nato_russia.posture={nato: 12.5}"],
    "recognition asked": ["relations.nato_russia.asks_recognition={russia: 0.01}"],
}


@pytest.mark.parametrize("sets", FITTING.values(), ids=FITTING)
def test_what_fits_is_let_be(sets: list[str], valid: str, lines_of: Lines) -> None:
    assert lines_of(valid, *sets) == []


def test_a_channel_that_there_is_not_is_named_once_though_staff_is_noted_of_it(valid: str, lines_of: Lines) -> None:
    lines = lines_of(valid, "timeline.cut.channel=misson", "timeline.cut.accredited=4")
    assert len([line for line in lines if "'misson'" in line]) == 1


def test_a_note_of_staff_is_nothing_that_could_be_answered(valid: str, lines_of: Lines) -> None:
    note = "record.note={date: 2021-10-02, channel: mission, accredited: 3}"
    lines = lines_of(valid, note, "timeline.cut.answers=note")
    assert len(lines) == 1
    assert "timeline.cut.answers: 'note' is " in lines[0]
    assert "None" not in lines[0]


def test_only_what_is_planned_is_founded(valid: str, lines_of: Lines) -> None:
    lines = lines_of(valid, f"timeline.found={{{MOVE}, move: found_institution, channel: mission}}")
    assert [": timeline.found.channel: " in line for line in lines] == [True]
