"""Names that a reader sees: of parties, channels, relations and moves."""

import math
import re
import textwrap
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from sim.design.variation import typed
from sim.results.measures import END_SHARES, FIRST_BREAK, Measure, breaking_party, event_of, measure_of
from sim.rules.moves import HOST, KINDS, TIE_KINDS, TRADE, rung_of
from sim.scenario.hands import Decider, decider_of
from sim.scenario.tie_names import acted_on, is_on_people, title_of

KIND_OF = {kind.name: kind for kind in KINDS}
OF_ALL = {"theatre": "the whole network", "run": "anywhere", "own": "own measures"}  # names of sums over all relations
ON_AVERAGE = " on average"  # after the end of several relations together, which is that of their mean
WORDS_OF_TIES = {"worth": "worth of {tie} to {party}", "withheld": "share of {tie} that {party} withholds"}
NOUNS = {  # of keys that are verbs, or say too little
    "answer_another_tie": "weight of an answer in another tie",
    "answer_people": "weight of an answer to a tie by people sent home",
    "answer_recall": "weight of an answer to a tie by a recall",
    "answer_same_tie": "weight of an answer in the same tie",
    "breaks": "having a breaking point",
    "c": "severity added to each answer (c)",
    "decides_by": "decision rule",
    "half_life_days": "half-life",
    "holds_for_another": "holding for another act",
    "hold_until": "day to hold until",
    "how_much": "rule for how much",
    "initiates": "initiative",
    "k": "strength of answers (k)",
    "move": "kind",
    "preset": "kind",
    "silence_closure": "silence after a post is closed",
    "silence_first": "silence after a first act",
    "silence_forum": "silence after a council or cooperation is suspended",
    "silence_level": "silence after relations are reduced or severed",
    "silence_measure": "silence after a measure",
    "press_on": "pressing on after an own act that was not answered",
    "silence_persons": "silence after sanctions on named persons",
    "silence_recall": "silence after a recall or a denunciation",
    "silence_reply": "silence after an answer",
    "silence_tie": "silence after a tie is withheld",
    "silences": "rule for silence",
}

# verbs of moves, as after "had"
DONE = {
    "adopts": "adopted",
    "abolishes": "abolished",
    "asks": "asked",
    "bans": "banned",
    "bars": "barred",
    "boycotts": "boycotted",
    "mediates": "mediated",
    "looks": "looked",
    "cancels": "cancelled",
    "closes": "closed",
    "criticises": "criticised",
    "cuts": "cut",
    "denounces": "denounced",
    "deploys": "deployed",
    "deports": "deported",
    "exercises": "exercised",
    "expels": "expelled",
    "founds": "founded",
    "freezes": "frozen",
    "gives": "given",
    "hands": "handed",
    "invites": "invited",
    "keeps": "kept",
    "lifts": "lifted",
    "meets": "met",
    "mobilises": "mobilised",
    "offers": "offered",
    "orders": "ordered",
    "recalls": "recalled",
    "reduces": "reduced",
    "refuses": "refused",
    "reopens": "reopened",
    "restores": "restored",
    "restricts": "restricted",
    "sanctions": "sanctioned",
    "sends": "sent",
    "severs": "severed",
    "signs": "signed",
    "stops": "stopped",
    "suspends": "suspended",
    "takes": "taken",
    "withdraws": "withdrawn",
}


