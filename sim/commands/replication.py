"""detente bundle, rerun and cite: a result handed on, played again by another, and cited."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .carry_out import prepared_and_played
from .console import Number, UsageError, check_choices, console_for, fail, remark, say, usage_checked
from .drawing import as_workbook, draw
from .exit_codes import FAILED, RESOURCES
from .signals import stopped

if TYPE_CHECKING:
    from sim.experiment.plan import Plan
    from sim.replication.differences import Difference
    from sim.replication.original import Original
    from sim.replication.versions import Version

CITATIONS = ("text", "bibtex", "cff")
Consent = Annotated[bool, Parameter(name="--trust", negative="")]


Authors = Annotated[list[str] | None, Parameter(name="--author", negative="")]


def bundle(result: Path, /, *, out: Path | None = None, author: Authors = None) -> int:
    """Write a result and all that it was made from as one file, which another can play again: see `detente rerun`.

    The bundle is a zip file. It holds the files of the result, the scenario as it was played with its tables, the files
    of own rules and own measures, the versions, the command, a citation and checksums. The same result gives the same
    bytes. A result that was made with a function of a script or a notebook is refused, because nobody else has that.

    Parameters
    ----------
    result
        Folder of a result, such as `results/nato_russia_2021/seed-1-…`.
    out
        Folder for the bundle; if absent, the one in which the folder of the result lies.
    author
        Who made the result, for the citation; repeat it for each person.
    """
    from sim.replication.bundle import write_bundle
    from sim.replication.citation import checksum_of
    from sim.replication.original import opened

    path = write_bundle(result, out, author or ())
    with opened(path) as original:
        if original.unplayed:
            remark(original.unplayed)
    say(f"{path} ({path.stat().st_size / 1000:,.0f} kB), SHA-256 {checksum_of(path)}")
    return 0


def rerun(
    bundle: Path,
    /,
    *,
    trust: Consent = False,
    check: Annotated[bool, Parameter(negative="")] = False,
    threads: Number | None = None,
    out: Path | None = None,
    figures: bool = True,
) -> int:
    """Play a bundle or a result again, and say whether every byte is the same, or what differs.

    The command says first which versions differ from those that the result was made with. It ends with code 0 if all
    files are the same, and with 1 if not; then it names each file that differs, with the first row and column.

    Parameters
    ----------
    bundle
        Bundle that `detente bundle` wrote, the folder that is in it, or folder of a result.
    trust
        Run the own rules and own measures that the bundle or result holds, as programs of yours. They may be a
        stranger's: read them before. A file of the current folder is never taken for one of them.
    check
        Check the files and the versions, and name own rules and own measures, but play nothing.
    threads
        Cores to use; all if absent. The results do not depend on it.
    out
        Folder for what is played here; it is not kept if absent.
    figures
        Draw the figures, and compare them, too.
    """
    from sim.replication.original import opened
    from sim.replication.plans import plan_again, without_current_folder

    with opened(bundle) as original, _named(original, bundle), without_current_folder():
        _tell_what_it_is(original, bundle)
        _check_whose_it_is(original, check)
        with _kept_in(out) as folder:
            with usage_checked():
                plan = plan_again(original, folder, trust=trust, threads=threads)
            _check_programs(original, plan, trust, check)
            return 0 if check else _played_again(original, plan, folder, figures)


@contextmanager
def _named(original: "Original", bundle: Path) -> Iterator[None]:
    """Have messages name the bundle, not the folder that it was unpacked into."""
    from sim.results.files import ResultError
    from sim.scenario.problems import ScenarioError

    try:
        yield
    except (ResultError, ScenarioError) as problem:
        raise ResultError(str(problem).replace(f"{original.scenario}/", f"{bundle}, scenario/")) from None


@contextmanager
def _kept_in(out: Path | None) -> Iterator[Path]:
    """Folder for what is played: the one that was named, or one that is removed afterwards."""
    from sim.results.files import check_writable
    from sim.results.processes import PREFIX, mark

    if out is not None:
        check_writable(out)
        yield out
        return
    with TemporaryDirectory(prefix=f"{PREFIX}{mark()}-") as folder:
        yield Path(folder) / "again"


def _tell_what_it_is(original: "Original", bundle: Path) -> None:
    from sim.replication.citation import played_text
    from sim.replication.versions import versions

    say(f"{bundle}: {played_text(original.manifest)}")
    found = versions(original.manifest)
    if other := [version for version in found if not version.is_same]:
        say(f"Made with other versions; numbers may differ: {_listed(other)}.")
    else:
        say(f"Made with the versions that are here: {', '.join(f'{name} {here}' for name, _, here in found)}.")
    if original.unplayed:
        say(f"{original.unplayed}.")


def _check_whose_it_is(original: "Original", check: bool) -> None:
    """Raise ResultError where a program of a user's took part, which no command plays again."""
    from sim.results.files import ResultError
    from sim.results.in_python import CANNOT, told

    if not (own := told(original.manifest)):
        return
    said = f"Made in Python: {'; '.join(own)}. {CANNOT}"
    if not check:
        raise ResultError(f"{said[0].lower()}{said[1:]}; nothing was played")
    say(f"{said}.")


