"""The table of moves, and the severity of a move.

One row a kind of move, after the event codebooks CAMEO (with the Goldstein scale) and PLOVER.
Those file cancelled meetings, expulsions and a complete break under one code, so our own severity
ranks the moves.  Rungs 0 to 10 form the diplomatic ladder; posture has a ladder of its own.

A new kind of move is one row here, one name below the table, one branch in :mod:`sim.rules.law`
where the law has a condition of its own, and one in :mod:`sim.rules.channels` where it changes posts or relations.
"""

import math
from typing import NamedTuple

import numpy as np

from .jit import rule

# families of moves: what a ministry can own
(
    VERBAL,
    CHANNEL,
    PERSONNEL,
    INSTITUTION,
    POSTURE,
    CONCILIATORY,
    ECONOMIC,
    TRAVEL,
    TRANSPORT,
    SOCIETY,
) = range(10)
FAMILIES = (
    "verbal",
    "channel",
    "personnel",
    "institution",
    "posture",
    "conciliatory",
    "economic",
    "travel",
    "transport",
    "society",
)
TIE_FAMILIES = (ECONOMIC, TRAVEL, TRANSPORT, SOCIETY)

# kinds of channel: posts, and institutions that both sides keep
EMBASSY, MISSION, LIAISON_MISSION, CONSULATE, OFFICE, COUNCIL, COOPERATION = range(7)
CHANNEL_KINDS = (
    "embassy",
    "mission",
    "liaison_mission",
    "consulate",
    "office",
    "council",
    "cooperation",
)

# kinds of tie: what two parties can lose without a post, numbered on from the kinds of channel
(
    TRADE,
    ENERGY,
    INVESTMENT,
    PERSONS,
    AID,
    ARMS,
    VISAS,
    CONSULAR_SERVICE,
    RESIDENTS,
    BORDER,
    FLIGHTS,
    STUDENTS,
    CULTURE,
    MEDIA,
    SPORT,
) = range(7, 22)
TIE_KINDS = (
    "trade",
    "energy",
    "investment",
    "persons",
    "aid",
    "arms",
    "visas",
    "consular_service",
    "residents",
    "border",
    "flights",
    "students",
    "culture",
    "media",
    "sport",
)

# who may make a move on a channel
NOBODY, HOST, SENDER, EITHER = range(4)

# when the head of government decides with the ministry
NEVER, LARGE_SHARE, ALWAYS = range(3)

_RESIDENT = (EMBASSY, MISSION, LIAISON_MISSION)
_STAFFED = (EMBASSY, MISSION, LIAISON_MISSION, CONSULATE, OFFICE)


class Kind(NamedTuple):
    """One kind of move.

    ``severity`` is the fixed severity, or the base to which the share of staff adds; ``rung`` the
    diplomatic rung, ``posture_rung`` the one on the ladder of posture; ``reversible`` how it is
    undone: F freely, R by accreditation, A by a new agreement, - not at all.  ``on`` lists the
    kinds of channel or tie it is made on, ``by`` who may make it, ``withholds`` the share that it takes of
    what its actor leaves of a tie; ``head`` says when the head of
    government decides with the ministry; ``takes_time`` that people must be given time to leave;
    ``counted`` that it counts persons or posts.  ``added_to_people`` and ``added_to_measures`` say how
    many of the documented replies that gained a further kind of move gained this one, where the act
    had sent people home and where it had not.
    """

    name: str
    says: str
    cameo: str
    goldstein: float
    plover: str
    severity: float
    rung: int
    posture_rung: int
    family: int
    reversible: str
    on: tuple[int, ...] = ()
    by: int = NOBODY
    head: int = NEVER
    takes_time: bool = False
    counted: bool = False
    withholds: float = 0.0
    added_to_people: int = 0
    added_to_measures: int = 0


