"""Scripted moves that the posts or the law did not allow as they were asked for, over many histories."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.engine.compiled.ensemble import Ensemble
from sim.rules.moves import KINDS, MEET, REFUSE_RECOGNITION, REFUSE_TALKS
from sim.rules.shock import VOID
from sim.rules.world import NONE
from sim.scenario.canonical import document_of
from sim.scenario.pack import KIND_NUMBER

from .breaks import OF_RELATIONS, declared_in_return
from .labels import KIND_OF, Labels, done_words, percent

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

READ = 100  # histories that are played again to see what became of scripted moves
MOST_POINTS, READ_AT_POINT = 24, 10
CUT_DOWN, VOIDED = "cut_down", "void"
_OF_OFFERS = [KINDS[kind].name for kind in (MEET, REFUSE_TALKS, REFUSE_RECOGNITION)]  # which nothing takes away
_BLOCKED = VOID - 1  # and below: the posts did not allow it after a move of a kind and of a side
_OF_HEADS = ("recall_ambassador", "expel_ambassador", *OF_RELATIONS)  # moves for which a reduction leaves nothing
NO_MORE, NOT_ALLOWED = "the post has no more", "the posts did not allow it, or their staff is not known"
_NO_OFFER = "no offer waited for an answer"
_SO_ALREADY = "relations were so already, or are none between two states"
_LACKING = {  # what the rules ask for, by kind, where it is not the people of a post
    "meet": _NO_OFFER,
    "refuse_talks": _NO_OFFER,
    "refuse_recognition": "no request for recognition waited for an answer",
    "restore_tie": "nothing of the tie was withheld",
    "reopen": "it was not closed",
    "downgrade_relations": _SO_ALREADY,
    "sever_relations": _SO_ALREADY,
    "return_ambassador": "the ambassador was at post, or the post was not open",
    "restore_posts": "the post had lost none that could be given back, or was not open",
    "lift_restrictions": "nothing was restricted at the post, or it was not open",
    "restrict_access": "its access was restricted already, or it was not open",
    "ban_local_staff": "it might hire no local staff already, or it was not open",
    "found_institution": "it was founded already",
    "contact": "that embassy was not open",
    "represent": "that embassy was not open",
    "refuse_accreditation": "no post was vacant there, or it was not open",
    "recall_ambassador": "the ambassador was not at post, or the post was not open",
    "expel_ambassador": "the ambassador was not at post, or the post was not open",
}


def scripted_moves(
    ensemble: Ensemble, n_runs: int, most: int = READ, known: Sequence[Any] = ()
) -> dict[str, dict[str, Any]]:
    """Scripted moves that were not made as asked for in some of the runs, of which the first are played again.

    Parameters
    ----------
    n_runs, most, known : as for :func:`numbers_in`

    Returns
    -------
    as :func:`not_as_asked`
    """
    return not_as_asked(ensemble, [numbers_in(ensemble, n_runs, most, known)])


def numbers_in(ensemble: Ensemble, n_runs: int, most: int, known: Sequence[Any] = ()) -> Any:
    """Number of each scripted move as it was made, or NONE, or from VOID down why it was not, (runs read, moves).

    Parameters
    ----------
    n_runs : int, 1 or more
    most : int, runs that are played again; a tenth of them where rules cannot be compiled
    known : of the first runs, where they are at hand: what :func:`numbers_of` gives
    """
    if not ensemble.names.script:
        return np.zeros((0, 0), dtype=int)
    n_read = min(n_runs, most if ensemble.is_compilable else max(1, most // 10))
    rest = ensemble.states(range(len(known), n_read))
    return np.array([*known[:n_read], *(numbers_of(ensemble, state) for state in rest)])


def not_as_asked(ensemble: Ensemble, numbers: Sequence[Any]) -> dict[str, dict[str, Any]]:
    """Scripted moves that were not made as asked for in some of the runs read.

    Parameters
    ----------
    numbers : arrays, as :func:`numbers_in` gives them, of runs with the same scripted moves

    Returns
    -------
    dict by id of the move
        ``asked``, the number asked for, 0 where a move has none; ``made``, the least and the highest number made, 0 and
        0 where it was never made; ``cut_down`` and ``void``, the shares of the runs; ``read``, how many runs;
        ``before``, where it is known, what mostly left nothing for it, and else ``lacking``, what its kind asks for
    """
    made, asked = np.concatenate(numbers), ensemble.tables.script_count
    found = {
        name: _summed_up(int(asked[s]), made[:, s]) | _why_void(ensemble, s, made[:, s])
        for s, name in enumerate(ensemble.names.script)
    }
    return {name: entry for name, entry in found.items() if entry[CUT_DOWN] or entry[VOIDED]}


def numbers_of(ensemble: Ensemble, state: Any) -> list[int]:
    """Number of each scripted move as it was made, or NONE, or from VOID down why it was not."""
    made = [int(state.log.count[row]) if row >= 0 else int(row) for row in state.script_row]
    if VOID not in made:
        return made
    moves, timeline = ensemble.trajectory_of(state).moves(), ensemble.scenario.timeline
    for s, name in enumerate(ensemble.names.script):
        if made[s] == VOID and name in timeline:
            asked = timeline[name]
            before = last_before(moves, asked.from_, asked.to, asked.channel or "", asked.move or "", asked.date)
            if before:
                made[s] = _BLOCKED - 2 * KIND_NUMBER[before["kind"]] - (before["from"] != asked.from_)
    return made


def last_before(
    moves: "pd.DataFrame", party: str, towards: str, channel: str, kind: str, date: Any
) -> dict[Any, Any] | None:
    """The last hostile move on a channel before a scripted move that it may have left nothing for; None where none is.

    Parameters
    ----------
    moves : of a history
    party, towards, channel, kind, date : of the scripted move; ``channel`` is empty where it is made on none
    """
    import pandas as pd

    if KIND_OF[kind].name in _OF_OFFERS:
        return None
    is_on_tie = KIND_OF[kind].withholds  # of which each side withholds what is its own, and no rupture takes any
    makers = (party,) if is_on_tie else (party, towards)
    sides = moves["from"].isin(makers) & moves["to"].isin((party, towards))
    takes = () if is_on_tie else OF_RELATIONS if kind in _OF_HEADS else OF_RELATIONS[1:]
    on_it = moves["channel"] == channel if channel else moves["kind"] == kind
    day = pd.Timestamp(date)
    is_before = (moves["announced"] < day) | ((moves["announced"] == day) & (moves["intent"] == "scripted"))
    took = (on_it | moves["kind"].isin(takes)) & ~declared_in_return(moves)  # which takes nothing more
    found = moves[sides & is_before & (moves["severity"] > 0) & took]
    return found.iloc[-1].to_dict() if len(found) else None


def blocked_words(before: Mapping[Any, Any], labels: Labels) -> str:
    """Say what left nothing for a scripted move: "by then Arden had recalled its ambassador from the embassy"."""
    deed = labels.deed(before["kind"], before["to"], before["channel"], "some")
    return f"by then {labels.party(before['from'])} had {done_words(deed)}"


def lacking_words(kind: str) -> str:
    """Say what may be missing for a scripted move of a kind where nothing is known of its day, in one clause.

    Examples
    --------
    >>> lacking_words("meet"), lacking_words("ban_trade")
    ('no offer waited for an answer', 'all of the tie was withheld already')
    """
    found = KIND_OF[kind]
    if found.withholds:
        return "all of the tie was withheld already"
    return _LACKING.get(
        kind, NOT_ALLOWED if found.counted else "it was not open" if found.on else "nothing was left for it"
    )


def _why_void(ensemble: Ensemble, script: int, made: Any) -> dict[str, str]:
    """Why a scripted move could not be made: what mostly left nothing for it, else what its kind asks for."""
    if not (made <= VOID).any():
        return {}
    kind = KINDS[int(ensemble.tables.script_kind[script])].name
    return _before(ensemble, ensemble.names.script[script], made) or {"lacking": lacking_words(kind)}


def _before(ensemble: Ensemble, name: str, made: Any) -> dict[str, str]:
    """What mostly left nothing for a scripted move, in words; nothing where it is not known."""
    codes, times = np.unique(made[made <= _BLOCKED], return_counts=True)
    if not codes.size or 2 * times.sum() <= (made <= VOID).sum():
        return {}
    kind, is_other = divmod(int(_BLOCKED - codes[times.argmax()]), 2)
    asked = ensemble.scenario.timeline[name]
    parties = (asked.from_, asked.to)
    row = {"kind": KINDS[kind].name, "from": parties[is_other], "to": parties[1 - is_other]}
    channel = "" if row["kind"] in OF_RELATIONS else asked.channel or ""
    mostly = "mostly " if times.max() < (made <= VOID).sum() else ""
    return {"before": mostly + blocked_words(row | {"channel": channel}, Labels(document_of(ensemble.scenario)))}


def _summed_up(asked: int, made: Any) -> dict[str, Any]:
    done = made[(made > VOID) & (made != NONE)]
    return {
        "asked": asked,
        "made": [int(done.min()), int(done.max())] if done.size else [0, 0],
        CUT_DOWN: float((done < asked).sum() / made.size),
        VOIDED: float((made <= VOID).mean()),
        "read": int(made.size),
    }


def scripted_lines(found: Mapping[str, Mapping[str, Any]], where: str = "") -> list[str]:
    """What a report says of scripted moves that were not made as asked for, a line each.

    Parameters
    ----------
    found : as :func:`scripted_moves` gives it
    where : of which world or point it is, as in "in B"

    Examples
    --------
    >>> scripted_lines({"cut": {"asked": 9, "made": [4, 4], "cut_down": 1.0, "void": 0.0, "read": 100}})
    ['The scripted move cut was cut down from 9 to 4: the post has no more.']
    """
    return [line for name, move in found.items() for line in _lines(name, move, where)]


def _lines(name: str, move: Mapping[str, Any], where: str) -> Iterator[str]:
    place = f" {where}" if where else ""
    if move[CUT_DOWN]:
        least, most = move["made"]
        left = f"{least}" if least == most else f"between {least} and {most}"
        cut = f"cut down from {move['asked']} to {left}"
        yield f"The scripted move {name} was {cut}{place}{_in_some(move, CUT_DOWN)}: {NO_MORE}."
    if move[VOIDED]:
        why = move.get("before") or move.get("lacking", NOT_ALLOWED)
        yield f"The scripted move {name} could not be made{place}{_in_some(move, VOIDED)}: {why}."


def _in_some(move: Mapping[str, Any], what: str) -> str:
    if move[what] == 1:
        return ""
    return f" in {percent(move[what])} of {Labels.count(move['read'], 'history')} read again"


def numbers_made(move: Mapping[str, Any]) -> str:
    """The number made, or from which to which it goes."""
    least, most = move["made"]
    return f"{least}" if least == most else f"{least} to {most}"


def in_two_worlds(a: Mapping[str, Any], b: Mapping[str, Any]) -> list[str]:
    """Lines about two worlds; what is true of both is said once."""
    both = {name: move for name, move in a.items() if b.get(name) == move}
    only_a, only_b = ({name: move for name, move in world.items() if name not in both} for world in (a, b))
    said = (both, "in both worlds"), (only_a, "in A"), (only_b, "in B")
    return [line for found, where in said for line in scripted_lines(found, where)]


def at_points(result: "SweepResult", trust: bool = False) -> list[str]:
    """Lines about a sweep: in how many of the points looked at a move was not made as asked for, and the first.

    Parameters
    ----------
    trust : whether own rules may stand in any module
    """
    if not result.manifest["scenario"]["timeline"]:
        return []
    played = result.summary.loc[result.summary["problem"].isna(), "point"].unique().tolist()
    looked_at = [played[i] for i in np.unique(np.linspace(0, len(played) - 1, MOST_POINTS).round().astype(int))]
    found = {point: _at_point(result, point, trust) for point in (looked_at if played else ())}
    by_name: dict[str, dict[int, dict[str, Any]]] = {}
    for point, moves in found.items():
        for name, move in moves.items():
            by_name.setdefault(name, {})[point] = move
    return [_at_some(moves, name, len(found)) for name, moves in by_name.items()]


def _at_point(result: "SweepResult", point: int, trust: bool) -> dict[str, dict[str, Any]]:
    ensemble = Ensemble(result.scenario(point, trust=trust), result.manifest["seed"], n_threads=1, n_runs=READ_AT_POINT)
    return scripted_moves(ensemble, result.manifest["runs"], READ_AT_POINT)


def _at_some(moves: Mapping[int, Mapping[str, Any]], name: str, n_points: int) -> str:
    """Say at how many points a scripted move was not made as asked for."""
    first = next(iter(moves))
    if len(moves) == n_points and all(move == moves[first] for move in moves.values()):
        return " ".join(scripted_lines({name: moves[first]}, "at every point"))
    many = f"At {len(moves)} of {n_points} points looked at, the scripted move {name} was not made as asked for."
    return " ".join([many, *scripted_lines({name: moves[first]}, f"at point {first}")])
