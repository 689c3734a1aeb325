"""The fit that ships: ``sim/rules/fitted.py``, written by ``python -m docs.generate`` from both records."""

from sim.documented.observations import SIDES

COMMAND = "detente fit"
_HEAD = '''"""Numbers of habits that the documented record gives, with what each rests on.

Written by ``python -m docs.generate`` from ``{command}``.  Never change it by hand.
"""

from typing import NamedTuple

COMMAND = "{command}"


class Fitted(NamedTuple):
    """A fitted number of a policy."""

    value: float
    error: float  # standard error
    rows: int
    cases: int


FITTED = {{
{sides}
}}


def of_world(name: str) -> float:
    """Number of the world at large, the default of a policy."""
    return FITTED["world"][name].value
'''


def fitted_text() -> str:
    """Text of ``sim/rules/fitted.py``."""
    from .ask import fit

    rows = fit().numbers.to_dict("records")
    sides = []
    for side in SIDES:
        own = [row for row in rows if row["policy"] == side]
        lines = [
            f'        "{row["number"]}": Fitted({row["value"]:.3g}, {row["error"]:.2g}, {row["rows"]}, {row["cases"]}),'
            for row in own
        ]
        sides.append("\n".join([f'    "{side}": {{', *lines, "    },"]))
    return _HEAD.format(command=COMMAND, sides="\n".join(sides))
