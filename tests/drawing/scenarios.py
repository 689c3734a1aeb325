"""Scenarios drawn at random: four states, two alliances, and every feature that a scenario file can ask for.

Small enough to be played by the thousand; clocks ring often and quarrels are forgotten soon, so that within two
months there is a crisis, and time to make up.
"""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from sim.rules.calendar import RESTORED
from sim.rules.policies import FORMS, INITIATIVES, PRESETS
from sim.rules.world import QUOTAS

START = date(2030, 1, 1)
DAYS = 50

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
    "adopt_doctrine", "exercise", "deploy", "mobilise", "ask_recognition", "offer_talks", "meet", "found_institution",
    "withdraw_forces", "contact", "offer_contact",
}  # fmt: skip
BETWEEN_STATES = {"sever_relations", "downgrade_relations"}
COUNTED = {"expel", "cut_ceiling", "refuse_accreditation", "restore_posts"}

Place = tuple[str, str, str | None]  # who may make a move, towards whom, on which channel


def on_day(number: int) -> date:
    return START + timedelta(number)


@st.composite
def scenarios(draw: Any) -> dict[str, Any]:
    """A scenario as a file would give it."""
    building = draw(st.sampled_from([False, False, False, True]))
    autonomous = draw(st.sampled_from([0, 0, 6, 12]))
    channels = draw(all_channels(building))
    triggers = draw(all_triggers())
    where = places(channels)
    record = draw(script("record", where, {}, 16)) if autonomous else {}
    notes = draw(notes_of_staff(channels)) if autonomous else {}
    timeline = draw(script("move", where, record, DAYS - 10))
    timeline |= draw(returns(record | timeline, where)) | draw(foundings(channels))
    members = draw(MEMBERS)
    return {
        "schema": 1,
        "name": "drawn",
        "title": "A drawn scenario",
        "start": START,
        "end": on_day(DAYS - 1),
        "autonomous_from": on_day(autonomous),
        "by_hand": draw(BY_HAND),
        "realisation": draw(st.sampled_from(["legal"] * 7 + ["exact"])),
        "building": building,
        "parameters": NOISE | draw(PARAMETERS),
        "policies": draw(all_policies()),
        "states": {name: {"policy": name, "never": draw(NEVER)} | draw(state()) for name in STATES},
        "alliances": {
            name: {"policy": name, "members": members[name], "decides_by": draw(st.sampled_from(QUOTAS))}
            | {"never": draw(NEVER)}
            for name in ALLIANCES
        },
        "channels": channels,
        "relations": draw(all_relations(channels)),
        "record": record | notes,
        "timeline": timeline | draw(answers_to_harm(channels, triggers)),
        "triggers": triggers,
        "calendar": draw(calendar()),
    }


BY_HAND = st.sampled_from([[]] * 7 + [["arden"], ["belmora"], ["league", "cordia"]])
MEMBERS = st.fixed_dictionaries(
    {
        "league": st.sampled_from([["arden", "cordia", "dravia"], ["arden", "cordia"]]),
        "pact": st.sampled_from([["belmora"], ["belmora", "dravia"]]),
    }
)


# Posts and institutions ----------------------------------------------------------------------------


@st.composite
def all_channels(draw: Any, building: bool) -> dict[str, Any]:
    """Most of the posts and institutions, some planned where institutions are being built."""
    missing = draw(SOME_CHANNELS)
    planned = draw(SOME_PLANS) if building else set()
    posts = {name: draw(post(*POSTS[name])) | OWNERS.get(name, {}) for name in POSTS if name not in missing}
    joint = {name: draw(joint_institution(*JOINT[name])) for name in JOINT if name not in missing}
    channels = dict(sorted((posts | joint).items()))
    for name in sorted(planned & channels.keys()):
        channels[name] |= {"status": "planned"}
        channels[name].pop("suspended_by", None)
    return channels


