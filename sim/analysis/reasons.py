"""Why a move was made or not made, in one clause with the numbers that decided it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sim.rules.world import PENDING
from sim.scenario.hands import Decider, decider_of
from sim.scenario.schema import CalendarEntry

from .breaks import declared_in_return
from .calendar import Waits, calendar_of, title_of, wait_that_ended, waited_for
from .headline import ANSWERS
from .labels import KIND_OF, Labels, day_text, harm_name, spaced
from .records import records

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.own_part import Injected
    from sim.engine.trajectory import Trajectory

SENDS_HOME, ABOLISHES = ("expel", "expel_ambassador"), "cut_ceiling"  # sim.rules.numbers counts people and posts alike
FIRST_ACTS = ("scripted", "incident", "pressing")  # intents, where nothing is answered
SILENT = (  # verdicts by which nothing is done
    "silence",
    "nothing_owed",
    "nothing_legal",
    "nothing_left",
    "not_agreed",
    "unanswered",
)


def severity_answered(moves: "pd.DataFrame", decisions: "pd.DataFrame") -> list[float]:
    """Severity of what each move answers, as its actor perceived it; NaN for a move that answers nothing.

    Parameters
    ----------
    moves, decisions : data frames of a run
    """
    decided = records(decisions[["party", "move", "cause", "perceived"]])
    perceived = {_question(row, "party", "move"): row["perceived"] for row in decided}
    acts = records(moves[["from", "parent", "cause"]])
    return [perceived.get(_question(row, "from", "parent"), float("nan")) for row in acts]


def _question(row: Mapping[Any, Any], actor: str, move: str) -> tuple[str, int | str]:
    """Who decides about what: about a move, or about a harm."""
    return row[actor], row[move] if isinstance(row[move], int) else row["cause"]


def reasons_of_moves(
    moves: "pd.DataFrame",
    scenario: Mapping[str, Any],
    injected: "Iterable[Injected]" = (),
    drawn: Mapping[int, tuple[int, int]] = MappingProxyType({}),
) -> list[str]:
    """Reason of each move.

    Parameters
    ----------
    moves : data frame with a column `answered`
    scenario : as JSON
    injected : moves that a user's program made
    drawn : by move, as :meth:`sim.engine.trajectory.Trajectory.numbers_drawn` gives them
    """
    by_program = {it.number: it for it in injected}
    rows, triggers = (
        records(moves.drop(columns=["effective", "ministry"], errors="ignore")),
        scenario["triggers"],
    )
    entries, calendar = scenario["record"] | scenario["timeline"], calendar_of(scenario)
    joining = [row for row in reversed(rows) if row["intent"] == "joining"]
    victims, labels = _victims(rows, joining, scenario), Labels(scenario)
    joined = {(_over(row), row["from"]): row["announced"] for row in joining if not _speaks(row)}
    waits = waited_for(scenario)
    since = _days_of_acts(rows, scenario) if waits else {}
    first_acts = _first_acts(rows) if any(row["intent"] == "pressing" for row in rows) else {}
    in_return = declared_in_return(moves)
    reasons = []
    for row, is_return in zip(rows, in_return, strict=True):
        about: dict[str, Any] = {"is_in_return": is_return, "ground": _ground(row, entries), "day": _day(row, calendar)}
        about["drawn"] = drawn.get(row.get("id", 0))
        about["decider"] = decider_of(row["entry"], row["from"])
        about["harm"] = _harm_of(row, labels)
        if by_program and (it := by_program.get(row["id"])):
            about |= {"maker": it.maker, "ground": it.move.ground}
        about["follows"] = _first_act_before(row, first_acts) if row["intent"] == "pressing" else None
        if row["intent"] == "joining" and not row["cause"]:
            about["victim"] = victims[row["parent"]]
        if row["intent"] == "contact" and row["kind"] == "represent":
            about["whom"] = _represented(row, rows, scenario)
        if row["intent"] == "recovery":
            about["holder"] = labels.party(row["to"])
        said = why_moved({**row, **_about_joining(row, triggers, joined), **about})
        if waits and row["intent"] in ANSWERS:
            acted = since.get(row["parent"]) or since.get(row["cause"])
            said += _after_waiting(waits, row["from"], row["to"], acted, row["announced"].date())
        reasons.append(said)
    return reasons


def _first_acts(rows: Iterable[Mapping[Any, Any]]) -> dict[tuple[str, str], list[Any]]:
    """Days of the first acts of each party towards each other."""
    days: dict[tuple[str, str], list[Any]] = {}
    for row in rows:
        if row["intent"] in FIRST_ACTS and row["severity"] > 0:
            days.setdefault((row["from"], row["to"]), []).append(row["announced"])
    return days


def _first_act_before(step: Mapping[Any, Any], first_acts: Mapping[tuple[str, str], Iterable[Any]]) -> Any:
    """Day of the act that a further step follows: the last of its party's own towards the same before that day."""
    days = first_acts.get((step["from"], step["to"]), ())
    return max((day for day in days if day < step["announced"]), default=None)


