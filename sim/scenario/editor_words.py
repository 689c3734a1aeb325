"""What an editor says of the keys and values of a scenario file that their sections leave to their names."""

from sim.rules.habits import HABITS
from sim.rules.moves import KINDS, TIE_KINDS, TRADE, Kind
from sim.rules.policies import PRESETS

from .tie_names import acted_on

KEYS = {
    "about": "what the scenario is about",
    "alliances": "alliances by id",
    "author": "whom the victim holds responsible",
    "balance": "what each party received, less what it sent, in an exchange that runs at the start",
    "between": "ids of the two parties",
    "channel": "id of the post, institution or tie that the move is made on",
    "channels": "posts and joint institutions by id: embassies, missions, consulates, offices, councils, cooperations",
    "city": "where the post is",
    "confidence": "how sure it is",
    "count": "people or posts",
    "date": "day, as 2021-10-06",
    "effective": "day from which it holds",
    "end": "last day that is played, as 2021-12-31",
    "from": "id of the party that makes the move",
    "host": "id of the party in whose country the post is",
    "incidents_per_day": "chance of a first expulsion by a party each day; by parameters if absent",
    "kind": "what it is",
    "level": "at which relations are kept at the start",
    "members": "ids of its member states",
    "ministry": "who decided",
    "move": "kind of move; `detente moves` lists them",
    "name": "how texts call it",
    "note": "for readers; no rule reads it",
    "observed": "documented moves by id, which are not played: every run says which of them came",
    "parameters": "numbers of the model that everybody shares; a number of policies given here is the default of all",
    "plots": "what the figures show if nothing else is asked for",
    "policies": "policies by id: a preset, and what is changed in it",
    "policy": "id under policies, or the name of a preset",
    "relations": "pairs of parties that deal with each other, by id; a channel makes one, too",
    "role": "what the ministry is for",
    "schema": "version of the format",
    "sender": "id of the party whose post it is",
    "severity": "how grave it is: 2 a criticism, 4 to 6.5 people sent home, 7 relations severed",
    "silence_first": "chance that a party does not answer a first act of the other; by its policy if absent",
    "silence_reply": "chance that a party does not answer an answer of the other; by its policy if absent",
    "source": "where it is documented",
    "sources": "sources by id, for readers",
    "start": "first day, as 2021-10-01",
    "states": "states by id",
    "talks_per_day": "chance that a party offers talks each day; by parameters if absent",
    "title": "a line that says what it is about",
    "to": "id of the party that the move is made towards",
    "triggers": "harms without a move, by id, such as a poisoning: the victim answers",
    "victim": "id of the state that is harmed",
    "weight": "how much it counts; by its kind if absent",
}
KEY_OF_SCENARIO = {"name": "id of the scenario: small letters, digits and '_'; results have it in their names"}

THEM = "the other side"


def _made_on(kind: Kind) -> str:
    """What a kind of move is made on, as within a sentence."""
    if kind.name == "restore_tie":
        return "what it withholds of a tie"
    return acted_on(TIE_KINDS[kind.on[0] - TRADE], kind.name, THEM) if kind.on and kind.on[0] >= TRADE else "post"


VALUES: dict[str, dict[str, str]] = {  # by the key whose values they are
    "move": {
        kind.name: f"{kind.says.format(them=THEM, post=_made_on(kind), n='so many')}; severity {kind.severity:g}"
        for kind in KINDS
    },
    "preset": {name: preset.says for name, preset in PRESETS.items()},
    "habits": {name: habits.says for name, habits in HABITS.items()},
    "kind": {
        "embassy": "of one state in another; has a sender and a host",
        "mission": "of a state at an alliance, or of an alliance in a capital",
        "liaison_mission": "a mission of military liaison",
        "consulate": "serves citizens and visas; only the host can close it",
        "office": "information, trade or culture",
        "council": "meets; is worth less the longer it is kept from meeting",
        "cooperation": "a joint programme; either side can suspend it",
        "trade": "goods and services, either way",
        "energy": "gas, oil and power",
        "investment": "investment and finance",
        "persons": "assets and travel of named persons, which sanctions hit",
        "aid": "development aid, mostly controlled by one side",
        "arms": "arms and military supplies",
        "visas": "visas, and travel of citizens",
        "consular_service": "what consulates do for citizens",
        "residents": "citizens who live and work in the other country",
        "border": "a common border",
        "flights": "air traffic and airspace",
        "students": "students and scholarships",
        "culture": "culture and science",
        "media": "broadcasters and journalists",
        "sport": "matches and games",
        "election": "an election; says itself what it changes",
        "inauguration": "a new government begins",
        "anniversary": "a day that reminds of something",
        "deadline": "a day by which something was demanded",
        "summit": "the two meet",
        "deal": "the two agree, and give back what it lists",
        "other": "any other day",
    },
    "owns": {
        "verbal": "words: criticism, notes, ultimatums",
        "channel": "access, recalls, the level of relations, cooperation",
        "personnel": "people and posts",
        "institution": "closing and suspending posts",
        "posture": "military moves",
        "conciliatory": "talks, contact, and what gives back",
        "economic": "trade, energy, investment, persons under sanctions, aid, arms",
        "travel": "visas, consular service, residents, the border",
        "transport": "flights and airspace",
        "society": "students, culture, media, sport",
    },
    "joins_over": {
        "ties": "an act that withholds a tie",
        "words": "an act in words",
    },
    "restores": {
        "ambassadors": "ambassadors return",
        "posts": "people and posts are given back",
        "access": "restrictions on posts are lifted",
        "missions": "embassies and missions reopen",
        "consulates": "consulates and offices reopen",
        "institutions": "councils and cooperations resume",
        "ties": "what was withheld of ties is given back",
    },
    "status": {
        "open": "it works",
        "suspended": "its sender has suspended it; of joint institutions suspended_by says who",
        "closed": "it is closed",
        "planned": "not yet founded; needs building: true",
    },
    "decides_by": {
        "delegated": "its secretariat alone decides",
        "majority": "more than half of its members agree",
        "two_thirds": "two thirds of its members agree",
        "unanimity": "every member agrees",
        "silence": "no member objects",
    },
    "level": {
        "full": "ambassadors on both sides",
        "charge": "a chargé d'affaires instead of an ambassador",
        "suspended": "relations are suspended",
        "severed": "relations are broken; no mission is open",
    },
    "confidence": {
        "high": "several sources agree",
        "medium": "one source",
        "low": "doubtful",
        "assumed": "nobody documents it",
    },
    "form": {"mirror": "in kind", "parity": "by a cut of the larger staff to the size of its own"},
    "initiates": {
        "nothing": "it only answers, but for incidents and offers of talks",
        "salami": "one small hostile step after another",
        "grit": "one-sided concessions of rising size",
    },
    "silences": {
        "weighed": "by the kind of act and all that the weights of silence name",
        "by_kind": "by the kind of act alone",
        "never": "whatever is owed is answered",
    },
    "realisation": {"legal": "lawful packages of moves", "exact": "abstract measures of exactly the severity asked"},
    "role": {
        "head": "the head of government or council: decides on grave moves",
        "foreign": "the foreign ministry or secretariat: answers as a rule",
        "defence": "decides on posture",
        "other": "any other",
    },
}
VALUES["never"] = VALUES["move"]