class Labels:
    """Readable names for everything that results are about; every table, sentence and figure takes them here.

    Parameters
    ----------
    scenario : mapping, a scenario as JSON (``manifest["scenario"]``)
    longest : characters of the name of a party or channel, longer ones are cut; whole if absent
    """

    def __init__(self, scenario: Mapping[str, Any], longest: int | None = None) -> None:
        self._scenario = scenario
        parties = {**scenario.get("states", {}), **scenario.get("alliances", {})}
        self._longest = longest
        self._names = {name: self._name_of(name, entry) for name, entry in parties.items()}
        ties = scenario.get("ties", {})
        self._kinds = {id_: tie["kind"] for id_, tie in ties.items()}
        self._unnamed = {id_: tie["kind"] for id_, tie in ties.items() if not tie.get("name")}
        self._ties = {id_: {"name": tie.get("name") or title_of(tie, self._names)} for id_, tie in ties.items()}
        self._channels = scenario.get("channels", {})  # thousands in a large world: named when they are asked for

    def _name_of(self, id_: str, entry: Mapping[str, Any]) -> str:
        name = str(entry.get("name") or spaced(id_))
        return name if self._longest is None else shortened(name, self._longest)

    def party(self, name: str) -> str:
        """Name of a party or bloc."""
        return self._names.get(name, spaced(name))

    def channel(self, name: str) -> str:
        """Name of a channel or a tie; a tie without one is called by its kind and its parties."""
        entry = self._ties.get(name) or self._channels.get(name)
        return spaced(name) if entry is None else self._name_of(name, entry)

    def harm(self, name: str) -> str:
        """Name of a harm; of one without a name its id in words, as a proper name."""
        return str(self._scenario.get("triggers", {}).get(name, {}).get("name") or harm_name(name))

    def pair(self, a: str, b: str) -> str:
        """Name of a relation, by its two parties: "NATO–Russia"."""
        return "–".join(self.party(party).removeprefix("the ") for party in (a, b))

    def followed(self, name: str) -> str:
        """Name of what results follow: a relation, a pair of blocs, all parties together, or the run as a whole.

        Parameters
        ----------
        name : as in the column ``name`` of results: id of a relation, "a–b", "theatre" or "run"
        """
        if name in self.relations:
            return self.pair(*self.relations[name])
        a, _, b = name.partition("–")
        return f"{self.pair(a, b)} (blocs)" if b else OF_ALL.get(name, spaced(name))

    @property
    def drawn(self) -> list[str]:
        """Ids of the relations that the scenario chooses for figures and accounts."""
        return [*self._scenario.get("plots", {}).get("dyads", ())]

    @cached_property
    def relations(self) -> dict[str, tuple[str, str]]:
        """Ids of the two parties, sorted, of each relation, also of those that only a channel or a tie makes.

        A relation that the file gives has the id of the file, whatever channels and ties its parties share.
        """
        places = [*self._scenario.get("channels", {}).values(), *self._scenario.get("ties", {}).values()]
        joined = [entry.get("between") or (entry.get("sender"), entry.get("host")) for entry in places]
        relations = self._scenario.get("relations", {})
        given = {(min(entry["between"]), max(entry["between"])): name for name, entry in relations.items()}
        pairs = [*((min(pair), max(pair)) for pair in joined if all(pair)), *given]
        return {given.get(pair) or "_".join(pair): pair for pair in pairs}

    def measure(self, name: str, of: str = "") -> str:
        """What an event or a measure is called: as a clause without its subject, or as a noun.

        Parameters
        ----------
        name : as in the columns ``event`` and ``measure`` of results, or the name of a column
        of : id of the relation it is of, by which a measure of one side names that side; name of several relations
            together, whose end is that of their mean
        """
        if party := breaking_party(name):
            return f"{self.party(party)} {FIRST_BREAK.says}"
        column = name.replace(" ", "_")
        event = event_of(column)
        if event:
            is_of_mean = column in END_SHARES and bool(of) and of not in self.relations
            return f"{event.says}{ON_AVERAGE}" if is_of_mean else event.says
        measure = measure_of(column)
        is_of_side = measure.of_side is not None and of in self.relations
        return self.lost_by(measure, of) if is_of_side else measure.words

    def lost_by(self, measure: Measure, relation: str) -> str:
        """What a measure of one side of a relation is called, by the name of that side."""
        side = self.party(self.relations[relation][measure.of_side or 0])
        return re.sub("the (first|second) party", lambda _: side, measure.words)

    def path(self, path: str) -> str:
        """What is set by a path, as for ``--set``: "half-life of the policy of Arden".

        Examples
        --------
        >>> Labels({}).path("policies.stern.half_life_days")
        'half-life of the policy stern'
        """
        section, *parts = path.split(".")
        if not parts or section == "parameters":
            return noun_of(parts[-1] if parts else section)
        owner, *keys = parts
        if not keys and section in ("timeline", "calendar", "channels", "ties", "states", "alliances", "relations"):
            return self.entry(section, owner)
        if section == "relations" and len(keys) == 2:  # of one party towards the other
            return f"{_noun_with(keys[0], self.party(keys[1]))} ({self.entry(section, owner)})"
        if section == "ties" and len(keys) == 2:
            return f"{WORDS_OF_TIES[keys[0]].format(tie=self.channel(owner), party=self.party(keys[1]))}"
        *between, key = keys or [section]
        inside = "".join(f"{spaced(part)}, " for part in between if part not in ("ministries", "organs"))
        return _noun_with(key, f"{inside}{self.entry(section, owner)}")

    def entry(self, section: str, name: str) -> str:
        """Name of an entry of a section of the scenario: "the policy of Arden"."""
        if section == "policies":
            return self._policy(name)
        if section in ("states", "alliances"):
            return self.party(name)
        if section in ("channels", "ties"):
            return self.channel(name)
        if section == "relations":
            return self.followed(name)
        if section == "calendar":
            return str(self._scenario.get("calendar", {}).get(name, {}).get("title") or spaced(name))
        return self._scripted(name) if section == "timeline" else spaced(name)

    def _scripted(self, name: str) -> str:
        """Name of a move of the timeline; of one that a seat put there what it is and when it is made."""
        move = self._scenario.get("timeline", {}).get(name)
        if not move or decider_of(name, move.get("from", "")) is Decider.SCENARIO:
            return f"the move {spaced(name)}"
        deed = self.deed(move["move"], move["to"], move.get("channel") or "", move.get("count") or 0)
        return f"the move by hand of {day_text(move['date'])} ({self.party(move['from'])} {deed})"

    def _policy(self, name: str) -> str:
        """Name of a policy: that of the one or two parties that follow it, else its own."""
        parties = {**self._scenario.get("states", {}), **self._scenario.get("alliances", {})}
        followers = [self.party(party) for party, entry in parties.items() if entry.get("policy") == name]
        return f"the policy of {' and '.join(followers)}" if 0 < len(followers) < 3 else f"the policy {spaced(name)}"

    def _hit(self, kind: str, target: str, channel: str) -> str:
        """What a move is made on, as after its verb."""
        tie = self._unnamed.get(channel) or _tie_of(kind, channel)
        if tie:
            return acted_on(tie, kind, self.party(target))
        return self.channel(channel) if channel else self._posts(kind, target)

    def _posts(self, kind: str, target: str) -> str:
        """What is hit by a move of which no channel is known: posts of its target, or the own one there."""
        is_own = KIND_OF[kind].by != HOST
        return f"post in {self.party(target)}" if is_own else f"posts of {self.party(target)}"

    @staticmethod
    def count(n: int, one: str) -> str:
        """So many of something: "1 history", "2,000 histories"."""
        many = one.removesuffix("ry") + "ries" if one.endswith("ry") else f"{one}s"
        return f"{n:,} {one if n == 1 else many}"

    def deed(self, kind: str, target: str, channel: str, count: int | str) -> str:
        """What a move does, as a verb phrase: "cuts the ceiling of the mission by 10"."""
        if is_on_people(kind) and channel in self._kinds.keys() - self._unnamed.keys():
            people = acted_on(self._kinds[channel], kind, self.party(target))
            return f"{KIND_OF[kind].says.format(post=people)} ({self.channel(channel)})"
        post = self._hit(kind, target, channel)
        if kind == "found_institution" and channel:
            return f"founds the {post}"
        phrase = KIND_OF[kind].says
        if _DETERMINED.match(post):
            phrase = phrase.replace("the {post}", "{post}")
        if count == 1:
            phrase = phrase.replace("{n} posts", "{n} post").replace("{n} vacant posts", "{n} vacant post")
        return phrase.format(them=self.party(target), post=post, n=count or "some")


