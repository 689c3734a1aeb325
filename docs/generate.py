"""Write the parts of the documentation that the code decides.

    python -m docs.generate

fills every block between ``<!-- generated: NAME -->`` and ``<!-- end -->`` in the pages of this folder, and writes
``scenario.schema.json``, and what the scenarios that ship give, for ``detente selftest``.  ``tests/test_docs.py`` and
``tests/selftest/test_golden.py`` fail where one of them differs from what the code says.
"""

import inspect
import json
import math
import re
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

from sim import api
from sim.analysis.labels import rung_words
from sim.documented import history, words
from sim.documented import kinds as kinds_of_record
from sim.fit import shipped
from sim.rules import bargain, day, draws, due, indices, law, log, moves, perceive, policies, realise, silences, world
from sim.rules.consult import votes_needed
from sim.rules.curves import Curves
from sim.rules.fitted import OTHERS, in_record
from sim.rules.habits import HABITS
from sim.rules.parameters import POLICY_PARAMETERS, WORLD_PARAMETERS, Parameter
from sim.scenario import document, files, pack, surprises, usual_staff
from sim.scenario.check import MAX_DAYS
from sim.scenario.constraints import COMMANDS_ALONE, CONSTRAINTS, OF_ONE_DOOR, PYTHON_ALONE, option_of
from sim.scenario.editor_schema import editor_schema
from sim.scenario.resolved import MARKS
from sim.selftest import golden

DOCS = Path(__file__).parent
SCHEMA = DOCS / "scenario.schema.json"
FITTED = DOCS.parent / "sim" / "rules" / "fitted.py"
BLOCK = re.compile(r"<!-- generated: (\w+) -->\n.*?<!-- end -->", re.DOTALL)
FIELD = re.compile(r"^    (\w+): \w+(?:  # type: .*|  # (.*))?$", re.MULTILINE)


def pages() -> list[Path]:
    """Pages of this folder that hold generated blocks."""
    return [page for page in sorted(DOCS.glob("**/*.md")) if BLOCK.search(page.read_text(encoding="utf-8"))]


def filled(text: str) -> str:
    """Text of a page with every block as the code has it; raises KeyError for a block that there is not."""
    return BLOCK.sub(lambda found: f"<!-- generated: {found[1]} -->\n{BLOCKS[found[1]]()}\n<!-- end -->", text)


def schema_text() -> str:
    """Text of the JSON Schema of scenario files."""
    return json.dumps(editor_schema(), indent=1) + "\n"


