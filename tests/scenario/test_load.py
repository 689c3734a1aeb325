"""Scenario files: what is wrong with one, what it extends, what is set beside it, where each value came from."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.load import Origin, ScenarioError, load_scenario, read_scenario, shipped_scenarios

Lines = Callable[..., list[str]]

ID = "small letters, digits and '_', beginning with a letter, at most 64"
DAY = "a day such as 2021-10-06"

# in the sound scenario: what is replaced, by what, and the line that a user reads
WRONG = {
    "a misspelt section": (
        "policies:",
        "polices:",
        ["x.yaml:10:1: polices: unknown key; did you mean 'policies'?"],
    ),
    "a misspelt parameter": (
        "k: 1.4",
        "hostile_abov: 1",
        ["x.yaml:11:11: policies.stern.hostile_abov: unknown key; did you mean 'hostile_above'?"],
    ),
    "the spelling of Python": (
        "from: russia",
        "from_: russia",
        [
            "x.yaml:21:3: timeline.reply.from: missing; expected an id",
            "x.yaml:21:29: timeline.reply.from_: unknown key; did you mean 'from'?",
        ],
    ),
    "a missing key": ("to: nato, ", "", ["x.yaml:21:3: timeline.reply.to: missing; expected an id"]),
    "a missing date": ("end: 2021-12-31\n", "", ["x.yaml:1:1: end: missing; expected a date"]),
    "a word for a number": (
        "count: 10",
        "count: ten",
        ["x.yaml:20:95: timeline.cut.count: 'ten' is not a whole number; expected 0 to 1000000"],
    ),
    "a broken number for a whole one": (
        "count: 10",
        "count: 1.5",
        ["x.yaml:20:95: timeline.cut.count: 1.5 is not a whole number; expected 0 to 1000000"],
    ),
    "a division by nothing": (
        "k: 1.4",
        "k: 1/0",
        ["x.yaml:11:14: policies.stern.k: '1/0' is not a number; expected 0 to 10"],
    ),
    "a number out of range": (
        "k: 1.4",
        "k: 11",
        ["x.yaml:11:14: policies.stern.k: 11 is out of range; expected 0 to 10"],
    ),
    "true for a number": (
        "k: 1.4",
        "k: true",
        ["x.yaml:11:14: policies.stern.k: true is not a number; expected 0 to 10"],
    ),
    "a word for true": (
        "k: 1.4",
        "breaks: 1",
        ["x.yaml:11:19: policies.stern.breaks: 1 is not true or false"],
    ),
    "a number for a text": (
        "title: A quarrel",
        "title: 2021",
        ["x.yaml:2:8: title: 2021 is not a text; expected quotes around it"],
    ),
    "a day that no calendar has": (
        "2021-12-31",
        "2021-02-30",
        [f"x.yaml:4:6: end: '2021-02-30' is not a date; expected {DAY}"],
    ),
    "a day with an hour": (
        "2021-12-31",
        "2021-12-31 10:00:00",
        [f"x.yaml:4:6: end: '2021-12-31 10:00:00' is not a date; expected {DAY}"],
    ),
    "a misspelt move": (
        "cut_ceiling",
        "cut_celing",
        ["x.yaml:20:57: timeline.cut.move: 'cut_celing' is not known here; did you mean 'cut_ceiling'?"],
    ),
    "a kind of channel that there is not": (
        "kind: council",
        "kind: zoo",
        [
            (
                "x.yaml:14:19: channels.council.kind: 'zoo' is not known here; expected "
                "consulate, cooperation, council, embassy, liaison_mission, mission or office"
            )
        ],
    ),
    "a schema of the future": (
        "name: q",
        "schema: 2\nname: q",
        ["x.yaml:1:9: schema: 2 is not known here; expected 1"],
    ),
    "a capital in an id": (
        "norway: {}",
        "Norway: {}",
        [f"x.yaml:7:3: states.Norway: 'Norway' is not an id; expected {ID}"],
    ),
    "a capital in a reference": (
        "host: russia}",
        "host: Russia}",
        [f"x.yaml:15:50: channels.embassy.host: 'Russia' is not an id; expected {ID}"],
    ),
    "three parties to a council": (
        "between: [nato, russia]}",
        "between: [nato, russia, norway]}",
        ["x.yaml:14:28: channels.council.between: 3 in the list; expected exactly 2"],
    ),
    "a text for a list": (
        "members: [norway]",
        "members: norway",
        ["x.yaml:9:19: alliances.nato.members: 'norway' is not a list; expected [a, b]"],
    ),
    "nothing for a section": (
        "norway: {}",
        "norway:",
        ["x.yaml:7:3: states.norway: an empty value is not a section; expected 'key: value' lines below it"],
    ),
    "a text without end": (
        "title: A quarrel",
        "title: " + "a" * 20_001,
        ["x.yaml:2:8: title: 20001 characters are too many; expected at most 20000"],
    ),
    "several at once, from top to bottom": (
        "start: 2021-10-01\nend: 2021-12-31",
        "start: soon\nend: later",
        [
            f"x.yaml:3:8: start: 'soon' is not a date; expected {DAY}",
            f"x.yaml:4:6: end: 'later' is not a date; expected {DAY}",
        ],
    ),
}


def test_a_sound_scenario_has_no_problems(valid: str, lines_of: Lines) -> None:
    assert lines_of(valid) == []


@pytest.mark.parametrize(("old", "new", "lines"), WRONG.values(), ids=WRONG)
def test_a_wrong_value_is_named_with_its_place(
    old: str, new: str, lines: list[str], valid: str, lines_of: Lines
) -> None:
    assert old in valid
    assert lines_of(valid.replace(old, new, 1)) == lines


def test_numbers_may_be_whole_or_fractions(valid: str, here: Path) -> None:
    (here / "x.yaml").write_text(valid + "parameters: {incidents_per_day: 1/4000, cold_flow: 1}\n")
    parameters = load_scenario("x.yaml").parameters
    assert (parameters.incidents_per_day, parameters.cold_flow) == (0.00025, 1)


SETTINGS = {
    "no value": ("policies.stern.k", "cannot be set; expected PATH=VALUE, such as policies.russia.k=1.4; null removes"),
    "no path": ("=1", "cannot be set; expected PATH=VALUE, such as policies.russia.k=1.4; null removes"),
    "a misspelt id": (
        "policies.stren.k=1",
        "policies.stren: there is no such id; expected stern; did you mean 'stern'?",
    ),
    "a misspelt section": ("polices.stern.k=1", "polices: unknown key; did you mean 'policies'?"),
    "a misspelt parameter": ("parameters.kk=1", "parameters.kk: unknown key; did you mean 'k'?"),
    "a value out of range": ("policies.stern.k=11", "policies.stern.k: 11 is out of range; expected 0 to 10"),
    "a path through a value": ("title.short=x", "title: not a section; expected the whole value to be set"),
    "a reference to nothing": (
        "states.norway.policy=stren",
        "states.norway.policy: no policy is called 'stren'; did you mean 'stern'?",
    ),
    "an absent entry removed": (
        "timeline.cutt=null",
        "timeline.cutt: there is nothing to remove; expected cut or reply; did you mean 'cut'?",
    ),
    "lines for a value": (
        "about=NATO: a story",
        "not a single value; expected a text in quotes, a number, a date, [a, b] or {key: value}",
    ),
    "an open bracket": ("title=[a", "a bracket is never closed, or a comma is missing; expected ',' or ']'"),
}


@pytest.mark.parametrize(("setting", "problem"), SETTINGS.values(), ids=SETTINGS)
def test_a_wrong_setting_is_named_as_it_was_typed(setting: str, problem: str, valid: str, lines_of: Lines) -> None:
    lines = [line for line in lines_of(valid, setting) if "about:" not in line]
    assert lines == [f"--set {setting}: {problem}"]


def test_a_setting_replaces_adds_and_removes(valid: str, here: Path) -> None:
    (here / "x.yaml").write_text(valid)
    sets = [
        "policies.stern.k=2",
        "parameters.cold_flow=1/4",
        "end=2021-11-30",
        "timeline.reply=null",
        "channels.embassy.ceiling=null",
        "timeline.talks={date: 2021-11-01, from: nato, to: russia, move: offer_talks}",
    ]
    scenario = load_scenario("x.yaml", settings=sets)
    assert scenario.policies["stern"].k == 2
    assert scenario.parameters.cold_flow == 0.25
    assert scenario.end == datetime.date(2021, 11, 30)
    assert list(scenario.timeline) == ["cut", "talks"]


def test_settings_are_blamed_after_the_file(valid: str, lines_of: Lines) -> None:
    lines = lines_of(valid.replace("k: 1.4", "k: 99"), "states.norway.nam=Norway")
    assert [line.split(":")[0] for line in lines] == ["x.yaml", "--set states.norway.nam=Norway"]


CHILD = """\
extends: base.yaml
name: child
policies:
  stern: {k: 2}
