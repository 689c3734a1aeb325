"""A user's own rule for *how much*: a Python function in a file, named by module and function."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

NUMBERS = ("perceived", "balance", "grievance", "previous", "last", "k", "c")  # that a rule is given, in this order
MISSING = "missing"  # instead of the digest of a file
OwnRule = Callable[[float, float, float, float, float, float, float], float]
_ELSE = "or else the same seed gives other results"


class OwnKind(NamedTuple):
    """What users write functions for.

    Attributes
    ----------
    called : what such a function is called
    takes : names of what it is given, in this order
    function, alone, places : what messages say was expected: the function, its answers, where it stands
    trusted_places : the same, where ``--trust`` allows more
    """

    called: str
    takes: tuple[str, ...]
    function: str
    alone: str
    places: str
    trusted_places: str


_BESIDE = "a module beside the scenario or of an installed package"
RULE = OwnKind(
    "rule",
    NUMBERS,
    f"a function of {', '.join(NUMBERS)}",
    f"one that depends on nothing but the numbers that it is given, {_ELSE}",
    _BESIDE,
    f"{_BESIDE}; --trust (in Python trust=True) allows any other",
)


class OwnRuleError(Exception):
    """An own rule that cannot be used, or that gives no usable severity."""


class NoRuleError(OwnRuleError):
    """An own rule that is not where it may be, or that is no rule: what is wrong, and what was expected."""

    def __init__(self, problem: str, expected: str) -> None:
        super().__init__(problem, expected)
        self.problem, self.expected = problem, expected

    def __str__(self) -> str:
        return f"{self.problem}; expected {self.expected}"


class ChangedRuleError(OwnRuleError):
    """The file of an own rule is no longer what it was when the scenario was read."""


@dataclass(frozen=True)
class RuleFile:
    """An own rule as it was found, before anything of it was run.

    Attributes
    ----------
    path : str, ``module:function`` as it is written
    file : Path, where the function is defined; None of a module that is built into Python
    digest : str, first digits of the SHA-256 of the file
    folder : Path, from which the module is imported; None of a module that Python finds by itself
    beside : files of that folder that the module imports, each with its digest
    """

    path: str
    file: Path | None
    digest: str
    folder: Path | None
    beside: tuple[tuple[Path, str], ...] = ()

    @property
    def files(self) -> dict[str, tuple[Path | None, str]]:
        """Files that the rule is made of and their digests; that of the rule by its path."""
        places = ((file, file.relative_to(self.folder or "/").as_posix(), digest) for file, digest in self.beside)
        return {self.path: (self.file, self.digest), **{name: (file, digest) for file, name, digest in places}}

    @property
    def module(self) -> str:
        """Dotted name of the module."""
        return self.path.partition(":")[0]

    @property
    def function(self) -> str:
        """Name of the function."""
        return self.path.partition(":")[2]


@dataclass(frozen=True)
class FoundRules:
    """The own rules of a scenario as its reader found them; no part of what the scenario says."""

    by_policy: dict[str, RuleFile] = field(default_factory=dict, compare=False)


def digests(rules: Iterable[RuleFile]) -> dict[str, str]:
    """First digits of the SHA-256 of each rule's file by its path, and of files beside it that it imports.

    Of files of one name in several folders, all of them.
    """
    found: dict[str, set[str]] = {}
    for name, (_, digest) in (entry for rule in rules for entry in rule.files.items()):
        found.setdefault(name, set()).add(digest)
    return {name: " and ".join(sorted(found[name])) for name in sorted(found)}
