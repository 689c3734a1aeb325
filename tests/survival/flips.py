"""Bits flipped, files cut off, lost and exchanged: it is noticed, never told as rows, and made again."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.survival.small_sweep import (
    RUNS,
    SHORT,
    Undisturbed,
    begin,
    differs,
    folder_in,
    undisturbed,
    vary_for,
    words_for,
)
from tests.trials import Trial

POINTS = 4
SAME, TOLD, OTHER = 0, 3, 4  # what a reader ends with: the rows as they are, one line, anything else
FILES = {
    "a part": "parts/part-00001-*",
    "points": "points.parquet",
    "the manifest": "manifest.json",
    "the checksums": "SHA256SUMS",
    "the summary": "summary.parquet",
}
PARTS = "part"

Damage = Callable[[Path], object]


def bits(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Flip bits of each file, spread over its length, so many."""
    whole = undisturbed(place(), words_for(POINTS))
    for what, name in FILES.items():
        for region in range(times):
            damage = _flip(name, region / times, (region + 1) / times, random.Random(f"{name} {region}"))
            yield f"a bit of {what} flipped", _survived(place(), whole, damage, PARTS in what)


def other_damages(times: int, place: Callable[[], Path]) -> Iterator[Trial]:
    """Cut files off, lose and exchange them."""
    whole = undisturbed(place(), words_for(POINTS))
    strange = undisturbed(place(), words_for(POINTS, "--seed", "2"))
    for what, damage in _others(strange).items():
        for _ in range(times):
            yield what, _survived(place(), whole, damage, PARTS in what)


def _survived(place: Path, whole: Undisturbed, damage: Damage, is_of_parts: bool) -> str:
    """Damage a sweep that is whole, and, where parts are concerned, also one that has no summary yet."""
    wrong = _read_and_resumed(place / "whole", whole, damage, {SAME} if is_of_parts else {TOLD})
    if wrong or not is_of_parts:
        return wrong
    return _read_and_resumed(place / "begun", whole, lambda folder: (_unfinish(folder), damage(folder)), {TOLD})


def _read_and_resumed(place: Path, whole: Undisturbed, damage: Damage, expected: set[int]) -> str:
    """What goes otherwise where a sweep is damaged, read, and resumed, each by a process."""
    shutil.copytree(whole.place, place)
    folder = folder_in(place)
    damage(folder)
    code, complaint = begin(place, lambda: _read(folder, folder_in(whole.place))).report()
    if code not in expected:
        return f"read with {code}: {complaint}"
    code, complaint = begin(place, lambda: _resume(folder)).report()
    return f"could not be resumed: {complaint}" if code else differs(place, whole)


def _resume(folder: Path) -> int:
    from sim import sweep

    sweep("two_states", [vary_for(POINTS)], folder, runs=RUNS, settings=[SHORT], threads=1)
    return 0


def _read(folder: Path, whole: Path) -> int:
    """Read a sweep: its rows are as they are, or one line says what is wrong."""
    from sim import open_sweep
    from sim.results.files import ResultError

    try:
        found = open_sweep(folder)
    except ResultError as problem:
        return TOLD if len(str(problem).splitlines()) == 1 else OTHER
    meant = open_sweep(whole)
    same = found.summary.equals(meant.summary) and found.points.equals(meant.points)
    return SAME if same and found.manifest == meant.manifest else OTHER


def _flip(name: str, low: float, high: float, chosen: random.Random) -> Damage:
    """Flip a bit of a file, at any place between two shares of its length."""

    def damage(folder: Path) -> None:
        (path,) = folder.glob(name)
        content = bytearray(path.read_bytes())
        content[int(chosen.uniform(low, high) * len(content))] ^= 1 << chosen.randrange(8)
        path.write_bytes(content)

    return damage


def _unfinish(folder: Path) -> None:
    """Make of a whole sweep one that was killed before its summary."""
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "SHA256SUMS").write_text("".join(line for line in sums if "summary" not in line), encoding="utf-8")
    (folder / "summary.parquet").unlink()


def _others(strange: Undisturbed) -> dict[str, Damage]:
    """Damages that are no flipped bits, by what they are."""

    def part(folder: Path, number: int) -> Path:
        return next(folder.glob(f"parts/part-{number:05d}-*"))

    def cut(path: Path) -> None:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    def exchange(folder: Path) -> None:
        one, other = part(folder, 1), part(folder, 2)
        contents = one.read_bytes(), other.read_bytes()
        other.write_bytes(contents[0])
        one.write_bytes(contents[1])

    def rename(folder: Path) -> None:
        one, other = part(folder, 1), part(folder, 2)
        names = one.name.replace("00001", "00002"), other.name.replace("00002", "00001")
        one.rename(folder / "parts" / names[0])
        other.rename(folder / "parts" / names[1])

    def of_another(folder: Path) -> None:
        part(folder, 1).unlink()
        shutil.copy(part(folder_in(strange.place), 1), folder / "parts")

    return {
        "a part cut off": lambda folder: cut(part(folder, 1)),
        "an empty part": lambda folder: part(folder, 0).write_bytes(b""),
        "parts that changed bytes": exchange,
        "parts that changed numbers": rename,
        "a part of another sweep": of_another,
        "the summary cut off": lambda folder: cut(folder / "summary.parquet"),
        "the summary lost": lambda folder: (folder / "summary.parquet").unlink(),
        "points lost": lambda folder: (folder / "points.parquet").unlink(),
        "the checksums lost": lambda folder: (folder / "SHA256SUMS").unlink(),
        "the manifest lost": lambda folder: (folder / "manifest.json").unlink(),
    }
