"""What holds in every run, whatever the scenario: nobody is lost, nothing comes before its cause, the law is kept.

The scenarios are drawn: who keeps which posts with whom, how they answer, what is scripted; all noise is
on and incidents are frequent.  The law is read from the conventions once more, over what a run records.
Together the runs exercise all that the model can do; the last test of this file counts.
"""

import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import EscalationModel
from sim.analysis.outcomes import outcome_of
from sim.engine.trajectory import empty_curves, trimmed, with_room
from sim.rules.curves import record
from sim.rules.day import play_day
from sim.rules.moves import KINDS
from sim.scenario.initial import initial_state
from tests.drawing.counts import EXPECTED, things_in
from tests.drawing.law import ENDING, OF_AMBASSADORS, levels_after, offences, touches
from tests.drawing.runs import DECIDED, Check, Move, Played, Review, course, in_runs, model_of, sides
from tests.drawing.scenarios import CLOSURES, DAYS, JOINT, RELATIONS, RESIDENT, WITHDRAWALS

N_RUNS = int(os.environ.get("DETENTE_DRAWN_RUNS", "250"))
ENOUGH = 3  # times that a run, or another, has to show each thing

BARE = {"criticise", "protest_note", "refuse_talks", "refuse_recognition", "adopt_doctrine"}  # words that hurt nobody
IN_THE_MORNING = {"scripted", "calendar", "incident"}  # perceived on the same day
POSTURE = {
    "adopt_doctrine": 10.0,
    "exercise": 20.0,
    "deploy": 40.0,
    "mobilise": 60.0,
}  # posture at which each is published
CONCESSIONS = {
    "return_ambassador", "restore_posts", "lift_restrictions", "reopen", "found_institution", "withdraw_forces",
}  # fmt: skip
REVOKING = {"expel", "expel_ambassador", "cut_ceiling"}
PERSONNEL = REVOKING | {"refuse_accreditation"}

checks: dict[str, Check] = {}
counts: Counter[tuple[str, str]] = Counter()


def in_every_run(check: Check) -> Callable[[Review], None]:
    """Read a property from every drawn run; for one that is broken, find the smallest scenario that breaks it."""
    checks[check.__name__] = check

    def test(review: Review) -> None:
        first = review.broken.get(check.__name__)
        if first is not None:
            in_runs(N_RUNS, check, first)  # fails again, and shows the smallest scenario that does

    test.__name__ = check.__name__
    return test


@pytest.fixture(scope="module", name="review")
def _review() -> Review:
    """All drawn runs, played once and put to every check of this file."""
    review = Review(checks)

    def read(run: Played) -> None:
        review.read(run)
        counts.update(things_in(run))

    in_runs(N_RUNS, read)
    return review


# Nobody is lost --------------------------------------------------------------------------------------------


@in_every_run
def test_whoever_was_there_or_came_is_there_or_has_left(run: Played) -> None:
    for days in run.posts.values():
        for post in days:
            assert days[0].present + post.arrived == post.present + post.departed


@in_every_run
def test_nobody_is_accredited_without_a_post_or_without_being_there(run: Played) -> None:
    for days in run.posts.values():
        for post in days:
            assert 0 <= post.accredited <= post.ceiling
            assert post.accredited <= post.present
            assert min(post.present, post.departed, post.arrived, post.lost) >= 0
            assert post.accredited == 0 or post.status in ("open", "closing")


@in_every_run
def test_who_has_left_or_arrived_stays_counted(run: Played) -> None:
    for days in run.posts.values():
        for before, after in pairwise(days):
            assert after.departed >= before.departed
            assert after.arrived >= before.arrived


@in_every_run
def test_no_post_grows_beyond_what_it_was_where_nothing_else_is_documented(run: Played) -> None:
    for channel, days in run.posts.items():
        if not notes_on(run, channel):
            assert max(post.ceiling for post in days) == days[0].ceiling


def notes_on(run: Played, channel: str) -> list[dict[str, Any]]:
    """Entries of the record and the timeline that say how many people a post has."""
    entries = [*run.file["record"].values(), *run.file["timeline"].values()]
    return [e for e in entries if e.get("channel") == channel and ("ceiling" in e or "accredited" in e)]


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
            if move["intent"] == "joining":
                assert answered["to"] == move["to"]
            elif move["intent"] in DECIDED:
                assert answered["day"] < move["day"] or answered["intent"] in IN_THE_MORNING
                assert answered["from"] == move["to"]
                assert answered["to"] == move["from"] or move["from"] in run.members(answered["to"])
            else:
                assert {answered["from"], answered["to"]} == {move["from"], move["to"]}