SOME_CHANNELS = st.sets(st.sampled_from(sorted(POSTS | JOINT)), max_size=4)
PLANS = [*POSTS, *JOINT]
SOME_PLANS = st.sets(st.sampled_from(PLANS), max_size=6)
STAFF = ((7, 3), (0, 0), (1, 0), (2, 3), (24, 0), (24, 6), (90, 10))  # people accredited, vacancies
STATUSES = ("open",) * 12 + ("suspended", "closed")
POST_STATES = st.sampled_from([(*staff, status) for status in STATUSES for staff in STAFF])
AWAY = st.sampled_from([(), *[()] * 11, (0,), (1,), (0, 1)])  # sides that stay away


@st.composite
def post(draw: Any, kind: str, sender: str, host: str) -> dict[str, Any]:
    """People and posts, few or many; sometimes not known, sometimes gone from the start."""
    accredited, vacancies, status = draw(POST_STATES)
    staff = {"accredited": accredited, "ceiling": accredited + vacancies}
    return {"kind": kind, "sender": sender, "host": host, "status": status} | staff


@st.composite
def joint_institution(draw: Any, kind: str, a: str, b: str) -> dict[str, Any]:
    """A council or a cooperation; sometimes one side or both stay away from the start."""
    return {"kind": kind, "between": [a, b], "suspended_by": [(a, b)[side] for side in draw(AWAY)]}


@st.composite
def notes_of_staff(draw: Any, channels: dict[str, Any]) -> dict[str, Any]:
    """What is known of some posts on some days of the record."""
    posts = sorted(POSTS.keys() & channels.keys())
    notes = draw(st.lists(st.tuples(st.sampled_from(posts), st.integers(0, 14), DOCUMENTED), max_size=2))
    return {f"note_{n}": {"date": on_day(day), "channel": name} | staff for n, (name, day, staff) in enumerate(notes)}


DOCUMENTED = st.sampled_from([{"accredited": 5}, {"ceiling": 8}, {"ceiling": 30, "accredited": 12}])


# Policies and parameters ---------------------------------------------------------------------------


@st.composite
def all_policies(draw: Any) -> dict[str, Any]:
    """A policy for everybody, some of them mixtures, and two that only mixtures draw from."""
    policies = {name: draw(POLICY) for name in ("part", "other_part", *PARTIES)}
    for name in sorted(draw(st.sets(st.sampled_from(PARTIES), max_size=2))):
        policies[name] = policies[name] | {"mixture": draw(MIXTURES)}
    return policies


MIXTURES = st.sampled_from([{"part": 1.0, "other_part": 3.0}, {"bully": 1.0, "grim_trigger": 1.0, "part": 0.5}])
UNUSUAL: list[dict[str, Any]] = [
    *({"form": form} for form in FORMS),
    *({"initiates": initiative} for initiative in (*INITIATIVES, "grit", "grit")),  # series of concessions are short
    {"own_rule": "tests.rules.own_rules_example:distant"},
    {"hold_until": on_day(25)},
    {"holds_for_another": True},
    {"how_much": "proportional", "k": 0.0, "c": 3.0},
    {"how_much": "proportional", "k": 1.0, "c": -2.0},
    {"half_life_days": 30.0, "memory_days": 5.0},
    {"silence_first": 0.0, "silence_reply": 0.0},
    {"habits": "moscow"},
    {"silences": "by_kind"},
    {"silences": "never"},
    {f"silence_{name}": 2.0 for name in ("size", "share", "wave", "asymmetry", "alliance", "recent")},
    {"hostile_above": 0.0, "copy_tolerance": 0.0},
]
POLICY = st.tuples(  # mild or harsh, some on the brink; half of them as their preset has it
    st.sampled_from([{"preset": preset} for preset in PRESETS]),
    st.sampled_from([{}, {}, {"breaks": True}, {"breaks": False}]),
    st.sampled_from(
        [
            {"breaking_hollowing": hollowing, "objection_probability": objection} | ratio
            for objection in (0.0, 0.2, 0.6)
            for hollowing in (34.0, 2.0, 10.0, 200.0)
            for ratio in ({}, {"k": 0.5}, {"k": 1.0}, {"k": 1.7})
        ]
    ),
    st.sampled_from([{}] * len(UNUSUAL) + UNUSUAL),
).map(lambda parts: {key: value for part in parts for key, value in part.items()})

