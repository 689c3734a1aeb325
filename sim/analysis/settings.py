"""What was set beside the scenario file, in words: what tells the figures of two worlds apart."""

from collections.abc import Mapping
from typing import Any

from .labels import Labels, spaced

MOST_SAID = 2  # settings that a line names


def settings_line(manifest: Mapping[str, Any]) -> str:
    """Say who was played by hand and what was set, the first two in words, and how many more; empty where nothing was.

    Parameters
    ----------
    manifest : of any kind of result; ``settings`` are ``path=value`` each, as they were typed

    Examples
    --------
    >>> settings_line({"settings": ["parameters.talks_per_day=2"], "scenario": {}})
    'with talks per day 2'
    """
    scenario = manifest.get("scenario") or manifest.get("scenario_a") or {}
    labels = Labels(scenario)
    last = {path.strip(): value.strip() for path, _, value in (each.partition("=") for each in _settings_of(manifest))}
    said = [_in_words(path, value, labels) for path, value in last.items()]
    if hands := scenario.get("by_hand"):
        said.insert(0, f"{', '.join(map(labels.party, hands))} played by hand")
    shown, more = said[:MOST_SAID], len(said) - MOST_SAID
    if not shown:
        return ""
    return f"with {', '.join(shown)} and {more} more" if more > 0 else f"with {' and '.join(shown)}"


def _settings_of(manifest: Mapping[str, Any]) -> list[str]:
    return list(manifest.get("settings") or ())  # results of former releases do not say


def _in_words(path: str, value: str, labels: Labels) -> str:
    """A setting in words: "strength of answers (k) of the policy of Arden 1.4"."""
    section, _, rest = path.partition(".")
    owner, _, key = rest.partition(".")
    named = labels.entry(section, owner) if owner and not key and section != "parameters" else labels.path(path)
    if value == "null":
        return f"{named} removed"
    if value[:1] in ("{", "["):
        return f"{named} changed"
    plain = {"true": "yes", "false": "no"}.get(value, spaced(value).strip("\"'"))
    return f"{named} {plain}".replace(" -", " −")