def _victims(
    moves: Iterable[Mapping[Any, Any]], joining: Iterable[Mapping[Any, Any]], scenario: Mapping[str, Any]
) -> dict[int, str]:
    """Name of the target of each act over which allies take a side, by its number."""
    over, labels = {_over(move) for move in joining if not move["cause"]}, Labels(scenario)
    return {move["id"]: labels.party(move["to"]) for move in (moves if over else ()) if move["id"] in over}


def _represented(move: Mapping[Any, Any], moves: Iterable[Mapping[Any, Any]], scenario: Mapping[str, Any]) -> str:
    """Name of the side of a broken relation whose interests a third party looks after with the other."""
    ended = next(other for other in moves if other["id"] == move["parent"])
    return Labels(scenario).party(ended["from"] if ended["to"] == move["to"] else ended["to"])


def _over(move: Mapping[Any, Any]) -> str | int:
    """What an ally takes a side over: a harm, or the act of a number."""
    return str(move["cause"]) or int(move["parent"])


def _speaks(move: Mapping[Any, Any]) -> bool:
    """Whether an alliance speaks for its member, which is no ally that takes a side: it does so by no chance."""
    return not move["cause"] and move["probability"] != move["probability"]


def _days_of_acts(moves: Iterable[Mapping[Any, Any]], scenario: Mapping[str, Any]) -> dict[Any, date]:
    """Days of the moves and the harms that may be answered, by their ids."""
    harms = {harm: date.fromisoformat(entry["date"]) for harm, entry in scenario["triggers"].items()}
    return harms | {move["id"]: move["announced"].date() for move in moves}


def _after_waiting(waits: Waits, party: str, towards: str, acted: date | None, decided: date) -> str:
    """Say for which day of the calendar an answer waited, if for any."""
    title = wait_that_ended(waits, party, towards, acted, decided) if acted else ""
    return f"; it had waited for {title}" if title else ""


def _day(move: Mapping[Any, Any], calendar: Mapping[str, CalendarEntry]) -> str:
    """What the day of the calendar is called that brought a move, or nothing."""
    name = move["entry"]
    return title_of(name, calendar[name]) if name in calendar else ""


def _ground(move: Mapping[Any, Any], entries: Mapping[str, Any]) -> str:
    """The ground that the scenario gives for a scripted move, or nothing."""
    return str(entries.get(move["entry"], {}).get("ground", ""))


def _about_joining(
    move: Mapping[Any, Any], triggers: Mapping[str, Any], joined: Mapping[tuple[str | int, str], Any]
) -> dict[str, Any]:
    """Numbers by which allies join over the harm or act of a move, and how many others do before that day and on it."""
    if move["intent"] != "joining":
        return {}
    harm = triggers.get(move["cause"], {})
    days = [day for (over, party), day in joined.items() if (over, party != move["from"]) == (_over(move), True)]
    return {
        "evidence": harm.get("evidence"),
        "threshold": harm.get("thresholds", {}).get(move["from"]),
        "before": sum(day < move["announced"] for day in days),
        "beside": sum(day == move["announced"] for day in days),
    }