NEVER = st.sampled_from([[]] * 4 + [["expel"], ["close_mission", "suspend_mission"], ["cut_ceiling"]])
OWN_MIND = st.sampled_from([None] * len(PRESETS) + [*PRESETS])  # a ministry's policy


@st.composite
def state(draw: Any) -> dict[str, Any]:
    """The usual ministries, or a strong ministry of defence with a policy of its own."""
    policy = draw(OWN_MIND)
    if policy is None:
        return {"influence": draw(st.sampled_from([1.0, 3.0]))}
    owns = ["verbal", "channel", "personnel", "conciliatory"]
    return {
        "ministries": {
            "foreign": {"role": "foreign", "owns": owns},
            "defence": {"role": "defence", "owns": ["posture", "institution"], "influence": 2.0, "policy": policy},
            "head": {"role": "head"},
        }
    }


# everything that is drawn in a run, more of it than in life; recovery within weeks
NOISE = {"miss_probability": 0.1, "surcharge_people": 0.3, "perception_noise": 0.3, "initiative_per_day": 0.25}
CHOICES: dict[str, list[float]] = {
    "incidents_per_day": [0.0, 0.0, 0.02, 0.05],
    "alliance_incidents_per_day": [0.0, 0.0, 0.05],
    "talks_per_day": [0.0, 0.05, 0.12],
    "talks_grievance": [0.0, 10.0],
    "silence_first": [0.0, 0.2],
    "silence_reply": [0.0, 0.6],
    "merge_days": [0.0, 7.0],
    "delay_days": [0.0, 0.0, 2.0],
    "leave_days": [0.0, 0.0, 1.0, 9.0],
    "salami_severity": [3.5, 6.0],
    "concessions": [2.0, 5.0, 5.0],
    "cow_above": [4.2, 10.0],
    "consultation_days": [0.0, 2.0, 2.0, 5.0],
    "recovery_meetings": [0.0, 0.0, 1.0],
    "recovery_quiet_days": [0.0, 3.0, 10.0],
    "recovery_grievance": [0.5, 1e6],
    "recall_median_log": [20.0, 1.0],
    "recall_sd_log": [0.0, 1.0],
    "recovery_staff_per_day": [0.0, 0.3],
    "recovery_mission_per_day": [0.0, 0.3],
    "recovery_share": [0.25, 1.0],
    "recovery_retry_days": [1.0, 10.0],
    "recall_least_days": [0.0, 3.0],
    "series_pause_days": [4.0, 20.0],
    "talks_pause_days": [0.0, 10.0],
    "join_median_log": [-2.0, 1.0],
    "further_step": [0.0, 0.3],
    "recognition_probability": [0.0, 0.5, 1.0],
    "posture_step_days": [1.0, 7.0, 30.0],
    "posture_reaction": [0.0007, 0.05],
    "posture_ambition": [-1.0, 0.002, 2.0],
    "flow_window_days": [1.0, 7.0],
    "regime_window_days": [10.0, 180.0],
}
PARAMETERS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CHOICES.items()})


# Relations -----------------------------------------------------------------------------------------