@in_every_run
def test_moves_stand_in_the_order_of_their_days_and_packages_are_of_one_day_and_direction(run: Played) -> None:
    for before, after in pairwise(run.moves):
        assert before["day"] <= after["day"]
    for move in run.moves:
        first = run.moves[move["package"]]
        assert first["package"] == first["row"]
        assert (first["day"], first["from"], first["to"]) == (move["day"], move["from"], move["to"])


@in_every_run
def test_a_move_is_perceived_once_in_the_morning_or_on_the_day_after_it_was_announced(run: Played) -> None:
    for day in range(DAYS):
        for move, severity in zip(run.moves, run.perceived[day], strict=False):
            is_known = day >= felt_on(move) and (is_hostile(move) or move["kind"] in CONCESSIONS)
            assert (severity == severity) == is_known
            if is_known:
                assert severity == run.perceived[-1][move["row"]]
                assert severity == move["severity"] or (is_hostile(move) and move["day"] >= run.autonomous)


def felt_on(move: Move) -> int:
    """Day on which a move is perceived."""
    return int(move["day"]) + (move["intent"] not in IN_THE_MORNING)


def hurts(move: Move) -> bool:
    return move["severity"] > 0 and move["kind"] not in BARE | POSTURE.keys()


@in_every_run
def test_grievance_grows_only_by_a_hostile_move_a_harm_or_a_question_handed_over(run: Played) -> None:
    curves, names = run.trajectory.curves, run.trajectory.names
    for ij in range(curves.grievance.shape[1]):
        a, b = names.pairs[ij >> 1]
        holder, other = (a, b) if ij % 2 == 0 else (b, a)
        days = {felt_on(move) for move in run.moves if (move["from"], move["to"]) == (other, holder) and hurts(move)}
        for harm in run.file["triggers"].values():
            if (harm["victim"], harm["author"]) == (holder, other):
                days.add(run.day_of(harm["date"]))
        for question in run.questions:
            if question["verdict"] == "not_agreed" and holder in run.members(question["party"]):
                days.add(question["decided"])
        days |= {
            run.day_of(day["date"])
            for day in run.file["calendar"].values()
            if holder in day.get("grievance", {}) and {*day.get("between", [])} == {holder, other}
        }
        initial = run.trajectory.scenario.relations[names.dyads[ij >> 1]].grievance.get(holder, 0.0)
        grown = np.flatnonzero(np.diff(curves.grievance[:, ij], prepend=initial) > 0)
        assert set(grown.tolist()) <= days


@in_every_run
def test_every_change_of_a_post_has_its_move(run: Played) -> None:
    for channel, days in run.posts.items():
        noted = {run.day_of(entry["date"]) for entry in notes_on(run, channel)}
        own = [move for move in run.moves if touches(run, move, channel)]
        for day, (before, after) in enumerate(pairwise(days)):
            if before == after:
                continue
            announced = {move["kind"] for move in own if move["day"] == day}
            effective = {move["kind"] for move in own if move["last_day"] == day}
            if after.status != before.status:
                assert status_causes(before.status, after.status) & (announced | effective)
            if after.present < before.present:
                assert day in noted or effective & (PERSONNEL | ENDING | {"sever_relations"})
            if after.accredited < before.accredited:
                assert day in noted or announced & REVOKING or effective & (ENDING | {"sever_relations"})
            if after.ceiling < before.ceiling:
                assert day in noted or announced & {"cut_ceiling", "refuse_accreditation"}
            if after.ceiling > before.ceiling:
                assert day in noted or "restore_posts" in announced
            if after.arrived > before.arrived:
                assert day in noted or announced & {"reopen", "found_institution", "restore_posts", "return_ambassador"}


def status_causes(before: str, after: str) -> set[str]:
    """Kinds of move by which a post passes from one status to another."""
    if before == "planned":  # a post may be founded and lost on one day
        return {"found_institution"}
    if after == "open":
        return {"reopen"}
    if after == "closing":
        return ENDING | {"sever_relations"}
    if after == "closed":
        return {*CLOSURES.values(), "sever_relations"}
    return {"suspend_mission", *WITHDRAWALS.values()}


@in_every_run
def test_what_was_opened_again_is_ended_only_by_a_later_move(run: Played) -> None:
    for channel, days in run.posts.items():
        own = [move for move in run.moves if touches(run, move, channel)]
        for day, (before, after) in enumerate(pairwise(days)):
            if after.status in ("suspended", "closed") and before.status in ("open", "closing"):
                opened = max((m["day"] for m in own if m["kind"] == "reopen" and m["day"] <= day), default=-1)
                endings = [m for m in own if m["kind"] in ENDING | {"sever_relations", *WITHDRAWALS.values()}]
                assert any(m["last_day"] == day and m["day"] >= opened for m in endings)


