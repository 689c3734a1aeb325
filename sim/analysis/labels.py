"""Names that a reader sees: of parties, channels, relations and moves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sim.rules.moves import KINDS

PHRASES = {kind.name: kind.says for kind in KINDS}


class Labels:
    """Readable names for the ids of a scenario.

    Parameters
    ----------
    scenario : mapping, a scenario as JSON (``manifest["scenario"]``)
    """

    def __init__(self, scenario: Mapping[str, Any]) -> None:
        parties = {**scenario["states"], **scenario["alliances"]}
        self._names = {name: entry["name"] or spaced(name) for name, entry in parties.items()}
        self._channels = {name: entry["name"] or spaced(name) for name, entry in scenario["channels"].items()}

    def party(self, name: str) -> str:
        """Name of a party or bloc."""
        return self._names.get(name, spaced(name))

    def channel(self, name: str) -> str:
        """Name of a channel."""
        return self._channels.get(name, spaced(name))

    def pair(self, a: str, b: str) -> str:
        """Name of a relation or a pair of blocs: both parties; the theatre where there are none."""
        return "–".join(self.party(party).removeprefix("the ") for party in (a, b)) if a else "theatre"

    def deed(self, kind: str, target: str, channel: str, count: int) -> str:
        """What a move does, as a verb phrase: "cuts the ceiling of the mission by 10"."""
        post = self.channel(channel) if channel else "posts"
        if kind == "found_institution" and channel:
            return f"founds the {post}"
        phrase = PHRASES[kind]
        if count == 1:
            phrase = phrase.replace("{n} posts", "{n} post").replace("{n} vacant posts", "{n} vacant post")
        return phrase.format(them=self.party(target), post=post, n=count or "some")


def spaced(name: str) -> str:
    """Turn an id into words."""
    return name.replace("_", " ")


def percent(share: float) -> str:
    """Write a share as a percentage: whole, or with one decimal near the ends; only none is 0 %, and only all 100 %."""
    value = 100.0 * share
    if 0 < value < 0.05 or 99.95 < value < 100:
        return "<0.1 %" if value < 1 else ">99.9 %"
    return f"{value:.1f} %" if 0 < value < 1 or 99 < value < 100 else f"{value:.0f} %"


def harm_name(name: str) -> str:
    """Name of a harm: its id in words, as a proper name."""
    words = spaced(name)
    return words[:1].upper() + words[1:]


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
