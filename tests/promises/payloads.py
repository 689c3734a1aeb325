"""Texts that some program would obey, in every text of a scenario: refused, or told everywhere as they are written.

Every text that the schema knows gets one of them, all at once; one scenario goes through every command.  A round gives
every field another text, and as many rounds as there are texts give every text to every field.
"""

import csv
import io
import json
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario.cells import guarded
from sim.scenario.characters import fault_in
from sim.scenario.countries import party_id
from sim.scenario.schema import json_schema
from tests.promises._texts import PAYLOADS
from tests.promises._told import PRINTED, Field, unsafe, wrong_in
from tests.trials import Trial

PLAIN = "Plain"
SHORT, TIMES = 1, len(PAYLOADS)  # rounds
# texts that name something else, and have to fit
REFERENCES = {"policy", "own_rule", "of", "show", "observed_from", "posts_from"}

# one entry of every section, so that every text has a place
FOREIGN = ["verbal", "channel", "personnel", "institution", "conciliatory"]
MOVE = {"from": "belmora", "to": "arden", "move": "criticise"}
TEMPLATE: dict[str, Any] = {
    "extends": "two_states",
    "name": "payloads",
    "end": "2030-03-12",
    "autonomous_from": "2030-02-25",
    "sources": {"book": ""},
    "policies": {"arden": {"silence_first": 0}},
    "states": {
        "arden": {"ministries": {"foreign": {"role": "foreign", "owns": FOREIGN}, "head": {"role": "head"}}},
        "belmora": {},
        "carda": {},
    },
    "alliances": {"league": {"members": ["carda"], "organs": {"secretary": {"role": "foreign", "owns": FOREIGN}}}},
    "channels": {
        "arden_embassy": {},
        "office": {"kind": "council", "between": ["arden", "league"]},
        "cardan_embassy": {"kind": "embassy", "sender": "carda", "host": "belmora", "accredited": 9},
        "cardan_legation": {"kind": "embassy", "sender": "carda", "host": "arden", "accredited": 7},
        "tabled_post": {"kind": "consulate", "sender": "arden", "host": "belmora", "staff": 3},
    },
    "relations": {"arden_belmora": {"mediators": ["carda"], "represented_by": {"arden": "carda"}}},
    "record": {"note_of_january": {"date": "2030-01-10", **MOVE}},
    "timeline": {"first_expulsion": {}},
    "triggers": {"harm": {"date": "2030-03-02", "victim": "arden", "author": "belmora", "severity": 2}},
    "ties": {
        "goods": {"name": PLAIN, "kind": "trade", "between": ["arden", "belmora"], "note": PLAIN, "source": PLAIN},
    },
    "calendar": {
        "oath": {"kind": "inauguration", "of": "arden", "date": "2030-03-04", "waits": {"arden": "2030-03-01"}}
    },
    "observed": {"seen": {"date": "2030-03-03", **MOVE}, "tabled": {"date": "2030-03-05", **MOVE}},
    "observed_from": "moves_seen.csv",
    "posts_from": "posts.csv",
    "experiments": {"two": {"vary": {"policies.arden.k": [1, 2]}, "runs": 2}},
}
# entries that stand in a table beside the file, and the texts that their columns hold
TABLED = {
    ("channels", "tabled_post"): ("posts.csv", ("name", "city", "source", "note")),
    ("observed", "tabled"): ("moves_seen.csv", ("ground", "source", "note", "ministry")),
}
NAMES = [(section, id_, "name") for section in ("states", "alliances") for id_ in TEMPLATE[section]]  # of parties
COMPARE = ("compare", "case.yaml", "--runs", "6")
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "case.yaml"),
    "check --resolved": ("check", "case.yaml", "--resolved"),
    "check --text": ("check", "case.yaml", "--text"),
    "run": ("run", "case.yaml", "--excel", "--out", "one"),
    "run --runs": ("run", "case.yaml", "--runs", "20", "--keep", "moves", "outcomes", "--excel", "--out", "many"),
    "play": ("play", "case.yaml", "--as", "arden", "--runs", "6", "--no-figures", "--excel", "--out", "game"),
    "decision": ("decision", "game/*/*/game.yaml", "--as", "arden", "--day", "2030-03-02", "--runs", "2"),
    "compare": (*COMPARE, "--with", "policies.arden.k=9", "--excel", "--format", "svg", "pdf", "--out", "two"),
    "tournament": ("tournament", "case.yaml", "--policy", "ledger", "--runs", "2", "--out", "policies"),
    "offramp": ("offramp", "case.yaml", "two", "--runs", "3", "--excel", "--out", "ways"),
    "sweep": ("sweep", "case.yaml", "two", "--csv", "--out", "points"),
    "plot": ("plot", "one/*/*", "--out", "again"),
    "events of a result": ("events", "one/*/*", "--as", "moves.csv"),
    "events": ("events", "moves.csv", "--as", "table.csv"),
    "report": ("report", "one/*/*", "--all", "--format", "html", "md"),
    "report of many": ("report", "many/*/*", "--format", "html", "md"),
    "report of two worlds": ("report", "two/*/*", "--format", "html", "md"),
    "report of policies": ("report", "policies/*/*", "--format", "html", "md"),
    "report of a way out": ("report", "ways/*/*", "--format", "html", "md"),
    "report of a sweep": ("report", "points/*/*", "--format", "html", "md"),
    "report of a game": ("report", "game/*/*", "--format", "html", "md"),
    "bundle": ("bundle", "one/*/*", "--out", "bundles"),
    "rerun": ("rerun", "bundles/*.zip", "--no-figures"),
    "rerun --check": ("rerun", "one/*/*", "--check"),
    "cite a bundle": ("cite", "bundles/*.zip", "--format", "text"),
    "cite": ("cite", "one/*/*", "--format", "bibtex"),
    "cite of two worlds": ("cite", "two/*/*", "--format", "cff"),
    "new of posts": ("new", "posts.csv", "--as", "of_posts.yaml", "--force"),
    "new of moves": ("new", "table.csv", "--as", "of_moves.yaml", "--force"),
    "list": ("list",),
}
TYPED_LINES = {"play": ("m", "s", "n", "p", "b", "m", "1", "p", "g", "s", "m", "g", "?", "e")}
WELL_TYPED: dict[str, tuple[str, ...]] = {  # a text stands at the star, and is taken, or refused in one line
    "run --set": ("run", "case.yaml", "--no-figures", "--set", "states.arden.name=*", "--out", "set"),
    "compare --with": (*COMPARE, "--no-figures", "--with", "states.arden.name=*", "--out", "with"),
    "compare --label": (*COMPARE, "--with", "policies.arden.k=9", "--label", "*", "--format", "svg", "--out", "label"),
    "run a file": ("run", "*.yaml", "--no-figures", "--out", "named"),
    "run --measure": ("run", "case.yaml", "--runs", "4", "--no-figures", "--measure", "*.py:calm", "--out", "own"),
    "new": ("new", "*", "Morocco", "--as", "mine.yaml"),
    "new alliance": ("new", "*=Chad,Mali", "Morocco", "--as", "ours.yaml"),
}
TYPED: dict[str, tuple[str, ...]] = {  # a text comes last, and none of them can be meant
    "check": ("check",),
    "plot": ("plot",),
    "run": ("run",),
    "run --set": ("run", "two_states", "--set"),
    "run --until": ("run", "two_states", "--until"),
    "run --seed": ("run", "two_states", "--seed"),
    "run --measure": ("run", "two_states", "--runs", "2", "--measure"),
    "run --relation": ("run", "two_states", "--runs", "2", "--relation"),
    "compare --with": ("compare", "two_states", "--with"),
    "tournament --policy": ("tournament", "two_states", "--policy"),
    "offramp --change": ("offramp", "two_states", "--change"),
    "offramp --end": ("offramp", "two_states", "--change", "policies.arden.k=1,2", "--end"),
    "sweep": ("sweep", "two_states"),
    "sweep --vary": ("sweep", "two_states", "--vary"),
    "sweep --design": ("sweep", "two_states", "--vary", "policies.arden.k=1,2", "--design"),
}
SHOWS = {  # fields that the output names
    "check": [("title",)],
    "run": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
    "run --runs": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
    "play": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
    "decision": [("states", "arden", "name")],
    "compare": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
    "events": [("states", "arden", "name"), ("states", "belmora", "name")],
    "tournament": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
    "offramp": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
    "sweep": [("title",), ("experiments", "two", "title"), ("experiments", "two", "about")],
}


