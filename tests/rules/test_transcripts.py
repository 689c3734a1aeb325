"""What each policy plays, written down as an observer would: one side acts, the other answers.

Arden follows the policy, Belmora follows the script, one act every fifteen days, and bears in silence whatever
is done to it.  Both keep an embassy of one hundred, a consulate of twenty and a joint council, and nobody
misjudges, forgets or keeps silent by chance.  An act is written ``"expel 3"``, a package ``"expel 3 +
close_consulate"``, silence ``""``; ``"in answer: expel 3"`` answers Arden's opening.  Where replies are exact an act
is an abstract ``"measure 5"`` of severity 5.
"""

from datetime import date
from typing import Any

import pytest

from sim.rules.world import INTENTS
from tests.rules.conftest import NEVER_ANSWERS

EVERY_DAYS = 15
IN_ANSWER = "in answer: "

CHANNELS: dict[str, dict[str, Any]] = {
    "a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 100},
    "b_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden", "accredited": 100},
    "a_consulate": {"kind": "consulate", "sender": "arden", "host": "belmora", "accredited": 20},
    "b_consulate": {"kind": "consulate", "sender": "belmora", "host": "arden", "accredited": 20},
    "council": {"kind": "council", "between": ["arden", "belmora"]},
}
EMBASSIES = {name: channel for name, channel in CHANNELS.items() if channel["kind"] == "embassy"}
# the same relation after years of decline: embassies of ten where a hundred served, no meeting for six years
HOLLOW: dict[str, dict[str, Any]] = {
    name: {**channel, "accredited": channel["accredited"] // 10, "reference_staff": channel["accredited"]}
    if "accredited" in channel
    else {**channel, "last_meeting": date(2024, 1, 1)}
    for name, channel in CHANNELS.items()
}
SCRIPTED = {"preset": "tit_for_tat", **NEVER_ANSWERS}
# measures, and nothing fades
EXACT = {"realisation": "exact", "parameters": {"half_life_days": 1e12, "balance_half_life_days": 1e12}}


@pytest.fixture
def assert_exchange(build):
    def check(policy, against, plays, *, opening=(), grievance=0.0, policies=None, **other):
        """Assert what a policy answers to a series of acts, after an opening of its own."""
        world = build(
            timeline=exchange(opening, against),
            policies={**(policies or {}), "arden": row(policy), "belmora": SCRIPTED},
            relations={"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": grievance}}},
            **{"channels": CHANNELS, **other},
        ).play((len(opening) + len(against)) * EVERY_DAYS)
        assert answers(world, len(opening), len(against)) == plays

    return check


def row(policy):
    """A policy: the name of a preset, or what a scenario would say."""
    return policy if isinstance(policy, dict) else {"preset": policy}


def exchange(opening, against):
    """Acts of Arden and then of Belmora, one every fifteen days, as a timeline."""
    timeline = {}
    for n, text in enumerate([*opening, *against]):
        actor, other = ("arden", "belmora") if n < len(opening) else ("belmora", "arden")
        is_answer, text = text.startswith(IN_ANSWER), text.removeprefix(IN_ANSWER)
        answered = {"answers": "act0_0"} if is_answer else {}
        for part, one in enumerate(text.split(" + ") if text else []):
            timeline[f"act{n}_{part}"] = scripted(one, actor, other, n * EVERY_DAYS) | answered
    return timeline


def scripted(text, actor, other, day):
    """``"expel 3"`` by a party, as an entry of a timeline."""
    kind, _, number = text.partition(" ")
    ours, theirs = actor[0], other[0]
    made = {"date": day, "from": actor, "to": other, "move": kind}
    if kind == "measure":
        return {**made, "severity": float(number)}
    if kind in ("meet", "offer_talks", "deploy"):
        return made
    on = {
        "close_consulate": f"{theirs}_consulate",
        "suspend_council": "council",
        "recall_ambassador": f"{ours}_embassy",
        "return_ambassador": f"{ours}_embassy",
    }
    return {**made, "channel": on.get(kind, f"{theirs}_embassy"), "count": int(number or 0)}


