"""The lines below the title of a figure of a sweep."""

from typing import TYPE_CHECKING

from sim.analysis.labels import Labels
from sim.analysis.paths import parameter_at
from sim.analysis.sweep_sentences import path_names
from sim.analysis.sweep_table import paths_of
from sim.analysis.where_defined import at_points

from .style import BETWEEN_DETAILS, detail_lines, details_of

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult


def sweep_details(result: "SweepResult", *notes: str) -> str:
    """Write what a sweep was made from, what varies and what is wrong, on a few lines."""
    manifest = result.manifest
    histories = f"{Labels.count(int(manifest['runs']), 'history')} a point"
    scenario = str(manifest["title"] or manifest["name"])
    experiment = (manifest.get("experiment") or {}).get("title")
    title = f"{scenario}: {experiment}" if experiment else scenario
    points = Labels.count(len(result.points), "point")
    first = details_of(manifest, title, points, histories, f"seed {manifest['seed']}")
    defined = [each.sentence for each in at_points(result)]
    lines = [_meanings(result), *_missing(result), *defined, BETWEEN_DETAILS.join(notes)]
    return "\n".join([first, *(detail_lines(line) for line in lines if line)])


def _meanings(result: "SweepResult") -> str:
    """Say what is meant by the parameters that vary."""
    paths = paths_of(result)
    words = path_names(result, paths)
    found = zip(words, map(parameter_at, paths), strict=True)
    return BETWEEN_DETAILS.join(f"{word}: {parameter.meaning}" for word, parameter in found if parameter)


def _missing(result: "SweepResult") -> list[str]:
    """Say which points have no numbers, and why."""
    said: list[str] = []
    failed, total = result.failed, len(result.points)
    if len(failed):
        are = "point cannot" if len(failed) == 1 else "points cannot"
        said.append(
            f"hatched or left out: {len(failed):,} {are} be played, the first because of {failed['problem'].iloc[0]}"
        )
    if left := total - result.n_played:
        said.append(f"empty: {left:,} of {total:,} points have not been played yet")
    return said