@in_every_run
def test_until_actors_decide_only_the_scenario_moves(run: Played) -> None:
    for move in run.moves:
        if move["day"] < run.autonomous:
            assert move["intent"] in ("scripted", "contact", "calendar")
    for question in run.questions:
        assert question["opened"] >= run.autonomous


@in_every_run
def test_scripted_moves_are_those_of_the_timeline_and_of_the_record_until_actors_decide(run: Played) -> None:
    known = Counter(
        (run.day_of(entry["date"]), entry["from"], entry["to"], entry["move"], entry.get("channel") or "")
        for section, until in (("record", run.autonomous), ("timeline", DAYS))
        for entry in run.file[section].values()
        if "move" in entry and run.day_of(entry["date"]) < until
    )
    made = Counter(
        (move["day"], move["from"], move["to"], move["kind"], move["channel"])
        for move in run.moves
        if move["intent"] == "scripted"
    )
    assert made <= known


# Nothing that the law forbids ---------------------------------------------------------------------------------


@in_every_run
def test_nothing_happens_that_the_law_forbids(run: Played) -> None:
    assert [offence for move in run.moves for offence in offences(run, move)] == []


@in_every_run
def test_relations_stand_where_the_moves_of_the_two_have_brought_them(run: Played) -> None:
    for name, pair in RELATIONS.items():
        for day, today in enumerate(run.days):
            levels = {run.levels[day][name]}
            for move in today:
                if {move["from"], move["to"]} == {*pair}:
                    levels = {after for level in levels for after in levels_after(run, level, move)}
            assert run.levels[day + 1][name] in levels


@in_every_run
def test_ambassadors_on_both_sides_end_the_level_of_chargés_d_affaires(run: Played) -> None:
    for name, pair in RELATIONS.items():
        embassies = [c for c, post in run.file["channels"].items() if is_embassy_of(post, pair)]
        for day, today in enumerate(run.days):
            kinds = {m["kind"] for m in today if {m["from"], m["to"]} == {*pair}} & AMBASSADORS
            if kinds == {"return_ambassador"} and run.levels[day][name] == "charge":
                evening = [run.posts[embassy][day + 1] for embassy in embassies]
                are_back = all(post.head_present for post in evening if post.status in ("open", "closing"))
                assert run.levels[day + 1][name] == ("full" if are_back else "charge")


AMBASSADORS = OF_AMBASSADORS | {"downgrade_relations", "sever_relations", "reopen", "found_institution", "expel"}


def is_embassy_of(post: dict[str, Any], pair: tuple[str, ...]) -> bool:
    return post["kind"] == "embassy" and {*sides(post)} == {*pair}


@in_every_run
def test_the_head_of_a_post_goes_with_a_cause_and_comes_back_with_one(run: Played) -> None:
    for channel, days in run.posts.items():
        for day, (before, after) in enumerate(pairwise(days)):
            if before.head_present == after.head_present or channel in JOINT:
                continue
            today = {move["kind"] for move in run.days[day] if touches(run, move, channel)}
            pair = {*sides(run.channel(channel))}
            if after.head_present:
                assert today & {"return_ambassador", "reopen", "found_institution"}
            elif after.status in ("open", "closing") and not (before.accredited > 0 and today & REVOKING):
                today |= {move["kind"] for move in run.days[day] if {move["from"], move["to"]} == pair}
                assert today & {"expel_ambassador", "recall_ambassador", "downgrade_relations"}


@in_every_run
def test_a_joint_institution_works_while_neither_side_stays_away(run: Played) -> None:
    for name in JOINT.keys() & run.posts.keys():
        given = run.channel(name)
        is_planned, away = given.get("status") == "planned", {*given.get("suspended_by", [])}
        for day in range(DAYS):
            for move in run.days[day]:
                if move["channel"] == name:
                    is_planned = False
                    (away.add if move["kind"] in WITHDRAWALS.values() else away.discard)(move["from"])
            assert run.posts[name][day + 1].status == ("planned" if is_planned else "suspended" if away else "open")


@in_every_run
def test_a_council_meets_only_while_it_is_open_and_only_when_its_parties_meet(run: Played) -> None:
    for name, days in run.posts.items():
        for day, (before, after) in enumerate(pairwise(days)):
            if after.last_meeting != before.last_meeting:
                assert after.last_meeting == day
                pair = {*sides(run.channel(name))}
                kinds = {move["kind"] for move in run.days[day] if {move["from"], move["to"]} == pair}
                opened = {move["kind"] for move in run.days[day] if move["channel"] == name}
                was_open = "open" in (before.status, after.status)
                assert (was_open and "meet" in kinds) or {"reopen", "found_institution"} & opened


