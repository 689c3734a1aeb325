"""What the model makes of each word of the record: a kind of move, a severity, or nothing."""

from .words import GROUP_OF_MOVE, OF_MODEL

MEASURE = "measure"

# How grave a measure is that hits no post, beside a protest note (3), a recalled ambassador (4), an expulsion (4 to
# 6.5), a closed consulate (5.5) and severed relations (7).  Chosen by analogy: no source ranks them.
SEVERITY_OF_MEASURE = {
    "withdraw_team": 3.0,
    "travel_warning": 3.0,
    "visa_ban": 3.5,
    "visa_restriction": 3.5,
    "refuse_landing": 3.5,
    "restrict_consular_services": 3.5,
    "visa_requirement": 4.0,
    "travel_ban": 4.0,
    "flight_restriction": 4.0,
    "license_suspension": 4.0,
    "measure": 4.0,  # of which no more is known
    "media_ban": 4.0,
    "labour_ban": 4.0,
    "visa_suspension": 4.5,
    "flight_suspension": 4.5,
    "trade_preference_suspension": 4.5,
    "asset_freeze": 4.5,
    "import_ban": 5.0,
    "export_ban": 5.0,
    "tariff": 5.0,
    "aid_suspension": 5.0,
    "airspace_closure": 5.0,
    "deport_nationals": 5.0,
    "exit_ban": 5.0,
    "detention": 5.0,
    "border_closure": 5.5,
    "trade_ban": 6.0,
    "expel_troops": 6.0,
}

_SAME = """
    expel cut_ceiling refuse_accreditation ban_local_staff sever_relations downgrade_relations close_consulate
    close_office close_liaison_mission close_mission suspend_cooperation suspend_council suspend_mission protest_note
    refuse_talks cancel_meeting return_ambassador restore_posts offer_talks
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
    "trade_complaint": "protest_note",
    "accept_talks": "meet",
    "restore_relations": "reopen",
    "reopen_mission": "reopen",
    "revoke_expulsion": "restore_posts",
}

# Word of the record: kind of move of the model.  None has no kind there: a measure beyond staff that is lifted (the
# model does not know that it is in force), posture (the record does not say which), silence.
KIND_OF_MOVE: dict[str, str | None] = {
    word: word if word in (*_SAME.split(), *_OF_MODEL) else MEASURE if word in SEVERITY_OF_MEASURE else _OTHER.get(word)
    for word in GROUP_OF_MOVE
}
