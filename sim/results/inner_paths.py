"""Paths of files within a folder that is handed on: what any system can hold, and what leads nowhere else."""

from sim.scenario.characters import fault_in, is_utf8

LONGEST_PART, MOST_BYTES_OF_A_PART = 150, 240  # file systems hold 255 bytes
_NOWHERE = frozenset('\\:*?"<>|')  # that some system takes for something else than a name


def is_inner_path(text: str, deepest: int = 13) -> bool:
    """Whether a text is the path of a file below a folder, in letters of any script, and never above it.

    Parameters
    ----------
    text : str, parts with ``/`` between them
    deepest : int, parts at most

    Examples
    --------
    >>> [is_inner_path(text) for text in ("code/maß (2).py", "../a.py", "a/.hidden", "C:a.py", "")]
    [True, False, False, False, False]
    """
    parts = text.split("/")
    return len(parts) <= deepest and all(map(_is_name, parts))


def _is_name(part: str) -> bool:
    is_seen = is_utf8(part) and fault_in(part) is None and part.isprintable() and not _NOWHERE & {*part}
    is_plain = is_seen and part == part.strip() and part[:1] not in ("", ".", "-", "~") and part[-1] != "."
    return is_plain and len(part) <= LONGEST_PART and len(part.encode()) <= MOST_BYTES_OF_A_PART
