"""What stands at the marks of numbers: a function each, whose arguments are results, named after their commands.

A new one is a function of a module of this package and a line of its ``NUMBERS``.  It returns Markdown.
"""

from collections.abc import Callable

from . import guide, readme, seed, sweeps, tour

_ALL = (readme, guide, seed, sweeps, tour)
NUMBERS: dict[str, Callable[..., str]] = {name: write for page in _ALL for name, write in page.NUMBERS.items()}