def deciders_of(trajectory: "Trajectory") -> list[str]:
    """In words who decided each decision in a user's program, (decisions,); empty where rules or scenario did."""
    given = trajectory.state.provocations
    return [trajectory.own.deciders.get(p, "") for p in range(int(given.n[0])) if given.verdict[p] != PENDING]


def reasons_of_decisions(
    decisions: "pd.DataFrame",
    moves: "pd.DataFrame",
    scenario: Mapping[str, Any],
    deciders: Sequence[str] = (),
    answered_as: Mapping[int, int] = MappingProxyType({}),
) -> list[str]:
    """Reason of each decision.

    Parameters
    ----------
    decisions, moves : data frames of a run
    scenario : as JSON
    deciders : as :func:`deciders_of` gives them; none if absent
    answered_as : by move, the first one of all that are answered together; those of a package if absent
    """
    waits, labels = waited_for(scenario), Labels(scenario)
    needed = ["id", "parent", "package", "kind", "count", *(["announced"] if waits else [])]
    acts = {move["id"]: move for move in records(moves[needed])}
    since = _days_of_acts(acts.values(), scenario) if waits else {}
    people, posts = Counter[int](), Counter[int]()
    for number, move in acts.items():
        move["package"] = answered_as.get(number, move["package"])
        if move["kind"] in SENDS_HOME:
            people[move["package"]] += move["count"] or 1  # the head of a mission has no count
        elif move["kind"] == ABOLISHES:
            posts[move["package"]] += move["count"]
    reasons = []
    for n, row in enumerate(records(decisions)):
        by, harm = deciders[n] if deciders else "", _harm_of(row, labels)
        said = why_decided({**row, "people": _people(row, acts, people, posts), "decider": by, "harm": harm})
        if waits:
            acted = since.get(row["move"]) or since.get(row["cause"])
            said += _after_waiting(waits, row["party"], row["towards"], acted, row["date"].date())
        reasons.append(said)
    return reasons


def _people(
    decision: Mapping[Any, Any],
    acts: Mapping[int, Mapping[Any, Any]],
    people: Mapping[int, int],
    posts: Mapping[int, int],
) -> Any:
    """People sent home and posts abolished by an answer, and by the own act that it answers; None if one did none."""
    if not decision["is_reply"]:
        return None
    act = acts[decision["move"]]
    both = act["package"], acts[act["parent"]]["package"]
    found = tuple((people[package], posts[package]) for package in both)
    return found if all(map(any, found)) else None


def _for_how_many(received: tuple[int, int], sent: tuple[int, int]) -> str:
    """Say how many were hit for how many: people are sent home, and posts, which may be vacant, are abolished."""
    if received[1] == sent[1] == 0:
        return f"{received[0]} sent home for {sent[0]}"
    return f"{_hit(*received)} for {_hit(*sent)}"


def _hit(people: int, posts: int) -> str:
    said = [f"{people} sent home"] if people else []
    said += [f"{Labels.count(posts, 'post')} abolished"] if posts else []
    return " and ".join(said)


def why_moved(move: Mapping[Any, Any]) -> str:
    """Reason of a move.

    Parameters
    ----------
    move : a row of the moves, with `intent`, the numbers of its decision, and the severity `answered`; of an ally
        that joins also the `evidence` of the harm, its `threshold` or None, how many others joined on days `before` and
        on the same day, `beside` it, and of one that takes a side over an act the name of its `victim`; of one that
        looks after the interests of a party that of `whom`; of something that comes back the name of the side whose
        grievance the row has, its `holder`; of a move of the timeline its `decider`; of one
        of a user's program its `maker`; `is_in_return` of one that only declares relations severed or reduced that
        the other side has so declared

    Returns
    -------
    str
    """
    intent = move["intent"]
    if intent == "rupture" and move.get("kind") in ("contact", "offer_contact"):
        return "said together with the break"
    if move.get("whom"):
        return f"no mission is left; it looks after the interests of {move['whom']}"
    if intent == "pressing" and move.get("follows"):
        return f"a further step: its act of {day_text(move['follows'])} had no answer by the day before"
    if intent in _BY_INTENT:
        return _BY_INTENT[intent](move)
    if intent in _PLAIN:
        reason = move.get("maker") or _BY_SEAT.get(move.get("decider", Decider.SCENARIO), _PLAIN[intent])
        return f"{reason}: {ground}" if (ground := move.get("ground")) else reason
    asked = f"{move['asked']:.2f} asked for {move['answered']:.2f}"
    if intent == "harm":
        return f"answers {_harm(move)}; {asked} suffered"
    if intent == "elsewhere":
        return f"{_elsewhere(move['kind'])}; {asked} perceived"
    how = "declares the same in return" if move.get("is_in_return") else _HOW[intent]
    if move.get("drawn"):
        how += ", though not one for one: by chance {} for {}".format(*move["drawn"])
    return f"{how}; {asked} perceived"


