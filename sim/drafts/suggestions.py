"""Sections that drafts share: policies and the timeline, with what else they may say behind a #."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.documented.file_text import entry_lines

FIRST_DAY = 14  # of the act, counted from the start

_OF_A_POLICY = {  # what a policy may also say, and what that means
    "k: 1.2": "it answers with 1.2 times what it received; 1 if absent",
    "silence_first: 0.3": "the chance that it does not answer a first act; by the habits if absent",
    "breaks: true": "it has a breaking point; if absent, it never breaks off",
    "breaking_floor: 10": "where that is once nothing is left; breaking_hollowing is added while all is whole",
}


def policy_lines(policies: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Section of policies, each by its id and its habits; the first with comments."""
    yield ""
    yield "# How each party decides: a preset, and what you change in it. `detente policies` lists both."
    yield "policies:"
    for number, (id_, habits) in enumerate(policies):
        is_first = number == 0
        yield f"  {id_}:"
        yield f"    preset: ledger{'  # it answers in kind until the account is level' if is_first else ''}"
        yield f"    habits: {habits}{'  # its silences and delays are those of a record of crises' if is_first else ''}"
        if is_first:
            yield from (f"    # {key}  # {says}" for key, says in _OF_A_POLICY.items())


def timeline_lines(act: Mapping[str, Any] | None) -> Iterator[str]:
    """Section of what happens in any case; behind a # where no act is given."""
    yield ""
    yield "# What happens in any case. `detente moves` lists the kinds of move."
    if act is None:
        yield "# timeline:"
        yield "#   first_act: {date: 2030-01-15, from: a_state, to: another, move: criticise}"
        return
    yield "timeline:"
    yield from entry_lines("first_act", act, is_long=True)
    yield '    # ground: "why it is done"'