@st.composite
def all_relations(draw: Any, channels: dict[str, Any]) -> dict[str, Any]:
    """Every pair that deals with each other, with what lies between them from the start."""
    relations = {}
    for name, pair in RELATIONS.items():
        relations[name] = draw(RELATION) | {"between": list(pair)}
        relations[name]["invites"] = [pair[side] for side in relations[name]["invites"]]
        for key in BY_PARTY:  # drawn for the first and the second party
            given = relations[name][key]
            relations[name][key] = None if given is None else dict(zip(pair, given, strict=False))
        embassies = CONTACT.get(name, {}).items()
        relations[name]["contact"] = {party: embassy for party, embassy in embassies if embassy in channels}
        if not {*pair} & {*ALLIANCES}:
            relations[name]["level"] = draw(SEVERED if is_left(pair, channels) else LEVEL)
    return relations


CONTACT = {
    "alliance": {"belmora": "belmora_embassy_cordia", "league": "cordia_embassy"},
    "third": {"belmora": "belmora_embassy_dravia"},
}
BY_PARTY = ("grievance", "balance", "silence_first", "breaks", "asks_recognition", "posture")
RELATION = st.fixed_dictionaries(
    {
        "grievance": st.sampled_from([(), (), (), (), (20.0,), (2.0, 8.0)]),
        "balance": st.sampled_from([(), (), (), (5.0, -5.0)]),
        "silence_first": st.sampled_from([(), (), (), (0.5,)]),
        "breaks": st.sampled_from([(), (), (), (True,), (False, True)]),
        "invites": st.sampled_from([(), (), (), (0,), (0, 1)]),
        "asks_recognition": st.sampled_from([(), (), (0.1,), (0.15, 0.15)]),
        "posture": st.sampled_from([None, None, None, (), (19.0, 58.0), (39.0,)]),
    }
)
LEVEL = st.sampled_from(["full"] * 8 + ["charge", "suspended"])
SEVERED = st.sampled_from(["full", "severed"])


def is_left(pair: tuple[str, ...], channels: dict[str, Any]) -> bool:
    """Whether two states keep no mission with each other."""
    missions = [c for c in channels.values() if {c.get("sender"), c.get("host")} == {*pair} and c["kind"] in RESIDENT]
    return all(mission["status"] != "open" for mission in missions)


# What happens --------------------------------------------------------------------------------------


@st.composite
def all_triggers(draw: Any) -> dict[str, Any]:
    """Harms, plain or doubtful, between those who deal with each other."""
    return {
        f"harm_{n}": {"date": on_day(day), "victim": victim, "author": author} | what
        for n, ((victim, author), day, what) in enumerate(draw(HARMS))
    }


DIRECTIONS = sorted((a, b) for pair in RELATIONS.values() for a, b in (pair, pair[::-1]))
HARM = st.fixed_dictionaries(
    {
        "severity": st.sampled_from([3.0, 5.0, 12.0]),
        "evidence": st.sampled_from([0.0, 0.6, 1.0]),
        "affinity": st.sampled_from([{}, {"cordia": 1.0, "dravia": 0.0}]),
        "thresholds": st.sampled_from([{}, {}, {"cordia": 0.0, "dravia": 0.2}, {"cordia": 0.5}]),
    }
)
VICTIMS = st.sampled_from([("arden", "belmora")] * 10 + DIRECTIONS)  # Arden's allies deal with Belmora too
HARMS = st.lists(st.tuples(VICTIMS, st.integers(0, DAYS - 15), HARM), max_size=2)


@st.composite
def calendar(draw: Any) -> dict[str, Any]:
    """New governments, days that are remembered, and joint acts with what they give back; none in half of the files."""
    if draw(st.booleans()):
        return {}
    days = {f"government_{n}": draw(government()) for n in range(draw(st.integers(0, 2)))}
    days |= {f"memory_{n}": draw(memory()) for n in range(draw(st.integers(0, 1)))}
    return days | {f"joint_{n}": draw(joint_act(10 + 15 * n)) for n in range(draw(st.integers(0, 2)))}


