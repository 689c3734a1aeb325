"""A user's own measure: a Python function of one history, found where it was named, and run as an own rule is."""

import hashlib
import inspect
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PureWindowsPath
from typing import Any, TypeAlias

from .arguments import ArgumentError
from .own_function import NoOriginError, origin_of
from .own_rule import ChangedRuleError, NoRuleError, OwnKind, OwnRuleError, RuleFile
from .own_rule_code import module_of
from .own_rule_file import DIGITS, RuleFinder
from .problems import Origin

Function = Callable[[Any], Any]

_PLACES = "a module of the current folder, beside the scenario or installed, or a file: `FILE.py:FUNCTION`"
MEASURE = OwnKind(
    "measure",
    ("history",),
    "a function of one history",
    "one that depends on nothing but the history that it is given, or else the same seed gives other results",
    _PLACES,
    _PLACES,
)
FORM = "`MODULE:FUNCTION` or `FILE.py:FUNCTION`"
LONGEST_NAME = 60
NOT_KEPT = "not_kept"  # entry of a measure in a manifest, where nobody else can have its function


class OwnMeasureError(OwnRuleError):
    """An own measure that cannot be used, that fails, or that gives what is no number."""


@dataclass(frozen=True)
class OwnMeasure:
    """A measure as it was given.

    Attributes
    ----------
    name : str, as it stands in tables
    source : str, how it was named, or where the function is defined
    rule : RuleFile, where it was named by a path; None of a function that Python handed over
    function : that function
    origin : RuleFile, the file that defines that function; without one it is known by its text alone, and not by what
        it uses besides
    not_kept : why there is none, and what to do
    digest : first digits of the SHA-256 of that text
    is_share : whether it says yes or no, so that its outcome is a share of histories; None while it is not known
    """

    name: str
    source: str
    rule: RuleFile | None = None
    function: Function | None = field(default=None, compare=False)
    origin: RuleFile | None = None
    not_kept: str = ""
    digest: str = ""
    is_share: bool | None = None

    @property
    def files(self) -> dict[str, str]:
        """First digits of the SHA-256 of the files it is made of, by their names; of a function that of its text."""
        defined = self.rule or self.origin
        if defined is None:
            return {self.source: self.digest}
        return {name: digest for name, (_, digest) in defined.files.items()}

    def ready(self) -> Function:
        """The function; runs its module where that was not done yet.

        Raises
        ------
        OwnMeasureError
            If the module fails, or has no such function of one argument.
        ChangedRuleError
            If the file was edited after it was read.
        """
        if self.rule is None:
            function = self.function
        else:
            try:
                function = getattr(module_of(self.rule), self.rule.function, None)
            except ChangedRuleError:
                raise
            except OwnRuleError as problem:
                raise OwnMeasureError(f"measure {self.source}: {problem}") from None
        if not callable(function) or not _takes_one(function):
            raise OwnMeasureError(f"measure {self.source}: is no such function; expected {MEASURE.function}")
        return function


Given: TypeAlias = Mapping[str, Function | str] | Sequence[Function | str | OwnMeasure]


def read_measures(given: Given | None, scenario: Path | None = None) -> tuple[OwnMeasure, ...]:
    """Read what was given as measures; nothing of it is run.

    Parameters
    ----------
    given : functions or texts ``module:function``, by name or as a list, where each has the name of its function
    scenario : file beside which a module may be, too

    Raises
    ------
    ArgumentError
        If one of them is neither, has no usable name, or is not where it may be.
    """
    argument, finder = "measures", RuleFinder(scenario, kind=MEASURE)
    found = [_read(name, value, finder, argument) for name, value in _named(given, argument)]
    for name in (names := [measure.name for measure in found]):
        if not _is_name(name):
            raise ArgumentError(argument, name, "no name for a measure; expected letters, digits and _, a letter first")
        if names.count(name) > 1:
            raise ArgumentError(argument, name, "given twice; give one of the functions another name")
    return tuple(found)


def rules_in(measures: Iterable[OwnMeasure]) -> list[RuleFile]:
    """Files that define own measures, as those of own rules."""
    return [defined for measure in measures if (defined := measure.rule or measure.origin) is not None]


def _is_name(name: str) -> bool:
    return name.isidentifier() and not name.startswith("_") and len(name) <= LONGEST_NAME


