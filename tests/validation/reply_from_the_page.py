"""The reply to one act, programmed a second time: from docs/odd.md alone, in plain Python.

Nothing here is imported from the simulator, and numbers are those of the page.  Arden acts, and Belmora replies; each
keeps an embassy and a consulate in the other's country, and both share a commission and projects.  Numbers in brackets
are sections of the page.
"""

import math
from collections.abc import Iterable
from itertools import combinations
from random import Random
from typing import NamedTuple

from tests.validation.posts_of_the_page import (
    CHANNELS,
    COUNTED,
    Act,
    Move,
    counterpart,
    lacked,
    most,
    rung_of,
    severity_of,
    staff_hit,
    together,
)
from tests.validation.tables_of_the_page import HABITS, KINDS, NUMBERS, PRESETS

PROTEST = 3.0  # severity of a protest note
DAYS_TO_LEAVE = 7
SILENCES = {
    "recall_ambassador": "silence_recall",
    "close_consulate": "silence_closure",
    "downgrade_relations": "silence_level",
    "suspend_council": "silence_forum",
    "suspend_cooperation": "silence_forum",
    "measure": "silence_measure",
}
ONLY_IN_A_BREAK = ("suspend_mission", "close_mission", "sever_relations")
MOST_SUBSTITUTES = 3
DECLARED = ("downgrade_relations", "sever_relations")  # which changes nothing once the other side has done it