@in_every_run
def test_a_council_meets_more_regularly_only_after_a_meeting_and_less_only_in_a_quarrel(run: Played) -> None:
    names, held = run.trajectory.packed.names, run.trajectory.curves.grievance
    for name, days in run.posts.items():
        a, b = sides(run.channel(name))
        pair = [names.direction(a, b), names.direction(b, a)]
        is_peace = run.channel(name)["kind"] == "council" and days[0].status == "open"
        for day, (before, after) in enumerate(pairwise(days)):
            if after.last_meeting == before.last_meeting:
                assert after.rhythm <= before.rhythm
            assert after.rhythm >= before.rhythm or not is_peace
            is_peace = is_peace and not held[day, pair].any()
            is_peace = is_peace and not any(is_hostile(m) for m in run.days[day] if {m["from"], m["to"]} == {a, b})


@in_every_run
def test_contact_is_rerouted_once_and_only_after_the_last_mission_is_gone(run: Played) -> None:
    done: set[tuple[str, str]] = set()
    for move in run.moves:
        direction = (move["from"], move["to"])
        if move["kind"] in ("reopen", "found_institution") and move["channel"]:
            if run.channel(move["channel"])["kind"] in RESIDENT:
                done -= {direction, direction[::-1]}
        elif move["intent"] == "contact":
            assert direction not in done
            done.add(direction)
            for name, post in run.file["channels"].items():
                if post["kind"] in RESIDENT and {*sides(post)} == {*direction}:
                    eve = run.posts[name][move["day"]].status
                    is_gone_today = any(touches(run, m, name) and m["last_day"] == move["day"] for m in run.moves)
                    assert eve in ("suspended", "closed", "planned") or (eve == "closing" and is_gone_today)


# How governments and alliances decide ---------------------------------------------------------------------------


@in_every_run
def test_whoever_breaks_has_a_breaking_point_and_a_grievance_that_reached_it(run: Played) -> None:
    breaks = run.trajectory.tables.breaks
    for question in run.questions:
        given = next(r["breaks"] for r in run.file["relations"].values() if {*r["between"]} == parties_of(question))
        can_break = given.get(question["party"], breaks[question["row"]])
        is_broken = can_break and question["grievance"] >= question["breaking_point"] and is_occasion(run, question)
        if question["verdict"] in ("rupture", "consulting_rupture", "nothing_left"):
            assert is_broken
        elif question["verdict"] in ("reply", "consulting", "nothing_owed", "nothing_legal", "cowed"):
            assert not is_broken  # silence comes before breaking


def is_occasion(run: Played, question: dict[str, Any]) -> bool:
    """Nobody breaks off over one to three people expelled."""
    log, source = run.trajectory.state.log, run.trajectory.state.provocations.source[question["p"]]
    acts = [(KINDS[log.kind[m]].name, int(log.count[m])) for m in range(int(log.n[0])) if log.provocation[m] == source]
    return not acts or any(kind != "expel" for kind, _ in acts) or sum(count for _, count in acts) > 3


def parties_of(question: dict[str, Any]) -> set[str]:
    return {question["party"], question["towards"]}


@in_every_run
def test_nobody_takes_a_measure_that_it_rules_out(run: Played) -> None:
    for move in run.moves:
        if move["intent"] in OF_ITS_OWN_ACCORD:
            party = (run.file["states"] | run.file["alliances"])[move["from"]]
            assert move["kind"] not in party["never"]


@in_every_run
def test_a_party_that_is_played_by_hand_does_what_the_timeline_says_and_nothing_else(run: Played) -> None:
    for move in run.moves:
        if move["from"] in run.file["by_hand"]:
            assert move["intent"] in ("scripted", "contact", "calendar")  # a summit that comes in any case
    for question in run.questions:
        if question["party"] in run.file["by_hand"]:
            assert question["verdict"] in ("pending", "unanswered", "scripted")


OF_ITS_OWN_ACCORD = (DECIDED - {"protest", "conciliation", "exact"}) | {"joining", "incident"}


@in_every_run
def test_every_reaction_belongs_to_a_decision_of_its_day(run: Played) -> None:
    by_verdict = {"rupture": {"rupture"}, "cowed": {"conciliation"}}
    for move in run.moves:
        if move["intent"] in DECIDED - {"initiative", "pressing"}:
            verdicts = {
                question["verdict"]
                for question in run.questions
                if (question["party"], question["towards"]) == (move["from"], move["to"])
                and question["decided"] == move["day"]
            }
            of_move = [verdict for verdict in verdicts if move["intent"] in by_verdict.get(verdict, DECIDED)]
            assert of_move


@in_every_run
def test_nobody_decides_before_the_day_until_which_it_holds_its_answer(run: Played) -> None:
    tables = run.trajectory.tables
    for question in run.questions:
        if question["verdict"] in ("pending", "scripted", "unanswered"):
            continue
        assert question["decided"] >= tables.hold_day[question["row"]]
        for day in run.file["calendar"].values():
            since = day.get("waits", {}).get(question["party"])
            if since and day["of"] in parties_of(question) and not has_asked_members(run, question):
                assert not run.day_of(since) <= question["decided"] < run.day_of(day["date"])


