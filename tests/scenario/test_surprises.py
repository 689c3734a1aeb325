"""What `check` says of a scenario that is sound and may surprise: a line each, from a rule with a name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.load import read_scenario, shipped_scenarios
from sim.scenario.surprises import MOST, RULES, surprises

Warned = Callable[..., list[str]]

BASE = """\
name: x
title: X
start: 2030-01-01
end: 2030-12-31
parameters: {incidents_per_day: 1/4000}
policies:
  arden: {preset: ledger}
states:
  arden: {name: Arden, policy: arden}
  belmora: {name: Belmora}
channels:
  arden_embassy: {kind: embassy, sender: arden, host: belmora, accredited: 9}
  belmora_embassy: {kind: embassy, sender: belmora, host: arden, accredited: 9}
"""
DEFAULT = "is a default that nobody chose: a grievance of 3, and up to 34 more while institutions are whole"


@pytest.fixture
def warned(here: Path) -> Warned:
    """The warnings of x.yaml with some settings, and a part of its text replaced."""

    def read(*sets: str, text: str = BASE) -> list[str]:
        (here / "x.yaml").write_text(text)
        return [*map(str, surprises(read_scenario("x.yaml", sets)))]

    return read


def test_nothing_surprises_where_all_is_said(warned: Warned) -> None:
    assert warned() == []


UNSAID = BASE.replace("parameters: {incidents_per_day: 1/4000}\n", "")


def test_first_acts_that_come_by_chance_at_a_rate_that_nobody_chose(warned: Warned) -> None:
    # two directions, 365 days: 1 - exp(-2 x 365 / 4000) = 0.167
    says = "one in 4,000 days each way, so at least one in 17 % of histories; in the record of crises one in 24,570"
    between = "first expulsions come by chance between Arden and Belmora, at a rate that nobody chose"
    assert warned(text=UNSAID) == [f"x.yaml: parameters.incidents_per_day: {between}: {says} {RULE}"]
    assert warned("parameters.incidents_per_day=0.001", text=UNSAID) == []
    assert warned("by_hand=[arden, belmora]", text=UNSAID) == []
    assert "one in 4,000 days each way, so at least one in 9 %" in warned("by_hand=[arden]", text=UNSAID)[0]


def test_an_alliance_begins_by_chance_only_where_it_hosts_people(warned: Warned) -> None:
    league = "alliances:\n  league: {name: the League, members: [belmora]}\n"
    mission = BASE + "  post: {kind: mission, sender: arden, host: league, accredited: 4}\n" + league
    [line] = [line for line in warned(text=mission) if "by_default" in line]
    # one direction: 1 - exp(-365 / 19000) = 0.019
    says = "one in 19,000 days each way, so at least one in 2 % of histories; in the record of crises one in 18,832"
    between = "first expulsions come by chance between Arden and the League, at a rate that nobody chose"
    assert line == f"x.yaml:5:1: parameters.alliance_incidents_per_day: {between}: {says} {RULE}"
    own = mission + "relations: {arden_league: {between: [arden, league], incidents_per_day: {league: 0.01}}}\n"
    for said in (warned(text=own), warned("channels.post.accredited=0", text=mission)):
        assert [line for line in said if "by_default" in line] == []


RULE = "[chance_by_default]"


def test_two_parties_of_one_name(warned: Warned) -> None:
    said = "x.yaml:10:3: states.belmora: Arden is also the name of arden [alike_by_name]"
    assert warned(text=BASE.replace("name: Belmora", "name: Arden")) == [said]


def test_a_breaking_point_that_nobody_chose(warned: Warned) -> None:
    said = f"the breaking point of Arden {DEFAULT} (breaking_floor, breaking_hollowing) [default_breaking_point]"
    assert warned("policies.arden.breaks=true") == [f"--set policies.arden.breaks=true: policies.arden.breaks: {said}"]
    assert warned("policies.arden.breaks=true", "policies.arden.breaking_floor=9") == []
    assert warned("policies.arden.breaks=true", "parameters.breaking_hollowing=9") == []


def test_a_breaking_point_of_one_relation_alone(warned: Warned) -> None:
    relations = "relations: {a_b: {between: [arden, belmora], breaks: {belmora: true}}}\n"
    [line] = warned(text=BASE + relations)
    assert line.startswith("x.yaml:10:3: states.belmora.policy: the breaking point of Belmora")


def test_an_actor_of_whom_nobody_can_be_expelled(warned: Warned) -> None:
    unknown = "no post of Arden says how many people it has, so that nobody can be expelled from it (accredited)"
    none = "no post of Arden is here, so that none can be closed, and nobody expelled from it"
    place = "x.yaml:9:3: states.arden"
    assert warned("channels.arden_embassy.accredited=0") == [f"{place}: {unknown} [untouchable]"]
    assert warned("channels.arden_embassy=null") == [f"{place}: {none} [untouchable]"]


def test_a_tie_that_is_worth_nothing(warned: Warned) -> None:
    ties = "ties: {trade: {kind: trade, between: [arden, belmora], worth: {belmora: 0}}}\n"
    says = "this tie is worth 0 to Belmora: nothing is lost there with it"
    assert warned(text=BASE + ties) == [f"x.yaml:14:56: ties.trade.worth: {says} [worthless_tie]"]


def test_a_day_of_the_calendar_that_changes_nothing(warned: Warned) -> None:
    [line] = warned(text=BASE + "calendar: {vote: {date: 2030-05-01, kind: election, of: arden}}\n")
    assert line.startswith("x.yaml:14:12: calendar.vote: changes nothing: ")
    assert line.endswith("[idle_calendar]")


def test_a_silent_actor_that_can_still_act(warned: Warned) -> None:
    [line] = warned("policies.arden.silence_first=1")
    assert "policies.arden.silence_first: the silence of Arden is about first acts alone; all else goes by" in line
    assert line.endswith("incidents_per_day 0.00025, talks_per_day 0.00278 [silent_but]")
    assert "silence_reply" in line
    everything = [f"policies.arden.{key}=1" for key in silences()]
    alone = ("parameters.incidents_per_day=0", "parameters.talks_per_day=0", "timeline={}")
    assert [line for line in warned(*everything, *alone) if "silent_but" in line] == []


def silences() -> list[str]:
    from sim.scenario.surprises import _SILENCES

    return [*_SILENCES]


def test_nobody_begins(warned: Warned) -> None:
    assert warned("parameters.incidents_per_day=0") == [
        "x.yaml: timeline: no act is given, and nobody begins one, so that nothing hostile happens [nobody_begins]"
    ]


def test_a_record_that_is_not_played(warned: Warned) -> None:
    record = "record:\n  words: {date: 2030-02-01, from: arden, to: belmora, move: criticise}\n"
    says = "1 entry is not played: from 2030-01-01 actors decide (autonomous_from)"
    assert warned(text=BASE + record) == [f"x.yaml:15:3: record.words: {says} [record_not_played]"]
    assert warned("autonomous_from=2030-03-01", text=BASE + record) == []


@pytest.mark.parametrize(
    ("how_much", "number", "is_read"),
    [
        ("tit_for_tat", "k", False),
        ("ledger", "k", True),
        ("ledger", "c", False),
        ("proportional", "c", True),
        ("grim_trigger", "k", False),
        ("grim_trigger", "grim_above", True),
        ("bully", "cow_above", True),
        ("bully", "aspiration", False),
        ("win_stay_lose_shift", "aspiration", True),
    ],
)
def test_a_number_that_the_rule_for_replies_does_not_look_at(
    warned: Warned, how_much: str, number: str, is_read: bool
) -> None:
    lines = warned(f"policies.arden.how_much={how_much}", f"policies.arden.{number}=3")
    idle = f"--set policies.arden.{number}=3: policies.arden.{number}: this number changes nothing"
    says = f"{idle}: the rule for its replies, {how_much}, does not look at it [number_not_read]"
    assert lines == ([] if is_read else [says])


@pytest.mark.parametrize(
    ("initiates", "number", "is_read"),
    [
        ("nothing", "initiative_per_day", False),
        ("salami", "initiative_per_day", True),
        ("salami", "concessions", False),
        ("grit", "concessions", True),
        ("grit", "salami_severity", False),
    ],
)
def test_a_number_that_what_it_starts_does_not_look_at(
    warned: Warned, initiates: str, number: str, is_read: bool
) -> None:
    lines = warned(f"policies.arden.initiates={initiates}", f"policies.arden.{number}=1")
    says = f"a policy that starts {initiates} of its own accord does not look at it [number_not_read]"
    assert [line.endswith(says) for line in lines] == ([] if is_read else [True])


RECALL = "timeline: {{recall: {{date: 2030-02-01, from: belmora, to: arden, move: {}}}}}\n"


def test_a_silence_by_which_no_given_act_goes(warned: Warned) -> None:
    recall = BASE + RECALL.format("recall_ambassador, channel: belmora_embassy")
    says = "no act that the file gives against Arden goes by this number: recall_ambassador goes by silence_recall"
    place = "--set policies.arden.silence_first=0: policies.arden.silence_first"
    assert warned("policies.arden.silence_first=0", text=recall) == [f"{place}: {says} [silence_of_no_act]"]
    assert warned("policies.arden.silence_recall=0", text=recall) == []
    assert warned("policies.arden.silence_first=0") == []  # no act is given: incidents may come


def test_a_silence_that_stands_for_that_about_ties_is_read(warned: Warned) -> None:
    ties = "ties: {trade: {kind: trade, between: [arden, belmora]}}\n"
    ban = BASE + ties + RECALL.format("ban_trade, channel: trade")
    assert warned("policies.arden.silence_first=0", text=ban) == []
    [line] = warned("policies.arden.silence_first=0", "policies.arden.silence_tie=0.5", text=ban)
    assert line.endswith("goes by this number: ban_trade goes by silence_tie [silence_of_no_act]")


def test_a_count_above_what_the_post_has(warned: Warned) -> None:
    act = "{date: 2030-03-01, from: arden, to: belmora, move: %s, channel: belmora_embassy, count: %d}"
    rule = "[more_than_there_are]"

    def of(kind: str, count: int, *sets: str) -> list[str]:
        return [line for line in warned(f"timeline.a={act % (kind, count)}", *sets) if rule in line]

    [line] = of("expel", 20)
    assert line.endswith(f"timeline.a.count: 20 is more than the 9 people there are at the start {rule}")
    assert of("expel", 9) == []
    [line] = of("cut_ceiling", 13, "channels.belmora_embassy.ceiling=12")
    assert line.endswith(f"13 is more than the 12 posts of the ceiling there are at the start {rule}")
    assert of("cut_ceiling", 12, "channels.belmora_embassy.ceiling=12") == []
    note = "record.r={date: 2030-01-02, channel: belmora_embassy, accredited: 30}"
    assert of("expel", 20, note, "autonomous_from=2030-02-01") == []  # the record says how many there are by then


QUARREL = {
    "act": "{date: 2030-03-01, from: belmora, to: arden, move: expel, channel: arden_embassy, count: 2}",
    "note": "{date: 2030-03-04, from: arden, to: belmora, move: protest_note, answers: act}",
}


@pytest.mark.parametrize(
    ("sets", "is_warned"),
    [
        pytest.param([], True, id="days after the act"),
        pytest.param(["timeline.note.answers=null", "timeline.note.in_answer=true"], True, id="to the last act"),
        pytest.param(["timeline.note.date=2030-03-02"], False, id="before the party decides"),
        pytest.param(["relations.r={between: [arden, belmora], silence_first: {arden: 1}}"], False, id="silent there"),
        pytest.param(["relations.r={between: [arden, belmora], silence_first: {belmora: 1}}"], True,
                     id="the other side silent"),
        pytest.param(["policies.arden.silence_first=1"], False, id="silent by policy"),
        pytest.param(["timeline.act.move=meet", "timeline.act.channel=null", "timeline.act.count=null"], False,
                     id="a meeting, which nobody answers"),
        pytest.param(["timeline.note.answers=null"], False, id="no answer"),
        pytest.param(["by_hand=[arden]"], False, id="played by hand"),
    ],
)  # fmt: skip
def test_a_given_answer_beside_that_of_a_policy(warned: Warned, sets: list[str], is_warned: bool) -> None:
    lines = [line for line in warned(*(f"timeline.{id_}={act}" for id_, act in QUARREL.items()), *sets)
             if "answers_anyway" in line]  # fmt: skip
    assert len(lines) == is_warned
    if not sets:
        says = "Arden may have answered act by its policy before this day, and not by this move alone"
        keep = "relations.arden_belmora.silence_first.arden: 1 leaves the answer to the timeline [answers_anyway]"
        assert lines[0].endswith(f"timeline.note: {says}; {keep}")


def test_a_policy_of_nobody(warned: Warned) -> None:
    text = BASE.replace("policies:\n", "policies:\n  stern: {k: 2}\n")
    assert warned(text=text) == [
        "x.yaml:7:3: policies.stern: no party, ministry or mixture follows this policy [policy_of_nobody]"
    ]


def test_of_many_parties_a_line_names_some_and_of_many_lines_some_are_listed(warned: Warned) -> None:
    more = "".join(f"  s{n}: {{policy: p{n}}}\n" for n in range(9))
    policies = "".join(f"  p{n}: {{breaks: true}}\n" for n in range(9))
    posts = "".join(f"  e{n}: {{kind: embassy, sender: s{n}, host: arden, accredited: 0}}\n" for n in range(9))
    text = BASE.replace("channels:\n", f"{more}channels:\n{posts}").replace("states:\n", f"{policies}states:\n")
    lines = warned(text=text)
    assert len([line for line in lines if "of a default" in line or DEFAULT in line]) == MOST
    assert "and 4 more of this rule [default_breaking_point]" in lines
    assert "no post of s0, s1, s2 and 6 more says" in "".join(lines)


@pytest.mark.parametrize("file", shipped_scenarios(), ids=lambda file: file.stem)
def test_every_warning_of_a_shipped_scenario_has_its_place_and_its_rule(file: Path) -> None:
    for warning in surprises(read_scenario(file)):
        assert warning.origin is not None
        assert (warning.origin.file, warning.origin.line > 0, warning.rule in RULES) == (file, True, True)