KINDS = (
    Kind("criticise", "criticises {them}", "111", -2.0, "ACCUSE:disapprove", 2.0, 1, 0, VERBAL, "F"),
    Kind("protest_note", "hands {them} a protest note", "114", -2.0, "ACCUSE:allege", 3.0, 1, 0, VERBAL, "F"),
    Kind("refuse_talks", "refuses talks with {them}", "125", -5.0, "REJECT:meet", 3.0, 2, 0, VERBAL, "F"),
    Kind("refuse_recognition", "refuses {them} recognition", "120", -4.0, "REJECT", 3.0, 2, 0, VERBAL, "F"),
    Kind("cancel_meeting", "cancels a meeting with {them}", "161", -4.0, "SANCTION:discontinue", 3.0, 2, 0, CHANNEL, "F"),
    Kind("ultimatum", "gives {them} an ultimatum", "139", -7.0, "THREATEN:relations", 4.5, 3, 0, VERBAL, "F", head=ALWAYS),
    Kind("restrict_access", "restricts access and travel of the {post}", "161", -4.0, "COERCE:restrict", 3.5, 3, 0, CHANNEL, "F", _STAFFED, HOST, added_to_people=1),
    Kind("recall_ambassador", "recalls its ambassador from the {post}", "161", -4.0, "SANCTION:withdraw", 4.0, 3, 0, CHANNEL, "F", (EMBASSY, MISSION), SENDER, ALWAYS, added_to_people=1, added_to_measures=7),
    Kind("refuse_accreditation", "abolishes {n} vacant posts of the {post}", "161", -4.0, "REJECT", 3.5, 3, 0, PERSONNEL, "R", _STAFFED, HOST, counted=True),
    Kind("ban_local_staff", "bars the {post} from hiring local staff", "161", -4.0, "COERCE:restrict", 4.5, 4, 0, PERSONNEL, "F", _STAFFED, HOST, added_to_people=2),
    Kind("expel", "expels {n} of the {post}", "161", -4.0, "SANCTION:expel", 4.0, 4, 0, PERSONNEL, "R", _STAFFED, HOST, LARGE_SHARE, True, counted=True, added_to_measures=7),
    Kind("expel_ambassador", "expels the head of the {post}", "161", -4.0, "SANCTION:expel", 5.0, 5, 0, PERSONNEL, "A", (EMBASSY, MISSION), HOST, ALWAYS, True),
    Kind("cut_ceiling", "cuts the ceiling of the {post} by {n}", "161", -4.0, "SANCTION:expel", 4.0, 5, 0, PERSONNEL, "R", _STAFFED, HOST, ALWAYS, True, counted=True, added_to_people=6),
    Kind("close_office", "closes the {post}", "166", -7.0, "SANCTION:expel", 5.5, 6, 0, INSTITUTION, "A", (OFFICE,), HOST, NEVER, True, added_to_people=2),
    Kind("close_consulate", "closes the {post}", "161", -4.0, "SANCTION:expel", 5.5, 6, 0, INSTITUTION, "A", (CONSULATE,), HOST, NEVER, True, added_to_people=2, added_to_measures=1),
    Kind("downgrade_relations", "reduces relations with {them} to a chargé d'affaires", "161", -4.0, "SANCTION:withdraw", 5.5, 6, 0, CHANNEL, "A", head=ALWAYS, added_to_people=1, added_to_measures=2),
    Kind("suspend_cooperation", "suspends the {post}", "160", -4.0, "SANCTION:discontinue", 5.6, 6, 0, CHANNEL, "F", (COOPERATION,), EITHER, added_to_people=1, added_to_measures=1),
    Kind("suspend_council", "suspends the {post}", "164", -7.0, "SANCTION:withdraw", 5.8, 7, 0, CHANNEL, "F", (COUNCIL,), EITHER),
    Kind("close_liaison_mission", "closes the {post}", "166", -7.0, "SANCTION:expel", 6.0, 7, 0, INSTITUTION, "A", (LIAISON_MISSION,), HOST, NEVER, True),
    Kind("suspend_mission", "suspends the {post}", "161", -4.0, "SANCTION:withdraw", 6.5, 8, 0, INSTITUTION, "F", _RESIDENT, SENDER, ALWAYS, True),
    Kind("close_mission", "orders the {post} closed", "161", -4.0, "SANCTION:expel", 6.5, 8, 0, INSTITUTION, "A", (EMBASSY, MISSION), HOST, ALWAYS, True),
    Kind("sever_relations", "severs relations with {them}", "161", -4.0, "SANCTION:discontinue", 7.0, 9, 0, INSTITUTION, "A", head=ALWAYS, takes_time=True),
    Kind("denounce", "denounces {them} in public", "111", -2.0, "ACCUSE:disapprove", 3.5, 3, 0, VERBAL, "F"),
    Kind("complain_to_court", "takes {them} to an international court", "115", -2.0, "ACCUSE:disapprove", 3.0, 2, 0, VERBAL, "F"),
    Kind("measure", "takes a measure against {them}", "160", -4.0, "SANCTION", 0.0, 4, 0, CHANNEL, "F"),
    Kind("restrict_trade", "restricts {post}", "163", -8.0, "COERCE:restrict", 5.0, 5, 0, ECONOMIC, "F", (TRADE,), EITHER, withholds=1 / 3),
    Kind("suspend_trade", "suspends {post}", "163", -8.0, "COERCE:restrict", 5.5, 6, 0, ECONOMIC, "F", (TRADE,), EITHER, withholds=2 / 3),
    Kind("ban_trade", "bans {post}", "163", -8.0, "COERCE:restrict", 6.0, 7, 0, ECONOMIC, "F", (TRADE,), EITHER, ALWAYS, withholds=1),
    Kind("cut_energy", "cuts off {post}", "163", -8.0, "COERCE:restrict", 6.0, 6, 0, ECONOMIC, "A", (ENERGY,), EITHER, ALWAYS, withholds=1),
    Kind("freeze_investment", "freezes {post}", "163", -8.0, "COERCE:restrict", 4.5, 4, 0, ECONOMIC, "F", (INVESTMENT,), EITHER, withholds=1),
    Kind("sanction_sector", "sanctions a sector of {post}", "163", -8.0, "COERCE:restrict", 5.5, 6, 0, ECONOMIC, "F", (TRADE, INVESTMENT), EITHER, withholds=0.5),
    Kind("freeze_assets", "freezes assets of {post}", "172", -5.0, "COERCE:seize", 4.5, 4, 0, ECONOMIC, "F", (PERSONS,), EITHER, withholds=0.5),
    Kind("suspend_aid", "suspends {post}", "162", -5.6, "SANCTION:discontinue", 5.0, 5, 0, ECONOMIC, "F", (AID,), EITHER, withholds=1),
    Kind("stop_arms", "stops {post}", "162", -5.6, "SANCTION:discontinue", 5.0, 5, 0, ECONOMIC, "A", (ARMS,), EITHER, ALWAYS, withholds=1),
    Kind("ban_travel", "bars {post} from entry", "172", -5.0, "COERCE:ban", 3.5, 3, 0, TRAVEL, "F", (PERSONS,), EITHER, withholds=1 / 3),
    Kind("restrict_visas", "restricts {post}", "172", -5.0, "COERCE:restrict", 3.5, 3, 0, TRAVEL, "F", (VISAS,), EITHER, withholds=1 / 3),
    Kind("suspend_visas", "suspends {post}", "172", -5.0, "COERCE:restrict", 4.5, 4, 0, TRAVEL, "F", (VISAS,), EITHER, withholds=1),
    Kind("stop_consular_service", "stops {post}", "161", -4.0, "SANCTION:withdraw", 4.5, 4, 0, TRAVEL, "F", (CONSULAR_SERVICE,), EITHER, withholds=1),
    Kind("deport_nationals", "deports {post}", "172", -5.0, "COERCE:restrict", 5.0, 5, 0, TRAVEL, "F", (RESIDENTS,), EITHER, withholds=2 / 3),
    Kind("close_border", "closes {post}", "172", -5.0, "COERCE:restrict", 5.5, 6, 0, TRAVEL, "F", (BORDER,), EITHER, ALWAYS, withholds=1),
    Kind("restrict_flights", "restricts {post}", "172", -5.0, "COERCE:restrict", 4.0, 3, 0, TRANSPORT, "F", (FLIGHTS,), EITHER, withholds=1 / 3),
    Kind("suspend_flights", "suspends {post}", "163", -8.0, "COERCE:restrict", 4.5, 4, 0, TRANSPORT, "F", (FLIGHTS,), EITHER, withholds=2 / 3),
    Kind("close_airspace", "closes its airspace to {post}", "163", -8.0, "COERCE:restrict", 5.0, 5, 0, TRANSPORT, "F", (FLIGHTS,), EITHER, ALWAYS, withholds=1),
    Kind("recall_students", "recalls {post}", "160", -4.0, "SANCTION:withdraw", 4.0, 3, 0, SOCIETY, "F", (STUDENTS,), EITHER, withholds=1),
    Kind("suspend_exchanges", "suspends {post}", "160", -4.0, "SANCTION:discontinue", 3.0, 2, 0, SOCIETY, "F", (CULTURE,), EITHER, withholds=1),
    Kind("close_media", "closes {post}", "172", -5.0, "COERCE:censor", 4.0, 3, 0, SOCIETY, "F", (MEDIA,), EITHER, withholds=1),
    Kind("boycott_sport", "boycotts {post}", "163", -8.0, "SANCTION:discontinue", 2.5, 2, 0, SOCIETY, "F", (SPORT,), EITHER, withholds=1),
    Kind("adopt_doctrine", "adopts a military doctrine or plan against {them}", "150", -7.2, "MOBILIZE", 4.0, 0, 2, POSTURE, "F", head=ALWAYS),
    Kind("exercise", "exercises near the border of {them}", "150", -7.2, "MOBILIZE", 5.5, 0, 4, POSTURE, "F"),
    Kind("deploy", "deploys forces against {them}", "152", -7.2, "MOBILIZE:troops", 6.5, 0, 6, POSTURE, "F"),
    Kind("mobilise", "mobilises against {them}", "154", -7.2, "MOBILIZE:weapons", 7.2, 0, 7, POSTURE, "F", head=ALWAYS),
    Kind("contact", "keeps contact with {them} through the {post}", "041", 1.0, "CONSULT:third-party", -1.0, 0, 0, CONCILIATORY, "-"),
    Kind("offer_contact", "invites {them} to name an embassy for contact", "036", 4.0, "REQUEST:meet", -1.0, 0, 0, CONCILIATORY, "-"),
    Kind("represent", "looks after the interests of a third party in the {post}", "050", 3.5, "SUPPORT", -1.0, 0, 0, CONCILIATORY, "-"),
    Kind("ask_recognition", "asks {them} for recognition", "020", 3.0, "REQUEST:meet", -1.0, 0, 0, CONCILIATORY, "-"),
    Kind("offer_talks", "offers {them} talks", "036", 4.0, "REQUEST:meet", -2.0, 0, 0, CONCILIATORY, "F"),
    Kind("offer_mediation", "offers {them} its good offices", "039", 5.0, "AGREE", -1.0, 0, 0, CONCILIATORY, "-"),
    Kind("mediate", "mediates with {them}", "045", 5.0, "CONSULT:third-party", -1.0, 0, 0, CONCILIATORY, "-"),
    Kind("meet", "meets {them}", "046", 7.0, "CONSULT:multilateral", -3.0, 0, 0, CONCILIATORY, "-"),
    Kind("lift_restrictions", "lifts the restrictions on the {post}", "081", 5.0, "CONCEDE", -2.0, 0, 0, CONCILIATORY, "-", _STAFFED, HOST),
    Kind("restore_posts", "gives the {post} {n} posts back", "084", 7.0, "CONCEDE", -4.0, 0, 0, CONCILIATORY, "-", _STAFFED, HOST, counted=True),
    Kind("return_ambassador", "sends its ambassador back to the {post}", "050", 3.5, "CONCEDE", -4.0, 0, 0, CONCILIATORY, "-", (EMBASSY, MISSION), SENDER),
    Kind("reopen", "reopens the {post}", "054", 6.0, "SUPPORT", -5.4, 0, 0, CONCILIATORY, "-", tuple(range(7)), EITHER),
    Kind("restore_tie", "restores {post}", "085", 7.0, "RETREAT:ease", -4.0, 0, 0, CONCILIATORY, "-", tuple(range(7, 22)), EITHER),
    Kind("found_institution", "signs a founding act with {them}", "057", 8.0, "AGREE", -6.5, 0, 0, CONCILIATORY, "-", head=ALWAYS),
    Kind("withdraw_forces", "withdraws forces facing {them}", "087", 9.0, "RETREAT:withdraw", -8.0, 0, 0, CONCILIATORY, "-", head=ALWAYS),
)  # fmt: skip
(
    CRITICISE,
    PROTEST_NOTE,
    REFUSE_TALKS,
    REFUSE_RECOGNITION,
    CANCEL_MEETING,
    ULTIMATUM,
    RESTRICT_ACCESS,
    RECALL_AMBASSADOR,
    REFUSE_ACCREDITATION,
    BAN_LOCAL_STAFF,
    EXPEL,
    EXPEL_AMBASSADOR,
    CUT_CEILING,
    CLOSE_OFFICE,
    CLOSE_CONSULATE,
    DOWNGRADE_RELATIONS,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
    CLOSE_LIAISON_MISSION,
    SUSPEND_MISSION,
    CLOSE_MISSION,
    SEVER_RELATIONS,
    DENOUNCE,
    COMPLAIN_TO_COURT,
    MEASURE,
    RESTRICT_TRADE,
    SUSPEND_TRADE,
    BAN_TRADE,
    CUT_ENERGY,
    FREEZE_INVESTMENT,
    SANCTION_SECTOR,
    FREEZE_ASSETS,
    SUSPEND_AID,
    STOP_ARMS,
    BAN_TRAVEL,
    RESTRICT_VISAS,
    SUSPEND_VISAS,
    STOP_CONSULAR_SERVICE,
    DEPORT_NATIONALS,
    CLOSE_BORDER,
    RESTRICT_FLIGHTS,
    SUSPEND_FLIGHTS,
    CLOSE_AIRSPACE,
    RECALL_STUDENTS,
    SUSPEND_EXCHANGES,
    CLOSE_MEDIA,
    BOYCOTT_SPORT,
    ADOPT_DOCTRINE,
    EXERCISE,
    DEPLOY,
    MOBILISE,
    CONTACT,
    OFFER_CONTACT,
    REPRESENT,
    ASK_RECOGNITION,
    OFFER_TALKS,
    OFFER_MEDIATION,
    MEDIATE,
    MEET,
    LIFT_RESTRICTIONS,
    RESTORE_POSTS,
    RETURN_AMBASSADOR,
    REOPEN,
    RESTORE_TIE,
    FOUND_INSTITUTION,
    WITHDRAW_FORCES,
) = range(len(KINDS))

