"""What a run exercised: every move, policy, quota, regime and reopening, by name."""

from collections.abc import Iterator
from typing import Any

from sim.analysis.outcomes import outcome_of
from sim.rules.indices import REGIMES
from sim.rules.moves import KINDS
from sim.rules.policies import HOW_MUCH, OWN_RULE, PRESETS
from sim.rules.world import INTENTS, QUOTAS, VERDICTS
from sim.scenario.courses import courses
from sim.scenario.pack import changed_rows, policy_rows
from tests.drawing.law import ENDING
from tests.drawing.runs import Move, Played
from tests.drawing.scenarios import RESIDENT, WITHDRAWALS

Thing = tuple[str, str]

REOPENINGS = (
    "ambassador returned",
    "posts restored",
    "restrictions lifted",
    "joint institution resumed",
    "suspended mission reopened",
    "closed mission reopened",
    "severed embassy reopened",
)
BY_HAND_ALONE = ("consulate or office reopened", "post founded", "joint institution founded", "founding act signed")
BY_CONCESSION = REOPENINGS[:5]

# of ties and third parties, which the drawn scenarios do not have
NOT_DRAWN = {kind.name for kind in KINDS if kind.withholds > 0}
NOT_DRAWN |= {"denounce", "complain_to_court", "restore_tie", "offer_mediation", "mediate", "represent"}
NOT_DRAWN |= {"elsewhere", "mediation"}  # intents

EXPECTED: set[Thing] = {
    *(("move", kind.name) for kind in KINDS if kind.name not in NOT_DRAWN),
    *(("intent", intent) for intent in INTENTS if intent not in NOT_DRAWN),
    *(("verdict", verdict) for verdict in VERDICTS),
    *(("policy", preset) for preset in PRESETS),
    *(("how much", rule) for rule in HOW_MUCH),
    *(
        ("policy", other)
        for other in ("mixture", "ministry of its own mind", "held until a day", "held for another act")
    ),
    *(("quota", f"{quota}, {result}") for quota in QUOTAS[1:] for result in ("agreed", "not agreed")),
    ("quota", "delegated, agreed"),
    *(("regime", regime) for regime in REGIMES),
    *(("came back by itself", what) for what in REOPENINGS),
    *(("came back by hand", what) for what in (*REOPENINGS, *BY_HAND_ALONE)),
    *(("came back as a concession", what) for what in BY_CONCESSION),
    *(("rupture", what) for what in ("left", "severed", "nothing remains")),
    *(("solidarity", how) for how in ("by chance", "by threshold")),
    *(("recognition", what) for what in ("granted", "refused")),
    *(("initiative", what) for what in ("slice", "concession")),
    *(("scenario", what) for what in ("legal", "exact", "building", "record", "note of staff", "harm")),
}


def things_in(run: Played) -> Iterator[Thing]:
    """Everything that a run exercised, once for each time."""
    for move in run.moves:
        yield "move", move["kind"]
        yield "intent", move["intent"]
        yield from things_in_move(run, move)
    yield from decisions(run)
    for relation in outcome_of(run.trajectory)["relations"].values():
        yield "regime", relation["regime"]
    for loss in run.trajectory.curves.loss.T:
        if loss.max() >= 1.0:
            yield "rupture", "nothing remains"
    yield from scenario(run)


def scenario(run: Played) -> Iterator[Thing]:
    """What the file asks for."""
    yield "scenario", run.file["realisation"]
    if run.file["building"]:
        yield "scenario", "building"
    for entry in run.file["record"].values():
        if run.day_of(entry["date"]) < run.autonomous:
            yield "scenario", "record" if "move" in entry else "note of staff"
    yield from (("scenario", "harm") for _ in run.file["triggers"])


def things_in_move(run: Played, move: Move) -> Iterator[Thing]:
    """What a single move is an example of."""
    if move["kind"] == "sever_relations":
        yield "rupture", "severed"
    if move["intent"] == "rupture" and move["package"] == move["row"]:
        yield "rupture", "left"
    if move["intent"] == "joining":
        yield "solidarity", "by threshold" if move["probability"] != move["probability"] else "by chance"
    if move["intent"] == "recognition" and move["kind"] != "ask_recognition":
        yield "recognition", "granted" if move["kind"] == "meet" else "refused"
    if move["intent"] == "initiative":
        yield "initiative", "slice" if move["severity"] > 0 else "concession"
    ways = {"recovery": "by itself", "scripted": "by hand", "initiative": "as a concession"}
    if move["intent"] in ways and (what := reopening(run, move)):
        yield f"came back {ways[move['intent']]}", what


def reopening(run: Played, move: Move) -> str:
    """What a move brings back; "" where it brings nothing."""
    single = {"return_ambassador": REOPENINGS[0], "restore_posts": REOPENINGS[1], "lift_restrictions": REOPENINGS[2]}
    if move["kind"] == "found_institution" and not move["channel"]:
        return "founding act signed"
    if move["kind"] not in ("reopen", "found_institution"):
        return single.get(move["kind"], "")
    kind = run.channel(move["channel"])["kind"]
    if move["kind"] == "found_institution":
        return "joint institution founded" if kind in WITHDRAWALS else "post founded"
    if kind in WITHDRAWALS:
        return "joint institution resumed"
    return reopened_post(run, move, kind)


def reopened_post(run: Played, move: Move, kind: str) -> str:
    """Which sort of post a move reopens."""
    if kind not in RESIDENT:
        return "consulate or office reopened"
    names = run.trajectory.names
    relation = names.dyads[names.pairs.index((min(move["from"], move["to"]), max(move["from"], move["to"])))]
    if kind == "embassy" and run.levels[move["day"]][relation] == "severed":
        return "severed embassy reopened"
    ended = [m["kind"] for m in run.moves[: move["row"]] if m["channel"] == move["channel"] and m["kind"] in ENDING]
    before = run.posts[move["channel"]][0].status
    is_suspended = ended[-1] == "suspend_mission" if ended else before == "suspended"
    return "suspended mission reopened" if is_suspended else "closed mission reopened"


def decisions(run: Played) -> Iterator[Thing]:
    """Who decided how: verdicts, policies and quotas."""
    trajectory = run.trajectory
    case = trajectory.scenario
    rows = [*policy_rows(case, trajectory.names).values(), *changed_rows(case, courses(case)).values()]
    for question in run.questions:
        seen = {today[question["p"]] for today in run.verdicts if len(today) > question["p"]}
        yield from (("verdict", verdict) for verdict in seen)
        if question["verdict"] in ("pending", "scripted", "unanswered"):
            continue
        row = rows[question["row"]].policy
        code = min(int(trajectory.tables.how_much[question["row"]]), OWN_RULE)
        yield "policy", row.preset
        yield "how much", HOW_MUCH[code]
        if trajectory.scenario.policies[question["party"]].mixture:
            yield "policy", "mixture"
        if run.file["states"].get(question["party"], {}).get("ministries"):
            yield "policy", "ministry of its own mind"
        if row.hold_until:
            yield "policy", "held until a day"
        if trajectory.tables.holds_for_another[question["row"]]:
            yield "policy", "held for another act"
        yield from quotas(run, question)


def quotas(run: Played, question: dict[str, Any]) -> Iterator[Thing]:
    """How an alliance arrived at an answer, if it did."""
    if question["party"] in run.file["alliances"]:
        quota = run.file["alliances"][question["party"]]["decides_by"]
        if question["verdict"] == "not_agreed":
            yield "quota", f"{quota}, not agreed"
        elif question["verdict"] in ("reply", "rupture", "nothing_left", "nothing_legal"):
            yield "quota", f"{quota}, agreed"