# names that take no article, or have one: "Varland's embassy", "the Union's mission", "the mission of Varland"
_DETERMINED = re.compile(r"[Tt]he |(?:[^\W\d_a-z][\w-]* )*[^\W\d_a-z][\w-]*(?:['’]s|s['’]) ")


def with_the(post: str) -> str:
    """Name of a post within a sentence.

    Examples
    --------
    >>> with_the("mission of the Union"), with_the("Varland's embassy in Ostmark"), with_the("the Union's mission")
    ('the mission of the Union', "Varland's embassy in Ostmark", "the Union's mission")
    """
    return post if _DETERMINED.match(post) else f"the {post}"


def done_words(deed: str) -> str:
    """A deed in the past: "cut the ceiling of the mission by 10", as after "had"."""
    verb, _, rest = deed.partition(" ")
    return f"{DONE[verb]} {rest}"


def _tie_of(kind: str, channel: str) -> str:
    """Kind of tie that a kind of move is made on where no tie is named; empty for any other move."""
    on = KIND_OF[kind].on
    if channel or not on or on[0] < TRADE:
        return ""
    return TIE_KINDS[on[0] - TRADE]


def shortened(text: str, width: int) -> str:
    """Cut a text to so many characters, and show that it was cut."""
    return "".join(textwrap.wrap(text, width, max_lines=1, placeholder=" …", break_on_hyphens=False))


