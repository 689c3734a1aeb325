"""What fits into memory."""

import psutil

MEMORY_SHARE = 0.8  # of what is free


class TooLargeError(Exception):
    """More than fits into memory or on a disk; the message names the most that does."""


def free_memory() -> int:
    """Bytes that the machine can give."""
    return int(MEMORY_SHARE * psutil.virtual_memory().available)


def memory_in_use() -> int:
    """Bytes that this process has taken so far."""
    return int(psutil.Process().memory_info().rss)
