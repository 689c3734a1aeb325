"""What the model makes of each word of the record: a kind of move, on a tie or not, or nothing."""

from sim.rules.moves import CHANNEL_KINDS, KINDS, TIE_KINDS

from .words import GROUP_OF_MOVE, OF_MODEL

MEASURE = "measure"

# How grave a measure is that hits neither a post nor a tie, beside a protest note (3), a recalled ambassador (4), an
# expulsion (4 to 6.5), a closed consulate (5.5) and severed relations (7).  Chosen by analogy: no source ranks them.
SEVERITY_OF_MEASURE = {
    "travel_warning": 3.0,
    "travel_ban": 4.0,
    "license_suspension": 4.0,
    "measure": 4.0,  # of which no more is known
    "labour_ban": 4.0,
    "exit_ban": 5.0,
    "detention": 5.0,
    "expel_troops": 6.0,
}

_SAME = """
    expel cut_ceiling refuse_accreditation ban_local_staff sever_relations downgrade_relations close_consulate
    close_office close_liaison_mission close_mission suspend_cooperation suspend_council suspend_mission protest_note
    refuse_talks cancel_meeting return_ambassador restore_posts offer_talks deport_nationals
"""
_OF_MODEL = " ".join(OF_MODEL.values()).split()
_OTHER = {
    "refuse_return": "refuse_accreditation",  # an absent envoy loses the post to which he does not come back
    "restrict_travel": "restrict_access",
    "recall_for_consultations": "recall_ambassador",
    "recall_staff": "recall_ambassador",
    "recall_all_staff": "suspend_mission",
    "close_embassy": "close_mission",
    "statement": "criticise",
    "trade_complaint": "complain_to_court",
    "accept_talks": "meet",
    "restore_relations": "reopen",
    "reopen_mission": "reopen",
    "revoke_expulsion": "restore_posts",
    "visa_ban": "ban_travel",
    "visa_requirement": "restrict_visas",
    "visa_restriction": "restrict_visas",
    "visa_suspension": "suspend_visas",
    "restrict_consular_services": "stop_consular_service",
    "refuse_landing": "restrict_flights",
    "flight_restriction": "restrict_flights",
    "flight_suspension": "suspend_flights",
    "airspace_closure": "close_airspace",
    "border_closure": "close_border",
    "trade_preference_suspension": "restrict_trade",
    "tariff": "restrict_trade",
    "import_ban": "restrict_trade",
    "export_ban": "restrict_trade",
    "trade_ban": "ban_trade",
    "asset_freeze": "freeze_assets",
    "aid_suspension": "suspend_aid",
    "media_ban": "close_media",
    "withdraw_team": "boycott_sport",
    "resume_visas": "restore_tie",
    "lift_flight_suspension": "restore_tie",
    "lift_flight_restriction": "restore_tie",
    "lift_trade_ban": "restore_tie",
    "lift_export_ban": "restore_tie",
    "lift_tariff": "restore_tie",
}

# Word of the record: kind of move of the model.  None has no kind there: posture (the record does not say which),
# silence, a measure without a tie that is lifted (the model does not know that it is in force).
KIND_OF_MOVE: dict[str, str | None] = {
    word: word if word in (*_SAME.split(), *_OF_MODEL) else MEASURE if word in SEVERITY_OF_MEASURE else _OTHER.get(word)
    for word in GROUP_OF_MOVE
}

# Kind of move that withholds a tie: kind of tie that it is made on, the first of several.
TIE_OF_KIND = {kind.name: TIE_KINDS[kind.on[0] - len(CHANNEL_KINDS)] for kind in KINDS if kind.withholds}
# Word that gives a tie back: the kinds of tie that it is about.
RESTORED_BY = {
    "resume_visas": ("visas",),
    "lift_flight_suspension": ("flights",),
    "lift_flight_restriction": ("flights",),
    "lift_trade_ban": ("trade",),
    "lift_export_ban": ("trade",),
    "lift_tariff": ("trade",),
    "restore_tie": TIE_KINDS,
}
