"""Whatever is in a scenario file, it is read or refused with its place; what is read can be played by both drivers."""

import random
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from sim.scenario.load import read_scenario, shipped_scenarios
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario
from tests.promises._typed import TooLongError, at_most, typed, unprintable
from tests.survival.small_sweep import prepare
from tests.trials import Trial

TIMES, SHORT = 100_000, 700
SECONDS = 10.0  # that reading and playing may take
DAYS = 4
LARGE = 40  # every so manyth file is one that ships, which takes longer to read
BY_COMMAND, BY_BOTH = 50, 25  # every so manyth is checked by the command too, or played by both drivers

SMALL = """\
schema: 1
name: small
title: All sections, few entries
about: >-
  Two states, an alliance
  and a neighbour.
sources: {memo: "A memo, 2030"}
start: 2030-01-01
end: 2030-12-31
autonomous_from: 2030-01-03
parameters:
  incidents_per_day: 1/40
  alliance_incidents_per_day: 1/360
policies:
  arden: {preset: proportional, k: 1.2, silence_first: 0}
  mixed: {mixture: {ledger: 2, tit_for_tat: 1}, hold_until: 2030-01-02}
alliances:
  league: {name: League, policy: mixed, decides_by: majority, members: [belmora, cordia]}
states:
  arden: {name: Arden, policy: arden, influence: 2}
  belmora:
    name: Belmora
    ministries:
      foreign: {name: Foreign Office, role: foreign, owns: [verbal, channel]}
      crown: {name: the Crown, role: head}
  cordia: {policy: ledger}
channels:
  arden_embassy: {kind: embassy, sender: arden, host: belmora, ceiling: 45, accredited: 40, city: Quellin}
  belmora_embassy: {kind: embassy, sender: belmora, host: arden, accredited: 24, host_ministry: foreign}
  arden_mission: {kind: mission, sender: arden, host: league, accredited: 12}
  commission: {kind: council, between: [arden, belmora], last_meeting: 2029-12-10}
relations:
  arden_belmora:
    between: [arden, belmora]
    grievance: {arden: 2}
    talks_per_day: {arden: 0.005, belmora: 0.005}
    posture: {}
    contact: {arden: arden_embassy}
  arden_league: {between: [arden, league], weight: 3}
record:
  words: {date: 2030-01-01, from: belmora, to: arden, move: criticise, source: memo, confidence: high}
  staff: {date: 2030-01-02, channel: arden_embassy, ceiling: 44}
timeline:
  expulsion:
    date: 2030-01-03
    from: belmora
    to: arden
    move: expel
    channel: arden_embassy
    count: 3
    deadline: 2030-01-08
    note: Three of forty, given a week to pack.
  reply: {date: 2030-01-03, from: arden, to: belmora, move: protest, answers: expulsion}
triggers:
  poisoning:
    date: 2030-01-02
    victim: belmora
    author: arden
    severity: 5
    evidence: 0.8
    affinity: {cordia: 0.9}
    threshold_mean: 0.3
    threshold_spread: 0.1
observed:
  seen: {date: 2030-01-05, from: arden, to: belmora, move: criticise, answers: expulsion}
observed_from: facts.csv
posts_from: posts.csv
plots: {dyads: [arden_belmora], channels: [arden_embassy]}
experiments:
  mild:
    title: How mild?
    vary: {policies.arden.k: "0.5:1:3", states.cordia.policy: [ledger, grit]}
    set: {start: 2030-01-01, policies.arden.c: 1/2}
    runs: 3
    show: [rupture]
"""
FACTS = """\
id,date,from,to,move,channel,count,deadline,ministry,answers,source,confidence,note
first,2030-02-01,belmora,arden,expel,arden_embassy,3,2030-02-08,Council,,memo,high,"one, two"
second,2030-02-04,arden,belmora,criticise,,0,,,first,,,'=1+1
"""
POSTS = """\
id,sender,host,kind,city,staff,ceiling,year,name,confidence,note
,arden,cordia,,Lorrin,,12,2029,,,
,Cordia,Arden,consulate general,Quellin,4,,2030,A consulate,high,"one, two"
other,belmora,cordia,embassy,,9.0,,2030,,medium,'=1+1
"""
PAIRS = """\
ccode1;ccode2;year;DR_at_1;DR_at_2
arden;cordia;2025;3;9
belmora;cordia;2030;0;1
"""
TINY = """\
extends: small.yaml
name: tiny
states:
  cordia: {influence: 3}
timeline:
  reply: null
policies:
  arden: {k: 0.5}
observed_from: null
posts_from: null
"""
HOSTILE = [
    "", "~", "null", "true", "NO", "0", "-1", "1.5", "1e400", "-1e400", "99999999999999999999", "9" * 400, "1/0", "1/3",
    "0x1F", "1_000", "1,5", ".inf", ".nan", "0001-01-01", "9999-12-31", "2030-02-30", "2030-01-03", "2030-1-3",
    "2030-01-03T00:00:00", "arden", "nobody", "league", "[]", "{}", "[arden]", "[arden, arden]", "{arden: 1}",
    "[[[[[[]]]]]]", "{a: {a: {a: {a: 1}}}}", "[" * 40, "'", '"', "'quoted'", '"\\e[31m"', '"\\u202e"', '"\\uffff"',
    '"\\ud800"', '"\\UFFFFFFFF"', '"\\0"', "&a b", "*a", "!tag x", "<<", "? x", "- x", "| x", ">", "%", "@", "`",
    "x: y", "x #y", "'{0.__class__}'", "'[bold]x[/]'", "nowhere:rule", "é", "Ω" * 50, "x" * 300, "arden_belmora",
    "arden_embassy", "embassy", "expel", "measure", "found_institution", "severed", "closed", "planned", "unanimity",
]  # fmt: skip
CELLS = [*HOSTILE, "NA", "NaN", '"', '""', '","', ";", "3,0", "1.500", "10/16/2021", "'=1+1", "0", "first"]
SIGNS = ["\t", "\r", "\x00", "\x07", "\x1b[31m", "\x85", "\u2028", "\ufeff", "\u200b", "\uffff", "---\n", "...\n", "#"]
LINE = re.compile(r"\S.*\.(?:yaml|csv)(?::\d+:\d+)?: \S")

