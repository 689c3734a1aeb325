"""A program in a file: what it is called by, its code, and a checksum without which nothing of it is run."""

import json
import os
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

_CHECKSUM = sha256().digest_size
_LENGTH = 4  # bytes of the number that says how long the head is


class DamagedError(Exception):
    """A file that is not as it was written."""


@dataclass(frozen=True)
class Program:
    """A driver with all rules that it calls.

    Attributes
    ----------
    function : str, module and name of the driver
    kinds : of its arguments
    symbol : str, by which the code knows it
    results : types of what it returns
    is_tuple : whether it returns a tuple; else there is one result
    origin : str, where it was compiled: ``HERE`` or ``AT_RELEASE``
    code : bytes, LLVM bitcode or an object file
    """

    function: str
    kinds: tuple[str, ...]
    symbol: str
    results: tuple[str, ...]
    is_tuple: bool
    origin: str
    code: bytes


HERE, AT_RELEASE = "here", "at release"


def to_bytes(program: Program) -> bytes:
    """Return what :func:`from_bytes` reads."""
    head = json.dumps(asdict(replace(program, code=b"")) | {"code": ""}).encode()
    content = len(head).to_bytes(_LENGTH) + head + program.code
    return sha256(content).digest() + content


def from_bytes(data: bytes) -> Program:
    """Read a program; raises DamagedError where a byte is not as it was written."""
    content = data[_CHECKSUM:]
    if sha256(content).digest() != data[:_CHECKSUM]:
        raise DamagedError("its checksum is not that of its content")
    end = _LENGTH + int.from_bytes(content[:_LENGTH])
    head: dict[str, Any] = json.loads(content[_LENGTH:end])
    tuples = {name: tuple(head[name]) for name in ("kinds", "results")}
    return Program(**head | tuples | {"code": content[end:]})


def write(path: Path, data: bytes) -> None:
    """Write a file that is whole whenever it is there, also where several processes write it at once."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