def in_manifest(measures: Sequence[OwnMeasure]) -> list[dict[str, Any]]:
    """What a manifest says of own measures: name, function, the files they are made of, whether they say yes or no.

    And of a function that no file defines, why nobody else can have it.
    """
    return [
        {"name": own.name, "function": own.source, "files": own.files, "is_share": own.is_share}
        | ({NOT_KEPT: own.not_kept} if own.not_kept else {})
        for own in measures
    ]


def read_again(manifest: Mapping[str, Any], scenario: Path) -> tuple[OwnMeasure, ...]:
    """Own measures that a manifest names, found beside a scenario or installed, so that they can be asked again.

    Whatever folder they were named in, their files lie beside the scenario now; the current folder is not looked at.

    Raises
    ------
    ArgumentError
        If one of them is not where it may be.
    """
    finder, beside = RuleFinder(scenario, kind=MEASURE, is_alone=True), Origin(scenario, 0, 0)
    return tuple(_found_again(entry, finder, beside) for entry in manifest.get("measures", []))


def _found_again(entry: Mapping[str, Any], finder: RuleFinder, beside: Origin) -> OwnMeasure:
    name, text = str(entry["name"]), str(entry["function"])
    if NOT_KEPT in entry:
        raise ArgumentError("measures", text, f"nobody else can have it: {entry[NOT_KEPT]}")
    place, _, function = text.rpartition(":")
    module = PureWindowsPath(place).stem if place.endswith(".py") else place  # which knows the separators of all
    try:
        return OwnMeasure(name, text, finder.find(f"{module}:{function}", beside))
    except NoRuleError as problem:
        raise ArgumentError("measures", text, f"{problem.problem}; expected it in the bundle, or installed") from None


def from_manifest(manifest: Mapping[str, Any]) -> tuple[OwnMeasure, ...]:
    """Own measures that a manifest names; they cannot be asked."""
    return tuple(
        OwnMeasure(entry["name"], entry["function"], is_share=entry["is_share"])
        for entry in manifest.get("measures", [])
    )


def _named(given: Given | None, argument: str) -> Iterable[tuple[str, Any]]:
    if given is None:
        return ()
    if isinstance(given, Mapping):
        return given.items()
    if isinstance(given, str) or callable(given):
        given = (given,)
    if not isinstance(given, Sequence):
        raise ArgumentError(argument, given, f"expected functions by name, or a list of {FORM}")
    return [("", value) for value in given]


def _read(name: str, value: Any, finder: RuleFinder, argument: str) -> OwnMeasure:
    if isinstance(value, OwnMeasure):  # read before
        return value
    if isinstance(value, str):
        rule = _found(value, finder, argument)
        return OwnMeasure(name or rule.function, value, rule)
    if not callable(value):
        raise ArgumentError(argument, value, f"expected a function of one history, or {FORM}")
    called = getattr(value, "__qualname__", type(value).__qualname__)
    source = f"{getattr(value, '__module__', '')}:{called}"
    given = OwnMeasure(str(name) or called.rpartition(".")[2], source, None, value, digest=_digest_of(value))
    try:
        return replace(given, origin=origin_of(value, finder))
    except NoOriginError as problem:
        return replace(given, not_kept=str(problem))


def _found(text: str, finder: RuleFinder, argument: str) -> RuleFile:
    place, _, typed = text.rpartition(":")
    function = unicodedata.normalize("NFKC", typed)  # as Python reads names
    if not place or not function.isidentifier():
        raise ArgumentError(argument, text, f"names no function; expected {FORM}")
    is_file = place.endswith(".py")
    where = Origin(Path(place), 0, 0) if is_file else None
    try:
        if is_file and not Path(place).is_file():
            raise NoRuleError(f"there is no file {place}", MEASURE.places)
        if is_file and "." in Path(place).stem:
            raise NoRuleError(f"{Path(place).name} has a point in its name", "a file of another name, as for a module")
        return finder.find(f"{Path(place).stem if is_file else place}:{function}", where)
    except NoRuleError as problem:
        raise ArgumentError(argument, text, str(problem)) from None


def _digest_of(function: Any) -> str:
    """Digits that stand for the text of a function; of one without a text, for its name."""
    try:
        text = inspect.getsource(function)
    except (OSError, TypeError):
        text = repr(getattr(getattr(function, "__code__", None), "co_code", type(function).__qualname__))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]


def _takes_one(function: Any) -> bool:
    """Whether a function can be called with one argument; of some built-in ones it is unknown."""
    try:
        inspect.signature(function).bind(None)
    except TypeError:
        return False
    except ValueError:
        pass
    return True