Mutation = Callable[[random.Random, list[str]], list[str]]


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Change a scenario in one to three places, so many times, and read it; play what can be read."""
    prepare()  # nothing is compiled while it is timed
    folder = place()
    texts = {path.name: path.read_text(encoding="utf-8") for path in shipped_scenarios()}
    large, small = [*texts.values()], [SMALL, SMALL, TINY, texts["two_states.yaml"], texts["arms_race.yaml"]]
    for number in range(times):
        chosen = random.Random(f"scenario {number}")
        text = chosen.choice(large if number % LARGE == 0 else small)
        tables, name = {"facts.csv": FACTS, "posts.csv": chosen.choice([POSTS, PAIRS])}, chosen.choice([*_MUTATIONS])
        if name == "a table":
            table = chosen.choice([*tables])
            tables[table] = _joined(_of_table(chosen, tables[table].splitlines(keepends=True)))
        else:
            lines = text.splitlines(keepends=True)
            for _ in range(chosen.choice([1, 1, 2, 3])):
                lines = _MUTATIONS[name](chosen, lines)
            text = _joined(lines)
        wrong = _read_and_played(folder, text, tables, number)
        yield name, wrong and f"{number}: {wrong}"


def _read_and_played(folder: Path, text: str, tables: dict[str, str], number: int) -> str:
    """What goes otherwise than promised with a file and the tables beside it."""
    texts = {"small.yaml": SMALL, "x.yaml": text, **tables}
    files = {name: content.encode("utf-8", "surrogatepass") for name, content in texts.items()}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    file = folder / "x.yaml"
    try:
        with at_most(SECONDS):
            case = read_scenario(file).scenario
            wrong = _played(case, number)
    except ScenarioError as error:
        case, wrong = None, _unclear(str(error).split("\n"))
    except TooLongError as error:
        return str(error)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    if not wrong and number % BY_COMMAND == 0:
        wrong = _checked(file, 2 if case is None else 0)
    left = {path.name: path.read_bytes() for path in folder.iterdir()}
    return wrong or ("" if left == files else f"files were changed: {', '.join(sorted(left))}")


def _unclear(lines: list[str]) -> str:
    """What is wrong with the lines that say why a file is refused."""
    for line in lines:
        if unprintable(line):
            return f"{unprintable(line)} in a line: {line!r}"
        if not LINE.match(line):
            return f"a line without a place: {line!r}"
    return ""


def _checked(file: Path, code: int) -> str:
    """What goes otherwise where the command checks a file; experiments may be wrong in a file that can be read."""
    with at_most(SECONDS):
        ended = typed(["check", str(file)])
    if ended.code not in {code, 2}:
        return f"check ended with {ended.code}, expected {code}: {ended.err}"
    if unprintable(ended.out + ended.err):
        return f"{unprintable(ended.out + ended.err)} on the console"
    return "" if ended.code == 0 or ended.err.strip() else "refused without a word"


def _played(case: Scenario, number: int) -> str:
    """What goes otherwise in the first days, by one driver or by both."""
    from sim import EscalationModel

    days = min(DAYS, (case.end - case.start).days + 1)
    model = EscalationModel(case, seed=number)
    mesa = model.run_until((case.start + timedelta(days=days - 1)).isoformat()).trajectory
    if number % BY_BOTH:
        return ""
    from sim.engine.compiled.ensemble import Ensemble, Wanted
    from sim.scenario.pack import names_of
    from tests.engine.compiled.comparing import unlike

    wanted = Wanted(tuple(names_of(case).dyads), bands=True, rows=True, whole=True)
    [other] = Ensemble(case, number, wanted, days, n_threads=1).histories([0])
    differing = unlike(mesa, other)
    return f"the drivers differ in {', '.join(differing)}" if differing else ""


# Mutations --------------------------------------------------------------------------------------------


def _joined(lines: list[str]) -> str:
    return "".join(lines)


def _any_line(chosen: random.Random, lines: list[str], with_key: bool = False) -> int:
    """Number of a line, of one with a key if possible; comments seldom."""
    told = [n for n, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    keyed = [n for n in told if ":" in lines[n]]
    return chosen.choice((keyed if with_key else told) or told or [*range(len(lines))] or [0])


def _sign(chosen: random.Random, lines: list[str]) -> list[str]:
    text = _joined(lines)
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
    values = _VALUE.findall(_joined(lines)) or [""]
    return _in_a_line(chosen, lines, _VALUE, lambda _: chosen.choice(values))


def _in_a_line(
    chosen: random.Random, lines: list[str], pattern: re.Pattern[str], make: Callable[[str], str]
) -> list[str]:
    n = _any_line(chosen, lines, with_key=True)
    found = [*pattern.finditer(lines[n])]
    if not found:
        return lines
    at = chosen.choice(found)
    line = lines[n][: at.start()] + make(at[0]) + lines[n][at.end() :]
    return _joined([*lines[:n], line, *lines[n + 1 :]]).splitlines(keepends=True)


def _sections(lines: list[str]) -> dict[str, list[str]]:
    """Sections of a file with their lines."""
    found: dict[str, list[str]] = {"": []}
    for line in lines:
        if re.match(r"[a-z_]+:", line):
            found[f"{line.partition(':')[0]} {len(found)}"] = []
        found[[*found][-1]].append(line)
    return found


def _exchanged(chosen: random.Random, lines: list[str]) -> list[str]:
    """A section of another scenario in the place of the same, or beside it."""
    other = _sections(SMALL.splitlines(keepends=True))
    own = _sections(lines)
    name = chosen.choice([*other])
    same = [key for key in own if key.split(" ")[0] == name.split(" ")[0]]
    if same and chosen.random() < 0.8:
        own[same[0]] = other[name]
    else:
        own["added"] = other[name]
    return [line for section in own.values() for line in section]


def _of_table(chosen: random.Random, lines: list[str]) -> list[str]:
    """A table with hostile cells, other separators, rows and columns lost or moved."""
    for _ in range(chosen.choice([1, 1, 2, 4])):
        way = chosen.randrange(5)
        n = chosen.randrange(len(lines))
        if way == 0:
            cells = lines[n].rstrip("\n").split(",")
            cells[chosen.randrange(len(cells))] = chosen.choice(CELLS)
            lines = [*lines[:n], ",".join(cells) + "\n", *lines[n + 1 :]]
        elif way == 1:
            lines = [line.replace(",", chosen.choice(";\t|")) if chosen.random() < 0.9 else line for line in lines]
        elif way == 2:
            lines = _sign(chosen, lines)
        elif way == 3:
            lines = _doubled(chosen, lines)
        else:
            lines = [f"{row or ''},{line}" for row, line in enumerate(lines)]
    return lines


_MUTATIONS: dict[str, Mutation] = {
    "a sign": _sign,
    "a line dropped": _dropped,
    "a line doubled": _doubled,
    "a line moved": _moved,
    "a line indented otherwise": _indented,
    "a key misspelt": _misspelt,
    "a hostile value": _valued,
    "a value of another key": _swapped,
    "a section of another file": _exchanged,
    "a table": _of_table,
}