def noun_of(key: str) -> str:
    """What a key of a scenario is called within a sentence."""
    return NOUNS.get(key, spaced(key.removesuffix("_days")))


def _noun_with(key: str, whose: str) -> str:
    """Noun of a key and whose it is: "silence of Arden after a first act" is not about an act of Arden."""
    noun, after, what = noun_of(key).partition(" after ")
    return f"{noun} of {whose}{after}{what}"


def capital(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]


def spaced(name: str) -> str:
    """Turn an id into words."""
    return name.replace("_", " ")


def value_text(value: Any) -> str:
    """Value of a path as it is read: a number with as many digits as count, a name in words.

    Examples
    --------
    >>> value_text(0.30000000000000004), value_text(-2), value_text("tit_for_tat"), value_text(True)
    ('0.3', '−2', 'tit for tat', 'true')
    """
    plain = value.item() if hasattr(value, "item") else value
    if isinstance(plain, bool | str) or plain is None:
        return spaced(typed(plain))
    if not math.isfinite(plain):
        return "–"
    text = f"{plain:,.0f}" if isinstance(plain, int) or abs(plain) >= 1000 else f"{plain:.3g}"
    return text.replace("-", "−")


def percent(share: float, digits: int | None = None) -> str:
    """Write a share as a percentage, with so many decimals where they are given.

    Else it is whole, or has one decimal near the ends; only none is 0 %, and only all 100 %.
    """
    value = 100.0 * share
    if digits is not None:
        return f"{value:.{digits}f} %"
    if 0 < value < 0.05 or 99.95 < value < 100:
        return "<0.1 %" if value < 1 else ">99.9 %"
    return f"{value:.1f} %".replace(".0 %", " %") if 0 < value < 1 or 99 < value < 100 else f"{value:.0f} %"


def rung_text(rung: int, posture_rung: int) -> str:
    """Rung of a move: on the ladder of diplomacy, or of military posture with an m.

    Examples
    --------
    >>> rung_text(4, 0), rung_text(0, 2)
    ('4', 'm2')
    """
    return f"m{posture_rung}" if posture_rung else str(rung)


def rung_words(number: int) -> str:
    """Rung of a kind of move, by its row of the table; of posture after "m", and both where the share of staff decides.

    Examples
    --------
    >>> [rung_words([kind.name for kind in KINDS].index(name)) for name in ("expel", "cut_ceiling")]
    ['4 or 5, by share', '5']
    """
    if KINDS[number].posture_rung:
        return f"m{KINDS[number].posture_rung}"
    rungs = dict.fromkeys(str(rung_of(number, share)) for share in (0.0, 1.0))
    return " or ".join(rungs) + (", by share" if len(rungs) > 1 else "")


def harm_name(name: str) -> str:
    """Name of a harm: its id in words, as a proper name."""
    return capital(spaced(name))


def day_text(day: Any, is_short: bool = False) -> str:
    """Write a date as a reader expects it: 6 October 2021, or 6 Oct 2021."""
    day = date.fromisoformat(str(day)[:10])
    month = MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if is_short else month} {day.year}"


MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)  # month names of our own, so that the user's locale changes no output