channels:
  mission: {ceiling: null}
  embassy: null
alliances:
  nato: {members: []}
"""


def test_a_scenario_extends_another(valid: str, here: Path) -> None:
    (here / "base.yaml").write_text(valid)
    (here / "child.yaml").write_text(CHILD)
    scenario = load_scenario("child")
    assert (scenario.name, scenario.title) == ("child", "A quarrel")  # given, inherited
    assert scenario.policies["stern"].k == 2  # sections are merged
    assert scenario.alliances["nato"].members == []  # lists are replaced
    assert scenario.channels["mission"].ceiling is None  # null takes away what is inherited
    assert list(scenario.channels) == ["mission", "council"]


def test_every_value_knows_where_it_came_from(valid: str, here: Path) -> None:
    (here / "base.yaml").write_text(valid)
    (here / "child.yaml").write_text(CHILD)
    read = read_scenario("child.yaml", ["policies.stern.c=1"])
    assert read.path == Path("child.yaml")
    assert read.text == CHILD
    assert read.origins["policies", "stern", "k"] == Origin(Path("child.yaml"), 4, 14)
    assert read.origins["channels", "council", "between", "1"] == Origin(Path("base.yaml"), 14, 44)
    assert str(read.origins["start",]) == "base.yaml:3:8"
    assert str(read.origins["policies", "stern", "c"]) == "--set policies.stern.c=1"
    assert ("policies", "stern", "preset") not in read.origins  # a default


def test_a_problem_of_the_base_is_placed_in_the_base(valid: str, lines_of: Lines, here: Path) -> None:
    (here / "base.yaml").write_text(valid.replace("ceiling: 20", "ceiling: no"))
    assert lines_of("extends: base\nnam: child\n") == [
        "x.yaml:2:1: nam: unknown key; did you mean 'name'?",
        "base.yaml:13:65: channels.mission.ceiling: 'no' is not a whole number; expected 0 to 1000000",
    ]


EXTENDS = {
    "itself": ("x.yaml", "x.yaml:1:10: extends: extends itself: x.yaml → x.yaml"),
    "one that extends it": ("circle.yaml", "circle.yaml:1:10: extends: extends itself: x.yaml → circle.yaml → x.yaml"),
    "a list": ("[a]", "x.yaml:1:1: extends: a list is not the name of a file; expected 'extends: other.yaml'"),
    "a file that is not there": (
        "nato_russia_2012",
        "x.yaml:1:10: extends: there is no scenario 'nato_russia_2012'; did you mean 'nato_russia_2021'?",
    ),
    "a chain without end": ("a1", "a8.yaml:1:10: extends: the chain is too long; expected at most 8"),
}


@pytest.mark.parametrize(("named", "line"), EXTENDS.values(), ids=EXTENDS)
def test_a_scenario_cannot_extend(named: str, line: str, lines_of: Lines, here: Path) -> None:
    (here / "circle.yaml").write_text("extends: x.yaml\n")
    for link in range(1, 10):
        (here / f"a{link}.yaml").write_text(f"extends: a{link + 1}\n")
    [found] = lines_of(f"extends: {named}\n")
    listed, _, suggestion = found.partition("; expected ")
    assert found == line or f"{listed}; {suggestion.rpartition('; ')[2]}" == line


def test_a_name_is_looked_up_here_then_in_scenarios_then_among_the_shipped(valid: str, here: Path) -> None:
    assert load_scenario("two_states").name == "two_states"
    (here / "scenarios").mkdir()
    (here / "scenarios" / "two_states.yaml").write_text(valid)
    assert load_scenario("two_states").name == "quarrel"
    (here / "two_states.yaml").write_text(valid.replace("quarrel", "nearer"))
    assert load_scenario("two_states").name == "nearer"


@pytest.mark.parametrize("source", ["./nosuch.yaml", "no/such", "nosuch.yaml"])
def test_a_file_that_is_missing_is_called_a_file(source: str, here: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(source)
    assert str(caught.value) == f"there is no file '{source}'; expected a scenario file"


@pytest.mark.parametrize("source", ["two_sates", "two_sates.yaml", "elsewhere/two_sates.yaml"])
def test_an_unknown_name_brings_up_the_nearest(source: str, here: Path) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(source)
    line = str(caught.value)
    what = "scenario" if source == "two_sates" else "file"
    assert line.startswith(f"there is no {what} '{source}'")
    assert line.endswith("did you mean 'two_states'?")


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        pytest.param("fish.yml", "fish.yaml", id="another ending"),
        pytest.param("fihs.yaml", "fish.yaml", id="a slip"),
        pytest.param("mine/fish.yml", "mine/fish.yaml", id="in a folder"),
    ],
)
def test_a_file_that_is_missing_brings_up_the_one_that_lies_beside_it(
    source: str, meant: str, valid: str, here: Path
) -> None:
    (here / meant).parent.mkdir(exist_ok=True)
    (here / meant).write_text(valid)
    with pytest.raises(ScenarioError) as caught:
        load_scenario(source)
    assert str(caught.value) == f"there is no file '{source}'; did you mean '{meant}'?"


@pytest.mark.parametrize("path", shipped_scenarios(), ids=lambda path: path.stem)
def test_every_shipped_scenario_is_sound(path: Path) -> None:
    assert load_scenario(path).name == path.stem
