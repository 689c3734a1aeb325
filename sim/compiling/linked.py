"""What a release carries of a driver and all that it calls: LLVM bitcode, from which machine code is quickly made.

A file is named by the sources that it was made of, LLVM's version and the kind of machine.  Where there is none of the
name that fits, the rules are compiled from their sources.
"""

import lzma
import warnings
from dataclasses import replace
from pathlib import Path

from .cache_folder import sources_digest
from .checked_file import AT_RELEASE, DamagedError, Program, from_bytes, to_bytes
from .machine_code import IS_TRIED, LLVM, simplified, triple

INSTEAD = "the rules are compiled here instead"
FOLDER = Path(__file__).with_name("linked")


def file_of(name: str) -> Path:
    """File for a driver of this name, in the sources at hand on a machine of this kind."""
    return FOLDER / f"{name}-{sources_digest()}-llvm{LLVM}-{triple()}.xz"


def write(name: str, program: Program) -> Path:
    """Write what a release carries of a driver, and remove what was written of it before, from other sources."""
    path = file_of(name)
    FOLDER.mkdir(exist_ok=True)
    for older in FOLDER.glob(f"{name}-*-{triple()}.xz"):
        older.unlink()
    carried = replace(program, origin=AT_RELEASE, code=simplified(program.code))
    path.write_bytes(lzma.compress(to_bytes(carried), preset=9))
    return path


def is_there(name: str) -> bool:
    """Whether there is a file for this installation."""
    return IS_TRIED and file_of(name).exists()


def read(name: str, function: str, kinds: tuple[str, ...]) -> Program | None:
    """What the release carries of a driver; None where that is nothing, or a file that is damaged, which is said."""
    if not is_there(name):
        return None
    path = file_of(name)
    try:
        program = from_bytes(lzma.decompress(path.read_bytes()))
    except (DamagedError, EOFError, OSError, lzma.LZMAError) as problem:
        warnings.warn(f"{path}: damaged ({problem}); {INSTEAD}", RuntimeWarning, stacklevel=2)
        return None
    return program if (program.function, program.kinds) == (function, kinds) else None
