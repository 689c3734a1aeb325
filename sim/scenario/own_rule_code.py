"""A user's own rule as a function: its module is run, once, exactly as it was found, and the function is tried out."""

import importlib
import io
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from inspect import signature
from pathlib import Path
from threading import RLock
from types import CodeType, ModuleType
from typing import Any

from .own_rule import NUMBERS, RULE, ChangedRuleError, OwnRule, OwnRuleError, RuleFile
from .own_rule_file import OURS, digest_of, places_by_python, spec_by_python
from .own_rule_text import prefixes
from .problems import printable

LONGEST_REASON = 300
# what rules are asked, to see whether they answer the same: mild and grave, without a past and with one
SITUATIONS = tuple(
    (perceived, balance, grievance, previous, last, k, c)
    for perceived, previous, last in ((0.5, 0.0, 0.0), (3.0, 2.0, 4.0), (5.0, 0.0, 7.0), (6.5, 5.25, 0.5))
    for balance, grievance, k, c in ((0.0, 0.0, 1.0, 0.0), (-3.5, 8.0, 1.3, 2.0), (7.25, 30.0, 0.4, 12.0))
)
_lock = RLock()
_functions: dict[RuleFile, Any] = {}
_modules: dict[tuple[object, ...], ModuleType] = {}


class OwnRules:
    """The rules of a scenario's users as one function: of the number of the rule, and of what it is given.

    Nothing of them is run before they are asked or :meth:`make_ready` is called.

    Attributes
    ----------
    rules : tuple of RuleFile, in the order of their numbers
    """

    def __init__(self, rules: Iterable[RuleFile]) -> None:
        self.rules = tuple(rules)
        self._checked: list[OwnRule] = []

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        """Copy and pickle what was found; the functions are fetched again where they are asked."""
        return OwnRules, (self.rules,)

    def make_ready(self) -> None:
        """Run the modules; raises OwnRuleError where one cannot be used."""
        self._checked = self._checked or [own_rule(rule) for rule in self.rules]

    def __call__(self, n: int, *numbers: float) -> float:
        """Severity that rule ``n`` asks for; numbers as for :func:`own_rule`."""
        self.make_ready()
        return self._checked[n](*numbers)


def own_rule(rule: RuleFile) -> OwnRule:
    """Rule of a user, held to severities that can be used.

    The function is given, in this order, the severity perceived, the balance, the grievance, the severity of
    the other side's act before, that of the own last act, and the numbers k and c of the policy.

    Raises
    ------
    OwnRuleError
        If it cannot be used; when it is called, if it fails or gives no finite severity of 0 or more.
    """
    function = function_of(rule)

    def checked(*arguments: float) -> float:
        try:
            severity = float(function(*map(float, arguments)))  # a numpy number would divide by 0 without a word
        except (Exception, SystemExit) as problem:  # all that a user's function may raise
            raise OwnRuleError(f"{rule.path} failed: {reason_of(problem)}") from None
        if not (math.isfinite(severity) and severity >= 0.0):
            raise OwnRuleError(f"{rule.path} gave {severity}; expected a severity, finite and not below 0")
        return severity

    return checked


def function_of(rule: RuleFile) -> Any:
    """Function of a rule; runs its module where that was not done yet.

    Raises
    ------
    OwnRuleError
        If the module fails, has no such function, or one that answers the same question in two ways.
    ChangedRuleError
        If the file was edited after the scenario was read.
    """
    with _lock:
        if rule not in _functions:
            function = getattr(module_of(rule), rule.function, None)
            if not callable(function) or not _takes_the_numbers(function):
                raise OwnRuleError(f"{rule.path} is no such function; expected {RULE.function}")
            with _silence():
                check_answers(rule.path, function)
            _functions[rule] = function
        return _functions[rule]