def has_asked_members(run: Played, question: dict[str, Any]) -> bool:
    """Whether an alliance decided together, and counted the votes some days after its decision."""
    return run.file["alliances"].get(question["party"], {}).get("decides_by", "delegated") != "delegated"


@in_every_run
def test_nobody_answers_again_what_the_scenario_has_answered(run: Played) -> None:
    settled = run.trajectory.state.log.provocation
    for move in run.moves:
        if move["intent"] != "scripted" or move["day"] < run.autonomous:
            continue
        for question in run.questions:
            is_own = (question["party"], question["towards"]) == (move["from"], move["to"])
            is_answered = move["parent"] is not None and settled[move["parent"]] == question["p"]
            is_answered |= move["cause"] != "" and question["cause"] == move["cause"]
            if is_own and is_answered:
                assert question["decided"] <= max(move["day"], question["opened"])


@in_every_run
def test_whoever_breaks_leaves_nothing_open_but_what_is_kept_together(run: Played) -> None:
    for move in run.moves:
        if move["intent"] == "rupture" and move["package"] == move["row"]:
            never = (run.file["states"] | run.file["alliances"])[move["from"]]["never"]
            for name, post in run.file["channels"].items():
                reopened = any(m["channel"] == name and m["kind"] in CONCESSIONS for m in run.days[move["day"]])
                if name in JOINT or {*sides(post)} != {move["from"], move["to"]} or reopened:
                    continue
                ending = "suspend_mission" if post["sender"] == move["from"] else CLOSURES[post["kind"]]
                if ending not in never and (post["kind"] in RESIDENT or post["host"] == move["from"]):
                    assert run.posts[name][move["day"] + 1].status != "open", name


@in_every_run
def test_a_cut_to_parity_leaves_the_other_side_as_many_posts_as_oneself(run: Played) -> None:
    for move in run.moves:
        if move["intent"] == "parity" and not run.known(move):
            eves = {name: days[move["day"]] for name, days in run.posts.items() if name not in JOINT}
            own = {run.channel(name)["sender"]: 0 for name in eves}
            for name, eve in eves.items():
                if {*sides(run.channel(name))} == {move["from"], move["to"]} and eve.status == "open":
                    own[run.channel(name)["sender"]] += eve.ceiling
            surplus = own[move["to"]] - own.get(move["from"], 0)
            cuts = [m["count"] for m in run.days[move["day"]] if all(m[k] == move[k] for k in ("from", "to", "intent"))]
            assert sum(cuts) == min(surplus, eves[move["channel"]].ceiling)


@in_every_run
def test_an_alliance_that_decides_together_acts_only_when_its_members_have_been_asked(run: Played) -> None:
    takes = int(run.file["parameters"]["consultation_days"])
    for question in run.questions:
        p, verdict = question["p"], question["verdict"]
        alliance = run.file["alliances"].get(question["party"], {"decides_by": "delegated"})
        asked = [d for d, today in enumerate(run.verdicts) if len(today) > p and today[p].startswith("consulting")]
        if alliance["decides_by"] == "delegated":
            assert not asked
            assert verdict != "not_agreed"
        elif verdict in ("reply", "rupture", "nothing_legal", "nothing_left", "not_agreed"):
            assert len(asked) == takes
            assert asked == list(range(question["decided"] - takes, question["decided"]))
        if verdict == "not_agreed":
            members = run.members(question["party"])
            assert any(run.file["policies"][member]["objection_probability"] > 0.0 for member in members)


@in_every_run
def test_where_replies_are_exact_each_is_one_measure_of_the_severity_asked(run: Played) -> None:
    for move in run.moves:
        if run.file["realisation"] == "exact" and move["intent"] in DECIDED:
            assert move["intent"] in ("exact", "rupture", "conciliation", "initiative", "pressing")
        if move["intent"] == "exact":
            assert run.file["realisation"] == "exact"
            assert (move["kind"], move["severity"], move["package"]) == ("measure", move["asked"], move["row"])


@in_every_run
def test_a_slice_stays_small_and_concessions_rise_until_they_are_dropped(run: Played) -> None:
    largest: dict[tuple[str, str], float] = {}
    last: dict[tuple[str, str], int] = {}
    steps: Counter[tuple[str, str]] = Counter()
    for move in run.moves:
        direction = (move["from"], move["to"])
        if move["intent"] != "initiative":
            continue
        if move["severity"] > 0:
            assert move["severity"] <= run.file["parameters"]["salami_severity"]
            continue
        if move["day"] - last.get(direction, move["day"]) >= run.file["parameters"]["series_pause_days"]:
            largest[direction], steps[direction] = 0.0, 0  # a series may begin anew after quiet
        last[direction] = move["day"]
        assert -move["severity"] > largest.get(direction, 0.0)
        largest[direction] = -move["severity"]
        steps[direction] += 1
        assert steps[direction] <= run.file["parameters"]["concessions"]


