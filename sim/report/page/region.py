"""Where in a sweep an event is frequent: the part of a report that maps regions."""

from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels, capital, percent
from sim.analysis.prim import Among, inside
from sim.analysis.regions import Region, main_region, region_sentence, regions_of
from sim.analysis.sweep_words import quantity_words

from .common import Choice, labels_of
from .document import Block, Chart, Section, Table
from .map import Way, drawn_map, way_of_numbers, way_of_steps

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

MOST_DRAWN = 600  # points of a map, which a page of 100 kB holds
SAID = (
    "A region is a box in the values that vary, in which an event is at least twice as frequent as elsewhere. Coverage "
    "is the share of all histories with the event that lie in the box, density the share of the histories of the box "
    "that have the event."
)


def regions(result: "SweepResult", choice: Choice) -> Section:
    """Regions of the events that are shown, and a map of the first."""
    found = regions_of(result)
    if not found:
        return Section("regions", "Where it happens", ())
    labels, first = labels_of(result), main_region(result) or found[0]
    blocks: list[Block] = [SAID]
    for region in sorted(found, key=lambda each: each.event != first.event):
        blocks += [f"{region_sentence(result, region)}.", _limits(region, labels)]
        if region.event == first.event:
            blocks += [_map(result, region, labels)] if len(region.cases) <= MOST_DRAWN else []
            blocks.append(_chain(region))
    return Section("regions", "Where it happens", tuple(blocks))


def _limits(region: Region, labels: Labels) -> Table:
    rows = [
        (
            capital(labels.path(row["path"])),
            str(row["limit"]),
            percent(row["coverage_without"]),
            percent(row["density_without"]),
            percent(row["found_again"]),
        )
        for row in region.limits.to_dict("records")
    ]
    heads = (
        "What",
        "In the region",
        "Coverage without it",
        "Density without it",
        "Limited again in halves of the points",
    )
    caption = f"{quantity_words(region.event)}: limits of the region"
    return Table(caption, heads, tuple(rows), frozenset((2, 3, 4)))


def _chain(region: Region) -> Table:
    """Coverage and density of the boxes that were looked at."""
    rows = [
        (str(len(box.limits)), percent(box.coverage), percent(box.density), percent(box.mass)) for box in region.chain
    ]
    heads = ("Values limited", "Coverage", "Density", "Share of the points")
    caption = f"{quantity_words(region.event)}: boxes from which the region was chosen"
    return Table(caption, heads, tuple(rows), frozenset(range(4)), is_folded=True)


def _map(result: "SweepResult", region: Region, labels: Labels) -> Chart:
    """The points over the two values that the region limits most."""
    limited = sorted(region.box.limits, key=lambda path: region.without(path).balance)
    others = [path for path in region.columns if path not in limited]
    paths = [*limited, *others][:2]
    is_grid = result.manifest["design"] == "grid" and len(region.columns) <= 2
    ways = [_way(region, path, is_grid) for path in paths]
    across, up = ways if len(ways) == 2 else (ways[0], Way([0.0] * len(region.cases), [], (-0.5, 0.5)))
    is_in = inside(region.columns, {path: region.box.limits[path] for path in paths if path in region.box.limits})
    shares = [float(share) for share in region.cases]
    names = [f"{labels.path(path)} ({way})" for path, way in zip(paths, ("across", "up"), strict=False)]
    title = f"{quantity_words(region.event)}, by {' and '.join(names)}: {_key(shares)}"
    says = f"{title}. {region_sentence(result, region)}."
    return Chart(
        title, says, drawn_map(across, up, shares, list(is_in), is_grid, says), None, (("line edge", "the region"),)
    )


def _key(shares: list[float]) -> str:
    return f"from white, 0 %, to dark, {percent(max(shares))} of histories"


def _way(region: Region, path: str, is_grid: bool) -> Way:
    values: list[Any] = region.columns[path].tolist()
    is_number = region.columns[path].dtype.kind in "iuf"
    if is_number and not is_grid:
        return way_of_numbers([float(value) for value in values])
    limit = region.box.limits.get(path)
    order = sorted(set(values)) if is_number else list(dict.fromkeys(values))
    if isinstance(limit, Among):  # those of the region stand together
        order = [*limit.names, *(name for name in order if name not in limit.names)]
    return way_of_steps(values, order)