# the same table as arrays, (n_kinds,), for the rules
SEVERITY = np.array([kind.severity for kind in KINDS])
GRAVEST = float(SEVERITY.max())  # of an abstract measure, which has no severity of its own
RUNG = np.array([kind.rung for kind in KINDS])
POSTURE_RUNG = np.array([kind.posture_rung for kind in KINDS])
FAMILY = np.array([kind.family for kind in KINDS])
MADE_BY = np.array([kind.by for kind in KINDS])
HEAD = np.array([kind.head for kind in KINDS])
COUNTED = np.array([kind.counted for kind in KINDS])
TAKES_TIME = np.array([kind.takes_time for kind in KINDS])
WITHHOLDS = np.array([kind.withholds for kind in KINDS])
# neither gestures nor posture, and no words up to rung 2
IS_HOSTILE = ~np.isin(FAMILY, (CONCILIATORY, POSTURE)) & ((FAMILY != VERBAL) | (RUNG > 2))
ADDED = np.array([[kind.added_to_measures, kind.added_to_people] for kind in KINDS])  # (n_kinds, 2)
# (n_kinds, kinds of channel and tie): may this kind of move be made on this kind of channel or tie
MADE_ON = np.array([[k in kind.on for k in range(len(CHANNEL_KINDS + TIE_KINDS))] for kind in KINDS])

