"""Signs in the text of an own rule that it depends on more than the numbers it is given."""

import ast

import pytest

from sim.scenario.own_rule_chance import first_reason
from sim.scenario.own_rule_text import bindings_of


def reason(text: str) -> str:
    """First sign in the rule of a module, with its line; nothing where there is none."""
    found = first_reason("rule", bindings_of(ast.parse(text)))
    return f"{found.line}: {found.text}" if found else ""


RULE = "def rule(perceived, *rest):\n    return "
NOTICED = {
    "a module of chance": ("import random\n" + RULE + "random.random()", "3: uses random.random"),
    "its function": ("from random import gauss as g\n" + RULE + "g(0, 1)", "3: uses random.gauss"),
    "within the rule": ("def rule(*n):\n    import random\n    return random.random()", "3: uses random.random"),
    "numpy's": ("import numpy as np\n" + RULE + "np.random.default_rng().normal()", "3: uses numpy.random.default_rng"),
    "numpy's by name": ("from numpy.random import default_rng\n" + RULE + "default_rng()", "3: uses numpy.random"),
    "secrets": ("import secrets\n" + RULE + "secrets.randbelow(7)", "3: uses secrets.randbelow"),
    "noise of the machine": ("import os\n" + RULE + "os.urandom(1)[0]", "3: uses os.urandom"),
    "an id of its own": ("import uuid\n" + RULE + "uuid.uuid4().int", "3: uses uuid.uuid4"),
    "the clock": ("import time\n" + RULE + "time.time()", "3: uses time.time"),
    "the calendar": ("import datetime\n" + RULE + "datetime.date.today().day", "3: uses datetime.date.today"),
    "the calendar by name": (
        "from datetime import datetime\n" + RULE + "datetime.now().day",
        "3: uses datetime.datetime.now",
    ),
    "what texts hash to, in each process otherwise": (RULE + "hash('x') % 7", "2: uses hash"),
    "where something lies in memory": (RULE + "id(rest) % 7", "2: uses id"),
    "drawn when the module is run": (
        "import random\nFACTOR = random.random()\n" + RULE + "FACTOR * perceived",
        "2: uses random.random",
    ),
    "in a function that it calls": (
        "import random\ndef dice():\n    return random.random()\n" + RULE + "dice()",
        "3: uses random.random",
    ),
    "by another name": ("import random\ndef patient(*n):\n    return random.random()\nrule = patient", "3: uses"),
    "a count": ("n = 0\ndef rule(*r):\n    global n\n    n += 1\n    return n", "3: keeps n between its calls"),
    "a list": ("seen = []\ndef rule(*r):\n    seen.append(r)\n    return len(seen)", "3: keeps seen between"),
    "a dictionary": ("seen = {}\ndef rule(*r):\n    seen['n'] = 1\n    return 1", "3: keeps seen between"),
    "the function itself": ("def rule(*r):\n    rule.n = 1\n    return 1", "2: keeps rule between its calls"),
    "a default value": ("def rule(a, *, seen=[]):\n    seen.append(a)\n    return 1", "2: keeps seen between"),
    "an endless row": ("row = iter([1])\ndef rule(*r):\n    return next(row)", "3: keeps row between its calls"),
    "within what made it": (
        "def make():\n    n = [0]\n    def inner(*r):\n        n[0] += 1\n    return inner\nrule = make()",
        "4: keeps n between its calls",
    ),
}


@pytest.mark.parametrize(("text", "said"), NOTICED.values(), ids=NOTICED)
def test_noticed_is(text: str, said: str) -> None:
    assert reason(text).startswith(said)


LET_BE = {
    "arithmetic": RULE + "2 * perceived",
    "a module of chance that another function uses": (
        "import random\ndef other():\n    return random.random()\n" + RULE + "perceived"
    ),
    "the clock that the module alone looks at": "import time\nBEGUN = time.time()\n" + RULE + "perceived",
    "a name of its own that is also a module": "import time\ndef rule(time, *rest):\n    return time.real",
    "a list of its own": "def rule(*r):\n    x = []\n    x.append(1)\n    x[0] = 2\n    return x.pop()",
    "a table that is made once": (
        "TABLE = {}\nfor n in range(3):\n    TABLE[n] = n * n\n" + RULE + "TABLE[int(perceived)]"
    ),
    "a function called as methods of lists are": "import numpy as np\n" + RULE + "np.sort(rest)[0]",
    "memory that changes nothing": (
        "from functools import cache\n@cache\ndef square(x):\n    return x * x\n" + RULE + "square(perceived)"
    ),
    "days of a calendar": "import datetime\nDAY = datetime.date(2030, 1, 1)\n" + RULE + "DAY.day",
    "what another module makes of it": "from helpers import rule",
}


@pytest.mark.parametrize("text", LET_BE.values(), ids=LET_BE)
def test_let_be_is(text: str) -> None:
    assert reason(text) == ""
