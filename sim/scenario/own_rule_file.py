"""Where a user's own rule stands: a module is found and its text is read, and nothing of it is run.

A scenario may come from anybody.  So a rule that a file names is looked for beside that file and among installed
packages alone; the user allows other places by ``--trust``, in Python ``trust=True``.
"""

import hashlib
import importlib
import os
import sys
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from .own_rule import RULE, NoRuleError, OwnKind, RuleFile
from .own_rule_text import check_text, imports_of, prefixes
from .problems import Origin

DIGITS = 16  # of a SHA-256
MAX_BYTES = 1_000_000
OURS = __name__.partition(".")[0]


@dataclass
class RuleFinder:
    """Finds the own rules of a scenario; one that was looked for before is as it was then.

    Attributes
    ----------
    main : Path, the file of the scenario; None of one that was made in Python
    trust : bool, whether modules of the current folder and of Python itself may be named by a file
    is_alone : bool, whether nothing of the current folder is taken, as of what somebody else played
    of_file : paths of settings that no user typed, but a file holds, such as those of a named sweep
    known : what was found, or what is wrong, by path and the file that names it (None: the user)
    kind : OwnKind, what the functions have to be
    """

    main: Path | None = None
    trust: bool = False
    of_file: frozenset[str] = frozenset()
    is_alone: bool = False
    known: dict[tuple[str, Path | None], RuleFile | NoRuleError] = field(default_factory=dict)
    kind: OwnKind = RULE

    def find(self, path: str, where: Origin | None = None) -> RuleFile:
        """Find a rule that is named somewhere; by the user if that is None.

        Raises
        ------
        NoRuleError
            If there is none in a place where it may be, or what is there is no rule.
        """
        named_in = self._file_of(where)
        if (path, named_in) not in self.known:
            try:
                self.known[path, named_in] = self._found(path, named_in)
            except NoRuleError as problem:
                self.known[path, named_in] = problem
        found = self.known[path, named_in]
        if isinstance(found, NoRuleError):
            raise NoRuleError(found.problem, found.expected)
        return found

    def _file_of(self, where: Origin | None) -> Path | None:
        """File that names a rule; None where the user does."""
        if where is None or where.file is not None:
            return None if where is None else where.file
        return self.main if where.setting.partition("=")[0].strip() in self.of_file else None

    def _found(self, path: str, named_in: Path | None) -> RuleFile:
        importlib.invalidate_caches()  # a file may be a moment old
        module, _, name = path.partition(":")
        spec, folder = self._place(module, named_in)
        if spec.origin is None or not spec.origin.endswith(".py"):
            return self._without_text(path, spec, folder)
        file = Path(os.path.abspath(spec.origin))
        content = _content_of(file)
        check_text(content, file.name, path, name, self.kind)
        beside = _imported_beside(module, spec, content, folder) if folder else {}
        return RuleFile(path, file, digest_of(content), folder, tuple(sorted(beside.items())))

    def _place(self, module: str, named_in: Path | None) -> tuple[ModuleSpec, Path | None]:
        """Where a module is, and the folder that it is to be imported from, where Python does not find it by itself."""
        top = module.partition(".")[0]
        for folder in self._folders(named_in) if top != OURS else ():
            if (spec := _spec(module, [str(folder)])) is not None:
                return spec, folder
        if top in sys.stdlib_module_names:
            return self._of_python(module), None
        if "__main__" in module.split(".") and not self.trust:
            raise NoRuleError(f"{module} is the start of a program", self.kind.trusted_places)
        if (spec := spec_by_python(module)) is not None:
            return spec, None
        if not (self.trust or self.is_alone) and _spec(module, [str(Path.cwd())]) is not None:
            raise NoRuleError(
                f"{module} lies in the current folder, and the file that names it in another", self.kind.trusted_places
            )
        raise NoRuleError(f"there is no module {module} here", self.kind.places)

    def _folders(self, named_in: Path | None) -> list[Path]:
        """Folders in which a rule may stand beside what names it, the nearest first."""
        here = [] if self.is_alone else [Path.cwd()]
        given = [named_in.parent] if named_in else here
        given += [self.main.parent] if self.main else []
        given += here if self.trust else []
        return list(dict.fromkeys(Path(os.path.abspath(folder)) for folder in given))

    def _of_python(self, module: str) -> ModuleSpec:
        if not self.trust:
            raise NoRuleError(f"{module} belongs to Python itself", self.kind.trusted_places)
        if module in sys.builtin_module_names:
            return ModuleSpec(module, None)
        if (spec := spec_by_python(module)) is None:
            raise NoRuleError(f"there is no module {module} here", self.kind.places)
        return spec

    def _without_text(self, path: str, spec: ModuleSpec, folder: Path | None) -> RuleFile:
        """A module that is no Python text, which is run unread where it is trusted."""
        module = path.partition(":")[0]
        if spec.submodule_search_locations is not None:
            raise NoRuleError(f"{module} is a folder", "a module, which is a file of Python")
        if not self.trust or folder is not None:
            raise NoRuleError(f"{module} is compiled, and cannot be read", "a module as a file of Python, .py")
        file = Path(spec.origin) if spec.origin else None
        return RuleFile(path, file, digest_of(file.read_bytes()) if file else "built in", None)


