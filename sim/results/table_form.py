"""What a manifest says of each table: how many rows, the columns, which may have empty cells, the order of names.

Rows that are read in another order are put back into that in which they were written, by the key of their table.
Numbers and dates of a key rise, or fall after ``-``; texts come as they first came, or by alphabet after ``@``.
"""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

KEYS = {
    "moves": ("id",),
    "trajectory": ("level", "name", "date"),
    "posts": ("channel", "date"),
    "ties": ("tie", "date"),
    "moves_by_kind": ("party", "towards", "kind"),
    "decisions": ("date", "@party", "@towards", "move", "@cause"),
    "observed": ("date", "@id"),
    "exchanges": ("package",),
    "against_record": ("date", "@id"),
    "record_scores": ("event", "move", "@from", "@to"),
    "scales": ("level", "name", "date"),
    "probabilities": ("level", "name", "event", "party", "towards"),
    "measures": ("level", "name", "measure"),
    "survival": ("level", "name", "date"),
    "bands": ("curve", "level", "name", "date"),
    "histories": ("run", "level", "name", "date"),
    "replies": ("@from", "@to", "@what", "-replies", "@value"),
    "chains": ("chain",),
    "differences": ("level", "name", "measure"),
    "curves": ("level", "name", "curve", "date"),
    "table": ("a_policy", "b_policy"),
    "forecasts": ("id", "question", "forecaster"),
    "scores": ("record", "role", "question", "forecaster"),
    "skill": ("record", "role", "question", "score", "rule"),
    "verdicts": ("record", "question"),
    "numbers": ("policy", "number"),
    "parts": ("part", "score"),
    "alike": ("part", "number", "other"),
    "searched": ("trial",),
    "misses": ("question", "-score", "@id"),
    "free_running": ("record", "case", "measure", "day"),
    "answers": ("rank",),
    "tried": ("rung",),
    "returns": ("world", "what", "channel"),
}
FORMER = {  # words of tables that older results have, by table and column
    "trajectory": {"level": {"dyad": "relation"}},
    "scales": {"level": {"dyad": "relation"}},
}
TYPES = frozenset(("str", "bool", "boolean", "int64", "Int64", "float64", "datetime64[s]"))


class Form(NamedTuple):
    """What is known of a table."""

    rows: int
    columns: dict[str, str]  # type by name
    empty: Sequence[str] = ()  # columns with empty cells, where these are no texts
    names: Mapping[str, Sequence[str]] = MappingProxyType({})  # texts of the key, in the order in which they first come


def key_of(name: str, columns: Collection[str]) -> tuple[str, ...]:
    """Columns by which the rows of a table are told apart; ties by the day in one history, by who withholds in many."""
    return ("tie", "party") if name == "ties" and "party" in columns else KEYS[name]


def form_of(name: str, table: "pd.DataFrame", is_text: bool = True) -> dict[str, Any]:
    """What a manifest says of a table; of one that is no text its rows and columns alone."""
    columns = {str(column): _type_of(str(kind)) for column, kind in table.dtypes.items()}
    form: dict[str, Any] = {"rows": len(table), "columns": columns}
    if not is_text:
        return form
    return form | {
        "empty": [column for column, kind in columns.items() if kind != "str" and table[column].isna().any()],
        "names": {column: table[column].unique().tolist() for column in _named(name, columns)},
    }


def _type_of(kind: str) -> str:
    """Type of a column as it is read: texts go by one name, dates are to the second."""
    if kind == "object":
        return "str"
    return "datetime64[s]" if kind.startswith("datetime64") else kind


def _named(name: str, columns: Mapping[str, str]) -> list[str]:
    """Columns of a key whose texts have an order of their own."""
    return [column for column in key_of(name, columns) if column[0] not in "-@" and columns[column] == "str"]


def read_form(name: str, manifest: Any, is_text: bool = True) -> Form:
    """What a manifest says of a table.

    Raises
    ------
    ValueError
        If it says nothing that can be understood.
    """
    try:
        form = Form(**manifest["tables"][name])
        is_sound = type(form.rows) is int and all(type(kind) is str for kind in form.columns.values())
        if is_text:
            texts = [text for column in _named(name, form.columns) for text in form.names[column]]
            is_sound &= TYPES.issuperset(form.columns.values()) and all(type(text) is str for text in texts)
            is_sound &= form.columns.keys() >= {column.lstrip("-@") for column in key_of(name, form.columns)}
    except (AttributeError, KeyError, TypeError):
        is_sound = False
    if not is_sound:
        raise ValueError(f"manifest.json does not say what the table {name} holds")
    return form


def in_order(name: str, table: "pd.DataFrame", form: Form) -> "pd.DataFrame":
    """A table with its rows where they were when it was written, whatever the order in which they were read."""
    import pandas as pd

    places: dict[str, Any] = {}
    for column in key_of(name, form.columns):
        values = table[column.lstrip("-@")]
        if column in form.names:
            values = values.map({text: place for place, text in enumerate(form.names[column])})
        places[column] = -values if column[0] == "-" else values
    return table.loc[pd.DataFrame(places).sort_values(list(places), kind="stable").index].reset_index(drop=True)


def in_words_of_now(name: str, table: "pd.DataFrame") -> "pd.DataFrame":
    """A table with the words that are written now, where an older result has others."""
    for column, words in FORMER.get(name, {}).items():
        if table[column].isin(words).any():
            table = table.assign(**{column: table[column].replace(words)})
    return table
