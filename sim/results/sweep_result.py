"""A sweep: the rows of each of its points, and what they depend on."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sim.design.variation import typed
from sim.scenario.arguments import whole_number
from sim.scenario.base import BaseScenario
from sim.scenario.canonical import document_of, scenario_from, scenario_hash
from sim.scenario.own_rule import digests
from sim.scenario.rules_of import rules_of
from sim.scenario.schema import Scenario

from .above import above
from .checksums import SUMS, write_sums
from .files import ResultError, as_output_error, check_name
from .result import Result
from .whole_files import content_of, renew
from .workbook import write_workbook

if TYPE_CHECKING:
    import pandas as pd

    from .run_result import RunResult


FILES = ("manifest.json", "points.parquet", "parts/*.parquet", "summary.parquet", "summary.csv")


@dataclass(frozen=True, repr=False)
class SweepResult(Result):
    """A sweep, as far as it has been played.

    Attributes
    ----------
    folder : Path
    points : one row a point; a column a path that varies
    summary : some rows a point: all runs together, and each relation, pair of blocs and theatre; shares of runs with
        their 95 % intervals, means with their standard errors, and what went wrong at a point that cannot be played;
        ``by_values`` has the same rows with the values of their points
    manifest : all that the rows depend on
    """

    kind: ClassVar[str] = "sweep"

    folder: Path
    points: "pd.DataFrame"
    summary: "pd.DataFrame"
    manifest: dict[str, Any]

    def save(self, folder: Path | str, *, excel: bool = False) -> list[Path]:
        """Copy the files of the sweep into another folder, where ``sim.sweep`` can complete it as well.

        In its own folder they are already, and only the workbook is written.  Arguments and errors as for
        :meth:`Result.save`.
        """
        folder = Path(folder)
        written = [] if folder.resolve() == self.folder.resolve() else self._copied(folder)
        return [*written, write_workbook(self.tables, folder)[0]] if excel else written

    def _copied(self, folder: Path) -> list[Path]:
        """Copy all files, the checksums last; returns their new paths."""
        check_name(folder)
        with as_output_error(folder, "choose another folder"):
            (folder / "parts").mkdir(parents=True, exist_ok=True)
            files = [path for pattern in FILES for path in sorted(self.folder.glob(pattern))]
            places = [folder / path.relative_to(self.folder) for path in files]
            for path, place in zip(files, places, strict=True):
                renew(place, content_of(path))
            write_sums(folder, [path.name for path in files if path.parent == self.folder])
            return [*places, folder / SUMS]

    def _said(self) -> str:
        failed = f", of which {len(self.failed):,} cannot be played" if len(self.failed) else ""
        return f"{self.n_played:,} of {len(self.points):,} points are done{failed}; in {self.folder}"

    @property
    def by_values(self) -> "pd.DataFrame":
        """The rows of the summary, each after the values of its point: a column a path, beside ``point``."""
        return self.points.merge(self.summary, on="point", how="inner")

    @property
    def n_played(self) -> int:
        """Points that have been played, or cannot be."""
        return int(self.summary["point"].nunique())

    @property
    def failed(self) -> "pd.DataFrame":
        """Points that cannot be played, and why."""
        return self.summary.loc[self.summary["problem"].notna(), ["point", "problem"]].reset_index(drop=True)

    def settings(self, point: int) -> list[str]:
        """All settings of a point, ``path=value`` each, as ``--set`` takes them.

        Raises
        ------
        ValueError
            If there is no such point.
        """
        point = whole_number("point", point, 0, len(self.points) - 1)
        paths = [str(path) for path in self.points if path != "point"]
        values = (self.points[path].tolist()[point] for path in paths)
        varied = (f"{path}={typed(value)}" for path, value in zip(paths, values, strict=True))
        return [*self.manifest["settings"], *varied]

    def scenario(self, point: int, *, trust: bool = False) -> Scenario:
        """Scenario of a point.

        Parameters
        ----------
        trust : whether it may name own rules in any module; what the sweep was given by hand counts as named by it

        Raises
        ------
        ResultError
            If the file, or that of an own rule, is no longer what it was.
        ScenarioError
            If the settings of the point do not make a sound scenario.
        """
        settings = self.settings(point)
        base = self._base(settings, trust)
        found = base.with_settings(settings[len(self.manifest["settings"]) :])
        before = self.manifest["own_rules"]
        other = [name for name, digest in digests(rules_of(found)).items() if before.get(name) != digest]
        if other or scenario_hash(document_of(base.scenario)) != self.manifest["scenario_hash"]:
            what = other[0] if other else self.manifest["source"]
            raise ResultError(f"{what}: is no longer what the sweep in {self.folder} was made from")
        return found

    def _base(self, settings: list[str], trust: bool) -> BaseScenario:
        """The scenario before anything varies: of its file, or of the manifest where Python held it."""
        source = self.manifest["source"]
        if source is None:
            return BaseScenario.read(scenario_from(self.manifest["scenario"]), trust=trust)
        of_file = [setting.partition("=")[0].strip() for setting in settings]
        return BaseScenario.read(source, self.manifest["settings"], trust=trust, of_file=of_file)

    def replay(self, point: int, run: int, *, trust: bool = False) -> "RunResult":
        """Play one history of a point again, by its number; arguments as for :meth:`scenario`."""
        from sim.engine.model import EscalationModel

        model = EscalationModel(self.scenario(point, trust=trust), seed=self.manifest["seed"], run=run)
        result: RunResult = above("sim.analysis.run_result", "result_of")(model.run_until().trajectory)
        return result