def check_answers(path: str, ask: Callable[..., Any]) -> None:
    """Raise OwnRuleError where a rule gives different answers to the same numbers, asked again or after others."""
    first = _answers(ask, SITUATIONS)
    for again in (SITUATIONS, SITUATIONS[::-1]):
        if _answers(ask, again) != first:
            raise OwnRuleError(f"{path} answers the same question in several ways; expected {RULE.alone}")


def _answers(ask: Callable[..., Any], situations: Sequence[tuple[float, ...]]) -> dict[tuple[float, ...], str]:
    return {numbers: _answer(ask, numbers) for numbers in situations}


def _answer(ask: Callable[..., Any], numbers: tuple[float, ...]) -> str:
    try:
        return float(ask(*numbers)).hex()
    except (Exception, SystemExit) as problem:  # reported when the rule fails in a run
        return type(problem).__name__


def _takes_the_numbers(function: Any) -> bool:
    """Whether a function can be called with the numbers that a rule is given; of some built-in ones it is unknown."""
    try:
        signature(function).bind(*NUMBERS)
    except TypeError:
        return False
    except ValueError:
        pass
    return True


def module_of(rule: RuleFile) -> ModuleType:
    """Module of a rule, which is run for the purpose; two rules of one file share it."""
    key = rule.file, rule.module, rule.digest, rule.beside
    if key not in _modules:
        try:
            with _silence(), _imports_from(rule):
                _modules[key] = importlib.import_module(rule.module)
        except OwnRuleError:
            raise
        except KeyboardInterrupt:
            raise
        except BaseException as problem:  # all that a user's module may do when it is run
            raise OwnRuleError(f"{rule.module} cannot be imported ({reason_of(problem)})") from None
    _check_is(rule, _modules[key])
    return _modules[key]


def _check_is(rule: RuleFile, module: ModuleType) -> None:
    """Raise OwnRuleError where Python imported anything else than what was found."""
    if rule.file is not None and rule.folder is None:
        _check_place(rule.module, _file_of(module), rule.file)
        _check_unchanged(rule.file, rule.digest, rule.file.read_bytes())


def _check_place(name: str, file: str | None, found: Path | str | None) -> None:
    """Raise OwnRuleError where the file of a module is not the one that was found; a mere folder has none."""
    if file is None and found is None:
        return
    if file is None or found is None or not _is_same(file, found):
        raise OwnRuleError(
            f"{name} is {file or 'no file'} here, not {found or 'a folder'}; give one of them another name"
        )


def _origin(spec: ModuleSpec | None) -> str | None:
    return spec.origin if spec else None


def _is_same(file: Path | str, other: Path | str) -> bool:
    return os.path.exists(file) and os.path.exists(other) and os.path.samefile(file, other)


def _check_imported_before(rule: RuleFile) -> None:
    """Raise OwnRuleError where the module, or a package that it is in, was imported from elsewhere.

    Python would take that, and look in its folder for what is below it.
    """
    for name in prefixes(rule.module):
        if name in sys.modules:
            found = rule.file if name == rule.module else _origin(spec_by_python(name))
            _check_place(name, _file_of(sys.modules[name]), found)


def _check_unchanged(file: Path, digest: str, content: bytes) -> None:
    if digest_of(content) != digest:
        raise ChangedRuleError(f"{file} was edited after the scenario was read; read it again")


def reason_of(problem: BaseException) -> str:
    """What went wrong, on one line."""
    return printable(" ".join(str(problem).split()) or type(problem).__name__, LONGEST_REASON)


