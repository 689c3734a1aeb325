"""Whatever is in a scenario file, it is read or refused with its place; what is read plays, and plays no nonsense.

Changed are all scenarios that ship, and small ones in which every section and key of the schema stands.
"""

import random
import re
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from sim.scenario.document import read_document
from sim.scenario.load import read_scenario, scenario_from, shipped_scenarios
from sim.scenario.problems import Origin, ScenarioError
from sim.scenario.schema import Scenario
from tests.promises import _lines_changed as of_lines
from tests.promises import _trees_changed as of_trees
from tests.promises._typed import TooLongError, at_most, typed, unprintable
from tests.survival.small_sweep import prepare
from tests.trials import Trial

TIMES, SHORT = 100_000, 700
SECONDS = 2.0  # of the processor, for reading and playing
DAYS, MOST_DAYS = 30, 400  # played: so many once actors decide, and no more in all
LARGE = 100  # every so manyth text is a long one, which takes longer to read
BY_COMMAND, BY_BOTH = 100, 50  # every so manyth is checked by the command too, or played by both drivers
TEXTS = 0.25  # of all that are changed, how many as texts; most texts are no longer YAML, and are read slowly
SMALL = 40  # times that the scenario with every key is as likely as each of the others
MAPPINGS = 0.9  # of trees, given as mappings, which are read ten times as fast; the others are written as files
SEEDS = Path(__file__).parent / "seeds"
LONG = 15_000  # letters of a long text
POSTS = ("posts.csv", "pairs.csv", "embassies.csv")
LINE = re.compile(r"\S.*\.(?:yaml|csv)(?::\d+:\d+)?: \S")
LINE_OF_MAPPING = re.compile(r"\S.*: \S")
REFUSED, PLAYED = "refused", "played"


@dataclass
class Seeds:
    """What is changed.

    Attributes
    ----------
    small, short, long : texts of scenarios: with every key, of those that ship
    trees : the same as trees, the small ones first
    tables : texts of the tables that they name, by file
    """

    small: list[str]
    short: list[str]
    long: list[str]
    trees: list[dict[str, Any]]
    tables: dict[str, str]

    @classmethod
    def laid_out(cls, folder: Path) -> "Seeds":
        """All of them, with what stands beside them laid out in a folder."""
        shipped = [path.read_text(encoding="utf-8") for path in shipped_scenarios()]
        small = [(SEEDS / name).read_text(encoding="utf-8") for name in ("small.yaml", "tiny.yaml")]
        beside = [*SEEDS.iterdir(), *shipped_scenarios()[0].parent.glob("*.csv")]
        for path in beside:
            shutil.copy(path, folder)
        tables = {path.name: path.read_text(encoding="utf-8") for path in beside if path.suffix == ".csv"}
        trees = [read_document(text, Origin(Path("x.yaml")), []) for text in (*small, *shipped)]
        return cls(
            small,
            [text for text in shipped if len(text) < LONG],
            [text for text in shipped if len(text) >= LONG],
            [tree.plain() for tree in trees if tree is not None],
            tables,
        )


@dataclass
class Counts:
    """What became of the files so far."""

    of: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, -1)  # seconds of the processor, number of the file

    def line(self) -> str:
        """The counts as a sentence."""
        seconds, number = self.slowest
        files = ", ".join(f"{n:,} {what}" for what, n in sorted(self.of.items()))
        return f"{files}; slowest {seconds:.2f} s of the processor, number {number}\n"


