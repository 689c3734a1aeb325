"""Where two results differ: which file, which row and column first, and by how much of its size at most."""

import io
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.analysis.labels import Labels
from sim.results.documents import DocumentError, document_in
from sim.results.groups import GROUPS
from sim.results.parquet import table_in
from sim.results.table_form import KEYS
from sim.results.whole_files import content_of
from sim.scenario.problems import printable

from .versions import OF_SURROUNDINGS, OF_SWEEPS

if TYPE_CHECKING:
    import pandas as pd

LONGEST = 60  # characters of a value that are shown
TEXTS = (".csv", ".md", ".svg", ".yaml", ".html")
MANIFEST = "manifest.json"
OF_ROWS = {  # columns that tell the rows apart of tables that are read in no order of their own
    "summary": ("point", "level", "name"),
    "points": ("point",),
    "outcomes": ("run", "level", "name"),
}


class Difference(NamedTuple):
    """A file that is not what it was, and where it differs first."""

    file: str
    where: str


def differences(before: Path, after: Path, names: list[str]) -> list[Difference]:
    """Differences of files of two folders; what a manifest says of versions does not count.

    Parameters
    ----------
    names : of the files that are compared
    """
    found = ((name, difference_of(name, before / name, after / name)) for name in names)
    return [Difference(name, where) for name, where in found if where]


def difference_of(name: str, before: Path, after: Path) -> str:
    """Where a file differs, in words; empty where it does not."""
    if not after.is_file():
        return "is not written here"
    one, other = content_of(before), content_of(after)
    if one == other:
        return ""
    try:
        if name.endswith(".json"):
            documents = [document_in(content) for content in (one, other)]
            return of_documents(*(map(_without_versions, documents) if name == MANIFEST else documents))
        if name.endswith(".csv"):
            return _of_tables(_csv(one), _csv(other), _key(name))
        if name.endswith(".parquet"):
            then, here = (_with_plain_cells(table_in(content).to_pandas()) for content in (one, other))
            return _of_tables(then, here, _key(name)) or _of_bytes(name, one, other)
    except (DocumentError, ValueError):
        pass
    return _of_bytes(name, one, other)


def _csv(content: bytes) -> "pd.DataFrame":
    """Cells of a table as they are written."""
    import pandas as pd

    return pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, na_filter=False)


def _with_plain_cells(table: "pd.DataFrame") -> "pd.DataFrame":
    """A table whose lists are texts, which can be compared."""
    lists = [column for column in table if str(column).endswith(GROUPS)]
    return table.assign(**{str(column): table[column].map(str) for column in lists})


def _key(name: str) -> list[str]:
    """Columns that say what a row of a table is about."""
    table = name.rpartition(".")[0]
    return [column.lstrip("-@") for column in (*KEYS.get(table, ()), *OF_ROWS.get(table, ()))]


def _of_tables(one: "pd.DataFrame", other: "pd.DataFrame", key: Sequence[str]) -> str:
    if list(one) != list(other):
        names = [[str(name) for name in table] for table in (one, other)]
        pairs = itertools.zip_longest(*names, fillvalue="none")
        then, here = next(pair for pair in pairs if pair[0] != pair[1])
        return f"has other columns: first {_shown(then)}, here {_shown(here)}"
    n = min(len(one), len(other))
    rows = f"; has {len(one):,} rows, here {len(other):,}" if len(one) != len(other) else ""
    apart = one.iloc[:n].ne(other.iloc[:n]) & ~(one.iloc[:n].isna() & other.iloc[:n].isna())
    if not apart.to_numpy().any():
        return f"the first {n:,} rows are the same{rows}" if rows else ""
    row = int(apart.any(axis=1).to_numpy().argmax())
    column = next(str(name) for name in one if apart[name].iloc[row])
    cells = {each: _shown(one[each].iloc[row]) for each in key if each in one}
    about = ", ".join(cell if cell[0].isalpha() else f"{each} {cell}" for each, cell in cells.items() if cell)
    place = f"row {row + 1:,}{f' ({about})' if about else ''}, column {column}"
    first = f"{place}: {_shown(one[column].iloc[row])}, here {_shown(other[column].iloc[row])}"
    return f"{first}; {_how_much(one.iloc[:n], other.iloc[:n], apart)}{rows}"


def _how_much(one: "pd.DataFrame", other: "pd.DataFrame", apart: "pd.DataFrame") -> str:
    """How many values differ, and by how much of their size at most."""
    sizes = [size for name in one if apart[name].any() for size in _sizes(one, other, apart, str(name))]
    values = f"{int(apart.to_numpy().sum()):,} of {apart.size:,} values differ"
    return f"{values}, by {max(sizes):.1g} of their size at most" if sizes else values


def _sizes(one: "pd.DataFrame", other: "pd.DataFrame", apart: "pd.DataFrame", column: str) -> Iterator[float]:
    """Largest difference of the numbers of a column, relative to the larger of both."""
    import pandas as pd

    a, b = (pd.to_numeric(table.loc[apart[column], column], errors="coerce") for table in (one, other))
    relative = ((a - b).abs() / a.abs().combine(b.abs(), max)).dropna()
    if len(relative):
        yield float(relative.max())


def of_documents(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """Where two documents differ first, and in how many values; empty where they do not."""
    flat, flat_here = dict(_entries(one)), dict(_entries(other))
    apart = [path for path in {**flat, **flat_here} if flat.get(path, "none") != flat_here.get(path, "none")]
    if not apart:
        return ""
    then, here = (_shown(entries.get(apart[0], "none")) for entries in (flat, flat_here))
    first = f"{printable(apart[0], LONGEST)}: {then}, here {here}"
    return f"{first}; {Labels.count(len(apart), 'value')} differ" if len(apart) > 1 else first


def _without_versions(manifest: dict[str, Any]) -> dict[str, Any]:
    left_out = {*OF_SURROUNDINGS, *(OF_SWEEPS if manifest.get("result") == "sweep" else ())}
    return {key: value for key, value in manifest.items() if key not in left_out}


def _entries(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every value of a document by its path; of empty sections these themselves."""
    inner = list(value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ())
    if not inner:
        yield path, value
    for key, below in inner:
        yield from _entries(below, f"{path}.{key}".lstrip("."))


def _of_bytes(name: str, one: bytes, other: bytes) -> str:
    if name.endswith(TEXTS):
        lines = itertools.zip_longest(one.splitlines(), other.splitlines())
        line = next((n for n, (a, b) in enumerate(lines, 1) if a != b), 1)
        return f"from line {line:,} on"
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"from byte {at:,} on; has {len(one):,} bytes, here {len(other):,}"


def _shown(value: Any) -> str:
    return printable(str(value), LONGEST)
