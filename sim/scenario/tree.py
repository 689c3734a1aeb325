"""The tree of a scenario: a file or mapping, what it extends, the table of its record, and the settings on top."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sim.rules.policies import PRESETS

from .document import Node, read_document
from .files import MAX_BYTES_OF_POSTS, beside, found_scenario, scenario_text, table_text
from .mapping import node_of
from .observed_table import read_table
from .posts_table import read_posts
from .problems import Origin, Problem, ScenarioError, Warnings, shown, unknown_name
from .schema import TABLES, State
from .wording import shape_at

MAX_EXTENDED = 8


def tree_of_file(
    path: Path,
    text: str,
    settings: Sequence[str],
    problems: list[Problem],
    warnings: Warnings | None = None,
) -> Node:
    """Tree of a scenario file with settings; what is wrong with it is added to ``problems``.

    Parameters
    ----------
    path, text : Path, str
        the file and what it says
    settings : sequence of str
        ``PATH=VALUE`` each
    problems, warnings : list of Problem, list of ScenarioWarning
        gain what is wrong, and what the tables of the file left out

    Raises
    ------
    ScenarioError
        if the file, or one that it extends, cannot be read to its end.
    """
    return with_settings(_inherited(path, text, problems, ()), path.parent, settings, problems, warnings)


def tree_of_mapping(given: Mapping[str, Any], settings: Sequence[str], problems: list[Problem]) -> Node:
    """Tree of a mapping with settings, as of a file in the current folder; as :func:`tree_of_file`."""
    root = extended(node_of(given, problems), Path(), problems, ())
    return with_settings(root, Path(), settings, problems)


def with_settings(
    root: Node,
    folder: Path,
    settings: Sequence[str],
    problems: list[Problem],
    warnings: Warnings | None = None,
) -> Node:
    """The tree itself, with the rows of the tables that it or a setting names in a folder, and then the settings."""
    apply_settings([setting for setting in settings if _names_a_table(setting)], root, problems)
    _add_tables(root, folder, problems, [] if warnings is None else warnings)  # before the settings that change them
    apply_settings([setting for setting in settings if not _names_a_table(setting)], root, problems)
    return root


def _names_a_table(setting: str) -> bool:
    return setting.partition("=")[0].strip() in TABLES


def apply_settings(settings: Sequence[str], root: Node, problems: list[Problem]) -> None:
    """Write settings ``PATH=VALUE`` into a tree; what is wrong with one is added to ``problems``."""
    for setting in settings:
        _apply(root, setting, problems)


def _inherited(path: Path, text: str, problems: list[Problem], extended_by: tuple[Path, ...]) -> Node:
    """Tree of a file, merged over the tree of the file that it extends."""
    start = Origin(path, 1, 1)
    root = read_document(text, Origin(path), problems)
    if root is None or root.value is None:
        raise ScenarioError([*problems, Problem(start, (), "the file is empty", "a scenario")])
    if not isinstance(root.value, dict):
        raise ScenarioError([*problems, Problem(start, (), "no sections", "'name: …', 'title: …', 'start: …'")])
    return extended(root, path.parent, problems, (*extended_by, path))


def extended(root: Node, folder: Path, problems: list[Problem], files: tuple[Path, ...]) -> Node:
    """Tree merged over that of the file that it extends, if any.

    Parameters
    ----------
    folder : Path, from which the file is looked for
    files : tuple of Path, the files read so far, each of which extends the next; of a mapping none
    """
    extends = root.value.pop("extends", None)
    if extends is None:
        return root
    base = _extended(extends, folder, files)
    return _merged(_inherited(base, scenario_text(base), problems, files), root)


def _extended(extends: Node, folder: Path, extended_by: tuple[Path, ...]) -> Path:
    """File that the key ``extends`` names, once in a chain of at most eight."""
    if not isinstance(extends.value, str):
        problem = f"{shown(extends.value)} is not the name of a file"
        raise ScenarioError([Problem(extends.key, ("extends",), problem, "'extends: other.yaml'")])
    absent = Problem(extends.origin, ("extends",), f"there is no scenario {shown(extends.value)}")
    base = found_scenario(extends.value, folder, absent)
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


def _add_tables(root: Node, folder: Path, problems: list[Problem], warnings: Warnings) -> None:
    """Add the rows of the tables that the file names: documented moves, and posts."""
    for key, add in (("observed_from", _add_moves), ("posts_from", _add_posts)):
        named = root.at((key,))
        if named is None or not isinstance(named.value, str):
            continue
        try:
            table = beside(named.origin.file.parent if named.origin.file else folder, named, (key,))
            add(root, named, table, problems, warnings)
        except ScenarioError as error:
            problems += error.problems


def _add_moves(root: Node, named: Node, table: Path, problems: list[Problem], warnings: Warnings) -> None:
    """Add documented moves, of which each has an id of its own."""
    rows = read_table(table_text(table), table, problems)
    observed = root.value.setdefault("observed", Node({}, named.origin, named.key)).value
    for id_, row in rows.items() if isinstance(observed, dict) else ():
        if id_ in observed:
            problem = f"also given in {str(observed[id_].key) or 'the mapping'}"
            problems.append(Problem(row.key, ("observed", id_), problem, "each id once"))
        else:
            observed[id_] = row


def _add_posts(root: Node, named: Node, table: Path, problems: list[Problem], warnings: Warnings) -> None:
    """Add posts; what the file itself says of one goes before."""
    start = root.at(("start",))
    year = start.value.year if start is not None and isinstance(start.value, date) else date.max.year
    text = table_text(table, MAX_BYTES_OF_POSTS)
    rows = read_posts(text, table, root, year, problems, warnings)
    given = root.value.get("channels", Node(None, named.origin, named.key))
    if given.value is None or isinstance(given.value, dict):
        own = Node(given.value or {}, given.origin, given.key)
        root.value["channels"] = _merged(Node(rows, given.origin, given.key), own)


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
    """Section at a path; an absent one of the schema is added, an absent id is an error."""
    node = root
    for depth, key in enumerate(path):
        if key not in node.value:
            if path[:depth] == ("policies",) and key in PRESETS and key in _policies_named(root):
                node.value[key] = Node({"preset": Node(key, where, where)}, where, where)  # as if it were written out
            elif "patternProperties" in shape_at(path[:depth]):
                raise ScenarioError([unknown_name(where, path[: depth + 1], "there is no such id", key, node.value)])
            else:
                node.value[key] = Node({}, where, where)
        node = node.value[key]
        if not isinstance(node.value, dict):
            expected = "the whole value to be set"
            raise ScenarioError([Problem(where, path[: depth + 1], "not a section", expected)])
    section: dict[str, Node] = node.value
    return section


def _policies_named(root: Node) -> set[Any]:
    """Names of the policies that parties follow, by name or by default, and ministries, mixtures and days name."""
    sections = [root.value[name].value for name in ("states", "alliances") if name in root.value]
    parties = [party.value for each in sections if isinstance(each, dict) for party in each.values()]
    is_any_unnamed = any(isinstance(party, dict) and "policy" not in party for party in parties)
    found: set[Any] = {State.model_fields["policy"].default} if is_any_unnamed else set()
    left = [root.value[section] for section in ("states", "alliances", "policies", "calendar") if section in root.value]
    while left:
        node = left.pop()
        for key, inner in node.value.items() if isinstance(node.value, dict) else ():
            if key == "policy" and isinstance(inner.value, str):
                found.add(inner.value)
            elif key == "mixture" and isinstance(inner.value, dict):
                found |= inner.value.keys()
            left.append(inner)
    return found


def _put(section: dict[str, Node], path: tuple[str, ...], value: Node, where: Origin) -> None:
    key = path[-1]
    if value.value is not None:
        section[key] = value
    elif key in section:
        del section[key]
    elif key not in shape_at(path[:-1]).get("properties", {}):
        raise ScenarioError([unknown_name(where, path, "there is nothing to remove", key, section)])
