"""What all results share: plain data of a kind, which save and draw themselves."""

from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from .above import above
from .files import as_csv, as_json, as_parquet, is_large, write_files
from .manifest import title_of
from .table_form import form_of
from .whole_files import Content
from .workbook import write_workbook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class Result:
    """Tables and documents of one kind.

    The tables are the fields that hold data frames; one that is None is not written.  Tables are written as CSV, those
    named as large and any that would be longer than 100 MB as Parquet.  What is neither a table nor the manifest
    stands in ``outcome.json``.

    Attributes
    ----------
    kind : "run", "forecast", "comparison", "tournament", "offramp", "hindcast", "fit" or "sweep"; as ``result`` in the
        manifest
    large : names of the tables that are always written as Parquet
    beside : names of documents that stand in a file of their own, and only where there is any: None elsewhere
    renamed : by table, columns that once had another name: old name and new one; for reading older results
    """

    kind: ClassVar[str]
    large: ClassVar[frozenset[str]] = frozenset()
    beside: ClassVar[tuple[str, ...]] = ()
    renamed: ClassVar["Mapping[str, Mapping[str, str]]"] = {}

    def __repr__(self) -> str:
        about = vars(self)["manifest"]
        numbers = [f"{name} {about[name]}" for name in ("seed", "run", "runs") if about.get(name)]
        title = title_of(about)
        tables = ", ".join(
            f"{name} ({len(table):,} row{'s' * (len(table) != 1)})" for name, table in self.tables.items()
        )
        lines = [f"{type(self).__name__}: {', '.join([title, *numbers])}", self._said(), f"tables: {tables}"]
        return "\n".join(filter(None, lines))

    def _repr_html_(self) -> str:
        """Headline and main tables, which a notebook shows; the plain text where they cannot be made."""
        try:
            summary: str = above("sim.report.page", "summary_of")(self)
        except Exception:  # a cell of a notebook is no place for a traceback; tables may have been changed by hand
            from html import escape

            return f"<pre>{escape(repr(self))}</pre>"
        return summary

    def _said(self) -> str:
        """What came out, in a sentence or two."""
        return str(vars(self)["manifest"].get("headline", ""))

    @classmethod
    def table_names(cls) -> list[str]:
        """Names of the tables, in order."""
        return [field.name for field in fields(cls) if "DataFrame" in str(field.type)]

    @classmethod
    def optional_tables(cls) -> set[str]:
        """Names of the tables that may be left out."""
        return {field.name for field in fields(cls) if "None" in str(field.type)}

    @classmethod
    def documents(cls) -> list[str]:
        """Names of what stands in ``outcome.json``; "outcome" alone is all of it."""
        others = (*cls.table_names(), *cls.beside, "manifest")
        return [field.name for field in fields(cls) if field.name not in others]

    @property
    def tables(self) -> "dict[str, pd.DataFrame]":
        """Tables that there are, by name."""
        found = {name: getattr(self, name) for name in self.table_names()}
        return {name: table for name, table in found.items() if table is not None}

    def save(self, folder: Path | str, *, excel: bool = False) -> list[Path]:
        """Write the tables and documents, each file whole or not at all, and their checksums.

        Parameters
        ----------
        folder : made if it is not there
        excel : whether to write the tables as one workbook, too; tables too long for a sheet are left out of it

        Returns
        -------
        list of Path, the files written

        Raises
        ------
        OutputError
            If the folder cannot be written.
        """
        folder = Path(folder)
        written = write_files(folder, self._files())
        return [*written, write_workbook(self.tables, folder)[0]] if excel else written

    def _files(self) -> dict[str, Content]:
        """Contents by file name."""
        tables = self.tables
        large = {name for name, table in tables.items() if name in self.large or is_large(table)}
        files = {f"{name}.csv": as_csv(table) for name, table in tables.items() if name not in large}
        files |= {f"{name}.parquet": as_parquet(table) for name, table in tables.items() if name in large}
        parts = {field.name: getattr(self, field.name) for field in fields(self)}
        if outcome := {name: parts[name] for name in self.documents()}:
            files["outcome.json"] = as_json(outcome.get("outcome", outcome))
        files |= {f"{name}.json": as_json(parts[name]) for name in self.beside if parts[name] is not None}
        forms = {name: form_of(name, table, name not in large) for name, table in tables.items()}
        about = {"result": self.kind, "tables": forms}
        return files | {"manifest.json": as_json(about | parts["manifest"])}

    def plot(
        self,
        figures: "Sequence[str] | str | None" = None,
        *,
        folder: Path | str | None = None,
        formats: "Sequence[str]" = ("png", "svg"),
        **choice: Any,
    ) -> "dict[str, Figure]":
        """Draw figures of the result.

        Parameters
        ----------
        figures : names, such as "escalation"; all that there are of this kind if absent
        folder : where they are written; nowhere if absent
        formats : of the files: any of png, svg, pdf
        choice : what is drawn: lists of ids, ``relations`` and ``channels`` of a run, ``relations`` of a forecast;
            ``of``, the name of a row, of a sweep

        Returns
        -------
        dict of matplotlib figures, by name; a notebook shows them as pictures

        Raises
        ------
        ValueError
            For a figure, a format or a choice that there is not, named with those there are.
        OSError
            If a file cannot be written.
        """
        drawn: dict[str, Figure] = above("sim.plots", "plot")(self, figures, folder, formats, **choice)
        return drawn

    def report(self, file: Path | str) -> Path:
        """Write the result as one page that needs no network and no other file.

        Parameters
        ----------
        file : ends in ``.html``, or in ``.md`` for Markdown without charts

        Returns
        -------
        Path, the file written

        Raises
        ------
        ValueError
            For another ending.
        OutputError
            If the file cannot be written.
        """
        written: Path = above("sim.report.page", "write_report")(self, file)
        return written
