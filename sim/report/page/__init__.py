"""Reports of results, as one HTML file each or as Markdown.

A kind of result is one row of :data:`KINDS`: what it is called, how its page begins, and which sections follow.  A
section is a function of the result; one without blocks is left out.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.results.files import as_output_error, check_name
from sim.results.whole_files import write_whole

from . import (
    chance,
    comparison,
    debriefing,
    fit,
    forecast,
    hindcast,
    in_short,
    offramp,
    plain,
    record,
    region,
    run,
    sweep,
    tournament,
)
from .common import WHOLE, Builder, Choice, assumptions, provenance, report_of, words
from .html import fragment_of, html_of
from .markdown import markdown_of

if TYPE_CHECKING:
    from sim.results.result import Result

    from .document import Report


class Kind(NamedTuple):
    """How the reports of a kind of result are made.

    Attributes
    ----------
    words : what the page is called
    headline, details : what came out, and what was played
    summary : the section whose tables a notebook shows
    sections : in their order
    """

    words: str
    headline: Callable[[Any], str]
    details: Callable[[Any], list[str]]
    summary: Builder
    sections: tuple[Builder, ...]


ENDING: tuple[Builder, ...] = (assumptions, provenance, words)
KINDS = {
    "run": Kind(
        "Report of one history",
        run.headline,
        run.details,
        run.ends,
        (
            in_short.in_short,
            run.account,
            run.posts,
            run.ties,
            run.course,
            run.ends,
            debriefing.debriefing,
            record.of_history,
            chance.chance,
            *ENDING,
        ),
    ),
    "forecast": Kind(
        "Report of a forecast",
        forecast.headline,
        forecast.details,
        forecast.ends,
        (forecast.ends, forecast.course, forecast.far, record.of_histories, forecast.chance, *ENDING),
    ),
    "comparison": Kind(
        "Report of a comparison",
        comparison.headline,
        comparison.details,
        comparison.ends,
        (comparison.change, comparison.course, comparison.ends, record.of_worlds, comparison.chance, *ENDING),
    ),
    "tournament": Kind(
        "Report of a tournament",
        tournament.headline,
        tournament.details,
        tournament.ends,
        (tournament.ends, *ENDING),
    ),
    "sweep": Kind(
        "Report of a sweep",
        sweep.headline,
        sweep.details,
        sweep.about,
        (sweep.about, sweep.explore, sweep.course, region.regions, *ENDING),
    ),
    "hindcast": Kind(
        "Report of a hindcast",
        hindcast.headline,
        hindcast.details,
        hindcast.scores,
        (hindcast.scores, hindcast.chances, hindcast.cases, hindcast.misses, *ENDING),
    ),
    "offramp": Kind(
        "Report of a way out",
        offramp.headline,
        offramp.details,
        offramp.answers,
        (offramp.answers, offramp.course, offramp.returns, *ENDING),
    ),
    "fit": Kind("Report of a fit", fit.headline, fit.details, fit.numbers, (fit.numbers, fit.scores, *ENDING)),
}
# of a kind that has no page of its own: its headline and its tables
PLAIN = Kind("Report of a result", plain.headline, plain.details, plain.tables, (plain.tables, *ENDING))
WRITERS = {".html": html_of, ".md": markdown_of}


def page_of(result: "Result", choice: Choice = WHOLE) -> "Report":
    """Report of a result, before it is written."""
    kind = KINDS.get(result.kind, PLAIN)
    sections = [build(result, choice) for build in kind.sections]
    return report_of(result, kind.words, kind.headline(result), kind.details(result), sections)


def write_report(result: "Result", file: Path | str, choice: Choice = WHOLE) -> Path:
    """Write the report of a result, whole or not at all.

    Parameters
    ----------
    file : ends in ``.html`` or ``.md``; folders are made

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
    path = Path(file)
    if path.suffix.lower() not in WRITERS:
        raise ValueError(f"file {str(path)!a}: expected a name that ends in {' or '.join(WRITERS)}")
    text = WRITERS[path.suffix.lower()](page_of(result, choice))
    check_name(path)
    with as_output_error(path, "choose another file"):
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_whole(path, lambda stream: stream.write(text.encode()))


def summary_of(result: "Result") -> str:
    """What a notebook shows of a result: its headline and the first tables, as HTML."""
    kind = KINDS.get(result.kind, PLAIN)
    sections = [kind.summary(result, WHOLE)]
    return fragment_of(report_of(result, kind.words, kind.headline(result), kind.details(result), sections))
