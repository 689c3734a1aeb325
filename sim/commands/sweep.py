"""detente sweep: many histories at each of many points, in a folder where the same command resumes."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .carry_out import prepared_and_played, replay_line, typed_command
from .console import Choices, Number, Settings, console_for, fail, remark, say, usage_checked
from .drawing import FORMATS, NOTHING_DRAWN, Formats, as_workbook, draw, formats_of
from .exit_codes import FAILED, RESOURCES
from .signals import stopped
from .trust import Trust

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult
    from sim.sweeps.sweep_plan import SweepPlan

Vary = Annotated[list[str] | None, Parameter(name="--vary", negative="")]


def sweep(
    scenario: str,
    experiment: str | None = None,
    /,
    *,
    vary: Vary = None,
    design: str | None = None,
    points: Number | None = None,
    runs: Number | None = None,
    seed: Number = 1,
    set_: Settings = None,
    relation: Choices = None,
    measure: Choices = None,
    points_per_part: Number | None = None,
    threads: Number | None = None,
    workers: Number | None = None,
    cluster: str | None = None,
    csv: bool = False,
    excel: bool = False,
    out: Path = Path("results"),
    figures: bool = True,
    format_: Formats = None,
    trust: Trust = False,
) -> int:
    """Vary one or more values of a scenario, play many histories at each point, and report how the end depends on them.

    Every finished part is kept at once. After an interruption, type the same command again: it goes on from there.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    experiment
        Name of a sweep that the scenario file describes under `experiments`. Options that you give replace what it says
        there.
    vary
        What to vary: `PATH=a,b,c`, these values; `PATH=A:B:N`, N numbers from A to B; or `PATH=A:B`, any number from A
        to B, for designs that draw their points. May be repeated.
    design
        How the points are chosen. `grid`: all combinations, which is the default. `lhs`: points spread evenly at
        random. `sobol` or `morris`: points that show how much each value matters. `oat`: one value is changed at a
        time.
    points
        The most points to draw; 256 if absent. A grid has as many points as there are combinations.
    runs
        How many histories to play at each point; 200 if absent. All points use the same random numbers.
    seed
        Random seed of the histories, and of the points that are drawn.
    set_
        Change one value at all points, PATH=VALUE; may be repeated.
    relation
        Ids of the relations to follow. If absent, those that the scenario chooses, or else the busiest.
    measure
        Own measure, MODULE:FUNCTION or FILE.py:FUNCTION. It is a Python function of one history that gives a number, or
        True or False; may be repeated. Tables and figures then show it.
    points_per_part
        How many points are kept together in one file; if absent, detente chooses.
    threads
        How many points to play at the same time; one for each core if absent. The results do not depend on it.
    workers
        How many processes to use instead of threads. The results do not depend on it.
    cluster
        Play on a cluster of the Python library Dask. `local`: processes on this machine, which are started again if
        they die. HOST:PORT: the address of a scheduler. The results do not depend on it.
    csv
        Also write the rows as CSV.
    excel
        Also write points and rows as one workbook, tables.xlsx, with a sheet for each table.
    out
        Folder for results; the sweep goes into OUT/SCENARIO/ID.
    figures
        Draw the figures.
    format_
        Formats of the figures: png, svg or pdf; png and svg if absent.
    trust
        Let the scenario use own rules from any module. Without it, they must lie beside the file or in an installed
        package.
    """
    from sim import plan
    from sim.experiment.memory import TooLargeError
    from sim.sweeps.workers import WorkerError

    formats = formats_of(figures, format_)
    varied: dict[str, Any] = {"experiment": experiment, "design": design, "points": points, "seed": seed, "runs": runs}
    by: dict[str, Any] = {"threads": threads, "workers": workers, "cluster": cluster, "csv": csv}
    by |= {"relations": relation, "measures": measure, "points_per_part": points_per_part}
    with usage_checked():
        planned = plan.sweep(scenario, vary or (), out, settings=set_ or (), trust=trust, **varied, **by)
    planned = planned.into(out / planned.scenarios[0].name / planned.folder_name, typed_command())
    try:
        result, is_whole = _played(planned)
    except (TooLargeError, WorkerError) as problem:
        return fail(str(problem), RESOURCES)
    if not is_whole:
        kept = f"{result.n_played:,} of {planned.n_asked:,} points are finished and kept in {planned.folder}"
        return stopped(f"{kept}; the same command resumes")
    return _finish(planned, result, excel, formats, trust)


def _played(planned: "SweepPlan") -> "tuple[SweepResult, bool]":
    """Play what is missing, and give what there is, and whether it is all."""
    from sim.results.files import check_writable
    from sim.sweeps.check_design import too_few

    if few := too_few(planned.sweep.design):
        remark(few)
    planned.check_size()
    check_writable(planned.folder)
    if there := planned.n_there:
        remark(f"{there:,} of {planned.n_asked:,} points are there already")
    elif planned.own_measures and (beside := _with_other_measures(planned)) is not None:
        remark(f"{beside} holds this sweep with another text of own measures; this one begins anew in {planned.folder}")
    return prepared_and_played(planned)


def _with_other_measures(planned: "SweepPlan") -> Path | None:
    """Folder beside that holds the same sweep but for the text of the files of own measures, if there is one."""
    from sim.results.files import ResultError
    from sim.sweeps.store import read_sweep_manifest
    from sim.sweeps.sweep import fingerprint_of

    wanted = fingerprint_of(planned.sweep)
    same = ("scenario_hash", "vary", "points", "runs", "seed", "points_per_part")
    names = [(measure.name, measure.source) for measure in planned.own_measures]
    for folder in sorted(planned.folder.parent.glob(f"{planned.folder.name.rpartition('-')[0]}-*")):
        try:
            manifest = read_sweep_manifest(folder)
        except ResultError:
            continue
        asked = [(entry["name"], entry["function"]) for entry in manifest.get("measures", [])]
        if asked == names and all(manifest.get(name) == wanted[name] for name in same):
            return folder
    return None


def _finish(planned: "SweepPlan", result: "SweepResult", excel: bool, formats: tuple[str, ...], trust: bool) -> int:
    """Print the report, draw the figures there are, name the files, and return the exit code."""
    from sim.report.sweep import print_sweep
    from sim.results.checksums import SUMS

    folder = planned.folder
    if excel:
        as_workbook(result, folder)
    print_sweep(result, console_for(sys.stdout), _replay(planned, result, trust), trust)
    drawn = draw(result, folder, formats=formats) if formats else NOTHING_DRAWN
    endings = (".json", ".parquet", ".csv", ".xlsx", *(f".{each}" for each in FORMATS))
    files = [*sorted(path.name for path in folder.iterdir() if path.suffix in endings), SUMS]
    say(f"\n{len(files)} files in {folder}: {', '.join(files)}; its parts in {folder / 'parts'}")
    say("The same command completes the sweep wherever it is interrupted, and leaves a whole one unchanged.")
    if not len(result.failed):
        return drawn.code
    first = result.failed.iloc[0]
    of_all = f"{len(result.failed):,} of {planned.n_asked:,} points cannot be played"
    return fail(f"{of_all}; the first, {first['point']}: {first['problem']}", FAILED)


def _replay(planned: "SweepPlan", result: "SweepResult", trust: bool) -> str:
    """The command that shows one history of the first point that could be played."""
    played = result.summary.loc[result.summary["problem"].isna(), "point"]
    point = int(played.iloc[0]) if len(played) else 0
    line = replay_line(str(planned.sweep.source), planned.seed_number, result.settings(point), None, 0, trust)
    return f"One history of point {point} in full: {line}"
