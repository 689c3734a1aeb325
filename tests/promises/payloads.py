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
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from sim.scenario.schema import json_schema
from tests.report.page.readers import wrong_in_markdown, wrong_in_page
from tests.trials import Trial

Field = tuple[str, ...]

PLAIN = "Plain"
PAYLOADS = {
    "an attribute of a format": "{0.__class__}",
    "a named place of a format": "Arden {north}",
    "an open brace": "{",
    "doubled braces": "{{}}",
    "a place of an old format": "%s %(a)s %d %",
    "a group of a replacement": r"\1 \g<0> \LaTeX \n",
    "a closing tag without an opening one": "Arden [/x]",
    "a style": "[bold red]Arden[/bold red] [north]",
    "a link": "[link=http://example.org]here[/link]",
    "an emoji code": ":smile: :warning:",
    "an escape sequence": "a\x1b[31mb",
    "a title for the terminal": "a\x1b]0;b\x07",
    "a bell": "a\x07b",
    "a control character of the second set": "a\x9b31mb",
    "an override of the direction": "a\u202eb",
    "an isolate": "a\u2066b",
    "a blank of no width": "a\u200bb",
    "a byte order mark": "\ufeffa",
    "a separator of lines": "a\u2028b",
    "a noncharacter": "a\uffffb",
    "another noncharacter": "a\U0001fffeb",
    "half of a surrogate pair": "a\ud800b",
    "a line break": "a\nb",
    "a carriage return": "a\rb",
    "a tab": "\ta",
    "a character of nothing": "a\0b",
    "a formula": '=HYPERLINK("http://example.org")',
    "a sum": "+1+1",
    "a negative number": "-1",
    "an address": "@SUM(1)",
    "an apostrophe": "'=1",
    "quotation marks": '"a" ""b""',
    "separators": "a,b;c|d",
    "a tag": "<b>a</b>&amp;]]><!--",
    "a script": "<script>alert(1)</script><a href='x'>",
    "a formula of TeX": r"$x^2$ \$5 _a_ ^{",
    "a path": "../../x/y",
    "a very long text": "very long " * 500 + "end",
    "a very long word": "x" * 5000,
    "Arabic": "وزارة الخارجية",
    "Chinese": "外務省",
    "an emoji of several": "👩🏽‍🚀 ❤️‍🔥",
    "combining marks": "e\u0301\u0302\u0303 Z\u0351\u036b",
    "nothing": "",
    "blanks": "   ",
    "a word for nothing": "null",
    "a word for no number": "NaN",
    "signs of YAML": "- a: 'b' # c & *d !e %f @g `h",
    "an underscore first": "_hidden",
    "the words of the sentence around it": "a or adopts 1 posts in place of the",
}
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
    "channels": {"arden_embassy": {}, "office": {"kind": "council", "between": ["arden", "league"]}},
    "relations": {"arden_belmora": {}},
    "record": {"note_of_january": {"date": "2030-01-10", **MOVE}},
    "timeline": {"first_expulsion": {}},
    "triggers": {"harm": {"date": "2030-03-02", "victim": "arden", "author": "belmora", "severity": 2}},
    "ties": {
        "goods": {"name": PLAIN, "kind": "trade", "between": ["arden", "belmora"], "note": PLAIN, "source": PLAIN},
    },
    "calendar": {
        "oath": {"kind": "inauguration", "of": "arden", "date": "2030-03-04", "waits": {"arden": "2030-03-01"}}
    },
    "observed": {"seen": {"date": "2030-03-03", **MOVE}},
    "experiments": {"two": {"vary": {"policies.arden.k": [1, 2]}, "runs": 2}},
}
COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check", "case.yaml"),
    "check --resolved": ("check", "case.yaml", "--resolved"),
    "check --text": ("check", "case.yaml", "--text"),
    "run": ("run", "case.yaml", "--out", "one"),
    "run --runs": ("run", "case.yaml", "--runs", "4", "--keep", "moves", "outcomes", "--out", "many"),
    "play": ("play", "case.yaml", "--as", "arden", "--runs", "6", "--no-figures", "--out", "game"),
    "compare": ("compare", "case.yaml", "--with", "policies.arden.k=9", "--runs", "6", "--out", "two"),
    "tournament": ("tournament", "case.yaml", "--policy", "ledger", "--runs", "2", "--out", "policies"),
    "offramp": ("offramp", "case.yaml", "two", "--runs", "3", "--out", "ways"),
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
    "bundle": ("bundle", "one/*/*", "--out", "bundles"),
    "rerun": ("rerun", "one/*/*", "--check"),
    "cite": ("cite", "one/*/*"),
    "cite of two worlds": ("cite", "two/*/*", "--format", "cff"),
    "list": ("list",),
}
TYPED: dict[str, tuple[str, ...]] = {  # a text comes last, and none of them can be meant
    "check": ("check",),
    "plot": ("plot",),
    "run": ("run",),
    "run --set": ("run", "two_states", "--set"),
    "run --until": ("run", "two_states", "--until"),
    "run --seed": ("run", "two_states", "--seed"),
    "run --relation": ("run", "two_states", "--runs", "2", "--relation"),
    "compare --with": ("compare", "two_states", "--with"),
    "tournament --policy": ("tournament", "two_states", "--policy"),
    "offramp --change": ("offramp", "two_states", "--change"),
    "offramp --end": ("offramp", "two_states", "--change", "policies.arden.k=1,2", "--end"),
    "sweep": ("sweep", "two_states"),
    "sweep --vary": ("sweep", "two_states", "--vary"),
    "sweep --design": ("sweep", "two_states", "--vary", "policies.arden.k=1,2", "--design"),
}
# elements of the pictures of plain names
ELEMENTS = {
    "svg",
    "metadata",
    "RDF",
    "Work",
    "type",
    "format",
    "defs",
    "style",
    "clipPath",
    "g",
    "path",
    "rect",
    "text",
    "use",
}
SHOWS = {  # fields that the output names
    "check": [("title",)],
    "run": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
    "run --runs": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
    "play": [("title",), ("states", "arden", "name"), ("states", "belmora", "name")],
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
    for n in range(times):
        given = _fitting(_dealt(n * len(PAYLOADS) // times), place())
        folder = place()
        for command in COMMANDS:
            wrong = _wrong_with(given, folder, command)
            if wrong and not command.startswith(("check", "plot", "report", "events", "list")):
                wrong = f"{wrong} (from {_named(_narrowed(given, place, command))})"
            yield f"{command}: every text is told as it is written", f"round {n}: {wrong}" if wrong else ""


def _dealt(first: int) -> dict[Field, str]:
    """One text for each field, from a given one on."""
    texts = list(PAYLOADS.values())
    return {field: texts[(first + n) % len(texts)] for n, field in enumerate(text_fields())}


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
        places = [field for field in _places(TEMPLATE, pattern, ()) if field[-1] not in REFERENCES]
        if not places and pattern[-1] not in REFERENCES:
            raise LookupError(f"the template has no place for {'.'.join(pattern)}")
        found += places
    return tuple(sorted(found))


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
    lines = answer.err.splitlines()
    if fault := _unsafe(answer):
        return f"{what}: {fault}"
    if answer.code == 0:
        return ""
    if (answer.code, answer.out) != (2, "") or not all(line.startswith("case.yaml:") for line in lines):
        return f"{what}: code {answer.code}, {answer.err[:200]!a}"
    alone = _typed(_plain_but(text_fields()[0], payload), folder, "check")
    return "" if alone.err.count("\n") == (alone.code == 2) else f"{what}: {alone.err[:200]!a}"


def _typed_in_vain(what: str, payload: str, folder: Path) -> str:
    """Type a text where none is meant; what is wrong with the answers."""
    for option, words in TYPED.items():
        with _within(folder):
            answer = _answer([*words, payload])
        if fault := _unsafe(answer) or ("" if (answer.code, answer.out) == (2, "") else f"code {answer.code}"):
            return f"{option} {what}: {fault}, {answer.err[:200]!a}"
    return f"{what}: something is written" if any(folder.iterdir()) else ""


def _plain_but(field: Field, payload: str) -> dict[Field, str]:
    return dict.fromkeys(text_fields(), PLAIN) | {field: payload}


def _fitting(given: dict[Field, str], folder: Path) -> dict[Field, str]:
    """The texts that the loader takes, and plain ones for the rest."""
    refused = {line.split(": ")[1] for line in _typed(given, folder, "check").err.splitlines()}
    return {field: PLAIN if ".".join(field) in refused else text for field, text in given.items()}


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
    if fault := _unsafe(answer):
        return fault
    for field in SHOWS.get(command, ()):
        if given[field].strip() not in answer.out:
            return f"{'.'.join(field)} is not shown as {given[field][:40]!a}"
    for path in sorted({*folder.rglob("*")} - before):
        if fault := _wrong_in(path, given):
            return f"{path.name}: {fault}"
    return ""


def _unsafe(answer: Answer) -> str:
    """What a terminal would obey, or a traceback; empty where there is none."""
    for said in (answer.out, answer.err):
        if "Traceback" in said:
            return f"a traceback: {said[-300:]!a}"
        for sign in {*said} - {"\n", "\u200c", "\u200d"}:
            if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") or ord(sign) & 0xFFFE == 0xFFFE:
                return f"{sign!a} on the console"
    return ""


def _wrong_in(path: Path, given: dict[Field, str]) -> str:
    """What is wrong with a file that was written; empty where nothing is."""
    if path.suffix == ".svg":
        strange = _tags_of(path) - ELEMENTS
        return f"the elements {sorted(strange)}" if strange else ""
    if path.suffix == ".html":
        return wrong_in_page(path.read_text(encoding="utf-8"), given[("title",)])
    if path.suffix == ".md":
        return wrong_in_markdown(path.read_text(encoding="utf-8"))
    if path.suffix == ".png":
        return "" if path.read_bytes().startswith(b"\x89PNG") and path.stat().st_size > 1000 else "no picture"
    if path.suffix == ".csv":
        rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline=""))
        return next((f"the formula {cell[:40]!a}" for row in rows for cell in row if _is_formula(cell)), "")
    return _changed(json.loads(path.read_text(encoding="utf-8")), given) if path.name == "manifest.json" else ""


def _is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula: a number with a sign is none."""
    try:
        float(cell)
    except ValueError:
        return cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    return False


def _changed(manifest: dict[str, Any], given: dict[Field, str]) -> str:
    """The first field that a manifest has otherwise; experiments are no part of it."""
    scenario = manifest.get("scenario") or manifest["scenario_a"]
    for field, text in given.items():
        kept: Any = scenario
        for key in field:
            kept = kept.get(key) if isinstance(kept, dict) else None
        if field[0] != "experiments" and kept != text:
            return f"{'.'.join(field)} has become {str(kept)[:40]!a}"
    return ""


def _tags_of(path: Path) -> set[str]:
    return {str(element.tag).rpartition("}")[2] for element in ET.parse(path).iter()}


def _typed(given: dict[Field, str], folder: Path, command: str) -> Answer:
    """Type a command in a folder with a scenario that holds the texts, in this process."""
    (folder / "case.yaml").write_text(_written(given), encoding="utf-8")
    words = [str(next(folder.glob(word)).relative_to(folder)) if "*" in word else word for word in COMMANDS[command]]
    with _within(folder):
        return _answer(words)


def _written(given: dict[Field, str]) -> str:
    """The scenario as JSON, which is YAML; what has no place in a file is escaped, as a stranger would."""
    document = json.loads(json.dumps(TEMPLATE))
    for field, text in given.items():
        entry = document
        for key in field[:-1]:
            entry = entry[key]
        entry[field[-1]] = text
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


def _answer(words: Sequence[str]) -> Answer:
    from sim.cli import main

    written = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(stream, encoding="utf-8") for stream in written]
    kept = sys.argv, sys.stdout, sys.stderr
    sys.argv, sys.stdout, sys.stderr = ["detente", *words], *streams
    try:
        main()
        code = 0
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    finally:
        sys.argv, sys.stdout, sys.stderr = kept
    for stream in streams:
        stream.flush()
    return Answer(code, *(stream.getvalue().decode() for stream in written))
