"""The law, read from the conventions once more: what a run must not contain."""

from collections.abc import Iterator
from typing import Any

from tests.drawing.runs import DECIDED, Move, Played, sides
from tests.drawing.scenarios import ALLIANCES, BETWEEN_STATES, CLOSURES, COUNTED, RESIDENT, WITHDRAWALS

ONLY_THE_HOST = {
    "expel", "expel_ambassador", "cut_ceiling", "refuse_accreditation", "restrict_access", "ban_local_staff",
    "restore_posts", "lift_restrictions", *CLOSURES.values(),
}  # fmt: skip
ONLY_THE_SENDER = {"suspend_mission", "recall_ambassador", "return_ambassador"}
OF_AMBASSADORS = {"expel_ambassador", "recall_ambassador", "return_ambassador"}
ENDING = {*CLOSURES.values(), "suspend_mission"}
GONE = ("suspended", "closed")


def offences(run: Played, move: Move) -> Iterator[str]:
    """What is unlawful about a move, judged by the eve of its day and what it must reckon with."""
    said = f"{move['from']} {move['intent']} {move['kind']} {move['channel']} on day {move['day']}: "
    if move["kind"] in BETWEEN_STATES:
        rules = offences_between(run, move)
    elif move["kind"] == "contact":
        rules = offences_in_contact(run, move)
    elif not move["channel"]:
        rules = iter(())
    elif run.channel(move["channel"])["kind"] in WITHDRAWALS:
        rules = offences_on_joint(run, move)
    else:
        rules = offences_on_post(run, move, run.channel(move["channel"]))
    yield from (said + what for what in rules)


def offences_in_contact(run: Played, move: Move) -> Iterator[str]:
    embassy = run.file["channels"].get(move["channel"], {"kind": "embassy", "sender": move["from"]})
    if embassy["kind"] != "embassy" or embassy["sender"] not in {move["from"], *run.members(move["from"])}:
        yield "contact runs through an embassy of one's own"


def offences_between(run: Played, move: Move) -> Iterator[str]:
    """An alliance has no relations to sever; what is severed goes no lower until an embassy is opened again.

    A reply may declare once what the other side has done.
    """
    pair = {move["from"], move["to"]}
    if pair & {*ALLIANCES}:
        yield "an alliance has no diplomatic relations"
        return
    before = [other for other in run.moves if other["day"] < move["day"] or other in run.known(move)]
    if move["intent"] == "mirror" and not has_made(before, move):
        return
    levels = {run.levels[move["day"]][relation_of(run, pair)]}
    for other in run.known(move):
        if {other["from"], other["to"]} == pair:
            levels = {after for level in levels for after in levels_after(run, level, other)}
    if levels == {"severed"} or (move["kind"] == "downgrade_relations" and "full" not in levels):
        yield "relations are as low already"


def has_made(before: list[Move], move: Move) -> bool:
    """Whether the same party has made the same kind of move towards the same party before."""
    return any(all(other[key] == move[key] for key in ("kind", "from", "to")) for other in before)


def relation_of(run: Played, pair: set[str]) -> str:
    names = run.trajectory.names
    return names.dyads[[{*known} for known in names.pairs].index(pair)]


def levels_after(run: Played, level: str, move: Move) -> set[str]:
    """Levels on which relations may stand after a move: they are full again once both ambassadors are back."""
    if move["kind"] == "sever_relations":
        return {"severed"}
    if move["kind"] == "downgrade_relations":
        return {"charge" if level == "full" else level}
    if move["kind"] == "return_ambassador" and level == "charge":
        return {"charge", "full"}
    opens = move["kind"] in ("reopen", "found_institution") and move["channel"]
    return {"full"} if opens and run.channel(move["channel"])["kind"] == "embassy" else {level}


# Posts -----------------------------------------------------------------------------------------------


