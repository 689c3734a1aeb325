"""What is named in a scenario exists, and fits where it is named."""

from collections.abc import Callable

import pytest

from sim.rules.policies import PRESETS
from sim.scenario.check import check_references
from sim.scenario.defaults import ministries_of
from sim.scenario.load import load_scenario
from sim.scenario.own_rule import RULE
from sim.scenario.problems import ScenarioError, one_of
from sim.scenario.relations import relations_of

Lines = Callable[..., list[str]]

CUT = "date: 2021-10-06, from: nato, to: russia"
HARM = "date: 2021-10-03, victim: norway, author: russia, severity: 6"
EVERY_POLICY = one_of(sorted({*PRESETS, "stern"}))
EVERY_POLICY_AND_TORN = one_of(sorted({*PRESETS, "stern", "torn"}))

# settings on the sound scenario, and what is then wrong
BROKEN = {
    "an end before the start": (
        ["end=2021-09-30"],
        ["end: 2021-09-30 is before the start; expected 2021-10-01 or later"],
    ),
    "a run of a century": (["end=2121-10-01"], ["end: 36524 days after the start; expected at most 36500"]),
    "a freedom after the end": (
        ["autonomous_from=2022-01-01"],
        ["autonomous_from: 2022-01-01 is outside the run; expected 2021-10-01 to 2021-12-31"],
    ),
    "one id for a state and an alliance": (
        ["alliances.norway={}"],
        ["alliances.norway: also the id of a state; expected another id"],
    ),
    "a member that is no state": (
        ["alliances.nato.members=[norwya]"],
        [
            "alliances.nato.members.0: no state is called 'norwya'; expected norway or russia; did you mean 'norway'?",
        ],
    ),
    "a policy that there is not": (
        ["alliances.nato.policy=patience"],
        [f"alliances.nato.policy: no policy is called 'patience'; expected {EVERY_POLICY}"],
    ),
    "a ministry's policy that there is not": (
        ["states.norway.ministries={foreign: {role: foreign, policy: stren}}"],
        [
            "states.norway.ministries.foreign.policy: no policy is called 'stren'; did you mean 'stern'?",
        ],
    ),
    "a mixture of what there is not": (
        ["policies.torn={mixture: {ledger: 1, patience: 2}}"],
        [f"policies.torn.mixture.patience: no policy is called 'patience'; expected {EVERY_POLICY_AND_TORN}"],
    ),
    "a mixture of mixtures": (
        ["policies.torn={mixture: {ledger: 1, stern: 1}}", "policies.worse={mixture: {ledger: 1, torn: 2}}"],
        ["policies.worse.mixture.torn: 'torn' is a mixture itself; expected a policy that is none"],
    ),
    "a mixture of itself": (
        ["policies.torn={mixture: {ledger: 1, torn: 2}}"],
        ["policies.torn.mixture.torn: 'torn' is a mixture itself; expected a policy that is none"],
    ),
    "a rule in a module that there is not": (
        ["policies.own={own_rule: 'no_such_module_of_mine:half'}"],
        [
            (
                "policies.own.own_rule: there is no module no_such_module_of_mine here; "
                "expected a module beside the scenario or of an installed package"
            )
        ],
    ),
    "a rule that its module does not have": (
        ["policies.own={own_rule: 'numpy.version:no_such_rule'}"],
        [f"policies.own.own_rule: numpy.version has no function no_such_rule; expected {RULE.function}"],
    ),
    "a number for a rule": (
        ["policies.own={own_rule: 'numpy.version:version'}"],
        [f"policies.own.own_rule: numpy.version has no function version; expected {RULE.function}"],
    ),
    "a vote without members": (
        ["alliances.nato={decides_by: majority}"],
        ["alliances.nato.decides_by: there are no members to ask; expected members, or delegated"],
    ),
    "a cause that no alliance stands by": (
        ["alliances.nato.joins_over=[tie]"],
        ["alliances.nato.joins_over.0: 'tie' is not known here; expected ties or words; did you mean 'ties'?"],
    ),
    "a member named twice": (
        ["alliances.nato.members=[norway, norway]"],
        ["alliances.nato.members.1: 'norway' is named twice"],
    ),
    "a state without a foreign ministry": (
        ["states.norway.ministries={army: {role: defence}}"],
        ["states.norway.ministries: none has the role foreign; expected at least one, or no list at all"],
    ),
    "two heads": (
        ["alliances.nato.organs={a: {role: head}, b: {role: head}, c: {role: foreign}}"],
        ["alliances.nato.organs: 2 have the role head; expected at most one"],
    ),
    "a council that nobody stays away from": (
        ["channels.council.status=suspended"],
        [
            (
                "channels.council.status: suspended, and nobody is named who stays away; "
                "expected suspended_by with a party"
            )
        ],
    ),
    "a post between two parties": (
        ["channels.embassy.between=[norway, russia]"],
        ["channels.embassy.between: not used by the kind embassy; expected sender and host"],
    ),
    "a post without a host": (
        ["channels.embassy.host=null"],
        ["channels.embassy.host: missing for the kind embassy; expected sender and host"],
    ),
    "a council with a sender": (
        ["channels.council.sender=nato"],
        ["channels.council.sender: not used by the kind council; expected between: [a, b]"],
    ),
    "a council of one": (
        ["channels.council.between=[nato, nato]"],
        ["channels.council.between.1: 'nato' is named twice; expected two parties"],
    ),
    "an embassy at home": (
        ["channels.embassy.host=norway"],
        ["channels.embassy.host: 'norway' is also the sender; expected another party"],
    ),
    "a host that is no party": (
        ["channels.embassy.host=rusia"],
        [
            (
                "channels.embassy.host: no state or alliance is called 'rusia'; "
                "expected nato, norway or russia; did you mean 'russia'?"
            )
        ],
    ),
    "an owner that the sender lacks": (
        ["channels.mission.sender_ministry=defense"],
        [
            (
                "channels.mission.sender_ministry: no ministry of russia is called 'defense'; "
                "expected culture, defence, foreign, head, interior, trade or transport; did you mean 'defence'?"
            )
        ],
    ),
    "an owner that the host lacks": (
        ["channels.mission.host_ministry=counsel"],
        [
            (
                "channels.mission.host_ministry: no ministry of nato is called 'counsel'; "
                "expected council, defence_planning or secretary_general; did you mean 'council'?"
            )
        ],
    ),
    "more people than the ceiling": (
        ["channels.mission.accredited=21"],
        ["channels.mission.accredited: 21 people for a ceiling of 20; expected at most 20"],
    ),
    "a plan where nothing is built": (
        ["channels.embassy.status=planned"],
        ["channels.embassy.status: planned, and nothing is being built; expected building: true at the top"],
    ),
    "a post that one side stays away from": (
        ["channels.embassy.suspended_by=[russia]"],
        ["channels.embassy.suspended_by: not used by the kind embassy; expected status: suspended"],
    ),
    "a stranger who stays away": (
        ["channels.council.suspended_by=[norway]"],
        ["channels.council.suspended_by.0: no party of this channel is called 'norway'; expected nato or russia"],
    ),
    "an embassy that meets": (
        ["channels.embassy.last_meeting=2021-01-01"],
        ["channels.embassy.last_meeting: not used by the kind embassy; expected a council"],
    ),
    "a last meeting to come": (
        ["channels.council.last_meeting=2021-11-01"],
        ["channels.council.last_meeting: 2021-11-01 is after the start; expected the state at the start"],
    ),
    "an embassy that met": (
        ["channels.embassy.meetings=[2021-01-01]"],
        ["channels.embassy.meetings.0: not used by the kind embassy; expected a council"],
    ),
    "one of the meetings to come": (
        ["channels.council.meetings=[2021-09-01, 2021-11-01]"],
        ["channels.council.meetings.1: 2021-11-01 is after the start; expected the state at the start"],
    ),
    "a relation that is called like a sum": (
        ["relations.theatre={between: [nato, norway]}"],
        ["relations.theatre: the name of a sum over relations; expected another id"],
    ),
    "two relations of one pair": (
        ["relations.again={between: [russia, nato]}"],
        ["relations.again.between: the same parties as 'nato_russia'; expected each pair once"],
    ),
    "a stranger's grievance": (
        ["relations.nato_russia.grievance={norway: 3}"],
        [
            (
                "relations.nato_russia.grievance.norway: no party of this relation is called 'norway'; "
                "expected nato or russia"
            ),
        ],
    ),
    "a stranger's requests and a stranger's arms": (
        ["relations.nato_russia.asks_recognition={csto: 0.1}", "relations.nato_russia.posture={norway: 3}"],
        [
            (
                "relations.nato_russia.asks_recognition.csto: no party of this relation is called 'csto'; "
                "expected nato or russia"
            ),
            (
                "relations.nato_russia.posture.norway: no party of this relation is called 'norway'; "
                "expected nato or russia"
            ),
        ],
    ),
    "a stranger's invitation and a stranger's breaking point": (
        ["relations.nato_russia.invites=[csto]", "relations.nato_russia.breaks={norway: true}"],
        [
            ("relations.nato_russia.invites.csto: no party of this relation is called 'csto'; expected nato or russia"),
            (
                "relations.nato_russia.breaks.norway: no party of this relation is called 'norway'; "
                "expected nato or russia"
            ),
        ],
    ),
    "severed relations with an embassy": (
        ["relations.capitals={between: [norway, russia], level: severed}"],
        ["relations.capitals.level: severed, and 'embassy' is open; expected channels.embassy.status: closed"],
    ),
    "a relation named as one that a channel makes": (
        ["relations={norway_russia: {between: [nato, norway]}, nato_russia: {between: [nato, russia]}}"],
        [
            (
                "relations: 'norway_russia' is also what the relation of norway and russia would be called; "
                "expected a relation between these two with an id of its own"
            )
        ],
    ),
    "contact through the mission itself": (
        ["relations.nato_russia.contact={russia: mission}"],
        ["relations.nato_russia.contact.russia: no embassy of russia is called 'mission'"],
    ),
    "a move of a stranger": (
        ["timeline.cut.from=csto"],
        [
            "timeline.cut.channel: 'mission' does not join csto and russia",
            "timeline.cut.from: no state or alliance is called 'csto'; expected nato, norway or russia",
            "timeline.reply.answers: 'cut' is a move of csto; expected a move of nato",
        ],
    ),
    "several parties that are not in a relation, in the order in which they are named": (
        ["relations.nato_russia.grievance={five: 1, one: 1, four: 1, two: 1, three: 1}"],
        [
            f"relations.nato_russia.grievance.{name}: no party of this relation is called '{name}'; "
            "expected nato or russia"
            for name in ("five", "one", "four", "two", "three")
        ],
    ),
    "several ids of states and alliances, in the order in which they are named": (
        ["alliances={russia: {}, norway: {}, nato: {}}"],
        [f"alliances.{name}: also the id of a state; expected another id" for name in ("russia", "norway")],
    ),
    "several ids in the record and in the timeline, in the order of the timeline": (
        [f"record={{reply: {{{CUT}, move: criticise}}, cut: {{{CUT}, move: criticise}}}}"],
        [f"timeline.{name}: also the id of an entry of the record; expected another id" for name in ("cut", "reply")],
    ),
    "a move towards a stranger": (
        ["states.finland={}", "timeline.talk={date: 2021-11-01, from: finland, to: russia, move: criticise}"],
        [
            (
                "timeline.talk.to: finland and russia have neither a relation nor a channel; "
                "expected a party that finland deals with"
            )
        ],
    ),
    "contact with a stranger": (
        [
            "states.finland={}",
            "timeline.talk={date: 2021-11-01, from: norway, to: finland, move: contact, channel: embassy}",
        ],
        [
            (
                "timeline.talk.to: norway and finland have neither a relation nor a channel; "
                "expected a party that norway deals with"
            )
        ],
    ),
    "a move towards oneself": (
        ["timeline.cut={date: 2021-10-06, from: nato, to: nato, move: criticise}"],
        ["timeline.cut.to: 'nato' makes a move towards itself; expected another party"],
    ),
    "an expulsion from nowhere": (
        [f"timeline.cut={{{CUT}, move: expel, count: 1}}"],
        [
            (
                "timeline.cut.channel: missing: 'expel' is made on a channel; expected a channel of kind "
                "embassy, mission, liaison_mission, consulate or office"
            )
        ],
    ),
    "words on a channel": (
        [f"timeline.cut={{{CUT}, move: criticise, channel: mission}}"],
        ["timeline.cut.channel: 'criticise' is not made on a channel; expected none"],
    ),
    "a channel that there is not": (
        ["timeline.cut.channel=mision"],
        ["timeline.cut.channel: no channel or tie is called 'mision'; expected mission; did you mean 'mission'?"],
    ),
    "a channel of others": (
        ["timeline.cut.channel=embassy"],
        ["timeline.cut.channel: 'embassy' does not join nato and russia; expected mission"],
    ),
    "a council whose ceiling is cut": (
        ["timeline.cut.channel=council"],
        [
            (
                "timeline.cut.channel: 'cut_ceiling' is not made on a channel of kind council; "
                "expected embassy, mission, liaison_mission, consulate or office"
            )
        ],
    ),
    "a sender who closes its own mission": (
        ["timeline.reply.move=close_mission"],
        ["timeline.reply.from: 'russia' cannot make 'close_mission' on 'mission'; expected its host, nato"],
    ),
    "a host who recalls an ambassador": (
        [f"timeline.cut={{{CUT}, move: recall_ambassador, channel: mission}}"],
        ["timeline.cut.from: 'nato' cannot make 'recall_ambassador' on 'mission'; expected its sender, russia"],
    ),
    "a cut of nothing": (
        ["timeline.cut.count=0"],
        ["timeline.cut.count: 'cut_ceiling' needs a count; expected 1 or more"],
    ),
    "a count of suspensions": (
        ["timeline.reply.count=2"],
        [
            (
                "timeline.reply.count: 'suspend_mission' has no count; "
                "expected a count only for refuse_accreditation, expel, cut_ceiling or restore_posts"
            )
        ],
    ),
    "a measure graver than any move": (
        [f"timeline.cut={{{CUT}, move: measure, severity: 99}}"],
        ["timeline.cut.severity: 99 is no severity of a measure; expected above 0, at most 7.2"],
    ),
    "a measure that hurts nobody": (
        [f"timeline.cut={{{CUT}, move: measure, severity: 0}}"],
        ["timeline.cut.severity: 0 is no severity of a measure; expected above 0, at most 7.2"],
    ),
    "a measure of no severity": (
        [f"timeline.cut={{{CUT}, move: measure}}"],
        ["timeline.cut.severity: 'measure' has none; expected a severity"],
    ),
    "a cut with a severity of its own": (
        ["timeline.cut.severity=4"],
        ["timeline.cut.severity: 'cut_ceiling' has its own; expected a severity only for 'measure'"],
    ),
    "staff of no post": (
        [f"timeline.cut={{{CUT}, move: criticise, accredited: 3}}"],
        ["timeline.cut.channel: missing: staff is noted of a post; expected the id of a channel"],
    ),
    "more people noted than posts": (
        ["timeline.cut.ceiling=10", "timeline.cut.accredited=12"],
        ["timeline.cut.accredited: 12 people for a ceiling of 10; expected at most 10"],
    ),
    "one id in the record and in the timeline": (
        [f"record.cut={{{CUT}, move: criticise}}"],
        ["timeline.cut: also the id of an entry of the record; expected another id"],
    ),
    "an entry of the record that says nothing": (
        ["record.nothing={date: 2021-10-02, channel: mission}"],
        [("record.nothing: neither a move nor a note of staff; expected move, or channel with ceiling or accredited")],
    ),
    "a recorded move of nobody": (
        ["record.nobody={date: 2021-10-02, move: criticise, to: russia}"],
        ["record.nobody: 'criticise' needs two parties; expected from and to"],
    ),
    "a recorded move that nobody could make": (
        [f"record.early={{{CUT}, move: expel, channel: council, count: 1}}"],
        [
            (
                "record.early.channel: 'expel' is not made on a channel of kind council; "
                "expected embassy, mission, liaison_mission, consulate or office"
            )
        ],
    ),
    "a harm after the end": (
        [f"triggers.harm={{{HARM.replace('2021-10-03', '2022-10-03')}}}"],
        ["triggers.harm.date: 2022-10-03 is outside the run; expected 2021-10-01 to 2021-12-31"],
    ),
    "a harm done to a stranger": (
        [f"triggers.harm={{{HARM.replace('norway', 'norwya')}}}"],
        [
            (
                "triggers.harm.victim: no state or alliance is called 'norwya'; "
                "expected nato, norway or russia; did you mean 'norway'?"
            ),
            (
                "triggers.harm.author: norwya and russia have neither a relation nor a channel; "
                "expected a party that the victim deals with"
            ),
        ],
    ),
    "a harm done to oneself": (
        [f"triggers.harm={{{HARM.replace('author: russia', 'author: norway')}}}"],
        ["triggers.harm.author: 'norway' is also the victim; expected another party"],
    ),
    "a harm that a stranger might take to heart": (
        [f"triggers.harm={{{HARM}, affinity: {{csto: 1}}, thresholds: {{ceuta: 0}}}}"],
        [
            "triggers.harm.affinity.csto: no state or alliance is called 'csto'; expected nato, norway or russia",
            "triggers.harm.thresholds.ceuta: no state or alliance is called 'ceuta'; expected nato, norway or russia",
        ],
    ),
    "one id for a harm and a move": (
        [f"triggers.cut={{{HARM}}}", "timeline.reply.answers=null"],
        ["triggers.cut: also the id of a scripted move; expected another id"],
    ),
    "an answer to a harm of which its target is not the author": (
        ["triggers.harm={date: 2021-10-03, victim: russia, author: norway, severity: 6}", "timeline.cut.answers=harm"],
        ["timeline.cut.answers: 'harm' is a harm done to russia by norway; expected a move towards norway"],
    ),
    "an answer before the harm": (
        [
            f"triggers.harm={{{HARM}}}",
            "timeline.early={date: 2021-10-02, from: norway, to: russia, move: criticise, answers: harm}",
        ],
        ["timeline.early.answers: 'harm' comes later, on 2021-10-03; expected an earlier harm, or one of the same day"],
    ),
    "a move before the run": (
        ["timeline.cut.date=2021-09-01"],
        ["timeline.cut.date: 2021-09-01 is outside the run; expected 2021-10-01 to 2021-12-31"],
    ),
    "a deadline gone by": (
        ["timeline.cut.deadline=2021-10-01"],
        ["timeline.cut.deadline: 2021-10-01 is before the move; expected 2021-10-06 or later"],
    ),
    "an answer to nothing": (
        ["timeline.reply.answers=cuts"],
        [
            (
                "timeline.reply.answers: no move in the timeline is called 'cuts'; "
                "expected cut or reply; did you mean 'cut'?"
            ),
        ],
    ),
    "an answer that comes first": (
        ["timeline.cut.date=2021-11-01"],
        [
            (
                "timeline.reply.answers: 'cut' comes later, on 2021-11-01; "
                "expected an earlier move, or one of the same day"
            ),
        ],
    ),
    "an answer to oneself": (
        ["timeline.reply.answers=reply"],
        ["timeline.reply.answers: 'reply' is a move of russia; expected a move of nato"],
    ),
    "answers in a circle": (
        ["timeline.cut.answers=reply", "timeline.reply.date=2021-10-06"],
        [
            "timeline.reply.answers: the moves answer each other in a circle; expected a first move that answers none",
            "timeline.cut.answers: the moves answer each other in a circle; expected a first move that answers none",
        ],
    ),
    "contact through a strange embassy": (
        ["timeline.talk={date: 2021-11-01, from: russia, to: nato, move: contact, channel: embassy}"],
        ["timeline.talk.channel: 'embassy' is not an embassy of russia"],
    ),
    "a document of a stranger": (
        ["observed={a: {date: 1949-04-04, from: csto, to: nato, move: criticise, channel: note, answers: b}}"],
        [
            "observed.a.from: no state or alliance is called 'csto'; expected nato, norway or russia",
            "observed.a.channel: no channel or tie is called 'note'; expected council, embassy or mission",
            "observed.a.answers: no other move is called 'b'; expected cut or reply",
        ],
    ),
    "a figure of nothing": (
        ["plots={dyads: [nato_rusia], channels: [misson]}"],
        [
            (
                "plots.dyads.0: no relation is called 'nato_rusia'; "
                "expected nato_russia or norway_russia; did you mean 'nato_russia'?"
            ),
            (
                "plots.channels.0: no channel or tie is called 'misson'; "
                "expected council, embassy or mission; did you mean 'mission'?"
            ),
        ],
    ),
}


