"""Scenarios drawn at random: four states, two alliances, and every feature that a scenario file can ask for.

Small enough to be played by the thousand; clocks ring often and quarrels are forgotten soon, so that within two
months there is a crisis, and time to make up.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from sim.rules.policies import FORMS, INITIATIVES, PRESETS
from sim.rules.world import QUOTAS

START = date(2030, 1, 1)
DAYS = 60

STATES = ("arden", "belmora", "cordia", "dravia")
ALLIANCES = ("league", "pact")
PARTIES = (*STATES, *ALLIANCES)
RELATIONS = {
    "home": ("arden", "belmora"),
    "third": ("belmora", "cordia"),
    "fourth": ("belmora", "dravia"),
    "alliance": ("belmora", "league"),
    "accord": ("league", "pact"),
}
POSTS = {
    "arden_embassy": ("embassy", "arden", "belmora"),
    "belmora_embassy": ("embassy", "belmora", "arden"),
    "arden_consulate": ("consulate", "arden", "belmora"),
    "belmora_consulate": ("consulate", "belmora", "arden"),
    "cordia_embassy": ("embassy", "cordia", "belmora"),
    "belmora_embassy_cordia": ("embassy", "belmora", "cordia"),
    "belmora_embassy_dravia": ("embassy", "belmora", "dravia"),
    "dravia_office": ("office", "dravia", "belmora"),
    "belmora_mission": ("mission", "belmora", "league"),
    "league_liaison": ("liaison_mission", "league", "belmora"),
    "league_office": ("office", "league", "belmora"),
    "pact_liaison": ("liaison_mission", "pact", "league"),
}
JOINT = {
    "commission": ("council", "arden", "belmora"),
    "science": ("cooperation", "arden", "belmora"),
    "league_council": ("council", "belmora", "league"),
    "accord_council": ("council", "league", "pact"),
}
OWNERS = {"league_liaison": {"sender_ministry": "defence_planning", "host_ministry": "defence"}}

RESIDENT = {"embassy", "mission", "liaison_mission"}
BY_THE_HOST = {
    "expel", "cut_ceiling", "refuse_accreditation", "restrict_access", "ban_local_staff",
    "restore_posts", "lift_restrictions",
}  # fmt: skip
CLOSURES = {
    "embassy": "close_mission",
    "mission": "close_mission",
    "liaison_mission": "close_liaison_mission",
    "consulate": "close_consulate",
    "office": "close_office",
}
WITHDRAWALS = {"council": "suspend_council", "cooperation": "suspend_cooperation"}
WITHOUT_CHANNEL = {
    "criticise", "protest_note", "refuse_talks", "refuse_recognition", "cancel_meeting", "ultimatum", "measure",
    "exercise", "deploy", "mobilise", "ask_recognition", "offer_talks", "meet", "found_institution", "withdraw_forces",
}  # fmt: skip
BETWEEN_STATES = {"sever_relations", "downgrade_relations"}
COUNTED = {"expel", "cut_ceiling", "refuse_accreditation", "restore_posts"}

Place = tuple[str, str, str | None]  # who may make a move, towards whom, on which channel


def seldom(often: Any, *others: Any, weight: int = 5) -> st.SearchStrategy[Any]:
    """One value mostly, any of the others sometimes."""
    return st.sampled_from([often] * weight + [*others])


def on_day(number: int) -> date:
    return START + timedelta(number)


@st.composite
def scenarios(draw: Any) -> dict[str, Any]:
    """A scenario as a file would give it."""
    building = draw(seldom(False, True, weight=3))
    autonomous = draw(st.sampled_from([0, 0, 6, 12]))
    channels = draw(all_channels(building))
    triggers = draw(all_triggers())
    record = draw(script("record", channels, triggers, {}, 0, 16)) if autonomous else {}
    notes = draw(notes_of_staff(channels)) if autonomous else {}
    timeline = draw(script("move", channels, triggers, record, 0, DAYS - 10))
    members = {"league": draw(seldom(["arden", "cordia", "dravia"], ["arden", "cordia"], weight=2))}
    members["pact"] = draw(st.sampled_from([["belmora"], ["belmora", "dravia"]]))
    return {
        "schema": 1,
        "name": "drawn",
        "title": "A drawn scenario",
        "start": START,
        "end": on_day(DAYS - 1),
        "autonomous_from": on_day(autonomous),
        "realisation": draw(seldom("legal", "exact", weight=7)),
        "building": building,
        "parameters": draw(parameters()),
        "policies": draw(all_policies()),
        "states": {name: {"policy": name} | draw(state()) for name in STATES},
        "alliances": {
            name: {"policy": name, "members": members[name], "decides_by": draw(st.sampled_from(QUOTAS))}
            for name in ALLIANCES
        },
        "channels": channels,
        "relations": draw(all_relations(channels)),
        "record": record | notes,
        "timeline": timeline | draw(answers_to_harm(channels, triggers)),
        "triggers": triggers,
    }


# Posts and institutions ----------------------------------------------------------------------------


@st.composite
def all_channels(draw: Any, building: bool) -> dict[str, Any]:
    """Most of the posts and institutions, some planned where institutions are being built."""
    missing = draw(st.sets(st.sampled_from(sorted(POSTS | JOINT)), max_size=4))
    planned = draw(st.sets(st.sampled_from(sorted(POSTS | JOINT)), max_size=6)) if building else set()
    posts = {name: draw(post(*POSTS[name])) | OWNERS.get(name, {}) for name in POSTS.keys() - missing}
    joint = {name: draw(joint_institution(*JOINT[name])) for name in JOINT.keys() - missing}
    channels = dict(sorted((posts | joint).items()))
    for name in planned & channels.keys():
        channels[name] |= {"status": "planned"}
        channels[name].pop("suspended_by", None)
    return channels


@st.composite
def post(draw: Any, kind: str, sender: str, host: str) -> dict[str, Any]:
    """People and posts, few or many; sometimes not known, sometimes gone from the start."""
    accredited, vacancies = draw(st.sampled_from([(0, 0), (1, 0), (2, 3), (7, 3), (24, 0), (24, 6), (90, 10)]))
    return {
        "kind": kind,
        "sender": sender,
        "host": host,
        "accredited": accredited,
        "ceiling": accredited + vacancies,
        "status": draw(seldom("open", "suspended", "closed", weight=12)),
    }


@st.composite
def joint_institution(draw: Any, kind: str, a: str, b: str) -> dict[str, Any]:
    """A council or a cooperation; sometimes one side or both stay away from the start."""
    away = draw(seldom([], [a], [b], [a, b], weight=12))
    return {"kind": kind, "between": [a, b], "suspended_by": away}


@st.composite
def notes_of_staff(draw: Any, channels: dict[str, Any]) -> dict[str, Any]:
    """What is known of some posts on some days of the record."""
    posts = sorted(POSTS.keys() & channels.keys())
    notes = draw(st.lists(st.tuples(st.sampled_from(posts), st.integers(0, 14), documented()), max_size=2))
    return {f"note_{n}": {"date": on_day(day), "channel": name} | staff for n, (name, day, staff) in enumerate(notes)}


def documented() -> Any:
    return st.sampled_from([{"accredited": 5}, {"ceiling": 8}, {"ceiling": 30, "accredited": 12}])


# Policies and parameters ---------------------------------------------------------------------------


@st.composite
def all_policies(draw: Any) -> dict[str, Any]:
    """A policy for everybody, some of them mixtures, and two that only mixtures draw from."""
    parts = {name: draw(policy()) for name in ("part", "other_part")}
    mixtures = st.sampled_from([{"part": 1.0, "other_part": 3.0}, {"bully": 1.0, "grim_trigger": 1.0, "part": 0.5}])
    whole = {name: draw(policy()) for name in PARTIES}
    for name in draw(st.sets(st.sampled_from(PARTIES), max_size=2)):
        whole[name]["mixture"] = draw(mixtures)
    return parts | whole


@st.composite
def policy(draw: Any) -> dict[str, Any]:
    """A policy: mild or harsh, some on the brink; most as their preset has it."""
    drawn = {
        "preset": draw(st.sampled_from(sorted(PRESETS))),
        "k": draw(st.sampled_from([None, 0.5, 1.0, 1.7])),
        "breaks": draw(seldom(None, True, False, weight=2)),
        "breaking_hollowing": draw(st.sampled_from([2.0, 10.0, 34.0, 200.0])),
        "objection_probability": draw(st.sampled_from([0.0, 0.2, 0.6])),
        **draw(seldom({}, *UNUSUAL, weight=len(UNUSUAL))),
    }
    return {key: value for key, value in drawn.items() if value is not None}


UNUSUAL: list[dict[str, Any]] = [
    *({"form": form} for form in FORMS),
    *({"initiates": initiative} for initiative in INITIATIVES),
    {"own_rule": "math:hypot"},  # the root of the squares of all that a rule may look at
    {"hold_until": on_day(25)},
    {"holds_for_another": True},
    {"how_much": "proportional", "k": 0.0, "c": 3.0},
    {"how_much": "proportional", "c": -2.0},
    {"half_life_days": 30.0, "memory_days": 5.0},
    {"silence_first": 0.0, "silence_reply": 0.0},
    {"hostile_above": 0.0, "copy_tolerance": 0.0},
]


@st.composite
def state(draw: Any) -> dict[str, Any]:
    """The usual ministries, or a strong ministry of defence with a policy of its own."""
    own = draw(seldom(None, *sorted(PRESETS), weight=len(PRESETS)))
    if own is None:
        return {"influence": draw(st.sampled_from([1.0, 3.0]))}
    owns = ["verbal", "channel", "personnel", "conciliatory"]
    return {
        "ministries": {
            "foreign": {"role": "foreign", "owns": owns},
            "defence": {"role": "defence", "owns": ["posture", "institution"], "influence": 2.0, "policy": own},
            "head": {"role": "head"},
        }
    }


def parameters() -> Any:
    """Everything that is drawn in a run, more of it than in life; recovery within weeks."""
    choices: dict[str, list[float]] = {
        "incidents_per_day": [0.0, 0.0, 0.02, 0.06],
        "alliance_incidents_per_day": [0.0, 0.0, 0.06],
        "talks_per_day": [0.0, 0.05, 0.2],
        "talks_grievance": [0.0, 10.0],
        "miss_probability": [0.1],
        "silence_first": [0.0, 0.2],
        "silence_reply": [0.0, 0.6],
        "surcharge_probability": [0.3],
        "perception_noise": [0.3],
        "merge_days": [0.0, 7.0],
        "delay_days": [0.0, 0.0, 2.0],
        "leave_days": [0.0, 0.0, 1.0, 9.0],
        "initiative_per_day": [0.2],
        "salami_severity": [3.5, 6.0],
        "concessions": [2.0, 5.0],
        "cow_above": [4.2, 10.0],
        "aspiration": [2.0, 5.0],
        "consultation_days": [0.0, 2.0, 2.0, 5.0],
        "recovery_meetings": [0.0, 0.0, 1.0],
        "recovery_quiet_days": [0.0, 3.0, 10.0],
        "recovery_grievance": [0.5, 1e6],
        "recovery_ambassador_per_day": [0.0, 0.3],
        "recovery_staff_per_day": [0.0, 0.3],
        "recovery_mission_per_day": [0.0, 0.3],
        "recovery_share": [0.25, 1.0],
        "recognition_probability": [0.0, 0.5, 1.0],
        "flow_window_days": [1.0, 7.0],
        "posture_step_days": [1.0, 7.0, 30.0],
        "posture_reaction": [0.0007, 0.05],
        "posture_ambition": [-1.0, 0.002, 2.0],
        "regime_window_days": [10.0, 180.0],
    }
    return st.fixed_dictionaries({name: st.sampled_from(values) for name, values in choices.items()})


# Relations -----------------------------------------------------------------------------------------


@st.composite
def all_relations(draw: Any, channels: dict[str, Any]) -> dict[str, Any]:
    """Every pair that deals with each other, with what lies between them from the start."""
    relations = {name: draw(relation(list(pair))) for name, pair in RELATIONS.items()}
    for name, pair in RELATIONS.items():
        contact = {party: embassy for party, embassy in CONTACT.get(name, {}).items() if embassy in channels}
        relations[name] |= {"contact": contact}
        if not set(pair) & {*ALLIANCES}:
            relations[name] |= {"level": draw(level_of(pair, channels))}
    return relations


CONTACT = {
    "alliance": {"belmora": "belmora_embassy_cordia", "league": "cordia_embassy"},
    "third": {"belmora": "belmora_embassy_dravia"},
}


def level_of(pair: tuple[str, ...], channels: dict[str, Any]) -> Any:
    """Relations of two states; severed only where no mission is open."""
    missions = [c for c in channels.values() if {c.get("sender"), c.get("host")} == {*pair} and c["kind"] in RESIDENT]
    is_empty = all(mission["status"] != "open" for mission in missions)
    return seldom("full", "charge", "suspended", *(["severed"] * 4 if is_empty else []), weight=8)


@st.composite
def relation(draw: Any, pair: list[str]) -> dict[str, Any]:
    a, b = pair
    return {
        "between": pair,
        "grievance": draw(seldom({}, {a: 20.0}, {a: 2.0, b: 8.0}, weight=4)),
        "balance": draw(seldom({}, {a: 5.0, b: -5.0}, weight=4)),
        "silence_first": draw(seldom({}, {a: 0.5}, weight=4)),
        "asks_recognition": draw(seldom({}, {a: 0.1}, {a: 0.3, b: 0.3}, weight=2)),
        "posture": draw(seldom(None, {}, {a: 19.0, b: 58.0}, {a: 39.0}, weight=3)),
    }


# What happens --------------------------------------------------------------------------------------


@st.composite
def all_triggers(draw: Any) -> dict[str, Any]:
    """Harms, plain or doubtful, between those who deal with each other."""
    pairs = sorted((a, b) for pair in RELATIONS.values() for a, b in (pair, pair[::-1]))
    victims = [("arden", "belmora")] * 6 + pairs  # allies of Arden deal with Belmora too
    drawn = draw(st.lists(st.tuples(st.sampled_from(victims), st.integers(0, DAYS - 15), harm()), max_size=2))
    return {
        f"harm_{n}": {"date": on_day(day), "victim": victim, "author": author} | what
        for n, ((victim, author), day, what) in enumerate(drawn)
    }


@st.composite
def harm(draw: Any) -> dict[str, Any]:
    return {
        "severity": draw(st.sampled_from([3.0, 5.0, 12.0])),
        "evidence": draw(st.sampled_from([0.0, 0.6, 1.0])),
        "affinity": draw(st.sampled_from([{}, {"cordia": 1.0, "dravia": 0.0}])),
        "thresholds": draw(seldom({}, {"cordia": 0.0, "dravia": 0.2}, {"cordia": 0.5}, weight=2)),
    }


def places(channels: dict[str, Any]) -> dict[str, list[Place]]:
    """Where each kind of move may be scripted, whether or not the posts will allow it on its day."""
    directions = sorted((a, b) for pair in RELATIONS.values() for a, b in (pair, pair[::-1]))
    found: dict[str, list[Place]] = {kind: [(a, b, None) for a, b in directions] for kind in WITHOUT_CHANNEL}
    for kind in BETWEEN_STATES:
        found[kind] = [(a, b, None) for a, b in directions if not {a, b} & {*ALLIANCES}]
    found["contact"] = [(a, b, None) for a, b in directions]
    for name, (kind, sender, host) in (POSTS | JOINT).items():
        if name in channels:
            for move, actor in sorted(moves_on(kind, sender, host)):
                found.setdefault(move, []).append((actor, host if actor == sender else sender, name))
            if channels[name].get("status") == "planned":
                found["found_institution"] += [(sender, host, name), (host, sender, name)] * 8
    return found


def moves_on(kind: str, sender: str, host: str) -> set[tuple[str, str]]:
    """Kinds of move that may be made on a kind of channel, and by whom."""
    if kind in WITHDRAWALS:
        return {(move, side) for move in (WITHDRAWALS[kind], "reopen") for side in (sender, host)}
    moves = {(move, host) for move in BY_THE_HOST | {CLOSURES[kind], "reopen"}} | {("reopen", sender)}
    if kind in RESIDENT:
        moves.add(("suspend_mission", sender))
    if kind in ("embassy", "mission"):
        moves |= {("expel_ambassador", host), ("recall_ambassador", sender), ("return_ambassador", sender)}
    return moves


@st.composite
def script(
    draw: Any,
    called: str,
    channels: dict[str, Any],
    triggers: dict[str, Any],
    earlier: dict[str, Any],
    first: int,
    last: int,
) -> dict[str, Any]:
    """Moves by those who may make them; some answer one of the others, or a harm."""
    where = places(channels)
    moves: dict[str, Any] = {}
    for n in range(draw(st.integers(1, 10))):
        kind = draw(st.sampled_from(sorted(where)))
        actor, target, channel = draw(st.sampled_from(where[kind]))
        day = draw(st.integers(first, last))
        move = {"date": on_day(day), "from": actor, "to": target, "move": kind} | draw(details(kind, channel, day))
        answered = [
            name
            for name, other in (earlier | moves).items()
            if (other["from"], other["to"]) == (target, actor) and other["date"] <= move["date"]
        ]
        if answered and draw(st.booleans()):
            move["answers"] = draw(st.sampled_from(answered))
        moves[f"{called}_{n}"] = move
    return moves


@st.composite
def details(draw: Any, kind: str, channel: str | None, day: int) -> dict[str, Any]:
    """Channel, count, deadline and severity of a scripted move, and sometimes the staff after it."""
    if channel is None:
        return {"severity": draw(st.sampled_from([1.0, 4.0, 9.0]))} if kind == "measure" else {}
    given: dict[str, Any] = {"channel": channel}
    if kind in COUNTED:
        given["count"] = draw(st.sampled_from([1, 2, 5, 30]))
    elif kind == "reopen" and channel in POSTS:
        given["count"] = draw(st.sampled_from([0, 3]))
    given["deadline"] = on_day(day + draw(st.integers(0, 9)))
    return given | (draw(seldom({}, {"accredited": 4}, {"ceiling": 6}, weight=12)) if channel in POSTS else {})


@st.composite
def answers_to_harm(draw: Any, channels: dict[str, Any], triggers: dict[str, Any]) -> dict[str, Any]:
    """Some harms are answered by the scenario itself: where there is a post, by expelling."""
    answers = {}
    for name, trigger in triggers.items():
        victim, author = trigger["victim"], trigger["author"]
        posts = [c for c, (_, sender, host) in POSTS.items() if (sender, host) == (author, victim) and c in channels]
        if draw(seldom(False, True, weight=2)):
            day = trigger["date"] + timedelta(draw(st.integers(0, 9)))
            move = {"move": "expel", "channel": posts[0], "count": 2} if posts else {"move": "criticise"}
            answers[f"answer_to_{name}"] = {"date": day, "from": victim, "to": author, "answers": name} | move
    return answers