@contextmanager
def _silence() -> Iterator[None]:
    """Drop what a module prints while it is run or tried out: the console is for results."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        yield


@contextmanager
def _imports_from(rule: RuleFile) -> Iterator[None]:
    """Have Python import from the folder of a rule, and forget that afterwards: other folders have such names, too."""
    if rule.folder is None:
        with _imports_by_python(rule):
            yield
        return
    folder = str(rule.folder)
    finder = _FinderBeside(rule)
    aside = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_beside(name, rule)}
    sys.path.insert(0, folder)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        sys.path.remove(folder)
        for name in finder.found:
            sys.modules.pop(name, None)
        sys.modules.update(aside)


@contextmanager
def _imports_by_python(rule: RuleFile) -> Iterator[None]:
    """Have Python import a module from where it was found, not one of that name in the current folder."""
    if rule.file is None:  # built in: nothing comes before it
        yield
        return
    _check_imported_before(rule)
    finder = _FinderByPython(rule)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def _is_beside(name: str, rule: RuleFile) -> bool:
    """Whether a module that was imported goes by the name of one in a rule's folder, and is none that all share."""
    top = name.partition(".")[0]
    if top == rule.module.partition(".")[0]:
        return True
    is_shared = top in sys.stdlib_module_names or top == OURS or "-packages" in str(_file_of(sys.modules[name]))
    folder = rule.folder or Path()
    return not is_shared and ((folder / f"{top}.py").is_file() or (folder / top / "__init__.py").is_file())


def _file_of(module: Any) -> Any:
    return getattr(module, "__file__", None)


class _FinderBeside(MetaPathFinder):
    """Finds the module of a rule, and those beside it that it imports."""

    def __init__(self, rule: RuleFile) -> None:
        self._rule, self._folder = rule, str(rule.folder)
        self.found: list[str] = []  # names of modules

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """Find a module in the folder; the other finders find what lies elsewhere."""
        spec = PathFinder.find_spec(name, [self._folder] if path is None else path)
        if spec is None or not _is_below(spec, self._folder):
            return None
        if isinstance(spec.loader, SourceFileLoader):
            spec.loader = _LoaderOfText(name, spec.loader.path, self._rule)
        elif spec.loader is None and name not in prefixes(self._rule.module):
            return None  # any folder: Python takes it as a package where it finds nothing else
        self.found.append(name)
        return spec


class _FinderByPython(MetaPathFinder):
    """Finds the module of a rule that is installed or Python's own, and what it imports, where the rule was found."""

    def __init__(self, rule: RuleFile) -> None:
        self._rule = rule

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> ModuleSpec | None:
        """Find a module anywhere but in the current folder; what is only there, the other finders find."""
        if name not in prefixes(self._rule.module):
            return PathFinder.find_spec(name, places_by_python(name)) if path is None else None
        above = spec_by_python(name.rpartition(".")[0])
        spec = PathFinder.find_spec(name, (above and above.submodule_search_locations) or places_by_python(name))
        if name == self._rule.module:
            self._check(spec)
        return spec

    def _check(self, spec: ModuleSpec | None) -> None:
        """Raise OwnRuleError where it is no longer what was found; the text is read, never compiled code."""
        file = self._rule.file
        _check_place(self._rule.module, _origin(spec), file)
        if spec is not None and file is not None:
            _check_unchanged(file, self._rule.digest, file.read_bytes())
            if isinstance(spec.loader, SourceFileLoader):
                spec.loader = _LoaderOfText(self._rule.module, str(file), self._rule)


def _is_below(spec: ModuleSpec, folder: str) -> bool:
    places = [spec.origin] if spec.origin else list(spec.submodule_search_locations or ())
    return all(os.path.abspath(place).startswith(os.path.join(folder, "")) for place in places)


class _LoaderOfText(SourceFileLoader):
    """Compiles a module from its text: what the compiled file beside it was made of cannot be known."""

    def __init__(self, name: str, path: str, rule: RuleFile) -> None:
        super().__init__(name, path)
        self._rule = rule

    def get_code(self, fullname: str) -> CodeType:
        """Compile the file, which has to be what was found."""
        content = self.get_data(self.path)
        for file, digest in self._rule.files.values():
            if file == Path(self.path):
                _check_unchanged(file, digest, content)
        code: CodeType = self.source_to_code(content, self.path)
        return code