@dataclass(frozen=True)
class Changed:
    """One changed scenario: how, as a file or as a mapping, with the tables that differ beside it."""

    how: str
    file: bytes | None
    mapping: dict[str, Any] | None = None
    tables: dict[str, bytes] = field(default_factory=dict)


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Change a scenario in one to four places, so many times, and read it; play what can be read."""
    prepare()  # nothing is compiled while it is timed
    folder = place()
    seeds, counts = Seeds.laid_out(folder), Counts()
    with chdir(folder):
        _played(read_scenario(SEEDS / "small.yaml").scenario, 0)
        for number in range(times):
            yield trial(number, seeds, counts)
    sys.stdout.write(counts.line())


def trial(number: int, seeds: Seeds, counts: Counts) -> Trial:
    """Change one file in the current folder by its number, read it, and play what can be read."""
    changed = _changed(random.Random(f"scenario {number}"), number, seeds)
    begun = time.process_time()
    became, wrong = _read_and_played(changed, number)
    counts.slowest = max(counts.slowest, (time.process_time() - begun, number))
    counts.of[became] += 1
    if not wrong and changed.file is not None and number % BY_COMMAND == 0:
        wrong = _checked(2 if became == REFUSED else 0)
    wrong = wrong or _left_changed(changed)
    for name in changed.tables:
        Path(name).write_text(seeds.tables[name], encoding="utf-8")
    return changed.how, wrong and f"{number}: {wrong}"


def _changed(chosen: random.Random, number: int, seeds: Seeds) -> Changed:
    """One scenario, changed in one of all ways."""
    of_texts = [*of_lines.CHANGES, "a section of another file", "a table", "bytes"]
    how = chosen.choice(of_texts if chosen.random() < TEXTS else [*of_trees.CHANGES])
    if how in of_trees.CHANGES:
        tree = of_trees.changed(chosen, chosen.choice([seeds.trees[0]] * SMALL + seeds.trees), seeds.trees, how)
        if chosen.random() < MAPPINGS:
            return Changed(how, None, tree)
        return Changed(how, of_trees.written(tree).encode("utf-8", "surrogatepass"))
    lights = [*seeds.small[:1] * SMALL, *seeds.small, *seeds.short]
    text = chosen.choice(seeds.long if number % LARGE == 0 else lights)
    tables = {"posts.csv": seeds.tables[chosen.choice(POSTS)]}
    if how == "bytes":
        content = text.encode()
        for _ in range(chosen.choice([1, 1, 2, 5])):
            content = of_lines.damaged(chosen, content)
        return Changed(how, content)
    if how == "a table":
        text, name = seeds.small[0], chosen.choice(["facts.csv", "posts.csv", "posts.csv"])
        table = tables.get(name, seeds.tables[name]).splitlines(keepends=True)
        tables[name] = of_lines.joined(of_lines.of_table(chosen, table))
    else:
        lines = text.splitlines(keepends=True)
        for _ in range(chosen.choice([1, 1, 2, 3])):
            if how in of_lines.CHANGES:
                lines = of_lines.CHANGES[how](chosen, lines)
            else:
                other = chosen.choice([*seeds.small, *seeds.short])
                lines = of_lines.exchanged(chosen, lines, other.splitlines(keepends=True))
        text = of_lines.joined(lines)
    as_bytes = {name: table.encode("utf-8", "surrogatepass") for name, table in tables.items()}
    return Changed(how, text.encode("utf-8", "surrogatepass"), tables=as_bytes)


def _read_and_played(changed: Changed, number: int) -> tuple[str, str]:
    """What became of a scenario, and what went otherwise than promised."""
    file = Path("x.yaml")
    for name, content in changed.tables.items():
        Path(name).write_bytes(content)
    file.write_bytes(changed.file or b"")
    became = REFUSED
    try:
        with at_most(SECONDS, of_processor=True):
            case = scenario_from(changed.mapping) if changed.mapping is not None else read_scenario(file).scenario
            became = PLAYED
            return became, _played(case, number)
    except ScenarioError as error:
        return became, _unclear(str(error).split("\n"), LINE if changed.mapping is None else LINE_OF_MAPPING)
    except TooLongError as error:
        return became, str(error)
    except Exception as error:
        return became, f"{type(error).__name__}: {error}"


def _unclear(lines: list[str], form: re.Pattern[str]) -> str:
    """What is wrong with the lines that say why a file is refused."""
    for line in lines:
        if unprintable(line):
            return f"{unprintable(line)} in a line: {line!r}"
        if not form.match(line):
            return f"a line without a place: {line!r}"
    return ""


def _checked(code: int) -> str:
    """What goes otherwise where the command checks a file; experiments may be wrong in a file that can be read."""
    with at_most(5 * SECONDS, of_processor=True):
        ended = typed(["check", "x.yaml"])
    if ended.code not in {code, 2}:
        return f"check ended with {ended.code}, expected {code}: {ended.err}"
    if unprintable(ended.out + ended.err):
        return f"{unprintable(ended.out + ended.err)} on the console"
    return "" if ended.code == 0 or ended.err.strip() else "refused without a word"


def _left_changed(changed: Changed) -> str:
    """Which files are no longer what they were before they were read."""
    written = {"x.yaml": changed.file or b"", **changed.tables}
    other = [name for name, content in written.items() if Path(name).read_bytes() != content]
    return f"files were changed: {', '.join(other)}" if other else ""


def _played(case: Scenario, number: int) -> str:
    """What goes otherwise in the first days, by the compiled driver or by both."""
    from sim.engine.compiled.ensemble import Ensemble, Wanted
    from sim.scenario.pack import names_of
    from tests.promises._nonsense import nonsense_in

    days = _days_of(case)
    wanted = Wanted(tuple(names_of(case).dyads), bands=True, rows=True, whole=True)
    [history] = Ensemble(case, number, wanted, days, n_threads=1).histories([0])
    if wrong := nonsense_in(history):
        return wrong
    return _played_otherwise(case, number, days, history) if number % BY_BOTH == 0 else ""


def _days_of(case: Scenario) -> int:
    """Days to play: some after the first on which actors decide."""
    decide = max(0, ((case.autonomous_from or case.start) - case.start).days)
    return min(MOST_DAYS, decide + DAYS, (case.end - case.start).days + 1)


def _played_otherwise(case: Scenario, number: int, days: int, history: Any) -> str:
    """In what the other driver differs."""
    from sim import EscalationModel
    from tests.engine.compiled.comparing import unlike

    model = EscalationModel(case, seed=number)
    other = model.run_until((case.start + timedelta(days=days - 1)).isoformat()).trajectory
    differing = unlike(other, history)
    return f"the drivers differ in {', '.join(differing)}" if differing else ""
