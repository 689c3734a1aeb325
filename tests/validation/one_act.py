"""One act of Arden's, as a scenario, and what Belmora does about it in many histories of the simulator."""

from datetime import date
from typing import Any

import numpy as np

from sim.engine.compiled.ensemble import Ensemble
from sim.rules.moves import KINDS as SIMULATED_KINDS
from sim.rules.world import BREAK, MIRROR, NONE, SILENCE
from sim.scenario.schema import Scenario
from tests.validation.posts_of_the_page import CHANNELS, Act, Move
from tests.validation.reply_from_the_page import Reply

START = date(2030, 1, 1)

ACTS = {
    **{f"{n} expelled": Act("expel", "belmora_embassy", n) for n in (1, 3, 5, 12, 40)},
    **{f"{n} posts cut": Act("cut_ceiling", "belmora_embassy", n) for n in (3, 12)},
    "5 vacant posts abolished": Act("refuse_accreditation", "belmora_embassy", 5),
    "ambassador expelled": Act("expel_ambassador", "belmora_embassy"),
    "ambassador recalled": Act("recall_ambassador", "arden_embassy"),
    "consulate closed": Act("close_consulate", "belmora_consulate"),
    "relations downgraded": Act("downgrade_relations"),
    "council suspended": Act("suspend_council", "commission"),
    "cooperation suspended": Act("suspend_cooperation", "projects"),
    "measure taken": Act("measure"),
}
POLICIES: dict[str, dict[str, Any]] = {
    "ledger": {"preset": "ledger"},
    "ledger with the habits of Moscow": {"preset": "ledger", "habits": "moscow"},
    "ledger that weighs": {
        "preset": "ledger",
        "silence_size": 0.2,
        "silence_share": 1.5,
        "silence_asymmetry": -2.0,
        "silence_measure": 0.7,
    },
    "ledger that goes by the kind": {"preset": "ledger", "silences": "by_kind", "silence_share": 5.0},
    "tit for tat that is never silent": {"preset": "tit_for_tat", "silences": "never"},
    "tit for tat": {"preset": "tit_for_tat"},
    "generous tit for tat": {"preset": "generous_tit_for_tat"},
    "half": {"preset": "proportional", "k": 0.5},
    "double": {"preset": "proportional", "k": 2.0},
    "threefold": {"preset": "proportional", "k": 3.0},
}
NEAR = {  # grievance before the act at which some of those who are not silent about it break, and some answer
    "3 expelled": 40.0,  # far above: nobody breaks over three people
    "12 expelled": 31.0,
    "40 expelled": 28.0,
    "3 posts cut": 32.0,
    "ambassador recalled": 32.5,
    "consulate closed": 30.0,
    "council suspended": 23.0,
}


def scenario(act: Act, policy: dict[str, Any], grievance: float | None) -> Scenario:
    """Arden acts on the first day, and lets everything lie from then on."""
    given = {"channel": act.channel or None, "count": act.number or None}
    if act.kind == "measure":
        given["severity"] = act.severity
    if act.kind in ("expel", "cut_ceiling", "close_consulate"):
        given["deadline"] = date(2030, 1, 8)
    channels = {}
    for name, (kind, sender, host, staff, ceiling) in CHANNELS.items():
        if sender:
            kept = {"sender": sender, "host": host, "accredited": staff, "ceiling": ceiling}
        else:
            kept = {"between": ["arden", "belmora"], **({"last_meeting": START} if kind == "council" else {})}
        channels[name] = {"kind": kind, **kept}
    return Scenario.model_validate(
        {
            "schema": 1,
            "name": "one_act",
            "title": "One act and the reply to it",
            "start": START,
            "end": date(2031, 1, 1),  # the longest delay
            "parameters": {"incidents_per_day": 0.0, "talks_per_day": 0.0, "recall_median_log": 20.0},
            "policies": {
                "arden": {"silence_first": 1.0, "silence_reply": 1.0, "breaks": False, "press_on": 0.0},
                "belmora": {"breaks": grievance is not None, **policy},
            },
            "states": {"arden": {"policy": "arden"}, "belmora": {"policy": "belmora"}},
            "channels": channels,
            "relations": {
                "arden_belmora": {"between": ["arden", "belmora"], "grievance": {"belmora": grievance or 0.0}}
            },
            "timeline": {
                "act": {
                    "date": START,
                    "from": "arden",
                    "to": "belmora",
                    "move": act.kind,
                    **{key: value for key, value in given.items() if value is not None},
                }
            },
        }
    )


def replies_of_the_simulator(
    act: Act, policy: dict[str, Any], grievance: float | None, seed: int, n_runs: int
) -> list[Reply]:
    """What Belmora does about the act, in many histories."""
    ensemble = Ensemble(scenario(act, policy, grievance), seed=seed, n_threads=1)
    return [reply_in(ensemble, state) for state in ensemble.states(range(n_runs))]


def reply_in(ensemble: Ensemble, state: Any) -> Reply:
    """What Belmora does about the first thing that it perceived as hostile, in one history."""
    asked, log, names = state.provocations, state.log, ensemble.names
    if not asked.n[0]:  # perceived as next to nothing
        return Reply("nothing", 0, 0.0)
    rows = (log.ij == names.direction("belmora", "arden")) & (log.announced == asked.decided[0])
    moves: dict[bool, list[Move]] = {True: [], False: []}
    for m in np.flatnonzero(rows):
        channel = names.channels[log.channel[m]] if log.channel[m] != NONE else ""
        move = Move(SIMULATED_KINDS[log.kind[m]].name, channel, int(log.count[m]))
        moves[bool(log.intent[m] == MIRROR)].append(move)
    answered = "answer" if rows.any() else "nothing"
    verdict = {BREAK: "breaks", SILENCE: "silence"}.get(int(asked.verdict[0]), answered)
    if verdict != "answer":
        moves = {True: [], False: []}
    return Reply(verdict, int(asked.decided[0]), float(asked.asked[0]), tuple(moves[True]), tuple(moves[False]))