def _listed(versions: "list[Version]") -> str:
    return "; ".join(f"{name} {then}, here {here}" for name, then, here in versions)


def _check_programs(original: "Original", plan: "Plan", trust: bool, check: bool) -> None:
    """Name own rules and own measures; raise UsageError where they would be run and nobody has allowed it."""
    from sim.replication.plans import own_rules_that_differ, programs_of

    if other := own_rules_that_differ(original.manifest, plan):
        remark(f"programs that are not as they were, so that all may differ: {', '.join(other)}")
    if not (programs := programs_of(plan)):
        return
    named = [f"{what}{'s' * (len(names) > 1)} {', '.join(names)}" for what, names in programs.items()]
    is_one, files = sum(map(len, programs.values())) == 1, _files_of(original, plan)
    said = f"{' and '.join(named)} ({files}) {'is a program' if is_one else 'are programs'}"
    if check:
        say(f"{said[0].upper()}{said[1:]}: read before you play it again with --trust.")
    elif not trust:
        raise UsageError(f"{said}, perhaps of a stranger; read first, then allow by --trust; nothing was played")


def _files_of(original: "Original", plan: "Plan") -> str:
    """Files of the bundle that would be run, as they lie in its folder ``scenario``."""
    run = {file for rule in plan.rules for file, _ in rule.files.values() if file is not None}
    folder = original.scenario.resolve()
    inside = sorted(str(file.resolve().relative_to(folder)) for file in run if file.resolve().is_relative_to(folder))
    return ", ".join(inside) or "in no file of it"


def _played_again(original: "Original", plan: "Plan", folder: Path, figures: bool) -> int:
    """Play, write and draw as it was done, and compare; returns the exit code."""
    from sim.experiment.memory import TooLargeError

    try:
        result, is_whole = prepared_and_played(plan)
    except TooLargeError as problem:
        return fail(str(problem), RESOURCES)
    if not is_whole:
        return stopped("nothing is compared")
    names = _written_alike(original, result, folder, figures)
    return _compared(original, folder, names)


def _written_alike(original: "Original", result: Any, folder: Path, figures: bool) -> list[str]:
    """Write the files that the original has, and return the names of those that can be compared."""
    if "command" in original.manifest:
        result.manifest["command"] = original.manifest["command"]
    result.save(folder)
    names = original.tables
    if original.has_workbook:
        names += [path.name for path in as_workbook(result, folder)]
    if figures and (drawn := original.figures):
        formats = sorted({Path(name).suffix[1:] for name in drawn})
        draw(result, folder, sorted({Path(name).stem for name in drawn}), formats)
        names += drawn
    return names


def _compared(original: "Original", folder: Path, names: list[str]) -> int:
    from sim.replication.differences import differences

    found = differences(original.folder, folder, names)
    if of_seat := original.of_seat:
        say(f"Written at the seat and not by playing again, so not compared: {', '.join(of_seat)}.")
    if left_out := sorted({*original.files} - {*names, *of_seat, "SHA256SUMS"}):
        say(f"Not compared: {', '.join(left_out)}.")
    if found:
        _print_differences(found)
        say(f"{len(found)} of {len(names)} files differ.")
        return FAILED
    say(f"All {len(names)} files are the same, byte for byte{_but_for_versions(original, folder)}.")
    return 0


def _but_for_versions(original: "Original", folder: Path) -> str:
    """What to add where manifests name other versions."""
    from sim.replication.differences import MANIFEST

    same = (original.folder / MANIFEST).read_bytes() == (folder / MANIFEST).read_bytes()
    return "" if same else f", but for the versions that {MANIFEST} names"


def _print_differences(found: "list[Difference]") -> None:
    from sim.report.tables import plain_table

    table = plain_table("File", "Differs")
    for difference in found:
        table.add_row(*difference)
    console_for(sys.stdout).print(table)


def cite(
    result: Path | None = None,
    /,
    *,
    format_: Annotated[str | None, Parameter(name="--format", negative="")] = None,
    author: Authors = None,
) -> int:
    """Print how to cite detente; with a result also what was played, its sources, and the checksum of its bundle.

    Parameters
    ----------
    result
        Folder of a result, or a bundle.
    format_
        text, bibtex or cff (a citation file); if absent, text and BibTeX.
    author
        Who made the result; repeat it for each person, as for `detente bundle`.
    """
    from sim.replication import citation

    check_choices("--format", [format_] if format_ else None, CITATIONS)
    writers = {"text": citation.as_text, "bibtex": citation.as_bibtex, "cff": citation.as_cff}
    cited = None if result is None else _cited(result, author or ())
    say("\n\n".join(writers[form](cited).rstrip("\n") for form in ([format_] if format_ else CITATIONS[:2])))
    return 0


def _cited(result: Path, authors: Sequence[str]) -> Any:
    """What is cited of a result, with the checksum of its bundle, which is made for it where there is none yet."""
    from sim.replication.bundle import write_bundle
    from sim.replication.citation import Cited, checksum_of
    from sim.replication.original import opened

    with opened(result) as original, TemporaryDirectory() as folder:
        bundle = write_bundle(result, Path(folder), authors) if result.is_dir() else result
        return Cited(original.manifest, checksum_of(bundle), original.name, tuple(authors))