@pytest.mark.parametrize(("sets", "problems"), BROKEN.values(), ids=BROKEN)
def test_what_does_not_fit_is_named(sets: list[str], problems: list[str], valid: str, lines_of: Lines) -> None:
    lines = lines_of(valid, *sets)
    found = {line.partition(": ")[2] if line.startswith("x.yaml") else _problem(line, sets) for line in lines}
    assert found == set(problems)


def _problem(line: str, sets: list[str]) -> str:
    """What follows the setting in a line; long settings are cut short there."""
    starts = [f"--set {setting}: " if len(setting) <= 120 else f"--set {setting[:119]}…: " for setting in sets]
    return next(line.removeprefix(start) for start in starts if line.startswith(start))


FITTING = {
    "an alliance keeps contact through a member's embassy": [
        "relations.nato_russia.contact={nato: embassy}",
        "timeline.talk={date: 2021-11-01, from: nato, to: russia, move: contact, channel: embassy}",
    ],
    "either side suspends a council": [
        "timeline.out={date: 2021-11-01, from: russia, to: nato, move: suspend_council, channel: council}",
    ],
    "a relation that only a channel makes can be drawn": ["plots.dyads=[norway_russia]"],
    "an answer on the same day": ["timeline.reply.date=2021-10-06"],
    "history keeps to no rule": [
        "observed={a: {date: 1949-04-04, from: russia, to: nato, move: expel, answers: cut}}",
    ],
    "an organ owns its side of a mission": ["channels.mission.host_ministry=defence_planning"],
    "a run of exactly the longest time": ["end=2121-09-07"],
    "a state that follows a preset by its name": ["states.norway.policy=contrite_tit_for_tat"],
    "a mixture of own and named policies": [
        "policies.torn={mixture: {stern: 1, grim_trigger: 2.5}}",
        "states.norway.policy=torn",
    ],
    "a rule of one's own, found by its import path": ["policies.own={own_rule: 'tests.rules.own_rules_example:sore'}"],
    "an alliance that needs all of its members": ["alliances.nato.decides_by=unanimity"],
    "a plan where institutions are built": [
        "building=true",
        "channels.planned={kind: embassy, sender: russia, host: norway, ceiling: 9, status: planned}",
        ("timeline.founding={date: 2021-11-01, from: norway, to: russia, move: found_institution, channel: planned}"),
    ],
    "a record with notes of staff, and an answer to it": [
        "record.note={date: 2021-10-02, channel: mission, ceiling: 20, accredited: 15}",
        f"record.blow={{{CUT}, move: expel, channel: mission, count: 2, accredited: 12}}",
        "timeline.reply.answers=blow",
    ],
    "a harm, answered by its victim": [
        f"triggers.harm={{{HARM}, affinity: {{nato: 0.9}}}}",
        "timeline.answer={date: 2021-10-04, from: norway, to: russia, move: measure, severity: 5, answers: harm}",
    ],
    "a harm, answered by who takes its victim's side": [
        f"triggers.harm={{{HARM}}}",
        "timeline.answer={date: 2021-10-04, from: nato, to: russia, move: criticise, answers: harm}",
    ],
    "a document that answers a harm": [
        f"triggers.harm={{{HARM}}}",
        "observed={a: {date: 2021-10-05, from: norway, to: russia, move: expel, answers: harm}}",
    ],
}


