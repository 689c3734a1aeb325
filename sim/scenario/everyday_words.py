"""Words that authors use for kinds of tie, channel and move, and the names that these have here."""

from collections.abc import Collection

# of the names of a word the first one counts that is possible where it stands
_MEANT = {
    ("electricity", "power", "gas", "oil", "fuel", "pipeline", "coal"): ("energy", "cut_energy"),
    ("goods", "imports", "exports", "market", "tariff", "tariffs", "customs", "quota"): ("trade", "restrict_trade"),
    ("embargo",): ("ban_trade", "trade"),
    ("loans", "credit", "banks", "capital", "finance"): ("investment", "freeze_investment"),
    ("travel", "tourism", "tourists"): ("visas", "restrict_visas"),
    ("weapons", "munitions"): ("arms", "stop_arms"),
    ("universities", "scholarships", "schools"): ("students", "recall_students"),
    ("museum", "museums", "art", "science", "exchanges"): ("culture", "suspend_exchanges"),
    ("press", "newspapers", "television", "journalists"): ("media", "close_media"),
    ("sports", "games", "olympics"): ("sport", "boycott_sport"),
    ("airspace", "airlines", "overflight"): ("flights", "close_airspace"),
    ("migrants", "workers", "nationals"): ("residents", "deport_nationals"),
    ("commission", "committee", "forum"): ("council",),
    ("treaty", "agreement", "programme"): ("cooperation", "suspend_cooperation"),
    ("delegation", "representation"): ("mission",),
    ("resolution", "condemn", "condemnation", "denunciation"): ("denounce",),
    ("speech", "statement", "criticism", "complaint"): ("criticise",),
    ("summon", "summons", "note", "protest"): ("protest_note",),
    ("threat", "threaten", "deadline"): ("ultimatum",),
    ("expulsion", "expulsions", "persona_non_grata"): ("expel",),
    ("recall", "withdraw_ambassador", "call_home"): ("recall_ambassador",),
    ("downgrade", "charge_d_affaires"): ("downgrade_relations",),
    ("break", "break_off", "rupture", "sever", "cut_relations", "break_relations"): ("sever_relations",),
    ("court", "lawsuit", "sue"): ("complain_to_court",),
    ("talks", "negotiate", "dialogue"): ("offer_talks",),
    ("meeting", "summit"): ("meet",),
    ("mediation", "good_offices"): ("offer_mediation", "mediate"),
    ("troops", "army"): ("deploy", "withdraw_forces"),
    ("manoeuvre", "maneuver", "drill"): ("exercise",),
}
_NAMES = {word: names for words, names in _MEANT.items() for word in words}


def meant_by(word: str, names: Collection[str]) -> str:
    """Name that an everyday word stands for, of those possible; an empty text where it stands for none.

    Examples
    --------
    >>> meant_by("Electricity", ["trade", "energy"]), meant_by("electricity", ["expel", "cut_energy"])
    ('energy', 'cut_energy')
    """
    plain = "_".join(word.lower().replace("-", " ").replace("_", " ").split())
    return next((name for name in _NAMES.get(plain, ()) if name in names), "")