def surprise_rules() -> str:
    """Table of the rules that warn of what may surprise."""
    return table(("rule", "what it warns of"), ((f"`{name}`", says(rule)) for name, rule in surprises.RULES.items()))


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Table in Markdown."""
    cells = [[str(cell).replace("|", r"\|") for cell in row] for row in (head, *rows)]
    first, *others = (f"| {' | '.join(row)} |" for row in cells)
    return "\n".join([first, f"|{'-|' * len(cells[0])}", *others])


def number(value: float) -> str:
    """A number as one would write it: a rate as one in so many days."""
    text = f"{value:.6g}"
    is_rate = value > 0 and len(text) > 6 and abs(1 / value - round(1 / value)) < 1e-9
    return f"1/{round(1 / value)}" if is_rate else text


def says(thing: object) -> str:
    """First line of a docstring, as Markdown."""
    line = str(inspect.getdoc(thing)).partition("\n")[0].removeprefix("Phase: ")
    return line.replace("``", "`").replace("]_", "]")


def fields(record: type) -> list[tuple[str, str]]:
    """Names of the fields of a record, and the comments beside them in its source."""
    return [(name, comment or "") for name, comment in FIELD.findall(inspect.getsource(record))]


def phases() -> str:
    """Phases of a day in order, for whom each runs and what it does."""
    whom = {"i": "each party", "ministry": "each ministry"}
    rows = []
    for place, name in enumerate(day.PHASES, start=1):
        modules = (day, due, bargain, perceive, realise)
        phase = next(getattr(module, name) for module in modules if hasattr(module, name))
        runs_for = next((whom[p] for p in inspect.signature(phase).parameters if p in whom), "the whole world")
        rows.append((place, f"*{name}*", runs_for, says(phase)))
    return table(("", "Phase", "Runs for", "What it does"), rows)


def parameters(rows: Iterable[Parameter]) -> str:
    """Table of changeable numbers."""
    cells = (
        (f"`{p.name}`", number(p.default), p.unit, f"{p.low:g} to {p.high:g}", p.mark, _in_record(p), p.meaning)
        for p in rows
    )
    return table(("Name", "Default", "Unit", "Range", "Mark", "Record", "Meaning"), cells)


def _in_record(parameter: Parameter) -> str:
    """What the record gives for a number, with its standard error and what it rests on."""
    found = in_record(parameter.name)
    return found.says if found else ""


def others() -> str:
    """What the record gives for numbers that are no habits, beside what was chosen."""
    defaults = {p.name: p.default for p in (*POLICY_PARAMETERS, *WORLD_PARAMETERS)}
    rows = (
        (f"`{name}`", number(defaults[name]), f"{given.value:.3g} ± {given.error:.2g}", given.rows, given.cases)
        for name, given in OTHERS.items()
    )
    return table(("Number", "Default", "Record", "Rows", "Cases"), rows)


def habits() -> str:
    """Table of the habits, with the numbers in which they differ from the defaults."""
    rows = (
        (f"`{name}`", row.says, ", ".join(f"`{key}` {number(value)}" for key, value in row.numbers.items()), row.source)
        for name, row in HABITS.items()
    )
    return table(("Habits", "What it does", "Numbers", "Source"), rows)


def marks() -> str:
    """What the marks of the numbers mean."""
    meanings = MARKS | {"source": "the literature that the meaning names"}
    all_ = [*POLICY_PARAMETERS, *WORLD_PARAMETERS]
    rows = ((f"*{mark}*", meaning, sum(p.mark == mark for p in all_)) for mark, meaning in meanings.items())
    return table(("Mark", "Where the default comes from", "Numbers"), rows)


def kinds() -> str:
    """Table of the kinds of move."""
    by = {moves.NOBODY: "", moves.HOST: "host", moves.SENDER: "sender", moves.EITHER: "either side"}
    head = {moves.NEVER: "", moves.LARGE_SHARE: "from a quarter of the staff on", moves.ALWAYS: "yes"}
    rows = (
        (
            f"`{kind.name}`",
            _severity(place, kind),
            rung_words(place),
            moves.FAMILIES[kind.family],
            _places(kind),
            by[kind.by],
            head[kind.head],
            "yes" if kind.takes_time else "",
            "yes" if moves.is_hostile_kind(place) else "",
            kind.added_to_people or "",
            kind.added_to_measures or "",
        )
        for place, kind in enumerate(moves.KINDS)
    )
    columns = ("Kind", "Severity", "Rung", "Family", "Made on", "By", "Head decides", "Takes time", "Hostile")
    return table((*columns, "Gained, people", "Gained, none"), rows)


def _places(kind: moves.Kind) -> str:
    """What a kind of move is made on."""
    every = {len(moves.CHANNEL_KINDS): "any channel", len(moves.TIE_KINDS): "any tie"}
    names = moves.CHANNEL_KINDS + moves.TIE_KINDS
    return every.get(len(kind.on), ", ".join(names[k] for k in kind.on))


def tie_kinds() -> str:
    """Kinds of tie, and the moves that withhold each: the share that they take, and how grave they are."""
    rows = []
    for number_, name in enumerate(moves.TIE_KINDS, start=len(moves.CHANNEL_KINDS)):
        made_on = [kind for kind in moves.KINDS if number_ in kind.on and kind.withholds]
        measures = (f"`{kind.name}` ({kind.withholds:.2g}, {kind.severity:g})" for kind in made_on)
        rows.append((f"`{name}`", ", ".join(measures), moves.FAMILIES[made_on[0].family]))
    return table(("Kind of tie", "Withheld by (share, severity)", "Family"), rows)


def _severity(place: int, kind: moves.Kind) -> str:
    if place in (moves.EXPEL, moves.CUT_CEILING):
        return "base + slope √share"
    if place == moves.MEASURE:
        return "as asked"
    return f"up to {kind.severity:g}, by share" if place == moves.RESTORE_POSTS else f"{kind.severity:g}"


def codes() -> str:
    """Codes of the kinds of move in the event codebooks."""
    rows = ((f"`{kind.name}`", kind.cameo, f"{kind.goldstein:g}", kind.plover, kind.reversible) for kind in moves.KINDS)
    return table(("Kind", "CAMEO", "Goldstein", "PLOVER", "Undone"), rows)


def channel_kinds() -> str:
    """Kinds of channel."""
    weights = {p.name: p.default for p in WORLD_PARAMETERS}
    rows = (
        (
            f"`{name}`",
            "both sides" if law.is_joint(kind) else "sender and host",
            "yes" if law.is_resident(kind) else "",
            "" if law.is_joint(kind) else f"`{moves.KINDS[law.closing_move(kind)].name}`",
            number(weights[f"weight_{name}"]),
        )
        for kind, name in enumerate(moves.CHANNEL_KINDS)
    )
    return table(("Kind", "Kept by", "Resident mission", "Closed by its host by", "Weight"), rows)


def how_much() -> str:
    """Rules for the severity of a reply."""
    rows = [(f"`{name}`", says(getattr(policies, name))) for name in policies.HOW_MUCH[: policies.OWN_RULE]]
    return table(("Rule", "Severity asked"), [*rows, ("`own_rule`", "Whatever the user's Python function returns.")])


def presets() -> str:
    """Named policies: what each name fills in."""
    rows = []
    for name, preset in policies.PRESETS.items():
        numbers = ", ".join(f"`{key}` {number(value)}" for key, value in preset.numbers.items())
        named = policies.slots_of(preset)
        choices = (named.get(slot, "") for slot in ("how_much", "form", "initiates"))
        flags = ("yes" if named.get(slot) else "" for slot in ("breaks", "holds_for_another"))
        rows.append((f"`{name}`", preset.says, *choices, *flags, numbers, preset.source))
    head = ("Policy", "What it does", "How much", "Form", "Initiates", "Breaks off", "Holds", "Numbers", "Source")
    return table(head, rows)


def quotas() -> str:
    """Ways in which an alliance decides."""
    rows = ((f"`{name}`", votes_needed(code, 30)) for code, name in enumerate(world.QUOTAS))
    return table(("Decides by", "Votes needed of 30 members"), rows)


def names() -> str:
    """Codes that results use."""
    lists = {
        "Levels of relations": world.LEVELS,
        "Status of a channel": world.STATUSES,
        "Intent of a move": world.INTENTS,
        "Verdict on a provocation": world.VERDICTS,
        "Regimes, the first that holds": indices.REGIMES,
    }
    return table(("What", "Names"), ((what, ", ".join(codes)) for what, codes in lists.items()))


def state_variables() -> str:
    """Everything that a run writes."""
    records = {
        "": (world.State, "of the run"),
        "posts.": (world.Posts, "one entry a channel"),
        "log.": (world.Log, "one entry a move"),
        "provocations.": (world.Provocations, "one entry a provocation"),
        "agenda.": (world.Agenda, "what is due"),
    }
    rows = [
        (f"`{prefix}{name}`", meaning or what)
        for prefix, (record, what) in records.items()
        for name, meaning in fields(record)
        if name not in ("posts", "log", "provocations", "candidates", "agenda")
    ]
    return table(("Variable", "Shape and meaning"), rows)


def structure() -> str:
    """Everything that a scenario fixes for a run."""
    return table(("Variable", "Shape and meaning"), ((f"`{name}`", text) for name, text in fields(world.Tables)))


def curves() -> str:
    """What is recorded each day."""
    return table(("Curve", "Shape and unit"), ((f"`{name}`", text) for name, text in fields(Curves)))


def streams() -> str:
    """Names of the streams of random numbers."""
    named = re.findall(r'^STREAM_\w+ = fnv1a\("([\w.]+)"\)$', inspect.getsource(draws), re.MULTILINE)
    return textwrap.fill(", ".join(f"`{name}`" for name in named) + ".", 120)


def constants() -> str:
    """Numbers that no scenario changes."""
    rows = (
        ("Longest delay of an answer", perceive.LONGEST_DELAY_DAYS, "days"),
        ("Longest time to leave", log.LONGEST_LEAVE_DAYS, "days"),
        ("Share of a staff from which an expulsion is one rung higher", moves.QUARTER, "share"),
        ("Affinity of an ally if the scenario gives none", pack.MIDDLING, "share"),
        ("Time in which an own hostile act loses half of its weight for silence", silences.RECENT_DAYS, "days"),
        ("Largest asymmetry of two staffs", silences.MOST_ASYMMETRY, "ln people over people"),
        ("Least breaking scale, so that shares of it stay finite", indices.LEAST_SCALE, "severity"),
        ("Longest run", MAX_DAYS, "days"),
        ("Largest scenario file", files.MAX_BYTES, "bytes"),
        ("Deepest nesting of a scenario file", document.MAX_DEPTH, "levels"),
    )
    return table(("Constant", "Value", "Unit"), rows)


COMMANDS = ("run", "compare", "tournament", "sweep", "offramp")


def arguments() -> str:
    """Arguments of the public functions and the options of the commands, side by side."""
    signatures = {name: inspect.signature(getattr(api, name)).parameters for name in COMMANDS}
    names = [name for name in CONSTRAINTS if any(name in signature for signature in signatures.values())]
    rows = []
    for name in names:
        cells = [_in_signature(signature.get(name)) for signature in signatures.values()]
        rows.append((f"`{name}`", typed_as(name), *cells, _takes(name), CONSTRAINTS[name].meaning))
    return table(("Python", "Command line", *COMMANDS, "Takes", "Meaning"), rows)


def typed_as(name: str) -> str:
    """How the command line takes an argument of Python."""
    if name in ("scenario", "other", "experiment"):
        return name.upper()
    return "" if name in PYTHON_ALONE else f"`{option_of(name)}`"


def _in_signature(parameter: inspect.Parameter | None) -> str:
    """How a function takes an argument: its default, and "needed" where it has none."""
    if parameter is None:
        return ""
    if parameter.default is inspect.Parameter.empty:
        return "needed"
    return "absent" if parameter.default is None or parameter.default == () else f"`{parameter.default}`"


def _takes(name: str) -> str:
    """What an argument may be, and where a function takes less."""
    row, less = CONSTRAINTS[name], {door: row.least for (door, other), row in OF_ONE_DOOR.items() if other == name}
    narrower = "".join(f"; {door} from {least}" for door, least in less.items())
    return row.expected.removeprefix("a ").removeprefix("an ") + narrower


def alone() -> str:
    """Arguments and options that only one of the two ways has."""
    rows = [(f"`{name}`", "Python", why) for name, why in PYTHON_ALONE.items()]
    return table(("Name", "Only in", "Why"), [*rows, *((f"`{o}`", "commands", w) for o, w in COMMANDS_ALONE.items())])


def record_roles() -> str:
    """Roles of rows of the documented record."""
    return table(("Role", "What the row does"), ((f"`{role}`", meaning) for role, meaning in words.ROLES.items()))


def record_moves() -> str:
    """Moves of the documented record by group."""
    groups = dict.fromkeys(words.GROUP_OF_MOVE.values())
    moves_of = {group: [move for move, of in words.GROUP_OF_MOVE.items() if of == group] for group in groups}
    rows = ((group, ", ".join(f"`{move}`" for move in sorted(names))) for group, names in moves_of.items())
    return table(("Group", "Moves"), rows)


def record_kinds() -> str:
    """What the model makes of each word of the record: kinds of the same name first, nothing last."""
    rows: dict[tuple[float, str], list[str]] = {}
    for word in words.GROUP_OF_MOVE:
        rows.setdefault(_as_played(word), []).append(word)
    cells = ((", ".join(f"`{word}`" for word in sorted(names)), played) for (_, played), names in sorted(rows.items()))
    return table(("In the record", "In a scenario"), cells)


def _as_played(word: str) -> tuple[float, str]:
    """Place in the table, and what a word becomes."""
    kind, severity = kinds_of_record.KIND_OF_MOVE[word], kinds_of_record.SEVERITY_OF_MEASURE.get(word)
    if severity is not None:
        return severity, f"`measure` of severity {severity:g}"
    if kind is None:
        return math.inf, "nothing"
    return (-1, "the kind of the same name") if kind == word else (0, f"`{kind}`")


def embassy_staff() -> str:
    """People at an embassy, by the size of sender and host."""
    sizes = (*usual_staff.EMBASSY_STAFF,)
    rows = ((f"*{sender}*", *(usual_staff.EMBASSY_STAFF[sender][host] for host in sizes)) for sender in sizes)
    return table(("Sender", *(f"host *{host}*" for host in sizes)), rows)


def cases(record: str) -> str:
    """Cases of a record: title, moves, silences, parties."""
    rows = (
        (f"`history/{case.name}`", case.title, case.rows, case.moves, case.silences, ", ".join(case.parties))
        for case in history.summaries()
        if case.record == record
    )
    return table(("Scenario", "Title", "Rows", "Moves", "Silences", "Parties"), rows)


BLOCKS: dict[str, Callable[[], str]] = {
    "surprises": surprise_rules,
    "phases": phases,
    "world_parameters": lambda: parameters(WORLD_PARAMETERS),
    "policy_parameters": lambda: parameters(POLICY_PARAMETERS),
    "others": others,
    "habits": habits,
    "marks": marks,
    "kinds": kinds,
    "codes": codes,
    "channel_kinds": channel_kinds,
    "tie_kinds": tie_kinds,
    "how_much": how_much,
    "presets": presets,
    "quotas": quotas,
    "names": names,
    "state_variables": state_variables,
    "structure": structure,
    "curves": curves,
    "streams": streams,
    "constants": constants,
    "arguments": arguments,
    "alone": alone,
    "record_roles": record_roles,
    "record_moves": record_moves,
    "record_kinds": record_kinds,
    "embassy_staff": embassy_staff,
    "moscow_cases": lambda: cases("moscow"),
    "world_cases": lambda: cases("world"),
}


if __name__ == "__main__":
    for page in pages():
        page.write_text(filled(page.read_text(encoding="utf-8")), encoding="utf-8")
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    FITTED.write_text(shipped.fitted_text(), encoding="utf-8")
    golden.FILE.write_text(golden.golden_text(), encoding="utf-8")
