"""Words of the documented record: what each move is, and which moves are measures that one may answer."""

PEOPLE = "people sent home"
SEVERED = "relations severed or downgraded"
CLOSED = "posts closed"
COOPERATION = "cooperation suspended"
OTHER = "other measures"
OWN = "own people or posts withdrawn"
WORDS = "words"
REPAIR = "repair"
POSTURE = "posture"
SILENCE = "silence"

# of measures, from that which names a package to that which does so only alone
GROUPS = (PEOPLE, SEVERED, CLOSED, COOPERATION, OTHER, OWN)

_MOVES_OF = {
    PEOPLE: "expel cut_ceiling refuse_accreditation refuse_return ban_local_staff expel_troops",
    SEVERED: "sever_relations downgrade_relations",
    CLOSED: "close_consulate close_office close_liaison_mission close_mission close_embassy",
    COOPERATION: "suspend_cooperation suspend_council",
    OTHER: """
        restrict_travel restrict_consular_services visa_ban visa_suspension visa_requirement visa_restriction
        flight_suspension flight_restriction refuse_landing airspace_closure border_closure trade_ban import_ban
        export_ban tariff trade_preference_suspension asset_freeze aid_suspension labour_ban exit_ban travel_ban
        travel_warning media_ban license_suspension deport_nationals detention withdraw_team
    """,
    OWN: "recall_for_consultations recall_staff recall_all_staff suspend_mission",
    WORDS: "statement protest_note refuse_talks cancel_meeting trade_complaint",
    REPAIR: """
        return_ambassador restore_relations restore_posts reopen_mission accept_talks offer_talks revoke_expulsion
        resume_visas lift_flight_suspension lift_flight_restriction lift_trade_ban lift_export_ban lift_exit_ban
        lift_labour_ban lift_tariff
    """,
    POSTURE: "posture",
    SILENCE: "no_response",
}
# Kinds of the model for which the record has another word, or none: in tables made of event files and of runs
OF_MODEL = {
    PEOPLE: "expel_ambassador",
    OTHER: """
        restrict_access measure restrict_trade suspend_trade ban_trade cut_energy freeze_investment sanction_sector
        freeze_assets suspend_aid stop_arms ban_travel restrict_visas suspend_visas stop_consular_service close_border
        restrict_flights suspend_flights close_airspace recall_students suspend_exchanges close_media boycott_sport
    """,
    OWN: "recall_ambassador",
    WORDS: "criticise refuse_recognition ultimatum denounce complain_to_court",
    REPAIR: """
        contact offer_contact represent ask_recognition offer_mediation mediate meet lift_restrictions reopen
        restore_tie found_institution
    """,
    POSTURE: "adopt_doctrine exercise deploy mobilise withdraw_forces",
}
GROUP_OF_MOVE = {
    move: group for table in (_MOVES_OF, OF_MODEL) for group, moves in table.items() for move in moves.split()
}

INITIAL, SOLIDARITY, REPLY, COUNTER, NO_RESPONSE = "initial", "solidarity", "reply", "counter", "no_response"
ROLES = {
    INITIAL: "begins: it answers no move, but perhaps a harm (a trigger)",
    SOLIDARITY: "joins in for the sake of another party",
    REPLY: "answers a move",
    COUNTER: "answers an answer",
    NO_RESPONSE: "could have moved and did not",
    "recovery": "undoes something",
    "execution": "carries out what another row decided; nothing new",
    "background": "came before the crisis, or is needed to understand it",
    "talks": "offers, accepts or refuses talks",
    "posture": "military, or a change that nobody was meant to answer",
    "statement": "words that answer nothing",
}
FIRST_ROLES, ANSWER_ROLES = (INITIAL, SOLIDARITY), (REPLY, COUNTER)

IN_STAFF, NOTHING_LEFT = "in_staff", "nothing_left"  # of silences: only in people sent home; nothing to answer with
ACT, ONLY_PEOPLE = "act", "people"  # what is not counted of a row: all, or only its people
LEVELS = ("alliance", "state", "ministry", "head")
CONFIDENCES = ("high", "medium", "low")