class Reply(NamedTuple):
    """What Belmora does about an act, on which day, and what it asked for."""

    verdict: str  # breaks, silence, answer or nothing
    day: int
    asked: float
    copy: tuple[Move, ...] = ()
    others: tuple[Move, ...] = ()  # substitutes and a further kind

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the moves that are no copy."""
        return tuple(sorted(move.kind for move in self.others))

    @property
    def severity(self) -> float:
        """Severity of the package; words have none."""
        return together([severity_of(move) for move in (*self.copy, *self.others) if move.kind != "protest_note"])


def kept(days: float, half_life: float) -> float:
    """Share that is left after some days of what fades by half in others."""
    return math.exp2(-days / half_life)


def with_odds_times(probability: float, factor: float) -> float:
    """Probability whose odds are a multiple; what is certain or ruled out remains so."""
    return probability * factor / (probability * factor + 1 - probability) if probability else 0.0


def rounded(value: float, chance: Random) -> int:
    """A whole number by chance, so that the mean is kept."""
    return math.floor(value + chance.random())


class Belmora:
    """A party with a policy; ``grievance`` is what it holds against Arden before the act, if it may break at all."""

    def __init__(
        self,
        preset: str,
        k: float = 1.0,
        habits: str = "world",
        silences: str = "weighed",
        grievance: float | None = None,
        **own: float,
    ) -> None:
        said = {**PRESETS[preset], **own}
        self.numbers = {**NUMBERS, **HABITS[habits], **said}
        if "silence_first" in said and "silence_measure" not in said:
            self.numbers["silence_measure"] = said["silence_first"]
        self.k, self.silences, self.grievance = k, silences, grievance

    def reply(self, act: Act, chance: Random) -> Reply:
        """What it does about an act that answers nothing."""
        if act.kind == "measure" and chance.random() < self.numbers["miss_probability"]:
            return Reply("nothing", 0, 0.0)
        noise = self.numbers["perception_noise"]
        perceived = act.severity * math.exp(noise * chance.gauss(0, 1) - noise**2 / 2)
        if perceived <= self.numbers["hostile_above"]:
            return Reply("nothing", 0, 0.0)
        day = self.delay(chance)
        faded = perceived * kept(day, self.numbers["half_life_days"])
        asked, is_owed = self.k * faded, faded > self.numbers["hostile_above"]
        is_reached = self.is_reached(act, perceived, day)
        if not is_owed and not is_reached:
            return Reply("nothing", day, asked)
        if chance.random() < self.silence(act):
            return Reply("silence", day, asked)
        return Reply("breaks", day, asked) if is_reached else self.answer(act, perceived, day, asked, chance)

    def delay(self, chance: Random) -> int:
        """Days from the act to the decision (7.5)."""
        which = "wait" if chance.random() < self.numbers["wait_probability"] else "delay"
        days = chance.lognormvariate(self.numbers[f"{which}_median_log"], self.numbers[f"{which}_sd_log"])
        return min(365, round(days))

    def silence(self, act: Act) -> float:
        """Probability that an act is not answered that would be answered (7.7)."""
        p = self.numbers[SILENCES.get(act.kind, "silence_first")]
        w = sum(self.numbers[f"silence_{name}"] * value for name, value in self.features(act).items())
        q = {"never": 0.0, "by_kind": p, "weighed": p / (p + (1 - p) * math.exp(w))}[self.silences]
        return 1 - (1 - q) * (1 - self.numbers["generosity"])

    @staticmethod
    def features(act: Act) -> dict[str, float]:
        """What silence is weighed by, of an act that has no cause, between two states, before which nothing was."""
        theirs = sum(channel.staff for channel in CHANNELS.values() if channel.sender == "arden")
        ours = sum(channel.staff for channel in CHANNELS.values() if channel.sender == "belmora") - act.dismissed
        return {
            "size": math.log(max(1, act.people)),
            "share": math.sqrt(act.share),
            "asymmetry": math.log(ours / theirs),
        }

    def is_reached(self, act: Act, perceived: float, day: int) -> bool:
        """Whether the breaking point is reached, over more than one to three people expelled (7.7)."""
        if self.grievance is None or (act.kind == "expel" and act.people <= 3):
            return False
        held = (self.grievance + perceived) * kept(day, self.numbers["half_life_days"])
        return held >= self.numbers["breaking_floor"] + self.numbers["breaking_hollowing"] * (1 - loss(act, day))

    def answer(self, act: Act, perceived: float, day: int, asked: float, chance: Random) -> Reply:
        """The package: a copy, substitutes for what it lacks, perhaps a further kind, or a note (7.9)."""
        copy, lacking = self.copy(act, perceived, chance)
        others = substitutes(act, copy, lacking) if lacking else ()
        if copy or others:
            others += self.further(act, (*copy, *others), chance)
        elif asked >= PROTEST:
            others = (Move("protest_note", ""),)
        return Reply("answer" if copy or others else "nothing", day, asked, copy, others)

    def copy(self, act: Act, perceived: float, chance: Random) -> tuple[tuple[Move, ...], float]:
        """The same kind of move in return, and the severity that it lacks."""
        if act.kind == "measure":
            return (Move("measure", ""),), 0.0
        channel = counterpart(act)
        allowed = most(act, act.kind, channel)
        scale, e = self.k * (self.ratio(act, chance) if act.kind in COUNTED else 1.0), NUMBERS["package_exponent"]
        wanted = rounded(scale * (act.number if act.kind in COUNTED else 1), chance)
        if not wanted:
            return (), 0.0
        if act.kind in DECLARED:
            return (Move(act.kind, ""),), 0.0
        if not allowed:
            return (), perceived * max(1.0, scale if act.kind in COUNTED else wanted) ** (1 / e)
        if act.kind not in COUNTED:
            return (Move(act.kind, channel),), perceived * (wanted - 1) ** (1 / e)
        made, whole = Move(act.kind, channel, min(wanted, allowed)), Move(act.kind, channel, wanted)
        return (made,), lacked(severity_of(whole), severity_of(made))

    def ratio(self, act: Act, chance: Random) -> float:
        """How many are sent home for one: mostly one."""
        n, p = act.people, self.numbers
        if n == 0 or chance.random() >= with_odds_times(p["inexact_one"], n ** p["inexact_size"]):
            return 1.0
        median = math.exp(p["number_median_log"]) * n ** (1 + p["number_size"])
        return max(1, math.floor(median * math.exp(chance.gauss(0, p["number_sd_log"])) + 0.5)) / n

    def chance_of_a_further_kind(self, act: Act) -> float:
        """Probability that an answer gains one, by the people whom the act sent home."""
        if not act.people:
            return self.numbers["surcharge_without_people"]
        return with_odds_times(self.numbers["surcharge_people"], act.people ** self.numbers["surcharge_size"])

    def further(self, act: Act, reply: tuple[Move, ...], chance: Random) -> tuple[Move, ...]:
        """A kind that the reply does not have, by chance, drawn by how often documented replies gained it."""
        if chance.random() >= self.chance_of_a_further_kind(act):
            return ()
        weights: dict[Move, int] = {}
        for kind in sorted(KINDS.keys() - {move.kind for move in reply}):
            weight = KINDS[kind].gained[int(not act.people)]
            places = free(act, kind, () if kind == "cut_ceiling" else reply)
            if weight and places:
                channel = max(places, key=lambda name: CHANNELS[name].staff if name else 0)
                weights[Move(kind, channel, added(act, kind, channel, reply))] = weight
        return tuple(chance.choices(list(weights), list(weights.values()))) if weights else ()


def added(act: Act, kind: str, channel: str, reply: tuple[Move, ...]) -> int:
    """Number of a further kind: one person, or of a ceiling as many posts as the reply expels people."""
    if kind == "cut_ceiling":
        expelled = sum(move.number for move in reply if move.kind == "expel")
        return max(1, min(expelled, most(act, kind, channel)))
    return int(kind in COUNTED)


def free(act: Act, kind: str, reply: Iterable[Move]) -> list[str]:
    """Channels, or none, on which a kind of move is lawful and that a reply leaves untouched."""
    used = {move.channel for move in reply if move.channel}
    return [channel for channel in ("", *CHANNELS) if channel not in used and most(act, kind, channel)]


def loss(act: Act, day: int) -> float:
    """Share of what both sides keep that is gone, so many days after the act; the council met on that day (7.4)."""
    embassy = CHANNELS["belmora_embassy"]
    left = act.departures / embassy.staff if act.channel == "belmora_embassy" else 0.0
    meets = 0.0 if act.kind == "suspend_council" else kept(day, NUMBERS["council_half_life_days"])
    lost = NUMBERS["weight_embassy"] * (1 - NUMBERS["shell_share"]) * left + NUMBERS["weight_council"] * (1 - meets)
    if act.kind == "close_consulate" and day >= DAYS_TO_LEAVE:
        lost += NUMBERS["weight_consulate"]
    return lost / (2 * NUMBERS["weight_embassy"] + 2 * NUMBERS["weight_consulate"] + NUMBERS["weight_council"])


def substitutes(act: Act, copy: tuple[Move, ...], lacking: float) -> tuple[Move, ...]:
    """None to three moves on different channels by which the severity comes closest to what was wanted."""
    candidates = [
        Move(kind, channel, number_for(act, kind, channel, lacking))
        for kind in KINDS
        if kind not in ONLY_IN_A_BREAK
        for channel in free(act, kind, copy)
    ]
    made = together(map(severity_of, copy))
    whole = together((made, lacking))

    def distance(places: tuple[int, ...]) -> tuple[float, int, tuple[int, ...]]:
        moves = [candidates[place] for place in places]
        gap = abs(together((made, *map(severity_of, moves))) - whole)
        return round(gap, 9), sum(map(rung_of, moves)), places[::-1]

    sets = (
        places
        for n in range(MOST_SUBSTITUTES + 1)
        for places in combinations(range(len(candidates)), n)
        if len({candidates[place].channel for place in places}) == n
    )
    return tuple(candidates[place] for place in min(sets, key=distance))


def number_for(act: Act, kind: str, channel: str, severity: float) -> int:
    """How many people or posts have about a severity, from one to what is allowed."""
    if kind not in COUNTED:
        return 0
    root = (severity - NUMBERS["personnel_severity_base"]) / NUMBERS["personnel_severity_slope"]
    number = math.floor(min(1.0, max(0.0, root)) ** 2 * staff_hit(kind, channel) + 0.5)
    return max(1, min(number, most(act, kind, channel)))