@st.composite
def government(draw: Any) -> dict[str, Any]:
    """A new government with a policy of its own, which others or it itself have waited for."""
    party, day = draw(st.sampled_from(PARTIES)), draw(st.integers(8, DAYS - 10))
    partners = sorted({a if b == party else b for a, b in RELATIONS.values() if party in (a, b)})
    entry = {"kind": "inauguration", "of": party, "date": on_day(day)} | draw(NEW_POLICY)
    if "until" in entry:
        entry["until"] = on_day(day + entry["until"])
    for key, value in draw(BY_WHOM).items():
        who = draw(st.sampled_from([party, *partners]))
        entry[key] = {who: on_day(day - value) if key == "waits" else value}
    return entry


NEW_POLICY = st.sampled_from(
    [
        {},
        *({"policy": preset} for preset in PRESETS),
        {"policy": "part", "until": 9},
        {"policy": "grit", "changes": {"half_life_days": 20.0}},
        {"policy": "tit_for_tat", "changes": {"breaks": True, "breaking_hollowing": 0.0}},
        {"policy": "salami", "until": 5},
    ]
)
BY_WHOM = st.sampled_from([{}, {"waits": 8}, {"waits": 5}, {"forgets": 0.5}, {"waits": 7, "forgets": 1.0}])


@st.composite
def memory(draw: Any) -> dict[str, Any]:
    """A day on which one of two remembers what the other did."""
    pair = draw(st.sampled_from(sorted(RELATIONS.values())))
    added, day = draw(st.sampled_from([4.0, -2.0])), draw(st.integers(0, DAYS - 1))
    return {"kind": "anniversary", "between": list(pair), "date": on_day(day), "grievance": {pair[0]: added}}


@st.composite
def joint_act(draw: Any, day: int) -> dict[str, Any]:
    """A summit, or a deal that gives something back."""
    entry = {"kind": "summit", "between": list(draw(st.sampled_from(sorted(RELATIONS.values())))), "date": on_day(day)}
    restores = draw(st.sampled_from([[], [*RESTORED], [*RESTORED], ["ambassadors"], ["posts", "institutions"]]))
    return entry | {"restores": restores, "consent": draw(st.booleans()), "share": draw(st.sampled_from([0.3, 1.0]))}


def places(channels: dict[str, Any]) -> dict[str, list[Place]]:
    """Where each kind of move may be scripted, whether or not the posts will allow it on its day."""
    found: dict[str, list[Place]] = {kind: [(a, b, None) for a, b in DIRECTIONS] for kind in WITHOUT_CHANNEL}
    for kind in BETWEEN_STATES:
        found[kind] = [(a, b, None) for a, b in DIRECTIONS if not {a, b} & {*ALLIANCES}]
    for name, (kind, sender, host) in (POSTS | JOINT).items():
        if name in channels:
            for move, actor in sorted(moves_on(kind, sender, host)):
                found.setdefault(move, []).append((actor, host if actor == sender else sender, name))
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
def script(draw: Any, called: str, where: dict[str, list[Place]], earlier: dict[str, Any], last: int) -> dict[str, Any]:
    """Moves by those who may make them; some answer one of the others."""
    moves: dict[str, Any] = {}
    kinds = st.sampled_from(sorted(where))
    for n in range(draw(st.integers(0, 10))):
        kind, day = draw(kinds), draw(st.integers(0, last))
        actor, target, channel = draw(st.sampled_from(where[kind]))
        move = {"date": on_day(day), "from": actor, "to": target, "move": kind} | draw(details(kind, channel, day))
        answered = [
            name
            for name, other in (earlier | moves).items()
            if (other["from"], other["to"]) == (target, actor) and other["date"] <= move["date"]
        ]
        if answered and draw(st.booleans()):
            move["answers"] = draw(st.sampled_from(answered))
        elif called == "move" and draw(st.booleans()):
            move["in_answer"] = True
        moves[f"{called}_{n}"] = move
    return moves