# Who joins --------------------------------------------------------------------------------------------------------


@in_every_run
def test_only_allies_of_the_victim_join_and_each_once_for_a_harm(run: Played) -> None:
    joined = set()
    for move in run.moves:
        if move["intent"] == "joining":
            answered = run.moves[move["parent"]]
            assert move["cause"] == answered["cause"] != ""
            assert (move["cause"], move["from"]) not in joined
            joined.add((move["cause"], move["from"]))
            members = [alliance["members"] for alliance in run.file["alliances"].values()]
            assert any({move["from"], answered["from"]} <= {*states} for states in members)
            assert run.channel(move["channel"])["host"] == move["from"] != answered["from"]


@in_every_run
def test_an_ally_with_a_threshold_joins_only_once_enough_have(run: Played) -> None:
    for move in run.moves:
        if move["intent"] != "joining":
            continue
        threshold = run.file["triggers"][move["cause"]]["thresholds"].get(move["from"])
        assert (threshold is None) == (move["probability"] == move["probability"])
        if threshold:
            victim = run.moves[move["parent"]]["from"]
            influence = allies_by_influence(run, victim)
            before = {m["from"] for m in run.moves[: move["row"]] if joins(m, move["cause"])} & influence.keys()
            assert victim not in influence
            assert sum(influence[ally] for ally in before) >= threshold * sum(influence.values()) - 1e-9


@in_every_run
def test_allies_that_join_after_one_package_do_so_on_one_day_and_those_that_wait_for_nobody_then(run: Played) -> None:
    by_answered: dict[int, list[Move]] = {}
    for move in run.moves:
        if move["intent"] == "joining":
            by_answered.setdefault(move["parent"], []).append(move)
    for row, joining in by_answered.items():
        cause, victim, author = (run.moves[row][key] for key in ("cause", "from", "to"))
        (day,) = {move["day"] for move in joining}
        assert day >= run.moves[row]["day"]
        thresholds = run.file["triggers"][cause]["thresholds"]
        for ally in allies_by_influence(run, victim):
            if thresholds.get(ally) == 0.0 and is_able(run, ally, author, day):
                assert [m for m in run.moves if joins(m, cause) and m["from"] == ally and m["day"] <= day]


@in_every_run
def test_an_ally_that_waits_for_nobody_joins_at_once_where_allies_do(run: Played) -> None:
    for move in run.moves:
        is_of_victim = move["cause"] and move["intent"] != "joining" and hurts(move) and move["day"] >= run.autonomous
        if not is_of_victim or run.file["parameters"]["join_median_log"] > -2.0:
            continue
        thresholds = run.file["triggers"][move["cause"]]["thresholds"]
        for ally in allies_by_influence(run, move["from"]):
            if thresholds.get(ally) == 0.0 and is_able(run, ally, move["to"], move["day"]):
                joined = [m for m in run.moves if joins(m, move["cause"]) and m["from"] == ally]
                assert [m for m in joined if m["day"] <= move["day"]]


def is_able(run: Played, ally: str, author: str, day: int) -> bool:
    """Whether an ally has somebody of the author's to expel, the whole of a day, and expels people."""
    if "expel" in run.file["states"][ally]["never"] or ally in run.file["by_hand"]:
        return False
    for name, post in run.file["channels"].items():
        if post["kind"] in RESIDENT and (post["host"], post["sender"]) == (ally, author):
            eve, evening = run.posts[name][day], run.posts[name][day + 1]
            is_quiet = not any(touches(run, m, name) for m in run.days[day] if m["intent"] != "joining")
            return eve.status == evening.status == "open" and eve.accredited > 0 and is_quiet
    return False


def joins(move: Move, cause: str) -> bool:
    return bool(move["intent"] == "joining" and move["cause"] == cause)


def allies_by_influence(run: Played, victim: str) -> dict[str, float]:
    """Influence of every other state that shares an alliance with a victim."""
    together = {s for a in run.file["alliances"].values() if victim in a["members"] for s in a["members"]}
    return {state: run.file["states"][state].get("influence", 1.0) for state in together - {victim}}


# What comes back --------------------------------------------------------------------------------------------------