def offences_on_post(run: Played, move: Move, post: dict[str, Any]) -> Iterator[str]:
    """The host expels, cuts, restricts and closes; the sender suspends and recalls; both on a post that works."""
    kind = move["kind"]
    if {move["from"], move["to"]} != {*sides(post)}:
        yield "a post of others"
    if kind in ONLY_THE_HOST and move["from"] != post["host"]:
        yield "only the host may"
    if kind in ONLY_THE_SENDER and move["from"] != post["sender"]:
        yield "only the sender may"
    if kind in CLOSURES.values() and kind != CLOSURES[post["kind"]]:
        yield "another kind of post"
    if kind == "suspend_mission" and post["kind"] not in RESIDENT:
        yield "only a resident mission is suspended"
    if kind == "reopen" and move["intent"] in ("recovery", "initiative") and move["from"] != post["sender"]:
        yield "only the sender comes back of its own accord"
    if kind == "reopen" and move["intent"] == "recovery" and post["kind"] not in RESIDENT:
        yield "a consulate or an office comes back by hand alone"
    yield from offences_of_state(run, move)
    yield from offences_of_ambassadors(run, move, post)
    yield from offences_in_number(run, move)


def offences_of_state(run: Played, move: Move) -> Iterator[str]:
    """Measures are taken on a post that works, what is gone is reopened, what is planned is founded."""
    status = run.posts[move["channel"]][move["day"]].status
    if status == "closing" and ends_on(run, move["channel"], move["day"]):
        status = "closed"
    for other in run.known(move):
        if touches(run, other, move["channel"]):
            status = status_after(other, status)
    needed = {"reopen": GONE, "found_institution": ("planned",)}.get(move["kind"], ("open",))
    if status not in needed:
        yield f"the post is {status}"
    if move["kind"] in ENDING and any(same_decision(move, other) for other in run.days[move["day"]]):
        yield "ended twice"


def same_decision(move: Move, other: Move) -> bool:
    """Whether a party has already decided on the same thing, in the same round of decisions."""
    are_decided = move["intent"] in DECIDED and other["intent"] in DECIDED
    is_same = all(other[key] == move[key] for key in ("from", "kind", "channel"))
    return are_decided and is_same and int(other["row"]) < int(move["row"])


def ends_on(run: Played, channel: str, day: int) -> bool:
    """Whether an order to close, or a suspension, takes effect on a channel this day."""
    ending = ENDING | {"sever_relations"}
    return any(m["kind"] in ending and m["last_day"] == day and touches(run, m, channel) for m in run.moves)


def touches(run: Played, move: Move, channel: str) -> bool:
    """Whether a move is made on a channel, or ends the relations that it stands on."""
    post = run.channel(channel)
    if move["kind"] == "sever_relations":
        return post["kind"] in RESIDENT and {move["from"], move["to"]} == {*sides(post)}
    return bool(move["channel"] == channel and move["kind"] != "contact")


def status_after(move: Move, status: str) -> str:
    """Status of a post after a move on it."""
    if move["kind"] in ENDING | {"sever_relations"}:
        now = "closed" if move["last_day"] == move["day"] else "closing"
        return now if status == "open" or (now == "closed" and status == "closing") else status
    return "open" if move["kind"] in ("reopen", "found_institution") else status


def offences_of_ambassadors(run: Played, move: Move, post: dict[str, Any]) -> Iterator[str]:
    """Only embassies and missions have ambassadors; one who is there does not return, one who is gone cannot go."""
    if move["kind"] not in OF_AMBASSADORS:
        return
    if post["kind"] not in ("embassy", "mission"):
        yield "no ambassador there"
    if head_before(run, move) == (move["kind"] == "return_ambassador"):
        yield "no ambassador to go" if move["kind"] != "return_ambassador" else "the ambassador is there"


def head_before(run: Played, move: Move) -> bool:
    """Whether the head of a mission is at post when a move is decided."""
    eve = run.posts[move["channel"]][move["day"]]
    is_gone = eve.status == "closing" and ends_on(run, move["channel"], move["day"])
    at_post, staff, ceiling = eve.head_present and not is_gone, eve.accredited, eve.ceiling
    for other in run.known(move):
        if is_downgrade_of(run, other, move["channel"]):
            at_post = False
        if other["channel"] == move["channel"]:
            before = staff
            staff, ceiling = staff_after(other, staff, ceiling, eve.sent_home)
            at_post = head_after(other, at_post, before > staff == 0)
    return at_post


def is_downgrade_of(run: Played, move: Move, channel: str) -> bool:
    """Whether a move leaves a channel's embassy to a chargé d'affaires."""
    post = run.channel(channel)
    is_embassy = post["kind"] == "embassy" and {move["from"], move["to"]} == {*sides(post)}
    return is_embassy and move["kind"] == "downgrade_relations"


