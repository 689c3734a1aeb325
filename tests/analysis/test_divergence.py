"""Where two histories part, and why."""

import pytest

from sim import compare, load_scenario
from sim.analysis.divergence import SCRIPTED, Deed, divergence_of
from sim.analysis.labels import Labels
from sim.scenario.canonical import document_of

LABELS = Labels(document_of(load_scenario("two_states")))
NONE = "Arden makes no such move"
MARCH = "2030-03-{:02}".format


def cut(count):
    return Deed(MARCH(1), "belmora", "arden", f"expels {count}", 1, SCRIPTED, MARCH(1), "given by the scenario")


def answer(day, says, package=2, matter=1):
    return Deed(MARCH(day), "arden", "belmora", says, package, matter=MARCH(matter), why=f"why it {says}")


def silence(day, matter=1):
    return Deed(MARCH(day), "arden", "belmora", "does nothing", matter=MARCH(matter), why="does not answer")


def offer(day):
    return Deed(MARCH(day), "arden", "belmora", "offers talks", 9, "talks", MARCH(day), "its own initiative")


CASES = {
    "nowhere where nothing differs": ([cut(3), answer(5, "expels 3")], [cut(3), answer(5, "expels 3")], {}),
    "at the first answer that differs": (
        [answer(5, "expels 3"), answer(9, "closes a post", 3)],
        [answer(5, "expels 2"), answer(9, "closes a post", 3)],
        {"date": MARCH(5), "a": "Arden expels 3", "b": "Arden expels 2"},
    ),
    "not yet where only the scenario itself differs": (
        [cut(3), answer(5, "expels 3")],
        [cut(20), answer(5, "expels 3")],
        {"given_a": "on 1 March 2030 Belmora expels 3", "given_b": "on 1 March 2030 Belmora expels 20"},
    ),
    "after what the scenario itself does otherwise": (
        [cut(3), answer(5, "expels 3")],
        [answer(7, "protests", matter=6)],
        {"date": MARCH(5), "a": "Arden expels 3", "b": NONE, "given_a": "on 1 March 2030 Belmora expels 3"},
    ),
    "where one answers and the other does not answer": (
        [silence(5)],
        [answer(5, "expels 3")],
        {"date": MARCH(5), "a": "Arden does nothing", "why_a": "does not answer", "b": "Arden expels 3"},
    ),
    "where one answers later": (
        [answer(5, "expels 3")],
        [answer(8, "expels 3")],
        {"date": MARCH(5), "a": "Arden expels 3", "b": "on 8 March 2030 Arden expels 3"},
    ),
    "with all that is announced together": (
        [answer(5, "expels 3"), answer(5, "closes a post"), answer(5, "leaves"), answer(6, "protests", 3)],
        [],
        {"date": MARCH(5), "a": "Arden expels 3, closes a post and leaves", "b": NONE, "why_a": "why it expels 3"},
    ),
    "and an offer stands against no other offer": (
        [offer(5)],
        [offer(9)],
        {"date": MARCH(5), "a": "Arden offers talks", "b": NONE},
    ),
    "but silences alone are no parting": ([silence(5)], [], {}),
}


@pytest.mark.parametrize(("a", "b", "expected"), CASES.values(), ids=CASES)
def test_two_histories_part(a, b, expected):
    found = divergence_of(a, b, LABELS)
    nothing = dict.fromkeys(("date", "a", "b", "why_a", "why_b", "given_a", "given_b"), "")
    reasons = {key: found[key] for key in ("why_a", "why_b") if key not in expected}
    assert found == nothing | reasons | expected
    assert all(bool(found[f"why_{key}"]) == (found[key] not in ("", NONE)) for key in "ab")


def test_a_break_is_told_with_its_reason_against_the_silence_of_the_other_world():
    a, b = (
        load_scenario("two_states", settings=["end=2030-05-01", *NO_TALKS, *MANY, *sets]) for sets in ([], [HOLLOW])
    )
    found = compare(a, b, runs=12)
    assert found.parting["differing"] > 0
    assert found.parting["b"].startswith(
        "Belmora suspends the Belmoran embassy in Stanmoor, orders the Ardenish embassy"
    )
    assert found.parting["why_b"].startswith("grievance ")
    assert "≥ breaking point 3.00" in found.parting["why_b"]
    assert "≥" not in found.parting["why_a"]
    assert found.sentence.startswith(
        "With the policy of Belmora changed (breaking hollowing: 0 instead of 34), Belmora would have broken with "
    )


FIRST = "timeline.arden_by_hand_0001={{date: 2030-03-02, from: arden, to: belmora, move: {}, in_answer: true}}"


def test_what_a_seat_did_by_hand_is_where_two_games_part_and_is_told_in_words():
    a, b = (
        load_scenario("two_states", settings=["end=2030-05-01", "by_hand=[arden]", FIRST.format(move)])
        for move in ("protest_note", "criticise")
    )
    found = compare(a, b, runs=12)
    assert (found.parting["date"], found.parting["given_a"]) == ("2030-03-02", "")
    assert found.parting["a"] == "Arden hands Belmora a protest note"
    assert found.parting["b"] == "Arden criticises Belmora"
    assert found.manifest["change"] == [
        "timeline.arden_by_hand_0001={date: 2030-03-02, from: arden, in_answer: true, move: criticise, to: belmora}"
    ]
    assert found.sentence.startswith(
        "With the move by hand of 2 March 2030 (Arden hands Belmora a protest note) replaced, "
    )


def test_a_game_and_the_policy_part_where_the_player_first_decides():
    world = load_scenario("two_states", settings=["end=2030-05-01"])
    game = load_scenario("two_states", settings=["end=2030-05-01", "by_hand=[arden]", FIRST.format("protest_note")])
    found = compare(world, game, runs=12)
    assert found.parting["date"] <= "2030-03-02"  # the policy may answer on the day of the act
    assert found.parting["b"].endswith("Arden hands Belmora a protest note")
    assert found.parting["given_b"] == ""


NO_TALKS = [f"relations.arden_belmora.talks_per_day.{party}=0" for party in ("arden", "belmora")]
MANY = ["timeline.first_expulsion.count=6", "policies.belmora.silence_reply=0"]  # an occasion, and no silence
HOLLOW = "policies.belmora.breaking_hollowing=0"


def test_a_change_that_changes_nothing_has_nothing_to_tell():
    # a policy that nobody follows
    a, b = (load_scenario("two_states", settings=["end=2030-05-01", f"policies.nobody={{k: {k}}}"]) for k in (1, 2))
    found = compare(a, b, runs=12)
    assert found.sentence == (
        "With the policy nobody changed (strength of answers: 2 instead of 1), "
        "12 paired histories show no clear difference."
    )
    assert (found.parting["differing"], found.parting["date"], found.parting["a"]) == (0, "", "")