@pytest.mark.parametrize("sets", FITTING.values(), ids=FITTING)
def test_what_fits_is_let_be(sets: list[str], valid: str, lines_of: Lines) -> None:
    assert lines_of(valid, *sets) == []


def test_a_party_that_lists_no_ministries_has_the_usual_ones() -> None:
    scenario = load_scenario("two_states")
    assert list(ministries_of(scenario, "arden")) == [
        "foreign",
        "defence",
        "head",
        "trade",
        "interior",
        "transport",
        "culture",
    ]


def test_a_relation_exists_where_a_channel_joins_two_parties() -> None:
    scenario = load_scenario("two_states").model_copy(update={"relations": {}})
    assert set(relations_of(scenario)) == {"arden_belmora"}
    assert check_references(scenario) == []


def test_a_world_in_which_nobody_deals_with_anybody_is_no_scenario(tmp_path):
    alone = tmp_path / "alone.yaml"
    alone.write_text(
        "schema: 1\nname: alone\ntitle: Alone\nstart: 2030-01-01\nend: 2030-02-01\nstates:\n  arden: {}\n",
        encoding="utf-8",
    )
    with pytest.raises(
        ScenarioError, match="relations: nobody deals with anybody; expected a relation, channel or tie"
    ):
        load_scenario(alone)
