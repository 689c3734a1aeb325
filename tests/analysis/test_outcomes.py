"""How a run ended: ruptures, blocs, the sentence that says what happened."""

import pytest

from sim import EscalationModel, Move, load_scenario, run
from sim.analysis.outcomes import outcome_of
from sim.engine.groups import bloc_of, groups_of

CALM = [
    f"parameters.{name}=0"
    for name in (
        "perception_noise",
        "miss_probability",
        "silence_first",
        "silence_reply",
        "further_step",
        "inexact_one",
        "surcharge_people",
    )
] + ["relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}", "policies.arden.delay_days=2"]


def lesson(*sets):
    return load_scenario("two_states", settings=[*CALM, *sets])


def test_a_year_without_a_move_leaves_the_relation_intact_and_says_so():
    result = run(lesson("timeline.first_expulsion=null", "parameters.council_half_life_days=100000"))
    assert result.outcome["headline"] == "Nobody moves against anybody. Arden–Belmora ends intact."
    assert result.outcome["relations"]["arden_belmora"]["regime"] == "cooperative"  # as files have it
    assert result.outcome["longest_chain"] == []
    assert result.outcome["moves"] == {"all": 0}


def test_one_act_and_its_mirror_are_a_chain_of_two():
    result = run(lesson("policies.arden.k=1"))
    assert result.outcome["longest_chain"] == [1, 2]
    assert result.outcome["headline"].startswith(
        "On 1 March 2030 Belmora expels 3 of the Ardenish embassy in Quellin; 1 move follows in answer."
    )


def test_an_act_that_is_let_lie_has_no_answer():
    result = run(lesson("policies.arden.silence_first=1"))
    assert "no answer follows" in result.outcome["headline"]
    assert result.outcome["decisions"] == {"silence": 1}


def test_a_break_is_told_with_the_days_it_took():
    result = run(
        lesson(
            "policies.arden.preset=ledger",
            "policies.arden.breaks=true",
            "policies.arden.breaking_hollowing=0",
            "timeline.first_expulsion.count=6",  # nobody breaks over a few people
        )
    )
    assert result.outcome["headline"].startswith(
        "Arden announces on 3 March 2030 that it breaks with Belmora, "
        "2 days after Belmora expels 6 of the Ardenish embassy in Quellin."
    )
    assert result.outcome["relations"]["arden_belmora"]["regime"] == "rupture"


def test_the_day_of_rupture_is_the_day_the_last_channel_ends():
    sets = [
        "policies.arden.preset=ledger",
        "policies.arden.breaks=true",
        "policies.arden.breaking_hollowing=0",
        "channels.arden_consulate=null",
        "timeline.first_expulsion.count=6",
    ]
    result = run(lesson(*sets))
    # Arden breaks on 3 March, effective at the deadline of the expulsion, 8 March; its own embassy goes with the
    # Belmoran posts, and the council is worth nothing without a mission
    assert result.outcome["relations"]["arden_belmora"]["ruptured_on"] == "2030-03-08"


def test_a_scripted_move_that_the_posts_do_not_allow_is_named():
    case = lesson("timeline.late={date: 2030-04-01, from: belmora, to: arden, move: close_consulate, "
                  "channel: arden_consulate}",
                  "timeline.again={date: 2030-06-01, from: belmora, to: arden, move: close_consulate, "
                  "channel: arden_consulate}")  # fmt: skip
    assert outcome_of(EscalationModel(case).run_until().trajectory)["void"] == ["again"]


def test_contact_is_direct_until_the_mission_is_gone():
    model = EscalationModel(load_scenario("nato_russia_2021"))
    before = outcome_of(model.run_until("2021-10-06").trajectory)
    assert before["relations"]["nato_russia"]["contact"] == {"nato": "direct", "russia": "direct"}


@pytest.mark.parametrize(
    ("party", "bloc"),
    [("nato", "nato"), ("france", "nato"), ("russia", "csto"), ("belarus", "csto"), ("csto", "csto")],
)
def test_a_party_belongs_to_the_bloc_of_its_alliance(party, bloc):
    assert bloc_of(load_scenario("nato_russia_2021"), party) == bloc


