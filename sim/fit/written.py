"""A file of fitted policies, for scenarios to extend."""

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 118


def policies_text(
    numbers: "pd.DataFrame", searched: dict[str, float], provenance: Sequence[str], base: str | None = None
) -> str:
    """Write policies of their own for each side or actor that was fitted.

    Parameters
    ----------
    numbers : table of a fit
    searched : by path, numbers found by a search
    provenance : sentences about where the numbers come from
    base : scenario that the file extends

    Returns
    -------
    str, YAML with a comment for each number
    """
    lines = [f"# {line}" for sentence in provenance for line in wrap(sentence, WIDTH)]
    lines += ["#", "# A scenario that begins with `extends: ` and the name of this file may name these policies.", ""]
    lines += [f"extends: {base}"] if base else []
    lines += ["parameters:"] if searched else []
    lines += [f"  {path.removeprefix('parameters.')}: {value:.6g}" for path, value in searched.items()]
    lines += ["policies:"] if len(numbers) else []
    for policy in dict.fromkeys(numbers["policy"]):
        lines += [f"  {policy_name(policy)}:", "    preset: ledger"]
        lines += _numbers(numbers[numbers["policy"] == policy])
    return "\n".join([*lines, ""])


def _numbers(numbers: "pd.DataFrame") -> Iterator[str]:
    """One line a number, with what it rests on."""
    for row in numbers.to_dict("records"):
        entry = f"{row['number']}: {row['value']:.4g}"
        yield f"    {entry:36}# s.e. {row['error']:.2g}, {_counted(row)}"


def _counted(row: dict[Any, Any]) -> str:
    return f"{Labels.count(row['rows'], 'row')} of {Labels.count(row['cases'], 'case')}"


def policy_name(name: str) -> str:
    """Id of the policy of a side, or of an actor.

    Examples
    --------
    >>> policy_name("moscow"), policy_name("United States")
    ('fitted_moscow', 'fitted_united_states')
    """
    return "fitted_" + re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