def _imported_beside(module: str, spec: ModuleSpec, content: bytes, folder: Path) -> dict[Path, str]:
    """Digests of the files of a folder that a module imports, directly or by others of them, and of its packages."""
    found: dict[Path, str] = {}
    waiting = [*prefixes(module), *imports_of(content, _package_of(module, spec))]
    while waiting:
        name = waiting.pop()
        other = _spec(name, [str(folder)]) if name != module else None
        file = Path(os.path.abspath(other.origin)) if other and other.origin else None
        if other is not None and file is not None and file.suffix == ".py" and file not in found:
            text = _content_of(file)
            found[file] = digest_of(text)
            waiting += imports_of(text, _package_of(name, other))
    return found


def _package_of(module: str, spec: ModuleSpec) -> str:
    return module if spec.submodule_search_locations is not None else module.rpartition(".")[0]


def digest_of(content: bytes) -> str:
    """First digits of the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def _content_of(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise NoRuleError(f"{file.name} cannot be read ({problem.strerror})", "a file of Python") from None
    if len(content) > MAX_BYTES:
        raise NoRuleError(f"{file.name} is too large", f"at most {MAX_BYTES} bytes")
    return content


def _spec(module: str, folders: Sequence[str]) -> ModuleSpec | None:
    """Where a dotted module is; packages are searched as folders, because importing one runs it."""
    spec, places = None, list(folders)
    for part in module.split("."):
        spec = PathFinder.find_spec(part, places) if part and places else None
        if spec is None:
            return None
        places = list(spec.submodule_search_locations or ())
    return spec


def spec_by_python(module: str) -> ModuleSpec | None:
    """Where a module is that stands beside nothing: among Python's own or the installed ones."""
    return _spec(module, places_by_python(module))


def places_by_python(module: str) -> list[str]:
    """Folders where such a module may be; never the current one, which Python itself may search first."""
    if module.partition(".")[0] in sys.stdlib_module_names:
        return [entry for entry in sys.path if _is_of_python(entry)]
    return _installed()


def _installed() -> list[str]:
    """Folders where Python finds packages, without its own and without the current one."""
    here = os.path.realpath(os.getcwd())
    return [entry for entry in sys.path if entry and os.path.realpath(entry) != here and not _is_of_python(entry)]


def _is_of_python(entry: str) -> bool:
    """Whether a place of the search path holds modules that come with Python."""
    return os.path.realpath(entry) in _places_of_python()


@cache
def _places_of_python() -> frozenset[str]:
    libraries = [os.path.realpath(sysconfig.get_path(name)) for name in ("stdlib", "platstdlib")]
    archive = f"python{sys.version_info[0]}{sys.version_info[1]}.zip"
    compiled = [os.path.join(library, "lib-dynload") for library in libraries]
    return frozenset(libraries + compiled + [os.path.join(os.path.dirname(library), archive) for library in libraries])
