"""What Arden and Belmora keep with each other, and what Belmora may do: sections 7.2 and 7.3 of docs/odd.md."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from tests.validation.tables_of_the_page import KINDS, NUMBERS

COUNTED = ("expel", "cut_ceiling", "refuse_accreditation")
OF_A_MEASURE = 5.0  # severity of the abstract measures that are played


class Channel(NamedTuple):
    """What Arden or Belmora keeps in the other's country, or both keep together."""

    kind: str
    sender: str = ""
    host: str = ""
    staff: int = 0
    ceiling: int = 0


CHANNELS = {  # in the order of their ids
    "arden_consulate": Channel("consulate", "arden", "belmora", 10, 10),
    "arden_embassy": Channel("embassy", "arden", "belmora", 100, 104),
    "belmora_consulate": Channel("consulate", "belmora", "arden", 10, 10),
    "belmora_embassy": Channel("embassy", "belmora", "arden", 100, 105),
    "commission": Channel("council"),
    "projects": Channel("cooperation"),
}


class Move(NamedTuple):
    """One move."""

    kind: str
    channel: str
    number: int = 0


class Act(NamedTuple):
    """What Arden does to Belmora on the first day; who and what has to go is gone a week later."""

    kind: str
    channel: str = ""
    number: int = 0

    @property
    def people(self) -> int:
        """How many it sends home: by name, the head alone, or of a ceiling how many posts it cuts."""
        if self.kind == "expel_ambassador":
            return 1
        return self.number if self.kind in ("expel", "cut_ceiling") else 0

    @property
    def share(self) -> float:
        """Largest share of a staff or of a ceiling that it hits (7.7)."""
        return self.number / staff_hit(self.kind, self.channel) if self.kind in ("expel", "cut_ceiling") else 0.0

    @property
    def severity(self) -> float:
        """Severity on the scale of the page."""
        return severity_of(Move(self.kind, self.channel, self.number))

    @property
    def dismissed(self) -> int:
        """How many of Belmora are accredited no more: one head of mission, or who has to leave."""
        if self.kind == "expel_ambassador":
            return 1
        return self.departures if self.kind in ("expel", "cut_ceiling") else 0

    @property
    def departures(self) -> int:
        """How many have to leave the post: all but an expulsion takes vacant posts first."""
        vacant = 0 if self.kind == "expel" else CHANNELS[self.channel].ceiling - CHANNELS[self.channel].staff
        return max(0, self.number - vacant)


def together(severities: Iterable[float]) -> float:
    """Severity of a package: the norm of its moves (7.2)."""
    x = NUMBERS["package_exponent"]
    return float(sum(severity**x for severity in severities) ** (1 / x))


def lacked(whole: float, part: float) -> float:
    """Severity of the measure that would bring a package from a part to the whole."""
    x = NUMBERS["package_exponent"]
    return math.pow(max(0.0, whole**x - part**x), 1 / x)


def severity_of(move: Move) -> float:
    """Severity of a move against a post that is whole (7.2)."""
    if move.kind == "measure":
        return OF_A_MEASURE
    if move.kind not in ("expel", "cut_ceiling"):
        return KINDS[move.kind].severity
    base, slope = NUMBERS["personnel_severity_base"], NUMBERS["personnel_severity_slope"]
    return base + slope * math.sqrt(min(1.0, move.number / staff_hit(move.kind, move.channel)))


def staff_hit(kind: str, channel: str) -> int:
    """Staff or ceiling of which a move takes a part."""
    return CHANNELS[channel].ceiling if kind == "cut_ceiling" else CHANNELS[channel].staff


def rung_of(move: Move) -> int:
    """Rung of a move; an expulsion of a quarter or more stands one higher."""
    is_large = move.kind == "expel" and move.number >= 0.25 * CHANNELS[move.channel].staff
    return KINDS[move.kind].rung + is_large


def most(act: Act, kind: str, channel: str) -> int:
    """How many Belmora may take by a move after the act: 1 where nobody is counted, 0 where it is not lawful (7.3)."""
    if not channel:
        return int(kind == "downgrade_relations" and act.kind != kind)
    there, by = CHANNELS[channel], KINDS[kind].by
    is_its_turn = by == "either side" or (there.host if by == "host" else there.sender) == "belmora"
    if there.kind not in KINDS[kind].channels or not is_its_turn:
        return 0
    if kind == "recall_ambassador":
        return int(act.kind not in ("downgrade_relations", "expel_ambassador"))
    if kind == "expel_ambassador":
        return int(act.kind not in ("downgrade_relations", "recall_ambassador"))
    if kind == "refuse_accreditation":
        return min(there.ceiling - there.staff, (there.staff + 1) // 2)
    return (staff_hit(kind, channel) + 1) // 2 if kind in COUNTED else 1


def counterpart(act: Act) -> str:
    """Channel on which Belmora can do the same."""
    names = {"arden": "belmora", "belmora": "arden"}
    owner, _, rest = act.channel.partition("_")
    return f"{names[owner]}_{rest}" if owner in names else act.channel
