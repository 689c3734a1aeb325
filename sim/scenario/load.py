"""Read a scenario file: what it extends, what is set beside it, and everything wrong with it at once."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PureWindowsPath
from types import MappingProxyType

from pydantic import ValidationError

from .arguments import flag, texts
from .check import findings_of
from .document import Node, position, read_document
from .limits import MOST_PROBLEMS
from .observed_table import read_table
from .own_rule import NoRuleError, RuleFile
from .own_rule_file import RuleFinder
from .problems import Origin, Problem, ScenarioError, shown, unknown_name
from .schema import Scenario
from .text_tables import TextTableError, text_of
from .wording import in_plain_words, place, shape_at

__all__ = ["Origin", "ScenarioError", "ScenarioFile", "load_scenario", "read_scenario", "shipped_scenarios"]

MAX_BYTES = 5_000_000
MAX_EXTENDED = 8


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario as read: its file and text, and where every given value came from, by path."""

    scenario: Scenario
    path: Path
    text: str
    origins: Mapping[tuple[str, ...], Origin]


def load_scenario(source: str | Path, sets: Sequence[str] = (), *, trust: bool = False) -> Scenario:
    """Scenario of a file or name; see :func:`read_scenario`."""
    return read_scenario(source, sets, trust=trust).scenario


def read_scenario(source: str | Path, sets: Sequence[str] = (), *, trust: bool = False) -> ScenarioFile:
    """Read, merge, set and check a scenario; nothing of it is run, own rules included.

    Parameters
    ----------
    source : str or Path
        a file, or the name of a scenario here, in ``scenarios/`` or shipped with the package
    sets : sequence of str
        ``PATH=VALUE`` each, as in ``policies.russia.k=1.4``; the value ``null`` removes what is there
    trust : bool
        whether the file may name own rules in any module: else beside it and in installed packages alone; what
        ``sets`` name may also be in the current folder

    Returns
    -------
    ScenarioFile

    Raises
    ------
    ScenarioError
        with every problem found, in the order of the file.
    """
    sets = texts("sets", sets)
    path = _find(source, Path(), Problem(None, (), f"there is no scenario {shown(str(source))}"))
    problems: list[Problem] = []
    try:
        text = _text_of(path)
        root = _inherited(path, text, problems, ())
        tables = [setting for setting in sets if setting.partition("=")[0].strip() == "observed_from"]
        for setting in tables:
            _apply(root, setting, problems)
        _add_table(root, path, problems)  # before the other settings, which may change what it holds
        for setting in sets:
            if setting not in tables:
                _apply(root, setting, problems)
        scenario = _checked(root, problems, RuleFinder(path, flag("trust", trust)))
    except ScenarioError as error:
        raise ScenarioError(sorted(error.problems, key=lambda problem: _rank(problem, path))) from None
    origins = {path: node.origin for path, node in root.walk()}
    return ScenarioFile(scenario, path, text, MappingProxyType(origins))


def shipped_scenarios() -> list[Path]:
    """Files of the scenarios that come with the package, by name."""
    package = Path(__file__).parents[1]
    inside = package / "scenarios"  # in an installed package; beside it in a working copy
    return _files_in(inside if inside.is_dir() else package.parent / "scenarios")


def _files_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def _rank(problem: Problem, path: Path) -> tuple[bool, bool, str, int, int]:
    """Order of problems: the file itself, the files it extends, the settings; each from top to bottom."""
    origin = problem.origin or Origin(path)
    return origin.file is None, origin.file != path, str(origin.file), origin.line, origin.column


def _find(source: str | Path, folder: Path, absent: Problem) -> Path:
    """File of a path or name as seen from a folder; names the nearest one if there is none."""
    name = str(source)
    places = [folder / name]
    if Path(name).name == name:
        stem = name.removesuffix(".yaml")
        shipped = [path for path in shipped_scenarios() if path.stem == stem]
        places += [folder / f"{stem}.yaml", folder / "scenarios" / f"{stem}.yaml", *shipped]
    for path in places:
        if os.path.isfile(path):
            return path
    if os.path.isdir(places[0]):
        problem = Problem(absent.origin, absent.path, f"{shown(name)} is a folder", "a scenario file")
        raise ScenarioError([problem])
    known = {path.stem for path in (*_files_in(folder / "scenarios"), *shipped_scenarios())}
    raise ScenarioError([unknown_name(absent.origin, absent.path, absent.problem, Path(name).stem, known)])