def written(world):
    """Day, actor, text and intent of every move."""
    log = world.state.log
    for m, (day, actor, _, kind, _, count) in enumerate(world.moves()):
        number = f" {log.severity[m]:g}" if kind == "measure" else f" {count}" if count else ""
        yield day, actor, f"{kind}{number}", INTENTS[log.intent[m]]


def answers(world, skipped, n):
    """What Arden did after each of Belmora's acts."""
    played = [[] for _ in range(skipped + n)]
    for day, actor, text, intent in written(world):
        if actor == "arden" and intent != "scripted":
            played[day // EVERY_DAYS].append(text)
    return [" + ".join(texts) for texts in played[skipped:]]


def steps(world):
    """What Arden did of its own accord, step by step."""
    return [text for _, actor, text, intent in written(world) if actor == "arden" and intent == "initiative"]


# Axelrod's family ---------------------------------------------------------------------------------


def test_tit_for_tat_does_what_was_done_to_it(assert_exchange):
    """Axelrod 1984: never first, and always as the other did last."""
    assert_exchange("tit_for_tat", against=["expel 3", "expel 5"], plays=["expel 3", "expel 5"])
    assert_exchange("tit_for_tat", against=["close_consulate"], plays=["close_consulate"])
    assert_exchange("tit_for_tat", against=["recall_ambassador + expel 4"], plays=["expel 4 + recall_ambassador"])
    assert_exchange("tit_for_tat", against=["suspend_council", "expel 2"], plays=["suspend_council", "expel 2"])


def test_tit_for_tat_has_no_memory_of_what_it_did_itself(assert_exchange):
    """Axelrod 1984: an answer to its own first blow provokes it like any other."""
    assert_exchange("tit_for_tat", opening=["expel 9"], against=["in answer: expel 3"], plays=["expel 3"])


def test_tit_for_tat_bears_any_grievance(assert_exchange):
    """Axelrod 1984: it looks at the last act only, and never walks out."""
    assert_exchange("tit_for_tat", against=["expel 2"], plays=["expel 2"], channels=HOLLOW, grievance=100.0)


def test_tit_for_tat_against_itself_goes_on_and_on(build):
    """Axelrod 1984: the echo of one act; every three days, until the merging of packages would slow it."""
    timeline = {"act": scripted("expel 2", "belmora", "arden", 0)}
    policies = {"arden": {"preset": "tit_for_tat"}, "belmora": {"preset": "tit_for_tat"}}
    world = build(timeline=timeline, policies=policies, channels=CHANNELS).play(16)
    assert [(day, actor, count) for day, actor, _, _, _, count in world.moves()] == [
        (0, "belmora", 2),
        (3, "arden", 2),
        (6, "belmora", 2),
        (9, "arden", 2),
        (12, "belmora", 2),
        (15, "arden", 2),
    ]


def test_generous_tit_for_tat_answers_what_it_does_not_forgive_like_for_like(assert_exchange):
    """Nowak & Sigmund 1992: but for its generosity it is tit for tat."""
    never = {"preset": "generous_tit_for_tat", "generosity": 0}
    assert_exchange(never, against=["expel 3", "close_consulate"], plays=["expel 3", "close_consulate"])
    always = {"preset": "generous_tit_for_tat", "generosity": 1}
    assert_exchange(always, against=["expel 3", "close_consulate"], plays=["", ""])


def test_generous_tit_for_tat_forgives_one_act_in_three(build):
    """Molander 1985, Nowak & Sigmund 1992: min(1 - (T-R)/(R-S), (R-P)/(T-P)) = 1/3; within four standard errors."""
    n, forgiven = 240, 0
    for seed in range(n // 24):
        acts = ["expel 1"] * 24  # a year of them
        policies = {"arden": row("generous_tit_for_tat"), "belmora": SCRIPTED}
        world = build(timeline=exchange((), acts), policies=policies, channels=CHANNELS, seed=seed).play(360)
        played = answers(world, 0, 24)
        assert set(played) <= {"", "expel 1"}
        forgiven += played.count("")
    assert forgiven / n == pytest.approx(1 / 3, abs=4 * (1 / 3 * 2 / 3 / n) ** 0.5)


def test_tit_for_two_tats_bears_one_act_and_answers_the_second(assert_exchange):
    """Axelrod 1984: it would have won the first tournament; what it answers is the last act."""
    assert_exchange("tit_for_two_tats", against=["expel 3", "expel 5"], plays=["", "expel 5"])


def test_tit_for_two_tats_begins_anew_once_its_answer_was_taken_without_a_word(assert_exchange):
    """Axelrod 1984: silence is the other side's restraint, and the next act is a first one again."""
    assert_exchange("tit_for_two_tats", against=["expel 3"] * 4, plays=["", "expel 3", "", "expel 3"])


@pytest.mark.parametrize("restraint", ["meet", "return_ambassador"])
def test_tit_for_two_tats_counts_no_act_before_a_gesture(assert_exchange, restraint):
    """Axelrod 1984: two defections in a row, and a concession or a meeting between them breaks the row."""
    assert_exchange("tit_for_two_tats", against=["recall_ambassador", restraint, "expel 5"], plays=["", "", ""])


def test_tit_for_two_tats_forgets(assert_exchange):
    """Axelrod 1984: the row breaks also by time, here after ten days without an act."""
    assert_exchange({"preset": "tit_for_two_tats", "memory_days": 10}, against=["expel 3"] * 3, plays=[""] * 3)


def test_contrite_tit_for_tat_retaliates_against_who_broke_the_peace(assert_exchange):
    """Boerlijst, Nowak & Sigmund 1997: in good standing it does as tit for tat."""
    assert_exchange("contrite_tit_for_tat", against=["expel 3", "expel 5"], plays=["expel 3", "expel 5"])


def test_contrite_tit_for_tat_accepts_what_it_has_deserved_once(assert_exchange):
    """Boerlijst, Nowak & Sigmund 1997: after its own first blow it takes the answer, and is quits."""
    plays = ["", "expel 5"]
    assert_exchange("contrite_tit_for_tat", opening=["expel 9"], against=["expel 3", "expel 5"], plays=plays)


@pytest.mark.parametrize(("strikes", "forgives"), [("belmora", "arden"), ("arden", "belmora")], ids=lambda party: party)
@pytest.mark.parametrize("apology", ["", "return_ambassador"])
def test_contrite_tit_for_tat_accepts_an_apology(build, strikes, forgives, apology):
    """Boerlijst, Nowak & Sigmund 1997: any restraint restores who broke the peace; there is nobody to punish then."""
    acts = {"act": scripted("recall_ambassador", strikes, forgives, 0)}
    acts |= {"apology": scripted(apology, strikes, forgives, 1)} if apology else {}
    policies = {forgives: row("contrite_tit_for_tat"), strikes: SCRIPTED}
    world = build(timeline=acts, policies=policies, channels=CHANNELS).play(12)
    played = [text for _, actor, text, _ in written(world) if actor == forgives]
    assert played == ([] if apology else ["recall_ambassador"])


def test_two_contrite_sides_end_a_quarrel_after_one_answer(build):
    """Boerlijst, Nowak & Sigmund 1997: the error is retaliated, the retaliation accepted; tit for tat would echo."""
    policies = {party: row("contrite_tit_for_tat") for party in ("arden", "belmora")}
    error = {"error": scripted("expel 3", "belmora", "arden", 0)}
    world = build(timeline=error, policies=policies, channels=CHANNELS).play(90)
    assert [(actor, text) for _, actor, text, _ in written(world)] == [("belmora", "expel 3"), ("arden", "expel 3")]


def test_grim_trigger_never_forgives(assert_exchange):
    """Friedman 1971: one act of 4 or more, and from then on the worst, 18, for everything."""
    against = ["measure 3", "measure 5", "meet", "measure 3"]
    assert_exchange("grim_trigger", against=against, plays=["", "measure 18", "", "measure 18"], **EXACT)


def test_grim_trigger_does_the_worst_that_the_law_leaves_it(assert_exchange):
    """Friedman 1971: as many people as were sent home and all ranks, then as many again and its own embassy."""
    everything = ["expel 30 + downgrade_relations + recall_ambassador", "expel 10 + suspend_mission"]
    assert_exchange("grim_trigger", against=["expel 30", "expel 10"], plays=everything, channels=EMBASSIES)


def test_win_stay_lose_shift_changes_course_after_every_blow(assert_exchange):
    """Nowak & Sigmund 1993: who is hit while restrained hits back, who is hit after that relents."""
    plays = ["expel 3", "", "expel 2", ""]
    assert_exchange("win_stay_lose_shift", against=["expel 3", "expel 4", "expel 2", "expel 1"], plays=plays)


def test_win_stay_lose_shift_goes_on_with_what_pays(assert_exchange):
    """Nowak & Sigmund 1993: an act within its aspiration leaves it content, and it repeats its last answer."""
    content = {"preset": "win_stay_lose_shift", "aspiration": 4.5}
    plays = ["measure 6", "measure 6", ""]
    assert_exchange(content, against=["measure 6", "measure 4", "measure 5"], plays=plays, **EXACT)
    assert_exchange(content, against=["measure 4", "measure 4"], plays=["", ""], **EXACT)


# Richardson and the ledger ------------------------------------------------------------------------


def test_proportional_over_matches(assert_exchange):
    """Richardson 1960, k = 2."""
    double = {"preset": "proportional", "k": 2}
    assert_exchange(double, against=["expel 2", "expel 5"], plays=["expel 4", "expel 10"])


def test_proportional_under_matches(assert_exchange):
    """Richardson 1960, k = ½."""
    half = {"preset": "proportional", "k": 0.5}
    assert_exchange(half, against=["expel 4", "expel 10"], plays=["expel 2", "expel 5"])


def test_proportional_answers_half_of_the_measures_that_cannot_be_halved(build):
    """Richardson 1960, k = ½: a closed consulate is answered by one, or not at all; within four standard errors."""
    policies, n, closed = {"arden": {"preset": "proportional", "k": 0.5}, "belmora": SCRIPTED}, 100, 0
    for seed in range(n):
        acts = exchange((), ["close_consulate"])
        world = build(timeline=acts, policies=policies, channels=CHANNELS, seed=seed).play(EVERY_DAYS)
        (played,) = answers(world, 0, 1)
        assert played in ("", "close_consulate")
        closed += played != ""
    assert closed / n == pytest.approx(0.5, abs=4 * 0.5 / n**0.5)


def test_proportional_with_fatigue_lets_small_things_pass(assert_exchange):
    """Richardson 1960, c = −2.5: 4.43 less 2.5 is not hostile; the whole embassy less 2.5 is worth a note."""
    weary = {"preset": "proportional", "k": 1, "c": -2.5}
    assert_exchange(weary, against=["expel 3", "expel 97"], plays=["", "protest_note"])


def test_a_ledger_answers_each_act_once(assert_exchange):
    """Patchen & Bogumil 1995: comparative reciprocity answers the act, not the whole past."""
    assert_exchange("ledger", against=["expel 3", "expel 3"], plays=["expel 3", "expel 3"])
    assert_exchange("ledger", against=["expel 3 + close_consulate"], plays=["close_consulate + expel 3"])


def test_a_ledger_that_struck_first_takes_the_answer_and_stops(assert_exchange):
    """Patchen & Bogumil 1995: once mirrored the account is level, and nothing is owed."""
    assert_exchange("ledger", opening=["expel 3"], against=["in answer: expel 3"], plays=[""])


def test_a_ledger_answers_a_first_move_whatever_it_has_done_before(assert_exchange):
    """Patchen & Bogumil 1995: the account is one of an exchange; what answers nothing begins another."""
    assert_exchange("ledger", opening=["close_consulate"], against=["expel 3"], plays=["expel 3"])


def test_a_ledger_that_struck_harder_than_it_was_struck_owes_nothing_for_long(assert_exchange):
    """Patchen & Bogumil 1995: a closed consulate (5.5) outweighs three of a hundred (4.43), not that and another.

    It halves in 90 days: 4.8 are left of it after 18 days, and 4.3 after 33, against 3.9 and 4.3 received.
    """
    against = ["in answer: expel 3", "in answer: expel 3"]
    assert_exchange("ledger", opening=["close_consulate"], against=against, plays=["", "expel 3"])


def test_a_ledger_forgets_its_own_blow_sooner_than_a_grievance(assert_exchange):
    """Patchen & Bogumil 1995, as calibrated here: after a year a closed consulate weighs 0.3, and an answer is owed."""
    against = ["in answer: expel 3"]
    opening = ["close_consulate", *[""] * 23]
    assert_exchange("ledger", opening=opening, against=against, plays=["expel 3"], end=date(2031, 12, 31))


def test_two_ledgers_end_a_quarrel_after_one_mirror(build):
    """Patchen & Bogumil 1995; 76 of 93 documented chains are two steps long."""
    timeline = {"act": scripted("expel 3", "belmora", "arden", 0)}
    policies = {"arden": {"preset": "ledger"}, "belmora": {"preset": "ledger"}}
    world = build(timeline=timeline, policies=policies, channels=CHANNELS).play(120)
    assert [(actor, kind, count) for _, actor, _, kind, _, count in world.moves()] == [
        ("belmora", "expel", 3),
        ("arden", "expel", 3),
    ]


# breaking -----------------------------------------------------------------------------------------


LEAVING = {"preset": "ledger", "breaks": True}


def test_a_ledger_leaves_an_empty_shell_over_what_it_bore_from_a_full_one(assert_exchange):
    """The breaking point of October 2021: ceilings of 2015 and 2018 borne, the one of 2021 not.

    Embassies and consulates keep 0.3 + 0.7 · 0.1 = 0.37 of their worth, a council that is silent for six years
    nothing: of 4 + 4 + 1 + 1 + 3 there are 3.7 left, and the breaking point falls from 37 to 3 + 34 · 0.285 = 12.7.
    """
    assert_exchange(LEAVING, against=["expel 4"], plays=["expel 4"], channels=CHANNELS, grievance=12.0)
    everything = "suspend_mission + close_mission + close_consulate"
    assert_exchange(LEAVING, against=["expel 4"], plays=[everything], channels=HOLLOW, grievance=12.0)


def test_nobody_leaves_over_a_few_people_sent_home(assert_exchange):
    """The record of answers to one to three people sent home: they do not even add another kind of move."""
    assert_exchange(LEAVING, against=["expel 2"], plays=["expel 2"], channels=HOLLOW, grievance=12.0)
    assert_exchange(LEAVING, against=["expel 3"], plays=["expel 3"], channels=HOLLOW, grievance=100.0)


def test_a_party_that_has_left_is_past_answering(assert_exchange):
    """October 2021: after the break nothing is left to close, and later acts go unanswered."""
    everything = "suspend_mission + close_mission + close_consulate"
    against = ["expel 4", "close_consulate"]
    assert_exchange(LEAVING, against=against, plays=[everything, ""], channels=HOLLOW, grievance=12.0)


def test_a_rupture_threshold_answers_in_kind_until_it_leaves(assert_exchange):
    """October 2021, not a simple tit for tat: the same act, answered in kind at first and by a break at last."""
    everything = "suspend_mission + close_mission + close_consulate"
    assert_exchange("rupture_threshold", against=["expel 4"], plays=["expel 4"], grievance=30.0)
    assert_exchange("rupture_threshold", against=["expel 4"], plays=[everything], grievance=35.0)


def test_a_rupture_threshold_keeps_no_account(assert_exchange):
    """October 2021: unlike a ledger it answers also what its own first blow has called forth."""
    assert_exchange("rupture_threshold", opening=["expel 9"], against=["in answer: expel 3"], plays=["expel 3"])


# other forms --------------------------------------------------------------------------------------

SMALLER = {**CHANNELS, "a_embassy": {**CHANNELS["a_embassy"], "accredited": 40}}


def test_parity_cuts_a_larger_staff_down_to_the_own(assert_exchange):
    """Documented: 755 of 1,210 posts were cut in July 2017 to reach 455, in answer to 35 people sent home."""
    staffs = {
        "a_embassy": {**CHANNELS["a_embassy"], "accredited": 300},
        "a_consulate": {**CHANNELS["a_consulate"], "accredited": 155},
        "b_embassy": {**CHANNELS["b_embassy"], "accredited": 1090},
        "b_consulate": {**CHANNELS["b_consulate"], "accredited": 120},
    }
    assert_exchange("parity", against=["expel 35"], plays=["cut_ceiling 755"], channels=staffs)


def test_parity_cuts_once_and_then_answers_in_kind(assert_exchange):
    """Documented: the weapon of the smaller mission, and spent once both are equal.

    40 and 20 posts face 100 and 20: 60 go.
    """
    plays = ["cut_ceiling 60", "expel 5"]
    assert_exchange("parity", against=["expel 3", "expel 5"], plays=plays, channels=SMALLER)


def test_parity_is_no_weapon_of_the_larger_mission(assert_exchange):
    """Documented: who has as many posts as the other side, or more, answers in kind."""
    assert_exchange("parity", against=["expel 3", "expel 5"], plays=["expel 3", "expel 5"])
    larger = {**CHANNELS, "b_embassy": {**CHANNELS["b_embassy"], "accredited": 40}}
    assert_exchange("parity", against=["expel 3"], plays=["expel 3"], channels=larger)


# when ---------------------------------------------------------------------------------------------


def test_strategic_delay_holds_its_answer_for_the_other_sides_next_act(assert_exchange):
    """Documented: December 2016 to July 2017; both acts are then answered in one package."""
    against = ["expel 3", "", "", "expel 5"]
    assert_exchange("strategic_delay", against=against, plays=["", "", "", "expel 5 + expel 3"])


def test_strategic_delay_does_not_wait_for_ever(assert_exchange):
    """Documented: 211 days, December 2016 to July 2017; day 211 lies in the fifteenth fortnight."""
    assert_exchange("strategic_delay", against=["expel 3"] + [""] * 14, plays=[""] * 14 + ["expel 3"])


def test_an_answer_held_until_a_date_is_given_on_that_date(assert_exchange):
    """Documented: December 2016, an answer announced and put off until a new government; here until day 40."""
    until = {"preset": "ledger", "hold_until": 40}
    plays = ["", "", "expel 3 + expel 5", ""]
    assert_exchange(until, against=["expel 3", "expel 5", "", ""], plays=plays)
    assert_exchange(until, against=["", "", "", "expel 3"], plays=["", "", "", "expel 3"])


# what is not known of an actor --------------------------------------------------------------------


def test_a_mixture_of_one_is_that_one(assert_exchange):
    """What is not known of an actor is nothing here: it is tit for two tats."""
    torn = {"mixture": {"tit_for_two_tats": 1}}
    assert_exchange(torn, against=["expel 3", "expel 5"], plays=["", "expel 5"])


def test_a_mixture_answers_each_act_as_one_of_its_parts(build):
    """A government that is a dove on some days and a bully on others is either of them, never half of each."""
    policies = {"arden": {"mixture": {"dove": 1, "bully": 1}}, "dove": {"preset": "proportional", "k": 0}}
    acts = exchange((), ["measure 5"] * 24)  # each of the two has one chance in eight million to be left out
    world = build(timeline=acts, policies={**policies, "belmora": SCRIPTED}, channels=CHANNELS, **EXACT).play(360)
    assert set(answers(world, 0, 24)) == {"", "measure 6"}


def test_an_own_rule_is_asked_like_any_other(assert_exchange):
    """A user's rule: patience up to a grievance of 8, then double; the first two acts weigh 4.43 and 4.44.

    As grave as twice the act is the act in kind and all else that can be done.
    """
    own = {"own_rule": "tests.rules.own_rules_example:sore", "k": 2, "c": 8}
    plays = ["", "expel 3 + downgrade_relations + recall_ambassador", "expel 5 + suspend_mission"]
    assert_exchange(own, against=["expel 3", "expel 3", "expel 5"], plays=plays, channels=EMBASSIES)


# bullies, slices and gifts ------------------------------------------------------------------------


def test_a_bully_over_matches_what_is_small(assert_exchange):
    """Leng 1983: six for five and twelve for ten."""
    assert_exchange("bully", against=["expel 5", "expel 10"], plays=["expel 6", "expel 12"])


def test_a_bully_that_is_cowed_offers_talks(assert_exchange):
    """Leng 1983: resolve meets resolve; a consulate (5.5) and half an embassy (5.77) weigh 6.71, more than 6."""
    against = ["expel 5", "close_consulate + expel 50"]
    assert_exchange({"preset": "bully", "cow_above": 6}, against=against, plays=["expel 6", "offer_talks"])


def on_its_own(build, policy, *, history="", days=10, against=None, channels=CHANNELS, patience=None, **other):
    """Arden takes a step of its own every day from day 1 on, after a history of day 0; Belmora bears it."""
    past = {
        f"past_{n}": scripted(one, "arden", "belmora", 0)
        for n, one in enumerate(history.split(" + ") if history else [])
    }
    acts = {f"act_{day}": scripted(text, "belmora", "arden", day) for day, text in (against or {}).items()}
    policies = {"arden": {"initiative_per_day": 1, **row(policy)}, "belmora": {**SCRIPTED, **(patience or {})}}
    return build(
        timeline=past | acts, policies=policies, channels=channels, autonomous_from=date(2030, 1, 2), **other
    ).play(days + 1)


def test_salami_takes_thin_slices(build):
    """Schelling 1966: no slice is worth a quarrel; here none weighs more than 3.5."""
    world = on_its_own(build, "salami", days=5)
    assert steps(world) == ["restrict_access", "restrict_access", "cancel_meeting", "cancel_meeting", "cancel_meeting"]
    assert max(world.state.log.severity) == 3.5


def test_salami_takes_the_largest_slice_that_it_may(build):
    """Schelling 1966: with a knife set at 5.8, first the council (5.8), then half a consulate (5.77)."""
    world = on_its_own(build, {"preset": "salami", "salami_severity": 5.8}, days=2)
    assert steps(world) == ["suspend_council", "expel 10"]


def test_salami_stops_short_of_the_other_sides_breaking_point(build):
    """Schelling 1966: two slices of 3.5 make 7; with a breaking point of 8 no third one is thin enough."""
    short = {"breaks": True, "breaking_floor": 8, "breaking_hollowing": 0}
    world = on_its_own(build, "salami", days=9, patience=short)
    assert steps(world) == ["restrict_access", "restrict_access"]
    assert not [text for _, actor, text, _ in written(world) if actor == "belmora"]


def test_salami_goes_on_when_the_last_slice_is_digested(build):
    """Schelling 1966: what fades by half in three days leaves room for a slice every few days, and no break."""
    short = {"breaks": True, "breaking_floor": 8, "breaking_hollowing": 0, "half_life_days": 3}
    world = on_its_own(build, "salami", days=12, patience=short)
    assert len(steps(world)) > 4
    assert not [text for _, actor, text, _ in written(world) if actor == "belmora"]


RELENTED = "expel 10 + recall_ambassador + suspend_council + deploy"


def test_grit_makes_concessions_of_rising_size(build):
    """Osgood 1962: 3 of 10 posts given back (1.2), talks (2), the ambassador (4), the council (5.4), forces (8)."""
    world = on_its_own(build, "grit", history=RELENTED)
    gifts = ["restore_posts 3", "offer_talks", "return_ambassador", "reopen", "withdraw_forces"]
    assert steps(world) == gifts


def test_grit_makes_no_more_concessions_than_it_set_out_to_make(build):
    """Osgood 1962: a series of so many steps, announced beforehand."""
    world = on_its_own(build, {"preset": "grit", "concessions": 2}, history=RELENTED)
    assert steps(world) == ["restore_posts 3", "offer_talks"]


def test_grit_drops_the_series_on_a_hostile_answer_and_retaliates(build):
    """Osgood 1962: a firm answer to exploitation; the act of day 3 ends it on that day and is answered on day 6."""
    world = on_its_own(build, "grit", history=RELENTED, against={3: "expel 4"})
    assert steps(world) == ["restore_posts 3", "offer_talks"]
    assert [(day, text) for day, actor, text, _ in written(world) if actor == "arden" and day > 3] == [(6, "expel 4")]


def test_grit_has_only_an_offer_where_it_took_nothing(build):
    """Osgood 1962: who has nothing to give back can still offer talks, once."""
    assert steps(on_its_own(build, "grit")) == ["offer_talks"]
