"""Tables of a fit: numbers with their errors, scores beside those of a table, and what cannot be told apart."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.documented.observations import Observation
from sim.rules.habits import HABITS
from sim.rules.parameters import POLICY_PARAMETERS

from .blocks import Block, Data, Number
from .errors import NINETY, Uncertain, confused, uncertain, unlearned
from .estimate import Estimates
from .rivals import table_left_out
from .scores import Scored, in_sample, left_out
from .yes_or_no import ANSWERED

if TYPE_CHECKING:
    import pandas as pd

POOL = "pool"
_DEFAULTS = {parameter.name: parameter.default for parameter in POLICY_PARAMETERS}


def number_frame(fitted: Mapping[Block, tuple[Data, Estimates]], free: Sequence[str]) -> "pd.DataFrame":
    """One row a policy and number; a side without rows has no policy."""
    import pandas as pd

    parts = [_numbers(block, data, estimates, free) for block, (data, estimates) in fitted.items()]
    found = [row for part in parts for row in part]
    known = {POOL, *(row["policy"] for row in found if row["rows"])}
    found = [row for row in found if row["policy"] in known]
    policies = [*dict.fromkeys([POOL, *(str(row["policy"]) for row in found)])]
    frame = pd.DataFrame(found, columns=NUMBERS)
    order = frame["policy"].map({policy: place for place, policy in enumerate(policies)})
    return frame.loc[order.sort_values(kind="stable").index].reset_index(drop=True)


NUMBERS = ["policy", "part", "number", "value", "error", "low", "high", "rows", "cases", "default"]


def _numbers(block: Block, data: Data, found: Estimates, free: Sequence[str]) -> Iterator[dict[str, Any]]:
    for side, sure in uncertain(block, data, found).items():
        of_side = data if not side else data.only(data.side == side)
        for place, number in enumerate(block.numbers):
            if number.name in free:
                yield {"policy": side or POOL, **_number(block, number, place, sure, of_side)}


def _number(block: Block, number: Number, place: int, sure: Uncertain, data: Data) -> dict[str, Any]:
    """Value of a number with its error, and what it rests on."""
    theta, error = float(sure.theta[place]), float(sure.errors[place])
    value = number.from_scale(theta)
    about = data.features[:, place] != 0.0 if block.is_logistic else data.outcome >= 0.0
    return {
        "part": block.name,
        "number": number.name,
        "value": value,
        "error": error * number.slope(value),
        "low": number.from_scale(theta - NINETY * error),
        "high": number.from_scale(theta + NINETY * error),
        "rows": int(about.sum()),
        "cases": len({*data.case[about].tolist()}),
        "default": default_of("world", number.name),
    }


def default_of(policy: str, number: str) -> float:
    """Number that comes with detente for habits of a name; that of the world for any other."""
    habits = HABITS[policy].numbers if policy in HABITS else {}
    return float(habits.get(number, _DEFAULTS[number]))


def score_frame(blocks: Sequence[Block], rows: Sequence[Observation], free: Sequence[str]) -> "pd.DataFrame":
    """One row a part of the reply and score."""
    import pandas as pd

    found: list[dict[str, Any]] = []
    for block in blocks:
        data = block.data(rows)
        if len({*data.case.tolist()}) < 2:  # nothing to learn from where a case is left out
            continue
        own = [name for name in block.names if name in free]
        fitted, outside = in_sample(block, rows, own), left_out(block, rows, own)
        found += _scores(block.name, block, fitted, outside)
        is_reply = np.array([row.is_reply for row in data.rows])
        if block is ANSWERED and len({*data.case[is_reply].tolist()}) > 1:
            found += _scores("further step", block, fitted.only(is_reply), outside.only(is_reply))
    return pd.DataFrame(found, columns=SCORES)


SCORES = ["part", "rows", "cases", "score", "in_sample", "left_out", "table", "skill", "holds_50", "holds_90"]


def _scores(part: str, block: Block, fitted: Scored, outside: Scored) -> Iterator[dict[str, Any]]:
    """Scores of a block; the share of outcomes within middle intervals is of numbers alone."""
    of_numbers, table = block.scored == "crps", table_left_out(block, outside.data)
    for score in ("crps", "log") if of_numbers else ("log", "brier"):
        own, others = float(getattr(outside, score).mean()), float(getattr(table, score).mean())
        yield {
            "part": part,
            "rows": len(outside.data.outcome),
            "cases": len({*outside.data.case.tolist()}),
            "score": score,
            "in_sample": float(getattr(fitted, score).mean()),
            "left_out": own,
            "table": others,
            "skill": 1.0 - own / others,
            "holds_50": outside.coverage(0.5) if of_numbers else float("nan"),
            "holds_90": outside.coverage(0.9) if of_numbers else float("nan"),
        }


def alike_frame(fitted: Mapping[Block, tuple[Data, Estimates]]) -> "pd.DataFrame":
    """What the record cannot tell apart in the pool, and what it says little about."""
    import pandas as pd

    found = []
    for block, (data, estimates) in fitted.items():
        sure = uncertain(block, data, estimates)[""]
        for pair in confused(block, sure):
            sign = "-" if pair.correlation < 0.0 else ""
            says = f"the record hardly tells them apart (correlation {sign}{abs(pair.correlation):.2f})"
            found.append({"part": block.name, "number": pair.first, "other": pair.second, "says": says})
        for name in unlearned(block, sure, estimates.prior):
            says = "rests on what was expected more than on the record"
            found.append({"part": block.name, "number": name, "other": "", "says": says})
    return pd.DataFrame(found, columns=["part", "number", "other", "says"])