def test_the_alliance_channel_weighs_as_much_as_thirty_embassies():
    model = EscalationModel(load_scenario("nato_russia_2021"))
    theatre = groups_of(model.packed)[-1]
    weights = {model.names.dyads[dyad]: own for dyad, own in zip(theatre.members, theatre.weights, strict=True)}
    assert weights["nato_russia"] == 30
    assert weights["france_russia"] == 1
    assert weights["csto_nato"] == 0  # no channels
    assert "belarus_russia" not in weights  # one bloc


def test_a_party_outside_every_alliance_is_a_bloc_of_its_own():
    assert bloc_of(lesson(), "arden") == "arden"


def test_a_move_by_hand_counts_as_one_by_the_scenario():
    model = EscalationModel(lesson("timeline.first_expulsion=null"))
    model.run_until("2030-01-31")
    model.inject(Move("expel", "arden", "belmora", channel="belmora_embassy", count=1))
    assert outcome_of(model.run_until("2030-02-01").trajectory)["moves"] == {"all": 1, "scripted": 1}


HARM = [
    "timeline.first_expulsion=null",
    "states.cormia={name: Cormia}",
    "alliances.pact={members: [arden, cormia]}",
    "channels.cormian_embassy={kind: embassy, sender: cormia, host: belmora, accredited: 9}",
    "channels.belmoran_embassy_in_cormia={kind: embassy, sender: belmora, host: cormia, accredited: 9}",
    "triggers.spy_case={date: 2030-03-01, victim: arden, author: belmora, severity: 5, thresholds: {cormia: 0}}",
    "policies.belmora.silence_first=1",
    "parameters.incidents_per_day=0",
    "parameters.talks_per_day=0",
]


def test_an_answer_to_a_harm_is_told_with_its_name_and_with_the_allies_who_join():
    # the harm weighs 5, and 1.2 times that is asked: ((6 - 4) / 2.5)^2 = .64 of 24, held to half of them
    assert (
        run(lesson(*HARM))
        .outcome["headline"]
        .startswith(
            "On 3 March 2030, over Spy case, Arden expels 12 of the Belmoran embassy in Stanmoor; "
            "1 ally joins, no answer follows."
        )
    )


def test_a_break_over_a_harm_is_told_with_the_days_it_took():
    sets = [*HARM, "policies.arden.preset=ledger", "policies.arden.breaks=true", "policies.arden.breaking_floor=0",
            "policies.arden.breaking_hollowing=0"]  # fmt: skip
    assert (
        run(lesson(*sets))
        .outcome["headline"]
        .startswith("Arden announces on 3 March 2030 that it breaks with Belmora, 2 days after Spy case.")
    )


def test_what_was_played_of_the_record_is_not_the_event():
    second = (
        "timeline.second={date: 2030-04-01, from: belmora, to: arden, move: restrict_access, channel: arden_embassy}"
    )
    told = run(lesson(second, "autonomous_from=2030-03-20", "policies.arden.silence_first=1")).outcome["headline"]
    assert told.startswith("On 1 April 2030 Belmora restricts access")


def test_an_exercise_is_the_event_only_where_nothing_else_is():
    # reviewed after 30 days: 19.9 + 30 (.0007 x 59 - .001 x 19.9 + .002) = 20.6, and 20 means an exercise
    posture = "relations.arden_belmora.posture={arden: 19.9, belmora: 59}"
    assert run(lesson(posture)).outcome["headline"].startswith("On 1 March 2030 Belmora expels 3")
    assert (
        run(lesson(posture, "timeline.first_expulsion=null"))
        .outcome["headline"]
        .startswith("On 31 January 2030 Arden exercises near the border of Belmora; no answer follows.")
    )


def test_what_happens_in_a_relation_that_is_not_drawn_is_told_as_elsewhere():
    act = "{date: 2030-03-01, from: corvia, to: belmora, move: criticise}"
    embassy = "{kind: embassy, sender: corvia, host: belmora, ceiling: 10, accredited: 8}"
    third = ["states.corvia={name: Corvia, policy: arden}", f"channels.corvian_embassy={embassy}"]
    moved = ["timeline.first_expulsion=null", f"timeline.other={act}", "plots.dyads=[arden_belmora]"]
    said = run(lesson(*moved, *third)).outcome["headline"]
    assert said.startswith("Arden–Belmora ends ")
    assert " Elsewhere: On 1 March 2030 Corvia criticises Belmora" in said
