"""Read a table of a result by its form: every cell is what it must be, rows stand in the order they were written in."""

import io
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sim.rules.moves import KINDS, TIE_KINDS
from sim.rules.world import STATUSES
from sim.scenario.cells import unguarded
from sim.scenario.problems import nearest

from .foreign_tables import Rows, TableError, foreign_cells, refuse
from .table_form import Form, in_order, key_of

if TYPE_CHECKING:
    import pandas as pd

Known = Mapping[str, Collection[str]]  # what texts may stand in a column, by its name


def known_ids(worlds: Iterable[Mapping[str, Any]]) -> Known:
    """What texts columns of ids may hold in a result of some scenarios."""
    parties, channels = {""}, {""}
    for scenario in worlds:
        parties |= {*scenario["states"], *scenario["alliances"]}
        channels |= {*scenario["channels"], *scenario.get("ties", {})}
    kinds = {kind.name for kind in KINDS}
    return {
        **dict.fromkeys(("from", "to", "party", "towards"), parties),
        "channel": channels,
        "tie": channels,
        "tie_kind": set(TIE_KINDS),
        "kind": kinds,
        "move": kinds,
        "status": set(STATUSES),
    }


def read_text_table(name: str, content: bytes, form: Form, known: Known, is_as_written: bool) -> "pd.DataFrame":
    """Read a table from a CSV text.

    Parameters
    ----------
    name : str, of the table
    content : bytes
    form : Form, what the manifest says of it
    known : texts that columns of ids may hold
    is_as_written : whether these are the bytes that this program wrote; else any program may have saved them

    Raises
    ------
    ValueError
        If it cannot be read or does not belong to its result; says which cell, what was found and what was expected.
    """
    import pandas as pd

    found = _own_cells(content, form) if is_as_written else foreign_cells(content, form.columns)
    if len(found.numbers) != form.rows:
        raise TableError(f"has {len(found.numbers)} rows, manifest.json says {form.rows}")
    columns = {column: _typed(column, kind, found, form) for column, kind in form.columns.items()}
    for column in [name for name in columns if form.columns[name] == "str" and (name in known or name in form.names)]:
        allowed = form.names[column] if column in form.names else known[column]
        _check_known(column, columns[column], found, allowed)
    table = pd.DataFrame(columns)
    if is_as_written:
        return table
    _check_once([column.lstrip("-@") for column in key_of(name, form.columns)], table, found)
    return in_order(name, table, form)


def _own_cells(content: bytes, form: Form) -> Rows:
    """Cells of a table as this program writes it."""
    import pandas as pd

    frame = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False)
    cells: dict[str, Any] = {column: frame[column] for column in form.columns}
    return Rows(cells, range(2, len(frame) + 2), ",")


def _typed(column: str, kind: str, found: Rows, form: Form) -> "pd.Series[Any]":
    """Values of a column."""
    import pandas as pd

    cells = pd.Series(found.cells[column], dtype="str")
    if kind == "str":
        guarded = cells.str.startswith("'")
        return cells.where(~guarded, cells[guarded].map(unguarded)) if guarded.any() else cells
    is_empty = cells == ""
    read, meant = _READ[kind]
    values = read(cells)
    for is_wrong, expected in ((values.isna() & ~is_empty, meant), (is_empty, "a value")):
        if is_wrong.any() and (expected != "a value" or column not in form.empty):
            place = int(is_wrong.to_numpy().argmax())
            refuse(found.numbers[place], column, cells[place], expected)
    typed: pd.Series[Any] = values.astype(kind)  # type: ignore[call-overload]
    return typed


def _numbers(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    import pandas as pd

    return pd.to_numeric(cells, errors="coerce")


def _days(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    import pandas as pd

    return pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce")


def _flags(cells: "pd.Series[Any]") -> "pd.Series[Any]":
    return cells.map({"True": True, "False": False}).astype("boolean")


_READ: dict[str, tuple[Callable[["pd.Series[Any]"], "pd.Series[Any]"], str]] = {  # how, and what is expected
    "int64": (_numbers, "a whole number"),
    "Int64": (_numbers, "a whole number"),
    "float64": (_numbers, "a number"),
    "bool": (_flags, "True or False"),
    "boolean": (_flags, "True or False"),
    "datetime64[s]": (_days, "a day such as 2030-01-31"),
}


def _check_known(column: str, values: "pd.Series[Any]", found: Rows, known: Collection[str]) -> None:
    """Raise TableError where a name is none of those that the result has."""
    is_strange = ~values.isin(list(known))
    if is_strange.any():
        place = int(is_strange.to_numpy().argmax())
        near = nearest(values[place], known)
        refuse(
            found.numbers[place], column, values[place], f"a name of this result{f', such as {near!r}' * bool(near)}"
        )


def _check_once(key: list[str], table: "pd.DataFrame", found: Rows) -> None:
    """Raise TableError where two rows are about the same."""
    is_twice = table.duplicated(key).to_numpy()
    if is_twice.any():
        row = found.numbers[int(is_twice.argmax())]
        raise TableError(f"row {row}: given twice, by {', '.join(key)}; expected one row of each")
