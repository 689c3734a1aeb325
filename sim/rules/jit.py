"""The one place where numba's options for the model's rules live.

A rule decorated with :func:`rule` stays plain Python when Python calls it and is compiled when a
compiled driver calls it.  Importing a rule therefore compiles nothing.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

Rule = TypeVar("Rule", bound=Callable[..., Any])


def sources_digest() -> str:
    """Return a hash of every source file that compiled code is made of (16 hexadecimal digits).

    numba's disk cache notices edits only in the file of the cached function itself.  A folder named
    after the sources of all rules, and of the driver that compiles them, makes a stale result impossible.
    """
    digest, here = hashlib.sha256(), Path(__file__).parent
    for source in sorted([*here.glob("*.py"), *(here.parent / "engine").glob("*.py")]):
        digest.update(source.name.encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def use_private_cache() -> None:
    """Point numba's disk cache at a folder of this user and of these sources, mode 0700.

    Within a cache folder that the user set it makes one of its own, too.
    """
    digest, given = sources_digest(), os.environ.get("NUMBA_CACHE_DIR")
    if given and Path(given).name == digest:  # as the parent of this process set it
        return
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    folder = (Path(given) if given else Path(caches) / "detente") / digest
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError:
        folder = Path(tempfile.mkdtemp(prefix="detente-"))
    os.environ["NUMBA_CACHE_DIR"] = str(folder)


use_private_cache()

import numba  # noqa: E402  (the cache folder comes first)
from numba.extending import register_jitable  # noqa: E402

_settings: Any = numba.config
_settings.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # also where a user's program imported numba before


def rule(function: Rule) -> Rule:
    """Mark a function as a rule of the model: plain in Python, compiled inside a compiled driver."""
    return register_jitable(function)


def compiled(function: Any) -> Any:
    """Compile a driver's loop, once a release; it neither allocates nor needs the interpreter while it runs."""
    options: dict[str, Any] = {"nogil": True, "cache": True, "_nrt": False}
    return numba.njit(**options)(function)