_PLAIN = {
    "scripted": "given by the scenario",
    "incident": "a first move, by chance",
    "pressing": "a further step: what it did before had no answer by the day before",
    "arming": "its military posture has risen that far",
    "contact": "no mission is left; contact runs through the named embassy",
}
_BY_SEAT = {
    Decider.HAND: "decided by hand",
    Decider.POLICY: "by its policy in the game, as the seat was left to it",
}
_HOW = {
    "mirror": "answers in kind",
    "substitute": "stands in for what could not be answered in kind",
    "surcharge": "added on top of the answer",
    "protest": "no measure fits; a note remains",
    "parity": "cuts the larger staff down to the number of its own",
    "exact": "a measure of the very severity asked",
}


def _elsewhere(kind: str) -> str:
    """Say in which domain an act is answered that is not answered in its own."""
    if KIND_OF[kind].withholds:
        return "answers in another tie"
    return "answers by its ambassador" if kind == "recall_ambassador" else "answers by sending people home"


def _reached(row: Mapping[Any, Any]) -> str:
    return f"grievance {row['grievance']:.2f} ≥ breaking point {row['breaking_point']:.2f}, loss {row['loss']:.2f}"


def _talks(move: Mapping[Any, Any]) -> str:
    if move["kind"] == "offer_talks":
        return "its own initiative"
    came_out = _came_out(move["kind"] == "refuse_talks", "accepts", move["probability"])
    return f"{came_out}; grievance {move['grievance']:.2f}, loss {move['loss']:.2f}"


def _mediation(move: Mapping[Any, Any]) -> str:
    if move["kind"] == "offer_mediation":
        return "offers to bring the two together, of its own accord"
    if move["kind"] == "meet":
        return f"both accept the good offices (chance {move['probability']:.2f})"
    came_out = _came_out(move["kind"] == "refuse_talks", "accepted", move["probability"])
    return f"{came_out}; grievance {move['grievance']:.2f}, loss {move['loss']:.2f}"


def _recognition(move: Mapping[Any, Any]) -> str:
    if move["kind"] == "ask_recognition":
        return "its own initiative"
    return _came_out(move["kind"] == "refuse_recognition", "grants recognition", move["probability"])


def _came_out(is_refused: bool, done: str, chance: float) -> str:
    """Say which of two came out, with its chance; where the other was likelier, with that of the other."""
    said, own, other = ("refuses", 1 - chance, "accept") if is_refused else (done, chance, "refuse")
    return f"{said} by chance, though likely to {other} ({1 - own:.2f})" if own < 0.5 else f"{said} (chance {own:.2f})"


def _harm_of(row: Mapping[Any, Any], labels: Labels) -> str:
    """Name of the harm that a row of a table is about; empty where it is about none."""
    return labels.harm(row["cause"]) if row["cause"] else ""


def _harm(row: Mapping[Any, Any]) -> str:
    """Name of the harm that a move or a decision is about."""
    return str(row.get("harm") or harm_name(row["cause"]))


def _initiative(move: Mapping[Any, Any]) -> str:
    if move["severity"] > 0:
        return "a small step of its own accord, which the other side can bear"
    return "a step in a series of concessions of its own accord"


def _conciliation(move: Mapping[Any, Any]) -> str:
    return f"gives way to so grave an act; {move['answered']:.2f} perceived"