def _text_of(path: Path) -> str:
    content = _content_of(path).removeprefix(b"\xef\xbb\xbf")  # the mark that some editors put before UTF-8
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line, column = position(content[: error.start].decode())
        problem = Problem(Origin(path, line, column), (), "not a UTF-8 text", "a file saved as UTF-8")
        raise ScenarioError([problem]) from None


def _table_of(path: Path) -> str:
    """Text of a table, whatever program saved it."""
    try:
        return text_of(_content_of(path))
    except TextTableError as error:
        place = Origin(path, error.line, error.column)
        raise ScenarioError([Problem(place, (), error.problem, error.expected)]) from None


def _content_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ScenarioError([Problem(Origin(path), (), f"cannot be read ({error.strerror})")]) from None
    if len(content) > MAX_BYTES:
        raise ScenarioError([Problem(Origin(path), (), "too large", f"at most {MAX_BYTES} bytes")])
    return content


def _inherited(path: Path, text: str, problems: list[Problem], extended_by: tuple[Path, ...]) -> Node:
    """Tree of a file, merged over the tree of the file that it extends."""
    start = Origin(path, 1, 1)
    root = read_document(text, Origin(path), problems)
    if root is None or root.value is None:
        raise ScenarioError([*problems, Problem(start, (), "the file is empty", "a scenario")])
    if not isinstance(root.value, dict):
        raise ScenarioError([*problems, Problem(start, (), "no sections", "'name: …', 'title: …', 'start: …'")])
    extends = root.value.pop("extends", None)
    if extends is None:
        return root
    base = _extended(extends, path, (*extended_by, path))
    return _merged(_inherited(base, _text_of(base), problems, (*extended_by, path)), root)


def _extended(extends: Node, path: Path, extended_by: tuple[Path, ...]) -> Path:
    """File that the key ``extends`` names, once in a chain of at most eight."""
    if not isinstance(extends.value, str):
        problem = f"{shown(extends.value)} is not the name of a file"
        raise ScenarioError([Problem(extends.key, ("extends",), problem, "'extends: other.yaml'")])
    absent = Problem(extends.origin, ("extends",), f"there is no scenario {shown(extends.value)}")
    base = _find(extends.value, path.parent, absent)
    resolved = [file.resolve() for file in extended_by]
    if base.resolve() in resolved:
        circle = " → ".join(file.name for file in (*extended_by, base))
        raise ScenarioError([Problem(extends.origin, ("extends",), f"extends itself: {circle}")])
    if len(extended_by) > MAX_EXTENDED:
        raise ScenarioError([Problem(extends.origin, ("extends",), "the chain is too long", f"at most {MAX_EXTENDED}")])
    return base


