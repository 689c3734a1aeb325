"""The order in which pages are read: notebooks take seconds each, so they are spread over the processes that read."""

from collections.abc import Sequence
from math import ceil
from typing import Any


def spread(names: Sequence[str]) -> list[str]:
    """Names of pages in an order in which notebooks lie far from each other.

    Examples
    --------
    >>> spread(["a", "b", "python/x", "python/y", "z"])
    ['python/x', 'a', 'b', 'python/y', 'z']
    """
    slow = [name for name in names if name.startswith("python/")]
    quick = [name for name in names if name not in slow]
    step = ceil(len(quick) / len(slow)) if slow else 0
    return [name for i, one in enumerate(slow) for name in (one, *quick[i * step : (i + 1) * step])] or quick


def _before_reading(_app: Any, _env: Any, names: list[str]) -> None:
    names[:] = spread(names)


def setup(app: Any) -> dict[str, bool]:
    """Tell Sphinx what to call."""
    app.connect("env-before-read-docs", _before_reading)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
