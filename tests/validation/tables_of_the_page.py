"""Numbers, kinds of move, presets and habits as the tables of docs/odd.md give them, read from the page itself."""

import math
import re
from pathlib import Path
from typing import NamedTuple

PAGE = (Path(__file__).parents[2] / "docs" / "odd.md").read_text(encoding="utf-8")


def table(name: str) -> list[list[str]]:
    """Cells of the rows of a table of the page."""
    lines = PAGE.split(f"<!-- generated: {name} -->")[1].split("<!-- end -->")[0].strip().splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    return [[row[0].strip("`"), *row[1:]] for row in rows]


def value_of(text: str) -> float:
    """A number as the tables write it, such as 1/3."""
    above, _, below = text.partition("/")
    return float(above) / float(below or 1)


def numbers(text: str) -> dict[str, float]:
    """Numbers of a policy or of habits, as their tables list them."""
    return {name: value_of(value) for name, value in re.findall(r"`(\w+)` ([-\d./]+)", text)}


class Kind(NamedTuple):
    """A kind of hostile move."""

    severity: float  # NaN where it depends on the share
    rung: int
    channels: tuple[str, ...]  # kinds of channel it is made on
    by: str
    gained: tuple[int, int]  # replies that gained it, to people sent home and to nobody


def kind_of(row: list[str]) -> Kind:
    """A row of the table of kinds."""
    severity = float(row[1]) if re.fullmatch(r"[\d.]+", row[1]) else math.nan
    gained = int(row[9] or 0), int(row[10] or 0)
    rung = int(row[2].split()[0])  # of a small share of the staff, where the share decides
    return Kind(severity, rung, tuple(row[4].split(", ")) if row[4] else (), row[5], gained)


NUMBERS = {row[0]: value_of(row[1]) for name in ("policy_parameters", "world_parameters") for row in table(name)}
HABITS = {row[0]: numbers(row[2]) for row in table("habits")}
PRESETS = {row[0]: numbers(row[7]) for row in table("presets")}
KINDS = {  # hostile kinds, in the order of the table
    row[0]: kind_of(row) for row in table("kinds") if row[8] == "yes" and row[0] != "measure"
}