def _merged(base: Node, over: Node) -> Node:
    """Sections merged key by key; anything else replaced; ``null`` removes what is inherited."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)):
        return over
    entries = dict(base.value)
    for key, node in over.value.items():
        if key not in entries:
            entries[key] = node
        elif node.value is None:
            del entries[key]
        else:
            entries[key] = _merged(entries[key], node)
    return Node(entries, over.origin, over.key)


def _add_table(root: Node, path: Path, problems: list[Problem]) -> None:
    """Add the rows of the table that ``observed_from`` names, beside the file that says so, to the documented moves."""
    named = root.at(("observed_from",))
    if named is None or not isinstance(named.value, str):
        return
    try:
        table = _beside(named.origin.file or path, named)
        rows = read_table(_table_of(table), table, problems)
    except ScenarioError as error:
        problems += error.problems
        return
    observed = root.value.setdefault("observed", Node({}, named.origin, named.key)).value
    for id_, row in rows.items() if isinstance(observed, dict) else ():
        if id_ in observed:
            problem = f"also given in {observed[id_].key}"
            problems.append(Problem(row.key, ("observed", id_), problem, "each id once"))
        else:
            observed[id_] = row


def _beside(file: Path, named: Node) -> Path:
    """File that a value names, in the folder of a scenario file or below it."""
    folder, name, path = file.parent, str(named.value), ("observed_from",)
    parts = PureWindowsPath(name)  # knows the separators and roots of every system
    if parts.anchor or ".." in parts.parts:
        problem = f"{shown(name)} does not lie beside the scenario"
        raise ScenarioError([Problem(named.origin, path, problem, "the name of a file in its folder or below")])
    if not os.path.isfile(folder / name):
        known = [table.name for table in folder.glob("*.csv")]
        raise ScenarioError([unknown_name(named.origin, path, f"there is no file {shown(name)}", name, known)])
    return folder / name


def _apply(root: Node, setting: str, problems: list[Problem]) -> None:
    """Write one ``PATH=VALUE`` into the tree; what is wrong with it is added to ``problems``."""
    where = Origin(None, setting=setting)
    name, equals, text = setting.partition("=")
    path = tuple(name.strip().split("."))
    value = read_document(text, where, problems, path) if equals else None
    if value is None or not all(path) or path == ("extends",):
        problems.append(Problem(where, (), "cannot be set", "PATH=VALUE, such as policies.russia.k=1.4; null removes"))
        return
    try:
        section = _section(root, path[:-1], where)
        _put(section, path, value, where)
    except ScenarioError as error:
        problems += error.problems


def _section(root: Node, path: tuple[str, ...], where: Origin) -> dict[str, Node]:
    """Section at a path; an absent one of the schema is begun, an absent id is an error."""
    node = root
    for depth, key in enumerate(path):
        if key not in node.value:
            if "patternProperties" in shape_at(path[:depth]):
                raise ScenarioError([unknown_name(where, path[: depth + 1], "there is no such id", key, node.value)])
            node.value[key] = Node({}, where, where)
        node = node.value[key]
        if not isinstance(node.value, dict):
            expected = "the whole value to be set"
            raise ScenarioError([Problem(where, path[: depth + 1], "not a section", expected)])
    section: dict[str, Node] = node.value
    return section


def _put(section: dict[str, Node], path: tuple[str, ...], value: Node, where: Origin) -> None:
    key = path[-1]
    if value.value is not None:
        section[key] = value
    elif key in section:
        del section[key]
    elif key not in shape_at(path[:-1]).get("properties", {}):
        raise ScenarioError([unknown_name(where, path, "there is nothing to remove", key, section)])


def _checked(root: Node, problems: list[Problem], finder: RuleFinder) -> Scenario:
    """Scenario of a tree, if the tree, its types and its references are sound."""
    try:
        # the names of the file only: `from`, not the `from_` of Python
        scenario = Scenario.model_validate(root.plain(), by_alias=True, by_name=False)
    except ValidationError as error:
        known = {problem.path for problem in problems}
        details = error.errors(include_url=False)[:MOST_PROBLEMS]
        found = (in_plain_words(detail, root) for detail in details)
        raise ScenarioError([*problems, *(problem for problem in found if problem.path not in known)]) from None
    problems = [*problems, *islice(_broken_references(scenario, root), MOST_PROBLEMS)]
    rules = dict(_own_rules(scenario, root, finder, problems))
    if problems:
        raise ScenarioError(problems)
    return scenario.with_found_rules(rules)


def _own_rules(
    scenario: Scenario, root: Node, finder: RuleFinder, problems: list[Problem]
) -> Iterator[tuple[str, RuleFile]]:
    """Own rules by policy, found and not run; what is wrong with one is added to ``problems``."""
    for id_, policy in scenario.policies.items():
        path = ("policies", id_, "own_rule")
        if policy.own_rule is not None:
            where = place(root, path)
            try:
                yield id_, finder.find(policy.own_rule, where)
            except NoRuleError as error:
                problems.append(Problem(where, path, error.problem, error.expected))


def _broken_references(scenario: Scenario, root: Node) -> Iterator[Problem]:
    for path, problem, expected, candidates, word in findings_of(scenario):
        where = place(root, path)
        if expected or not candidates:
            yield Problem(where, path, problem, expected)
        else:
            yield unknown_name(where, path, problem, word, candidates)
