"""What an off-ramp comes to, in one sentence, and the runner-up in another."""

from typing import TYPE_CHECKING, Any

from sim.scenario.changes import value_at
from sim.scenario.syntax import scalar

from .labels import Labels, percent
from .rare_end import RareEnd, read_end
from .what_if import supposition

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.offramp import Offramp


def headline_of(result: "Offramp") -> str:
    """Say how likely the end is, and which change is the smallest that keeps it below the bound."""
    manifest = result.manifest
    as_it_is = manifest["as_it_is"]
    before = f"{_subject(manifest)} {says_of(manifest)} in {_share(as_it_is)}"
    if as_it_is["high"] < manifest["below"]:
        return f"{before}, below {percent(manifest['below'])} without any change"
    if not len(result.answers):
        return f"{before}; none of the changes named keeps this below {percent(manifest['below'])}"
    first = result.answers.iloc[0].to_dict()
    return (
        f"{change_words(manifest, first)}, {_would(manifest)} in {percent(first['share'])} of histories instead of "
        f"{percent(as_it_is['share'])} ({_interval(first)}): "
        f"{_smallest(result)} that keeps this below {percent(manifest['below'])}"
    )


def _smallest(result: "Offramp") -> str:
    return "the smallest change of those named" if len(set(result.tried["path"])) > 1 else "the smallest change"


def runner_up(result: "Offramp") -> str:
    """Say which change comes next; empty where there is none."""
    if len(result.answers) < 2:
        return ""
    second = result.answers.iloc[1].to_dict()
    words = change_words(result.manifest, second)
    return f"Next: {words[:1].lower()}{words[1:]}, in {percent(second['share'])} ({_interval(second)})"


def change_words(manifest: dict[str, Any], row: dict[Any, Any]) -> str:
    """A change as the first clause of a sentence: "With …", "Had …"."""
    keys, setting = str(row["path"]).split("."), f"{row['path']}={row['value']}"
    scenario = manifest["scenario"]
    before = (
        scenario
        if isinstance(value_at(scenario, str(row["path"])), dict)
        else _with(scenario, keys, scalar(row["own"]))
    )
    after = _with(scenario, keys, scalar(row["value"]))
    return supposition([setting], before, after)


def _with(document: Any, keys: list[str], value: Any) -> Any:
    """A scenario as JSON with a value at a path, whether the file gives one there or not."""
    if not keys:
        return value
    inner = document.get(keys[0]) if isinstance(document, dict) else None
    return {**(document if isinstance(document, dict) else {}), keys[0]: _with(inner, keys[1:], value)}


def _subject(manifest: dict[str, Any]) -> str:
    return Labels(manifest["scenario"]).followed(manifest["relation"])


def _would(manifest: dict[str, Any]) -> str:
    labels, relation = Labels(manifest["scenario"]), manifest["relation"]
    return f"{_subject(manifest)} would have {_end(manifest).would(labels, relation)}"


def _end(manifest: dict[str, Any]) -> RareEnd:
    return read_end(manifest["end"], manifest["scenario"], manifest["relation"])


def says_of(manifest: dict[str, Any]) -> str:
    """What is to be rare, as a clause without its subject."""
    return _end(manifest).says(Labels(manifest["scenario"]), manifest["relation"])


def _share(interval: dict[str, float]) -> str:
    return f"{percent(interval['share'])} of histories ({_interval(interval)})"


def _interval(row: dict[Any, Any]) -> str:
    return f"95 % interval {percent(row['low']).removesuffix(' %')} to {percent(row['high'])}"


def top_of(result: "Offramp") -> float:
    """Highest share of an axis on which every chance, with its interval, and the bound can be told apart."""
    manifest = result.manifest
    ends = [*result.tried["high"].dropna(), manifest["as_it_is"]["high"], manifest["below"]]
    return min(1.0, 1.15 * float(max(ends)))


def ladders(result: "Offramp") -> "list[pd.DataFrame]":
    """Rows of each ladder of the values tried: those of one path, as long as the change grows; answers come first."""
    tried = result.tried
    starts = (tried["path"] != tried["path"].shift()) | (tried["size"] <= tried["size"].shift())
    found = [rows for _, rows in tried.groupby(starts.cumsum())]
    answers = list(zip(result.answers["path"], result.answers["value"], strict=True))

    def rank(rows: "pd.DataFrame") -> int:
        own = set(zip(rows["path"], rows["value"], strict=True))
        return next((n for n, answer in enumerate(answers) if answer in own), len(answers))

    return sorted(found, key=rank)