QUARTER = 0.25  # share of staff from which an expulsion stands a rung higher


@rule
def personnel_severity(share, base, slope):
    """Severity of sending people home or abolishing their posts.

    Parameters
    ----------
    share : float in [0, 1], of the accredited staff (expulsion) or of the old ceiling (cut)
    base, slope : float, severity

    Returns
    -------
    float, severity; the root gives half the persons nine tenths of the severity
    """
    return base + slope * math.sqrt(min(1.0, max(0.0, share)))


@rule
def worth_severity(severity, worth, exponent):
    """Severity of withholding a tie, by what it is worth to who loses it: one worth n is as grave as n of one day.

    Parameters
    ----------
    severity : float, of the same on a tie of ordinary worth; negative where it is given back
    worth : float, >= 0; 1 is ordinary, 0 nothing
    exponent : float, >= 1, by which measures of one day add, see :mod:`sim.rules.package`

    Returns
    -------
    float, severity; 0 for a tie that is worth nothing
    """
    return severity * worth ** (1.0 / exponent) if worth > 0.0 else 0.0


@rule
def rung_of(kind, share):
    """Diplomatic rung of a move: an expulsion of a quarter or more stands with the ceiling cuts.

    Parameters
    ----------
    kind : int, row of the table
    share : float in [0, 1], of the accredited staff

    Returns
    -------
    int, 0 to 10
    """
    if kind == EXPEL and share >= QUARTER:
        return RUNG[CUT_CEILING]
    return RUNG[kind]


@rule
def head_decides(kind, share):
    """Whether the head of government decides such a move together with the ministry."""
    return HEAD[kind] == ALWAYS or (HEAD[kind] == LARGE_SHARE and share >= QUARTER)


@rule
def withholds_tie(kind):
    """Whether a kind of move withholds a tie."""
    return WITHHOLDS[kind] > 0.0


@rule
def is_hostile_kind(kind):
    """Whether a kind of move counts as hostile on the diplomatic ladder."""
    return IS_HOSTILE[kind]


@rule
def is_measure(kind):
    """Whether a kind of move is hostile and more than words."""
    return is_hostile_kind(kind) and FAMILY[kind] != VERBAL
