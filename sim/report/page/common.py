"""What the reports of all kinds of result share: how they begin and end."""

import re
import shlex
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels, capital, day_text
from sim.analysis.settings import settings_line
from sim.results.in_python import CANNOT, told
from sim.results.manifest import title_of

from .document import Block, Code, Report, Section, Table, Terms
from .words import WORDS

if TYPE_CHECKING:
    from sim.results.result import Result


MOST_RELATIONS = 2  # that assumptions are listed of


@dataclass(frozen=True)
class Choice:
    """What of a result is shown.

    Attributes
    ----------
    is_complete : whether moves of relations without any hostile move are listed, too
    is_hostile_only : whether moves that are not hostile are left out
    since, until : first and last day of the account; those of the run if None
    """

    is_complete: bool = False
    is_hostile_only: bool = False
    since: date | None = None
    until: date | None = None


WHOLE = Choice()
Builder = Callable[[Any, Choice], Section]


def days_of(scenario: Mapping[str, Any], until: str | None = None) -> str:
    """First and last day, as a reader expects them."""
    return f"{day_text(scenario['start'])} to {day_text(until or scenario['end'])}"


def report_of(
    result: "Result", kind: str, headline: str, details: Iterable[str], sections: Iterable[Section]
) -> Report:
    """A report with the title of the scenario, and what was set beside it."""
    manifest = vars(result)["manifest"]
    title = title_of(manifest) or kind
    if experiment := manifest.get("experiment"):
        title = f"{title}: {experiment['title']}"
    seed = f"seed {manifest['seed']}" if "seed" in manifest else ""
    said = [*details, seed, settings_line(manifest)]
    return Report(kind, title, headline, capital("; ".join(filter(None, said))), tuple(sections))


def assumptions(result: "Result", choice: Choice) -> Section:
    """The numbers that decide most, of the sides followed, and where each comes from."""
    from sim.analysis.assumptions import rows_of

    manifest = vars(result)["manifest"]
    rows = rows_of(manifest, relations_in_focus(result))
    if not rows:
        return Section("assumptions", "What it rests on", ())
    said = (
        "The numbers below decide most about who answers, how, and who breaks. A number marked as a choice of ours, as "
        "assumed, or as taken from the crisis of 2021, rests on little evidence."
    )
    table = Table("Assumptions of the sides shown", ("What", "Value", "Comes from"), tuple(rows))
    settings = manifest.get("settings") or ()
    set_here = (f"Set for this result, beside the scenario: {', '.join(settings)}.",) if settings else ()
    return Section("assumptions", "What it rests on", (said, *set_here, table))


def relations_in_focus(result: "Result") -> list[str]:
    """Ids of the relations that a result is about."""
    manifest = vars(result)["manifest"]
    if found := manifest.get("relations") or manifest.get("relation"):
        return [found] if isinstance(found, str) else list(found)[:MOST_RELATIONS]
    plots = (manifest.get("scenario") or {}).get("plots", {})
    return list(plots.get("dyads") or vars(result).get("outcome", {}).get("relations", ()))[:MOST_RELATIONS]


def provenance(result: "Result", choice: Choice) -> Section:
    """What the result was made from, so that it can be made again, and what the words mean."""
    manifest = vars(result)["manifest"]
    known = {"Scenario": manifest.get("name"), "Seed": manifest.get("seed"), "Histories": manifest.get("runs")}
    entries = [(what, str(value)) for what, value in known.items() if value is not None]
    entries.append(("Made with", _made_with(manifest)))
    for end, world in (("", "Scenario"), ("_a", "Scenario A"), ("_b", "Scenario B")):
        if digest := manifest.get(f"scenario_hash{end}"):
            entries.append((f"{world}, SHA-256", str(digest)))
    entries += [(f"Own rule {name}", f"SHA-256 {digest}…") for name, digest in manifest.get("own_rules", {}).items()]
    if own := told(manifest):
        entries.append(("Made in Python", f"{'; '.join(own)}. {CANNOT}"))
    blocks: list[Block] = [Terms(tuple(entries))]
    if command := manifest.get("command"):
        blocks += ["The command that makes this result again:", Code(without_folders(str(command)))]
    return Section("provenance", "Where it comes from", (*blocks, *_sources(manifest)))


def _made_with(manifest: Mapping[str, Any]) -> str:
    libraries = ", ".join(f"{name} {version}" for name, version in manifest.get("libraries", {}).items())
    python = f", Python {manifest['python']}" if manifest.get("python") else ""
    return f"detente {manifest.get('version', 'of unknown version')}{python}{', ' if libraries else ''}{libraries}"


def without_folders(command: str) -> str:
    """A command without the folders of the machine on which it was typed: a page may be mailed.

    Examples
    --------
    >>> without_folders("detente run /data/mine/case.yaml --out=/data/out --seed 1")
    'detente run case.yaml --out=out --seed 1'
    """
    try:
        words = shlex.split(command)
    except ValueError:
        return command
    return shlex.join(re.sub(r"^(--[a-z-]+=)?(.*)$", _name_alone, word, flags=re.DOTALL) for word in words)


def _name_alone(found: "re.Match[str]") -> str:
    option, word = found[1] or "", found[2]
    is_path = Path(word).is_absolute() or word.startswith(("~", "..")) or re.match(r"[A-Za-z]:[\\/]", word)
    return option + (PurePath(word.replace("\\", "/")).name or word if is_path else word)


def _sources(manifest: Mapping[str, Any]) -> list[Table]:
    """Sources that the scenario names, folded."""
    scenario = manifest.get("scenario") or manifest.get("scenario_a") or {}
    rows = tuple((str(name), str(text)) for name, text in scenario.get("sources", {}).items())
    return [Table("Sources that the scenario names", ("Name", "Source"), rows, is_folded=True)] if rows else []


def words(result: "Result", choice: Choice) -> Section:
    """How to read the page, and where the model is described."""
    said = (
        "detente shows what a set of rules implies. It does not predict what a government will do. The model is "
        "described in docs/odd.md of its folder, what was checked in docs/validation.md, all words in docs/words.md."
    )
    return Section("words", "How to read this page", (said, Terms(WORDS)))


def labels_of(result: "Result") -> Labels:
    """Names of the scenario, or of the first world."""
    manifest = vars(result)["manifest"]
    return Labels(manifest.get("scenario") or manifest["scenario_a"])