def head_after(move: Move, at_post: bool, is_emptied: bool) -> bool:
    """Whether the head of a mission is at post after a move on it; with the last of the staff the head goes."""
    if move["kind"] in ("expel_ambassador", "recall_ambassador") or is_emptied:
        return False
    return at_post or move["kind"] in ("return_ambassador", "reopen", "found_institution")


def staff_after(move: Move, staff: int, ceiling: int, sent_home: int) -> tuple[int, int]:
    """Accredited staff and ceiling of a post after a move; vacancies go before people, and people come back first."""
    kind, count = move["kind"], move["count"]
    if kind == "found_institution" or (kind == "reopen" and count == 0):
        return ceiling, ceiling
    if kind == "reopen":
        return min(count, ceiling), ceiling
    if kind == "restore_posts":
        people = min(count, sent_home)
        return staff + people, max(ceiling, staff + people) + count - people
    if kind == "cut_ceiling":
        ceiling = max(0, ceiling - count)
    if kind == "refuse_accreditation":
        ceiling = max(staff, ceiling - count)
    gone = count if kind == "expel" else int(kind == "expel_ambassador")
    return max(0, min(staff - gone, ceiling)), ceiling


def noted(run: Played, channel: str, day: int) -> bool:
    """Whether the scenario notes the staff of a post on a day."""
    return any(
        entry.get("channel") == channel
        and ("ceiling" in entry or "accredited" in entry)
        and run.day_of(entry["date"]) == day
        for section in ("record", "timeline")
        for entry in run.file[section].values()
    )


def offences_in_number(run: Played, move: Move) -> Iterator[str]:
    """Nobody is expelled who is not accredited, no post abolished that does not exist, none restored not lost.

    A reply takes no more than half of a staff, or of the posts that there are.
    """
    if move["kind"] not in COUNTED or noted(run, move["channel"], move["day"]):
        return
    staff, ceiling, lost = staff_before(run, move)
    # what a party decides together on one day it decides on the same staff
    count = sum(other["count"] for other in run.days[move["day"]] if same_decision(move, other)) + move["count"]
    most = {"expel": staff, "cut_ceiling": ceiling, "refuse_accreditation": ceiling - staff, "restore_posts": lost}
    if move["count"] < 1:
        yield "nobody counted"
    if count > most[move["kind"]]:
        yield f"{count} where there are {most[move['kind']]}"
    half = max(1, ((ceiling if move["kind"] == "cut_ceiling" else staff) + 1) // 2)
    if move["intent"] in REPLIES and move["kind"] != "restore_posts" and count > half:
        yield f"{count} of {staff} would empty the post"


REPLIES = DECIDED - {"parity"}


def staff_before(run: Played, move: Move) -> tuple[int, int, int]:
    """Accredited staff, ceiling and posts lost of a post when a move is decided."""
    eve = run.posts[move["channel"]][move["day"]]
    is_gone = eve.status == "closing" and ends_on(run, move["channel"], move["day"])
    staff, ceiling, lost, home = 0 if is_gone else eve.accredited, eve.ceiling, eve.lost, eve.sent_home
    for other in run.known(move):
        if other["channel"] == move["channel"]:
            taken = max(other["count"], other["kind"] == "expel_ambassador")
            lost += -taken if other["kind"] in ("restore_posts", "reopen") else taken
            before = staff
            staff, ceiling = staff_after(other, staff, ceiling, home)
            home = max(0, home + before - staff)
    return staff, ceiling, lost


# Joint institutions ----------------------------------------------------------------------------------


def offences_on_joint(run: Played, move: Move) -> Iterator[str]:
    """Each side of a joint institution stays away and comes back for itself."""
    institution = run.channel(move["channel"])
    eve = run.posts[move["channel"]][move["day"]]
    if {move["from"], move["to"]} != {*sides(institution)}:
        yield "an institution of others"
    if move["kind"] == "found_institution":
        if eve.status != "planned" or any(other["channel"] == move["channel"] for other in run.known(move)):
            yield "not planned"
        return
    before = [other for day in run.days[: move["day"]] for other in day] + run.known(move)
    stays_away = move["from"] in institution.get("suspended_by", [])
    for other in before:
        if other["channel"] == move["channel"] and other["from"] == move["from"]:
            stays_away = other["kind"] in WITHDRAWALS.values()
    if move["kind"] == "reopen":
        if not stays_away:
            yield "has not stayed away"
    elif move["kind"] != WITHDRAWALS[institution["kind"]]:
        yield "not done to a joint institution"
    elif stays_away:
        yield "stays away already"
