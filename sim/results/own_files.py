"""The text of a user's own files, such as the modules of own rules, as a manifest keeps it.

A result can be played again only with the files that it was played with, and these may be edited afterwards.  So their
text stands in the manifest: of the files that lie beside a scenario, or that somebody named, not of installed packages.
What cannot be kept is named there, too, with the reason.
"""

import base64
import binascii
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.scenario.characters import fault_in
from sim.scenario.own_rule import RuleFile
from sim.scenario.own_rule_file import digest_of
from sim.scenario.problems import shown

from .files import ResultError
from .inner_paths import is_inner_path
from .whole_files import renew

OWN_FILES, NOT_KEPT = "own_files", "not_kept"  # entries of a manifest
MOST_FILES, MOST_BYTES = 1000, 50_000_000  # that a manifest may hold
LONGEST_NAME, DEEPEST = 300, 9
_BASE64 = "base64"


def texts_of(rules: Iterable[RuleFile]) -> dict[str, Any]:
    """Text of each file of own rules that lies beside a scenario, by its path from there.

    One that cannot be kept is left out, and :func:`not_kept` says why.
    """
    found = _contents(rules)
    return {name: written(contents.pop()) for name, contents in found.items() if not _fault(name, contents)}


def not_kept(rules: Iterable[RuleFile]) -> dict[str, str]:
    """Why files of own rules are not kept that should be, by their path: what is wrong, and what to do."""
    found = _contents(rules)
    return {name: fault for name, contents in found.items() if (fault := _fault(name, contents))}


def _contents(rules: Iterable[RuleFile]) -> dict[str, set[bytes]]:
    """Contents of the files of own rules, by path from the folder of the rule; none of one that was edited."""
    found: dict[str, set[bytes]] = {}
    for rule in rules:
        if rule.folder is not None and rule.file is not None:
            files = {rule.file: rule.digest, **dict(rule.beside)}
            for file, digest in files.items():
                content = _content(file, digest)
                kept = found.setdefault(file.relative_to(rule.folder).as_posix(), set())
                kept |= set() if content is None else {content}
    return dict(sorted(found.items()))


def _fault(name: str, contents: set[bytes]) -> str:
    """Why a file is not kept, and what to do; empty where it is."""
    if not is_kept_name(name):
        return "no name that every system can hold; give the file another, and play again"
    if len(contents) > 1:
        return "two files of this name; give one of them another, and play again"
    return "" if contents else "edited or removed while it was played; play again"


def is_kept_name(name: str) -> bool:
    """Whether a file may be kept under a path."""
    return len(name) <= LONGEST_NAME and is_inner_path(name, DEEPEST)


def table_text(file: Path) -> dict[str, Any]:
    """The text of a table of one's own, by the name of its file; nothing where it has a name that is not kept."""
    return {file.name: written(file.read_bytes())} if is_kept_name(file.name) else {}


def _content(file: Path, digest: str) -> bytes | None:
    try:
        content = file.read_bytes()
    except OSError:
        return None
    return content if digest_of(content) == digest else None


def written(content: bytes) -> Any:
    """Content of a file as JSON: its text, or where that could not stand in a document, its bytes in base64."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = ""
    is_text = text.encode() == content and fault_in(text) is None
    return text if is_text else {_BASE64: base64.b64encode(content).decode()}


def contents_in(manifest: Mapping[str, Any]) -> dict[str, bytes]:
    """Contents of the own files that a manifest holds, by path.

    Raises
    ------
    ResultError
        If there are too many, or one has a path that leads elsewhere, or no content.
    """
    entries = manifest.get(OWN_FILES, {})
    if not isinstance(entries, dict) or len(entries) > MOST_FILES:
        raise ResultError(f"manifest.json: {OWN_FILES}: expected at most {MOST_FILES:,} files by name")
    found = {name: _read(name, entry) for name, entry in entries.items()}
    if sum(map(len, found.values())) > MOST_BYTES:
        raise ResultError(f"manifest.json: {OWN_FILES}: more than {MOST_BYTES:,} bytes")
    return found


def _read(name: str, entry: Any) -> bytes:
    """Content of an own file; raises ResultError where its path or content is not sound."""
    if not is_kept_name(name):
        raise ResultError(f"manifest.json: {OWN_FILES}: {shown(name)} is no path below a folder")
    if isinstance(entry, str):
        return entry.encode()
    try:
        return base64.b64decode(entry[_BASE64], validate=True)
    except (KeyError, TypeError, binascii.Error):
        raise ResultError(f"manifest.json: {OWN_FILES}: {name} has no content that can be read") from None


def write_own_files(manifest: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write the own files that a manifest holds into a folder; returns their paths.

    Raises
    ------
    ResultError
        As :func:`contents_in` does.
    OSError
        If one cannot be written.
    """
    places = []
    for name, content in contents_in(manifest).items():
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        renew(place, content)
        places.append(place)
    return places
