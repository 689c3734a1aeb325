"""The files of a result as they are now, compared with their checksums."""

import hashlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.scenario.text_tables import TextTableError

from .checksums import SUMS, read_sums, unlike
from .documents import MOST_BYTES, DocumentError, check_texts, document_in
from .files import ResultError
from .foreign_tables import TableError
from .parquet import table_in
from .read_tables import Known, known_ids, read_text_table
from .table_form import in_words_of_now, read_form
from .whole_files import content_of

if TYPE_CHECKING:
    import pandas as pd


class ChangedResultWarning(UserWarning):
    """A result that can be read, but has changed since it was written: edited or damaged."""


class ResultFolder:
    """A result that is read, file by file; where one cannot be read the error names it.

    Raises
    ------
    ResultError
        By every method, where a file is missing, cannot be read or does not fit the others.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._sums = read_sums(folder)
        self._changed: dict[str, None] = {}
        self.manifest = self.document("manifest")

    def document(self, name: str) -> dict[str, Any]:
        """A document, by its name without ending."""
        with self._reading(f"{name}.json"):
            return document_in(self._content(f"{name}.json", MOST_BYTES + 1))

    def optional_document(self, name: str) -> dict[str, Any] | None:
        """A document, by its name without ending; None where the result has none.

        A file that the checksums do not name is left over from a result that was written over.
        """
        file = f"{name}.json"
        is_own = file in self._sums or not self._sums
        return self.document(name) if is_own and (self.folder / file).is_file() else None

    def is_large(self, name: str) -> bool:
        """Whether a table was written as Parquet: of those the manifest says less."""
        tables = self.manifest.get("tables")
        form = tables.get(name) if isinstance(tables, dict) else None
        return isinstance(form, dict) and "empty" not in form and not (self.folder / f"{name}.csv").is_file()

    def table(self, name: str) -> "pd.DataFrame":
        """A table of text, by its name."""
        file = f"{name}.csv"
        with self._reading("manifest.json"):
            form, known = read_form(name, self.manifest), self._known
        with self._reading(file):
            content = self._content(file)
            table = read_text_table(name, content, form, known, file not in self._changed)
            check_texts(table)
            return in_words_of_now(name, table)

    def large_table(self, name: str) -> "pd.DataFrame":
        """A table in Parquet, by its name."""
        with self._reading("manifest.json"):
            form = read_form(name, self.manifest, is_text=False)
        with self._reading(f"{name}.parquet"):
            table: pd.DataFrame = table_in(self._content(f"{name}.parquet")).to_pandas()
            if list(table) != list(form.columns) or len(table) != form.rows:
                raise TableError(f"has not the {form.rows} rows and the columns that manifest.json says")
            check_texts(table)
            typed = table.astype({column: kind for column, kind in form.columns.items() if kind != "str"})
            return in_words_of_now(name, typed)

    @property
    def tables(self) -> list[str]:
        """Names of the tables that there are."""
        tables = self.manifest.get("tables")
        return [*tables] if isinstance(tables, dict) else []

    def without_forms(self) -> dict[str, Any]:
        """The manifest as it is in memory: without what it says of the tables."""
        return {key: entry for key, entry in self.manifest.items() if key != "tables"}

    @cached_property
    def _known(self) -> Known:
        """Texts that columns of ids may hold; of two worlds those of either."""
        worlds = [self.manifest[key] for key in ("scenario", "scenario_a", "scenario_b") if key in self.manifest]
        return known_ids(worlds)

    def _content(self, file: str, most: int = -1) -> bytes:
        """Bytes of a file; where they are not those that were written, that is noted."""
        content = content_of(self.folder / file, most)
        if self._sums.get(file) != hashlib.sha256(content).hexdigest():
            self._changed[file] = None
        return content

    @contextmanager
    def _reading(self, file: str) -> Iterator[None]:
        """Turn whatever goes wrong into a ResultError that names the file and says what to do."""
        path = self.folder / file
        try:
            yield
        except OSError as problem:
            why = problem.strerror or _first_line(problem)
            raise ResultError(f"{path}: cannot be read ({why}); make the result again") from None
        except DocumentError as problem:
            raise ResultError(f"{path}: {problem}; make the result again") from None
        except (TableError, TextTableError) as problem:
            raise ResultError(f"{path}: {problem}; correct it, or make the result again") from None
        except (AttributeError, KeyError, TypeError, ValueError, NotImplementedError) as problem:
            raise ResultError(f"{path}: damaged ({_first_line(problem)}); make the result again") from None

    def warn_of_changes(self) -> None:
        """Warn in one line where a file is no longer what was written, or where nobody can say."""
        if not self._sums:
            said = f"{self.folder / SUMS}: missing or unreadable, and so nobody can say whether the files were changed"
        elif changed := sorted({*self._changed, *unlike(self.folder)}):
            one = len(changed) == 1
            said = f"{self.folder}: {', '.join(changed)} {'is' if one else 'are'} not what was written"
            said += f" (edited, damaged or removed); taken as {'it stands' if one else 'they stand'} now"
        else:
            return
        warnings.warn(ChangedResultWarning(said), stacklevel=4)


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]