@in_every_run
def test_things_come_back_by_themselves_only_after_meetings_and_quiet_but_for_ambassadors(run: Played) -> None:
    wanted = run.file["parameters"]
    met: Counter[frozenset[str]] = Counter()
    last: dict[frozenset[str], int] = {}
    for day in range(DAYS):
        for move in run.days[day]:
            pair = frozenset((move["from"], move["to"]))
            if move["intent"] == "recovery" and move["kind"] == "return_ambassador":
                continue  # a recalled one comes back by its own clock
            if move["intent"] == "recovery":
                assert met[pair] >= wanted["recovery_meetings"]
                assert day - last.get(pair, -1000) >= wanted["recovery_quiet_days"]
                assert grievance_share(run, pair, day) < wanted["recovery_grievance"]
            elif move["kind"] == "meet":
                met[pair] += 1
            elif is_hostile(move):
                met[pair], last[pair] = 0, day


def is_hostile(move: Move) -> bool:
    """Whether a move disturbs the quiet: whatever is not a word, a posture or a concession."""
    return hurts(move) or move["kind"] == "measure"


def grievance_share(run: Played, pair: frozenset[str], day: int) -> float:
    """The larger grievance of two parties as a share of what each would bear with intact institutions."""
    names, curves = run.trajectory.names, run.trajectory.curves
    shares = []
    for a, b in (sorted(pair), sorted(pair, reverse=True)):
        borne = 3.0 + hollowing_of(run, a, day)
        shares.append(curves.grievance[day, names.direction(a, b)] / borne)
    return float(max(shares))


def hollowing_of(run: Played, party: str, day: int) -> float:
    """What intact institutions add to the breaking point of a party, by the policy that it follows on a day."""
    policies = run.file["policies"]
    hollowing = policies[party]["breaking_hollowing"]
    for _, entry in sorted(run.file["calendar"].items(), key=lambda item: (item[1]["date"], item[0])):
        is_over = "until" in entry and run.day_of(entry["until"]) <= day
        if entry.get("of") == party and run.day_of(entry["date"]) <= day and not is_over and "policy" in entry:
            hollowing = policies.get(entry["policy"], {}).get("breaking_hollowing", 34.0)
            hollowing = entry.get("changes", {}).get("breaking_hollowing", hollowing)
    return float(hollowing)


@in_every_run
def test_every_offer_and_request_has_its_answer_on_the_day_unless_the_scenario_answers(run: Played) -> None:
    scripted = {move["parent"] for move in run.moves if move["intent"] == "scripted"}
    answers = Counter(move["parent"] for move in run.moves if move["intent"] in ("talks", "recognition"))
    answering = answered_by_script(run)
    for move in run.moves:
        if move["kind"] in ("offer_talks", "ask_recognition") and move["day"] >= run.autonomous:
            is_left = move["row"] in scripted | answering or move["to"] in run.file["by_hand"]
            expected = 0 if is_left else 1
            assert answers[move["row"]] == expected
    for move in run.moves:
        if move["intent"] in ("talks", "recognition") and move["parent"] is not None:
            assert move["day"] == run.moves[move["parent"]]["day"]


def answered_by_script(run: Played) -> set[int]:
    """Rows of the scripted moves that another entry of the scenario answers, or will, or would if it could."""
    names, state, tables = run.trajectory.names, run.trajectory.state, run.trajectory.tables
    answered = {int(s) for s in tables.script_answers if s >= 0}
    return {int(state.script_row[s]) for s in answered if s < len(names.script)}


@in_every_run
def test_who_was_recognised_asks_no_more(run: Played) -> None:
    recognised = set()
    for move in run.moves:
        if move["intent"] == "recognition":
            if move["kind"] == "ask_recognition":
                assert (move["from"], move["to"]) not in recognised
            elif move["kind"] == "meet":
                recognised.add((move["to"], move["from"]))


# Posture and bounds -------------------------------------------------------------------------------------------------


@in_every_run
def test_a_measure_of_posture_is_published_on_the_day_that_its_threshold_is_crossed(run: Played) -> None:
    posture, names = run.trajectory.curves.posture, run.trajectory.names
    for move in run.moves:
        if move["intent"] == "arming":
            ij, threshold = names.direction(move["from"], move["to"]), POSTURE[move["kind"]]
            left = 0.5 ** sum(
                m["kind"] == "withdraw_forces" and m["from"] == move["from"] and m["to"] == move["to"]
                for m in run.days[move["day"]]
            )
            assert posture[move["day"] - 1, ij] * left < threshold <= posture[move["day"], ij], (
                posture[move["day"] - 2 : move["day"] + 2, ij],
                left,
            )
            assert (move["day"] - run.autonomous) % run.file["parameters"]["posture_step_days"] == 0


