"""Summaries of many runs as files: forecasts, comparisons and tournaments, all by one piece of code.

Tables are written as CSV, those that may be left out as Parquet.  The manifest says which kind of result a folder
holds, and the columns and length of every table; so nothing has to be known here of any single table.
"""

import json
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .store import ResultError, RunResult, as_csv, as_json, read_run, write_files
from .whole_files import Content

if TYPE_CHECKING:
    from typing import TypeAlias

    import pandas as pd

    from .compare import Comparison
    from .forecast import Forecast
    from .tournament import Tournament

    Summary: TypeAlias = Forecast | Comparison | Tournament

KINDS = {  # kind of result: module and class
    "forecast": ("forecast", "Forecast"),
    "comparison": ("compare", "Comparison"),
    "tournament": ("tournament", "Tournament"),
}
_NAMES = {name: kind for kind, (_, name) in KINDS.items()}


def write_summary(summary: "Summary", folder: Path) -> list[Path]:
    """Write a summary; each file appears whole or not at all.

    Returns
    -------
    list of Path, the files written

    Raises
    ------
    OutputError
        If the folder cannot be written.
    """
    import pandas as pd

    parts = {field.name: getattr(summary, field.name) for field in fields(summary)}
    tables = {name: part for name, part in parts.items() if isinstance(part, pd.DataFrame)}
    large = _tables_at_choice(type(summary))
    files: dict[str, Content] = {
        f"{name}.parquet" if name in large else f"{name}.csv": _as_parquet(table) if name in large else as_csv(table)
        for name, table in tables.items()
    }
    told = {name: part for name, part in parts.items() if isinstance(part, dict | str) and name != "manifest"}
    if told:
        files["outcome.json"] = as_json(told)
    about = {"result": _NAMES[type(summary).__name__], "tables": {name: _about(t) for name, t in tables.items()}}
    return write_files(folder, files | {"manifest.json": as_json(about | parts["manifest"])})


def _tables_at_choice(kind: type) -> set[str]:
    """Names of the tables that may be left out."""
    return {field.name for field in fields(kind) if "None" in str(field.type)}


def _as_parquet(table: "pd.DataFrame") -> Content:
    return lambda stream: table.to_parquet(stream, engine="pyarrow", compression="zstd", index=False)


def _about(table: "pd.DataFrame") -> dict[str, Any]:
    types = {str(name): "str" if kind == "object" else str(kind) for name, kind in table.dtypes.items()}
    return {"rows": len(table), "columns": types}


def read_result(folder: Path | str) -> "RunResult | Summary":
    """Read what was written before: a run, a forecast, a comparison or a tournament.

    Raises
    ------
    ResultError
        If a file is missing or cannot be read.
    """
    folder = Path(folder)
    if not (folder / "manifest.json").is_file():
        return read_run(folder)  # which says what is missing
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if "result" not in manifest:
            return read_run(folder)
        if manifest["result"] == "sweep":
            raise ResultError(f"{folder}: a sweep; sim.open_sweep reads it")
        return _read_summary(folder, manifest)
    except OSError as problem:
        named, why = problem.filename or folder, problem.strerror or problem
        raise ResultError(f"{named}: cannot be read ({why}); make it again") from None
    except (AttributeError, KeyError, TypeError, ValueError) as problem:
        raise ResultError(f"{folder}: damaged result ({_first_line(problem)}); make it again") from None


def is_sweep(folder: Path | str) -> bool:
    """Whether a folder holds a sweep, which :func:`sim.api.open_sweep` reads; False where nobody can say."""
    try:
        manifest = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("result") == "sweep"


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0]


def _read_summary(folder: Path, manifest: dict[str, Any]) -> "Summary":
    result, tables = manifest.pop("result"), manifest.pop("tables")
    if result not in KINDS:
        raise ValueError(f"manifest.json names a result {result!r}; expected any of {', '.join(KINDS)}")
    module, name = KINDS[result]
    kind = getattr(import_module(f".{module}", __package__), name)
    large = _tables_at_choice(kind)
    parts = dict.fromkeys(large) | {name: _read_table(folder, name, tables[name], name in large) for name in tables}
    names = {field.name for field in fields(kind)}
    if names - parts.keys() - {"manifest"}:
        parts |= json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
    if wrong := names ^ {*parts, "manifest"}:
        raise ValueError(f"{sorted(wrong)[0]!r} is missing or does not belong there")
    summary: Summary = kind(**parts, manifest=manifest)
    return summary


def _read_table(folder: Path, name: str, about: dict[str, Any], is_large: bool) -> "pd.DataFrame":
    import pandas as pd

    path = folder / (f"{name}.parquet" if is_large else f"{name}.csv")
    table = pd.read_parquet(path) if is_large else pd.read_csv(path, dtype="str", keep_default_na=False)
    if missing := about["columns"].keys() - table.columns:
        raise ValueError(f"{path.name} has no column {sorted(missing)[0]!r}")
    if len(table) != about["rows"]:
        raise ValueError(f"{path.name} has {len(table)} rows, manifest.json says {about['rows']}")
    if is_large:  # Parquet knows no dates to the second
        return table.astype({column: kind for column, kind in about["columns"].items() if kind.startswith("datetime")})
    return pd.DataFrame({column: _as_type(table[column], kind) for column, kind in about["columns"].items()})


def _as_type(column: Any, kind: str) -> Any:
    import pandas as pd

    if kind.startswith("datetime"):
        return pd.to_datetime(column, format="%Y-%m-%d").astype("datetime64[s]")
    return column if kind == "str" else pd.to_numeric(column).astype(kind)
