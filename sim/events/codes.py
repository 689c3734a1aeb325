"""Codes of CAMEO and PLOVER: which move each is, and by which a move is written.

A code that may be several moves is read as the one that says least; :func:`may_also_be` names the others.  Codes of
either codebook that are no move between governments (protests, fights, elections) are known, and read as nothing.

Sources: the CAMEO codebook 1.1b3 and the tables of GDELT and ICEWS, the PLOVER codebook, and the table by which its
authors turn CAMEO into PLOVER (2021).  The codes of a move are those of :data:`sim.rules.moves.KINDS`.
"""

import re
from collections.abc import Mapping

from sim.documented.kinds import KIND_OF_MOVE
from sim.rules.moves import KINDS

CAMEO, PLOVER, WORDS = "cameo", "plover", "words"
CODINGS = (CAMEO, PLOVER, WORDS)

NO_MOVE = ""  # of a code that is no move between governments
OF_OFFICIALS = {"174": "expel", "COERCE:deport": "expel"}  # where the people sent home are of a government

# By CAMEO code; a code of four digits that has no row is read as the three that it begins with.
_CAMEO = {
    "036": "offer_talks",
    "037": "offer_talks",
    "039": "offer_mediation",
    "040": "meet",
    "041": "contact",
    "042": "meet",
    "043": "meet",
    "044": "meet",
    "045": "mediate",
    "046": "meet",
    "054": "restore_relations",
    "057": "found_institution",
    "080": "lift_restrictions",
    "081": "lift_restrictions",
    "0811": NO_MOVE,  # restrictions on political freedoms
    "0812": NO_MOVE,
    "0813": NO_MOVE,
    "0814": NO_MOVE,
    "085": "lift_restrictions",
    "087": "withdraw_forces",
    "0871": NO_MOVE,  # a truce
    "110": "criticise",
    "111": "criticise",
    "112": "criticise",
    "113": "criticise",
    "114": "protest_note",
    "115": "complain_to_court",
    "120": "refuse_talks",
    "125": "refuse_talks",
    "126": "refuse_talks",
    "127": "refuse_talks",
    "130": "ultimatum",
    "131": "ultimatum",
    "134": "ultimatum",
    "135": "ultimatum",
    "136": "ultimatum",
    "138": "ultimatum",
    "139": "ultimatum",
    "150": "exercise",
    "152": "deploy",
    "154": "mobilise",
    "160": "measure",
    "161": "downgrade_relations",
    "162": "aid_suspension",
    "163": "measure",
    "164": "cancel_meeting",
    "165": "cancel_meeting",
    "166": "expel",
    "1661": "expel_troops",
    "1662": "measure",
    "1663": "measure",
    "170": "measure",
    "171": "measure",
    "1712": NO_MOVE,  # property destroyed
    "172": "measure",
    "1721": NO_MOVE,  # within a state
    "1722": NO_MOVE,
    "1723": NO_MOVE,
    "1724": NO_MOVE,
    "173": "detention",
    "174": "deport_nationals",
}

