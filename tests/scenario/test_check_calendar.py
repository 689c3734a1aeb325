"""The calendar of a scenario: whose day it may be, what fits a kind of day, and what of it changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from sim.scenario.check_calendar import idle_entries
from sim.scenario.load import load_scenario, scenario_from

Lines = Callable[..., list[str]]

OATH = "date: 2021-11-01, kind: inauguration, of: russia"
SUMMIT = "date: 2021-11-01, kind: summit, between: [nato, russia]"
BROKEN: dict[str, tuple[str, list[str]]] = {
    "a day that is nobody's": (
        "date: 2021-11-01, kind: election",
        ["calendar.day.of: neither of nor between; expected of: a, or between: [a, b]"],
    ),
    "a day of one and of two": (
        f"{OATH}, between: [nato, russia]",
        ["calendar.day.of: of beside between; expected of: a, or between: [a, b]"],
    ),
    "a summit of one": (
        OATH.replace("inauguration", "summit"),
        ["calendar.day.between: missing for the kind summit; expected between: [a, b]"],
    ),
    "a day of a stranger": (
        OATH.replace("russia", "rusia"),
        [
            (
                "calendar.day.of: no state or alliance is called 'rusia'; "
                "expected nato, norway or russia; did you mean 'russia'?"
            )
        ],
    ),
    "a summit with oneself": (
        SUMMIT.replace("nato", "russia"),
        ["calendar.day.between.1: 'russia' is named twice; expected two parties"],
    ),
    "a summit of two that have no dealings": (
        SUMMIT.replace("russia", "norway"),
        [
            (
                "calendar.day.between: nato and norway have neither a relation nor a channel; "
                "expected two parties that deal with each other"
            )
        ],
    ),
    "a kind that there is not": (
        OATH.replace("inauguration", "coronation"),
        [
            (
                "calendar.day.kind: 'coronation' is not known here; expected anniversary, deadline, deal, election, "
                "inauguration, other or summit"
            )
        ],
    ),
    "a policy of two": (
        f"{SUMMIT}, policy: stern",
        ["calendar.day.policy: the day is nobody's; expected of: a, whose policy it is"],
    ),
    "a policy that there is not": (
        f"{OATH}, policy: sterm",
        ["calendar.day.policy: no policy is called 'sterm'; did you mean 'stern'?"],
    ),
    "a number out of its range": (
        f"{OATH}, changes: {{silence_first: 2}}",
        ["calendar.day.changes.silence_first: 2 is out of range; expected 0 to 1"],
    ),
    "a party that has nothing to do with the day": (
        f"{SUMMIT}, grievance: {{norway: 1}}",
        ["calendar.day.grievance.norway: no party of this day is called 'norway'; expected nato or russia"],
    ),
    "a wait that begins on the day": (
        f"{OATH}, waits: {{nato: 2021-11-01}}",
        ["calendar.day.waits.nato: 2021-11-01 is not before the day itself; expected before 2021-11-01"],
    ),
    "an end before the beginning": (
        f"{OATH}, policy: ledger, until: 2021-10-31",
        ["calendar.day.until: 2021-10-31 is not after the date; expected after 2021-11-01"],
    ),
    "an end of nothing": (
        f"{OATH}, until: 2021-12-01",
        ["calendar.day.until: nothing ends on it; expected policy, changes or yearly beside it"],
    ),
    "a policy each year": (
        f"{OATH}, yearly: true, policy: ledger",
        ["calendar.day.yearly: used for changes of grievances alone; expected an entry a year"],
    ),
    "nothing each year": (
        f"{OATH}, yearly: true",
        ["calendar.day.yearly: nothing returns each year; expected grievance or forgets beside it"],
    ),
    "an inauguration that restores": (
        f"{OATH}, restores: [posts]",
        ["calendar.day.restores: not used by the kind inauguration; expected kind: summit or deal"],
    ),
    "a deal about nothing": (
        SUMMIT.replace("summit", "deal"),
        [
            (
                "calendar.day.restores: a deal about nothing; expected a list of ambassadors, posts, access, missions, "
                "consulates, institutions or ties; or kind: summit"
            )
        ],
    ),
    "a thing that nobody can give back": (
        f"{SUMMIT}, restores: [trust]",
        [
            (
                "calendar.day.restores.0: 'trust' is not known here; "
                "expected access, ambassadors, consulates, institutions, missions, posts or ties"
            )
        ],
    ),
    "a post of others": (
        f"{SUMMIT}, restores: [posts], channels: [embassy]",
        ["calendar.day.channels.0: no channel of the two is called 'embassy'; expected council or mission"],
    ),
    "no share": (f"{SUMMIT}, share: 0", ["calendar.day.share: 0 is out of range; expected more than 0"]),
}


@pytest.mark.parametrize(("entry", "problems"), BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_named(entry: str, problems: list[str], valid: str, lines_of: Lines) -> None:
    lines = lines_of(valid, f"calendar.day={{{entry}}}")
    assert [line[line.index(": calendar") + 2 :] for line in lines] == problems


def test_a_mistake_in_a_file_is_named_with_its_line(valid: str, lines_of: Lines) -> None:
    text = f"{valid}calendar:\n  day: {{{OATH}, waits: {{noway: 2021-10-01}}}}\n"
    [line] = lines_of(text)
    assert line.startswith("x.yaml:23:74: ")
    assert line.endswith(
        "no party of this day is called 'noway'; expected nato, norway or russia; did you mean 'norway'?"
    )


def test_of_a_mixture_nothing_is_changed(valid: str, lines_of: Lines) -> None:
    mixed = "policies.stern.mixture={ledger: 1}"
    [line] = lines_of(valid, mixed, f"calendar.day={{{OATH}, changes: {{k: 2}}}}")
    assert line.endswith("calendar.day.changes: 'stern' is a mixture; expected policy: another one")


def test_an_id_is_that_of_one_thing(valid: str, lines_of: Lines) -> None:
    [line] = lines_of(valid, f"calendar.cut={{{OATH}}}")
    assert line.endswith("calendar.cut: also the id of a scripted move or a harm; expected another id")


def test_two_meet_once_a_day(valid: str, lines_of: Lines) -> None:
    other = SUMMIT.replace("[nato, russia]", "[russia, nato]")
    [line] = lines_of(valid, f"calendar.one={{{SUMMIT}}}", f"calendar.two={{{other}}}")
    assert line.endswith("calendar.two.date: the two meet on this day already, by 'one'; expected one entry for both")


IDLE = {
    "nothing": (
        {"date": "2030-05-01", "kind": "other", "of": "arden"},
        " changes nothing: it says no policy, changes, waits, grievance or forgets; figures mark the day",
    ),
    "after the end": (
        {"date": "2031-05-01", "kind": "summit", "between": ["arden", "belmora"]},
        " changes nothing: 2031-05-01 is after the end of the run, 2030-12-31",
    ),
    "before the start": (
        {"date": "2029-05-01", "kind": "summit", "between": ["arden", "belmora"]},
        " changes nothing: 2029-05-01 is before the start of the run, 2030-01-01",
    ),
    "a policy that is over before the start": (
        {"date": "2029-05-01", "kind": "other", "of": "arden", "policy": "grit", "until": "2029-06-01"},
        " changes nothing: 2029-05-01 is before the start of the run, 2030-01-01",
    ),
    "the policy that is followed anyway": (
        {"date": "2030-05-01", "kind": "election", "of": "arden", "policy": "arden"},
        ".policy changes nothing: arden follows that policy anyway",
    ),
    "a wait before anybody decides": (
        {"date": "2030-01-01", "kind": "other", "of": "arden", "waits": {"belmora": "2029-12-01"}},
        ".waits changes nothing: nobody decides before 2030-01-01",
    ),
    "what is not there": (
        {"date": "2030-05-01", "kind": "summit", "between": ["arden", "belmora"], "channels": ["joint_commission"],
         "restores": ["posts", "institutions"]},
        ".restores: the two have no posts to give back",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "note"), IDLE.values(), ids=IDLE)
def test_what_changes_nothing_is_noted(entry: dict[str, Any], note: str) -> None:
    case = scenario_from({"extends": "two_states", "name": "idle", "calendar": {"day": entry}})
    assert [*idle_entries(case)] == [f"calendar.day{note}"]


NOT_IDLE: dict[str, dict[str, Any]] = {
    "a policy from before the start": {"date": "2029-05-01", "kind": "other", "of": "arden", "policy": "grit"},
    "a yearly day from before the start": {
        "date": "2001-05-01", "kind": "anniversary", "of": "arden", "yearly": True, "grievance": {"belmora": 1.0}
    },
    "a summit": {"date": "2030-05-01", "kind": "summit", "between": ["arden", "belmora"], "restores": ["posts"]},
}  # fmt: skip


@pytest.mark.parametrize("entry", NOT_IDLE.values(), ids=NOT_IDLE)
def test_of_what_changes_something_nothing_is_noted(entry: dict[str, Any]) -> None:
    case = scenario_from({"extends": "two_states", "name": "busy", "calendar": {"day": entry}})
    assert [*idle_entries(case)] == []


def test_a_day_is_moved_and_removed_by_a_setting() -> None:
    moved = load_scenario("new_president_2016", settings=["calendar.inauguration.date=2017-02-20"])
    assert moved.calendar["inauguration"].date.isoformat() == "2017-02-20"
    gone = load_scenario("new_president_2016", settings=["calendar.inauguration=null"])
    assert [*gone.calendar] == ["vote_of_congress"]