@st.composite
def details(draw: Any, kind: str, channel: str | None, day: int) -> dict[str, Any]:
    """Channel, count, deadline and severity of a scripted move, and sometimes the staff after it."""
    if channel is None:
        return {"severity": draw(st.sampled_from([1.0, 4.0, 7.0]))} if kind == "measure" else {}
    given: dict[str, Any] = {"channel": channel, "deadline": on_day(day + draw(st.integers(0, 9)))}
    if kind in COUNTED:
        given["count"] = draw(st.sampled_from([1, 2, 5, 30]))
    elif kind == "reopen" and channel in POSTS:
        given["count"] = draw(st.sampled_from([0, 3]))
    return given | (draw(STAFF_AFTER) if channel in POSTS else {})


STAFF_AFTER = st.sampled_from([{}] * 12 + [{"accredited": 4}, {"ceiling": 6}])


@st.composite
def returns(draw: Any, moves: dict[str, Any], where: dict[str, list[Place]]) -> dict[str, Any]:
    """What the scenario takes it sometimes gives back, some time after the deadline."""
    back = {}
    for name, move in moves.items():
        kind = GIVEN_BACK.get(move["move"], "")
        if (ways := ways_back(move, where.get(kind, []))) and draw(st.booleans()):
            actor, target, channel = draw(st.sampled_from(ways))
            day = (move.get("deadline", move["date"]) - START).days + draw(st.integers(1, 10))
            entry = {"date": on_day(min(day, DAYS - 1)), "from": actor, "to": target, "move": kind, "channel": channel}
            back[f"return_{name}"] = entry | ({"count": 2} if kind in COUNTED else {})
    return back


GIVEN_BACK = {
    **dict.fromkeys((*CLOSURES.values(), *WITHDRAWALS.values(), "suspend_mission", "sever_relations"), "reopen"),
    **dict.fromkeys(("recall_ambassador", "expel_ambassador"), "return_ambassador"),
    **dict.fromkeys(("restrict_access", "ban_local_staff"), "lift_restrictions"),
    **dict.fromkeys(COUNTED - {"restore_posts"}, "restore_posts"),
}


def ways_back(move: dict[str, Any], places_: list[Place]) -> list[Place]:
    """Where a move may be undone: on its channel, of relations at an embassy, by whoever stayed away."""
    if move["move"] == "sever_relations":
        pair = {move["from"], move["to"]}
        return [p for p in places_ if {*p[:2]} == pair and POSTS.get(str(p[2]), ("",))[0] == "embassy"]
    is_own = move["move"] in WITHDRAWALS.values()
    return [p for p in places_ if p[2] == move.get("channel") and (p[0] == move["from"] or not is_own)]


@st.composite
def foundings(draw: Any, channels: dict[str, Any]) -> dict[str, Any]:
    """Most of what is planned is founded, by one side or the other."""
    founded = {}
    for name, channel in channels.items():
        if channel.get("status") == "planned" and draw(st.sampled_from([False, True, True])):
            a, b = channel.get("between") or (channel["sender"], channel["host"])
            actor, target = draw(st.sampled_from([(a, b), (b, a)]))
            entry = {"from": actor, "to": target, "move": "found_institution", "channel": name}
            founded[f"founding_of_{name}"] = entry | {"date": on_day(draw(st.integers(0, DAYS - 10)))}
    return founded


@st.composite
def answers_to_harm(draw: Any, channels: dict[str, Any], triggers: dict[str, Any]) -> dict[str, Any]:
    """Some harms are answered by the scenario itself: where there is a post, by expelling."""
    answers = {}
    for name, trigger in triggers.items():
        victim, author = trigger["victim"], trigger["author"]
        posts = [c for c, (_, sender, host) in POSTS.items() if (sender, host) == (author, victim) and c in channels]
        if draw(st.sampled_from([False, False, True])):
            day = trigger["date"] + timedelta(draw(st.integers(0, 9)))
            move = {"move": "expel", "channel": posts[0], "count": 2} if posts else {"move": "criticise"}
            answers[f"answer_to_{name}"] = {"date": day, "from": victim, "to": author, "answers": name} | move
    return answers
