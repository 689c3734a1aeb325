"""Scenario files changed as texts: letters, bytes, words, lines, sections, the cells of tables."""

import random
import re
from collections.abc import Callable

HOSTILE = [
    "", "~", "null", "true", "NO", "0", "-1", "1.5", "1e308", "-1e308", "5e-324", "1e400", "-1e400", "-0.0", "1e6",
    "1000000", "99999999999999999999", "-9223372036854775809", "9" * 400, "1/0", "1/3", "0x1F", "1_000", "1,5",
    ".inf", "-.inf", ".nan", "0001-01-01", "9999-12-31", "0000-00-00", "10000-01-01", "2030-02-30", "2030-01-03",
    "2030-1-3", "2030-01-03T00:00:00", "arden", "nobody", "league", "[]", "{}", "[arden]", "[arden, arden]",
    "{arden: 1}", "{arden: 2030-01-01}", "[[[[[[]]]]]]", "{a: {a: {a: {a: 1}}}}", "[" * 40, "'", '"', "'quoted'",
    '"\\e[31m"', '"\\u202e"', '"\\uffff"', '"\\ud800"', '"\\UFFFFFFFF"', '"\\0"', "&a b", "*a", "!tag x", "<<", "? x",
    "- x", "| x", ">", "%", "@", "`", "x: y", "x #y", "'{0.__class__}'", "'[bold]x[/]'", "nowhere:rule",
    "small_rules:none", "os:abort", "é", "Ω" * 50, "x" * 300, "x" * 25_000, "arden_belmora", "arden_embassy",
    "market", "embassy", "trade", "expel", "ban_trade", "measure", "found_institution", "severed", "closed",
    "planned", "unanimity", "summit", "deal", "[ties]", "small.yaml", "facts.csv", "../x.yaml", "/dev/zero",
]  # fmt: skip
CELLS = [*HOSTILE, "NA", "NaN", '"', '""', '","', ";", "3,0", "1.500", "10/16/2021", "'=1+1", "first"]
SIGNS = ["\t", "\r", "\x00", "\x07", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\u200b", "\uffff", "---\n", "...\n", "#"]

Change = Callable[[random.Random, list[str]], list[str]]


def joined(lines: list[str]) -> str:
    """The text of lines."""
    return "".join(lines)


def damaged(chosen: random.Random, content: bytes) -> bytes:
    """A file with bits flipped, bytes put in, lost, doubled or cut off."""
    at = chosen.randrange(len(content) + 1)
    length = chosen.choice([1, 1, 2, 16, 300])
    way = chosen.randrange(5)
    if way == 0:
        put = bytes(byte ^ 1 << chosen.randrange(8) for byte in content[at : at + min(length, 2)])
        return content[:at] + put + content[at + len(put) :]
    if way == 1:
        return content[:at] + chosen.randbytes(length) + content[at:]
    if way == 2:
        return content[:at] + content[at + length :]
    if way == 3:
        return content[:at] + content[at : at + length] * chosen.choice([2, 50]) + content[at + length :]
    return content[:at]


def _any_line(chosen: random.Random, lines: list[str], with_key: bool = False) -> int:
    """Number of a line, of one with a key if possible; comments seldom."""
    told = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    keyed = [n for n in told if ":" in lines[n]]
    return chosen.choice((keyed if with_key else told) or told or [*range(len(lines))] or [0])


def _sign(chosen: random.Random, lines: list[str]) -> list[str]:
    text = joined(lines)
    at, lost = chosen.randrange(len(text) + 1), chosen.choice([0, 0, 1, 1, 5])
    put = chosen.choice([*SIGNS, chr(chosen.randrange(32, 127)), "\U0010ffff", "\ud800"])
    return (text[:at] + put + text[at + lost :]).splitlines(keepends=True) or [""]


def _dropped(chosen: random.Random, lines: list[str]) -> list[str]:
    n = _any_line(chosen, lines)
    return (lines[:n] + lines[n + chosen.choice([1, 1, 1, 3, 10]) :]) or [""]


def _doubled(chosen: random.Random, lines: list[str]) -> list[str]:
    n, to = _any_line(chosen, lines), _any_line(chosen, lines)
    return [*lines[:to], *lines[n : n + chosen.choice([1, 1, 4])], *lines[to:]]


def _moved(chosen: random.Random, lines: list[str]) -> list[str]:
    n = _any_line(chosen, lines)
    rest = [*lines[:n], *lines[n + 1 :]]
    to = chosen.randrange(len(rest) + 1)
    return [*rest[:to], *lines[n : n + 1], *rest[to:]]


def _indented(chosen: random.Random, lines: list[str]) -> list[str]:
    n = _any_line(chosen, lines)
    line = lines[n].lstrip(" ") if chosen.random() < 0.5 else " " * chosen.choice([1, 2, 40]) + lines[n]
    return [*lines[:n], line, *lines[n + 1 :]]


_KEY = re.compile(r"[\w.]+(?=\s*:)")
_VALUE = re.compile(r"(?<=: )[^,{}\[\]\n]+|(?<=[\[{,] )[^,:{}\[\]\n]+|(?<=\[)[^,:{}\[\]\n]+")
_WORD = re.compile(r"[{}\[\],:'\"#&*]|[^\s{}\[\],:'\"#&*]+")


def _misspelt(chosen: random.Random, lines: list[str]) -> list[str]:
    def misspell(word: str) -> str:
        at = chosen.randrange(len(word))
        other = chosen.choice(["", "x", "_", "A", "é", word[at] * 2, ".", "-"])
        return chosen.choice([word[:at] + other + word[at + 1 :], chosen.choice(HOSTILE), "<<", word.upper()])

    return _in_a_line(chosen, lines, _KEY, misspell)


def _valued(chosen: random.Random, lines: list[str]) -> list[str]:
    return _in_a_line(chosen, lines, _VALUE, lambda _: chosen.choice(HOSTILE))


def _swapped(chosen: random.Random, lines: list[str]) -> list[str]:
    """One value in the place of another."""
    values = _VALUE.findall(joined(lines)) or [""]
    return _in_a_line(chosen, lines, _VALUE, lambda _: chosen.choice(values))


def _word(chosen: random.Random, lines: list[str]) -> list[str]:
    """A word or sign lost, doubled, or in the place of another."""
    words = _WORD.findall(joined(lines)) or [""]
    return _in_a_line(chosen, lines, _WORD, lambda word: chosen.choice(["", word + word, f"{word} {word}", *words[:9]]))


def _referred(chosen: random.Random, lines: list[str]) -> list[str]:
    """A value with an anchor, and a reference to it, a merged one perhaps, in the place of another."""
    lines = _in_a_line(chosen, lines, _VALUE, lambda value: f"&a {value}")
    return _in_a_line(chosen, lines, _VALUE, lambda value: chosen.choice(["*a", "{<<: *a}", f"[*a, {value}]"]))


def _in_a_line(
    chosen: random.Random, lines: list[str], pattern: re.Pattern[str], make: Callable[[str], str]
) -> list[str]:
    n = _any_line(chosen, lines, with_key=True)
    found = [*pattern.finditer(lines[n])] if lines else []
    if not found:
        return lines
    at = chosen.choice(found)
    line = lines[n][: at.start()] + make(at[0]) + lines[n][at.end() :]
    return joined([*lines[:n], line, *lines[n + 1 :]]).splitlines(keepends=True)


def exchanged(chosen: random.Random, lines: list[str], others: list[str]) -> list[str]:
    """A section of another scenario in the place of the same, or beside it."""
    other, own = _sections(others), _sections(lines)
    name = chosen.choice([*other])
    same = [key for key in own if key.split(" ")[0] == name.split(" ")[0]]
    own[same[0] if same and chosen.random() < 0.8 else "added"] = other[name]
    return [line for section in own.values() for line in section]


def _sections(lines: list[str]) -> dict[str, list[str]]:
    """Sections of a file with their lines."""
    found: dict[str, list[str]] = {"": []}
    for line in lines:
        if re.match(r"[a-z_]+:", line):
            found[f"{line.partition(':')[0]} {len(found)}"] = []
        found[[*found][-1]].append(line)
    return found


def of_table(chosen: random.Random, lines: list[str]) -> list[str]:
    """A table with hostile cells, other separators, rows and columns lost or moved."""
    for _ in range(chosen.choice([1, 1, 2, 4])):
        way = chosen.randrange(5)
        n = chosen.randrange(len(lines))
        if way == 0:
            cells = re.split(r"([,;\t])", lines[n].rstrip("\n"))
            cells[chosen.randrange(0, len(cells), 2)] = chosen.choice(CELLS)
            lines = [*lines[:n], joined(cells) + "\n", *lines[n + 1 :]]
        elif way == 1:
            lines = [line.replace(",", chosen.choice(";\t|")) if chosen.random() < 0.9 else line for line in lines]
        elif way == 2:
            lines = _sign(chosen, lines)
        elif way == 3:
            lines = _doubled(chosen, lines)
        else:
            lines = [f"{row or ''},{line}" for row, line in enumerate(lines)]
    return lines


CHANGES: dict[str, Change] = {
    "a sign": _sign,
    "a line dropped": _dropped,
    "a line doubled": _doubled,
    "a line moved": _moved,
    "a line indented otherwise": _indented,
    "a key misspelt": _misspelt,
    "a hostile value": _valued,
    "a value of another key": _swapped,
    "a word": _word,
    "an anchor": _referred,
}
