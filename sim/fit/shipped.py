"""The fit that ships: ``sim/rules/fitted.py``, written by ``python -m docs.generate`` from both records."""

from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from sim.documented.observations import SIDES
from sim.rules.fitted import Fitted

from .others import others

COMMAND = "detente fit"
COMMAND_OF_OTHERS = "python tests/validation/fitted.py others"
_HEAD = '''"""Numbers that the documented record gives, with what each rests on.

Written by ``python -m docs.generate`` from what the two commands give.  Never change it by hand.
"""

from typing import NamedTuple

COMMAND = "{command}"
COMMAND_OF_OTHERS = "{others}"


class Fitted(NamedTuple):
    """A number as the record has it."""

    value: float
    error: float  # standard error
    rows: int
    cases: int

    @property
    def says(self) -> str:
        """The estimate with its standard error, and what it rests on."""
        return f"{{self.value:.3g}} ± {{self.error:.2g}}, {{self.rows}} rows of {{self.cases}} cases"


FITTED = {{
{sides}
}}

# estimates of numbers that no habits hold; their defaults are choices
OTHERS = {{
{numbers}
}}


def of_world(name: str) -> float:
    """Number of the world at large, the default of a policy."""
    return FITTED["world"][name].value


def in_record(name: str) -> Fitted | None:
    """What the record gives for a number, for the world at large; None where it gives nothing."""
    return FITTED["world"].get(name) or OTHERS.get(name)
'''


def fitted_text() -> str:
    """Text of ``sim/rules/fitted.py``."""
    from .ask import fit

    rows = fit().numbers.to_dict("records")
    sides = []
    for side in SIDES:
        own = {row["number"]: _fitted(row) for row in rows if row["policy"] == side}
        sides.append("\n".join([f'    "{side}": {{', *_lines(own.items(), 8), "    },"]))
    numbers = "\n".join(_lines(others().items(), 4))
    return _HEAD.format(command=COMMAND, others=COMMAND_OF_OTHERS, sides="\n".join(sides), numbers=numbers)


def _fitted(row: Mapping[Hashable, Any]) -> Fitted:
    return Fitted(row["value"], row["error"], row["rows"], row["cases"])


def _lines(numbers: Iterable[tuple[str, Fitted]], indent: int) -> list[str]:
    """Entries of a dictionary in Python, one a line."""
    return [
        f'{" " * indent}"{name}": Fitted({given.value:.3g}, {given.error:.2g}, {given.rows}, {given.cases}),'
        for name, given in numbers
    ]