# By type and mode of PLOVER; a mode that has no row is no move.
_PLOVER = {
    "ACCUSE": "criticise",
    "ACCUSE:disapprove": "criticise",
    "ACCUSE:allege": "criticise",
    "AGREE": "accept_talks",
    "AGREE:meet": "accept_talks",
    "CONSULT": "meet",
    "CONSULT:visit": "meet",
    "CONSULT:host": "meet",
    "CONSULT:phone": "contact",
    "CONSULT:third-party": "meet",
    "CONSULT:multilateral": "meet",
    "CONSULT:online": "meet",
    "CONCEDE": "lift_restrictions",
    "REQUEST:meet": "offer_talks",
    "REJECT": "refuse_talks",
    "REJECT:meet": "refuse_talks",
    "THREATEN": "ultimatum",
    "THREATEN:relations": "ultimatum",
    "THREATEN:expel": "ultimatum",
    "THREATEN:restrict": "ultimatum",
    "THREATEN:violence": "ultimatum",
    "THREATEN:territory": "ultimatum",
    "RETREAT:withdraw": "withdraw_forces",
    "RETREAT:disarm": "withdraw_forces",
    "RETREAT:ease": "lift_restrictions",
    "MOBILIZE": "exercise",
    "MOBILIZE:troops": "deploy",
    "MOBILIZE:weapons": "mobilise",
    "SANCTION": "measure",
    "SANCTION:discontinue": "suspend_cooperation",
    "SANCTION:withdraw": "downgrade_relations",
    "SANCTION:expel": "expel",
    "COERCE": "measure",
    "COERCE:restrict": "measure",
    "COERCE:ban": "measure",
    "COERCE:seize": "asset_freeze",
    "COERCE:censor": "media_ban",
    "COERCE:withhold": "measure",
    "COERCE:arrest": "detention",
    "COERCE:deport": "deport_nationals",
}
_PLOVER_TYPES = (
    *("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "DEMAND", "INVESTIGATE"),
    *("ACCUSE", "REJECT", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "COERCE", "ASSAULT", "FIGHT", "CRIME"),
)
TOO_WIDE = ("020", "050", "084", "SUPPORT")  # written for moves of ours, but for most events they say something else

_MOST = dict(enumerate((9, 8, 9, 6, 7, 4, 5, 7, 4, 8, 6, 9, 9, 5, 5, 6, 6, 6, 6, 4), start=1))  # last code of a root
_WITHOUT_FOURTH, _MOST_FOURTH = (1, 4, 5, 6, 7, 9, 15), 6  # roots without codes of four digits; the last digit of one
_CODE = re.compile(r"(\d\d)(\d)?(\d)?", re.ASCII)


def cameo_code(written: str) -> str | None:
    """CAMEO code as the codebook writes it, None for none: spreadsheets drop the zero in front.

    Examples
    --------
    >>> cameo_code("36"), cameo_code("161"), cameo_code("1661"), cameo_code("169"), cameo_code("13y")
    ('036', '161', '1661', None, None)
    """
    code = written.strip()
    code = f"0{code}" if code[:1] in "123456789" and _CODE.fullmatch(f"0{code}") and not _is_cameo(code) else code
    return code if _is_cameo(code) else None


def _is_cameo(code: str) -> bool:
    found = _CODE.fullmatch(code)
    if not found or int(found[1]) not in _MOST or (found[3] and int(found[1]) in _WITHOUT_FOURTH):
        return False
    return int(found[2] or 0) <= _MOST[int(found[1])] and int(found[3] or 1) in range(1, _MOST_FOURTH + 1)


def plover_code(type_: str, mode: str = "") -> str | None:
    """PLOVER code ``TYPE:mode`` from the cells of both, or from one that has them together; None for no such type.

    Examples
    --------
    >>> plover_code("SANCTION", "expel"), plover_code("sanction:Expel"), plover_code("CONSULT"), plover_code("EXPEL")
    ('SANCTION:expel', 'SANCTION:expel', 'CONSULT', None)
    """
    head, _, tail = (part.strip() for part in type_.partition(":"))
    mode = (mode.strip() or tail).lower().replace("_", "-").replace(" ", "-")
    if head.upper() not in _PLOVER_TYPES:
        return None
    return head.upper() + (f":{mode}" if mode and mode != "none" else "")


def move_of(code: str, *, of_officials: bool = True, own: Mapping[str, str] | None = None) -> str:
    """Word of the record for a code of either codebook; an empty text where it is no move between governments.

    Parameters
    ----------
    code : as :func:`cameo_code` or :func:`plover_code` give it
    of_officials : whether the target is a government, so that people sent home are its own
    own : words for codes that come before the table's

    Examples
    --------
    >>> move_of("166"), move_of("1611"), move_of("174"), move_of("174", of_officials=False), move_of("195")
    ('expel', 'downgrade_relations', 'expel', 'deport_nationals', '')
    """
    table = (_CAMEO | _PLOVER) | (OF_OFFICIALS if of_officials else {}) | dict(own or {})
    return table.get(code, table.get(code[:3], NO_MOVE) if code[:1].isdigit() else NO_MOVE)


def may_also_be(code: str, move: str) -> tuple[str, ...]:
    """Kinds of the model that are written by the same code, besides the kind of a move."""
    same = (kind.name for kind in KINDS if code in (kind.cameo, kind.plover))
    return tuple(name for name in same if name != KIND_OF_MOVE.get(move))


def code_of(kind: str, coding: str) -> str:
    """Code by which a kind of move is written."""
    found = next(row for row in KINDS if row.name == kind)
    return found.plover if coding == PLOVER else found.cameo
