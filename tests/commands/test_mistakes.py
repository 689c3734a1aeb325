"""What is typed wrongly is answered in one line of plain words, with the place where help is."""

import pytest

COMMANDS = (
    "run, play, decision, compare, tournament, sweep, offramp, hindcast, fit, plot, report, "
    "bundle, rerun, cite, events, selftest, new, schema, check, list, moves, policies"
)
TYPED = {
    "a word too many": (("check", "two_states", "nope"), "nope: more words than `detente check` takes", "check"),
    "words where none is taken": (("list", "a", "b"), "a b: more words than `detente list` takes", "list"),
    "an option that there is not": (
        ("run", "two_states", "--sed", "3"),
        "--sed: `detente run` has no such option; did you mean --seed?",
        "run",
    ),
    "an option like no other": (("check", "two_states", "-xy"), "-xy: `detente check` has no such option", "check"),
    "an option without its value": (("run", "two_states", "--seed"), "--seed: expected a value after it", "run"),
    "no scenario": (("run",), "SCENARIO: missing", "run"),
    "an option twice": (
        ("run", "two_states", "--seed", "1", "--seed", "2"),
        "--seed: given more than once; expected one value",
        "run",
    ),
    "a value of a switch": (("run", "two_states", "--figures=7"), "--figures 7: expected --figures alone", "run"),
    "no command": (("frob",), f"frob: no such command; expected one of {COMMANDS}", ""),
}


@pytest.mark.parametrize(("words", "said", "command"), TYPED.values(), ids=TYPED)
def test_a_mistake_is_said_in_plain_words(detente, words, said, command):
    code, out, err = detente(*words)
    assert (code, out) == (2, "")
    assert err.splitlines() == [said, f"See: detente {command} --help".replace("  ", " ")]


def test_one_is_not_counted_in_the_plural(detente):
    short = ("--set", "end=2030-03-05", "--runs", "1", "--no-figures")
    _, out, err = detente("sweep", "two_states", "--vary", "policies.arden.k=1,2", *short)
    assert "2 points, 1 history each;" in out
    assert "2 points of 1 history: " in err
    assert ", SHA256SUMS; its parts in " in out.replace("\n", " ")
    _, _, err = detente("tournament", "two_states", "--policy", "ledger", *short)
    assert "1 history of 1 pair of policies: " in err
