"""Records in an older form: other names for some columns, and a note that says what columns of their own say now.

A note begins with the role, as in ``role=reply; domain=visa; day from memory; do not add``.  What it says in these
words is read; the rest of it is for people.
"""

import re
from collections.abc import Mapping

from sim.scenario.problems import Origin

from .words import ACT, IN_STAFF, NO_RESPONSE, NOTHING_LEFT

NOTE = "note"
OTHER_NAMES = {  # of columns
    "actor_level": "level",
    "competent_ministry": "ministry",
    "count_persons": "persons",
    "deadline_date": "deadline",
    "effective_date": "effective",
    "in_response_to_date": "answers",
    "mission_before": "before",
    "mission_after": "after",
}

_ROLE = re.compile(r"role=(\w+)")
_DOMAIN = re.compile(r"domain=(\w+)")
_REPEATS = re.compile(r"do not add|also in ", re.IGNORECASE)
_OWN = "own "  # begins the facilities of posts that the actor closed itself
_APPROXIMATE = {
    "day": re.compile(r"day (assumed|approximate|from memory)", re.IGNORECASE),
    "persons": re.compile(r"count (estimated|approximate|low confidence)", re.IGNORECASE),
}


def columns_in(names: list[str]) -> list[str]:
    """Names of columns as they are called today; a table without a note has today's names already.

    Examples
    --------
    >>> columns_in(["case", "actor_level", "note"]), columns_in(["case", "actor_level"])
    (['case', 'level', 'note'], ['case', 'actor_level'])
    """
    return [OTHER_NAMES.get(name, name) for name in names] if NOTE in names else names


def said_in(note: str, facilities: str) -> dict[str, str]:
    """Cells of the columns that a note stands for.

    Parameters
    ----------
    note, facilities : texts of a row

    Examples
    --------
    >>> said = said_in("role=reply; domain=visa; UNVERIFIED; day from memory", "own embassy in Oslo")
    >>> said["role"], said["own"], said["domain"], said["unverified"], said["approximate"]
    ('reply', 'yes', 'visa', 'yes', 'day')
    """
    role, domain = _ROLE.search(note), _DOMAIN.search(note)
    is_silence = role is not None and role[1] == NO_RESPONSE
    repeats = (role is not None and role[1] == "execution") or (_REPEATS.search(note) and not is_silence)
    return {
        "role": role[1] if role else "",
        "own": "yes" if facilities.startswith(_OWN) else "",
        "domain": domain[1] if domain else "",
        "uncounted": ACT if repeats else "",
        "unverified": "yes" if "UNVERIFIED" in note else "",
        "silence": _silence(note) if is_silence else "",
        "approximate": " ".join(what for what, says_so in _APPROXIMATE.items() if says_so.search(note)),
        "war_wide": "",
        "joint": "yes" if "joint act" in note and "joint action" not in note else "",
    }


def _silence(note: str) -> str:
    if "in staff" in note:
        return IN_STAFF
    return NOTHING_LEFT if re.search(r"nothing (was |it had )?left to answer|nothing left", note) else ""


def with_said(cells: Mapping[str, tuple[str, Origin]]) -> dict[str, tuple[str, Origin]]:
    """Cells of a row by column, with those that its note stands for; what a column of its own says goes before.

    Parameters
    ----------
    cells : text of each cell, and where it stands
    """
    note, stands = cells[NOTE]
    said = said_in(note, cells["facilities"][0] if "facilities" in cells else "")
    return {name: (cell, stands) for name, cell in said.items()} | {
        name: cell for name, cell in cells.items() if cell[0] or name not in said
    }