def _recovery(move: Mapping[Any, Any]) -> str:
    held = f"{move['holder']} holds {move['grievance']:.2f}"
    if move["kind"] == "return_ambassador":
        return f"the time for a return has come: {held} against it"
    return f"they have met, quiet has lasted, and neither side holds too much: {held} against it"


def _joining(move: Mapping[Any, Any]) -> str:
    if not move["cause"]:
        return _side(move)
    text = f"joins over {_harm(move)}{_among_allies(move['before'], move['beside'])}"
    if move["threshold"] is not None:
        return f"{text}: its threshold of {move['threshold']:.2f} of the allies' weight is reached"
    return f"{text}: evidence {move['evidence']:.2f}, chance {move['probability']:.3f}"


def _side(move: Mapping[Any, Any]) -> str:
    """Say for whom an ally takes a side over an act, or an alliance speaks."""
    if _speaks(move):
        return f"speaks for {move['victim']}, its member"
    others = _among_allies(move["before"], move["beside"])
    return f"takes the side of {move['victim']}{others}: chance {move['probability']:.3f}"


def _among_allies(before: int, beside: int) -> str:
    """Say how many others join before that day, and on it."""
    after = f" after {before} other{'s' if before > 1 else ''}" if before else ""
    if beside:
        others = "more" if before else f"other{'s' if beside > 1 else ''}"
        return f"{after}{',' if before else ''} on the same day as {beside} {others}"
    return after or " as the first"


def _calendar(move: Mapping[Any, Any]) -> str:
    if move["kind"] == "refuse_talks":
        refused = _came_out(True, "accepts", move["probability"])
        return f"{move['day']}: {refused}; grievance {move['grievance']:.2f}, loss {move['loss']:.2f}"
    brought = "by the calendar" if move["kind"] == "meet" else "given back"
    return f"{brought}: {move['day']}"


_BY_INTENT = {
    "rupture": _reached,
    "talks": _talks,
    "mediation": _mediation,
    "recognition": _recognition,
    "initiative": _initiative,
    "conciliation": _conciliation,
    "recovery": _recovery,
    "calendar": _calendar,
    "joining": _joining,
}


def why_decided(decision: Mapping[Any, Any]) -> str:
    """Reason of a decision, also of one to do nothing; of one about a harm with its name.

    Parameters
    ----------
    decision : a row of the decisions

    Returns
    -------
    str
    """
    reason = _reason(decision)
    return f"{_harm(decision)}: {reason}" if decision["cause"] else reason


def _reason(decision: Mapping[Any, Any]) -> str:
    verdict = decision["verdict"]
    if verdict in ("rupture", "consulting_rupture"):
        return _reached(decision)
    by = decision.get("decider", "")
    if verdict == "scripted":
        return f"answered {by}" if by else "answered as the scenario says"
    if verdict == "nothing_left":
        return f"{_reached(decision)}, and nothing left to close"
    below = f"grievance {decision['grievance']:.2f}"
    if decision["breaking_point"] == decision["breaking_point"]:
        sign = "≥" if decision["grievance"] >= decision["breaking_point"] else "<"
        below += f" {sign} breaking point {decision['breaking_point']:.2f}"
    if verdict == "unanswered" and by:
        return f"left without an answer {by}; {below}"
    if verdict == "nothing_owed" and decision.get("people"):
        return f"{_for_how_many(*decision['people'])}, at balance {decision['balance']:.2f}: nothing owed; {below}"
    if verdict == "nothing_owed":
        return f"asks for {decision['asked']:.2f} at balance {decision['balance']:.2f}: not worth an answer; {below}"
    if verdict == "silence":
        return f"does not answer (chance {decision['chance_of_silence']:.2f}); {below}"
    return f"{_VERDICTS.get(verdict, spaced(verdict))}; {below}"


_VERDICTS = {
    "reply": "answers",
    "nothing_legal": "the law and the posts leave no measure that fits",
    "cowed": "gives way to so grave an act",
    "consulting": "asks its members whether to answer",
    "not_agreed": "its members do not agree, and each decides for itself",
    "unanswered": "played by hand: no answer up to the last day played",
}
