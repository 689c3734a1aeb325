"""What each policy plays, written down as an observer would: one side acts, the other answers.

Arden follows the policy, Belmora follows the script, one act every fifteen days.  Both keep an embassy of
one hundred, a consulate of twenty and a joint council, and nobody misjudges, forgets or keeps silent by chance.
An act is written ``"expel 3"``, a package ``"expel 3 + close_consulate"``, silence ``""``.
"""

from datetime import date
from typing import Any

import pytest

EVERY_DAYS = 15

CHANNELS: dict[str, dict[str, Any]] = {
    "a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 100},
    "b_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden", "accredited": 100},
    "a_consulate": {"kind": "consulate", "sender": "arden", "host": "belmora", "accredited": 20},
    "b_consulate": {"kind": "consulate", "sender": "belmora", "host": "arden", "accredited": 20},
    "council": {"kind": "council", "between": ["arden", "belmora"]},
}
# the same relation after years of decline: embassies of ten where a hundred served, no meeting for six years
HOLLOW: dict[str, dict[str, Any]] = {
    name: {**channel, "accredited": channel["accredited"] // 10, "reference_staff": channel["accredited"]}
    if "accredited" in channel
    else {**channel, "last_meeting": date(2024, 1, 1)}
    for name, channel in CHANNELS.items()
}
SCRIPTED = {"preset": "tit_for_tat", "silence_first": 1.0, "silence_reply": 1.0}


@pytest.fixture
def assert_exchange(build):
    def check(policy, against, plays, *, opening=(), channels=CHANNELS, grievance=0.0):
        """Assert what a policy answers to a series of acts, after an opening of its own."""
        timeline = {}
        for n, text in enumerate([*opening, *against]):
            actor, other = ("arden", "belmora") if n < len(opening) else ("belmora", "arden")
            for part, one in enumerate(text.split(" + ")):
                timeline[f"act{n}_{part}"] = scripted(one, actor, other, n * EVERY_DAYS)
        world = build(
            timeline=timeline,
            policies={"arden": policy if isinstance(policy, dict) else {"preset": policy}, "belmora": SCRIPTED},
            channels=channels,
            relations={"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": grievance}}},
        ).play((len(opening) + len(against)) * EVERY_DAYS)
        assert answers(world, len(opening), len(against)) == plays

    return check


def scripted(text, actor, other, day):
    """``"expel 3"`` by a party, as an entry of a timeline."""
    kind, _, count = text.partition(" ")
    ours, theirs = actor[0], other[0]
    on = {
        "close_consulate": f"{theirs}_consulate",
        "suspend_council": "council",
        "recall_ambassador": f"{ours}_embassy",
    }
    channel = on.get(kind, f"{theirs}_embassy")
    return {"date": day, "from": actor, "to": other, "move": kind, "channel": channel, "count": int(count or 0)}


def answers(world, skipped, n):
    """What Arden did after each of Belmora's acts."""
    played = [""] * (skipped + n)
    for day, actor, _, kind, _, count in world.moves():
        if actor == "arden" and day % EVERY_DAYS != 0:
            text = f"{kind} {count}" if count else kind
            played[day // EVERY_DAYS] += (" + " if played[day // EVERY_DAYS] else "") + text
    return played[skipped:]


def test_tit_for_tat_does_what_was_done_to_it(assert_exchange):
    """Axelrod 1984: never first, and always as the other did last."""
    assert_exchange("tit_for_tat", against=["expel 3", "expel 5"], plays=["expel 3", "expel 5"])
    assert_exchange("tit_for_tat", against=["close_consulate"], plays=["close_consulate"])
    assert_exchange("tit_for_tat", against=["recall_ambassador + expel 4"], plays=["expel 4 + recall_ambassador"])
    assert_exchange("tit_for_tat", against=["suspend_council", "expel 2"], plays=["suspend_council", "expel 2"])


def test_tit_for_tat_has_no_memory_of_what_it_did_itself(assert_exchange):
    """Axelrod 1984: an answer to its own first blow provokes it like any other."""
    assert_exchange("tit_for_tat", opening=["expel 9"], against=["expel 3"], plays=["expel 3"])


def test_tit_for_tat_bears_any_grievance(assert_exchange):
    """Axelrod 1984: it looks at the last act only, and never walks out."""
    assert_exchange("tit_for_tat", against=["expel 2"], plays=["expel 2"], channels=HOLLOW, grievance=100.0)


def test_proportional_over_matches(assert_exchange):
    """Richardson 1960, k = 2."""
    double = {"preset": "proportional", "k": 2}
    assert_exchange(double, against=["expel 2", "expel 5"], plays=["expel 4", "expel 10"])


def test_proportional_under_matches(assert_exchange):
    """Richardson 1960, k = ½: a closed consulate, which cannot be halved, is answered by one."""
    half = {"preset": "proportional", "k": 0.5}
    assert_exchange(half, against=["expel 4", "close_consulate"], plays=["expel 2", "close_consulate"])


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
    assert_exchange("ledger", opening=["expel 3"], against=["expel 3"], plays=[""])


def test_a_ledger_that_struck_harder_than_it_was_struck_owes_nothing_for_long(assert_exchange):
    """Patchen & Bogumil 1995: a closed consulate (5.5) outweighs three of a hundred (4.43), not that and another."""
    assert_exchange("ledger", opening=["close_consulate"], against=["expel 3", "expel 3"], plays=["", "expel 3"])


def test_two_ledgers_end_a_quarrel_after_one_mirror(build):
    """Patchen & Bogumil 1995; 76 of 93 documented chains are two steps long."""
    timeline = {"act": scripted("expel 3", "belmora", "arden", 0)}
    policies = {"arden": {"preset": "ledger"}, "belmora": {"preset": "ledger"}}
    world = build(timeline=timeline, policies=policies, channels=CHANNELS).play(120)
    assert [(actor, kind, count) for _, actor, _, kind, _, count in world.moves()] == [
        ("belmora", "expel", 3),
        ("arden", "expel", 3),
    ]


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


def test_a_ledger_leaves_an_empty_shell_over_what_it_bore_from_a_full_one(assert_exchange):
    """The breaking point of October 2021: ceilings of 2015 and 2018 borne, the one of 2021 not.

    Embassies and consulates keep 0.3 + 0.7 · 0.1 = 0.37 of their worth, a council that is silent for six years
    nothing: of 4 + 4 + 1 + 1 + 3 there are 3.7 left, and the breaking point falls from 37 to 3 + 34 · 0.285 = 12.7.
    """
    assert_exchange("ledger", against=["expel 2"], plays=["expel 2"], channels=CHANNELS, grievance=12.0)
    everything = "suspend_mission + close_mission + close_consulate"
    assert_exchange("ledger", against=["expel 2"], plays=[everything], channels=HOLLOW, grievance=12.0)


def test_a_party_that_has_left_is_past_answering(assert_exchange):
    """October 2021: after the break nothing is left to close, and later acts go unanswered."""
    everything = "suspend_mission + close_mission + close_consulate"
    against = ["expel 2", "close_consulate"]
    assert_exchange("ledger", against=against, plays=[everything, ""], channels=HOLLOW, grievance=12.0)
