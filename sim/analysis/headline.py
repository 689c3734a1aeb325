"""What happened in a run, in two or three sentences."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sim.results.measures import REGIME_OF
from sim.rules.moves import KINDS

from .breaks import declared_in_return, own_severances
from .labels import Labels, day_text
from .ties import INTACT, WORTH_SAYING, loss_words, relations_with_loss

if TYPE_CHECKING:
    import pandas as pd

STANDING = {"exercise": "on exercise", "deploy": "deployed", "mobilise": "mobilised"}  # of measures of posture
RUPTURE = "rupture"  # as outcomes have it
FORCES = {kind.posture_rung: word for kind in KINDS if (word := STANDING.get(kind.name))}
ANSWERS = ("mirror", "parity", "exact", "harm", "substitute", "surcharge", "protest", "rupture")
NO_POSTURES: Mapping[str, int] = MappingProxyType({})
WORDS = ("refuse_talks", "refuse_recognition")
MOST_DRAWN = 3  # relations in a figure where nobody asked for any
MOST_WITH_LOSS = 2  # relations named because ties are lost in them


def headline(
    moves: "pd.DataFrame",
    decisions: "pd.DataFrame",
    outcome: Mapping[str, Any],
    scenario: Any,
    postures: Mapping[str, int] = NO_POSTURES,
    until: date | None = None,
) -> str:
    """Say what happened and how it ended, or how things stand where the run was left before its end.

    Parameters
    ----------
    moves, decisions : data frames of a run
    outcome : the run's outcome
    scenario : the scenario as JSON
    postures : rung of the military posture that stands at the end, by relation, as :func:`postures_at_end` gives it
    until : last day that was played; that of the scenario if absent

    Returns
    -------
    str, two sentences; three where a scenario gives a graver act than the one that was answered
    """
    labels, relations = Labels(scenario), outcome["relations"]
    shown = {*drawn_by_default(relations, scenario), *_named(relations, scenario)}
    event, pairs = _event(moves, decisions, scenario, labels)
    ends, when = ("stands", f" on {day_text(until)}") if is_left(until, scenario) else ("ends", "")
    ending = _ending(outcome, scenario, labels, postures, ends, when)
    if not pairs or any({*relations[name]["between"]} in pairs for name in shown):
        return f"{event} {ending}".strip()
    return f"{ending} Elsewhere: {event}".strip()


def is_left(until: Any, scenario: Mapping[str, Any]) -> bool:
    """Whether a run was left before its end, so that it stands somehow and has not ended.

    Parameters
    ----------
    until : last day that was played, as a date or a text; that of the scenario if absent
    scenario : as JSON
    """
    return until is not None and str(until) < str(scenario["end"])


def postures_at_end(trajectory: "pd.DataFrame") -> dict[str, int]:
    """Rung of the military posture that stands at the end, by relation.

    Parameters
    ----------
    trajectory : table of a run
    """
    last = trajectory[(trajectory["level"] == "relation") & (trajectory["date"] == trajectory["date"].max())]
    return dict(zip(last["name"], last["posture_rung_in_force"].astype(int), strict=True))


def drawn_by_default(relations: Mapping[str, Any], scenario: Any) -> list[str]:
    """Ids of the relations that figures draw where nobody asks for any: those of the scenario, or the busiest."""
    busy = [name for name in relations if relations[name]["moves"]] or list(relations)
    ranked = sorted(busy, key=lambda name: -relations[name]["moves"])[:MOST_DRAWN]
    return [name for name in scenario["plots"]["dyads"] if name in relations] or ranked


def _event(
    moves: "pd.DataFrame", decisions: "pd.DataFrame", scenario: Any, labels: Labels
) -> tuple[str, list[set[str]]]:
    """Say what happened first, and between which two parties; between nobody where nothing did."""
    breaks, severances = decisions[decisions["verdict"] == "rupture"], own_severances(moves, scenario)
    is_severed_first = len(severances) and not (breaks["date"] <= severances.iloc[0]["announced"]).any()
    if is_severed_first:
        return _severance(severances.iloc[0], moves, labels), [{*severances.iloc[0][["from", "to"]]}]
    if len(breaks):
        return _break(moves, breaks.iloc[0], scenario, labels), [{*breaks.iloc[0][["party", "towards"]]}]
    if scenario["autonomous_from"]:
        moves = moves[moves["announced"] >= scenario["autonomous_from"]]
    deeds = moves[moves["parent"].isna() & (moves["severity"] > 0) & ~moves["kind"].isin(WORDS)]
    if deeds.empty:
        when = f"From {day_text(scenario['autonomous_from'])} on nobody" if scenario["autonomous_from"] else "Nobody"
        return f"{when} moves against anybody.", []
    is_answer = moves["parent"].notna() & (moves["intent"] != "contact")  # which its own side keeps
    is_side = (moves["intent"] == "joining") & (moves["cause"] == "")  # over the act itself: no answer of its target
    answered = deeds["id"].isin(moves.loc[is_answer & ~is_side, "parent"])
    noted = deeds[deeds["package"].isin(deeds.loc[answered, "package"])]
    told = noted if len(noted) else deeds  # what was answered, before what was not
    first = told.iloc[int((told["posture_rung"] > 0).argmin())]  # posture only where there is nothing else
    acts = sorted((first, *_graver_own(deeds, first)), key=lambda act: act["id"])
    alliances = scenario.get("alliances", {})
    said = " ".join(_act_and_sequel(act, moves, is_answer, labels, alliances) for act in acts)
    return said, [{act["from"], act["to"]} for act in acts]


def _graver_own(deeds: "pd.DataFrame", first: Any) -> list[Any]:
    """The act that a scenario gives, if it is graver than the one told: it may be what the scenario is about.

    Posture has a ladder of its own, and its severity says nothing beside that of other acts.
    """
    own = deeds[(deeds["intent"] == "scripted") & (deeds["posture_rung"] == 0)]
    gravest = own.iloc[int(own["severity"].argmax())] if len(own) else first
    return [gravest] if gravest["severity"] > first["severity"] and gravest["package"] != first["package"] else []


def _act_and_sequel(
    act: Any, moves: "pd.DataFrame", is_answer: Any, labels: Labels, alliances: Mapping[str, Any]
) -> str:
    """Say what was done on which day, and how many moves it led to; an alliance that speaks is no ally that joins."""
    over = f", over {labels.harm(act['cause'])}," if act["cause"] else ""
    after = is_answer & moves["id"].isin(_descendants(moves, act["package"]))
    is_joining = moves["intent"] == "joining"
    sides = [str(party) for party in moves.loc[after & is_joining, "from"].unique()]
    speaking = [labels.party(party) for party in sides if party in alliances]
    sequel = _sequel(len(sides) - len(speaking), int((after & ~is_joining).sum()), speaking)
    return f"On {day_text(act['announced'])}{over} {_deed(act, labels)}; {sequel}."


def _descendants(moves: "pd.DataFrame", package: int) -> set[int]:
    """Numbers of the moves that a package led to, step by step."""
    found = set(moves.loc[moves["package"] == package, "id"])
    for number, parent in zip(moves["id"], moves["parent"], strict=True):  # an answer comes after what it answers
        if parent in found:
            found.add(number)
    return found


def _sequel(joined: int, answers: int, speaking: Sequence[str] = ()) -> str:
    verb = "speaks for its member" if len(speaking) == 1 else "speak for their members"
    joining = f"{' and '.join(speaking)} {verb}, " if speaking else ""
    joining += f"{joined} {'ally joins' if joined == 1 else 'allies join'}, " if joined else ""
    if answers:
        return f"{joining}{answers} {'move follows' if answers == 1 else 'moves follow'} in answer"
    return f"{joining}no answer follows"


def _break(moves: "pd.DataFrame", decision: Any, scenario: Any, labels: Labels) -> str:
    import pandas as pd

    if decision["cause"]:
        begun, deed = scenario["triggers"][decision["cause"]]["date"], labels.harm(decision["cause"])
    else:
        act = moves[moves["id"] == decision["move"]].iloc[0]
        begun, deed = act["announced"], _deed(act, labels)
    days = (decision["date"] - pd.Timestamp(begun)).days
    party, towards = labels.party(decision["party"]), labels.party(decision["towards"])
    return (
        f"{party} announces on {day_text(decision['date'])} that it breaks with {towards}, "
        f"{days} {'day' if days == 1 else 'days'} after {deed}."
    )


def _severance(move: Any, moves: "pd.DataFrame", labels: Labels) -> str:
    """Say that a party severs relations without having reached a breaking point, and whether the other does so too."""
    is_return = (moves["kind"] == move["kind"]) & (moves["from"] == move["to"]) & (moves["to"] == move["from"])
    is_answered = (is_return & declared_in_return(moves)).any()
    too = f", and {labels.party(move['to'])} declares the same in return" if is_answered else ""
    return f"On {day_text(move['announced'])} {_deed(move, labels)}{too}."


def _deed(move: Any, labels: Labels) -> str:
    deed = labels.deed(move["kind"], move["to"], move["channel"], int(move["count"]))
    return f"{labels.party(move['from'])} {deed}"


def _ending(
    outcome: Mapping[str, Any],
    scenario: Any,
    labels: Labels,
    postures: Mapping[str, int],
    verb: str = "ends",
    when: str = "",
) -> str:
    relations = outcome["relations"]
    named = _named(relations, scenario)
    ends = [
        f"{labels.pair(*relations[name]['between'])} {verb} "
        f"{end_words(relations[name]['regime'], postures.get(name, 0))}{when}"
        for name in named
    ]
    lost = [_ties_lost(relations[name], labels) for name in named]
    told = ("; " if any(lost) else ", ").join(map(str.__add__, ends, lost))
    further = len({*relations_with_loss(relations)}.difference(named))
    elsewhere = f"ties are lost in {labels.count(further, 'further relation')}" if further else ""
    sentence = "; ".join(filter(None, (told, elsewhere, _of_all(relations) if len(relations) > 1 else "")))
    return f"{sentence[:1].upper()}{sentence[1:]}." if sentence else ""


def _named(relations: Mapping[str, Any], scenario: Any) -> list[str]:
    """Ids of the relations whose end is told: those of the scenario or the busiest, and those with most ties lost."""
    focus = [name for name in scenario["plots"]["dyads"] or busiest(relations, 1) if name in relations]
    lost = [name for name in relations_with_loss(relations) if name not in focus]
    return [*focus, *lost[:MOST_WITH_LOSS]]


def _ties_lost(relation: Mapping[str, Any], labels: Labels) -> str:
    """Who has lost how much of its ties, as a clause after the end; nothing where nobody has lost any."""
    said = loss_words(relation, labels)
    joined = "though" if relation["regime"] == INTACT else "and"
    return f", {joined} {said}" if said else ""


def end_words(regime: str, posture_rung: int = 0) -> str:
    """How a relation ends, as after "ends", with the forces that still stand where it is none of a quarrel.

    Examples
    --------
    >>> end_words("rupture"), end_words("cooperative", 7)
    ('in rupture', 'intact, with forces mobilised')
    """
    forces = FORCES.get(posture_rung, "") if regime == INTACT else ""
    return f"{REGIME_OF[regime].ends}{forces and f', with forces {forces}'}"


def _of_all(relations: Mapping[str, Any]) -> str:
    """Return "1 of 33 relations is in rupture, 30 are intact"; of their institutions alone where ties are lost."""
    n, (ruptured, intact) = len(relations), (counted(relations, regime) for regime in (RUPTURE, INTACT))
    at_end = (relation.get("ties_lost_at_end", {}).values() for relation in relations.values())
    are_ties_lost = any(share >= WORTH_SAYING for shares in at_end for share in shares)
    if intact == n:
        return f"the institutions of all {n} relations are intact" if are_ties_lost else f"all {n} relations are intact"
    some = "none" if not ruptured else f"{ruptured}"
    others = "none is" if not intact else f"{intact} {'is' if intact == 1 else 'are'}"
    of_what = f" in {'its' if intact == 1 else 'their'} institutions" if are_ties_lost and intact else ""
    return f"{some} of {n} relations {'is' if ruptured < 2 else 'are'} in rupture, {others} intact{of_what}"


def counted(relations: Mapping[str, Any], regime: str) -> int:
    """How many relations end in a regime."""
    return sum(relation["regime"] == regime for relation in relations.values())


def busiest(relations: Mapping[str, Any], most: int) -> list[str]:
    """Ids of the relations with most moves, those with hostile moves first."""
    ranked = sorted(relations, key=lambda r: (-relations[r]["hostile_moves"], -relations[r]["moves"], r))
    return ranked[:most]