@in_every_run
def test_every_curve_is_finite_and_within_its_bounds(run: Played) -> None:
    curves = run.trajectory.curves
    for name, values in zip(curves._fields, curves, strict=True):
        is_known = ~np.isnan(values)
        assert np.isfinite(values[is_known]).all(), name
        assert is_known.all() or name in ("posture", "breaking_point"), name
    for name in ("grievance", "posture", "tension", "flow_gross", "loss", "breaking_point"):
        assert not (getattr(curves, name) < 0.0).any(), name
    assert (curves.loss <= 1.0).all()
    assert (curves.rung_in_force <= 10).all()
    assert (np.diff(curves.rung_highest, axis=0) >= 0).all()
    assert (np.diff(curves.posture_rung, axis=0) >= 0).all()
    assert (curves.flow_net <= curves.flow_gross).all()


# Everything is exercised ----------------------------------------------------------------------------------------------


def test_together_the_runs_exercise_every_move_policy_quota_regime_and_reopening_and_ruptures(review: Review) -> None:
    assert review.n_runs == N_RUNS
    assert {thing: counts[thing] for thing in EXPECTED if counts[thing] < ENOUGH} == {}


# The same course ---------------------------------------------------------------------------------------------------


def played(model: EscalationModel, days: int = DAYS) -> EscalationModel:
    for _ in range(days):
        model.step()
    return model


def test_the_same_seed_gives_the_same_run(review: Review) -> None:
    for run in review.sample:
        assert course(played(model_of(run.file, run.number))) == course(run.trajectory)


def test_the_day_of_the_rules_is_the_day_of_the_agents(review: Review) -> None:
    for run in review.sample:
        tables, curves = run.trajectory.tables, empty_curves(run.trajectory.tables)
        state = initial_state(run.trajectory.packed, run.number)
        for day in range(DAYS):
            state = with_room(tables, state)
            play_day(tables, state, day)
            record(tables, state, curves, day)
        assert course(replace(run.trajectory, state=trimmed(state), curves=curves)) == course(run.trajectory)


def test_looking_at_a_run_changes_nothing_in_it(review: Review) -> None:
    for run in review.sample:
        watched = model_of(run.file, run.number)
        for _ in range(DAYS):
            watched.step()
            look_at(watched)
        assert course(watched) == course(run.trajectory)


def look_at(model: EscalationModel) -> None:
    """Read what there is to read: frames now and then, views of every party and post, a copy played on."""
    for a, b in model.names.pairs:
        party = model.party(a)
        for view in (party.grievance, party.balance, party.loss, party.breaking_point, party.acceptance, party.contact):
            view(b)
    for channel in model.names.channels:
        assert 0.0 <= model.post(channel).worth <= 1.0
    if model.day % 20 == 0:
        now = model.trajectory
        for frame in (now.moves, now.decisions, now.trajectory, now.posts):
            frame()
        played(model.copy(), 3)


def test_a_run_in_two_parts_and_a_copy_take_the_course_of_the_whole(review: Review) -> None:
    for n, run in enumerate(review.sample):
        model = model_of(run.file, run.number).run_until(run.file["start"] + timedelta(n % DAYS))
        copy = model.copy()
        assert course(copy) == course(model)
        assert course(copy.run_until()) == course(run.trajectory)
        assert course(model.run_until()) == course(run.trajectory)


def test_the_order_of_entries_in_the_file_changes_no_byte(review: Review) -> None:
    for n, run in enumerate(review.sample):
        other = played(model_of(shuffled(run.file, random.Random(n)), run.number)).trajectory
        assert course(other) == course(run.trajectory)
        assert outcome_of(other) == outcome_of(run.trajectory)
        for name in ("moves", "decisions", "trajectory", "posts"):
            pd.testing.assert_frame_equal(getattr(other, name)(), getattr(run.trajectory, name)())


def shuffled(entry: Any, chance: random.Random) -> Any:
    """The same entry with the keys of every mapping, and every list of parties, in another order."""
    if isinstance(entry, dict):
        keys = list(entry)
        chance.shuffle(keys)
        return {key: shuffled(entry[key], chance) for key in keys}
    if isinstance(entry, list):
        return chance.sample(entry, len(entry))
    return entry


def test_a_party_that_deals_with_nobody_changes_nobodys_moves(review: Review) -> None:
    # "aaa" comes first in every order of ids, so that everybody's number changes
    for run in review.sample:
        more = run.file | {"states": {**run.file["states"], "aaa": {}}}
        moves = played(model_of(more, run.number)).trajectory.moves()
        pd.testing.assert_frame_equal(moves, run.trajectory.moves())


def test_another_day_recorded_changes_no_day_before(review: Review) -> None:
    for run in review.sample:
        longer = run.file | {"end": run.file["end"] + timedelta(30)}
        state = played(model_of(longer, run.number)).trajectory.state
        for table in ("posts", "log"):
            for one, other in zip(getattr(state, table), getattr(run.trajectory.state, table), strict=True):
                assert one.tobytes() == other.tobytes()
