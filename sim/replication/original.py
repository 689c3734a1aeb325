"""A result that is to be played again, from its folder or from a bundle: whole, sound, and with its scenario."""

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.results.checksums import SUMS, read_sums
from sim.results.files import ResultError
from sim.results.folder import ChangedResultWarning
from sim.results.processes import PREFIX, mark
from sim.results.reading import read_result
from sim.results.workbook import WORKBOOK
from sim.scenario.problems import shown

from .archive import unpacked
from .scenario_files import write_scenario_files

if TYPE_CHECKING:
    from sim.results.reading import AnyResult

RESULT, SCENARIO = "result", "scenario"  # folders in a bundle
FIGURES = (".png", ".svg", ".pdf")
REPORTS = ("report.html", "report.md")
OF_TYPE: dict[type, tuple[str, ...]] = {  # entries of a manifest that are read here; a stranger may have written them
    str: ("name", "title", "title_a", "title_b", "version", "python", "command", "label", "fingerprint", "until"),
    int: (
        "seed",
        "run",
        *(f"{unit}{end}" for unit in ("runs", "pairs", "packages", "steps") for end in ("", "_asked")),
    ),
    list: ("settings", "change", "relations", "policies", "keep", "vary", "free", "actors", "ranges", "cases"),
    dict: ("libraries", "own_rules", "own_files", "in_python", "scenario", "scenario_a", "scenario_b"),
}
LISTS_OF_TEXTS = ("settings", "change", "relations", "policies", "keep", "vary", "free", "actors")
UNITS = ("runs", "pairs", "packages", "steps", "points")


@dataclass(frozen=True)
class Original:
    """A result as it was written.

    Attributes
    ----------
    result : of any kind
    folder : Path, of its files
    scenario : Path, folder of the scenario's files
    """

    result: "AnyResult"
    folder: Path
    scenario: Path

    @property
    def manifest(self) -> dict[str, Any]:
        """What the result was made from."""
        return self.result.manifest

    @property
    def tables(self) -> list[str]:
        """Names of the files that playing writes; checksums stand for them."""
        return sorted(name for name in read_sums(self.folder) if name != WORKBOOK)

    @property
    def has_workbook(self) -> bool:
        """Whether the tables were written as a workbook, too."""
        return (self.folder / WORKBOOK).is_file()

    @property
    def figures(self) -> list[str]:
        """Names of the files of its figures."""
        from sim.plots import figures_of

        drawn = figures_of(self.result)
        return sorted(path.name for path in self.folder.iterdir() if path.suffix in FIGURES and path.stem in drawn)

    @property
    def files(self) -> list[str]:
        """Names of all files that belong to the result, and of none that were put beside them."""
        others = [name for name in (WORKBOOK, *REPORTS) if (self.folder / name).is_file()]
        return sorted([*self.tables, SUMS, *self.figures, *others])


@contextmanager
def opened(path: Path) -> Iterator[Original]:
    """A result of a folder, or of a bundle, which is unpacked for a while; nothing of it is run.

    Raises
    ------
    ResultError
        If it cannot be read, was changed, or is not whole.
    """
    if path.is_dir():
        with TemporaryDirectory(prefix=f"{PREFIX}{mark()}-") as scenario:
            result = _whole(path, path)
            write_scenario_files(result.manifest, Path(scenario))
            yield Original(result, path, Path(scenario))
    else:
        with unpacked(path) as folder:
            yield Original(_whole(folder / RESULT, path), folder / RESULT, folder / SCENARIO)


def _whole(folder: Path, named: Path) -> "AnyResult":
    """Result of a folder; errors name the path that the user gave."""
    if folder != named and not folder.is_dir():
        raise ResultError(f"{named}: no bundle of detente: it holds no folder {RESULT}")
    with warnings.catch_warnings():
        warnings.simplefilter("error", ChangedResultWarning)
        try:
            result = read_result(folder)
        except ChangedResultWarning as changed:
            raise ResultError(f"{changed}; make the result again".replace(str(folder), str(named))) from None
        except ResultError as problem:
            raise ResultError(str(problem).replace(str(folder), str(named))) from None
    _check_entries(result.manifest, named)
    _check_is_whole(result, named)
    return result


def _check_entries(manifest: Mapping[str, Any], named: Path) -> None:
    """Raise ResultError where an entry of a manifest is not of the type that detente writes."""
    experiment = manifest.get("experiment")
    if experiment is not None and not (isinstance(experiment, dict) and isinstance(experiment.get("name"), str)):
        raise ResultError(f"{named}: manifest.json: experiment {shown(experiment)} cannot be meant; make it again")
    for expected, keys in OF_TYPE.items():
        for key in (key for key in keys if key in manifest):
            value = manifest[key]
            is_sound = type(value) is expected
            if key in LISTS_OF_TEXTS:
                is_sound = is_sound and all(type(text) is str for text in value)
            if key == "ranges":
                is_sound = is_sound and all(isinstance(each, list) and len(each) == 3 for each in value)
            if not is_sound:
                raise ResultError(
                    f"{named}: manifest.json: {key} {shown(value)} cannot be meant; make the result again"
                )


def _check_is_whole(result: Any, named: Path) -> None:
    """Raise ResultError where playing was interrupted: where it stopped was chance, and cannot be repeated."""
    manifest = result.manifest
    done = {unit: manifest.get(unit) for unit in UNITS}
    asked = {unit: manifest.get(f"{unit}_asked", count) for unit, count in done.items()}
    if result.kind == "sweep":
        done["points"], asked["points"] = result.n_played, len(result.points)
    if part := next((unit for unit in UNITS if done[unit] != asked[unit]), None):
        said = f"{done[part]:,} of {asked[part]:,} {part} were played before it was interrupted"
        raise ResultError(f"{named}: not whole: {said}; complete it first, by the command that began it")
