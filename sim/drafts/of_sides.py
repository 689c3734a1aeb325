"""A draft for two or more parties by their names: their posts, policies and ties as far as they can be assumed."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import combinations
from typing import Any

from sim.documented.case_mapping import channel_of
from sim.documented.file_text import entry_lines
from sim.documented.parties import habits_of
from sim.documented.posts import posts_between
from sim.rules.moves import CHANNEL_KINDS
from sim.scenario.countries import with_article
from sim.scenario.usual_staff import size_of

from .first_act import first_act, ties_of
from .page import Page
from .sides import Side, states_of
from .suggestions import FIRST_DAY, policy_lines, timeline_lines

USUAL_TIES = ("trade", "visas", "flights")  # of two states


def text_of_sides(sides: Sequence[Side], page: Page, move: str) -> str:
    """Text of a scenario file in which the first party acts against the second.

    Parameters
    ----------
    sides : two or more parties, as :func:`sim.drafts.sides.sides_of` gives them
    page : name, days and title of the scenario
    move : name of a kind of move

    Raises
    ------
    DraftError
        If the first party cannot make the move.
    """
    channels, ties = _channels(sides, page.start.year), _ties(sides, move)
    actor, target, *_ = sides
    act = first_act(move, actor.id, target.id, channels | ties, page.start + timedelta(days=FIRST_DAY))
    lines = [
        *page.head([f"The act under timeline is given. All that follows, {_listed(sides)} decide."]),
        *policy_lines(_policies(sides)),
        *_states(sides),
        *_posts(sides, channels),
        *_tie_lines(actor, target, ties),
        *_relations(actor, target),
        *timeline_lines(act),
    ]
    return "\n".join([*lines, ""])


def _listed(sides: Sequence[Side]) -> str:
    names = [with_article(side.name) for side in sides]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _channels(sides: Sequence[Side], year: int) -> dict[str, dict[str, Any]]:
    """Posts of each pair; an alliance keeps none with its own members."""
    alliances = [side.name for side in sides if side.is_alliance]
    return {
        post.id: channel_of(post, year)
        for a, b in combinations(sides, 2)
        if a.name not in (b.members or ()) and b.name not in (a.members or ())
        for post in posts_between(min(a.name, b.name), max(a.name, b.name), [], alliances)
        if post.kind in CHANNEL_KINDS  # ties have a section of their own
    }


def _ties(sides: Sequence[Side], move: str) -> dict[str, dict[str, Any]]:
    """What two states have with each other without a post, as far as all states do, and what the act is about."""
    pairs = [(a, b) for a, b in combinations(sides, 2) if not (a.is_alliance or b.is_alliance)]
    wanted = [(pair, kind) for pair in pairs for kind in USUAL_TIES]
    act_on = ties_of(move)
    if act_on and not any(pair == (sides[0], sides[1]) and kind in act_on for pair, kind in wanted):
        wanted.append(((sides[0], sides[1]), act_on[0]))
    return {
        f"{a.id}_{b.id}_{kind}": {"kind": kind, "between": [a.id, b.id], "confidence": "assumed"}
        for (a, b), kind in wanted
    }


def _tie_lines(a: Side, b: Side, ties: dict[str, dict[str, Any]]) -> Iterator[str]:
    between = f"between: [{a.id}, {b.id}]"
    yield ""
    yield "# What they can lose without a post. Worth is 1 if absent; 4 is as grave as four such ties."
    if not ties:
        yield "# ties:"
        yield f"#   trade: {{kind: trade, {between}, worth: {{{b.id}: 4}}}}"
        return
    yield "ties:"
    for id_, entry in ties.items():
        yield from entry_lines(id_, entry, is_long=False)
    yield f"  # gas: {{kind: energy, {between}, controlled_by: {a.id}, worth: {{{b.id}: 4}}}}"
    yield f"  # students: {{kind: students, {between}}}"


def _policies(sides: Sequence[Side]) -> list[tuple[str, str]]:
    """Id of the policy of each party, and its habits."""
    return [(side.id, habits_of(side.name, *(other.name for other in sides if other is not side))) for side in sides]


def _states(sides: Sequence[Side]) -> Iterator[str]:
    own = {side.id for side in sides}
    yield ""
    yield "states:"
    for id_, name in states_of(sides).items():
        yield from entry_lines(id_, {"name": name} | ({"policy": id_} if id_ in own else {}), is_long=False)
    if alliances := [side for side in sides if side.is_alliance]:
        yield ""
        yield "# Who decides for an alliance: its secretariat (delegated), or its members (majority, two_thirds,"
        yield "# unanimity, silence). States without a policy above take part as members alone, and have no posts here."
        yield "alliances:"
        for side in alliances:
            members = [*states_of([side])]
            entry = {"name": side.name, "policy": side.id, "decides_by": "delegated", "members": members}
            yield from entry_lines(side.id, entry, is_long=False)


def _posts(sides: Sequence[Side], channels: dict[str, dict[str, Any]]) -> Iterator[str]:
    sizes = ", ".join(f"{with_article(side.name)} {size_of(side.name)}" for side in sides if not side.is_alliance)
    yield ""
    yield f"# What they keep with each other. Staff marked assumed follows from sizes: {sizes}."
    yield "channels:"
    for id_, entry in channels.items():
        yield from entry_lines(id_, entry, is_long=False)


def _relations(a: Side, b: Side) -> Iterator[str]:
    id_ = "_".join(sorted((a.id, b.id)))
    yield ""
    yield "# What lies between them. People sent home count 4 to 6.5, a criticism 2; half of it fades in seven years."
    yield "relations:"
    yield f"  {id_}:"
    yield f"    between: [{a.id}, {b.id}]"
    yield f"    # grievance: {{{a.id}: 10, {b.id}: 5}}  # what each holds against the other from the years before"
    yield f"    # incidents_per_day: {{{a.id}: 0, {b.id}: 0}}  # nobody expels out of the blue; 1/4000 if absent"
    yield f"    # breaks: {{{b.id}: true}}  # it may break off here, and nowhere else"
