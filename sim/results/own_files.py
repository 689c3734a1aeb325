"""The text of a user's own files, such as the modules of own rules, as a manifest keeps it.

A result can be played again only with the files that it was played with, and these may be edited afterwards.  So their
text stands in the manifest: of the files that lie beside a scenario, not of installed packages.
"""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sim.scenario.characters import fault_in
from sim.scenario.own_rule import RuleFile
from sim.scenario.own_rule_file import digest_of
from sim.scenario.problems import shown

from .files import ResultError
from .whole_files import renew

OWN_FILES = "own_files"  # entry of a manifest
MOST_FILES, MOST_BYTES = 1000, 50_000_000  # that a manifest may hold
LONGEST_NAME = 200
_NAME = re.compile(r"(?:[A-Za-z_]\w{0,99}/){0,8}\w[\w .-]{0,99}", re.ASCII)  # below a folder, never above it
_BASE64 = "base64"


def texts_of(rules: Iterable[RuleFile]) -> dict[str, Any]:
    """Text of each file of own rules that lies beside a scenario, by its path from there.

    A file that was edited since the rule was found is left out, and so are two of one name.
    """
    found: dict[str, set[bytes]] = {}
    for rule in rules:
        if rule.folder is not None and rule.file is not None:
            files = {rule.file: rule.digest, **dict(rule.beside)}
            for file, digest in files.items():
                content = _content(file, digest)
                if content is not None:
                    found.setdefault(file.relative_to(rule.folder).as_posix(), set()).add(content)
    names = [name for name in sorted(found) if len(found[name]) == 1 and _NAME.fullmatch(name)]
    return {name: written(found[name].pop()) for name in names}


def table_text(file: Path) -> dict[str, Any]:
    """The text of a table of one's own, by the name of its file; nothing where it has a name that is not kept."""
    return {file.name: written(file.read_bytes())} if _NAME.fullmatch(file.name) else {}


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
    if len(name) > LONGEST_NAME or not _NAME.fullmatch(name) or ".." in name:
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
