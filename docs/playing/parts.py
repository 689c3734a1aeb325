"""Parts of what a command prints, by the name that a mark gives them."""

import re
from collections.abc import Callable


def part_of(printed: str, name: str) -> str:
    """Part of what was printed.

    Parameters
    ----------
    name : "" for all but the names of the files, "all", "headline", "complaint", or numbers of paragraphs such as "2"
        and "2-4", from 1 on

    Raises
    ------
    ValueError
        If there is no such part.
    """
    if name in PARTS:
        return PARTS[name](printed)
    numbers = re.fullmatch(r"(\d+)(?:-(\d+))?", name)
    if not numbers:
        raise ValueError(f"{name}: expected any of {', '.join(filter(None, PARTS))}, or paragraphs such as 2-4")
    first, last = int(numbers[1]), int(numbers[2] or numbers[1])
    chosen = paragraphs(printed)[first - 1 : last]
    if not chosen:
        raise ValueError(f"{name}: only {len(paragraphs(printed))} paragraphs are printed")
    return "\n\n".join(chosen)


def paragraphs(printed: str) -> list[str]:
    """What an empty line divides."""
    return printed.strip().split("\n\n")


def without_files(printed: str) -> str:
    """All but the last paragraph, which names the files that were written."""
    return printed.rpartition("\n\n")[0]


def headline(printed: str) -> str:
    """What stands between the title and whatever follows the first sentence: worlds that are compared, tables."""
    first = paragraphs(printed)[0].partition("\n")[2]
    return re.split(r"^A: ", first, flags=re.MULTILINE)[0].strip()


PARTS: dict[str, Callable[[str], str]] = {
    "": without_files,
    "all": str.strip,
    "complaint": str.strip,
    "headline": headline,
}
