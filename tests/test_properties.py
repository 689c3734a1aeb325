"""What holds in every run, whatever the scenario: nobody is lost, nothing comes before its cause, the law is kept.

The scenarios are drawn: who keeps which posts with whom, how they answer, what is scripted; all noise is
on and incidents are frequent.  The law is read from the conventions once more, over what a run records.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from sim import EscalationModel
from sim.scenario.check import check_references
from sim.scenario.schema import Scenario

START = date(2030, 1, 1)
DAYS = 50
POSTS = {
    "arden_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora"},
    "belmora_embassy": {"kind": "embassy", "sender": "belmora", "host": "arden"},
    "arden_consulate": {"kind": "consulate", "sender": "arden", "host": "belmora"},
    "belmora_consulate": {"kind": "consulate", "sender": "belmora", "host": "arden"},
    "belmora_mission": {"kind": "mission", "sender": "belmora", "host": "league"},
    "league_liaison": {"kind": "liaison_mission", "sender": "league", "host": "belmora"},
    "league_office": {"kind": "office", "sender": "league", "host": "belmora"},
    "cordia_embassy": {"kind": "embassy", "sender": "cordia", "host": "belmora"},
    "belmora_embassy_abroad": {"kind": "embassy", "sender": "belmora", "host": "cordia"},
}
JOINT = {
    "commission": {"kind": "council", "between": ["arden", "belmora"]},
    "science": {"kind": "cooperation", "between": ["arden", "belmora"]},
    "league_council": {"kind": "council", "between": ["belmora", "league"]},
}
STATES, ALLIANCES = ("arden", "belmora", "cordia"), {"league": {"members": ["arden", "cordia"]}}
PARTIES = (*STATES, *ALLIANCES)

# The law, read from the conventions --------------------------------------------------------------

BY_THE_HOST = {"expel", "expel_ambassador", "cut_ceiling", "refuse_accreditation", "restrict_access", "ban_local_staff"}
CLOSURES = {
    "close_mission": {"embassy", "mission"},
    "close_liaison_mission": {"liaison_mission"},
    "close_consulate": {"consulate"},
    "close_office": {"office"},
}
BY_THE_SENDER = {"suspend_mission", "recall_ambassador", "return_ambassador"}
WITHDRAWALS = {"suspend_council": {"council"}, "suspend_cooperation": {"cooperation"}}
WITH_AN_AMBASSADOR = {"expel_ambassador", "recall_ambassador", "return_ambassador"}
RESIDENT = {"embassy", "mission", "liaison_mission"}
COUNTED = {"expel", "cut_ceiling", "refuse_accreditation"}
BETWEEN_STATES = {"sever_relations", "downgrade_relations"}
WORDS = {"criticise", "ultimatum", "offer_talks", "meet", "cancel_meeting", "deploy", "withdraw_forces"}
OUTSIDE = {"scripted", "incident", "contact"}  # made before the day's decisions, one after the other
BARE = {"criticise", "protest_note", "refuse_talks", "refuse_recognition"}  # words that hurt nobody
POSTURE = {"exercise", "deploy", "mobilise"}
KIND_ENDS = CLOSURES.keys() | {"suspend_mission"}


# Drawn scenarios ------------------------------------------------------------------------------------


@st.composite
def scenarios(draw: Any) -> dict[str, Any]:
    """A scenario as a file would give it, with numbers for days."""
    channels = {name: post | draw(staff()) for name, post in POSTS.items() if draw(st.integers(0, 3))}
    channels |= {name: joint for name, joint in JOINT.items() if draw(st.integers(0, 3))}
    moves = draw(st.lists(scripted(channels), min_size=1, max_size=12))
    return {
        "schema": 1,
        "name": "drawn",
        "title": "A drawn scenario",
        "start": START,
        "end": START + timedelta(DAYS - 1),
        "autonomous_from": START + timedelta(draw(st.sampled_from([0, 0, 5]))),
        "parameters": draw(noise()),
        "policies": {name: draw(policy()) for name in PARTIES},
        "states": {name: {"policy": name} for name in STATES},
        "alliances": {name: body | {"policy": name} for name, body in ALLIANCES.items()},
        "channels": channels,
        "relations": relations(channels),
        "timeline": {f"move_{n}": move for n, move in enumerate(moves)},
    }


@st.composite
def staff(draw: Any) -> dict[str, Any]:
    """People and posts, few or many; sometimes not known, sometimes gone from the start."""
    accredited = draw(st.sampled_from([0, 1, 2, 7, 24, 90]))
    status = draw(st.sampled_from(["open"] * 8 + ["suspended", "closed"]))
    return {"accredited": accredited, "ceiling": accredited + draw(st.sampled_from([0, 0, 3])), "status": status}


@st.composite
def policy(draw: Any) -> dict[str, Any]:
    """A policy: mild or harsh, some on the brink."""
    return {
        "preset": draw(st.sampled_from(["ledger", "proportional", "tit_for_tat"])),
        "k": draw(st.sampled_from([0.5, 1.0, 1.7])),
        "breaks": draw(st.booleans()),
        "breaking_hollowing": draw(st.sampled_from([2.0, 10.0, 34.0])),
    }


def noise() -> Any:
    """Everything that is drawn in a run, more of it than in life."""
    return st.fixed_dictionaries(
        {
            "incidents_per_day": st.sampled_from([0.0, 0.05]),
            "alliance_incidents_per_day": st.sampled_from([0.0, 0.05]),
            "talks_per_day": st.just(0.02),
            "miss_probability": st.just(0.1),
            "silence_first": st.sampled_from([0.0, 0.2]),
            "silence_reply": st.sampled_from([0.0, 0.6]),
            "surcharge_probability": st.just(0.4),
            "perception_noise": st.just(0.3),
            "merge_days": st.sampled_from([0.0, 7.0]),
        }
    )


def relations(channels: dict[str, Any]) -> dict[str, Any]:
    """Every pair that moves are scripted for, with contact through an embassy abroad where there is one."""
    contact = {"belmora": "belmora_embassy_abroad"} if "belmora_embassy_abroad" in channels else {}
    pairs = {"home": ["arden", "belmora"], "third": ["belmora", "cordia"]}
    return {name: {"between": pair} for name, pair in pairs.items()} | {
        "alliance": {"between": ["belmora", "league"], "contact": contact}
    }


@st.composite
def scripted(draw: Any, channels: dict[str, Any]) -> dict[str, Any]:
    """A move by somebody who may make it, whether or not the posts will allow it on its day."""
    day = draw(st.integers(0, DAYS - 10))
    channel = draw(st.sampled_from([None, None, *channels]))
    if channel is None:
        move = draw(st.sampled_from(["sever_relations", "sever_relations", "downgrade_relations", *sorted(WORDS)]))
        pairs = [("arden", "belmora"), ("belmora", "arden"), ("belmora", "cordia")]
        if move in WORDS:
            pairs += [("league", "belmora"), ("belmora", "league")]
        actor, target = draw(st.sampled_from(pairs))
        return {"date": START + timedelta(day), "from": actor, "to": target, "move": move}
    kind, (sender, host) = channels[channel]["kind"], sides(channels[channel])
    by_side = {sender: by_sender(kind), host: by_host(kind)}
    actor = draw(st.sampled_from([sender, host]))
    move = draw(st.sampled_from(sorted(by_side[actor])))
    return {
        "date": START + timedelta(day),
        "from": actor,
        "to": host if actor == sender else sender,
        "move": move,
        "channel": channel,
        "deadline": START + timedelta(day + draw(st.integers(0, 9))),
        "count": draw(st.integers(1, 30)) if move in COUNTED else 0,
    }


def sides(channel: dict[str, Any]) -> tuple[str, str]:
    """Sender and host of a channel, or its two sides."""
    a, b = channel.get("between") or (channel["sender"], channel["host"])
    return a, b


def by_host(kind: str) -> set[str]:
    """What a host may do to a kind of channel, and both sides to a joint one."""
    if kind in JOINT_KINDS:
        return {move for move, kinds in WITHDRAWALS.items() if kind in kinds} | {"reopen"}
    closures = {move for move, kinds in CLOSURES.items() if kind in kinds}
    without = set() if kind in ("embassy", "mission") else {"expel_ambassador"}
    return (BY_THE_HOST | closures | {"reopen"}) - without


def by_sender(kind: str) -> set[str]:
    """What a sender may do with a kind of channel."""
    if kind in JOINT_KINDS:
        return by_host(kind)
    ambassador = {"recall_ambassador", "return_ambassador"} if kind in ("embassy", "mission") else set()
    return ambassador | {"reopen"} | ({"suspend_mission"} if kind in RESIDENT else set())


JOINT_KINDS = {"council", "cooperation"}


# Runs -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, repr=False)  # a run printed in full would hide what is wrong with it
class Played:
    """A run, as its records tell it: moves as rows, posts by channel and day, and what changed overnight."""

    file: dict[str, Any]
    model: EscalationModel
    moves: list[dict[str, Any]]
    posts: dict[str, list[dict[str, Any]]]  # by channel: the morning of the first day, then each evening
    perceived: list[list[float]]  # by day: what each move so far was perceived as
    met: list[dict[str, int]]  # by day: last meeting of each channel

    def morning(self, channel: str, day: int) -> dict[str, Any]:
        """A post on the eve of a day."""
        return self.posts[channel][day]

    def of_day(self, day: int) -> list[dict[str, Any]]:
        return [move for move in self.moves if move["day"] == day]


def model_of(file: dict[str, Any], number: int) -> EscalationModel:
    scenario = Scenario.model_validate(file)
    assert check_references(scenario) == []
    return EscalationModel(scenario, number)


def play(file: dict[str, Any], number: int) -> Played:
    model = model_of(file, number)
    channels = model.names.channels
    posts = {name: [seen(model, name)] for name in channels}
    perceived, met = [], []
    for _ in range(DAYS):
        model.step()
        for name in channels:
            posts[name].append(seen(model, name))
        perceived.append(model.state.log.perceived[: int(model.state.log.n[0])].tolist())
        met.append(dict(zip(channels, model.state.posts.last_meeting.tolist(), strict=True)))
    return Played(file, model, rows_of(model), posts, perceived, met)


def seen(model: EscalationModel, channel: str) -> dict[str, Any]:
    """A post as everybody sees it."""
    post = model.post(channel)
    names = ("ceiling", "accredited", "present", "departed", "arrived", "status")
    return {name: getattr(post, name) for name in names}


def rows_of(model: EscalationModel) -> list[dict[str, Any]]:
    """The moves of a run, with days and rows as numbers from 0."""
    rows = model.trajectory.moves().to_dict("records")
    for row in rows:
        row["row"], row["package"] = row["id"] - 1, row["package"] - 1
        row["parent"] = None if row["parent"] is None or row["parent"] != row["parent"] else int(row["parent"]) - 1
        row["day"], row["last_day"] = (int((row[name].date() - START).days) for name in ("announced", "effective"))
    return rows


SEEDS = st.integers(0, 2**64 - 1)
MODEST = settings(
    max_examples=60, derandomize=True, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow]
)
already_played: dict[tuple[str, int], Played] = {}


def run_of(file: dict[str, Any], number: int) -> Played:
    """A run, played only once however many properties are read from it."""
    key = (repr(file), number)
    if key not in already_played:
        already_played[key] = play(file, number)
    return already_played[key]


def in_every_run(test: Any) -> Any:
    """Read a property from a hundred runs, the same for all properties."""
    return seed(2030)(settings(MODEST, max_examples=100)(given(st.builds(run_of, scenarios(), SEEDS))(test)))


# Nobody is lost --------------------------------------------------------------------------------------------


@in_every_run
def test_whoever_was_there_or_came_is_there_or_has_left(run: Played) -> None:
    for days in run.posts.values():
        for post in days:
            assert days[0]["present"] + post["arrived"] == post["present"] + post["departed"]


@in_every_run
def test_nobody_is_accredited_without_a_post_or_without_being_there(run: Played) -> None:
    for days in run.posts.values():
        for post in days:
            assert 0 <= post["accredited"] <= post["ceiling"]
            assert post["accredited"] <= post["present"]
            assert min(post["present"], post["departed"], post["arrived"]) >= 0
            assert post["accredited"] == 0 or post["status"] in ("open", "closing")


@in_every_run
def test_who_has_left_or_arrived_stays_counted(run: Played) -> None:
    for days in run.posts.values():
        for before, after in pairwise(days):
            assert after["departed"] >= before["departed"]
            assert after["arrived"] >= before["arrived"]
            assert after["ceiling"] <= before["ceiling"]


# No effect before its cause ---------------------------------------------------------------------------------


@in_every_run
def test_every_move_follows_what_it_answers(run: Played) -> None:
    for move in run.moves:
        assert move["last_day"] >= move["day"]
        assert move["package"] <= move["row"]
        if move["parent"] is not None:
            answered = run.moves[move["parent"]]
            assert answered["row"] < move["row"]
            assert answered["day"] <= move["day"]
            assert {answered["from"], answered["to"]} == {move["from"], move["to"]}
            if move["intent"] in ("mirror", "substitute", "surcharge", "rupture", "protest"):
                assert answered["day"] < move["day"]
                assert answered["from"] == move["to"]


@in_every_run
def test_moves_stand_in_the_order_of_their_days_and_packages_are_of_one_day_and_direction(run: Played) -> None:
    for before, after in pairwise(run.moves):
        assert before["day"] <= after["day"]
    for move in run.moves:
        first = run.moves[move["package"]]
        assert (first["day"], first["from"], first["to"]) == (move["day"], move["from"], move["to"])


@in_every_run
def test_a_move_is_perceived_on_the_day_after_it_was_announced_and_once(run: Played) -> None:
    concessions = {"return_ambassador", "reopen", "withdraw_forces"}
    for day in range(DAYS):
        for move, severity in zip(run.moves, run.perceived[day], strict=False):
            hurts = move["severity"] > 0 and move["kind"] not in BARE | POSTURE
            is_known = day > move["day"] and (hurts or move["kind"] in concessions)
            assert (severity == severity) == is_known
            if is_known:
                assert severity == run.model.state.log.perceived[move["row"]]
                assert severity == move["severity"] or hurts


@in_every_run
def test_grievance_grows_only_on_the_day_after_a_hostile_move(run: Played) -> None:
    curves, names = run.model.curves, run.model.names
    for ij in range(curves.grievance.shape[1]):
        a, b = names.pairs[ij >> 1]
        holder, other = (a, b) if ij % 2 == 0 else (b, a)
        hurt = {
            move["day"] + 1
            for move in run.moves
            if (move["from"], move["to"]) == (other, holder) and move["severity"] > 0 and move["kind"] not in BARE
        }
        grown = np.flatnonzero(np.diff(curves.grievance[:, ij], prepend=0.0) > 0)
        assert set(grown.tolist()) <= hurt


@in_every_run
def test_every_change_of_a_post_has_its_move(run: Played) -> None:
    for channel, days in run.posts.items():
        for day, (before, after) in enumerate(pairwise(days)):
            announced = {m["kind"] for m in run.moves if touches(run, m, channel) and m["day"] == day}
            effective = {m["kind"] for m in run.moves if touches(run, m, channel) and m["last_day"] == day}
            if after["status"] != before["status"]:
                assert status_causes(before["status"], after["status"]) & (announced | effective)
            if after["present"] < before["present"]:
                leaving = COUNTED | CLOSURES.keys() | {"expel_ambassador", "suspend_mission", "sever_relations"}
                assert effective & leaving
            if after["accredited"] < before["accredited"]:
                revoking = {"expel", "cut_ceiling", "expel_ambassador"}
                assert announced & revoking or after["status"] in ("suspended", "closed")
            if after["ceiling"] < before["ceiling"]:
                assert announced & {"cut_ceiling", "refuse_accreditation"}
            if after["arrived"] > before["arrived"]:
                assert "reopen" in announced


def touches(run: Played, move: dict[str, Any], channel: str) -> bool:
    """Whether a move is made on a channel, or ends the relations that it stands on."""
    given_ = run.file["channels"][channel]
    if move["kind"] == "sever_relations":
        return given_["kind"] in RESIDENT and {move["from"], move["to"]} == {*sides(given_)}
    return move["channel"] == channel and move["kind"] != "contact"


def status_causes(before: str, after: str) -> set[str]:
    """Kinds of move by which a post passes from one status to another."""
    if after == "open":
        return {"reopen"}
    if after == "closing":
        return CLOSURES.keys() | {"suspend_mission", "sever_relations"}
    if after == "closed":
        return CLOSURES.keys() | {"sever_relations"}
    return {"suspend_mission"} | WITHDRAWALS.keys()


# Nothing that the law forbids ---------------------------------------------------------------------------------


@in_every_run
def test_nothing_happens_that_the_law_forbids(run: Played) -> None:
    assert [offence for move in run.moves for offence in offences(run, move)] == []


def offences(run: Played, move: dict[str, Any]) -> Iterator[str]:
    """What is unlawful about a move, judged by the evening before and the moves already made today."""
    said = f"{move['from']} {move['kind']} {move['channel']} on day {move['day']}: "
    if move["kind"] in BETWEEN_STATES:
        yield from (said + what for what in offences_between(run, move))
    elif move["kind"] == "contact":
        embassy, senders = run.file["channels"][move["channel"]], {move["from"], *members(move["from"])}
        if embassy["kind"] != "embassy" or embassy["sender"] not in senders:
            yield said + "contact runs through an embassy of one's own"
    elif move["channel"]:
        post = run.file["channels"][move["channel"]]
        joint = post["kind"] in JOINT_KINDS
        rules = offences_on_joint(run, move) if joint else offences_on_post(run, move, post)
        if {move["from"], move["to"]} != {*sides(post)}:
            yield said + "a post of others"
        yield from (said + what for what in rules)


def members(party: str) -> list[str]:
    return ALLIANCES.get(party, {"members": []})["members"]


def offences_between(run: Played, move: dict[str, Any]) -> Iterator[str]:
    """An alliance has no relations to sever; what is severed goes no lower until an embassy is opened again."""
    pair = {move["from"], move["to"]}
    if pair & ALLIANCES.keys():
        yield "an alliance has no diplomatic relations"
    level = "full"
    for other in known_before(run, move):
        if {other["from"], other["to"]} == pair:
            is_embassy = other["channel"] and run.file["channels"][other["channel"]]["kind"] == "embassy"
            if other["kind"] in BETWEEN_STATES and level != "sever_relations":
                level = other["kind"]
            elif other["kind"] == "reopen" and is_embassy:
                level = "full"
    if level in ("sever_relations", move["kind"]):
        yield "relations are as low already"


def known_before(run: Played, move: dict[str, Any]) -> list[dict[str, Any]]:
    """What was done before a move that it must reckon with: on the days before, and today before the decisions."""
    return [m for m in run.moves[: move["row"]] if m["day"] < move["day"] or m["intent"] in OUTSIDE]


def offences_on_post(run: Played, move: dict[str, Any], post: dict[str, Any]) -> Iterator[str]:
    """The host expels, cuts, restricts and closes; the sender suspends and recalls; both on a post that works."""
    kind, eve = move["kind"], run.morning(move["channel"], move["day"])
    if kind in BY_THE_HOST | CLOSURES.keys() and move["from"] != post["host"]:
        yield "only the host may"
    if kind in BY_THE_SENDER and move["from"] != post["sender"]:
        yield "only the sender may"
    if kind in CLOSURES and post["kind"] not in CLOSURES[kind]:
        yield "another kind of post"
    if kind == "suspend_mission" and post["kind"] not in RESIDENT:
        yield "only a resident mission is suspended"
    if kind in WITH_AN_AMBASSADOR and post["kind"] not in ("embassy", "mission"):
        yield "no ambassador there"
    if is_working(run, move) == (kind == "reopen"):
        yield "already gone" if kind != "reopen" else "not gone"
    if kind in WITH_AN_AMBASSADOR and has_ambassador(run, move) == (kind == "return_ambassador"):
        yield "no ambassador to go" if kind != "return_ambassador" else "the ambassador is there"
    yield from offences_in_number(run, move, eve)


def is_working(run: Played, move: dict[str, Any]) -> bool:
    """Whether a post is open: on the eve, and after the moves made before this one that it must reckon with."""
    is_open = run.morning(move["channel"], move["day"])["status"] == "open"
    for other in run.of_day(move["day"]):
        comes_first = other["row"] < move["row"] and (
            other["intent"] in OUTSIDE or (other["from"] == move["from"] and other["kind"] == move["kind"])
        )
        if comes_first and touches(run, other, move["channel"]):
            if other["kind"] in KIND_ENDS or other["kind"] == "sever_relations":
                is_open = False
            elif other["kind"] == "reopen":
                is_open = True
    return is_open


def has_ambassador(run: Played, move: dict[str, Any]) -> bool:
    """Whether the head of a mission is at post, by what was done before; with the last of the staff the head goes."""
    at_post, day = run.posts[move["channel"]][0]["status"] == "open", -1
    for other in known_before(run, move):
        if other["channel"] != move["channel"]:
            continue
        if other["day"] != day:
            day, eve = other["day"], run.morning(move["channel"], other["day"])
            staff, ceiling = eve["accredited"], eve["ceiling"]
        before = staff
        staff, ceiling = staff_after(other, staff, ceiling)
        if other["kind"] in ("expel_ambassador", "recall_ambassador") or before > staff == 0:
            at_post = False
        elif other["kind"] in ("return_ambassador", "reopen"):
            at_post = True
    return at_post


def staff_after(move: dict[str, Any], staff: int, ceiling: int) -> tuple[int, int]:
    """Accredited staff and ceiling of a post after a move; vacancies go before people."""
    kind, count = move["kind"], move["count"]
    if kind == "reopen":
        return min(count, ceiling), ceiling
    if kind == "cut_ceiling":
        ceiling = max(0, ceiling - count)
    if kind == "refuse_accreditation":
        ceiling = max(staff, ceiling - count)
    gone = count if kind == "expel" else int(kind == "expel_ambassador")
    return max(0, min(staff - gone, ceiling)), ceiling


def offences_in_number(run: Played, move: dict[str, Any], eve: dict[str, Any]) -> Iterator[str]:
    """Nobody is expelled who is not accredited, no post abolished that does not exist."""
    today = [m for m in run.of_day(move["day"]) if m["channel"] == move["channel"] and m["row"] <= move["row"]]
    taken = {kind: sum(m["count"] for m in today if m["kind"] == kind) for kind in COUNTED | {"reopen"}}
    if move["kind"] in COUNTED and move["count"] < 1:
        yield "nobody counted"
    if move["kind"] == "expel" and taken["expel"] > eve["accredited"] + taken["reopen"]:
        yield "more expelled than accredited"
    if move["kind"] == "cut_ceiling" and taken["cut_ceiling"] > eve["ceiling"]:
        yield "more posts cut than there are"
    vacancies = eve["ceiling"] - eve["accredited"] + taken["expel"]
    vacancies += sum(m["kind"] == "expel_ambassador" for m in today)
    if move["kind"] == "refuse_accreditation" and taken["refuse_accreditation"] > vacancies:
        yield "more vacancies abolished than there are"


def offences_on_joint(run: Played, move: dict[str, Any]) -> Iterator[str]:
    """Each side of a joint institution stays away and comes back for itself."""
    stays_away = False
    for other in run.moves[: move["row"]]:
        if other["channel"] == move["channel"] and other["from"] == move["from"]:
            stays_away = other["kind"] in WITHDRAWALS
    if move["kind"] in WITHDRAWALS and stays_away:
        yield "stays away already"
    if move["kind"] == "reopen" and not stays_away:
        yield "has not stayed away"


@in_every_run
def test_a_joint_institution_works_while_neither_side_stays_away(run: Played) -> None:
    for name in JOINT.keys() & run.posts.keys():
        away: set[str] = set()
        for day in range(DAYS):
            for move in run.of_day(day):
                if move["channel"] == name:
                    (away.discard if move["kind"] == "reopen" else away.add)(move["from"])
            assert run.posts[name][day + 1]["status"] == ("suspended" if away else "open")


@in_every_run
def test_a_council_meets_only_while_it_is_open_and_only_when_its_parties_meet(run: Played) -> None:
    for name in run.posts:
        for day in range(1, DAYS):
            if run.met[day][name] != run.met[day - 1][name]:
                assert run.met[day][name] == day
                assert run.posts[name][day]["status"] == "open" or run.posts[name][day + 1]["status"] == "open"
                pair = {*sides(run.file["channels"][name])}
                assert {"meet", "reopen"} & {m["kind"] for m in run.of_day(day) if {m["from"], m["to"]} == pair}


@in_every_run
def test_contact_is_rerouted_once_and_only_after_the_last_mission_is_gone(run: Played) -> None:
    done = set()
    for move in (m for m in run.moves if m["intent"] == "contact"):
        assert (move["from"], move["to"]) not in done
        done.add((move["from"], move["to"]))
        for name, post in run.file["channels"].items():
            if post["kind"] in RESIDENT and {*sides(post)} == {move["from"], move["to"]}:
                eve = run.morning(name, move["day"])["status"]
                gone_today = any(touches(run, m, name) and m["last_day"] == move["day"] for m in run.moves)
                assert eve in ("suspended", "closed") or (eve == "closing" and gone_today)


# The same course ---------------------------------------------------------------------------------------------------


def course(model: EscalationModel) -> bytes:
    """Every byte of what a run has written."""
    state, curves = model.state, model.curves
    tables = (state.posts, state.log, state.provocations, curves)
    plain = [array for array in state if isinstance(array, np.ndarray)]
    return b"".join(array.tobytes() for table in tables for array in table) + b"".join(a.tobytes() for a in plain)


def played(model: EscalationModel, days: int = DAYS) -> EscalationModel:
    for _ in range(days):
        model.step()
    return model


@MODEST
@given(scenarios(), SEEDS)
def test_the_same_seed_gives_the_same_run(file: dict[str, Any], number: int) -> None:
    assert course(played(model_of(file, number))) == course(played(model_of(file, number)))


@MODEST
@given(scenarios(), SEEDS)
def test_looking_at_a_run_changes_nothing_in_it(file: dict[str, Any], number: int) -> None:
    watched = model_of(file, number)
    for _ in range(DAYS):
        watched.step()
        look_at(watched)
    assert course(watched) == course(played(model_of(file, number)))


def look_at(model: EscalationModel) -> None:
    """Read what there is to read: frames now and then, views of every party and post, a copy played on."""
    for a, b in model.names.pairs:
        party = model.party(a)
        for view in (party.grievance, party.balance, party.loss, party.breaking_point, party.acceptance, party.contact):
            view(b)
    for channel in model.names.channels:
        seen(model, channel)
        assert 0.0 <= model.post(channel).worth <= 1.0
    if model.day % 16 == 0:
        now = model.trajectory
        for frame in (now.moves, now.decisions, now.trajectory, now.posts):
            frame()
        played(model.copy(), 5)


@MODEST
@given(scenarios(), SEEDS, st.integers(0, DAYS))
def test_a_copy_takes_the_course_of_the_original(file: dict[str, Any], number: int, day: int) -> None:
    original = played(model_of(file, number), day)
    copy = original.copy()
    assert course(copy) == course(original)
    assert course(played(copy, DAYS - day)) == course(played(original, DAYS - day))


@MODEST
@given(scenarios(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_entries_in_the_file_changes_nothing(
    file: dict[str, Any], number: int, chance: random.Random
) -> None:
    assert course(played(model_of(shuffled(file, chance), number))) == course(played(model_of(file, number)))


def shuffled(entry: Any, chance: random.Random) -> Any:
    """The same entry with the keys of every mapping, and every list of parties, in another order."""
    if isinstance(entry, dict):
        keys = list(entry)
        chance.shuffle(keys)
        return {key: shuffled(entry[key], chance) for key in keys}
    if isinstance(entry, list):
        return chance.sample(entry, len(entry))
    return entry


@MODEST
@given(scenarios(), SEEDS)
def test_a_party_that_deals_with_nobody_changes_nobodys_moves(file: dict[str, Any], number: int) -> None:
    # "aaa" comes first in every order of ids, so that everybody's number changes
    more = file | {"states": {**file["states"], "aaa": {}}}
    one, two = (played(model_of(f, number)).trajectory.moves() for f in (file, more))
    pd.testing.assert_frame_equal(one, two)


@MODEST
@given(scenarios(), SEEDS)
def test_another_day_recorded_changes_no_day_before(file: dict[str, Any], number: int) -> None:
    longer = file | {"end": file["end"] + timedelta(30)}
    one, two = played(model_of(file, number)), played(model_of(longer, number))
    assert [m.tobytes() for m in one.state.posts] == [m.tobytes() for m in two.state.posts]
    assert [m.tobytes() for m in one.state.log] == [m.tobytes() for m in two.state.log]
