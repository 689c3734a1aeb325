"""The SHA-256 of the files of a folder as they were written, in the form that ``sha256sum -c SHA256SUMS`` reads."""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from .whole_files import content_of, open_plain, renew

SUMS = "SHA256SUMS"
MOST_BYTES = 1_000_000  # of all sums
_LINE = re.compile(r"([0-9a-f]{64})  ([\w-][\w.-]*)")  # a file in the folder itself, nowhere else


def write_sums(folder: Path, names: Iterable[str]) -> None:
    """Write the checksums of some files as they are now; those of other files are forgotten."""
    text = "".join(f"{_sum_of(folder / name)}  {name}\n" for name in sorted(names))
    renew(folder / SUMS, text.encode())


def add_sum(folder: Path, name: str) -> None:
    """Add the checksum of one more file as it is now, and keep those of the others."""
    sums = read_sums(folder) | {name: _sum_of(folder / name)}
    text = "".join(f"{digits}  {file}\n" for file, digits in sorted(sums.items()))
    renew(folder / SUMS, text.encode())


def read_sums(folder: Path) -> dict[str, str]:
    """SHA-256 by file name; empty where there is no such list, or it cannot be read."""
    try:
        lines = content_of(folder / SUMS, MOST_BYTES).decode().splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = [_LINE.fullmatch(line) for line in lines]
    return {match[2]: match[1] for match in found if match} if all(found) else {}


def unlike(folder: Path) -> list[str]:
    """Names of the files that are missing or have changed."""
    return [name for name, digits in read_sums(folder).items() if _sum_of(folder / name) != digits]


def sound(folder: Path) -> set[str]:
    """Names of the files that have not changed."""
    return read_sums(folder).keys() - set(unlike(folder))


def _sum_of(path: Path) -> str:
    """SHA-256 of a file; empty where it cannot be read."""
    try:
        with open_plain(path) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""
