"""Results that were edited or damaged: ``plot`` draws them and says so, or refuses them in one line; no traceback.

Where tables are sound and a document is not, some figures may be drawn, and those that cannot be are named.
"""

import csv
import io
import itertools
import json
import random
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from tests.trials import Trial

TIMES, SHORT = 1500, 15
SETS = ("--set", "end=2030-02-15", "--set", "timeline.first_expulsion.date=2030-01-05", "--no-figures", "--excel")
COMMANDS = {
    "run": ("run", "two_states"),
    "forecast": ("run", "two_states", "--runs", "5", "--keep", "outcomes", "moves"),
    "comparison": ("compare", "two_states", "--with", "policies.arden.k=2", "--runs", "4"),
    "tournament": ("tournament", "two_states", "--policy", "ledger", "grim_trigger", "--runs", "3"),
    "offramp": ("offramp", "two_states", "--change", "policies.arden.k=0.5:1.5:3", "--runs", "3", "--below", "0.9"),
    "sweep": ("sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5:3", "--runs", "3", "--csv"),
}
Damage = Callable[[Path, random.Random], None]


def trials(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Damage results of every kind in every way, one after another, and have them drawn."""
    whole = _Whole(place())
    ways = [*itertools.product((DAMAGES | SAVED_AGAIN).items(), COMMANDS)]
    random.Random(0).shuffle(ways)  # so that a few are of every sort
    for number, ((what, damage), kind) in enumerate(itertools.islice(itertools.cycle(ways), times)):
        folder, chosen = Path(shutil.copytree(whole.folder(kind), place() / "result")), random.Random(number)
        if damage is _of_the_other:
            (folder.parent / "other").symlink_to(whole.folder(kind, seed="2"))
        damage(_file(folder, what, chosen), chosen)
        wrong = _drawn(folder, is_changed=_files(folder) != _files(whole.folder(kind)))
        if what in SAVED_AGAIN and not wrong and _pictures(folder) != whole.pictures(kind):
            wrong = "other pictures"
        yield what, wrong and f"trial {number}, {kind}: {wrong}"
        shutil.rmtree(folder.parent)


class _Whole:
    """Results as they were written, each made when it is first asked for."""

    def __init__(self, above: Path) -> None:
        self._above = above
        self._pictures: dict[str, dict[str, bytes]] = {}

    def folder(self, kind: str, seed: str = "1") -> Path:
        """A result of a kind."""
        above = self._above / f"{kind}-{seed}" / "two_states"
        if not above.exists():
            code, complaint = _typed(*COMMANDS[kind], *SETS, "--seed", seed, "--out", str(above.parent))
            assert code == 0, complaint
        (folder,) = (path for path in above.iterdir() if path.name != "figures")
        return folder

    def pictures(self, kind: str) -> dict[str, bytes]:
        """Figures of a result of a kind."""
        if kind not in self._pictures:
            assert _drawn(self.folder(kind), is_changed=False) == ""
            self._pictures[kind] = _pictures(self.folder(kind))
        return self._pictures[kind]


def _typed(*words: str) -> tuple[int, str]:
    """Type a command in this process; its exit code, and what it complained of."""
    from sim.cli import main

    given, complaint = sys.argv, io.StringIO()
    sys.argv = ["detente", *words]
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(complaint):
            main()
    except SystemExit as leaving:
        return int(leaving.code or 0), complaint.getvalue()
    finally:
        sys.argv = given
    return 0, complaint.getvalue()


def _drawn(folder: Path, is_changed: bool) -> str:
    """What goes otherwise than promised where a result is drawn."""
    try:
        code, complaint = _typed("plot", str(folder), "--format", "svg", "--out", str(folder.parent / "figures"))
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    lines = complaint.splitlines()
    if "Traceback" in complaint or re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", complaint):
        return f"said {complaint!r}"
    if code == 0:
        return "" if len(lines) == is_changed else f"drawn, changed: {is_changed}, said {complaint!r}"
    if code == 1 and is_changed and sum(line.startswith("not drawn: ") for line in lines) == len(lines) - 1 > 0:
        return ""
    if code == 2 and len(lines) == 1 and is_changed and str(folder) in complaint:
        return ""
    return f"code {code}, said {complaint!r}"


def _pictures(folder: Path) -> dict[str, bytes]:
    """Figures that were drawn of a result, by name; none where it was refused."""
    return {path.name: path.read_bytes() for path in (folder.parent / "figures").glob("*.svg")}


def _files(folder: Path) -> dict[str, bytes]:
    """What stands in the files of a result; links count by where they lead, folders as nothing."""
    return {
        path.name: path.read_bytes() if path.is_file() else b""
        for path in folder.iterdir()
        if path.name not in ("parts", "sweep.lock")
    }


def _file(folder: Path, what: str, chosen: random.Random) -> Path:
    """A file to damage: of the sort that the damage is for, or any."""
    endings = {"table": ".csv", "document": ".json", "sums": "SUMS"}.get(what.partition(":")[0], "")
    files = [folder / name for name, content in sorted(_files(folder).items()) if content and name.endswith(endings)]
    return chosen.choice(files)


def _bytes(change: Callable[[bytes, random.Random], bytes]) -> Damage:
    def damage(path: Path, chosen: random.Random) -> None:
        path.write_bytes(change(path.read_bytes(), chosen))

    return damage


def _text(change: Callable[[str, random.Random], str], encoding: str = "utf-8") -> Damage:
    def damage(path: Path, chosen: random.Random) -> None:
        path.write_bytes(change(path.read_text(encoding="utf-8"), chosen).encode(encoding, "replace"))

    return damage


def _rows(change: Callable[[list[str], random.Random], list[str]]) -> Damage:
    """Change the rows of a table below the first."""

    def changed(text: str, chosen: random.Random) -> str:
        header, *rows = text.splitlines(keepends=True)
        return "".join([header, *change(rows, chosen)])

    return _text(changed)


def _columns(change: Callable[[list[list[str]], int], None]) -> Damage:
    """Change one column of a table, the cells of which are parted at commas, whatever these are."""

    def changed(text: str, chosen: random.Random) -> str:
        rows = [line.split(",") for line in text.splitlines()]
        change(rows, chosen.randrange(len(rows[0])))
        return "\n".join(map(",".join, rows)) + "\n"

    return _text(changed)


def _cell(value: str) -> Damage:
    """Put another text in a cell anywhere."""

    def changed(text: str, chosen: random.Random) -> str:
        rows = [line.split(",") for line in text.splitlines()]
        row = chosen.choice(rows[1:] or rows)
        row[chosen.randrange(len(row))] = value
        return "\n".join(map(",".join, rows)) + "\n"

    return _text(changed)


def _document(value: Any) -> Damage:
    """Put another value at any place of a document."""

    def changed(text: str, chosen: random.Random) -> str:
        document = json.loads(text)
        places = [*_places(document)]
        if not places:
            return json.dumps(value)
        inside, key = chosen.choice(places)
        inside[key] = value
        return json.dumps(document)

    return _text(changed)


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        yield value, key
        yield from _places(entry)


def _flipped(content: bytes, chosen: random.Random) -> bytes:
    changed = bytearray(content)
    changed[chosen.randrange(len(changed))] ^= 1 << chosen.randrange(8)
    return bytes(changed)


def _removed(path: Path, chosen: random.Random) -> None:
    path.unlink()


def _a_folder(path: Path, chosen: random.Random) -> None:
    path.unlink()
    path.mkdir()


def _a_link(path: Path, chosen: random.Random) -> None:
    path.rename(path.parent.parent / "elsewhere")
    path.symlink_to(path.parent.parent / "elsewhere")


def _a_link_to_nothing(path: Path, chosen: random.Random) -> None:
    path.unlink()
    path.symlink_to(path.parent / "nowhere")


def _of_the_other(path: Path, chosen: random.Random) -> None:
    shutil.copy(path.parent.parent / "other" / path.name, path)


def _of_a_neighbour(path: Path, chosen: random.Random) -> None:
    shutil.copy(chosen.choice(sorted(path.parent.glob(f"*{path.suffix}"))), path.parent.parent / "other.csv")
    shutil.move(path.parent.parent / "other.csv", path)


def _renamed(rows: list[list[str]], place: int) -> None:
    rows[0][place] += "x"


def _dropped(rows: list[list[str]], place: int) -> None:
    for row in rows:
        del row[place : place + 1]


def _added(rows: list[list[str]], place: int) -> None:
    for row in rows:
        row.insert(place, "new")


def _saved_again(
    change: Callable[[str], str] = str,
    order: Callable[[list[list[str]]], None] = lambda rows: None,
    encoding: str = "utf-8",
    **form: Any,
) -> Damage:
    """Save a table as another program does: each cell changed, the rows below the first in another order."""

    def damage(path: Path, chosen: random.Random) -> None:
        with path.open(encoding="utf-8", newline="") as stream:
            header, *rows = ([*map(change, row)] for row in csv.reader(stream))
        order(rows)
        if rows and len(rows[0]) > len(header):
            header = ["", *header] if rows[0][0] == "1" else [*header, ""]
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, **{"lineterminator": "\n", **form}).writerows([header, *rows])

    return damage


def _widened(rows: list[list[str]]) -> None:
    for row in rows:
        row.append("")
    rows += [[""] * len(rows[0])] if rows else []


def _numbered(rows: list[list[str]]) -> None:
    for number, row in enumerate(rows, 1):
        row.insert(0, str(number))


NUMBER = re.compile(r"-?\d+\.\d+(e[+-]\d+)?")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
SAVED_AGAIN: dict[str, Damage] = {  # so that the pictures stay the same
    "table: rows reversed": _saved_again(order=lambda rows: rows.reverse()),
    "table: rows by the last column": _saved_again(order=lambda rows: rows.sort(key=lambda row: row[::-1])),
    "table: line ends of Windows": _saved_again(lineterminator="\r\n"),
    "table: line ends of old": _saved_again(lineterminator="\r"),
    "table: a mark first": _saved_again(encoding="utf-8-sig"),
    "table: tabs in UTF-16": _saved_again(delimiter="\t", encoding="utf-16"),
    "table: all quoted": _saved_again(quoting=csv.QUOTE_ALL),
    "table: semicolons": _saved_again(delimiter=";"),
    "table: semicolons and decimal commas": _saved_again(
        lambda cell: cell.replace(".", ",") if NUMBER.fullmatch(cell) else cell, delimiter=";"
    ),
    "table: German days": _saved_again(lambda cell: DAY.sub(r"\3.\2.\1", cell) if DAY.fullmatch(cell) else cell),
    "table: days with a time": _saved_again(lambda cell: f"{cell} 00:00:00" if DAY.fullmatch(cell) else cell),
    "table: words in capitals": _saved_again(lambda cell: cell.upper() if cell in ("True", "False") else cell),
    "table: empty columns and rows": _saved_again(order=_widened),
    "table: a column of row numbers": _saved_again(order=_numbered),
}
DAMAGES: dict[str, Damage] = {
    "a bit flipped": _bytes(_flipped),
    "cut off": _bytes(lambda content, chosen: content[: chosen.randrange(len(content))]),
    "emptied": _bytes(lambda content, chosen: b""),
    "zeros at the end": _bytes(lambda content, chosen: content[: len(content) // 2].ljust(len(content), b"\0")),
    "removed": _removed,
    "a folder in its place": _a_folder,
    "a link in its place": _a_link,
    "a link to nothing in its place": _a_link_to_nothing,
    "of another result": _of_the_other,
    "of a neighbour": _of_a_neighbour,
    "sums: removed": _removed,
    "sums: one lost": _rows(lambda rows, chosen: rows[1:]),
    "sums: another": _text(lambda text, chosen: text.replace(text[0], "0" if text[0] != "0" else "1", 1)),
    "table: a row dropped": _rows(lambda rows, chosen: rows[1:]),
    "table: a row twice": _rows(lambda rows, chosen: [*rows, *rows[:1]]),
    "table: a row twice in the place of another": _rows(lambda rows, chosen: [*rows[:-1], *rows[:1]]),
    "table: all rows dropped": _rows(lambda rows, chosen: []),
    "table: a column renamed": _columns(_renamed),
    "table: a column dropped": _columns(_dropped),
    "table: a column added": _columns(_added),
    "table: UTF-32": _text(lambda text, chosen: text, "utf-32"),
    "table: a Windows code page": _text(lambda text, chosen: text.replace("o", "ö"), "cp1252"),
    "table: commas changed to semicolons": _text(lambda text, chosen: text.replace(",", ";")),
    "table: American days": _saved_again(lambda cell: DAY.sub(r"\2/\3/\1", cell)),
    "table: a cell emptied": _cell(""),
    "table: a word in a cell": _cell("word"),
    "table: a control character in a cell": _cell("\x1b[31m\u202e"),
    "table: a large number in a cell": _cell("1e999"),
    "table: a long number in a cell": _cell("9" * 400),
    "table: a quotation mark in a cell": _cell('"'),
    "table: a comma more": _cell("1,2"),
    "document: null somewhere": _document(None),
    "document: a number somewhere": _document(-1),
    "document: a huge number somewhere": _document(10**400),
    "document: a text somewhere": _document("\x1b]0;x\x07"),
    "document: a list somewhere": _document([[]]),
    "document: sections somewhere": _document({"a": {}}),
    "document: nested deep": _text(lambda text, chosen: "[" * 100_000 + "]" * 100_000),
    "document: nested deep inside": _text(lambda text, chosen: text.replace("{", '{"x": ' + "[" * 50_000, 1)),
    "document: no number": _document(float("nan")),
}
