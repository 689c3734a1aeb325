"""A result that is to be played again, from its folder or from a bundle: whole, sound, and with its scenario."""

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels
from sim.results.checksums import SUMS, read_sums
from sim.results.documents import DocumentError, read_json
from sim.results.files import ResultError
from sim.results.folder import ChangedResultWarning
from sim.results.folder_names import folder_name
from sim.results.processes import PREFIX, mark
from sim.results.reading import read_result
from sim.results.run_result import WRITTEN_AT_A_SEAT
from sim.results.sweep_result import SweepResult
from sim.results.whole_files import content_of
from sim.results.workbook import WORKBOOK
from sim.scenario.problems import shown

from .archive import check_unpacked, unpacked
from .scenario_files import WORLDS, what_is_other, world_file, write_scenario_files

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
    def name(self) -> str:
        """Name of a bundle of it: what was played, as the name of a result's folder says it."""
        manifest, kind = self.manifest, self.result.kind
        subject = re.sub(r"\W+", "_", str(manifest["name"])).strip("_")
        if kind == "sweep":
            named = (manifest["experiment"] or {}).get("name", "sweep")
            return f"{subject}-{named}-seed-{manifest['seed']}-{manifest['fingerprint'][:8]}"
        begins = f"{kind}-" if kind in ("hindcast", "fit") else ""
        return f"{begins}{subject}-{folder_name(kind, manifest)}"

    @property
    def unplayed(self) -> str:
        """How many points of a sweep could not be played, and why the first could not; empty where all could."""
        if not isinstance(self.result, SweepResult) or self.result.failed.empty:
            return ""
        failed, whole = self.result.failed, Labels.count(len(self.result.points), "point")
        return f"{len(failed):,} of {whole} could not be played: point {failed['point'][0]}: {failed['problem'][0]}"

    @property
    def tables(self) -> list[str]:
        """Names of the files that playing again writes; checksums stand for them."""
        return sorted(name for name in read_sums(self.folder) if name not in (WORKBOOK, *self.of_seat))

    @property
    def of_seat(self) -> list[str]:
        """Names of the files of a game that only who sits at it writes: what was decided there, and the debriefing."""
        is_run = self.result.kind == "run"
        return sorted(name for name in read_sums(self.folder) if is_run and name in WRITTEN_AT_A_SEAT)

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
        return sorted([*self.tables, *self.of_seat, SUMS, *self.figures, *others])


@contextmanager
def opened(path: Path) -> Iterator[Original]:
    """A result of a folder, or of a bundle, unpacked for a while or by somebody before; nothing of it is run.

    Raises
    ------
    ResultError
        If it cannot be read, was changed, or is not whole.
    """
    if _is_unpacked(path):
        names = check_unpacked(path, _told)
        with TemporaryDirectory(prefix=f"{PREFIX}{mark()}-") as scenario:  # without what was put beside
            _copy(path, names, Path(scenario))
            yield Original(_whole(path / RESULT, path), path / RESULT, Path(scenario) / SCENARIO)
    elif path.is_dir():
        with TemporaryDirectory(prefix=f"{PREFIX}{mark()}-") as scenario:
            result = _whole(path, path)
            write_scenario_files(result.manifest, Path(scenario))
            yield Original(result, path, Path(scenario))
    else:
        with unpacked(path, _told) as folder:
            yield Original(_whole(folder / RESULT, path), folder / RESULT, folder / SCENARIO)


def _is_unpacked(path: Path) -> bool:
    """Whether a folder is that of a bundle, and not that of a result."""
    is_result = (path / "manifest.json").is_file()
    return path.is_dir() and not is_result and (path / RESULT / "manifest.json").is_file() and (path / SUMS).is_file()


def _copy(path: Path, names: Iterable[str], into: Path) -> None:
    """Copy the files of the scenario."""
    (into / SCENARIO).mkdir()
    for name in names:
        if name.partition("/")[0] == SCENARIO:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_bytes(content_of(path / name))


def _told(folder: Path, name: str) -> str:
    """What is other in a file that was changed, where it is a scenario."""
    for end in WORLDS:
        if folder / name == world_file(folder / SCENARIO, end):
            try:
                document = read_json(folder / RESULT / "manifest.json").get(f"scenario{end}")
            except (OSError, DocumentError):
                return ""
            return what_is_other(folder / name, document) if isinstance(document, dict) else ""
    return ""


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
