"""Files of scenarios and of the tables beside them: where they lie, and the text in them."""

import os
from pathlib import Path, PureWindowsPath

from .document import Node, position
from .history import FOLDER, is_history, names_in_history, text_in_history
from .problems import Origin, Problem, ScenarioError, nearest, shown, unknown_name
from .text_tables import TextTableError, text_of

MAX_BYTES = 5_000_000
MAX_BYTES_OF_POSTS = 30_000_000  # of the posts of all states in all years, as others publish them


def shipped_folder() -> Path:
    """Folder of the scenarios that come with the package."""
    package = Path(__file__).parents[1]
    inside = package / "scenarios"  # in an installed package; beside it in a working copy
    return inside if inside.is_dir() else package.parent / "scenarios"


def shipped_scenarios() -> list[Path]:
    """Files of the scenarios that come with the package, by name."""
    return _files_in(shipped_folder())


def named_scenario(source: str | Path) -> Path:
    """File of a scenario by its path or name, as seen from the current folder; raises ScenarioError for none."""
    return found_scenario(source, Path(), Problem(None, (), f"there is no scenario {shown(str(source))}"))


def _files_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml"))


def found_scenario(source: str | Path, folder: Path, absent: Problem) -> Path:
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
    if is_history(name):
        return _case(name, absent)
    if os.path.isdir(places[0]):
        problem = Problem(absent.origin, absent.path, f"{shown(name)} is a folder", "a scenario file")
        raise ScenarioError([problem])
    known = {path.stem for path in (*_files_in(folder / "scenarios"), *shipped_scenarios())}
    if (case := f"{FOLDER}/{name}") in names_in_history():
        raise ScenarioError([Problem(absent.origin, absent.path, absent.problem, "", case)])
    if Path(name).name != name or name.endswith(_ENDINGS):  # a file, and no name of a scenario
        there = (folder / name).parent
        beside = [str(Path(name).with_name(file.name)) for file in (_files_in(there) if os.path.isdir(there) else ())]
        missing = f"there is no file {shown(name)}"
        close = nearest(Path(name).with_suffix(".yaml").name, map(_name_of, beside)) or nearest(Path(name).stem, known)
        close = next((file for file in beside if _name_of(file) == close), close)
        raise ScenarioError([Problem(absent.origin, absent.path, missing, "" if close else "a scenario file", close)])
    raise ScenarioError([unknown_name(absent.origin, absent.path, absent.problem, Path(name).stem, known)])


_ENDINGS = (".yaml", ".yml", ".json")  # of files of which people write one for the other


def _name_of(file: str) -> str:
    return Path(file).name


def _case(name: str, absent: Problem) -> Path:
    """Name of a documented case, as if it were a file in the current folder; names the nearest one if there is none."""
    known = names_in_history()
    if name not in known:
        problem = f"there is no documented case {shown(name)}"
        close = nearest(Path(name).name, [Path(case).name for case in known])
        expected, suggestion = ("", f"{FOLDER}/{close}") if close else ("one that `detente list --history` names", "")
        raise ScenarioError([Problem(absent.origin, absent.path, problem, expected, suggestion)])
    return Path(name)


def scenario_text(path: Path) -> str:
    """Text of a scenario file or documented case; raises ScenarioError where it cannot be read, or is no UTF-8."""
    if is_history(path) and not os.path.isfile(path):
        return text_in_history(path)
    content = _content_of(path).removeprefix(b"\xef\xbb\xbf")  # the mark that some editors put before UTF-8
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line, column = position(content[: error.start].decode())
        problem = Problem(Origin(path, line, column), (), "not a UTF-8 text", "a file saved as UTF-8")
        raise ScenarioError([problem]) from None


def table_text(path: Path, most: int = MAX_BYTES) -> str:
    """Text of a table that any program saved."""
    try:
        return text_of(_content_of(path, most))
    except TextTableError as error:
        place = Origin(path, error.line, error.column)
        raise ScenarioError([Problem(place, (), error.problem, error.expected)]) from None


def _content_of(path: Path, most: int = MAX_BYTES) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        raise ScenarioError([Problem(Origin(path), (), f"cannot be read ({error.strerror})")]) from None
    if len(content) > most:
        raise ScenarioError([Problem(Origin(path), (), "too large", f"at most {most} bytes")])
    return content


def beside(folder: Path, named: Node, path: tuple[str, ...]) -> Path:
    """Table that the value at a path names, in the folder of a scenario file or below it."""
    name = str(named.value)
    parts = PureWindowsPath(name)  # knows the separators and roots of every system
    if parts.anchor or ".." in parts.parts:
        problem = f"{shown(name)} does not lie beside the scenario"
        raise ScenarioError([Problem(named.origin, path, problem, "the name of a file in its folder or below")])
    if not os.path.isfile(folder / name):
        known = [table.name for table in folder.glob("*.csv")]
        raise ScenarioError([unknown_name(named.origin, path, f"there is no file {shown(name)}", name, known)])
    return folder / name