class Answer(NamedTuple):
    """What a command ended with and said."""

    code: int
    out: str
    err: str


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Put every text into every field, and hold what every command makes of them against what is promised."""
    for what, payload in PAYLOADS.items():
        yield "a text is taken, or refused in one line a field", _refused_or_taken(what, payload, place())
    for what, payload in PAYLOADS.items():
        if "\0" not in payload:  # which no system lets be typed
            yield "a text is typed, and refused in plain words", _typed_in_vain(what, payload, place())
    for what, payload in [*PAYLOADS.items()][:: 1 if times > SHORT else 9]:
        if "\0" not in payload:
            yield "a text is typed, and told as it is, or refused in one line", _typed_well(what, payload, place())
    for n in range(times):
        given = _fitting(_dealt(n * len(PAYLOADS) // times), place())
        folder = place()
        for command in COMMANDS:
            wrong = _wrong_with(given, folder, command)
            if wrong and not any("*" in word for word in COMMANDS[command]):  # which reads what another wrote
                wrong = f"{wrong} (from {_named(_narrowed(given, place, command))})"
            yield f"{command}: every text is told as it is written", f"round {n}: {wrong}" if wrong else ""


def _dealt(first: int) -> dict[Field, str]:
    """One text for each field, from a given one on."""
    texts = list(PAYLOADS.values())
    dealt = {field: texts[(first + n) % len(texts)] for n, field in enumerate(text_fields())}
    return {field: _for_a_cell(text) if field[:2] in TABLED else text for field, text in dealt.items()}


def _for_a_cell(text: str) -> str:
    """A text that a table can hold as it is: cells are stripped, and one with another character spoils them all."""
    return PLAIN if fault_in(text) or "\n" in text or not text.strip() or text != text.strip() else text


@cache
def text_fields() -> tuple[Field, ...]:
    """Where the template has room for each free text of the schema.

    Raises
    ------
    LookupError
        If the schema has a text that the template has no entry for.
    """
    schema, found = json_schema(), []
    for pattern in _text_patterns(schema, schema, ()):
        places = [field for field in _places(TEMPLATE, pattern, ()) if _has_room(field)]
        if not places and pattern[-1] not in REFERENCES:
            raise LookupError(f"the template has no place for {'.'.join(pattern)}")
        found += places
    return tuple(sorted(found))


def _has_room(field: Field) -> bool:
    """Whether a text may stand there: no name of something else, and if in a table, in a column that it has."""
    columns = TABLED[field[:2]][1] if field[:2] in TABLED else (field[-1],)
    return field[-1] not in REFERENCES and field[-1] in columns


def _text_patterns(schema: dict[str, Any], shape: dict[str, Any], path: Field) -> Iterator[Field]:
    """Paths of all free texts, with "*" for an id."""
    shape = next((choice for choice in shape.get("anyOf", ()) if choice.get("type") != "null"), shape)
    if "$ref" in shape:
        shape = schema["$defs"][shape["$ref"].rpartition("/")[2]]
    if shape.get("type") == "string" and not {"enum", "const", "pattern", "format"} & shape.keys():
        yield path
    for key, inner in shape.get("properties", {}).items():
        if key != "extends":
            yield from _text_patterns(schema, inner, (*path, key))
    others = shape.get("additionalProperties")
    for inner in (*shape.get("patternProperties", {}).values(), *([others] if isinstance(others, dict) else ())):
        if path[-1:] not in (("vary",), ("set",)):  # which hold what any other field does
            yield from _text_patterns(schema, inner, (*path, "*"))


def _places(entry: Any, pattern: Field, path: Field) -> Iterator[Field]:
    """Fields of a document that a pattern fits; the last key need not be there."""
    if not pattern:
        yield path
    elif isinstance(entry, dict):
        for key in entry if pattern[0] == "*" else [pattern[0]]:
            if key in entry or len(pattern) == 1:
                yield from _places(entry.get(key), pattern[1:], (*path, key))


def _refused_or_taken(what: str, payload: str, folder: Path) -> str:
    """Check a scenario with one text in all fields; what is wrong with the answer."""
    answer = _typed(dict.fromkeys(text_fields(), payload), folder, "check")
    lines, files = answer.err.splitlines(), ("case.yaml:", *(f"{table}:" for table, _ in TABLED.values()))
    if fault := unsafe(answer.out + answer.err):
        return f"{what}: {fault}"
    if answer.code == 0:
        return ""
    if (answer.code, answer.out) != (2, "") or not all(line.startswith(files) for line in lines):
        return f"{what}: code {answer.code}, {answer.err[:200]!a}"
    alone = _typed(_plain_but(text_fields()[0], payload), folder, "check")
    return "" if alone.err.count("\n") == (alone.code == 2) else f"{what}: {alone.err[:200]!a}"


def _typed_in_vain(what: str, payload: str, folder: Path) -> str:
    """Type a text where none is meant; what is wrong with the answers."""
    for option, words in TYPED.items():
        with _within(folder):
            answer = _answer([*words, payload])
        if fault := unsafe(answer.out + answer.err) or (
            "" if (answer.code, answer.out) == (2, "") else f"code {answer.code}"
        ):
            return f"{option} {what}: {fault}, {answer.err[:200]!a}"
    return f"{what}: something is written" if any(folder.iterdir()) else ""


def _typed_well(what: str, payload: str, folder: Path) -> str:
    """Type a text where one is meant, and have a report of what was played; what is wrong with it all."""
    given = dict.fromkeys(text_fields(), PLAIN)
    _write(given, folder)
    for option, words in WELL_TYPED.items():
        if any(word.startswith("*.") for word in words) and not _is_laid(payload, folder):
            continue
        text = json.dumps(payload) if option.endswith(("--set", "--with")) else payload
        before = {*folder.rglob("*")}
        with _within(folder):
            answer = _answer([word.replace("*", text) for word in words])
            written = sorted(folder.glob(f"{words[-1]}/*/*"))
            for result in written:
                _answer(["report", str(result), "--format", "html", "md"])
        said = unsafe(answer.out + answer.err)
        complaint = re.sub(r"See: detente [\w ]+ --help\n$", "", answer.err)
        is_refusal = answer.code == 2 and answer.out == "" and complaint.count("\n") == 1
        if said or not (answer.code == 0 or is_refusal):
            return f"{option} {what}: {said}, code {answer.code}, {answer.err[:300]!a}"
        others = {path for path in folder.rglob("*") if path.name != "manifest.json"}
        for path in sorted(others - before):
            if fault := wrong_in(path, given):
                return f"{option} {what}: {path.name}: {fault}"
    return ""


def _is_laid(name: str, folder: Path) -> bool:
    """Whether a scenario and a module of a name lie in a folder: no system has files of every name."""
    if "/" in name:
        return False
    try:
        (folder / f"{name}.yaml").write_bytes((folder / "case.yaml").read_bytes())
        (folder / f"{name}.py").write_text("def calm(history):\n    return len(history.moves) < 9\n", encoding="utf-8")
    except (OSError, ValueError):
        return False
    return True


def _plain_but(field: Field, payload: str) -> dict[Field, str]:
    return dict.fromkeys(text_fields(), PLAIN) | {field: payload}


def _fitting(given: dict[Field, str], folder: Path) -> dict[Field, str]:
    """The texts that the loader takes, and plain ones for the rest."""
    refused = {line.split(": ")[1] for line in _typed(given, folder, "check").err.splitlines()}
    fitting = {field: PLAIN if ".".join(field) in refused else text for field, text in given.items()}
    ids = Counter(party_id(fitting[field]) for field in NAMES)  # which a table of moves cannot tell apart
    return {
        field: f"Plain {NAMES.index(field)}" if field in NAMES and ids[party_id(text)] > 1 else text
        for field, text in fitting.items()
    }


def _narrowed(given: dict[Field, str], place: Callable[[], Path], command: str) -> list[Field]:
    """Few fields whose texts alone bring the same about."""
    suspects = [field for field, text in given.items() if text != PLAIN]
    while len(suspects) > 1:
        middle = len(suspects) // 2
        for half in (suspects[:middle], suspects[middle:]):
            fewer = {field: text if field in half else PLAIN for field, text in given.items()}
            if _wrong_with(fewer, place(), command):
                suspects = half
                break
        else:
            return suspects
    return suspects


def _named(fields: Sequence[Field]) -> str:
    return ", ".join(".".join(field) for field in fields)


def _wrong_with(given: dict[Field, str], folder: Path, command: str) -> str:
    """What a command makes of some texts otherwise than promised; empty where nothing is."""
    before = {*folder.rglob("*")}
    answer = _typed(given, folder, command)
    if answer.code:
        return f"code {answer.code}: {answer.err[:300]!a}"
    if fault := unsafe(answer.out + answer.err):
        return fault
    for field in SHOWS.get(command, ()):
        by_id = command == "events" and re.search(f"^{field[1]} ", answer.out, re.MULTILINE)  # where a name is unfit
        if given[field].strip() not in answer.out and not by_id:
            return f"{'.'.join(field)} is not shown as {given[field][:40]!a}"
    for path in sorted({*folder.rglob("*")} - before):
        if fault := wrong_in(path, given):
            return f"{path.name}: {fault}"
    return PRINTED[command](answer.out, given) if command in PRINTED else ""


def _typed(given: dict[Field, str], folder: Path, command: str) -> Answer:
    """Type a command in a folder with a scenario that holds the texts, in this process."""
    _write(given, folder)
    words = [str(next(folder.glob(word)).relative_to(folder)) if "*" in word else word for word in COMMANDS[command]]
    with _within(folder):
        return _answer(words, TYPED_LINES.get(command, ()))


def _write(given: dict[Field, str], folder: Path) -> None:
    """Write the scenario and the tables beside it."""
    (folder / "case.yaml").write_text(_written(given), encoding="utf-8")
    for (section, id_), (table, columns) in TABLED.items():
        row = {"id": id_, **TEMPLATE[section][id_]} | {key: guarded(given[section, id_, key]) for key in columns}
        with (folder / table).open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows([row.keys(), row.values()])


def _written(given: dict[Field, str]) -> str:
    """The scenario as JSON, which is YAML; what has no place in a file is escaped, as a stranger would."""
    document = json.loads(json.dumps(TEMPLATE))
    for field, text in given.items():
        entry = document
        for key in field[:-1]:
            entry = entry[key]
        entry[field[-1]] = text
    for section, id_ in TABLED:
        del document[section][id_]
    said = re.sub(r'"(\d{4}-\d\d-\d\d)"', r"\1", json.dumps(document, ensure_ascii=False))  # no text, but a date
    return "".join(c if c.isprintable() or c in "\u200c\u200d" else f"\\U{ord(c):08x}" for c in said)


@contextmanager
def _within(folder: Path) -> Iterator[None]:
    """Work in a folder, before a console of ample width; all is as before in the end."""
    before, columns, handler = Path.cwd(), os.environ.get("COLUMNS"), signal.getsignal(signal.SIGINT)
    os.chdir(folder)
    os.environ["COLUMNS"] = "30000"
    try:
        yield
    finally:
        os.chdir(before)
        signal.signal(signal.SIGINT, handler)
        os.environ.pop("COLUMNS")
        os.environ |= {"COLUMNS": columns} if columns is not None else {}


def _answer(words: Sequence[str], lines: Sequence[str] = ()) -> Answer:
    """Type a command, and lines while it asks for any."""
    from sim.cli import main

    written = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(stream, encoding="utf-8") for stream in written]
    kept = sys.argv, sys.stdout, sys.stderr, sys.stdin
    sys.argv, sys.stdout, sys.stderr = ["detente", *words], *streams
    sys.stdin = io.StringIO("".join(f"{line}\n" for line in lines))
    try:
        main()
        code = 0
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    finally:
        sys.argv, sys.stdout, sys.stderr, sys.stdin = kept
    for stream in streams:
        stream.flush()
    return Answer(code, *(stream.getvalue().decode() for stream in written))
